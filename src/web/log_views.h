/* log_views.h -- what the pages about the log of receipts show. */
#ifndef NETRA_WEB_LOG_VIEWS_H
#define NETRA_WEB_LOG_VIEWS_H

#include "web/web.h"

#include "desk/evidence/receipts.h"

struct log_row { /* a head that was signed */
	int64_t id, size, grown, width; /* grown: receipts since the head before; width: of its bar, 0 to 100 */
	struct instant at;
	const char *root, *start; /* in hexadecimal; its first digits */
	bool daily;
};
struct log_view {
	bool any, drill;
	struct log_row now;     /* the newest head */
	const char *text, *key; /* it, as a text to keep; the office's public key */
	const char *origin;
	int64_t waiting;        /* receipts since then */
	struct log_rows {
		struct log_row *items;
		size_t n, cap;
	} rows, bars;           /* newest first; the bars oldest first */
	int64_t older;          /* address of the rows before these; 0: none */
	bool first_page;
};

/* How a receipt stands in the log, for /periksa. */
struct log_place {
	bool known;          /* it is a receipt of ours with an index */
	bool proven;         /* a head holds it */
	int64_t index, size; /* of the head */
	struct instant head_at;
	size_t steps;        /* of the proof */
	const char *picture; /* of the path to the head, SVG */
};
MUST_CHECK enum status log_place_of(struct tx *tx, const struct request *rq, int64_t index, struct log_place *ret,
				    struct err *e);

#endif
