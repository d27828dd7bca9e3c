/* sitting_test.c -- one sitting of the plenary over several files: agenda, attendance, quorum, the decision of each file in it,
 * one set of numbered minutes; and a member with a conflict of interest, who neither sees nor votes that file.
 *
 * The office has three members and asks for a quorum of two and more than half of those present (settings plenary.*).
 */
#include "casework.h"
#include "desk/handle/sitting.h"

SUPPORT_SQL(sql_minutes, "SELECT number, markdown, case_file FROM letter WHERE form IN ('plenary', 'sitting') ORDER BY id", 0, 3, false, VALUE_NULL);
SUPPORT_SQL(sql_notes, "SELECT COUNT(*) FROM case_event WHERE case_file = $1 AND text LIKE $2", 2, 1, false, VALUE_INT, VALUE_TEXT);

#define DISSENT "Dua orang hanya lewat"

/* Two files before the plenary, each with two persons. */
struct two {
	struct casework c;
	int64_t files[2], people[2][PEOPLE], sitting;
};

static void file_choose(struct two *t, int which)
{
	t->c.file = t->files[which];
	memcpy(t->c.people, t->people[which], sizeof t->c.people);
}

#define TWO 2 /* persons of each file: enough for a decision per person */

/* To the plenary by the shortest lawful way: invited, nothing more is needed, the study is signed. */
static void signed_study(struct casework *c)
{
	struct handle_said said = {.evidence_shown = true, .quorum = true, .majority = true};
	struct handle_study_text text = {"Kasus posisi", "Data", "Dasar", "Fakta", "Teruskan"};
	struct handle_invited_list invited;
	struct letter_made made;
	assert_ok(handle_event(&c->d, c->file, "write_lhp", NULL, NULL, e));
	for (size_t i = 0; i < TWO; i++)
		c->people[i] = person_add(c, &nine[i], "terlapor", act_for(c, nine[i].class));
	assert_ok(handle_event(&c->d, c->file, "plenary_finds", &said, NULL, e));
	invite(c, &invited);
	assert_ok(handle_event(&c->d, c->file, "enough", NULL, NULL, e));
	static const char photo[] = "\xff\xd8\xff\xe0 a photograph";
	struct handle_exhibit_new x = {.file = {{photo, sizeof photo}, "foto.jpg"}, .origin = "patrol", .showable = true, .description = "Foto bersama"};
	assert_ok(handle_exhibit_add(&c->d, c->file, &x, &c->exhibit, e));
	assert_ok(handle_study_save(&c->d, c->file, &text, 0, e));
	for (size_t i = 0; i < TWO; i++) {
		struct handle_point p = {.person = c->people[i], .act = act_for(c, nine[i].class), .analysis = "Terlihat di foto.", .quotes = "B-1", .conclusion = "proven"};
		assert_ok(handle_point_save(&c->d, c->file, &p, e));
	}
	assert_ok(handle_study_end(&c->d, c->file, 1, &made, e));
}

static void two_start(struct two *t)
{
	*t = (struct two){0};
	casework_start(&t->c);
	for (int i = 0; i < 2; i++) {
		if (i) {
			scoped(tx_rollback) struct tx tx = {0};
			struct docket_new as = {.kind = "finding", .procedure = PILKADA, .title = "Apel pagi dengan yel-yel", .event_on = day_of(2024, 11, 1),
						.known_on = day_of(2024, 11, 1)};
			assert_ok(desk_begin(&t->c.d, WRITE, &tx, e));
			assert_ok(docket_open(&tx, &t->c.d, &as, "observation", &t->c.file, e));
			assert_ok(tx_commit(&tx, e));
		}
		signed_study(&t->c);
		t->files[i] = t->c.file;
		memcpy(t->people[i], t->c.people, sizeof t->c.people);
	}
}

static void call(struct two *t, const int64_t *files, size_t n)
{
	struct sitting_new as = {.held_at = {t->c.d.now.us + HOUR_US}, .place = "Ruang rapat", .files = files, .n_files = n};
	assert_ok(handle_sitting_call(&t->c.d, &as, &t->sitting, e));
}

