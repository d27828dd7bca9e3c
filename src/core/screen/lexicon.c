/* lexicon.c -- the cues of lexicon/stance.csv, built into the binary and made into phrases once; and the watch-list
 * terms of an index, with what follows from them ("Rahmad-Siti" from the two names of a pair). */
#include "base/csv.h"
#include "core/screen/screen_internal.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static struct arena arena;
static struct phrases cues;
static struct { struct cue_row *items; size_t n, cap; } rows;
static pthread_once_t once = PTHREAD_ONCE_INIT;
const struct cue_row *lexicon_rows;

static const char *const cue_names[] = {
#define X(name) #name,
	CUE_MAP(X)
#undef X
};

static enum cue cue_named(const char *s)
{
	int i = 0;
	while (i < CUE_N && strcmp(cue_names[i], s))
		i++;
	assert(i < CUE_N && "lexicon/stance.csv: an unknown cue");
	return (enum cue)i;
}

static void take_row(void *maker, const struct csv *c)
{
	struct cue_row row = {cue_named(c->cells[0].s), strtod(c->cells[1].s, NULL), arena_strdup(&arena, c->cells[2].s), arena_strdup(&arena, c->cells[3].s)};
	phrases_add(maker, row.phrase, (uint32_t)rows.n | (uint32_t)row.cue << CUE_SHIFT, true);
	ARENA_PUSH(&arena, &rows, row);
}

static void load(void)
{
	struct phrase_maker *maker = phrases_new(&arena);
	text_lexicon("stance.csv", 4, take_row, maker);
	phrases_thin(maker, CUE_SHIFT); /* spellings of one word say the same once */
	cues = phrases_done(maker);
	lexicon_rows = rows.items;
}

const struct phrases *lexicon_phrases(void)
{
	pthread_once(&once, load);
	return &cues;
}

/* ---- The watch-list ---- */

struct making {
	struct arena *a;
	struct phrase_maker *phrases;
	struct watch_list *list;
	struct { struct name_of { const char *s; uint32_t pair; } *items; size_t n, cap; } parts;
};

static size_t words_of(const char *s)
{
	scoped(text_free) struct text t = {0};
	text_read(&t, s, strlen(s));
	size_t n = 0;
	for (size_t i = 0; i < t.n; i++)
		n += t.items[i].kind != TOKEN_MARK;
	return n;
}

/* A term that is also an everyday word: in the lexicon of cues, in the background counts, or a number. */
static bool everyday(const char *s)
{
	scoped(text_free) struct text t = {0};
	struct phrase_hits hits = {0};
	text_read(&t, s, strlen(s));
	phrases_find(lexicon_phrases(), &t, true, &hits);
	bool common = t.n == 1 && word_per_million(t.items[0].s, t.items[0].n) > 0;
	bool ret = common || hits.n > 0 || (t.n == 1 && t.items[0].kind == TOKEN_NUMBER);
	phrases_forget(&hits);
	return ret;
}

static enum term_power power_of(uint32_t kind, size_t words)
{
	switch ((enum term_kind)kind) {
	case TERM_NAME: return words > 1 ? POWER_STRONG : POWER_FAIR;
	case TERM_NICK: return words > 1 ? POWER_FAIR : POWER_WEAK;
	case TERM_ACRONYM: return POWER_FAIR;
	case TERM_SLOGAN: case TERM_JINGLE: return words > 1 ? POWER_FAIR : POWER_WEAK;
	case TERM_HASHTAG: case TERM_ACCOUNT: return POWER_STRONG;
	case TERM_NUMBER: return words > 1 ? POWER_FAIR : POWER_WEAK;
	case TERM_PARTY: return POWER_FAIR;
	case TERM_KIND_N: break;
	}
	return POWER_WEAK;
}

static void watch_add(struct making *m, const char *term, uint32_t pair, uint32_t kind, enum term_power power)
{
	size_t words = words_of(term);
	if (!words)
		return;
	phrases_add(m->phrases, term, (uint32_t)m->list->n, false);
	ARENA_PUSH(m->a, m->list, ((struct ix_watch){pair, (uint8_t)kind, (uint8_t)power, words == 1 && everyday(term), 0}));
}

#define PART_PAIRS 3 /* bear a name that is worth looking for alone */
#define PART_LEAST 4 /* letters; shorter parts are half the country's names */

/* A later part of a name alone: "Wicaksono" may be meant where Slamet Wicaksono runs, and nowhere else. */
static void watch_part(struct making *m, const char *part, uint32_t pair) { ARENA_PUSH(m->a, &m->parts, ((struct name_of){part, pair})); }

static int by_name(const void *a, const void *b)
{
	const struct name_of *x = a, *y = b;
	int c = strcmp(x->s, y->s);
	return c ? c : (x->pair > y->pair) - (x->pair < y->pair);
}

