/* trouble_test.c -- what the world does to a store: locks, full disks, damage, two programs at once, other versions. */
#include "outside.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

SUPPORT_SQL(region_add, "INSERT INTO region (id, code, name, kind) VALUES ($1, $2, $3, 'kota')", 3, 0, true, VALUE_INT,
	    VALUE_TEXT, VALUE_TEXT);
SUPPORT_SQL(region_count, "SELECT count(*) FROM region", 0, 1, false, VALUE_NULL);

static const char *path_of(const struct support *s)
{
	return s->url + strlen("sqlite:");
}

static enum status add(struct store *store, struct arena *a, int64_t id, const char *name, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {.arena = a, .now = SUPPORT_NOW};
	struct value args[] = {value_int(id), value_text(arena_printf(a, "%lld", (long long)id)), value_text(name)};
	TRY(tx_begin(store, WRITE, &tx, e));
	TRY(tx_run(&tx, &region_add, args, NULL, e));
	return tx_commit(&tx, e);
}

static int64_t count(struct store *store, struct arena *a)
{
	struct rows rows;
	struct tx tx = {.arena = a};
	assert_ok(tx_begin(store, READ, &tx, e));
	assert_ok(tx_run(&tx, &region_count, NULL, &rows, e));
	tx_rollback(&tx);
	return value_as_int(&rows.items[0]);
}

