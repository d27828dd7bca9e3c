/* clock.c -- the counting rules R1-R9 of the dossier, one function each where they differ.
 *
 * R1 the day of the start is not counted; R2 calendar days never roll; R3 working days skip weekends and
 * holidays; R4 a day clock ends at 23:59:59 in the owner's zone; R5 hours run to the second; R6 a date on a
 * form is never converted; R7 a moment is first converted to the owner's zone; R9 backwards clocks count from
 * the event back. R8 (totals) is in the table: HANDLE-X is 5 or 14 days from registration.
 */
#include "core/clock/clock.h"

#include "base/buf.h"

#include <string.h>

#define NOTES_MAX 4096 /* days looked at for one deadline; the longest clock needs 65 working days */

static const char *calendar_version(struct arena *a, const struct calendar *c)
{
	scoped(buf_free) struct buf b = {0};
	buf_printf(&b, "%d %d %d\n", c->covers_from.n, c->covers_to.n, c->cuti_bersama_works);
	for (size_t i = 0; i < c->n; i++)
		buf_printf(&b, "%d %s %s\n", c->items[i].day.n, c->items[i].kind, c->items[i].name);
	return arena_strndup(a, hash_hex(a, hash_of(b.s, b.n)), 16);
}

const struct calendar *calendar_make(struct arena *a, const struct holiday *items, size_t n,
				     struct day covers_from, struct day covers_to, bool cuti_bersama_works)
{
	struct calendar *c = arena_new(a, struct calendar);
	*c = (struct calendar){items, n, covers_from, covers_to, cuti_bersama_works, NULL};
	c->version = calendar_version(a, c);
	return c;
}

const struct calendar *calendar_of_law(struct arena *a, const struct law *law, bool cuti_bersama_works)
{
	struct holiday *items = arena_array(a, struct holiday, law->holidays.n);
	for (size_t i = 0; i < law->holidays.n; i++) {
		const struct law_holiday *h = &law->holidays.items[i];
		items[i] = (struct holiday){h->day, h->kind, h->name_id};
	}
	return calendar_make(a, items, law->holidays.n, law->holidays_from, law->holidays_to,
			     cuti_bersama_works);
}

const struct calendar *calendar_with(struct arena *a, const struct calendar *c, const struct holiday *own,
				     size_t n)
{
	struct holiday *items = arena_array(a, struct holiday, c->n + n);
	size_t at = 0, i = 0, k = 0;
	while (i < c->n || k < n) {
		bool take_own = i == c->n || (k < n && own[k].day.n <= c->items[i].day.n);
		if (take_own && i < c->n && own[k].day.n == c->items[i].day.n)
			i++; /* the office's own row replaces the pack's */
		items[at++] = take_own ? own[k++] : c->items[i++];
	}
	return calendar_make(a, items, at, c->covers_from, c->covers_to, c->cuti_bersama_works);
}

bool calendar_covers(const struct calendar *c, struct day d)
{
	return c->covers_from.n <= d.n && d.n <= c->covers_to.n;
}

static const struct holiday *holiday_on(const struct calendar *c, struct day d)
{
	size_t low = 0, high = c->n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (c->items[middle].day.n < d.n)
			low = middle + 1;
		else
			high = middle;
	}
	return low < c->n && c->items[low].day.n == d.n ? &c->items[low] : NULL;
}

/* The holiday that makes the office rest on @d; joint leave may be a working day by setting. */
static const struct holiday *rest_on(const struct calendar *c, struct day d)
{
	const struct holiday *h = holiday_on(c, d);
	return h && c->cuti_bersama_works && !strcmp(h->kind, "cuti_bersama") ? NULL : h;
}

bool day_works(const struct calendar *c, struct day d, const char **ret_why)
{
	const struct holiday *h = rest_on(c, d);
	const char *why = h ? h->name : day_weekday(d) >= 5 ? weekday_name(day_weekday(d), ID) : NULL;
	if (ret_why)
		*ret_why = why;
	return !why;
}

/* A count under way: where it stands, and the days it has seen. */
struct count {
	struct arena *a;
	const struct calendar *cal;
	const struct law_clock *clock;
	struct day at;
	int done;
	struct day_note *items;
	size_t n, cap;
};

static void note(struct count *c, bool counted, const char *why)
{
	struct day_note note = {c->at, counted, why};
	ARENA_PUSH(c->a, c, note);
}

static const char *why_skipped(const struct count *c)
{
	const struct holiday *h = rest_on(c->cal, c->at);
	return h ? arena_printf(c->a, "%s: %s", h->kind, h->name) : weekday_name(day_weekday(c->at), ID);
}

static enum status covered(const struct count *c, struct err *e)
{
	char day[DAY_TEXT_MAX], from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
	if (calendar_covers(c->cal, c->at) && c->n < NOTES_MAX)
		return OK;
	return FAIL(e, NOT_LOADED, "%s: %s lies outside the holiday calendar (%s to %s)", c->clock->code,
		    day_iso(c->at, day), day_iso(c->cal->covers_from, from), day_iso(c->cal->covers_to, to));
}

/* Whole days from the start, which itself is not counted (R1), forwards or backwards (R9). */
static enum status count_days(struct count *c, struct err *e)
{
	bool working = c->clock->unit == WORKING_DAY;
	int step = c->clock->backwards ? -1 : 1;
	if (working)
		TRY(covered(c, e));
	while (c->done < c->clock->amount) {
		c->at = day_add(c->at, step);
		if (working)
			TRY(covered(c, e));
		if (working && !day_works(c->cal, c->at, NULL)) {
			note(c, false, why_skipped(c));
			continue;
		}
		c->done++;
		note(c, true, arena_printf(c->a, "hari ke-%d", c->done));
	}
	return OK;
}

