/* plan.c -- see plan.h. The dates are core/clock's; here they become rows of a table and JSON. */
#include "web/plan.h"

#include "web/views.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *say(const struct request *rq, const char *id, const char *en)
{
	return rq->lang == EN ? en : id;
}

/* "14.30", "14:30"; nothing typed gives -1. */
static bool minutes_of(const char *text, int *ret)
{
	int hour, minute;
	char rest;
	*ret = -1;
	if (text_blank(text))
		return true;
	if (sscanf(text, "%2d%*1[:.]%2d%c", &hour, &minute, &rest) != 2 || hour < 0 || hour > 23 || minute < 0 || minute > 59)
		return false;
	*ret = hour * 60 + minute;
	return true;
}

enum status plan_moment_read(const struct request *rq, const char *day_field, const char *day, const char *time_field,
			     const char *time, enum zone zone, struct plan_moment *ret, struct err *e)
{
	int minutes;
	*ret = (struct plan_moment){DAY_NONE, INSTANT_NONE};
	if (text_blank(day) || day_parse(day, &ret->day, NULL) != OK)
		return FAIL_FIELD(e, INVALID, day_field, say(rq, "“%.20s” bukan tanggal yang ada. Tulis seperti 31/12/2024; periksa urutan hari dan bulan.",
							     "“%.20s” is no date. Write it as 31/12/2024: day, month, year."), day ? day : "");
	if (!minutes_of(time, &minutes))
		return FAIL_FIELD(e, INVALID, time_field, say(rq, "“%.20s” bukan jam. Tulis seperti 14.30.", "“%.20s” is no time. Write it as 14:30."), time);
	if (minutes >= 0)
		ret->start = instant_at(ret->day, minutes / 60, minutes % 60, 0, zone);
	return OK;
}

static struct plan_question question_of(const struct request *rq, const struct plan_ask *ask, struct plan_moment at)
{
	return (struct plan_question){.law = ask->law, .cal = rq->desk.office->calendar, .procedure = ask->procedure,
				      .event = ask->event, .day = at.day, .start = at.start, .zone = ask->zone, .hearing = ask->hearing};
}

/* ---- rows ---- */

static const char *moment_words(const struct request *rq, const struct plan_moment *at, enum zone zone)
{
	char text[64];
	if (instant_is_none(at->start))
		return arena_strdup(rq->desk.arena, day_long(at->day, rq->lang, text));
	return arena_strdup(rq->desk.arena, instant_long(at->start, zone, rq->lang, text));
}

static const char *from_words(const struct request *rq, const struct plan *plan, const struct plan_line *line)
{
	struct arena *a = rq->desk.arena;
	char day[DAY_TEXT_MAX];
	if (line->from_hearing)
		return arena_printf(a, say(rq, "dihitung dari klarifikasi %s", "counted from the hearing on %s"), day_long(plan->hearing, rq->lang, day));
	if (line->after < 0)
		return say(rq, "sejak peristiwanya", "from the event");
	return arena_printf(a, say(rq, "bila “%s” selesai pada batasnya", "if “%s” ends on its last day"),
			    sum_clock_name(plan->items[line->after].clock, rq->lang));
}

static const char *fault_words(const struct request *rq, enum status status)
{
	return status == NOT_LOADED ? say(rq, "belum ada keputusan libur untuk tahun itu", "no holiday decree for that year yet")
				    : say(rq, "isi jamnya untuk menghitung ini", "give the time to count this");
}

