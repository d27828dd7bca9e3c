/* limits.h -- how often one source did one thing within the hour; in memory only, forgotten each hour.
 *
 * A source is the keyed hash of an address. The key is random and made anew every hour together with an empty
 * table, so that nothing here can be turned back into an address or joined with an earlier hour.
 */
#ifndef NETRA_WEB_LIMITS_H
#define NETRA_WEB_LIMITS_H

#include "base/day.h"
#include "base/id.h"

struct limits; /* shared by all threads */

struct limits *limits_new(void);
void limits_free(struct limits *l);
/* The hash of @address (of IPv6 its /64 network) within this hour. @now is the machine's own clock. */
struct hash limits_source(struct limits *l, const char *address, struct instant now);
/* Counts one @kind of @source; false once there were more than @most within the hour. */
bool limits_take(struct limits *l, const unsigned char source[static 32], const char *kind, int most,
		 struct instant now);

/* How many were counted within the hour, and one more: for what is limited only when it went wrong. */
int limits_count(struct limits *l, const unsigned char source[static 32], const char *kind, struct instant now);
void limits_add(struct limits *l, const unsigned char source[static 32], const char *kind, struct instant now);

#endif
