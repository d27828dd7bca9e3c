/* index_fuzz.c -- damage to an index: the input is a list of (place, byte) changes to a good file, whose checksums are
 * then made right again, so that only the checks of numbers stand between the damage and the readers. Whatever opens
 * must be usable. */
#include "core/screen/screen_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static unsigned char *good;
static size_t good_n;

static void start(void)
{
	struct screen_builder *b = screen_builder_new();
	struct err e;
	static const char *const names[] = {"Budi Santoso", "Siti Nurhaliza", "Joko Susilo", "Muhammad Rizki Wijaya"};
	for (int i = 0; i < 4; i++)
		assert(screen_add_person(b, &(struct screen_person){.ref = i + 1, .name = names[i], .agency = "Dinas"}, &e) == OK);
	assert(screen_add_account(b, &(struct screen_account){.platform = "x", .handle = "budi", .ref = 1, .evidence = "proven"}, &e) == OK);
	assert(screen_add_term(b, &(struct screen_term){"99.01/w/2024", "2", "2", "name", "Arif Gunadi", "99.01"}, &e) == OK);
	assert(index_bytes(b, &good, &good_n, &e) == OK);
	screen_builder_free(&b);
}

/* The sums of the pages, then the sum of the sums, then that of the header. */
static void make_sums_right(unsigned char *bytes, size_t n)
{
	struct ix_header h;
	memcpy(&h, bytes, sizeof h);
	size_t sums = h.directory[SECTION_SUMS].length, first = INDEX_HEADER + (sums + INDEX_HEADER - 1) / INDEX_HEADER * INDEX_HEADER;
	if (sums <= n && first <= n) {
		for (size_t i = 0; i < sums / 8 && first + i * INDEX_PAGE < n; i++) {
			size_t at = first + i * INDEX_PAGE;
			uint64_t sum = index_checksum(bytes + at, n - at < INDEX_PAGE ? n - at : INDEX_PAGE);
			memcpy(bytes + INDEX_HEADER + i * 8, &sum, 8);
		}
		h.sums_checksum = index_checksum(bytes + INDEX_HEADER, first - INDEX_HEADER);
	}
	h.checksum = 0;
	h.checksum = index_checksum(&h, sizeof h);
	memcpy(bytes, &h, sizeof h);
}

static void use(struct screen *s)
{
	struct arena a = {0};
	struct screen_run *run = screen_run_new(s, NULL);
	struct screen_hits hits;
	struct buf out = {0};
	static const char *const queries[] = {"Budi Santoso", "Sitti Noerhaliza", "Rizky Widjaja", "Jokosusilo"};
	for (size_t i = 0; i < 4; i++) {
		screen_name(run, &a, queries[i], 5, &hits);
		screen_hits_json(&out, queries[i], &hits, 0);
	}
	static const char line[] = "{\"id\":\"1\",\"platform\":\"x\",\"region\":\"99.01\",\"author\":{\"handle\":\"budi\",\"name\":\"Budi Santoso\"},\"text\":\"coblos Arif Gunadi nomor 2\"}";
	struct screen_tally tally = {0};
	screen_lines(s, &(struct screen_options){.at = DAY_NONE, .accounts = true, .accounts_told = true}, line, sizeof line - 1, 1, 1, &out, &tally);
	buf_free(&out);
	screen_run_free(&run);
	arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	if (!good)
		start();
	size_t size = n && bytes[0] == 'T' ? good_n * bytes[n - 1] / 255 : good_n;
	unsigned char *copy = aligned_alloc(64, (size + 64) / 64 * 64);
	memcpy(copy, good, size);
	for (size_t i = 0; i + 4 < n && size > INDEX_HEADER; i += 4) {
		size_t at = (bytes[i] | (size_t)bytes[i + 1] << 8 | (size_t)bytes[i + 2] << 16) % size;
		copy[at] = bytes[i + 3];
	}
	if (size > INDEX_HEADER)
		make_sums_right(copy, size);
	struct screen *s = NULL;
	struct err e;
	if (index_open_bytes(copy, size, n & 1 ? EAGER_MAX : 0, &s, &e) == OK) { /* as a small file, as a large one */
		use(s);
		screen_close(s);
	}
	free(copy);
	return 0;
}
