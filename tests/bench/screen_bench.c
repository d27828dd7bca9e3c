/* screen_bench.c -- the screening engine against a country: the table of issue 4, with others beside it.
 *
 *     bench-screen_bench [SECTION...]     index posts ways names python trigram; all when none is named
 *
 * The country is country.h's: composed, or the files of NETRA_BENCH_LOAD. Times are processor time, so that a busy
 * machine does not fail a true figure, and the best of several short runs taken in turns; only the figure of two threads
 * is by the clock on the wall, and it is held to its limit only when nobody else used a processor. Limits are those of
 * the issue, for 4.7 million persons: with fewer they are easier to keep.
 */
#define _GNU_SOURCE
#include "base/id.h"
#include "core/text/bytes.h"
#include "country.h"
#include "measure.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#ifndef LEXICON_FOLDER
#define LEXICON_FOLDER "lexicon"
#endif
#define TURNS 5
enum { FOUND = 1, FIRST = 2 };

struct bench {
	struct country *c;
	struct screen *s;
	char path[4096]; /* of the index */
	double *ms;    /* of each query, in the best turn */
	unsigned char *found; /* of each query: FOUND, FIRST */
	bool failed;   /* an answer was wrong: no figure, but the end of all of them */
};

static void must(enum status s, const struct err *e)
{
	if (s != OK) {
		fprintf(stderr, "%s\n", e->why);
		exit(1);
	}
}
static double least(double a, double b) { return !a || b < a ? b : a; }

/* ---- The index ---- */

/* The most memory this program held since the last call, in MB. */
static double memory_mb(void)
{
	struct rusage used;
	getrusage(RUSAGE_SELF, &used);
	FILE *f = fopen("/proc/self/clear_refs", "w");
	if (f) {
		fputs("5", f); /* forgets the peak */
		fclose(f);
	}
	return (double)used.ru_maxrss / 1e3;
}

/* The rows lie in memory before the clock starts. Time is that of the whole program, all threads of it together. */
static void bench_build(struct bench *b)
{
	scoped(screen_builder_free) struct screen_builder *builder = screen_builder_new();
	struct err e;
	memory_mb();
	double before_mb = memory_mb(), began = process_s(), wall = wall_s();
	country_build(b->c, builder);
	double added = process_s();
	must(screen_write(builder, b->path, &e), &e);
	double written = process_s();
	printf("making the index | %.1f s | <= 10 s | adding rows %.1f s, ordering and writing %.1f s; %.1f s by the wall; %.0f MB; %zu rows refused, %zu numbers twice\n",
	       written - began, added - began, written - added, wall_s() - wall, memory_mb() - before_mb, b->c->refused, b->c->twice);
}

/* One opening and the first name answered. */
static void open_once(struct bench *b, double *opened, double *answered)
{
	scoped(arena_free) struct arena a = {0};
	struct screen_hits hits;
	struct err e;
	screen_close(b->s);
	b->s = NULL;
	double began = process_s();
	must(screen_open(b->path, NULL, &b->s, &e), &e);
	*opened = least(*opened, process_s() - began);
	scoped(screen_run_free) struct screen_run *run = screen_run_new(b->s, NULL);
	screen_name(run, &a, b->c->queries.items[0].written, 10, &hits);
	*answered = least(*answered, process_s() - began);
}

