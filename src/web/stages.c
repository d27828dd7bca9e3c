/* stages.c -- where the election stands: the stages around today, as the front page and the boards show them. */
#include "web/stages.h"

#include <stdlib.h>
#include <string.h>

#define STAGES_SHOWN 5 /* the row of stages fits a page */

/* Days from @day to the stage, 0 while it runs. */
static int32_t distance(const struct law_stage *s, struct day day)
{
	struct day end = day_is_none(s->end) ? s->start : s->end;
	if (day_is_none(s->start))
		return INT32_MAX; /* open at its beginning: nothing to be near to */
	return day.n < s->start.n ? s->start.n - day.n : day.n > end.n ? day.n - end.n : 0;
}

/* The election one of whose stages is nearest to @day; NULL when the law names none. */
static const char *nearest_election(const struct law *law, struct day day)
{
	const char *election = NULL;
	int32_t least = INT32_MAX;
	for (size_t i = 0; i < law->stages.n; i++) {
		int32_t d = distance(&law->stages.items[i], day);
		if (d < least) {
			least = d;
			election = law->stages.items[i].election;
		}
	}
	return election;
}

/* "22 September", "24–26 November", "25 September – 23 November"; the year is the page's own. */
static const char *stage_days(struct arena *a, const struct law_stage *s, enum lang lang)
{
	int y, month, day, end_month, end_day;
	day_parts(s->start, &y, &month, &day);
	if (day_is_none(s->end) || s->end.n == s->start.n)
		return arena_printf(a, "%d %s", day, month_name(month, lang));
	day_parts(s->end, &y, &end_month, &end_day);
	if (month == end_month)
		return arena_printf(a, "%d–%d %s", day, end_day, month_name(month, lang));
	return arena_printf(a, "%d %s – %d %s", day, month_name(month, lang), end_day, month_name(end_month, lang));
}

static int by_start(const void *a, const void *b)
{
	const struct law_stage *x = *(const struct law_stage *const *)a, *y = *(const struct law_stage *const *)b;
	return (x->start.n > y->start.n) - (x->start.n < y->start.n);
}

static struct stage_view stage_view_of(const struct request *rq, const struct law_stage *s, struct day today)
{
	return (struct stage_view){
		.name = rq->lang == EN && !text_blank(s->name_en) ? s->name_en : s->name_id,
		.days = stage_days(rq->desk.arena, s, rq->lang),
		.state = distance(s, today) == 0 ? "now" : s->start.n < today.n ? "past" : "next",
	};
}

/* The stages of the nearest election in order of time, cut to a window around today. */
void stages_fill(const struct request *rq, struct day today, const char *election, struct stage_views *stages, struct stage_views *now)
{
	const struct law *law = desk_law(&rq->desk);
	if (law && !election)
		election = nearest_election(law, today);
	if (!election)
		return;
	const struct law_stage **all = arena_array(rq->desk.arena, const struct law_stage *, law->stages.n);
	size_t n = 0, at = 0;
	for (size_t i = 0; i < law->stages.n; i++)
		if (text_eq(law->stages.items[i].election, election) && !day_is_none(law->stages.items[i].start))
			all[n++] = &law->stages.items[i];
	qsort(all, n, sizeof all[0], by_start);
	while (at + 1 < n && all[at + 1]->start.n <= today.n)
		at++;
	size_t first = at > STAGES_SHOWN / 2 ? at - STAGES_SHOWN / 2 : 0;
	if (first + STAGES_SHOWN > n)
		first = n > STAGES_SHOWN ? n - STAGES_SHOWN : 0;
	for (size_t i = first; i < n && i < first + STAGES_SHOWN; i++) {
		struct stage_view s = stage_view_of(rq, all[i], today);
		ARENA_PUSH(rq->desk.arena, stages, s);
		if (!strcmp(s.state, "now"))
			ARENA_PUSH(rq->desk.arena, now, s);
	}
}
