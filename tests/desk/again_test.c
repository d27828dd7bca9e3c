/* again_test.c -- a decision is looked at again: who asks and when, what a second plenary may do, and what is taken back. */
#include "casework.h"
#include "desk/handle/again.h"
#include "support.h" /* runs on both databases */

SUPPORT_SQL(sql_decided, "SELECT COUNT(*) FROM plenary_decision WHERE person = $1 AND outcome = 'proven'", 1, 1, false, VALUE_INT);
SUPPORT_SQL(sql_handover, "SELECT state, outcome FROM handover WHERE person = $1", 1, 2, false, VALUE_INT);
SUPPORT_SQL(sql_review, "SELECT in_time FROM decision_review WHERE id = $1", 1, 1, false, VALUE_INT);

static void forwarded(struct casework *c)
{
	struct forward_made made;
	casework_start(c);
	to_decision(c, all_proven);
	assert_ok(forward_send(as_chair(c), c->file, &ON_PAPER, &made, e));
}

static struct day today(const struct casework *c) { return day_of_instant(c->d.now, c->d.office->zone); }

static struct again_asked asked(const struct casework *c, size_t who)
{
	return (struct again_asked){.case_file = c->file, .person = c->people[who], .asked_by = "person", .ground = "Saya tidak ada di foto itu.",
				    .known_on = today(c), .asked_on = today(c)};
}

static enum status decide_at(struct casework *c, int64_t review, const char *outcome, size_t n_votes, struct instant held_at,
			     struct again_made *ret, struct err *e)
{
	const struct handle_vote votes[] = {{c->members[0], "agree", ""}, {c->members[1], "agree", ""}, {c->members[2], "absent", ""}};
	struct again_decision as = {.case_file = c->file, .review = review, .agenda = "Peninjauan", .place = "Ruang rapat", .outcome = outcome,
				    .reason = "Bukti baru: ia sedang dinas luar.", .held_at = held_at, .votes = votes, .n_votes = n_votes};
	return again_decide(&c->d, &as, ret, e);
}

static enum status decide(struct casework *c, int64_t review, const char *outcome, size_t n_votes, struct again_made *ret, struct err *e)
{
	return decide_at(c, review, outcome, n_votes, c->d.now, ret, e);
}

static void what_ends_as_not_proven_takes_the_handover_back(void **state)
{
	(void)state;
	struct casework c;
	struct again_made made;
	struct err e = {0};
	int64_t review = 0;
	forwarded(&c);
	struct again_asked as = asked(&c, 0);
	assert_ok(again_ask(&c.d, &as, &review, e));
	assert_int_equal(again_ask(&c.d, &as, &review, &e), CONFLICT); /* one is open */
	int64_t before = everything(&c);
	assert_int_equal(decide(&c, review, "not_proven", 1, &made, &e), INVALID); /* no quorum */
	assert_int_equal(decide(&c, review, "guilty", 3, &made, &e), INVALID);
	struct instant tomorrow = {c.d.now.us + 24 * HOUR_US};
	assert_int_equal(decide_at(&c, review, "not_proven", 3, tomorrow, &made, &e), INVALID);
	assert_string_equal(e.field, "held_at");
	assert_int_equal(everything(&c), before);
	assert_ok(decide(&c, review, "not_proven", 3, &made, e));
	assert_true(made.repaired && made.withdrawal);
	assert_int_equal(letters(&c, "handover_withdrawal"), 1);
	assert_int_equal(letters(&c, "repair"), 1);
	assert_int_equal(letters(&c, "plenary"), 2); /* minutes of its own */
	const struct value person_arg[] = {value_id(c.people[0])};
	assert_int_equal(value_as_int(ask(&c, &sql_decided, person_arg).items), 1); /* the decision stands as it was */
	struct rows handover = ask(&c, &sql_handover, person_arg);
	assert_string_equal(value_as_text(handover.items), "CLOSED");
	assert_string_equal(value_as_text(handover.items + 1), "withdrawn");
	assert_string_equal(person(&c, c.people[0]).outcome, "not_proven");
	assert_string_equal(person(&c, c.people[1]).outcome, "proven");
	assert_string_equal(state_of(&c), "FORWARDED"); /* the others go on */
	assert_int_equal(decide(&c, review, "proven", 3, &made, &e), CONFLICT); /* decided once */
	casework_end(&c);
}

