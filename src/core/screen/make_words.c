/* make_words.c -- the words of an index being made: tokens, their skeletons, and the skeletons with a letter left out. */
#define _GNU_SOURCE
#include "core/screen/make.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

uint32_t put_string(void *list, const char *s, size_t n)
{
	LIST_OF(char) *to = list;
	if (to->n + n + 1 > to->cap) {
		to->cap = (to->n + n + 1) * 2;
		to->items = must(realloc(to->items, to->cap));
	}
	memcpy(to->items + to->n, s, n);
	to->items[to->n + n] = '\0';
	to->n += n + 1;
	return (uint32_t)(to->n - n - 1);
}

/* About two rows of @n in a range. */
uint32_t directory_bits(size_t n, size_t rows_in_range)
{
	uint32_t bits = 0;
	while (bits < 28 && n >> bits > rows_in_range)
		bits++;
	return bits;
}

/* ---- Sorting ---- */

struct keyed *sort_upper(struct keyed *items, size_t n)
{
	struct keyed *from = items, *to = wide_new((n + 1) * sizeof *to, false);
	for (int shift = 64 - SORTED_BITS; shift < 64; shift += SORTED_BITS / 2) {
		size_t counts[(1 << SORTED_BITS / 2) + 1] = {0}, mask = (1 << SORTED_BITS / 2) - 1;
		for (size_t i = 0; i < n; i++)
			counts[(from[i].key >> shift & mask) + 1]++;
		for (size_t i = 0; i < mask; i++)
			counts[i + 1] += counts[i];
		for (size_t i = 0; i < n; i++)
			to[counts[from[i].key >> shift & mask]++] = from[i];
		struct keyed *swap = from;
		from = to;
		to = swap;
	}
	free(to);
	return from;
}

static int by_key_and_value(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->value > y->value) - (x->value < y->value);
}

/* The few that share the upper bits by comparing. */
struct keyed *sort_keyed(struct keyed *items, size_t n)
{
	items = sort_upper(items, n);
	for (size_t i = 0, k; i < n; i = k) {
		for (k = i + 1; k < n && items[k].key >> (64 - SORTED_BITS) == items[i].key >> (64 - SORTED_BITS);)
			k++;
		if (k - i > 1)
			qsort(items + i, k - i, sizeof *items, by_key_and_value);
	}
	return items;
}

/* ---- Tokens and skeletons ---- */

struct token_order {
	uint32_t persons, row;
	uint64_t start; /* its first eight bytes as a number, so that most need no further look */
};
static int by_use(const void *a, const void *c, void *context)
{
	const struct pool *pool = context;
	const struct token_order *x = a, *y = c;
	if (x->persons != y->persons)
		return x->persons > y->persons ? -1 : 1;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	const struct pool_row *p = &pool->rows.items[x->row], *q = &pool->rows.items[y->row];
	int ret = memcmp(pool->bytes.items + p->at, pool->bytes.items + q->at, p->n < q->n ? p->n : q->n);
	return ret ? ret : (p->n > q->n) - (p->n < q->n);
}

static void order_tokens(struct plan *p)
{
	const struct pool *pool = &p->b->tokens;
	size_t n = pool->rows.n;
	struct token_order *order = must(calloc(n + 1, sizeof *order));
	p->token_rank = must(malloc((n + 1) * sizeof *p->token_rank));
	p->token_row = must(malloc((n + 1) * sizeof *p->token_row));
	for (size_t i = 0; i < n; i++) {
		const struct pool_row *row = &pool->rows.items[i];
		memcpy(&order[i].start, pool->bytes.items + row->at, row->n < 8 ? row->n : 8);
		order[i].start = be64toh(order[i].start);
		order[i].row = (uint32_t)i;
	}
	for (size_t i = 0; i < p->b->sequence.n; i++)
		order[p->b->sequence.items[i]].persons++;
	qsort_r(order, n, sizeof *order, by_use, (void *)(uintptr_t)pool);
	for (size_t i = 0; i < n; i++) {
		p->token_row[i] = order[i].row;
		p->token_rank[order[i].row] = (uint32_t)i;
		PUSH(&p->tokens, (struct ix_token){.persons = order[i].persons});
	}
	p->h.commonest = n ? order[0].persons : 0;
	free(order);
}

/* What a token reads as, from the bytes of its row. */
static size_t folded_of(const char *s, size_t n, char to[static NAME_PART_MAX])
{
	const char *behind = memchr(s, '\0', n);
	if (behind) {
		n -= (size_t)(behind + 1 - s);
		memcpy(to, behind + 1, n);
		return n;
	}
	for (size_t i = 0; i < n; i++)
		to[i] = (char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] | 0x20 : s[i]);
	return n;
}

