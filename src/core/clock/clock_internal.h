/* clock_internal.h -- what the files of core/clock share and nobody else needs. */
#ifndef NETRA_CORE_CLOCK_CLOCK_INTERNAL_H
#define NETRA_CORE_CLOCK_CLOCK_INTERNAL_H

#include "core/clock/clock.h"

#define SATURDAY 5 /* as day_weekday counts */

/* The row of a covered day; the row behind it is always there, so [1].before counts the day itself in. */
static inline const struct calendar_day *calendar_at(const struct calendar *c, struct day d)
{
	return &c->days[d.n - c->covers_from.n];
}

#endif
