/* index.c -- the sum of each area, then the scale. The largest sum is 100 indicators x 1,000 x 10^9 = 10^14; doubled and
 * times 10,000 it stays below 2^63. */
#include "core/index/index.h"

static enum status indicators_check(const struct index_indicator *indicators, size_t m, struct err *e)
{
	if (m > INDEX_INDICATORS_MAX)
		return FAIL(e, INVALID, "%zu indicators, at most %d", m, INDEX_INDICATORS_MAX);
	for (size_t k = 0; k < m; k++)
		if (indicators[k].weight < 1 || indicators[k].weight > INDEX_WEIGHT_MAX || indicators[k].most < 0)
			return FAIL(e, INVALID, "indicator %zu: weight %lld, most %lld", k, (long long)indicators[k].weight,
				    (long long)indicators[k].most);
	return OK;
}

static enum status part_of(const struct index_indicator *i, const struct index_count *c, struct index_part *ret, struct err *e)
{
	if (!c->known)
		return *ret = (struct index_part){0}, OK;
	if (c->n < 0 || c->n > INDEX_COUNT_MAX)
		return FAIL(e, INVALID, "a count of %lld", (long long)c->n);
	bool cut = i->most && c->n > i->most;
	int64_t counted = cut ? i->most : c->n;
	*ret = (struct index_part){.counted = counted, .points = counted * i->weight, .known = true, .cut = cut};
	return OK;
}

static enum status area_sum(struct arena *a, const struct index_indicator *indicators, size_t m, const struct index_count *counts,
			    struct index_score *ret, struct err *e)
{
	*ret = (struct index_score){.parts = arena_array(a, struct index_part, m)};
	for (size_t k = 0; k < m; k++) {
		TRY(part_of(&indicators[k], &counts[k], &ret->parts[k], e));
		ret->sum += ret->parts[k].points;
		ret->unknown += !ret->parts[k].known;
	}
	return OK;
}

int index_scaled(int64_t sum, int64_t highest)
{
	return highest ? (int)((2 * sum * INDEX_FULL + highest) / (2 * highest)) : 0;
}

static int rank_of(const struct index_score *all, size_t n, int64_t sum)
{
	int rank = 1;
	for (size_t i = 0; i < n; i++)
		rank += all[i].sum > sum;
	return rank;
}

enum status index_score(struct arena *a, const struct index_indicator *indicators, size_t m, const struct index_count *counts,
			size_t n, struct index_score **ret, struct err *e)
{
	struct index_score *all = arena_array(a, struct index_score, n);
	int64_t highest = 0;
	TRY(indicators_check(indicators, m, e));
	for (size_t i = 0; i < n; i++) {
		TRY(area_sum(a, indicators, m, counts + i * m, &all[i], e));
		highest = all[i].sum > highest ? all[i].sum : highest;
	}
	for (size_t i = 0; i < n; i++) {
		all[i].score = index_scaled(all[i].sum, highest);
		all[i].rank = rank_of(all, n, all[i].sum);
	}
	*ret = all;
	return OK;
}
