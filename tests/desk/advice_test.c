/* advice_test.c -- the advice desk: a question is asked once, answered with its rule, published without names, found again by
 * those who ask alike, and forgotten. Runs on both stores. */
#include "desk/access/access.h"
#include "desk/advice/advice.h"
#include "desk/advice/advice_internal.h"
#include "support.h"

#include <time.h>

SUPPORT_SQL(sql_user, "INSERT INTO app_user (id, office, login, name, position, role, password, totp_last, created_at) "
		      "VALUES (7, $1, 'cegah', 'Petugas Uji', '', 'prevention', '', 0, 0)", 1, 0, true, VALUE_INT);
SUPPORT_SQL(sql_questions, "SELECT count(*) FROM advice_question", 0, 1, false, VALUE_NULL);
SUPPORT_SQL(sql_texts, "SELECT count(*) FROM advice_question WHERE text <> ''", 0, 1, false, VALUE_NULL);
SUPPORT_SQL(sql_words, "SELECT count(*) FROM advice_word", 0, 1, false, VALUE_NULL);
SUPPORT_SQL(sql_other_pack, "UPDATE advice_edition SET pack = 'lain'", 0, 0, true, VALUE_NULL);

static struct support s;
static struct office *office;
static struct desk asker, officer;

static int start(void **state)
{
	(void)state;
	support_start(&s);
	office = support_office(&s);
	asker = support_desk(&s, office, ROLE_NONE, 0);
	officer = support_desk(&s, office, ROLE_PREVENTION, 0);
	scoped(tx_rollback) struct tx tx = {0};
	const struct value args[] = {value_id(office->id)};
	assert_ok(desk_begin(&officer, WRITE, &tx, e));
	assert_ok(tx_run(&tx, &sql_user, args, NULL, e));
	assert_ok(tx_commit(&tx, e));
	officer.user = 7;
	return 0;
}

static int end(void **state)
{
	(void)state;
	office_close(office);
	support_end(&s);
	return 0;
}

static int64_t count(const struct statement *q)
{
	struct rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&asker, READ, &tx, e));
	assert_ok(tx_run(&tx, q, NULL, &rows, e));
	return value_as_int(rows.items);
}

static const char *ask(const char *once, const char *text)
{
	const char *code;
	bool again;
	struct advice_new as = {once, text, PNS};
	assert_ok(advice_ask(&asker, &as, &code, &again, e));
	return code;
}

static struct advice_question_by_code_row told(const char *code)
{
	struct advice_question_by_code_row row;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&asker, READ, &tx, e));
	assert_ok(advice_by_code(&tx, &asker, code, &row, e));
	return row;
}

static int64_t publish(const char *text, const char *question, const char *reply, const char *act)
{
	int64_t answer;
	int64_t id = told(ask(text, text)).id;
	struct advice_reply as = {.question = question, .reply = reply, .act = act, .basis = "UU 20/2023 Pasal 24", .phase = AFTER_CANDIDACY};
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&officer, WRITE, &tx, e));
	assert_ok(advice_publish(&tx, &officer, id, 1, &as, &answer, e));
	assert_ok(tx_commit(&tx, e));
	return answer;
}

static struct advice_likes like(const char *text)
{
	struct advice_likes likes;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&asker, READ, &tx, e));
	assert_ok(advice_like(&tx, &asker, text, &likes, e));
	return likes;
}

static struct advice_answer_get_row answer_of(int64_t id)
{
	bool found;
	struct advice_answer_get_row row;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&asker, READ, &tx, e));
	assert_ok(advice_answer_get(&tx, office->id, id, &found, &row, e));
	assert_true(found);
	return row;
}

