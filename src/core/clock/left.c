/* left.c -- how much of a deadline is left, in the unit of its clock and in the words people use. */
#include "core/clock/clock_internal.h"

#include <stdlib.h>

#define NEAR_DAYS 2 /* two days or fewer: near */
#define WEEK_DAYS 7 /* from so many days on a weekday alone could be misread */

struct clock_left clock_left(const struct law_clock *clock, struct instant last, const struct calendar *cal,
			     enum zone zone, struct instant now)
{
	struct day today = day_of_instant(now, zone), end = day_of_instant(last, zone);
	struct day low = today.n < end.n ? today : end, high = today.n < end.n ? end : today;
	bool reaches = calendar_covers(cal, low) && calendar_covers(cal, high);
	struct clock_left left = {.working = clock->unit == WORKING_DAY && reaches, .tomorrow = today.n < end.n};
	int64_t us = last.us - now.us;
	left.days = left.working ? calendar_working(cal, low, high) : high.n - low.n;
	left.hours = (int)(llabs(us) / HOUR_US);
	if (us < 0)
		left.state = CLOCK_PAST;
	else if (today.n == end.n || (clock->unit == HOUR && us <= DAY_US))
		left.state = CLOCK_TODAY;
	else
		left.state = left.days <= NEAR_DAYS ? CLOCK_NEAR : CLOCK_AMPLE;
	return left;
}

static const char *text_en(struct arena *a, struct clock_left left)
{
	const char *unit = left.working ? "working day" : "calendar day", *s = left.days == 1 ? "" : "s";
	const char *hours = left.hours == 1 ? "" : "s";
	if (left.state == CLOCK_TODAY && left.hours == 0)
		return left.tomorrow ? "less than an hour left" : "today, less than an hour left";
	if (left.state == CLOCK_TODAY)
		return arena_printf(a, "%s%d hour%s left", left.tomorrow ? "" : "today, ", left.hours, hours);
	if (left.state == CLOCK_PAST && left.days == 0)
		return arena_printf(a, "%d hour%s overdue", left.hours, hours);
	return arena_printf(a, "%d %s%s %s", left.days, unit, s, left.state == CLOCK_PAST ? "overdue" : "left");
}

static const char *text_id(struct arena *a, struct clock_left left)
{
	const char *unit = left.working ? "hari kerja" : "hari kalender";
	if (left.state == CLOCK_TODAY && left.hours == 0)
		return left.tomorrow ? "kurang dari satu jam lagi" : "hari ini, kurang dari satu jam lagi";
	if (left.state == CLOCK_TODAY)
		return arena_printf(a, "%s%d jam lagi", left.tomorrow ? "" : "hari ini, ", left.hours);
	if (left.state == CLOCK_PAST && left.days == 0)
		return arena_printf(a, "lewat %d jam", left.hours);
	return left.state == CLOCK_PAST ? arena_printf(a, "lewat %d %s", left.days, unit)
					: arena_printf(a, "%d %s lagi", left.days, unit);
}

const char *clock_left_text(struct arena *a, struct clock_left left, enum lang lang)
{
	return lang == EN ? text_en(a, left) : text_id(a, left);
}

/* What ends today or is past has its day in its words already; it gets the hour only. */
const char *clock_left_until(struct arena *a, struct clock_left left, struct instant until, enum zone zone,
			     struct instant now, enum lang lang)
{
	static const char *const words[] = {[ID] = "sampai", [EN] = "until"};
	char day[DAY_TEXT_MAX], at[16];
	struct day end = day_of_instant(until, zone);
	int days = end.n - day_of_instant(now, zone).n;
	const char *text = clock_left_text(a, left, lang), *name = day_short(end, lang, day);
	instant_clock(until, zone, lang, at);
	if (left.state == CLOCK_PAST)
		return text;
	if (days == 0)
		return arena_printf(a, "%s, %s %s %s", text, words[lang], at, zone_name(zone));
	if (days > 0 && days < WEEK_DAYS)
		name = weekday_name(day_weekday(end), lang);
	return arena_printf(a, "%s, %s %s %s %s", text, words[lang], name, at, zone_name(zone));
}
