/* phrases.c -- many phrases at once: a trie over word hashes, in two open-addressing tables.
 *
 * A phrase is a run of words. Punctuation ends a run, except hyphen, comma and quotes, which people put inside
 * ("Hendro-Nur"). With @slang a word is also read as its everyday word, without its last syllables ("pilihlah"), and
 * with number letters undone.
 */
#include "core/screen/screen_internal.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 12 /* words of a phrase */
#define HITS_MAX 4096u

struct phrase_maker {
	struct arena *arena;
	struct ix_edge *edges;
	int edge_bits;
	size_t used;
	struct { uint32_t *items; size_t n, cap; } first; /* node -> its first value, NONE */
	struct { struct ix_value *items; size_t n, cap; } values;
};

struct phrase_maker *phrases_new(struct arena *a)
{
	struct phrase_maker *p = arena_new(a, struct phrase_maker);
	p->arena = a;
	p->edge_bits = 6;
	p->edges = arena_array(a, struct ix_edge, (size_t)1 << p->edge_bits);
	ARENA_PUSH(a, &p->first, NONE); /* node 0 is no node */
	ARENA_PUSH(a, &p->first, NONE); /* node 1 is the root */
	return p;
}

static size_t edge_home(int bits, uint32_t from, uint64_t word) { return ((word ^ (from * 0x9E3779B97F4A7C15u)) >> 7) & (((size_t)1 << bits) - 1); }

/* The slot of an edge, or the free one where it would stand. A table that says it is full, which none of ours does,
 * ends the search after one round. */
static size_t edge_slot(const struct ix_edge *edges, int bits, uint32_t from, uint64_t word)
{
	size_t mask = ((size_t)1 << bits) - 1, at = edge_home(bits, from, word);
	for (size_t left = mask; edges[at].to && left; at = (at + 1) & mask, left--)
		if (edges[at].from == from && edges[at].word == word)
			break;
	return at;
}

/* Most words start no phrase and most steps lead nowhere: two bits for each edge there is room for say so at once for
 * words that start one, four behind them for all edges. They stay near the processor; the edges do not. */
static size_t start_bit(int edge_bits, uint64_t word) { return word >> 6 & (((size_t)2 << edge_bits) - 1); }
static size_t edge_bit(int edge_bits, uint32_t from, uint64_t word)
{
	return ((size_t)2 << edge_bits) + (((word >> 13) ^ (from * (uint64_t)0x9E3779B1u)) & (((size_t)4 << edge_bits) - 1));
}
static bool bit_set(const uint64_t *bits, size_t at) { return bits[at / 64] >> (at % 64) & 1; }

static uint32_t edge_to(const struct phrases *p, uint32_t node, uint64_t word)
{
	const struct ix_edge *e = &p->edges[edge_slot(p->edges, p->edge_bits, node, word)];
	return e->from == node && e->word == word && e->to < p->nodes_n ? e->to : 0;
}

/* The node behind @node for @word; 0: none. */
static uint32_t step(const struct phrases *p, uint32_t node, uint64_t word)
{
	return bit_set(p->starts, edge_bit(p->edge_bits, node, word)) ? edge_to(p, node, word) : 0;
}

static bool may_start(const struct phrases *p, uint64_t word) { return bit_set(p->starts, start_bit(p->edge_bits, word)); }

struct phrases phrases_done(struct phrase_maker *p)
{
	uint64_t *starts = arena_array(p->arena, uint64_t, starts_words(p->edge_bits));
	for (size_t i = 0; i < (size_t)1 << p->edge_bits; i++) {
		const struct ix_edge *e = &p->edges[i];
		if (!e->to)
			continue;
		size_t bits[] = {edge_bit(p->edge_bits, e->from, e->word), start_bit(p->edge_bits, e->word)};
		for (size_t k = 0; k < (e->from == 1 ? 2 : 1); k++)
			starts[bits[k] / 64] |= (uint64_t)1 << (bits[k] % 64);
	}
	return (struct phrases){p->edges, p->edge_bits, starts, p->first.items, p->values.items, p->first.n, p->values.n};
}

static void edges_grow(struct phrase_maker *p)
{
	struct ix_edge *old = p->edges;
	size_t n = (size_t)1 << p->edge_bits++;
	p->edges = arena_array(p->arena, struct ix_edge, n * 2);
	for (size_t i = 0; i < n; i++)
		if (old[i].to)
			p->edges[edge_slot(p->edges, p->edge_bits, old[i].from, old[i].word)] = old[i];
}

