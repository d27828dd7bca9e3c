/* lists.c -- see lists.h. */
#include "web/lists.h"

#include "desk/outreach/circular.h"
#include "desk/pledge/pledge.h"

enum status lists_follow(struct tx *tx, const struct desk *d, int64_t roster, struct err *e)
{
	TRY(circular_recount_list(tx, d, roster, e));
	return pledge_recount_list(tx, d, roster, e);
}
