/* list.c -- see list.h. Which statement of case_list.sql is asked when. */
#include "desk/docket/list.h"

#include "case_list_sql.h"
#include "desk/docket/docket_internal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define FEW         500  /* so many files are read whole and sorted; more are walked by an index */
#define FOUND_MAX   200  /* files that a search shows at most */
#define SCAN_WORDS  2000 /* titles with a word that are looked at; a commoner word is looked for in the newest files */
#define SCAN_NEWEST 5000
#define STATES      8    /* of the largest group */
#define WORDS_MAX   6    /* of a search that are weighed */
#define WORD_BYTES  24   /* as case_word keeps them */
#define TITLE_BYTES 300

enum { WALK_DUE = 'd', WALK_REST = 'r', WALK_ENDED = 'e', WALK_FROM = 'f' };
struct mark {
	char walk;
	int64_t at, id; /* of WALK_FROM: how many were shown, 0 */
};
struct walk {
	struct tx *tx;
	const struct desk *d;
	const struct docket_list_ask *ask;
	const char *states; /* NULL: any */
	struct docket_list *to;
};

/* The generated rows differ in type only. */
#define TAKE(w, rows)                                                                                                   \
	for (size_t i_ = 0; i_ < (rows)->n; i_++) {                                                                     \
		struct docket_list_line line_ = {                                                                       \
			.id = (rows)->items[i_].id, .people = (rows)->items[i_].people, .joined = (rows)->items[i_].joined, \
			.key = (rows)->items[i_].key, .kind = (rows)->items[i_].kind, .procedure = (rows)->items[i_].procedure, \
			.state = (rows)->items[i_].state, .number = (rows)->items[i_].number, .title = (rows)->items[i_].title, \
			.owner_name = (rows)->items[i_].owner_name, .clock = (rows)->items[i_].clock,                   \
			.rulepack = (rows)->items[i_].rulepack, .opened_at = (rows)->items[i_].opened_at,               \
			.changed_at = (rows)->items[i_].changed_at, .closed_at = (rows)->items[i_].closed_at,           \
			.last_moment = (rows)->items[i_].last_moment, .late = (rows)->items[i_].late};                  \
		ARENA_PUSH((w)->tx->arena, (w)->to, line_);                                                             \
	}

static enum status mark_read(const char *text, struct mark *ret, struct err *e)
{
	char *end;
	*ret = (struct mark){.walk = WALK_DUE, .at = INT64_MIN};
	if (text_blank(text))
		return OK;
	if (!strchr("dref", *text) || text[1] != '.')
		return FAIL_FIELD(e, INVALID, "sesudah", "expected the mark of an earlier page");
	ret->walk = *text;
	ret->at = strtoll(text + 2, &end, 10);
	ret->id = *end == '.' ? strtoll(end + 1, &end, 10) : 0;
	return *end || end == text + 2 ? FAIL_FIELD(e, INVALID, "sesudah", "expected the mark of an earlier page") : OK;
}

static const char *mark_text(struct arena *a, char walk, int64_t at, int64_t id)
{
	return arena_printf(a, "%c.%lld.%lld", walk, (long long)at, (long long)id);
}

/* 0: of anybody; -1: of a reader who is nobody, so of none */
static int64_t owner_of(const struct walk *w) { return !w->ask->mine ? 0 : w->d->user ? w->d->user : -1; }
static int64_t wanted(const struct walk *w) { return w->ask->max + 1 - (int64_t)w->to->n; }

/* Was one more found than is shown? Then the next page begins after the last that is. */
static void page_cut(struct walk *w, char walk)
{
	if ((int64_t)w->to->n <= w->ask->max)
		return;
	w->to->n = (size_t)w->ask->max;
	const struct docket_list_line *last = &w->to->items[w->to->n - 1];
	if (!instant_is_none(last->last_moment)) /* the page ends before, or where, the two walks meet */
		w->to->next = mark_text(w->tx->arena, WALK_DUE, last->last_moment.us, last->key);
	else
		w->to->next = mark_text(w->tx->arena, walk, walk == WALK_REST ? last->changed_at.us : last->closed_at.us, last->id);
}

