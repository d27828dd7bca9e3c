/* build.c -- making an index: rows come in any order, the file comes out the same for the same rows.
 *
 * Strings are kept once. Names become sequences of token numbers; tokens are numbered in the order of their bytes,
 * names in the order of their sequences, persons by name, NIP, spelling and reference. Nothing depends on memory
 * addresses or on time.
 */
#define _GNU_SOURCE
#include "core/screen/screen_internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PERSONS_MAX (1u << 27)
#define STRINGS_MAX UINT32_MAX

/* Growing arrays outside arenas: they become large and are copied into the file as they are. */
#define GROW(type) struct { type *items; size_t n, cap; }
#define PUSH(list, item)                                                                                           \
	do {                                                                                                       \
		if ((list)->n == (list)->cap) {                                                                    \
			(list)->cap = (list)->cap ? (list)->cap * 2 : 64;                                          \
			(list)->items = must(realloc((list)->items, (list)->cap * sizeof *(list)->items));         \
		}                                                                                                  \
		(list)->items[(list)->n++] = (item);                                                               \
	} while (0)

static void *must(void *p)
{
	if (!p)
		abort();
	return p;
}

/* Texts kept once each; an offset names one. */
struct pool {
	GROW(char) bytes;
	GROW(uint32_t) offsets; /* of each distinct text, in the order of arrival */
	uint32_t *slots;        /* position in offsets + 1 */
	size_t slots_n;
};
struct person_in {
	struct ix_person row;
	uint32_t tokens; /* first of its tokens in sequence */
	uint32_t tokens_n;
};
struct slot_map { /* 64-bit key -> row + 1 */
	struct { uint64_t key; uint32_t row; } *slots;
	size_t slots_n, used;
};
struct screen_builder {
	struct pool strings, tokens;
	GROW(struct person_in) persons;
	GROW(uint32_t) sequence; /* positions in tokens.offsets */
	struct slot_map by_nip, by_ref;
	GROW(struct ix_account) accounts;
	struct slot_map by_handle;
	GROW(struct ix_contest) contests;
	GROW(struct ix_pair) pairs;
	GROW(struct ix_term) terms;
	struct slot_map terms_seen;
	struct buf sources;
};

static void pool_rehash(struct pool *p)
{
	p->slots_n = p->slots_n ? p->slots_n * 2 : 1024;
	free(p->slots);
	p->slots = must(calloc(p->slots_n, sizeof *p->slots));
	for (size_t i = 0; i < p->offsets.n; i++) {
		const char *s = p->bytes.items + p->offsets.items[i];
		size_t at = text_hash(s, strlen(s)) & (p->slots_n - 1);
		while (p->slots[at])
			at = (at + 1) & (p->slots_n - 1);
		p->slots[at] = (uint32_t)i + 1;
	}
}

/* The position of @s among the distinct texts. */
static uint32_t pool_put(struct pool *p, const char *s, size_t n)
{
	if (p->offsets.n * 2 >= p->slots_n)
		pool_rehash(p);
	size_t at = text_hash(s, n) & (p->slots_n - 1);
	for (; p->slots[at]; at = (at + 1) & (p->slots_n - 1)) {
		const char *have = p->bytes.items + p->offsets.items[p->slots[at] - 1];
		if (!strncmp(have, s, n) && !have[n])
			return p->slots[at] - 1;
	}
	if (p->bytes.n + n + 1 > p->bytes.cap) {
		p->bytes.cap = (p->bytes.n + n + 1) * 2;
		p->bytes.items = must(realloc(p->bytes.items, p->bytes.cap));
	}
	uint32_t offset = (uint32_t)p->bytes.n;
	memcpy(p->bytes.items + offset, s, n);
	p->bytes.items[offset + n] = '\0';
	p->bytes.n += n + 1;
	PUSH(&p->offsets, offset);
	p->slots[at] = (uint32_t)p->offsets.n;
	return (uint32_t)p->offsets.n - 1;
}

