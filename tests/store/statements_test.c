/* statements_test.c -- every statement of every desk is understood by the database, with the columns it promises.
 *
 * Run once per database by tools/test.py (NETRA_TEST_STORE). Each statement is run with 0 or "" for every argument
 * in a transaction that is rolled back: only "unknown table", "wrong type" and their like can go wrong.
 */
#include "support.h"

extern const struct statement *const all_statements[];
extern const size_t all_statements_n;

static void check(struct store *store, struct arena *a, const struct statement *q)
{
	scoped(tx_rollback) struct tx tx = {.arena = a, .now = SUPPORT_NOW};
	struct err e;
	struct rows rows;
	struct value args[64] = {0};
	assert_in_range(q->n_args, 0, 63);
	for (int i = 0; i < q->n_args; i++)
		args[i] = (struct value){.kind = q->args[i], .bytes = STR("")};
	assert_ok(tx_begin(store, WRITE, &tx, e));
	enum status status = tx_run(&tx, q, args, &rows, &e);
	/* A foreign key stops many a write: then it was prepared, which is what is asked. */
	if (status != OK && status != CONFLICT)
		fail_msg("%s (%s): %s", q->name, q->file, e.why);
	if (status == OK && q->n_columns && rows.n_columns != (size_t)q->n_columns)
		fail_msg("%s (%s): %zu columns, its signature says %d", q->name, q->file, rows.n_columns, q->n_columns);
}

static void every_statement_is_understood_by_the_database(void **state)
{
	(void)state;
	struct support s;
	support_start(&s);
	struct store *store = support_store(&s, 1);
	for (size_t i = 0; i < all_statements_n; i++)
		check(store, &s.arena, all_statements[i]);
	store_close(store);
	support_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_statement_is_understood_by_the_database)};
	return cmocka_run_group_tests_name("statements", tests, NULL, NULL);
}