static void the_same_form_sent_twice_is_one_question_with_one_code(void **state)
{
	(void)state;
	bool again;
	const char *first = ask("sekali", "Bolehkah saya datang ke nikahan anak calon?"), *second;
	struct advice_new as = {"sekali", "Bolehkah saya datang ke nikahan anak calon?", PNS};
	int64_t before = count(&sql_questions);
	assert_ok(advice_ask(&asker, &as, &second, &again, e));
	assert_true(again);
	assert_string_equal(first, second);
	assert_int_equal(strlen(first), ADVICE_CODE);
	assert_int_equal(count(&sql_questions), before);
	assert_string_not_equal(first, ask("lain kali", as.text));
}

static void an_empty_or_endless_or_broken_question_is_refused(void **state)
{
	(void)state;
	const char *code;
	bool again;
	struct err fault = {0};
	char *long_text = arena_alloc(&s.arena, ADVICE_TEXT_MAX + 2);
	memset(long_text, 'a', ADVICE_TEXT_MAX + 1);
	const char *bad[] = {NULL, "", " \n ", long_text, "bunyi \a lonceng", "\xff"};
	int64_t before = count(&sql_questions);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct advice_new as = {"x", bad[i], PNS};
		assert_int_equal(advice_ask(&asker, &as, &code, &again, &fault), INVALID);
		assert_string_equal(fault.field, "text");
	}
	assert_int_equal(count(&sql_questions), before);
	long_text[ADVICE_TEXT_MAX] = 0;
	ask("paling panjang", long_text);
}

static void a_code_opens_one_question_and_no_other(void **state)
{
	(void)state;
	struct err fault = {0};
	struct advice_question_by_code_row row;
	const char *code = ask("kode", "Apakah hadir di rumah calon melanggar?");
	assert_int_equal(told(arena_printf(&s.arena, "%.4s %.4s-%.4s %.4s", code, code + 4, code + 8, code + 12)).id, told(code).id);
	const char *wrong[] = {"", "1234", "0000000000000000", "00000000000000000000", "tanya tanya", code + 1};
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&asker, READ, &tx, e));
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		assert_int_equal(advice_by_code(&tx, &asker, wrong[i], &row, &fault), NOT_FOUND);
		assert_string_equal(fault.field, "code");
	}
}

static void a_private_answer_is_for_the_code_alone(void **state)
{
	(void)state;
	const char *code = ask("pribadi", "Suami saya Sekartanjung calon lurah, bolehkah saya ikut?");
	int64_t id = told(code).id;
	struct err fault = {0};
	struct advice_reply as = {.reply = "Tidak sebagai ASN.", .act = "SKB-B6", .phase = PHASE_ANY};
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&officer, WRITE, &tx, e));
	assert_ok(advice_answer_privately(&tx, &officer, id, 1, &as, e));
	assert_ok(tx_commit(&tx, e));
	assert_string_equal(told(code).state, "private");
	assert_string_equal(told(code).reply, "Tidak sebagai ASN.");
	assert_string_equal(told(code).basis, law_act(office->law, "SKB-B6")->row.basis);
	assert_int_equal(like("Suami saya Sekartanjung calon lurah").n, 0);
	assert_ok(desk_begin(&officer, WRITE, &tx, e)); /* somebody else was quicker */
	assert_int_equal(advice_answer_privately(&tx, &officer, id, 1, &as, &fault), CONFLICT);
}

static void a_published_question_forgets_the_askers_own_words(void **state)
{
	(void)state;
	int64_t texts = count(&sql_texts);
	int64_t id = publish("Keponakan saya Sekartanjung mencalonkan diri, bolehkah foto keluarga kami saya unggah?",
			     "Keponakan saya mencalonkan diri. Bolehkah saya mengunggah foto keluarga bersamanya?",
			     "Tidak selama masa kampanye, bila fotonya menunjukkan dukungan.", "SKB-B6");
	struct advice_answer_get_row a = answer_of(id);
	assert_int_equal(count(&sql_texts), texts); /* came and went */
	assert_null(strstr(a.question, "Sekartanjung"));
	assert_string_equal(a.act, "SKB-B6");
	assert_string_equal(a.basis, law_act(office->law, "SKB-B6")->row.basis);
	assert_string_equal(a.phase, "after_candidacy");
	struct advice_likes likes = like("bolehkah mengunggah foto keponakan yang mencalonkan diri?");
	assert_true(likes.n >= 1);
	assert_int_equal(likes.items[0].id, id);
}

