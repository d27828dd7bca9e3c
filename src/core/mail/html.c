/* html.c -- the words of an HTML mail. No parser of HTML: tags are passed over, blocks become line breaks, the common
 * entities become letters. Nothing is fetched and nothing is run. */
#define _GNU_SOURCE /* memmem */
#include "base/buf.h"
#include "core/mail/mail.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *name, *text;
} entities[] = {{"amp", "&"},  {"lt", "<"},        {"gt", ">"},         {"quot", "\""},      {"apos", "'"},
		{"nbsp", " "}, {"ndash", "\u2013"}, {"mdash", "\u2014"}, {"hellip", "\u2026"}, {"rsquo", "\u2019"},
		{"lsquo", "\u2018"}, {"ldquo", "\u201c"}, {"rdquo", "\u201d"}, {"bull", "\u2022"}};

static void letter_put(struct buf *b, unsigned long c)
{
	if (c == 9 || c == 10 || c == 13 || c == 160)
		buf_char(b, ' ');
	else if (c < 32 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000) || c == 127)
		buf_text(b, "\uFFFD");
	else if (c < 0x80)
		buf_char(b, (char)c);
	else if (c < 0x800)
		buf_raw(b, (char[]){(char)(0xc0 | c >> 6), (char)(0x80 | (c & 63))}, 2);
	else if (c < 0x10000)
		buf_raw(b, (char[]){(char)(0xe0 | c >> 12), (char)(0x80 | (c >> 6 & 63)), (char)(0x80 | (c & 63))}, 3);
	else
		buf_raw(b, (char[]){(char)(0xf0 | c >> 18), (char)(0x80 | (c >> 12 & 63)), (char)(0x80 | (c >> 6 & 63)),
				    (char)(0x80 | (c & 63))}, 4);
}

/* "&amp;" or "&#233;" at @s: bytes used; 0: it is no entity. */
static size_t entity_put(struct buf *b, const char *s, size_t n)
{
	const char *end = memchr(s, ';', n < 12 ? n : 12);
	if (!end || end == s + 1)
		return 0;
	size_t length = (size_t)(end - s) - 1;
	char name[12] = "";
	memcpy(name, s + 1, length);
	if (name[0] == '#') {
		bool hex = name[1] == 'x' || name[1] == 'X';
		char *stop;
		unsigned long c = strtoul(name + (hex ? 2 : 1), &stop, hex ? 16 : 10);
		if (*stop || !name[1])
			return 0;
		letter_put(b, c);
		return length + 2;
	}
	for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
		if (!strcmp(name, entities[i].name)) {
			buf_text(b, entities[i].text);
			return length + 2;
		}
	return 0;
}

static bool tag_is(const char *s, size_t n, const char *name)
{
	size_t length = strlen(name);
	return n > length && !strncasecmp(s, name, length) && !isalnum((unsigned char)s[length]);
}

static bool breaks_line(const char *s, size_t n)
{
	static const char *const blocks[] = {"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote", "hr", "ul"};
	size_t close = n && *s == '/';
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		if (tag_is(s + close, n - close, blocks[i]))
			return true;
	return false;
}

/* What stands between <script> and </script> is not text. @s is behind '<'; bytes to pass over, 0: none. */
static size_t hidden_length(const char *s, size_t n)
{
	static const char *const hidden[] = {"script", "style", "head", "title"};
	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
		if (!tag_is(s, n, hidden[i]))
			continue;
		for (size_t at = 0; at + 2 < n; at++)
			if (s[at] == '<' && s[at + 1] == '/' && tag_is(s + at + 2, n - at - 2, hidden[i]))
				return at;
		return n;
	}
	return 0;
}

static size_t tag_pass(struct buf *b, const char *s, size_t n)
{
	if (n >= 3 && !memcmp(s, "!--", 3)) {
		const char *end = memmem(s, n, "-->", 3);
		return end ? (size_t)(end - s) + 3 : n;
	}
	size_t over = hidden_length(s, n);
	if (over)
		return over;
	if (breaks_line(s, n))
		buf_char(b, '\n');
	const char *end = memchr(s, '>', n);
	return end ? (size_t)(end - s) + 1 : n;
}

/* White space runs become one blank, more than one empty line becomes one. In place. */
static void squeeze(char *s)
{
	size_t to = 0, lines = 2;
	bool blank = false;
	for (const char *from = s; *from; from++) {
		if (*from == '\n') {
			blank = false;
			if (lines++ < 2)
				s[to++] = '\n';
		} else if (isspace((unsigned char)*from)) {
			blank = true;
		} else {
			if (blank && to && s[to - 1] != '\n')
				s[to++] = ' ';
			s[to++] = *from;
			blank = false;
			lines = 0;
		}
	}
	while (to && s[to - 1] == '\n')
		to--;
	s[to] = 0;
}

char *mail_html_text(struct arena *a, const char *html, size_t n, size_t max)
{
	scoped(buf_free) struct buf b = {.limit = max + 16};
	for (size_t i = 0; i < n && !b.full;) {
		size_t used = 0;
		if (html[i] == '<' && i + 1 < n && (isalpha((unsigned char)html[i + 1]) || strchr("/!?", html[i + 1])))
			used = 1 + tag_pass(&b, html + i + 1, n - i - 1);
		else if (html[i] == '&')
			used = entity_put(&b, html + i, n - i);
		if (!used) { /* a line break of the source is a blank */
			buf_char(&b, html[i] == '\n' || html[i] == '\r' || !html[i] ? ' ' : html[i]);
			used = 1;
		}
		i += used;
	}
	char *text = buf_arena(a, &b);
	squeeze(text);
	return text_clip(a, text_clean(a, text, strlen(text)), max);
}
