/* template.c -- a template and the facts that go into it.
 *
 * Whatever stands in a field is text of a citizen or an officer. To stay text it gets a backslash before
 * every ASCII punctuation mark (CommonMark 2.4: any of them may be escaped), loses its line structure (a line
 * break becomes a hard break, so that no line of it can open a heading, list or fence) and the marks that
 * turn the direction of writing around, with which a text could be made to read differently than it is
 * stored.
 */
#include "paper/paper.h"

#include <ctype.h>
#include <string.h>

#define FILLED_MAX (512 * 1024) /* bytes of a filled template */

enum place { IN_TEXT, IN_CELL, IN_LINE }; /* body, a table row of the body, plain line outside Markdown */

enum status paper_template_read(struct arena *a, const char *text, size_t n, struct paper_template *ret,
				struct err *e)
{
	static const char mark[] = "\n---\n";
	char *copy = arena_strndup(a, text, n), *end = strstr(copy, mark);
	*ret = (struct paper_template){.body = copy};
	if (!end)
		return OK;
	*end = '\0';
	ret->body = end + strlen(mark);
	ret->front = arena_calloc(a, n / 2 + 1, sizeof *ret->front);
	struct str rest = str_of(copy), line;
	for (int number = 1; str_split(&rest, '\n', &line); number++) {
		struct str value = line, key;
		if (!str_trim(line).n)
			continue;
		if (!str_split(&value, ':', &key) || key.n == line.n)
			return FAIL(e, INVALID, "line %d of the template: expected 'key: value'", number);
		key = str_trim(key);
		value = str_trim(value);
		ret->front[ret->n_front].key = arena_strndup(a, key.s, key.n);
		ret->front[ret->n_front++].value = arena_strndup(a, value.s, value.n);
	}
	return OK;
}

const char *paper_front(const struct paper_template *t, const char *key, const char *otherwise)
{
	for (size_t i = 0; i < t->n_front; i++)
		if (!strcmp(t->front[i].key, key))
			return t->front[i].value;
	return otherwise;
}

/* U+200E, U+200F, U+202A..U+202E, U+2066..U+2069: bytes to skip, 0 for anything else. */
static size_t turns_direction(const char *s)
{
	const unsigned char *u = (const unsigned char *)s;
	if (u[0] != 0xE2 || !u[1] || !u[2])
		return 0;
	if (u[1] == 0x80 && (u[2] == 0x8E || u[2] == 0x8F || (u[2] >= 0xAA && u[2] <= 0xAE)))
		return 3;
	return u[1] == 0x81 && u[2] >= 0xA6 && u[2] <= 0xA9 ? 3 : 0;
}

/* The white space at @s, from its first line break on, as one break. */
static const char *put_break(struct buf *b, const char *s, enum place place)
{
	while (*s && isspace((unsigned char)*s))
		s++;
	if (*s)
		buf_text(b, place == IN_TEXT ? "\\\n" : place == IN_CELL ? "; " : " ");
	return s;
}

static void put_plain(struct buf *b, const char *s, enum place place)
{
	while (*s && isspace((unsigned char)*s))
		s++;
	while (*s) {
		size_t skip = turns_direction(s);
		if (skip) {
			s += skip;
		} else if (*s == '\n' || *s == '\r') {
			s = put_break(b, s, place);
		} else if (*s == '\t') {
			buf_char(b, ' ');
			s++;
		} else {
			if (place != IN_LINE && (unsigned char)*s < 128 && ispunct((unsigned char)*s))
				buf_char(b, '\\');
			buf_char(b, *s++);
		}
	}
}

char *paper_escape(struct arena *a, const char *s)
{
	scoped(buf_free) struct buf b = {0};
	put_plain(&b, s ? s : "", IN_TEXT);
	return buf_arena(a, &b);
}

static const struct paper_field *field_of(const struct paper_field *fields, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(name, fields[i].name))
			return &fields[i];
	return NULL;
}

/* "[belum ada: nomor pegawai]" */
static void put_missing(struct buf *b, struct str label, enum place place)
{
	bool escape = place != IN_LINE;
	buf_printf(b, "%s[belum ada: ", escape ? "\\" : "");
	for (size_t i = 0; i < label.n; i++) {
		char c = label.s[i] == '_' ? ' ' : label.s[i];
		if (escape && ispunct((unsigned char)c))
			buf_char(b, '\\');
		buf_char(b, c);
	}
	buf_printf(b, "%s]", escape ? "\\" : "");
}

static enum place place_of(const char *body, const char *at)
{
	while (at > body && at[-1] != '\n')
		at--;
	return *at == '|' ? IN_CELL : IN_TEXT;
}

/* What stands between the braces: a name, perhaps with a label. 1 when its fact is missing. */
static int put_field(struct buf *b, struct str inside, const struct paper_field *fields, size_t n,
		     enum place place)
{
	struct str label = inside, name;
	if (!str_split(&label, ':', &name))
		name = inside;
	const struct paper_field *f = field_of(fields, n, str_trim(name));
	if (f && !text_blank(f->value)) {
		if (f->markdown && place != IN_LINE)
			buf_text(b, f->value);
		else
			put_plain(b, f->value, place);
		return 0;
	}
	label = str_trim(label);
	if (!label.n)
		label = f && f->label ? str_of(f->label) : str_trim(name);
	put_missing(b, label, place);
	return 1;
}

static enum status fill(struct arena *a, const char *body, bool line, const struct paper_field *fields,
			size_t n, struct paper_filled *ret, struct err *e)
{
	scoped(buf_free) struct buf b = {.limit = FILLED_MAX};
	*ret = (struct paper_filled){0};
	const char *s = body;
	for (const char *open; (open = strstr(s, "{{"));) {
		const char *end = strstr(open, "}}");
		if (!end)
			return FAIL(e, INVALID, "a placeholder is not closed: '%.40s'", open);
		buf_raw(&b, s, (size_t)(open - s));
		enum place place = line ? IN_LINE : place_of(body, open);
		ret->missing +=
			put_field(&b, (struct str){open + 2, (size_t)(end - open - 2)}, fields, n, place);
		s = end + 2;
	}
	buf_text(&b, s);
	TRY(buf_done(&b, e));
	ret->text = buf_arena(a, &b);
	return OK;
}

enum status paper_fill(struct arena *a, const char *body, const struct paper_field *fields, size_t n,
		       struct paper_filled *ret, struct err *e)
{
	return fill(a, body, false, fields, n, ret, e);
}

enum status paper_fill_line(struct arena *a, const char *line, const struct paper_field *fields, size_t n,
			    struct paper_filled *ret, struct err *e)
{
	return fill(a, line, true, fields, n, ret, e);
}
