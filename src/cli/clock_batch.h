/* clock_batch.h -- `netra clock --batch`: many questions of a file, one answer a line, in order. */
#ifndef NETRA_CLI_CLOCK_BATCH_H
#define NETRA_CLI_CLOCK_BATCH_H

#include "cli/cli.h"
#include "cli/clock_ask.h"

int clock_batch(struct cli *cli, const struct clock_desk *d, const char *path); /* the exit code */

#endif
