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

static char *escape(struct arena *a, const char *s, enum place place)
{
	scoped(buf_free) struct buf b = {0};
	put_plain(&b, s ? s : "", place);
	return buf_arena(a, &b);
}

char *paper_escape(struct arena *a, const char *s) { return escape(a, s, IN_TEXT); }
char *paper_escape_cell(struct arena *a, const char *s) { return escape(a, s, IN_CELL); }

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

/* What stands between the braces: a name, perhaps with a label. */
static struct paper_slot slot_of(struct arena *a, struct str inside)
{
	struct str label = inside, name;
	if (!str_split(&label, ':', &name)) {
		name = inside;
		label = (struct str){0};
	}
	name = str_trim(name);
	label = str_trim(label);
	return (struct paper_slot){.name = arena_strndup(a, name.s, name.n), .label = arena_strndup(a, label.n ? label.s : "", label.n)};
}

/* True when there is a fact to put. */
static bool put_field(struct buf *b, struct paper_slot *slot, const struct paper_field *fields, size_t n, enum place place)
{
	const struct paper_field *f = field_of(fields, n, str_of(slot->name));
	if (f && !text_blank(f->value)) {
		if (f->markdown && place != IN_LINE)
			buf_text(b, f->value);
		else
			put_plain(b, f->value, place);
		return true;
	}
	if (!*slot->label)
		slot->label = f && f->label ? f->label : slot->name;
	put_missing(b, str_of(slot->label), place);
	return false;
}

static int lines_in(const char *from, const char *to)
{
	int n = 0;
	for (; from < to; from++)
		n += *from == '\n';
	return n;
}

/* The next placeholder at or after *@s: what is before it, what is inside, where it ends. False when there is none. */
static enum status slot_next(struct arena *a, const char **s, int *line, const char **ret_open, struct paper_slot *ret,
			     struct err *e)
{
	const char *open = strstr(*s, "{{"), *end = open ? strstr(open, "}}") : NULL;
	*ret_open = open;
	if (!open)
		return OK;
	*line += lines_in(*s, open);
	if (!end)
		return FAIL(e, INVALID, "line %d of the text: a placeholder is not closed: '%.40s'", *line, open);
	*ret = slot_of(a, (struct str){open + 2, (size_t)(end - open - 2)});
	ret->line = *line;
	*line += lines_in(open, end);
	*s = end + 2;
	return OK;
}

enum status paper_slots_of(struct arena *a, const char *body, struct paper_slots *ret, struct err *e)
{
	const char *s = body, *open;
	struct paper_slot slot;
	*ret = (struct paper_slots){0};
	for (int line = 1;;) {
		TRY(slot_next(a, &s, &line, &open, &slot, e));
		if (!open)
			return OK;
		ARENA_PUSH(a, ret, slot);
	}
}

static enum status fill(struct arena *a, const char *body, bool one_line, const struct paper_field *fields, size_t n,
			struct paper_filled *ret, struct err *e)
{
	scoped(buf_free) struct buf b = {.limit = FILLED_MAX};
	*ret = (struct paper_filled){0};
	const char *s = body, *open;
	struct paper_slot slot;
	for (int line = 1;;) {
		const char *from = s;
		TRY(slot_next(a, &s, &line, &open, &slot, e));
		if (!open)
			break;
		buf_raw(&b, from, (size_t)(open - from));
		if (!put_field(&b, &slot, fields, n, one_line ? IN_LINE : place_of(body, open)))
			ARENA_PUSH(a, &ret->lacks, slot);
	}
	buf_text(&b, s);
	TRY(buf_done(&b, e));
	ret->missing = (int)ret->lacks.n;
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
