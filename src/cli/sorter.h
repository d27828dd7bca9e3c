/* sorter.h -- the thread that looks at reports after they were received: opens their pictures in the jail and says which
 * tell of one event (desk/intake/alike.h). One thing at a time, and it rests between: receiving comes first. */
#ifndef NETRA_CLI_SORTER_H
#define NETRA_CLI_SORTER_H

#include "desk/office.h"

struct sorter; /* opaque */

struct sorter *sorter_start(struct office *office);
void sorter_stop(struct sorter *s); /* waits for the picture at work */

#endif
