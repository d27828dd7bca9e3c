/* make.c -- from the rows of a builder to the bytes of an index (format.h).
 *
 * Everything is ordered by what it is, never by where it lay in memory: tokens by how many bear them and by their bytes,
 * skeletons by their hash, names by key and tokens, persons by name, NIP, spelling and reference. So the same rows give
 * the same file, whatever machine makes it.
 */
#define _GNU_SOURCE
#include "core/screen/builder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct skeleton_in {
	uint64_t hash;
	uint32_t at, n; /* bytes in the skeleton pool */
	uint32_t names, persons;
	uint64_t postings;
};
struct keyed { /* something to sort: a person by the key of the name, an account or a deletion by its hash */
	uint64_t key, value;
};
struct plan {
	const struct screen_builder *b;
	struct ix_header h;
	uint32_t *token_rank;      /* row of the pool -> token */
	uint32_t *token_row;       /* and back */
	uint32_t *token_skeleton;  /* of each token */
	uint32_t *row_skeleton;    /* and of each row of the pool */
	struct pool skeletons;
	uint32_t *skeleton_rank;   /* row of the pool -> skeleton */
	struct keyed *order; /* value: person of the builder */
	uint32_t *place;           /* person of the builder -> person of the file */
	uint32_t *name_first;      /* first person of each name */
	uint32_t *name_tokens;     /* for each name the tokens of its first person, in sequence */
	LIST_OF(char) strings;
	LIST_OF(struct ix_token) tokens;
	LIST_OF(struct ix_skeleton) skeleton_rows;
	LIST_OF(uint32_t) skeleton_dir, deletes, delete_dir, names, name_dir, forward_dir, start_rank, start_pick, dict;
	LIST_OF(uint8_t) forward;
	LIST_OF(uint64_t) postings, start_bits, rows, accounts;
	LIST_OF(struct ix_extra) extra;
	LIST_OF(struct ix_odd) odd;
	LIST_OF(char) texts;
};

static uint32_t bits_for(uint64_t n) { return n ? 64 - (uint32_t)__builtin_clzll(n) : 0; }

static uint32_t put_string(void *list, const char *s, size_t n)
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

/* ---- Tokens and skeletons ---- */

struct token_order {
	const struct pool *pool;
	const uint32_t *persons;
};
static int by_use(const void *a, const void *c, void *context)
{
	const struct token_order *o = context;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)c;
	if (o->persons[x] != o->persons[y])
		return o->persons[x] > o->persons[y] ? -1 : 1;
	const struct pool_row *p = &o->pool->rows.items[x], *q = &o->pool->rows.items[y];
	int ret = memcmp(o->pool->bytes.items + p->at, o->pool->bytes.items + q->at, p->n < q->n ? p->n : q->n);
	return ret ? ret : (p->n > q->n) - (p->n < q->n);
}

