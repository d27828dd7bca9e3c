/* csv_test.c -- tables as offices send them. */
#include "base/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void row_is(struct csv *c, size_t n, const char *const *cells)
{
	struct err e;
	assert_int_equal(csv_next(c, &e), CSV_ROW);
	assert_int_equal(c->n_cells, n);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(c->cells[i].s, cells[i]);
}

static void quotes_hold_separators_and_line_breaks(void **state)
{
	(void)state;
	const char *s = "\xEF\xBB\xBFnip,nama\r\n1,\"Santoso, \"\"Budi\"\"\nS.Pd\"\r\n\r\n2,Siti\n";
	scoped(csv_close) struct csv c;
	struct err e;
	csv_open(&c, s, strlen(s));
	assert_true(c.bom);
	row_is(&c, 2, (const char *[]){"nip", "nama"});
	row_is(&c, 2, (const char *[]){"1", "Santoso, \"Budi\"\nS.Pd"});
	assert_int_equal(c.record_line, 2);
	row_is(&c, 2, (const char *[]){"2", "Siti"});
	assert_int_equal(c.record_line, 5);
	assert_int_equal(csv_next(&c, &e), CSV_END);
}

static void separator_and_encoding_are_found_out(void **state)
{
	(void)state;
	const char *s = "nama;unit\nAnd\xE9 \x96 caf\xE9;\"a;b\"\n";
	scoped(csv_close) struct csv c;
	csv_open(&c, s, strlen(s));
	assert_true(c.windows_1252);
	assert_int_equal(c.separator, ';');
	row_is(&c, 2, (const char *[]){"nama", "unit"});
	row_is(&c, 2, (const char *[]){"And\xC3\xA9 \xE2\x80\x93 caf\xC3\xA9", "a;b"});
	const char *tab = "a\tb\tc\n1\t2\t3";
	scoped(csv_close) struct csv d;
	csv_open(&d, tab, strlen(tab));
	assert_false(d.windows_1252);
	row_is(&d, 3, (const char *[]){"a", "b", "c"});
	row_is(&d, 3, (const char *[]){"1", "2", "3"});
}

static void a_broken_record_does_not_take_the_rest_along(void **state)
{
	(void)state;
	const char *s = "a,b\n1,\"never closed\n2,x\n3,y\n";
	scoped(csv_close) struct csv c;
	struct err e;
	csv_open(&c, s, strlen(s));
	row_is(&c, 2, (const char *[]){"a", "b"});
	assert_int_equal(csv_next(&c, &e), CSV_BAD);
	assert_non_null(strstr(e.why, "line 2"));
	row_is(&c, 2, (const char *[]){"2", "x"});
	row_is(&c, 2, (const char *[]){"3", "y"});
	assert_int_equal(c.record_line, 4);
}

static void columns_are_found_by_any_of_their_names(void **state)
{
	(void)state;
	static const struct csv_column wanted[] = {{"nip", {"NIP BARU"}, false}, {"nama", {0}, true}, {"unit", {"UNOR NAMA"}, false}, {0}};
	const char *s = "Unor Nama,AGAMA, Nama \nDinas,rahasia,Budi\n";
	scoped(csv_close) struct csv c;
	scoped(arena_free) struct arena a = {0};
	struct csv_header h;
	struct err e;
	csv_open(&c, s, strlen(s));
	assert_int_equal(csv_header_read(&c, &a, wanted, &h, &e), OK);
	assert_int_equal(h.unknown.n, 1);
	assert_string_equal(h.unknown.items[0], "AGAMA");
	assert_int_equal(csv_next(&c, &e), CSV_ROW);
	assert_string_equal(csv_get(&c, &h, 0), "");
	assert_string_equal(csv_get(&c, &h, 1), "Budi");
	assert_string_equal(csv_get(&c, &h, 2), "Dinas");
	csv_close(&c);
	csv_open(&c, "x,y\n", 4);
	assert_int_equal(csv_header_read(&c, &a, wanted, &h, &e), INVALID);
	assert_non_null(strstr(e.why, "nama"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quotes_hold_separators_and_line_breaks),
		cmocka_unit_test(separator_and_encoding_are_found_out),
		cmocka_unit_test(a_broken_record_does_not_take_the_rest_along),
		cmocka_unit_test(columns_are_found_by_any_of_their_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
