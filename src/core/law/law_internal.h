/* law_internal.h -- between the reader of packs (read.c) and the checks that need the whole pack (check.c). */
#ifndef NETRA_CORE_LAW_LAW_INTERNAL_H
#define NETRA_CORE_LAW_LAW_INTERNAL_H

#include "core/law/law.h"

/* What no single row can show: versions without gap or overlap, clocks, states and papers that exist, states
 * that can be reached and left, one answer for each class and day. */
void law_check(struct arena *a, const struct law *law, struct law_faults *faults);

#endif