static void a_number_or_address_is_not_published(void **state)
{
	(void)state;
	const char *bad[] = {"Hubungi 0812-9876-5001", "NIP 197903142005012003", "tulis ke sekar@contoh.example"};
	int64_t id = told(ask("nomor", "Bolehkah?")).id, answer;
	struct err fault = {0};
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&officer, WRITE, &tx, e));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct advice_reply as = {.question = bad[i], .reply = "Tidak.", .act = "SKB-B6"};
		assert_int_equal(advice_publish(&tx, &officer, id, 1, &as, &answer, &fault), INVALID);
		assert_string_equal(fault.field, "question");
		as = (struct advice_reply){.question = "Bolehkah?", .reply = bad[i], .act = "SKB-B6"};
		assert_int_equal(advice_publish(&tx, &officer, id, 1, &as, &answer, &fault), INVALID);
		assert_string_equal(fault.field, "reply");
	}
	struct advice_reply as = {.question = "Bolehkah?", .reply = "Lihat UU 20/2023 Pasal 24 ayat (1).", .act = "SKB-B6"};
	assert_ok(advice_publish(&tx, &officer, id, 1, &as, &answer, e));
}

static void an_answer_needs_a_rule_of_today(void **state)
{
	(void)state;
	int64_t id = told(ask("aturan", "Bolehkah itu?")).id, answer;
	struct err fault = {0};
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&officer, WRITE, &tx, e));
	struct advice_reply as = {.question = "Bolehkah itu?", .reply = "Tidak.", .act = "SKB-Z99"};
	assert_int_equal(advice_publish(&tx, &officer, id, 1, &as, &answer, &fault), INVALID);
	assert_string_equal(fault.field, "act");
	as.act = "";
	assert_int_equal(advice_publish(&tx, &officer, id, 1, &as, &answer, &fault), INVALID);
	assert_string_equal(fault.field, "basis");
	as.basis = "UU 20/2023 Pasal 24 ayat (1)";
	assert_ok(advice_publish(&tx, &officer, id, 1, &as, &answer, e));
}

static void like_questions_are_found_by_stems_and_slang(void **state)
{
	(void)state;
	int64_t like_id = publish("a1", "Apakah menyukai unggahan kampanye di Instagram termasuk pelanggaran?", "Ya.", "SKB-B5");
	publish("a2", "Bolehkah memakai mobil dinas untuk mengantar anak sekolah?", "Tidak ada kaitan dengan pemilihan.", "");
	publish("a3", "Bolehkah hadir pada kampanye terbuka sebagai pendengar?", "Boleh tanpa atribut.", "");
	struct advice_likes likes = like("gmn klo suka unggahan kampanye orang di instagram, pelanggaran gak?");
	assert_true(likes.n >= 1);
	assert_int_equal(likes.items[0].id, like_id);
	assert_int_equal(like("jadwal pemadaman listrik rumah saya").n, 0);
	assert_int_equal(like("").n, 0);
	assert_int_equal(like("yang dan untuk").n, 0);
}

static void a_withdrawn_answer_is_offered_to_nobody(void **state)
{
	(void)state;
	struct err fault = {0};
	const char *question = "Bolehkah memasang stiker bergambar trenggiling pada helm?";
	int64_t id = publish("w1", question, "Boleh.", "");
	assert_int_equal(like(question).items[0].id, id);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&officer, WRITE, &tx, e));
	assert_int_equal(advice_withdraw(&tx, &officer, id, 1, "", &fault), INVALID);
	assert_string_equal(fault.field, "reason");
	assert_ok(advice_withdraw(&tx, &officer, id, 1, "keliru", e));
	assert_ok(tx_commit(&tx, e));
	struct advice_likes likes = like(question);
	for (size_t i = 0; i < likes.n; i++)
		assert_int_not_equal(likes.items[i].id, id);
	assert_string_equal(answer_of(id).state, "withdrawn");
	assert_int_equal(answer_of(id).number, 2);
}

