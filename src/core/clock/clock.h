/* clock.h -- legal deadlines: the last moment at which the law still lets a thing be done, with its sum.
 *
 * The law counts in calendar days (Pilkada), working days (Pemilu: Monday to Friday less that year's holidays),
 * hours and months; the rules R1-R11 of the dossier say how. Every deadline is one row of law/clocks.toml with
 * its article; this module only counts. Pure: it reads no clock, "today" is always an argument.
 *
 * Invariants: a later start never gives an earlier end; a count that would leave the loaded calendar answers
 * NOT_LOADED, never a guess.
 */
#ifndef NETRA_CORE_CLOCK_CLOCK_H
#define NETRA_CORE_CLOCK_CLOCK_H

#include "core/law/law.h"

struct holiday {
	struct day day;
	const char *kind, *name; /* borrowed from the law or from the office's own rows */
};
struct calendar {
	const struct holiday *items; /* ascending by day, each day once; borrowed */
	size_t n;
	struct day covers_from, covers_to; /* the decrees say nothing outside */
	bool cuti_bersama_works;           /* setting: joint leave is a working day */
	const char *version;               /* hash of the table, stored with each deadline (R11) */
};

struct day_note {
	struct day day;
	bool counted;
	const char *why; /* "Sabtu", "libur_nasional: Hari Raya Natal", "hari ke-3" */
};
struct deadline {
	const struct law_clock *clock;
	enum zone zone;
	struct day start_day;      /* the civil day of the start in @zone; it is not counted (R1) */
	struct instant start;      /* INSTANT_NONE when the start was a date */
	struct instant last;       /* last second in time; for `effective` clocks the first second of effect */
	struct instant counter_closes; /* last moment at which the counter is open at or before it; none for hours */
	const struct day_note *items;  /* each day from the start on, in order of counting; arena */
	size_t n;
	const char *calendar_version;
};

/* The calendar of a pack. */
const struct calendar *calendar_of_law(struct arena *a, const struct law *law, bool cuti_bersama_works);

/* The same from any table; the version is the hash of what it says. @items are borrowed. */
const struct calendar *calendar_make(struct arena *a, const struct holiday *items, size_t n, struct day covers_from,
				     struct day covers_to, bool cuti_bersama_works);
/* @c and the office's own rows (ascending by day); an own row replaces the pack's on the same day. */
const struct calendar *calendar_with(struct arena *a, const struct calendar *c, const struct holiday *own, size_t n);

bool calendar_covers(const struct calendar *c, struct day d);
bool day_works(const struct calendar *c, struct day d, const char **ret_why); /* why not; may be NULL */

/* @start_day for clocks that start from a date, @start for the others (then @start_day is ignored). Where the one
 * it needs is none, the other serves: a moment has its day in @zone, a day clock may start from a known date.
 * INVALID: neither is known, or an hour clock has no moment. NOT_LOADED: a working day outside the calendar. */
MUST_CHECK enum status clock_due(struct arena *a, const struct law *law, const struct law_clock *clock,
				 const struct calendar *cal, struct day start_day, struct instant start,
				 enum zone zone, struct deadline *ret, struct err *e);

/* The literal reading of "2x24 jam" (setting clock.literal_48_hours): days as hours to the second. Clocks that
 * start from a date or count back stay as they are. */
const struct law_clock *clock_as_hours(struct arena *a, const struct law_clock *clock);

/* How much is left, in the unit of the clock, as people say it. */
enum clock_state { CLOCK_AMPLE, CLOCK_NEAR, CLOCK_TODAY, CLOCK_PAST };
struct clock_left {
	enum clock_state state; /* NEAR: two days or fewer; TODAY: ends today */
	int days;               /* remaining (or, PAST, overdue) days of the clock's unit */
	int hours;              /* remaining hours, when it ends today or counts hours */
	bool working;           /* the days are working days */
};
struct clock_left clock_left(const struct law_clock *clock, struct instant last, const struct calendar *cal,
			     enum zone zone, struct instant now);
/* "4 hari kalender lagi", "hari ini, 16 jam lagi", "lewat 3 hari kerja"; English likewise. */
const char *clock_left_text(struct arena *a, struct clock_left left, enum lang lang);

#endif
