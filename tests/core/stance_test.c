/* stance_test.c -- what a text says about a candidate: rules, features, gestures, the lexicon itself. All candidates
 * are invented. */
#include "base/csv.h"
#include "core/screen/screen_internal.h"
#include "core/screening.h"
#include "lexicon_files.h"

#include <string.h>

static int setup(void **state)
{
	static const char *const terms[][4] = {{"1", "1", "name", "Sunaryo Wibisana"}, {"1", "1", "acronym", "GUYUB"}, {"2", "2", "name", "Achmad Fahrozi"},
					       {"2", "2", "nick", "Gus Rozi"}, {"2", "2", "acronym", "MAJU"}};
	scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
	struct err e;
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
		assert_int_equal(screen_add_term(b, &(struct screen_term){"99.01/bupati/2024", terms[i][0], terms[i][1], terms[i][2], terms[i][3], "99.01"}, &e), OK);
	return open_index(b, &(struct screen_options){.at = DAY_NONE, .features = true}, state);
}

static struct screen_stance say(struct fixture *f, const char *text)
{
	struct screen_stance ret;
	struct post p = {.id = "", .platform = "x", .time = "", .url = "", .region = "99.01", .text = text, .author = {"", ""}, .target_id = "", .target_text = "",
			 .target_author = {"", ""}};
	screen_stance(f->run, &f->a, &p, &ret);
	return ret;
}

static double feature(const struct screen_stance *s, const char *name)
{
	for (size_t i = 0; i < s->features_n; i++)
		if (!strcmp(s->features[i].name, name))
			return s->features[i].value;
	return 0;
}

static void a_call_is_support_and_its_refusal_is_not(void **state)
{
	assert_int_equal(say(*state, "Ayo coblos Sunaryo Wibisana, kita menangkan!").stance, SUPPORT);
	assert_int_equal(say(*state, "Saya tidak akan pilih Sunaryo Wibisana, kapok").stance, AGAINST);
}

static void what_explains_neutrality_is_neutral_by_rule(void **state)
{
	struct screen_stance s = say(*state, "ASN dilarang menyukai unggahan paslon, jaga netralitas");
	assert_int_equal(s.stance, NEUTRAL);
	assert_string_equal(s.rule, "socialisation");
}

static void a_call_in_quotation_marks_is_somebody_elses(void **state)
{
	struct screen_stance s = say(*state, "Gus Rozi mengatakan \"ayo coblos nomor dua bersama kami\" dalam debat");
	assert_true(feature(&s, "is_quoted") > 0);
	assert_true(feature(&s, "call") == 0 && feature(&s, "choice") == 0);
	assert_int_equal(s.stance, NEUTRAL);
}

static void quotes_around_one_word_are_an_emphasis(void **state)
{
	struct screen_stance s = say(*state, "Ayo \"coblos\" Sunaryo Wibisana");
	assert_true(feature(&s, "is_quoted") == 0);
}

static void numbers_of_every_day_concern_nobody(void **state)
{
	assert_int_equal(say(*state, "Nomor 2 di loket sebelah, antrean nomor 1 sudah dipanggil").stance, UNRELATED);
	assert_int_equal(say(*state, "rapat pukul 2 siang di aula").stance, UNRELATED);
}

/* U+1F3FB..1F3FF are the skin tones, U+FE0F U+20E3 make a digit a keycap. */
static void raised_fingers_mean_the_same_in_every_skin(void **state)
{
	static const char *const hands[] = {"\u270C", "\u270C\uFE0F", "\u270C\U0001F3FB", "\u270C\U0001F3FC", "\u270C\U0001F3FD", "\u270C\U0001F3FE", "\u270C\U0001F3FF"};
	for (size_t i = 0; i < sizeof hands / sizeof *hands; i++) {
		struct fixture *f = *state;
		struct screen_stance s = say(f, arena_printf(&f->a, "Achmad Fahrozi %s", hands[i]));
		assert_true(feature(&s, "is_fingers") == 1);
		assert_true(feature(&s, "is_finger_object") == 1);
	}
}

static void every_judgement_says_why(void **state)
{
	static const char *const texts[] = {"Ayo coblos Sunaryo Wibisana", "Jangan pilih GUYUB", "KPU tetapkan Sunaryo Wibisana dan Achmad Fahrozi", "selamat pagi"};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct screen_stance s = say(*state, texts[i]);
		assert_true(s.reasons_n > 0);
		for (size_t k = 0; k < s.reasons_n; k++) {
			assert_true(s.reasons[k].why[0] != 0);
			assert_true(s.reasons[k].from <= s.reasons[k].to && s.reasons[k].to <= strlen(texts[i]));
		}
	}
}

