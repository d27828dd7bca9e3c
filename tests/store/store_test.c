/* store_test.c -- transactions, group commit, guards and errors, on the database that NETRA_TEST_STORE names. */
#include "support.h"

#include <pthread.h>
#include <stdatomic.h>

SUPPORT_SQL(region_add, "INSERT INTO region (id, code, name, kind) VALUES ($1, $2, $3, $4)", 4, 0, true, VALUE_INT,
	    VALUE_TEXT, VALUE_TEXT, VALUE_TEXT);
SUPPORT_SQL(region_get, "SELECT code, name FROM region WHERE id = $1", 1, 2, false, VALUE_INT);
SUPPORT_SQL(region_count, "SELECT count(*) FROM region", 0, 1, false, VALUE_NULL);
SUPPORT_SQL(region_rename, "UPDATE region SET name = $2 WHERE id = $1 RETURNING id", 2, 1, true, VALUE_INT, VALUE_TEXT);
SUPPORT_SQL(region_remove, "DELETE FROM region WHERE id = $1", 1, 0, true, VALUE_INT);
SUPPORT_SQL(region_empty, "DELETE FROM region", 0, 0, true, VALUE_NULL);
SUPPORT_SQL(seal_add, "INSERT INTO seal (id, office, seq, at, body, link) VALUES ($1, 1, $1, 0, $2, $2)", 2, 0, true,
	    VALUE_INT, VALUE_BYTES);
SUPPORT_SQL(seal_get, "SELECT body FROM seal WHERE id = $1", 1, 1, false, VALUE_INT);
SUPPORT_SQL(seal_change, "UPDATE seal SET at = 1 WHERE id = $1", 1, 0, true, VALUE_INT);
SUPPORT_SQL(seal_drop, "DELETE FROM seal WHERE id = $1", 1, 0, true, VALUE_INT);
SUPPORT_SQL(setting_orphan, "INSERT INTO setting (id, office, name, value, reason, changed_at) "
			    "VALUES ($1, 77, 'a', 'b', 'c', 0)", 1, 0, true, VALUE_INT);
SUPPORT_SQL(misspelt, "SELECT nonsense FROM region", 0, 1, false, VALUE_NULL);

struct fixture {
	struct support s;
	struct store *store;
};

static int start(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	support_start(&f->s);
	f->store = support_store(&f->s, 2);
	*state = f;
	return 0;
}

static int end(void **state)
{
	struct fixture *f = *state;
	store_close(f->store);
	support_end(&f->s);
	free(f);
	return 0;
}

static enum status add(struct tx *tx, int64_t id, struct err *e)
{
	char code[32];
	snprintf(code, sizeof code, "%lld", (long long)id);
	struct value args[] = {value_int(id), value_text(code), value_text("Kota Tirtamulya"), value_text("kota")};
	return tx_run(tx, &region_add, args, NULL, e);
}

static int64_t count(struct fixture *f)
{
	scoped(tx_rollback) struct tx tx = {.arena = &f->s.arena};
	struct rows rows;
	assert_ok(tx_begin(f->store, READ, &tx, e));
	assert_ok(tx_run(&tx, &region_count, NULL, &rows, e));
	return value_as_int(&rows.items[0]);
}

/* One statement in a transaction of its own: $1 @id, $2 the bytes "x" when it has two arguments. */
static enum status once(struct fixture *f, const struct statement *q, int64_t id, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {.arena = &f->s.arena};
	struct value args[] = {value_int(id), value_bytes(STR("x"))};
	TRY(tx_begin(f->store, WRITE, &tx, e));
	TRY(tx_run(&tx, q, args, NULL, e));
	return tx_commit(&tx, e);
}

static struct tx begin(struct fixture *f, enum tx_kind kind)
{
	struct tx tx = {.arena = &f->s.arena, .now = SUPPORT_NOW};
	assert_ok(tx_begin(f->store, kind, &tx, e));
	return tx;
}

static void what_was_committed_is_there_and_what_was_not_is_not(void **state)
{
	struct fixture *f = *state;
	struct rows rows;
	struct value one = value_int(1), two = value_int(2);
	struct tx tx = begin(f, WRITE);
	assert_ok(add(&tx, 1, e));
	assert_ok(tx_commit(&tx, e));
	tx = begin(f, WRITE);
	assert_ok(add(&tx, 2, e));
	tx_rollback(&tx);
	assert_int_equal(count(f), 1);
	tx = begin(f, READ);
	assert_ok(tx_run(&tx, &region_get, &one, &rows, e));
	assert_int_equal(rows.n_rows, 1);
	assert_string_equal(value_as_text(&rows.items[1]), "Kota Tirtamulya");
	assert_ok(tx_run(&tx, &region_get, &two, &rows, e));
	assert_int_equal(rows.n_rows, 0);
	tx_rollback(&tx);
}

