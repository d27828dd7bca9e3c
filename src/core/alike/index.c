/* index.c -- sketches and picture hashes in memory, found by any of their parts.
 *
 * An item is a few words; a part is one word of a sketch, or half a word of a hash. Per part there is a table of chains
 * through all items, at most 65,536 chains each: with 300,000 pictures five items a chain, 110 bytes a picture. */
#include "core/alike/alike.h"

#include <stdlib.h>
#include <string.h>

#define CHAINS_MIN  1024
#define CHAINS_MAX  65536
#define PARTS_PDQ   16
#define WORDS_PDQ   8
#define PART_BITS   16

struct alike_index {
	bool halves; /* parts are halves of words */
	size_t parts, words, n, cap, chains;
	uint32_t *items; /* n * words */
	uint32_t *next;  /* n * parts: item + 1 of the same chain, 0: none */
	uint32_t *heads; /* parts * chains: item + 1 */
};

static void *must(void *p)
{
	if (!p)
		abort(); /* base/arena.h: the supervisor starts us again */
	return p;
}

struct alike_index *alike_index_new(enum alike_kind kind)
{
	struct alike_index *ix = must(calloc(1, sizeof *ix));
	ix->halves = kind == ALIKE_PICTURES;
	ix->parts = ix->halves ? PARTS_PDQ : ALIKE_BANDS;
	ix->words = ix->halves ? WORDS_PDQ : ALIKE_BANDS;
	return ix;
}

void alike_index_end(struct alike_index *ix)
{
	if (!ix)
		return;
	free(ix->items);
	free(ix->next);
	free(ix->heads);
	free(ix);
}

size_t alike_index_n(const struct alike_index *ix)
{
	return ix->n;
}

size_t alike_index_bytes(const struct alike_index *ix)
{
	return sizeof *ix + 4 * (ix->cap * (ix->words + ix->parts) + ix->parts * ix->chains);
}

static uint32_t part_of(const struct alike_index *ix, const uint32_t *item, size_t part)
{
	return ix->halves ? item[part / 2] >> PART_BITS * (part % 2) & 0xffff : item[part];
}

static uint32_t *head(const struct alike_index *ix, size_t part, uint32_t key)
{
	uint32_t mixed = key * UINT32_C(2654435769); /* golden ratio: neighbours go far apart */
	return ix->heads + part * ix->chains + (mixed >> 16 & (ix->chains - 1));
}

static void chain(struct alike_index *ix, size_t i)
{
	for (size_t part = 0; part < ix->parts; part++) {
		uint32_t *first = head(ix, part, part_of(ix, ix->items + i * ix->words, part));
		ix->next[i * ix->parts + part] = *first;
		*first = (uint32_t)i + 1;
	}
}

/* Room for half as many again; the chains are made anew when there should be more of them. */
static void grow(struct alike_index *ix)
{
	size_t chains = CHAINS_MIN;
	ix->cap = ix->cap < 64 ? 64 : ix->cap + ix->cap / 2;
	while (chains < ix->cap && chains < CHAINS_MAX)
		chains *= 2;
	ix->items = must(realloc(ix->items, ix->cap * ix->words * sizeof *ix->items));
	ix->next = must(realloc(ix->next, ix->cap * ix->parts * sizeof *ix->next));
	if (chains == ix->chains)
		return;
	ix->chains = chains;
	free(ix->heads);
	ix->heads = must(calloc(ix->parts * chains, sizeof *ix->heads));
	for (size_t i = 0; i < ix->n; i++)
		chain(ix, i);
}

/* The next item of the chain after @i (item + 1; 0 to begin) whose @part is @key. */
static uint32_t next_like(const struct alike_index *ix, size_t part, uint32_t key, uint32_t i)
{
	if (!ix->heads)
		return 0;
	i = i ? ix->next[(i - 1) * ix->parts + part] : *head(ix, part, key);
	while (i && part_of(ix, ix->items + (i - 1) * ix->words, part) != key)
		i = ix->next[(i - 1) * ix->parts + part];
	return i;
}

static bool there(const struct alike_index *ix, const uint32_t *item)
{
	uint32_t key = part_of(ix, item, 0);
	for (uint32_t i = next_like(ix, 0, key, 0); i; i = next_like(ix, 0, key, i))
		if (!memcmp(ix->items + (i - 1) * ix->words, item, ix->words * sizeof *item))
			return true;
	return false;
}

static bool add(struct alike_index *ix, const uint32_t *item)
{
	if (ix->n == ALIKE_MAX || there(ix, item))
		return false;
	if (ix->n == ix->cap)
		grow(ix);
	memcpy(ix->items + ix->n * ix->words, item, ix->words * sizeof *item);
	chain(ix, ix->n++);
	return true;
}

bool alike_text_add(struct alike_index *ix, const struct alike_sketch *s)
{
	return add(ix, s->bands);
}

bool alike_picture_add(struct alike_index *ix, struct pdq h)
{
	uint32_t item[WORDS_PDQ];
	memcpy(item, h.words, sizeof item);
	return add(ix, item);
}

static void picture_hit(struct alike_picture *ret, size_t *n, size_t max, struct alike_picture hit)
{
	for (size_t i = 0; i < *n; i++)
		if (!memcmp(&ret[i].pdq, &hit.pdq, sizeof hit.pdq)) {
			if (hit.distance < ret[i].distance)
				ret[i] = hit;
			return;
		}
	if (*n < max)
		ret[(*n)++] = hit;
}

static void probe(const struct alike_index *ix, struct pdq asked, enum pdq_form form, size_t part, uint32_t key,
		  struct alike_picture *ret, size_t *n, size_t max)
{
	for (uint32_t i = next_like(ix, part, key, 0); i; i = next_like(ix, part, key, i)) {
		struct alike_picture hit = {.form = form};
		memcpy(&hit.pdq, ix->items + (i - 1) * ix->words, sizeof hit.pdq);
		hit.distance = pdq_distance(asked, hit.pdq);
		if (hit.distance <= PDQ_SAME)
			picture_hit(ret, n, max, hit);
	}
}

size_t alike_pictures_near(const struct alike_index *ix, const struct pdq_seen *seen, struct alike_picture *ret, size_t max)
{
	size_t n = 0;
	for (enum pdq_form f = 0; f < PDQ_FORMS; f++) {
		uint32_t item[WORDS_PDQ];
		memcpy(item, seen->forms[f].words, sizeof item);
		for (size_t part = 0; part < PARTS_PDQ; part++) {
			uint32_t key = part_of(ix, item, part);
			probe(ix, seen->forms[f], f, part, key, ret, &n, max);
			for (int bit = 0; bit < PART_BITS; bit++)
				probe(ix, seen->forms[f], f, part, key ^ UINT32_C(1) << bit, ret, &n, max);
		}
	}
	return n;
}

static bool sketch_known(const struct alike_sketch *all, size_t n, const uint32_t *item)
{
	for (size_t i = 0; i < n; i++)
		if (!memcmp(&all[i], item, sizeof *all))
			return true;
	return false;
}

size_t alike_texts_near(const struct alike_index *ix, const struct alike_sketch *s, struct alike_sketch *ret, size_t max)
{
	size_t n = 0;
	for (size_t part = 0; part < ALIKE_BANDS; part++)
		for (uint32_t i = next_like(ix, part, s->bands[part], 0); i && n < max; i = next_like(ix, part, s->bands[part], i)) {
			const uint32_t *item = ix->items + (i - 1) * ix->words;
			if (!sketch_known(ret, n, item))
				memcpy(&ret[n++], item, sizeof *ret);
		}
	return n;
}
