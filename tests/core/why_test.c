/* why_test.c -- whatever reason the lexicon gives in Indonesian can be told in English too. */
#include "core/screen/screen.h"
#include "lexicon_files.h"

#include "base/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void every_reason_of_the_lexicon_has_its_english(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	scoped(csv_close) struct csv c = {0};
	struct err e;
	size_t rows = 0;
	for (size_t i = 0; i < lexicon_files_n; i++)
		if (!strcmp(lexicon_files[i].name, "stance.csv"))
			csv_open(&c, lexicon_files[i].bytes, lexicon_files[i].n);
	for (enum csv_step step; (step = csv_next(&c, &e)) != CSV_END; rows++) {
		assert_int_equal(step, CSV_ROW);
		const char *why = c.cells[c.n_cells - 1].s;
		if (rows && !strcmp(screen_why_en(&a, why), why))
			fail_msg("'%s' has no English in core/screen/why.c", why);
	}
	assert_true(rows > 1000);
}

static void what_is_named_is_named_in_english_too(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	assert_string_equal(screen_why_en(&a, "menyebut calon nomor 2: Arif Gunadi & Wening Asih"), "names candidate number 2: Arif Gunadi & Wening Asih");
	assert_string_equal(screen_why_en(&a, "menyebut calon kosong"), "names candidate kosong");
	assert_string_equal(screen_why_en(&a, "memakai tanda seru"), "exclaims");
	assert_string_equal(screen_why_en(&a, "pujian (Bali)"), "praise (Bali)");
	assert_string_equal(screen_why_en(&a, "lain"), "lain");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_reason_of_the_lexicon_has_its_english), cmocka_unit_test(what_is_named_is_named_in_english_too)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
