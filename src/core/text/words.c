/* words.c -- the word lists of lexicon/ that are built into the binary, as hash tables; stems by libstemmer. */
#include "base/csv.h"
#include "core/text/text_internal.h"
#include "lexicon_files.h"

#include <assert.h>
#include <libstemmer.h>
#include <pthread.h>
#include <string.h>

static const struct word *find_hashed(const struct wordlist *w, const char *key, size_t n, uint64_t hash)
{
	size_t mask = ((size_t)1 << w->bits) - 1;
	for (size_t i = hash & mask; w->items[i].key; i = (i + 1) & mask)
		if (w->items[i].key_n == n && !memcmp(w->items[i].key, key, n))
			return &w->items[i];
	return NULL;
}
const struct word *wordlist_find(const struct wordlist *w, const char *key, size_t n) { return find_hashed(w, key, n, text_hash(key, n)); }

static void put(struct wordlist *w, const char *key, const char *value, uint8_t mark)
{
	size_t mask = ((size_t)1 << w->bits) - 1, i = text_hash(key, strlen(key)) & mask;
	while (w->items[i].key && strcmp(w->items[i].key, key))
		i = (i + 1) & mask;
	struct word *to = &w->items[i];
	if (!to->key)
		*to = (struct word){.key = arena_strdup(&w->arena, key), .key_n = (uint16_t)strlen(key)};
	to->value = arena_strdup(&w->arena, value);
	to->value_n = (uint16_t)strlen(value);
	to->mark |= mark;
}

static const struct embedded *lexicon(const char *name)
{
	for (size_t i = 0; i < lexicon_files_n; i++)
		if (!strcmp(lexicon_files[i].name, name))
			return &lexicon_files[i];
	assert(false && "a word list is missing from the binary");
	return NULL;
}

void text_lexicon(const char *name, size_t cells, void (*take)(void *to, const struct csv *c), void *to)
{
	const struct embedded *file = lexicon(name);
	scoped(csv_close) struct csv c;
	struct err e;
	csv_open(&c, file->bytes, file->n);
	for (enum csv_step step; (step = csv_next(&c, &e)) != CSV_END;) {
		assert(step == CSV_ROW && c.n_cells == cells);
		if (c.record_line > 1)
			take(to, &c);
	}
}

static void load(struct wordlist *w, const char *name, size_t cells, void (*take)(void *w, const struct csv *c))
{
	w->bits = 6;
	while (((size_t)1 << w->bits) < lexicon(name)->n / 4) /* no record is shorter than 8 bytes: at most half full */
		w->bits++;
	w->items = arena_array(&w->arena, struct word, (size_t)1 << w->bits);
	text_lexicon(name, cells, take, w);
}

static uint64_t slang_hashes[1024]; /* a bit for every slang word, by 16 bits of its hash */

static void take_slang(void *w, const struct csv *c)
{
	uint64_t hash = text_hash(c->cells[0].s, strlen(c->cells[0].s));
	slang_hashes[hash >> 6 & 1023] |= (uint64_t)1 << (hash & 63);
	put(w, c->cells[0].s, c->cells[1].s, 0);
}
static uint64_t other_hashes[64]; /* the same for titles and abbreviations, by 12 bits */
static void mark_other(const char *s)
{
	uint64_t hash = text_hash(s, strlen(s));
	other_hashes[hash >> 6 & 63] |= (uint64_t)1 << (hash & 63);
}
static void take_title(void *w, const struct csv *c)
{
	mark_other(c->cells[1].s);
	put(w, c->cells[1].s, c->cells[2].s, str_is(c->cells[0], "prefix") ? 1 : 2);
}
static void take_abbreviation(void *w, const struct csv *c)
{
	mark_other(c->cells[0].s);
	put(w, c->cells[0].s, c->cells[1].s, str_is(c->cells[2], "1") ? 1 : 0);
}

static struct wordlist slang, titles, abbreviations;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool loaded;
static void load_all(void)
{
	load(&slang, "slang.csv", 3, take_slang);
	load(&titles, "titles.csv", 5, take_title);
	load(&abbreviations, "abbreviations.csv", 4, take_abbreviation);
	mark_other("bin");
	mark_other("binti");
	__atomic_store_n(&loaded, true, __ATOMIC_RELEASE);
}

static const struct wordlist *ready(const struct wordlist *w)
{
	if (!__atomic_load_n(&loaded, __ATOMIC_ACQUIRE)) /* asked for every word, so it must be quick to see */
		pthread_once(&once, load_all);
	return w;
}
const struct wordlist *words_slang(void) { return ready(&slang); }
const struct wordlist *words_titles(void) { return ready(&titles); }
const struct wordlist *words_abbreviations(void) { return ready(&abbreviations); }

const char *text_slang(const char *s, size_t n, size_t *ret_n)
{
	const struct word *w = wordlist_find(words_slang(), s, n);
	if (w)
		*ret_n = w->value_n;
	return w ? w->value : NULL;
}

bool text_may_be_slang(uint64_t hash)
{
	(void)words_slang();
	return slang_hashes[hash >> 6 & 1023] >> (hash & 63) & 1;
}

const char *text_slang_token(const struct token *t, size_t *ret_n)
{
	const struct word *w = find_hashed(words_slang(), t->s, t->n, t->hash);
	if (w)
		*ret_n = w->value_n;
	return w ? w->value : NULL;
}

const char *name_abbreviation(const char *folded, size_t n, size_t *ret_n)
{
	const struct word *w = wordlist_find(words_abbreviations(), folded, n);
	if (w)
		*ret_n = w->value_n;
	return w ? w->value : NULL;
}

bool name_may_be_other(uint64_t hash)
{
	(void)words_titles();
	return other_hashes[hash >> 6 & 63] >> (hash & 63) & 1;
}

bool name_is_title(const char *folded, size_t n) { return wordlist_find(words_titles(), folded, n) != NULL; }

static void stemmer_end(struct sb_stemmer **s) { sb_stemmer_delete(*s); }

char *text_stem(struct arena *a, const char *word)
{
	scoped(stemmer_end) struct sb_stemmer *stemmer = sb_stemmer_new("indonesian", "UTF_8");
	size_t n = strlen(word);
	if (!stemmer || n > TOKEN_MAX)
		return arena_strdup(a, word);
	const sb_symbol *stem = sb_stemmer_stem(stemmer, (const sb_symbol *)word, (int)n);
	return stem ? arena_strndup(a, (const char *)stem, (size_t)sb_stemmer_length(stemmer)) : arena_strdup(a, word);
}
