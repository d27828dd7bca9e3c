/* plenary_test.c -- what a plenary may decide, and what it is refused; a refusal leaves every row as it was.
 * Issue of casework, "Bad input": a step out of order says which step is missing and by which rule; two votes of one
 * member and votes without quorum are refused with the reason. */
#include "casework.h"
#include "support.h" /* runs on both databases */

#define DISSENT "Dua orang hanya lewat."

/* A plenary that would be lawful: each test spoils one thing. */
struct meeting {
	struct handle_vote votes[4];
	struct handle_decision decisions[PEOPLE + 1];
	struct handle_plenary_new as;
};

static void meeting_start(struct casework *c, struct meeting *m)
{
	*m = (struct meeting){.votes = {{c->members[0], "agree", ""}, {c->members[1], "agree", ""}, {c->members[2], "dissent", DISSENT}}};
	for (size_t i = 0; i < PEOPLE; i++)
		m->decisions[i] = (struct handle_decision){c->people[i], act_for(c, nine[i].class), "proven", "Sesuai kajian."};
	m->as = (struct handle_plenary_new){.case_file = c->file, .agenda = "Putusan temuan", .place = "Ruang rapat", .event = "decide_other_law",
					    .held_at = c->d.now, .votes = m->votes, .n_votes = 3, .decisions = m->decisions, .n_decisions = PEOPLE};
}

/* Refused, with @words in the reason; nothing is changed in the store. */
static void refused(struct casework *c, const struct meeting *m, const char *field, const char *words)
{
	struct err e = {0};
	struct handle_plenary_made made;
	struct hash before = store_hash(c);
	assert_int_equal(handle_plenary_hold(&c->d, &m->as, &made, &e), INVALID);
	if (!strstr(e.why, words))
		fail_msg("'%s' does not say '%s'", e.why, words);
	if (field)
		assert_string_equal(e.field, field);
	assert_true(hash_eq(before, store_hash(c)));
}

static void each_member_votes_once_and_only_members_do(void **state)
{
	(void)state;
	struct casework c;
	struct meeting m;
	casework_start(&c);
	to_plenary(&c, all_proven);
	meeting_start(&c, &m);
	m.votes[3] = (struct handle_vote){c.members[1], "agree", ""};
	m.as.n_votes = 4;
	refused(&c, &m, "vote", "Anggota Dua memberi suara dua kali");
	m.votes[3].vote = "absent"; /* nor to take it back */
	refused(&c, &m, "vote", "Anggota Dua");
	m.votes[3] = (struct handle_vote){c.d.user, "agree", ""};
	refused(&c, &m, "vote", "Hanya anggota pleno");
	m.as.n_votes = 3;
	m.votes[0].vote = "yes";
	refused(&c, &m, "vote", "Wahyuning Pratiwangi");
	m.votes[0].vote = "agree";
	m.votes[2].opinion = "  ";
	refused(&c, &m, "opinion", "Anggota Tiga");
	casework_end(&c);
}

/* A few minutes between two clocks are nothing; a day ahead is planned as a sitting. */
static void what_is_still_to_come_has_decided_nothing(void **state)
{
	(void)state;
	struct casework c;
	struct meeting m;
	struct handle_plenary_made made;
	casework_start(&c);
	to_plenary(&c, all_proven);
	meeting_start(&c, &m);
	m.as.held_at.us = c.d.now.us + 24 * HOUR_US;
	refused(&c, &m, "held_at", "belum tiba: putusan pleno dicatat setelah diambil");
	m.as.held_at.us = c.d.now.us + 6 * 60 * SECOND_US;
	refused(&c, &m, "held_at", "belum tiba");
	m.as.held_at.us = c.d.now.us + 4 * 60 * SECOND_US;
	assert_ok(handle_plenary_hold(&c.d, &m.as, &made, e));
	casework_end(&c);
}

static void without_quorum_or_majority_nothing_is_decided(void **state)
{
	(void)state;
	struct casework c;
	struct meeting m;
	casework_start(&c);
	to_plenary(&c, all_proven);
	meeting_start(&c, &m);
	m.votes[1].vote = m.votes[2].vote = "absent";
	refused(&c, &m, "vote", "1 hadir, diperlukan 2");
	m.as.n_votes = 0;
	refused(&c, &m, "vote", "0 hadir, diperlukan 2");
	meeting_start(&c, &m);
	m.votes[1] = (struct handle_vote){c.members[1], "absent", ""};
	refused(&c, &m, "vote", "1 dari 2 yang hadir setuju, diperlukan lebih dari 50%");
	casework_end(&c);
}

