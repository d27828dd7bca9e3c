/* index.c -- opening an index, and every look into one.
 *
 * What is small is compared with its checksums when the file is opened; of the rest each page is compared before it is
 * first believed, by whoever comes first, so that opening does not wait for 100 MB to be read. A page that does not agree
 * marks the screen as broken (screen_sound asks for all of them at once) and what lies in it is as if it were not there.
 * Sums only show damage. A file made to deceive has right sums; so every number is checked where it is used, and what a
 * reader gets from here is inside its section: rows, lists, and texts that end.
 */
#include "core/screen/screen_internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Four lanes of 32 bits each multiplied once for four bytes: several bytes a tick, and any flipped bit shows. */
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

/* ---- Pages ---- */

static bool page_sound(const struct screen *s, size_t page)
{
	uint64_t *word = &s->sound[page / 64], bit = (uint64_t)1 << (page % 64);
	if (__atomic_load_n(word, __ATOMIC_RELAXED) & bit)
		return true;
	const unsigned char *at = s->first_page + page * INDEX_PAGE;
	size_t left = (size_t)(s->bytes + s->n - at);
	if (index_checksum(at, left < INDEX_PAGE ? left : INDEX_PAGE) != s->SUMS[page]) {
		__atomic_fetch_add(&((struct screen *)(uintptr_t)s)->damage, 1, __ATOMIC_RELAXED);
		return false;
	}
	__atomic_fetch_or(word, bit, __ATOMIC_RELAXED);
	return true;
}

bool index_compare(const struct screen *s, const void *from, size_t n)
{
	size_t at = (size_t)((const unsigned char *)from - s->first_page);
	for (size_t page = at / INDEX_PAGE; page <= (at + n - 1) / INDEX_PAGE && page < s->pages; page++)
		if (!page_sound(s, page))
			return false;
	return true;
}

enum status screen_sound(const struct screen *s, struct err *e)
{
	for (size_t page = 0; page < s->pages; page++)
		if (!page_sound(s, page))
			return FAIL(e, BROKEN, "the index is damaged at byte %zu (page %zu): its checksum does not agree",
				    (size_t)(s->first_page - s->bytes) + page * INDEX_PAGE, page);
	return OK;
}

bool screen_broken(const struct screen *s) { return index_damage(s) > 0; }

/* ---- Opening ---- */

static const char *const section_names[] = {
#define X(name, type) #name,
	SECTION_MAP(X)
#undef X
};

static enum status check_header(struct screen *s, struct err *e)
{
	struct ix_header *h = &s->head;
	if (s->n < INDEX_HEADER)
		return FAIL(e, BROKEN, "%zu bytes are too few for an index", s->n);
	memcpy(h, s->bytes, sizeof *h);
	if (memcmp(h->magic, INDEX_MAGIC, sizeof h->magic))
		return FAIL(e, BROKEN, "this is no Netra index");
	if (h->version != INDEX_VERSION)
		return FAIL(e, BROKEN, "the index has version %u, this program reads %u: build it again", h->version, INDEX_VERSION);
	struct ix_header copy = *h;
	copy.checksum = 0;
	if (index_checksum(&copy, sizeof copy) != h->checksum)
		return FAIL(e, BROKEN, "the header's checksum does not agree");
	if (h->sections != SECTION_N || h->file_bytes != s->n)
		return FAIL(e, BROKEN, "the file has %zu bytes, its header says %llu", s->n, (unsigned long long)h->file_bytes);
	for (size_t i = sizeof *h; i < INDEX_HEADER; i++)
		if (s->bytes[i])
			return FAIL(e, BROKEN, "the page of the header is not empty behind it");
	return OK;
}

static enum status check_directory(struct screen *s, struct err *e)
{
	static const uint32_t sizes[] = {
#define X(name, type) sizeof(type),
		SECTION_MAP(X)
#undef X
	};
	uint64_t at = INDEX_HEADER;
	for (uint32_t i = 0; i < SECTION_N; i++) {
		const struct ix_entry *d = &s->head.directory[i];
		if (d->kind != i || d->item_bytes != sizes[i] || d->offset != at || at > s->n || d->length > s->n - at || d->length % sizes[i])
			return FAIL(e, BROKEN, "section %s: the directory says offset %llu, length %llu", section_names[i],
				    (unsigned long long)d->offset, (unsigned long long)d->length);
		uint64_t step = i == SECTION_SUMS ? INDEX_HEADER : INDEX_ALIGN;
		at = (at + d->length + step - 1) / step * step;
	}
	if ((at + INDEX_HEADER - 1) / INDEX_HEADER * INDEX_HEADER != s->n)
		return FAIL(e, BROKEN, "the sections end at byte %llu of %zu", (unsigned long long)at, s->n);
	uint32_t i = 0;
#define X(name, type)                                                                                                      \
	s->name = (const type *)(const void *)(s->bytes + s->head.directory[i].offset);                                    \
	s->name##_n = s->head.directory[i].length / sizeof(type);                                                          \
	i++;
	SECTION_MAP(X)
#undef X
	return OK;
}

