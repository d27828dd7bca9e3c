/* log.h -- one line of JSON per event, to stderr. What is logged: what happened, where, how long. Never:
 * identities, message texts, keys, addresses of reporters. A line break in a value cannot forge a line,
 * because every value is JSON-escaped. */
#ifndef NETRA_BASE_LOG_H
#define NETRA_BASE_LOG_H

#include "base/err.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

void log_set_level(enum log_level least);
void log_event(enum log_level level, const char *event, const char *format, ...) PRINTF(3, 4);
void log_err(const char *event, const struct err *e); /* where it failed first and why */

#endif
