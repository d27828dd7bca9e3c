/* running.h -- the part of `netra clock` that needs an office's records. */
#ifndef NETRA_CLI_RUNNING_H
#define NETRA_CLI_RUNNING_H

#include "cli/cli.h"

/* `netra clock running`: the clocks that end within @days days or have ended unanswered, soonest first. CLI_NO when
 * one of them is past. */
int clock_running(struct cli *cli, int days);

#endif