/* Settings of the office: an even vote is decided by the chair where the office says so, and two thirds can be asked. */
static void the_share_and_the_even_vote_are_settings(void **state)
{
	(void)state;
	struct casework c;
	struct meeting m;
	struct handle_plenary_made made;
	casework_start(&c);
	to_plenary(&c, all_proven);
	meeting_start(&c, &m);
	const struct settings *was = c.office->settings, *set;
	assert_ok(settings_with(&c.s.arena, was, "plenary.majority", "70", &set, e));
	c.office->settings = set;
	refused(&c, &m, "vote", "2 dari 3 yang hadir setuju, diperlukan lebih dari 70%");
	assert_ok(settings_with(&c.s.arena, was, "plenary.chair_breaks_tie", "true", &set, e));
	c.office->settings = set;
	m.votes[0] = (struct handle_vote){c.members[0], "dissent", DISSENT};
	m.votes[2] = (struct handle_vote){c.members[2], "absent", ""};
	refused(&c, &m, "vote", "1 dari 2"); /* the chair is not in favour */
	m.votes[0] = (struct handle_vote){c.members[0], "agree", ""};
	m.votes[1] = (struct handle_vote){c.members[1], "dissent", DISSENT};
	assert_ok(handle_plenary_hold(&c.d, &m.as, &made, e));
	assert_string_equal(state_of(&c), "DECIDED_OTHER_LAW");
	c.office->settings = was;
	casework_end(&c);
}

/* S13: a member to whom the file is shut neither votes nor makes the quorum. */
static void a_member_with_a_conflict_of_interest_does_not_count(void **state)
{
	(void)state;
	struct casework c;
	struct meeting m;
	struct handle_plenary_made made;
	int64_t stated;
	casework_start(&c);
	to_plenary(&c, all_proven);
	meeting_start(&c, &m);
	struct conflict_new kin = {.case_file = c.file, .user = c.members[1], .kind = "kin", .reason = "Adik ipar salah satu terlapor."};
	assert_ok(handle_conflict_state(&c.d, &kin, &stated, e));
	refused(&c, &m, "vote", "Anggota Dua berbenturan kepentingan");
	m.votes[1].vote = "absent"; /* not even as absent: they were not called */
	refused(&c, &m, "vote", "Anggota Dua");
	m.votes[1] = m.votes[2];
	m.votes[1].vote = "absent";
	m.as.n_votes = 2;
	refused(&c, &m, "vote", "1 hadir, diperlukan 2");
	m.votes[1].vote = "agree";
	assert_ok(handle_plenary_hold(&c.d, &m.as, &made, e));
	casework_end(&c);
}

/* By the rows T25 and T28 of law/transitions.toml. */
static void a_decision_too_early_says_which_step_is_missing_and_by_which_rule(void **state)
{
	(void)state;
	struct casework c;
	struct meeting m;
	struct handle_invited_list invited;
	casework_start(&c);
	finding(&c);
	meeting_start(&c, &m);
	refused(&c, &m, NULL, "langkah yang kurang: invite (T21: Perbawaslu 7/2022 Pasal 28-29), enough (T25), submit (T28)");
	invite(&c, &invited);
	refused(&c, &m, NULL, "langkah yang kurang: enough (T25: Perbawaslu 8/2020 (jo. 9/2024); Perbawaslu 7/2022), submit (T28)");
	assert_ok(handle_event(&c.d, c.file, "enough", NULL, NULL, e));
	refused(&c, &m, NULL, "submit (T28: Perbawaslu 8/2020 (jo. 9/2024); Perbawaslu 7/2022), kajian belum ditandatangani");
	m.as.n_votes = 0; /* the order comes first, whatever the votes are */
	refused(&c, &m, NULL, "T28");
	casework_end(&c);
}