static void every_judgement_says_why_in_english_too(void **state)
{
	static const char *const texts[] = {"Ayo coblos Sunaryo Wibisana", "Yang lain cuma janji, Sunaryo Wibisana sudah terbukti", "Sunaryo Wibisana tidak jujur",
					    "Sunaryo Wibisana tidak pernah bohong", "Saya tidak akan pilih Sunaryo Wibisana, kapok", "Kapan Sunaryo Wibisana datang? Malah tertawa",
					    "Gus Rozi mengatakan \"ayo coblos nomor dua bersama kami\" dalam debat"};
	struct fixture *f = *state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct screen_stance s = say(f, texts[i]);
		for (size_t k = 0; k < s.reasons_n; k++)
			if (!strcmp(screen_why_en(&f->a, s.reasons[k].why), s.reasons[k].why))
				fail_msg("'%s' of '%s' has no English", s.reasons[k].why, texts[i]);
	}
}

static void long_texts_end(void **state)
{
	struct fixture *f = *state;
	size_t n = 400000;
	char *text = arena_alloc(&f->a, n + 1);
	for (size_t i = 0; i < n; i++)
		text[i] = "coblos \"GUYUB\" 2 "[i % 17];
	text[n] = 0;
	say(f, text);
	memset(text, '"', n);
	say(f, text);
}

static const struct embedded *lexicon(const char *name)
{
	for (size_t i = 0; i < lexicon_files_n; i++)
		if (!strcmp(lexicon_files[i].name, name))
			return &lexicon_files[i];
	fail_msg("lexicon/%s is not there", name);
	return NULL;
}

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static void the_slang_list_is_long_and_each_word_stands_once(void **state)
{
	struct fixture *f = *state;
	const struct embedded *file = lexicon("slang.csv");
	char **words = arena_array(&f->a, char *, 10000);
	size_t n = 0;
	scoped(csv_close) struct csv c;
	struct err e;
	csv_open(&c, file->bytes, file->n);
	while (csv_next(&c, &e) == CSV_ROW && n < 10000) {
		assert_int_equal(c.n_cells, 3);
		assert_true(c.cells[0].n && c.cells[1].n && c.cells[2].n);
		assert_string_not_equal(c.cells[0].s, c.cells[1].s);
		words[n++] = arena_strdup(&f->a, c.cells[0].s);
	}
	assert_true(n - 1 >= 2500);
	qsort(words, n, sizeof *words, by_text);
	for (size_t i = 1; i < n; i++)
		assert_string_not_equal(words[i - 1], words[i]);
}

static void the_model_names_its_source(void **state)
{
	(void)state;
	const struct embedded *file = lexicon("model.csv");
	scoped(csv_close) struct csv c;
	struct err e;
	csv_open(&c, file->bytes, file->n);
	assert_int_equal(csv_next(&c, &e), CSV_ROW);
	assert_int_equal(csv_next(&c, &e), CSV_ROW);
	assert_string_equal(c.cells[0].s, "about");
	assert_non_null(strstr(c.cells[1].s, "composed posts"));
}

/* "maju" stands 115 times in a million words of the background; "guyub" is no word of it. */
static void a_term_that_is_an_everyday_word_is_reported(void **state)
{
	(void)state;
	scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
	scoped(buf_free) struct buf out = {0};
	struct err e;
	assert_int_equal(screen_add_term(b, &(struct screen_term){"99.01", "2", "2", "acronym", "MAJU", ""}, &e), OK);
	assert_int_equal(screen_add_term(b, &(struct screen_term){"99.01", "1", "1", "acronym", "GUYUB", ""}, &e), OK);
	assert_int_equal(screen_add_term(b, &(struct screen_term){"99.01", "3", "3", "acronym", "KEMAJUAN", ""}, &e), OK);
	assert_int_equal(screen_collisions_json(b, &out), 2);
	assert_non_null(strstr(out.s, "\"term\":\"KEMAJUAN\""));
	assert_non_null(strstr(out.s, "\"also\":\"bentuk kata sehari-hari\""));
	assert_non_null(strstr(out.s, "\"term\":\"MAJU\""));
	assert_non_null(strstr(out.s, "\"per_million\":115"));
}

static void an_everyday_word_is_no_candidate_without_capitals(void **state)
{
	assert_int_equal(say(*state, "maju terus pantang mundur, semangat kerja").stance, UNRELATED);
	assert_int_equal(say(*state, "MAJU menang, ayo coblos nomor 2").stance, SUPPORT);
}

