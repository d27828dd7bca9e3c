/* background.c -- how ordinary a word is: counts of lexicon/background.csv (its source stands in its first row), and the
 * watch-list terms that collide with ordinary words, so that an office can mend its list.
 *
 * "MAJU" as a pair's acronym is also what everybody writes. Such a term is weak: it counts in capitals, as a tag, or
 * in company of another mention. The report says so before an election, not after.
 */
#include "base/csv.h"
#include "core/screen/builder.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define COMMON_LEAST 20 /* in a million words: below it, the list says nothing */

static struct arena arena;
static struct { struct common_word { const char *word; int per_million; } *items; size_t n, cap; } words;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static int by_word(const void *a, const void *b) { return strcmp(((const struct common_word *)a)->word, ((const struct common_word *)b)->word); }

static void take_word(void *to, const struct csv *c)
{
	(void)to;
	if (c->cells[0].n)
		ARENA_PUSH(&arena, &words, ((struct common_word){arena_strdup(&arena, c->cells[0].s), (int)strtol(c->cells[1].s, NULL, 10)}));
}

static void load(void)
{
	text_lexicon("background.csv", 3, take_word, NULL);
	qsort(words.items, words.n, sizeof *words.items, by_word);
}

int word_per_million(const char *s, size_t n)
{
	char word[TOKEN_MAX + 1];
	if (n > TOKEN_MAX)
		return 0;
	memcpy(word, s, n);
	word[n] = 0;
	pthread_once(&once, load);
	const struct common_word *w = bsearch(&(struct common_word){word, 0}, words.items, words.n, sizeof *words.items, by_word);
	return w && w->per_million >= COMMON_LEAST ? w->per_million : 0;
}

/* What a cue of the lexicon says of a one-word term; NULL: none. */
static const char *cue_of_term(const struct text *t)
{
	struct phrase_hits hits = {0};
	phrases_find(lexicon_phrases(), t, true, &hits);
	const char *ret = hits.n ? lexicon_row(hits.items[0].value)->why : NULL;
	phrases_forget(&hits);
	return ret;
}

/* "KEMAJUAN" is a form of "maju": how often the stem is met; 0: hardly, or the word is its own stem. */
static int stem_per_million(const struct token *k)
{
	scoped(arena_free) struct arena a = {0};
	const char *stem = text_stem(&a, arena_strndup(&a, k->s, k->n));
	return strlen(stem) == k->n ? 0 : word_per_million(stem, strlen(stem));
}

static const char *string_at(const struct screen_builder *b, uint32_t offset) { return b->strings.bytes.items + offset; }

static void report_term(const struct screen_builder *b, const struct ix_term *term, struct json_out *j, size_t *ret_n)
{
	scoped(text_free) struct text t = {0};
	const char *s = string_at(b, term->string);
	text_read(&t, s, strlen(s));
	if (t.n != 1 || (t.items[0].flags & (TOKEN_TAG | TOKEN_MENTION)) || t.items[0].kind != TOKEN_WORD)
		return;
	int often = word_per_million(t.items[0].s, t.items[0].n);
	const char *cue = cue_of_term(&t);
	bool form = !often && !cue;
	often = form ? stem_per_million(&t.items[0]) : often;
	if (!often && !cue)
		return;
	++*ret_n;
	jout_object(j);
	jout_put_text(j, "term", s);
	jout_put_text(j, "kind", term_kind_name(term->kind));
	jout_put_text(j, "contest", string_at(b, b->contests.items[b->pairs.items[term->pair].contest].code));
	jout_put_text(j, "pair", string_at(b, b->pairs.items[term->pair].pair));
	jout_put_int(j, "per_million", often);
	jout_put_text(j, "also", cue ? cue : form ? "bentuk kata sehari-hari" : "kata sehari-hari");
	jout_put_text(j, "advice", "dihitung bila berhuruf besar, bertagar, atau disertai sebutan lain; tambahkan istilah yang lebih khas");
	jout_end(j, '}');
	buf_char(j->b, '\n');
}

size_t screen_collisions_json(const struct screen_builder *b, struct buf *out)
{
	size_t n = 0;
	for (size_t i = 0; i < b->terms.n; i++) {
		struct json_out j = jout_start(out);
		report_term(b, &b->terms.items[i], &j, &n);
	}
	return n;
}