/* The same day of the month @months earlier or later; the month's last day where it has none. */
static struct day months_from(struct day d, int months)
{
	int y, m, day;
	day_parts(d, &y, &m, &day);
	int at = y * 12 + (m - 1) + months;
	while (!day_valid(at / 12, at % 12 + 1, day))
		day--;
	return day_of(at / 12, at % 12 + 1, day);
}

/* Backwards, the day N months before is the first inside the ban; the last free day is the one before it
 * (Pilkada 2024: determined on 22 September, 22 March was inside, 21 March free). */
static enum status count_months(struct count *c, struct err *e)
{
	int y, m, d, sign = c->clock->backwards ? -1 : 1;
	day_parts(c->at, &y, &m, &d);
	if (y < 1900 || y > 2150 || c->clock->amount > 480)
		return FAIL(e, NOT_LOADED, "%s: months are counted between 1900 and 2150 only",
			    c->clock->code);
	c->at = months_from(c->at, sign * c->clock->amount);
	if (c->clock->backwards) {
		note(c, false,
		     arena_printf(c->a, "%d bulan sebelumnya: hari pertama larangan", c->clock->amount));
		c->at = day_add(c->at, -1);
		note(c, true, "hari terakhir sebelum larangan");
	} else {
		note(c, true, arena_printf(c->a, "%d bulan kemudian", c->clock->amount));
	}
	return OK;
}

/* In the quiet period and on voting days the counter never closes. Projected dates do not count. */
static bool open_all_day(const struct law *law, struct day d)
{
	for (size_t i = 0; i < law->stages.n; i++) {
		const struct law_stage *s = &law->stages.items[i];
		bool runs = !day_is_none(s->start) && s->start.n <= d.n && !day_is_none(s->end) &&
			    d.n <= s->end.n;
		if (runs && s->row.confidence != UNSURE &&
		    (!strcmp(s->code, "QUIET") || !strcmp(s->code, "VOTING")))
			return true;
	}
	return false;
}

/* The last moment at or before @last at which the counter is open; none where the calendar does not reach. */
static struct instant counter_closes(const struct law *law, const struct calendar *cal, struct instant last,
				     enum zone zone)
{
	struct day d = day_of_instant(last, zone);
	for (int i = 0; i < 60 && calendar_covers(cal, d); i++, d = day_add(d, -1)) {
		struct instant closes;
		if (open_all_day(law, d)) {
			closes = instant_day_end(d, zone);
		} else if (day_works(cal, d, NULL)) {
			int at = day_weekday(d) == 4 ? law->counter_closes_friday : law->counter_closes;
			closes = instant_at(d, at / 60, at % 60, 0, zone);
		} else {
			continue;
		}
		return closes.us < last.us ? closes : last;
	}
	return INSTANT_NONE;
}

static enum status due_in_hours(const struct law_clock *clock, struct deadline *due, struct err *e)
{
	if (instant_is_none(due->start))
		return FAIL(e, INVALID, "%s counts hours: the exact moment of its start is needed",
			    clock->code);
	due->start_day = day_of_instant(due->start, due->zone);
	due->last = (struct instant){due->start.us + clock->amount * HOUR_US};
	due->counter_closes = INSTANT_NONE;
	return OK;
}

/* R6, R7: a date on a form stays that date; a moment has its day in the owner's zone. */
static enum status start_day(struct deadline *due, struct err *e)
{
	bool take_moment = !due->clock->start_is_date || day_is_none(due->start_day);
	if (take_moment && !instant_is_none(due->start))
		due->start_day = day_of_instant(due->start, due->zone);
	else
		due->start = INSTANT_NONE;
	if (day_is_none(due->start_day))
		return FAIL(e, INVALID, "%s: the day of its start is not known", due->clock->code);
	if (due->start_day.n < day_of(1900, 1, 1).n || due->start_day.n > day_of(2150, 1, 1).n)
		return FAIL(e, NOT_LOADED, "%s: days are counted between 1900 and 2150 only",
			    due->clock->code);
	return OK;
}

enum status clock_due(struct arena *a, const struct law *law, const struct law_clock *clock,
		      const struct calendar *cal, struct day day, struct instant start, enum zone zone,
		      struct deadline *ret, struct err *e)
{
	struct deadline due = {.clock = clock,
			       .zone = zone,
			       .start_day = day,
			       .start = start,
			       .calendar_version = cal->version};
	if (clock->unit == HOUR) {
		TRY(due_in_hours(clock, &due, e));
		*ret = due;
		return OK;
	}
	TRY(start_day(&due, e));
	struct count c = {.a = a, .cal = cal, .clock = clock, .at = due.start_day};
	if (clock->unit == MONTH)
		TRY(count_months(&c, e));
	else
		TRY(count_days(&c, e));
	due.items = c.items;
	due.n = c.n;
	due.last = clock->effective ? instant_at(c.at, 0, 0, 0, zone) : instant_day_end(c.at, zone);
	due.counter_closes = clock->effective ? INSTANT_NONE : counter_closes(law, cal, due.last, zone);
	*ret = due;
	return OK;
}

const struct law_clock *clock_as_hours(struct arena *a, const struct law_clock *clock)
{
	struct law_clock *hours = arena_memdup(a, clock, sizeof *clock);
	if (clock->unit == CALENDAR_DAY && !clock->backwards && !clock->effective && !clock->start_is_date) {
		hours->unit = HOUR;
		hours->amount = clock->amount * 24;
	}
	return hours;
}