static enum status walk_open(struct walk *w, struct mark from, struct err *e)
{
	int64_t office = w->d->office->id;
	if (from.walk == WALK_FROM) /* a page of few files, which have become many: from the first again */
		from = (struct mark){.walk = WALK_DUE, .at = INT64_MIN};
	if (from.walk == WALK_DUE) {
		struct list_due_rows rows;
		TRY(list_due(w->tx, office, w->states, owner_of(w), from.at, from.id, wanted(w), &rows, e));
		TAKE(w, &rows);
		from = (struct mark){.walk = WALK_REST, .at = INT64_MAX};
	}
	if (wanted(w) > 0) {
		struct list_rest_rows rows;
		TRY(list_rest(w->tx, office, w->states, owner_of(w), from.at, from.id, wanted(w), &rows, e));
		TAKE(w, &rows);
	}
	page_cut(w, WALK_REST);
	return OK;
}

static enum status walk_ended(struct walk *w, struct mark from, struct err *e)
{
	if (from.walk != WALK_ENDED)
		from = (struct mark){.walk = WALK_ENDED, .at = INT64_MAX};
	if (w->ask->mine) {
		struct list_ended_of_rows rows;
		TRY(list_ended_of(w->tx, owner_of(w), w->states, from.at, from.id, wanted(w), &rows, e));
		TAKE(w, &rows);
	} else {
		struct list_ended_rows rows;
		TRY(list_ended(w->tx, w->d->office->id, w->states, from.at, from.id, wanted(w), &rows, e));
		TAKE(w, &rows);
	}
	page_cut(w, WALK_ENDED);
	return OK;
}

static int sooner(const void *a, const void *b)
{
	const struct docket_list_line *x = a, *y = b;
	bool none_x = instant_is_none(x->last_moment), none_y = instant_is_none(y->last_moment);
	if (none_x != none_y)
		return none_x ? 1 : -1;
	if (!none_x && x->last_moment.us != y->last_moment.us)
		return x->last_moment.us < y->last_moment.us ? -1 : 1;
	if (x->changed_at.us != y->changed_at.us)
		return x->changed_at.us > y->changed_at.us ? -1 : 1;
	return (x->id < y->id) - (x->id > y->id);
}

/* What was read whole is sorted, and a page of it kept. */
static void sorted_cut(struct walk *w, struct mark from)
{
	struct docket_list *to = w->to;
	size_t skip = from.walk == WALK_FROM && from.at > 0 ? (size_t)from.at : 0;
	if (to->n)
		qsort(to->items, to->n, sizeof *to->items, sooner);
	skip = skip > to->n ? to->n : skip;
	to->items += skip;
	to->n -= skip;
	to->cap -= skip;
	if ((int64_t)to->n > w->ask->max) {
		to->n = (size_t)w->ask->max;
		to->next = mark_text(w->tx->arena, WALK_FROM, (int64_t)skip + w->ask->max, 0);
	}
}

/* ",REGISTERED,STUDY," as its parts; those that are not there are NULL and match nothing. */
static void states_split(struct arena *a, const char *states, const char *ret[STATES])
{
	memset(ret, 0, STATES * sizeof *ret);
	for (size_t n = 0; states && *states == ',' && states[1] && n < STATES; n++) {
		size_t length = strcspn(states + 1, ",");
		ret[n] = arena_strndup(a, states + 1, length);
		states += 1 + length;
	}
}

static enum status read_few(struct walk *w, struct mark from, struct err *e)
{
	const char *s[STATES];
	struct list_few_rows rows;
	states_split(w->tx->arena, w->states, s);
	TRY(list_few(w->tx, w->d->office->id, s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], owner_of(w), FEW, &rows, e));
	TAKE(w, &rows);
	sorted_cut(w, from);
	return OK;
}

enum status docket_list_count(struct tx *tx, const struct desk *d, const char *group, int64_t owner, int64_t *ret,
			      struct err *e)
{
	const char *s[STATES], *states = docket_group(group);
	struct list_count_row n;
	struct list_count_of_row mine;
	struct list_count_open_row open;
	states_split(tx->arena, states, s);
	if (!states) {
		TRY(list_count_open(tx, d->office->id, owner, LIST_COUNT_MAX, &open, e));
		*ret = open.n;
	} else if (owner) {
		TRY(list_count_of(tx, owner, s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], LIST_COUNT_MAX, &mine, e));
		*ret = mine.n;
	} else {
		TRY(list_count(tx, d->office->id, s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], LIST_COUNT_MAX, &n, e));
		*ret = n.n;
	}
	return OK;
}

