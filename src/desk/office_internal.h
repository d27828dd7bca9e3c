/* office_internal.h -- what office.c takes from keys.c and calendar.c. */
#ifndef NETRA_DESK_OFFICE_INTERNAL_H
#define NETRA_DESK_OFFICE_INTERNAL_H

#include "base/buf.h"
#include "desk/office.h"
#include "office_sql.h"

/* keys.c. CONFLICT when a key is there already; BROKEN when one is missing. */
MUST_CHECK enum status keys_make(const char *folder, struct err *e);
void keys_remove(const char *folder); /* those that keys_make made, when the office did not come to be */
MUST_CHECK enum status keys_read(const char *folder, struct office *o, struct err *e);

/* calendar.c. The pack's days and the office's own rows (@own ascending by day), each day once. */
const struct calendar *calendar_with(struct arena *a, const struct calendar *law,
				     const struct office_holidays_rows *own);

#endif
