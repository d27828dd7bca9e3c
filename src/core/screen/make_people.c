/* make_people.c -- the persons of an index being made: brought into the order of their names, and what is known of each.
 *
 * Persons lie in the order of arrival. They are sorted by the upper bits of the keys of their names, then taken up by
 * the thousand: what is needed of them is asked for ahead, the few that share the upper bits are put into order, and while
 * they are at hand all is written that comes of them. Each row is fetched from far memory once.
 */
#define _GNU_SOURCE
#include "core/screen/make.h"

#include <stdlib.h>
#include <string.h>

/* ---- What is known of a person ---- */

struct nip_parts {
	uint32_t day, year, month, sex, number;
};

static uint32_t birth_day(uint64_t nip)
{
	uint32_t birth = (uint32_t)(nip / 10000000000u);
	return (uint32_t)(day_of((int)(birth / 10000), (int)(birth / 100 % 100), (int)(birth % 100)).n + 100000);
}

/* Day of birth, year and month of joining, sex, number; false: 18 digits that are no such thing. */
static bool nip_parts(uint64_t nip, struct nip_parts *ret)
{
	uint32_t birth = (uint32_t)(nip / 10000000000u);
	int year = (int)(birth / 10000), month = (int)(birth / 100 % 100), day = (int)(birth % 100);
	if (!day_valid(year, month, day))
		return false;
	struct day d = day_of(year, month, day);
	*ret = (struct nip_parts){(uint32_t)(d.n + 100000), (uint32_t)(nip / 1000000 % 10000), (uint32_t)(nip / 10000 % 100), (uint32_t)(nip / 1000 % 10),
				  (uint32_t)(nip % 1000)};
	return ret->year >= 1900 && ret->year < 2100;
}

static void widen(uint32_t x, uint32_t *least, uint32_t *count)
{
	if (!*count) {
		*least = x;
		*count = 1;
	} else if (x < *least) {
		*count += *least - x;
		*least = x;
	} else if (x - *least >= *count) {
		*count = x - *least + 1;
	}
}

static void measure_nips(struct plan *p)
{
	struct ix_nip *n = &p->h.nip;
	uint64_t first = UINT64_MAX, last = 0; /* day of birth as it is written, which orders them as well */
	struct nip_parts x;
	for (size_t i = 0; i < p->b->persons.n; i++) {
		uint64_t nip = p->b->persons.items[i].nip;
		if (!nip || !nip_parts(nip, &x))
			continue;
		first = nip < first ? nip : first;
		last = nip > last ? nip : last;
		widen(x.year, &n->year, &n->years);
		widen(x.month, &n->month, &n->months);
		widen(x.sex, &n->sex, &n->sexes);
		widen(x.number, &n->number, &n->numbers);
	}
	if (last) {
		n->day = birth_day(first);
		n->days = birth_day(last) - n->day + 1;
	}
	uint64_t all = (uint64_t)n->days * n->years * n->months * n->sexes * n->numbers;
	p->h.fields[FIELD_NIP].bits = bits_for(all + NIP_FIRST - 1);
}

static uint64_t nip_code(struct plan *p, uint64_t nip, size_t person)
{
	const struct ix_nip *n = &p->h.nip;
	struct nip_parts x;
	if (!nip)
		return NIP_NONE;
	if (!nip_parts(nip, &x)) {
		PUSH(&p->odd, (struct ix_odd){person, nip});
		return NIP_ODD;
	}
	uint64_t ret = x.day - n->day;
	ret = ret * n->years + (x.year - n->year);
	ret = ret * n->months + (x.month - n->month);
	ret = ret * n->sexes + (x.sex - n->sex);
	return ret * n->numbers + (x.number - n->number) + NIP_FIRST;
}

static int by_text(const void *a, const void *c, void *context)
{
	const struct pool *pool = context;
	return strcmp(pool_s(pool, *(const uint32_t *)a), pool_s(pool, *(const uint32_t *)c));
}