static struct plan_cell cell_of(const struct request *rq, const struct plan_line *line, struct day asked)
{
	struct arena *a = rq->desk.arena;
	const struct deadline *due = &line->due;
	struct plan_cell cell = {"", "", "", ""};
	char text[64];
	if (line->status != OK) {
		cell.fault = fault_words(rq, line->status);
		return cell;
	}
	cell.until = arena_strdup(a, instant_long(due->last, due->zone, rq->lang, text));
	cell.href = clock_sum_address(a, line->clock, due->start_day, due->start, due->zone);
	if (!instant_is_none(due->counter_closes) && due->counter_closes.us < due->last.us)
		cell.counter = arena_strdup(a, instant_long(due->counter_closes, due->zone, rq->lang, text));
	if (line->from_hearing && day_of_instant(due->last, due->zone).n < asked.n)
		cell.fault = say(rq, "sebelum peristiwanya: pilih hari klarifikasi yang lebih jauh", "before the event: choose a later hearing");
	return cell;
}

static const char *shift_words(const struct request *rq, const struct plan_line *a, const struct plan_line *b)
{
	if (a->status != OK || b->status != OK)
		return "";
	int days = day_of_instant(b->due.last, b->due.zone).n - day_of_instant(a->due.last, a->due.zone).n;
	if (!days && a->due.last.us == b->due.last.us)
		return say(rq, "sama", "the same");
	if (!days)
		return say(rq, "hari yang sama", "the same day");
	return arena_printf(rq->desk.arena, days > 0 ? say(rq, "%d hari lebih lambat", "%d days later") : say(rq, "%d hari lebih awal", "%d days earlier"),
			    abs(days));
}

static const char *json_address(const struct request *rq, const struct plan_ask *ask)
{
	char text[DAY_TEXT_MAX];
	scoped(buf_free) struct buf b = {0};
	buf_printf(&b, "/api/v1/clock/plan?procedure=%s&event=%s&start=", procedure_code(ask->procedure), ask->event);
	buf_url(&b, instant_is_none(ask->a.start) ? day_iso(ask->a.day, text) : instant_iso(ask->a.start, ask->zone, text));
	buf_printf(&b, "&zone=%s", zone_name(ask->zone));
	if (!day_is_none(ask->hearing))
		buf_printf(&b, "&hearing=%s", day_iso(ask->hearing, text));
	return buf_arena(rq->desk.arena, &b);
}

enum status plan_fill(const struct request *rq, const struct plan_ask *ask, struct plan_view *ret, struct err *e)
{
	struct plan one, two = {.n = 0};
	struct plan_question q = question_of(rq, ask, ask->a), r = question_of(rq, ask, ask->b);
	struct plan_view v = {.compare = !day_is_none(ask->b.day), .when_b = "", .hearing = "", .hearing_iso = ""};
	char day[DAY_TEXT_MAX];
	TRY(clock_plan(rq->desk.arena, &q, &one, e));
	r.hearing = one.hearing; /* the same hearing, to compare like with like */
	if (v.compare)
		TRY(clock_plan(rq->desk.arena, &r, &two, e));
	v.event = say(rq, one.event->name_id, one.event->name_en);
	v.when_a = moment_words(rq, &ask->a, ask->zone);
	if (v.compare)
		v.when_b = moment_words(rq, &ask->b, ask->zone);
	for (size_t i = 0; i < one.n; i++) {
		const struct plan_line *a = &one.items[i], *b = i < two.n ? &two.items[i] : NULL;
		struct plan_row row = {sum_clock_name(a->clock, rq->lang), sum_amount(rq->desk.arena, a->clock, rq->lang),
				       from_words(rq, &one, a), cell_of(rq, a, ask->a.day), {"", "", "", ""}, ""};
		if (b) {
			row.b = cell_of(rq, b, ask->b.day);
			row.shift = shift_words(rq, a, b);
		}
		ARENA_PUSH(rq->desk.arena, &v.rows, row);
	}
	if (!day_is_none(one.hearing)) {
		v.hearing = arena_strdup(rq->desk.arena, day_long(one.hearing, rq->lang, day));
		v.hearing_iso = arena_strdup(rq->desk.arena, day_iso(one.hearing, day));
	}
	v.json = json_address(rq, ask);
	*ret = v;
	return OK;
}

/* ---- for programs ---- */

