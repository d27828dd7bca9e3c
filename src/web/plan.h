/* plan.h -- "if it happens then, what are the dates?": the chain of one event, for one moment or for two side by side.
 *
 * The page of a file asks it before registering, the public calculator for anybody; "_plan.html" shows it and wants
 * {% set w = ... %} of type struct plan_view. Nothing that is asked is kept.
 */
#ifndef NETRA_WEB_PLAN_H
#define NETRA_WEB_PLAN_H

#include "core/clock/plan.h"
#include "web/sum.h"

struct plan_cell {
	const char *until, *counter, *href; /* counter: when the counter was last open; "" when it does not close earlier */
	const char *fault;                  /* why there is no date; "" */
};
struct plan_row {
	const char *name, *amount, *from; /* from: "sejak diregistrasi" */
	struct plan_cell a, b;
	const char *shift; /* of b against a: "1 hari lebih lambat", "sama" */
};
struct plan_view {
	const char *event; /* "Laporan atau temuan diregistrasi"; "" when nothing was asked */
	bool compare;
	const char *when_a, *when_b; /* "Senin, 4 November 2024, 15.30 WIB" */
	struct { struct plan_row *items; size_t n, cap; } rows;
	const char *hearing; /* the day it counts back from, in words; "" */
	const char *hearing_iso;
	const char *json;
};
struct plan_moment {
	struct day day;       /* DAY_NONE: not asked */
	struct instant start; /* INSTANT_NONE: only the day */
};
struct plan_ask {
	const struct law *law;
	enum procedure procedure;
	const char *event;
	struct plan_moment a, b;
	enum zone zone;
	struct day hearing;
};
MUST_CHECK enum status plan_fill(const struct request *rq, const struct plan_ask *ask, struct plan_view *ret, struct err *e);
/* "2024-11-04" and "15.30" or "15:30" of a form. INVALID names @day_field or @time_field in the reader's words. */
MUST_CHECK enum status plan_moment_read(const struct request *rq, const char *day_field, const char *day, const char *time_field,
					const char *time, enum zone zone, struct plan_moment *ret, struct err *e);
enum status plan_api(struct request *rq, struct err *e); /* GET /api/v1/clock/plan */

#endif
