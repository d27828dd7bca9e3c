/* sheet_test.c -- what is keyed of a sheet of signatures: rows, runs, numbers, answers, and every line that cannot be read. */
#include "desk/pledge/sheet.h"
#include "support.h"

static struct arena arena;

static struct pledge_sheet_lines keyed(const char *text, int64_t printed)
{
	struct pledge_sheet_lines l = {0};
	pledge_sheet_lines_read(&arena, text, printed, &l);
	return l;
}

static void is_line(const struct pledge_sheet_lines *l, size_t i, int64_t line, const char *typed, bool is_signed)
{
	assert_true(i < l->n);
	assert_int_equal(l->items[i].line, line);
	assert_string_equal(l->items[i].typed, typed);
	assert_int_equal(l->items[i].is_signed, is_signed);
}

static void a_pasted_column_keeps_its_order_and_its_empty_rows(void **state)
{
	struct pledge_sheet_lines l = keyed("198508172010011007\r\n\n  THL-17 \nBudi Santosarekaan, S.Sos.\n19900203 202221 2 005 ; tidak\n", 0);
	assert_int_equal(l.faults.n, 0);
	assert_int_equal(l.n, 4);
	is_line(&l, 0, 1, "198508172010011007", true);
	is_line(&l, 1, 3, "THL-17", true);
	is_line(&l, 2, 4, "Budi Santosarekaan, S.Sos.", true);
	is_line(&l, 3, 5, "19900203 202221 2 005", false);
}

static void a_row_may_say_its_place(void **state)
{
	struct pledge_sheet_lines l = keyed("17;198508172010011007;ya\n198508172010011008\n3\tTHL-17\n", 0);
	assert_int_equal(l.faults.n, 0);
	is_line(&l, 0, 17, "198508172010011007", true);
	is_line(&l, 1, 18, "198508172010011008", true); /* the row below */
	is_line(&l, 2, 3, "THL-17", true);
}

static void a_sheet_of_ours_is_keyed_by_rows_and_runs(void **state)
{
	struct pledge_sheet_lines l = keyed("1-3\n4 tidak\n5;t\n6\n198508172010011007\n", 7);
	assert_int_equal(l.faults.n, 0);
	assert_int_equal(l.n, 7);
	for (int64_t row = 1; row <= 3; row++)
		is_line(&l, (size_t)row - 1, row, "", true);
	is_line(&l, 3, 4, "", false);
	is_line(&l, 4, 5, "", false);
	is_line(&l, 5, 6, "", true);
	is_line(&l, 6, 8, "198508172010011007", true); /* written by hand below the last row */
}

static void what_cannot_be_read_is_named_by_its_line(void **state)
{
	struct pledge_sheet_lines l = keyed("1\n8\n1\n2-9\n3-1\nx;y;z\n4;THL-17;mungkin\n", 7);
	static const struct {
		size_t at;
		const char *what;
	} faults[] = {{2, "row"}, {3, "twice"}, {4, "row"}, {5, "row"}, {6, "word"}, {7, "word"}};
	assert_int_equal(l.faults.n, 6);
	for (size_t i = 0; i < 6; i++) {
		assert_int_equal(l.faults.items[i].at, faults[i].at);
		assert_string_equal(l.faults.items[i].what, faults[i].what);
	}
	struct pledge_sheet_lines many = {0};
	scoped(buf_free) struct buf b = {0};
	for (int i = 0; i < SHEET_LINES_MAX + 100; i++)
		buf_printf(&b, "THL-%d\n", i);
	pledge_sheet_lines_read(&arena, buf_arena(&arena, &b), 0, &many);
	assert_int_equal(many.n, SHEET_LINES_MAX);
	assert_string_equal(many.faults.items[0].what, "many");
	assert_true(many.faults.n <= 50);
}

static int end(void **state)
{
	arena_free(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pasted_column_keeps_its_order_and_its_empty_rows),
		cmocka_unit_test(a_row_may_say_its_place),
		cmocka_unit_test(a_sheet_of_ours_is_keyed_by_rows_and_runs),
		cmocka_unit_test(what_cannot_be_read_is_named_by_its_line),
	};
	return cmocka_run_group_tests(tests, NULL, end);
}
