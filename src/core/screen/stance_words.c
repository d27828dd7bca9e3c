/* stance_words.c -- plain words and how they lean: what the lexicon does not name but posts of one stance use more often
 * ("malah", "kapan", "tertawa"). The weights stand in lexicon/model.csv as "word:malah", learned like all others; each
 * word counts once, however often it stands there, and names of candidates never do.
 */
#include "core/screen/stance_parts.h"

#include <assert.h>
#include <string.h>

#define SLOTS 8192u    /* of the table; a power of two, more than twice the words */
#define KNOWN 256u     /* times 64 bits */
#define TOKENS_READ 60 /* of a text: behind them nobody sums up */

static struct slot {
	uint64_t hash; /* 0: free */
	float weights[2][STANCE_N];
} slots[SLOTS];
static size_t used;
static uint64_t known[KNOWN]; /* a bit for each word there is: most words are none of them, and this stays near the processor */

static struct slot *slot_of(uint64_t hash)
{
	size_t at = hash >> 9 & (SLOTS - 1);
	while (slots[at].hash && slots[at].hash != hash)
		at = (at + 1) & (SLOTS - 1);
	return &slots[at];
}

void word_weight_set(const char *word, size_t n, bool object, enum stance stance, double weight)
{
	struct slot *s = slot_of(text_hash(word, n));
	used += !s->hash;
	assert(used < SLOTS / 2);
	s->hash = text_hash(word, n);
	known[s->hash >> 6 & (KNOWN - 1)] |= (uint64_t)1 << (s->hash & 63);
	s->weights[object][stance] = (float)weight;
}

/* May the word say something? Names, numbers, accounts and tags may not. */
static bool speaks(const struct judge *j, uint32_t i)
{
	const struct token *k = &j->t->items[i];
	if (k->kind != TOKEN_WORD || k->n < 2 || (k->flags & (TOKEN_TAG | TOKEN_MENTION | TOKEN_MIXED)))
		return false;
	for (size_t f = 0; f < j->found_n; f++)
		if (!j->inherits && j->found[f].from <= i && i < j->found[f].to)
			return false;
	return true;
}

void words_read(const struct judge *j, struct words_said *ret)
{
	ret->n = 0;
	for (uint32_t i = 0; i < j->t->n && i < TOKENS_READ && ret->n < WORDS_SAID; i++) {
		uint64_t hash = j->t->items[i].hash;
		if (!(known[hash >> 6 & (KNOWN - 1)] >> (hash & 63) & 1))
			continue;
		const struct slot *s = slot_of(hash);
		bool again = !s->hash || !speaks(j, i);
		for (size_t k = 0; k < ret->n && !again; k++)
			again = ret->items[k].slot == s;
		if (!again)
			ret->items[ret->n++] = (struct word_said){s, i};
	}
}

const float *word_weights(const struct word_said *w, bool object) { return ((const struct slot *)w->slot)->weights[object]; }

size_t words_named(const struct judge *j, struct screen_feature *ret)
{
	size_t n = 0;
	for (uint32_t i = 0; i < j->t->n && i < TOKENS_READ; i++)
		if (speaks(j, i))
			ret[n++] = (struct screen_feature){arena_printf(j->a, "word:%.*s", (int)j->t->items[i].n, j->t->items[i].s), WORD_VALUE};
	return n;
}
