/* A written name against a register of some thousand: every way of writing that issue 4 names has its own example, and
 * whatever is no name is harmless. All names are composed. */
#include "core/screening.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* How many bear each; beside them a crowd of rare names makes words of the register rare or common. */
static const struct { const char *name; int persons; } REGISTER[] = {
	{"BUDI SANTOSO", 40}, {"SANTOSO BUDI", 3}, {"BOEDI SANTOSO", 1}, {"AHMAD BUDI", 30}, {"BUDI AHMAD", 25}, {"AKHMAD BUDIE", 1},
	{"MUHAMMAD BUDI", 20}, {"M. BUDI", 6}, {"BUDI MAULANA", 5}, {"BUDI MULYONO", 2}, {"SITI DWI YULIANA", 1}, {"SITI DWI LESTARI", 9},
	{"SUPARMAN EKO", 8}, {"HERU SUPARMAN EKO", 1}, {"JOKO UTOMO", 12}, {"SRI RAHAYU", 30}, {"TRI EKO", 7}, {"NENENG CUCU", 4},
	{"LESTARI WAHYUNI", 9}, {"SITI NURHAYATI", 22}, {"DIDIK MUHAMMAD", 6}, {"NUR HIDAYATI", 14}, {"NURHIDAYAH SARI", 3}, {"RATNA KUSUMA DEWI", 2},
	{"SIREGAR SRI", 30}, {"SYREGAR SRI", 1}, {"SITI AMINAH", 18}, {"MARTINA PRATIWI BESSE", 1}, {"MARLINA ANGGRAENI", 2}, {"NURSARI", 2}, {"NUR SARI", 9}, {"ABDUL HAKIM WIBOWO", 1}};

static void add(struct screen_builder *b, const char *name, const char *region)
{
	static int64_t ref;
	struct err e;
	struct screen_person p = {.ref = ++ref, .name = name, .agency = "Dinas Contoh", .region = region, .class = PNS};
	assert_int_equal(screen_add_person(b, &p, &e), OK);
}

static int open_register(void **state)
{
	char name[64];
	scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
	for (size_t i = 0; i < sizeof REGISTER / sizeof *REGISTER; i++)
		for (int k = 0; k < REGISTER[i].persons; k++)
			add(b, REGISTER[i].name, k == REGISTER[i].persons - 1 ? "99.01" : "98.02");
	for (int i = 0; i < 3000; i++) {
		snprintf(name, sizeof name, "%c%cgor%cet Wim%cal", 'A' + i % 26, "aiu"[i / 26 % 3], 'a' + i / 78 % 26, 'a' + i % 13);
		add(b, name, "");
	}
	return open_index(b, NULL, state);
}

/* The place of @name among the ten best for @query, 1 the first; 0: it is not there. */
static int place(struct fixture *f, const char *query, const char *name)
{
	struct screen_hits hits;
	screen_name(f->run, &f->a, query, 10, &hits);
	for (size_t i = 0; i < hits.n; i++)
		if (!strcmp(hits.items[i].name, name))
			return (int)i + 1;
	return 0;
}
#define FIRST(query, name) expect_place(f, query, name, 1)
#define AMONG(query, name) expect_place(f, query, name, 10)
static void expect_place(struct fixture *f, const char *query, const char *name, int worst)
{
	int at = place(f, query, name);
	if (!at || at > worst)
		fail_msg("'%s': %s is number %d, not among the first %d", query, name, at, worst);
}

static void the_very_spelling_comes_first_whoever_else_is_common(void **state)
{
	struct fixture *f = *state;
	FIRST("Syregar Sri", "SYREGAR SRI");
	AMONG("Syregar Sri", "SIREGAR SRI"); /* thirty bear it: likelier meant, but not what was written */
	FIRST("Boedi Santoso", "BOEDI SANTOSO");
	FIRST("M. Budi", "M. BUDI");
	FIRST("Muhammad Budi", "MUHAMMAD BUDI");
}

/* "Ahmad Budi" is thirty men; that "Budi Ahmad" was meant is likelier than a spelling that one man has. */
static void names_in_another_order_come_before_rare_spellings(void **state)
{
	struct fixture *f = *state;
	FIRST("Ahmad Budi", "AHMAD BUDI");
	assert_true(place(f, "Ahmad Budi", "BUDI AHMAD") < place(f, "Ahmad Budi", "AKHMAD BUDIE"));
	FIRST("Yuliana Dwi Siti", "SITI DWI YULIANA");
	FIRST("Dewi Ratna Kusuma", "RATNA KUSUMA DEWI");
}

static void an_initial_is_any_word_of_its_letter_wherever_it_stands(void **state)
{
	struct fixture *f = *state;
	FIRST("Siti Dwi Y.", "SITI DWI YULIANA");
	FIRST("R. Kusuma Dewi", "RATNA KUSUMA DEWI");
	FIRST("Abdul H. Wibowo", "ABDUL HAKIM WIBOWO");
	AMONG("Budi M.", "BUDI MAULANA");
	AMONG("Budi M.", "M. BUDI");
	AMONG("Budi M.", "MUHAMMAD BUDI");
}

