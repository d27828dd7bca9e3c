/* roster.h -- a list of people who are asked: to sign a pledge, to acknowledge a letter, to come to an event.
 *
 * A list comes as the same CSV as the register of employees (registry.h) and stays apart from it: the register is for
 * screening, a list is for asking, and nobody of a list is watched because of it. Each import is compared with what the list
 * was: added, changed, moved to another agency, gone, same, rejected with line and reason. Who is gone stays in the store,
 * out of every count, because what the person signed stays.
 *
 * Who does not count: the list's column "status" decides by the rules of the list, words that anybody may read beside the
 * share ("cuti": on leave, "pensiun": retired, "tugas belajar", "diperbantukan": detached); a person of the personnel board
 * may excuse one by hand, with a reason. Share = signed / (people - excused).
 *
 * Proof without an account: the number, and the birth day or a one-time code. Only keyed hashes of both are kept. Note that
 * the first eight digits of a NIP are the birth day: against somebody who knows the number, only the code proves anything.
 */
#ifndef NETRA_DESK_REGISTRY_ROSTER_H
#define NETRA_DESK_REGISTRY_ROSTER_H

#include "desk/registry/registry.h"
#include "roster_sql.h"

#define ROSTER_FILE_MAX   ((size_t)64 << 20) /* bytes: 400,000 rows */
#define ROSTER_TITLE_MAX  200
#define ROSTER_REASON_MAX 300
#define ROSTER_CODE_DIGITS 8

/* With the rules of roster_rules_first. CONFLICT when there is a list of that title. */
MUST_CHECK enum status roster_make(struct tx *tx, const struct desk *d, const char *title, int64_t *ret, struct err *e);

struct roster_change { /* one line of the difference report */
	const char *what; /* added, changed, moved, gone */
	const char *number, *name, *was, *is; /* was, is: of a move the agencies, else "" */
};
struct roster_report {
	struct import_report file; /* read, kept, rejected, doubts; its added, changed and same count too */
	size_t moved, gone;
	struct { struct roster_change *items; size_t n, cap; } changes; /* REJECTS_KEPT at most; all are counted */
};
/* One transaction; with @dry_run nothing is kept but the report. A number that stands twice in the file: the first counts. */
MUST_CHECK enum status roster_import(const struct desk *d, int64_t roster, const char *file, struct str bytes, bool dry_run,
				     struct roster_report *ret, struct err *e);
/* The same, with what must stand or fall with the new list (counters of those who ask it) in its transaction. */
typedef enum status (*roster_then)(struct tx *tx, const struct desk *d, int64_t roster, struct err *e);
MUST_CHECK enum status roster_import_then(const struct desk *d, int64_t roster, const char *file, struct str bytes, bool dry_run, roster_then then,
					  struct roster_report *ret, struct err *e);

bool roster_excuse_known(const char *excuse); /* leave, retired, detached, other */
/* From now on, and for all that are in the list now; "" as @excuse takes the rule away. */
MUST_CHECK enum status roster_rule_put(struct tx *tx, const struct desk *d, int64_t roster, const char *word, const char *excuse, struct err *e);
/* By hand, which no rule overrules; "" as @excuse: counts again. */
MUST_CHECK enum status roster_excuse(struct tx *tx, const struct desk *d, int64_t row, const char *excuse, const char *reason, struct err *e);
/* What was decided by hand is taken back: the rules decide again. */
MUST_CHECK enum status roster_excuse_back(struct tx *tx, const struct desk *d, int64_t row, struct err *e);

/* Found: somebody of the list who is not gone, by a number with or without blanks and dots. */
MUST_CHECK enum status roster_find(struct tx *tx, const struct desk *d, int64_t roster, const char *number, bool *ret_found,
				   struct roster_by_number_row *ret, struct err *e);
/* In the same time whether they fit or not. */
bool roster_birth_fits(const struct desk *d, const struct roster_by_number_row *row, struct day birth);
bool roster_code_fits(const struct desk *d, const struct roster_by_number_row *row, const char *code);
/* A new one-time code of ROSTER_CODE_DIGITS; the one before counts no more. Kept as a keyed hash: print it now. */
MUST_CHECK enum status roster_code_new(struct tx *tx, const struct desk *d, int64_t row, const char **ret, struct err *e);
MUST_CHECK enum status roster_code_use(struct tx *tx, const struct desk *d, int64_t row, struct err *e);

struct roster_proof { /* as typed; NULL and DAY_NONE: not given */
	const char *number, *code;
	struct day birth;
};
struct roster_proved {
	int64_t person, agency;
	bool counts;        /* not excused */
	const char *method; /* code, birth */
	const char *name;
};
/* Who that is. @takes: code, birth, either. NOT_FOUND for every wrong part alike, at the same cost. A code that was used names
 * its person still: the write (roster_code_use) decides whether there is something to do with it. */
MUST_CHECK enum status roster_prove(struct tx *tx, const struct desk *d, int64_t roster, const char *takes, const struct roster_proof *proof,
				    struct roster_proved *ret, struct err *e);
bool roster_takes_known(const char *takes);

#endif
