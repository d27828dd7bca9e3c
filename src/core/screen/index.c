/* index.c -- opening an index: header, directory, checksums, then every offset of every row, once.
 *
 * After index_check no reader needs to doubt a number it finds in the file: each string offset is inside STRINGS
 * (which ends with a NUL), each row number inside its section, each run of rows inside its section, each table a
 * power of two with at least one free slot, so that probing ends.
 */
#include "core/screen/screen_internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

uint64_t index_checksum(const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	uint64_t lanes[4] = {n, n ^ 0x9E3779B97F4A7C15u, ~(uint64_t)n, 0xD6E8FEB86659FD93u};
	for (; n >= 32; p += 32, n -= 32)
		for (int i = 0; i < 4; i++) {
			uint64_t word;
			memcpy(&word, p + 8 * i, 8);
			lanes[i] = (lanes[i] ^ word) * 0xA24BAED4963EE407u;
			lanes[i] ^= lanes[i] >> 29;
		}
	unsigned char rest[32] = {0};
	memcpy(rest, p, n);
	uint64_t ret = text_hash((const char *)rest, 32);
	for (int i = 0; i < 4; i++)
		ret = (ret ^ lanes[i]) * 0xD6E8FEB86659FD93u, ret ^= ret >> 32;
	return ret;
}

static const char *const section_names[] = {
#define X(name, type) #name,
	SECTION_MAP(X)
#undef X
};

static bool all_zero(const unsigned char *p, size_t n)
{
	while (n && !*p)
		p++, n--;
	return n == 0;
}

static enum status check_directory(const struct screen *s, const struct ix_header *h, struct err *e)
{
	static const uint32_t sizes[] = {
#define X(name, type) sizeof(type),
		SECTION_MAP(X)
#undef X
	};
	uint64_t at = INDEX_HEADER;
	if (!all_zero(s->bytes + sizeof *h, INDEX_HEADER - sizeof *h))
		return FAIL(e, BROKEN, "the page of the header is not empty behind it");
	for (uint32_t i = 0; i < SECTION_N; i++) {
		const struct ix_entry *d = &h->directory[i];
		if (d->kind != i || d->item_bytes != sizes[i] || d->offset != at || d->length > s->n - at || d->length % sizes[i])
			return FAIL(e, BROKEN, "section %s: the directory says offset %llu, length %llu", section_names[i],
				    (unsigned long long)d->offset, (unsigned long long)d->length);
		at = (at + d->length + INDEX_ALIGN - 1) / INDEX_ALIGN * INDEX_ALIGN;
		if (at > s->n || !all_zero(s->bytes + d->offset + d->length, at - d->offset - d->length))
			return FAIL(e, BROKEN, "section %s: it ends behind the file, or its filling is not empty", section_names[i]);
	}
	for (uint32_t i = 0; i < SECTION_N; i++)
		if (index_checksum(s->bytes + h->directory[i].offset, h->directory[i].length) != h->directory[i].checksum)
			return FAIL(e, BROKEN, "section %s: the checksum does not agree", section_names[i]);
	return OK;
}

static enum status check_header(struct screen *s, struct err *e)
{
	struct ix_header h;
	if (s->n < INDEX_HEADER)
		return FAIL(e, BROKEN, "%zu bytes are too few for an index", s->n);
	memcpy(&h, s->bytes, sizeof h);
	if (memcmp(h.magic, INDEX_MAGIC, sizeof h.magic))
		return FAIL(e, BROKEN, "this is no Netra index");
	if (h.version != INDEX_VERSION)
		return FAIL(e, BROKEN, "the index has version %u, this program reads %u: build it again", h.version, INDEX_VERSION);
	uint64_t sum = h.checksum;
	h.checksum = 0;
	if (index_checksum(&h, sizeof h) != sum)
		return FAIL(e, BROKEN, "the header's checksum does not agree");
	if (h.sections != SECTION_N || h.file_bytes != s->n)
		return FAIL(e, BROKEN, "the file has %zu bytes, its header says %llu", s->n, (unsigned long long)h.file_bytes);
	TRY(check_directory(s, &h, e));
	for (size_t i = 0; i < HASH_SIZE; i++)
		snprintf(s->build + 2 * i, 3, "%02x", h.build[i]);
	uint32_t i = 0;
#define X(name, type)                                                                                              \
	s->name = (const type *)(const void *)(s->bytes + h.directory[i].offset);                                  \
	s->name##_n = h.directory[i].length / sizeof(type);                                                        \
	i++;
	SECTION_MAP(X)
#undef X
	return OK;
}

