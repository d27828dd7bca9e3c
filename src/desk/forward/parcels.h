/* parcels.h -- how a package travels: sealed to the recipient's key in one file, or, when there is no key, on paper or by
 * a carrier because an officer said so and why.
 *
 * A key belongs to a recipient as hand-overs name it. It is registered with its fingerprint, with whom that was compared,
 * and from when to when it holds; it may be revoked. A recipient that no longer receives (KASN since 11 September 2024),
 * a key that has run out or was revoked: refused with the reason, and nothing is changed.
 *
 * What goes in is decided with the letter, in one transaction (package.c): each file with its hash in a signed manifest,
 * texts without the names of others (mask.h). The one file itself is made after that, piece by piece, so that large
 * evidence holds nobody up; whoever asks for it before it is made, makes it.
 */
#ifndef NETRA_DESK_FORWARD_PARCELS_H
#define NETRA_DESK_FORWARD_PARCELS_H

#include "core/parcel/parcel.h"
#include "desk/forward/forward.h"
#include "parcel_sql.h"

/* ---- keys of recipients ---- */

#define RECIPIENT_DAYS_MAX 1100 /* a key holds three years at most; then it is compared again */
struct recipient_new {
	const char *receiver; /* as hand-overs name it */
	struct str key;       /* the text with the PEM */
	const char *print;    /* the fingerprint that the other side read out; must be the key's */
	const char *checked_with; /* "Bagian TU Kanreg II BKN, lewat telepon kantor" */
	struct day from, to;
};
MUST_CHECK enum status recipient_add(const struct desk *d, const struct recipient_new *as, int64_t *ret, struct err *e);
MUST_CHECK enum status recipient_revoke(const struct desk *d, int64_t key, const char *why, struct err *e);
/* Who can receive on @day: the receivers of the law's routes, the heads of the contracting offices. */
struct recipient {
	const char *route, *name;
};
struct recipient_list {
	struct recipient *items;
	size_t n, cap;
};
MUST_CHECK enum status recipient_list(struct tx *tx, const struct desk *d, struct day day, struct recipient_list *ret, struct err *e);

/* How a package for @receiver would travel today. */
struct recipient_way {
	const char *way;     /* "sealed"; NULL: there is no key that holds */
	int64_t key;
	const char *print;
	struct day to;       /* the key's last day */
	const char *why_not; /* in words of d->lang; "" when sealed */
};
/* INVALID (field "receiver") when the law no longer lets @route receive. */
MUST_CHECK enum status recipient_way(struct tx *tx, const struct desk *d, const struct law *law, const char *route,
				     const char *receiver, struct day day, struct recipient_way *ret, struct err *e);

/* ---- packages as one file ---- */

/* The last package of a hand-over; NOT_FOUND when it was made before packages were one file. */
MUST_CHECK enum status parcel_find(struct tx *tx, const struct desk *d, int64_t handover, struct parcel_last_row *ret, struct err *e);
/* Makes the one file when it is not there yet. UNAVAILABLE with field EVIDENCE_DISK when there is no room. */
MUST_CHECK enum status parcel_make(const struct desk *d, int64_t handover, struct err *e);
/* Opens the one file for sending, and notes who took it. The caller closes @ret_fd. */
MUST_CHECK enum status parcel_take(const struct desk *d, int64_t handover, int *ret_fd, struct parcel_file_of_row *ret, struct err *e);
/* ---- the field sheet of SBT ---- */

struct sheet_field {
	const char *code, *name, *value; /* value "": not known */
	const char *source;              /* where name and order were read */
	bool sure;                       /* seen there; else a guess, to be corrected in law/sbt.toml */
};
struct sheet {
	const char *person, *letter, *receiver;
	bool for_sbt; /* the recipient is BKN */
	struct { struct sheet_field *items; size_t n, cap; } fields;
};
MUST_CHECK enum status sheet_of(struct tx *tx, const struct desk *d, int64_t handover, struct sheet *ret, struct err *e);
MUST_CHECK enum status sheet_pdf(const struct desk *d, int64_t handover, struct str *ret, struct err *e); /* noted as a print */

const char *parcel_way_name(const char *way, enum lang lang);

#endif
