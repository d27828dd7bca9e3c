/* form.c -- see form.h. RFC 7578 (multipart/form-data), the URL standard's urlencoded form, RFC 6265 cookies. */
#define _GNU_SOURCE /* memmem, strcasestr */
#include "web/form.h"

#include <string.h>
#include <strings.h>

#define PART_HEAD_MAX 2048 /* bytes of the headers of one part */
#define BOUNDARY_MAX  70   /* RFC 2046 5.1.1 */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

enum status form_decode(struct arena *a, struct str s, bool plus, const char **ret, struct err *e)
{
	char *to = arena_alloc(a, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.s[i] == '%') {
			int high = i + 2 < s.n ? hex_digit(s.s[i + 1]) : -1;
			int low = high < 0 ? -1 : hex_digit(s.s[i + 2]);
			if (low < 0)
				return FAIL(e, INVALID, "expected two hex digits after %%");
			to[n++] = (char)(high * 16 + low);
			i += 2;
		} else {
			to[n++] = plus && s.s[i] == '+' ? ' ' : s.s[i];
		}
	}
	if (!text_valid(to, n))
		return FAIL(e, INVALID, "expected UTF-8 text without control characters");
	*ret = to;
	return OK;
}

/* Trims, and turns each line break into \n. */
static const char *tidy(struct arena *a, const char *s, size_t n)
{
	struct str t = str_trim((struct str){s, n});
	char *to = arena_alloc(a, t.n + 1);
	size_t used = 0;
	for (size_t i = 0; i < t.n; i++) {
		if (t.s[i] == '\r' && i + 1 < t.n && t.s[i + 1] == '\n')
			continue;
		to[used++] = t.s[i] == '\r' ? '\n' : t.s[i];
	}
	return to;
}

static enum status refuse_twice(const char *name, struct err *e)
{
	return FAIL_FIELD(e, INVALID, name, "the field '%.60s' comes twice", name);
}

bool form_twice(const struct err *e) { return e->status == INVALID && text_eq(e->where, "refuse_twice"); }

static enum status add(struct arena *a, struct form *f, const char *name, const char *value, bool lists,
		       struct err *e)
{
	size_t n = strlen(name);
	if (!n || n > FORM_NAME_MAX || strpbrk(name, "\r\n\t"))
		return FAIL(e, INVALID, "a field's name must be 1 to %d characters of one line", FORM_NAME_MAX);
	if (f->n >= FORM_FIELDS_MAX)
		return FAIL(e, INVALID, "more than %d fields", FORM_FIELDS_MAX);
	for (size_t i = 0; !lists && i < f->n; i++)
		if (!strcmp(f->items[i].name, name))
			return refuse_twice(name, e);
	ARENA_PUSH(a, f, ((struct field){.name = name, .value = value}));
	return OK;
}

enum status form_urlencoded(struct arena *a, struct str body, bool lists, struct form *ret, struct err *e)
{
	struct form f = {0};
	struct str pair;
	while (str_split(&body, '&', &pair)) {
		if (!pair.n)
			continue;
		const char *equals = memchr(pair.s, '=', pair.n);
		size_t n = equals ? (size_t)(equals - pair.s) : pair.n;
		struct str rest = equals ? (struct str){equals + 1, pair.n - n - 1} : (struct str){"", 0};
		const char *name, *value;
		TRY(form_decode(a, (struct str){pair.s, n}, true, &name, e));
		TRY(form_decode(a, rest, true, &value, e));
		TRY(add(a, &f, name, tidy(a, value, strlen(value)), lists, e));
	}
	*ret = f;
	return OK;
}

bool content_type_is(const char *content_type, const char *type)
{
	size_t n = strlen(type);
	if (!content_type || strncasecmp(content_type, type, n) != 0)
		return false;
	content_type += n + strspn(content_type + n, " \t");
	return !*content_type || *content_type == ';';
}

/* "--" and the boundary that @content_type names. */
static enum status boundary_of(struct arena *a, const char *content_type, struct str *ret, struct err *e)
{
	const char *at = strcasestr(content_type, "boundary=");
	if (!at)
		return FAIL(e, INVALID, "multipart/form-data without a boundary");
	at += strlen("boundary=");
	size_t n = *at == '"' ? strcspn(++at, "\"") : strcspn(at, "; \t");
	if (!n || n > BOUNDARY_MAX || strcspn(at, "\r\n") < n)
		return FAIL(e, INVALID, "the boundary must be 1 to %d characters", BOUNDARY_MAX);
	*ret = str_of(arena_printf(a, "--%.*s", (int)n, at));
	return OK;
}

/* The value of parameter @name (as name="...") in a header line. Browsers write %22 for a quote, others \". */
static enum status parameter(struct arena *a, struct str line, const char *name, const char **ret, struct err *e)
{
	const char *mark = arena_printf(a, "; %s=\"", name);
	size_t mark_n = strlen(mark);
	const char *at = memmem(line.s, line.n, mark, mark_n);
	*ret = NULL;
	if (!at)
		return OK;
	const char *end = line.s + line.n;
	char *to = arena_alloc(a, line.n + 1);
	size_t n = 0;
	for (at += mark_n; at < end && *at != '"'; at++) {
		if (*at == '\\' && at + 1 < end && at[1] == '"')
			at++;
		to[n++] = *at;
	}
	if (at == end)
		return FAIL(e, INVALID, "a quoted name of a part does not end");
	if (!text_valid(to, n))
		return FAIL(e, INVALID, "the name of a part is not UTF-8 text");
	*ret = to;
	return OK;
}

