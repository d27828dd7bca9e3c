/* identity_test.c -- NIP, NI PPPK, NIK: what each digit says, what cannot be, what only deserves a look.
 *
 * All numbers are made up. Sources: NIP Perka BKN 22/2007; NIK PP 40/2019 art. 30-31; limits law/identity.toml. */
#include "core/identity/identity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena memory;
static const struct law *law;
static const struct law no_law; /* a pack made before limits were known */
static const struct day TODAY = {20000}; /* 4 October 2024 */

static int start(void **state)
{
	(void)state;
	struct err e;
	return law_read(&memory, law_embedded, law_embedded_n, &law, &e) != OK;
}
static int end(void **state)
{
	(void)state;
	arena_free(&memory);
	return 0;
}

static struct identity read(const char *s)
{
	struct identity id;
	identity_read(law, s, TODAY, &id);
	return id;
}

static void a_nip_says_birth_appointment_and_sex(void **state)
{
	(void)state;
	struct identity id = read("19850817 201001 1 007");
	assert_int_equal(id.fault, FAULT_NONE);
	assert_int_equal(id.kind, IDENTITY_NIP);
	assert_string_equal(id.digits, "198508172010011007");
	assert_int_equal(id.birth.n, day_of(1985, 8, 17).n);
	assert_int_equal(id.appointed_year, 2010);
	assert_int_equal(id.appointed_month, 1);
	assert_int_equal(id.sex, SEX_MALE);
	assert_int_equal(id.serial, 7);
	assert_int_equal(id.class_hint, PNS);
	assert_int_equal(id.warnings, 0);
	assert_true(identity_valid(&id));
}

/* Positions 13-14 of an NI PPPK count work agreements: 21 for a first appointment. */
static void more_than_twelve_at_thirteen_hints_at_pppk(void **state)
{
	(void)state;
	struct identity id = read("199002032022212005");
	assert_int_equal(id.kind, IDENTITY_PPPK);
	assert_int_equal(id.fault, FAULT_NONE);
	assert_int_equal(id.class_hint, PPPK);
	assert_int_equal(id.appointed_year, 2022);
	assert_int_equal(id.appointed_month, 0); /* the number does not say */
	assert_int_equal(id.agreements, 21);
	assert_int_equal(id.sex, SEX_FEMALE);
	assert_int_equal(id.warnings, 0);
	assert_int_equal(read("199002032022132005").kind, IDENTITY_PPPK);
	assert_int_equal(read("199002032022122005").kind, IDENTITY_NIP);
}

/* How numbers are written on cards, in lists and in letters. */
static void blanks_names_and_guards_around_a_number_are_passed_over(void **state)
{
	(void)state;
	static const char *const written[] = {"198508172010011007", "'198508172010011007", "NIP. 19850817 201001 1 007", "NI PPPK: 1985.0817.2010.01.1.007",
					      "19850817\xc2\xa0" "201001-1-007", "`198508172010011007\t"};
	for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
		assert_int_equal(read(written[i]).fault, FAULT_NONE);
		assert_string_equal(read(written[i]).digits, "198508172010011007");
	}
}