/* A pack of another hash, the same row: officers look again, the public sees no mark. A row that is another: both. */
static void an_answer_whose_rule_has_changed_wants_another_look(void **state)
{
	(void)state;
	struct advice_answer_get_row a = answer_of(publish("p1", "Apakah ikut grup kampanye dilarang?", "Ya.", "SKB-B6"));
	assert_int_equal(advice_fresh(&officer, a.act, a.pack, a.rule_hash), ADVICE_FRESH);
	assert_int_equal(advice_fresh(&officer, a.act, "lain", a.rule_hash), ADVICE_PACK);
	assert_int_equal(advice_fresh(&officer, a.act, a.pack, "lain"), ADVICE_CHANGED);
	assert_int_equal(advice_fresh(&officer, "SKB-Z99", a.pack, a.rule_hash), ADVICE_CHANGED);
	assert_int_equal(advice_fresh(&officer, "", a.pack, ""), ADVICE_FRESH);
	assert_int_equal(advice_fresh(&officer, "", "lain", ""), ADVICE_PACK);
	struct desk early = officer; /* the Joint Decree was not yet made */
	early.now.us -= 3 * 365 * DAY_US; /* November 2021 */
	assert_int_equal(advice_fresh(&early, a.act, a.pack, a.rule_hash), ADVICE_CHANGED);
}

static void a_changed_answer_keeps_its_earlier_edition(void **state)
{
	(void)state;
	struct err fault = {0};
	struct advice_editions_rows editions;
	int64_t id = publish("c1", "Bolehkah menjadi saksi partai?", "Tidak tahu.", "");
	struct advice_reply as = {.question = "Bolehkah menjadi saksi partai?", .reply = "Tidak.", .act = "SKB-B6", .reason = "dasar ditambah"};
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&officer, WRITE, &tx, e));
	assert_ok(advice_change(&tx, &officer, id, 1, &as, e));
	assert_int_equal(advice_change(&tx, &officer, id, 1, &as, &fault), CONFLICT);
	tx_rollback(&tx);
	assert_ok(desk_begin(&officer, WRITE, &tx, e));
	assert_ok(advice_change(&tx, &officer, id, 1, &as, e));
	assert_ok(tx_commit(&tx, e));
	assert_ok(desk_begin(&officer, READ, &tx, e));
	assert_ok(advice_editions(&tx, id, &editions, e));
	assert_int_equal(editions.n, 2);
	assert_string_equal(editions.items[0].reason, "dasar ditambah");
	assert_string_equal(answer_of(id).reply, "Tidak.");
	struct value none = value_int(0);
	tx_rollback(&tx);
	assert_ok(desk_begin(&officer, WRITE, &tx, e));
	assert_int_equal(tx_run(&tx, &sql_other_pack, &none, NULL, &fault), CONFLICT); /* append-only */
}

static void what_was_not_published_is_forgotten_in_its_time(void **state)
{
	(void)state;
	int64_t n, keep = settings_int(office->settings, "advice.keep_days");
	const char *code = ask("lupa", "Pertanyaan yang akan dilupakan");
	struct desk later = asker;
	later.now.us += keep * DAY_US - SECOND_US;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&later, WRITE, &tx, e));
	assert_ok(advice_sweep(&tx, &later, &n, e));
	assert_ok(tx_commit(&tx, e));
	assert_string_equal(told(code).state, "waiting");
	later.now.us += 2 * SECOND_US;
	int64_t words = count(&sql_words);
	assert_ok(desk_begin(&later, WRITE, &tx, e));
	assert_ok(advice_sweep(&tx, &later, &n, e));
	assert_ok(tx_commit(&tx, e));
	assert_int_equal(count(&sql_questions), 0);
	assert_int_equal(count(&sql_words), words); /* what was published stays */
}

