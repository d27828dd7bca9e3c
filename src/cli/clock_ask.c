/* clock_ask.c -- see clock_ask.h.
 *
 * A start that is only a date stays that date (R6); a moment is converted to the zone of the office (R7). Moments are
 * RFC 3339: T, t or a space between date and time, Z, z or an offset up to 14 hours behind it (none: the zone of the
 * question), seconds and their fraction may be left out. 24:00 and a leap second (:60) are refused: the law's days end
 * at 23:59:59. Fields that nobody knows are passed over.
 */
#include "cli/clock_ask.h"

#include <stdio.h>
#include <string.h>

void clock_desk_open(struct arena *a, const struct law *law, const struct calendar_table *own, struct clock_desk *ret)
{
	ret->law = law;
	ret->rulepack = hash_hex(a, law->hash);
	for (size_t works = 0; works < 2; works++)
		ret->calendars[works] = own ? calendar_make(a, own->items, own->n, own->covers_from,
							    own->covers_to, works)
					    : calendar_of_law(a, law, works);
}

/* The clock's row: "PK-REPORT", or "REPORT" within a procedure; the procedure must agree when it is given. */
static enum status find_clock(const struct clock_desk *d, const struct clock_asked *q, const struct law_clock **ret,
			      struct err *e)
{
	enum procedure p = PILKADA;
	if (q->procedure && !procedure_of(q->procedure, &p))
		return FAIL_FIELD(e, INVALID, "procedure",
				  "'%.40s', expected pilkada, pemilu, downstream or privacy", q->procedure);
	if (!q->clock)
		return FAIL_FIELD(e, INVALID, "clock", "is missing");
	const struct law_clock *clock =
		q->procedure ? law_clock_of(d->law, p, q->clock) : law_clock(d->law, q->clock);
	if (!clock)
		return FAIL_FIELD(e, INVALID, "clock", "'%.40s' is no clock of the rule pack", q->clock);
	if (q->procedure && clock->procedure != p)
		return FAIL_FIELD(e, INVALID, "clock", "'%.40s' is a clock of %s", q->clock,
				  procedure_code(clock->procedure));
	*ret = clock;
	return OK;
}

/* Passes a failure on as one of @field. */
static enum status in_field(const char *field, enum status status, struct err *e)
{
	if (status != OK && e)
		e->field = field;
	return status;
}

/* The date as written counts for clocks that start from a date, whatever hour stands behind it. */
static enum status read_start(const char *start, struct clock_question *q, struct err *e)
{
	char date[11] = {0};
	size_t n = strcspn(start, "Tt ");
	if (!start[n] || n >= sizeof date)
		return in_field("start", day_parse(start, &q->day, e), e);
	TRY(in_field("start", instant_parse(start, q->zone, &q->start, e), e));
	if (!q->clock->start_is_date)
		return OK;
	memcpy(date, start, n);
	return day_parse(date, &q->day, e);
}

static enum status read_pause(const struct json *row, size_t i, struct pause *ret, struct err *e)
{
	const char *from = json_get_text(row, "from", ""), *to = json_get_text(row, "to", NULL);
	*ret = (struct pause){.to = DAY_NONE, .why = json_get_text(row, "why", "")};
	if (day_parse(from, &ret->from, NULL) != OK)
		return FAIL_FIELD(e, INVALID, "pauses", "pauses[%zu].from: '%.40s' is not a date", i, from);
	if (to ? day_parse(to, &ret->to, NULL) != OK : json_get(row, "to") != NULL)
		return FAIL_FIELD(e, INVALID, "pauses", "pauses[%zu].to: '%.40s' is not a date", i, to ? to : "");
	return OK;
}

static enum status read_pauses(struct arena *a, const struct json *rows, struct clock_question *q, struct err *e)
{
	if (!rows)
		return OK;
	if (rows->kind != J_ARRAY || rows->n > PAUSES_MAX)
		return FAIL_FIELD(e, INVALID, "pauses", "expected a list of at most %d pauses", PAUSES_MAX);
	struct pause *items = arena_array(a, struct pause, rows->n);
	for (size_t i = 0; i < rows->n; i++)
		TRY(read_pause(&rows->items[i], i, &items[i], e));
	q->pauses = items;
	q->n_pauses = rows->n;
	return OK;
}

