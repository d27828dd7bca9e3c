/* handle_test.c -- a file goes from the initial review to the decision, and nothing is half done on the way.
 * Scenes: PRODUCT.md S1 (nine people in one photograph), S6, S7, S13, N19, N20, N23. */
#include "casework.h"
#include "desk/handle/redact.h"
#include "support.h" /* runs on both databases */

static void a_file_of_nine_goes_from_finding_to_decision(void **state)
{
	(void)state;
	struct casework c;
	casework_start(&c);
	to_decision(&c, all_proven);
	assert_string_equal(state_of(&c), "DECIDED_OTHER_LAW");
	assert_int_equal(letters(&c, "summons"), 9);
	assert_int_equal(letters(&c, "minutes"), 10);
	assert_int_equal(letters(&c, "study"), 1);
	assert_int_equal(letters(&c, "plenary"), 1);
	assert_int_equal(letters(&c, "repair"), 0);
	for (size_t i = 0; i < PEOPLE; i++)
		assert_string_equal(person(&c, c.people[i]).outcome, "proven");
	casework_end(&c);
}

/* S1: "Statements are stored per person, not copied." */
static void a_statement_belongs_to_one_person(void **state)
{
	(void)state;
	struct casework c;
	casework_start(&c);
	to_decision(&c, all_proven);
	const struct value args[] = {value_id(c.file), value_text("minutes")};
	struct rows minutes = ask(&c, &sql_letters, args);
	for (size_t i = 0; i < PEOPLE; i++) {
		struct case_people_row p = person(&c, c.people[i]);
		assert_string_equal(p.statement, nine[i].said);
		for (size_t k = 0; k < minutes.n_rows; k++) {
			const struct value *row = minutes.items + 4 * k;
			if (value_as_int(&row[0]) == p.id)
				assert_non_null(strstr(value_as_text(&row[1]), nine[i].name));
			else
				assert_null(strstr(value_as_text(&row[1]), nine[i].name));
		}
	}
	casework_end(&c);
}

static void a_finding_gets_a_number_and_starts_the_handling_clock(void **state)
{
	(void)state;
	struct casework c;
	casework_start(&c);
	finding(&c);
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	struct case_clocks_rows clocks;
	assert_ok(desk_begin(&c.d, READ, &tx, e));
	assert_ok(handle_open(&tx, &c.d, c.file, &f, e));
	assert_string_equal(f.number, "001/REG/TM/PW/Kota/99.01/XI/2024");
	assert_ok(case_clocks(&tx, c.file, &clocks, e));
	bool runs = false;
	for (size_t i = 0; i < clocks.n; i++)
		runs |= !strcmp(clocks.items[i].clock, "PK-HANDLE") && !strcmp(clocks.items[i].status, "running");
	assert_true(runs);
	tx_rollback(&tx);
	casework_end(&c);
}

static void an_event_refused_leaves_nothing_behind(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	struct handle_plenary_made made;
	struct handle_invited_list invited;
	casework_start(&c);
	finding(&c);
	int64_t before = everything(&c);
	assert_int_equal(plenary(&c, "decide_other_law", all_proven, &made, &e), INVALID);
	assert_int_equal(handle_event(&c.d, c.file, "obtained", NULL, NULL, &e), INVALID);
	assert_int_equal(everything(&c), before);
	invite(&c, &invited);
	before = everything(&c);
	struct handle_invitation again = {.case_file = c.file, .hear_at = {c.d.now.us + 90 * HOUR_US}, .place = "Ruang 2"};
	assert_int_equal(handle_invite_all(&c.d, &again, 30, &invited, &e), INVALID);
	assert_int_equal(everything(&c), before);
	assert_string_equal(state_of(&c), "CLARIFYING");
	casework_end(&c);
}

static void an_event_with_a_page_of_its_own_is_refused_as_a_plain_event(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	casework_start(&c);
	finding(&c);
	assert_int_equal(handle_event(&c.d, c.file, "invite", NULL, NULL, &e), INVALID);
	assert_string_equal(state_of(&c), "REGISTERED");
	const struct law *law = c.office->law;
	for (size_t i = 0; i < law->transitions.n; i++) /* nor does anything of a hand-over happen to the file by itself */
		if (text_starts(law->transitions.items[i].id, "T4") || !strcmp(law->transitions.items[i].to, "FORWARDED"))
			assert_non_null(handle_event_page(law->transitions.items[i].event));
	casework_end(&c);
}