/* Asks the kernel to forget the file's pages: nobody may hold them mapped. */
static void evict(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	fsync(fd);
	(void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	close(fd);
}

static void bench_open(struct bench *b)
{
	double opened = 0, answered = 0, cold, cold_answered = 0, began;
	evict(b->path);
	began = wall_s();
	open_once(b, &opened, &answered);
	cold = (wall_s() - began) * 1e3;
	opened = 0;
	for (int again = 0; again < TURNS; again++)
		open_once(b, &opened, &cold_answered);
	struct screen_info info = screen_info(b->s);
	printf("opening the index, its file in memory | %.2f ms | <= 5 ms | with the first name answered %.2f ms; from the disk %.1f ms by the wall\n",
	       opened * 1e3, cold_answered * 1e3, cold);
	printf("index, bytes a person | %.1f B | <= 25 B | %zu persons, %zu names, %zu words, %zu terms; %.1f MB with 10 B for each of %zu accounts\n",
	       ((double)info.size_bytes - 10.0 * (double)info.accounts) / (double)info.persons, info.persons, info.names, info.tokens, info.terms,
	       (double)info.size_bytes / 1e6, info.accounts);
}

static void bench_index(struct bench *b)
{
	bench_build(b);
	bench_open(b);
}

/* ---- Posts ---- */

static void screen_all(const struct bench *b, const struct screen_options *options, struct str lines, int threads, struct buf *out,
		       struct screen_tally *tally)
{
	*tally = (struct screen_tally){0};
	screen_lines(b->s, options, lines.s, lines.n, 1, threads, out, tally);
	if (tally->bad || !tally->posts) {
		fprintf(stderr, "%llu lines refused: %s\n", (unsigned long long)tally->bad, tally->first_error);
		exit(1);
	}
}

struct race { /* one figure of posts a second, run in turns with the others */
	struct str lines;
	int threads;
	struct screen_options options;
	double best_s, worst_s; /* processor time; of two threads by the wall */
	double others;          /* processors used by others in the best turn */
	struct screen_tally tally;
};

static void race_turn(const struct bench *b, struct race *r)
{
	struct buf out = {.limit = SIZE_MAX / 2};
	if (!r->lines.n)
		return;
	struct busy busy = busy_start();
	double began = r->threads > 1 ? wall_s() : process_s();
	screen_all(b, &r->options, r->lines, r->threads, &out, &r->tally);
	double took = (r->threads > 1 ? wall_s() : process_s()) - began;
	if (!r->best_s || took < r->best_s)
		r->others = busy_others(&busy);
	r->best_s = least(r->best_s, took);
	r->worst_s = took > r->worst_s ? took : r->worst_s;
	buf_free(&out);
}

static void race_print(const struct race *r, const char *what, const char *limit, const struct yardstick *y)
{
	double posts = (double)r->tally.posts, us = r->best_s / posts * 1e6;
	if (!r->lines.n)
		return;
	printf("%s | %.0f posts/s | %s | worst of %d turns %.0f; %.0f bytes a post, %llu concerned, %llu alerts\n", what, posts / r->best_s, limit, TURNS,
	       posts / r->worst_s, (double)r->lines.n / posts, (unsigned long long)r->tally.concerned, (unsigned long long)r->tally.alerts);
	printf("  %.2f us a post, as ratio | %.0f hash rounds | | %.0f x looking for line ends in the same bytes\n", us, us * 1e3 / y->round_ns,
	       r->best_s / ((double)r->lines.n / y->pass_gbs / 1e9));
}

static void two_print(const struct race *r, const char *limit)
{
	bool quiet = r->others >= 0 && r->others < 0.1;
	double load[1] = {0};
	if (getloadavg(load, 1) != 1)
		load[0] = 0;
	printf("posts on two threads, by the clock on the wall | %.0f posts/s | %s | %sothers used %.2f processors, load of the machine %.1f\n",
	       (double)r->tally.posts / r->best_s, quiet ? limit : "", quiet ? "" : "not judged: ", r->others, load[0]);
}

static void bench_posts(struct bench *b)
{
	struct str some = country_lines(b->c->posts, b->c->speed);
	struct race three = {.lines = some, .threads = 1, .options = {.at = DAY_NONE}}, two = {.lines = some, .threads = 2, .options = {.at = DAY_NONE}},
		    naming = {.lines = country_lines(b->c->posts95, b->c->speed / 4 + 1), .threads = 1, .options = {.at = DAY_NONE}},
		    accounts = {.lines = some, .threads = 1, .options = {.at = DAY_NONE, .accounts = true}};
	struct yardstick y = {0};
	for (int turn = 0; turn < TURNS; turn++) {
		yardstick_measure(&y);
		race_turn(b, &three);
		race_turn(b, &two);
		race_turn(b, &accounts);
		race_turn(b, &naming);
	}
	printf("yardstick of this machine | %.2f ns | | a hash round; a miss of the caches %.0f ns, line ends %.1f GB/s\n", y.round_ns, y.miss_ns, y.pass_gbs);
	race_print(&three, "posts, 3 % name a candidate, a core", ">= 450000 posts/s", &y);
	two_print(&two, ">= 850000 posts/s");
	race_print(&accounts, "posts, all accounts of all of them resolved, a core", ">= 300000 posts/s", &y);
	printf("  accounts looked up | %llu | | %llu known, %llu more with a name of the register\n", (unsigned long long)accounts.tally.accounts,
	       (unsigned long long)accounts.tally.known, (unsigned long long)accounts.tally.named);
	race_print(&naming, "posts, 95 % name a candidate, a core", ">= 70000 posts/s", &y);
}

/* ---- All ways give the same ---- */

static void hash_alerts(const struct bench *b, int threads, struct hash *ret, double *took)
{
	struct buf out = {.limit = SIZE_MAX / 2};
	struct screen_tally tally, naming;
	double began = process_s();
	screen_all(b, NULL, country_lines(b->c->posts, b->c->paths), threads, &out, &tally);
	if (b->c->posts95.n)
		screen_all(b, NULL, country_lines(b->c->posts95, b->c->speed / 4 + 1), threads, &out, &naming);
	*took = process_s() - began;
	*ret = hash_of(out.s ? out.s : "", out.n);
	buf_free(&out);
}

static void bench_ways(struct bench *b)
{
	static const char *const ways[] = {"avx512", "avx2", "sse2", "neon", "plain"};
	const char *usual = bytes_way();
	struct hash first = {0};
	size_t n = 0;
	bool same = true;
	struct buf names = {0};
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		double took[2];
		if (!bytes_use(ways[i]))
			continue;
		for (int threads = 1; threads <= 2; threads++, n++) {
			struct hash h;
			hash_alerts(b, threads, &h, &took[threads - 1]);
			if (n && memcmp(&h, &first, sizeof h)) {
				fprintf(stderr, "%s on %d threads gives other alerts\n", ways[i], threads);
				same = false;
			}
			first = n ? first : h;
		}
		buf_printf(&names, "%s%s %.1f s", names.n ? ", " : "", ways[i], took[0]);
	}
	bytes_use(usual);
	printf("alerts of %zu posts by every way, one and two threads | %s | = same | %s\n", country_count(country_lines(b->c->posts, b->c->paths)),
	       same ? "same" : "different", names.s);
	b->failed |= !same;
	buf_free(&names);
}