/* The checksums themselves, then what is wanted at once; all of a small file. */
static enum status check_sums(struct screen *s, struct err *e)
{
	size_t sums = s->head.directory[SECTION_SUMS].length, first = INDEX_HEADER + (sums + INDEX_HEADER - 1) / INDEX_HEADER * INDEX_HEADER;
	if (first > s->n)
		return FAIL(e, BROKEN, "the checksums of the pages reach behind the file");
	size_t pages = (s->n - first + INDEX_PAGE - 1) / INDEX_PAGE;
	if (s->SUMS_n != pages || index_checksum(s->bytes + INDEX_HEADER, first - INDEX_HEADER) != s->head.sums_checksum)
		return FAIL(e, BROKEN, "the checksums of the pages do not agree with the header");
	s->pages = pages;
	s->first_page = s->bytes + first;
	s->sound = calloc(pages / 64 + 1, sizeof *s->sound);
	if (!s->sound)
		abort();
	size_t eager = (size_t)(s->head.directory[EAGER_SECTIONS].offset - first);
	if (s->n > s->eager_max && index_sound(s, s->first_page, eager ? eager : 1))
		return OK;
	return screen_sound(s, e);
}

#define NEED(condition, section)                                                                                           \
	do {                                                                                                               \
		if (!(condition))                                                                                          \
			return FAIL(e, BROKEN, "section %s: a number points outside, or its length is not what the header says", section); \
	} while (0)

/* What relates the header's numbers to the lengths of sections; readers rely on these. */
static enum status check_shape(const struct screen *s, struct err *e)
{
	const struct ix_header *h = &s->head;
	uint64_t bits = 0;
	NEED(h->persons < 1u << PERSON_BITS_MAX && h->names <= h->persons, "header");
	NEED(h->name_bits <= 28 && h->skeleton_bits <= 28 && h->delete_bits <= 28 && h->edge_bits <= 28 && h->person_bits <= PERSON_BITS_MAX + 1, "header");
	for (int i = 0; i < FIELD_N; i++) {
		NEED(h->fields[i].bits <= 64, "header");
		NEED(i < FIELD_AGENCY || i > FIELD_STATUS || (h->fields[i].count && h->fields[i].dict <= s->DICT_n && h->fields[i].count <= s->DICT_n - h->fields[i].dict), "DICT");
		bits += h->fields[i].bits;
	}
	NEED(bits == h->row_bits && s->ROWS_n == (h->persons * bits + 63) / 64 + 2, "ROWS");
	NEED(s->STRINGS_n && !s->STRINGS[s->STRINGS_n - 1] && s->META_n && !s->META[s->META_n - 1] && s->TEXTS_n, "STRINGS");
	NEED(s->TOKENS_n < ID_MAX && s->SKELETONS_n < ID_MAX, "TOKENS");
	NEED(s->SKELETONDIR_n == ((size_t)1 << h->skeleton_bits) + 1 && s->DELETEDIR_n == ((size_t)1 << h->delete_bits) + 1, "SKELETONDIR");
	NEED(s->NAMES_n == h->names && s->NAMEDIR_n == ((size_t)1 << h->name_bits) + 1, "NAMES");
	NEED(s->FORWARDDIR_n == (h->names + FORWARD_STEP - 1) / FORWARD_STEP, "FORWARDDIR");
	NEED(s->STARTBITS_n == h->persons / 64 + 1 && s->STARTRANK_n == (h->persons + RANK_STEP - 1) / RANK_STEP, "STARTBITS");
	NEED(s->STARTPICK_n == (h->names + PICK_STEP - 1) / PICK_STEP, "STARTPICK");
	NEED(h->account_buckets && h->account_buckets <= s->ACCOUNTS_n && s->ACCOUNTS_n == h->account_buckets * ACCOUNT_SLOTS, "ACCOUNTS");
	NEED(s->EDGES_n == (size_t)1 << h->edge_bits && s->STARTS_n == starts_words((int)h->edge_bits) && s->FIRST_n >= 2, "EDGES");
	return OK;
}