static uint32_t string(struct screen_builder *b, const char *s)
{
	uint32_t at = pool_put(&b->strings, s ? s : "", s ? strlen(s) : 0); /* may move the offsets */
	return b->strings.offsets.items[at];
}

static uint32_t *map_slot(struct slot_map *m, uint64_t key)
{
	if (m->used * 2 >= m->slots_n) {
		struct slot_map bigger = {.slots_n = m->slots_n ? m->slots_n * 2 : 1024};
		bigger.slots = must(calloc(bigger.slots_n, sizeof *bigger.slots));
		for (size_t i = 0; i < m->slots_n; i++)
			if (m->slots[i].row)
				*map_slot(&bigger, m->slots[i].key) = m->slots[i].row;
		bigger.used = m->used;
		free(m->slots);
		*m = bigger;
	}
	size_t at = text_hash((const char *)&key, sizeof key) & (m->slots_n - 1);
	while (m->slots[at].row && m->slots[at].key != key)
		at = (at + 1) & (m->slots_n - 1);
	m->used += !m->slots[at].row;
	m->slots[at].key = key;
	return &m->slots[at].row;
}

static uint32_t map_get(const struct slot_map *m, uint64_t key)
{
	if (!m->slots_n)
		return 0;
	size_t at = text_hash((const char *)&key, sizeof key) & (m->slots_n - 1);
	while (m->slots[at].row && m->slots[at].key != key)
		at = (at + 1) & (m->slots_n - 1);
	return m->slots[at].row;
}

struct screen_builder *screen_builder_new(void)
{
	struct screen_builder *b = must(calloc(1, sizeof *b));
	string(b, "");
	return b;
}

static void pool_free(struct pool *p)
{
	free(p->bytes.items);
	free(p->offsets.items);
	free(p->slots);
}

void screen_builder_free(struct screen_builder **p)
{
	struct screen_builder *b = *p;
	if (!b)
		return;
	pool_free(&b->strings);
	pool_free(&b->tokens);
	free(b->persons.items);
	free(b->sequence.items);
	free(b->by_nip.slots);
	free(b->by_ref.slots);
	free(b->accounts.items);
	free(b->by_handle.slots);
	free(b->contests.items);
	free(b->pairs.items);
	free(b->terms.items);
	free(b->terms_seen.slots);
	buf_free(&b->sources);
	free(b);
	*p = NULL;
}

/* ---- Rows ---- */

static enum status nip_number(const char *s, uint64_t *ret, struct err *e)
{
	uint64_t n = 0;
	size_t digits = 0;
	for (; s && *s; s++) {
		if (*s == ' ')
			continue;
		if (*s < '0' || *s > '9' || ++digits > 18)
			return FAIL(e, INVALID, "nip: expected 18 digits");
		n = n * 10 + (uint64_t)(*s - '0');
	}
	*ret = n;
	return digits == 0 || digits == 18 ? OK : FAIL(e, INVALID, "nip: %zu digits, expected 18", digits);
}

