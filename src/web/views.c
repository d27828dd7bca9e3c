/* views.c -- see views.h. */
#include "web/views.h"

#include <stdio.h>

static const char *state_name(enum clock_state s)
{
	switch (s) {
	case CLOCK_AMPLE:
		return "ample";
	case CLOCK_NEAR:
		return "near";
	case CLOCK_TODAY:
		return "today";
	case CLOCK_PAST:
		return "past";
	}
	return "ample";
}

static void show_state(const struct request *rq, struct clock_view *v, const char *state)
{
	v->state = state;
	v->icon = arena_printf(rq->desk.arena, "c-%s", state);
}

/* When the counter closes before the law does: on the last day itself, or days before it. */
static const char *counter_words(const struct request *rq, const struct law_clock *clock, struct instant last,
				 struct instant closes)
{
	char text[64];
	enum zone zone = rq->desk.office->zone;
	const char *days = docket_counter_note(&rq->desk, text_eq(clock->owner, "reporter"), closes, INSTANT_NONE, last, zone);
	if (*days || instant_is_none(closes) || closes.us >= last.us)
		return days;
	return arena_printf(rq->desk.arena, "%s %s.", rq->lang == EN ? "The counter closes" : "Loket tutup",
			    instant_long(closes, zone, rq->lang, text));
}

struct clock_view clock_view_of(const struct request *rq, const struct law_clock *clock, struct instant last,
				struct instant counter_closes, struct instant ended, bool paused)
{
	const struct office *o = rq->desk.office;
	struct arena *a = rq->desk.arena;
	bool en = rq->lang == EN;
	char text[64];
	struct clock_view v = {.name = en && !text_blank(clock->name_en) ? clock->name_en : clock->name_id,
			       .until = "", .note = "", .sum = ""};
	if (!instant_is_none(last))
		v.until = arena_printf(a, "%s %s", en ? "until" : "sampai", instant_long(last, o->zone, rq->lang, text));
	if (!instant_is_none(ended)) {
		show_state(rq, &v, "done");
		v.left = arena_printf(a, "%s %s", en ? "done on" : "selesai", instant_long(ended, o->zone, rq->lang, text));
	} else if (paused) {
		show_state(rq, &v, "paused");
		v.left = en ? "paused" : "jeda";
	} else {
		struct clock_left left = clock_left(clock, last, o->calendar, o->zone, rq->desk.now);
		show_state(rq, &v, state_name(left.state));
		v.left = clock_left_text(a, left, rq->lang);
		if (left.state != CLOCK_PAST)
			v.note = counter_words(rq, clock, last, counter_closes);
	}
	return v;
}

struct clock_view clock_view_of_left(const struct request *rq, const struct docket_left *left, const char *sum)
{
	struct clock_view v = {.left = left->text, .name = left->name, .until = left->until ? left->until : "",
			       .note = left->note ? left->note : "", .sum = sum ? sum : ""};
	show_state(rq, &v, left->state);
	return v;
}

const char *clock_sum_address(struct arena *a, const struct law_clock *clock, struct day start_day,
			      struct instant start, enum zone zone)
{
	char day[DAY_TEXT_MAX], iso[DAY_TEXT_MAX], at[16] = "";
	day_iso(clock->start_is_date || instant_is_none(start) ? start_day : day_of_instant(start, zone), day);
	if (!clock->start_is_date && !instant_is_none(start))
		snprintf(at, sizeof at, "&jam=%.5s", instant_iso(start, zone, iso) + 11);
	return arena_printf(a, "/kalender?tenggat=%s&mulai=%s%s&zona=%s", clock->code, day, at, zone_name(zone));
}
