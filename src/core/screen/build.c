/* build.c -- making an index: rows come in any order, the file comes out the same for the same rows (make.c). */
#define _GNU_SOURCE
#include "core/screen/builder.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PERSONS_MAX (1u << PERSON_BITS_MAX)
#define BYTES_MAX ((size_t)3 << 30) /* of all distinct texts of one kind */

/* The same text as last time is common: columns of a register change slowly. */
static uint32_t column_text(struct column *c, const char *s)
{
	s = s ? s : "";
	if (c->pool.rows.n && !strcmp(pool_s(&c->pool, c->last), s))
		return c->last;
	return c->last = pool_text(&c->pool, s);
}

static uint64_t number_hash(uint64_t number) { return text_mix(number ^ 0x2D358DCCAA6C78A5u, 0x9E3779B97F4A7C15u); }

/* The person of a NIP or a reference: row + 1, 0 for none. */
static uint32_t person_find(const struct screen_builder *b, const struct slots *t, uint64_t number)
{
	uint64_t hash = number_hash(number);
	if (!t->items)
		return 0;
	for (size_t at = slots_first(t, hash); t->items[at]; at = slots_next(t, at)) {
		if (t->items[at] >> 32 != hash >> 32)
			continue;
		const struct person_in *p = &b->persons.items[(uint32_t)t->items[at] - 1];
		if ((t == &b->by_nip ? p->nip : p->ref) == number)
			return (uint32_t)t->items[at];
	}
	return 0;
}

static void person_remember(struct slots *t, uint64_t number, uint32_t row)
{
	uint64_t hash = number_hash(number);
	slots_room(t);
	size_t at = slots_first(t, hash);
	while (t->items[at])
		at = slots_next(t, at);
	t->items[at] = slot_word(hash, row);
	t->used++;
}

/* References mostly ascend (rows of a file, rows of a table): then no map of them is needed. The first guess is where
 * the number would stand if all were equally far apart; rows of a file are. */
static uint32_t ascending_ref(const struct screen_builder *b, uint64_t ref)
{
	const struct person_in *p = b->persons.items;
	size_t low = 0, high = b->persons.n; /* in [low, high), if anywhere */
	if (!high || ref < p[0].ref || ref > p[high - 1].ref)
		return 0;
	uint64_t span = p[high - 1].ref - p[0].ref;
	size_t at = span ? (size_t)((unsigned __int128)(ref - p[0].ref) * (high - 1) / span) : 0;
	if (span == high - 1)
		return (uint32_t)at + 1;
	while (low < high && p[at].ref != ref) {
		if (p[at].ref < ref)
			low = at + 1;
		else
			high = at;
		at = (low + high) / 2;
	}
	return low < high ? (uint32_t)at + 1 : 0;
}

static uint32_t person_of_ref(const struct screen_builder *b, uint64_t ref)
{
	return b->refs_ascend ? ascending_ref(b, ref) : person_find(b, &b->by_ref, ref);
}

static void remember_ref(struct screen_builder *b, uint64_t ref)
{
	size_t n = b->persons.n; /* the new person is the last of them */
	if (b->refs_ascend && n > 1 && b->persons.items[n - 2].ref > ref) {
		b->refs_ascend = false;
		for (size_t i = 0; i + 1 < n; i++)
			person_remember(&b->by_ref, b->persons.items[i].ref, (uint32_t)i);
	}
	if (!b->refs_ascend)
		person_remember(&b->by_ref, ref, (uint32_t)n - 1);
}

struct screen_builder *screen_builder_new(void)
{
	struct screen_builder *b = must(calloc(1, sizeof *b));
	b->refs_ascend = true;
	b->limits = (struct builder_limits){PERSONS_MAX, ID_MAX - 1, BYTES_MAX};
	pool_text(&b->strings, "");
	for (int i = 0; i < COLUMNS; i++)
		pool_text(&b->columns[i].pool, "");
	return b;
}

