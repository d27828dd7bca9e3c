/* conflict.h -- conflict of interest: a member who is kin of a person of a file, or of the same unit, does not see it.
 *
 * Somebody states it: the member, or a colleague or the chair for them, with its kind and reason; the program only points at
 * what may be looked at (conflict_hints). While it stands the file is gone for that member, whatever their role: no page, no
 * paper, no row of a list, no count, no calendar, nothing of the API. Another commissioner lifts it, with a reason; what was
 * stated and lifted is never changed. A user whose own number stands among the persons of a file needs no statement.
 *
 * One place decides what is shut to whom: the view case_shut of the schema. Two ways lead to it, and there is no third:
 * conflict_open asks it for one file (every address that names a file goes through it before its handler runs, web/shut.c,
 * and every step of the desks again), and lists of files leave out what is shut to `$reader` (tools/sqlc.py).
 *
 * Invariant: a file that is carried on in another is shut with it, and the other way round: both tell of the same event.
 */
#ifndef NETRA_DESK_ACCESS_CONFLICT_H
#define NETRA_DESK_ACCESS_CONFLICT_H

#include "conflict_sql.h"
#include "desk/access/access.h"

/* OK, or FORBIDDEN when @case_file is shut to d->user. The public and the program (user 0) pass. */
MUST_CHECK enum status conflict_open(struct tx *tx, const struct desk *d, int64_t case_file, struct err *e);

/* Who speaks for the office in a file (sends the hand-over, tells the reporter): the chair; while the file is shut to every chair
 * in office, a member of the plenary stands in, as the letters then bear "a.n. Ketua". The program (user 0) does. */
MUST_CHECK enum status conflict_speaks(struct tx *tx, const struct desk *d, int64_t case_file, bool *ret, struct err *e);
/* The same as a refusal: FORBIDDEN, in the words of d->lang. */
MUST_CHECK enum status conflict_speak(struct tx *tx, const struct desk *d, int64_t case_file, struct err *e);

/* Things that belong to a file. */
#define CONFLICT_THING_MAP(X) X(CASE) X(REPORT) X(CLUSTER) X(LETTER) X(HEARING) X(HANDOVER) X(REQUEST)
enum conflict_thing {
#define X(name) THING_##name,
	CONFLICT_THING_MAP(X)
#undef X
};
/* The file to which @id belongs; 0: none, or there is no such thing. */
MUST_CHECK enum status conflict_file_of(struct tx *tx, enum conflict_thing what, int64_t id, int64_t *ret, struct err *e);
/* A try that was turned away, for the chair: @how is what was asked for ("GET /kerja/perkara/7"). */
MUST_CHECK enum status conflict_note_try(const struct desk *d, int64_t case_file, const char *how, struct err *e);

struct conflict_new {
	int64_t case_file;
	int64_t person;   /* of the file; 0: the file as a whole */
	int64_t user;     /* whom it concerns */
	const char *kind; /* kin, unit, other; none: looked at, there is no conflict */
	const char *reason;
};
#define CONFLICT_REASON_MIN 10 /* bytes: "saudara" alone tells nobody whose */
#define CONFLICT_REASON_MAX 2000
/* INVALID with the field at fault; CONFLICT when one stands already. The caller has opened the file for d->user. */
MUST_CHECK enum status conflict_state(struct tx *tx, const struct desk *d, const struct conflict_new *as, int64_t *ret,
				      struct err *e);
/* By somebody who votes, and who is neither the member concerned nor the one who stated it. @ret_user: whom it concerned. */
MUST_CHECK enum status conflict_lift(struct tx *tx, const struct desk *d, int64_t case_file, int64_t conflict, const char *reason,
				     int64_t *ret_user, struct err *e);

const char *conflict_kind_name(const char *kind, enum lang lang); /* "keluarga" */

#endif
