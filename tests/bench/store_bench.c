/* store_bench.c -- durable commits a second: one transaction after the other, and many threads that share commits.
 *
 *     bench-store_bench [SECONDS] [URL]
 *
 * Each transaction writes a row of 2 KB to a sealed table and an audit row, with its seal, as a report does. Lines
 * for tools/bench.py. The ratio grows with the time a sync takes: on this kind of machine 2, at 2 ms a sync 15 to 29.
 */
#include "desk/evidence/evidence.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define THREADS_MAX 64

static const enum value_kind kinds[] = {VALUE_INT, VALUE_INT, VALUE_TEXT};
static const struct statement add = {
	.name = "bench_add", .file = __FILE__, .n_args = 3, .args = kinds, .writes = true,
	.sql = "INSERT INTO access_log (id, office, at, action, kind, reason) VALUES ($1, $2, $1, 'bench', 'bench', $3)"};

struct bench {
	struct office *office;
	_Atomic bool stop;
	_Atomic int64_t commits;
};

static double seconds_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static enum status commit_one(struct bench *b, struct arena *a, const char *text, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {.arena = a, .office = b->office->id, .now = instant_now()};
	struct value args[] = {value_int(id_new(tx.now)), value_int(b->office->id), value_text(text)};
	TRY(tx_begin(b->office->store, WRITE, &tx, e));
	TRY(tx_run(&tx, &add, args, NULL, e));
	args[0] = value_int(id_new(tx.now));
	args[2] = value_text("audit");
	TRY(tx_run(&tx, &add, args, NULL, e));
	return tx_commit(&tx, e);
}

static void *work(void *context)
{
	struct bench *b = context;
	char text[2048];
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = 0;
	struct arena a = {0};
	while (!b->stop) {
		struct err e;
		if (commit_one(b, &a, text, &e) != OK) {
			fprintf(stderr, "bench: %s\n", e.why);
			exit(3);
		}
		b->commits++;
		arena_reset(&a);
	}
	arena_free(&a);
	return NULL;
}

/* Commits a second with @threads. */
static double measure(struct bench *b, int threads, double seconds)
{
	pthread_t ids[THREADS_MAX];
	struct store_figures before = store_figures(b->office->store);
	b->stop = false;
	b->commits = 0;
	double start = seconds_now();
	for (int i = 0; i < threads; i++)
		pthread_create(&ids[i], NULL, work, b);
	usleep((useconds_t)(seconds * 1e6));
	b->stop = true;
	for (int i = 0; i < threads; i++)
		pthread_join(ids[i], NULL);
	double rate = (double)b->commits / (seconds_now() - start);
	struct store_figures after = store_figures(b->office->store);
	double shared = (double)(after.commits - before.commits) / (double)(after.groups - before.groups);
	printf("durable commits, %d thread%s | %.0f /s | %s | %.1f commits a sync\n", threads, threads > 1 ? "s" : "", rate,
	       threads == THREADS_MAX ? ">= 500 /s" : "", shared);
	return rate;
}

static enum status office_for_bench(struct arena *a, const char *folder, const char *url, struct office **ret, struct err *e)
{
	const struct settings *settings;
	struct office_new as = {.code = "99.01", .name = "Bawaslu Kota Tirtamulya", .level = "Kota", .region = "35.79",
				.city = "Tirtamulya", .address = "", .phone = "", .email = "", .shows = INSTANT_NONE};
	TRY(settings_load(a, NULL, &settings, e));
	if (url)
		TRY(settings_with(a, settings, "store.url", url, &settings, e));
	TRY(office_make(folder, settings, &as, e));
	return office_open(folder, settings, ret, e);
}

int main(int argc, char **argv)
{
	char folder[] = "./bench-store-XXXXXX", command[64];
	double seconds = argc > 1 ? atof(argv[1]) : 2;
	struct bench b = {0};
	struct arena a = {0};
	struct err e;
	if (!mkdtemp(folder) || office_for_bench(&a, folder, argc > 2 ? argv[2] : NULL, &b.office, &e) != OK) {
		fprintf(stderr, "bench: %s\n", e.why);
		return 3;
	}
	double single = measure(&b, 1, seconds), many = 0;
	for (int threads = 4; threads <= THREADS_MAX; threads *= 4)
		many = measure(&b, threads, seconds);
	printf("shared commits over single ones | %.1f x | >= 1.5 x | %s\n", many / single, store_scheme(b.office->store));
	office_close(b.office);
	arena_free(&a);
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command) != 0;
}