/* The digits concerned are named; the number itself is not repeated, so the sentence may go into a log. */
static void a_number_that_cannot_be_names_its_digits(void **state)
{
	(void)state;
	static const struct {
		const char *number;
		enum identity_fault fault;
		const char *id;
	} bad[] = {
		{"198502292010011007", FAULT_BIRTH, "angka ke-1 sampai 8"}, /* 1985 is no leap year */
		{"198513012010011007", FAULT_BIRTH, "angka ke-1 sampai 8"},
		{"198504312010011007", FAULT_BIRTH, "angka ke-1 sampai 8"},
		{"000000002010011007", FAULT_BIRTH, "angka ke-1 sampai 8"},
		{"202410052024101007", FAULT_BIRTH_AHEAD, "angka ke-1 sampai 8"}, /* the day after today */
		{"198508172010001007", FAULT_MONTH, "angka ke-13 sampai 14"},
		{"198508172024111007", FAULT_APPOINTED_AHEAD, "angka ke-9 sampai 14"}, /* next month */
		{"198508172025011007", FAULT_APPOINTED_AHEAD, "angka ke-9 sampai 14"},
		{"198508172025211007", FAULT_APPOINTED_AHEAD, "angka ke-9 sampai 14"}, /* NI PPPK, next year */
		{"198508172010010007", FAULT_SEX, "angka ke-15:"},
		{"198508172010013007", FAULT_SEX, "angka ke-15:"},
		{"198508172010011000", FAULT_SERIAL, "angka ke-16 sampai 18"},
		{"3579010000850003", FAULT_NIK_BIRTH, "angka ke-7 sampai 12"},
		{"3579013202850003", FAULT_NIK_BIRTH, "angka ke-7 sampai 12"}, /* day 32: neither man nor woman */
		{"3579014002850003", FAULT_NIK_BIRTH, "angka ke-7 sampai 12"},
		{"3579017203850003", FAULT_NIK_BIRTH, "angka ke-7 sampai 12"}, /* 72 - 40 = 32 */
		{"3579012902850003", FAULT_NIK_BIRTH, "angka ke-7 sampai 12"}, /* 29 Feb 85 in no century */
		{"3579011708850000", FAULT_NIK_SERIAL, "angka ke-13 sampai 16"},
		{"", FAULT_EMPTY, "nomor"},
		{" . - ", FAULT_EMPTY, "nomor"},
		{"tidak ada", FAULT_SIGN, "tanda"},
		{"19850817201001100", FAULT_LENGTH, "18 angka"},
		{"1985081720100110071", FAULT_LENGTH, "18 angka"},
		{"198508172010011007198508172010011007", FAULT_LENGTH, "18 angka"},
		{"1,98508E+17", FAULT_SPREADSHEET, "lembar sebar"},
		{"1.98508e17", FAULT_SPREADSHEET, "lembar sebar"},
		{"19850817/201001/1/007", FAULT_SIGN, "tanda"},
		{"19850817 201001 1 OO7", FAULT_SIGN, "tanda"}, /* letters O */
		{"{198508172010011007", FAULT_SIGN, "tanda"},
	};
	char words[IDENTITY_TEXT_MAX];
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct identity id = read(bad[i].number);
		assert_int_equal(id.fault, bad[i].fault);
		assert_false(identity_valid(&id));
		assert_non_null(strstr(identity_fault_text(id.fault, ID, words), bad[i].id));
		assert_true(strlen(identity_fault_text(id.fault, EN, words)) > 10);
		assert_true(!bad[i].number[0] || !strstr(words, bad[i].number));
	}
	struct identity id;
	identity_read(law, NULL, TODAY, &id);
	assert_int_equal(id.fault, FAULT_EMPTY);
	assert_string_equal(identity_fault_text(FAULT_SEX, EN, words), "digit 15: must be 1 (male) or 2 (female)");
	assert_string_equal(identity_fault_text(FAULT_MONTH, EN, words), "digits 13 to 14: 00 is neither a month nor a count of work agreements");
}

static void the_first_day_and_month_that_are_not_ahead_are_taken(void **state)
{
	(void)state;
	assert_int_equal(read("202410042024101007").fault, FAULT_NONE); /* born today; the ages warn */
	assert_int_equal(read("198508172024101007").fault, FAULT_NONE); /* appointed this month */
	assert_int_equal(read("198402292010011007").fault, FAULT_NONE); /* 1984 is a leap year */
	assert_int_equal(read("200002292022011007").birth.n, day_of(2000, 2, 29).n);
}

/* Ages at appointment: below 16 and above 60 soft, 18-35 usual, up to 40 for some posts. A NIP is of the first day of
 * its month: who is born on 2 January 1994 is 17 on 1 January 2012. */