/* Called, an hour later opened by the members @from to @to. */
static void opened(struct two *t, size_t from, size_t to)
{
	call(t, t->files, 2);
	pass(&t->c, 1);
	assert_ok(handle_sitting_open(&t->c.d, t->sitting, t->c.d.now, t->c.members + from, to - from, e));
}

static enum status decide(struct two *t, int which, const struct handle_vote *votes, size_t n, struct handle_plenary_made *ret, struct err *e)
{
	struct handle_decision decisions[TWO];
	file_choose(t, which);
	for (size_t i = 0; i < TWO; i++)
		decisions[i] = (struct handle_decision){t->c.people[i], act_for(&t->c, nine[i].class), "proven", "Sesuai kajian."};
	struct handle_plenary_new as = {.case_file = t->c.file, .agenda = "x", .place = "tempat lain", .event = "decide_other_law",
					.held_at = {t->c.d.now.us - 5 * HOUR_US}, .votes = votes, .n_votes = n, .decisions = decisions, .n_decisions = TWO};
	return handle_plenary_hold(&t->c.d, &as, ret, e);
}

#define AGREE(t, i) {(t)->c.members[i], "agree", ""}

/* The step is INVALID with @words in its reason, and every row stays as it was. */
#define REFUSED(t, step, words)                                                                     \
	do {                                                                                         \
		struct err e_ = {0};                                                                 \
		struct hash before_ = store_hash(&(t)->c);                                           \
		assert_int_equal(step, INVALID);                                                     \
		if (!strstr(e_.why, words))                                                           \
			fail_msg("'%s' does not say '%s'", e_.why, words);                            \
		assert_true(hash_eq(before_, store_hash(&(t)->c)));                                  \
	} while (0)

static int64_t noted(struct two *t, int which, const char *words)
{
	const struct value args[] = {value_id(t->files[which]), value_text(words)};
	return value_as_int(ask(&t->c, &sql_notes, args).items);
}

static void two_files_are_decided_in_one_sitting_with_one_set_of_minutes(void **state)
{
	(void)state;
	struct two t;
	struct handle_plenary_made made;
	struct letter_made minutes;
	two_start(&t);
	opened(&t, 0, 3);
	const struct handle_vote split[] = {AGREE(&t, 0), AGREE(&t, 1), {t.c.members[2], "dissent", DISSENT}};
	const struct handle_vote all[] = {AGREE(&t, 0), AGREE(&t, 1), AGREE(&t, 2)};
	assert_ok(decide(&t, 0, split, 3, &made, e));
	assert_int_equal(made.sitting, t.sitting);
	assert_ok(decide(&t, 1, all, 3, &made, e));
	assert_ok(handle_sitting_close(&t.c.d, t.sitting, "Dimulai dengan doa.", &minutes, e));
	assert_int_equal(minutes.missing, 0);

	/* Three papers with one number: the part of each file, in that file, and the minutes of the sitting. */
	struct rows rows = ask(&t.c, &sql_minutes, NULL);
	assert_int_equal(rows.n_rows, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_string_equal(value_as_text(&rows.items[3 * i]), minutes.number);
		assert_int_equal(rows.items[3 * i + 2].i, i < 2 ? t.files[i] : 0);
	}
	const char *part = value_as_text(&rows.items[1]), *whole = value_as_text(&rows.items[7]);
	assert_non_null(strstr(part, DISSENT));
	assert_non_null(strstr(part, "Bagas Pramudityan"));
	assert_non_null(strstr(part, "butir 1 dari rapat pleno nomor"));
	assert_non_null(strstr(part, "Ruang rapat")); /* the sitting's place, not what the form said */
	assert_non_null(strstr(whole, "2 setuju, 1 berbeda pendapat"));
	assert_non_null(strstr(whole, "3 setuju, 0 berbeda pendapat"));
	assert_non_null(strstr(whole, "Dimulai dengan doa"));
	assert_non_null(strstr(whole, "Anggota Dua, Anggota: hadir"));
	assert_null(strstr(whole, DISSENT));
	assert_null(strstr(whole, "Bagas"));
	casework_end(&t.c);
}

