/* study_test.c -- a study quotes only what sealed items say, judges element by element, and is secret until decided. */
#include "casework.h"
#include "support.h" /* runs on both databases */

SUPPORT_SQL(sql_points, "SELECT id FROM study_point WHERE person = $1", 1, 1, false, VALUE_INT);
SUPPORT_SQL(sql_line, "SELECT l.id FROM hearing_line l JOIN hearing h ON h.id = l.hearing WHERE h.person = $1", 1, 1, false, VALUE_INT);
SUPPORT_SQL(sql_quote, "SELECT id, label, sha256, span_from, span_to, words, dropped_at FROM study_quote WHERE point = $1 ORDER BY id", 1, 7, false,
	    VALUE_INT);

static int64_t one(struct casework *c, const struct statement *q, int64_t arg)
{
	const struct value args[] = {value_id(arg)};
	struct rows rows = ask(c, q, args);
	assert_int_equal(rows.n_rows, 1);
	return value_as_int(rows.items);
}

/* Two are heard, the study is begun, and each has a point that is not proven yet. */
static void study_begin(struct casework *c)
{
	struct handle_invited_list invited;
	finding(c);
	invite(c, &invited);
	pass(c, 47);
	hear(c, c->people[0], "Hadir sebagai  tuan rumah\ngedung, sejak pukul delapan.", true);
	hear(c, c->people[1], nine[1].said, true);
	assert_ok(handle_event(&c->d, c->file, "enough", NULL, NULL, e));
	struct handle_study_text text = {"Kasus posisi", "Data", "Dasar", "Fakta", "Teruskan"};
	assert_ok(handle_study_save(&c->d, c->file, &text, 0, e));
	for (size_t i = 0; i < PEOPLE; i++) {
		struct handle_point p = {.person = c->people[i], .act = act_for(c, nine[i].class), .analysis = "Ditimbang.", .conclusion = i ? "not_proven" : "proven"};
		assert_ok(handle_point_save(&c->d, c->file, &p, e));
	}
}

static enum status quote(struct casework *c, const char *kind, int64_t item, const char *words, struct err *e)
{
	int64_t id;
	struct handle_quote_new as = {.point = one(c, &sql_points, c->people[0]), .kind = kind, .item = item, .words = words};
	return handle_quote_add(&c->d, c->file, &as, &id, e);
}

static void words_are_found_whatever_the_white_space(void **state)
{
	(void)state;
	size_t from, to;
	assert_true(handle_quote_find("satu  dua\ntiga", "dua tiga", &from, &to));
	assert_int_equal(from, 6);
	assert_int_equal(to, 14);
	assert_true(handle_quote_find("aab", " ab ", &from, &to));
	assert_int_equal(from, 1);
	assert_false(handle_quote_find("satu dua", "duatiga", &from, &to));
	assert_false(handle_quote_find("satu dua", "satudua", &from, &to));
	assert_false(handle_quote_find("satu", "satu dua", &from, &to));
	assert_false(handle_quote_find("satu", " \n", &from, &to));
	assert_false(handle_quote_find("", "x", &from, &to));
}

static void a_quote_cites_the_sealed_item_and_where_its_words_stand(void **state)
{
	(void)state;
	struct casework c;
	struct letter_made made;
	casework_start(&c);
	study_begin(&c);
	int64_t line = one(&c, &sql_line, c.people[0]);
	assert_ok(quote(&c, "line", line, "tuan rumah gedung", e));
	assert_ok(quote(&c, "exhibit", c.exhibit, "", e));
	const struct value args[] = {value_id(one(&c, &sql_points, c.people[0]))};
	struct rows rows = ask(&c, &sql_quote, args);
	assert_int_equal(rows.n_rows, 2);
	assert_string_equal(value_as_text(&rows.items[1]), "Berita acara Ratna Wulandasih, jawaban 1");
	const char said[] = "Hadir sebagai  tuan rumah\ngedung, sejak pukul delapan.";
	const char *hash = hash_hex(&c.s.arena, hash_of(said, sizeof said - 1));
	assert_string_equal(value_as_text(&rows.items[2]), hash);
	assert_int_equal(value_as_int(&rows.items[3]), 15);
	assert_int_equal(value_as_int(&rows.items[4]), 32);
	assert_string_equal(value_as_text(&rows.items[5]), "tuan rumah\ngedung");
	assert_string_equal(value_as_text(&rows.items[8]), "B-1");
	assert_ok(handle_study_end(&c.d, c.file, 1, &made, e));
	const struct value asked[] = {value_id(c.file), value_text("study")};
	const char *text = value_as_text(ask(&c, &sql_letters, asked).items + 1);
	assert_non_null(strstr(text, "(Berita acara Ratna Wulandasih, jawaban 1, sha256 "));
	assert_non_null(strstr(text, arena_printf(&c.s.arena, "%.12s", hash)));
	assert_non_null(strstr(text, "B\\-1 (sha256 "));
	casework_end(&c);
}