static void unusual_ages_and_years_are_only_warned_of(void **state)
{
	(void)state;
	static const struct {
		const char *number;
		unsigned warnings;
	} odd[] = {
		{"199508172010011007", WARN_YOUNG},                 /* 14 */
		{"199401022012011007", WARN_AGE},                   /* 17 */
		{"199401012012011007", 0},                          /* 18 on the day */
		{"197501022011011007", 0},                          /* 35 */
		{"197501012011011007", WARN_AGE_POSTS},             /* 36 */
		{"197001022011011007", WARN_AGE_POSTS},             /* 40 */
		{"197001012011011007", WARN_AGE},                   /* 41 */
		{"195501022016011007", 0 | WARN_AGE},               /* 60, and 69 today */
		{"195501012016011007", WARN_OLD},                   /* 61 */
		{"195310041980011007", WARN_RETIRED},               /* 71 today */
		{"195310051980011007", 0},                          /* 70 until tomorrow */
		{"192001011939121007", WARN_EARLY | WARN_RETIRED},
		{"196508172022211007", 0},                          /* PPPK at 56 or 57: as the law allows */
		{"200701012022211007", WARN_YOUNG},                 /* 14 or 15 */
		{"200601012022211007", 0},                          /* 16 on 31 December at the latest */
		{"196112312022211007", 0},                          /* 61 only on the last day */
		{"196001012022211007", WARN_OLD},                   /* 62 */
		{"199002032013211005", WARN_EARLY},                 /* no PPPK before 2014 */
		{"199002032022992005", WARN_AGREEMENTS},
		{"199002032022132005", WARN_AGREEMENTS},
	};
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		struct identity id = read(odd[i].number);
		assert_int_equal(id.fault, FAULT_NONE);
		assert_int_equal(id.warnings, odd[i].warnings);
	}
}

/* PP 40/2019 art. 31: for women 40 is added to the day. */
static void a_nik_says_area_birth_and_sex(void **state)
{
	(void)state;
	struct identity id = read("3579015708850003");
	assert_int_equal(id.kind, IDENTITY_NIK);
	assert_int_equal(id.fault, FAULT_NONE);
	assert_int_equal(id.sex, SEX_FEMALE);
	assert_int_equal(id.birth.n, day_of(1985, 8, 17).n);
	assert_string_equal(id.region, "35.79.01");
	assert_int_equal(id.serial, 3);
	assert_int_equal(id.class_hint, CLASS_UNKNOWN);
	assert_int_equal(id.warnings, 0);
	assert_string_equal(identity_area(law, id.region)->name_id, "Kota Batu");
	assert_int_equal(read("3579014101850003").birth.n, day_of(1985, 1, 1).n); /* women: 41 to 71 */
	assert_int_equal(read("3579017101850003").birth.n, day_of(1985, 1, 31).n);
	assert_int_equal(read("3579013101850003").sex, SEX_MALE);
	assert_int_equal(read("3579016902840003").birth.n, day_of(1984, 2, 29).n);
}

/* Two digits of the year: the century that makes a person of 16 to 100 years on the day asked. */
static void the_century_of_a_nik_is_the_plausible_one(void **state)
{
	(void)state;
	static const struct {
		const char *number;
		int year;
		unsigned warnings;
	} cases[] = {
		{"3579011708850003", 1985, 0},
		{"3579010410080003", 2008, 0},            /* 16 today */
		{"3579010510080003", 2008, WARN_CENTURY}, /* 15 or 115: neither plausible, the later is taken */
		{"3579010510240003", 1924, 0},            /* 5 Oct 2024 is tomorrow */
		{"3579010410240003", 1924, 0},            /* born today, or 100: 100 is plausible */
		{"3579010310230003", 2023, WARN_CENTURY}, /* 1 or 101 */
		{"3579012902000003", 2000, 0},            /* 1900 had no 29 February */
		{"3579012902040003", 2004, 0},            /* 20, or 120 */
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int y, m, d;
		struct identity id = read(cases[i].number);
		assert_int_equal(id.fault, FAULT_NONE);
		day_parts(id.birth, &y, &m, &d);
		assert_int_equal(y, cases[i].year);
		assert_int_equal(id.warnings, cases[i].warnings);
	}
	struct identity id;
	identity_read(law, "3579012902000003", day_of(1999, 12, 31), &id);
	assert_int_equal(id.fault, FAULT_NIK_BIRTH); /* before 2000 there was no 29 February 00 */
	identity_read(law, "3579011708850003", day_of(1950, 1, 1), &id);
	assert_int_equal(id.fault, FAULT_NIK_BIRTH);
}

