/* buf.c -- see buf.h. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST ((size_t)2048)      /* bytes; above what the allocator keeps without overwriting it (cli/harden.c) */
#define LIMIT ((size_t)64 << 20) /* bytes; no page, letter or answer is larger */

static __attribute__((noinline)) bool grow(struct buf *b, size_t n)
{
	size_t limit = b->limit ? b->limit : LIMIT;
	if (b->full || n > limit || b->n > limit - n) {
		b->full = true;
		return false;
	}
	if (b->n + n + 1 > b->cap) {
		size_t cap = b->cap ? b->cap : FIRST;
		while (cap < b->n + n + 1)
			cap *= 2;
		char *s = realloc(b->s, cap);
		if (!s) {
			fprintf(stderr, "netra: out of memory (%zu bytes asked for)\n", cap);
			abort();
		}
		b->s = s;
		b->cap = cap;
	}
	return true;
}

/* Makes room for @n more bytes and the NUL; false when the limit is reached. */
static inline bool room(struct buf *b, size_t n)
{
	size_t left = b->cap - b->n, limit = b->limit ? b->limit : LIMIT;
	return (left > n && b->cap <= limit && !b->full) || grow(b, n);
}

void buf_raw(struct buf *b, const void *bytes, size_t n)
{
	if (!room(b, n))
		return;
	if (n)
		memcpy(b->s + b->n, bytes, n);
	b->n += n;
	b->s[b->n] = 0;
}

void buf_text(struct buf *b, const char *s)
{
	if (s)
		buf_raw(b, s, strlen(s));
}

void buf_char(struct buf *b, char c)
{
	if (!room(b, 1))
		return;
	b->s[b->n++] = c;
	b->s[b->n] = 0;
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n > 0 && room(b, (size_t)n)) {
		vsnprintf(b->s + b->n, (size_t)n + 1, format, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

void buf_html_n(struct buf *b, const char *s, size_t n)
{
	size_t plain = 0;
	for (size_t i = 0; i < n; i++) {
		const char *as = s[i] == '&'   ? "&amp;"
				 : s[i] == '<' ? "&lt;"
				 : s[i] == '>' ? "&gt;"
				 : s[i] == '"' ? "&quot;"
				 : s[i] == '\'' ? "&#39;"
						: NULL;
		if (!as)
			continue;
		buf_raw(b, s + plain, i - plain);
		buf_text(b, as);
		plain = i + 1;
	}
	if (n)
		buf_raw(b, s + plain, n - plain);
}

void buf_html(struct buf *b, const char *s)
{
	if (s)
		buf_html_n(b, s, strlen(s));
}

void buf_url(struct buf *b, const char *s)
{
	for (; s && *s; s++) {
		unsigned char c = (unsigned char)*s;
		if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
		    c == '.' || c == '_' || c == '~')
			buf_char(b, *s);
		else
			buf_printf(b, "%%%02X", c);
	}
}

/* Bytes of @s before the first that JSON wants escaped: a quote, a backslash, a control character. Eight at a time: in
 * @hit the top bit of each byte says whether it is one; what stands above the first may be wrong and is not looked at. */
static size_t json_plain(const char *s, size_t n)
{
	const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
	size_t i = 0;
	for (; i + 8 <= n; i += 8) {
		uint64_t x;
		memcpy(&x, s + i, 8);
		uint64_t quote = x ^ ones * '"', slash = x ^ ones * '\\', rubout = x ^ ones * 0x7F;
		uint64_t hit = (((quote - ones) & ~quote) | ((slash - ones) & ~slash) | ((rubout - ones) & ~rubout) | ((x - ones * 0x20) & ~x)) & tops;
		if (hit)
			return i + (size_t)__builtin_ctzll(hit) / 8;
	}
	while (i < n && (unsigned char)s[i] >= 0x20 && s[i] != '"' && s[i] != '\\' && s[i] != 0x7F)
		i++;
	return i;
}
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "json_plain takes the lowest byte for the first");

static void json_escape(struct buf *b, unsigned char c)
{
	if (c == '"' || c == '\\')
		buf_printf(b, "\\%c", c);
	else if (c == '\n')
		buf_text(b, "\\n");
	else if (c == '\t')
		buf_text(b, "\\t");
	else if (c == '\r')
		buf_text(b, "\\r");
	else
		buf_printf(b, "\\u%04x", c);
}

/* What is left of a string once something in it wants an escape; its quote at the front is written. */
static __attribute__((noinline)) void json_rest(struct buf *b, const char *s, size_t n)
{
	for (size_t plain; n; s += plain, n -= plain) {
		plain = json_plain(s, n);
		buf_raw(b, s, plain);
		if (plain < n)
			json_escape(b, (unsigned char)s[plain++]);
	}
	buf_char(b, '"');
}

/* @before (0: nothing), the string, @after (0: nothing): most strings need no escape and are written at once. */
static void json_string(struct buf *b, char before, const char *s, size_t n, char after)
{
	if (json_plain(s, n) == n && room(b, n + 4)) {
		char *at = b->s + b->n;
		*at = before;
		at += before != 0;
		*at++ = '"';
		if (n)
			memcpy(at, s, n);
		at[n] = '"';
		at += n + 1;
		*at = after;
		at += after != 0;
		*at = 0;
		b->n = (size_t)(at - b->s);
		return;
	}
	if (before)
		buf_char(b, before);
	buf_char(b, '"');
	json_rest(b, s, n);
	if (after)
		buf_char(b, after);
}

void buf_json_string(struct buf *b, const char *s, size_t n)
{
	json_string(b, 0, s, n, 0);
}

