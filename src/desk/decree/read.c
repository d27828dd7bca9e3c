/* read.c -- a typed list of days off: CSV as a spreadsheet or a page gives it, or JSON. Strict: a list with one wrong row
 * is refused whole, because half a decree is a wrong calendar. Every refusal names file, line and field. */
#include "desk/decree/decree_internal.h"

#include "base/csv.h"
#include "base/json.h"

#include <string.h>

#define NAME_MAX_BYTES 200

const char *const decree_kinds[4] = {"libur_nasional", "cuti_bersama", "hari_pemungutan_suara", "libur_daerah"};

static const struct {
	const char *code, *id;
} changes[] = {[DECREE_ADD] = {"add", "tambah"}, [DECREE_MOVE] = {"move", "pindah"}, [DECREE_WITHDRAW] = {"withdraw", "cabut"}};

const char *decree_change_code(enum decree_change c)
{
	return changes[c].code;
}

bool decree_kind_known(const char *kind)
{
	for (size_t i = 0; i < sizeof decree_kinds / sizeof *decree_kinds; i++)
		if (!strcmp(kind, decree_kinds[i]))
			return true;
	return false;
}

/* Where in the input we are. */
struct place {
	struct arena *a;
	const char *file;
	size_t line;
};

#define REFUSE(p, field, ...)                                                                                        \
	FAIL_FIELD((e), INVALID, (field), "%s:%zu: %s: %s", (p)->file, (p)->line, (field), arena_printf((p)->a, __VA_ARGS__))

static enum status read_date(const struct place *p, const char *field, const char *text, struct day *ret, struct err *e)
{
	struct err why;
	if (day_parse(text, ret, &why) == OK)
		return OK;
	return REFUSE(p, field, "'%.40s' is no day of the calendar; expected 2027-01-31", text);
}

/* A row as it stands in the input. */
struct raw {
	const char *day, *kind, *name, *change, *from;
};

static enum status read_change(const struct place *p, const char *text, enum decree_change *ret, struct err *e)
{
	*ret = DECREE_ADD;
	if (!*text)
		return OK;
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
		if (!strcmp(text, changes[i].code) || !strcmp(text, changes[i].id)) {
			*ret = (enum decree_change)i;
			return OK;
		}
	return REFUSE(p, "perubahan", "'%.40s' is unknown; expected tambah, pindah or cabut", text);
}

static enum status read_row(const struct place *p, const struct raw *raw, struct decree_text *to, struct err *e)
{
	struct decree_day d = {.line = p->line, .from = DAY_NONE};
	if (to->n == DECREE_DAYS_MAX)
		return REFUSE(p, "tanggal", "more than %d rows; this is no list of days off", DECREE_DAYS_MAX);
	TRY(read_change(p, text_lower(p->a, raw->change), &d.change, e));
	TRY(read_date(p, "tanggal", raw->day, &d.day, e));
	if (d.change == DECREE_MOVE)
		TRY(read_date(p, "dari", raw->from, &d.from, e));
	d.kind = text_lower(p->a, raw->kind);
	if (!decree_kind_known(d.kind) && (d.change != DECREE_WITHDRAW || *d.kind))
		return REFUSE(p, "jenis", "'%.40s' is unknown; expected libur_nasional, cuti_bersama, "
					  "hari_pemungutan_suara or libur_daerah", raw->kind);
	d.name = text_clean(p->a, raw->name, strlen(raw->name));
	if (strlen(d.name) > NAME_MAX_BYTES || (!*d.name && d.change != DECREE_WITHDRAW))
		return REFUSE(p, "nama", "the name of the day, in 1 to %d bytes", NAME_MAX_BYTES);
	ARENA_PUSH(p->a, to, d);
	return OK;
}

static enum status twice(struct arena *a, const struct decree_text *t, size_t at, struct err *e)
{
	const struct decree_day *d = &t->items[at];
	struct place p = {a, t->file, d->line};
	for (size_t i = 0; i < at; i++)
		if (t->items[i].day.n == d->day.n)
			return REFUSE(&p, "tanggal", "the day stands in line %zu already", t->items[i].line);
	return OK;
}

static enum status outside(struct arena *a, const struct decree_text *t, const struct decree_day *d, struct err *e)
{
	struct place p = {a, t->file, d->line};
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX], day[DAY_TEXT_MAX];
	struct day first = t->covers_from, last = t->covers_to;
	if (day_is_none(first)) { /* single days: in the years around the decree */
		first = day_add(t->decided_on, -366);
		last = day_add(t->decided_on, 3 * 366);
	}
	if (d->day.n >= first.n && d->day.n <= last.n)
		return OK;
	return REFUSE(&p, "tanggal", "%s lies outside what the decree covers (%s to %s)", day_iso(d->day, day),
		      day_iso(first, from), day_iso(last, to));
}

enum status decree_check(struct arena *a, const struct decree_text *t, struct err *e)
{
	bool spans = !day_is_none(t->covers_from) || !day_is_none(t->covers_to);
	if (text_blank(t->number) || strlen(t->number) > 200)
		return FAIL_FIELD(e, INVALID, "number", "the number of the decree, as it stands on it");
	if (text_blank(t->title) || strlen(t->title) > 300)
		return FAIL_FIELD(e, INVALID, "title", "the title of the decree");
	if (day_is_none(t->decided_on))
		return FAIL_FIELD(e, INVALID, "decided_on", "the day of the decree");
	if (spans && (day_is_none(t->covers_from) || day_is_none(t->covers_to) || t->covers_to.n < t->covers_from.n))
		return FAIL_FIELD(e, INVALID, "covers_to", "both ends of the span, the later one last");
	if (spans && t->covers_to.n - t->covers_from.n > 3 * 366)
		return FAIL_FIELD(e, INVALID, "covers_to", "a decree covers at most three years");
	if (!t->n && !spans)
		return FAIL_FIELD(e, INVALID, "rows", "the decree names no day and covers none");
	for (size_t i = 0; i < t->n; i++) {
		TRY(outside(a, t, &t->items[i], e));
		TRY(twice(a, t, i, e));
	}
	return OK;
}

