/* need.h -- what a form must say, checked where it is kept. */
#ifndef NETRA_BASE_NEED_H
#define NETRA_BASE_NEED_H

#include "base/err.h"

/* INVALID, with @field, unless @s is a text that is not blank and has at most @max bytes. */
MUST_CHECK enum status text_need(const char *field, const char *s, size_t max, struct err *e);

#endif