/* Another program holds the write lock for longer than anybody waits. */
static void a_store_that_others_lock_is_unavailable_and_then_works_again(void **state)
{
	(void)state;
	struct support s;
	struct err e;
	support_start(&s);
	if (s.schema[0]) {
		support_end(&s);
		skip();
	}
	struct store *store = support_store(&s, 1);
	sqlite3 *other;
	assert_int_equal(sqlite3_open(path_of(&s), &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(add(store, &s.arena, 1, "x", &e), UNAVAILABLE);
	assert_non_null(strstr(e.why, "locked"));
	assert_int_equal(count(store, &s.arena), 0); /* readers do not mind */
	assert_int_equal(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(other);
	assert_ok(add(store, &s.arena, 1, "x", e));
	store_close(store);
	support_end(&s);
}

/* RLIMIT_FSIZE stands in for a full disk: writes past it fail. What was committed before stays. */
static void a_full_disk_is_unavailable_and_loses_nothing(void **state)
{
	(void)state;
	struct support s;
	struct err e = {0};
	support_start(&s);
	if (s.schema[0]) {
		support_end(&s);
		skip();
	}
	struct store *store = support_store(&s, 1);
	assert_ok(add(store, &s.arena, 1, "x", e));
	struct rlimit before, tight;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, SIG_IGN);
	tight = before;
	tight.rlim_cur = 3 << 20;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
	char *large = arena_alloc(&s.arena, 400001);
	memset(large, 'x', 400000);
	enum status status = OK;
	int64_t kept = 1;
	for (int64_t id = 2; id < 40 && status == OK; id++) {
		status = add(store, &s.arena, id, large, &e);
		kept += status == OK;
	}
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(status, UNAVAILABLE);
	assert_int_equal(count(store, &s.arena), kept);
	assert_ok(add(store, &s.arena, 100, "room again", e));
	store_close(store);
	store = support_store(&s, 1);
	assert_int_equal(count(store, &s.arena), kept + 1);
	store_close(store);
	support_end(&s);
}

static void a_file_that_is_no_store_is_broken(void **state)
{
	(void)state;
	struct support s;
	struct err e;
	struct store *store;
	support_start(&s);
	if (!s.schema[0]) {
		int fd = open(path_of(&s), O_WRONLY | O_CREAT, 0600);
		for (int i = 0; i < 100; i++)
			assert_int_equal(write(fd, "this is no store, it is a text. ", 32), 32);
		close(fd);
		assert_int_equal(store_open(s.url, 1, &store, &e), BROKEN);
	}
	assert_int_equal(store_open("mysql://x", 1, &store, &e), INVALID);
	assert_int_equal(store_open("sqlite:/nowhere/at/all.db", 1, &store, &e), UNAVAILABLE);
	assert_int_equal(store_open("postgres://postgres@/x?host=/nowhere", 1, &store, &e), UNAVAILABLE);
	support_end(&s);
}

static void a_store_of_a_newer_netra_is_left_alone(void **state)
{
	(void)state;
	struct support s;
	struct err e;
	struct store *store;
	support_start(&s);
	store_close(support_store(&s, 1));
	support_outside(&s, "INSERT INTO migration VALUES ('9999_future.sql', 0)");
	assert_int_equal(store_open(s.url, 1, &store, &e), UNAVAILABLE);
	assert_non_null(strstr(e.why, "9999_future.sql"));
	support_end(&s);
}

/* SQLite passed over DROP INDEX in silence while each DELETE was let through row by row. */
static void an_index_that_a_migration_drops_is_gone(void **state)
{
	(void)state;
	struct support s;
	support_start(&s);
	store_close(support_store(&s, 1));
	support_outside(&s, "CREATE INDEX alike_group_open ON alike_group (office)"); /* an error if it were there */
	support_outside(&s, "CREATE INDEX employee_name ON employee (name)");
	support_end(&s);
}

/* A table would be missing, and the first to ask for it would find out. */
static void a_store_with_a_gap_in_its_migrations_is_left_alone(void **state)
{
	(void)state;
	struct support s;
	struct err e;
	struct store *store;
	support_start(&s);
	store_close(support_store(&s, 1));
	support_outside(&s, "DELETE FROM migration WHERE name = '0009_figures.sql'");
	assert_int_equal(store_open(s.url, 1, &store, &e), UNAVAILABLE);
	assert_non_null(strstr(e.why, "0009_figures.sql"));
	support_end(&s);
}

static void a_guard_that_was_taken_away_is_back_after_opening(void **state)
{
	(void)state;
	struct support s;
	support_start(&s);
	store_close(support_store(&s, 1));
	support_outside(&s, s.schema[0] ? "DROP TRIGGER guard_seal ON seal" : "DROP TRIGGER IF EXISTS guard_UPDATE_seal");
	store_close(support_store(&s, 1));
	if (s.schema[0])
		support_postgres(s.url, "DO $$ BEGIN ASSERT (SELECT count(*) = 1 FROM pg_trigger WHERE tgname = 'guard_seal' "
					"AND tgrelid = 'seal'::regclass); END $$");
	else
		outside_sqlite(path_of(&s), "DROP TRIGGER guard_UPDATE_seal"); /* an error if it were not there */
	support_end(&s);
}

/* Who waits too long for its turn is told so and started again, as its supervisor would. */
static void *open_it(void *context)
{
	struct store *store = NULL;
	struct err e;
	enum status status = UNAVAILABLE;
	for (int i = 0; i < 100 && status == UNAVAILABLE; i++)
		status = store_open(context, 1, &store, &e);
	if (status != OK) {
		print_message("# %s\n", e.why);
		return NULL;
	}
	store_close(store);
	return context;
}

/* Each migration is a CREATE TABLE: run twice it would fail. */
static void programs_that_start_together_migrate_once(void **state)
{
	(void)state;
	struct support s;
	pthread_t threads[6];
	void *opened;
	support_start(&s);
	for (int i = 0; i < 6; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, open_it, s.url), 0);
	for (int i = 0; i < 6; i++) {
		pthread_join(threads[i], &opened);
		assert_non_null(opened);
	}
	support_end(&s);
}

/* Two programs write to one store; each sees what the other committed. */
static void two_programs_take_turns_at_writing(void **state)
{
	(void)state;
	struct support s;
	support_start(&s);
	struct store *one = support_store(&s, 1), *two = support_store(&s, 1);
	for (int64_t id = 1; id <= 20; id++)
		assert_ok(add(id % 2 ? one : two, &s.arena, id, "x", e));
	assert_int_equal(count(one, &s.arena), 20);
	assert_int_equal(count(two, &s.arena), 20);
	store_close(one);
	store_close(two);
	support_end(&s);
}

/* The server is away for a moment (restart, network): the next transaction connects again. */
static void a_lost_connection_is_made_again(void **state)
{
	(void)state;
	struct support s;
	struct err e;
	support_start(&s);
	if (!s.schema[0]) {
		support_end(&s);
		skip();
	}
	struct store *store = support_store(&s, 1);
	assert_ok(add(store, &s.arena, 1, "x", e));
	const char *end_all = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'netra' "
			      "AND datname = current_database() AND pid <> pg_backend_pid()";
	support_postgres(s.url, end_all);
	assert_ok(add(store, &s.arena, 2, "x", e));
	support_postgres(s.url, end_all);
	assert_int_equal(count(store, &s.arena), 2);
	/* Lost in the middle of a transaction: that one fails, the next works. */
	struct tx tx = {.arena = &s.arena, .now = SUPPORT_NOW};
	struct value args[] = {value_int(3), value_text("3"), value_text("x")};
	assert_ok(tx_begin(store, WRITE, &tx, e));
	support_postgres(s.url, end_all);
	assert_int_equal(tx_run(&tx, &region_add, args, NULL, &e), UNAVAILABLE);
	assert_ok(add(store, &s.arena, 4, "x", e));
	assert_int_equal(count(store, &s.arena), 3);
	store_close(store);
	support_end(&s);
}

static void a_copy_is_whole_and_of_one_moment(void **state)
{
	(void)state;
	struct support s;
	struct err e;
	support_start(&s);
	struct store *store = support_store(&s, 1), *copy;
	assert_ok(add(store, &s.arena, 1, "x", e));
	const char *path = arena_printf(&s.arena, "%s/copy.db", s.folder);
	if (s.schema[0]) {
		assert_int_equal(store_copy(store, path, &e), UNAVAILABLE);
	} else {
		assert_ok(store_copy(store, path, e));
		assert_ok(add(store, &s.arena, 2, "later", e));
		assert_ok(store_open(arena_printf(&s.arena, "sqlite:%s", path), 1, &copy, e));
		assert_int_equal(count(copy, &s.arena), 1);
		store_close(copy);
		assert_int_not_equal(store_copy(store, path, &e), OK); /* never over a file that is there */
	}
	store_close(store);
	support_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_store_that_others_lock_is_unavailable_and_then_works_again),
		cmocka_unit_test(a_full_disk_is_unavailable_and_loses_nothing),
		cmocka_unit_test(a_file_that_is_no_store_is_broken),
		cmocka_unit_test(a_store_of_a_newer_netra_is_left_alone),
		cmocka_unit_test(a_store_with_a_gap_in_its_migrations_is_left_alone),
		cmocka_unit_test(a_guard_that_was_taken_away_is_back_after_opening),
		cmocka_unit_test(an_index_that_a_migration_drops_is_gone),
		cmocka_unit_test(programs_that_start_together_migrate_once),
		cmocka_unit_test(two_programs_take_turns_at_writing),
		cmocka_unit_test(a_lost_connection_is_made_again),
		cmocka_unit_test(a_copy_is_whole_and_of_one_moment),
	};
	return cmocka_run_group_tests_name("trouble", tests, NULL, NULL);
}