/* ---- Names ---- */

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

#define KINDS_MAX 16
struct recall {
	const char *kind;
	size_t n, found, first;
};

/* Found: somebody whose name is written the same as the right one (nobody can tell namesakes by a name). */
static unsigned char found_in(const char *right, const struct screen_hits *hits)
{
	for (size_t i = 0; i < hits->n && i < 10; i++)
		if (!strcmp(hits->items[i].name, right))
			return i ? FOUND : FOUND | FIRST;
	return 0;
}

static void count(struct recall *r, unsigned char found)
{
	r->n++;
	r->found += found & FOUND;
	r->first += found >> 1;
}

static struct recall *recall_of(struct recall *by, const char *kind)
{
	struct recall *r = by;
	while (r < by + KINDS_MAX - 1 && r->kind && strcmp(r->kind, kind))
		r++;
	r->kind = r->kind ? r->kind : kind;
	return r;
}

static double names_turn(struct bench *b, double *ms)
{
	scoped(screen_run_free) struct screen_run *run = screen_run_new(b->s, NULL);
	scoped(arena_free) struct arena a = {0};
	double sum = 0;
	for (size_t i = 0; i < b->c->queries.n; i++) {
		const struct query *q = &b->c->queries.items[i];
		struct screen_hits hits;
		double began = thread_s();
		screen_name(run, &a, q->written, 10, &hits);
		ms[i] = (thread_s() - began) * 1000;
		sum += ms[i];
		b->found[i] = found_in(q->right, &hits);
		arena_reset(&a);
	}
	return sum / (double)b->c->queries.n;
}

