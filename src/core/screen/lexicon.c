/* lexicon.c -- the cues of lexicon/stance.csv, built into the binary and made into phrases once; and the watch-list
 * terms of an index, with what follows from them ("Rahmad-Siti" from the two names of a pair). */
#include "base/csv.h"
#include "core/screen/screen_internal.h"
#include "lexicon_files.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static struct arena arena;
static struct phrases *cues;
static struct { struct cue_row *items; size_t n, cap; } rows;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static const char *const cue_names[] = {
#define X(name) #name,
	CUE_MAP(X)
#undef X
};

static enum cue cue_of(const char *s)
{
	int i = 0;
	while (i < CUE_N && strcmp(cue_names[i], s))
		i++;
	assert(i < CUE_N && "lexicon/stance.csv: an unknown cue");
	return (enum cue)i;
}

static void load(void)
{
	const struct embedded *file = NULL;
	for (size_t i = 0; i < lexicon_files_n; i++)
		if (!strcmp(lexicon_files[i].name, "stance.csv"))
			file = &lexicon_files[i];
	assert(file);
	cues = phrases_new(&arena);
	scoped(csv_close) struct csv c;
	struct err e;
	csv_open(&c, file->bytes, file->n);
	for (enum csv_step step; (step = csv_next(&c, &e)) != CSV_END;) {
		assert(step == CSV_ROW && c.n_cells == 4);
		if (c.record_line == 1)
			continue;
		struct cue_row row = {cue_of(c.cells[0].s), strtod(c.cells[1].s, NULL), arena_strdup(&arena, c.cells[2].s),
				      arena_strdup(&arena, c.cells[3].s)};
		phrases_add(cues, row.phrase, (uint32_t)rows.n, true);
		ARENA_PUSH(&arena, &rows, row);
	}
}

const struct phrases *lexicon_phrases(void)
{
	pthread_once(&once, load);
	return cues;
}
const struct cue_row *lexicon_row(uint32_t value) { return &rows.items[value]; }

/* ---- The watch-list ---- */

struct watch_list {
	struct watch *items;
	size_t n, cap;
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

/* A term that is also an everyday word: in the lexicon of cues, in slang, or a number. */
static bool everyday(const char *s)
{
	scoped(text_free) struct text t = {0};
	struct phrase_hits hits = {0};
	text_read(&t, s, strlen(s));
	phrases_find(lexicon_phrases(), &t, true, &hits);
	bool ret = hits.n > 0 || (t.n == 1 && t.items[0].kind == TOKEN_NUMBER);
	free(hits.items);
	return ret;
}

static enum term_power power_of(uint32_t kind, const char *term, size_t words)
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
	(void)term;
	return POWER_WEAK;
}

static void watch_add(struct screen *s, struct watch_list *l, const char *term, uint32_t pair, uint32_t kind, enum term_power power)
{
	size_t words = words_of(term);
	if (!words)
		return;
	phrases_add(s->terms, term, (uint32_t)l->n, false);
	ARENA_PUSH(&s->arena, l, ((struct watch){pair, (uint8_t)kind, (uint8_t)power, words == 1 && everyday(term)}));
}

/* A name's parts without titles, in the register's folding. */
static void derive_names(struct screen *s, struct watch_list *l)
{
	struct person_name last = {0}, now;
	uint32_t last_pair = UINT32_MAX;
	for (size_t i = 0; i < s->TERMS_n; i++) {
		const struct ix_term *t = &s->TERMS[i];
		if (t->kind != TERM_NAME)
			continue;
		const char *term = ix_string(s, t->string);
		name_read(term, strlen(term), &now);
		char plain[NAME_PARTS_MAX * (NAME_PART_MAX + 1)] = "";
		for (size_t k = 0; k < now.n; k++) {
			strcat(plain, k ? " " : "");
			strncat(plain, now.parts[k].s, now.parts[k].n);
		}
		if (now.titled && now.n)
			watch_add(s, l, plain, t->pair, TERM_NAME, now.n > 1 ? POWER_STRONG : POWER_WEAK);
		if (now.n > 1 && now.parts[0].n >= 5)
			watch_add(s, l, arena_strndup(&s->arena, now.parts[0].s, now.parts[0].n), t->pair, TERM_NICK, POWER_WEAK);
		if (now.n > 2) /* the first two of three or more */
			watch_add(s, l, arena_printf(&s->arena, "%.*s %.*s", now.parts[0].n, now.parts[0].s, now.parts[1].n, now.parts[1].s), t->pair,
				  TERM_NAME, POWER_FAIR);
		if (last_pair == t->pair && last.n && now.n) {
			const struct name_part *a = &last.parts[0], *b = &now.parts[0];
			watch_add(s, l, arena_printf(&s->arena, "%.*s %.*s", a->n, a->s, b->n, b->s), t->pair, TERM_NAME, POWER_STRONG);
			watch_add(s, l, arena_printf(&s->arena, "%.*s%.*s", a->n, a->s, b->n, b->s), t->pair, TERM_NAME, POWER_STRONG);
		}
		last = now;
		last_pair = t->pair;
	}
}

void watches_build(struct screen *s)
{
	struct watch_list l = {0};
	s->terms = phrases_new(&s->arena);
	for (size_t i = 0; i < s->TERMS_n; i++) {
		const char *term = ix_string(s, s->TERMS[i].string);
		watch_add(s, &l, term, s->TERMS[i].pair, s->TERMS[i].kind, power_of(s->TERMS[i].kind, term, words_of(term)));
	}
	derive_names(s, &l);
	s->watches = l.items;
	s->watches_n = l.n;
}