static void decisions_are_about_reported_persons_of_this_file(void **state)
{
	(void)state;
	struct casework c;
	struct meeting m;
	int64_t first;
	casework_start(&c);
	finding(&c);
	first = c.people[0];
	{
		scoped(tx_rollback) struct tx tx = {0};
		struct docket_new as = {.kind = "finding", .procedure = PILKADA, .title = "Berkas lain", .event_on = day_of(2024, 11, 1), .known_on = day_of(2024, 11, 1)};
		assert_ok(desk_begin(&c.d, WRITE, &tx, e));
		assert_ok(docket_open(&tx, &c.d, &as, "observation", &c.file, e));
		assert_ok(tx_commit(&tx, e));
	}
	to_plenary(&c, all_proven);
	meeting_start(&c, &m);
	m.decisions[PEOPLE] = (struct handle_decision){first, m.decisions[0].act, "proven", "Sesuai kajian."};
	m.as.n_decisions = PEOPLE + 1;
	refused(&c, &m, "person", "tidak ada dalam berkas");
	m.decisions[PEOPLE].person = c.superior;
	refused(&c, &m, "person", "Wening Astarini bukan terlapor (Atasan)");
	m.decisions[PEOPLE] = m.decisions[2];
	m.decisions[PEOPLE].outcome = "not_proven";
	refused(&c, &m, "outcome", "Yuyun Karsamita");
	m.as.n_decisions = PEOPLE - 1;
	refused(&c, &m, "outcome", "Belum ada putusan tentang Nuning Sekarwati");
	m.as.n_decisions = PEOPLE;
	m.decisions[4].act = "SKB-Z9";
	refused(&c, &m, "act", "SKB-Z9");
	meeting_start(&c, &m);
	m.as.event = "decide_not_violation";
	refused(&c, &m, "event", "terbukti");
	casework_end(&c);
}

/* UU 1/2015 art 135 (2): the police within 24 hours; the clock runs from the decision and stops at the hand-over. */
static void a_crime_goes_to_gakkumdu_within_24_hours(void **state)
{
	(void)state;
	struct casework c;
	struct meeting m;
	struct handle_plenary_made made;
	struct forward_made sent;
	casework_start(&c);
	to_plenary(&c, all_proven);
	meeting_start(&c, &m);
	m.as.event = "decide_crime";
	refused(&c, &m, NULL, "Sentra Gakkumdu belum sepakat (T30: UU 1/2015 Pasal 135(2); UU 7/2017 Pasal 476)");
	m.as.gakkumdu_agrees = true;
	assert_ok(handle_plenary_hold(&c.d, &m.as, &made, e));
	assert_string_equal(state_of(&c), "DECIDED_CRIME");
	{
		scoped(tx_rollback) struct tx tx = {0};
		struct case_clocks_rows clocks;
		bool runs = false;
		assert_ok(desk_begin(&c.d, READ, &tx, e));
		assert_ok(case_clocks(&tx, c.file, &clocks, e));
		for (size_t i = 0; i < clocks.n; i++)
			if (!strcmp(clocks.items[i].clock, "PK-CRIME") && !strcmp(clocks.items[i].status, "running")) {
				assert_int_equal(clocks.items[i].last_moment.us - c.d.now.us, 24 * HOUR_US);
				runs = true;
			}
		assert_true(runs);
	}
	pass(&c, 2);
	assert_ok(forward_send(as_chair(&c), c.file, &ON_PAPER, &sent, e));
	assert_int_equal(sent.packages, PEOPLE);
	assert_int_equal(letters(&c, "forwarding_crime"), PEOPLE);
	const struct value args[] = {value_id(c.file), value_text("forwarding_crime")};
	assert_non_null(strstr(value_as_text(ask(&c, &sql_letters, args).items + 3), "Gakkumdu"));
	assert_string_equal(state_of(&c), "FORWARDED");
	casework_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_member_votes_once_and_only_members_do),
		cmocka_unit_test(what_is_still_to_come_has_decided_nothing),
		cmocka_unit_test(without_quorum_or_majority_nothing_is_decided),
		cmocka_unit_test(the_share_and_the_even_vote_are_settings),
		cmocka_unit_test(a_member_with_a_conflict_of_interest_does_not_count),
		cmocka_unit_test(a_decision_too_early_says_which_step_is_missing_and_by_which_rule),
		cmocka_unit_test(decisions_are_about_reported_persons_of_this_file),
		cmocka_unit_test(a_crime_goes_to_gakkumdu_within_24_hours),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
