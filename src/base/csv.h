/* csv.h -- reading comma separated values as offices really send them. RFC 4180, with the liberties of spreadsheets.
 *
 * The whole file lies in memory (mapped or read). The reader finds out a byte order mark, the separator (comma,
 * semicolon or tab: the one that cuts the first line into most cells) and the encoding (UTF-8; else Windows-1252,
 * which is turned into UTF-8 cell by cell and can be reported). Quoted cells may hold separators, quotes ("") and
 * line breaks. A record that breaks the rules is CSV_BAD: the error says line and reason, and reading goes on with
 * the next line, so that one bad row does not lose the rest.
 */
#ifndef NETRA_BASE_CSV_H
#define NETRA_BASE_CSV_H

#include "base/str.h"

#define CSV_CELLS_MAX 256         /* columns; more is not a table that people made */
#define CSV_RECORD_MAX (1u << 20) /* bytes of one record */

struct csv {
	const char *s; /* borrowed: the file */
	size_t n, at;
	size_t line;               /* line of the next byte, from 1 */
	size_t record_line;        /* line on which the last record started */
	size_t record_at;          /* byte at which it started */
	char separator;
	bool windows_1252, bom;
	struct str cells[CSV_CELLS_MAX]; /* of the last record; NUL-terminated, valid until the next csv_next */
	size_t n_cells;
	char *memory;
	size_t memory_n, memory_cap;
};
enum csv_step { CSV_ROW, CSV_END, CSV_BAD };

void csv_open(struct csv *c, const char *s, size_t n);
void csv_close(struct csv *c); /* for use with scoped() */
/* The next record; empty lines are passed over. @e is filled for CSV_BAD only. */
MUST_CHECK enum csv_step csv_next(struct csv *c, struct err *e);

/* Columns by name. The first record is read as header; names are compared without case and without white space
 * at the ends. */
struct csv_column {
	const char *name;    /* as our documents call it; NULL ends the list */
	const char *also[8]; /* other headers that mean the same */
	bool required;
};
struct csv_header {
	int at[32]; /* for each wanted column its place, or -1 */
	struct {
		const char **items;
		size_t n;
	} unknown; /* headers that nobody asked for, in the arena */
};
/* INVALID when a required column is missing: says which, and which headers there are. At most 32 columns. */
MUST_CHECK enum status csv_header_read(struct csv *c, struct arena *a, const struct csv_column *wanted,
				       struct csv_header *ret, struct err *e);
/* The trimmed cell of the wanted column @i; "" when the row is short or the column absent. */
const char *csv_get(struct csv *c, const struct csv_header *h, int i);

#endif
