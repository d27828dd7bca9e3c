/* charts.c -- the few charts Netra has, as drawings 320 units wide: bars, funnel, sparkline, month strip. */
#include "paper/paper.h"

#include <string.h>

#define WIDTH      320.0
#define ROW        30.0 /* of a bar with its words above it */
#define BAR        11.0 /* thickness */
#define TEXT_SIZE  10.0
#define DAY_WIDTH  (WIDTH / 7)
#define DAY_HEIGHT 34.0

static const char *amount_words(struct arena *a, const struct bar *b)
{
	char text[32];
	return b->value ? b->value : arena_strdup(a, int_dots((int64_t)b->amount, DOTS, text));
}

static void put_words(struct arena *a, struct drawing *d, const struct bar *b, double y)
{
	struct shape label = {.kind = SHAPE_TEXT, .x = 0, .y = y, .height = TEXT_SIZE, .text = b->label};
	struct shape value = {.kind = SHAPE_TEXT,
			      .x = WIDTH,
			      .y = y,
			      .height = TEXT_SIZE,
			      .bold = true,
			      .anchor = ANCHOR_END,
			      .text = amount_words(a, b)};
	ARENA_PUSH(a, d, label);
	ARENA_PUSH(a, d, value);
}

static double largest(const struct bar *bars, size_t n, double max)
{
	for (size_t i = 0; i < n; i++)
		max = bars[i].amount > max ? bars[i].amount : max;
	return max > 0 ? max : 1;
}

/* A thing that is there but small is still seen. */
static double bar_width(double amount, double max)
{
	double w = WIDTH * amount / max;
	return amount > 0 && w < 1.5 ? 1.5 : w < 0 ? 0 : w;
}

struct drawing paper_bars(struct arena *a, const char *title, const struct bar *bars, size_t n, double max)
{
	struct drawing d = {.title = title, .width = WIDTH, .height = ROW * (double)(n ? n : 1)};
	max = largest(bars, n, max);
	for (size_t i = 0; i < n; i++) {
		double y = ROW * (double)i;
		put_words(a, &d, &bars[i], y + TEXT_SIZE);
		struct shape ground = {
			.kind = SHAPE_BOX, .ink = INK_WASH, .y = y + 14, .width = WIDTH, .height = BAR};
		struct shape bar = {.kind = SHAPE_BOX,
				    .ink = INK_INDIGO,
				    .y = y + 14,
				    .height = BAR,
				    .width = bar_width(bars[i].amount, max)};
		ARENA_PUSH(a, &d, ground);
		ARENA_PUSH(a, &d, bar);
	}
	return d;
}

struct drawing paper_funnel(struct arena *a, const char *title, const struct bar *stages, size_t n)
{
	struct drawing d = {.title = title, .width = WIDTH, .height = ROW * (double)(n ? n : 1)};
	double max = largest(stages, n, 0);
	for (size_t i = 0; i < n; i++) {
		double y = ROW * (double)i, w = bar_width(stages[i].amount, max);
		put_words(a, &d, &stages[i], y + TEXT_SIZE);
		struct shape bar = {.kind = SHAPE_BOX,
				    .ink = INK_INDIGO,
				    .x = (WIDTH - w) / 2,
				    .y = y + 14,
				    .width = w,
				    .height = BAR};
		ARENA_PUSH(a, &d, bar);
	}
	return d;
}

struct drawing paper_sparkline(struct arena *a, const char *title, const double *values, size_t n)
{
	enum { HEIGHT = 72, TOP = 6, FOOT = 70 };
	struct drawing d = {.title = title, .width = WIDTH, .height = HEIGHT};
	if (!n)
		return d;
	double max = 0;
	for (size_t i = 0; i < n; i++)
		max = values[i] > max ? values[i] : max;
	struct point *area = arena_array(a, struct point, n + 2);
	for (size_t i = 0; i < n; i++) {
		double x = n > 1 ? WIDTH * (double)i / (double)(n - 1) : WIDTH / 2;
		area[i + 1] = (struct point){x, FOOT - (max > 0 ? values[i] / max : 0) * (FOOT - TOP)};
	}
	area[0] = (struct point){area[1].x, FOOT};
	area[n + 1] = (struct point){area[n].x, FOOT};
	struct shape ground = {.kind = SHAPE_AREA, .ink = INK_WASH, .points = area, .n = n + 2};
	struct shape line = {.kind = SHAPE_LINE, .ink = INK_INDIGO, .points = area + 1, .n = n, .stroke = 2};
	struct shape dot = {
		.kind = SHAPE_DOT, .ink = INK_INDIGO, .x = area[n].x - 3, .y = area[n].y, .width = 3};
	ARENA_PUSH(a, &d, ground);
	ARENA_PUSH(a, &d, line);
	ARENA_PUSH(a, &d, dot);
	return d;
}