/* Judged before and not on this form: it counts all the same. */
static void nothing_is_proven_over_an_element_that_was_not_met(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	casework_start(&c);
	study_begin(&c);
	const struct handle_element unmet = {"intent", false, "Kebetulan lewat."};
	struct handle_point p = {.person = c.people[1], .act = act_for(&c, nine[1].class), .analysis = "Ditimbang.", .conclusion = "not_proven",
				 .elements = &unmet, .n_elements = 1, .version = 1};
	assert_ok(handle_point_save(&c.d, c.file, &p, e));
	struct hash before = store_hash(&c);
	p.version++;
	p.conclusion = "proven";
	p.n_elements = 0;
	assert_int_equal(handle_point_save(&c.d, c.file, &p, &e), INVALID);
	assert_string_equal(e.field, "conclusion");
	assert_non_null(strstr(e.why, "Maksud dan konteks"));
	assert_true(hash_eq(before, store_hash(&c)));
	const struct handle_element met = {"intent", true, ""};
	p.elements = &met;
	p.n_elements = 1;
	assert_ok(handle_point_save(&c.d, c.file, &p, e));
	casework_end(&c);
}

/* Two officers have the same point before them; the second to save hears of the first, and of either no word is lost. */
static void two_who_write_one_point_at_once_lose_no_words(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	casework_start(&c);
	study_begin(&c);
	const struct handle_element met = {"who", true, "PNS."}, unmet = {"who", false, "Sudah pensiun."};
	struct handle_point first = {.person = c.people[1], .act = act_for(&c, nine[1].class), .analysis = "Dari yang pertama.", .conclusion = "not_proven",
				     .elements = &met, .n_elements = 1, .version = 1};
	struct handle_point second = first, fresh = first;
	second.analysis = "Dari yang kedua.";
	second.elements = &unmet;
	fresh.version = 0;
	assert_ok(handle_point_save(&c.d, c.file, &first, e));
	struct hash before = store_hash(&c);
	assert_int_equal(handle_point_save(&c.d, c.file, &second, &e), CONFLICT);
	assert_int_equal(handle_point_save(&c.d, c.file, &fresh, &e), CONFLICT); /* there is one */
	assert_true(hash_eq(before, store_hash(&c)));
	second.version = 2; /* after a look at what the first wrote */
	assert_ok(handle_point_save(&c.d, c.file, &second, e));
	casework_end(&c);
}

static void words_that_an_item_does_not_hold_are_refused(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	casework_start(&c);
	study_begin(&c);
	int64_t line = one(&c, &sql_line, c.people[0]);
	struct hash before = store_hash(&c);
	assert_int_equal(quote(&c, "line", line, "saya yang mengajak", &e), INVALID);
	assert_string_equal(e.field, "words");
	assert_non_null(strstr(e.why, "tidak ada dalam Berita acara Ratna Wulandasih, jawaban 1"));
	assert_int_equal(quote(&c, "exhibit", c.exhibit, "gedung", &e), INVALID); /* a picture has no words */
	assert_int_equal(quote(&c, "line", c.exhibit, "", &e), INVALID);
	assert_int_equal(quote(&c, "secret", line, "", &e), INVALID);
	assert_int_equal(quote(&c, "exhibit", line, "", &e), NOT_FOUND);
	int64_t id;
	struct handle_quote_new as = {.point = line, .kind = "line", .item = line, .words = ""};
	assert_int_equal(handle_quote_add(&c.d, c.file, &as, &id, &e), INVALID);
	assert_string_equal(e.field, "point");
	assert_true(hash_eq(before, store_hash(&c)));
	casework_end(&c);
}

static void what_is_proven_needs_evidence_and_no_unmet_element(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	struct letter_made made;
	casework_start(&c);
	study_begin(&c);
	assert_int_equal(handle_study_end(&c.d, c.file, 1, &made, &e), INVALID);
	assert_string_equal(e.field, "quotes");
	assert_non_null(strstr(e.why, "Ratna Wulandasih"));
	struct handle_element judged[] = {{"who", true, "PNS sejak 2005."}, {"intent", false, ""}};
	struct handle_point p = {.person = c.people[0], .act = act_for(&c, "PNS"), .analysis = "Ditimbang.", .conclusion = "not_proven", .elements = judged, .n_elements = 2,
				 .version = 1};
	struct hash before = store_hash(&c);
	assert_int_equal(handle_point_save(&c.d, c.file, &p, &e), INVALID);
	assert_non_null(strstr(e.why, "Maksud dan konteks"));
	judged[1].reason = "Diminta membuka gedung.";
	p.conclusion = "proven";
	assert_int_equal(handle_point_save(&c.d, c.file, &p, &e), INVALID);
	assert_string_equal(e.field, "conclusion");
	judged[0].code = "luck";
	assert_int_equal(handle_point_save(&c.d, c.file, &p, &e), INVALID);
	assert_true(hash_eq(before, store_hash(&c)));
	judged[0].code = "who";
	p.conclusion = "not_proven";
	assert_ok(handle_point_save(&c.d, c.file, &p, e));
	assert_ok(handle_study_end(&c.d, c.file, 1, &made, e));
	const struct value asked[] = {value_id(c.file), value_text("study")};
	const char *text = value_as_text(ask(&c, &sql_letters, asked).items + 1);
	assert_non_null(strstr(text, "- Siapa: **terpenuhi**. PNS sejak 2005\\."));
	assert_non_null(strstr(text, "- Maksud dan konteks: **tidak terpenuhi**. Diminta membuka gedung\\."));
	casework_end(&c);
}