/* Room at once for what would come by doubling; what stays empty takes no memory. */
void screen_builder_expect(struct screen_builder *b, size_t persons, size_t accounts)
{
	RESERVE(&b->persons, persons);
	RESERVE(&b->sequence, persons * 3);
	RESERVE(&b->accounts, accounts);
	slots_expect(&b->by_nip, persons);
	slots_expect(&b->handles, accounts);
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
	slots_free(&b->by_nip);
	slots_free(&b->by_ref);
	free(b->accounts.items);
	slots_free(&b->handles);
	free(b->contests.items);
	free(b->pairs.items);
	free(b->terms.items);
	slots_free(&b->terms_seen);
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

/* ---- Plain names ---- */

#define WORD_PLAIN 1u /* as a part of a name it is itself, wherever it stands */
#define WORD_OTHER 2u

static bool letter(char c) { return (unsigned char)((c | 0x20) - 'a') < 26; }

/* Is the word nothing but itself: no title, no degree, no abbreviation, no "bin"? What name_read asks of a chunk. */
static bool word_plain(struct screen_builder *b, const char *s, size_t n, uint32_t row)
{
	if (row != NONE && b->tokens.rows.items[row].mark)
		return b->tokens.rows.items[row].mark == WORD_PLAIN;
	char folded[NAME_PART_MAX];
	size_t full;
	for (size_t i = 0; i < n; i++)
		folded[i] = (char)(s[i] | 0x20);
	bool of = (n == 3 && !memcmp(folded, "bin", 3)) || (n == 5 && !memcmp(folded, "binti", 5));
	bool ret = !of && !name_is_title(folded, n) && !name_abbreviation(folded, n, &full);
	if (row != NONE)
		b->tokens.rows.items[row].mark = ret ? WORD_PLAIN : WORD_OTHER;
	return ret;
}

/* Where each word of @s begins and ends: two letters or more, one blank between. 0: it has something else. */
static size_t plain_words(const char *s, uint16_t (*ret)[2])
{
	size_t n = 0, at = 0;
	for (;; at++) {
		size_t from = at;
		while (letter(s[at]))
			at++;
		if (at - from < 2 || at - from >= NAME_PART_MAX || n == NAME_PARTS_MAX || (s[at] && s[at] != ' '))
			return 0;
		ret[n][0] = (uint16_t)from;
		ret[n++][1] = (uint16_t)at;
		if (!s[at])
			return n;
	}
}

/* Four of five names are plain words, and most words were met before: then nothing has to be read letter by letter. No
 * word is kept before all of them are known to be plain. */
bool builder_plain_name(struct screen_builder *b, const char *s, uint32_t ret[static NAME_PARTS_MAX], size_t *ret_n)
{
	uint16_t words[NAME_PARTS_MAX][2];
	size_t n = plain_words(s, words);
	for (size_t i = 0; i < n; i++) {
		size_t length = (size_t)(words[i][1] - words[i][0]);
		ret[i] = pool_find(&b->tokens, s + words[i][0], length, text_hash(s + words[i][0], length));
		if (!word_plain(b, s + words[i][0], length, ret[i]))
			return false;
	}
	for (size_t i = 0; i < n; i++)
		if (ret[i] == NONE)
			ret[i] = pool_put(&b->tokens, s + words[i][0], (size_t)(words[i][1] - words[i][0]));
	*ret_n = n;
	return n > 0;
}

bool builder_read_name(struct screen_builder *b, const char *s, const struct person_name *name, uint32_t ret[static NAME_PARTS_MAX])
{
	uint16_t words[NAME_PARTS_MAX][2];
	bool plain = !name->cut && words_are_parts(s, name, words);
	for (size_t i = 0; i < name->n; i++)
		ret[i] = plain ? token_put(b, s + words[i][0], (size_t)(words[i][1] - words[i][0]), &name->parts[i])
			       : pool_put(&b->tokens, name->parts[i].s, name->parts[i].n);
	return plain;
}

static uint32_t put_display(struct screen_builder *b, const char *s, size_t n)
{
	while (b->displays.n + n + 1 > b->displays.cap) {
		b->displays.cap = b->displays.cap ? b->displays.cap * 2 : 4096;
		b->displays.items = must(realloc(b->displays.items, b->displays.cap));
	}
	memcpy(b->displays.items + b->displays.n, s, n + 1);
	b->displays.n += n + 1;
	return (uint32_t)(b->displays.n - n - 1);
}

static enum status put_name(struct screen_builder *b, const char *s, struct person_in *to, struct err *e)
{
	struct person_name name;
	uint32_t tokens[NAME_PARTS_MAX];
	size_t n;
	to->tokens = (uint32_t)b->sequence.n;
	to->display = NONE;
	if (!builder_plain_name(b, s, tokens, &n)) {
		size_t length = strlen(s);
		if (length > UINT16_MAX)
			return FAIL(e, INVALID, "nama: longer than 65,535 bytes");
		name_read(s, length, &name);
		n = name.n;
		if (!n)
			return FAIL(e, INVALID, "nama: no letters in it");
		if (!builder_read_name(b, s, &name, tokens))
			to->display = put_display(b, s, length);
	}
	to->tokens_n = (uint8_t)n;
	for (size_t i = 0; i < n; i++)
		PUSH(&b->sequence, tokens[i]);
	return OK;
}

/* ---- Persons and accounts ---- */

/* Is there room for one more person? Each limit is one of the format (format.h). */
static enum status check_room(const struct screen_builder *b, struct err *e)
{
	const struct builder_limits *most = &b->limits;
	if (b->persons.n >= most->persons)
		return FAIL(e, TOO_LARGE, "the index is full: it has room for %zu persons", most->persons);
	if (b->tokens.rows.n + NAME_PARTS_MAX > most->words)
		return FAIL(e, TOO_LARGE, "the index is full: it has room for %zu different words of names", most->words);
	if (b->sequence.n > UINT32_MAX - NAME_PARTS_MAX)
		return FAIL(e, TOO_LARGE, "the index is full: its names have more than %u words", UINT32_MAX - NAME_PARTS_MAX);
	size_t bytes = b->displays.n;
	for (int i = 0; i < COLUMNS; i++)
		bytes += b->columns[i].pool.bytes.n;
	if (bytes > most->bytes)
		return FAIL(e, TOO_LARGE, "the index is full: it has room for %zu bytes of names, agencies and positions", most->bytes);
	return OK;
}

#define AHEAD 32 /* rows between asking for memory and using it; a power of two */

struct person_ready { /* what is known of a row before its turn */
	uint64_t nip;
	bool read; /* it has a NIP or none; otherwise it has a bad one */
};

static void person_ready(const struct screen_builder *b, const struct screen_person *p, struct person_ready *ret)
{
	struct err ignored;
	ret->read = nip_number(p->nip, &ret->nip, &ignored) == OK;
	if (ret->read && ret->nip && b->by_nip.items)
		__builtin_prefetch(&b->by_nip.items[slots_first(&b->by_nip, number_hash(ret->nip))]);
}

static enum status add_person(struct screen_builder *b, const struct screen_person *p, const struct person_ready *ready, struct err *e)
{
	struct person_in in = {.ref = (uint64_t)p->ref, .nip = ready->nip, .class = (uint8_t)((unsigned)p->class * 2 + p->class_derived)};
	if (!ready->read)
		return nip_number(p->nip, &in.nip, e);
	if (p->ref <= 0)
		return FAIL(e, INVALID, "ref: a positive number was expected");
	TRY(check_room(b, e));
	if (person_of_ref(b, in.ref))
		return FAIL(e, CONFLICT, "ref: stands on two rows");
	if (in.nip && person_find(b, &b->by_nip, in.nip))
		return FAIL(e, CONFLICT, "nip: stands on two rows");
	TRY(put_name(b, p->name ? p->name : "", &in, e));
	const char *const texts[COLUMNS] = {p->agency, p->unit, p->position, p->region, p->status};
	for (int i = 0; i < COLUMNS; i++)
		in.text[i] = column_text(&b->columns[i], texts[i]);
	PUSH(&b->persons, in);
	if (in.nip)
		person_remember(&b->by_nip, in.nip, (uint32_t)b->persons.n - 1);
	remember_ref(b, in.ref);
	return OK;
}

enum status screen_add_person(struct screen_builder *b, const struct screen_person *p, struct err *e)
{
	struct person_ready ready;
	person_ready(b, p, &ready);
	return add_person(b, p, &ready, e);
}

void screen_add_persons(struct screen_builder *b, const struct screen_person *rows, size_t n, screen_refused *refused, void *context)
{
	struct person_ready ready[AHEAD];
	struct err why;
	for (size_t i = 0; i < n + AHEAD; i++) {
		if (i >= AHEAD && add_person(b, &rows[i - AHEAD], &ready[i % AHEAD], &why) != OK)
			refused(context, i - AHEAD, &why);
		if (i < n)
			person_ready(b, &rows[i], &ready[i % AHEAD]);
	}
}

/* Few platforms are met again and again: their meaning is looked up once. */
static uint64_t platform_hash(struct screen_builder *b, const char *s)
{
	for (size_t i = 0; i < b->platforms_n; i++)
		if (!strcmp(b->platforms[i].name, s))
			return b->platforms[i].hash;
	const char *folded = platform_fold(s);
	uint64_t ret = text_hash(folded, strlen(folded));
	if (b->platforms_n < sizeof b->platforms / sizeof *b->platforms && strlen(s) < sizeof b->platforms->name) {
		struct platform_seen *to = &b->platforms[b->platforms_n++];
		memcpy(to->name, s, strlen(s) + 1);
		to->hash = ret;
	}
	return ret;
}

static enum status evidence_level(const char *s, uint8_t *ret, struct err *e)
{
	static const char *const levels[] = {"none", "claimed", "admitted", "proven"};
	for (uint8_t i = 0; i < 4; i++)
		if (text_eq(s, levels[i])) {
			*ret = i;
			return OK;
		}
	return FAIL(e, INVALID, "evidence: expected none, claimed, admitted or proven");
}

struct account_ready {
	uint64_t hash, nip;
	enum status status; /* of what was read until now */
	struct err why;
};

/* Reads the row as far as no other row matters, and asks for the places where others stand. */
static void account_ready(struct screen_builder *b, const struct screen_account *p, struct account_ready *ret)
{
	char handle[128];
	size_t n = handle_fold(p->handle ? p->handle : "", handle, sizeof handle);
	if (!n)
		ret->status = FAIL(&ret->why, INVALID, "handle: empty or longer than 127 bytes");
	else if (text_blank(p->platform))
		ret->status = FAIL(&ret->why, INVALID, "platform: empty");
	else
		ret->status = nip_number(p->nip, &ret->nip, &ret->why);
	if (ret->status != OK)
		return;
	ret->hash = account_mix(platform_hash(b, p->platform), text_hash(handle, n));
	if (b->handles.items)
		__builtin_prefetch(&b->handles.items[slots_first(&b->handles, ret->hash)]);
	if (ret->nip && b->by_nip.items)
		__builtin_prefetch(&b->by_nip.items[slots_first(&b->by_nip, number_hash(ret->nip))]);
}

/* The row the table probably means, whose number will be compared. */
static void account_ask_person(const struct screen_builder *b, const struct account_ready *ready)
{
	uint64_t word = ready->status == OK && ready->nip && b->by_nip.items ? b->by_nip.items[slots_first(&b->by_nip, number_hash(ready->nip))] : 0;
	if (word)
		__builtin_prefetch(&b->persons.items[(uint32_t)word - 1]);
}

static enum status add_account(struct screen_builder *b, const struct screen_account *p, const struct account_ready *ready, struct err *e)
{
	struct account_in in = {.hash = ready->hash};
	if (ready->status != OK) {
		*e = ready->why;
		return ready->status;
	}
	uint32_t person = ready->nip ? person_find(b, &b->by_nip, ready->nip) : person_of_ref(b, (uint64_t)p->ref);
	if (!person)
		return FAIL(e, NOT_FOUND, "nip: no such person in the register");
	TRY(evidence_level(p->evidence, &in.evidence, e));
	in.person = person - 1;
	if (!slots_put(&b->handles, in.hash))
		return FAIL(e, CONFLICT, "handle: stands on two rows");
	PUSH(&b->accounts, in);
	return OK;
}

enum status screen_add_account(struct screen_builder *b, const struct screen_account *p, struct err *e)
{
	struct account_ready ready;
	account_ready(b, p, &ready);
	return add_account(b, p, &ready, e);
}

void screen_add_accounts(struct screen_builder *b, const struct screen_account *rows, size_t n, screen_refused *refused, void *context)
{
	struct account_ready ready[AHEAD];
	struct err why;
	for (size_t i = 0; i < n + AHEAD; i++) {
		if (i >= AHEAD && add_account(b, &rows[i - AHEAD], &ready[i % AHEAD], &why) != OK)
			refused(context, i - AHEAD, &why);
		if (i < n)
			account_ready(b, &rows[i], &ready[i % AHEAD]);
		if (i >= AHEAD / 2 && i - AHEAD / 2 < n)
			account_ask_person(b, &ready[(i - AHEAD / 2) % AHEAD]);
	}
}

/* ---- Contests, pairs, terms ---- */

static uint32_t pool_offset(struct screen_builder *b, const char *s)
{
	uint32_t row = pool_text(&b->strings, s); /* may move the rows */
	return (uint32_t)b->strings.rows.items[row].at;
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
	if (slots_put(&b->terms_seen, text_hash((const char *)&row, sizeof row))) /* the same row again says nothing new */
		PUSH(&b->terms, row);
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

enum status screen_write(struct screen_builder *b, const char *path, struct err *e)
{
	char temporary[4096];
	if (snprintf(temporary, sizeof temporary, "%s.%ld.tmp", path, (long)getpid()) >= (int)sizeof temporary)
		return FAIL(e, INVALID, "%.60s...: the name is too long", path);
	int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	enum status status = fd < 0 ? FAIL(e, UNAVAILABLE, "%s: %m", temporary) : index_file(b, fd, temporary, e);
	if (fd >= 0 && close(fd) && status == OK)
		status = FAIL(e, UNAVAILABLE, "%s: %m", temporary);
	if (status == OK && rename(temporary, path))
		status = FAIL(e, UNAVAILABLE, "%s: %m", path);
	if (status != OK)
		unlink(temporary);
	return status;
}