/* -- CSV -- */

static const struct csv_column columns[] = {{"tanggal", {"day", "date"}, true}, {"jenis", {"kind"}, true}, {"nama", {"name"}, true},
					    {"perubahan", {"change"}, false}, {"dari", {"from", "moved_from"}, false}, {0}};
#define HEADER "tanggal;jenis;nama;perubahan;dari\n"

/* People who type a list on a page begin with its first day. */
static bool has_header(struct str bytes)
{
	struct str s = str_trim(bytes);
	return !s.n || s.s[0] < '0' || s.s[0] > '9';
}

static enum status read_csv(struct arena *a, struct str bytes, struct decree_text *to, struct err *e)
{
	scoped(csv_close) struct csv c = {0};
	struct csv_header h;
	struct err why;
	bool header = has_header(bytes);
	if (!header) {
		char *joined = arena_printf(a, HEADER "%.*s", (int)bytes.n, bytes.s);
		bytes = (struct str){joined, strlen(joined)};
	}
	csv_open(&c, bytes.s, bytes.n);
	if (csv_header_read(&c, a, columns, &h, &why) != OK)
		return FAIL_FIELD(e, INVALID, "rows", "%s:1: %s", to->file, why.why);
	for (enum csv_step step; (step = csv_next(&c, &why)) != CSV_END;) {
		struct place p = {a, to->file, c.record_line - !header};
		if (step == CSV_BAD)
			return FAIL_FIELD(e, INVALID, "rows", "%s:%zu: %s", to->file, p.line, why.why);
		struct raw raw = {.day = arena_strdup(a, csv_get(&c, &h, 0)), .kind = arena_strdup(a, csv_get(&c, &h, 1)),
				  .name = arena_strdup(a, csv_get(&c, &h, 2)), .change = arena_strdup(a, csv_get(&c, &h, 3)),
				  .from = arena_strdup(a, csv_get(&c, &h, 4))};
		TRY(read_row(&p, &raw, to, e));
	}
	return OK;
}

/* -- JSON: {"number", "title", "decided_on", "covers_from", "covers_to", "source", "days": [{...}]} -- */

static enum status json_day(const struct place *p, const struct json *j, const char *key, struct day *ret, struct err *e)
{
	const char *text = json_get_text(j, key, "");
	return *text ? read_date(p, key, text, ret, e) : OK;
}

static enum status read_json(struct arena *a, struct str bytes, struct decree_text *to, struct err *e)
{
	const struct json *j;
	struct place p = {a, to->file, 1};
	TRY(json_read(a, to->file, bytes.s, bytes.n, DECREE_FILE_MAX, &j, e));
	if (j->kind != J_OBJECT)
		return REFUSE(&p, "days", "expected an object with days");
	to->number = json_get_text(j, "number", to->number);
	to->title = json_get_text(j, "title", to->title);
	to->source = json_get_text(j, "source", to->source);
	TRY(json_day(&p, j, "decided_on", &to->decided_on, e));
	TRY(json_day(&p, j, "covers_from", &to->covers_from, e));
	TRY(json_day(&p, j, "covers_to", &to->covers_to, e));
	const struct json *days = json_get(j, "days");
	for (size_t i = 0; days && days->kind == J_ARRAY && i < days->n; i++) {
		const struct json *row = &days->items[i];
		struct raw raw = {json_get_text(row, "day", ""), json_get_text(row, "kind", ""), json_get_text(row, "name", ""),
				  json_get_text(row, "change", ""), json_get_text(row, "from", "")};
		p.line = i + 1;
		TRY(read_row(&p, &raw, to, e));
	}
	return OK;
}

enum status decree_read(struct arena *a, const char *file, struct str bytes, struct decree_text *ret, struct err *e)
{
	ret->file = file;
	ret->sha256 = hash_hex(a, hash_of(bytes.s ? bytes.s : "", bytes.n));
	ret->items = NULL;
	ret->n = ret->cap = 0;
	if (bytes.n > DECREE_FILE_MAX)
		return FAIL_FIELD(e, TOO_LARGE, "rows", "%s: %zu bytes, at most %zu are read", file, bytes.n, DECREE_FILE_MAX);
	size_t good = text_valid_prefix(bytes.s ? bytes.s : "", bytes.n), line = 1;
	for (size_t i = 0; i < good; i++)
		line += bytes.s[i] == '\n';
	if (good < bytes.n)
		return FAIL_FIELD(e, INVALID, "rows", "%s:%zu: not UTF-8; save the list as \"CSV UTF-8\"", file, line);
	if (bytes.n >= 3 && !memcmp(bytes.s, "\xef\xbb\xbf", 3))
		bytes = (struct str){bytes.s + 3, bytes.n - 3};
	struct str s = str_trim(bytes);
	TRY(s.n && s.s[0] == '{' ? read_json(a, bytes, ret, e) : read_csv(a, bytes, ret, e));
	return decree_check(a, ret, e);
}