static void a_quote_is_taken_out_again_until_the_study_is_signed(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	struct letter_made made;
	casework_start(&c);
	study_begin(&c);
	assert_ok(quote(&c, "exhibit", c.exhibit, "", e));
	assert_ok(quote(&c, "exhibit", c.exhibit, NULL, e));
	const struct value args[] = {value_id(one(&c, &sql_points, c.people[0]))};
	struct rows rows = ask(&c, &sql_quote, args);
	int64_t first = value_as_int(rows.items), second = value_as_int(rows.items + 7);
	assert_ok(handle_quote_remove(&c.d, c.file, first, e));
	assert_int_equal(handle_quote_remove(&c.d, c.file, first, &e), NOT_FOUND);
	assert_ok(handle_study_end(&c.d, c.file, 1, &made, e));
	assert_int_equal(handle_quote_remove(&c.d, c.file, second, &e), INVALID);
	assert_int_equal(quote(&c, "exhibit", c.exhibit, "", &e), INVALID);
	casework_end(&c);
}

/* From a decided file, about the same act, without its people; never from one that is shut to the reader. */
static void reasons_of_decided_files_are_offered_without_names(void **state)
{
	(void)state;
	struct casework c;
	struct handle_reason_list found;
	const char *act;
	int64_t stated;
	casework_start(&c);
	to_plenary(&c, all_proven);
	act = act_for(&c, "PNS");
	{
		scoped(tx_rollback) struct tx tx = {0};
		assert_ok(desk_begin(&c.d, READ, &tx, e));
		assert_ok(handle_reasons_about(&tx, &c.d, 1, act, &found, e));
		assert_int_equal(found.n, 0); /* secret until decided */
	}
	struct handle_vote votes[] = {{c.members[0], "agree", ""}, {c.members[1], "agree", ""}};
	struct handle_decision decisions[PEOPLE];
	for (size_t i = 0; i < PEOPLE; i++)
		decisions[i] = (struct handle_decision){c.people[i], act_for(&c, nine[i].class), "proven", "Ratna Wulandasih berpose bersama Dimas; unsur terpenuhi."};
	struct handle_plenary_new as = {.case_file = c.file, .agenda = "Putusan", .place = "Ruang rapat", .event = "decide_other_law", .held_at = c.d.now,
					.votes = votes, .n_votes = 2, .decisions = decisions, .n_decisions = PEOPLE};
	struct handle_plenary_made made;
	assert_ok(handle_plenary_hold(&c.d, &as, &made, e));
	{
		scoped(tx_rollback) struct tx tx = {0};
		assert_ok(desk_begin(&c.d, READ, &tx, e));
		assert_ok(handle_reasons_about(&tx, &c.d, c.file, act, &found, e));
		assert_int_equal(found.n, 0); /* not its own */
		assert_ok(handle_reasons_about(&tx, &c.d, 1, act, &found, e));
	}
	assert_int_equal(found.n, 2); /* the analysis and the reason, each once */
	assert_string_equal(found.items[0].text, "Terlihat di foto.");
	assert_null(strstr(found.items[1].text, "Ratna"));
	assert_null(strstr(found.items[1].text, "Wulandasih"));
	assert_null(strstr(found.items[1].text, "Dimas"));
	assert_non_null(strstr(found.items[1].text, "unsur terpenuhi."));
	assert_string_equal(found.items[1].number, "001/REG/TM/PW/Kota/99.01/XI/2024");
	struct conflict_new kin = {.case_file = c.file, .user = c.d.user, .kind = "kin", .reason = "Adik ipar salah satu terlapor."};
	assert_ok(handle_conflict_state(&c.d, &kin, &stated, e));
	{
		scoped(tx_rollback) struct tx tx = {0};
		assert_ok(desk_begin(&c.d, READ, &tx, e));
		assert_ok(handle_reasons_about(&tx, &c.d, 1, act, &found, e));
		assert_int_equal(found.n, 0);
	}
	casework_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_found_whatever_the_white_space),
		cmocka_unit_test(a_quote_cites_the_sealed_item_and_where_its_words_stand),
		cmocka_unit_test(nothing_is_proven_over_an_element_that_was_not_met),
		cmocka_unit_test(two_who_write_one_point_at_once_lose_no_words),
		cmocka_unit_test(words_that_an_item_does_not_hold_are_refused),
		cmocka_unit_test(what_is_proven_needs_evidence_and_no_unmet_element),
		cmocka_unit_test(a_quote_is_taken_out_again_until_the_study_is_signed),
		cmocka_unit_test(reasons_of_decided_files_are_offered_without_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
