/* str.c -- see str.h. */
#include "base/str.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct str str_of(const char *s)
{
	return (struct str){s, s ? strlen(s) : 0};
}

bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (!a.n || !memcmp(a.s, b.s, a.n));
}

bool str_is(struct str a, const char *b)
{
	return str_eq(a, str_of(b));
}

static bool space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

struct str str_trim(struct str s)
{
	while (s.n && space(s.s[0])) {
		s.s++;
		s.n--;
	}
	while (s.n && space(s.s[s.n - 1]))
		s.n--;
	return s;
}

bool str_split(struct str *rest, char separator, struct str *ret_part)
{
	if (!rest->s)
		return false;
	const char *cut = rest->n ? memchr(rest->s, separator, rest->n) : NULL;
	*ret_part = (struct str){rest->s, cut ? (size_t)(cut - rest->s) : rest->n};
	if (cut)
		*rest = (struct str){cut + 1, rest->n - ret_part->n - 1};
	else
		*rest = (struct str){NULL, 0};
	return true;
}

bool text_blank(const char *s)
{
	for (; s && *s; s++)
		if (!space(*s))
			return false;
	return true;
}

bool text_eq(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

bool text_starts(const char *s, const char *prefix)
{
	return s && !strncmp(s, prefix, strlen(prefix));
}

bool text_ends(const char *s, const char *suffix)
{
	size_t n = s ? strlen(s) : 0, m = strlen(suffix);
	return n >= m && !strcmp(s + n - m, suffix);
}

/* Length of the well-formed UTF-8 character at @p (Unicode 15, table 3-7), 0 if there is none. */
static size_t utf8_length(const unsigned char *p, size_t n)
{
	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xC2 || p[0] > 0xF4)
		return 0;
	size_t length = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
	if (n < length)
		return 0;
	unsigned char low = 0x80, high = 0xBF;
	if (p[0] == 0xE0)
		low = 0xA0;
	else if (p[0] == 0xED)
		high = 0x9F;
	else if (p[0] == 0xF0)
		low = 0x90;
	else if (p[0] == 0xF4)
		high = 0x8F;
	if (p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if (p[i] < 0x80 || p[i] > 0xBF)
			return 0;
	return length;
}

/* Eight bytes of ASCII that may all be shown: 0x20 to 0x7E. */
static bool plain_eight(const char *s)
{
	const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
	uint64_t x;
	memcpy(&x, s, sizeof x);
	return !((x | (x - ones * 0x20) | (x + ones)) & highs);
}

size_t text_valid_prefix(const char *s, size_t n)
{
	size_t at = 0;
	while (at < n) {
		while (n - at >= 8 && plain_eight(s + at))
			at += 8;
		if (at == n)
			break;
		unsigned char c = (unsigned char)s[at];
		if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F)
			break;
		size_t length = utf8_length((const unsigned char *)s + at, n - at);
		if (!length)
			break;
		at += length;
	}
	return at;
}

size_t text_bom(const char *s, size_t n) { return n >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3) ? 3 : 0; }

const char *text_foreign(const char *s, size_t n)
{
	static const struct { const char *magic; size_t n; const char *what; } marks[] = {
		{"\xFF\xFE", 2, "this is UTF-16, UTF-8 was expected: save it as UTF-8, or use iconv -f UTF-16 -t UTF-8"},
		{"\xFE\xFF", 2, "this is UTF-16, UTF-8 was expected: save it as UTF-8, or use iconv -f UTF-16 -t UTF-8"},
		{"\x1F\x8B", 2, "this is packed with gzip, text was expected: unpack it first (gunzip, or zcat FILE | netra ...)"},
		{"PK\x03\x04", 4, "this is a zip archive or a workbook (xlsx, ods), text was expected: unpack it, or save the sheet as CSV"},
		{"\xD0\xCF\x11\xE0", 4, "this is an old workbook (xls), text was expected: save the sheet as CSV"},
		{"\x28\xB5\x2F\xFD", 4, "this is packed with zstd, text was expected: unpack it first"},
		{"\xFD" "7zXZ", 5, "this is packed with xz, text was expected: unpack it first"},
		{"%PDF-", 5, "this is a PDF, text was expected"},
		{"SQLite format 3", 15, "this is a database of SQLite, text was expected"},
	};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (n >= marks[i].n && !memcmp(s, marks[i].magic, marks[i].n))
			return marks[i].what;
	/* UTF-16 without a mark: every other byte of plain letters is a NUL. */
	if (n >= 4 && (!s[0] != !s[1]) && !s[0] == !s[2] && !s[1] == !s[3])
		return marks[0].what;
	return NULL;
}

