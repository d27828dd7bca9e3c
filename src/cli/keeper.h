/* keeper.h -- what has to happen by itself while pages are served: clocks run out, checkpoints are signed, what may
 * not be kept is thrown away. One thread, one small WRITE transaction per duty; a duty that fails is logged and
 * tried again at its next turn. */
#ifndef NETRA_CLI_KEEPER_H
#define NETRA_CLI_KEEPER_H

#include "desk/office.h"

struct keeper; /* opaque */

struct keeper *keeper_start(struct office *office);
void keeper_stop(struct keeper *k); /* waits for the duty at work */

#endif