static void values_come_back_as_they_went_in(void **state)
{
	struct fixture *f = *state;
	struct rows rows;
	static const char bytes[] = {0, 1, '\\', 'x', (char)0xff, 0};
	struct value args[] = {value_int(INT64_MAX), value_bytes((struct str){bytes, sizeof bytes})};
	struct tx tx = begin(f, WRITE);
	assert_ok(tx_run(&tx, &seal_add, args, &rows, e));
	assert_int_equal(rows.changed, 1);
	assert_ok(tx_run(&tx, &seal_get, args, &rows, e));
	assert_int_equal(rows.items[0].kind, VALUE_BYTES);
	assert_int_equal(rows.items[0].bytes.n, sizeof bytes);
	assert_memory_equal(rows.items[0].bytes.s, bytes, sizeof bytes);
	args[0] = value_int(5);
	args[1] = value_bytes((struct str){"", 0});
	assert_ok(tx_run(&tx, &seal_add, args, NULL, e));
	assert_ok(tx_run(&tx, &seal_get, args, &rows, e));
	assert_int_equal(rows.items[0].kind, VALUE_BYTES);
	assert_int_equal(rows.items[0].bytes.n, 0);
	tx_rollback(&tx);
}

/* The second insert breaks UNIQUE (code): the transaction is over, its first row with it. */
static void a_failure_ends_the_transaction(void **state)
{
	struct fixture *f = *state;
	struct err e;
	struct tx tx = begin(f, WRITE);
	assert_ok(add(&tx, 1, e));
	assert_int_equal(add(&tx, 1, &e), CONFLICT);
	assert_false(tx.open);
	assert_int_equal(add(&tx, 2, &e), CONFLICT);
	assert_int_equal(tx_commit(&tx, &e), CONFLICT);
	assert_int_equal(count(f), 0);
}

static void append_only_tables_refuse_change_and_deletion(void **state)
{
	struct fixture *f = *state;
	struct err e;
	assert_ok(once(f, &seal_add, 1, e));
	assert_int_equal(once(f, &seal_change, 1, &e), CONFLICT);
	assert_non_null(strstr(e.why, "append-only"));
	assert_int_equal(once(f, &seal_drop, 1, &e), CONFLICT);
	assert_non_null(strstr(e.why, "append-only"));
}

static void a_row_must_have_the_row_it_refers_to(void **state)
{
	struct err e;
	assert_int_equal(once(*state, &setting_orphan, 1, &e), CONFLICT);
}

static void an_unknown_column_is_an_error_and_not_a_word(void **state)
{
	struct fixture *f = *state;
	struct err e;
	struct tx tx = begin(f, READ);
	assert_int_not_equal(tx_run(&tx, &misspelt, NULL, NULL, &e), OK);
	assert_false(tx.open);
}

static void a_reader_sees_one_moment(void **state)
{
	struct fixture *f = *state;
	struct rows rows;
	struct tx reader = begin(f, READ);
	assert_ok(tx_run(&reader, &region_count, NULL, &rows, e));
	struct tx writer = begin(f, WRITE);
	assert_ok(add(&writer, 1, e));
	assert_ok(tx_commit(&writer, e));
	assert_ok(tx_run(&reader, &region_count, NULL, &rows, e));
	assert_int_equal(value_as_int(&rows.items[0]), 0);
	tx_rollback(&reader);
	assert_int_equal(count(f), 1);
}

static void a_store_opened_again_keeps_its_rows_and_its_schema(void **state)
{
	struct fixture *f = *state;
	assert_ok(once(f, &seal_add, 1, e));
	store_close(f->store);
	f->store = support_store(&f->s, 1);
	struct rows rows;
	struct value one = value_int(1);
	struct tx tx = begin(f, READ);
	assert_ok(tx_run(&tx, &seal_get, &one, &rows, e));
	assert_int_equal(rows.n_rows, 1);
	tx_rollback(&tx);
}

/* -- the hook -- */

struct seen {
	struct touched items[8];
	size_t n, calls;
	enum status answer;
};

static enum status note(struct tx *tx, const struct touched_list *rows, void *context, struct err *e)
{
	struct seen *seen = context;
	(void)tx;
	seen->calls++;
	seen->n = rows->n < 8 ? rows->n : 8;
	memcpy(seen->items, rows->items, seen->n * sizeof *rows->items);
	return seen->answer == OK ? OK : FAIL(e, seen->answer, "as the test wishes");
}

