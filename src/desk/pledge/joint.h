/* joint.h -- a declaration that several institutions sign one after the other.
 *
 * Its text has versions; another one may be put only while nobody has signed, so all sign the same words. The institutions
 * stand in an order and sign in it, witnesses after all of them: whoever is not next is told whose turn it is. Each signs with
 * the own login and password, by a one-time link on a phone or tablet, or with ink on the printed paper, whose scan is kept as
 * evidence. A declaration is withdrawn with a reason and stays readable; signatures are never taken back.
 *
 * The number is of the office's own register; no rule says how such a declaration is numbered.
 */
#ifndef NETRA_DESK_PLEDGE_JOINT_H
#define NETRA_DESK_PLEDGE_JOINT_H

#include "desk/pledge/pledge.h"
#include "joint_sql.h"

#define JOINT_PARTIES_MAX 30
#define JOINT_SCAN_MAX    ((size_t)20 << 20) /* bytes */
#define JOINT_LINK_DAYS   14
#define JOINT_TOKEN_BYTES 16

struct pledge_joint_new {
	int64_t pledge; /* the campaign it stands beside; 0: none */
	const char *title, *place, *read_by, *read_as, *text;
	struct day held_on;
};
MUST_CHECK enum status pledge_joint_make(struct tx *tx, const struct desk *d, const struct pledge_joint_new *as, int64_t *ret, struct err *e);
MUST_CHECK enum status pledge_joint_text(struct tx *tx, const struct desk *d, int64_t joint, const char *text, struct err *e);

struct pledge_joint_party {
	bool witness;
	const char *institution, *signer, *position;
	const char *login; /* of the one who signs here with the own login; "": by link or ink */
};
/* CONFLICT (field "party") once somebody has signed. */
MUST_CHECK enum status pledge_joint_party_add(struct tx *tx, const struct desk *d, int64_t joint, const struct pledge_joint_party *as,
					      struct err *e);
MUST_CHECK enum status pledge_joint_party_remove(struct tx *tx, const struct desk *d, int64_t joint, int64_t party, struct err *e);
/* A one-time link for who signs on a screen without a login; the one before counts no more. Kept as a keyed hash. */
MUST_CHECK enum status pledge_joint_link(struct tx *tx, const struct desk *d, int64_t joint, int64_t party, const char **ret_token,
					 struct err *e);
MUST_CHECK enum status pledge_joint_withdraw(struct tx *tx, const struct desk *d, int64_t joint, const char *reason, struct err *e);

/* ---- Reading ---- */

struct pledge_joint {
	struct joint_get_row row;
	struct joint_text_now_row text;
	struct joint_parties_rows parties; /* in the order of signing */
	struct pledge_points points;
	int64_t next;     /* joint_party whose turn it is; 0: all have signed, or nobody may yet */
	size_t institutions, signs;
	bool ready, done; /* ready: at least two institutions; done: all have signed */
};
MUST_CHECK enum status pledge_joint_of(struct tx *tx, const struct desk *d, int64_t joint, struct pledge_joint *ret, struct err *e);
/* By the code of its QR. */
MUST_CHECK enum status pledge_joint_checked(struct tx *tx, const struct desk *d, const char *code, struct pledge_joint *ret, struct err *e);
/* Whom a one-time link leads in; NOT_FOUND for none, an old one, or one whose days are over. */
MUST_CHECK enum status pledge_joint_door(struct tx *tx, const struct desk *d, const char *token, struct pledge_joint *ret, int64_t *ret_party,
					 struct err *e);

/* ---- Signing. CONFLICT field "turn": somebody else is next (or this one has signed); field "text": not the text that was
 * shown; field "joint": withdrawn, or fewer than two institutions. ---- */

struct pledge_joint_ink {
	struct str bytes; /* PDF, JPEG or PNG */
	const char *name;
	struct day signed_on;
};
MUST_CHECK enum status pledge_joint_sign_link(struct tx *tx, const struct desk *d, const char *token, int64_t text, struct err *e);
/* FORBIDDEN unless the one who is next is the user of @d; the caller has proved the password. */
MUST_CHECK enum status pledge_joint_sign_login(struct tx *tx, const struct desk *d, int64_t joint, int64_t text, struct err *e);
MUST_CHECK enum status pledge_joint_sign_ink(struct tx *tx, const struct desk *d, int64_t joint, int64_t party,
					     const struct pledge_joint_ink *as, struct err *e);

/* The next number of @reg, of this year: 004/DB/KOTA/99.01/XI/2024 with "DB" as @letters. */
MUST_CHECK enum status pledge_number(struct tx *tx, const struct desk *d, const char *reg, const char *letters, const char **ret, struct err *e);

#endif
