/* stages.h -- where the election stands. */
#ifndef NETRA_WEB_STAGES_H
#define NETRA_WEB_STAGES_H

#include "web/web.h"

struct stage_view {
	const char *name, *days; /* "25 September – 23 November" */
	const char *state;       /* past, now, next */
};
struct stage_views {
	struct stage_view *items;
	size_t n, cap;
};
/* @stages: those of @election (NULL: of the one nearest to @today), around it, in order of time; @now: those that run.
 * "_stages.html" shows them. */
void stages_fill(const struct request *rq, struct day today, const char *election, struct stage_views *stages, struct stage_views *now);

#endif
