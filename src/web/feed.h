/* feed.h -- calendar programs read the running deadlines; officers make and end the addresses they read. */
#ifndef NETRA_WEB_FEED_H
#define NETRA_WEB_FEED_H

#include "desk/docket/feed.h"
#include "web/web.h"

struct feed_row {
	int64_t id;
	const char *name;
	bool mine, open;
	struct instant created_at, ended_at;
};
struct feed_view {
	struct fault fault;
	const char *name; /* as typed */
	bool mine;
	const char *address, *webcal; /* of the calendar just made; "" for none. Shown this once */
	const char *done;
	struct { struct feed_row *items; size_t n, cap; } rows;
	int64_t open;
};

#endif
