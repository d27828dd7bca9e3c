/* pledge.h -- a campaign asks the people of a list (desk/registry/roster.h) to sign a text.
 *
 * A text once put is never changed. The next version follows it and either asks everybody anew or lets the earlier
 * signatures count on; a version may be withdrawn, and its signatures stay as evidence but count no more. The version that
 * is signed is the newest one that was not withdrawn.
 *
 * One signs without an account: by number and birth day, or number and one-time code, whichever the campaign takes. A NIP
 * begins with the birth day, so against a colleague only the code proves anything; pages where a campaign chooses say so.
 * Whatever part was wrong, the answer is the same.
 *
 * Invariants: one signature per person and version, however often the button is pressed; signatures and refusals are
 * append-only and sealed; a refusal is data, never a violation, and is read by RIGHT_REFUSAL alone.
 *
 * Share = signed / (people - excused), of those who count. Counters per agency are kept with each signature (pledge_unit)
 * and are worked out again when the list or the texts change (pledge_recount).
 */
#ifndef NETRA_DESK_PLEDGE_PLEDGE_H
#define NETRA_DESK_PLEDGE_PLEDGE_H

#include "desk/registry/roster.h"
#include "pledge_sql.h"
#include "remind_sql.h"

#define PLEDGE_TITLE_MAX  200
#define PLEDGE_TEXT_MAX   8000 /* bytes */
#define PLEDGE_POINTS_MAX 40
#define PLEDGE_REASON_MAX 2000
#define PLEDGE_CODE_BYTES 8 /* of the evidence page's code */

/* The points of the law pack (law/pledge.toml) that a first text is filled with, one a line, and where they are from. "" when
 * the pack has none. */
void pledge_text_law(const struct law *law, struct arena *a, struct day at, const char **ret_text, const char **ret_source);

struct pledge_new {
	int64_t roster;
	const char *title, *institution, *proof; /* code, birth, either */
	struct day opens_on, closes_on;
	const char *text, *source; /* of version 1 */
};
/* With version 1 and a link for everybody. */
MUST_CHECK enum status pledge_make(struct tx *tx, const struct desk *d, const struct pledge_new *as, int64_t *ret, struct err *e);
/* NOT_FOUND when this office has none of that id. */
MUST_CHECK enum status pledge_of(struct tx *tx, const struct desk *d, int64_t id, struct pledge_get_row *ret, struct err *e);
MUST_CHECK enum status pledge_version_put(struct tx *tx, const struct desk *d, int64_t pledge, const char *text, const char *source,
					  bool asks_anew, struct err *e);
MUST_CHECK enum status pledge_withdraw(struct tx *tx, const struct desk *d, int64_t pledge, int64_t version, const char *reason,
				       struct err *e);
/* Who led the reading aloud. */
struct pledge_reading {
	const char *by, *as, *place;
	struct day on;
};
MUST_CHECK enum status pledge_reading_set(struct tx *tx, const struct desk *d, int64_t pledge, const struct pledge_reading *r, struct err *e);
/* All counters of the campaign from the rows, and a link for each agency that has none: after each change of list or text. */
MUST_CHECK enum status pledge_recount(struct tx *tx, const struct desk *d, int64_t pledge, struct err *e);
/* The same for all campaigns of a list. */
MUST_CHECK enum status pledge_recount_list(struct tx *tx, const struct desk *d, int64_t roster, struct err *e);

/* ---- Signing ---- */

struct pledge_door { /* what a link leads to */
	struct pledge_get_row pledge;
	struct pledge_now_row now;  /* the text to be signed, when @has_text */
	bool has_text, open;        /* open: today is one of its days */
	int64_t agency;             /* 0: everybody's link */
	const char *agency_name;    /* "" */
};
/* NOT_FOUND for a token that is none. */
MUST_CHECK enum status pledge_door_of(struct tx *tx, const struct desk *d, const char *token, struct pledge_door *ret, struct err *e);

enum pledge_act { PLEDGE_SIGN, PLEDGE_RESERVE, PLEDGE_DECLINE };
struct pledge_press {
	int64_t pledge, version; /* the text that the page showed */
	struct roster_proved who; /* by roster_prove */
	enum pledge_act act;
	const char *reason; /* of RESERVE and DECLINE */
	bool kiosk, poster; /* a kiosk's page; else whether its address came from a poster's QR code */
};
/* CONFLICT (field "version") when the text is not the one to be signed any more: nothing is written, show the new one.
 * CONFLICT (field "code") when the code was used for something else. TOO_LATE outside the campaign's days.
 * @ret_code: of the evidence page, the first one's when the person has signed already; "" for a refusal. */
MUST_CHECK enum status pledge_write(struct tx *tx, const struct desk *d, const struct pledge_press *press, const char **ret_code, struct err *e);

/* ---- Reminders (remind.c) ---- */

#define PLEDGE_REMINDERS_MAX 2

/* Reminds the heads of all units of which somebody has not signed, once the transaction is kept: a job for each on the bus.
 * TOO_LATE when it is not signed today. CONFLICT, with field "hours" outside office hours, "number" after the last one,
 * "day" when there was one today, "nobody" when all have signed. */
MUST_CHECK enum status pledge_remind(struct tx *tx, const struct desk *d, int64_t pledge, struct err *e);
/* The keeper's: begins what is due by the settings pledge.remind_*, and hands out the messages that wait, all of it in office
 * hours. @ret: how many heads were told. Opens its own transactions. */
MUST_CHECK enum status pledge_remind_due(const struct desk *d, int *ret, struct err *e);
/* What was sent to the head of @agency about @pledge, each marked as opened by this reader. */
MUST_CHECK enum status pledge_notices_open(struct tx *tx, const struct desk *d, int64_t pledge, int64_t agency, struct pledge_notices_of_rows *ret,
					   struct err *e);
/* Those of one unit who have not signed, by name, for its head: after @after and @after_id, at most @max. */
MUST_CHECK enum status pledge_names(struct tx *tx, const struct desk *d, const struct pledge_get_row *p, int64_t agency, const char *after,
				    int64_t after_id, int64_t max, struct pledge_named_rows *ret, struct err *e);

/* ---- Reading ---- */

/* Points of a text, one a line, without numbers or marks at the start. */
struct pledge_point {
	const char *text;
};
struct pledge_points {
	struct pledge_point *items;
	size_t n, cap;
};
void pledge_points_of(struct arena *a, const char *text, struct pledge_points *ret);
MUST_CHECK enum status pledge_evidence_of(struct tx *tx, const struct desk *d, const char *code, struct pledge_evidence_row *ret, struct err *e);

#endif