static enum status check_watch(const struct screen *s, struct err *e)
{
	size_t text = s->STRINGS_n;
	for (size_t i = 0; i < s->CONTESTS_n; i++) {
		const struct ix_contest *c = &s->CONTESTS[i];
		NEED(c->code < text && c->region < text && c->election < text, "CONTESTS");
		NEED(c->determined == INT32_MIN || (c->determined > -100000 && c->determined < 100000), "CONTESTS");
	}
	for (size_t i = 0; i < s->PAIRS_n; i++)
		NEED(s->PAIRS[i].contest < s->CONTESTS_n && s->PAIRS[i].pair < text && s->PAIRS[i].ref < text && s->PAIRS[i].number < 1000, "PAIRS");
	for (size_t i = 0; i < s->TERMS_n; i++)
		NEED(s->TERMS[i].pair < s->PAIRS_n && s->TERMS[i].kind < TERM_KIND_N && s->TERMS[i].string < text && s->TERMS[i].region < text, "TERMS");
	for (size_t i = 0; i < s->WATCHES_n; i++)
		NEED(s->WATCHES[i].pair < s->PAIRS_n && s->WATCHES[i].kind < TERM_KIND_N && s->WATCHES[i].power <= POWER_STRONG, "WATCHES");
	for (size_t i = 0; i < s->VALUES_n; i++)
		NEED(s->VALUES[i].value < s->WATCHES_n, "VALUES");
	return OK;
}

static enum status index_check(struct screen *s, struct err *e)
{
	TRY(check_header(s, e));
	TRY(check_directory(s, e));
	TRY(check_sums(s, e));
	TRY(check_shape(s, e));
	return check_watch(s, e);
}

/* Most mentions of a pair are of another place than the post, which the first letters of its region say. */
static void heads_make(struct screen *s)
{
	s->heads = calloc(s->PAIRS_n + 1, sizeof *s->heads);
	if (!s->heads)
		abort();
	for (size_t i = 0; i < s->PAIRS_n; i++)
		s->heads[i] = region_head(ix_string(s, s->CONTESTS[s->PAIRS[i].contest].region));
}

/* Another spelling of a name that is there already is nobody else's. */
static bool same_name(const char *one, const char *other) { return text_starts(one, other) || text_starts(other, one); }

static void names_make(struct screen *s)
{
	s->names = calloc(s->PAIRS_n + 1, sizeof *s->names);
	if (!s->names)
		abort();
	for (size_t i = 0; i < s->PAIRS_n; i++)
		s->names[i][0] = s->names[i][1] = "";
	for (size_t i = 0; i < s->TERMS_n; i++) {
		const char **of = s->names[s->TERMS[i].pair], *name = ix_string(s, s->TERMS[i].string);
		if (s->TERMS[i].kind != TERM_NAME || of[1][0])
			continue;
		if (!of[0][0])
			of[0] = name;
		else if (!same_name(of[0], name))
			of[1] = name;
	}
}

static enum status adopt(struct screen *made, const struct law *law, struct screen **ret, struct err *e)
{
	made->law = law;
	enum status status = index_check(made, e);
	if (status != OK) {
		screen_close(made);
		return status;
	}
	for (size_t i = 0; i < HASH_SIZE; i++)
		snprintf(made->build + 2 * i, 3, "%02x", made->head.build[i]);
	made->terms = (struct phrases){made->EDGES, (int)made->head.edge_bits, made->STARTS, made->FIRST, made->VALUES, made->FIRST_n, made->VALUES_n};
	for (size_t n = made->head.persons + 1; n > 1; n /= 2)
		made->log_persons++;
	for (size_t i = 0; i < made->CONTESTS_n; i++)
		made->everywhere |= !ix_string(made, made->CONTESTS[i].region)[0];
	heads_make(made);
	names_make(made);
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
	s->eager_max = EAGER_MAX;
	return s;
}

enum status screen_open_bytes(const void *bytes, size_t n, const struct law *law, struct screen **ret, struct err *e)
{
	return adopt(blank(bytes, n), law, ret, e);
}

enum status index_open_bytes(const void *bytes, size_t n, size_t eager_max, struct screen **ret, struct err *e)
{
	struct screen *s = blank(bytes, n);
	s->eager_max = eager_max;
	return adopt(s, NULL, ret, e);
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
	if (s->mapped)
		munmap(s->mapped, s->n);
	free(s->owned);
	free(s->sound);
	free(s->heads);
	free(s->names);
	free(s);
}
void screen_close_scoped(struct screen **s) { screen_close(*s); }