static void names_print(double mean, double worst, const double tail[4], const struct recall *all, const struct recall *by)
{
	double n = (double)all->n;
	printf("one name, mean | %.3f ms | <= 0.15 ms | %zu names, typing mistakes and initials among them; worst of three turns %.3f\n", mean, all->n, worst);
	printf("one name, p99 | %.3f ms | <= 1.0 ms | p50 %.3f, p99.9 %.3f, max %.3f\n", tail[1], tail[0], tail[2], tail[3]);
	printf("one name, among the first ten | %.3f | >= 0.94 | \n", (double)all->found / n);
	printf("one name, the first of all | %.3f | >= 0.88 | \n", (double)all->first / n);
	for (const struct recall *r = by; r < by + KINDS_MAX && r->n; r++)
		printf("  %s | %.3f | | first %.3f of %zu\n", r->kind, (double)r->found / (double)r->n, (double)r->first / (double)r->n, r->n);
}

static void bench_names(struct bench *b)
{
	size_t n = b->c->queries.n;
	double *ms = calloc(n, sizeof *ms), *sorted = calloc(n, sizeof *sorted), mean = 0, worst = 0, tail[4] = {0};
	struct recall all = {0}, by[KINDS_MAX] = {0};
	for (int turn = 0; turn < 3; turn++) {
		double took = names_turn(b, ms);
		worst = took > worst ? took : worst;
		if (!mean || took < mean)
			memcpy(b->ms, ms, n * sizeof *ms);
		mean = least(mean, took);
		memcpy(sorted, ms, n * sizeof *ms);
		qsort(sorted, n, sizeof *sorted, ascending);
		const double these[] = {sorted[n / 2], sorted[n * 99 / 100], sorted[n * 999 / 1000], sorted[n - 1]};
		if (!turn || these[1] < tail[1])
			memcpy(tail, these, sizeof tail);
	}
	for (size_t i = 0; i < n; i++) {
		count(&all, b->found[i]);
		count(recall_of(by, b->c->queries.items[i].kind), b->found[i]);
	}
	names_print(mean, worst, tail, &all, by);
	free(ms);
	free(sorted);
}

/* ---- Others, beside us ---- */

#define PEER_POSTS 25000 /* a second of Python or so */

static void peer_missing(struct bench *b, const char *what)
{
	printf("beside %s | not measured | = measured | sh tools/setup.sh bench installs it\n", what);
	b->failed = true;
}

struct python { /* what pipeline.py answered for one way of reading texts */
	const char *way;
	double best_s;
	unsigned long long posts, concerned, alerts;
};

static bool python_turn(struct peer *p, struct python *y, size_t bytes)
{
	char question[64], answer[256];
	double took = 0;
	snprintf(question, sizeof question, "%s 0 %zu", y->way, bytes);
	if (!peer_ask(p, question, answer, sizeof answer) || sscanf(answer, "%llu %lf %llu %llu", &y->posts, &took, &y->concerned, &y->alerts) != 4)
		return false;
	y->best_s = least(y->best_s, took);
	return y->best_s > 0;
}

static void python_print(const struct python *y, const struct race *ours, const char *what, const char *limit)
{
	printf("%s | %.0f posts/s | | %llu of %llu posts name a candidate, %llu alerts; Netra in turns with it %.0f posts/s\n", what,
	       (double)y->posts / y->best_s, y->concerned, y->posts, y->alerts, (double)ours->tally.posts / ours->best_s);
	printf("  beside it | %.1f x | %s | \n", y->best_s / ours->best_s, limit);
}

static void bench_python(struct bench *b)
{
	struct peer p;
	char answer[256];
	double ready, megabytes;
	const char *args[] = {b->c->folder, LEXICON_FOLDER "/slang.csv", NULL};
	struct race r = {.lines = country_lines(b->c->posts, PEER_POSTS), .threads = 1, .options = {.at = DAY_NONE}};
	struct python alike = {.way = "alike"}, simple = {.way = "simple"};
	bool fine = peer_start(&p, "pipeline.py", args) && peer_hear(&p, answer, sizeof answer) && sscanf(answer, "ready %lf %lf", &ready, &megabytes) == 2;
	for (int turn = 0; fine && turn < TURNS; turn++) {
		race_turn(b, &r);
		fine = python_turn(&p, &alike, r.lines.n);
		race_turn(b, &r);
		fine = fine && python_turn(&p, &simple, r.lines.n);
	}
	peer_end(&p);
	if (!fine || alike.posts != r.tally.posts || simple.posts != r.tally.posts) {
		peer_missing(b, "Python");
		return;
	}
	python_print(&alike, &r, "Python that reads texts as Netra does, a core", ">= 15 x");
	python_print(&simple, &r, "Python with NFKC alone, a core", "");
	printf("  loading its dicts | %.0f s | | %.0f MB\n", ready, megabytes);
}

