/* warned.h -- the early warnings that wait for a reader, for the pages on which work begins: Today, and the home of prevention. */
#ifndef NETRA_WEB_WARNED_H
#define NETRA_WEB_WARNED_H

#include "desk/risk/risk.h"
#include "web/web.h"

/* Those addressed to the reader's role, the newest first. */
MUST_CHECK enum status warnings_waiting(const struct request *rq, struct tx *tx, struct risk_warnings_rows *ret, struct err *e);

#endif