static void an_area_that_is_unknown_or_no_more_only_warns(void **state)
{
	(void)state;
	assert_int_equal(read("2079011708850003").warnings, WARN_AREA);       /* no province 20 */
	assert_int_equal(read("3500011708850003").warnings, WARN_AREA);       /* 00 is neither regency nor city */
	assert_int_equal(read("3570011708850003").warnings, WARN_AREA);       /* 70 neither */
	assert_int_equal(read("3579001708850003").warnings, WARN_AREA);       /* no sub-district 00 */
	assert_int_equal(read("5401011708850003").warnings, WARN_AREA_FORMER); /* Timor Timur */
	struct identity id = read("9936011708850003");
	assert_int_equal(id.warnings, WARN_ABROAD);
	assert_string_equal(id.region, "99.360.1"); /* three digits of the country, one of the mission */
	assert_int_equal(id.fault, FAULT_NONE);
}

/* PP.KK.CC.DDDD: KK 01-69 regency, 71-99 city; DDDD 1xxx urban ward, 2xxx village. */
static void an_area_code_says_what_kind_of_place_it_names(void **state)
{
	(void)state;
	static const struct {
		const char *code;
		enum area_kind kind;
	} codes[] = {
		{"35", AREA_PROVINCE}, {"33.25", AREA_REGENCY}, {"33.69", AREA_REGENCY}, {"35.79", AREA_CITY}, {"35.99", AREA_CITY},
		{"35.79.01", AREA_DISTRICT}, {"35.79.01.1004", AREA_WARD}, {"35.79.01.2004", AREA_VILLAGE},
		{"35.79.01.3004", AREA_UNKNOWN}, {"35.79.01.104", AREA_UNKNOWN}, {"35.79.01.1004.1", AREA_UNKNOWN}, {"35.79.0a", AREA_UNKNOWN}, {"35.79x", AREA_UNKNOWN},
		{"35.79.00", AREA_UNKNOWN}, {"35.00", AREA_UNKNOWN}, {"35.70", AREA_UNKNOWN}, {"35.7", AREA_UNKNOWN}, {"20.01", AREA_UNKNOWN},
		{"3579", AREA_UNKNOWN}, {"", AREA_UNKNOWN}, {"Batu", AREA_UNKNOWN},
	};
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		assert_int_equal(identity_area_kind(law, codes[i].code, TODAY), codes[i].kind);
	assert_string_equal(area_kind_code(AREA_CITY), "kota");
	assert_string_equal(area_kind_code(AREA_UNKNOWN), "");
	assert_string_equal(identity_area(law, "35.01")->name_id, "Jawa Timur"); /* the longest known part */
	assert_null(identity_area(law, "20.01"));
	struct law_area odd[] = {{.code = "3"}, {.code = "35"}};
	struct law no_limits = {.areas = {odd, 2}};
	assert_int_equal(identity_area_kind(&no_limits, "3", TODAY), AREA_UNKNOWN);
	assert_int_equal(identity_area_kind(&no_limits, "35.79", TODAY), AREA_UNKNOWN); /* nothing says that 79 is a city */
}

