/* index_test.c -- making an index, and what becomes of a damaged one. All persons, numbers and accounts are made up. */
#define _GNU_SOURCE
#include "core/screen/builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* A generator of its own, so that every run sees the same. */
static uint64_t state_of_chance;
static uint32_t roll(uint32_t n)
{
	state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((state_of_chance >> 33) % n);
}

/* ---- Names ---- */

static const char *const WORDS[] = {"BUDI", "Santoso", "siti", "NURHALIZA", "M", "M.", "Muh", "MUH.", "Abd", "Drs.", "Drs", "H", "Hj.", "SE", "S.E.", "SH", "bin",
				    "BINTI", "St", "Ni", "Putu", "I", "de", "Rahmawati,", "S.Pd.", "O'Neil", "José", "Ma'ruf", "Kartikasaridewiningrumwulandari", "Dr",
				    "Kartikasaridewiningrumwulandarix", "AYU", "Nur2", "Ir", "Sst", "Tri", "MM", "Yani-Ahmad", "ST", "Bc"};

/* Both ways of taking a name must agree, or the same name would stand in the register twice. */
static void plain_names_are_read_as_any_other(void **state)
{
	(void)state;
	scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
	size_t plain_n = 0, other_n = 0;
	state_of_chance = 7;
	for (int again = 0; again < 40000; again++) {
		char name[400] = "";
		size_t to = 0;
		for (uint32_t words = 1 + roll(again % 100 ? 4 : 12); words; words--)
			to += (size_t)snprintf(name + to, sizeof name - to, "%s%s", WORDS[roll(sizeof WORDS / sizeof *WORDS)], words > 1 ? roll(50) ? " " : "  " : "");
		uint32_t plain[NAME_PARTS_MAX], read[NAME_PARTS_MAX];
		size_t n;
		if (!builder_plain_name(b, name, plain, &n)) {
			other_n++;
			continue;
		}
		struct person_name parts;
		name_read(name, strlen(name), &parts);
		plain_n++;
		if (parts.n != n || !builder_read_name(b, name, &parts, read) || memcmp(plain, read, n * sizeof *read))
			fail_msg("'%s' is read in two ways", name);
	}
	assert_true(plain_n > 2000 && other_n > 2000);
}

/* A name that is not plain leaves no word of it behind: the file holds only what some name needs. */
static void a_name_with_a_title_keeps_only_its_own_words(void **state)
{
	(void)state;
	scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
	scoped(screen_close_scoped) struct screen *s = NULL;
	struct err e;
	assert_int_equal(screen_add_person(b, &(struct screen_person){.ref = 1, .name = "SUKARDI, S.H."}, &e), OK);
	assert_int_equal(screen_add_person(b, &(struct screen_person){.ref = 2, .name = "WINARTI SE"}, &e), OK);
	assert_int_equal(screen_of(b, NULL, &s, &e), OK);
	assert_int_equal(screen_info(s).tokens, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_names_are_read_as_any_other),
		cmocka_unit_test(a_name_with_a_title_keeps_only_its_own_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
