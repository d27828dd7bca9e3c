/* again.h -- a decision of the plenary is asked to be looked at again.
 *
 * The person, or whoever reported, asks on a ground of their own; the day on which they learnt of the decision and the clock
 * of law/remedies (objection) tell whether they ask in time, and a late one is recorded too: whether to look at it is for the
 * plenary. The decision is never changed. A plenary with votes and minutes of its own upholds it or makes it lighter; what
 * is heavier needs a finding of its own, with clarification. When somebody who was proven no longer is, the hand-over is
 * withdrawn with a letter to its receiver and the name is repaired.
 */
#ifndef NETRA_DESK_HANDLE_AGAIN_H
#define NETRA_DESK_HANDLE_AGAIN_H

#include "again_sql.h"
#include "desk/handle/handle.h"

struct again_asked {
	int64_t case_file, person;
	const char *asked_by; /* "person", "reporter" */
	const char *ground;
	struct day known_on, asked_on;
};
/* INVALID names the field; CONFLICT when a request about this person is still open. */
MUST_CHECK enum status again_ask(const struct desk *d, const struct again_asked *as, int64_t *ret, struct err *e);
/* The last day on which it may be asked by somebody who learnt of the decision on @known_on. */
MUST_CHECK enum status again_due(struct tx *tx, const struct desk *d, const struct handle_file *f, struct day known_on,
				 const char **ret_clock, struct day *ret_due, struct err *e);

struct again_decision {
	int64_t case_file, review;
	const char *agenda, *place, *outcome, *reason; /* outcome: proven, not_proven, not_violation */
	struct instant held_at;
	const struct handle_vote *votes;
	size_t n_votes;
};
struct again_made {
	int64_t plenary;
	struct letter_made minutes;
	int64_t withdrawal; /* letter to the receiver; 0: nothing was withdrawn */
	bool repaired;
};
MUST_CHECK enum status again_decide(const struct desk *d, const struct again_decision *as, struct again_made *ret, struct err *e);

#endif