enum status screen_add_person(struct screen_builder *b, const struct screen_person *p, struct err *e)
{
	struct person_in in = {.row = {.ref = (uint64_t)p->ref, .class = (uint8_t)p->class, .derived = p->class_derived}};
	struct person_name name;
	TRY(nip_number(p->nip, &in.row.nip, e));
	name_read(p->name ? p->name : "", p->name ? strlen(p->name) : 0, &name);
	if (!name.n)
		return FAIL(e, INVALID, "nama: no letters in it");
	if (p->ref <= 0)
		return FAIL(e, INVALID, "ref: a positive number was expected");
	if (b->persons.n >= PERSONS_MAX || b->strings.bytes.n > STRINGS_MAX - (1u << 20))
		return FAIL(e, TOO_LARGE, "the index is full (%zu persons)", b->persons.n);
	if (in.row.nip && map_get(&b->by_nip, in.row.nip))
		return FAIL(e, CONFLICT, "nip: stands on two rows");
	if (map_get(&b->by_ref, in.row.ref))
		return FAIL(e, CONFLICT, "ref: stands on two rows");
	in.row.display = string(b, p->name);
	in.row.agency = string(b, p->agency);
	in.row.unit = string(b, p->unit);
	in.row.position = string(b, p->position);
	in.row.region = string(b, p->region);
	in.row.status = string(b, p->status);
	in.tokens = (uint32_t)b->sequence.n;
	in.tokens_n = (uint32_t)name.n;
	for (size_t i = 0; i < name.n; i++)
		PUSH(&b->sequence, pool_put(&b->tokens, name.parts[i].s, name.parts[i].n));
	PUSH(&b->persons, in);
	if (in.row.nip)
		*map_slot(&b->by_nip, in.row.nip) = (uint32_t)b->persons.n;
	*map_slot(&b->by_ref, in.row.ref) = (uint32_t)b->persons.n;
	return OK;
}

enum status screen_add_account(struct screen_builder *b, const struct screen_account *p, struct err *e)
{
	static const char *const levels[] = {"none", "claimed", "admitted", "proven"};
	char handle[128];
	uint64_t nip;
	size_t n = handle_fold(p->handle ? p->handle : "", handle, sizeof handle);
	if (!n)
		return FAIL(e, INVALID, "handle: empty or longer than 127 bytes");
	if (text_blank(p->platform))
		return FAIL(e, INVALID, "platform: empty");
	TRY(nip_number(p->nip, &nip, e));
	uint32_t person = nip ? map_get(&b->by_nip, nip) : map_get(&b->by_ref, (uint64_t)p->ref);
	if (!person)
		return FAIL(e, NOT_FOUND, "nip: no such person in the register");
	uint32_t evidence = UINT32_MAX;
	for (uint32_t i = 0; i < 4; i++)
		if (text_eq(p->evidence, levels[i]))
			evidence = i;
	if (evidence == UINT32_MAX)
		return FAIL(e, INVALID, "evidence: expected none, claimed, admitted or proven");
	const char *platform = platform_fold(p->platform);
	if (map_get(&b->by_handle, account_hash(platform, handle)))
		return FAIL(e, CONFLICT, "handle: stands on two rows");
	PUSH(&b->accounts, ((struct ix_account){string(b, platform), string(b, handle), person - 1, evidence}));
	*map_slot(&b->by_handle, account_hash(platform, handle)) = (uint32_t)b->accounts.n;
	return OK;
}

static uint32_t contest_row(struct screen_builder *b, const char *code)
{
	uint32_t offset = string(b, code);
	for (size_t i = b->contests.n; i > 0; i--)
		if (b->contests.items[i - 1].code == offset)
			return (uint32_t)(i - 1);
	const char *slash = strchr(code, '/');
	size_t n = slash ? (size_t)(slash - code) : strlen(code);
	char region[32] = "";
	if (n < sizeof region && n && code[0] >= '0' && code[0] <= '9')
		memcpy(region, code, n);
	PUSH(&b->contests, ((struct ix_contest){offset, string(b, region), 0, DAY_NONE.n}));
	return (uint32_t)b->contests.n - 1;
}

enum status screen_add_contest(struct screen_builder *b, const struct screen_contest *c, struct err *e)
{
	if (text_blank(c->code))
		return FAIL(e, INVALID, "contest: empty");
	uint32_t at = contest_row(b, c->code);
	struct ix_contest *row = &b->contests.items[at];
	row->election = string(b, c->election);
	row->determined = c->determined.n;
	return OK;
}

