/* crash_test.c -- what tx_commit has answered for is there after the program was killed, whatever the moment.
 *
 * This program starts itself again as a writer (--writer URL) that commits from several threads and says the id of
 * each row on a pipe once tx_commit returned. The test kills it with SIGKILL at a random moment, opens the store and
 * looks for every id that was said. NETRA_CRASH_ROUNDS sets how often (default 4; `make crash` asks for more).
 *
 * SIGKILL alone leaves what the program wrote in the kernel's hands, so it cannot tell a synced commit from an
 * unsynced one. With NETRA_POWERCUT=LIBRARY (tests/store/powercut.c) the writer runs on a disk that forgets all that
 * was not synced. With POWERCUT_DEAF=1 that disk also lies about most syncs, and the test expects a loss: it proves
 * that the test can fail.
 */
#include "support.h"

#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#define THREADS 6
#define IDS_MAX 200000

SUPPORT_SQL(region_add, "INSERT INTO region (id, code, name, kind) VALUES ($1, $2, 'Kota Tirtamulya', 'kota')", 2, 0, true,
	    VALUE_INT, VALUE_TEXT);
SUPPORT_SQL(region_get, "SELECT code FROM region WHERE id = $1", 1, 1, false, VALUE_INT);

/* -- the writer, in a process of its own -- */

static void *write_for_ever(void *context)
{
	struct store *store = context;
	struct err e;
	for (;;) {
		struct arena a = {0};
		struct tx tx = {.arena = &a, .now = instant_now()};
		int64_t id = id_new(tx.now);
		struct value args[] = {value_int(id), value_text(arena_printf(&a, "%lld", (long long)id))};
		if (tx_begin(store, WRITE, &tx, &e) != OK || tx_run(&tx, &region_add, args, NULL, &e) != OK ||
		    tx_commit(&tx, &e) != OK)
			_exit(1);
		if (write(STDOUT_FILENO, &id, sizeof id) != sizeof id)
			_exit(1);
		arena_free(&a);
	}
}

static int writer(const char *url)
{
	struct store *store;
	struct err e;
	pthread_t thread;
	if (store_open(url, 1, &store, &e) != OK)
		return 1;
	for (int i = 0; i < THREADS; i++)
		pthread_create(&thread, NULL, write_for_ever, store);
	pause();
	return 0;
}

/* -- the test -- */

struct round {
	struct support s;
	int64_t *ids; /* said by the writer */
	size_t n;
};

static pid_t start_writer(struct round *r, int *ret_pipe)
{
	int ends[2];
	char image[200];
	assert_int_equal(pipe(ends), 0);
	snprintf(image, sizeof image, "%s.image", r->s.folder);
	assert_int_equal(mkdir(image, 0700), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		if (getenv("NETRA_POWERCUT")) {
			setenv("LD_PRELOAD", getenv("NETRA_POWERCUT"), 1);
			setenv("POWERCUT_FOLDER", r->s.folder, 1);
			setenv("POWERCUT_IMAGE", image, 1);
		}
		execl("/proc/self/exe", "crash_test", "--writer", r->s.url, (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	*ret_pipe = ends[0];
	return pid;
}

/* Reads ids for @ms, kills, then reads what was still in the pipe. */
static void listen_and_kill(struct round *r, pid_t pid, int from, long ms)
{
	struct timespec rest = {ms / 1000, ms % 1000 * 1000000};
	ssize_t n;
	int64_t id;
	while (r->n == 0 && read(from, &id, sizeof id) == sizeof id) /* it has begun */
		r->ids[r->n++] = id;
	nanosleep(&rest, NULL);
	kill(pid, SIGKILL);
	while (r->n < IDS_MAX && (n = read(from, &id, sizeof id)) == sizeof id)
		r->ids[r->n++] = id;
	close(from);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

/* A pipe holds few ids, so while the test sleeps the writer stops when it is full: that is a random moment too. */
static size_t missing(struct round *r)
{
	size_t lost = 0;
	struct rows rows;
	struct store *store = support_store(&r->s, 1);
	struct tx tx = {.arena = &r->s.arena};
	assert_ok(tx_begin(store, READ, &tx, e));
	for (size_t i = 0; i < r->n; i++) {
		struct value id = value_int(r->ids[i]);
		assert_ok(tx_run(&tx, &region_get, &id, &rows, e));
		lost += rows.n_rows == 0;
	}
	tx_rollback(&tx);
	store_close(store);
	return lost;
}

static void power_cut(struct round *r)
{
	char command[400];
	snprintf(command, sizeof command, "find '%s' -mindepth 1 -delete && cp -a '%s.image/.' '%s'", r->s.folder, r->s.folder, r->s.folder);
	assert_int_equal(system(command), 0);
}

static size_t round_once(int number, size_t *ret_said)
{
	struct round r = {.ids = calloc(IDS_MAX, sizeof(int64_t))};
	char command[200];
	int from;
	support_start(&r.s);
	store_close(support_store(&r.s, 1)); /* the schema is there before the storm */
	pid_t pid = start_writer(&r, &from);
	listen_and_kill(&r, pid, from, 20 + (long)(instant_now().us / 7 % 180) + number % 3 * 60);
	if (getenv("NETRA_POWERCUT"))
		power_cut(&r);
	size_t lost = missing(&r);
	*ret_said = r.n;
	snprintf(command, sizeof command, "rm -rf '%s.image'", r.s.folder);
	assert_int_equal(system(command), 0);
	support_end(&r.s);
	free(r.ids);
	return lost;
}

static void nothing_that_was_acknowledged_is_lost(void **state)
{
	(void)state;
	const char *asked = getenv("NETRA_CRASH_ROUNDS");
	int rounds = asked ? atoi(asked) : 4;
	size_t said, lost = 0, all = 0;
	for (int i = 0; i < rounds; i++) {
		lost += round_once(i, &said);
		all += said;
	}
	print_message("# %d kills, %zu acknowledged, %zu lost\n", rounds, all, lost);
	assert_true(all > 0);
	if (getenv("POWERCUT_DEAF"))
		assert_true(lost > 0);
	else
		assert_int_equal(lost, 0);
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "--writer"))
		return writer(argv[2]);
	const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_that_was_acknowledged_is_lost)};
	return cmocka_run_group_tests_name("crash", tests, NULL, NULL);
}