/* The texts of a column in the order of their bytes; @rank: row of the pool -> place. */
static void make_dictionary(struct plan *p, enum field field, uint32_t *rank)
{
	const struct pool *pool = &p->b->columns[field - FIELD_AGENCY].pool;
	struct ix_field *f = &p->h.fields[field];
	uint32_t *order = must(malloc((pool->rows.n + 1) * sizeof *order));
	for (size_t i = 0; i < pool->rows.n; i++)
		order[i] = (uint32_t)i;
	qsort_r(order, pool->rows.n, sizeof *order, by_text, (void *)pool);
	*f = (struct ix_field){bits_for(pool->rows.n - 1), (uint32_t)p->dict.n, 0, pool->rows.n};
	for (size_t i = 0; i < pool->rows.n; i++) {
		rank[order[i]] = (uint32_t)i;
		PUSH(&p->dict, put_string(&p->texts, pool_s(pool, order[i]), pool->rows.items[order[i]].n));
	}
	free(order);
}

static void measure_fields(struct plan *p, uint32_t **ranks)
{
	const struct screen_builder *b = p->b;
	uint64_t least = UINT64_MAX, most = 0;
	uint8_t class = 0;
	for (size_t i = 0; i < b->persons.n; i++) {
		least = b->persons.items[i].ref < least ? b->persons.items[i].ref : least;
		most = b->persons.items[i].ref > most ? b->persons.items[i].ref : most;
		class |= b->persons.items[i].class;
	}
	measure_nips(p);
	p->h.fields[FIELD_REF] = (struct ix_field){.bits = most > least ? bits_for(most - least) : 0, .base = most ? least : 0};
	p->h.fields[FIELD_CLASS].bits = bits_for(class);
	for (int i = 0; i < COLUMNS; i++) {
		ranks[i] = must(malloc((b->columns[i].pool.rows.n + 1) * sizeof *ranks[i]));
		make_dictionary(p, (enum field)(FIELD_AGENCY + i), ranks[i]);
	}
	for (int i = 0; i < FIELD_N; i++)
		p->h.row_bits += p->h.fields[i].bits;
}

/* ---- The order of persons ---- */

struct bearer { /* of a name */
	uint64_t key;
	uint64_t words; /* its first two tokens, */
	uint32_t third; /* the next, with a bit that says there are more: so that names are told apart without a further look */
	uint32_t person;
	uint64_t nip;
};
struct people {
	struct plan *p;
	struct keyed *order; /* by the upper bits of the key; value: person of the builder */
	uint32_t *ranks[COLUMNS];
	LIST_OF(struct bearer) group;
	LIST_OF(uint64_t) keys; /* of the names */
	uint64_t at;            /* bit of ROWS */
	struct bearer last;
};
#define TAKEN_UP 512u /* persons at a time, or one group of equal upper bits */

static int compare_tokens(const struct plan *p, const struct person_in *x, const struct person_in *y)
{
	const uint32_t *s = p->b->sequence.items;
	size_t n = x->tokens_n < y->tokens_n ? x->tokens_n : y->tokens_n;
	for (size_t i = 0; i < n; i++) {
		uint32_t a = s[x->tokens + i], c = s[y->tokens + i];
		if (a != c)
			return p->token_rank[a] < p->token_rank[c] ? -1 : 1;
	}
	return (x->tokens_n > y->tokens_n) - (x->tokens_n < y->tokens_n);
}

static const struct person_in *row_of(const struct plan *p, const struct bearer *b) { return &p->b->persons.items[b->person]; }

static int by_words(const struct plan *p, const struct bearer *x, const struct bearer *y)
{
	if (x->words != y->words)
		return x->words < y->words ? -1 : 1;
	if (x->third != y->third)
		return x->third < y->third ? -1 : 1;
	return x->third & 1 ? compare_tokens(p, row_of(p, x), row_of(p, y)) : 0;
}

static int by_person(const void *s, const void *t, void *context)
{
	const struct plan *p = context;
	const struct bearer *x = s, *y = t;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	int ret = by_words(p, x, y);
	if (ret || x->nip != y->nip)
		return ret ? ret : x->nip < y->nip ? -1 : 1;
	const struct person_in *a = row_of(p, x), *b = row_of(p, y);
	if ((a->display == NONE) != (b->display == NONE))
		return a->display == NONE ? -1 : 1;
	if (a->display != NONE)
		ret = strcmp(p->b->displays.items + a->display, p->b->displays.items + b->display);
	return ret ? ret : (a->ref > b->ref) - (a->ref < b->ref);
}

