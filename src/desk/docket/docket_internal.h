/* docket_internal.h -- what the files of this folder share. */
#ifndef NETRA_DESK_DOCKET_INTERNAL_H
#define NETRA_DESK_DOCKET_INTERNAL_H

#include "base/buf.h"
#include "desk/access/conflict.h"
#include "desk/docket/docket.h"

/* A file at work: its row, the law it is judged by, its procedure. */
struct docket_file {
	struct case_get_row row;
	const struct law *law;
	enum procedure procedure;
	struct day law_day; /* of its submission: which version of a row judges it (regulation.md C.1) */
	struct instant *ret_review; /* of docket_open */
};

/* NOT_FOUND for files of other offices too; FORBIDDEN for a file that is shut to d->user. */
MUST_CHECK enum status docket_file_get(struct tx *tx, const struct desk *d, int64_t id,
				       struct docket_file *ret, struct err *e);

/* When the file's report reached the office: before it was opened when somebody keyed it in later. */
struct instant docket_received(const struct case_get_row *row);

/* A line of the timeline in the file's present state. */
MUST_CHECK enum status docket_line(struct tx *tx, const struct desk *d, const struct docket_file *f,
				   const char *event, const char *kind, const char *text, int64_t ref,
				   struct err *e);

/* clocks.c: carries out what a step says about clocks; @first is the event that opened the file. */
MUST_CHECK enum status clocks_follow(struct tx *tx, const struct desk *d, const struct docket_file *f,
				     const struct case_step *step, bool first, struct err *e);
/* happenings.c: the clocks that @step lets run on start when they do not run. */
MUST_CHECK enum status clocks_keep(struct tx *tx, const struct desk *d, const struct docket_file *f,
				   const struct case_step *step, struct err *e);
/* Counts the report window (R10): it never refuses, it only tells whether the report is late. */
MUST_CHECK enum status clocks_report_window(struct tx *tx, const struct desk *d, const struct docket_file *f,
					    struct err *e);
/* What the clocks of the file know better than the page: facts of time for the guards. */
MUST_CHECK enum status clocks_facts(struct tx *tx, const struct desk *d, const struct docket_file *f,
				    const char *event, struct case_facts *facts, struct err *e);

/* "HANDLE" in this file's procedure; INVALID when the law has no such clock. */
MUST_CHECK enum status docket_clock_of(struct arena *a, const struct desk *d, const struct docket_file *f,
				       const char *name, const struct law_clock **ret, struct err *e);

/* The same clock with the length that a setting gives: only for rungs of the ladder, whose days no law sets. */
const struct law_clock *clock_as_set(struct arena *a, const struct desk *d, const struct law_clock *clock);

/* recount.c: one clock by its pauses, as they are now. */
MUST_CHECK enum status docket_recount_one(struct tx *tx, const struct desk *d, int64_t clock_run,
					  const char *because, struct err *e);
/* pauses.c: what the pauses of a clock take out of it. */
MUST_CHECK enum status pauses_read(struct tx *tx, int64_t clock_run, struct clock_pauses_rows *ret_rows,
				   const struct pause **ret, struct err *e);
bool pauses_hold(const struct clock_pauses_rows *rows, struct day on);
/* Clocks whose pause begins or is over today change their state. */
MUST_CHECK enum status pauses_turn(struct tx *tx, const struct desk *d, struct err *e);
/* A clock that takes over the start of another takes over its pauses too (R8). */
MUST_CHECK enum status pauses_take_over(struct tx *tx, const struct desk *d, int64_t from, int64_t to, struct err *e);

/* numbers.c: docket_number by the law of a file. */
MUST_CHECK enum status number_by_law(struct tx *tx, const struct desk *d, const struct law *law,
				     enum procedure p, const char *reg, const char *contest_kind,
				     const char **ret, struct err *e);
/* docket.c: the kind of the file's contest; NULL when it has none. */
MUST_CHECK enum status docket_contest_kind(struct tx *tx, const struct docket_file *f, const char **ret,
					   struct err *e);

#endif
