/* views.h -- small views that pages of several desks share, with the partials that show them. */
#ifndef NETRA_WEB_VIEWS_H
#define NETRA_WEB_VIEWS_H

#include "desk/docket/docket.h"
#include "web/web.h"

/* A running (or ended) deadline; "_clock.html" shows it as a block, "_left.html" in a line of a list. */
struct clock_view {
	const char *state; /* ample, near, today, past, paused, done: word, icon, edge and colour follow it */
	const char *icon;  /* "c-ample" ... */
	const char *left;  /* "4 hari kalender lagi" */
	const char *name;  /* what the deadline is for */
	const char *until; /* "sampai Sabtu, 9 November 2024, 23.59 WIB"; "" when none */
	const char *note;  /* "Loket tutup Jumat, 16.30 WIB." or "" */
	const char *sum;   /* address of the sum; "" for none */
};
/* From what desk/docket keeps of a file's clock; @sum may be "". */
struct clock_view clock_view_of_left(const struct request *rq, const struct docket_left *left, const char *sum);
/* @ended: the clock was stopped (shown as done); @paused: it waits for something. */
struct clock_view clock_view_of(const struct request *rq, const struct law_clock *clock, struct instant last,
				struct instant counter_closes, struct instant ended, bool paused);
/* The address of the public calculator with this count filled in. */
const char *clock_sum_address(struct arena *a, const struct law_clock *clock, struct day start_day,
			      struct instant start, enum zone zone);

#endif