/* pg_trgm answers for a threshold: `THRESHOLD QUERIES MEAN_MS P99_MS FOUND FIRST WALL_MEAN_MS`. */
static bool trigram_print(struct bench *b, const char *answer)
{
	double threshold, mean, p99, wall, ours = 0;
	size_t n, found, first;
	if (sscanf(answer, "%lf %zu %lf %lf %zu %zu %lf", &threshold, &n, &mean, &p99, &found, &first, &wall) != 7 || !n || n > b->c->queries.n)
		return false;
	struct recall r = {0};
	for (size_t i = 0; i < n; i++) {
		ours += b->ms[i] / (double)n;
		count(&r, b->found[i]);
	}
	printf("pg_trgm, similarity %.1f%s | %.1f ms | | p99 %.0f, by the wall %.1f; among the first ten %.3f, first %.3f of %zu names\n", threshold,
	       threshold < 0.4 ? " (its default)" : "", mean, p99, wall, (double)found / (double)n, (double)first / (double)n, n);
	printf("  Netra on the same names | %.3f ms | | among the first ten %.3f, first %.3f\n", ours, (double)r.found / (double)n, (double)r.first / (double)n);
	printf("  beside it | %.0f x | >= 1000 x | \n", mean / ours);
	return true;
}

static void bench_trigram(struct bench *b)
{
	struct peer p;
	char answer[256];
	double took, megabytes;
	size_t names;
	const char *args[] = {b->c->folder, "40", NULL};
	if (!b->ms[0])
		names_turn(b, b->ms);
	if (!peer_start(&p, "trigram.py", args) || !peer_hear(&p, answer, sizeof answer) || sscanf(answer, "ready %zu %lf %lf", &names, &took, &megabytes) != 3) {
		peer_missing(b, "pg_trgm");
		return;
	}
	int said = 0;
	while (peer_hear(&p, answer, sizeof answer))
		said += trigram_print(b, answer);
	peer_end(&p);
	printf("  its %zu distinct names | %.1f s | | filling and indexing them; index %.0f MB\n", names, took, megabytes);
	if (said != 2)
		peer_missing(b, "pg_trgm");
}

/* ---- All of it ---- */

static const struct {
	const char *name;
	void (*run)(struct bench *b);
} sections[] = {{"index", bench_index}, {"posts", bench_posts}, {"names", bench_names}, {"python", bench_python}, {"trigram", bench_trigram}, {"ways", bench_ways}};

static bool wanted(const char *name, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], name))
			return true;
	return argc < 2 || !strcmp(name, "index"); /* nothing goes without the index */
}

int main(int argc, char **argv)
{
	struct bench b = {0};
	setvbuf(stdout, NULL, _IOLBF, 0);
	double began = process_s();
	b.c = country_open();
	printf("the country: %zu persons, %zu accounts, %zu terms, %zu posts, %zu names; %s in %.0f s\n", b.c->persons.n, b.c->accounts.n, b.c->terms.n,
	       country_count(b.c->posts), b.c->queries.n, b.c->ours ? "composed, written and read" : "read", process_s() - began);
	b.ms = calloc(b.c->queries.n, sizeof *b.ms);
	b.found = calloc(b.c->queries.n, sizeof *b.found);
	snprintf(b.path, sizeof b.path, "%s/bench.idx", b.c->temporary);
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
		if (wanted(sections[i].name, argc, argv))
			sections[i].run(&b);
	screen_close(b.s);
	free(b.ms);
	free(b.found);
	country_close(b.c);
	return b.failed;
}
