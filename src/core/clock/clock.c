/* clock.c -- the counting rules R1-R9 of the dossier, one function each where they differ.
 *
 * R1 the day of the start is not counted; R2 calendar days never roll; R3 working days skip weekends and
 * holidays; R4 a day clock ends at 23:59:59 in the owner's zone; R5 hours run to the second; R6 a date on a
 * form is never converted; R7 a moment is first converted to the owner's zone; R9 backwards clocks count from
 * the event back. R8 (totals) is in the table: HANDLE-X is 5 or 14 days from registration.
 *
 * First the end is found by look-up, jumping over pauses; then, when somebody wants the sum, every day between is
 * noted with what it was.
 */
#include "core/clock/clock_internal.h"

#include <string.h>

#define SPAN_MAX     8192 /* days from start to end; 3660 working days, the most a pack may ask for, are 5,300 */
#define COUNTER_BACK 59   /* days before the end in which an open counter is looked for */
#define MONTHS_MAX   480
#define YEAR_MIN     1900
#define YEAR_MAX     2150

/* A count under way. */
struct count {
	const struct clock_question *q;
	struct day start, end;
	bool open;                               /* an open pause was met: @end is its first day */
	size_t n;                                /* pauses */
	const struct pause *pauses[PAUSES_MAX]; /* by their first day */
};

static enum status outside(const struct clock_question *q, struct day d, struct err *e)
{
	char day[DAY_TEXT_MAX], from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
	return FAIL(e, NOT_LOADED, "%s: %s lies outside the holiday calendar (%s to %s)", q->clock->code,
		    day_iso(d, day), day_iso(q->cal->covers_from, from), day_iso(q->cal->covers_to, to));
}

bool clock_pausable(const struct law_clock *clock)
{
	bool days = clock->unit == CALENDAR_DAY || clock->unit == WORKING_DAY;
	return days && clock->pausable && !clock->backwards && !clock->effective;
}

static void sort_in(struct count *c, const struct pause *p)
{
	size_t i = c->n++;
	for (; i > 0 && c->pauses[i - 1]->from.n > p->from.n; i--)
		c->pauses[i] = c->pauses[i - 1];
	c->pauses[i] = p;
}

static enum status take_pauses(struct count *c, struct err *e)
{
	const struct clock_question *q = c->q;
	if (q->n_pauses && !clock_pausable(q->clock))
		return FAIL_FIELD(e, INVALID, "pauses", "%s cannot be paused (%s)", q->clock->code,
				  q->clock->row.basis);
	if (q->n_pauses > PAUSES_MAX)
		return FAIL_FIELD(e, INVALID, "pauses", "%s: %zu pauses, at most %d are counted",
				  q->clock->code, q->n_pauses, PAUSES_MAX);
	for (size_t i = 0; i < q->n_pauses; i++) {
		const struct pause *p = &q->pauses[i];
		if (day_is_none(p->from) || (!day_is_none(p->to) && p->to.n < p->from.n))
			return FAIL_FIELD(e, INVALID, "pauses", "pause %zu of %s ends before it begins", i + 1,
					  q->clock->code);
		sort_in(c, p);
	}
	return OK;
}

/* How many countable days lie after @at up to and with @to. Past the calendar none are known. */
static int countable(const struct clock_question *q, struct day at, struct day to)
{
	struct day known = to.n < q->cal->covers_to.n ? to : q->cal->covers_to;
	if (q->clock->unit == CALENDAR_DAY)
		return to.n - at.n;
	return known.n > at.n ? calendar_working(q->cal, at, known) : 0;
}

/* The @left-th countable day after @at. */
static enum status ahead(const struct clock_question *q, struct day at, int left, struct day *ret, struct err *e)
{
	const struct calendar *cal = q->cal;
	if (q->clock->unit == CALENDAR_DAY) {
		*ret = day_add(at, left);
		return OK;
	}
	if (at.n > cal->covers_to.n)
		return outside(q, day_add(at, 1), e);
	size_t place = calendar_at(cal, at)[1].before + (size_t)left - 1;
	if (place >= cal->n_working)
		return outside(q, day_add(cal->covers_to, 1), e);
	*ret = cal->working[place];
	return OK;
}

/* R1-R3, with what pauses take out. */
static enum status count_forwards(struct count *c, struct err *e)
{
	int left = c->q->clock->amount;
	struct day at = c->start;
	for (size_t i = 0; i < c->n; i++) {
		const struct pause *p = c->pauses[i];
		if (!day_is_none(p->to) && p->to.n <= at.n)
			continue;
		struct day from = p->from.n > at.n ? p->from : day_add(at, 1);
		int before = countable(c->q, at, day_add(from, -1));
		if (before >= left)
			break;
		if (c->q->clock->unit == WORKING_DAY && from.n - 1 > c->q->cal->covers_to.n)
			break; /* the calendar ends before the pause begins: ahead() says so */
		c->end = from;
		c->open = day_is_none(p->to);
		if (c->open)
			return OK;
		left -= before;
		at = p->to;
	}
	return ahead(c->q, at, left, &c->end, e);
}

