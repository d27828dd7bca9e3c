/* sum.h -- a count shown to people: the picture of its weeks, day by day with reasons, and the rules that asked for it.
 *
 * The same for a date just computed (the public calculator) and for one kept with a file (its stored sum), so that a
 * citizen and an officer read the same sentences. Pages show it with "_sum_strip.html", "_sum_days.html" and
 * "_sum_rules.html", which want {% set s = ... %} of type struct sum_part.
 */
#ifndef NETRA_WEB_SUM_H
#define NETRA_WEB_SUM_H

#include "desk/docket/docket.h"
#include "web/web.h"

struct sum_cell { /* one square of the picture */
	const char *css; /* off, yes, end, "", each also with now */
	const char *day; /* "4", "1 Des" */
	const char *mark; /* "mulai", "3", "libur", "" */
};
struct sum_line {
	struct day day;
	bool counted;
	const char *badge, *why, *rule, *basis; /* rule: "R3" or ""; basis: the decree of a holiday or "" */
};
struct sum_rule {
	const char *code, *text, *trust; /* trust: how sure we are of it, in words */
};
struct sum_part {
	struct { struct sum_cell *items; size_t n, cap; } cells;
	struct { struct sum_line *items; size_t n, cap; } lines;
	struct { struct sum_rule *items; size_t n, cap; } rules;
	const char *title;   /* "4 Nov 2024 – 10 Nov 2024" */
	const char *trust;   /* an honest sentence about the row of the law */
	const char *amount;  /* "7 hari kerja" */
	bool hours, sure;
};

struct sum_part sum_of_deadline(const struct request *rq, const struct deadline *due);
/* @clock: the row by which it was counted then. */
struct sum_part sum_of_stored(const struct request *rq, const struct law_clock *clock, const struct docket_sum *sum);
/* "7 hari kalender", "24 jam", "6 bulan sebelumnya" */
const char *sum_amount(struct arena *a, const struct law_clock *c, enum lang lang);
const char *sum_clock_name(const struct law_clock *c, enum lang lang);

#endif
