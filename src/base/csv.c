/* csv.c -- see csv.h. One scan per record; cells are unquoted into memory that is used again for the next. */
#include "base/csv.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Windows-1252, 0x80..0x9F, as Unicode; 0: not assigned. */
static const uint16_t windows[32] = {0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
				     0x2039, 0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
				     0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178};

static char *memory_room(struct csv *c, size_t n)
{
	if (c->memory_cap - c->memory_n < n) {
		c->memory_cap = (c->memory_n + n) * 2 + 4096;
		c->memory = realloc(c->memory, c->memory_cap);
		if (!c->memory)
			abort();
	}
	return c->memory + c->memory_n;
}

static void memory_put(struct csv *c, char byte)
{
	*memory_room(c, 1) = byte;
	c->memory_n++;
}

/* One byte of the file as UTF-8. */
static void put_byte(struct csv *c, unsigned char byte)
{
	if (!c->windows_1252 || byte < 0x80) {
		memory_put(c, (char)byte);
		return;
	}
	unsigned u = byte < 0xA0 ? windows[byte - 0x80] : byte;
	if (!u)
		u = 0xFFFD;
	if (u < 0x800) {
		memory_put(c, (char)(0xC0 | (u >> 6)));
	} else {
		memory_put(c, (char)(0xE0 | (u >> 12)));
		memory_put(c, (char)(0x80 | ((u >> 6) & 0x3F)));
	}
	memory_put(c, (char)(0x80 | (u & 0x3F)));
}

static size_t cells_on_first_line(const char *s, size_t n, char separator)
{
	size_t found = 0;
	bool quoted = false;
	for (size_t i = 0; i < n && (quoted || (s[i] != '\n' && s[i] != '\r')); i++) {
		quoted ^= s[i] == '"';
		found += !quoted && s[i] == separator;
	}
	return found;
}

/* UTF-8 by its form alone: control characters are the importers' business. */
static bool utf8_formed(const char *s, size_t n)
{
	const unsigned char *p = (const unsigned char *)s, *end = p + n;
	while (p < end) {
		size_t more = *p < 0x80 ? 0 : *p >= 0xC2 && *p < 0xE0 ? 1 : (*p & 0xF0) == 0xE0 ? 2 : *p >= 0xF0 && *p < 0xF5 ? 3 : 9;
		if (more == 9 || (size_t)(end - p) <= more)
			return false;
		for (size_t k = 1; k <= more; k++)
			if ((p[k] & 0xC0) != 0x80)
				return false;
		p += more + 1;
	}
	return true;
}

void csv_open(struct csv *c, const char *s, size_t n)
{
	*c = (struct csv){.s = s, .n = n, .line = 1};
	c->at = text_bom(s, n);
	c->bom = c->at > 0;
	c->windows_1252 = !utf8_formed(s + c->at, n - c->at);
	static const char separators[] = {',', ';', '\t'};
	size_t best = 0;
	c->separator = ',';
	for (size_t i = 0; i < sizeof separators; i++) {
		size_t found = cells_on_first_line(s + c->at, n - c->at, separators[i]);
		if (found > best) {
			best = found;
			c->separator = separators[i];
		}
	}
}

void csv_close(struct csv *c)
{
	free(c->memory);
	c->memory = NULL;
	c->memory_n = c->memory_cap = 0;
}

static enum csv_step bad(struct csv *c, struct err *e, size_t next_line_at, const char *why)
{
	FAIL(e, INVALID, "line %zu: %s", c->record_line, why);
	c->at = next_line_at;
	c->line = c->record_line + 1;
	return CSV_BAD;
}

static size_t after_line(const struct csv *c, size_t from)
{
	const char *end = from < c->n ? memchr(c->s + from, '\n', c->n - from) : NULL;
	return end ? (size_t)(end - c->s) + 1 : c->n;
}

/* Where the next byte stands that means something. */
static size_t run_end(const struct csv *c, size_t limit, bool quoted)
{
	size_t at = c->at;
	if (quoted) {
		const char *quote = at < limit ? memchr(c->s + at, '"', limit - at) : NULL;
		return quote ? (size_t)(quote - c->s) : limit;
	}
	while (at < limit && c->s[at] != c->separator && c->s[at] != '\n' && c->s[at] != '\r')
		at++;
	return at;
}

/* Takes the bytes up to @end as they are. */
static void put_run(struct csv *c, size_t end)
{
	for (size_t i = c->at; i < end; i++)
		c->line += c->s[i] == '\n';
	if (!c->windows_1252 && end > c->at) {
		memcpy(memory_room(c, end - c->at), c->s + c->at, end - c->at);
		c->memory_n += end - c->at;
	}
	for (; c->windows_1252 && c->at < end; c->at++)
		put_byte(c, (unsigned char)c->s[c->at]);
	c->at = end;
}

/* Reads one cell from c->at; says in *ret_last that it was the last of its record. False: broken. */
static bool cell(struct csv *c, size_t limit, bool *ret_last, const char **ret_why)
{
	bool quoted = c->at < c->n && c->s[c->at] == '"';
	c->at += quoted;
	for (;;) {
		put_run(c, run_end(c, limit, quoted));
		if (c->at >= limit) {
			*ret_why = quoted ? "a quote is opened and never closed" : "the record is longer than 1 MiB";
			if (c->at < c->n || quoted)
				return false;
			break;
		}
		if (!quoted)
			break;
		c->at++;
		quoted = c->at < c->n && c->s[c->at] == '"'; /* two are one; what stands behind the last is kept as it is */
		if (quoted) {
			memory_put(c, '"');
			c->at++;
		}
	}
	memory_put(c, '\0');
	*ret_last = c->at >= c->n || c->s[c->at] != c->separator;
	c->at += c->at < c->n && c->s[c->at] == c->separator;
	return true;
}

