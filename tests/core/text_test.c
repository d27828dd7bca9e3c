/* text_test.c -- folding, tokens, slang, people's names. */
#include "core/text/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void folds_to(const char *s, const char *expected)
{
	struct arena a = {0};
	assert_string_equal(text_folded(&a, s), expected);
	arena_free(&a);
}

static void case_accents_and_fancy_letters_are_undone(void **state)
{
	(void)state;
	folds_to("COBLOS Café", "coblos cafe");
	folds_to("\xF0\x9D\x97\x96\xF0\x9D\x97\xBC\xF0\x9D\x97\xAF\xF0\x9D\x97\xB9\xF0\x9D\x97\xBC\xF0\x9D\x98\x80", "coblos"); /* bold Coblos */
	folds_to("сoblоs", "coblos"); /* Cyrillic es and o */
	folds_to("ｎｏｍｏｒ　２", "nomor 2");
	folds_to("nomor ② atau 2️⃣", "nomor 2 atau 2");
	folds_to("Jum'at, ta\xE2\x80\x99", "jumat ta");
	folds_to("co\xE2\x80\x8B" "blos", "coblos"); /* a zero-width space hides nothing */
}

static void repeats_and_spaced_letters_are_one_word(void **state)
{
	(void)state;
	folds_to("menaaaang gasss maaf saat", "menang gas maaf saat");
	folds_to("B A R E N G sampai akhir", "bareng sampai akhir");
	folds_to("nomor2 bolo2 p3k nmr02", "nomor 2 bolo2 p3k nmr 02");
}

static void fingers_become_words_whatever_their_skin(void **state)
{
	(void)state;
	folds_to("siap ☝️☝🏼✌🏽🤟", "siap :satu :satu :dua :tiga");
	folds_to("👍 mantap 🙏", ":jempol mantap :doa");
}

/* "Pilih" starts at byte 2 (an en dash has three bytes, then a blank: 4). */
static void tokens_know_where_they_stood(void **state)
{
	(void)state;
	const char *s = "– Pilih \"Nomor 2\" #BARENG1 @budi_s.77 https://contoh.example/x";
	scoped(text_free) struct text t = {0};
	text_read(&t, s, strlen(s));
	const struct { const char *folded, *original; unsigned flags; } expected[] = {
		{"-", "–", 0}, {"pilih", "Pilih", TOKEN_CAPITAL}, {"\"", "\"", 0}, {"nomor", "Nomor", TOKEN_CAPITAL | TOKEN_JOINED},
		{"2", "2", 0}, {"\"", "\"", TOKEN_JOINED}, {"bareng1", "#BARENG1", TOKEN_TAG | TOKEN_UPPER | TOKEN_CAPITAL | TOKEN_MIXED},
		{"budi_s.77", "@budi_s.77", TOKEN_MENTION | TOKEN_MIXED}, {":url", "https://contoh.example/x", 0}};
	assert_int_equal(t.n, sizeof expected / sizeof *expected);
	for (size_t i = 0; i < t.n; i++) {
		const struct token *k = &t.items[i];
		assert_true(token_is(k, expected[i].folded));
		assert_int_equal(k->end - k->at, strlen(expected[i].original));
		assert_memory_equal(s + k->at, expected[i].original, k->end - k->at);
		assert_int_equal(k->flags, expected[i].flags);
	}
}

static void an_address_is_one_token_and_no_tag(void **state)
{
	(void)state;
	const char *s = "#www.contoh.example/x coblos";
	scoped(text_free) struct text t = {0};
	text_read(&t, s, strlen(s));
	assert_int_equal(t.n, 2);
	assert_true(token_is(&t.items[0], ":url"));
	assert_true(t.items[0].s >= t.folded && t.items[0].s < t.folded + t.folded_cap); /* its own memory, as promised */
	assert_true(token_is(&t.items[1], "coblos"));
	assert_int_equal(t.items[1].flags & TOKEN_TAG, 0); /* the # stood before the address */
}

static void broken_utf8_is_never_read_past(void **state)
{
	(void)state;
	static const char *const bad[] = {"\xF0\x9D", "a\xC3", "\xFF\xFE nomor", "\xED\xA0\x80x", "\xE2\x80"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		size_t n = strlen(bad[i]);
		char *exact = malloc(n); /* so that the sanitizer sees a step too far */
		memcpy(exact, bad[i], n);
		scoped(text_free) struct text t = {0};
		text_read(&t, exact, n);
		for (size_t k = 0; k < t.n; k++)
			assert_true(t.items[k].end <= n);
		free(exact);
	}
}

static void number_letters_and_number_words_are_understood(void **state)
{
	(void)state;
	char word[TOKEN_MAX];
	size_t n;
	assert_true(text_unleet("c0bl0s", 6, word, &n));
	assert_memory_equal(word, "coblos", 6);
	assert_false(text_unleet("coblos", 6, word, &n));
	assert_false(text_unleet("2024", 4, word, &n));
	assert_int_equal(text_number("loro", 4), 2);
	assert_int_equal(text_number("setunggal", 9), 1);
	assert_int_equal(text_number("tilu", 4), 3);
	assert_int_equal(text_number("ayam", 4), 0);
}

