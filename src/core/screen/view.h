/* view.h -- a post as it stands in its line: spans of the line, nothing copied, nothing unescaped.
 *
 * Most posts of a stream concern nobody. They are read as views; only a post that looks as if it named a candidate
 * becomes a struct post. A view lives as long as its line. Every byte of the line has been checked: it is one JSON
 * object, its texts are UTF-8, its escapes are known ones, and no key that we read stands twice in one object.
 */
#ifndef NETRA_CORE_SCREEN_VIEW_H
#define NETRA_CORE_SCREEN_VIEW_H

#include "core/screen/screen.h"
#include "core/text/bytes.h"

struct span {
	const char *s; /* behind the opening quote; never NULL */
	uint32_t n;
	bool escaped; /* it holds a backslash */
};
struct view_author {
	struct span handle, name;
};
struct view_reaction {
	enum post_kind kind;
	struct span time, text;
	struct view_author author;
};
struct view_media {
	struct span path, sha256, kind;
};
struct view_spans {
	struct span *items;
	size_t n, cap;
};
struct post_view {
	struct span id, platform, time, text, url, region;
	enum post_kind kind;
	struct view_author author;
	struct view_spans mentions, hashtags;
	bool has_target;
	struct span target_id, target_text;
	struct view_author target_author;
	struct { struct view_reaction *items; size_t n, cap; } reactions;
	struct { struct view_media *items; size_t n, cap; } media;
	struct span raw_format, raw_line;
	/* memory of the reader, kept from line to line */
	uint8_t after[6][24]; /* the key that last stood behind each key, by shape (view.c) */
	uint64_t *bits;
	char *copy;
	size_t copy_cap;
};

/* Reads the line [at, end) of @base, whose bits are @bits (bytes_lines from @base on). A newline or a NUL must be
 * readable at @end. INVALID names the byte and what was expected; TOO_LARGE: more than POST_LINE_MAX bytes. */
MUST_CHECK enum status view_read(const char *base, const struct line_bits *bits, size_t at, size_t end, struct post_view *ret, struct err *e);
/* The same for any line: it is copied first. */
MUST_CHECK enum status view_read_line(const char *line, size_t n, struct post_view *ret, struct err *e);
void view_free(struct post_view *v); /* for use with scoped() */

/* @s without its escapes; @to holds s.n + 1 bytes. Lone surrogates and NULs become U+FFFD. Returns the bytes. */
size_t span_unescape(struct span s, char *to);
const char *span_text(struct arena *a, struct span s);
/* @s without its escapes, in the line itself or in memory of @run that the next call reuses. Not NUL-terminated. */
struct str view_text(struct screen_run *run, struct span s);
struct post_texts texts_of_view(struct arena *a, const struct view_spans *v);
bool span_is(struct span s, const char *text);
/* All of the view as a post, in the memory of @a. INVALID: its time is not a moment. */
MUST_CHECK enum status post_of_view(struct arena *a, const struct post_view *v, struct post *ret, struct err *e);

#endif
