/* str.h -- text: a span of bytes, UTF-8 checks, and the small questions asked of strings.
 *
 * `struct str` borrows; it is not NUL-terminated. `const char *` is NUL-terminated UTF-8. Everything read
 * from outside passes text_valid before it is kept.
 */
#ifndef NETRA_BASE_STR_H
#define NETRA_BASE_STR_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct str {
	const char *s; /* borrowed */
	size_t n;      /* bytes */
};
#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})

struct str str_of(const char *s); /* NULL gives an empty span */
bool str_eq(struct str a, struct str b);
bool str_is(struct str a, const char *b);
struct str str_trim(struct str s); /* without white space at both ends */
/* Cuts the part before @separator off the front of @rest. False when @rest is used up. */
bool str_split(struct str *rest, char separator, struct str *ret_part);

bool text_blank(const char *s);                     /* NULL, empty or only white space */
bool text_eq(const char *a, const char *b);         /* both may be NULL */
bool text_starts(const char *s, const char *prefix);
bool text_ends(const char *s, const char *suffix);
/* Valid UTF-8 without NUL and without control characters but tab, newline, carriage return. */
bool text_valid(const char *s, size_t n);
size_t text_valid_prefix(const char *s, size_t n);  /* bytes up to the first fault */
size_t text_bom(const char *s, size_t n);         /* bytes of a byte order mark at the start of a file: 3, or 0 */
/* NULL when the start of a file may be text of one byte a letter; else what it is instead, and what to do about it. */
const char *text_foreign(const char *s, size_t n);
/* A copy with white space at the ends removed and each fault of UTF-8 replaced by U+FFFD. */
char *text_clean(struct arena *a, const char *s, size_t n);
char *text_lower(struct arena *a, const char *s);   /* ASCII only; core/text folds the rest */
char *text_digits(struct arena *a, const char *s);  /* only the digits of @s */
/* At most @max bytes, cut at a character's edge; an ellipsis says that something was cut, and counts (three bytes). */
char *text_clip(struct arena *a, const char *s, size_t max);

/* Whole decimal numbers. INVALID names what was expected. */
MUST_CHECK enum status int_parse(const char *s, int64_t min, int64_t max, int64_t *ret, struct err *e);
enum number_mark { DOTS, COMMAS }; /* 1.684 as Indonesians write it, 1,684 in English */
const char *int_dots(int64_t n, enum number_mark mark, char ret[static 32]);
char *hex_text(struct arena *a, const void *bytes, size_t n);
bool hex_bytes(const char *hex, void *ret, size_t n); /* exactly n bytes; false if it is not that */

#endif
