/* buf.h -- a growing text buffer, and the writers for the outputs Netra has: HTML text, JSON, CSV, URLs.
 *
 * One escaping function per context; there is no way to write raw text by accident, because the plain
 * writers are named for what they do not do. A buffer has a limit: past it the buffer is marked full and
 * further writes are dropped, and buf_done says TOO_LARGE.
 */
#ifndef NETRA_BASE_BUF_H
#define NETRA_BASE_BUF_H

#include "base/day.h"
#include "base/str.h"

struct buf {
	char *s;      /* NUL-terminated at all times once something was written; NULL when empty */
	size_t n;     /* bytes, without the NUL */
	size_t cap;
	size_t limit; /* 0: 64 MiB */
	bool full;    /* something did not fit */
};

void buf_raw(struct buf *b, const void *bytes, size_t n); /* as it is: only for text we made */
void buf_text(struct buf *b, const char *s);              /* as it is; NULL writes nothing */
void buf_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...) PRINTF(2, 3);
void buf_html(struct buf *b, const char *s);              /* escaped for text and quoted attributes */
void buf_html_n(struct buf *b, const char *s, size_t n);
void buf_url(struct buf *b, const char *s);               /* percent-encoded query value */
void buf_json_string(struct buf *b, const char *s, size_t n); /* quoted and escaped */
void buf_csv(struct buf *b, const char *s); /* one cell, quoted when needed, formula starts guarded by ' */
void buf_clear(struct buf *b);              /* empty, memory kept */
void buf_free(struct buf *b);               /* for use with scoped() */
MUST_CHECK enum status buf_done(const struct buf *b, struct err *e); /* TOO_LARGE when something was dropped */
char *buf_arena(struct arena *a, const struct buf *b);     /* a copy; "" when empty */

/* JSON writer: keys and values in order; commas and nesting are its business. */
struct json_out {
	struct buf *b;
	uint64_t first; /* bit per depth: nothing written yet at this depth */
	int depth;      /* at most 60 */
	bool after_key;
};
struct json_out jout_start(struct buf *b);
void jout_object(struct json_out *j); /* { ... jout_end */
void jout_array(struct json_out *j);  /* [ ... jout_end */
void jout_end(struct json_out *j, char bracket); /* '}' or ']' */
void jout_key(struct json_out *j, const char *key);
void jout_text(struct json_out *j, const char *s); /* NULL writes null */
void jout_text_n(struct json_out *j, const char *s, size_t n);
void jout_int(struct json_out *j, int64_t n);
void jout_real(struct json_out *j, double x, int decimals);
void jout_bool(struct json_out *j, bool yes);
void jout_null(struct json_out *j);
void jout_raw(struct json_out *j, const char *json); /* a value that is JSON already */
/* Shorthands: key and value at once. */
void jout_put_text(struct json_out *j, const char *key, const char *s);
void jout_put_int(struct json_out *j, const char *key, int64_t n);
void jout_put_bool(struct json_out *j, const char *key, bool yes);
void jout_put_day(struct json_out *j, const char *key, struct day d);                          /* "2024-10-01" or null */
void jout_put_instant(struct json_out *j, const char *key, struct instant t, enum zone zone);  /* RFC 3339 or null */

#endif
