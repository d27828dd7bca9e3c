/* lists.h -- lists of people are shared: pledges and letters count from the same ones, and follow a list in its transaction. */
#ifndef NETRA_WEB_LISTS_H
#define NETRA_WEB_LISTS_H

#include "desk/registry/roster.h"

/* Counts again whatever is counted from this list: a roster_then. */
MUST_CHECK enum status lists_follow(struct tx *tx, const struct desk *d, int64_t roster, struct err *e);

#endif
