/* convert_fuzz.c -- any bytes as an export: refused with a reason, or canonical posts that the post reader accepts. */
#include "desk/stream/stream.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena a = {0};
	struct buf out = {0};
	struct stream_report r;
	struct err e;
	if (stream_convert(&a, (struct str){(const char *)bytes, n}, NULL, &out, &r, &e) == OK) {
		struct str rest = {out.s ? out.s : "", out.n}, line;
		while (str_split(&rest, '\n', &line)) {
			struct post p;
			if (line.n && line.n <= POST_LINE_MAX)
				assert(post_read(&a, line.s, line.n, &p, &e) == OK);
		}
	}
	buf_free(&out);
	arena_free(&a);
	return 0;
}
