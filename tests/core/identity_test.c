/* identity_test.c -- NIP, NI PPPK, NIK. All numbers are made up. */
#include "core/identity/identity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct day TODAY = {20000}; /* 4 October 2024 */

static void a_nip_says_birth_appointment_and_sex(void **state)
{
	(void)state;
	struct identity id;
	struct err e;
	assert_int_equal(identity_read_nip("19850817 201001 1 007", TODAY, &id, &e), OK);
	assert_int_equal(id.kind, IDENTITY_NIP);
	assert_int_equal(id.birth.n, day_of(1985, 8, 17).n);
	assert_int_equal(id.appointed_year, 2010);
	assert_int_equal(id.appointed_month, 1);
	assert_int_equal(id.sex, SEX_MALE);
	assert_int_equal(id.serial, 7);
	assert_string_equal(id.class_hint, "PNS");
	assert_int_equal(id.warnings, 0);
}

/* Positions 13-14 of an NI PPPK count work agreements: 21 for a first appointment. */
static void more_than_twelve_at_thirteen_hints_at_pppk(void **state)
{
	(void)state;
	struct identity id;
	struct err e;
	assert_int_equal(identity_read_nip("199002032022212005", TODAY, &id, &e), OK);
	assert_int_equal(id.kind, IDENTITY_PPPK);
	assert_string_equal(id.class_hint, "PPPK");
	assert_int_equal(id.sex, SEX_FEMALE);
	assert_int_equal(id.appointed_month, 0);
	assert_int_equal(identity_read_nip("199002032022992005", TODAY, &id, &e), OK);
	assert_int_equal(id.warnings & WARN_AGREEMENTS, WARN_AGREEMENTS);
}

static void impossible_nips_are_refused_with_the_digits_named(void **state)
{
	(void)state;
	static const struct { const char *s, *why; } bad[] = {
		{"19850230 201001 1 007", "1-8"}, {"19850817 203001 1 007", "9-14"}, {"19850817 201000 1 007", "13-14"},
		{"19850817 201001 3 007", "15"}, {"19850817 201001 1 000", "16-18"}, {"1985081720100110", "16 digits"},
		{"1985081720100110077", "more than 18"}, {"19850817x01001 1 007", "'x'"}, {"20300101 201001 1 007", "born"}, {"", "0 digits"}};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct identity id;
		struct err e;
		assert_int_equal(identity_read_nip(bad[i].s, TODAY, &id, &e), INVALID);
		assert_non_null(strstr(e.why, bad[i].why));
	}
}

static void unusual_ages_are_warned_of_not_refused(void **state)
{
	(void)state;
	struct identity id;
	struct err e;
	assert_int_equal(identity_read_nip("199508172010011007", TODAY, &id, &e), OK);
	assert_int_equal(id.warnings, WARN_YOUNG); /* 15 when appointed */
	assert_int_equal(identity_read_nip("196508172010011007", TODAY, &id, &e), OK);
	assert_int_equal(id.warnings, WARN_AGE); /* 44 */
	assert_int_equal(identity_read_nip("194508171970011007", TODAY, &id, &e), OK);
	assert_int_equal(id.warnings, WARN_RETIRED);
}

/* PP 40/2019 art. 31: for women 40 is added to the day. */
static void a_nik_says_area_birth_and_sex(void **state)
{
	(void)state;
	struct identity id;
	struct err e;
	assert_int_equal(identity_read_nik("3579015708850003", TODAY, &id, &e), OK);
	assert_int_equal(id.sex, SEX_FEMALE);
	assert_int_equal(id.birth.n, day_of(1985, 8, 17).n);
	assert_string_equal(id.region, "35.79.01");
	assert_int_equal(id.warnings, 0);
	assert_int_equal(identity_read_nik("3579011708100003", TODAY, &id, &e), OK);
	assert_int_equal(id.birth.n, day_of(2010, 8, 17).n); /* the later century that is not in the future */
	assert_int_equal(identity_read_nik("2079011708850003", TODAY, &id, &e), OK);
	assert_int_equal(id.warnings, WARN_AREA);
	assert_int_equal(identity_read_nik("9901011708850003", TODAY, &id, &e), OK);
	assert_int_equal(id.warnings, WARN_ABROAD);
	assert_int_equal(identity_read_nik("3579013202850003", TODAY, &id, &e), INVALID);
	assert_int_equal(identity_read_nik("3579011708850000", TODAY, &id, &e), INVALID);
}

static void nip_and_nik_are_held_against_each_other(void **state)
{
	(void)state;
	struct identity nip, nik;
	struct err e;
	assert_int_equal(identity_read_nip("198508172010012007", TODAY, &nip, &e), OK);
	assert_int_equal(identity_read_nik("3579015708850003", TODAY, &nik, &e), OK);
	assert_int_equal(identity_cross_check(&nip, &nik), 0);
	assert_int_equal(identity_read_nik("3579011808850003", TODAY, &nik, &e), OK);
	assert_int_equal(identity_cross_check(&nip, &nik), WARN_BIRTH_DIFFERS | WARN_SEX_DIFFERS);
	assert_non_null(strstr(identity_warning_text(WARN_SEX_DIFFERS, ID), "kelamin"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_nip_says_birth_appointment_and_sex),
		cmocka_unit_test(more_than_twelve_at_thirteen_hints_at_pppk),
		cmocka_unit_test(impossible_nips_are_refused_with_the_digits_named),
		cmocka_unit_test(unusual_ages_are_warned_of_not_refused),
		cmocka_unit_test(a_nik_says_area_birth_and_sex),
		cmocka_unit_test(nip_and_nik_are_held_against_each_other),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
