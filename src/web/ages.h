/* ages.h -- how long receivers take, as bars for pages: public and of the office. Words and numbers are text, so that zoom and
 * screen readers lose nothing on a phone; the drawing holds only shapes. */
#ifndef NETRA_WEB_AGES_H
#define NETRA_WEB_AGES_H

#include "desk/figures/figures.h"
#include "web/web.h"

#define AGE_BARS_MAX 12 /* the slowest; all of them stand in the table below */

struct age_bar {
	const char *receiver;
	int64_t days, width; /* width: of the slowest, which is 100 */
};
struct age_bars {
	struct age_bar *items;
	size_t n, cap;
	size_t more; /* receivers without a bar */
};
/* A bar for every receiver that has enough hand-overs, the slowest first. */
void ages_bars(const struct request *rq, const struct figures_ages *ages, struct age_bars *ret);

#endif
