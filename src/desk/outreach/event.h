/* event.h -- outreach events: who is invited, who came, what they knew before and after, what was promised.
 *
 * A door is a phone or kiosk with a link of its own. It reads a code (from a QR, a hand scanner, or typed) or takes the name of
 * a guest without invitation. Without a signal it keeps what was entered and sends it later, each entry with a key made there:
 * however often it comes, it is one entry. Paper lists are keyed in afterwards.
 *
 * Whatever comes is kept as an entry; its state says whether it counts:
 *   counted                the person is present
 *   double                 the person is counted already (same_as): same code, or same name in the same group without a code
 *   foreign, unknown       the code is of another event, or of none
 *   early, late            before the doors open (EVENT_EARLY_US before the start), after the end, or from a door closed by then
 *   dropped                taken out by hand, with a reason
 * Invariants: one counted entry per invitation (the store holds it too); attendance = counted scans + counted guests + counted
 * rows from paper. Staff may count what waits, or drop what was counted, with a reason; nothing is ever removed.
 *
 * Arrival is by the office's clock: now - (phone's time of sending - phone's time of entry), so a phone whose clock is wrong still
 * tells the right moment; its own time is kept beside.
 *
 * Codes: three digits of the event, five (a guest's eight) by chance, a check digit (ISO/IEC 7812, "Luhn"). A phone knows without
 * a signal that a code was mistyped or is of another event; it needs no list of names for that.
 */
#ifndef NETRA_DESK_OUTREACH_EVENT_H
#define NETRA_DESK_OUTREACH_EVENT_H

#include "desk/office.h"
#include "event_sql.h"

#define EVENT_TITLE_MAX	  200
#define EVENT_TEXT_MAX	  2000  /* purpose, place */
#define EVENT_NAME_MAX	  120   /* bytes of a name, a unit */
#define EVENT_MINUTES_MAX 20000
#define EVENT_FILE_MAX	  ((size_t)16 << 20)
#define EVENT_INVITES_MAX 5000
#define EVENT_LINES_MAX	  1000  /* of one paste: guests, rows of a sheet */
#define EVENT_EARLY_US	  (3 * HOUR_US)
#define EVENT_HOURS_MAX	  24
#define EVENT_CODE_DIGITS 9
#define EVENT_GUEST_DIGITS 12
#define EVENT_SMALL	  5     /* fewer are not shown as a group */

/* Groups of people, in the order of pages. */
#define EVENT_GROUP_MAP(X)                                                                         \
	X("asn", "Pegawai ASN", "Civil servants (ASN)")                                            \
	X("thl", "Tenaga harian dan honorer", "Daily and honorary workers")                        \
	X("village_head", "Kepala desa", "Village heads")                                          \
	X("village_official", "Perangkat desa", "Village officials")                               \
	X("bpd", "Badan Permusyawaratan Desa", "Village council (BPD)")                            \
	X("other", "Lainnya", "Others")
struct event_group {
	const char *code, *name_id, *name_en;
};
extern const struct event_group event_groups[];
extern const size_t event_groups_n;
const struct event_group *event_group_of(const char *code);		/* NULL: none */
const struct event_group *event_group_said(const char *words);		/* by code, or as lists write it: "Kades", "PNS" */

struct event_new {
	const char *title, *purpose, *place, *speaker;
	struct instant starts_at, ends_at;
	struct {
		const char *code;
		int64_t expected;
	} groups[8];
	size_t n_groups;
	int64_t questions; /* how many of the quiz */
};
/* Draws the questions of its groups. INVALID names the field. */
MUST_CHECK enum status event_make(struct tx *tx, const struct desk *d, const struct event_new *as, int64_t *ret, struct err *e);
MUST_CHECK enum status event_of(struct tx *tx, const struct desk *d, int64_t id, struct outreach_get_row *ret, struct err *e);
MUST_CHECK enum status event_of_token(struct tx *tx, const struct desk *d, const char *token, struct outreach_get_row *ret, struct err *e);

/* ---- Codes ---- */

bool event_code_good(const char *digits);				     /* 9 or 12 digits with the right last one */
const char *event_code_of(struct arena *a, const char *said);		     /* what was typed or scanned ("https://...#412583017") as its digits; "" when there are none */
const char *event_guest_code(struct arena *a, const char *door_key);
/* A name without titles, marks and case: "Budi Santosa, S.Pd." -> "budi santosa". */
const char *event_who(struct arena *a, const char *name);
/* The next part of a typed line up to ';', "" when there is none. */
const char *event_cell(struct arena *a, struct str *rest);

/* ---- Invitations ---- */

struct event_invited {
	size_t added, already, refused;
	struct {
		struct event_refusal {
			size_t line;
			const char *text, *why_id, *why_en;
		} *items;
		size_t n, cap;
	} refusals;
};
/* The people of a list that count, of one agency or (0) of all. TOO_LARGE past EVENT_INVITES_MAX invitations. */
MUST_CHECK enum status event_invite_list(struct tx *tx, const struct desk *d, int64_t event, int64_t roster, int64_t agency,
					 struct event_invited *ret, struct err *e);
/* Lines "name; group; unit". */
MUST_CHECK enum status event_invite_lines(struct tx *tx, const struct desk *d, int64_t event, const char *lines,
					  struct event_invited *ret, struct err *e);

/* ---- Doors and entries ---- */

MUST_CHECK enum status event_door_open(struct tx *tx, const struct desk *d, int64_t event, const char *name, struct err *e);
MUST_CHECK enum status event_door_close(struct tx *tx, const struct desk *d, int64_t event, int64_t door, struct err *e);

