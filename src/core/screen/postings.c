/* postings.c -- the names that hold a skeleton: one, few, some or very many, each kept in the way that is smallest and
 * quickest for so many (make.c says how). Lists are walked upwards; whether a name is in one is asked upwards too. */
#include "core/screen/screen_internal.h"

#include <string.h>

static bool open_few(const struct screen *s, const struct ix_skeleton *k, struct names_list *ret)
{
	if (k->postings >= s->POSTINGS_n)
		return false;
	const uint8_t *at = (const uint8_t *)(s->POSTINGS + k->postings), *end = (const uint8_t *)(s->POSTINGS + s->POSTINGS_n);
	size_t most = (size_t)k->names * 5;
	if (most < (size_t)(end - at))
		end = at + most;
	uint32_t id = 0;
	for (uint32_t i = 0; i < k->names; i++) {
		uint32_t gap = 0;
		for (int shift = 0; shift < 35; shift += 7) {
			if (at >= end || !index_sound(s, at, 1))
				return false;
			gap |= (uint32_t)(*at & 127) << shift;
			if (*at++ < 128)
				break;
		}
		id += gap;
		ret->few[i] = id;
	}
	return true;
}

bool names_open(const struct screen *s, uint32_t skeleton, struct names_list *ret)
{
	const struct ix_skeleton *k = skeleton_row(s, skeleton);
	uint64_t all = s->head.names;
	ret->n = k->names;
	ret->bits = NULL;
	ret->starts = NULL;
	if (k->names < LIST_SMALL) {
		ret->few[0] = (uint32_t)k->postings;
		return k->names < 2 || open_few(s, k, ret);
	}
	uint64_t left = k->postings < s->POSTINGS_n ? s->POSTINGS_n - k->postings : 0, words;
	const uint64_t *at = s->POSTINGS + k->postings;
	ret->chunks = (uint32_t)(all / 65536 + 1);
	if (k->names > all / 64) {
		ret->words = (uint32_t)(all / 64 + 1);
		ret->bits = at;
		return left >= ret->words && index_sound(s, at, ret->words * sizeof *at);
	}
	words = (ret->chunks + 2u) / 2 + (k->names + 3u) / 4;
	if (left < words || !index_sound(s, at, words * sizeof *at))
		return false;
	ret->starts = (const uint32_t *)(const void *)at;
	ret->low = (const uint16_t *)(const void *)(at + (ret->chunks + 2) / 2);
	return true;
}

static uint32_t chunk_end(const struct names_list *l, uint32_t chunk)
{
	uint32_t end = l->starts[chunk + 1];
	return end <= l->n ? end : l->n;
}

bool names_next(const struct names_list *l, struct names_at *at, uint32_t *ret)
{
	if (l->bits) {
		while (!at->bits) {
			if (at->at >= l->words)
				return false;
			at->bits = l->bits[at->at++];
		}
		*ret = (at->at - 1) * 64 + (uint32_t)__builtin_ctzll(at->bits);
		at->bits &= at->bits - 1;
		return true;
	}
	if (at->at >= l->n)
		return false;
	if (l->starts) {
		while (at->chunk < l->chunks && at->at >= chunk_end(l, at->chunk))
			at->chunk++;
		if (at->chunk >= l->chunks)
			return false;
		*ret = at->chunk * 65536 + l->low[at->at++];
		return true;
	}
	*ret = l->few[at->at++];
	return true;
}

bool names_has(const struct names_list *l, struct names_at *at, uint32_t name)
{
	if (l->bits)
		return name / 64 < l->words && (l->bits[name / 64] >> (name % 64) & 1);
	if (!l->starts) {
		while (at->at < l->n && l->few[at->at] < name)
			at->at++;
		return at->at < l->n && l->few[at->at] == name;
	}
	uint32_t chunk = name / 65536, want = name % 65536;
	if (chunk >= l->chunks)
		return false;
	uint32_t low = l->starts[chunk], high = chunk_end(l, chunk);
	if (at->chunk == chunk && at->at > low)
		low = at->at; /* all before was smaller than what was asked last */
	uint32_t stride = 1;
	while (low + stride < high && l->low[low + stride] < want)
		stride *= 2;
	high = low + stride < high ? low + stride + 1 : high;
	low += stride / 2;
	while (low < high) {
		uint32_t middle = (low + high) / 2;
		if (l->low[middle] < want)
			low = middle + 1;
		else
			high = middle;
	}
	at->chunk = chunk;
	at->at = low;
	return low < chunk_end(l, chunk) && l->low[low] == want;
}