/* M. is Muhammad for most, yet Martina has that letter too; H. is haji, yet Heru has it. */
static void what_looks_like_a_title_may_be_an_initial(void **state)
{
	struct fixture *f = *state;
	FIRST("M. Pratiwi Besse", "MARTINA PRATIWI BESSE");
	FIRST("H. Suparman Eko", "SUPARMAN EKO");
	AMONG("H. Suparman Eko", "HERU SUPARMAN EKO");
	FIRST("Muh. Budi", "MUHAMMAD BUDI");
}

static void degrees_behind_a_comma_go_whatever_they_are(void **state)
{
	struct fixture *f = *state;
	FIRST("Hj. Siti Aminah, S.Tr.Kep., Ns.", "SITI AMINAH");
	struct screen_hits hits;
	screen_name(f->run, &f->a, "St. Aminah, S.Farm., Apt.", 10, &hits);
	assert_true(hits.n > 0 && hits.items[0].score == 1);
	assert_int_equal(hits.items[0].namesakes, 18);
}

/* One letter wrong, also where the sounds hide it: "utoo" lacks a letter between two that sound as one, "aeko" has one
 * more that makes another sound of its neighbour. */
static void one_mistake_is_mended(void **state)
{
	struct fixture *f = *state;
	FIRST("Joko Utoo", "JOKO UTOMO");
	FIRST("Sri Raayu", "SRI RAHAYU");
	FIRST("Tri Aeko", "TRI EKO");
	FIRST("Neeng Cucu", "NENENG CUCU");
	FIRST("Budi Santsoo", "BUDI SANTOSO");
	FIRST("Lestair Wahyuni", "LESTARI WAHYUNI");
	FIRST("Xri Rahayu", "SRI RAHAYU");
}

static void two_mistakes_are_mended_in_one_part_or_in_two(void **state)
{
	struct fixture *f = *state;
	FIRST("Stii Nurhayat", "SITI NURHAYATI");
	FIRST("Lestary Wahuni", "LESTARI WAHYUNI");
	FIRST("Didik Umhmmad", "DIDIK MUHAMMAD");
	FIRST("Siti Nurhaktai", "SITI NURHAYATI");
}

static void a_blank_may_be_too_many_too_few_or_misplaced_and_a_letter_wrong_besides(void **state)
{
	struct fixture *f = *state;
	FIRST("Nurhidayati", "NUR HIDAYATI");
	FIRST("Nursari", "NURSARI");
	AMONG("Nursari", "NUR SARI"); /* though that very name exists */
	AMONG("Nur Sari", "NURSARI");
	FIRST("Nur Hidayah Sari", "NURHIDAYAH SARI");
	FIRST("Bud Isantoso", "BUDI SANTOSO");
	FIRST("Lestarixwahyuni", "LESTARI WAHYUNI");
	FIRST("Didikmuhammda", "DIDIK MUHAMMAD");
	FIRST("Jok Outoomo", "JOKO UTOMO");
}

static void parts_may_be_missing_on_either_side(void **state)
{
	struct fixture *f = *state;
	FIRST("Ratna Dewi", "RATNA KUSUMA DEWI");
	FIRST("Marlina Anggraeni Wimbal Zulu", "MARLINA ANGGRAENI");
}

/* What is known of the spelling is on the sheet, line by line; a name is never more than a weak hint. */
static void every_hit_tells_why(void **state)
{
	struct fixture *f = *state;
	struct screen_hits hits;
	static const char *const queries[] = {"Budi Santoso", "Budi M.", "Santoso Bdui", "Nurhidayati", "Siti Dwi Y.", "Ratna Dewi"};
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
		screen_name(f->run, &f->a, queries[i], 10, &hits);
		assert_true(hits.n > 0);
		for (size_t k = 0; k < hits.n; k++) {
			assert_int_equal(hits.items[k].strength, WEAK);
			assert_true(hits.items[k].sheet_n >= 2 && hits.items[k].score <= 1 && hits.items[k].namesakes > 0);
			for (size_t l = 0; l < hits.items[k].sheet_n; l++)
				assert_true(hits.items[k].sheet[l].why[0] != '\0');
		}
	}
	screen_name(f->run, &f->a, "Boedi Santosa", 1, &hits);
	/* 40 + 3 + 1 hold a spelling of Santoso, of 3322; the row says how many have this one */
	assert_string_equal(hits.items[0].sheet[1].part, "santosa");
	assert_string_equal(hits.items[0].sheet[1].with, "santoso");
	assert_non_null(strstr(hits.items[0].sheet[1].why, "satu huruf berbeda; dimiliki 44 dari "));
	screen_name(f->run, &f->a, "Dewi Ratna Kusuma", 1, &hits);
	assert_string_equal(hits.items[0].sheet[3].why, "urutan bagian lain");
}