static void nine_digits_are_an_old_nip_by_name(void **state)
{
	(void)state;
	struct identity id = read("131 234 567");
	assert_int_equal(id.kind, IDENTITY_OLD_NIP);
	assert_int_equal(id.fault, FAULT_NONE);
	assert_int_equal(id.warnings, WARN_OLD_NIP);
	assert_true(day_is_none(id.birth)); /* it says nothing */
	assert_false(identity_valid(&id));
	assert_string_equal(identity_kind_name(id.kind, ID), "NIP lama");
	assert_string_equal(identity_kind_name(id.kind, EN), "old NIP");
	assert_string_equal(identity_kind_code(id.kind), "old_nip");
}

static struct identity_doubts against(const char *a, const char *b, enum lang lang)
{
	struct identity_doubts found = {0};
	struct identity one = read(a), other = read(b);
	identity_against(&one, &other, lang, &found);
	return found;
}

static void two_numbers_of_one_person_are_held_against_each_other(void **state)
{
	(void)state;
	assert_int_equal(against("198508172010012007", "3579015708850003", ID).n, 0);
	struct identity_doubts found = against("198508172010012007", "3579011808850003", ID);
	assert_int_equal(found.n, 2);
	assert_int_equal(found.items[0].what, WARN_BIRTH_DIFFERS);
	assert_string_equal(found.items[0].number, "NIP: lahir 17 Agu 1985 (angka 1-8)");
	assert_string_equal(found.items[0].other, "NIK: lahir 18 Agu 1985 (angka 7-12)");
	assert_int_equal(found.items[1].what, WARN_SEX_DIFFERS);
	assert_string_equal(found.items[1].number, "NIP: perempuan (angka 15)");
	assert_string_equal(found.items[1].other, "NIK: laki-laki (angka 7-8)");
	found = against("3579011808850003", "198508172010012007", EN);
	assert_string_equal(found.items[0].number, "NIK: born 18 Aug 1985 (digits 7-12)");
	assert_string_equal(found.items[1].other, "NIP: female (digits 15)");
	/* an NI PPPK against the one of another agency */
	assert_int_equal(against("199002032022212005", "199002032024212001", ID).n, 0);
	assert_int_equal(against("199002032022212005", "199003032024212001", ID).n, 1);
	assert_int_equal(against("199002032022212005", "199102032024212001", ID).n, 1);
	assert_int_equal(against("199002032022212005", "199002042024212001", ID).n, 1);
	/* a NIK read as 2012 still agrees with a NIP of 1912: it only writes 12 */
	assert_int_equal(against("191201011940011001", "3579010101120003", ID).n, 0);
	assert_int_equal(against("198508172010011007", "3579011708860003", ID).n, 1);
	/* what says nothing contradicts nothing */
	assert_int_equal(against("131234567", "3579011808850003", ID).n, 0);
	assert_int_equal(against("198508172010012007", "131234567", ID).n, 0);
	assert_int_equal(against("198508172010012000", "3579011808850003", ID).n, 0);
	assert_int_equal(against("198508172010012007", "123", ID).n, 0);
}

static void what_a_list_writes_beside_the_number_is_compared(void **state)
{
	(void)state;
	struct identity id = read("198508172010012007"), old = read("131234567");
	struct identity_doubts found = {0};
	identity_against_stated(&id, day_of(1985, 8, 17), SEX_FEMALE, ID, &found);
	identity_against_stated(&id, DAY_NONE, SEX_UNKNOWN, ID, &found);
	identity_against_stated(&old, day_of(1985, 8, 17), SEX_MALE, ID, &found);
	assert_int_equal(found.n, 0);
	identity_against_stated(&id, day_of(1958, 8, 17), SEX_MALE, ID, &found);
	assert_int_equal(found.n, 2);
	assert_int_equal(found.items[0].what, WARN_STATED_BIRTH);
	assert_string_equal(found.items[0].other, "tertulis: lahir 17 Agu 1958");
	assert_int_equal(found.items[1].what, WARN_STATED_SEX);
	assert_string_equal(found.items[1].other, "tertulis: laki-laki");
	identity_against_stated(&id, day_of(1958, 8, 17), SEX_MALE, EN, &found);
	assert_string_equal(found.items[2].other, "written: born 17 Aug 1958");
	assert_string_equal(found.items[3].other, "written: male");
	assert_string_equal(identity_sex_name(SEX_UNKNOWN, ID), "tidak diketahui");
	for (int i = 0; i < 10; i++) /* more than anybody asks: the list ends, memory stays whole */
		identity_against_stated(&id, DAY_NONE, SEX_MALE, EN, &found);
	assert_int_equal(found.n, IDENTITY_DOUBTS_MAX);
}

