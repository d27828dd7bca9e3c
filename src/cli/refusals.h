/* refusals.h -- what of an input was not taken, told the same way by every command that reads lines.
 *
 * The first few are said on stderr, "FILE:LINE: refused: why"; with --rejects FILE all of them are listed there as
 * file,line,reason. The list is opened before any work is done, so that hours of it are not lost to a misspelt folder.
 */
#ifndef NETRA_CLI_REFUSALS_H
#define NETRA_CLI_REFUSALS_H

#include "cli/cli.h"

#include <stdio.h>

struct refusals {
	const char *path; /* of the list; NULL: none */
	FILE *list;
	const char *file; /* what is being read, for refusal_note */
	uint64_t n;       /* refused so far */
	uint64_t overlong; /* of them: lines too long even to be looked at, which no reader has counted */
};

/* Opens the list, when one is wanted. UNAVAILABLE when it cannot be written. */
MUST_CHECK enum status refusals_open(struct refusals *r, const char *path, struct err *e);
/* Line @line of r->file was refused; @context is the struct refusals (the shape that screen_tally wants). */
void refusal_note(void *context, uint64_t line, const char *why);
/* Closes the list. UNAVAILABLE when not all of it could be written. */
MUST_CHECK enum status refusals_close(struct refusals *r, struct err *e);
void refusals_end(struct refusals *r); /* for use with scoped(): closes without asking */

#endif
