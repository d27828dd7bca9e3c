/* plan.h -- what follows from one event: every clock that it starts, and those that start when the first ones end.
 *
 * Before an office registers a report it may ask "if we register at 15:30, what are the dates?"; a citizen may ask
 * "until when can I report?". Both are the same question: an event, a moment, and the dates that hang on it. A line
 * that begins where another ends assumes that the whole time is used: it is the latest date, never a promise.
 * Nothing is stored, and the dates are clock_due's own.
 *
 * Invariant: a line that cannot be counted (no calendar for that year, no hour for a clock in hours) says so, and so
 * does every line that hangs on it; it is never left out and never guessed.
 */
#ifndef NETRA_CORE_CLOCK_PLAN_H
#define NETRA_CORE_CLOCK_PLAN_H

#include "core/clock/clock.h"

struct plan_event {
	const char *code; /* "registered" */
	const char *name_id, *name_en; /* "Laporan diregistrasi" */
	const char *ask_id, *ask_en;   /* "Kapan paling lambat ditangani?" */
	unsigned procedures;           /* bit for each enum procedure */
	bool hearing;                  /* one of its lines counts back from a hearing */
};
extern const struct plan_event plan_events[];
extern const size_t plan_events_n;
const struct plan_event *plan_event(enum procedure p, const char *code); /* NULL: the procedure has none */

struct plan_question {
	const struct law *law;
	const struct calendar *cal;
	enum procedure procedure;
	const char *event;
	struct day day;       /* of the event */
	struct instant start; /* its moment; INSTANT_NONE: only the day is known */
	enum zone zone;
	struct day hearing;   /* the day of the clarification; DAY_NONE: a likely one is taken */
};
struct plan_line {
	const struct law_clock *clock;
	int after;           /* the line whose end starts it; -1: the event itself */
	bool from_hearing;   /* it counts back from the hearing */
	enum status status;  /* OK; NOT_LOADED; INVALID: the hour is needed */
	struct deadline due; /* when OK */
};
#define PLAN_LINES_MAX 8
struct plan {
	const struct plan_event *event;
	struct day hearing; /* the one that was asked for, or the likely one; DAY_NONE: the event has none */
	struct plan_line items[PLAN_LINES_MAX];
	size_t n;
};
/* INVALID (field "event") when the procedure knows no such event, (field "start") when no day is known. */
MUST_CHECK enum status clock_plan(struct arena *a, const struct plan_question *q, struct plan *ret, struct err *e);

#endif