#define NEED(condition, section, row)                                                                              \
	do {                                                                                                       \
		if (!(condition))                                                                                  \
			return FAIL(e, BROKEN, "section %s, row %zu: a number points outside", section, (size_t)(row)); \
	} while (0)

static enum status check_table(const uint32_t *slots, size_t n, size_t rows, const char *name, struct err *e)
{
	bool has_free = false;
	if (!n || (n & (n - 1)))
		return FAIL(e, BROKEN, "section %s: %zu slots are no power of two", name, n);
	for (size_t i = 0; i < n; i++) {
		NEED(slots[i] <= rows, name, i);
		has_free |= !slots[i];
	}
	return has_free ? OK : FAIL(e, BROKEN, "section %s: no free slot", name);
}

static enum status check_people(const struct screen *s, struct err *e)
{
	size_t text = s->STRINGS_n;
	for (size_t i = 0; i < s->PERSONS_n; i++) {
		const struct ix_person *p = &s->PERSONS[i];
		NEED(p->display < text && p->agency < text && p->unit < text && p->position < text && p->region < text && p->status < text, "PERSONS", i);
		NEED(p->name < s->NAMES_n && p->class < SUBJECT_CLASS_N && p->ref && p->ref <= INT64_MAX && p->nip < 1000000000000000000u, "PERSONS", i);
	}
	for (size_t i = 0; i < s->NAMES_n; i++) {
		const struct ix_name *n = &s->NAMES[i];
		NEED(n->first_person < s->PERSONS_n && n->persons && n->persons <= s->PERSONS_n - n->first_person, "NAMES", i);
		NEED(n->tokens && n->tokens <= NAME_TOKENS_MAX && n->forward <= s->FORWARD_n && n->tokens <= s->FORWARD_n - n->forward, "NAMES", i);
	}
	for (size_t i = 0; i < s->FORWARD_n; i++)
		NEED(s->FORWARD[i] < s->TOKENS_n, "FORWARD", i);
	for (size_t i = 0; i < s->TOKENS_n; i++) {
		const struct ix_token *t = &s->TOKENS[i];
		NEED(t->string < text && t->length < NAME_PART_MAX && t->length < text - t->string && t->skeleton < s->SKELETONS_n, "TOKENS", i);
	}
	for (size_t i = 0; i < s->SKELETONS_n; i++) {
		const struct ix_skeleton *k = &s->SKELETONS[i];
		NEED(k->string < text && k->length < NAME_PART_MAX && k->length < text - k->string, "SKELETONS", i);
		NEED(k->postings <= s->POSTINGS_n && k->postings_n <= s->POSTINGS_n - k->postings, "SKELETONS", i);
	}
	for (size_t i = 0; i < s->POSTINGS_n; i++)
		NEED(s->POSTINGS[i] < s->NAMES_n, "POSTINGS", i);
	for (size_t i = 0; i < s->DELETES_n; i++)
		NEED((uint32_t)s->DELETES[i] < s->SKELETONS_n, "DELETES", i);
	return OK;
}

static enum status check_watch(const struct screen *s, struct err *e)
{
	size_t text = s->STRINGS_n;
	for (size_t i = 0; i < s->ACCOUNTS_n; i++) {
		const struct ix_account *a = &s->ACCOUNTS[i];
		NEED(a->platform < text && a->handle < text && a->person < s->PERSONS_n && a->evidence < 4, "ACCOUNTS", i);
	}
	for (size_t i = 0; i < s->CONTESTS_n; i++) {
		const struct ix_contest *c = &s->CONTESTS[i];
		NEED(c->code < text && c->region < text && c->election < text, "CONTESTS", i);
		NEED(c->determined == INT32_MIN || (c->determined > -100000 && c->determined < 100000), "CONTESTS", i);
	}
	for (size_t i = 0; i < s->PAIRS_n; i++)
		NEED(s->PAIRS[i].contest < s->CONTESTS_n && s->PAIRS[i].pair < text && s->PAIRS[i].ref < text && s->PAIRS[i].number < 1000, "PAIRS", i);
	for (size_t i = 0; i < s->TERMS_n; i++) {
		const struct ix_term *t = &s->TERMS[i];
		NEED(t->pair < s->PAIRS_n && t->kind < TERM_KIND_N && t->string < text && t->region < text, "TERMS", i);
	}
	return OK;
}