struct screen_info screen_info(const struct screen *s)
{
	return (struct screen_info){.persons = s->head.persons, .names = s->head.names, .tokens = s->TOKENS_n, .accounts = s->head.accounts,
				    .contests = s->CONTESTS_n, .pairs = s->PAIRS_n, .terms = s->TERMS_n, .size_bytes = s->n, .build = s->build,
				    .sources = s->META};
}

/* ---- Small things ---- */

static const char *const term_kinds[] = {"name", "nick", "acronym", "slogan", "hashtag", "account", "number", "party", "jingle"};
const char *term_kind_name(unsigned kind) { return kind < TERM_KIND_N ? term_kinds[kind] : ""; }

void nip_text(uint64_t nip, char ret[static 20])
{
	ret[nip ? 18 : 0] = '\0';
	for (int i = nip ? 17 : -1; i >= 0; i--, nip /= 10)
		ret[i] = (char)('0' + nip % 10);
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
		if (*s == *pairs[i][0] && !strcmp(s, pairs[i][0]))
			return pairs[i][1];
	return s;
}

uint64_t account_hash(const char *platform, const char *handle)
{
	return account_mix(text_hash(platform, strlen(platform)), text_hash(handle, strlen(handle)));
}

/* A text of TEXTS: it must end before the section does. Long ones are compared page by page. */
const char *ix_text(const struct screen *s, uint32_t offset)
{
	const char *at = s->TEXTS + offset, *end = s->TEXTS + s->TEXTS_n;
	if (offset >= s->TEXTS_n)
		return "";
	for (const char *from = at; from < end;) {
		size_t n = (size_t)(end - from) < 256 ? (size_t)(end - from) : 256;
		if (!index_sound(s, from, n))
			return "";
		if (memchr(from, '\0', n))
			return at;
		from += n;
	}
	return "";
}

/* Rows [*ret_from, *ret_to) of a directory's range; false: nothing there. */
static bool range_of(const struct screen *s, const uint32_t *directory, uint32_t bits, uint64_t hash, size_t rows, uint32_t *ret_from, uint32_t *ret_to)
{
	const uint32_t *d = &directory[bits ? hash >> (64 - bits) : 0];
	if (!index_sound(s, d, 2 * sizeof *d))
		return false;
	*ret_from = d[0];
	*ret_to = d[1] <= rows ? d[1] : (uint32_t)rows;
	return *ret_from < *ret_to;
}
static void range_ask(const uint32_t *directory, uint32_t bits, uint64_t hash) { __builtin_prefetch(&directory[bits ? hash >> (64 - bits) : 0]); }

/* ---- Tokens and skeletons ---- */

struct ix_token token_row(const struct screen *s, uint32_t token)
{
	static const struct ix_token nothing;
	return token < s->TOKENS_n && index_sound(s, &s->TOKENS[token], sizeof *s->TOKENS) ? s->TOKENS[token] : nothing;
}

const char *token_folded(const struct screen *s, const struct ix_token *t, char room[static NAME_PART_MAX], size_t *ret_n)
{
	const char *word = ix_string(s, t->string);
	size_t n = strlen(word);
	if (t->skeleton & SKELETON_SPELLED) {
		word = ix_string(s, t->string + (uint32_t)n + 1);
		*ret_n = strlen(word);
		return word;
	}
	n = n < NAME_PART_MAX ? n : NAME_PART_MAX - 1;
	for (size_t i = 0; i < n; i++)
		room[i] = (char)(word[i] >= 'A' && word[i] <= 'Z' ? word[i] | 0x20 : word[i]);
	*ret_n = n;
	return room;
}

const struct ix_skeleton *skeleton_row(const struct screen *s, uint32_t skeleton)
{
	static const struct ix_skeleton nothing;
	return skeleton < s->SKELETONS_n && index_sound(s, &s->SKELETONS[skeleton], sizeof *s->SKELETONS) ? &s->SKELETONS[skeleton] : &nothing;
}

/* Where a skeleton may stand lies in three places: the directory, the row and its string are asked for one after the other. */
void skeleton_ask(const struct screen *s, uint64_t hash, enum ask what)
{
	if (what == ASK_DIRECTORY) {
		range_ask(s->SKELETONDIR, s->head.skeleton_bits, hash);
		return;
	}
	uint32_t at = s->SKELETONDIR[s->head.skeleton_bits ? hash >> (64 - s->head.skeleton_bits) : 0];
	if (at < s->SKELETONS_n && what == ASK_ROW)
		__builtin_prefetch(&s->SKELETONS[at]);
	else if (at < s->SKELETONS_n)
		__builtin_prefetch(ix_string(s, s->SKELETONS[at].string));
}

uint32_t skeleton_find(const struct screen *s, const char *t, size_t n) { return skeleton_by_hash(s, t, n, text_hash(t, n)); }