static void what_is_upheld_changes_nothing_and_heavier_needs_a_finding(void **state)
{
	(void)state;
	struct casework c;
	struct again_made made;
	struct err e = {0};
	int64_t review = 0;
	static const char *const outcomes[PEOPLE] = {"not_proven", "proven", "proven", "proven", "proven", "proven", "proven", "proven", "proven"};
	casework_start(&c);
	to_decision(&c, outcomes);
	struct again_asked as = asked(&c, 0);
	as.asked_by = "reporter";
	assert_ok(again_ask(&c.d, &as, &review, e));
	int64_t before = everything(&c);
	assert_int_equal(decide(&c, review, "proven", 3, &made, &e), INVALID);
	assert_non_null(strstr(e.why, "temuan baru"));
	assert_int_equal(everything(&c), before);
	assert_ok(decide(&c, review, "not_proven", 3, &made, e));
	assert_false(made.repaired || made.withdrawal);
	assert_int_equal(letters(&c, "repair"), 1); /* of the first plenary */
	casework_end(&c);
}

/* Fourteen working days of DS-OBJECT (law/remedies.toml) from the day it was known; late ones are recorded too. */
static void the_clock_of_the_remedy_tells_who_asks_in_time(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	int64_t review = 0;
	forwarded(&c);
	struct again_asked as = asked(&c, 0);
	struct day known = as.known_on;
	pass(&c, 24 * 40);
	as.asked_on = known;
	while (calendar_working(c.office->calendar, known, as.asked_on) < 14)
		as.asked_on = day_add(as.asked_on, 1);
	assert_ok(again_ask(&c.d, &as, &review, e));
	const struct value first[] = {value_id(review)};
	assert_int_equal(value_as_int(ask(&c, &sql_review, first).items), 1);
	as.person = c.people[1];
	as.asked_on = day_add(as.asked_on, 1);
	assert_ok(again_ask(&c.d, &as, &review, e));
	const struct value second[] = {value_id(review)};
	assert_int_equal(value_as_int(ask(&c, &sql_review, second).items), 0);
	as.person = c.people[2];
	as.asked_on = day_add(today(&c), 1);
	assert_int_equal(again_ask(&c.d, &as, &review, &e), INVALID); /* tomorrow */
	as.asked_on = known;
	as.known_on = day_add(known, -1);
	assert_int_equal(again_ask(&c.d, &as, &review, &e), INVALID); /* before it was decided */
	as.known_on = known;
	as.asked_by = "neighbour";
	assert_int_equal(again_ask(&c.d, &as, &review, &e), INVALID);
	as = asked(&c, 3);
	as.person = c.superior;
	assert_int_equal(again_ask(&c.d, &as, &review, &e), INVALID); /* nothing was decided about the superior */
	casework_end(&c);
}

SUPPORT_SQL(sql_to_kasn, "UPDATE handover SET route = 'KASN', receiver = 'Komisi Aparatur Sipil Negara', copy_to = '' WHERE person = $1", 1, 0, true,
	    VALUE_INT);

/* The letter names nobody else of the file, and goes to who took the place of a body that has ended. */
static void a_withdrawal_names_one_person_and_reaches_who_receives_today(void **state)
{
	(void)state;
	struct casework c;
	struct again_made made;
	int64_t review = 0;
	forwarded(&c);
	{
		scoped(tx_rollback) struct tx tx = {0};
		const struct value args[] = {value_id(c.people[0])};
		assert_ok(desk_begin(&c.d, WRITE, &tx, e));
		assert_ok(tx_run(&tx, &sql_to_kasn, args, NULL, e));
		assert_ok(tx_commit(&tx, e));
	}
	struct again_asked as = asked(&c, 0);
	const struct handle_vote votes[] = {{c.members[0], "agree", ""}, {c.members[1], "agree", ""}};
	assert_ok(again_ask(&c.d, &as, &review, e));
	struct again_decision to = {.case_file = c.file, .review = review, .agenda = "Peninjauan", .place = "Ruang rapat", .outcome = "not_proven",
				    .reason = "Yang tampak di foto ternyata Bagas Pramudityan.", .held_at = c.d.now, .votes = votes, .n_votes = 2};
	assert_ok(again_decide(&c.d, &to, &made, e));
	static const char *const forms[] = {"handover_withdrawal", "repair"};
	for (size_t i = 0; i < 2; i++) {
		const struct value args[] = {value_id(c.file), value_text(forms[i])};
		struct rows letter = ask(&c, &sql_letters, args);
		const char *text = value_as_text(letter.items + 1);
		assert_non_null(strstr(text, "ternyata"));
		assert_null(strstr(text, "Bagas"));
		assert_null(strstr(text, "dinyatakan tidak terbukti")); /* it may have been no violation */
		assert_non_null(strstr(value_as_text(letter.items + 3), i ? "Ratna" : "Badan Kepegawaian Negara"));
	}
	casework_end(&c);
}

static const char *const first_proven[PEOPLE] = {"proven", "not_proven", "not_proven", "not_proven", "not_proven",
						 "not_proven", "not_proven", "not_proven", "not_proven"};