void buf_csv(struct buf *b, const char *s)
{
	if (!s)
		return;
	bool formula = *s && strchr("=+-@\t\r", *s);
	bool quote = formula || strpbrk(s, ",;\"\r\n") != NULL;
	if (!quote) {
		buf_text(b, s);
		return;
	}
	buf_char(b, '"');
	if (formula)
		buf_char(b, '\'');
	for (; *s; s++) {
		if (*s == '"')
			buf_char(b, '"');
		buf_char(b, *s);
	}
	buf_char(b, '"');
}

void buf_clear(struct buf *b)
{
	b->n = 0;
	b->full = false;
	if (b->s)
		b->s[0] = 0;
}

void buf_free(struct buf *b)
{
	free(b->s);
	*b = (struct buf){.limit = b->limit};
}

enum status buf_done(const struct buf *b, struct err *e)
{
	if (b->full)
		return FAIL(e, TOO_LARGE, "the output is larger than its limit of %zu bytes",
			    b->limit ? b->limit : LIMIT);
	return OK;
}

char *buf_arena(struct arena *a, const struct buf *b)
{
	return arena_strndup(a, b->s, b->n);
}

struct json_out jout_start(struct buf *b)
{
	return (struct json_out){.b = b, .first = 1};
}

/* The comma between two values of one depth; 0: none. */
static inline char comma(struct json_out *j)
{
	uint64_t bit = UINT64_C(1) << j->depth;
	if (j->after_key) {
		j->after_key = false;
		return 0;
	}
	char ret = !(j->first & bit) && j->depth ? ',' : 0;
	j->first &= ~bit;
	return ret;
}

static inline void before_value(struct json_out *j)
{
	if (comma(j))
		buf_char(j->b, ',');
}

static void open_bracket(struct json_out *j, char c)
{
	before_value(j);
	buf_char(j->b, c);
	if (j->depth < 62)
		j->depth++;
	j->first |= UINT64_C(1) << j->depth;
}

void jout_object(struct json_out *j)
{
	open_bracket(j, '{');
}

void jout_array(struct json_out *j)
{
	open_bracket(j, '[');
}

void jout_end(struct json_out *j, char bracket)
{
	if (j->depth)
		j->depth--;
	j->after_key = false;
	buf_char(j->b, bracket);
}

void jout_key(struct json_out *j, const char *key)
{
	json_string(j->b, comma(j), key, strlen(key), ':');
	j->after_key = true;
}

void jout_text_n(struct json_out *j, const char *s, size_t n)
{
	json_string(j->b, comma(j), s, n, 0);
}

void jout_text(struct json_out *j, const char *s)
{
	if (s)
		jout_text_n(j, s, strlen(s));
	else
		jout_null(j);
}

void jout_int(struct json_out *j, int64_t n)
{
	char digits[24], *at = digits + sizeof digits;
	uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;
	do
		*--at = (char)('0' + left % 10);
	while ((left /= 10) > 0);
	if (n < 0)
		*--at = '-';
	before_value(j);
	buf_raw(j->b, at, (size_t)(digits + sizeof digits - at));
}

/* As printf would: what lies near the middle between two results is left to it, because it knows the number exactly. */
static bool plain_real(struct buf *b, double x, int decimals)
{
	static const double powers[] = {1, 10, 100, 1000, 10000};
	double size = x < 0 ? -x : x;
	if (decimals < 1 || decimals > 4 || !(size < 1e6))
		return false;
	double scaled = size * powers[decimals];
	uint64_t whole = (uint64_t)scaled;
	double rest = scaled - (double)whole;
	if (rest > 0.4999 && rest < 0.5001)
		return false;
	whole += rest > 0.5;
	char digits[16], *at = digits + sizeof digits;
	for (int i = 0; i <= decimals || whole; i++) {
		if (i == decimals)
			*--at = '.';
		*--at = (char)('0' + whole % 10);
		whole /= 10;
	}
	if (__builtin_signbit(x)) /* of -0.0 too */
		*--at = '-';
	buf_raw(b, at, (size_t)(digits + sizeof digits - at));
	return true;
}

void jout_real(struct json_out *j, double x, int decimals)
{
	before_value(j);
	if (!plain_real(j->b, x, decimals))
		buf_printf(j->b, "%.*f", decimals, x);
}

void jout_bool(struct json_out *j, bool yes)
{
	before_value(j);
	buf_text(j->b, yes ? "true" : "false");
}

void jout_null(struct json_out *j)
{
	before_value(j);
	buf_text(j->b, "null");
}

void jout_raw(struct json_out *j, const char *json)
{
	before_value(j);
	buf_text(j->b, json && *json ? json : "null");
}

void jout_put_text(struct json_out *j, const char *key, const char *s)
{
	jout_key(j, key);
	jout_text(j, s);
}

void jout_put_int(struct json_out *j, const char *key, int64_t n)
{
	jout_key(j, key);
	jout_int(j, n);
}

void jout_put_bool(struct json_out *j, const char *key, bool yes)
{
	jout_key(j, key);
	jout_bool(j, yes);
}

void jout_put_day(struct json_out *j, const char *key, struct day d)
{
	char text[DAY_TEXT_MAX];
	jout_key(j, key);
	jout_text(j, day_is_none(d) ? NULL : day_iso(d, text));
}

void jout_put_instant(struct json_out *j, const char *key, struct instant t, enum zone zone)
{
	char text[DAY_TEXT_MAX];
	jout_key(j, key);
	jout_text(j, instant_is_none(t) ? NULL : instant_iso(t, zone, text));
}
