/* sheet.h -- paper counts too: a sheet of signatures is read by two people, row by row.
 *
 * A sheet is registered with its number, unit, place, day and the text that stands on it, and its scan is kept as evidence by
 * its content. We print sheets with the names of a unit in their rows; one that came from elsewhere is keyed by staff number.
 * One person keys what stands in the rows, another keys it again or ticks the rows that agree with the paper; never the same
 * one. Where the two agree a row is confirmed; where they differ both readings are shown, and somebody chooses one that is
 * not the own reading. So two people stand behind each row.
 *
 * A confirmed row becomes a signature with the method "paper", unless its person had signed before: that is a double, found
 * by who it is, whether the first signature came by link, poster, kiosk or another row. Nothing of what was keyed is ever
 * changed. A sheet on a text that was withdrawn is kept, and its signatures are evidence that counts no more.
 */
#ifndef NETRA_DESK_PLEDGE_SHEET_H
#define NETRA_DESK_PLEDGE_SHEET_H

#include "desk/pledge/pledge.h"
#include "sheet_sql.h"

#define SHEET_LINES_MAX 1000              /* rows of one sheet */
#define SHEET_PRINT_MAX 300               /* names on one sheet of ours; a larger unit gets several */
#define SHEET_TEXT_MAX  ((size_t)64 << 10) /* bytes of one keying */
#define SHEET_SCAN_MAX  ((size_t)20 << 20) /* bytes */
#define SHEET_TYPED_MAX 120               /* bytes of a cell */

/* ---- What somebody keys: one row of the paper in each line of text ---- */

/* "198508172010011007", "17;198508172010011007;ya", "12", "12-30", "13 tidak": see pledge_sheet_lines_read. */
struct pledge_sheet_line {
	int64_t line;      /* row of the paper, 1 ... */
	const char *typed; /* number or name; "": the row itself says who it is */
	bool is_signed;
};
struct pledge_sheet_fault {
	size_t at;         /* line of the text, 1 ... */
	const char *typed; /* what stands there, clipped */
	const char *what;  /* row: no such row; twice: that row stands above already; word: neither yes nor no; many: too many rows; long */
};
struct pledge_sheet_lines {
	struct pledge_sheet_line *items;
	size_t n, cap;
	struct pledge_sheet_faults {
		struct pledge_sheet_fault *items;
		size_t n, cap;
	} faults;
};
/* Cells are parted by ';' or tab. One cell: on a sheet with @printed rows of ours a row or a run of rows, and a number
 * of more than four digits is a staff number written below them; else number or name, whose row is its place in the text.
 * Two cells: row and number, or as one cell with ya or tidak. Three: row, number, ya or tidak. Pure. */
void pledge_sheet_lines_read(struct arena *a, const char *text, int64_t printed, struct pledge_sheet_lines *ret);

/* ---- A sheet ---- */

struct pledge_sheet_scan {
	const char *place;
	struct day held_on;
	struct str bytes; /* PDF, JPEG or PNG */
	const char *name; /* of the file, as it came */
};
struct pledge_sheet_new {
	int64_t pledge, version, agency; /* version 0: the text signed now; agency 0: people of several units */
	int64_t number;                  /* 0: the next one */
	struct pledge_sheet_scan scan;
};
/* A sheet that came from elsewhere. CONFLICT: the number (field "number") or these very bytes (field "scan") are here
 * already. INVALID names the field. TOO_LARGE. */
MUST_CHECK enum status pledge_sheet_make(struct tx *tx, const struct desk *d, const struct pledge_sheet_new *as, int64_t *ret, struct err *e);
/* Sheets of a unit with its names in rows: of all its people, or of those who count and have not signed. Several when it is
 * large. INVALID when nobody is left. */
MUST_CHECK enum status pledge_sheet_print(struct tx *tx, const struct desk *d, int64_t pledge, int64_t agency, bool all, int64_t *ret_first,
				   int64_t *ret_n, struct err *e);
/* One that we printed comes back. CONFLICT when it came back before, or as above. */
MUST_CHECK enum status pledge_sheet_scanned(struct tx *tx, const struct desk *d, int64_t pledge, int64_t sheet, const struct pledge_sheet_scan *as,
				     struct err *e);
/* NOT_FOUND when the campaign has none of that id. */
MUST_CHECK enum status pledge_sheet_of(struct tx *tx, const struct desk *d, int64_t pledge, int64_t sheet, struct pledge_sheet_get_row *ret, struct err *e);

/* ---- Read by two ---- */

enum { SHEET_NOTHING, SHEET_BLANK, SHEET_KEYED }; /* a reading of a row: nobody looked yet, no signature, a signature */
struct pledge_sheet_reading {
	int state;
	const char *typed, *name, *number; /* name, number: of the person of the list; "" when none */
	int64_t person, by;                /* by: app_user whose reading it is */
};
struct pledge_sheet_place { /* a row of the paper */
	int64_t line;
	struct pledge_sheet_reading read[2]; /* by the first and by the second */
	bool done, differs, again;    /* again: the same person stands in an earlier row of this sheet, by the first reading */
};
struct pledge_sheet_state {
	struct pledge_sheet_get_row row;
	int64_t by[2];             /* app_user of each reading; 0: nobody yet */
	const char *name[2], *role[2];
	struct instant at[2];
	struct { struct pledge_sheet_place *items; size_t n, cap; } places; /* rows that somebody keyed, in their order */
	size_t done, differ, open, unknown, again; /* open: the second has not come to it; unknown: keyed, but nobody of the list */
};
MUST_CHECK enum status pledge_sheet_state_of(struct tx *tx, const struct desk *d, int64_t pledge, int64_t sheet, struct pledge_sheet_state *ret,
				      struct err *e);

struct pledge_sheet_result {
	struct pledge_sheet_lines lines; /* with faults, when nothing was written for them */
	size_t confirmed;         /* rows of this call */
	size_t signs, doubles, blanks, unknowns; /* of these */
};
/* The whole sheet, by the first (@turn 1) or the second (2). INVALID (field "rows") with @ret->lines.faults; CONFLICT field
 * "turn": the other reading is by the same person, or by the second before the first; field "sheet": all its rows are
 * confirmed; field "scan": the scan is not here yet. What the two agree on is confirmed at once. */
MUST_CHECK enum status pledge_sheet_key(struct tx *tx, const struct desk *d, int64_t pledge, int64_t sheet, int turn, const char *text,
				 struct pledge_sheet_result *ret, struct err *e);
/* The second found these rows of the first on the paper. CONFLICT as above. */
MUST_CHECK enum status pledge_sheet_tick(struct tx *tx, const struct desk *d, int64_t pledge, int64_t sheet, const int64_t *lines, size_t n,
				  struct pledge_sheet_result *ret, struct err *e);
struct pledge_sheet_choice {
	int64_t line;
	int turn; /* whose reading stands */
};
/* CONFLICT field "choice": one's own reading cannot be chosen, or the row does not differ any more. */
MUST_CHECK enum status pledge_sheet_settle(struct tx *tx, const struct desk *d, int64_t pledge, int64_t sheet, const struct pledge_sheet_choice *choices,
				    size_t n, struct pledge_sheet_result *ret, struct err *e);

#endif