enum status index_check(struct screen *s, struct err *e)
{
	TRY(check_header(s, e));
	if (!s->STRINGS_n || s->STRINGS[s->STRINGS_n - 1] || !s->META_n || s->META[s->META_n - 1])
		return FAIL(e, BROKEN, "section STRINGS or META does not end");
	TRY(check_table(s->NAMETAB, s->NAMETAB_n, s->NAMES_n, "NAMETAB", e));
	TRY(check_table(s->TOKENTAB, s->TOKENTAB_n, s->TOKENS_n, "TOKENTAB", e));
	TRY(check_table(s->SKELETONTAB, s->SKELETONTAB_n, s->SKELETONS_n, "SKELETONTAB", e));
	TRY(check_table(s->ACCOUNTTAB, s->ACCOUNTTAB_n, s->ACCOUNTS_n, "ACCOUNTTAB", e));
	TRY(check_people(s, e));
	return check_watch(s, e);
}

/* ---- Opening and closing ---- */

static enum status adopt(struct screen *made, const struct law *law, struct screen **ret, struct err *e)
{
	made->law = law;
	enum status status = index_check(made, e);
	if (status != OK) {
		screen_close(made);
		return status;
	}
	watches_build(made);
	double log2_of = 0;
	for (size_t n = made->PERSONS_n + 1; n > 1; n /= 2)
		log2_of++;
	made->log_persons = log2_of;
	for (size_t i = 0; i < made->TOKENS_n; i++)
		made->commonest = made->TOKENS[i].persons > made->commonest ? made->TOKENS[i].persons : made->commonest;
	for (size_t i = 0; i < made->CONTESTS_n; i++)
		made->everywhere |= !ix_string(made, made->CONTESTS[i].region)[0];
	*ret = made;
	return OK;
}

static struct screen *blank(const void *bytes, size_t n)
{
	struct screen *s = calloc(1, sizeof *s);
	if (!s)
		abort();
	s->bytes = bytes;
	s->n = n;
	return s;
}

enum status screen_open_bytes(const void *bytes, size_t n, const struct law *law, struct screen **ret, struct err *e)
{
	return adopt(blank(bytes, n), law, ret, e);
}

enum status screen_of(struct screen_builder *b, const struct law *law, struct screen **ret, struct err *e)
{
	unsigned char *bytes;
	size_t n;
	TRY(index_bytes(b, &bytes, &n, e));
	struct screen *s = blank(bytes, n);
	s->owned = bytes;
	return adopt(s, law, ret, e);
}

enum status screen_open(const char *path, const struct law *law, struct screen **ret, struct err *e)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return FAIL(e, NOT_FOUND, "%s: %m", path);
	void *bytes = MAP_FAILED;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size > 0)
		bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (bytes == MAP_FAILED)
		return FAIL(e, BROKEN, "%s: not a file that can be mapped", path);
	struct screen *s = blank(bytes, (size_t)st.st_size);
	s->mapped = bytes;
	struct err why;
	enum status status = adopt(s, law, ret, &why);
	return status == OK ? OK : FAIL(e, status, "%s: %s", path, why.why);
}

void screen_close(struct screen *s)
{
	if (!s)
		return;
	screen_close(s->older);
	if (s->mapped)
		munmap(s->mapped, s->n);
	free(s->owned);
	arena_free(&s->arena);
	free(s);
}
void screen_replace(struct screen *s, struct screen *older) { s->older = older; }
void screen_close_scoped(struct screen **s) { screen_close(*s); }

struct screen_info screen_info(const struct screen *s)
{
	return (struct screen_info){.persons = s->PERSONS_n, .names = s->NAMES_n, .tokens = s->TOKENS_n, .accounts = s->ACCOUNTS_n,
				    .contests = s->CONTESTS_n, .pairs = s->PAIRS_n, .terms = s->TERMS_n, .size_bytes = s->n, .build = s->build,
				    .sources = s->META};
}

/* ---- Look-ups ---- */