static void order_tokens(struct plan *p)
{
	const struct screen_builder *b = p->b;
	size_t n = b->tokens.rows.n;
	uint32_t *persons = must(calloc(n + 1, sizeof *persons));
	p->token_rank = must(malloc((n + 1) * sizeof *p->token_rank));
	p->token_row = must(malloc((n + 1) * sizeof *p->token_row));
	for (size_t i = 0; i < b->sequence.n; i++)
		persons[b->sequence.items[i]]++;
	for (size_t i = 0; i < n; i++)
		p->token_row[i] = (uint32_t)i;
	struct token_order o = {&b->tokens, persons};
	if (n)
		qsort_r(p->token_row, n, sizeof *p->token_row, by_use, &o);
	for (size_t i = 0; i < n; i++) {
		p->token_rank[p->token_row[i]] = (uint32_t)i;
		PUSH(&p->tokens, (struct ix_token){.persons = persons[p->token_row[i]]});
	}
	free(persons);
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

static int by_skeleton_hash(const void *a, const void *c, void *context)
{
	const struct pool *pool = context;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)c;
	const struct pool_row *p = &pool->rows.items[x], *q = &pool->rows.items[y];
	if (p->hash != q->hash)
		return p->hash < q->hash ? -1 : 1;
	return strcmp(pool->bytes.items + p->at, pool->bytes.items + q->at);
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
	size_t n = p->skeletons.rows.n;
	uint32_t *order = must(malloc((n + 1) * sizeof *order));
	p->skeleton_rank = must(malloc((n + 1) * sizeof *p->skeleton_rank));
	for (size_t i = 0; i < n; i++)
		order[i] = (uint32_t)i;
	if (n)
		qsort_r(order, n, sizeof *order, by_skeleton_hash, &p->skeletons);
	for (size_t i = 0; i < n; i++) {
		const struct pool_row *row = &p->skeletons.rows.items[order[i]];
		p->skeleton_rank[order[i]] = (uint32_t)i;
		const char *s = p->skeletons.bytes.items + row->at;
		PUSH(&p->skeleton_rows, (struct ix_skeleton){.hash = (uint32_t)row->hash, .string = put_string(&p->strings, s, row->n),
							     .letters = name_letters(s, row->n), .length = row->n});
	}
	free(order);
	for (size_t i = 0; i < p->tokens.n; i++) {
		const struct pool_row *row = &pool->rows.items[p->token_row[i]];
		const char *s = pool->bytes.items + row->at;
		char folded[NAME_PART_MAX];
		size_t letters = folded_of(s, row->n, folded);
		uint32_t first = letters && folded[0] >= 'a' && folded[0] <= 'z' ? (uint32_t)(folded[0] - 'a' + 1) : 0;
		p->token_skeleton[i] = p->skeleton_rank[p->token_skeleton[i]];
		p->tokens.items[i].skeleton = p->token_skeleton[i] | first << SKELETON_FIRST | (letters == 1 ? SKELETON_SINGLE : 0) |
					      (memchr(s, '\0', row->n) ? SKELETON_SPELLED : 0);
		p->tokens.items[i].string = put_string(&p->strings, s, row->n);
	}
	p->row_skeleton = must(malloc((p->tokens.n + 1) * sizeof *p->row_skeleton));
	for (size_t i = 0; i < p->tokens.n; i++)
		p->row_skeleton[p->token_row[i]] = p->token_skeleton[i];
	p->h.commonest = p->tokens.n ? p->tokens.items[0].persons : 0;
}

/* Where each of 2^bits ranges of the upper hash bits begins in an ascending list; one more for the end. */
#define DIRECTORY(list, hash_of_row, n_rows, bits)                                                                         \
	do {                                                                                                               \
		size_t at_ = 0;                                                                                            \
		for (uint64_t range_ = 0; range_ <= (uint64_t)1 << (bits); range_++) {                                     \
			for (; at_ < (n_rows); at_++) {                                                                    \
				uint64_t hash_ = hash_of_row(at_);                                                         \
				if (((bits) ? hash_ >> (64 - (bits)) : 0) >= range_)                                       \
					break;                                                                             \
			}                                                                                                  \
			PUSH((list), (uint32_t)at_);                                                                       \
		}                                                                                                          \
	} while (0)

/* About two rows of @n in a range. */
static uint32_t directory_bits(size_t n, size_t rows_in_range)
{
	uint32_t bits = 0;
	while (bits < 28 && n >> bits > rows_in_range)
		bits++;
	return bits;
}

/* By the upper 24 bits first, in two passes; the few that share them by comparing. */
static struct keyed *sort_keyed(struct keyed *items, size_t n, int (*compare)(const void *, const void *, void *), void *context)
{
	struct keyed *from = items, *to = must(malloc((n + 1) * sizeof *to));
	for (int shift = 40; shift < 64; shift += 12) {
		size_t counts[4097] = {0};
		for (size_t i = 0; i < n; i++)
			counts[(from[i].key >> shift & 4095) + 1]++;
		for (int i = 0; i < 4096; i++)
			counts[i + 1] += counts[i];
		for (size_t i = 0; i < n; i++)
			to[counts[from[i].key >> shift & 4095]++] = from[i];
		struct keyed *swap = from;
		from = to;
		to = swap;
	}
	free(to);
	for (size_t i = 0, k; i < n; i = k) {
		for (k = i + 1; k < n && from[k].key >> 40 == from[i].key >> 40;)
			k++;
		if (k - i > 1)
			qsort_r(from + i, k - i, sizeof *from, compare, context);
	}
	return from;
}

