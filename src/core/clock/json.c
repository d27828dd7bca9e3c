/* json.c -- a deadline as machines read it: one writer, so that the terminal and the API say the same.
 *
 * The days of the sum stand in two lists, as in the dossier's worked cases: those counted, and those passed over with
 * the reason. Beside them the names of the rules that were used, and of each holiday the decree.
 */
#include "core/clock/clock_internal.h"

#include <string.h>

/* A date needs no escaping, and a sum has many. */
static void put_date(struct json_out *j, struct day d)
{
	char quoted[DAY_TEXT_MAX + 2], day[DAY_TEXT_MAX];
	size_t n = strlen(day_iso(d, day));
	quoted[0] = '"';
	memcpy(quoted + 1, day, n);
	memcpy(quoted + 1 + n, "\"", 2);
	jout_raw(j, quoted);
}

static void put_skipped(struct json_out *j, struct arena *a, const struct deadline *due, const struct day_note *note,
			enum lang weekday)
{
	const char *basis = clock_note_basis(note);
	bool rests = note->kind == NOTE_WEEKEND;
	jout_object(j);
	jout_key(j, "day");
	put_date(j, note->day);
	jout_put_text(j, "why", rests ? weekday_name(day_weekday(note->day), weekday) : clock_why(a, due, note));
	if (basis[0])
		jout_put_text(j, "basis", basis);
	jout_end(j, '}');
}

static void put_days(struct json_out *j, struct arena *a, const struct deadline *due, enum lang weekday)
{
	jout_key(j, "counted");
	jout_array(j);
	for (size_t i = 0; i < due->n; i++)
		if (due->items[i].counted)
			put_date(j, due->items[i].day);
	jout_end(j, ']');
	jout_key(j, "skipped");
	jout_array(j);
	for (size_t i = 0; i < due->n; i++)
		if (!due->items[i].counted)
			put_skipped(j, a, due, &due->items[i], weekday);
	jout_end(j, ']');
}

static void put_pauses(struct json_out *j, const struct deadline *due)
{
	jout_key(j, "pauses");
	jout_array(j);
	for (size_t i = 0; i < due->n_pauses; i++) {
		jout_object(j);
		jout_put_day(j, "from", due->pauses[i].from);
		jout_put_day(j, "to", due->pauses[i].to);
		jout_put_text(j, "why", due->pauses[i].why);
		jout_end(j, '}');
	}
	jout_end(j, ']');
	jout_put_bool(j, "open", due->open);
}

static void put_rules(struct json_out *j, const struct deadline *due)
{
	enum clock_rule rules[CLOCK_RULE_N];
	size_t n = clock_rules(due, rules);
	jout_key(j, "rules");
	jout_array(j);
	for (size_t i = 0; i < n; i++)
		jout_text(j, clock_rule_code(rules[i]));
	jout_end(j, ']');
}

/* The amount, its unit and what the result is. */
static void put_row(struct json_out *j, const struct law_clock *c)
{
	static const char *const units[] = {
		[CALENDAR_DAY] = "calendar_day", [WORKING_DAY] = "working_day", [HOUR] = "hour", [MONTH] = "month"};
	jout_put_int(j, "amount", c->amount);
	jout_put_text(j, "unit", units[c->unit]);
	jout_put_text(j, "kind",
		      c->effective   ? "effective_from"
		      : c->backwards ? "latest_delivery"
				     : "last_moment");
}

void clock_json(struct json_out *j, struct arena *a, const struct deadline *due, const struct clock_shown *shown)
{
	const struct law_clock *c = due->clock;
	bool english = shown->name == EN && !text_blank(c->name_en);
	jout_object(j);
	if (shown->id)
		jout_put_text(j, "id", shown->id);
	jout_put_text(j, "procedure", procedure_code(c->procedure));
	jout_put_text(j, "clock", c->code);
	jout_put_text(j, "start", shown->start);
	jout_put_text(j, "zone", zone_name(due->zone));
	jout_put_text(j, "name", english ? c->name_en : c->name_id);
	if (shown->full)
		put_row(j, c);
	jout_put_instant(j, "last_moment", due->last, due->zone);
	put_days(j, a, due, shown->weekday);
	if (due->n_pauses)
		put_pauses(j, due);
	jout_put_instant(j, "counter_closes", due->counter_closes, due->zone);
	put_rules(j, due);
	jout_put_text(j, "basis", c->row.basis);
	jout_put_text(j, "confidence", confidence_mark(c->row.confidence));
	jout_put_text(j, "calendar", due->calendar_version);
	jout_put_text(j, "rulepack", shown->rulepack);
	jout_end(j, '}');
}
