/* clock.h -- legal deadlines: the last moment at which the law still lets a thing be done, with its sum.
 *
 * The law counts in calendar days (Pilkada), working days (Pemilu: Monday to Friday less that year's holidays),
 * hours and months; the rules R1-R11 of the dossier say how. Every deadline is one row of law/clocks.toml with
 * its article; this module only counts. Pure: it reads no clock, "today" is always an argument.
 *
 * A calendar holds, for every day it covers, how many working days came before it; so an end is looked up and not
 * walked to, and the sum is written once the end is known. Words for a day are made when somebody reads them.
 *
 * Invariants: a later start never gives an earlier end; a count that would leave the loaded calendar answers
 * NOT_LOADED, never a guess; the days of a sum follow one another without a gap.
 */
#ifndef NETRA_CORE_CLOCK_CLOCK_H
#define NETRA_CORE_CLOCK_CLOCK_H

#include "base/buf.h"
#include "core/law/law.h"

struct holiday {
	struct day day;
	const char *kind, *name; /* borrowed from the law or from the office's own rows */
	const char *basis;       /* the decree; NULL or "" where the table names none */
};
struct calendar {
	const struct holiday *items; /* ascending by day, each day once; borrowed */
	size_t n;
	struct day covers_from, covers_to; /* the decrees say nothing outside */
	bool cuti_bersama_works;           /* setting: joint leave is a working day */
	const char *version;               /* hash of the table, stored with each deadline (R11) */
	/* Made by calendar_make: */
	const struct calendar_day *days; /* one for each day covered, and one behind the last */
	size_t n_days;                   /* days covered */
	const struct day *working;       /* the working days among them, ascending */
	size_t n_working;
};
struct calendar_day {
	uint32_t before; /* working days from covers_from on, before this day */
	uint32_t rest;   /* the holiday that makes the office rest: its place in items, from 1; 0: none */
};

/* Days from..to, both included, that a day clock passes over; @to DAY_NONE: nobody knows yet. */
struct pause {
	struct day from, to;
	const char *why; /* borrowed; NULL or "" where no reason was written */
};
#define PAUSES_MAX 64 /* of one clock */

/* A backwards clock of months has two notes: the first day of the ban and the last day before it. */
enum note_kind { NOTE_COUNTED, NOTE_WEEKEND, NOTE_HOLIDAY, NOTE_PAUSED, NOTE_MONTHS, NOTE_BAN, NOTE_BEFORE_BAN };
struct day_note {
	struct day day;
	int number; /* 1, 2, ... for a counted day, else 0 */
	enum note_kind kind;
	bool counted;
	union {
		const struct holiday *holiday; /* of NOTE_HOLIDAY */
		const struct pause *pause;     /* of NOTE_PAUSED: the asker's own row */
	};
};

struct clock_question {
	const struct law *law;
	const struct law_clock *clock;
	const struct calendar *cal;
	struct day day;       /* of clocks that start from a date on a form (R6) */
	struct instant start; /* of the others */
	enum zone zone;       /* of the office that owns the clock */
	const struct pause *pauses; /* in any order; they may touch and overlap */
	size_t n_pauses;
};
struct deadline {
	const struct law_clock *clock;
	enum zone zone;
	bool open;            /* a pause without an end comes first: nobody knows the end yet, @last is none */
	struct day start_day; /* the civil day of the start in @zone; it is not counted (R1) */
	struct instant start; /* INSTANT_NONE when the start was a date */
	struct instant last;  /* last second in time; for `effective` clocks the first second of effect */
	struct instant counter_closes; /* last moment at which the counter is open at or before it; none for hours */
	const struct day_note *items;  /* each day from the start on, in order of counting; arena */
	size_t n;
	const struct pause *pauses; /* as asked */
	size_t n_pauses;
	const char *calendar_version;
};

/* ---- calendars (calendar.c, table.c) ---- */

/* The calendar of a pack. */
const struct calendar *calendar_of_law(struct arena *a, const struct law *law, bool cuti_bersama_works);

/* The same from any table; the version is the hash of what it says. @items are borrowed. */
const struct calendar *calendar_make(struct arena *a, const struct holiday *items, size_t n, struct day covers_from,
				     struct day covers_to, bool cuti_bersama_works);
/* @c and the office's own rows (ascending by day); an own row replaces the pack's on the same day. */
const struct calendar *calendar_with(struct arena *a, const struct calendar *c, const struct holiday *own, size_t n);

/* A table read from JSON; its texts live in the arena. See table.c for the form. */
struct calendar_table {
	struct holiday *items;
	size_t n;
	struct day covers_from, covers_to;
};
#define CALENDAR_FILE_MAX ((size_t)8 << 20)
#define CALENDAR_ROWS_MAX 20000
/* INVALID and TOO_LARGE name the row and the field: "holidays[3].day: '2024-02-30' is not a date". */
MUST_CHECK enum status calendar_read(struct arena *a, const char *what, const char *text, size_t n,
				     struct calendar_table *ret, struct err *e);

bool calendar_covers(const struct calendar *c, struct day d);
bool day_works(const struct calendar *c, struct day d, const char **ret_why); /* why not; may be NULL */
/* Working days after @from up to and with @to; both must be covered, @from at or before @to. */
int calendar_working(const struct calendar *c, struct day from, struct day to);

/* ---- deadlines (clock.c) ---- */