static void a_sitting_opens_only_with_a_quorum_and_not_before_its_time(void **state)
{
	(void)state;
	struct two t;
	two_start(&t);
	call(&t, t.files, 2);
	struct instant later = {t.c.d.now.us + HOUR_US};
	int64_t strangers[] = {t.c.members[0], t.c.d.user};
	REFUSED(&t, handle_sitting_open(&t.c.d, t.sitting, later, t.c.members, 3, &e_), "belum tiba");
	REFUSED(&t, handle_sitting_open(&t.c.d, t.sitting, t.c.d.now, t.c.members, 1, &e_), "1 hadir, diperlukan 2");
	REFUSED(&t, handle_sitting_open(&t.c.d, t.sitting, t.c.d.now, t.c.members, 0, &e_), "0 hadir, diperlukan 2");
	REFUSED(&t, handle_sitting_open(&t.c.d, t.sitting, t.c.d.now, strangers, 2, &e_), "Hanya anggota pleno");
	struct letter_made made;
	REFUSED(&t, handle_sitting_close(&t.c.d, t.sitting, "", &made, &e_), "baru dipanggil");
	REFUSED(&t, handle_sitting_present(&t.c.d, t.sitting, t.c.members, 2, &e_), "baru dipanggil");
	assert_ok(handle_sitting_open(&t.c.d, t.sitting, t.c.d.now, t.c.members, 2, e));
	REFUSED(&t, handle_sitting_open(&t.c.d, t.sitting, t.c.d.now, t.c.members, 3, &e_), "sedang berlangsung");
	REFUSED(&t, handle_sitting_cancel(&t.c.d, t.sitting, "Batal.", &e_), "sedang berlangsung");
	casework_end(&t.c);
}

static void a_file_stands_on_one_agenda_and_is_decided_there_alone(void **state)
{
	(void)state;
	struct two t;
	struct handle_plenary_made made;
	int64_t other;
	two_start(&t);
	const struct handle_vote all[] = {AGREE(&t, 0), AGREE(&t, 1), AGREE(&t, 2)};
	struct sitting_new none = {.held_at = t.c.d.now, .place = "Ruang rapat"};
	REFUSED(&t, handle_sitting_call(&t.c.d, &none, &other, &e_), "paling sedikit satu berkas");
	call(&t, t.files, 1);
	struct sitting_new again = {.held_at = t.c.d.now, .place = "Ruang rapat", .files = t.files, .n_files = 2};
	REFUSED(&t, handle_sitting_call(&t.c.d, &again, &other, &e_), "sudah ada dalam agenda rapat");
	REFUSED(&t, decide(&t, 0, all, 3, &made, &e_), "Buka rapat itu dahulu");
	assert_ok(decide(&t, 1, all, 3, &made, e)); /* on no agenda: a meeting for itself, as ever */
	assert_int_equal(made.sitting, 0);
	REFUSED(&t, handle_sitting_agenda(&t.c.d, t.sitting, t.files[1], true, &e_), "sudah diputus");
	assert_ok(handle_sitting_agenda(&t.c.d, t.sitting, t.files[0], false, e));
	REFUSED(&t, handle_sitting_agenda(&t.c.d, t.sitting, t.files[0], false, &e_), "tidak ada dalam agenda");
	assert_ok(handle_sitting_agenda(&t.c.d, t.sitting, t.files[0], true, e));
	assert_int_equal(noted(&t, 0, "Masuk agenda rapat pleno%"), 2);
	assert_int_equal(noted(&t, 0, "Dikeluarkan dari agenda%"), 1);
	assert_ok(handle_sitting_cancel(&t.c.d, t.sitting, "Listrik padam.", e));
	assert_ok(decide(&t, 0, all, 3, &made, e)); /* the sitting is not held: it is free again */
	casework_end(&t.c);
}

static void who_is_not_there_has_no_vote_until_they_come(void **state)
{
	(void)state;
	struct two t;
	struct handle_plenary_made made;
	two_start(&t);
	opened(&t, 0, 2);
	const struct handle_vote all[] = {AGREE(&t, 0), AGREE(&t, 1), AGREE(&t, 2)};
	const struct handle_vote away[] = {AGREE(&t, 0), AGREE(&t, 1), {t.c.members[2], "absent", ""}};
	REFUSED(&t, decide(&t, 0, all, 3, &made, &e_), "Anggota Tiga tidak hadir dalam rapat ini");
	assert_ok(decide(&t, 0, away, 3, &made, e));
	assert_ok(handle_sitting_present(&t.c.d, t.sitting, t.c.members, 3, e));
	assert_ok(decide(&t, 1, all, 3, &made, e));
	casework_end(&t.c);
}

