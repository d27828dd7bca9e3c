/* bulk.h -- what the commands that read large files share: mapped files, and an index made from CSV files. */
#ifndef NETRA_CLI_BULK_H
#define NETRA_CLI_BULK_H

#include "base/str.h"
#include "cli/cli.h"
#include "desk/registry/registry.h"

/* The file mapped read-only, or read when it is "-" or a pipe. Lives until the program ends. */
MUST_CHECK enum status bulk_open(struct arena *a, const char *path, size_t limit_bytes, struct str *ret, struct err *e);
/* Adds the rows of a CSV (or, for the watch-list, of a JSON list of pairs) to @b; rejects are in @report. */
MUST_CHECK enum status bulk_add(struct arena *a, struct screen_builder *b, enum registry_kind kind, const char *path, struct day today,
				struct import_report *report, struct err *e);
/* The rows of an opened list: read here and added on another thread, some thousands at a time; a large file shows on a
 * terminal how far it is. What is rejected stands in the report in the order of the lines. */
void bulk_rows(struct registry_reader *r, struct screen_builder *b, enum registry_kind kind, const char *path);
/* Days of determination and elections of contests: contest,determined_on,election. */
MUST_CHECK enum status bulk_contests(struct arena *a, struct screen_builder *b, const char *path, struct err *e);
/* Says on stderr what a report has to say, when it has. */
void bulk_report(const struct import_report *r);
/* Writes the rejects to @path. */
MUST_CHECK enum status bulk_rejects(const char *path, const struct import_report *reports, size_t n, struct err *e);

#endif