struct event_door { /* what a door's link leads to */
	struct outreach_get_row event;
	struct outreach_door_of_token_row door;
};
MUST_CHECK enum status event_door_of(struct tx *tx, const struct desk *d, const char *token, struct event_door *ret, struct err *e);

/* What phones send: one entry with times of the phone's own clock. */
struct event_entry {
	const char *key;               /* 32 hex digits */
	const char *code;              /* "" of a guest who was given none */
	const char *name, *group, *unit; /* of a guest; "" of an invited */
	bool guest;
	struct instant at;             /* by the phone; INSTANT_NONE: not said */
};
struct event_bundle {
	struct instant sent; /* by the phone; INSTANT_NONE: not said */
	struct event_entry *items;
	size_t n;
};
#define EVENT_BUNDLE_MAX  ((size_t)256 << 10) /* bytes */
#define EVENT_BUNDLE_ENTRIES 500
/* {"sent": ms, "entries": [{"key": hex, "at": ms, "code": "412583017"}, {"key", "at", "name", "group", "unit", "code"}]}: INVALID
 * when it is not that. What an entry says is judged one by one later, so that a bad one keeps no other from being taken. */
MUST_CHECK enum status event_bundle_read(struct arena *a, struct str bytes, struct event_bundle *ret, struct err *e);

struct event_taken {
	const char *state;             /* of the entry */
	const char *name, *group, *code;
	const char *other;             /* foreign: that event's title; double: the door of the first, "" unknown */
	struct instant arrived_at, first_at; /* first_at: of a double, when the first was */
	bool again;                    /* the same key came before */
};
/* Takes one entry. @door NULL: from a file that staff carried. With @keep false an entry of an unknown or foreign code, or a
 * guest without name or group, is answered and not kept: whoever typed it stands there and types again. */
MUST_CHECK enum status event_take(struct tx *tx, const struct desk *d, const struct event_door *at, const struct event_entry *entry,
				  struct instant sent, bool keep, struct event_taken *ret, struct err *e);

/* Rows of a paper sheet, "name; group; unit; code or staff number" a line. A row that was keyed before, by sheet and line, is not
 * taken again: @ret_same when it says the same, @ret_other when not. */
struct event_keyed {
	size_t added, doubles, same;
	struct {
		struct event_refusal *items;
		size_t n, cap;
	} refusals;
};
MUST_CHECK enum status event_sheet(struct tx *tx, const struct desk *d, int64_t event, const char *sheet, const char *lines,
				   struct event_keyed *ret, struct err *e);

/* By hand, with a reason: counts what did not, or drops it. Name and group may be given to an entry that has none.
 * CONFLICT (field "entry") when the person is counted already. */
struct event_verdict {
	int64_t entry;
	bool counts;
	const char *name, *group, *unit, *reason;
};
MUST_CHECK enum status event_decide(struct tx *tx, const struct desk *d, int64_t event, const struct event_verdict *v, struct err *e);

/* ---- The quiz ---- */

struct event_question {
	const struct law_question *row;
	const struct law_act *act;
};
struct event_questions {
	struct event_question *items;
	size_t n, cap;
};
/* @n codes for groups, each with its share, joined by blanks: drawn by @seed, the same for the same. */
const char *event_questions_draw(struct arena *a, const struct law *law, const struct event_new *as, uint64_t seed);
/* Those of the codes that the law has. */
void event_questions_of(struct arena *a, const struct law *law, const char *codes, struct event_questions *ret);
/* "before" until the second quiz opens, then "after" for EVENT_AFTER_DAYS; "" when none is open. */
#define EVENT_AFTER_DAYS 7
const char *event_quiz_part(const struct outreach_get_row *event, struct instant now);
/* Counts right answers, @answers[i] to question i: verdict codes, NULL for none. CONFLICT when that part was done. */
MUST_CHECK enum status event_answer(struct tx *tx, const struct desk *d, int64_t entry, const char *part, const struct event_questions *asked,
				    const char *const *answers, int64_t *ret_score, struct err *e);

#define EVENT_BANDS 5 /* of right answers: 0-20 %, ... 81-100 % */
struct event_part_sum {
	int64_t bands[EVENT_BANDS], n, score, asked;
};
struct event_scores {
	struct event_part_sum before, after;
	struct {
		struct event_group_sum {
			const struct event_group *group;
			struct event_part_sum before, after;
			bool hide_before, hide_after; /* too few, or what would tell of too few when taken from the whole */
		} *items;
		size_t n, cap;
	} groups;
};
MUST_CHECK enum status event_scores_of(struct tx *tx, int64_t event, struct event_scores *ret, struct err *e);

/* ---- Afterwards ---- */

struct event_file_new {
	const char *kind, *title, *name; /* material, photo, sheet */
	struct str bytes;
};
MUST_CHECK enum status event_file_add(struct tx *tx, const struct desk *d, int64_t event, const struct event_file_new *as, int64_t *ret_file,
				      struct err *e);
MUST_CHECK enum status event_minutes_put(struct tx *tx, const struct desk *d, int64_t event, const char *text, struct err *e);
struct event_duty {
	const char *who, *audience, *what;
	struct day due_on;
};
MUST_CHECK enum status event_duty_add(struct tx *tx, const struct desk *d, int64_t event, const struct event_duty *as, struct err *e);
MUST_CHECK enum status event_duty_done(struct tx *tx, const struct desk *d, int64_t event, int64_t duty, struct day on, const char *note, struct err *e);

#endif