/* R9: the event itself is not counted, the days before it are. */
static enum status count_backwards(struct count *c, struct err *e)
{
	const struct calendar *cal = c->q->cal;
	size_t amount = (size_t)c->q->clock->amount;
	if (c->q->clock->unit == CALENDAR_DAY) {
		c->end = day_add(c->start, -c->q->clock->amount);
		return OK;
	}
	size_t before = calendar_at(cal, c->start)->before;
	if (before < amount)
		return outside(c->q, day_add(cal->covers_from, -1), e);
	c->end = cal->working[before - amount];
	return OK;
}

static enum status count_days(struct count *c, struct err *e)
{
	if (c->q->clock->unit == WORKING_DAY && !calendar_covers(c->q->cal, c->start))
		return outside(c->q, c->start, e);
	TRY(c->q->clock->backwards ? count_backwards(c, e) : count_forwards(c, e));
	if (c->end.n - c->start.n > SPAN_MAX)
		return FAIL(e, NOT_LOADED, "%s: more than %d days would lie between its start and its end",
			    c->q->clock->code, SPAN_MAX);
	return OK;
}

/* Backwards, the day N months before is the first inside the ban; the last free day is the one before it
 * (Pilkada 2024: determined on 22 September, 22 March was inside, 21 March free). */
static enum status count_months(struct count *c, struct err *e)
{
	int amount = c->q->clock->amount;
	if (amount > MONTHS_MAX)
		return FAIL(e, NOT_LOADED, "%s: at most %d months are counted", c->q->clock->code, MONTHS_MAX);
	c->end = c->q->clock->backwards ? day_add(day_months(c->start, -amount), -1)
					: day_months(c->start, amount);
	return OK;
}

/* The pause that holds @d, if any. @next is the first that had not ended the day before. */
static const struct pause *pause_on(const struct count *c, struct day d, size_t *next)
{
	while (*next < c->n && !day_is_none(c->pauses[*next]->to) && c->pauses[*next]->to.n < d.n)
		++*next;
	return *next < c->n && c->pauses[*next]->from.n <= d.n ? c->pauses[*next] : NULL;
}

/* What a working-day clock makes of a day that it passes. */
static inline void note_working(const struct calendar *cal, struct day_note *note)
{
	const struct calendar_day *row = calendar_at(cal, note->day);
	if (row[1].before > row->before)
		return;
	note->kind = NOTE_WEEKEND;
	if (row->rest) {
		note->kind = NOTE_HOLIDAY;
		note->holiday = &cal->items[row->rest - 1];
	}
}

static void note_days(struct arena *a, const struct count *c, struct deadline *due)
{
	const struct calendar *cal = c->q->clock->unit == WORKING_DAY ? c->q->cal : NULL;
	int step = c->q->clock->backwards ? -1 : 1, counted = 0;
	struct day at = c->start;
	size_t next = 0;
	due->n = (size_t)(step * (c->end.n - c->start.n));
	struct day_note *items = arena_array(a, struct day_note, due->n); /* zeroed: NOTE_COUNTED */
	for (size_t i = 0; i < due->n; i++) {
		struct day_note *note = &items[i];
		note->day = at = day_add(at, step);
		if (c->n && (note->pause = pause_on(c, at, &next)) != NULL)
			note->kind = NOTE_PAUSED;
		else if (cal)
			note_working(cal, note);
		note->counted = note->kind == NOTE_COUNTED;
		note->number = note->counted ? ++counted : 0;
	}
	due->items = items;
}

static void note_months(struct arena *a, const struct count *c, struct deadline *due)
{
	bool backwards = c->q->clock->backwards;
	struct day_note *items = arena_array(a, struct day_note, 2);
	items[0] = (struct day_note){.day = day_add(c->end, 1), .kind = NOTE_BAN};
	items[backwards] = (struct day_note){.day = c->end,
					     .number = 1,
					     .kind = backwards ? NOTE_BEFORE_BAN : NOTE_MONTHS,
					     .counted = true};
	due->items = items;
	due->n = 1 + (size_t)backwards;
}

static bool polling_day(const struct calendar *cal, struct day d)
{
	uint32_t rest = calendar_covers(cal, d) ? calendar_at(cal, d)->rest : 0;
	return rest && !strcmp(cal->items[rest - 1].kind, "hari_pemungutan_suara");
}

/* The last day up to @d on which the counter is open round the clock: in the quiet period, and on voting days, those
 * of the law's stages and those that a decree made holidays. Days before @at_least are not looked for; projected
 * dates do not count. */
static struct day open_all_day(const struct clock_question *q, struct day d, struct day at_least)
{
	struct day found = DAY_NONE;
	for (size_t i = 0; i < q->law->stages.n; i++) {
		const struct law_stage *s = &q->law->stages.items[i];
		struct day last = s->end.n < d.n ? s->end : d;
		if (last.n < at_least.n || day_is_none(s->start) || s->start.n > last.n || last.n <= found.n)
			continue;
		if (s->row.confidence != UNSURE && (!strcmp(s->code, "QUIET") || !strcmp(s->code, "VOTING")))
			found = last;
	}
	for (; d.n >= at_least.n && d.n > found.n; d = day_add(d, -1))
		if (polling_day(q->cal, d))
			return d;
	return found;
}

