/* forward_internal.h -- what the making and the following of hand-overs share. */
#ifndef NETRA_DESK_FORWARD_INTERNAL_H
#define NETRA_DESK_FORWARD_INTERNAL_H

#include "desk/access/conflict.h"
#include "desk/evidence/evidence.h"
#include "desk/forward/forward.h"

/* A file as hand-overs see it. */
struct forward_file {
	struct case_get_row row;
	enum procedure procedure;
	const struct law *law;
	const char *number;
};
/* Begins the transaction of a step; NOT_FOUND in another office, FORBIDDEN when it is shut to d->user. */
MUST_CHECK enum status forward_begin(const struct desk *d, int64_t case_file, struct tx *tx, struct forward_file *ret,
				     struct err *e);
MUST_CHECK enum status forward_file_get(struct tx *tx, const struct desk *d, int64_t case_file,
					struct forward_file *ret, struct err *e);

/* Letter, machine file and manifest of a hand-over whose row exists; writes their ids into it. */
struct forward_package {
	int64_t handover, person;
	const struct forward_receiver *receiver;
	const char *form, *number_before; /* "forwarding"; the number of the letter this one replaces, or NULL */
	const struct forward_way *way; /* for a recipient without a key; NULL: as it went before */
};
MUST_CHECK enum status package_make(struct tx *tx, const struct desk *d, const struct forward_file *f,
				    const struct forward_package *as, const char **ret_number, struct err *e);
/* Does @route still receive on @day? (recipients.c) */
bool recipient_open(const struct law *law, const char *route, struct day day);
/* One hand-over that cannot be followed holds up no other: the first fault is told at the end. UNAVAILABLE ends the round. */
MUST_CHECK enum status watch_goes_on(enum status now, const struct err *why, enum status *first, struct err *e);
/* KPU and DKPP receive whatever the class: @to, which follows from the class, becomes that receiver when @route is one of them. */
bool receiver_fixed(struct arena *a, const struct law *law, const char *route, struct forward_receiver *to);
/* follow.c: the file goes where the least advanced of its hand-overs stands. */
MUST_CHECK enum status file_follow(struct tx *tx, const struct desk *d, int64_t case_file, struct err *e);
/* ladder.c: the clocks of rungs that @event starts, and those that end because the hand-over leaves for @to_state. */
MUST_CHECK enum status ladder_follow(struct tx *tx, const struct desk *d, const struct forward_file *f, const struct forward_get_row *h,
				     const char *event, const char *to_state, struct err *e);
/* Our own task is due when its clock says so. */
MUST_CHECK enum status ladder_task_due(struct tx *tx, const struct desk *d, const struct forward_file *f, const struct forward_get_row *h,
				       const char *event, struct err *e);
/* The first letter, to the receiver itself: DS-PPK has run out. */
MUST_CHECK enum status ladder_silent(struct tx *tx, const struct desk *d, const struct forward_file *f, const struct forward_get_row *h,
				     struct err *e);
/* The rungs after it, for the keeper. */
MUST_CHECK enum status ladder_watch(const struct desk *d, int *ret_letters, struct err *e);
/* A letter about a hand-over. to: "receiver" (whoever must answer: the copy's when there
 * is one), "recipient" (the body itself), "superior", "next_level". */
struct ladder_letter {
	const char *form, *to, *subject, *reason;
};
MUST_CHECK enum status ladder_letter(struct tx *tx, const struct desk *d, const struct forward_file *f, const struct forward_get_row *h,
				     const struct ladder_letter *as, struct letter_made *ret, struct err *e);
/* sanction.c: reads @as->outcome by the catalogue of the decree's day; a code of it becomes the word that is counted. */
MUST_CHECK enum status sanction_resolve(struct tx *tx, const struct desk *d, const struct forward_file *f,
					const struct forward_get_row *h, struct forward_step *as, struct err *e);
/* The clocks that @t promised and that start with this very step. */
MUST_CHECK enum status sanction_clocks(struct tx *tx, const struct desk *d, const struct forward_file *f,
				       const struct forward_get_row *h, const struct law_transition *t,
				       const struct forward_step *as, struct err *e);
/* A happening is recorded: its clocks start for this person. */
MUST_CHECK enum status sanction_happened(struct tx *tx, const struct desk *d, const struct forward_file *f,
					 const struct forward_get_row *h, const struct forward_step *as, enum happening on,
					 struct err *e);
const char *forward_form(const char *state); /* of the file: "forwarding" for DECIDED_OTHER_LAW; NULL: nothing to forward */

#endif