/* @day for clocks that start from a date, @start for the others (then @day is ignored). Where the one it needs is
 * none, the other serves: a moment has its day in @zone, a day clock may start from a known date.
 * INVALID: neither is known, an hour clock has no moment, or (field "pauses") the clock cannot be paused or a pause
 * ends before it begins. NOT_LOADED: a working day outside the calendar, a day outside 1900-2150. */
MUST_CHECK enum status clock_count(struct arena *a, const struct clock_question *q, struct deadline *ret, struct err *e);
/* The same without its sum (no items): for recounting many. Takes no memory. */
MUST_CHECK enum status clock_end(const struct clock_question *q, struct deadline *ret, struct err *e);
/* The same without pauses. */
MUST_CHECK enum status clock_due(struct arena *a, const struct law *law, const struct law_clock *clock,
				 const struct calendar *cal, struct day start_day, struct instant start,
				 enum zone zone, struct deadline *ret, struct err *e);

/* Whether days may be taken out of a clock: only those counted forwards in days, and only where the law's row
 * says so. */
bool clock_pausable(const struct law_clock *clock);

/* The literal reading of "2x24 jam" (setting clock.literal_48_hours): days as hours to the second. Clocks that
 * start from a date or count back stay as they are. */
const struct law_clock *clock_as_hours(struct arena *a, const struct law_clock *clock);

/* ---- what is left (left.c) ---- */

/* How much is left, in the unit of the clock, as people say it. */
enum clock_state { CLOCK_AMPLE, CLOCK_NEAR, CLOCK_TODAY, CLOCK_PAST }; /* TODAY: also hours that end within a day */
struct clock_left {
	enum clock_state state; /* NEAR: two days or fewer; TODAY: ends today */
	int days;               /* remaining (or, PAST, overdue) days of the clock's unit */
	int hours;              /* remaining hours, when it ends today or counts hours */
	bool working;           /* the days are working days */
	bool tomorrow;          /* hours that run over midnight: not "today" */
};
struct clock_left clock_left(const struct law_clock *clock, struct instant last, const struct calendar *cal,
			     enum zone zone, struct instant now);
/* "4 hari kalender lagi", "hari ini, 16 jam lagi", "lewat 3 hari kerja"; English likewise. */
const char *clock_left_text(struct arena *a, struct clock_left left, enum lang lang);
/* The same with its end, as a list of files says it: "2 hari kerja lagi, sampai Kamis 16.00 WITA". @until is the
 * moment to name: the end itself, or the last moment of the counter. Further off than six days it has its date. */
const char *clock_left_until(struct arena *a, struct clock_left left, struct instant until, enum zone zone,
			     struct instant now, enum lang lang);

/* What stands behind "2 hari kerja lagi" in a list of work (until.c): the moment that comes first, the counter's or the
 * law's, and the law's behind it: "sampai Kamis 16.00 WITA (batas hukum 23.59)"; today "loket tutup 16.30 WIB (batas
 * hukum 23.59)"; "" when it is past. @counter INSTANT_NONE: there is none. */
const char *clock_until_text(struct arena *a, const struct law_clock *clock, struct instant last, struct instant counter,
			     enum zone zone, struct instant now, enum lang lang);
/* The moment by which a list of work is sorted: the counter's where it comes first. */
struct instant clock_binds(struct instant last, struct instant counter);

/* ---- words (words.c) ---- */

/* A note as the records keep it: "hari ke-3", "Sabtu", "libur_nasional: Hari Raya Natal", "jeda: ...". */
const char *clock_why(struct arena *a, const struct deadline *due, const struct day_note *note);
/* A note as people read it: "hari ke-3", "Sabtu", "Libur nasional: Hari Raya Natal", "Jeda: ..."; English likewise. */
const char *clock_note_text(struct arena *a, const struct deadline *due, const struct day_note *note, enum lang lang);
const char *clock_note_basis(const struct day_note *note); /* the decree of a holiday; "" else */

/* The counting rules of the dossier, D.4. */
enum clock_rule { R_NONE, R1, R2, R3, R4, R5, R6, R7, R8, R9, R10, R11, CLOCK_RULE_N };
const char *clock_rule_code(enum clock_rule rule);                 /* "R1"; "" for none */
const char *clock_rule_text(enum clock_rule rule, enum lang lang); /* the rule in one sentence */
/* Its mark: R3 is read in the source for the report window and the 14-day limit, known for other clocks. */
const char *clock_rule_mark(enum clock_rule rule, const struct law_clock *clock);
/* The rule under which a day was counted or passed over; none for a pause, which is the office's own row. */
enum clock_rule clock_note_rule(const struct deadline *due, const struct day_note *note);
/* All rules that made a deadline, ascending; how many. */
size_t clock_rules(const struct deadline *due, enum clock_rule ret[static CLOCK_RULE_N]);

/* ---- JSON (json.c) ---- */

/* What an answer says beside the deadline itself. */
struct clock_shown {
	const char *id;       /* of the question; NULL: none */
	const char *start;    /* as asked */
	const char *rulepack; /* hash in hex */
	enum lang name;       /* the clock's name in this language */
	enum lang weekday;    /* and the days of a weekend in this one */
	bool full;            /* with amount, unit and kind */
};
/* @a holds the words until the caller resets it. */
void clock_json(struct json_out *j, struct arena *a, const struct deadline *due, const struct clock_shown *shown);

#endif
