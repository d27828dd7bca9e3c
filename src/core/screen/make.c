/* make.c -- from the rows of a builder to the bytes of an index (format.h): the lists of names that hold a skeleton, the
 * accounts, and the file. make.h says who makes the rest.
 */
#define _GNU_SOURCE
#include "core/screen/make.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- Postings ---- */

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

/* How many names and persons each skeleton has; all of them together. */
static uint64_t count_postings(struct plan *p)
{
	uint32_t *counts = wide_new((p->skeleton_rows.n + 1) * 2 * sizeof *counts, true);
	for (size_t name = 0, i = 0; i < p->name_skeletons.n; i++) {
		uint32_t id = p->name_skeletons.items[i] & ~SKELETON_LAST;
		counts[2 * id]++;
		counts[2 * id + 1] += p->name_first.items[name + 1] - p->name_first.items[name];
		name += p->name_skeletons.items[i] >> 31;
	}
	for (size_t i = 0; i < p->skeleton_rows.n; i++) {
		p->skeleton_rows.items[i].names = counts[2 * i];
		p->skeleton_rows.items[i].persons = counts[2 * i + 1];
	}
	free(counts);
	return p->name_skeletons.n;
}

static void make_postings(struct plan *p)
{
	uint64_t total = count_postings(p), at = 0;
	uint32_t *lists = wide_new((total + 1) * sizeof *lists, false), *ends = must(malloc((p->skeleton_rows.n + 1) * sizeof *ends));
	for (size_t i = 0; i < p->skeleton_rows.n; i++) {
		ends[i] = (uint32_t)at;
		at += p->skeleton_rows.items[i].names;
	}
	for (size_t name = 0, i = 0; i < total; i++) {
		lists[ends[p->name_skeletons.items[i] & ~SKELETON_LAST]++] = (uint32_t)name;
		name += p->name_skeletons.items[i] >> 31;
	}
	for (size_t i = 0; i < p->skeleton_rows.n; i++)
		put_postings(p, &p->skeleton_rows.items[i], lists + ends[i] - p->skeleton_rows.items[i].names);
	free(lists);
	free(ends);
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
	struct keyed *order = wide_new((n + 1) * sizeof *order, false);
	for (size_t i = 0; i < n; i++) {
		const struct account_in *a = &b->accounts.items[i];
		uint64_t low = (uint64_t)(p->place[a->person] + 1) << 2 | a->evidence;
		order[i] = (struct keyed){a->hash, a->hash << (p->h.person_bits + 2) | low};
	}
	order = sort_keyed(order, n);
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

/* Where the bytes go: into a file, or into memory. */
struct sink {
	int fd; /* -1: into memory */
	const char *path;
	unsigned char *bytes;
	size_t at;
};

static enum status sink_put(struct sink *to, const void *bytes, size_t n, struct err *e)
{
	if (to->fd < 0 && n)
		memcpy(to->bytes + to->at, bytes, n);
	to->at += n;
	for (const unsigned char *from = bytes; to->fd >= 0 && n;) {
		ssize_t done = write(to->fd, from, n > (1u << 30) ? 1u << 30 : n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return FAIL(e, UNAVAILABLE, "%s: %m", to->path);
		from += done;
		n -= (size_t)done;
	}
	return OK;
}

/* Sums of pages as the parts are laid one behind the other. */
struct summing {
	uint64_t *sums;
	size_t n, filled; /* pages done; bytes of the next */
	unsigned char page[INDEX_PAGE];
};

static void sum_bytes(struct summing *x, const unsigned char *bytes, size_t n)
{
	while (n) {
		if (!x->filled && n >= INDEX_PAGE) { /* a page of one part alone is summed where it lies */
			x->sums[x->n++] = index_checksum(bytes, INDEX_PAGE);
			bytes += INDEX_PAGE;
			n -= INDEX_PAGE;
			continue;
		}
		size_t some = n < INDEX_PAGE - x->filled ? n : INDEX_PAGE - x->filled;
		memcpy(x->page + x->filled, bytes, some);
		x->filled += some;
		bytes += some;
		n -= some;
		if (x->filled == INDEX_PAGE) {
			x->sums[x->n++] = index_checksum(x->page, INDEX_PAGE);
			x->filled = 0;
		}
	}
}

static const unsigned char zeros[INDEX_HEADER];

/* Bytes between the end of part @i and what follows. */
static size_t filling(const struct ix_header *h, int i)
{
	size_t end = h->directory[i].offset + h->directory[i].length;
	return (i + 1 < SECTION_N ? h->directory[i + 1].offset : h->file_bytes) - end;
}

/* SUMS comes first behind the header; the pages it speaks of begin behind it. Returns the sums, with their filling. */
static uint64_t *lay_out(struct ix_header *h, const struct part *parts, size_t *ret_n)
{
	size_t body = 0;
	for (int i = 1; i < SECTION_N; i++)
		body += aligned(parts[i].n * parts[i].item_bytes, INDEX_ALIGN);
	body = aligned(body, INDEX_HEADER);
	size_t pages = (body + INDEX_PAGE - 1) / INDEX_PAGE, at = INDEX_HEADER + aligned(pages * sizeof(uint64_t), INDEX_HEADER);
	*ret_n = at - INDEX_HEADER;
	h->file_bytes = at + body;
	h->directory[SECTION_SUMS] = (struct ix_entry){SECTION_SUMS, sizeof(uint64_t), INDEX_HEADER, pages * sizeof(uint64_t)};
	for (uint32_t i = 1; i < SECTION_N; i++) {
		h->directory[i] = (struct ix_entry){i, parts[i].item_bytes, at, parts[i].n * parts[i].item_bytes};
		at += aligned(parts[i].n * parts[i].item_bytes, INDEX_ALIGN);
	}
	struct summing x = {.sums = must(calloc(*ret_n, 1))};
	for (int i = 1; i < SECTION_N; i++) {
		sum_bytes(&x, parts[i].bytes, h->directory[i].length);
		sum_bytes(&x, zeros, filling(h, i));
	}
	if (x.filled)
		x.sums[x.n] = index_checksum(x.page, x.filled);
	h->sums_checksum = index_checksum(x.sums, *ret_n);
	struct hash build = hash_of(x.sums, pages * sizeof *x.sums), whole = hash_of(h, sizeof *h);
	for (int i = 0; i < HASH_SIZE; i++)
		h->build[i] = build.bytes[i] ^ whole.bytes[i];
	h->checksum = index_checksum(h, sizeof *h);
	return x.sums;
}

static enum status put_all(struct sink *to, const struct ix_header *h, const uint64_t *sums, size_t sums_bytes, const struct part *parts, struct err *e)
{
	TRY(sink_put(to, h, sizeof *h, e));
	TRY(sink_put(to, zeros, INDEX_HEADER - sizeof *h, e));
	TRY(sink_put(to, sums, sums_bytes, e));
	for (int i = 1; i < SECTION_N; i++) {
		TRY(sink_put(to, parts[i].bytes, h->directory[i].length, e));
		TRY(sink_put(to, zeros, filling(h, i), e));
	}
	return OK;
}

static void plan_free(struct plan *p)
{
	void *all[] = {p->token_rank, p->token_row, p->token_skeleton, p->row_skeleton, p->place, p->name_first.items, p->name_skeletons.items, p->strings.items, p->tokens.items,
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
	make_words(p);
	make_people(p);
	make_postings(p);
	make_accounts(p);
}

static void plan_free_scoped(struct plan **p) { plan_free(*p); }

static enum status index_put(struct screen_builder *b, struct sink *to, struct err *e)
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
	size_t sums_bytes;
	uint64_t *sums = lay_out(&p->h, parts, &sums_bytes);
	if (to->fd < 0)
		to->bytes = must(aligned_alloc(INDEX_ALIGN, p->h.file_bytes));
	enum status status = put_all(to, &p->h, sums, sums_bytes, parts, e);
	free(sums);
	return status;
}

enum status index_bytes(struct screen_builder *b, unsigned char **ret, size_t *ret_n, struct err *e)
{
	struct sink to = {.fd = -1};
	TRY(index_put(b, &to, e));
	*ret = to.bytes;
	*ret_n = to.at;
	return OK;
}

enum status index_file(struct screen_builder *b, int fd, const char *path, struct err *e)
{
	struct sink to = {.fd = fd, .path = path};
	TRY(index_put(b, &to, e));
	return fsync(fd) ? FAIL(e, UNAVAILABLE, "%s: %m", path) : OK;
}
