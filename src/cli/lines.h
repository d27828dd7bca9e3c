/* lines.h -- files of lines, or standard input, chunk after chunk in their order, for commands whose input need not fit
 * into memory: posts, names.
 *
 * All files are looked at before the first is read, so that a misspelt name stops the work before it begins. A byte
 * order mark is passed over; a file that is no text (UTF-16, gzip, a workbook) is refused as a whole, by name and with
 * what to do. A line longer than a chunk is refused alone, and no part of it is ever taken for a line. Where the results
 * cannot be written (a full disk), the error says how much of them was. On a terminal a bar shows how far it got.
 */
#ifndef NETRA_CLI_LINES_H
#define NETRA_CLI_LINES_H

#include "base/buf.h"
#include "cli/refusals.h"

/* Whole lines, the first of which has the number @first_line in its file; results go to @out. */
typedef void (*lines_visit)(void *context, struct str lines, uint64_t first_line, struct buf *out);

struct lines_job {
	const char **paths; /* "-" is standard input; */
	int paths_n;        /* none at all too */
	lines_visit visit;
	void *context;
	struct refusals *refusals;
	const char *what; /* "posts", for the bar */
};
/* UNAVAILABLE, BROKEN: a file or standard output; what was written before stands. */
MUST_CHECK enum status lines_each(const struct lines_job *job, struct err *e);

#endif
