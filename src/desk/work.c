/* work.c -- see work.h. */
#include "desk/work.h"

struct store_work desk_work(const struct office *o)
{
	return store_work(o->store);
}