struct part {
	const char *name, *file, *type; /* file NULL: a plain field */
	struct str bytes;
};

static enum status part_head(struct arena *a, struct str head, struct part *ret, struct err *e)
{
	struct str line;
	while (str_split(&head, '\n', &line)) {
		line = str_trim(line);
		if (line.n > 20 && !strncasecmp(line.s, "Content-Disposition:", 20)) {
			if (!memmem(line.s, line.n, "form-data", 9))
				return FAIL(e, INVALID, "a part is not form-data");
			TRY(parameter(a, line, "name", &ret->name, e));
			TRY(parameter(a, line, "filename", &ret->file, e));
		} else if (line.n > 13 && !strncasecmp(line.s, "Content-Type:", 13)) {
			struct str type = str_trim((struct str){line.s + 13, line.n - 13});
			ret->type = text_clean(a, type.s, type.n < 100 ? type.n : 100);
		} else if (line.n > 26 && !strncasecmp(line.s, "Content-Transfer-Encoding:", 26)) {
			return FAIL(e, INVALID, "Content-Transfer-Encoding is not used in forms");
		}
	}
	if (!ret->name)
		return FAIL(e, INVALID, "a part without a name");
	return OK;
}

/* Cuts one part off @rest, which begins just after a boundary. *@ret_last: it was the closing boundary. */
static enum status part_next(struct arena *a, struct str boundary, struct str *rest, struct part *ret,
			     bool *ret_last, struct err *e)
{
	*ret_last = rest->n >= 2 && !memcmp(rest->s, "--", 2);
	if (*ret_last)
		return OK;
	if (rest->n < 2 || memcmp(rest->s, "\r\n", 2) != 0)
		return FAIL(e, INVALID, "a boundary is not followed by a line break");
	const char *head = rest->s + 2, *end = rest->s + rest->n;
	size_t most = (size_t)(end - head) < PART_HEAD_MAX ? (size_t)(end - head) : PART_HEAD_MAX;
	const char *blank = memmem(head, most, "\r\n\r\n", 4);
	if (!blank)
		return FAIL(e, INVALID, "the headers of a part do not end within %d bytes", PART_HEAD_MAX);
	TRY(part_head(a, (struct str){head, (size_t)(blank - head)}, ret, e));
	const char *data = blank + 4;
	const char *close = arena_printf(a, "\r\n%.*s", (int)boundary.n, boundary.s);
	const char *at = memmem(data, (size_t)(end - data), close, boundary.n + 2);
	if (!at)
		return FAIL(e, INVALID, "the last part is cut off");
	ret->bytes = (struct str){data, (size_t)(at - data)};
	at += boundary.n + 2;
	*rest = (struct str){at, (size_t)(end - at)};
	return OK;
}

/* What comes after the last slash of either kind, for show only. */
static const char *base_name(struct arena *a, const char *name)
{
	for (const char *at = name; *at; at++)
		if (*at == '/' || *at == '\\')
			name = at + 1;
	return text_clip(a, text_clean(a, name, strlen(name)), 200);
}

static enum status part_keep(struct arena *a, struct form *f, const struct part *p, bool lists, struct err *e)
{
	if (!p->file) {
		if (!text_valid(p->bytes.s, p->bytes.n))
			return FAIL_FIELD(e, INVALID, p->name, "expected UTF-8 text without control characters");
		return add(a, f, p->name, tidy(a, p->bytes.s, p->bytes.n), lists, e);
	}
	if (!*p->file && !p->bytes.n)
		return OK; /* no file was chosen */
	if (f->uploads.n >= FORM_UPLOADS_MAX)
		return FAIL_FIELD(e, INVALID, p->name, "more than %d files", FORM_UPLOADS_MAX);
	ARENA_PUSH(a, &f->uploads,
		   ((struct upload){.field = p->name, .name = base_name(a, p->file),
				    .type = p->type ? p->type : "", .bytes = p->bytes}));
	return OK;
}

enum status form_multipart(struct arena *a, const char *content_type, struct str body, bool lists,
			   struct form *ret, struct err *e)
{
	struct form f = {0};
	struct str boundary;
	TRY(boundary_of(a, content_type, &boundary, e));
	if (body.n < boundary.n || memcmp(body.s, boundary.s, boundary.n) != 0)
		return FAIL(e, INVALID, "the body does not begin with its boundary");
	struct str rest = {body.s + boundary.n, body.n - boundary.n};
	for (bool last = false; !last;) {
		struct part p = {0};
		TRY(part_next(a, boundary, &rest, &p, &last, e));
		if (!last)
			TRY(part_keep(a, &f, &p, lists, e));
	}
	*ret = f;
	return OK;
}

const char *cookie_value(struct arena *a, const char *header, const char *name)
{
	const char *found = NULL;
	struct str rest = str_of(header), pair;
	size_t n = strlen(name);
	while (str_split(&rest, ';', &pair)) {
		pair = str_trim(pair);
		if (pair.n <= n || memcmp(pair.s, name, n) != 0 || pair.s[n] != '=')
			continue;
		if (found)
			return NULL;
		found = arena_strndup(a, pair.s + n + 1, pair.n - n - 1);
	}
	return found;
}
