/* ages.c -- the median age of recommendations per receiver, as bars. */
#include "web/ages.h"

#include <stdlib.h>

static int slowest_first(const void *a, const void *b)
{
	const struct age_bar *x = a, *y = b;
	return (y->days > x->days) - (y->days < x->days);
}

void ages_bars(const struct request *rq, const struct figures_ages *ages, struct age_bars *ret)
{
	*ret = (struct age_bars){0};
	for (size_t i = 0; i < ages->n; i++) {
		struct age_bar bar = {.receiver = ages->items[i].receiver, .days = ages->items[i].median_days};
		if (ages->items[i].enough)
			ARENA_PUSH(rq->desk.arena, ret, bar);
	}
	if (!ret->n)
		return;
	qsort(ret->items, ret->n, sizeof *ret->items, slowest_first);
	ret->more = ret->n > AGE_BARS_MAX ? ret->n - AGE_BARS_MAX : 0;
	ret->n -= ret->more;
	for (size_t i = 0; i < ret->n; i++)
		ret->items[i].width = ret->items[0].days ? ret->items[i].days * 100 / ret->items[0].days : 0;
}
