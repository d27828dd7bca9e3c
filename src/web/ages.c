/* ages.c -- the median age of recommendations per receiver, drawn as bars. */
#include "web/ages.h"

#include "paper/paper.h"

const char *ages_picture(const struct request *rq, const struct figures_ages *ages)
{
	struct arena *a = rq->desk.arena;
	bool en = rq->lang == EN;
	struct bar *bars = arena_array(a, struct bar, ages->n + 1);
	size_t n = 0;
	for (size_t i = 0; i < ages->n; i++) {
		const struct figures_age *age = &ages->items[i];
		if (age->enough)
			bars[n++] = (struct bar){.label = age->receiver, .amount = (double)age->median_days,
						 .value = arena_printf(a, en ? "%lld days" : "%lld hari", (long long)age->median_days)};
	}
	if (!n)
		return "";
	scoped(buf_free) struct buf b = {0};
	struct drawing d = paper_bars(a, en ? "Median age of recommendations per receiver, in days" : "Median usia rekomendasi per penerima, dalam hari",
				      bars, n, 0);
	drawing_svg(&b, &d);
	return buf_arena(a, &b);
}
