/* caseagain.h -- the page on which a decision is asked to be looked at again, and on which the plenary does. */
#ifndef NETRA_WEB_CASEAGAIN_H
#define NETRA_WEB_CASEAGAIN_H

#include "desk/handle/again.h"
#include "web/votes.h"

struct again_row {
	int64_t id, number, minutes, letter;
	const char *name, *asked_by, *ground, *who, *clock, *before, *outcome, *reason, *minutes_number, *letter_number;
	struct day known_on, asked_on, due_on;
	struct instant at, ended_at;
	bool in_time, open, again; /* again: refused a moment ago, unfolded */
	struct option_list outcomes;
};
struct again_view {
	struct file_page f;
	struct { struct again_row *items; size_t n, cap; } rows;
	struct member_list members;
	struct option_list people, askers;
	const char *ground, *known_on, *asked_on, *agenda, *day, *time, *place, *reason;
	int64_t quorum;
	bool may_vote, any; /* any: somebody has been decided about */
};
enum status again_page(struct request *rq, struct err *e);
enum status again_take(struct request *rq, struct err *e);
enum status again_decide_take(struct request *rq, struct err *e);

#endif
