/* swap_test.c -- a new index takes the place of the one in use while threads read it. All persons are made up.
 *
 * Two registers say different things of the same name and account. Whoever asks must hear what the one he took says, from
 * the first question to the last, and never a mixture; and what nobody reads any more must not stay mapped.
 */
#define _GNU_SOURCE
#include "desk/stream/stream.h"
#include "support.h"

#include <pthread.h>
#include <sys/stat.h>

#define SWAPS 50
#define KINDS 2 /* registers: the one of kind k has 1 + k persons of the name, and refs from 100 * (1 + k) on */

struct bench {
	struct office office;
	struct arena arena;
	char folder[32], good[64], next[64];
	pthread_mutex_t lock;
	pthread_cond_t news;
	bool stop;
	size_t rounds[2]; /* of each reader: finished */
	size_t wrong[2], seen[2][KINDS];
};

static void build(int kind, const char *path)
{
	scoped(screen_builder_free) struct screen_builder *x = screen_builder_new();
	for (int i = 0; i <= kind; i++)
		assert_ok(screen_add_person(x, &(struct screen_person){.ref = 100 * (1 + kind) + i, .name = "Budi Contoh Santoso", .class = PNS}, e));
	for (int i = 0; i < 400; i++) {
		char name[32];
		snprintf(name, sizeof name, "Warga %c%c Rekaan", 'A' + i / 20, 'a' + i % 20);
		assert_ok(screen_add_person(x, &(struct screen_person){.ref = 1000 + i, .name = name, .class = PNS}, e));
	}
	assert_ok(screen_add_account(x, &(struct screen_account){"x", "budi", "", 100 * (1 + kind), "proven"}, e));
	assert_ok(screen_add_term(x, &(struct screen_term){"99.01/walikota/2024", kind ? "2" : "1", kind ? "2" : "1", "name", "Arif Gunadi", "99.01"}, e));
	assert_ok(screen_write(x, path, e));
}

/* Does the index answer as its kind must? */
static bool right(const struct screen *s, struct arena *a, int kind)
{
	static const char line[] = "{\"id\":\"1\",\"platform\":\"x\",\"region\":\"99.01\",\"author\":{\"handle\":\"budi\",\"name\":\"B\"},\"text\":\"Ayo coblos Arif Gunadi!\"}";
	scoped(screen_run_free) struct screen_run *run = screen_run_new(s, NULL);
	scoped(buf_free) struct buf out = {0};
	struct screen_hits hits;
	struct screen_tally tally = {0};
	char account[40], pair[24];
	screen_name(run, a, "Budi Contoh Santosa", 5, &hits);
	screen_lines(s, NULL, line, sizeof line - 1, 1, 1, &out, &tally);
	snprintf(account, sizeof account, "\"ref\":\"%d\"", 100 * (1 + kind));
	snprintf(pair, sizeof pair, "\"pair\":%d,", kind + 1);
	return hits.n == 1u + (unsigned)kind && hits.items[0].ref == 100 * (1 + kind) && tally.alerts == 1 && out.s && strstr(out.s, account) && strstr(out.s, pair);
}

struct reader {
	struct bench *b;
	int number;
};

/* Another round is done; false when it was the last. */
static bool round_done(struct reader *me)
{
	struct bench *b = me->b;
	pthread_mutex_lock(&b->lock);
	b->rounds[me->number]++;
	bool more = !b->stop;
	pthread_cond_broadcast(&b->news);
	pthread_mutex_unlock(&b->lock);
	return more;
}

static void *read_on(void *context)
{
	struct reader *me = context;
	struct bench *b = me->b;
	do {
		scoped(arena_free) struct arena a = {0};
		scoped(screen_give) struct screen *s = screen_take(&b->office.screen);
		int kind = (int)screen_info(s).persons - 401;
		bool known = kind >= 0 && kind < KINDS;
		for (int again = 0; again < 3; again++)
			b->wrong[me->number] += !known || !right(s, &a, kind);
		if (known)
			b->seen[me->number][kind]++;
	} while (round_done(me));
	return NULL;
}

/* Until each reader has begun and finished a round since now: it has met the index that is in use. */
static void wait_for_readers(struct bench *b)
{
	pthread_mutex_lock(&b->lock);
	const size_t enough[2] = {b->rounds[0] + 2, b->rounds[1] + 2};
	while (b->rounds[0] < enough[0] || b->rounds[1] < enough[1])
		pthread_cond_wait(&b->news, &b->lock);
	pthread_mutex_unlock(&b->lock);
}

