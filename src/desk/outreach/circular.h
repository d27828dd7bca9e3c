/* circular.h -- a letter that tells many what the law forbids, and who says that it was read.
 *
 * A circular is ours (surat himbauan, surat edaran: it gets the office's next number and is printed) or another institution's,
 * entered with their number and a scan. Its **versions** follow each other: a new one asks everybody anew, what was acknowledged
 * before stays with its version. A version that was withdrawn cannot be acknowledged any more; the newest that was not is the one
 * that counts.
 *
 * It goes down a cascade of three **rungs**: a head (Mayor, Sekda, personnel board) acknowledges and passes it on to units; a unit's
 * head acknowledges and passes it on to the unit's people, who are those of a list (desk/registry/roster.h). Heads and units have a
 * link each, which is on their sheet as a QR code, or log in as a partner; people prove themselves by number and birth day or
 * one-time code. Each version is passed on anew: nobody of the rung below is asked before.
 *
 * A **reminder** is a letter with a number of its own, made at most twice for an addressee and version, never twice a day, only while
 * the counter is open, and only to one who has received the letter (proof of delivery) and not acknowledged it. It and its row are
 * one transaction.
 *
 * Invariants: one acknowledgement per addressee, or person, and version, however often the button is pressed; all of it is append-only
 * and sealed. Counters per agency are kept with each acknowledgement (circular_unit).
 */
#ifndef NETRA_DESK_OUTREACH_CIRCULAR_H
#define NETRA_DESK_OUTREACH_CIRCULAR_H

#include "circular_sql.h"
#include "desk/registry/roster.h"

#define CIRCULAR_SUBJECT_MAX   200
#define CIRCULAR_NAME_MAX      200
#define CIRCULAR_POINT_MAX     600 /* bytes */
#define CIRCULAR_POINTS_MAX    20
#define CIRCULAR_REASON_MAX    2000
#define CIRCULAR_FILE_MAX      ((size_t)10 << 20) /* bytes of a scan or photo */
#define CIRCULAR_PASS_MAX      60 /* units that one addressee may write to at once */
#define CIRCULAR_REMINDERS_MAX 2

/* ---- The register ---- */

struct circular_point_new {
	const char *text, *act; /* act: code in the law's pack, or "" */
};
struct circular_text { /* of a version */
	const struct circular_point_new *points;
	size_t n;
	const char *letter_number; /* of another's letter; ours gets the next number */
	struct day dated_on;       /* of another's letter; ours is of today */
	const char *file_name;
	struct str file;           /* of another's letter: PDF, JPEG or PNG */
};
struct circular_new {
	const char *kind;    /* himbauan, edaran */
	const char *issuer;  /* "": ours */
	const char *subject;
	int64_t roster;      /* 0: nobody's people are asked */
	const char *takes;   /* code, birth, either */
	struct circular_text text; /* of version 1 */
};
MUST_CHECK enum status circular_make(struct tx *tx, const struct desk *d, const struct circular_new *as, int64_t *ret, struct err *e);
/* NOT_FOUND when this office has none of that id. */
MUST_CHECK enum status circular_of(struct tx *tx, const struct desk *d, int64_t id, struct circular_get_row *ret, struct err *e);
MUST_CHECK enum status circular_version_put(struct tx *tx, const struct desk *d, int64_t circular, const struct circular_text *text, struct err *e);
MUST_CHECK enum status circular_withdraw(struct tx *tx, const struct desk *d, int64_t circular, int64_t version, const char *reason, struct err *e);
/* Points from lines "text" or "text | CODE"; what was typed in a form. INVALID (field "points") names a code that is no act. */
MUST_CHECK enum status circular_points_read(struct arena *a, const struct law *law, const char *lines, struct circular_text *ret, struct err *e);
/* The four that a city forbade its people in 2023, as lines: support, campaign, mobilising, banners. The wording is ours. */
extern const char *const circular_points_first;

/* TOO_LARGE, INVALID (field "file"): what a scan or photo may be. */
MUST_CHECK enum status circular_file_check(struct str bytes, struct err *e);

