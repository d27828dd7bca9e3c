/* mask_test.c -- other people are taken out of a text, and nobody else is. All names are fictitious. */
#include "desk/forward/mask.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static struct mask *usual(void)
{
	struct mask *m = mask_new(&arena, "Ratna Wulandasih, S.Sos");
	mask_name(m, "Drs. Bagas Pramudityan, M.Si");
	mask_name(m, "Endah Wulandasih");
	mask_name(m, "Agung Setyanata");
	mask_name(m, "Suparmanto");
	mask_number(m, "198506172010011004");
	mask_number(m, NULL);
	mask_handle(m, "@bagas_p85");
	return m;
}

static void is(const char *text, const char *want, int64_t n)
{
	int64_t found = 0;
	assert_string_equal(mask_text(usual(), text, &found), want);
	assert_int_equal(found, n);
}

static void a_name_is_taken_out_however_it_is_written(void **state)
{
	(void)state;
	is("Diajak Bagas Pramudityan.", "Diajak [disamarkan].", 1);
	is("diajak BAGAS  PRAMUDITYAN, lalu", "diajak [disamarkan], lalu", 1);
	is("bagas pramudityan berkata", "[disamarkan] berkata", 1);
	is("Pak Bagas dan Pak Pramudityan", "Pak [disamarkan] dan Pak [disamarkan]", 2);
	is("**Bagas Pramudityan**", "**[disamarkan]**", 1);
	is("Kata Suparmanto begitu", "Kata [disamarkan] begitu", 1);
}

static void a_name_is_found_between_the_quotes_and_dashes_of_a_telephone(void **state)
{
	(void)state;
	is("kata “Bagas Pramudityan” begitu", "kata “[disamarkan]” begitu", 1);
	is("lalu—Suparmanto—pergi", "lalu—[disamarkan]—pergi", 1);
	is("«Suparmanto»…", "«[disamarkan]»…", 1);
	is("'Suparmanto' dan ’Suparmanto’", "'[disamarkan]' dan ’[disamarkan]’", 2);
	is("Bagas\u00a0Pramudityan", "[disamarkan]", 1);
	is("Suparmanto\U0001F44D", "[disamarkan]\U0001F44D", 1);
	is("Suparmantoé", "Suparmantoé", 0); /* another word */
	is("\xff" "Suparmanto\xe2\x80", "\xff[disamarkan]\xe2\x80", 1); /* bytes that are no text */
}

static void an_apostrophe_within_a_name_is_the_same_straight_or_curled(void **state)
{
	(void)state;
	int64_t found = 0;
	struct mask *m = mask_new(&arena, "Ratna");
	mask_name(m, "Ma'rufan");
	assert_string_equal(mask_text(m, "Ma’rufan, Ma'rufan, Ma rufan", &found), "[disamarkan], [disamarkan], Ma rufan");
	assert_int_equal(found, 2);
}

static void numbers_and_accounts_go_too(void **state)
{
	(void)state;
	is("NIP 198506172010011004.", "NIP [disamarkan].", 1);
	is("NIP 19850617 201001 1 004", "NIP [disamarkan]", 1);
	is("NIP 1985061720100110045", "NIP 1985061720100110045", 0); /* another number */
	is("akun @bagas_p85 di sana", "akun @[disamarkan] di sana", 1);
	is("akun bagas_p855", "akun bagas_p855", 0);
}

static void the_person_keeps_the_own_name(void **state)
{
	(void)state;
	is("Ratna Wulandasih hadir.", "Ratna Wulandasih hadir.", 0);
	is("Wulandasih hadir, Endah tidak.", "Wulandasih hadir, [disamarkan] tidak.", 1);
	is("Endah Wulandasih", "[disamarkan]", 1); /* the whole name is the other's */
}

static void common_words_stay(void **state)
{
	(void)state;
	is("Putusan Mahkamah Agung; jaksa agung", "Putusan Mahkamah Agung; jaksa agung", 0);
	is("Hari itu Agung datang", "Hari itu [disamarkan] datang", 1);
	is("rapat agung", "rapat agung", 0); /* not written as a name */
	is("", "", 0);
}

static void what_holds_nobody_is_the_same_text(void **state)
{
	(void)state;
	int64_t found = 0;
	static const char text[] = "Kehadiran di gedung serbaguna, 3 November 2024 \xc2\xb7 tidak ada \xe2\x80\x9cnama\xe2\x80\x9d.";
	assert_ptr_equal(mask_text(usual(), text, &found), text);
	assert_null(mask_text(usual(), NULL, &found));
	assert_int_equal(found, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_is_taken_out_however_it_is_written), cmocka_unit_test(numbers_and_accounts_go_too),
		cmocka_unit_test(a_name_is_found_between_the_quotes_and_dashes_of_a_telephone),
		cmocka_unit_test(an_apostrophe_within_a_name_is_the_same_straight_or_curled),
		cmocka_unit_test(the_person_keeps_the_own_name),             cmocka_unit_test(common_words_stay),
		cmocka_unit_test(what_holds_nobody_is_the_same_text),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&arena);
	return failed;
}