/* ---- month strip ---- */

static const struct strip_day *strip_find(const struct strip_day *days, size_t n, struct day on)
{
	for (size_t i = 0; i < n; i++)
		if (days[i].day.n == on.n)
			return &days[i];
	return NULL;
}

struct strip {
	const struct strip_day *days;
	size_t n;
	struct day start, last, today;
};

/* Not counted: dashed; counted: outlined and washed; the last day: solid; today: a thick ring. Each has its
 * word. */
static void put_day(struct arena *a, struct drawing *d, const struct strip *s, struct day on, double x,
		    double y)
{
	const struct strip_day *found = strip_find(s->days, s->n, on);
	bool last = on.n == s->last.n, counted = found && found->counted, start = on.n == s->start.n;
	struct shape box = {.kind = SHAPE_BOX,
			    .ink = last ? INK_INDIGO : INK_WASH,
			    .x = x + 1.5,
			    .y = y + 1.5,
			    .width = DAY_WIDTH - 3,
			    .height = DAY_HEIGHT - 3};
	struct shape edge = box;
	edge.kind = SHAPE_EDGE;
	edge.ink = on.n == s->today.n ? INK_SOGAN : counted ? INK_INDIGO : INK_LINE;
	edge.stroke = on.n == s->today.n ? 2.5 : counted ? 1 : 0;
	if (last || counted)
		ARENA_PUSH(a, d, box);
	if (found || start || last || on.n == s->today.n)
		ARENA_PUSH(a, d, edge);
	int year, month, day;
	day_parts(on, &year, &month, &day);
	const char *word = start     ? "mulai"
			   : counted ? arena_printf(a, "%d", found->number)
			   : found   ? "–"
				     : "";
	enum paper_ink ink = last ? INK_WHITE : INK_TEXT;
	struct shape number = {.kind = SHAPE_TEXT,
			       .ink = ink,
			       .x = x + DAY_WIDTH / 2,
			       .y = y + 14,
			       .height = 11,
			       .bold = true,
			       .anchor = ANCHOR_MIDDLE,
			       .text = arena_printf(a, "%d", day)};
	struct shape below = {.kind = SHAPE_TEXT,
			      .ink = ink,
			      .x = x + DAY_WIDTH / 2,
			      .y = y + 27,
			      .height = 9,
			      .anchor = ANCHOR_MIDDLE,
			      .text = word};
	ARENA_PUSH(a, d, number);
	ARENA_PUSH(a, d, below);
}

struct drawing paper_strip(struct arena *a, const char *title, const struct strip_day *days, size_t n,
			   struct day start, struct day last, struct day today)
{
	enum { HEAD = 14, WEEKS_MAX = 60 };
	struct strip s = {days, n, start, last, today};
	struct day from = start.n < last.n ? start : last, to = start.n < last.n ? last : start;
	from = day_add(from, -day_weekday(from));
	int weeks = (to.n - from.n) / 7 + 1;
	weeks = weeks > WEEKS_MAX ? WEEKS_MAX : weeks;
	struct drawing d = {.title = title, .width = WIDTH, .height = HEAD + DAY_HEIGHT * weeks};
	for (int i = 0; i < 7; i++) {
		struct shape head = {.kind = SHAPE_TEXT,
				     .ink = INK_SOFT,
				     .x = DAY_WIDTH * (i + 0.5),
				     .y = 10,
				     .height = 9,
				     .anchor = ANCHOR_MIDDLE,
				     .text = arena_strndup(a, weekday_name(i, ID), 3)};
		ARENA_PUSH(a, &d, head);
	}
	for (int i = 0; i < weeks * 7; i++)
		put_day(a, &d, &s, day_add(from, i), DAY_WIDTH * (i % 7), HEAD + DAY_HEIGHT * (i / 7));
	return d;
}