static enum stance toward(const struct screen_stance *s, const char *ref)
{
	for (size_t i = 0; i < s->objects_n; i++)
		if (!strcmp(s->objects[i].ref, ref))
			return s->objects[i].stance;
	return UNRELATED;
}

static void a_hashtag_is_read_as_words(void **state)
{
	assert_int_equal(say(*state, "#MenangkanSunaryoWibisana").stance, SUPPORT);
	assert_int_equal(say(*state, "#TolakFahrozi jangan sampai menang").stance, AGAINST);
	struct screen_stance s = say(*state, "#asalbukanfahrozi");
	assert_int_equal(s.objects_n, 1);
	assert_int_equal(s.objects[0].from, 0);
	assert_int_equal(s.objects[0].to, strlen("#asalbukanfahrozi"));
}

static struct screen_stance say_in(struct fixture *f, const char *region, const char *text)
{
	struct screen_stance ret;
	struct post p = {.id = "", .platform = "x", .time = "", .url = "", .region = region, .text = text, .author = {"", ""}, .target_id = "", .target_text = "",
			 .target_author = {"", ""}};
	screen_stance(f->run, &f->a, &p, &ret);
	return ret;
}

static void a_part_of_a_name_counts_only_in_its_own_place(void **state)
{
	assert_true(say_in(*state, "99.01", "Wibisana memang pemimpin jujur").object);
	assert_false(say_in(*state, "99.02", "Wibisana memang pemimpin jujur").object);
	assert_false(say_in(*state, "", "Wibisana memang pemimpin jujur").object);
}

static void praise_and_blame_turn_under_a_negation_but_warnings_stay(void **state)
{
	struct screen_stance s = say(*state, "Sunaryo Wibisana tidak jujur");
	assert_true(feature(&s, "praise") == 0 && feature(&s, "is_praise_denied") > 0);
	s = say(*state, "Sunaryo Wibisana tidak pernah bohong");
	assert_true(feature(&s, "critic") == 0 && feature(&s, "is_blame_denied") > 0);
	s = say(*state, "Jangan sampai tertipu Sunaryo Wibisana");
	assert_true(feature(&s, "critic") > 0 && feature(&s, "is_blame_denied") == 0);
}

static void who_is_put_below_another_is_not_supported_with_him(void **state)
{
	struct screen_stance s = say(*state, "Saya lebih memilih Sunaryo Wibisana daripada Achmad Fahrozi");
	assert_true(feature(&s, "is_prefers") == 1);
	assert_int_equal(toward(&s, "99.01/1"), SUPPORT);
	assert_int_equal(toward(&s, "99.01/2"), AGAINST);
}

static void blame_of_everybody_else_is_no_blame_of_the_candidate(void **state)
{
	struct screen_stance s = say(*state, "Yang lain cuma janji, Sunaryo Wibisana sudah terbukti");
	assert_true(feature(&s, "is_blame_denied") > 0 && feature(&s, "critic") == 0);
	assert_int_equal(s.stance, SUPPORT);
}

static void a_trade_behind_a_name_is_a_namesake(void **state)
{
	struct screen_stance s = say(*state, "Gus Rozi tukang bakso pindah ke depan pasar");
	assert_true(feature(&s, "is_trade_object") == 1);
	assert_int_equal(s.stance, UNRELATED);
}

/* The lexicon knows calls, refusals and negations of the large regional languages, not of Indonesian alone. */
static void regional_languages_call_refuse_and_negate(void **state)
{
	static const char *const calls[] = {"Ayo padha nyoblos Sunaryo Wibisana", "Hayu urang meunangkeun Sunaryo Wibisana", "Mari basamo mamiliah Sunaryo Wibisana",
					    "Sude hita mamillit Sunaryo Wibisana", "Ngiring sareng sami nyoblos Sunaryo Wibisana", "Katong samua pilih Sunaryo Wibisana"};
	static const char *const refusals[] = {"Wegah milih Sunaryo Wibisana", "Embung milih Sunaryo Wibisana deui", "Indak ka mamiliah Sunaryo Wibisana",
					       "Dang olo ahu mamillit Sunaryo Wibisana", "Sing nyak milih Sunaryo Wibisana", "Kada hakun mamilih Sunaryo Wibisana"};
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		assert_int_equal(say(*state, calls[i]).stance, SUPPORT);
	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
		assert_int_equal(say(*state, refusals[i]).stance, AGAINST);
}