static enum status read_choice(const struct json *v, const char *field, bool otherwise, bool *ret, struct err *e)
{
	*ret = v ? v->i != 0 : otherwise;
	return v && v->kind != J_BOOL ? FAIL_FIELD(e, INVALID, field, "expected true or false") : OK;
}

enum status clock_ask(struct arena *a, const struct clock_desk *d, const struct clock_asked *q, struct deadline *ret,
		      struct err *e)
{
	struct clock_question asked = {.law = d->law, .day = DAY_NONE, .start = INSTANT_NONE};
	bool leave_works, literal;
	TRY(find_clock(d, q, &asked.clock, e));
	if (!q->zone)
		return FAIL_FIELD(e, INVALID, "zone", "is missing: WIB, WITA or WIT");
	TRY(in_field("zone", zone_parse(q->zone, &asked.zone, e), e));
	TRY(read_choice(q->literal_hours, "literal_48_hours", d->literal_hours, &literal, e));
	TRY(read_choice(q->leave_works, "cuti_bersama_is_working_day", d->leave_works, &leave_works, e));
	if (literal && text_ends(asked.clock->code, "-COMPLETE"))
		asked.clock = clock_as_hours(a, asked.clock);
	if (!q->start)
		return FAIL_FIELD(e, INVALID, "start", "is missing");
	TRY(read_start(q->start, &asked, e));
	TRY(read_pauses(a, q->pauses, &asked, e));
	asked.cal = d->calendars[leave_works];
	return clock_count(a, &asked, ret, e);
}

/* The zone may also be written as in the worked cases of the dossier. */
struct clock_asked clock_asked_of(const struct json *row)
{
	const char *zone = json_get_text(row, "office_zone", NULL);
	zone = json_get_text(row, "office_zone_name", zone);
	return (struct clock_asked){
		.id = json_get_text(row, "id", NULL),
		.procedure = json_get_text(row, "procedure", NULL),
		.clock = json_get_text(row, "clock", NULL),
		.start = json_get_text(row, "start", NULL),
		.zone = json_get_text(row, "zone", zone),
		.pauses = json_get(row, "pauses"),
		.leave_works = json_get(row, "cuti_bersama_is_working_day"),
		.literal_hours = json_get(row, "literal_48_hours"),
	};
}

/* What was asked may have been cut within a character to fit the message. */
static void put_error(struct arena *a, struct buf *out, const struct clock_asked *q, const struct err *e)
{
	struct json_out j = jout_start(out);
	jout_object(&j);
	jout_put_text(&j, "error", e->status == NOT_LOADED ? "calendar_not_loaded" : "invalid");
	if (q->id)
		jout_put_text(&j, "id", q->id);
	jout_put_text(&j, "procedure", q->procedure);
	jout_put_text(&j, "clock", q->clock);
	jout_put_text(&j, "start", q->start);
	jout_put_text(&j, "zone", q->zone);
	if (e->field)
		jout_put_text(&j, "field", e->field);
	jout_put_text(&j, "why", text_clean(a, e->why, strlen(e->why)));
	jout_end(&j, '}');
	buf_char(out, '\n');
}

bool clock_answer(struct arena *a, const struct clock_desk *d, const struct clock_asked *q, struct buf *out)
{
	struct json_out j = jout_start(out);
	struct deadline due;
	struct err e = {0};
	if (clock_ask(a, d, q, &due, &e) != OK) {
		put_error(a, out, q, &e);
		return false;
	}
	clock_json(&j, a, &due,
		   &(struct clock_shown){.id = q->id, .start = q->start, .rulepack = d->rulepack, .weekday = EN, .full = true});
	buf_char(out, '\n');
	return true;
}

bool clock_answer_line(struct arena *a, const struct clock_desk *d, struct str line, size_t number, struct buf *out)
{
	const struct json *row;
	struct clock_asked q = {0};
	struct err e = {0};
	if (json_read(a, "JSON", line.s, line.n, CLOCK_LINE_MAX, &row, &e) == OK && row->kind != J_OBJECT)
		err_set(&e, INVALID, __func__, NULL, "expected one JSON object");
	if (e.status != OK) {
		struct err numbered = {.status = e.status};
		snprintf(numbered.why, sizeof numbered.why, "line %zu: %.360s", number, e.why);
		put_error(a, out, &q, &numbered);
		return false;
	}
	q = clock_asked_of(row);
	return clock_answer(a, d, &q, out);
}