static void sort_bearers(const struct plan *p, struct bearer *items, size_t n)
{
	if (n > 24) {
		qsort_r(items, n, sizeof *items, by_person, (void *)(uintptr_t)p);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		struct bearer x = items[i];
		size_t at = i;
		for (; at && by_person(&x, &items[at - 1], (void *)(uintptr_t)p) < 0; at--)
			items[at] = items[at - 1];
		items[at] = x;
	}
}

static struct keyed *order_persons(const struct plan *p)
{
	const struct screen_builder *b = p->b;
	struct keyed *ret = wide_new((b->persons.n + 1) * sizeof *ret, false);
	uint64_t *share = must(malloc((p->tokens.n + 1) * sizeof *share));
	for (size_t i = 0; i < p->tokens.n; i++) {
		const struct ix_skeleton *k = &p->skeleton_rows.items[p->token_skeleton[i]];
		share[p->token_row[i]] = key_share(text_hash(p->strings.items + k->string, k->length));
	}
	for (size_t i = 0; i < b->persons.n; i++) {
		const struct person_in *x = &b->persons.items[i];
		uint64_t sum = 0;
		for (size_t k = 0; k < x->tokens_n; k++)
			sum += share[b->sequence.items[x->tokens + k]];
		ret[i] = (struct keyed){key_done(sum, x->tokens_n), i};
	}
	free(share);
	return sort_upper(ret, b->persons.n);
}

/* What comes soon is asked for now, the row first, then what it points to. */
static void ask_person(const struct people *all, size_t i)
{
	const struct screen_builder *b = all->p->b;
	if (i + 48 < b->persons.n) {
		const char *row = (const char *)&b->persons.items[all->order[i + 48].value];
		__builtin_prefetch(row);
		__builtin_prefetch(row + sizeof(struct person_in) - 1);
	}
	if (i + 24 < b->persons.n)
		__builtin_prefetch(&b->sequence.items[b->persons.items[all->order[i + 24].value].tokens]);
}

static struct bearer bearer_of(const struct plan *p, const struct keyed *k)
{
	const struct person_in *x = &p->b->persons.items[k->value];
	uint32_t words[3] = {0};
	for (size_t i = 0; i < 3 && i < x->tokens_n; i++)
		words[i] = p->token_rank[p->b->sequence.items[x->tokens + i]] + 1;
	return (struct bearer){k->key, (uint64_t)words[0] << 32 | words[1], words[2] << 1 | (x->tokens_n > 3), (uint32_t)k->value, x->nip};
}

/* ---- What comes of the order ---- */

static void put_bits(uint64_t *rows, uint64_t at, uint64_t x, uint32_t bits)
{
	if (!bits)
		return;
	rows[at / 64] |= x << (at % 64);
	if (at % 64 + bits > 64)
		rows[at / 64 + 1] |= x >> (64 - at % 64);
}

static void put_row(struct people *all, const struct person_in *x, size_t i)
{
	struct plan *p = all->p;
	const char *display = x->display == NONE ? NULL : p->b->displays.items + x->display;
	uint64_t values[FIELD_N] = {[FIELD_NIP] = nip_code(p, x->nip, i), [FIELD_REF] = x->ref - p->h.fields[FIELD_REF].base, [FIELD_CLASS] = x->class};
	for (int k = 0; k < COLUMNS; k++)
		values[FIELD_AGENCY + k] = all->ranks[k][x->text[k]];
	for (int k = 0; k < FIELD_N; k++) {
		put_bits(p->rows.items, all->at, values[k], p->h.fields[k].bits);
		all->at += p->h.fields[k].bits;
	}
	if (display)
		PUSH(&p->extra, (struct ix_extra){(uint32_t)i, put_string(&p->texts, display, strlen(display))});
}

static void put_varint(struct plan *p, uint32_t x)
{
	for (; x >= 128; x >>= 7)
		PUSH(&p->forward, (uint8_t)(x | 128));
	PUSH(&p->forward, (uint8_t)x);
}