static void a_stale_edit_is_a_conflict_and_changes_nothing(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	casework_start(&c);
	finding(&c);
	struct case_people_row p = person(&c, c.people[0]);
	struct handle_person as = {.id = p.id, .version = p.version,
				   .as = {.role = "terlapor", .name = "Ratna Wulandasih", .class = "PNS", .class_source = "officer",
					  .position = "Camat"},
				   .heard = {.account_owned = "none", .removed_on = DAY_NONE}};
	int64_t id;
	assert_ok(handle_person_save(&c.d, c.file, &as, &id, e));
	as.as.position = "Lurah lain";
	assert_int_equal(handle_person_save(&c.d, c.file, &as, &id, &e), CONFLICT);
	assert_string_equal(person(&c, p.id).position, "Camat");
	casework_end(&c);
}

/* N20: the correction stands beside the original; not signing is recorded, not an error. */
static void corrections_stand_beside_the_original(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	struct handle_invited_list invited;
	struct letter_made made;
	casework_start(&c);
	finding(&c);
	invite(&c, &invited);
	pass(&c, 47);
	int64_t id = hearing_open(&c, c.people[2], false);
	assert_ok(handle_hearing_ask(&c.d, id, "Siapa yang mengajak?", "Tidak ada yang mengajak.", e));
	assert_ok(handle_hearing_read_back(&c.d, id, 1, e));
	assert_int_equal(handle_hearing_ask(&c.d, id, "Lagi?", "Ya.", &e), INVALID);
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_lines_rows lines;
	assert_ok(desk_begin(&c.d, READ, &tx, e));
	assert_ok(handle_lines(&tx, id, &lines, e));
	tx_rollback(&tx);
	assert_ok(handle_hearing_correct(&c.d, id, lines.items[0].id, "Diajak seorang kenalan.", e));
	struct handle_hearing_end end = {.signed_ = false, .reason = "ingin bertanya dulu", .statement = "Diajak kenalan.", .version = 2};
	assert_ok(handle_hearing_close(&c.d, id, &end, &made, e));
	const struct value args[] = {value_id(c.file), value_text("minutes")};
	const char *text = value_as_text(ask(&c, &sql_letters, args).items + 1);
	assert_non_null(strstr(text, "Tidak ada yang mengajak"));
	assert_non_null(strstr(text, "Diajak seorang kenalan"));
	assert_non_null(strstr(text, "Memilih tidak menandatangani"));
	assert_non_null(strstr(text, "dilanjutkan tanpa sumpah"));
	assert_int_equal(letters(&c, "oath"), 0);
	casework_end(&c);
}

/* N19: the code opens once; many wrong ones from one source are stopped, even with the right one. */
static void a_room_code_opens_once_and_guessing_is_stopped(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	struct handle_invited_list invited;
	const unsigned char one[32] = {1}, two[32] = {2};
	const char *token;
	casework_start(&c);
	finding(&c);
	invite(&c, &invited);
	struct desk public_ = support_desk(&c.s, c.office, ROLE_NONE, 0);
	public_.now = c.d.now;
	assert_ok(handle_room_enter(&public_, one, invited.items[0].code, &token, e));
	struct handle_room room;
	assert_ok(handle_room_view(&public_, token, &room, e));
	assert_int_equal(room.person, c.people[0]);
	assert_int_equal(room.exhibits.n, 1);
	assert_int_equal(handle_room_enter(&public_, two, invited.items[0].code, &token, &e), NOT_FOUND);
	for (int i = 1; i < ROOM_TRIES_AN_HOUR; i++)
		assert_int_equal(handle_room_enter(&public_, two, "0000-0000-0000", &token, &e), NOT_FOUND);
	assert_int_equal(handle_room_enter(&public_, two, invited.items[1].code, &token, &e), TOO_MANY);
	public_.now.us += 2 * HOUR_US;
	assert_ok(handle_room_enter(&public_, two, invited.items[1].code, &token, e));
	casework_end(&c);
}

