/* casesum.h -- views of a deadline of a file: its sum day by day, the counts it had before, its pauses. */
#ifndef NETRA_WEB_CASESUM_H
#define NETRA_WEB_CASESUM_H

#include "web/casefile.h"
#include "web/sum.h"

struct old_count { /* a count that a decree or a pause replaced */
	const char *until, *why, *who;
	struct instant at; /* when it was replaced */
	struct sum_part sum;
};
struct sum_view {
	struct file_page f;
	struct clock_view clock;
	int64_t id;
	const char *name, *lead, *start, *last, *basis, *calendar, *pack, *code, *owner, *on_expiry, *counter, *today;
	const char *uncounted; /* why there is no date yet; "" */
	struct sum_part sum;
	struct clock_pauses_rows pauses;
	struct { struct old_count *items; size_t n, cap; } old;
	struct sum_dates dates; /* how it moved, what may be done: casedates.c */
};

/* Handlers, for handle.c's list of routes. */
enum status sum_page(struct request *rq, struct err *e);
enum status annex_take(struct request *rq, struct err *e);
/* "If we register at ...": now and the next morning, unless asked otherwise. */
MUST_CHECK enum status simulation_fill(struct request *rq, struct file_view *v, struct err *e);

#endif