uint32_t skeleton_by_hash(const struct screen *s, const char *t, size_t n, uint64_t hash)
{
	uint32_t at, end;
	if (!range_of(s, s->SKELETONDIR, s->head.skeleton_bits, hash, s->SKELETONS_n, &at, &end))
		return 0;
	for (; at < end; at++) {
		const struct ix_skeleton *k = skeleton_row(s, at);
		if (k->hash != (uint32_t)hash || k->length != n)
			continue;
		const char *string = ix_string(s, k->string);
		if (!strncmp(string, t, n) && !string[n])
			return at + 1;
	}
	return 0;
}

struct ids deletes_of(const struct screen *s, uint64_t hash)
{
	uint32_t at, end;
	struct ids ret = {NULL, 0, (uint32_t)(hash & 0xFF)};
	if (range_of(s, s->DELETEDIR, s->head.delete_bits, hash, s->DELETES_n, &at, &end) && index_sound(s, &s->DELETES[at], (end - at) * sizeof *s->DELETES)) {
		ret.items = s->DELETES + at;
		ret.n = end - at;
	}
	return ret;
}
void deletes_ask(const struct screen *s, uint64_t hash) { range_ask(s->DELETEDIR, s->head.delete_bits, hash); }

/* ---- Names and persons ---- */

/* Where the bytes of @name begin in FORWARD; NULL: nowhere. */
static const uint8_t *forward_of(const struct screen *s, uint32_t name)
{
	if (name >= s->head.names || !index_sound(s, &s->FORWARDDIR[name / FORWARD_STEP], sizeof *s->FORWARDDIR))
		return NULL;
	size_t at = s->FORWARDDIR[name / FORWARD_STEP];
	for (uint32_t left = name % FORWARD_STEP; at < s->FORWARD_n; left--) {
		if (!index_sound(s, &s->FORWARD[at], 1))
			return NULL;
		size_t n = s->FORWARD[at];
		if (n >= s->FORWARD_n - at)
			return NULL;
		if (!left)
			return index_sound(s, &s->FORWARD[at], n + 1) ? &s->FORWARD[at] : NULL;
		at += n + 1;
	}
	return NULL;
}

/* The bytes of the name after the one at @at. */
static const uint8_t *forward_next(const struct screen *s, const uint8_t *at)
{
	size_t next = (size_t)(at - s->FORWARD) + 1 + *at;
	if (next >= s->FORWARD_n || !index_sound(s, &s->FORWARD[next], 1) || s->FORWARD[next] >= s->FORWARD_n - next)
		return NULL;
	return index_sound(s, &s->FORWARD[next], s->FORWARD[next] + 1u) ? &s->FORWARD[next] : NULL;
}

static size_t tokens_at(const struct screen *s, const uint8_t *at, uint32_t ret[static NAME_PARTS_MAX])
{
	size_t n = 0;
	const uint8_t *end = at + 1 + *at;
	for (at++; at < end && n < NAME_PARTS_MAX;) {
		uint32_t x = 0;
		for (int shift = 0; at < end && shift < 28; shift += 7) {
			x |= (uint32_t)(*at & 127) << shift;
			if (*at++ < 128)
				break;
		}
		if (x >= s->TOKENS_n)
			return 0;
		ret[n++] = x;
	}
	return n;
}

size_t name_tokens(const struct screen *s, uint32_t name, uint32_t ret[static NAME_PARTS_MAX])
{
	const uint8_t *at = forward_of(s, name);
	return at ? tokens_at(s, at, ret) : 0;
}

size_t name_tokens_on(const struct screen *s, struct name_place *p, uint32_t name, uint32_t ret[static NAME_PARTS_MAX])
{
	p->at = p->at && p->name + 1 == name ? forward_next(s, p->at) : forward_of(s, name);
	p->name = name;
	return p->at ? tokens_at(s, p->at, ret) : 0;
}

void name_ask(const struct screen *s, uint32_t name, bool near)
{
	if (name >= s->head.names)
		return;
	const uint32_t *place = &s->FORWARDDIR[name / FORWARD_STEP];
	if (!near)
		__builtin_prefetch(place);
	else if (*place < s->FORWARD_n) {
		__builtin_prefetch(&s->FORWARD[*place]);
		__builtin_prefetch(&s->FORWARD[*place] + 64);
	}
}

void persons_ask(const struct screen *s, uint32_t name, bool near)
{
	if (name >= s->head.names)
		return;
	const uint32_t *place = &s->STARTPICK[name / PICK_STEP];
	if (!near)
		__builtin_prefetch(place);
	else if (*place / 64 < s->STARTBITS_n)
		__builtin_prefetch(&s->STARTBITS[*place / 64]);
}