/* What one person hands in is not in another's room; hidden exhibits are in none. */
static void a_room_shows_only_its_own_person(void **state)
{
	(void)state;
	struct casework c;
	struct handle_invited_list invited;
	const unsigned char one[32] = {1};
	const char *tokens[2];
	struct err e = {0};
	casework_start(&c);
	finding(&c);
	invite(&c, &invited);
	struct desk public_ = support_desk(&c.s, c.office, ROLE_NONE, 0);
	public_.now = c.d.now;
	for (int i = 0; i < 2; i++)
		assert_ok(handle_room_enter(&public_, one, invited.items[i].code, &tokens[i], e));
	struct file_name_bytes file = {STR("surat tugas"), "tugas.txt"};
	assert_ok(handle_room_put(&public_, tokens[0], "evidence", "Surat tugas saya", &file, e));
	assert_ok(handle_room_put(&public_, tokens[0], "answer", "Saya hanya membuka gedung.", NULL, e));
	/* A button pressed twice brings it once; other words, another file, or the same a while later, are brought. */
	int64_t sealed = everything(&c);
	assert_ok(handle_room_put(&public_, tokens[0], "evidence", "Surat tugas saya", &file, e));
	assert_ok(handle_room_put(&public_, tokens[0], "answer", "Saya hanya membuka gedung.", NULL, e));
	assert_int_equal(everything(&c), sealed);
	assert_ok(handle_exhibit_allow(&c.d, c.file, c.exhibit, false, e));
	struct handle_room mine, other;
	assert_ok(handle_room_view(&public_, tokens[0], &mine, e));
	assert_ok(handle_room_view(&public_, tokens[1], &other, e));
	assert_int_equal(mine.exhibits.n, 1);
	assert_int_equal(mine.items.n, 2);
	assert_int_equal(other.exhibits.n, 0);
	assert_int_equal(other.items.n, 0);
	struct str bytes;
	const char *type;
	assert_int_equal(handle_room_exhibit(&public_, tokens[1], mine.exhibits.items[0].id, &bytes, &type, &e), NOT_FOUND);
	public_.now.us += HOUR_US;
	assert_ok(handle_room_put(&public_, tokens[0], "answer", "Saya hanya membuka gedung.", NULL, e));
	assert_ok(handle_room_put(&public_, tokens[0], "answer", "Dan pulang sebelum acara.", NULL, e));
	assert_ok(handle_room_put(&public_, tokens[0], "evidence", "Surat tugas saya", &(struct file_name_bytes){STR("halaman kedua"), "tugas.txt"}, e));
	assert_ok(handle_room_put(&public_, tokens[1], "answer", "Dan pulang sebelum acara.", NULL, e)); /* another person's words are theirs */
	assert_ok(handle_room_view(&public_, tokens[0], &mine, e));
	assert_ok(handle_room_view(&public_, tokens[1], &other, e));
	assert_int_equal(mine.items.n, 5);
	assert_int_equal(other.items.n, 1);
	casework_end(&c);
}

/* Whichever code opened it, a room shows the last date; a new code ends the rooms that the old one opened. */
static void a_room_shows_the_last_date_and_a_new_code_ends_old_rooms(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	struct handle_invited_list invited;
	struct handle_invited moved;
	struct handle_room room;
	const unsigned char one[32] = {1};
	const char *tokens[2], *code, *token;
	casework_start(&c);
	finding(&c);
	invite(&c, &invited);
	struct desk public_ = support_desk(&c.s, c.office, ROLE_NONE, 0);
	public_.now = c.d.now;
	assert_ok(handle_room_enter(&public_, one, invited.items[0].code, &tokens[0], e));
	struct handle_invitation as = {.hear_at = {c.d.now.us + 70 * HOUR_US}, .place = "Ruang 5"};
	for (size_t i = 0; i < 2; i++)
		assert_ok(handle_invitation_move(&c.d, c.file, invited.items[i].summons, &as, &moved, e));
	assert_ok(handle_room_enter(&public_, one, invited.items[1].code, &tokens[1], e)); /* the code of the first letter */
	for (size_t i = 0; i < 2; i++) {
		assert_ok(handle_room_view(&public_, tokens[i], &room, e));
		assert_int_equal(room.hear_at.us, as.hear_at.us);
		assert_string_equal(room.place, "Ruang 5");
	}
	assert_ok(handle_code_renew(&c.d, c.file, moved.summons, &code, e));
	assert_int_equal(handle_room_view(&public_, tokens[1], &room, &e), NOT_FOUND);
	assert_ok(handle_room_view(&public_, tokens[0], &room, e)); /* another person's */
	assert_ok(handle_room_enter(&public_, one, code, &token, e));
	assert_ok(handle_room_view(&public_, token, &room, e));
	assert_int_equal(room.person, c.people[1]);
	casework_end(&c);
}