/* The generated rows of two statements differ in type only. */
#define STATES_TAKE(a, rows, ret)                                                                               \
	do {                                                                                                    \
		struct docket_state_count *items_ = arena_array((a), struct docket_state_count, (rows)->n + 1); \
		for (size_t i_ = 0; i_ < (rows)->n; i_++)                                                       \
			items_[i_] = (struct docket_state_count){(rows)->items[i_].state, (rows)->items[i_].n}; \
		(ret)->items = items_;                                                                          \
		(ret)->n = (rows)->n;                                                                           \
	} while (0)

enum status docket_list_counts_read(struct tx *tx, const struct desk *d, int64_t owner, struct docket_list_counts *ret, struct err *e)
{
	struct list_count_open_row open;
	TRY(list_count_open(tx, d->office->id, owner, LIST_COUNT_MAX, &open, e));
	*ret = (struct docket_list_counts){.open = open.n};
	if (owner) {
		struct list_count_states_of_rows mine;
		TRY(list_count_states_of(tx, owner, LIST_COUNT_MAX, &mine, e));
		STATES_TAKE(tx->arena, &mine, ret);
	} else {
		struct list_count_states_rows all;
		TRY(list_count_states(tx, d->office->id, LIST_COUNT_MAX, &all, e));
		STATES_TAKE(tx->arena, &all, ret);
	}
	return OK;
}

int64_t docket_list_counted(const struct docket_list_counts *counts, const char *group)
{
	const char *states = docket_group(group);
	if (!states)
		return counts->open;
	int64_t n = 0;
	for (size_t i = 0; i < counts->n; i++) {
		size_t length = strlen(counts->items[i].state);
		const char *at = strstr(states, counts->items[i].state);
		for (; at && (at[-1] != ',' || at[length] != ','); at = strstr(at + 1, counts->items[i].state))
			;
		n += at ? counts->items[i].n : 0;
	}
	return n < LIST_COUNT_MAX ? n : LIST_COUNT_MAX;
}

/* ---- search ---- */

/* All words and numbers that begin with @low are below @ret: what follows its last letter. By the bytes, as SQLite has it, and by
 * the order of a language, as a PostgreSQL may: both have punctuation, digits, Latin letters, then Cyrillic ones. */
static const char *above(struct arena *a, const char *low)
{
	size_t n = strlen(low);
	char last = n ? low[n - 1] : '\0', next[] = {(char)(last + 1), '\0'};
	if (!isascii((unsigned char)last) || !last)
		return low; /* no number ends so */
	const char *then = last == '9' ? "a" : last == 'z' || last == 'Z' ? "я" : isalnum((unsigned char)last) ? next : "0";
	return arena_printf(a, "%.*s%s", (int)n - 1, low, then);
}

/* The word of the search that stands in the fewest titles; NULL: each stands in too many, or there is none. */
static enum status word_choose(struct walk *w, const char **ret, struct err *e)
{
	int64_t fewest = SCAN_WORDS;
	const char *s = w->ask->search;
	*ret = NULL;
	for (int n = 0; *s && n < WORDS_MAX; n++) {
		while (*s && !isalnum((unsigned char)*s))
			s++;
		char word[WORD_BYTES + 1];
		size_t length = 0;
		for (; isalnum((unsigned char)*s); s++)
			if (length < WORD_BYTES)
				word[length++] = (char)tolower((unsigned char)*s);
		word[length] = '\0';
		struct list_words_row count = {.n = SCAN_WORDS};
		if (length)
			TRY(list_words(w->tx, w->d->office->id, word, above(w->tx->arena, word), SCAN_WORDS, &count, e));
		if (count.n < fewest) {
			fewest = count.n;
			*ret = arena_strdup(w->tx->arena, word);
		}
	}
	return OK;
}

/* "077/PL/PW/..." is looked for by "077/", "077" by all numbers that begin so. */
static const char *number_low(struct arena *a, const char *search)
{
	struct str s = str_trim(str_of(search));
	const char *slash = memchr(s.s, '/', s.n);
	return arena_strndup(a, s.s, slash && slash > s.s ? (size_t)(slash - s.s) + 1 : s.n);
}