static void the_hook_is_told_each_touched_row_once_in_order(void **state)
{
	struct fixture *f = *state;
	struct seen seen = {0};
	store_set_seal_hook(f->store, note, &seen);
	struct value nine[] = {value_int(9), value_text("Desa Sumber")}, three = value_int(3);
	struct value seal[] = {value_int(1), value_bytes(STR("x"))};
	struct tx tx = begin(f, WRITE);
	assert_ok(add(&tx, 9, e));
	assert_ok(add(&tx, 3, e));
	assert_ok(tx_run(&tx, &region_rename, nine, NULL, e));
	assert_ok(tx_run(&tx, &region_remove, &three, NULL, e));
	assert_ok(tx_run(&tx, &seal_add, seal, NULL, e)); /* an unsealed table */
	assert_ok(tx_commit(&tx, e));
	assert_int_equal(seen.calls, 1);
	assert_int_equal(seen.n, 2);
	assert_string_equal(seen.items[0].table->name, "region");
	assert_int_equal(seen.items[0].row, 9);
	assert_int_equal(seen.items[1].row, 3);
	assert_ok(once(f, &seal_add, 2, e));
	assert_int_equal(seen.calls, 1); /* nothing sealed was touched */
}

/* Not a hash: what it was given, so that the test can compare. */
static struct hash digest_of(struct buf *scratch, const struct value *values, size_t n)
{
	buf_clear(scratch);
	for (size_t i = 0; i < n; i++) {
		buf_printf(scratch, "%d|%lld|%zu|", (int)values[i].kind, (long long)values[i].i, values[i].bytes.n);
		buf_raw(scratch, values[i].bytes.s, values[i].bytes.n);
	}
	return hash_of(scratch->s, scratch->n);
}

static void digest_must_be_of_the_row(struct tx *tx, const struct touched *t)
{
	scoped(buf_free) struct buf scratch = {0};
	struct rows row;
	assert_ok(store_row(tx, t->table, t->row, &row, e));
	assert_int_equal(row.n_rows, 1);
	assert_true(hash_eq(t->digest, digest_of(&scratch, row.items, row.n_columns)));
}

/* PostgreSQL does not tell values; there, and where a row is gone, it is read back. */
static void the_digest_of_a_written_row_is_that_of_the_row_read_back(void **state)
{
	struct fixture *f = *state;
	struct seen seen = {0};
	bool told = !f->s.schema[0];
	store_set_seal_hook(f->store, note, &seen);
	store_set_digest(f->store, digest_of);
	struct value named[] = {value_int(1), value_text("99.01"), value_text("Kota \xc3\xa9 panjang"), value_text("kota")};
	struct value bare[] = {value_int(-2), value_text(""), value_text(""), value_text("")};
	struct value renamed[] = {value_int(3), value_text("nama baru")}, gone = value_int(4);
	struct tx tx = begin(f, WRITE);
	assert_ok(tx_run(&tx, &region_add, named, NULL, e));
	assert_ok(tx_run(&tx, &region_add, bare, NULL, e));
	assert_ok(add(&tx, 3, e));
	assert_ok(tx_run(&tx, &region_rename, renamed, NULL, e));
	assert_ok(add(&tx, 4, e));
	assert_ok(tx_run(&tx, &region_remove, &gone, NULL, e));
	assert_ok(tx_commit(&tx, e));
	assert_int_equal(seen.n, 4);
	tx = begin(f, READ);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(seen.items[i].has_digest, told && i < 3);
		if (seen.items[i].has_digest)
			digest_must_be_of_the_row(&tx, &seen.items[i]);
	}
	tx_rollback(&tx);
}

/* A DELETE without WHERE could be done without looking at rows; the hook must hear of each all the same. */
static void emptying_a_table_touches_each_of_its_rows(void **state)
{
	struct fixture *f = *state;
	struct tx tx = begin(f, WRITE);
	for (int64_t id = 1; id <= 5; id++)
		assert_ok(add(&tx, id, e));
	assert_ok(tx_commit(&tx, e));
	struct seen seen = {0};
	store_set_seal_hook(f->store, note, &seen);
	assert_ok(once(f, &region_empty, 0, e));
	assert_int_equal(seen.n, 5);
	assert_int_equal(count(f), 0);
}

