/* parcels.h -- pages of the packages: how one travels, what is in it, keys of recipients, the page that opens it. */
#ifndef NETRA_WEB_PARCELS_H
#define NETRA_WEB_PARCELS_H

#include "desk/forward/parcels.h"
#include "web/views.h"
#include "web/web.h"

/* How a package would go today. */
struct way_view {
	bool sealed;
	const char *print, *why_not;
	struct day to;
};
MUST_CHECK enum status way_fill(struct request *rq, struct tx *tx, const struct law *law, const struct forward_receiver *to,
				struct way_view *ret, struct err *e);

struct parcel_inside {
	const char *name, *size;
	bool unread; /* a picture, a video, a paper of others: names in it are not found by the program */
};
struct parcel_view {
	bool there, sealed;
	const char *part, *way, *why, *print, *sha256, *size; /* @part: the last part of its address; @size "": not made yet */
	int64_t masked;
	struct { struct parcel_inside *items; size_t n, cap; } files;
};
MUST_CHECK enum status parcel_fill(struct request *rq, struct tx *tx, int64_t handover, struct parcel_view *ret, struct err *e);
/* Sends the one file of a hand-over whose file the reader may see. */
enum status parcel_answer(struct request *rq, int64_t handover, struct err *e);

struct recipient_choice {
	const char *name;
	bool on;
};
struct recipient_view {
	int64_t id;
	const char *receiver, *print, *checked, *state, *why;
	struct day from, to;
	struct instant at;
	bool holds, revoked;
};
struct recipients_view {
	struct fault fault;
	struct { struct recipient_choice *items; size_t n, cap; } choices;
	struct { struct recipient_view *items; size_t n, cap; } items;
	const char *key, *print, *checked_with, *from, *to; /* as typed */
	bool may; /* register and revoke */
};

#endif
