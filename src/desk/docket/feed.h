/* feed.h -- the running deadlines as a calendar that telephones and desk programs subscribe to (RFC 5545).
 *
 * Calendar programs cannot log in, so an address with a secret in it stands for the officer who made it: it shows no
 * more than that officer may see, ends when they end it, when they lose their right or their account, and is stored
 * only as a keyed hash. Titles name the step and the number of the file, never a person ("Kajian awal laporan 038").
 *
 * Invariants: the same clock is the same event (UID) for ever; a date that moved or a clock that ended raises its
 * SEQUENCE; the text of a feed does not depend on the moment of asking, only on the records.
 */
#ifndef NETRA_DESK_DOCKET_FEED_H
#define NETRA_DESK_DOCKET_FEED_H

#include "base/buf.h"
#include "desk/access/access.h"
#include "desk/docket/docket.h"
#include "feed_sql.h"

#define FEED_RIGHT RIGHT_TRIAGE /* who may see that clocks run, here as in the API */
#define FEED_NAME_MAX 80
#define FEEDS_MAX 10 /* open addresses of one officer */

struct feed {
	int64_t id, office, user;
	bool mine; /* only files this user holds */
};

/* A new address. @ret_secret is shown once. INVALID (field "scope": office or mine; "name"). */
MUST_CHECK enum status feed_make(struct tx *tx, const struct desk *d, const char *scope, const char *name,
				 const char **ret_secret, struct err *e);
/* Ends an address of d->user; NOT_FOUND when it is not theirs or has ended. */
MUST_CHECK enum status feed_end(struct tx *tx, const struct desk *d, int64_t id, struct err *e);
/* NOT_FOUND when no such address is open, or its maker may no longer see clocks. */
MUST_CHECK enum status feed_open(struct tx *tx, const struct desk *d, const char *secret, struct feed *ret,
				 struct err *e);
/* The calendar, in Indonesian. @site: "https://..." of the office's pages. */
MUST_CHECK enum status feed_text(struct tx *tx, const struct desk *d, const struct feed *f, const char *site,
				 struct buf *out, struct err *e);

#endif
