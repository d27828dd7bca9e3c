/* shut.h -- conflict of interest at the door: an address that names a file shut to its reader does not reach its handler.
 *
 * Every staff address with a {part} has a row in shut.c that says what the part names, and the fields of forms that name a
 * file have theirs; a test walks all routes and finds none without. desk/access/conflict.h decides.
 */
#ifndef NETRA_WEB_SHUT_H
#define NETRA_WEB_SHUT_H

#include "desk/access/conflict.h"
#include "web/web.h"

/* OK, or FORBIDDEN and the try is noted for the chair. */
MUST_CHECK enum status shut_check(struct request *rq, enum conflict_thing what, int64_t id, struct err *e);
/* The same for all that this request's address and form name. */
MUST_CHECK enum status shut_request(struct request *rq, struct err *e);
/* Does the list know what this staff route's parts name? */
bool shut_knows(const struct route *r);
/* Was @e such a refusal? */
bool shut_is(const struct err *e);

#endif