/* Quotations are met in one pass: one before, one around the call, and words of his own behind. */
static void of_several_quotations_each_covers_its_own_words(void **state)
{
	struct screen_stance quoted = say(*state, "\"Jaga suasana tetap damai\" kata KPU. \"Ayo coblos Sunaryo Wibisana besok\" kata warga.");
	struct screen_stance own = say(*state, "\"Jaga suasana tetap damai\" kata KPU. Ayo coblos Sunaryo Wibisana besok.");
	struct screen_stance open = say(*state, "\"Jaga suasana tetap damai\" kata KPU. \"Ayo coblos Sunaryo Wibisana besok");
	assert_true(feature(&quoted, "is_quoted") > 0 && feature(&quoted, "choice") + feature(&quoted, "call") == 0);
	assert_true(feature(&own, "is_quoted") == 0 && feature(&own, "choice") + feature(&own, "call") > 0);
	assert_true(feature(&open, "is_quoted") == 0 && feature(&open, "choice") + feature(&open, "call") > 0);
}

/* A search for alerts stops at a text that names nobody; who asks for its stance still gets all of it. */
static void a_text_that_names_nobody_is_weighed_when_its_stance_is_asked(void **state)
{
	struct fixture *f = *state;
	struct post p = {.id = "1", .platform = "x", .time = "", .url = "", .region = "99.01", .text = "Ayo nyoblos besok, jangan golput", .author = {"", ""},
			 .target_id = "", .target_text = "", .target_author = {"", ""}};
	struct screen_alerts alerts;
	screen_post(f->run, &f->a, &p, &alerts);
	assert_int_equal(alerts.n, 0);
	struct screen_stance st;
	screen_stance(f->run, &f->a, &p, &st);
	assert_true(st.reasons_n > 0 && st.features_n > 0 && st.act);
}

static void of_values_of_one_kind_a_phrase_keeps_the_last(void **state)
{
	struct arena a = {0};
	struct phrase_maker *maker = phrases_new(&a);
	static const uint32_t values[] = {0x101, 0x202, 0x103, 0x104};
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		phrases_add(maker, "satu dua", values[i], false);
	phrases_add(maker, "satu", 0x105, false);
	phrases_thin(maker, 8);
	struct phrases phrases = phrases_done(maker);
	scoped(text_free) struct text t = {0};
	struct phrase_hits hits = {0};
	text_read(&t, "satu dua", 8);
	phrases_find(&phrases, &t, false, &hits);
	assert_int_equal(hits.n, 3);
	assert_int_equal(hits.items[0].value, 0x104);
	assert_int_equal(hits.items[1].value, 0x202);
	assert_int_equal(hits.items[2].value, 0x105);
	phrases_forget(&hits);
	arena_free(&a);
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_call_is_support_and_its_refusal_is_not),
		cmocka_unit_test(what_explains_neutrality_is_neutral_by_rule),
		cmocka_unit_test(a_call_in_quotation_marks_is_somebody_elses),
		cmocka_unit_test(quotes_around_one_word_are_an_emphasis),
		cmocka_unit_test(numbers_of_every_day_concern_nobody),
		cmocka_unit_test(raised_fingers_mean_the_same_in_every_skin),
		cmocka_unit_test(every_judgement_says_why),
		cmocka_unit_test(every_judgement_says_why_in_english_too),
		cmocka_unit_test(long_texts_end),
		cmocka_unit_test(the_slang_list_is_long_and_each_word_stands_once),
		cmocka_unit_test(a_term_that_is_an_everyday_word_is_reported),
		cmocka_unit_test(an_everyday_word_is_no_candidate_without_capitals),
		cmocka_unit_test(the_model_names_its_source),
		cmocka_unit_test(a_hashtag_is_read_as_words),
		cmocka_unit_test(a_part_of_a_name_counts_only_in_its_own_place),
		cmocka_unit_test(praise_and_blame_turn_under_a_negation_but_warnings_stay),
		cmocka_unit_test(who_is_put_below_another_is_not_supported_with_him),
		cmocka_unit_test(blame_of_everybody_else_is_no_blame_of_the_candidate),
		cmocka_unit_test(a_trade_behind_a_name_is_a_namesake),
		cmocka_unit_test(regional_languages_call_refuse_and_negate),
		cmocka_unit_test(of_several_quotations_each_covers_its_own_words),
		cmocka_unit_test(a_text_that_names_nobody_is_weighed_when_its_stance_is_asked),
		cmocka_unit_test(of_values_of_one_kind_a_phrase_keeps_the_last),
	};
	return cmocka_run_group_tests(tests, setup, close_index);
}