static unsigned class_doubt_of(const char *number, enum subject_class stated, struct day at)
{
	struct identity_doubts found = {0};
	struct identity id = read(number);
	identity_against_class(law, &id, stated, at, ID, &found);
	unsigned ret = 0;
	for (size_t i = 0; i < found.n; i++)
		ret |= found.items[i].what;
	return ret;
}

/* A person's class is dated (regulation.md A.1): a daily worker may have become PPPK since. */
static void the_class_on_record_is_held_against_the_number_on_the_day(void **state)
{
	(void)state;
	const char *nip = "198508172010031007", *pppk = "199002032022212005", *old = "131234567";
	struct day in2009 = day_of(2009, 6, 1), in2022 = day_of(2022, 6, 1), in2024 = day_of(2024, 9, 1), march = day_of(2010, 3, 1),
		   february = day_of(2010, 2, 28), in2021 = day_of(2021, 12, 31);
	assert_int_equal(class_doubt_of(nip, PNS, in2024), 0);
	assert_int_equal(class_doubt_of(nip, CPNS, march), 0);
	assert_int_equal(class_doubt_of(nip, PNS, february), WARN_NOT_YET);
	assert_int_equal(class_doubt_of(nip, PNS, in2009), WARN_NOT_YET);
	assert_int_equal(class_doubt_of(nip, PPPK, in2024), WARN_CLASS);
	assert_int_equal(class_doubt_of(nip, PPPK, in2009), 0); /* appointed as civil servant later */
	assert_int_equal(class_doubt_of(nip, THL, in2024), WARN_CLASS);
	assert_int_equal(class_doubt_of(nip, THL, february), 0);
	assert_int_equal(class_doubt_of(pppk, PPPK, in2024), 0);
	assert_int_equal(class_doubt_of(pppk, PPPK, in2022), 0);
	assert_int_equal(class_doubt_of(pppk, PPPK, in2021), WARN_NOT_YET);
	assert_int_equal(class_doubt_of(pppk, HONORER, in2024), WARN_CLASS);
	assert_int_equal(class_doubt_of(pppk, NON_ASN, in2022), 0); /* the year of appointment: no month to judge by */
	assert_int_equal(class_doubt_of(pppk, PNS, in2022), WARN_CLASS);
	assert_int_equal(class_doubt_of(pppk, THL, in2021), 0);
	assert_int_equal(class_doubt_of(pppk, THL, DAY_NONE), WARN_CLASS);
	assert_int_equal(class_doubt_of(pppk, PNS, DAY_NONE), WARN_CLASS);
	assert_int_equal(class_doubt_of(old, PNS, in2024), 0);
	assert_int_equal(class_doubt_of(old, PPPK, in2024), WARN_CLASS);
	assert_int_equal(class_doubt_of(nip, KEPALA_DESA, in2024), 0); /* holders of offices may bear a number */
	assert_int_equal(class_doubt_of("3579011708850003", THL, in2024), 0);
	assert_int_equal(class_doubt_of("198508172010013007", THL, in2024), 0);
}

