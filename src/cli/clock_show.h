/* clock_show.h -- a deadline on a terminal: its end, its article and, when asked for, its sum. */
#ifndef NETRA_CLI_CLOCK_SHOW_H
#define NETRA_CLI_CLOCK_SHOW_H

#include "core/clock/clock.h"

void clock_show(const struct deadline *due, enum lang lang);
/* The sum behind it: each day with its rule, the decrees, the rules themselves, the tables used. */
void clock_explain(struct arena *a, const struct law *law, const struct deadline *due, enum lang lang);

#endif
