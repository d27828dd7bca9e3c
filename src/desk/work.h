/* work.h -- what the office's store was asked to do so far, for the counters of the server. */
#ifndef NETRA_DESK_WORK_H
#define NETRA_DESK_WORK_H

#include "desk/office.h"
#include "store/work.h"

struct store_work desk_work(const struct office *o);

#endif