static uint32_t step_or_make(struct phrase_maker *p, uint32_t node, uint64_t word)
{
	if (p->used * 4 >= (size_t)3 << p->edge_bits)
		edges_grow(p);
	size_t at = edge_slot(p->edges, p->edge_bits, node, word);
	if (!p->edges[at].to) {
		ARENA_PUSH(p->arena, &p->first, NONE);
		p->edges[at] = (struct ix_edge){word, node, (uint32_t)p->first.n - 1};
		p->used++;
	}
	return p->edges[at].to;
}

static bool inner_mark(const struct token *t) { return t->kind == TOKEN_MARK && strchr("-\"',", t->s[0]); }

/* Of an everyday form of several words ("gamau": "tidak mau") the first counts: it is the one that turns the meaning. */
static uint64_t everyday_hash(const char *everyday, size_t n)
{
	const char *space = memchr(everyday, ' ', n);
	return text_hash(everyday, space ? (size_t)(space - everyday) : n);
}

void phrases_add(struct phrase_maker *p, const char *phrase, uint32_t value, bool slang)
{
	scoped(text_free) struct text t = {0};
	text_read(&t, phrase, strlen(phrase));
	uint32_t node = 1;
	size_t words = 0;
	for (size_t i = 0; i < t.n && words < WORDS_MAX; i++) {
		if (t.items[i].kind == TOKEN_MARK && t.n > 1)
			continue;
		size_t n;
		const char *everyday = slang ? text_slang(t.items[i].s, t.items[i].n, &n) : NULL;
		node = step_or_make(p, node, everyday ? everyday_hash(everyday, n) : t.items[i].hash);
		words++;
	}
	if (!words)
		return;
	ARENA_PUSH(p->arena, &p->values, ((struct ix_value){value, p->first.items[node]}));
	p->first.items[node] = (uint32_t)p->values.n - 1;
}

static void drop_like(struct phrase_maker *p, uint32_t value, int shift)
{
	uint32_t kind = p->values.items[value].value >> shift, *next = &p->values.items[value].next;
	while (*next != NONE)
		if (p->values.items[*next].value >> shift == kind)
			*next = p->values.items[*next].next;
		else
			next = &p->values.items[*next].next;
}

void phrases_thin(struct phrase_maker *p, int shift)
{
	for (size_t node = 0; node < p->first.n; node++)
		for (uint32_t v = p->first.items[node]; v != NONE; v = p->values.items[v].next)
			drop_like(p, v, shift);
}

/* How many letters of @s are an ending that leaves a word: nya lah kah pun, mi ku mu ne na ki. */
static size_t ending_of(const char *s, size_t n)
{
	if (n < 5)
		return 0;
	char x = s[n - 2], y = s[n - 3];
	switch (s[n - 1]) {
	case 'a': return x == 'y' && y == 'n' && n >= 6 ? 3 : x == 'n' ? 2 : 0;
	case 'h': return x == 'a' && (y == 'l' || y == 'k') && n >= 6 ? 3 : 0;
	case 'n': return x == 'u' && y == 'p' && n >= 6 ? 3 : 0;
	case 'i': return x == 'm' || x == 'k' ? 2 : 0;
	case 'u': return x == 'k' || x == 'm' ? 2 : 0;
	case 'e': return x == 'n' ? 2 : 0;
	default: return 0;
	}
}

static void add_reading(struct readings *r, const char *s, size_t n)
{
	size_t m;
	uint64_t hash = text_hash(s, n);
	const char *everyday = text_may_be_slang(hash) ? text_slang(s, n, &m) : NULL; /* most are not: their rows need not be fetched */
	r->hash[r->n++] = everyday ? everyday_hash(everyday, m) : hash;
}

/* The readings of one word: itself, then what slang, endings and number letters make of it. */
static void readings_of(const struct token *t, struct readings *r)
{
	r->hash[0] = t->hash;
	r->n = 1;
	if (t->kind != TOKEN_WORD || (t->flags & TOKEN_MENTION))
		return;
	size_t n;
	const char *everyday = text_may_be_slang(t->hash) ? text_slang_token(t, &n) : NULL;
	if (everyday)
		r->hash[r->n++] = everyday_hash(everyday, n);
	else if ((t->flags & TOKEN_MIXED) && t->s[t->n - 1] == '2' && t->n > 3)
		r->hash[r->n++] = text_hash(t->s, t->n - 1u); /* siap2: siap siap */
	char plain[TOKEN_MAX];
	if ((t->flags & TOKEN_MIXED) && text_unleet(t->s, t->n, plain, &n))
		add_reading(r, plain, n);
	size_t ending = ending_of(t->s, t->n);
	if (ending)
		add_reading(r, t->s, t->n - ending);
}

/* Room for one more; a list that runs in a ring would go on for ever, so there is a most. */
static bool hits_room(struct phrase_hits *h)
{
	if (h->n >= HITS_MAX)
		return false;
	if (h->n == h->cap) {
		h->cap = h->cap ? h->cap * 2 : 64;
		h->items = realloc(h->items, h->cap * sizeof *h->items);
		if (!h->items)
			abort();
	}
	return true;
}