/* What a version says differently from the one before, point by point. */
struct circular_difference {
	const char *what; /* added, dropped, changed, same */
	const char *was, *is;
};
struct circular_differences {
	struct circular_difference *items;
	size_t n, cap;
};
MUST_CHECK enum status circular_differences_of(struct tx *tx, int64_t before, int64_t after, struct circular_differences *ret, struct err *e);

/* ---- To whom ---- */

struct circular_addressee_new {
	const char *rung, *name; /* head, unit */
	int64_t agency, app_user; /* 0: none */
};
/* CONFLICT (field "name"): it is addressed to them already. */
MUST_CHECK enum status circular_addressee_put(struct tx *tx, const struct desk *d, int64_t circular, const struct circular_addressee_new *as,
					      int64_t *ret, struct err *e);
struct circular_delivered {
	int64_t addressee;
	const char *how, *received_by;
	struct day on;
	const char *file_name;
	struct str file; /* empty: none */
};
MUST_CHECK enum status circular_deliver(struct tx *tx, const struct desk *d, int64_t circular, const struct circular_delivered *as, struct err *e);
/* By hand. TOO_MANY: two went out already. CONFLICT: one went out today (field "day"), or they have acknowledged, or nothing was
 * delivered yet. TOO_LATE: the counter is shut. */
MUST_CHECK enum status circular_remind(struct tx *tx, const struct desk *d, int64_t circular, int64_t addressee, struct err *e);
/* The keeper's turn: reminds those whose day has come. */
MUST_CHECK enum status circular_watch(const struct desk *d, struct err *e);

/* ---- Acknowledging ---- */

struct circular_door { /* what a link leads to */
	struct circular_get_row circular;
	struct circular_now_row now; /* the version that counts, when @has_version */
	bool has_version;
	struct circular_addressee_row who;
	bool to_people; /* the link of the unit's people */
	bool by_login;  /* by circular_own */
	bool acked, passed; /* by @who; passed: to the people */
	struct instant acked_at;
	const char *acked_by;
};
/* NOT_FOUND for a token that is none. */
MUST_CHECK enum status circular_door_of(struct tx *tx, const struct desk *d, const char *token, struct circular_door *ret, struct err *e);
/* The same for a partner who has logged in. NOT_FOUND when no letter of that circular is addressed to d->user. */
MUST_CHECK enum status circular_own(struct tx *tx, const struct desk *d, int64_t circular, struct circular_door *ret, struct err *e);

/* CONFLICT (field "version"): not the version that counts; nothing is written, show the one that does. Acknowledged before: OK. */
MUST_CHECK enum status circular_acknowledge(struct tx *tx, const struct desk *d, const struct circular_door *door, int64_t version,
					    const char *by_name, struct err *e);
/* To the units below that it was passed on to before, and to new ones. INVALID before the addressee has acknowledged. */
MUST_CHECK enum status circular_pass_units(struct tx *tx, const struct desk *d, const struct circular_door *door, int64_t version,
					   const char *const *names, size_t n, int *ret_units, struct err *e);
MUST_CHECK enum status circular_pass_people(struct tx *tx, const struct desk *d, const struct circular_door *door, int64_t version, struct err *e);

struct circular_press { /* by somebody of the list */
	int64_t circular, version, addressee;
	struct roster_proved who; /* by roster_prove */
};
/* CONFLICT (field "version"), or (field "code") when the code was used; INVALID when it was not passed on to the people yet.
 * @ret_at: when the person acknowledged it, now or before. */
MUST_CHECK enum status circular_read_write(struct tx *tx, const struct desk *d, const struct circular_press *press, struct instant *ret_at, struct err *e);
/* All counters of a circular's versions from the rows, when its list has changed. */
MUST_CHECK enum status circular_recount_list(struct tx *tx, const struct desk *d, int64_t roster, struct err *e);

/* How far circulars have come among an office's units: circular_coverage (circular.sql) sums, over all circulars with a list,
 * those who read the version that counts and those who count, by agency. */

#endif