static const char *const term_kinds[] = {"name", "nick", "acronym", "slogan", "hashtag", "account", "number", "party", "jingle"};
const char *term_kind_name(unsigned kind) { return kind < TERM_KIND_N ? term_kinds[kind] : ""; }

void nip_text(uint64_t nip, char ret[static 20])
{
	if (nip)
		snprintf(ret, 20, "%018llu", (unsigned long long)(nip % 1000000000000000000u));
	else
		ret[0] = '\0';
}

size_t handle_fold(const char *s, char *ret, size_t max)
{
	size_t n = 0;
	while (*s == '@' || *s == ' ')
		s++;
	for (; *s && *s != ' ' && n + 1 < max; s++)
		ret[n++] = (char)(*s >= 'A' && *s <= 'Z' ? *s | 0x20 : *s);
	ret[n] = '\0';
	return *s && *s != ' ' ? 0 : n;
}

const char *platform_fold(const char *s)
{
	static const char *const pairs[][2] = {{"twitter", "x"}, {"twitter.com", "x"}, {"x.com", "x"}, {"facebook.com", "facebook"}, {"fb", "facebook"},
					       {"ig", "instagram"}, {"instagram.com", "instagram"}, {"tiktok.com", "tiktok"}, {"wa", "whatsapp"},
					       {"X", "x"}, {"Facebook", "facebook"}, {"Instagram", "instagram"}, {"TikTok", "tiktok"}, {"Tiktok", "tiktok"},
					       {"Twitter", "x"}, {"YouTube", "youtube"}, {"Youtube", "youtube"}, {"WhatsApp", "whatsapp"}, {"Telegram", "telegram"}};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (!strcmp(s, pairs[i][0]))
			return pairs[i][1];
	return s;
}

uint64_t account_hash(const char *platform, const char *handle)
{
	return text_hash(platform, strlen(platform)) * 31 ^ text_hash(handle, strlen(handle));
}

uint32_t account_find(const struct screen *s, const char *platform, const char *handle)
{
	char folded[128];
	size_t mask = s->ACCOUNTTAB_n - 1;
	if (!handle[0] || !handle_fold(handle, folded, sizeof folded))
		return 0;
	platform = platform_fold(platform);
	for (size_t at = account_hash(platform, folded) & mask; s->ACCOUNTTAB[at]; at = (at + 1) & mask) {
		const struct ix_account *a = &s->ACCOUNTS[s->ACCOUNTTAB[at] - 1];
		if (!strcmp(ix_string(s, a->handle), folded) && !strcmp(ix_string(s, a->platform), platform))
			return s->ACCOUNTTAB[at];
	}
	return 0;
}

uint64_t sequence_hash(const uint32_t *tokens, size_t n) { return text_hash((const char *)tokens, n * sizeof *tokens); }

uint32_t name_find(const struct screen *s, const uint32_t *tokens, size_t n)
{
	size_t mask = s->NAMETAB_n - 1;
	for (size_t at = sequence_hash(tokens, n) & mask; s->NAMETAB[at]; at = (at + 1) & mask) {
		const struct ix_name *name = &s->NAMES[s->NAMETAB[at] - 1];
		if (name->tokens == n && !memcmp(s->FORWARD + name->forward, tokens, n * sizeof *tokens))
			return s->NAMETAB[at];
	}
	return 0;
}

uint32_t token_find(const struct screen *s, const char *t, size_t n)
{
	size_t mask = s->TOKENTAB_n - 1;
	for (size_t at = text_hash(t, n) & mask; s->TOKENTAB[at]; at = (at + 1) & mask) {
		const struct ix_token *k = &s->TOKENS[s->TOKENTAB[at] - 1];
		if (k->length == n && !memcmp(ix_string(s, k->string), t, n))
			return s->TOKENTAB[at];
	}
	return 0;
}

uint32_t skeleton_find(const struct screen *s, const char *t, size_t n)
{
	size_t mask = s->SKELETONTAB_n - 1;
	for (size_t at = text_hash(t, n) & mask; s->SKELETONTAB[at]; at = (at + 1) & mask) {
		const struct ix_skeleton *k = &s->SKELETONS[s->SKELETONTAB[at] - 1];
		if (k->length == n && !memcmp(ix_string(s, k->string), t, n))
			return s->SKELETONTAB[at];
	}
	return 0;
}