/* Parts that only a few pairs of the country bear: an everyday name tells little and would cost every text that has it. */
static void watch_parts(struct making *m)
{
	if (m->parts.n)
		qsort(m->parts.items, m->parts.n, sizeof *m->parts.items, by_name);
	for (size_t i = 0, end; i < m->parts.n; i = end) {
		for (end = i; end < m->parts.n && !strcmp(m->parts.items[end].s, m->parts.items[i].s);)
			end++;
		for (size_t k = i; k < end && end - i <= PART_PAIRS; k++) {
			size_t before = m->list->n;
			if (k > i && m->parts.items[k].pair == m->parts.items[k - 1].pair)
				continue;
			watch_add(m, m->parts.items[k].s, m->parts.items[k].pair, TERM_NICK, POWER_WEAK);
			if (m->list->n > before)
				m->list->items[before].part = 1;
		}
	}
}

/* "Mas Heru" is also called "Heru". */
static void derive_nick(struct making *m, uint32_t pair, const char *nick)
{
	scoped(text_free) struct text t = {0};
	struct phrase_hits hits = {0};
	text_read(&t, nick, strlen(nick));
	phrases_find(lexicon_phrases(), &t, false, &hits);
	for (size_t i = 0; i < hits.n; i++) {
		bool address = cue_of(&hits.items[i]) == CUE_address && hits.items[i].from == 0;
		if (address && hits.items[i].to == 1 && t.n == 2 && t.items[1].n >= PART_LEAST)
			watch_part(m, arena_strndup(m->a, t.items[1].s, t.items[1].n), pair);
	}
	phrases_forget(&hits);
}

static const char *join(struct arena *a, const struct name_part *x, const char *between, const struct name_part *y)
{
	return arena_printf(a, "%.*s%s%.*s", x->n, x->s, between, y->n, y->s);
}

/* What follows from the name @now of a pair; @last: the name before it of the same pair, or no parts. */
static void derive_name(struct making *m, uint32_t pair, const struct person_name *now, const struct person_name *last)
{
	char plain[NAME_PARTS_MAX * (NAME_PART_MAX + 1)] = ""; /* without titles, in the register's folding */
	for (size_t k = 0; k < now->n; k++) {
		strcat(plain, k ? " " : "");
		strncat(plain, now->parts[k].s, now->parts[k].n);
	}
	if (now->titled && now->n)
		watch_add(m, plain, pair, TERM_NAME, now->n > 1 ? POWER_STRONG : POWER_WEAK);
	if (now->n > 1 && now->parts[0].n == PART_LEAST)
		watch_part(m, arena_strndup(m->a, now->parts[0].s, now->parts[0].n), pair);
	if (now->n > 1 && now->parts[0].n > PART_LEAST)
		watch_add(m, arena_strndup(m->a, now->parts[0].s, now->parts[0].n), pair, TERM_NICK, POWER_WEAK);
	for (int k = 1; k < (int)now->n; k++)
		if (now->parts[k].n >= PART_LEAST)
			watch_part(m, arena_strndup(m->a, now->parts[k].s, now->parts[k].n), pair);
	if (now->n > 2) /* the first two of three or more */
		watch_add(m, join(m->a, &now->parts[0], " ", &now->parts[1]), pair, TERM_NAME, POWER_FAIR);
	if (last->n && now->n) {
		watch_add(m, join(m->a, &last->parts[0], " ", &now->parts[0]), pair, TERM_NAME, POWER_STRONG);
		watch_add(m, join(m->a, &last->parts[0], "", &now->parts[0]), pair, TERM_NAME, POWER_STRONG);
		for (size_t k = 0; k < last->n * now->n; k++) /* "Rusdianto-Hajrah" of Andi Rusdianto and Sitti Hajrah */
			if (k && last->parts[k / now->n].n > 2 && now->parts[k % now->n].n > 2)
				watch_add(m, join(m->a, &last->parts[k / now->n], " ", &now->parts[k % now->n]), pair, TERM_NAME, POWER_STRONG);
	}
}

void watches_make(struct arena *a, const struct term_row *terms, size_t n, struct watch_list *ret, struct phrases *ret_phrases)
{
	struct making m = {.a = a, .phrases = phrases_new(a), .list = ret};
	struct person_name last = {0}, now;
	uint32_t last_pair = UINT32_MAX;
	for (size_t i = 0; i < n; i++)
		watch_add(&m, terms[i].term, terms[i].pair, terms[i].kind, power_of(terms[i].kind, words_of(terms[i].term)));
	for (size_t i = 0; i < n; i++) {
		if (terms[i].kind == TERM_NICK)
			derive_nick(&m, terms[i].pair, terms[i].term);
		if (terms[i].kind != TERM_NAME)
			continue;
		name_read(terms[i].term, strlen(terms[i].term), &now);
		if (terms[i].pair != last_pair)
			last.n = 0;
		derive_name(&m, terms[i].pair, &now, &last);
		last = now;
		last_pair = terms[i].pair;
	}
	watch_parts(&m);
	*ret_phrases = phrases_done(m.phrases);
}
