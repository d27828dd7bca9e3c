/* decree_fuzz.c -- lists of days off, as CSV or JSON from a stranger's file: whatever comes, each day that is taken is a
 * day within the span, once, of a known kind. */
#include "desk/decree/decree.h"

#include <stdlib.h>

static void check(const struct decree_text *t)
{
	if (t->n > DECREE_DAYS_MAX)
		abort();
	for (size_t i = 0; i < t->n; i++) {
		const struct decree_day *d = &t->items[i];
		if (d->day.n < t->covers_from.n || d->day.n > t->covers_to.n)
			abort();
		if (d->change == DECREE_ADD && !decree_kind_known(d->kind))
			abort();
		for (size_t k = 0; k < i; k++)
			if (t->items[k].day.n == d->day.n)
				abort();
	}
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t n);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t n)
{
	struct arena a = {0};
	struct err e;
	struct decree_text t = {.number = "SKB", .title = "uji", .source = "", .decided_on = day_of(2026, 9, 1),
				.covers_from = day_of(2027, 1, 1), .covers_to = day_of(2027, 12, 31)};
	if (decree_read(&a, "f", (struct str){(const char *)data, n}, &t, &e) == OK)
		check(&t);
	else if (!e.why[0])
		abort();
	arena_free(&a);
	return 0;
}