static int by_key_and_value(const void *a, const void *b, void *context)
{
	const struct keyed *x = a, *y = b;
	(void)context;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->value > y->value) - (x->value < y->value);
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
	all.items = sort_keyed(all.items, all.n, by_key_and_value, NULL);
	p->h.delete_bits = directory_bits(all.n, 8);
	for (size_t i = 0; i < all.n; i++)
		PUSH(&p->deletes, (uint32_t)(all.items[i].key & 0xFF) << 24 | (uint32_t)all.items[i].value);
#define HASH_OF(i) all.items[i].key
	DIRECTORY(&p->delete_dir, HASH_OF, all.n, p->h.delete_bits);
#undef HASH_OF
	free(all.items);
}

/* ---- Persons and names ---- */

/* Persons lie in the order of arrival and are visited in that of their names: what comes soon is asked for now, the row
 * first, then what it points to. */
static void ask_person(const struct plan *p, size_t place)
{
	if (place + 16 < p->b->persons.n)
		__builtin_prefetch(&p->b->persons.items[p->order[place + 16].value]);
	if (place + 8 < p->b->persons.n)
		__builtin_prefetch(&p->b->sequence.items[p->b->persons.items[p->order[place + 8].value].tokens]);
}

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

static int by_person(const void *a, const void *c, void *context)
{
	const struct plan *p = context;
	const struct keyed *s = a, *t = c;
	if (s->key != t->key)
		return s->key < t->key ? -1 : 1;
	const struct person_in *x = &p->b->persons.items[s->value], *y = &p->b->persons.items[t->value];
	int ret = compare_tokens(p, x, y);
	if (!ret && x->nip != y->nip)
		ret = x->nip < y->nip ? -1 : 1;
	if (!ret && x->display != NONE && y->display != NONE)
		ret = strcmp(p->b->displays.items + x->display, p->b->displays.items + y->display);
	return ret ? ret : (x->ref > y->ref) - (x->ref < y->ref);
}