bool text_valid(const char *s, size_t n)
{
	return text_valid_prefix(s, n) == n;
}

char *text_clean(struct arena *a, const char *s, size_t n)
{
	struct str t = str_trim((struct str){s, n});
	char *out = arena_alloc(a, t.n * 3 + 1), *w = out;
	for (size_t at = 0; at < t.n;) {
		size_t good = text_valid_prefix(t.s + at, t.n - at);
		memcpy(w, t.s + at, good);
		w += good;
		at += good;
		if (at < t.n) {
			memcpy(w, "\xEF\xBF\xBD", 3);
			w += 3;
			at++;
		}
	}
	return out;
}

char *text_lower(struct arena *a, const char *s)
{
	char *out = arena_strdup(a, s);
	for (char *p = out; p && *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + 32);
	return out;
}

char *text_digits(struct arena *a, const char *s)
{
	char *out = arena_alloc(a, (s ? strlen(s) : 0) + 1), *w = out;
	for (; s && *s; s++)
		if (isdigit((unsigned char)*s))
			*w++ = *s;
	return out;
}

char *text_clip(struct arena *a, const char *s, size_t max)
{
	static const char ellipsis[] = "\xE2\x80\xA6";
	size_t n = s ? strlen(s) : 0, marked = sizeof ellipsis - 1;
	if (n <= max)
		return arena_strndup(a, s, n);
	bool room = max >= marked;
	n = room ? max - marked : max;
	while (n && ((unsigned char)s[n] & 0xC0) == 0x80)
		n--;
	return arena_printf(a, "%.*s%s", (int)n, s, room ? ellipsis : "");
}

enum status int_parse(const char *s, int64_t min, int64_t max, int64_t *ret, struct err *e)
{
	char *end;
	errno = 0;
	long long n = s ? strtoll(s, &end, 10) : 0;
	if (!s || end == s || *end || errno || n < min || n > max)
		return FAIL(e, INVALID, "'%.40s' is not a whole number from %" PRId64 " to %" PRId64,
			    s ? s : "", min, max);
	*ret = n;
	return OK;
}

const char *int_dots(int64_t n, enum number_mark mark, char ret[static 32])
{
	char digits[24];
	int length = snprintf(digits, sizeof digits, "%" PRId64, n < 0 ? -n : n);
	char *w = ret;
	if (n < 0)
		*w++ = '-';
	for (int i = 0; i < length; i++) {
		if (i && (length - i) % 3 == 0)
			*w++ = mark == DOTS ? '.' : ',';
		*w++ = digits[i];
	}
	*w = 0;
	return ret;
}

char *hex_text(struct arena *a, const void *bytes, size_t n)
{
	static const char digit[] = "0123456789abcdef";
	const unsigned char *p = bytes;
	char *out = arena_alloc(a, 2 * n + 1);
	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digit[p[i] >> 4];
		out[2 * i + 1] = digit[p[i] & 15];
	}
	return out;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool hex_bytes(const char *hex, void *ret, size_t n)
{
	unsigned char *out = ret;
	if (!hex || strlen(hex) != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int high = hex_value(hex[2 * i]), low = hex_value(hex[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		out[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}