/* Has another reading of the word led here before? */
static bool taken(const struct phrase_hits *h, uint32_t value, size_t start, size_t end)
{
	for (size_t k = h->n; k > 0 && h->items[k - 1].from == start; k--)
		if (h->items[k - 1].value == value && h->items[k - 1].to == end)
			return true;
	return false;
}

static void take_values(const struct phrases *p, uint32_t node, size_t start, size_t end, bool readings, struct phrase_hits *ret)
{
	for (uint32_t v = p->first[node]; v < p->values_n; v = p->values[v].next) {
		uint32_t value = p->values[v].value;
		if ((readings && taken(ret, value, start, end)) || !hits_room(ret))
			return;
		ret->items[ret->n++] = (struct phrase_hit){value, (uint32_t)start, (uint32_t)end};
	}
}

/* @later: not every word before was taken in its first reading, so another path may have led here. */
static void walk(const struct phrases *p, const struct text *t, size_t start, size_t at, uint32_t node, size_t depth, bool later, struct phrase_hits *ret)
{
	while (at < t->n && depth && inner_mark(&t->items[at]))
		at++;
	if (at >= t->n || depth >= WORDS_MAX || (t->items[at].kind == TOKEN_MARK && depth))
		return;
	struct readings *r = &ret->readings[at];
	if (!r->n)
		readings_of(&t->items[at], r);
	for (size_t i = 0; i < r->n; i++) {
		uint32_t next = node == 1 && !may_start(p, r->hash[i]) ? 0 : step(p, node, r->hash[i]);
		if (!next)
			continue;
		walk(p, t, start, at + 1, next, depth + 1, later || i, ret);
		take_values(p, next, start, at + 1, later || i, ret);
	}
}

/* Has the word other readings than itself? Most have none. */
static bool reads_otherwise(const struct token *t)
{
	return t->kind == TOKEN_WORD && ((t->flags & TOKEN_MIXED) || text_may_be_slang(t->hash) || ending_of(t->s, t->n));
}

/* Words as they are, one reading each: the way of the watch-list, which every text of a stream goes. */
static void walk_plain(const struct phrases *p, const struct text *t, size_t start, struct phrase_hits *ret)
{
	uint32_t nodes[WORDS_MAX], ends[WORDS_MAX], node = 1;
	size_t depth = 0;
	for (size_t at = start; at < t->n && depth < WORDS_MAX; at++) {
		if (depth && inner_mark(&t->items[at]))
			continue;
		if (depth && t->items[at].kind == TOKEN_MARK)
			break;
		node = depth ? step(p, node, t->items[at].hash) : edge_to(p, 1, t->items[at].hash); /* its row is on its way */
		if (!node)
			break;
		nodes[depth] = node;
		ends[depth++] = (uint32_t)at + 1;
	}
	while (depth--) /* longest first */
		take_values(p, nodes[depth], start, ends[depth], false, ret);
}

/* Where phrases may start is found first, and their edges asked for, because they lie far from the processor. */
static void find_plain(const struct phrases *p, const struct text *t, struct phrase_hits *ret)
{
	uint32_t starts[64];
	for (size_t at = 0; at < t->n && ret->n < HITS_MAX;) {
		size_t n = 0;
		for (; at < t->n && n < sizeof starts / sizeof *starts; at++) {
			starts[n] = (uint32_t)at;
			n += may_start(p, t->items[at].hash);
		}
		for (size_t i = 0; i < n; i++)
			__builtin_prefetch(&p->edges[edge_home(p->edge_bits, 1, t->items[starts[i]].hash)]);
		for (size_t i = 0; i < n && ret->n < HITS_MAX; i++)
			walk_plain(p, t, starts[i], ret);
	}
}

void phrases_find(const struct phrases *p, const struct text *t, bool slang, struct phrase_hits *ret)
{
	ret->n = 0;
	if (!slang) {
		find_plain(p, t, ret);
		return;
	}
	if (ret->readings_cap < t->n) {
		ret->readings_cap = t->n * 2;
		free(ret->readings);
		ret->readings = malloc(ret->readings_cap * sizeof *ret->readings);
		if (!ret->readings)
			abort();
	}
	for (size_t i = 0; i < t->n; i++)
		ret->readings[i].n = 0;
	for (size_t i = 0; i < t->n && ret->n < HITS_MAX; i++)
		if (reads_otherwise(&t->items[i]) || may_start(p, t->items[i].hash))
			walk(p, t, i, i, 1, 0, false, ret);
}

void phrases_forget(struct phrase_hits *h)
{
	free(h->items);
	free(h->readings);
	*h = (struct phrase_hits){0};
}