/* The pattern of part-time PPPK was not verified: any is taken, with a warning for as long as the pack says so. */
static void a_part_time_pppk_is_taken_with_any_pattern(void **state)
{
	(void)state;
	struct day at = day_of(2024, 9, 1);
	assert_int_equal(class_doubt_of("199002032022212005", PPPK_PARUH_WAKTU, at), WARN_PART_TIME);
	assert_int_equal(class_doubt_of("198508172010031007", PPPK_PARUH_WAKTU, at), WARN_PART_TIME);
	struct identity_doubts found = {0};
	struct identity id = read("198508172010031007");
	identity_against_class(&no_law, &id, PPPK_PARUH_WAKTU, at, ID, &found);
	assert_int_equal(found.n, 0);
}

static void both_readings_of_a_class_are_said(void **state)
{
	(void)state;
	struct identity_doubts found = {0};
	struct identity nip = read("198508172010031007"), pppk = read("199002032022212005"), old = read("131234567");
	identity_against_class(law, &nip, THL, day_of(2024, 9, 1), ID, &found);
	identity_against_class(law, &pppk, PNS, DAY_NONE, EN, &found);
	identity_against_class(law, &old, PPPK, day_of(2024, 9, 1), EN, &found);
	assert_string_equal(found.items[0].number, "PNS sejak Maret 2010");
	assert_string_equal(found.items[0].other, "THL pada 1 Sep 2024");
	assert_string_equal(found.items[1].number, "PPPK since 2022");
	assert_string_equal(found.items[1].other, "PNS");
	assert_string_equal(found.items[2].number, "PNS (old NIP)");
	assert_string_equal(found.items[2].other, "PPPK on 1 Sep 2024");
}

/* Limits are rows that the user may correct; a pack without them says nothing of usual and unusual. */
static void a_pack_without_limits_gives_no_such_warning(void **state)
{
	(void)state;
	static const char *const odd[] = {"199508172010011007", "192001011939121007", "199002032022992005"};
	for (size_t i = 0; i < 3; i++) {
		struct identity id;
		identity_read(&no_law, odd[i], TODAY, &id);
		assert_int_equal(id.fault, FAULT_NONE);
		assert_int_equal(id.warnings, 0);
	}
	struct identity id;
	identity_read(&no_law, "3579011708100003", TODAY, &id);
	assert_int_equal(id.warnings, WARN_CENTURY | WARN_AREA);
	assert_int_equal(id.birth.n, day_of(2010, 8, 17).n);
	assert_null(identity_limit(&no_law, "NIP-AGE", TODAY));
}

static void a_corrected_row_changes_what_is_unusual(void **state)
{
	(void)state;
	struct law_identity limits[] = {{.code = "NIP-AGE", .min = 18, .max = 30, .row = {.from = DAY_NONE, .to = day_of(2023, 12, 31)}},
					{.code = "NIP-AGE", .min = 18, .max = 60, .row = {.from = day_of(2024, 1, 1), .to = DAY_NONE}}};
	struct law corrected = {.identities = {limits, 2}};
	struct identity id;
	identity_read(&corrected, "197501012011011007", TODAY, &id); /* 36 */
	assert_int_equal(id.warnings, 0);
	identity_read(&corrected, "197501012011011007", day_of(2023, 6, 1), &id);
	assert_int_equal(id.warnings, WARN_OLD);
}

static void every_warning_and_fault_has_words_in_both_languages(void **state)
{
	(void)state;
	char words[IDENTITY_TEXT_MAX];
#define X(name, bit, limit, id, en)                                                                                  \
	assert_string_equal(identity_warning_text(name, ID), id);                                                     \
	assert_string_equal(identity_warning_text(name, EN), en);                                                     \
	assert_true(!limit[0] || identity_limit(law, limit, TODAY) != NULL);
	IDENTITY_WARNING_MAP(X)
#undef X
	assert_string_equal(identity_warning_words(law, TODAY, WARN_AGE, ID, words), "usia saat pengangkatan di luar batas (18-40)");
	assert_string_equal(identity_warning_words(law, TODAY, WARN_ABROAD, EN, words), "registered abroad");
	assert_string_equal(identity_warning_words(law, TODAY, (enum identity_warning)3, EN, words), "");
	assert_string_equal(identity_warning_text((enum identity_warning)0, ID), "");
}

