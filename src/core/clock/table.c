/* table.c -- reading a calendar from a JSON file, for those who compute with another table than the pack's.
 *
 *     {"covers_from": "2019-01-01", "covers_to": "2035-12-31",
 *      "holidays": [{"day": "2024-12-25", "kind": "libur_nasional", "name": "Hari Raya Natal", "basis": "SKB ..."}]}
 *
 * Rows may stand in any order; a day that stands twice, a row without its kind or name and a day that is no date
 * are refused, and the message names the row and the field. "basis" may be left out.
 */
#include "core/clock/clock_internal.h"

#include <stdlib.h>
#include <string.h>

#define KIND_MAX 60  /* bytes */
#define TEXT_MAX 600 /* bytes of a name or of a decree */

static enum status read_day(struct arena *a, const struct json *row, const char *where, const char *key, struct day *ret,
			    struct err *e)
{
	const char *text = json_get_text(row, key, "");
	if (day_parse(text, ret, NULL) != OK)
		return FAIL_FIELD(e, INVALID, arena_printf(a, "%s%s", where, key),
				  "%s%s: '%.40s' is not a date; expected 2024-10-31", where, key, text);
	return OK;
}

/* Text of 1 to @max bytes; 0 to @max where @otherwise stands in for it. */
static enum status read_text(struct arena *a, const struct json *row, const char *where, const char *key, size_t max,
			     const char *otherwise, const char **ret, struct err *e)
{
	const struct json *v = json_get(row, key);
	*ret = otherwise;
	if (!v && otherwise)
		return OK;
	if (!v || v->kind != J_TEXT || !v->text.n || v->text.n > max || !text_valid(v->text.s, v->text.n))
		return FAIL_FIELD(e, INVALID, arena_printf(a, "%s%s", where, key),
				  "%s%s: expected text of 1 to %zu bytes", where, key, max);
	*ret = v->text.s;
	return OK;
}

static enum status read_row(struct arena *a, const struct json *row, size_t i, struct holiday *ret, struct err *e)
{
	const char *where = arena_printf(a, "holidays[%zu].", i);
	if (row->kind != J_OBJECT)
		return FAIL_FIELD(e, INVALID, "holidays", "holidays[%zu]: expected an object", i);
	TRY(read_day(a, row, where, "day", &ret->day, e));
	TRY(read_text(a, row, where, "kind", KIND_MAX, NULL, &ret->kind, e));
	TRY(read_text(a, row, where, "name", TEXT_MAX, NULL, &ret->name, e));
	return read_text(a, row, where, "basis", TEXT_MAX, "", &ret->basis, e);
}

static int by_day(const void *a, const void *b)
{
	const struct holiday *x = a, *y = b;
	return x->day.n - y->day.n;
}

static enum status each_day_once(struct calendar_table *t, struct err *e)
{
	char day[DAY_TEXT_MAX];
	qsort(t->items, t->n, sizeof *t->items, by_day);
	for (size_t i = 1; i < t->n; i++)
		if (t->items[i].day.n == t->items[i - 1].day.n)
			return FAIL_FIELD(e, INVALID, "holidays", "holidays: %s stands twice, as '%.60s' and '%.60s'",
					  day_iso(t->items[i].day, day), t->items[i - 1].name, t->items[i].name);
	return OK;
}

enum status calendar_read(struct arena *a, const char *what, const char *text, size_t n, struct calendar_table *ret,
			  struct err *e)
{
	const struct json *j;
	struct calendar_table t = {0};
	TRY(json_read(a, what, text, n, CALENDAR_FILE_MAX, &j, e));
	TRY(read_day(a, j, "", "covers_from", &t.covers_from, e));
	TRY(read_day(a, j, "", "covers_to", &t.covers_to, e));
	if (t.covers_to.n < t.covers_from.n)
		return FAIL_FIELD(e, INVALID, "covers_to", "covers_to: the calendar ends before it begins");
	const struct json *rows = json_get(j, "holidays");
	if (!rows || rows->kind != J_ARRAY || rows->n > CALENDAR_ROWS_MAX)
		return FAIL_FIELD(e, INVALID, "holidays", "holidays: expected a list of at most %d rows",
				  CALENDAR_ROWS_MAX);
	t.items = arena_array(a, struct holiday, rows->n);
	for (t.n = 0; t.n < rows->n; t.n++)
		TRY(read_row(a, &rows->items[t.n], t.n, &t.items[t.n], e));
	TRY(each_day_once(&t, e));
	*ret = t;
	return OK;
}
