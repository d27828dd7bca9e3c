/* ical.c -- see ical.h. */
#include "base/ical.h"

#include <stdio.h>

/* Octets of the character that begins at @s; a stray octet counts as one. */
static size_t character(const char *s)
{
	size_t n = 1;
	while (((unsigned char)s[n] & 0xC0) == 0x80)
		n++;
	return n;
}

/* The continuation's first space is one of its 75 octets. */
static void put_folded(struct buf *b, const char *line)
{
	size_t at = 0;
	while (*line) {
		size_t n = character(line);
		if (at + n > ICAL_LINE_MAX) {
			buf_text(b, "\r\n ");
			at = 1;
		}
		buf_raw(b, line, n);
		at += n;
		line += n;
	}
	buf_text(b, "\r\n");
}

void ical_line(struct buf *b, const char *name, const char *value)
{
	scoped(buf_free) struct buf line = {0};
	buf_printf(&line, "%s:%s", name, value);
	put_folded(b, line.s);
}

static void put_escaped(struct buf *b, char c)
{
	if (c == '\\' || c == ',' || c == ';')
		buf_char(b, '\\');
	if (c == '\n')
		buf_text(b, "\\n");
	else if (c == '\t' || (unsigned char)c >= 0x20)
		buf_char(b, c);
}

void ical_text(struct buf *b, const char *name, const char *text)
{
	scoped(buf_free) struct buf escaped = {0};
	buf_text(&escaped, "");
	for (; text && *text; text++)
		put_escaped(&escaped, *text);
	ical_line(b, name, escaped.s ? escaped.s : "");
}

void ical_int(struct buf *b, const char *name, int64_t n)
{
	char text[24];
	snprintf(text, sizeof text, "%lld", (long long)n);
	ical_line(b, name, text);
}

void ical_moment(struct buf *b, const char *name, struct instant t)
{
	int64_t s = (t.us >= 0 ? t.us : t.us - SECOND_US + 1) / SECOND_US;
	int64_t days = (s >= 0 ? s : s - 86399) / 86400, of_day = s - days * 86400;
	int year, month, day;
	char text[40];
	day_parts((struct day){(int32_t)days}, &year, &month, &day);
	snprintf(text, sizeof text, "%04d%02d%02dT%02d%02d%02dZ", year, month, day, (int)(of_day / 3600),
		 (int)(of_day / 60 % 60), (int)(of_day % 60));
	ical_line(b, name, text);
}