static void order_persons(struct plan *p)
{
	const struct screen_builder *b = p->b;
	size_t n = b->persons.n;
	p->order = must(malloc((n + 1) * sizeof *p->order));
	p->place = must(malloc((n + 1) * sizeof *p->place));
	uint64_t *share = must(malloc((p->tokens.n + 1) * sizeof *share));
	for (size_t i = 0; i < p->tokens.n; i++) {
		const char *s = p->strings.items + p->skeleton_rows.items[p->token_skeleton[i]].string;
		share[p->token_row[i]] = key_share(text_hash(s, strlen(s)));
	}
	for (size_t i = 0; i < n; i++) {
		const struct person_in *x = &b->persons.items[i];
		uint64_t sum = 0;
		for (size_t k = 0; k < x->tokens_n; k++)
			sum += share[b->sequence.items[x->tokens + k]];
		p->order[i] = (struct keyed){key_done(sum, x->tokens_n), i};
	}
	free(share);
	p->order = sort_keyed(p->order, n, by_person, p);
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

static void make_names(struct plan *p)
{
	size_t n = p->b->persons.n;
	p->name_first = must(malloc((n + 1) * sizeof *p->name_first));
	p->start_bits.items = must(calloc(n / 64 + 1, sizeof *p->start_bits.items));
	p->start_bits.n = n / 64 + 1;
	LIST_OF(uint64_t) keys = {0};
	for (size_t i = 0; i < n; i++) {
		const struct person_in *x = &p->b->persons.items[p->order[i].value];
		ask_person(p, i);
		p->place[p->order[i].value] = (uint32_t)i;
		if (i % RANK_STEP == 0)
			PUSH(&p->start_rank, (uint32_t)keys.n);
		if (i && p->order[i].key == p->order[i - 1].key && !compare_tokens(p, &p->b->persons.items[p->order[i - 1].value], x))
			continue;
		if (keys.n % PICK_STEP == 0)
			PUSH(&p->start_pick, (uint32_t)i);
		p->start_bits.items[i / 64] |= (uint64_t)1 << (i % 64);
		p->name_first[keys.n] = (uint32_t)i;
		put_tokens(p, x, keys.n);
		PUSH(&keys, p->order[i].key);
	}
	p->name_first[keys.n] = (uint32_t)n;
	p->h.names = keys.n;
	p->h.persons = n;
	p->h.name_bits = directory_bits(keys.n, 4);
	for (size_t i = 0; i < keys.n; i++)
		PUSH(&p->names, (uint32_t)(keys.items[i] >> (32 - p->h.name_bits)));
#define HASH_OF(i) keys.items[i]
	DIRECTORY(&p->name_dir, HASH_OF, keys.n, p->h.name_bits);
#undef HASH_OF
	free(keys.items);
}

/* ---- Postings ---- */

/* The distinct skeletons of a name. */
static size_t skeletons_of(const struct plan *p, size_t name, uint32_t ret[static NAME_PARTS_MAX])
{
	const struct person_in *x = &p->b->persons.items[p->order[p->name_first[name]].value];
	size_t n = 0;
	ask_person(p, p->name_first[name]);
	for (size_t k = 0; k < x->tokens_n; k++) {
		uint32_t id = p->row_skeleton[p->b->sequence.items[x->tokens + k]];
		bool before = false;
		for (size_t m = 0; m < n; m++)
			before |= ret[m] == id;
		if (!before)
			ret[n++] = id;
	}
	return n;
}

static uint64_t *grow_postings(struct plan *p, size_t words)
{
	while (p->postings.n + words > p->postings.cap) {
		p->postings.cap = p->postings.cap ? p->postings.cap * 2 : 1024;
		p->postings.items = must(realloc(p->postings.items, p->postings.cap * sizeof *p->postings.items));
	}
	uint64_t *ret = p->postings.items + p->postings.n;
	memset(ret, 0, words * sizeof *ret);
	p->postings.n += words;
	return ret;
}

/* One name is the row itself; few are gaps; more are 16-bit numbers by chunks of 65,536; very many are a bitmap. */
static void put_postings(struct plan *p, struct ix_skeleton *k, const uint32_t *names)
{
	uint64_t all = p->h.names;
	k->postings = p->postings.n;
	if (k->names == 1) {
		k->postings = names[0];
	} else if (k->names < LIST_SMALL) {
		uint8_t bytes[LIST_SMALL * 5];
		size_t n = 0;
		for (uint32_t i = 0, last = 0; i < k->names; last = names[i++]) {
			uint32_t gap = names[i] - last;
			for (; gap >= 128; gap >>= 7)
				bytes[n++] = (uint8_t)(gap | 128);
			bytes[n++] = (uint8_t)gap;
		}
		memcpy(grow_postings(p, (n + 7) / 8), bytes, n);
	} else if (k->names > all / 64) {
		uint64_t *bits = grow_postings(p, all / 64 + 1);
		for (uint32_t i = 0; i < k->names; i++)
			bits[names[i] / 64] |= (uint64_t)1 << (names[i] % 64);
	} else {
		size_t chunks = all / 65536 + 1, words = (chunks + 2) / 2 + (k->names + 3) / 4;
		uint32_t *starts = (uint32_t *)(void *)grow_postings(p, words);
		uint16_t *low = (uint16_t *)(void *)((uint64_t *)(void *)starts + (chunks + 2) / 2);
		for (uint32_t i = 0; i < k->names; i++) {
			starts[names[i] / 65536 + 1] = i + 1;
			low[i] = (uint16_t)names[i];
		}
		for (size_t c = 1; c <= chunks; c++)
			starts[c] = starts[c] ? starts[c] : starts[c - 1];
	}
}

static void make_postings(struct plan *p)
{
	uint32_t ids[NAME_PARTS_MAX];
	uint64_t total = 0;
	for (size_t name = 0; name < p->h.names; name++)
		for (size_t n = skeletons_of(p, name, ids); n--;) {
			p->skeleton_rows.items[ids[n]].names++;
			p->skeleton_rows.items[ids[n]].persons += p->name_first[name + 1] - p->name_first[name];
			total++;
		}
	uint32_t *lists = must(malloc((total + 1) * sizeof *lists));
	uint64_t *ends = must(calloc(p->skeleton_rows.n + 1, sizeof *ends)), at = 0;
	for (size_t i = 0; i < p->skeleton_rows.n; i++) {
		ends[i] = at;
		at += p->skeleton_rows.items[i].names;
	}
	for (size_t name = 0; name < p->h.names; name++)
		for (size_t n = skeletons_of(p, name, ids); n--;)
			lists[ends[ids[n]]++] = (uint32_t)name;
	for (size_t i = 0; i < p->skeleton_rows.n; i++)
		put_postings(p, &p->skeleton_rows.items[i], lists + ends[i] - p->skeleton_rows.items[i].names);
	free(lists);
	free(ends);
}

/* ---- What is known of a person ---- */

struct nip_parts {
	uint32_t day, year, month, sex, number;
};

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
	for (size_t i = 0; i < p->b->persons.n; i++) {
		struct nip_parts x;
		if (!p->b->persons.items[i].nip || !nip_parts(p->b->persons.items[i].nip, &x))
			continue;
		widen(x.day, &n->day, &n->days);
		widen(x.year, &n->year, &n->years);
		widen(x.month, &n->month, &n->months);
		widen(x.sex, &n->sex, &n->sexes);
		widen(x.number, &n->number, &n->numbers);
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

static void put_bits(uint64_t *rows, uint64_t at, uint64_t x, uint32_t bits)
{
	if (!bits)
		return;
	rows[at / 64] |= x << (at % 64);
	if (at % 64 + bits > 64)
		rows[at / 64 + 1] |= x >> (64 - at % 64);
}

static void measure_fields(struct plan *p, uint32_t *ranks[COLUMNS])
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

static void make_rows(struct plan *p)
{
	const struct screen_builder *b = p->b;
	uint32_t *ranks[COLUMNS];
	measure_fields(p, ranks);
	p->rows.n = (size_t)(((uint64_t)b->persons.n * p->h.row_bits + 63) / 64 + 2); /* a reader loads up to 16 bytes from any bit on */
	p->rows.items = must(calloc(p->rows.n, sizeof *p->rows.items));
	uint64_t at = 0;
	for (size_t i = 0; i < b->persons.n; i++) {
		const struct person_in *x = &b->persons.items[p->order[i].value];
		ask_person(p, i);
		uint64_t values[FIELD_N] = {[FIELD_NIP] = nip_code(p, x->nip, i), [FIELD_REF] = x->ref - p->h.fields[FIELD_REF].base, [FIELD_CLASS] = x->class};
		for (int k = 0; k < COLUMNS; k++)
			values[FIELD_AGENCY + k] = ranks[k][x->text[k]];
		for (int k = 0; k < FIELD_N; k++) {
			put_bits(p->rows.items, at, values[k], p->h.fields[k].bits);
			at += p->h.fields[k].bits;
		}
		if (x->display != NONE)
			PUSH(&p->extra, (struct ix_extra){(uint32_t)i, put_string(&p->texts, b->displays.items + x->display, strlen(b->displays.items + x->display))});
	}
	for (int i = 0; i < COLUMNS; i++)
		free(ranks[i]);
}

/* ---- Accounts ---- */

/* Buckets of eight, four fifths full; a full one overflows into the next. A slot holds as much of the hash as there is
 * room beside person and evidence; 0 is free, so a slot's person is counted from 1. */
static void make_accounts(struct plan *p)
{
	const struct screen_builder *b = p->b;
	size_t n = b->accounts.n;
	p->h.accounts = n;
	p->h.person_bits = bits_for(b->persons.n);
	p->h.account_buckets = n * 10 / 64 + 1;
	p->accounts.n = p->h.account_buckets * ACCOUNT_SLOTS;
	p->accounts.items = must(calloc(p->accounts.n, sizeof *p->accounts.items));
	struct keyed *order = must(malloc((n + 1) * sizeof *order));
	for (size_t i = 0; i < n; i++) {
		const struct account_in *a = &b->accounts.items[i];
		uint64_t low = (uint64_t)(p->place[a->person] + 1) << 2 | a->evidence;
		order[i] = (struct keyed){a->hash, a->hash << (p->h.person_bits + 2) | low};
	}
	order = sort_keyed(order, n, by_key_and_value, NULL);
	for (size_t i = 0; i < n; i++) {
		size_t bucket = bucket_of(order[i].key, p->h.account_buckets), slot = 0;
		while (p->accounts.items[bucket * ACCOUNT_SLOTS + slot])
			if (++slot == ACCOUNT_SLOTS) {
				slot = 0;
				bucket = (bucket + 1) % p->h.account_buckets;
			}
		p->accounts.items[bucket * ACCOUNT_SLOTS + slot] = order[i].value;
	}
	free(order);
}

/* ---- The file ---- */

struct part {
	const void *bytes;
	size_t n;
	uint32_t item_bytes;
};

static size_t aligned(size_t n, size_t to) { return (n + to - 1) / to * to; }

/* SUMS comes first behind the header; the pages it speaks of begin behind it. */
static unsigned char *lay_out(struct ix_header *h, struct part *parts, size_t *ret_n)
{
	size_t body = 0;
	for (int i = 1; i < SECTION_N; i++)
		body += aligned(parts[i].n * parts[i].item_bytes, INDEX_ALIGN);
	body = aligned(body, INDEX_HEADER);
	size_t pages = (body + INDEX_PAGE - 1) / INDEX_PAGE, first = INDEX_HEADER + aligned(pages * sizeof(uint64_t), INDEX_HEADER), at = first;
	unsigned char *ret = must(aligned_alloc(INDEX_ALIGN, first + body));
	memset(ret, 0, first);
	h->directory[SECTION_SUMS] = (struct ix_entry){SECTION_SUMS, sizeof(uint64_t), INDEX_HEADER, pages * sizeof(uint64_t)};
	for (uint32_t i = 1; i < SECTION_N; i++) {
		size_t n = parts[i].n * parts[i].item_bytes, whole = aligned(n, INDEX_ALIGN);
		h->directory[i] = (struct ix_entry){i, parts[i].item_bytes, at, n};
		if (n)
			memcpy(ret + at, parts[i].bytes, n);
		memset(ret + at + n, 0, whole - n);
		at += whole;
	}
	memset(ret + at, 0, first + body - at);
	uint64_t *sums = (uint64_t *)(void *)(ret + INDEX_HEADER);
	for (size_t i = 0; i < pages; i++)
		sums[i] = index_checksum(ret + first + i * INDEX_PAGE, body - i * INDEX_PAGE < INDEX_PAGE ? body - i * INDEX_PAGE : INDEX_PAGE);
	h->sums_checksum = index_checksum(sums, first - INDEX_HEADER);
	h->file_bytes = *ret_n = first + body;
	struct hash build = hash_of(sums, pages * sizeof *sums), whole = hash_of(h, sizeof *h);
	for (int i = 0; i < HASH_SIZE; i++)
		h->build[i] = build.bytes[i] ^ whole.bytes[i];
	h->checksum = index_checksum(h, sizeof *h);
	memcpy(ret, h, sizeof *h);
	return ret;
}

static void plan_free(struct plan *p)
{
	void *all[] = {p->token_rank, p->token_row, p->token_skeleton, p->row_skeleton, p->skeleton_rank, p->order, p->place, p->name_first, p->strings.items, p->tokens.items,
		       p->skeleton_rows.items, p->skeleton_dir.items, p->deletes.items, p->delete_dir.items, p->names.items, p->name_dir.items,
		       p->forward_dir.items, p->start_rank.items, p->start_pick.items, p->dict.items, p->forward.items, p->postings.items,
		       p->start_bits.items, p->rows.items, p->accounts.items, p->extra.items, p->odd.items, p->texts.items};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		free(all[i]);
	pool_free(&p->skeletons);
}

static enum status check_widths(const struct plan *p, struct err *e)
{
	if (p->tokens.n >= ID_MAX || p->skeleton_rows.n >= ID_MAX)
		return FAIL(e, TOO_LARGE, "%zu different words of names; the format has room for %u", p->tokens.n, ID_MAX - 1);
	if (p->strings.n > UINT32_MAX || p->texts.n > UINT32_MAX || p->forward.n > UINT32_MAX)
		return FAIL(e, TOO_LARGE, "the texts of the index would pass 4 GiB");
	for (int i = 0; i < FIELD_N; i++)
		if (p->h.fields[i].bits > 64)
			return FAIL(e, TOO_LARGE, "a field of %u bits; the format has room for 64", p->h.fields[i].bits);
	return OK;
}

static void make_all(struct plan *p)
{
	put_string(&p->strings, p->b->strings.bytes.items, p->b->strings.bytes.n - 1); /* offsets of the builder stay true */
	order_tokens(p);
	make_skeletons(p);
	p->h.skeleton_bits = directory_bits(p->skeleton_rows.n, 2);
#define HASH_OF(i) text_hash(p->strings.items + p->skeleton_rows.items[i].string, strlen(p->strings.items + p->skeleton_rows.items[i].string))
	DIRECTORY(&p->skeleton_dir, HASH_OF, p->skeleton_rows.n, p->h.skeleton_bits);
#undef HASH_OF
	make_deletes(p);
	order_persons(p);
	make_names(p);
	make_postings(p);
	make_rows(p);
	make_accounts(p);
}

static void plan_free_scoped(struct plan **p) { plan_free(*p); }

enum status index_bytes(struct screen_builder *b, unsigned char **ret, size_t *ret_n, struct err *e)
{
	struct plan plan = {.b = b, .h = {.magic = INDEX_MAGIC, .version = INDEX_VERSION, .sections = SECTION_N}};
	scoped(plan_free_scoped) struct plan *p = &plan;
	scoped(arena_free) struct arena a = {0};
	make_all(p);
	TRY(check_widths(p, e));
	struct term_row *terms = arena_array(&a, struct term_row, b->terms.n + 1);
	for (size_t i = 0; i < b->terms.n; i++)
		terms[i] = (struct term_row){b->terms.items[i].pair, b->terms.items[i].kind, b->strings.bytes.items + b->terms.items[i].string};
	struct watch_list watches = {0};
	struct phrases trie;
	watches_make(&a, terms, b->terms.n, &watches, &trie);
	p->h.edge_bits = (uint32_t)trie.edge_bits;
	char *meta = arena_printf(&a, "[%s]", b->sources.s ? b->sources.s : "");
#define PART(section, list) [SECTION_##section] = {(list).items, (list).n, sizeof *(list).items}
	struct part parts[SECTION_N] = {
		PART(STRINGS, p->strings), PART(CONTESTS, b->contests), PART(PAIRS, b->pairs), PART(TERMS, b->terms), PART(WATCHES, watches),
		[SECTION_EDGES] = {trie.edges, (size_t)1 << trie.edge_bits, sizeof *trie.edges}, [SECTION_STARTS] = {trie.starts, starts_words(trie.edge_bits), sizeof *trie.starts},
		[SECTION_FIRST] = {trie.first, trie.nodes_n, sizeof *trie.first}, [SECTION_VALUES] = {trie.values, trie.values_n, sizeof *trie.values},
		[SECTION_META] = {meta, strlen(meta) + 1, 1}, PART(DICT, p->dict), PART(TOKENS, p->tokens), PART(SKELETONS, p->skeleton_rows),
		PART(SKELETONDIR, p->skeleton_dir), PART(DELETES, p->deletes), PART(DELETEDIR, p->delete_dir), PART(POSTINGS, p->postings), PART(NAMES, p->names),
		PART(NAMEDIR, p->name_dir), PART(FORWARD, p->forward), PART(FORWARDDIR, p->forward_dir), PART(STARTBITS, p->start_bits),
		PART(STARTRANK, p->start_rank), PART(STARTPICK, p->start_pick), PART(ROWS, p->rows), PART(ACCOUNTS, p->accounts), PART(EXTRA, p->extra),
		PART(ODD, p->odd), PART(TEXTS, p->texts)};
#undef PART
	*ret = lay_out(&p->h, parts, ret_n);
	return OK;
}