static uint32_t pair_row(struct screen_builder *b, const struct screen_term *t, uint32_t contest, int32_t number)
{
	const char *pair = text_blank(t->pair) ? t->number : t->pair;
	uint32_t offset = string(b, pair);
	for (size_t i = b->pairs.n; i > 0; i--)
		if (b->pairs.items[i - 1].contest == contest && b->pairs.items[i - 1].pair == offset) {
			if (number >= 0)
				b->pairs.items[i - 1].number = number;
			return (uint32_t)(i - 1);
		}
	const char *code = b->strings.bytes.items + b->contests.items[contest].code, *slash = strchr(code, '/');
	char ref[160];
	snprintf(ref, sizeof ref, "%.*s/%s", (int)(slash ? slash - code : (ptrdiff_t)strlen(code)), code, pair);
	PUSH(&b->pairs, ((struct ix_pair){contest, offset, string(b, ref), number}));
	return (uint32_t)b->pairs.n - 1;
}

enum status screen_add_term(struct screen_builder *b, const struct screen_term *t, struct err *e)
{
	uint32_t kind = 0;
	while (kind < TERM_KIND_N && !text_eq(term_kind_name(kind), t->kind))
		kind++;
	if (kind == TERM_KIND_N)
		return FAIL(e, INVALID, "kind: '%.20s'; expected name, nick, acronym, slogan, hashtag, account, number, party or jingle", t->kind);
	if (text_blank(t->contest) || strlen(t->contest) > 100)
		return FAIL(e, INVALID, "contest: empty or longer than 100 bytes");
	if ((text_blank(t->pair) && text_blank(t->number)) || strlen(t->pair ? t->pair : "") > 40)
		return FAIL(e, INVALID, "pair: empty or longer than 40 bytes");
	if (text_blank(t->term) || strlen(t->term) > 200)
		return FAIL(e, INVALID, "term: empty or longer than 200 bytes");
	int64_t number = -1;
	if (!text_blank(t->number))
		TRY(int_parse(t->number, 0, 999, &number, e));
	uint32_t contest = contest_row(b, t->contest), pair = pair_row(b, t, contest, (int32_t)number);
	struct ix_term row = {pair, kind, string(b, t->term), string(b, t->region)};
	uint64_t key = text_hash((const char *)&row, sizeof row);
	if (map_get(&b->terms_seen, key))
		return OK; /* the same row again says nothing new */
	PUSH(&b->terms, row);
	*map_slot(&b->terms_seen, key) = (uint32_t)b->terms.n;
	return OK;
}

void screen_add_source(struct screen_builder *b, const char *kind, const char *name, const char *sha256, int64_t rows)
{
	struct json_out j = jout_start(&b->sources);
	if (b->sources.n)
		buf_char(&b->sources, ',');
	jout_object(&j);
	jout_put_text(&j, "kind", kind);
	jout_put_text(&j, "name", name);
	jout_put_text(&j, "sha256", sha256);
	jout_put_int(&j, "rows", rows);
	jout_end(&j, '}');
}

/* ---- The file ---- */

/* The finished rows on their way into the file. */
struct plan {
	const struct screen_builder *b;
	uint32_t *rank;   /* of each token of the pool, in the order of bytes */
	uint32_t *person; /* new place -> place in b->persons */
	uint32_t *place;  /* and back */
	GROW(struct ix_person) persons;
	GROW(struct ix_name) names;
	GROW(uint32_t) forward;
	GROW(struct ix_token) tokens;
	GROW(struct ix_skeleton) skeletons;
	GROW(uint32_t) postings;
	GROW(uint64_t) deletes;
	GROW(struct ix_account) accounts;
	struct pool skeleton_pool;
	uint32_t *nametab, *tokentab, *skeletontab, *accounttab;
	size_t nametab_n, tokentab_n, skeletontab_n, accounttab_n;
	uint32_t *token_string, *skeleton_string; /* offsets in STRINGS */
};

static int by_token_bytes(const void *x, const void *y, void *context)
{
	const struct pool *p = context;
	return strcmp(p->bytes.items + p->offsets.items[*(const uint32_t *)x], p->bytes.items + p->offsets.items[*(const uint32_t *)y]);
}

