/* docket.h -- the docket: every file (report, finding, preliminary information), the people in it, what has
 * happened, which legal clocks run, which papers went out.
 *
 * All desks along a file's life write here and only here, through events: docket_event asks core/cases for the
 * next state and carries out its effects (clocks started and stopped, the timeline written) in the caller's
 * transaction. States, events and clocks are rows of the law; this module invents none. All functions run in
 * the caller's WRITE transaction unless they only read.
 *
 * Invariants: a file's state is the `to` of its last state event; a running clock belongs to a state that the
 * law gives it; numbers of one register have no gaps.
 */
#ifndef NETRA_DESK_DOCKET_DOCKET_H
#define NETRA_DESK_DOCKET_DOCKET_H

#include "core/cases/cases.h"
#include "desk/office.h"
#include "docket_sql.h"

struct docket_new {
	const char *kind; /* "report", "finding", "info" */
	enum procedure procedure;
	int64_t contest;  /* 0: not known yet */
	const char *title, *summary;
	struct day event_on, known_on; /* DAY_NONE: not known */
	const char *event_place;
};

/* Opens a file with its first event ("report_received", "observation", "info_received"); clocks start. */
MUST_CHECK enum status docket_open(struct tx *tx, const struct desk *d, const struct docket_new *as,
				   const char *event, int64_t *ret_case, struct err *e);
/* Lets @event happen: checks it against the law, changes the state, starts and stops clocks, writes the
 * timeline. INVALID says in words why the law does not allow it now. */
MUST_CHECK enum status docket_event(struct tx *tx, const struct desk *d, int64_t case_file, const char *event,
				    const struct case_facts *facts, const char *text, struct err *e);
/* A line on the timeline that changes no state. @kind: note, letter, evidence, talk, clock. */
MUST_CHECK enum status docket_note(struct tx *tx, const struct desk *d, int64_t case_file, const char *kind,
				   const char *text, int64_t ref, struct err *e);

/* Starts a clock of the file's procedure ("HANDLE") or a downstream one ("DS-PPK"), for one person or the
 * file (@person 0). @start_day is used by clocks that count from a date. Also starts from the past. */
MUST_CHECK enum status docket_clock_start(struct tx *tx, const struct desk *d, int64_t case_file, int64_t person,
					  const char *clock, struct day start_day, struct instant start,
					  struct err *e);
MUST_CHECK enum status docket_clock_stop(struct tx *tx, const struct desk *d, int64_t case_file, int64_t person,
					 const char *clock, const char *reason, struct err *e);

/* The next number of a register ("receipt", "report", "finding", "letter"), as the law's pattern writes it,
 * raised in this transaction: no gaps. */
MUST_CHECK enum status docket_number(struct tx *tx, const struct desk *d, enum procedure p, const char *reg,
				     const char *contest_kind, const char **ret, struct err *e);

/* What the Today page and the lists need is in docket.sql; its typed functions may be called directly:
 * case_get, case_people, case_timeline, case_clocks, clocks_due, cases_list, letters_of, ... */

/* Makes a paper: fills the template of @form (desk/<desk>/letters/<form>.md) with @fields, prints the PDF with
 * letterhead, number, check code and QR, stores it as an evidence file and enters it in the file's timeline. */
struct letter_field {
	const char *name, *value; /* value NULL or "": the fact is missing and is marked on the paper */
};
struct letter_new {
	int64_t case_file, person; /* 0: none */
	const char *form;          /* "summons" */
	const char *reg;           /* number register, NULL: the paper bears no number of its own */
	const char *subject, *recipient;
	const struct letter_field *fields;
	size_t n_fields;
};
struct letter_made {
	int64_t id;
	const char *number, *check_code, *sha256; /* number NULL when none */
	int missing;
};
MUST_CHECK enum status docket_letter(struct tx *tx, const struct desk *d, const struct letter_new *as,
				     struct letter_made *ret, struct err *e);

/* The procedure of a file's row. */
enum procedure docket_procedure(const char *code);

#endif