/* Who voted was there: the minutes do not call absent who left afterwards, nor does the number of an item change. */
static void the_minutes_tell_who_came_late_and_who_left_early(void **state)
{
	(void)state;
	struct two t;
	struct handle_plenary_made made;
	struct letter_made minutes;
	int64_t without[] = {0, 0};
	two_start(&t);
	opened(&t, 0, 2);
	assert_ok(handle_sitting_agenda(&t.c.d, t.sitting, t.files[0], false, e));
	assert_ok(handle_sitting_agenda(&t.c.d, t.sitting, t.files[0], true, e)); /* 1 is nobody's now; this is item 3 */
	const struct handle_vote two[] = {AGREE(&t, 0), AGREE(&t, 1), {t.c.members[2], "absent", ""}};
	assert_ok(decide(&t, 0, two, 3, &made, e));
	without[0] = t.c.members[0], without[1] = t.c.members[2];
	assert_ok(handle_sitting_present(&t.c.d, t.sitting, without, 2, e));
	assert_ok(handle_sitting_close(&t.c.d, t.sitting, NULL, &minutes, e));
	struct rows rows = ask(&t.c, &sql_minutes, NULL);
	const char *part = value_as_text(&rows.items[1]), *whole = value_as_text(&rows.items[4]);
	assert_non_null(strstr(part, "butir 3 dari rapat pleno nomor"));
	assert_non_null(strstr(whole, "Butir 3: berkas"));
	assert_non_null(strstr(whole, "Butir 2: berkas"));
	assert_null(strstr(whole, "Butir 1:"));
	assert_non_null(strstr(whole, "Ketua: hadir\n"));
	assert_non_null(strstr(whole, "Anggota Dua, Anggota: hadir, meninggalkan rapat sebelum ditutup"));
	assert_non_null(strstr(whole, "Anggota Tiga, Anggota: hadir, datang setelah rapat dibuka"));
	assert_null(strstr(whole, "tidak hadir"));
	casework_end(&t.c);
}

static void what_is_not_decided_waits_for_another_sitting(void **state)
{
	(void)state;
	struct two t;
	struct handle_plenary_made made;
	struct letter_made minutes;
	two_start(&t);
	opened(&t, 0, 3);
	const struct handle_vote all[] = {AGREE(&t, 0), AGREE(&t, 1), AGREE(&t, 2)};
	assert_ok(decide(&t, 1, all, 3, &made, e));
	REFUSED(&t, handle_sitting_agenda(&t.c.d, t.sitting, t.files[1], false, &e_), "sudah diputus");
	assert_ok(handle_sitting_close(&t.c.d, t.sitting, NULL, &minutes, e));
	assert_int_equal(noted(&t, 0, "Tidak diputus dalam rapat pleno%"), 1);
	assert_int_equal(noted(&t, 1, "Tidak diputus dalam rapat pleno%"), 0);
	REFUSED(&t, handle_sitting_agenda(&t.c.d, t.sitting, t.files[0], true, &e_), "sudah berakhir");
	int64_t first = t.sitting;
	call(&t, t.files, 1);
	assert_true(t.sitting != first);
	casework_end(&t.c);
}