static void rank_tokens(struct plan *p)
{
	size_t n = p->b->tokens.offsets.n;
	uint32_t *order = must(malloc((n + 1) * sizeof *order));
	p->rank = must(malloc((n + 1) * sizeof *p->rank));
	for (size_t i = 0; i < n; i++)
		order[i] = (uint32_t)i;
	if (n)
		qsort_r(order, n, sizeof *order, by_token_bytes, (void *)&p->b->tokens);
	for (size_t i = 0; i < n; i++) {
		p->rank[order[i]] = (uint32_t)i;
		PUSH(&p->tokens, ((struct ix_token){.string = order[i]})); /* place in the pool until the strings are laid out */
	}
	free(order);
}

static int compare_names(const struct plan *p, const struct person_in *x, const struct person_in *y)
{
	size_t n = x->tokens_n < y->tokens_n ? x->tokens_n : y->tokens_n;
	for (size_t i = 0; i < n; i++) {
		uint32_t a = p->rank[p->b->sequence.items[x->tokens + i]], c = p->rank[p->b->sequence.items[y->tokens + i]];
		if (a != c)
			return a < c ? -1 : 1;
	}
	return x->tokens_n == y->tokens_n ? 0 : x->tokens_n < y->tokens_n ? -1 : 1;
}

static int by_person(const void *a, const void *c, void *context)
{
	const struct plan *p = context;
	const struct person_in *x = &p->b->persons.items[*(const uint32_t *)a], *y = &p->b->persons.items[*(const uint32_t *)c];
	int ret = compare_names(p, x, y);
	if (!ret && x->row.nip != y->row.nip)
		ret = x->row.nip < y->row.nip ? -1 : 1;
	if (!ret)
		ret = strcmp(p->b->strings.bytes.items + x->row.display, p->b->strings.bytes.items + y->row.display);
	if (!ret)
		ret = x->row.ref < y->row.ref ? -1 : 1;
	return ret;
}

static void order_persons(struct plan *p)
{
	const struct screen_builder *b = p->b;
	p->person = must(malloc((b->persons.n + 1) * sizeof *p->person));
	p->place = must(malloc((b->persons.n + 1) * sizeof *p->place));
	for (size_t i = 0; i < b->persons.n; i++)
		p->person[i] = (uint32_t)i;
	if (b->persons.n)
		qsort_r(p->person, b->persons.n, sizeof *p->person, by_person, p);
	for (size_t i = 0; i < b->persons.n; i++) {
		const struct person_in *in = &b->persons.items[p->person[i]];
		p->place[p->person[i]] = (uint32_t)i;
		if (!i || compare_names(p, &b->persons.items[p->person[i - 1]], in)) {
			PUSH(&p->names, ((struct ix_name){(uint32_t)i, 0, (uint32_t)p->forward.n, in->tokens_n}));
			for (uint32_t k = 0; k < in->tokens_n; k++)
				PUSH(&p->forward, p->rank[b->sequence.items[in->tokens + k]]);
		}
		struct ix_person row = in->row;
		row.name = (uint32_t)p->names.n - 1;
		p->names.items[row.name].persons++;
		PUSH(&p->persons, row);
	}
}

static void make_skeletons(struct plan *p)
{
	const struct pool *pool = &p->b->tokens;
	for (size_t i = 0; i < p->tokens.n; i++) {
		const char *s = pool->bytes.items + pool->offsets.items[p->tokens.items[i].string];
		char skeleton[NAME_PART_MAX];
		size_t n = name_skeleton(s, strlen(s), skeleton);
		uint32_t id = pool_put(&p->skeleton_pool, skeleton, n);
		if (id == p->skeletons.n)
			PUSH(&p->skeletons, ((struct ix_skeleton){.length = (uint32_t)n}));
		p->tokens.items[i].skeleton = id;
		p->tokens.items[i].length = (uint32_t)strlen(s);
	}
}