uint32_t name_persons(const struct screen *s, uint32_t name, uint32_t *ret_first)
{
	uint32_t persons = (uint32_t)s->head.persons, found[2] = {persons, persons}, n = 0, at;
	if (name >= s->head.names || !index_sound(s, &s->STARTPICK[name / PICK_STEP], sizeof *s->STARTPICK))
		return 0;
	at = s->STARTPICK[name / PICK_STEP];
	uint32_t skip = name % PICK_STEP; /* starts to pass over */
	for (uint32_t word = at / 64; word < s->STARTBITS_n && n < 2; word++) {
		if (!index_sound(s, &s->STARTBITS[word], sizeof *s->STARTBITS))
			return 0;
		uint64_t bits = s->STARTBITS[word] & (word == at / 64 ? ~(uint64_t)0 << (at % 64) : ~(uint64_t)0);
		uint32_t starts = (uint32_t)__builtin_popcountll(bits);
		if (starts <= skip) {
			skip -= starts;
			continue;
		}
		for (; skip; skip--)
			bits &= bits - 1;
		for (; bits && n < 2; bits &= bits - 1) {
			found[n++] = word * 64 + (uint32_t)__builtin_ctzll(bits);
		}
	}
	if (!n || found[0] >= persons)
		return 0;
	*ret_first = found[0];
	return (found[1] <= persons ? found[1] : persons) - found[0];
}

uint32_t person_name(const struct screen *s, uint32_t person)
{
	if (person >= s->head.persons || !index_sound(s, &s->STARTRANK[person / RANK_STEP], sizeof *s->STARTRANK))
		return NONE;
	uint32_t ret = s->STARTRANK[person / RANK_STEP], word = person / RANK_STEP * RANK_STEP / 64;
	for (; word <= person / 64; word++) {
		if (!index_sound(s, &s->STARTBITS[word], sizeof *s->STARTBITS))
			return NONE;
		uint64_t bits = s->STARTBITS[word];
		if (word == person / 64)
			bits &= ~(uint64_t)0 >> (63 - person % 64);
		ret += (uint32_t)__builtin_popcountll(bits);
	}
	return ret && ret <= s->head.names ? ret - 1 : NONE;
}

static uint32_t print_of(const struct screen *s, uint64_t key) { return (uint32_t)(key >> (32 - s->head.name_bits)); }

uint32_t names_of_key(const struct screen *s, uint64_t key, uint32_t *ret_first)
{
	uint32_t at, end, print = print_of(s, key);
	if (!range_of(s, s->NAMEDIR, s->head.name_bits, key, s->NAMES_n, &at, &end) || !index_sound(s, &s->NAMES[at], (end - at) * sizeof *s->NAMES))
		return 0;
	while (at < end && s->NAMES[at] < print)
		at++;
	uint32_t n = 0;
	while (at + n < end && s->NAMES[at + n] == print)
		n++;
	*ret_first = at;
	return n;
}

void names_ask(const struct screen *s, uint64_t key, bool near)
{
	if (!near)
		range_ask(s->NAMEDIR, s->head.name_bits, key);
	else {
		uint32_t at = s->NAMEDIR[s->head.name_bits ? key >> (64 - s->head.name_bits) : 0];
		if (at < s->NAMES_n)
			__builtin_prefetch(&s->NAMES[at]);
	}
}

static bool same_parts(const struct screen *s, const uint32_t *a, const uint32_t *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (a[i] != b[i] && (s->TOKENS[a[i]].skeleton & SKELETON_ID) != (s->TOKENS[b[i]].skeleton & SKELETON_ID))
			return false; /* most differ already in their order */
	for (size_t i = 0; i < n; i++) {
		char x[NAME_PART_MAX], y[NAME_PART_MAX];
		size_t x_n, y_n;
		if (a[i] == b[i])
			continue;
		struct ix_token t = token_row(s, a[i]), u = token_row(s, b[i]);
		const char *p = token_folded(s, &t, x, &x_n), *q = token_folded(s, &u, y, &y_n);
		if (x_n != y_n || memcmp(p, q, x_n))
			return false;
	}
	return true;
}

/* The rows that may be other spellings of the parts of @name: [*ret_from, returned). They share its key. */
static uint32_t spellings_of(const struct screen *s, uint32_t name, uint32_t *ret_from)
{
	uint32_t from = name, to = name + 1;
	while (from > 0 && name - from < 4096 && index_sound(s, &s->NAMES[from - 1], sizeof *s->NAMES) && s->NAMES[from - 1] == s->NAMES[name])
		from--;
	while (to < s->head.names && to - name < 4096 && index_sound(s, &s->NAMES[to], sizeof *s->NAMES) && s->NAMES[to] == s->NAMES[name])
		to++;
	*ret_from = from;
	return to;
}