/* Rows of the pool of skeletons in the order of their hashes; equal hashes by their bytes. */
static uint32_t *order_skeletons(const struct pool *pool)
{
	size_t n = pool->rows.n;
	struct keyed *by_hash = wide_new((n + 1) * sizeof *by_hash, false);
	uint32_t *ret = must(malloc((n + 1) * sizeof *ret));
	for (size_t i = 0; i < n; i++)
		by_hash[i] = (struct keyed){pool->rows.items[i].hash, i};
	by_hash = sort_keyed(by_hash, n);
	for (size_t i = 0; i < n; i++) {
		size_t at = i;
		for (; at && by_hash[at - 1].key == by_hash[i].key && strcmp(pool_s(pool, ret[at - 1]), pool_s(pool, (uint32_t)by_hash[i].value)) > 0; at--)
			ret[at] = ret[at - 1];
		ret[at] = (uint32_t)by_hash[i].value;
	}
	free(by_hash);
	return ret;
}

static void make_skeletons(struct plan *p)
{
	const struct pool *pool = &p->b->tokens;
	p->token_skeleton = must(malloc((p->tokens.n + 1) * sizeof *p->token_skeleton));
	for (size_t i = 0; i < p->tokens.n; i++) {
		const struct pool_row *row = &pool->rows.items[p->token_row[i]];
		char folded[NAME_PART_MAX], skeleton[NAME_PART_MAX];
		size_t n = folded_of(pool->bytes.items + row->at, row->n, folded);
		n = name_skeleton(folded, n, skeleton);
		p->token_skeleton[i] = pool_put(&p->skeletons, skeleton, n);
	}
	uint32_t *order = order_skeletons(&p->skeletons), *rank = must(malloc((p->skeletons.rows.n + 1) * sizeof *rank));
	for (size_t i = 0; i < p->skeletons.rows.n; i++) {
		const struct pool_row *row = &p->skeletons.rows.items[order[i]];
		const char *s = pool_s(&p->skeletons, order[i]);
		rank[order[i]] = (uint32_t)i;
		PUSH(&p->skeleton_rows, (struct ix_skeleton){.hash = (uint32_t)row->hash, .string = put_string(&p->strings, s, row->n),
							     .letters = name_letters(s, row->n), .length = row->n});
	}
	for (size_t i = 0; i < p->tokens.n; i++)
		p->token_skeleton[i] = rank[p->token_skeleton[i]];
	free(order);
	free(rank);
}

static void finish_tokens(struct plan *p)
{
	const struct pool *pool = &p->b->tokens;
	p->row_skeleton = must(malloc((p->tokens.n + 1) * sizeof *p->row_skeleton));
	for (size_t i = 0; i < p->tokens.n; i++) {
		const struct pool_row *row = &pool->rows.items[p->token_row[i]];
		const char *s = pool->bytes.items + row->at;
		char folded[NAME_PART_MAX];
		size_t letters = folded_of(s, row->n, folded);
		uint32_t first = letters && folded[0] >= 'a' && folded[0] <= 'z' ? (uint32_t)(folded[0] - 'a' + 1) : 0;
		p->row_skeleton[p->token_row[i]] = p->token_skeleton[i];
		p->tokens.items[i].skeleton = p->token_skeleton[i] | first << SKELETON_FIRST | (letters == 1 ? SKELETON_SINGLE : 0) |
					      (memchr(s, '\0', row->n) ? SKELETON_SPELLED : 0);
		p->tokens.items[i].string = put_string(&p->strings, s, row->n);
	}
}

/* ---- The letters left out ---- */

/* Every skeleton, whole and with one letter left out: a typo away, two names meet in one of these. */
static void make_deletes(struct plan *p)
{
	LIST_OF(struct keyed) all = {0};
	for (size_t i = 0; i < p->skeleton_rows.n; i++) {
		const char *s = p->strings.items + p->skeleton_rows.items[i].string;
		size_t n = strlen(s);
		if (n < 3)
			continue;
		PUSH(&all, (struct keyed){text_hash(s, n), i});
		for (size_t k = 0; k < n; k++) {
			char shorter[NAME_PART_MAX];
			if (k && s[k] == s[k - 1])
				continue;
			memcpy(shorter, s, k);
			memcpy(shorter + k, s + k + 1, n - k - 1);
			PUSH(&all, (struct keyed){text_hash(shorter, n - 1), i});
		}
	}
	all.items = sort_keyed(all.items, all.n);
	p->h.delete_bits = directory_bits(all.n, 8);
	for (size_t i = 0; i < all.n; i++)
		PUSH(&p->deletes, (uint32_t)(all.items[i].key & 0xFF) << 24 | (uint32_t)all.items[i].value);
#define HASH_OF(i) all.items[i].key
	DIRECTORY(&p->delete_dir, HASH_OF, all.n, p->h.delete_bits);
#undef HASH_OF
	free(all.items);
}

void make_words(struct plan *p)
{
	order_tokens(p);
	make_skeletons(p);
	finish_tokens(p);
	p->h.skeleton_bits = directory_bits(p->skeleton_rows.n, 2);
#define HASH_OF(i) text_hash(p->strings.items + p->skeleton_rows.items[i].string, p->skeleton_rows.items[i].length)
	DIRECTORY(&p->skeleton_dir, HASH_OF, p->skeleton_rows.n, p->h.skeleton_bits);
#undef HASH_OF
	make_deletes(p);
}
