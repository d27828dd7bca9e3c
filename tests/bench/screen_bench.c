/* screen_bench.c -- the screening engine against a country: building and opening the index, posts a second, names.
 *
 * The load is tests/bench/load.h; its sizes come from the environment. Times are processor time of the thread, so that
 * a busy machine does not fail a true figure; only the figure of two threads is by the clock on the wall, and it is
 * printed without a limit when fewer than two processors were free. Limits are those of issue 4, for 4.7 million
 * persons: with fewer they are easier to keep.
 */
#define _GNU_SOURCE
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static double clock_s(clockid_t which)
{
	struct timespec t;
	clock_gettime(which, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}
static double now_s(void) { return clock_s(CLOCK_THREAD_CPUTIME_ID); }

static void must(enum status s, const struct err *e)
{
	if (s != OK) {
		fprintf(stderr, "%s\n", e->why);
		exit(1);
	}
}

/* ---- The index ---- */

static double memory_mb(void)
{
	struct rusage used;
	getrusage(RUSAGE_SELF, &used);
	return (double)used.ru_maxrss / 1e3;
}

/* The rows are composed before the clock starts: a register comes from a file. Time is that of the whole process, all
 * threads of it together. */
static void bench_build(struct load *l, const char *path)
{
	scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
	struct err e;
	double start = now_s();
	load_compose(l);
	load_watchlist(l, b);
	double before_mb = memory_mb(), began = clock_s(CLOCK_PROCESS_CPUTIME_ID);
	load_registry(l, b);
	double added = clock_s(CLOCK_PROCESS_CPUTIME_ID);
	must(screen_write(b, path, &e), &e);
	double written = clock_s(CLOCK_PROCESS_CPUTIME_ID);
	printf("making the index | %.1f s | <= 10 s | adding rows %.1f s, ordering and writing %.1f s; %.0f MB of memory\n", written - began, added - began,
	       written - added, memory_mb() - before_mb);
	printf("  composing its rows, not of the engine | %.1f s | | \n", began - start);
}

static struct screen *bench_open(struct load *l, const char *path, size_t accounts)
{
	struct screen *s = NULL;
	struct err e;
	double best = 1e9, first = 1e9;
	char query[512];
	enum query_kind kind;
	for (int again = 0; again < 5; again++) {
		scoped(arena_free) struct arena a = {0};
		struct screen_hits hits;
		screen_close(s);
		double began = clock_s(CLOCK_PROCESS_CPUTIME_ID);
		must(screen_open(path, NULL, &s, &e), &e);
		double opened = clock_s(CLOCK_PROCESS_CPUTIME_ID);
		scoped(screen_run_free) struct screen_run *run = screen_run_new(s, NULL);
		load_query(l, query, &kind);
		screen_name(run, &a, query, 10, &hits);
		double answered = clock_s(CLOCK_PROCESS_CPUTIME_ID);
		best = opened - began < best ? opened - began : best;
		first = answered - began < first ? answered - began : first;
	}
	struct screen_info info = screen_info(s);
	printf("opening the index, its file in memory | %.2f ms | <= 5 ms | with the first name answered %.2f ms\n", best * 1e3, first * 1e3);
	printf("index, bytes a person | %.1f B | <= 25 B | %zu persons, %zu names, %zu words, %zu terms; %.1f MB with 10 B for each of %zu accounts\n",
	       ((double)info.size_bytes - 10.0 * (double)accounts) / (double)info.persons, info.persons, info.names, info.tokens, info.terms,
	       (double)info.size_bytes / 1e6, info.accounts);
	return s;
}

/* ---- Posts ---- */

static double touch_s(const struct buf *lines)
{
	double began = now_s();
	size_t n = 0;
	for (int again = 0; again < 5; again++)
		for (const char *at = lines->s, *end = at + lines->n; at < end && (at = memchr(at, '\n', (size_t)(end - at))); at++)
			n++;
	return n ? (now_s() - began) / 5 : 0;
}

static double screen_s(const struct screen *s, const struct buf *lines, int threads, clockid_t which, struct screen_tally *tally)
{
	struct buf out = {.limit = SIZE_MAX / 2};
	*tally = (struct screen_tally){0};
	double began = clock_s(which);
	screen_lines(s, NULL, lines->s, lines->n, 1, threads, &out, tally);
	double ret = clock_s(which) - began;
	buf_free(&out);
	if (tally->bad || !tally->posts) {
		fprintf(stderr, "%llu lines refused: %s\n", (unsigned long long)tally->bad, tally->first_error);
		exit(1);
	}
	return ret;
}

static void bench_posts(struct load *l, const struct screen *s, size_t n, unsigned naming, const char *limit, const char *limit_two)
{
	struct buf lines = {.limit = SIZE_MAX / 2};
	struct screen_tally tally;
	load_posts(l, &lines, n, naming, 100);
	double took = screen_s(s, &lines, 1, CLOCK_PROCESS_CPUTIME_ID, &tally), again = screen_s(s, &lines, 1, CLOCK_PROCESS_CPUTIME_ID, &tally);
	took = again < took ? again : took;
	double touch = touch_s(&lines);
	printf("posts, %.0f %% name a candidate | %.0f posts/s | %s | a core; %.0f bytes each, %llu concerned, %llu alerts\n", naming / 10.0,
	       (double)tally.posts / took, limit, (double)lines.n / (double)n, (unsigned long long)tally.concerned, (unsigned long long)tally.alerts);
	printf("  against finding line ends in the same bytes | %.0f x | | %.2f us a post; memchr %.1f GB/s\n", took / touch, took / (double)n * 1e6,
	       (double)lines.n / touch / 1e9);
	if (limit_two) {
		double wall = screen_s(s, &lines, 2, CLOCK_MONOTONIC, &tally);
		double load[1] = {0};
		bool quiet = getloadavg(load, 1) == 1 && load[0] < 1.5;
		printf("  on two threads, by the wall clock | %.0f posts/s | %s | load of the machine %.1f\n", (double)n / wall, quiet ? limit_two : "", load[0]);
	}
	buf_free(&lines);
}

/* ---- Names ---- */

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

struct recall {
	size_t n, found, first;
};

/* Found: the very person, or one whose name is written the same (nobody can tell namesakes by a name). */
static void count(struct recall *r, const struct load *l, int64_t ref, const struct screen_hits *hits)
{
	r->n++;
	for (size_t i = 0; i < hits->n && i < 10; i++)
		if (hits->items[i].ref == ref || !strcmp(load_name(l, hits->items[i].ref), load_name(l, ref))) {
			r->found++;
			r->first += i == 0;
			return;
		}
}

static void bench_names(struct load *l, const struct screen *s, size_t n)
{
	double *ms = calloc(n, sizeof *ms), sum = 0;
	struct recall all = {0}, by[QUERY_KINDS] = {0};
	scoped(screen_run_free) struct screen_run *run = screen_run_new(s, NULL);
	scoped(arena_free) struct arena a = {0};
	for (size_t i = 0; i < n; i++) {
		char query[512];
		enum query_kind kind;
		struct screen_hits hits;
		int64_t ref = load_query(l, query, &kind);
		double began = now_s();
		screen_name(run, &a, query, 10, &hits);
		ms[i] = (now_s() - began) * 1000;
		sum += ms[i];
		count(&all, l, ref, &hits);
		count(&by[kind], l, ref, &hits);
		arena_reset(&a);
	}
	qsort(ms, n, sizeof *ms, ascending);
	printf("one name, mean | %.3f ms | <= 0.15 ms | %zu names, typing mistakes and initials among them\n", sum / (double)n, n);
	printf("one name, p99 | %.3f ms | <= 1.0 ms | p50 %.3f, p99.9 %.3f, max %.3f\n", ms[n * 99 / 100], ms[n / 2], ms[n * 999 / 1000], ms[n - 1]);
	printf("one name, among the first ten | %.3f | >= 0.94 | \n", (double)all.found / (double)n);
	printf("one name, the first of all | %.3f | >= 0.88 | \n", (double)all.first / (double)n);
	for (int k = 0; k < QUERY_KINDS; k++)
		printf("  %s | %.3f | | first %.3f of %zu\n", query_kind_names[k], (double)by[k].found / (double)by[k].n, (double)by[k].first / (double)by[k].n, by[k].n);
	free(ms);
}

int main(void)
{
	size_t persons = load_size("NETRA_BENCH_PERSONS", 4700000), accounts = load_size("NETRA_BENCH_ACCOUNTS", persons * 5000 / 4700),
	       pairs = load_size("NETRA_BENCH_PAIRS", 1557), posts = load_size("NETRA_BENCH_POSTS", 200000), queries = load_size("NETRA_BENCH_QUERIES", 5000);
	char path[] = "/tmp/netra-bench-XXXXXX";
	int fd = mkstemp(path);
	if (fd < 0)
		return 1;
	close(fd);
	struct load *l = load_new(2024, persons, accounts, pairs);
	bench_build(l, path);
	struct screen *s = bench_open(l, path, accounts);
	bench_posts(l, s, posts, 30, ">= 450000 posts/s", ">= 850000 posts/s");
	bench_posts(l, s, posts / 4 + 1, 950, ">= 70000 posts/s", NULL);
	bench_names(l, s, queries);
	screen_close(s);
	unlink(path);
	load_free(l);
	return 0;
}
