/* index.h -- the vulnerability index: which areas need prevention first, and why.
 *
 * The method is that of Bawaslu's IKP: an indicator's events are counted and weighted with the weight of its level, the
 * products are added up for each area, and the sums are scaled so that the highest area stands at 100. A score therefore
 * says nothing by itself: it compares, and an area that reports well scores worse. So every score keeps its sum, each
 * indicator's contribution and the raw count.
 *
 * Whole numbers only: weights, counts and sums are integers, the score is in hundredths of a point, rounded half up. What is
 * not known is not guessed: it adds nothing, and is said.
 *
 * Pure: values in, values out.
 */
#ifndef NETRA_CORE_INDEX_INDEX_H
#define NETRA_CORE_INDEX_INDEX_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

#define INDEX_INDICATORS_MAX 100
#define INDEX_WEIGHT_MAX     1000
#define INDEX_COUNT_MAX      INT64_C(1000000000)
#define INDEX_FULL           10000 /* the score of the highest area: 100.00 points */

struct index_indicator {
	int64_t weight; /* 1 to INDEX_WEIGHT_MAX */
	int64_t most;   /* events that count at the most; 0: all */
};
struct index_count {
	int64_t n; /* events, 0 to INDEX_COUNT_MAX */
	bool known;
};

struct index_part { /* what one indicator adds */
	int64_t counted; /* of the events, those that count */
	int64_t points;  /* counted x weight */
	bool known, cut; /* cut: there were more than `most` */
};
struct index_score {
	int64_t sum;
	int score;              /* hundredths: 5587 is 55.87 */
	int rank;               /* from 1; areas with the same sum share it: 1, 2, 2, 4 */
	size_t unknown;         /* indicators of which nothing is known here */
	struct index_part *parts; /* one for each indicator */
};

/* Scores of @n areas. @counts: area by area, @m indicators each. @ret: @n scores in the order of the areas, in @a; all are 0
 * when no area has any event. INVALID: a number is out of its bounds. */
MUST_CHECK enum status index_score(struct arena *a, const struct index_indicator *indicators, size_t m,
				   const struct index_count *counts, size_t n, struct index_score **ret, struct err *e);
/* @sum against the highest, in hundredths, rounded half up; 0 when @highest is 0. */
int index_scaled(int64_t sum, int64_t highest);

#endif