static void names_in_a_question_are_pointed_out(void **state)
{
	(void)state;
	static const struct { const char *text, *name; } rows[] = {
		{"Apakah Pak Gunadi boleh ikut?", "Gunadi"},
		{"atasan saya, Sdr. Bagas Pramuditya, mengajak", "Bagas Pramuditya"},
		{"kepala kantor Ratna Wulandari hadir", "Ratna Wulandari"},
		{"Bolehkah ASN hadir di kampanye Wali Kota?", NULL},
		{"apakah suka di Instagram dilarang?", NULL},
		{"", NULL},
	};
	struct advice_span spans[ADVICE_SPANS_MAX];
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		size_t n = advice_names(rows[i].text, spans);
		assert_int_equal(n, rows[i].name != NULL);
		if (n)
			assert_true(str_is((struct str){rows[i].text + spans[0].at, spans[0].n}, rows[i].name));
	}
}

/* Five thousand answers made of a few hundred words, as real ones are: each look-up within 20 ms. */
static void among_five_thousand_answers_a_like_one_is_found_at_once(void **state)
{
	(void)state;
	static const char *const parts[] = {"unggahan", "kampanye", "kendaraan", "baliho", "keluarga", "grup", "rapat", "seragam", "poster", "lomba",
					    "bantuan", "yayasan", "pertemuan", "deklarasi", "saksi", "relawan", "atribut", "posko", "debat", "siaran"};
	enum { N = 5000, PARTS = sizeof parts / sizeof parts[0] };
	scoped(arena_free) struct arena a = {0};
	struct desk d = officer;
	d.arena = &a;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&d, WRITE, &tx, e));
	for (size_t i = 0; i < N; i++) {
		int64_t answer = id_new(d.now), edition = id_new(d.now);
		const char *text = arena_printf(&a, "Bolehkah %s dengan %s dan %s serta %s nomor unik%zu", parts[i % PARTS], parts[i / 3 % PARTS],
						parts[i / 7 % PARTS], parts[i / 31 % PARTS], i);
		assert_ok(advice_answer_add(&tx, answer, office->id, edition, d.now, e));
		assert_ok(advice_edition_add(&tx, edition, answer, 1, text, "Tidak.", "", "", "Pasal", "any", "x", "", d.now, 7, "", e));
		assert_ok(words_put(&tx, &d, answer, text, e));
	}
	assert_ok(tx_commit(&tx, e));
	struct timespec from, to;
	struct advice_likes likes = like("unggahan kampanye keluarga grup unik4321");
	clock_gettime(CLOCK_MONOTONIC, &from);
	likes = like("unggahan kampanye keluarga grup rapat seragam poster lomba debat siaran unik4321");
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_true(likes.n > 0);
	printf("a look-up among %d answers: %.2f ms\n", N, (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_form_sent_twice_is_one_question_with_one_code),
		cmocka_unit_test(an_empty_or_endless_or_broken_question_is_refused),
		cmocka_unit_test(a_code_opens_one_question_and_no_other),
		cmocka_unit_test(a_private_answer_is_for_the_code_alone),
		cmocka_unit_test(a_published_question_forgets_the_askers_own_words),
		cmocka_unit_test(a_number_or_address_is_not_published),
		cmocka_unit_test(an_answer_needs_a_rule_of_today),
		cmocka_unit_test(like_questions_are_found_by_stems_and_slang),
		cmocka_unit_test(a_withdrawn_answer_is_offered_to_nobody),
		cmocka_unit_test(an_answer_whose_rule_has_changed_wants_another_look),
		cmocka_unit_test(a_changed_answer_keeps_its_earlier_edition),
		cmocka_unit_test(what_was_not_published_is_forgotten_in_its_time),
		cmocka_unit_test(names_in_a_question_are_pointed_out),
		cmocka_unit_test(among_five_thousand_answers_a_like_one_is_found_at_once),
	};
	return cmocka_run_group_tests(tests, start, end);
}
