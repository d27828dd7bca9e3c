/* clock_ask.h -- one question about a deadline as written in JSON or on the command line, and its answer. */
#ifndef NETRA_CLI_CLOCK_ASK_H
#define NETRA_CLI_CLOCK_ASK_H

#include "base/json.h"
#include "core/clock/clock.h"

#define CLOCK_LINE_MAX ((size_t)64 << 10) /* bytes of one question */

/* What is the same for all questions of a run. */
struct clock_desk {
	const struct law *law;
	const char *rulepack;                /* hash in hex */
	const struct calendar *calendars[2]; /* [1]: joint leave is a working day */
	bool leave_works, literal_hours;     /* the settings, for questions that say nothing */
};
void clock_desk_open(struct arena *a, const struct law *law, const struct calendar_table *own, struct clock_desk *ret);

/* A question as written; NULL where it was left out. */
struct clock_asked {
	const char *id, *procedure, *clock, *start, *zone;
	const struct json *pauses, *leave_works, *literal_hours;
};
struct clock_asked clock_asked_of(const struct json *row);

/* INVALID names the field. */
MUST_CHECK enum status clock_ask(struct arena *a, const struct clock_desk *d, const struct clock_asked *q,
				 struct deadline *ret, struct err *e);

/* Adds one line of JSON to @out: the deadline, or {"error": ...}. False when it is an error. */
bool clock_answer(struct arena *a, const struct clock_desk *d, const struct clock_asked *q, struct buf *out);
/* The same for a line of a file; @number is its place, for messages. */
bool clock_answer_line(struct arena *a, const struct clock_desk *d, struct str line, size_t number, struct buf *out);

#endif
