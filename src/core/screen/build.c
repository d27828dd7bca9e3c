/* build.c -- making an index: rows come in any order, the file comes out the same for the same rows (make.c). */
#define _GNU_SOURCE
#include "core/screen/builder.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PERSONS_MAX (1u << PERSON_BITS_MAX)
#define BYTES_MAX ((size_t)3 << 30) /* of all distinct texts of one kind */

void *must(void *p)
{
	if (!p)
		abort();
	return p;
}

#define HUGE ((size_t)2 << 20) /* bytes of a large page */

/* Zeroed memory for a table that is asked at random. In pages of 4 KiB each question to a large one would first wait for
 * the page table. */
static void *table_new(size_t bytes)
{
	void *ret = NULL;
	if (bytes < HUGE)
		return must(calloc(1, bytes));
	if (posix_memalign(&ret, HUGE, bytes))
		abort();
	(void)madvise(ret, bytes, MADV_HUGEPAGE); /* advice only */
	memset(ret, 0, bytes);
	return ret;
}

static void pool_rehash(struct pool *p)
{
	p->slots_n = p->slots_n ? p->slots_n * 2 : 1024;
	free(p->slots);
	p->slots = table_new(p->slots_n * sizeof *p->slots);
	for (size_t i = 0; i < p->rows.n; i++) {
		size_t at = p->rows.items[i].hash & (p->slots_n - 1);
		while (p->slots[at])
			at = (at + 1) & (p->slots_n - 1);
		p->slots[at] = (uint32_t)i + 1;
	}
}

uint32_t pool_put(struct pool *p, const char *s, size_t n)
{
	uint64_t hash = text_hash(s, n);
	if (p->rows.n * 2 >= p->slots_n)
		pool_rehash(p);
	size_t at = hash & (p->slots_n - 1);
	for (; p->slots[at]; at = (at + 1) & (p->slots_n - 1)) {
		const struct pool_row *row = &p->rows.items[p->slots[at] - 1];
		if (row->hash == hash && row->n == n && !memcmp(p->bytes.items + row->at, s, n))
			return p->slots[at] - 1;
	}
	if (p->bytes.n + n + 1 > p->bytes.cap) {
		p->bytes.cap = (p->bytes.n + n + 1) * 2;
		p->bytes.items = must(realloc(p->bytes.items, p->bytes.cap));
	}
	struct pool_row row = {hash, p->bytes.n, (uint32_t)n};
	memcpy(p->bytes.items + row.at, s, n);
	p->bytes.items[row.at + n] = '\0';
	p->bytes.n += n + 1;
	PUSH(&p->rows, row);
	p->slots[at] = (uint32_t)p->rows.n;
	return (uint32_t)p->rows.n - 1;
}

uint32_t pool_text(struct pool *p, const char *s) { return pool_put(p, s ? s : "", s ? strlen(s) : 0); }

/* The same text as last time is common: columns of a register change slowly. */
static uint32_t column_text(struct column *c, const char *s)
{
	s = s ? s : "";
	if (c->pool.rows.n && !strcmp(pool_s(&c->pool, c->last), s))
		return c->last;
	return c->last = pool_text(&c->pool, s);
}

static uint32_t *map_slot(struct slot_map *m, uint64_t key)
{
	if (m->used * 2 >= m->slots_n) {
		struct slot_map bigger = {.slots_n = m->slots_n ? m->slots_n * 2 : 1024};
		bigger.slots = table_new(bigger.slots_n * sizeof *bigger.slots);
		for (size_t i = 0; i < m->slots_n; i++)
			if (m->slots[i].row)
				*map_slot(&bigger, m->slots[i].key) = m->slots[i].row;
		free(m->slots);
		*m = bigger;
	}
	size_t at = text_mix(key, 0x9E3779B97F4A7C15u) & (m->slots_n - 1);
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
	size_t at = text_mix(key, 0x9E3779B97F4A7C15u) & (m->slots_n - 1);
	while (m->slots[at].row && m->slots[at].key != key)
		at = (at + 1) & (m->slots_n - 1);
	return m->slots[at].row;
}

/* References mostly ascend (rows of a file, rows of a table): then no map of them is needed. */
static uint32_t person_of_ref(const struct screen_builder *b, uint64_t ref)
{
	if (!b->refs_ascend)
		return map_get(&b->by_ref, ref);
	if (b->persons.n && b->persons.items[b->persons.n - 1].ref < ref)
		return 0;
	size_t low = 0, high = b->persons.n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (b->persons.items[middle].ref < ref)
			low = middle + 1;
		else
			high = middle;
	}
	return low < b->persons.n && b->persons.items[low].ref == ref ? (uint32_t)low + 1 : 0;
}