SUPPORT_SQL(sql_talk, "SELECT text FROM case_event WHERE case_file = $1 AND kind = 'talk' ORDER BY at DESC, id DESC", 1, 1, false, VALUE_INT);

/* An officer's own words may name others; the room of one person does not. And who hands something in is called what they are. */
static void what_an_officer_wrote_names_nobody_else_in_a_room(void **state)
{
	(void)state;
	struct casework c;
	struct handle_invited_list invited;
	struct handle_invited head;
	struct handle_room room;
	const unsigned char one[32] = {1};
	const char *tokens[2];
	int64_t exhibit, version;
	casework_start(&c);
	finding(&c);
	struct handle_exhibit_new x = {.file = {STR("pesan"), "pesan.txt"}, .origin = "officer", .description = "Pesan Ratna kepada Bagas Pramudityan"};
	assert_ok(handle_exhibit_add(&c.d, c.file, &x, &exhibit, e));
	struct redact_new none = {.case_file = c.file, .exhibit = exhibit, .description = "", .none = true};
	assert_ok(handle_redact(&c.d, &none, &version, e));
	assert_ok(handle_exhibit_allow(&c.d, c.file, exhibit, true, e));
	invite(&c, &invited);
	struct handle_invitation as = {.case_file = c.file, .person = c.superior, .hear_at = {c.d.now.us + 46 * HOUR_US}, .place = "Ruang 2"};
	assert_ok(handle_invite(&c.d, &as, &head, e));
	struct desk public_ = support_desk(&c.s, c.office, ROLE_NONE, 0);
	public_.now = c.d.now;
	assert_ok(handle_room_enter(&public_, one, invited.items[0].code, &tokens[0], e));
	assert_ok(handle_room_enter(&public_, one, head.code, &tokens[1], e));
	static const char *const called[] = {"Pesan Ratna kepada [disamarkan]", "Pesan [disamarkan] kepada [disamarkan]"};
	for (size_t i = 0; i < 2; i++) {
		assert_ok(handle_room_view(&public_, tokens[i], &room, e));
		assert_int_equal(room.exhibits.n, 2);
		assert_string_equal(room.exhibits.items[1].description, called[i]);
	}
	assert_ok(handle_room_put(&public_, tokens[1], "answer", "Saya baru tahu kemudian.", NULL, e));
	const struct value args[] = {value_id(c.file)};
	assert_string_equal(value_as_text(ask(&c, &sql_talk, args).items), "Atasan menjawab tertulis lewat ruang klarifikasi.");
	casework_end(&c);
}

/* Pressed twice, or by two officers: one clarification has one set of minutes; and nobody is given a date once it is over. */
static void one_person_has_one_open_clarification(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	struct handle_invited_list invited;
	struct handle_invited moved;
	int64_t id;
	casework_start(&c);
	finding(&c);
	invite(&c, &invited);
	pass(&c, 47);
	hearing_open(&c, c.people[0], true);
	int64_t before = everything(&c);
	struct handle_hearing_new again = {.case_file = c.file, .person = c.people[0], .held_at = c.d.now, .place = "Ruang 2"};
	assert_int_equal(handle_hearing_start(&c.d, &again, &id, &e), CONFLICT);
	hearing_open(&c, c.people[1], true);
	assert_ok(handle_event(&c.d, c.file, "enough", NULL, NULL, e));
	before = everything(&c);
	struct handle_invitation as = {.hear_at = {c.d.now.us + 70 * HOUR_US}, .place = "Ruang 5"};
	assert_int_equal(handle_invitation_move(&c.d, c.file, invited.items[3].summons, &as, &moved, &e), INVALID);
	assert_int_equal(everything(&c), before);
	casework_end(&c);
}