static bool kept(const struct walk *w, const char *state, int64_t owner, struct instant closed)
{
	if (w->ask->mine && owner != w->d->user)
		return false;
	return w->states ? strstr(w->states, arena_printf(w->tx->arena, ",%s,", state)) != NULL : instant_is_none(closed);
}

#define DROP_OTHERS(w, rows)                                                                                            \
	do {                                                                                                            \
		size_t n_ = 0;                                                                                          \
		for (size_t i_ = 0; i_ < (rows)->n; i_++)                                                               \
			if (kept((w), (rows)->items[i_].state, (rows)->items[i_].owner, (rows)->items[i_].closed_at))   \
				(rows)->items[n_++] = (rows)->items[i_];                                                \
		(rows)->n = n_;                                                                                         \
	} while (0)

static bool word_begins(const char *title, const char *low)
{
	for (const char *s = title; *s; s++)
		if (isalnum((unsigned char)*s) && (s == title || !isalnum((unsigned char)s[-1])) && !strncasecmp(s, low, strlen(low)))
			return true;
	return false;
}

/* Of the newest those in whose title a word begins with @word, as the store's words would say; not those that are found already. */
static void drop_found(struct list_newest_rows *newest, const struct list_found_rows *found, const char *word)
{
	size_t n = 0;
	for (size_t i = 0; i < newest->n; i++) {
		bool twice = word && !word_begins(newest->items[i].title, word);
		for (size_t k = 0; k < found->n && !twice; k++)
			twice = found->items[k].id == newest->items[i].id;
		if (!twice)
			newest->items[n++] = newest->items[i];
	}
	newest->n = n;
}

/* By the rarest word or by the number among all files, the newest FOUND_MAX of them; by any word among those opened last, whose
 * titles may still be the program's own, without words of theirs in the store. */
static enum status search(struct walk *w, struct mark from, struct err *e)
{
	struct arena *a = w->tx->arena;
	const char *word, *pattern = docket_pattern(a, w->ask->search), *number = number_low(a, w->ask->search);
	struct list_found_rows found;
	struct list_newest_rows newest = {0};
	TRY(word_choose(w, &word, e));
	const char *low = word ? word : "~~"; /* no word begins so */
	TRY(list_found(w->tx, w->d->office->id, low, above(a, low), number, above(a, number), pattern, SCAN_WORDS, FOUND_MAX, &found, e));
	if (word || !found.n)
		TRY(list_newest(w->tx, w->d->office->id, pattern, SCAN_NEWEST, FOUND_MAX, &newest, e));
	w->to->searched_newest = !word || found.n == FOUND_MAX;
	drop_found(&newest, &found, word);
	DROP_OTHERS(w, &found);
	DROP_OTHERS(w, &newest);
	TAKE(w, &found);
	TAKE(w, &newest);
	sorted_cut(w, from);
	return OK;
}

/* ---- the page ---- */

enum status docket_list(struct tx *tx, const struct desk *d, const struct docket_list_ask *ask, struct docket_list *ret,
			struct err *e)
{
	struct walk w = {.tx = tx, .d = d, .ask = ask, .states = docket_group(ask->group), .to = ret};
	struct mark from;
	int64_t n = FEW;
	*ret = (struct docket_list){0};
	TRY(mark_read(ask->after, &from, e));
	if (!text_blank(ask->search))
		return search(&w, from, e);
	if (text_eq(ask->group, "ended"))
		return walk_ended(&w, from, e);
	if (w.states)
		TRY(docket_list_count(tx, d, ask->group, owner_of(&w), &n, e));
	return n < FEW ? read_few(&w, from, e) : walk_open(&w, from, e);
}

enum status docket_list_words(struct tx *tx, const struct desk *d, int64_t case_file, const char *title, bool is_new,
			      struct err *e)
{
	int64_t changed, length = (int64_t)strlen(title);
	length = length > TITLE_BYTES ? TITLE_BYTES : length;
	if (!is_new)
		TRY(case_words_drop(tx, case_file, &changed, e));
	return case_words_add(tx, case_file, id_block(d->now, length + 1), length, &changed, e);
}