static void end_of_line(struct csv *c)
{
	if (c->at < c->n && c->s[c->at] == '\r')
		c->at++;
	if (c->at < c->n && c->s[c->at] == '\n')
		c->at++;
	c->line++;
}

/* Most records are one line of UTF-8 without a quote: found by its end, copied at once, cut at its separators. */
static bool plain_record(struct csv *c)
{
	const char *from = c->s + c->at, *end = memchr(from, '\n', c->n - c->at);
	size_t n = end ? (size_t)(end - from) : c->n - c->at, whole = n;
	n -= n && from[n - 1] == '\r';
	if (c->windows_1252 || n >= CSV_RECORD_MAX || memchr(from, '"', n) || memchr(from, '\r', n) || memchr(from, '\0', n))
		return false;
	char *at = memcpy(memory_room(c, n + 1), from, n), *last = at + n;
	*last = '\0';
	for (char *cut; (cut = memchr(at, c->separator, (size_t)(last - at))); at = cut + 1) {
		if (c->n_cells + 1 == CSV_CELLS_MAX) { /* too many: said by the one who reads it cell by cell */
			c->n_cells = 0;
			return false;
		}
		*cut = '\0';
		c->cells[c->n_cells++] = (struct str){at, (size_t)(cut - at)};
	}
	c->cells[c->n_cells++] = (struct str){at, (size_t)(last - at)};
	c->at += whole + (end != NULL);
	c->line++;
	return true;
}

enum csv_step csv_next(struct csv *c, struct err *e)
{
	while (c->at < c->n && (c->s[c->at] == '\n' || c->s[c->at] == '\r'))
		end_of_line(c);
	if (c->at >= c->n)
		return CSV_END;
	c->record_line = c->line;
	c->record_at = c->at;
	c->memory_n = c->n_cells = 0;
	if (plain_record(c))
		return CSV_ROW;
	size_t next_line = after_line(c, c->at), limit = c->n - c->at > CSV_RECORD_MAX ? c->at + CSV_RECORD_MAX : c->n;
	size_t starts[CSV_CELLS_MAX];
	bool last = false;
	while (!last) {
		const char *why = NULL;
		if (c->n_cells == CSV_CELLS_MAX)
			return bad(c, e, next_line, "more than 256 columns");
		starts[c->n_cells++] = c->memory_n;
		if (!cell(c, limit, &last, &why))
			return bad(c, e, next_line, why);
	}
	end_of_line(c);
	for (size_t i = 0; i < c->n_cells; i++) {
		size_t end = i + 1 < c->n_cells ? starts[i + 1] : c->memory_n;
		c->cells[i] = (struct str){c->memory + starts[i], end - starts[i] - 1};
		if (memchr(c->cells[i].s, '\0', c->cells[i].n))
			return bad(c, e, c->at, "a NUL byte in a cell");
	}
	return CSV_ROW;
}

static bool header_is(struct str cell_text, const struct csv_column *w)
{
	struct str name = str_trim(cell_text);
	if (name.n == strlen(w->name) && !strncasecmp(name.s, w->name, name.n))
		return true;
	for (size_t i = 0; i < 8 && w->also[i]; i++)
		if (name.n == strlen(w->also[i]) && !strncasecmp(name.s, w->also[i], name.n))
			return true;
	return false;
}

enum status csv_header_read(struct csv *c, struct arena *a, const struct csv_column *wanted, struct csv_header *ret,
			    struct err *e)
{
	const char *foreign = text_foreign(c->s, c->n);
	if (foreign)
		return FAIL(e, INVALID, "%s", foreign);
	if (!c->n)
		return FAIL(e, INVALID, "the file is empty; a header row was expected");
	if (csv_next(c, e) != CSV_ROW)
		return FAIL(e, INVALID, "line 1: a header row was expected");
	*ret = (struct csv_header){0};
	int n = 0;
	for (; n < 32 && wanted[n].name; n++)
		ret->at[n] = -1;
	ret->unknown.items = arena_array(a, const char *, c->n_cells);
	for (size_t i = 0; i < c->n_cells; i++) {
		bool known = false;
		for (int k = 0; k < n; k++)
			if (ret->at[k] < 0 && header_is(c->cells[i], &wanted[k])) {
				ret->at[k] = (int)i;
				known = true;
				break;
			}
		if (!known && str_trim(c->cells[i]).n)
			ret->unknown.items[ret->unknown.n++] = text_clean(a, c->cells[i].s, c->cells[i].n);
	}
	for (int k = 0; k < n; k++)
		if (wanted[k].required && ret->at[k] < 0)
			return FAIL(e, INVALID, "line 1: column '%s' is missing; the header has %zu columns, the first is '%.60s'",
				    wanted[k].name, c->n_cells, c->n_cells ? c->cells[0].s : "");
	return OK;
}

const char *csv_get(struct csv *c, const struct csv_header *h, int i)
{
	if (h->at[i] < 0 || (size_t)h->at[i] >= c->n_cells)
		return "";
	struct str *s = &c->cells[h->at[i]];
	struct str trimmed = str_trim(*s);
	((char *)trimmed.s)[trimmed.n] = '\0'; /* our own memory: a cell and its NUL */
	*s = trimmed;
	return trimmed.s;
}