static void remember_ref(struct screen_builder *b, uint64_t ref)
{
	size_t n = b->persons.n; /* the new person is the last of them */
	if (b->refs_ascend && n > 1 && b->persons.items[n - 2].ref > ref) {
		b->refs_ascend = false;
		for (size_t i = 0; i + 1 < n; i++)
			*map_slot(&b->by_ref, b->persons.items[i].ref) = (uint32_t)i + 1;
	}
	if (!b->refs_ascend)
		*map_slot(&b->by_ref, ref) = (uint32_t)n;
}

struct screen_builder *screen_builder_new(void)
{
	struct screen_builder *b = must(calloc(1, sizeof *b));
	b->refs_ascend = true;
	pool_text(&b->strings, "");
	for (int i = 0; i < COLUMNS; i++)
		pool_text(&b->columns[i].pool, "");
	return b;
}

void pool_free(struct pool *p)
{
	free(p->bytes.items);
	free(p->rows.items);
	free(p->slots);
}

void screen_builder_free(struct screen_builder **p)
{
	struct screen_builder *b = *p;
	if (!b)
		return;
	pool_free(&b->strings);
	pool_free(&b->tokens);
	for (int i = 0; i < COLUMNS; i++)
		pool_free(&b->columns[i].pool);
	free(b->displays.items);
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

/* The token of part @i: its word as it is written, and what it reads as when that is not the same in small letters. */
static uint32_t token_put(struct screen_builder *b, const char *word, size_t n, const struct name_part *part)
{
	char key[2 * NAME_PART_MAX + 2];
	bool spelled = n != part->n;
	for (size_t i = 0; i < n && !spelled; i++)
		spelled = (word[i] >= 'A' && word[i] <= 'Z' ? word[i] | 0x20 : word[i]) != part->s[i];
	memcpy(key, word, n);
	if (!spelled)
		return pool_put(&b->tokens, key, n);
	key[n] = '\0';
	memcpy(key + n + 1, part->s, part->n);
	return pool_put(&b->tokens, key, n + 1 + part->n);
}

/* Are the words of @s, one blank between them, the parts of @name one by one? Then the tokens tell the name as it is
 * written. @ret: where each word begins and ends. */
static bool words_are_parts(const char *s, const struct person_name *name, uint16_t (*ret)[2])
{
	size_t n = 0, at = 0;
	for (;;) {
		size_t end = at + strcspn(s + at, " ");
		if (end == at || n == name->n || end - at >= NAME_PART_MAX || name->parts[n].at < at || name->parts[n].end > end)
			return false;
		ret[n][0] = (uint16_t)at;
		ret[n++][1] = (uint16_t)end;
		if (!s[end])
			break;
		at = end + 1;
	}
	return n == name->n;
}

static void put_name(struct screen_builder *b, const char *s, const struct person_name *name, struct person_in *to)
{
	uint16_t words[NAME_PARTS_MAX][2];
	bool plain = !name->cut && words_are_parts(s, name, words);
	to->tokens = (uint32_t)b->sequence.n;
	to->tokens_n = (uint8_t)name->n;
	to->display = NONE;
	for (size_t i = 0; i < name->n; i++)
		PUSH(&b->sequence, plain ? token_put(b, s + words[i][0], (size_t)(words[i][1] - words[i][0]), &name->parts[i])
					 : pool_put(&b->tokens, name->parts[i].s, name->parts[i].n));
	if (plain)
		return;
	to->display = (uint32_t)b->displays.n;
	for (size_t n = strlen(s) + 1; n; n--, s++)
		PUSH(&b->displays, *s);
}

enum status screen_add_person(struct screen_builder *b, const struct screen_person *p, struct err *e)
{
	struct person_in in = {.ref = (uint64_t)p->ref, .class = (uint8_t)((unsigned)p->class * 2 + p->class_derived)};
	struct person_name name;
	TRY(nip_number(p->nip, &in.nip, e));
	name_read(p->name ? p->name : "", p->name ? strlen(p->name) : 0, &name);
	if (!name.n)
		return FAIL(e, INVALID, "nama: no letters in it");
	if (p->ref <= 0)
		return FAIL(e, INVALID, "ref: a positive number was expected");
	if (b->persons.n >= PERSONS_MAX || b->displays.n > BYTES_MAX || b->columns[1].pool.bytes.n > BYTES_MAX || b->sequence.n > UINT32_MAX - NAME_PARTS_MAX)
		return FAIL(e, TOO_LARGE, "the index is full (%zu persons)", b->persons.n);
	if (strlen(p->name) > UINT16_MAX)
		return FAIL(e, INVALID, "nama: longer than 65,535 bytes");
	if (person_of_ref(b, in.ref))
		return FAIL(e, CONFLICT, "ref: stands on two rows");
	uint32_t *by_nip = in.nip ? map_slot(&b->by_nip, in.nip) : NULL;
	if (by_nip && *by_nip)
		return FAIL(e, CONFLICT, "nip: stands on two rows");
	const char *const texts[COLUMNS] = {p->agency, p->unit, p->position, p->region, p->status};
	for (int i = 0; i < COLUMNS; i++)
		in.text[i] = column_text(&b->columns[i], texts[i]);
	put_name(b, p->name, &name, &in);
	PUSH(&b->persons, in);
	if (by_nip)
		*by_nip = (uint32_t)b->persons.n;
	remember_ref(b, in.ref);
	return OK;
}

static uint32_t pool_offset(struct screen_builder *b, const char *s)
{
	uint32_t row = pool_text(&b->strings, s); /* may move the rows */
	return (uint32_t)b->strings.rows.items[row].at;
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
	uint32_t person = nip ? map_get(&b->by_nip, nip) : person_of_ref(b, (uint64_t)p->ref);
	if (!person)
		return FAIL(e, NOT_FOUND, "nip: no such person in the register");
	uint32_t evidence = UINT32_MAX;
	for (uint32_t i = 0; i < 4; i++)
		if (text_eq(p->evidence, levels[i]))
			evidence = i;
	if (evidence == UINT32_MAX)
		return FAIL(e, INVALID, "evidence: expected none, claimed, admitted or proven");
	uint64_t hash = account_hash(platform_fold(p->platform), handle);
	uint32_t *by_handle = map_slot(&b->by_handle, hash);
	if (*by_handle)
		return FAIL(e, CONFLICT, "handle: stands on two rows");
	PUSH(&b->accounts, ((struct account_in){hash, person - 1, (uint8_t)evidence}));
	*by_handle = (uint32_t)b->accounts.n;
	return OK;
}

static uint32_t contest_row(struct screen_builder *b, const char *code)
{
	uint32_t offset = pool_offset(b, code);
	for (size_t i = b->contests.n; i > 0; i--)
		if (b->contests.items[i - 1].code == offset)
			return (uint32_t)(i - 1);
	const char *slash = strchr(code, '/');
	size_t n = slash ? (size_t)(slash - code) : strlen(code);
	char region[32] = "";
	if (n < sizeof region && n && code[0] >= '0' && code[0] <= '9')
		memcpy(region, code, n);
	PUSH(&b->contests, ((struct ix_contest){offset, pool_offset(b, region), 0, DAY_NONE.n}));
	return (uint32_t)b->contests.n - 1;
}

enum status screen_add_contest(struct screen_builder *b, const struct screen_contest *c, struct err *e)
{
	if (text_blank(c->code))
		return FAIL(e, INVALID, "contest: empty");
	uint32_t at = contest_row(b, c->code);
	struct ix_contest *row = &b->contests.items[at];
	row->election = pool_offset(b, c->election);
	row->determined = c->determined.n;
	return OK;
}

static uint32_t pair_row(struct screen_builder *b, const struct screen_term *t, uint32_t contest, int32_t number)
{
	const char *pair = text_blank(t->pair) ? t->number : t->pair;
	uint32_t offset = pool_offset(b, pair);
	for (size_t i = b->pairs.n; i > 0; i--)
		if (b->pairs.items[i - 1].contest == contest && b->pairs.items[i - 1].pair == offset) {
			if (number >= 0)
				b->pairs.items[i - 1].number = number;
			return (uint32_t)(i - 1);
		}
	const char *code = b->strings.bytes.items + b->contests.items[contest].code, *slash = strchr(code, '/');
	char ref[160];
	snprintf(ref, sizeof ref, "%.*s/%s", (int)(slash ? slash - code : (ptrdiff_t)strlen(code)), code, pair);
	PUSH(&b->pairs, ((struct ix_pair){contest, offset, pool_offset(b, ref), number}));
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
	struct ix_term row = {pair, kind, pool_offset(b, t->term), pool_offset(b, t->region)};
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
