/* phrases.c -- many phrases at once: a trie over word hashes, in two open-addressing tables.
 *
 * A phrase is a run of words. Punctuation ends a run, except hyphen, comma and quotes, which people put inside
 * ("Hendro-Nur"). With @slang a word is also read as its everyday word, without its last syllables ("pilihlah"), and
 * with number letters undone.
 */
#include "core/screen/screen_internal.h"

#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX
#define WORDS_MAX 12 /* words of a phrase */

struct edge {
	uint64_t word; /* hash */
	uint32_t from, to; /* nodes; to 0: free slot */
};
struct value {
	uint32_t value, next;
};
struct phrases {
	struct arena *arena;
	struct edge *edges;
	size_t edges_n, used;
	uint64_t starts[1u << 12]; /* a bit for every word that starts a phrase, by 18 bits of its hash: most words start none */
	struct { uint32_t *items; size_t n, cap; } first; /* node -> its first value, NONE */
	struct { struct value *items; size_t n, cap; } values;
};

struct phrases *phrases_new(struct arena *a)
{
	struct phrases *p = arena_new(a, struct phrases);
	p->arena = a;
	p->edges_n = 64;
	p->edges = arena_array(a, struct edge, p->edges_n);
	ARENA_PUSH(a, &p->first, NONE); /* node 0 is no node */
	ARENA_PUSH(a, &p->first, NONE); /* node 1 is the root */
	return p;
}

static size_t edge_slot(const struct phrases *p, uint32_t from, uint64_t word)
{
	size_t at = (word ^ (from * 0x9E3779B97F4A7C15u)) >> 7;
	for (at &= p->edges_n - 1; p->edges[at].to; at = (at + 1) & (p->edges_n - 1))
		if (p->edges[at].from == from && p->edges[at].word == word)
			break;
	return at;
}

static uint32_t step(const struct phrases *p, uint32_t node, uint64_t word) { return p->edges[edge_slot(p, node, word)].to; }

static bool may_start(const struct phrases *p, uint64_t word) { return p->starts[(word >> 6) & 4095] >> (word & 63) & 1; }

static uint32_t step_or_make(struct phrases *p, uint32_t node, uint64_t word)
{
	if (node == 1)
		p->starts[(word >> 6) & 4095] |= (uint64_t)1 << (word & 63);
	if (p->used * 2 >= p->edges_n) {
		struct edge *old = p->edges;
		size_t n = p->edges_n;
		p->edges_n *= 2;
		p->edges = arena_array(p->arena, struct edge, p->edges_n);
		for (size_t i = 0; i < n; i++)
			if (old[i].to)
				p->edges[edge_slot(p, old[i].from, old[i].word)] = old[i];
	}
	size_t at = edge_slot(p, node, word);
	if (!p->edges[at].to) {
		ARENA_PUSH(p->arena, &p->first, NONE);
		p->edges[at] = (struct edge){word, node, (uint32_t)p->first.n - 1};
		p->used++;
	}
	return p->edges[at].to;
}

static bool inner_mark(const struct token *t) { return t->kind == TOKEN_MARK && strchr("-\"',", t->s[0]); }

void phrases_add(struct phrases *p, const char *phrase, uint32_t value, bool slang)
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
		node = step_or_make(p, node, everyday ? text_hash(everyday, n) : t.items[i].hash);
		words++;
	}
	if (!words)
		return;
	ARENA_PUSH(p->arena, &p->values, ((struct value){value, p->first.items[node]}));
	p->first.items[node] = (uint32_t)p->values.n - 1;
}

/* The readings of one word: itself, then what slang, endings and number letters make of it. */
struct readings {
	uint64_t hash[6];
	size_t n;
};

static void read_ending(struct readings *r, const char *s, size_t n)
{
	static const char *const endings[] = {"nya", "lah", "kah", "pun", "mi", "ku", "mu", "ne", "na", "ki"};
	for (size_t i = 0; i < sizeof endings / sizeof *endings && r->n < 6; i++) {
		size_t k = strlen(endings[i]);
		if (n >= k + 3 && !memcmp(s + n - k, endings[i], k)) {
			size_t m;
			const char *everyday = text_slang(s, n - k, &m);
			r->hash[r->n++] = everyday ? text_hash(everyday, m) : text_hash(s, n - k);
			return;
		}
	}
}

static void readings_of(const struct token *t, bool slang, struct readings *r)
{
	r->hash[0] = t->hash;
	r->n = 1;
	if (!slang || t->kind != TOKEN_WORD || (t->flags & TOKEN_MENTION))
		return;
	size_t n;
	const char *everyday = text_slang(t->s, t->n, &n);
	char plain[TOKEN_MAX];
	if (everyday) {
		r->hash[r->n++] = text_hash(everyday, n);
	} else if ((t->flags & TOKEN_MIXED) && t->s[t->n - 1] == '2' && t->n > 3) {
		r->hash[r->n++] = text_hash(t->s, t->n - 1u); /* siap2: siap siap */
	}
	if ((t->flags & TOKEN_MIXED) && text_unleet(t->s, t->n, plain, &n)) {
		size_t m;
		everyday = text_slang(plain, n, &m);
		r->hash[r->n++] = everyday ? text_hash(everyday, m) : text_hash(plain, n);
	}
	read_ending(r, t->s, t->n);
}

static void walk(const struct phrases *p, const struct text *t, bool slang, size_t start, size_t at, uint32_t node, size_t depth, struct phrase_hits *ret)
{
	while (at < t->n && depth && inner_mark(&t->items[at]))
		at++;
	if (at >= t->n || depth >= WORDS_MAX || (t->items[at].kind == TOKEN_MARK && depth))
		return;
	struct readings r;
	readings_of(&t->items[at], slang, &r);
	for (size_t i = 0; i < r.n; i++) {
		uint32_t next = node == 1 && !may_start(p, r.hash[i]) ? 0 : step(p, node, r.hash[i]);
		if (!next)
			continue;
		walk(p, t, slang, start, at + 1, next, depth + 1, ret);
		for (uint32_t v = p->first.items[next]; v != NONE; v = p->values.items[v].next) {
			bool known = false;
			for (size_t k = ret->n; k > 0 && ret->items[k - 1].from == start; k--)
				known |= ret->items[k - 1].value == p->values.items[v].value && ret->items[k - 1].to == at + 1;
			if (known)
				continue;
			if (ret->n == ret->cap) {
				ret->cap = ret->cap ? ret->cap * 2 : 64;
				ret->items = realloc(ret->items, ret->cap * sizeof *ret->items);
				if (!ret->items)
					abort();
			}
			ret->items[ret->n++] = (struct phrase_hit){p->values.items[v].value, (uint32_t)start, (uint32_t)at + 1};
		}
	}
}

void phrases_find(const struct phrases *p, const struct text *t, bool slang, struct phrase_hits *ret)
{
	ret->n = 0;
	for (size_t i = 0; i < t->n && ret->n < 4096; i++)
		if (slang || may_start(p, t->items[i].hash))
			walk(p, t, slang, i, i, 1, 0, ret);
}