/* S13: the kin of a person in file 1 leaves the room for it, decides file 2, and reads the minutes of neither file 1 nor the whole. */
static void a_member_with_a_conflict_neither_sees_nor_votes_that_file(void **state)
{
	(void)state;
	struct two t;
	struct handle_plenary_made made;
	struct letter_made minutes;
	struct err fault = {0};
	struct str pdf;
	int64_t stated;
	two_start(&t);
	struct conflict_new kin = {.case_file = t.files[0], .user = t.c.members[1], .kind = "kin", .reason = "Adik ipar salah satu terlapor."};
	assert_ok(handle_conflict_state(&t.c.d, &kin, &stated, e));
	opened(&t, 0, 2); /* a quorum for the sitting; for file 1 only one is left */
	const struct handle_vote both[] = {AGREE(&t, 0), AGREE(&t, 1)}, one[] = {AGREE(&t, 0)};
	REFUSED(&t, decide(&t, 0, both, 2, &made, &e_), "Anggota Dua berbenturan kepentingan");
	REFUSED(&t, decide(&t, 0, one, 1, &made, &e_), "1 hadir, diperlukan 2");
	assert_ok(handle_sitting_present(&t.c.d, t.sitting, t.c.members, 3, e));
	const struct handle_vote without[] = {AGREE(&t, 0), AGREE(&t, 2)}, all[] = {AGREE(&t, 0), AGREE(&t, 1), AGREE(&t, 2)};
	assert_ok(decide(&t, 0, without, 2, &made, e));
	assert_ok(decide(&t, 1, all, 3, &made, e));
	assert_ok(handle_sitting_close(&t.c.d, t.sitting, "", &minutes, e));
	struct rows rows = ask(&t.c, &sql_minutes, NULL);
	assert_non_null(strstr(value_as_text(&rows.items[7]), "Tidak ikut memutus karena benturan kepentingan: Anggota Dua."));

	struct desk member = t.c.d;
	member.user = t.c.members[1];
	member.role = ROLE_MEMBER;
	assert_int_equal(handle_sitting_minutes(&member, t.sitting, &pdf, &fault), FORBIDDEN);
	assert_ok(handle_sitting_minutes(&t.c.d, t.sitting, &pdf, e));
	assert_int_equal(handle_sitting_agenda(&member, t.sitting, t.files[0], false, &fault), FORBIDDEN);
	scoped(tx_rollback) struct tx tx = {0};
	struct sitting_files_rows agenda;
	assert_ok(desk_begin(&member, READ, &tx, e));
	assert_ok(sitting_files(&tx, t.sitting, &agenda, e));
	assert_int_equal(agenda.n, 2);
	assert_true(agenda.items[0].shut);
	assert_false(agenda.items[1].shut);
	tx_rollback(&tx);
	casework_end(&t.c);
}

static void numbers_of_minutes_have_no_gap_between_sittings_and_single_files(void **state)
{
	(void)state;
	struct two t;
	struct handle_plenary_made made;
	struct letter_made minutes;
	two_start(&t);
	const struct handle_vote all[] = {AGREE(&t, 0), AGREE(&t, 1), AGREE(&t, 2)};
	assert_ok(decide(&t, 1, all, 3, &made, e));
	assert_int_equal(strncmp(made.minutes.number, "1/BA/PLENO/", 11), 0);
	call(&t, t.files, 1);
	assert_ok(handle_sitting_cancel(&t.c.d, t.sitting, "Ketua sakit.", e)); /* takes no number */
	call(&t, t.files, 1);
	pass(&t.c, 1);
	assert_ok(handle_sitting_open(&t.c.d, t.sitting, t.c.d.now, t.c.members, 3, e));
	assert_ok(handle_sitting_close(&t.c.d, t.sitting, "", &minutes, e));
	assert_int_equal(strncmp(minutes.number, "2/BA/PLENO/", 11), 0);
	assert_ok(decide(&t, 0, all, 3, &made, e));
	assert_int_equal(strncmp(made.minutes.number, "3/BA/PLENO/", 11), 0);
	casework_end(&t.c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_files_are_decided_in_one_sitting_with_one_set_of_minutes),
		cmocka_unit_test(a_sitting_opens_only_with_a_quorum_and_not_before_its_time),
		cmocka_unit_test(a_file_stands_on_one_agenda_and_is_decided_there_alone),
		cmocka_unit_test(who_is_not_there_has_no_vote_until_they_come),
		cmocka_unit_test(the_minutes_tell_who_came_late_and_who_left_early),
		cmocka_unit_test(what_is_not_decided_waits_for_another_sitting),
		cmocka_unit_test(a_member_with_a_conflict_neither_sees_nor_votes_that_file),
		cmocka_unit_test(numbers_of_minutes_have_no_gap_between_sittings_and_single_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