static void the_offices_own_region_comes_first_among_namesakes(void **state)
{
	struct fixture *f = *state;
	struct screen_hits hits;
	scoped(screen_run_free) struct screen_run *run = screen_run_new(f->s, &(struct screen_options){.region = "99.01"});
	screen_name(run, &f->a, "Budi Santoso", 10, &hits);
	assert_string_equal(hits.items[0].region, "99.01"); /* one of forty */
	assert_int_equal(hits.items[0].namesakes, 40);
	screen_name(f->run, &f->a, "Siti Aminah", 10, &hits);
	assert_int_equal(hits.n, 10);
	screen_name(run, &f->a, "Siti Aminah", 10, &hits);
	assert_string_equal(hits.items[0].region, "99.01");
	for (size_t i = 1; i < hits.n; i++)
		for (size_t k = 0; k < i; k++)
			assert_int_not_equal(hits.items[i].ref, hits.items[k].ref);
}

/* Nothing here is a name, and none of it may cost much: a thousand of each in a tenth of a second each, sanitised. */
static void what_is_no_name_is_harmless(void **state)
{
	struct fixture *f = *state;
	struct screen_hits hits;
	char words[300 * 9 + 1] = "", letters[4001] = "", initials[601] = "";
	for (int i = 0; i < 300; i++) {
		strcat(words, i % 3 ? "Budi " : "Santoxo ");
		strcat(initials, "M.");
	}
	memset(letters, 'a', sizeof letters - 1);
	const char *const queries[] = {"", " ", ".", ",,,,", "a", "Z", "M.", "H. R. M.", "12345", "198508172010011007", "😂😂😂", "Bu😂di Sant🙏oso", "S.Pd.", words, letters, initials,
				       "' OR 1=1 --", "\xff\xfe\xfd", "Budi\tSantoso\r\n", "ᴮᵘᵈⁱ", "Будя Сантосо", "b u d i s a n t o s o", "aa bb cc dd ee ff gg hh ii jj kk"};
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
		clock_t began = clock();
		screen_name(f->run, &f->a, queries[i], 10, &hits);
		assert_true(hits.n <= 10);
		if ((double)(clock() - began) / CLOCKS_PER_SEC > 0.1)
			fail_msg("'%.40s' took more than a tenth of a second", queries[i]);
	}
	screen_name(f->run, &f->a, "Budi Santoso", 0, &hits);
	assert_int_equal(hits.n, 0);
	FIRST("Bu😂di Santoso", "BUDI SANTOSO");
}

static void the_same_query_gives_the_same_answer_whatever_was_asked_before(void **state)
{
	struct fixture *f = *state;
	static const char *const queries[] = {"Budi M.", "Stii Nurhayat", "Nurhidayati", "H. Suparman Eko", "Budi Santoso"};
	struct buf first = {0}, again = {0};
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < 5; i++) {
			struct screen_hits hits;
			size_t at = round ? 4 - i : i; /* the second time backwards */
			screen_name(f->run, &f->a, queries[at], 10, &hits);
			if (!round)
				screen_hits_json(&first, queries[at], &hits, 0);
			else if (at == 0)
				screen_hits_json(&again, queries[at], &hits, 0);
		}
	assert_memory_equal(first.s, again.s, again.n);
	buf_free(&first);
	buf_free(&again);
}

/* The pattern is the same distance with one side prepared. "maria" and "mraia": two neighbours swapped, one edit. */
static void a_prepared_pattern_measures_as_two_words_do(void **state)
{
	(void)state;
	static const char *const words[] = {"", "a", "maria", "mraia", "marai", "mariya", "maia", "nurhayati", "nurhidayah", "\xc3\xa9mile", "emile", "d\xc3\xa9wi", "dewi"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
			struct name_pattern p;
			name_pattern(words[i], strlen(words[i]), &p);
			for (int max = 1; max <= 3; max++)
				assert_int_equal(name_pattern_edits(&p, words[k], strlen(words[k]), max), name_edits(words[k], strlen(words[k]), words[i], strlen(words[i]), max));
		}
	struct name_pattern p;
	name_pattern("maria", 5, &p);
	assert_int_equal(name_pattern_edits(&p, "mraia", 5, 2), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_very_spelling_comes_first_whoever_else_is_common),
		cmocka_unit_test(names_in_another_order_come_before_rare_spellings),
		cmocka_unit_test(an_initial_is_any_word_of_its_letter_wherever_it_stands),
		cmocka_unit_test(what_looks_like_a_title_may_be_an_initial),
		cmocka_unit_test(degrees_behind_a_comma_go_whatever_they_are),
		cmocka_unit_test(one_mistake_is_mended),
		cmocka_unit_test(two_mistakes_are_mended_in_one_part_or_in_two),
		cmocka_unit_test(a_blank_may_be_too_many_too_few_or_misplaced_and_a_letter_wrong_besides),
		cmocka_unit_test(parts_may_be_missing_on_either_side),
		cmocka_unit_test(every_hit_tells_why),
		cmocka_unit_test(the_offices_own_region_comes_first_among_namesakes),
		cmocka_unit_test(what_is_no_name_is_harmless),
		cmocka_unit_test(the_same_query_gives_the_same_answer_whatever_was_asked_before),
		cmocka_unit_test(a_prepared_pattern_measures_as_two_words_do),
	};
	return cmocka_run_group_tests(tests, open_register, close_index);
}
