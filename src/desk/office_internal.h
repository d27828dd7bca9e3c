/* office_internal.h -- what office.c takes from keys.c. */
#ifndef NETRA_DESK_OFFICE_INTERNAL_H
#define NETRA_DESK_OFFICE_INTERNAL_H

#include "desk/office.h"
#include "office_sql.h"

/* keys.c. CONFLICT when a key is there already; BROKEN when one is missing. */
MUST_CHECK enum status keys_make(const char *folder, struct err *e);
void keys_remove(const char *folder); /* those that keys_make made, when the office did not come to be */
MUST_CHECK enum status keys_read(const char *folder, struct office *o, struct err *e);

/* calendar.c: the calendars that this office has counted by. */
struct calendar_shelf *calendar_shelf_new(void);
void calendar_shelf_free(struct calendar_shelf *s);

#endif