/* Has row @i the very parts of @name, whose @n tokens are @tokens? Asked in ascending order. */
static bool spelt_alike(const struct screen *s, struct name_place *place, uint32_t name, uint32_t i, const uint32_t *tokens, size_t n)
{
	uint32_t others[NAME_PARTS_MAX];
	return (name_tokens_on(s, place, i, others) == n && same_parts(s, tokens, others, n)) || i == name;
}

size_t name_namesakes(const struct screen *s, uint32_t name, size_t enough)
{
	uint32_t tokens[NAME_PARTS_MAX], first, from;
	size_t ret = name_persons(s, name, &first);
	if (ret >= enough)
		return ret;
	size_t n = name_tokens(s, name, tokens);
	if (!n)
		return 0;
	uint32_t to = spellings_of(s, name, &from);
	struct name_place place = {0};
	for (uint32_t i = from; i < to && ret < enough; i++)
		if (i != name && spelt_alike(s, &place, name, i, tokens, n))
			ret += name_persons(s, i, &first);
	return ret;
}

size_t name_bearers(const struct screen *s, uint32_t name, uint32_t *ret, size_t max)
{
	uint32_t tokens[NAME_PARTS_MAX], first, from;
	size_t n = name_tokens(s, name, tokens), found = 0;
	if (!n)
		return 0;
	uint32_t to = spellings_of(s, name, &from);
	struct name_place place = {0};
	for (uint32_t i = from; i < to && found < max; i++) {
		uint32_t persons = spelt_alike(s, &place, name, i, tokens, n) ? name_persons(s, i, &first) : 0;
		for (uint32_t k = 0; k < persons && found < max; k++)
			ret[found++] = first + k;
	}
	return found;
}

/* ---- Accounts ---- */

void account_ask(const struct screen *s, uint64_t hash)
{
	__builtin_prefetch(&s->ACCOUNTS[bucket_of(hash, s->head.account_buckets) * ACCOUNT_SLOTS]);
}

bool account_by_hash(const struct screen *s, uint64_t hash, struct ix_account *ret)
{
	uint64_t low = ((uint64_t)1 << (s->head.person_bits + 2)) - 1;
	uint64_t print = hash << (s->head.person_bits + 2), bucket = bucket_of(hash, s->head.account_buckets);
	for (uint64_t left = s->head.account_buckets; left; left--, bucket = (bucket + 1) % s->head.account_buckets) {
		const uint64_t *slots = &s->ACCOUNTS[bucket * ACCOUNT_SLOTS];
		if (!index_sound(s, slots, ACCOUNT_SLOTS * sizeof *slots))
			return false;
		for (size_t i = 0; i < ACCOUNT_SLOTS; i++) {
			uint64_t person = (slots[i] & low) >> 2;
			if (!slots[i])
				return false;
			if ((slots[i] & ~low) == print && person && person <= s->head.persons) {
				*ret = (struct ix_account){(uint32_t)person - 1, (uint8_t)(slots[i] & 3)};
				return true;
			}
		}
	}
	return false;
}

bool account_find(const struct screen *s, const char *platform, const char *handle, struct ix_account *ret)
{
	char folded[128];
	return handle[0] && handle_fold(handle, folded, sizeof folded) && account_by_hash(s, account_hash(platform_fold(platform), folded), ret);
}

/* ---- What is known of a person ---- */

static uint64_t row_bits(const struct screen *s, uint64_t at, uint32_t bits)
{
	const uint64_t *word = &s->ROWS[at / 64];
	if (!bits || !index_sound(s, word, 2 * sizeof *word))
		return 0;
	uint64_t ret = word[0] >> (at % 64) | (at % 64 ? word[1] << (64 - at % 64) : 0);
	return bits < 64 ? ret & (((uint64_t)1 << bits) - 1) : ret;
}

