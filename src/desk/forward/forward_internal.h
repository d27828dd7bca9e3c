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
/* A reminder to a receiver that has not answered. */
MUST_CHECK enum status reminder_make(struct tx *tx, const struct desk *d, const struct forward_file *f,
				     const struct forward_get_row *h, struct err *e);
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
