/* votes.h -- how each member votes, on the form of the plenary and on that of a review. */
#ifndef NETRA_WEB_VOTES_H
#define NETRA_WEB_VOTES_H

#include "web/casework.h"

#define VOTES_MAX 15 /* members of one office */

struct member_view {
	int64_t id;
	const char *name, *position, *opinion, *vote_field, *opinion_field; /* fields: "vote_12", "opinion_12" */
	struct option_list votes;
	bool away; /* not in the sitting in which this is decided */
};
struct member_list {
	struct member_view *items;
	size_t n, cap;
};
/* Every member with what was typed; before that, absent. */
void votes_fill(struct request *rq, const struct handle_members_rows *members, struct member_list *ret);
/* What the form says; @votes has room for VOTES_MAX. */
MUST_CHECK enum status votes_read(const struct request *rq, struct handle_vote *votes, size_t *ret_n, struct err *e);

#endif