/* The last day up to @d, not before @first, on which the office works. */
static struct day working_before(const struct calendar *cal, struct day d, int32_t first)
{
	size_t worked = calendar_at(cal, d)[1].before;
	return worked && cal->working[worked - 1].n >= first ? cal->working[worked - 1] : DAY_NONE;
}

/* The last moment up to the end of @d at which the counter is open; none where the calendar does not reach. The
 * quiet period is known from the stages of the election, also on days for which no decree of holidays is loaded. */
static struct instant counter_closes(const struct clock_question *q, struct day d)
{
	const struct calendar *cal = q->cal;
	bool covered = calendar_covers(cal, d);
	int32_t first = !covered ? d.n : d.n - COUNTER_BACK;
	if (covered && first < cal->covers_from.n)
		first = cal->covers_from.n - 1;
	struct day office = covered ? working_before(cal, d, first) : DAY_NONE;
	struct day all_day = open_all_day(q, d, (struct day){office.n > first ? office.n : first});
	if (!day_is_none(all_day))
		return instant_day_end(all_day, q->zone);
	if (day_is_none(office))
		return INSTANT_NONE;
	int at = day_weekday(office) == 4 ? q->law->counter_closes_friday : q->law->counter_closes;
	return instant_at(office, at / 60, at % 60, 0, q->zone);
}

/* R5 */
static enum status count_hours(const struct clock_question *q, struct deadline *due, struct err *e)
{
	if (instant_is_none(q->start))
		return FAIL(e, INVALID, "%s counts hours: the exact moment of its start is needed",
			    q->clock->code);
	due->start_day = day_of_instant(q->start, q->zone);
	due->last = (struct instant){q->start.us + q->clock->amount * HOUR_US};
	return OK;
}

/* R6, R7: a date on a form stays that date; a moment has its day in the owner's zone. */
static enum status start_day(struct deadline *due, struct err *e)
{
	const struct law_clock *c = due->clock;
	bool take_moment = !c->start_is_date || day_is_none(due->start_day);
	if (take_moment && !instant_is_none(due->start))
		due->start_day = day_of_instant(due->start, due->zone);
	else
		due->start = INSTANT_NONE;
	if (day_is_none(due->start_day))
		return FAIL(e, INVALID, "%s: the day of its start is not known", c->code);
	if (due->start_day.n < day_of(YEAR_MIN, 1, 1).n || due->start_day.n > day_of(YEAR_MAX, 1, 1).n)
		return FAIL(e, NOT_LOADED, "%s: days are counted between %d and %d only", c->code, YEAR_MIN,
			    YEAR_MAX);
	return OK;
}

/* R4, and what takes effect does so when its day begins. */
static void ends(const struct count *c, struct deadline *due)
{
	const struct clock_question *q = c->q;
	due->open = c->open;
	if (c->open)
		return;
	due->last = q->clock->effective ? instant_at(c->end, 0, 0, 0, q->zone) : instant_day_end(c->end, q->zone);
	if (!q->clock->effective)
		due->counter_closes = counter_closes(q, c->end);
}

/* @a NULL: without the sum. */
static enum status count(struct arena *a, const struct clock_question *q, struct deadline *ret, struct err *e)
{
	struct deadline due = {.clock = q->clock,
			       .zone = q->zone,
			       .start_day = q->day,
			       .start = q->start,
			       .last = INSTANT_NONE,
			       .counter_closes = INSTANT_NONE,
			       .pauses = q->pauses,
			       .n_pauses = q->n_pauses,
			       .calendar_version = q->cal->version};
	struct count c;
	c.q = q;
	c.open = false;
	c.n = 0;
	TRY(take_pauses(&c, e));
	if (q->clock->unit == HOUR) {
		TRY(count_hours(q, &due, e));
		*ret = due;
		return OK;
	}
	TRY(start_day(&due, e));
	c.start = due.start_day;
	TRY(q->clock->unit == MONTH ? count_months(&c, e) : count_days(&c, e));
	ends(&c, &due);
	if (a)
		(q->clock->unit == MONTH ? note_months : note_days)(a, &c, &due);
	*ret = due;
	return OK;
}

enum status clock_count(struct arena *a, const struct clock_question *q, struct deadline *ret, struct err *e)
{
	return count(a, q, ret, e);
}

enum status clock_end(const struct clock_question *q, struct deadline *ret, struct err *e)
{
	return count(NULL, q, ret, e);
}

enum status clock_due(struct arena *a, const struct law *law, const struct law_clock *clock,
		      const struct calendar *cal, struct day day, struct instant start, enum zone zone,
		      struct deadline *ret, struct err *e)
{
	const struct clock_question q = {
		.law = law, .clock = clock, .cal = cal, .day = day, .start = start, .zone = zone};
	return count(a, &q, ret, e);
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