/* Visits each (skeleton, name) once, names ascending: first to count, then to place. */
static void each_posting(struct plan *p, void (*visit)(struct plan *p, uint32_t skeleton, uint32_t name))
{
	for (size_t name = 0; name < p->names.n; name++) {
		const struct ix_name *row = &p->names.items[name];
		for (uint32_t k = 0; k < row->tokens; k++) {
			uint32_t id = p->tokens.items[p->forward.items[row->forward + k]].skeleton;
			bool before = false;
			for (uint32_t m = 0; m < k; m++)
				before |= p->tokens.items[p->forward.items[row->forward + m]].skeleton == id;
			if (!before)
				visit(p, id, (uint32_t)name);
		}
	}
}
static void count_posting(struct plan *p, uint32_t skeleton, uint32_t name)
{
	p->skeletons.items[skeleton].postings_n++;
	p->skeletons.items[skeleton].persons += p->names.items[name].persons;
}
static void place_posting(struct plan *p, uint32_t skeleton, uint32_t name)
{
	struct ix_skeleton *s = &p->skeletons.items[skeleton];
	p->postings.items[s->postings + s->postings_n++] = name;
}

static void make_postings(struct plan *p)
{
	each_posting(p, count_posting);
	uint32_t at = 0;
	for (size_t i = 0; i < p->skeletons.n; i++) {
		p->skeletons.items[i].postings = at;
		at += p->skeletons.items[i].postings_n;
		p->skeletons.items[i].postings_n = 0;
	}
	p->postings.items = must(malloc((at + 1) * sizeof *p->postings.items));
	p->postings.n = at;
	each_posting(p, place_posting);
	for (size_t name = 0; name < p->names.n; name++)
		for (uint32_t k = 0; k < p->names.items[name].tokens; k++)
			p->tokens.items[p->forward.items[p->names.items[name].forward + k]].persons += p->names.items[name].persons;
}

