/* review_internal.h -- shared by the files of the review desk only. */
#ifndef NETRA_DESK_REVIEW_INTERNAL_H
#define NETRA_DESK_REVIEW_INTERNAL_H

#include "desk/review/review.h"

struct review_signals review_signals_of(struct arena *a, const struct review_cluster_posts_rows *posts,
					const struct review_cluster_alerts_rows *alerts);
/* Adds what the officer saw. INVALID for a code that is none of review_seen. */
MUST_CHECK enum status review_signals_see(struct arena *a, struct review_signals *to, const char *const *seen,
					  size_t n, struct err *e);
const char *review_signals_text(struct arena *a, const struct review_signals *s); /* codes, by comma */

/* Persons named by alerts, each once, strongest first; @ticked: alert ids by comma, of the first reader. */
struct review_people review_people_of(struct arena *a, const struct review_cluster_alerts_rows *alerts,
				      const char *ticked);

#define REVIEW_POSTS_SHOWN 40
#define REVIEW_ALERTS_READ 400

#endif
