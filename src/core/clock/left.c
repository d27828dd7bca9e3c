/* left.c -- how much of a deadline is left, in the unit of its clock and in the words people use. */
#include "core/clock/clock.h"

#include <stdlib.h>

#define NEAR_DAYS   2    /* two days or fewer: near */
#define DAYS_LOOKED 1500 /* a deadline further off is counted in calendar days */

/* Days after @from up to and with @to; working ones only when @cal is given and reaches that far. */
static int days_between(const struct calendar *cal, struct day from, struct day to)
{
	int n = 0;
	if (!cal || to.n - from.n > DAYS_LOOKED)
		return to.n - from.n;
	for (struct day d = day_add(from, 1); d.n <= to.n; d = day_add(d, 1))
		n += day_works(cal, d, NULL);
	return n;
}

struct clock_left clock_left(const struct law_clock *clock, struct instant last, const struct calendar *cal,
			     enum zone zone, struct instant now)
{
	struct day today = day_of_instant(now, zone), end = day_of_instant(last, zone);
	struct day low = today.n < end.n ? today : end, high = today.n < end.n ? end : today;
	bool reaches = calendar_covers(cal, low) && calendar_covers(cal, high);
	struct clock_left left = {.working = clock->unit == WORKING_DAY && reaches};
	int64_t us = last.us - now.us;
	left.days = days_between(left.working ? cal : NULL, low, high);
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
	switch (left.state) {
	case CLOCK_TODAY:
		if (left.hours == 0)
			return "today, less than an hour left";
		return arena_printf(a, "today, %d hour%s left", left.hours, left.hours == 1 ? "" : "s");
	case CLOCK_PAST:
		if (left.days == 0)
			return arena_printf(a, "%d hour%s overdue", left.hours, left.hours == 1 ? "" : "s");
		return arena_printf(a, "%d %s%s overdue", left.days, unit, s);
	case CLOCK_NEAR:
	case CLOCK_AMPLE:
		break;
	}
	return arena_printf(a, "%d %s%s left", left.days, unit, s);
}

static const char *text_id(struct arena *a, struct clock_left left)
{
	const char *unit = left.working ? "hari kerja" : "hari kalender";
	switch (left.state) {
	case CLOCK_TODAY:
		if (left.hours == 0)
			return "hari ini, kurang dari satu jam lagi";
		return arena_printf(a, "hari ini, %d jam lagi", left.hours);
	case CLOCK_PAST:
		if (left.days == 0)
			return arena_printf(a, "lewat %d jam", left.hours);
		return arena_printf(a, "lewat %d %s", left.days, unit);
	case CLOCK_NEAR:
	case CLOCK_AMPLE:
		break;
	}
	return arena_printf(a, "%d %s lagi", left.days, unit);
}

const char *clock_left_text(struct arena *a, struct clock_left left, enum lang lang)
{
	return lang == EN ? text_en(a, left) : text_id(a, left);
}