static int by_u64(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

/* Every skeleton, whole and with one letter left out: a typo away, two names meet in one of these. */
static void make_deletes(struct plan *p)
{
	for (size_t i = 0; i < p->skeletons.n; i++) {
		const char *s = p->skeleton_pool.bytes.items + p->skeleton_pool.offsets.items[i];
		size_t n = strlen(s);
		PUSH(&p->deletes, (text_hash(s, n) & 0xFFFFFFFF00000000u) | i);
		for (size_t k = 0; n >= 4 && k < n; k++) {
			char shorter[NAME_PART_MAX];
			memcpy(shorter, s, k);
			memcpy(shorter + k, s + k + 1, n - k - 1);
			PUSH(&p->deletes, (text_hash(shorter, n - 1) & 0xFFFFFFFF00000000u) | i);
		}
	}
	if (p->deletes.n)
		qsort(p->deletes.items, p->deletes.n, sizeof *p->deletes.items, by_u64);
}

static uint32_t *table(size_t rows, size_t *ret_n)
{
	size_t n = 16;
	while (n < rows * 2)
		n *= 2;
	*ret_n = n;
	return must(calloc(n, sizeof(uint32_t)));
}
static void table_put(uint32_t *slots, size_t n, uint64_t hash, size_t row)
{
	size_t at = hash & (n - 1);
	while (slots[at])
		at = (at + 1) & (n - 1);
	slots[at] = (uint32_t)row + 1;
}

static int by_account(const void *a, const void *c, void *context)
{
	const char *strings = context;
	const struct ix_account *x = a, *y = c;
	int ret = strcmp(strings + x->platform, strings + y->platform);
	return ret ? ret : strcmp(strings + x->handle, strings + y->handle);
}

static void make_tables(struct plan *p, struct screen_builder *b)
{
	p->nametab = table(p->names.n, &p->nametab_n);
	for (size_t i = 0; i < p->names.n; i++)
		table_put(p->nametab, p->nametab_n, sequence_hash(p->forward.items + p->names.items[i].forward, p->names.items[i].tokens), i);
	p->tokentab = table(p->tokens.n, &p->tokentab_n);
	for (size_t i = 0; i < p->tokens.n; i++) {
		const char *s = b->tokens.bytes.items + b->tokens.offsets.items[p->tokens.items[i].string];
		table_put(p->tokentab, p->tokentab_n, text_hash(s, p->tokens.items[i].length), i);
		p->tokens.items[i].string = string(b, s);
	}
	p->skeletontab = table(p->skeletons.n, &p->skeletontab_n);
	for (size_t i = 0; i < p->skeletons.n; i++) {
		const char *s = p->skeleton_pool.bytes.items + p->skeleton_pool.offsets.items[i];
		table_put(p->skeletontab, p->skeletontab_n, text_hash(s, p->skeletons.items[i].length), i);
		p->skeletons.items[i].string = string(b, s);
	}
	p->accounttab = table(b->accounts.n, &p->accounttab_n);
	for (size_t i = 0; i < b->accounts.n; i++) {
		struct ix_account row = b->accounts.items[i];
		row.person = p->place[row.person];
		PUSH(&p->accounts, row);
	}
	if (p->accounts.n)
		qsort_r(p->accounts.items, p->accounts.n, sizeof *p->accounts.items, by_account, b->strings.bytes.items);
	for (size_t i = 0; i < p->accounts.n; i++)
		table_put(p->accounttab, p->accounttab_n,
			  account_hash(b->strings.bytes.items + p->accounts.items[i].platform, b->strings.bytes.items + p->accounts.items[i].handle), i);
}

static void plan_free(struct plan *p)
{
	void *all[] = {p->rank, p->person, p->place, p->persons.items, p->names.items, p->forward.items, p->tokens.items, p->skeletons.items,
		       p->postings.items, p->deletes.items, p->accounts.items, p->nametab, p->tokentab, p->skeletontab, p->accounttab};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		free(all[i]);
	pool_free(&p->skeleton_pool);
}

struct part {
	const void *bytes;
	size_t n;
	uint32_t item_bytes;
};

static unsigned char *lay_out(const struct part *parts, size_t *ret_n)
{
	size_t at = INDEX_HEADER;
	struct ix_header h = {.magic = INDEX_MAGIC, .version = INDEX_VERSION, .sections = SECTION_N};
	for (uint32_t i = 0; i < SECTION_N; i++) {
		h.directory[i] = (struct ix_entry){i, parts[i].item_bytes, at, parts[i].n * parts[i].item_bytes, 0};
		at = (at + parts[i].n * parts[i].item_bytes + INDEX_ALIGN - 1) / INDEX_ALIGN * INDEX_ALIGN;
	}
	h.file_bytes = at;
	unsigned char *ret = must(aligned_alloc(INDEX_ALIGN, at));
	memset(ret, 0, INDEX_HEADER);
	for (uint32_t i = 0; i < SECTION_N; i++) {
		struct ix_entry *d = &h.directory[i];
		size_t end = i + 1 < SECTION_N ? h.directory[i + 1].offset : at;
		if (d->length)
			memcpy(ret + d->offset, parts[i].bytes, d->length);
		memset(ret + d->offset + d->length, 0, end - d->offset - d->length);
		d->checksum = index_checksum(ret + d->offset, d->length);
	}
	struct hash build = hash_of(h.directory, sizeof h.directory);
	memcpy(h.build, build.bytes, HASH_SIZE);
	h.checksum = index_checksum(&h, sizeof h);
	memcpy(ret, &h, sizeof h);
	*ret_n = at;
	return ret;
}

static void plan_free_scoped(struct plan **p) { plan_free(*p); }

enum status index_bytes(struct screen_builder *b, unsigned char **ret, size_t *ret_n, struct err *e)
{
	struct plan plan = {.b = b};
	scoped(plan_free_scoped) struct plan *p = &plan;
	rank_tokens(p);
	order_persons(p);
	make_skeletons(p);
	make_postings(p);
	make_deletes(p);
	make_tables(p, b);
	if (b->strings.bytes.n > STRINGS_MAX || p->postings.n > UINT32_MAX || p->forward.n > UINT32_MAX)
		return FAIL(e, TOO_LARGE, "the index would pass 4 GiB of text or postings");
	char *meta = NULL;
	if (asprintf(&meta, "[%s]", b->sources.s ? b->sources.s : "") < 0)
		abort();
	const struct part parts[SECTION_N] = {
		[SECTION_STRINGS] = {b->strings.bytes.items, b->strings.bytes.n, 1},
		[SECTION_PERSONS] = {p->persons.items, p->persons.n, sizeof(struct ix_person)},
		[SECTION_NAMES] = {p->names.items, p->names.n, sizeof(struct ix_name)},
		[SECTION_FORWARD] = {p->forward.items, p->forward.n, sizeof(uint32_t)},
		[SECTION_NAMETAB] = {p->nametab, p->nametab_n, sizeof(uint32_t)},
		[SECTION_TOKENS] = {p->tokens.items, p->tokens.n, sizeof(struct ix_token)},
		[SECTION_TOKENTAB] = {p->tokentab, p->tokentab_n, sizeof(uint32_t)},
		[SECTION_SKELETONS] = {p->skeletons.items, p->skeletons.n, sizeof(struct ix_skeleton)},
		[SECTION_SKELETONTAB] = {p->skeletontab, p->skeletontab_n, sizeof(uint32_t)},
		[SECTION_POSTINGS] = {p->postings.items, p->postings.n, sizeof(uint32_t)},
		[SECTION_DELETES] = {p->deletes.items, p->deletes.n, sizeof(uint64_t)},
		[SECTION_ACCOUNTS] = {p->accounts.items, p->accounts.n, sizeof(struct ix_account)},
		[SECTION_ACCOUNTTAB] = {p->accounttab, p->accounttab_n, sizeof(uint32_t)},
		[SECTION_CONTESTS] = {b->contests.items, b->contests.n, sizeof(struct ix_contest)},
		[SECTION_PAIRS] = {b->pairs.items, b->pairs.n, sizeof(struct ix_pair)},
		[SECTION_TERMS] = {b->terms.items, b->terms.n, sizeof(struct ix_term)},
		[SECTION_META] = {meta, strlen(meta) + 1, 1},
	};
	*ret = lay_out(parts, ret_n);
	free(meta);
	return OK;
}

static enum status write_all(int fd, const unsigned char *bytes, size_t n, const char *path, struct err *e)
{
	while (n) {
		ssize_t done = write(fd, bytes, n > (1u << 30) ? 1u << 30 : n);
		if (done <= 0)
			return FAIL(e, UNAVAILABLE, "%s: %m", path);
		bytes += done;
		n -= (size_t)done;
	}
	return fsync(fd) ? FAIL(e, UNAVAILABLE, "%s: %m", path) : OK;
}

enum status screen_write(struct screen_builder *b, const char *path, struct err *e)
{
	unsigned char *bytes;
	size_t n;
	char temporary[4096];
	if (snprintf(temporary, sizeof temporary, "%s.%ld.tmp", path, (long)getpid()) >= (int)sizeof temporary)
		return FAIL(e, INVALID, "%.60s...: the name is too long", path);
	TRY(index_bytes(b, &bytes, &n, e));
	int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	enum status status = fd < 0 ? FAIL(e, UNAVAILABLE, "%s: %m", temporary) : write_all(fd, bytes, n, temporary, e);
	free(bytes);
	if (fd >= 0 && close(fd) && status == OK)
		status = FAIL(e, UNAVAILABLE, "%s: %m", temporary);
	if (status == OK && rename(temporary, path))
		status = FAIL(e, UNAVAILABLE, "%s: %m", path);
	if (status != OK)
		unlink(temporary);
	return status;
}
