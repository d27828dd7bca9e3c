/* words.c -- texts as sets of runs of three words, and sketches of them. */
#include "core/alike/alike.h"

#include "core/text/text.h"

#include <stdlib.h>

#define RUN        3 /* words */
#define PER_BAND   3 /* smallest hashes in one number of a sketch */
#define RUNS_MAX   8192 /* of one text: 64 KiB have fewer words */

struct runs { /* ascending, none twice; malloc'ed */
	uint64_t *items;
	size_t n, words;
};

static int rising(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

static struct runs runs_of(const char *s)
{
	struct text t = {0};
	uint64_t last[RUN] = {0};
	struct runs r = {.items = malloc(RUNS_MAX * sizeof *r.items)};
	if (!r.items)
		abort();
	text_read(&t, s, strlen(s));
	for (size_t i = 0; i < t.n && r.n < RUNS_MAX; i++) {
		if (t.items[i].kind == TOKEN_MARK)
			continue;
		last[0] = last[1], last[1] = last[2], last[2] = t.items[i].hash;
		if (++r.words >= RUN)
			r.items[r.n++] = text_mix(text_mix(last[0] ^ TEXT_HASH_SEED, last[1] | 1), last[2] ^ 0xA0761D6478BD642Fu);
	}
	text_free(&t);
	qsort(r.items, r.n, sizeof *r.items, rising);
	size_t n = 0;
	for (size_t i = 0; i < r.n; i++)
		if (!n || r.items[n - 1] != r.items[i])
			r.items[n++] = r.items[i];
	r.n = n;
	return r;
}

/* The smallest of all runs in the order number @which. */
static uint64_t smallest(const struct runs *r, uint64_t which)
{
	uint64_t seed = text_mix(which * 0xE7037ED1A0B428DBu + 1, 0x8EBC6AF09C88C6E3u), least = UINT64_MAX;
	for (size_t i = 0; i < r->n; i++) {
		uint64_t h = text_mix(r->items[i] ^ seed, 0x589965CC75374CC3u);
		least = h < least ? h : least;
	}
	return least;
}

bool alike_sketch_of(const char *text, struct alike_sketch *ret)
{
	struct runs r = runs_of(text);
	bool enough = r.words >= ALIKE_WORDS_MIN;
	for (size_t band = 0; band < ALIKE_BANDS && enough; band++) {
		uint64_t h = band;
		for (size_t k = 0; k < PER_BAND; k++)
			h = text_mix(h ^ smallest(&r, band * PER_BAND + k), TEXT_HASH_SEED);
		ret->bands[band] = (uint32_t)(h >> 32);
	}
	free(r.items);
	return enough;
}

int alike_texts(const char *a, const char *b)
{
	struct runs x = runs_of(a), y = runs_of(b);
	size_t common = 0;
	for (size_t i = 0, k = 0; i < x.n && k < y.n;) {
		common += x.items[i] == y.items[k];
		if (x.items[i] == y.items[k])
			i++, k++;
		else
			*(x.items[i] < y.items[k] ? &i : &k) += 1;
	}
	size_t all = x.n + y.n - common;
	free(x.items);
	free(y.items);
	return all ? (int)(common * 1000 / all) : 0;
}