SUPPORT_SQL(sql_steps, "SELECT event, to_state FROM case_event WHERE case_file = $1 AND kind = 'state' ORDER BY at, id", 1, 2, false, VALUE_INT);

/* The file of the only hand-over ends with it, and no step stands in its timeline that nobody took: least of all a sanction. */
static void a_file_whose_handover_is_withdrawn_ends_without_invented_steps(void **state)
{
	(void)state;
	struct casework c;
	struct again_made made;
	struct forward_made sent;
	struct err e = {0};
	int64_t review = 0;
	casework_start(&c);
	to_decision(&c, first_proven);
	assert_ok(forward_send(as_chair(&c), c.file, &ON_PAPER, &sent, e));
	struct forward_of_person_row handover;
	{
		bool found;
		scoped(tx_rollback) struct tx tx = {0};
		assert_ok(desk_begin(&c.d, READ, &tx, e));
		assert_ok(forward_of_person(&tx, c.people[0], &found, &handover, e));
	}
	struct forward_step by_hand = {.handover = handover.id, .version = 1, .event = "withdrawn", .decree_on = DAY_NONE};
	assert_int_equal(forward_step(&c.d, &by_hand, &e), INVALID);
	assert_int_equal(handle_event(&c.d, c.file, "withdrawn", NULL, NULL, &e), INVALID);
	struct again_asked as = asked(&c, 0);
	assert_ok(again_ask(&c.d, &as, &review, e));
	assert_ok(decide(&c, review, "not_proven", 3, &made, e));
	assert_string_equal(state_of(&c), "CLOSED");
	const struct value args[] = {value_id(c.file)};
	struct rows steps = ask(&c, &sql_steps, args);
	assert_string_equal(value_as_text(steps.items + 2 * (steps.n_rows - 1)), "withdrawn");
	for (size_t i = 0; i < steps.n_rows; i++) {
		assert_string_not_equal(value_as_text(steps.items + 2 * i), "ack");
		assert_string_not_equal(value_as_text(steps.items + 2 * i + 1), "SANCTIONED");
	}
	casework_end(&c);
}

/* Reviewed before anything was handed over: nobody is proven, so there is nothing to hand over and no clock of it runs on. */
static void a_file_in_which_nobody_is_proven_any_more_waits_for_no_handover(void **state)
{
	(void)state;
	struct casework c;
	struct again_made made;
	struct forward_made sent;
	struct err e = {0};
	int64_t review = 0;
	casework_start(&c);
	to_decision(&c, first_proven);
	struct again_asked as = asked(&c, 0);
	assert_ok(again_ask(&c.d, &as, &review, e));
	assert_int_equal(handle_event(&c.d, c.file, "decision_reversed", NULL, NULL, &e), INVALID); /* never by hand */
	assert_ok(decide(&c, review, "proven", 3, &made, e));
	assert_string_equal(state_of(&c), "DECIDED_OTHER_LAW"); /* upheld */
	assert_ok(again_ask(&c.d, &as, &review, e));
	assert_ok(decide(&c, review, "not_violation", 3, &made, e));
	assert_string_equal(state_of(&c), "NOT_VIOLATION");
	assert_int_equal(forward_send(as_chair(&c), c.file, &ON_PAPER, &sent, &e), INVALID);
	scoped(tx_rollback) struct tx tx = {0};
	struct case_clocks_rows clocks;
	assert_ok(desk_begin(&c.d, READ, &tx, e));
	assert_ok(case_clocks(&tx, c.file, &clocks, e));
	for (size_t i = 0; i < clocks.n; i++)
		assert_false(!strcmp(clocks.items[i].clock, "PK-FORWARD") && instant_is_none(clocks.items[i].ended_at));
	tx_rollback(&tx);
	casework_end(&c);
}

static void nothing_is_reviewed_before_it_is_decided(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	int64_t review = 0;
	casework_start(&c);
	finding(&c);
	struct again_asked as = asked(&c, 0);
	assert_int_equal(again_ask(&c.d, &as, &review, &e), INVALID);
	assert_non_null(strstr(e.why, "belum memutus"));
	casework_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_ends_as_not_proven_takes_the_handover_back),
		cmocka_unit_test(what_is_upheld_changes_nothing_and_heavier_needs_a_finding),
		cmocka_unit_test(the_clock_of_the_remedy_tells_who_asks_in_time),
		cmocka_unit_test(a_file_whose_handover_is_withdrawn_ends_without_invented_steps),
		cmocka_unit_test(a_file_in_which_nobody_is_proven_any_more_waits_for_no_handover),
		cmocka_unit_test(a_withdrawal_names_one_person_and_reaches_who_receives_today),
		cmocka_unit_test(nothing_is_reviewed_before_it_is_decided),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
