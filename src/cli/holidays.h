/* holidays.h -- a decree about days off from a file: what `netra import holidays` is asked. */
#ifndef NETRA_CLI_HOLIDAYS_H
#define NETRA_CLI_HOLIDAYS_H

#include "cli/cli.h"
#include "desk/office.h"

struct holidays_asked {
	char *number, *title, *date, *covers_from, *covers_to, *source, *by, *confirm_by; /* NULL: not given */
	int own; /* for this office only */
};
MUST_CHECK enum status holidays_import(struct cli *cli, const struct desk *desk, const struct holidays_asked *o,
				       const char *path, bool dry_run, struct err *e);

#endif