static void stop_readers(struct bench *b)
{
	pthread_mutex_lock(&b->lock);
	b->stop = true;
	pthread_mutex_unlock(&b->lock);
}

/* The good file with one byte turned, put in its place as any other would be. */
static void put_damaged(struct bench *b, size_t at)
{
	FILE *from = fopen(b->good, "rb"), *to = fopen(b->next, "wb");
	assert_true(from && to);
	int c;
	for (size_t i = 0; (c = getc(from)) != EOF; i++)
		putc(i == at ? c ^ 0x10 : c, to);
	fclose(from);
	assert_int_equal(fclose(to), 0);
	assert_int_equal(rename(b->next, b->good), 0);
}

/* How many files of that name are still mapped; a replaced one is listed as deleted. */
static size_t mapped(const char *path)
{
	char line[600];
	size_t ret = 0;
	FILE *f = fopen("/proc/self/maps", "r");
	while (f && fgets(line, sizeof line, f))
		ret += strstr(line, path) != NULL;
	if (f)
		fclose(f);
	return ret;
}

static void start(struct bench *b)
{
	snprintf(b->folder, sizeof b->folder, "/tmp/netra-swap-XXXXXX");
	assert_non_null(mkdtemp(b->folder));
	snprintf(b->good, sizeof b->good, "%s/index", b->folder);
	assert_int_equal(mkdir(b->good, 0700), 0);
	snprintf(b->good, sizeof b->good, "%s/index/current.idx", b->folder);
	snprintf(b->next, sizeof b->next, "%s/index/next", b->folder);
	b->office.data = b->folder;
	pthread_mutex_init(&b->lock, NULL);
	pthread_cond_init(&b->news, NULL);
	build(0, b->good);
	assert_ok(stream_index_open(&b->office, e));
}

static void end(struct bench *b)
{
	stream_index_close(&b->office);
	unlink(b->good);
	snprintf(b->next, sizeof b->next, "%s/index", b->folder);
	rmdir(b->next);
	rmdir(b->folder);
}

static void an_index_is_swapped_fifty_times_under_two_readers(void **state)
{
	(void)state;
	static struct bench b;
	pthread_t threads[2];
	struct reader readers[2] = {{&b, 0}, {&b, 1}};
	bool changed;
	struct err e;
	start(&b);
	for (int i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, read_on, &readers[i]), 0);
	for (int i = 1; i <= SWAPS; i++) {
		build(i % KINDS, b.good);
		assert_ok(stream_index_follow(&b.office, &changed, e));
		assert_true(changed);
		wait_for_readers(&b);
		if (i % 10)
			continue;
		put_damaged(&b, (size_t)i * 61);
		assert_int_equal(stream_index_follow(&b.office, &changed, &e), BROKEN);
		assert_non_null(strstr(e.why, "the one before it stays in use"));
		assert_ok(stream_index_follow(&b.office, &changed, e)); /* said once */
		assert_false(changed);
	}
	stop_readers(&b);
	for (int i = 0; i < 2; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(b.wrong[i], 0);
		assert_true(b.rounds[i] > SWAPS && b.seen[i][0] >= SWAPS / KINDS && b.seen[i][1] >= SWAPS / KINDS);
	}
	assert_int_equal(mapped(b.good), 1); /* the last good one; the damaged file in its place is not mapped */
	end(&b);
	assert_int_equal(mapped(b.folder), 0);
}

static void a_reader_keeps_the_index_it_took(void **state)
{
	(void)state;
	static struct bench b;
	scoped(arena_free) struct arena a = {0};
	bool changed;
	start(&b);
	struct screen *before = screen_take(&b.office.screen), *again = screen_take(&b.office.screen);
	build(1, b.good);
	assert_ok(stream_index_follow(&b.office, &changed, e));
	assert_true(changed);
	screen_give(&again);
	assert_true(right(before, &a, 0));
	struct screen *now = screen_take(&b.office.screen);
	assert_true(now != before && right(now, &a, 1));
	assert_int_equal(mapped(b.good), 2);
	screen_give(&before);
	assert_int_equal(mapped(b.good), 1);
	assert_ok(stream_index_follow(&b.office, &changed, e));
	assert_false(changed); /* the same file is not read again */
	screen_give(&now);
	assert_null(now);
	end(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_index_is_swapped_fifty_times_under_two_readers),
		cmocka_unit_test(a_reader_keeps_the_index_it_took),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