static enum status api_ask(struct request *rq, struct plan_ask *ret, struct err *e)
{
	const char *procedure = rq_query(rq, "procedure"), *event = rq_query(rq, "event"), *start = rq_query(rq, "start");
	const char *zone = rq_query(rq, "zone"), *hearing = rq_query(rq, "hearing");
	*ret = (struct plan_ask){.event = event, .a = {DAY_NONE, INSTANT_NONE}, .b = {DAY_NONE, INSTANT_NONE},
				 .zone = rq->desk.office->zone, .hearing = DAY_NONE};
	if (!procedure || !procedure_of(procedure, &ret->procedure))
		return FAIL_FIELD(e, INVALID, "procedure", "'%.40s', expected pilkada, pemilu, downstream or privacy", procedure ? procedure : "");
	ret->law = desk_law_for(&rq->desk, "", ret->procedure);
	if (!event || !start)
		return FAIL_FIELD(e, INVALID, event ? "start" : "event", "is missing");
	if (!text_blank(zone) && zone_parse(zone, &ret->zone, e) != OK)
		return FAIL_FIELD(e, INVALID, "zone", "'%.20s', expected WIB, WITA or WIT", zone);
	if (!text_blank(hearing) && day_parse(hearing, &ret->hearing, NULL) != OK)
		return FAIL_FIELD(e, INVALID, "hearing", "'%.40s' is no date", hearing);
	bool date = strlen(start) <= 10;
	if ((date ? day_parse(start, &ret->a.day, NULL) : instant_parse(start, ret->zone, &ret->a.start, NULL)) != OK)
		return FAIL_FIELD(e, INVALID, "start", "'%.40s' is no day and no moment", start);
	return OK;
}

static void put_line(struct json_out *j, struct arena *a, const struct plan_ask *ask, const struct plan_line *line, const char *start)
{
	jout_object(j);
	jout_put_text(j, "clock", line->clock->code);
	jout_key(j, "after");
	if (line->after < 0)
		jout_null(j);
	else
		jout_int(j, line->after);
	jout_put_bool(j, "from_hearing", line->from_hearing);
	jout_put_text(j, "error", line->status == OK ? NULL : line->status == NOT_LOADED ? "calendar_not_loaded" : "time_needed");
	jout_key(j, "deadline");
	if (line->status == OK)
		clock_json(j, a, &line->due, &(struct clock_shown){.start = start, .rulepack = hash_hex(a, ask->law->hash), .weekday = EN, .full = true});
	else
		jout_null(j);
	jout_end(j, '}');
}

enum status plan_api(struct request *rq, struct err *e)
{
	struct plan_ask ask;
	struct plan plan;
	TRY(api_ask(rq, &ask, e));
	struct plan_question q = question_of(rq, &ask, ask.a);
	TRY(clock_plan(rq->desk.arena, &q, &plan, e));
	struct json_out j = jout_start(rq->out);
	jout_object(&j);
	jout_put_text(&j, "procedure", procedure_code(ask.procedure));
	jout_put_text(&j, "event", ask.event);
	jout_put_text(&j, "start", rq_query(rq, "start"));
	jout_put_text(&j, "zone", zone_name(ask.zone));
	jout_put_day(&j, "hearing", plan.hearing);
	jout_key(&j, "items");
	jout_array(&j);
	for (size_t i = 0; i < plan.n; i++) {
		char text[DAY_TEXT_MAX];
		const struct deadline *due = &plan.items[i].due;
		bool moment = plan.items[i].status == OK && !instant_is_none(due->start);
		put_line(&j, rq->desk.arena, &ask, &plan.items[i], moment ? instant_iso(due->start, ask.zone, text) : day_iso(plan.items[i].status == OK ? due->start_day : DAY_NONE, text));
	}
	jout_end(&j, ']');
	jout_end(&j, '}');
	rq->content_type = "application/json";
	return OK;
}