/* [bytes behind this one][tokens]; the first of every FORWARD_STEP names has a place in the directory. */
static void put_tokens(struct plan *p, const struct person_in *x, size_t name)
{
	if (name % FORWARD_STEP == 0)
		PUSH(&p->forward_dir, (uint32_t)p->forward.n);
	size_t at = p->forward.n;
	PUSH(&p->forward, 0);
	for (size_t k = 0; k < x->tokens_n; k++)
		put_varint(p, p->token_rank[p->b->sequence.items[x->tokens + k]]);
	p->forward.items[at] = (uint8_t)(p->forward.n - at - 1);
}

/* The distinct skeletons of a name. */
static void put_skeletons(struct plan *p, const struct person_in *x)
{
	size_t from = p->name_skeletons.n;
	for (size_t k = 0; k < x->tokens_n; k++) {
		uint32_t id = p->row_skeleton[p->b->sequence.items[x->tokens + k]];
		size_t m = from;
		while (m < p->name_skeletons.n && p->name_skeletons.items[m] != id)
			m++;
		if (m == p->name_skeletons.n)
			PUSH(&p->name_skeletons, id);
	}
	p->name_skeletons.items[p->name_skeletons.n - 1] |= SKELETON_LAST;
}

static void put_person(struct people *all, const struct bearer *b, size_t i)
{
	struct plan *p = all->p;
	const struct person_in *x = row_of(p, b);
	p->place[b->person] = (uint32_t)i;
	if (i % RANK_STEP == 0)
		PUSH(&p->start_rank, (uint32_t)all->keys.n);
	if (!i || b->key != all->last.key || by_words(p, b, &all->last)) {
		if (all->keys.n % PICK_STEP == 0)
			PUSH(&p->start_pick, (uint32_t)i);
		p->start_bits.items[i / 64] |= (uint64_t)1 << (i % 64);
		PUSH(&p->name_first, (uint32_t)i);
		put_tokens(p, x, all->keys.n);
		put_skeletons(p, x);
		PUSH(&all->keys, b->key);
	}
	put_row(all, x, i);
	all->last = *b;
}

/* Takes up some persons from @from on, whole groups of equal upper bits; returns where the next begin. */
static size_t take_up(struct people *all, size_t from)
{
	struct plan *p = all->p;
	size_t n = p->b->persons.n, to = from, group = from;
	all->group.n = 0;
	for (; to < n; to++) {
		bool new = to == from || all->order[to].key >> (64 - SORTED_BITS) != all->order[to - 1].key >> (64 - SORTED_BITS);
		if (new) {
			sort_bearers(p, all->group.items + (group - from), to - group);
			group = to;
			if (to - from >= TAKEN_UP)
				break;
		}
		ask_person(all, to);
		PUSH(&all->group, bearer_of(p, &all->order[to]));
	}
	sort_bearers(p, all->group.items + (group - from), to - group);
	for (size_t i = from; i < to; i++)
		put_person(all, &all->group.items[i - from], i);
	return to;
}

static void make_name_directory(struct plan *p, const uint64_t *keys, size_t n)
{
	p->h.names = n;
	p->h.name_bits = directory_bits(n, 4);
	for (size_t i = 0; i < n; i++)
		PUSH(&p->names, (uint32_t)(keys[i] >> (32 - p->h.name_bits)));
#define HASH_OF(i) keys[i]
	DIRECTORY(&p->name_dir, HASH_OF, n, p->h.name_bits);
#undef HASH_OF
}

void make_people(struct plan *p)
{
	size_t n = p->b->persons.n;
	struct people all = {.p = p};
	measure_fields(p, all.ranks);
	p->h.persons = n;
	p->rows.n = (size_t)(((uint64_t)n * p->h.row_bits + 63) / 64 + 2); /* a reader loads up to 16 bytes from any bit on */
	p->rows.items = must(calloc(p->rows.n, sizeof *p->rows.items));
	p->start_bits.n = n / 64 + 1;
	p->start_bits.items = must(calloc(p->start_bits.n, sizeof *p->start_bits.items));
	p->place = wide_new((n + 1) * sizeof *p->place, false);
	all.order = order_persons(p);
	for (size_t i = 0; i < n;)
		i = take_up(&all, i);
	PUSH(&p->name_first, (uint32_t)n);
	make_name_directory(p, all.keys.items, all.keys.n);
	for (int i = 0; i < COLUMNS; i++)
		free(all.ranks[i]);
	free(all.order);
	free(all.group.items);
	free(all.keys.items);
}
