/* clock_bench.c -- how long one deadline takes, with its sum and without, for the slowest of all clocks of the pack.
 *
 * The baseline is what any program does first: a walk from day to day, with a search for each day's holiday. Batches
 * of a year of starts; the figure is the median batch, divided.
 */
#include "cli/clock_ask.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define BATCHES 200
#define BATCH   365    /* deadlines in one batch: a year of starts */
#define LINES   200000 /* questions of the batch */
#define MANY    300000 /* open clocks to recount when a decree comes */

static int64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* a busy machine does not make us slower */
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

struct bench {
	struct arena arena;
	const struct law *law;
	const struct calendar *cal;
};

static enum status with_sum(struct bench *b, const struct clock_question *q, struct deadline *due)
{
	enum status status = clock_count(&b->arena, q, due, NULL);
	arena_reset(&b->arena);
	return status;
}

static enum status without_sum(struct bench *b, const struct clock_question *q, struct deadline *due)
{
	return clock_end(q, due, NULL);
}

/* From day to day; hours and months end at once. */
static enum status walked(struct bench *b, const struct clock_question *q, struct deadline *due)
{
	const struct law_clock *c = q->clock;
	struct day at = c->start_is_date ? q->day : day_of_instant(q->start, q->zone);
	for (int left = c->unit == HOUR || c->unit == MONTH ? 0 : c->amount; left > 0;) {
		at = day_add(at, c->backwards ? -1 : 1);
		left -= c->unit == CALENDAR_DAY || day_works(q->cal, at, NULL);
	}
	due->last = instant_day_end(at, q->zone);
	return OK;
}

typedef enum status (*counting)(struct bench *b, const struct clock_question *q, struct deadline *due);

static double batch(struct bench *b, const struct law_clock *clock, counting count)
{
	int64_t began = now_ns();
	for (int i = 0; i < BATCH; i++) {
		struct day day = day_add(day_of(2024, 1, 2), i);
		struct clock_question q = {.law = b->law, .clock = clock, .cal = b->cal, .day = day,
					   .start = instant_at(day, 10, 0, 0, WIB), .zone = WIB};
		struct deadline due;
		if (count(b, &q, &due) != OK)
			exit(1);
	}
	return (double)(now_ns() - began) / BATCH;
}

struct figure {
	double median, min, p99;
	const char *code;
};

/* The slowest clock of the pack. */
static struct figure worst(struct bench *b, counting count)
{
	static double ns[BATCHES];
	struct figure slowest = {0};
	for (size_t k = 0; k < b->law->clocks.n; k++) {
		for (size_t i = 0; i < BATCHES; i++)
			ns[i] = batch(b, &b->law->clocks.items[k], count);
		qsort(ns, BATCHES, sizeof *ns, ascending);
		if (ns[BATCHES / 2] > slowest.median)
			slowest = (struct figure){ns[BATCHES / 2], ns[0], ns[BATCHES * 99 / 100], b->law->clocks.items[k].code};
	}
	return slowest;
}

static struct figure say(struct bench *b, const char *name, const char *limit, counting count)
{
	struct figure f = worst(b, count);
	printf("%s | %.0f ns | %s | slowest of %zu clocks: %s, min %.0f, p99 %.0f\n", name, f.median, limit,
	       b->law->clocks.n, f.code, f.min, f.p99);
	return f;
}

static void recount(struct bench *b)
{
	int64_t began = now_ns();
	for (int i = 0; i < MANY; i++) {
		struct day day = day_add(day_of(2024, 1, 2), i % 365);
		struct clock_question q = {.law = b->law, .clock = &b->law->clocks.items[(size_t)i % b->law->clocks.n],
					   .cal = b->cal, .day = day, .start = instant_at(day, 10, 0, 0, WIB), .zone = WIB};
		struct deadline due;
		if (clock_end(&q, &due, NULL) != OK)
			exit(1);
	}
	printf("300,000 clocks recounted, without a store | %.1f ms | <= 1000 ms | all clocks in turn\n",
	       (double)(now_ns() - began) / 1e6);
}

static void once(const char *name, const char *limit, double *ns, size_t n)
{
	qsort(ns, n, sizeof *ns, ascending);
	printf("%s | %.0f ns | %s | min %.0f\n", name, ns[n / 2], limit, ns[0]);
}

/* What `netra clock --batch` does with a line, from its JSON to its answer's. */
static void batch_lines(struct bench *b)
{
	scoped(buf_free) struct buf line = {0}, out = {0};
	scoped(arena_free) struct arena keep = {0};
	struct clock_desk desk = {0};
	uint64_t bytes = 0;
	clock_desk_open(&keep, b->law, NULL, &desk);
	int64_t began = now_ns();
	for (int i = 0; i < LINES; i++) {
		char day[DAY_TEXT_MAX];
		const struct law_clock *c = &b->law->clocks.items[(size_t)i % b->law->clocks.n];
		day_iso(day_add(day_of(2024, 1, 2), i % 365), day);
		buf_clear(&line);
		buf_clear(&out);
		buf_printf(&line, "{\"id\":\"%d\",\"procedure\":\"%s\",\"clock\":\"%s\",\"start\":\"%s\",\"zone\":\"WITA\"}", i,
			   procedure_code(c->procedure), c->code,
			   c->unit == HOUR ? "2024-10-01T10:15:00+07:00" : day);
		if (!clock_answer_line(&b->arena, &desk, (struct str){line.s, line.n}, 1, &out))
			exit(1);
		arena_reset(&b->arena);
		bytes += out.n;
	}
	printf("questions a second in a batch, JSON in and out | %.0f | >= 150000 | all clocks in turn, %" PRIu64 " bytes each\n",
	       LINES / ((double)(now_ns() - began) / 1e9), bytes / LINES);
}

/* What is done when an office opens or a decree is entered. */
static void tables(struct bench *b)
{
	double read_ns[20], made_ns[20];
	for (size_t i = 0; i < 20; i++) {
		const struct law *again;
		int64_t began = now_ns();
		if (law_read(&b->arena, law_embedded, law_embedded_n, &again, NULL) != OK)
			exit(1);
		int64_t read = now_ns();
		calendar_of_law(&b->arena, again, false);
		made_ns[i] = (double)(now_ns() - read);
		read_ns[i] = (double)(read - began);
		arena_reset(&b->arena);
	}
	once("reading and checking the rule pack", "<= 50000000 ns", read_ns, 20);
	once("making the calendar of four years", "<= 2000000 ns", made_ns, 20);
}

int main(void)
{
	scoped(arena_free) struct arena keep = {0};
	struct bench b = {0};
	if (law_read(&keep, law_embedded, law_embedded_n, &b.law, NULL) != OK)
		return 1;
	b.cal = calendar_of_law(&keep, b.law, false);
	struct figure sum = say(&b, "one deadline with its sum", "<= 2000 ns", with_sum);
	struct figure end = say(&b, "one deadline without its sum", "<= 500 ns", without_sum);
	struct figure walk = say(&b, "baseline: the end by walking from day to day", "-", walked);
	printf("times faster than walking, without a sum | %.1f x | >= 2 x | the slowest clock of each\n", walk.median / end.median);
	printf("the sum as part of the walk's time | %.2f x | <= 2 x | %s\n", sum.median / walk.median, sum.code);
	recount(&b);
	batch_lines(&b);
	tables(&b);
	arena_free(&b.arena);
	return 0;
}