/* Two acts, decided unlike: the letter says why of the one that gave the outcome, and names nobody else. */
static void a_repair_says_why_without_naming_others(void **state)
{
	(void)state;
	struct casework c;
	struct handle_plenary_made made;
	casework_start(&c);
	to_plenary(&c, all_proven);
	const char *own = act_for(&c, "PNS"), *other = act_beside(&c, "PNS", own);
	const struct handle_vote votes[] = {{c.members[0], "agree", ""}, {c.members[1], "agree", ""}};
	struct handle_decision decisions[PEOPLE + 1];
	for (size_t i = 0; i < PEOPLE; i++)
		decisions[i] = (struct handle_decision){c.people[i], act_for(&c, nine[i].class), "proven", "Sesuai kajian."};
	decisions[0] = (struct handle_decision){c.people[0], own, "not_proven", "Yang mengajak adalah Bagas Pramudityan."};
	decisions[PEOPLE] = (struct handle_decision){c.people[0], other, "not_violation", "Tidak diatur."};
	struct handle_plenary_new as = {.case_file = c.file, .agenda = "Putusan", .place = "Ruang rapat", .event = "decide_other_law",
					.held_at = c.d.now, .votes = votes, .n_votes = 2, .decisions = decisions, .n_decisions = PEOPLE + 1};
	assert_ok(handle_plenary_hold(&c.d, &as, &made, e));
	assert_int_equal(made.repaired, 1);
	const struct value args[] = {value_id(c.file), value_text("repair")};
	const char *text = value_as_text(ask(&c, &sql_letters, args).items + 1);
	assert_non_null(strstr(text, "Yang mengajak adalah"));
	assert_non_null(strstr(text, "disamarkan"));
	assert_null(strstr(text, "Bagas"));
	assert_null(strstr(text, "Tidak diatur"));
	casework_end(&c);
}

/* S7: "not proven" for one, "not a violation" for another; both get a letter, the evidence forgets their name. */
static int times_in(const char *text, const char *words)
{
	int n = 0;
	for (; (text = strstr(text, words)); text++)
		n++;
	return n;
}

static void not_proven_repairs_the_name(void **state)
{
	(void)state;
	struct casework c;
	const char *outcomes[PEOPLE];
	casework_start(&c);
	memcpy(outcomes, all_proven, sizeof outcomes);
	outcomes[1] = "not_proven";
	outcomes[6] = "not_violation";
	to_decision(&c, outcomes);
	assert_int_equal(letters(&c, "repair"), 2);
	assert_string_equal(person(&c, c.people[1]).outcome, "not_proven");
	assert_string_equal(person(&c, c.people[6]).outcome, "not_violation");
	struct forward_made made;
	assert_ok(forward_send(as_chair(&c), c.file, &ON_PAPER, &made, e));
	assert_int_equal(made.packages, 7);
	struct letter_made paper;
	assert_ok(handle_letter_make(&c.d, c.file, "follow_up", NULL, "Semua sudah ditindaklanjuti.", &paper, e));
	const struct value args[] = {value_id(c.file), value_text("follow_up")};
	const char *text = value_as_text(ask(&c, &sql_letters, args).items + 1);
	assert_int_equal(times_in(text, ". Perbuatan: "), 7);
	assert_int_equal(times_in(text, ". Dugaan: "), 2); /* of whom it is not proven no paper says that they did it */
	casework_end(&c);
}

/* S13: who is named in a file is kept out of it. */
static void a_person_of_the_file_cannot_open_it(void **state)
{
	(void)state;
	struct casework c;
	casework_start(&c);
	finding(&c);
	{
		scoped(tx_rollback) struct tx tx = {0};
		assert_ok(desk_begin(&c.d, WRITE, &tx, e));
		c.d.user = user_add(&c, &tx, "dimas", "handler", nine[3].nip);
		assert_ok(tx_commit(&tx, e));
	}
	struct handle_file f;
	struct err e = {0};
	assert_int_equal(handle_look(&c.d, c.file, &f, &e), FORBIDDEN);
	assert_int_equal(handle_note(&c.d, c.file, "lihat", &e), FORBIDDEN);
	casework_end(&c);
}