static void what_was_rolled_back_is_not_touched(void **state)
{
	struct fixture *f = *state;
	struct seen seen = {0};
	store_set_seal_hook(f->store, note, &seen);
	struct tx tx = begin(f, WRITE);
	assert_ok(add(&tx, 1, e));
	tx_rollback(&tx);
	tx = begin(f, WRITE);
	assert_ok(add(&tx, 2, e));
	assert_ok(tx_commit(&tx, e));
	assert_int_equal(seen.n, 1);
	assert_int_equal(seen.items[0].row, 2);
}

static void a_hook_that_fails_takes_the_transaction_with_it(void **state)
{
	struct fixture *f = *state;
	struct err e;
	struct seen seen = {.answer = BROKEN};
	store_set_seal_hook(f->store, note, &seen);
	struct tx tx = begin(f, WRITE);
	assert_ok(add(&tx, 1, e));
	assert_int_equal(tx_commit(&tx, &e), BROKEN);
	store_set_seal_hook(f->store, NULL, NULL);
	assert_int_equal(count(f), 0);
	assert_ok(once(f, &seal_add, 1, e)); /* the writer is free again */
}

static void whole_rows_are_read_by_table(void **state)
{
	struct fixture *f = *state;
	struct rows rows;
	const struct table *region = store_table("region");
	assert_null(store_table("nonsense"));
	struct tx tx = begin(f, WRITE);
	for (int64_t id = 1; id <= 5; id++)
		assert_ok(add(&tx, id, e));
	assert_ok(store_row(&tx, region, 4, &rows, e));
	assert_int_equal(rows.n_columns, region->n_columns);
	assert_string_equal(value_as_text(&rows.items[1]), "4");
	assert_ok(store_scan(&tx, region, 2, 2, &rows, e));
	assert_int_equal(rows.n_rows, 2);
	assert_int_equal(value_as_int(&rows.items[0]), 3);
	tx_rollback(&tx);
}

/* -- many threads -- */

#define THREADS 12
#define EACH 60

struct worker {
	struct store *store;
	int number;
	_Atomic int *kept;
};

static void work_once(struct worker *w, struct arena *a, int i)
{
	scoped(tx_rollback) struct tx tx = {.arena = a, .now = SUPPORT_NOW};
	struct err e = {0};
	if (tx_begin(w->store, WRITE, &tx, &e) != OK || add(&tx, w->number * EACH + i + 10, &e) != OK)
		return;
	if (i % 3 == 2 && add(&tx, 1, &e) == CONFLICT)
		return;
	if (tx_commit(&tx, &e) == OK)
		atomic_fetch_add(w->kept, 1);
}

/* Every third transaction fails at its end on a row that is there already; it alone is undone. */
static void *work(void *context)
{
	struct arena a = {0};
	for (int i = 0; i < EACH; i++)
		work_once(context, &a, i);
	arena_free(&a);
	return NULL;
}

static void many_writers_share_commits_and_lose_nothing(void **state)
{
	struct fixture *f = *state;
	struct tx tx = begin(f, WRITE);
	assert_ok(add(&tx, 1, e));
	assert_ok(tx_commit(&tx, e));
	_Atomic int kept = 1;
	pthread_t threads[THREADS];
	struct worker workers[THREADS];
	for (int i = 0; i < THREADS; i++) {
		workers[i] = (struct worker){f->store, i, &kept};
		assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
	}
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(kept, 1 + THREADS * EACH * 2 / 3);
	assert_int_equal(count(f), kept);
	struct store_figures figures = store_figures(f->store);
	assert_int_equal(figures.commits, kept);
	assert_true(figures.groups < figures.commits);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, start, end)
	const struct CMUnitTest tests[] = {
		CASE(what_was_committed_is_there_and_what_was_not_is_not),
		CASE(values_come_back_as_they_went_in),
		CASE(a_failure_ends_the_transaction),
		CASE(append_only_tables_refuse_change_and_deletion),
		CASE(a_row_must_have_the_row_it_refers_to),
		CASE(an_unknown_column_is_an_error_and_not_a_word),
		CASE(a_reader_sees_one_moment),
		CASE(a_store_opened_again_keeps_its_rows_and_its_schema),
		CASE(the_hook_is_told_each_touched_row_once_in_order),
		CASE(the_digest_of_a_written_row_is_that_of_the_row_read_back),
		CASE(emptying_a_table_touches_each_of_its_rows),
		CASE(what_was_rolled_back_is_not_touched),
		CASE(a_hook_that_fails_takes_the_transaction_with_it),
		CASE(whole_rows_are_read_by_table),
		CASE(many_writers_share_commits_and_lose_nothing),
	};
	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
