/* decree_internal.h -- what the files of this folder share. */
#ifndef NETRA_DESK_DECREE_DECREE_INTERNAL_H
#define NETRA_DESK_DECREE_DECREE_INTERNAL_H

#include "desk/decree/decree.h"

/* read.c: is this a decree at all? */
MUST_CHECK enum status decree_check(struct arena *a, const struct decree_text *t, struct err *e);
/* effect.c: both agree; in the caller's transaction. @typing is the newer of the two. */
MUST_CHECK enum status decree_effect(struct tx *tx, const struct desk *d, const struct decree_get_row *decree,
				     const struct decree_typings_row *typing, struct decree_result *ret, struct err *e);
/* After the commit: this process counts by it too. */
MUST_CHECK enum status decree_taken(const struct desk *d, struct err *e);

#endif