/* S6: elements one by one; an unmet one needs its reason; the file is registered only when all are met. */
static void a_report_is_registered_only_when_its_elements_are_met(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	struct letter_made made = {0};
	casework_start(&c);
	{
		scoped(tx_rollback) struct tx tx = {0};
		struct docket_new as = {.kind = "report", .procedure = PILKADA, .title = "Laporan uji", .summary = "Uraian",
					.event_on = day_of(2024, 11, 1), .known_on = day_of(2024, 11, 2)};
		assert_ok(desk_begin(&c.d, WRITE, &tx, e));
		assert_ok(docket_open(&tx, &c.d, &as, "report_received", &c.file, e));
		assert_ok(tx_commit(&tx, e));
	}
	assert_ok(handle_event(&c.d, c.file, "start_review", NULL, NULL, e));
	struct handle_mark marks[] = {{"F1", true, ""}, {"F2", true, ""}, {"F3", true, ""}, {"F4", true, ""},
				      {"M1", true, ""}, {"M2", true, ""}, {"M3", false, ""}};
	assert_int_equal(handle_review_mark(&c.d, c.file, marks, 7, &e), INVALID);
	marks[6].reason = "Belum ada bukti.";
	assert_ok(handle_review_mark(&c.d, c.file, marks, 7, e));
	assert_int_equal(handle_review_end(&c.d, c.file, "requirements_met", NULL, &made, &e), INVALID);
	assert_ok(handle_review_end(&c.d, c.file, "requirements_missing", NULL, &made, e));
	assert_string_equal(state_of(&c), "DEFICIENT");
	const struct value args[] = {value_id(c.file), value_text("deficiency")};
	const char *text = value_as_text(ask(&c, &sql_letters, args).items + 1);
	assert_non_null(strstr(text, "M3"));
	assert_null(strstr(text, "M1"));
	assert_ok(handle_event(&c.d, c.file, "completed", &(struct handle_said){.in_time = true}, NULL, e));
	marks[6] = (struct handle_mark){"M3", true, "Foto diserahkan."};
	assert_ok(handle_review_mark(&c.d, c.file, marks, 7, e));
	assert_ok(handle_review_end(&c.d, c.file, "requirements_met", NULL, &made, e));
	assert_string_equal(state_of(&c), "REGISTERED");
	casework_end(&c);
}

static void an_invitation_for_today_bears_a_warning_but_goes_out(void **state)
{
	(void)state;
	struct casework c;
	struct handle_invited made;
	casework_start(&c);
	finding(&c);
	struct handle_invitation as = {.case_file = c.file, .person = c.people[0], .hear_at = {c.d.now.us + 3 * HOUR_US},
				       .place = "Ruang 2"};
	assert_ok(handle_invite(&c.d, &as, &made, e));
	assert_non_null(made.warning);
	as.person = c.people[1];
	as.hear_at.us += 72 * HOUR_US;
	assert_ok(handle_invite(&c.d, &as, &made, e));
	assert_null(made.warning);
	casework_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_of_nine_goes_from_finding_to_decision),
		cmocka_unit_test(a_statement_belongs_to_one_person),
		cmocka_unit_test(a_finding_gets_a_number_and_starts_the_handling_clock),
		cmocka_unit_test(an_event_refused_leaves_nothing_behind),
		cmocka_unit_test(an_event_with_a_page_of_its_own_is_refused_as_a_plain_event),
		cmocka_unit_test(a_stale_edit_is_a_conflict_and_changes_nothing),
		cmocka_unit_test(corrections_stand_beside_the_original),
		cmocka_unit_test(a_room_code_opens_once_and_guessing_is_stopped),
		cmocka_unit_test(a_room_shows_only_its_own_person),
		cmocka_unit_test(a_room_shows_the_last_date_and_a_new_code_ends_old_rooms),
		cmocka_unit_test(what_an_officer_wrote_names_nobody_else_in_a_room),
		cmocka_unit_test(one_person_has_one_open_clarification),
		cmocka_unit_test(a_repair_says_why_without_naming_others),
		cmocka_unit_test(not_proven_repairs_the_name),
		cmocka_unit_test(a_person_of_the_file_cannot_open_it),
		cmocka_unit_test(a_report_is_registered_only_when_its_elements_are_met),
		cmocka_unit_test(an_invitation_for_today_bears_a_warning_but_goes_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