/* Property: whatever parts a valid number is made of, reading gives them back. */
static uint64_t seed = 20241004;
static int below(int n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((seed >> 33) % (uint64_t)n);
}

static struct day some_day(int from_year, int years)
{
	int y = from_year + below(years), m = 1 + below(12), d = 1 + below(31);
	while (!day_valid(y, m, d))
		d--;
	return day_of(y, m, d);
}

static void a_made_number_reads_back_as_its_parts(void **state)
{
	(void)state;
	char text[128];
	for (int i = 0; i < 20000; i++) {
		int y, m, d, sex = 1 + below(2), serial = 1 + below(999), year = 1980 + below(44);
		bool pppk = below(3) == 0;
		int thirteen = pppk ? 13 + below(87) : 1 + below(12);
		struct day birth = some_day(1940, 60);
		day_parts(birth, &y, &m, &d);
		snprintf(text, sizeof text, "%04d%02d%02d %04d%02d %d %03d", y, m, d, year, thirteen, sex, serial);
		struct identity id = read(text);
		assert_int_equal(id.fault, FAULT_NONE);
		assert_int_equal(id.kind, pppk ? IDENTITY_PPPK : IDENTITY_NIP);
		assert_int_equal(id.birth.n, birth.n);
		assert_int_equal(id.appointed_year, year);
		assert_int_equal(pppk ? id.agreements : id.appointed_month, thirteen);
		assert_int_equal(id.sex, sex == 1 ? SEX_MALE : SEX_FEMALE);
		assert_int_equal(id.serial, serial);
		int province = 11 + below(80), district = 1 + below(99);
		snprintf(text, sizeof text, "%02d%02d%02d%02d%02d%02d%04d", province, district, 1 + below(99), d + (sex == 2 ? 40 : 0), m, y % 100, serial);
		struct identity nik = read(text);
		struct identity_doubts found = {0};
		assert_int_equal(nik.fault, FAULT_NONE);
		assert_int_equal(nik.birth.n, birth.n); /* aged 25 to 84: the century is certain */
		assert_int_equal(nik.sex, id.sex);
		identity_against(&id, &nik, ID, &found);
		assert_int_equal(found.n, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_nip_says_birth_appointment_and_sex),
		cmocka_unit_test(more_than_twelve_at_thirteen_hints_at_pppk),
		cmocka_unit_test(blanks_names_and_guards_around_a_number_are_passed_over),
		cmocka_unit_test(a_number_that_cannot_be_names_its_digits),
		cmocka_unit_test(the_first_day_and_month_that_are_not_ahead_are_taken),
		cmocka_unit_test(unusual_ages_and_years_are_only_warned_of),
		cmocka_unit_test(a_nik_says_area_birth_and_sex),
		cmocka_unit_test(the_century_of_a_nik_is_the_plausible_one),
		cmocka_unit_test(an_area_that_is_unknown_or_no_more_only_warns),
		cmocka_unit_test(an_area_code_says_what_kind_of_place_it_names),
		cmocka_unit_test(nine_digits_are_an_old_nip_by_name),
		cmocka_unit_test(two_numbers_of_one_person_are_held_against_each_other),
		cmocka_unit_test(what_a_list_writes_beside_the_number_is_compared),
		cmocka_unit_test(the_class_on_record_is_held_against_the_number_on_the_day),
		cmocka_unit_test(a_part_time_pppk_is_taken_with_any_pattern),
		cmocka_unit_test(both_readings_of_a_class_are_said),
		cmocka_unit_test(a_pack_without_limits_gives_no_such_warning),
		cmocka_unit_test(a_corrected_row_changes_what_is_unusual),
		cmocka_unit_test(every_warning_and_fault_has_words_in_both_languages),
		cmocka_unit_test(a_made_number_reads_back_as_its_parts),
	};
	return cmocka_run_group_tests(tests, start, end);
}