static uint64_t nip_of(const struct screen *s, uint32_t person, uint64_t code)
{
	const struct ix_nip *n = &s->head.nip;
	if (code == NIP_ODD)
		for (size_t low = 0, high = s->ODD_n; low < high;) {
			size_t middle = (low + high) / 2;
			if (!index_sound(s, &s->ODD[middle], sizeof *s->ODD))
				return 0;
			if (s->ODD[middle].person == person)
				return s->ODD[middle].nip;
			if (s->ODD[middle].person < person)
				low = middle + 1;
			else
				high = middle;
		}
	if (code < NIP_FIRST || !n->days || !n->years || !n->months || !n->sexes || !n->numbers)
		return 0;
	code -= NIP_FIRST;
	uint64_t number = n->number + code % n->numbers, sex = n->sex + (code /= n->numbers) % n->sexes, month = n->month + (code /= n->sexes) % n->months,
		 year = n->year + (code /= n->months) % n->years;
	int y, m, d;
	day_parts((struct day){(int32_t)(n->day + code / n->years % n->days % 200000) - 100000}, &y, &m, &d);
	return ((((uint64_t)(y * 10000 + m * 100 + d) * 10000 + year) * 100 + month) * 10 + sex) * 1000 + number;
}

/* The words of its tokens, unless the name is written out apart. */
static const char *display_of(const struct screen *s, struct arena *a, uint32_t person, uint32_t name)
{
	for (size_t low = 0, high = s->EXTRA_n; low < high;) {
		size_t middle = (low + high) / 2;
		if (!index_sound(s, &s->EXTRA[middle], sizeof *s->EXTRA))
			break;
		if (s->EXTRA[middle].person == person)
			return ix_text(s, s->EXTRA[middle].text);
		if (s->EXTRA[middle].person < person)
			low = middle + 1;
		else
			high = middle;
	}
	uint32_t tokens[NAME_PARTS_MAX];
	size_t n = name_tokens(s, name, tokens), at = 0;
	char *ret = arena_alloc(a, n * (NAME_PART_MAX + 1) + 1);
	for (size_t i = 0; i < n; i++) {
		struct ix_token t = token_row(s, tokens[i]);
		const char *word = ix_string(s, t.string);
		size_t length = strnlen(word, NAME_PART_MAX);
		if (i)
			ret[at++] = ' ';
		memcpy(ret + at, word, length);
		at += length;
	}
	return ret;
}

void hit_of_person(const struct screen *s, struct arena *a, uint32_t person, struct screen_hit *ret)
{
	uint32_t name = person_name(s, person);
	hit_of_bearer(s, a, person, name, name_namesakes(s, name, SIZE_MAX), ret);
}

void hit_of_bearer(const struct screen *s, struct arena *a, uint32_t person, uint32_t name, size_t namesakes, struct screen_hit *ret)
{
	uint64_t at = (uint64_t)person * s->head.row_bits, x[FIELD_N];
	const char *texts[FIELD_N] = {0};
	char nip[20];
	*ret = (struct screen_hit){.nip = "", .name = "", .agency = "", .unit = "", .position = "", .region = "", .status = ""};
	if (person >= s->head.persons)
		return;
	for (int i = 0; i < FIELD_N; i++) {
		const struct ix_field *f = &s->head.fields[i];
		x[i] = row_bits(s, at, f->bits);
		at += f->bits;
		if (i >= FIELD_AGENCY && i <= FIELD_STATUS)
			texts[i] = x[i] < f->count ? ix_text(s, s->DICT[f->dict + x[i]]) : "";
	}
	nip_text(nip_of(s, person, x[FIELD_NIP]), nip);
	unsigned class = (unsigned)x[FIELD_CLASS] / 2;
	*ret = (struct screen_hit){.ref = (int64_t)((x[FIELD_REF] + s->head.fields[FIELD_REF].base) & INT64_MAX), .nip = arena_strdup(a, nip),
				   .name = display_of(s, a, person, name), .agency = texts[FIELD_AGENCY], .unit = texts[FIELD_UNIT], .position = texts[FIELD_POSITION],
				   .region = texts[FIELD_REGION], .status = texts[FIELD_STATUS],
				   .class = class < SUBJECT_CLASS_N ? (enum subject_class)class : CLASS_UNKNOWN,
				   .namesakes = namesakes};
}

void places_of_person(const struct screen *s, uint32_t person, struct screen_hit *ret)
{
	uint64_t at = (uint64_t)person * s->head.row_bits;
	*ret = (struct screen_hit){.agency = "", .unit = "", .position = "", .region = ""};
	const char **to[FIELD_N] = {[FIELD_AGENCY] = &ret->agency, [FIELD_UNIT] = &ret->unit, [FIELD_POSITION] = &ret->position, [FIELD_REGION] = &ret->region};
	for (int i = 0; i <= FIELD_REGION && person < s->head.persons; at += s->head.fields[i++].bits) {
		const struct ix_field *f = &s->head.fields[i];
		uint64_t x = to[i] ? row_bits(s, at, f->bits) : f->count;
		if (x < f->count)
			*to[i] = ix_text(s, s->DICT[f->dict + x]);
	}
}