static void slang_has_its_everyday_word(void **state)
{
	(void)state;
	size_t n;
	const char *word = text_slang("gak", 3, &n);
	assert_non_null(word);
	assert_memory_equal(word, "tidak", n);
	assert_null(text_slang("tidak", 5, &n));
	struct arena a = {0};
	assert_string_equal(text_stem(&a, "mendukung"), text_stem(&a, "dukungan"));
	arena_free(&a);
}

static void name_is(const char *s, const char *expected)
{
	struct person_name name;
	char got[256] = "";
	name_read(s, strlen(s), &name);
	for (size_t i = 0; i < name.n; i++) {
		strcat(got, i ? " " : "");
		strncat(got, name.parts[i].s, name.parts[i].n);
		assert_true(name.parts[i].end <= strlen(s) && name.parts[i].at < name.parts[i].end);
	}
	assert_string_equal(got, expected);
}

static void titles_go_and_abbreviations_are_written_out(void **state)
{
	(void)state;
	name_is("Drs. H. M. Soekarno Poetra, M.Si", "muhammad soekarno poetra");
	name_is("dr. Hj. St. Aminah, Sp.A, M.Kes.", "siti aminah");
	name_is("BUDI SANTOSO S.Pd., M.Pd.", "budi santoso");
	name_is("Budi Santoso, S. Sos", "budi santoso");
	name_is("Pak Budi", "budi");
	name_is("Muh.Akbar Halim", "muhammad akbar halim");
	name_is("Abd. Rahman", "abdul rahman");
	name_is("I Made Sudarma, SE", "i made sudarma");
	name_is("Siti Nur Janah 🌸", "siti nur janah");
	name_is("Ma'ruf bin Yusuf", "maruf yusuf");
	name_is("H.", "h"); /* a title alone is all we have */
	name_is("Andi Mappaselling", "andi mappaselling");
	name_is("", "");
}

static void skeleton_is(const char *a, const char *b)
{
	char x[NAME_PART_MAX], y[NAME_PART_MAX];
	name_skeleton(a, strlen(a), x);
	name_skeleton(b, strlen(b), y);
	assert_string_equal(x, y);
}

static void old_and_new_spelling_share_a_skeleton(void **state)
{
	(void)state;
	skeleton_is("soekarno", "sukarno");
	skeleton_is("djoko", "joko");
	skeleton_is("tjahjo", "cahjo");
	skeleton_is("rachmat", "rahmat");
	skeleton_is("chandra", "candra");
	skeleton_is("syaiful", "saiful");
	skeleton_is("rizky", "riski");
	skeleton_is("yusup", "yusuf");
	skeleton_is("achmad", "ahmad");
	char x[NAME_PART_MAX], y[NAME_PART_MAX];
	name_skeleton("budi", 4, x);
	name_skeleton("dewi", 4, y);
	assert_string_not_equal(x, y);
}

static void edits_count_swaps_as_one(void **state)
{
	(void)state;
	assert_int_equal(name_edits("santoso", 7, "santoso", 7, 2), 0);
	assert_int_equal(name_edits("santoso", 7, "satnoso", 7, 2), 1);
	assert_int_equal(name_edits("santoso", 7, "santso", 6, 2), 1);
	assert_int_equal(name_edits("santoso", 7, "sntsoo", 6, 2), 2);
	assert_int_equal(name_edits("budi", 4, "siti", 4, 2), 3);
	assert_int_equal(name_edits("budi", 4, "wahyuni", 7, 2), 3);
}

static void copies_with_small_changes_are_near(void **state)
{
	(void)state;
	const char *a = "Bersama BARENG kita lanjutkan pembangunan, jangan lupa tanggal 27 November coblos nomor 1 ya teman teman semua";
	const char *b = "bersama BARENG kita lanjutkan pembangunan. jangan lupa tgl 27 November coblos nomor 1 ya teman teman semua!!";
	const char *c = "Harga beras naik lagi minggu ini di pasar induk, pedagang mengeluh sepi pembeli sejak awal bulan November";
	scoped(text_free) struct text t = {0};
	text_read(&t, a, strlen(a));
	uint64_t x = text_simhash(&t);
	text_read(&t, b, strlen(b));
	uint64_t y = text_simhash(&t);
	text_read(&t, c, strlen(c));
	uint64_t z = text_simhash(&t);
	assert_in_range(text_distance(x, y), 0, 12);
	assert_in_range(text_distance(x, z), 16, 64);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(case_accents_and_fancy_letters_are_undone),
		cmocka_unit_test(repeats_and_spaced_letters_are_one_word),
		cmocka_unit_test(fingers_become_words_whatever_their_skin),
		cmocka_unit_test(tokens_know_where_they_stood),
		cmocka_unit_test(an_address_is_one_token_and_no_tag),
		cmocka_unit_test(broken_utf8_is_never_read_past),
		cmocka_unit_test(number_letters_and_number_words_are_understood),
		cmocka_unit_test(slang_has_its_everyday_word),
		cmocka_unit_test(titles_go_and_abbreviations_are_written_out),
		cmocka_unit_test(old_and_new_spelling_share_a_skeleton),
		cmocka_unit_test(edits_count_swaps_as_one),
		cmocka_unit_test(copies_with_small_changes_are_near),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
