/* change.h -- a form of a page changes one thing, and is told what was wrong in the reader's words. */
#ifndef NETRA_WEB_CHANGE_H
#define NETRA_WEB_CHANGE_H

#include "web/web.h"

/* Changes the thing of that id. */
typedef enum status (*change)(struct request *rq, struct tx *tx, int64_t id, struct err *e);
/* The thing that the address names first is changed in a transaction of its own. */
MUST_CHECK enum status rq_change(struct request *rq, change make, struct err *e);

struct fault_words { /* what is said of a field */
	const char *field;
	enum status status; /* OK: whatever was wrong with it */
	const char *id, *en;
};
/* The fault in the first words that fit, else as rq_fault has it. */
struct fault rq_fault_said(struct request *rq, const struct err *e, const struct fault_words *words, size_t n);

#endif
