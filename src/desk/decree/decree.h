/* decree.h -- decrees about days off, typed by two people, and the calendar versions they make.
 *
 * A wrong day off moves the deadline of every open file, so a decree counts only once two different people have typed
 * the same: the second types it again without seeing the first typing, or goes through its rows one by one. Where the
 * two differ, the page shows it row by row; whoever erred types again. Then, in one transaction, the decree comes in
 * force, the new calendar is kept whole as a version, and all open clocks are counted again (docket_recount).
 *
 * A decree adds days, moves them or withdraws them; what it does not name stays. It may cover a span of days: then the
 * calendar reaches to the end of that span. Decrees are applied in the order of their dates. Nothing is ever deleted:
 * typings are append-only, and a deadline's calendar hash leads to its version and so to its decrees.
 */
#ifndef NETRA_DESK_DECREE_DECREE_H
#define NETRA_DESK_DECREE_DECREE_H

#include "base/buf.h"
#include "decree_sql.h"
#include "desk/docket/docket.h"
#include "desk/office.h"

#define DECREE_FILE_MAX ((size_t)256 << 10) /* bytes of a typing */
#define DECREE_DAYS_MAX 400                 /* rows: more than a year has days is no list of days off */

enum decree_change { DECREE_ADD, DECREE_MOVE, DECREE_WITHDRAW };
struct decree_day {
	size_t line; /* of the file */
	enum decree_change change;
	struct day day, from; /* @from: of a move, where the day was */
	const char *kind, *name;
};
struct decree_text { /* one typing */
	const char *number, *title, *source;
	struct day decided_on, covers_from, covers_to; /* covers: DAY_NONE, it names single days */
	bool national;
	const char *file, *sha256; /* "" for a page */
	struct decree_day *items;
	size_t n, cap;
};

/* The rows of a CSV (tanggal, jenis, nama, perubahan, dari; the header may be missing) or of a JSON object (with the
 * head too) into @ret, whose head may be filled already. INVALID for the first thing wrong: "FILE:LINE: FIELD: why".
 * Refused: days that do not exist, days outside the span, a day twice, an unknown kind or change, more than
 * DECREE_DAYS_MAX rows, anything that is not UTF-8. */
MUST_CHECK enum status decree_read(struct arena *a, const char *file, struct str bytes, struct decree_text *ret,
				   struct err *e);
const char *decree_change_code(enum decree_change c); /* "add", "move", "withdraw" */
bool decree_kind_known(const char *kind);
extern const char *const decree_kinds[4];

/* What became of a typing. */
struct decree_result {
	int64_t decree;
	bool in_force;                  /* it agrees with somebody else's: the calendar has changed */
	struct docket_recounted moved;
};
/* A new decree (@decree 0) or another typing of one that waits. The user of @d typed it; user 0 is the program. */
MUST_CHECK enum status decree_type(const struct desk *d, int64_t decree, const struct decree_text *as, const char *how,
				   struct decree_result *ret, struct err *e);
/* The second person has compared every row of the newest typing of somebody else with the decree: @rows names them all. */
MUST_CHECK enum status decree_confirm_rows(const struct desk *d, int64_t decree, const int64_t *rows, size_t n,
					   struct decree_result *ret, struct err *e);
MUST_CHECK enum status decree_drop(const struct desk *d, int64_t decree, const char *reason, struct err *e);

/* Where the newest typings of two people differ. */
struct decree_difference {
	const char *where;         /* "2027-01-01", or "covers_to" */
	const char *first, *second; /* what each has there; "" nothing */
	bool differs;
};
struct decree_compared {
	int64_t first, second; /* typings; @second 0: nobody else has typed yet */
	const char *first_name, *second_name;
	struct decree_difference *items;
	size_t n, cap, differ;
};
MUST_CHECK enum status decree_compare(struct tx *tx, int64_t decree, struct decree_compared *ret, struct err *e);

/* Takes a calendar that changed elsewhere: another process brought a decree in force, a setting or the rule pack
 * changed. Keeps it as a version and counts all clocks again. The keeper calls it every few seconds. */
MUST_CHECK enum status decree_follow(const struct desk *d, bool *ret_changed, struct err *e);

/* The moved clocks of a version as CSV, for a spreadsheet; no names of people. */
MUST_CHECK enum status decree_moves_csv(struct tx *tx, const struct desk *d, int64_t version, struct buf *out,
					struct err *e);
/* The list on paper (form "calendar_change"), for the morning meeting and the plenary. */
struct letter_made;
MUST_CHECK enum status decree_letter(struct tx *tx, const struct desk *d, int64_t decree, struct letter_made *ret,
				     struct err *e);

#endif
