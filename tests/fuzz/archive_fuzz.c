/* archive_fuzz.c -- a backup that a stranger made: no entry leaves its folder, no size is believed. */
#include "cli/archive.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void file_close(FILE **f)
{
	if (*f)
		fclose(*f);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	scoped(file_close) FILE *f = n ? fmemopen((void *)(uintptr_t)bytes, n, "r") : NULL;
	scoped(archive_close) struct archive_in *in = NULL;
	struct archive_entry entry;
	struct err e;
	bool found = true;
	char part[512];
	if (!f || archive_open(f, NULL, &in, &e) != OK)
		return 0;
	while (archive_next(in, &found, &entry, &e) == OK && found) {
		size_t got = 1;
		int64_t all = 0;
		assert(entry.name[0] && entry.name[0] != '/' && !strstr(entry.name, ".."));
		while (got && archive_read(in, part, sizeof part, &got, &e) == OK)
			all += (int64_t)got;
		assert(all <= entry.size);
		if (got)
			return 0; /* cut */
	}
	return 0;
}
