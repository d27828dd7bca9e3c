/* packs_internal.h -- what office.c takes from packs.c. */
#ifndef NETRA_DESK_PACKS_INTERNAL_H
#define NETRA_DESK_PACKS_INTERNAL_H

#include "desk/office.h"

/* Reads the built-in pack; the office's law and regime are that pack alone until packs_refresh. */
MUST_CHECK enum status packs_start(struct office *o, struct err *e);
void packs_end(struct office *o);

#endif
