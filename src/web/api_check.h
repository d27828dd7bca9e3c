/* api_check.h -- the self-check of a text as JSON. A file of its own, because core/screen and web/ both have a POST. */
#ifndef NETRA_WEB_API_CHECK_H
#define NETRA_WEB_API_CHECK_H

#include "base/buf.h"
#include "desk/office.h"

/* Which act @text could be, written into the object that is open. @class NULL: a civil servant (PNS). Nothing is kept. */
void check_put(struct json_out *j, const struct desk *d, const char *text, const char *class, struct day determined);

#endif
