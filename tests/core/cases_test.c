/* cases_test.c -- every state with every event, guard by guard; and a long walk that never leaves the law. */
#include "core/cases/cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static const struct law *law;

static int open_law(void **state)
{
	(void)state;
	return law_read(&arena, law_embedded, law_embedded_n, &law, NULL) != OK;
}

static int close_law(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

/* The dossier's table D.2 as it is written there: id, states, event, next. Typed from the dossier, not read
 * from law/, so that a slip in the pack is seen. '-' is a file that does not exist yet. */
static const struct {
	const char *id, *from, *event, *to;
} dossier[] = {
	{"T01", "-", "report_received", "SUBMITTED"},
	{"T02", "SUBMITTED", "start_review", "REVIEW"},
	{"T03", "SUBMITTED REVIEW DEFICIENT", "withdraw", "WITHDRAWN"},
	{"T04", "WITHDRAWN", "supervisor_keeps", "INFO"},
	{"T04b", "WITHDRAWN", "close_withdrawn", "CLOSED"},
	{"T05", "REVIEW", "requirements_met", "REGISTERED"},
	{"T06", "REVIEW", "requirements_missing", "DEFICIENT"},
	{"T06b", "DEFICIENT", "completed", "REVIEW"},
	{"T07", "DEFICIENT", "completion_lapsed", "NOT_REGISTERED"},
	{"T07i", "DEFICIENT", "lapsed_to_info", "INFO"}, /* ours: what was told is kept */
	{"T08", "DEFICIENT REVIEW", "formal_fails_material_ok", "INFO"},
	{"T09", "REVIEW", "other_level_competent", "TRANSFERRED"},
	{"T10", "TRANSFERRED", "received_by_other", "REVIEW"},
	{"T11", "REVIEW REGISTERED", "take_over", "TAKEN_OVER"},
	{"T11q", "LHP REVIEW REGISTERED CLARIFYING EXTRA_INFO STUDY PLENARY", "quorum_lost", "TAKEN_OVER"}, /* ours */
	{"T11b", "TAKEN_OVER", "resume", "REGISTERED"},
	{"T12", "REVIEW", "same_event_handled", "ALREADY_HANDLED"},
	{"T13", "-", "observation", "OBSERVED"},
	{"T14", "OBSERVED", "write_lhp", "LHP"},
	{"T15", "LHP", "plenary_finds", "REGISTERED"},
	{"T16", "LHP", "plenary_not_yet", "INFO"},
	{"T17", "-", "info_received", "INFO"},
	{"T17u", "LHP INFO", "opened_in_error", "CLOSED"}, /* ours, not the dossier's: undo of desk/review */
	{"T18", "INFO", "assign_tracing", "TRACING"},
	{"T19", "TRACING", "trace_positive", "LHP"},
	{"T20", "TRACING", "trace_negative_or_lapsed", "TRACE_CLOSED"},
	{"T21", "REGISTERED", "invite", "CLARIFYING"},
	{"T22", "CLARIFYING", "heard", "CLARIFYING"},
	{"T23", "CLARIFYING", "absent", "CLARIFYING"},
	{"T24", "CLARIFYING", "absent_twice", "STUDY"},
	{"T25", "CLARIFYING", "enough", "STUDY"},
	{"T26", "CLARIFYING STUDY", "need_more", "EXTRA_INFO"},
	{"T27", "EXTRA_INFO", "obtained", "STUDY"},
	{"T28", "STUDY", "submit", "PLENARY"},
	{"T29", "PLENARY", "decide_other_law", "DECIDED_OTHER_LAW"},
	{"T30", "PLENARY", "decide_crime", "DECIDED_CRIME"},
	{"T31", "PLENARY", "decide_admin", "DECIDED_ADMIN"},
	{"T32", "PLENARY", "decide_organiser_ethics", "DECIDED_ETHICS_EMB"},
	{"T33", "PLENARY", "decide_not_violation", "NOT_VIOLATION"},
	{"T34", "REGISTERED CLARIFYING EXTRA_INFO STUDY PLENARY", "clock_out", "LAPSED"},
	{"T35", "DECIDED_OTHER_LAW", "forward", "FORWARDED"},
	{"T35b", "DECIDED_CRIME", "forward_crime", "FORWARDED"},
	{"T35c", "DECIDED_ADMIN", "forward_admin", "FORWARDED"},
	{"T35d", "DECIDED_ETHICS_EMB", "forward_ethics", "FORWARDED"},
	{"T36", "FORWARDED", "ack", "ACKNOWLEDGED"},
	{"T37", "ACKNOWLEDGED", "returned", "RETURNED"},
	{"T38", "RETURNED", "resend", "FORWARDED"},
	{"T39", "ACKNOWLEDGED", "recommend", "RECOMMENDED"},
	{"T39b", "ACKNOWLEDGED", "sanction_by_head", "SANCTIONED"},
	{"T39c", "ACKNOWLEDGED", "no_sanction_by_head", "NO_SANCTION"},
	{"T40", "RECOMMENDED", "sanction", "SANCTIONED"},
	{"T41", "RECOMMENDED", "no_sanction", "NO_SANCTION"},
	{"T42", "RECOMMENDED", "overdue", "OVERDUE_PPK"},
	{"T43", "OVERDUE_PPK", "control", "CONTROLLED"},
	{"T44", "CONTROLLED OVERDUE_PPK", "late_sanction", "SANCTIONED"},
	{"T44n", "CONTROLLED OVERDUE_PPK", "late_no_sanction", "NO_SANCTION"}, /* ours, not the dossier's: S15 */
	{"T45", "SANCTIONED", "remedy", "OBJECTED"},
	{"T46", "OBJECTED", "remedy_decided", "CLOSED"},
	{"T47", "SANCTIONED NO_SANCTION CONTROLLED", "close", "CLOSED"},
	{"T47w", "FORWARDED ACKNOWLEDGED RETURNED RECOMMENDED OVERDUE_PPK CONTROLLED SANCTIONED NO_SANCTION OBJECTED", "withdrawn", "CLOSED"}, /* ours */
	{"T33r", "DECIDED_OTHER_LAW DECIDED_CRIME DECIDED_ADMIN DECIDED_ETHICS_EMB", "decision_reversed", "NOT_VIOLATION"}, /* ours */
};
#define DOSSIER_N (sizeof dossier / sizeof dossier[0])

static bool names(const char *list, const char *word)
{
	size_t n = strlen(word);
	for (const char *p = list; (p = strstr(p, word)); p += n)
		if ((p == list || p[-1] == ' ') && (!p[n] || p[n] == ' '))
			return true;
	return false;
}

/* The row of the dossier that answers @event in @state ("-" for no file); DOSSIER_N when none does. */
static size_t row_of(const char *state, const char *event)
{
	size_t i = 0;
	while (i < DOSSIER_N && !(names(dossier[i].from, state) && !strcmp(dossier[i].event, event)))
		i++;
	return i;
}

/* Facts that the guard of one transition agrees with. */
static struct case_facts agreeing(const char *id)
{
	struct case_facts f = {.formal_met = true,
			       .material_met = true,
			       .competent = true,
			       .reporter_signed = true,
			       .evidence_shown = true,
			       .study_signed = true,
			       .quorum = true,
			       .quorum_lost = true,
			       .majority = true,
			       .first_clock_running = true,
			       .extended_expired = true,
			       .gakkumdu_agrees = true,
			       .in_time = true,
			       .heard = 1,
			       .absent = 2,
			       .route_is_bkn = true};
	if (!strcmp(id, "T04b") || !strcmp(id, "T06") || !strcmp(id, "T07"))
		f.material_met = false;
	if (!strcmp(id, "T07") || !strcmp(id, "T07i") || !strcmp(id, "T42"))
		f.clock_expired = true;
	if (!strcmp(id, "T08"))
		f.formal_met = false;
	if (!strcmp(id, "T09"))
		f.competent = false;
	if (!strcmp(id, "T12"))
		f.already_handled = true;
	if (!strcmp(id, "T16"))
		f.evidence_shown = false;
	if (!strcmp(id, "T39b") || !strcmp(id, "T39c"))
		f.route_is_bkn = false;
	return f;
}

static void one_pair(enum procedure p, const char *state, const char *event)
{
	struct case_step step;
	struct err e = {0};
	size_t i = row_of(state, event);
	struct case_facts facts = agreeing(i < DOSSIER_N ? dossier[i].id : "");
	enum status status = case_next(law, p, strcmp(state, "-") ? state : "", event, &facts, &step, &e);
	if (i == DOSSIER_N) {
		assert_int_equal(status, INVALID);
		assert_true(strlen(e.why) > 30);
		assert_non_null(strstr(e.why, event));
		return;
	}
	if (status != OK)
		fail_msg("%s %s: %s", state, event, e.why);
	assert_string_equal(step.to, dossier[i].to);
	assert_string_equal(step.transition->id, dossier[i].id);
}

/* 35 states (with "no file yet") x 55 events x 2 procedures. */
static void exactly_the_dossiers_table_is_allowed_and_all_else_refused_with_words(void **state)
{
	(void)state;
	assert_int_equal(DOSSIER_N, law->transitions.n);
	for (int p = PILKADA; p <= PEMILU; p++)
		for (size_t s = 0; s <= law->states.n; s++)
			for (size_t i = 0; i < DOSSIER_N; i++)
				one_pair((enum procedure)p, s ? law->states.items[s - 1].code : "-",
					 dossier[i].event);
}

static bool allowed(const char *state, const char *event, struct case_facts f)
{
	struct case_step step;
	struct err e = {0};
	enum status status = case_next(law, PILKADA, state, event, &f, &step, &e);
	assert_true(status == OK || (status == INVALID && e.why[0]));
	return status == OK;
}

/* T05: formal and material complete; not already handled; office competent. Late reports fail formally (F3).
 */
static void registration_needs_every_requirement(void **state)
{
	struct case_facts f = {.formal_met = true, .material_met = true, .competent = true};
	(void)state;
	assert_true(allowed("REVIEW", "requirements_met", f));
	f.formal_met = false;
	assert_false(allowed("REVIEW", "requirements_met", f));
	f.formal_met = true, f.material_met = false;
	assert_false(allowed("REVIEW", "requirements_met", f));
	f.material_met = true, f.competent = false;
	assert_false(allowed("REVIEW", "requirements_met", f));
	f.competent = true, f.already_handled = true;
	assert_false(allowed("REVIEW", "requirements_met", f));
}

/* T06, T08: what is missing can be asked for, but not the time that has passed; a late report lives on. */
static void a_late_report_becomes_preliminary_information(void **state)
{
	struct case_facts late = {.late = true, .material_met = true, .competent = true};
	(void)state;
	assert_false(allowed("REVIEW", "requirements_met", late));
	assert_false(allowed("REVIEW", "requirements_missing", late));
	assert_true(allowed("REVIEW", "formal_fails_material_ok", late));
	late.late = false; /* a signature is missing: that can be brought */
	assert_true(allowed("REVIEW", "requirements_missing", late));
}

/* T01, T17: nothing is refused, whatever is missing. */
static void no_report_is_refused(void **state)
{
	struct case_facts nothing = {.late = true};
	(void)state;
	assert_true(allowed("", "report_received", nothing));
	assert_true(allowed("", "info_received", nothing));
	assert_true(allowed("", "observation", nothing));
}

/* T29-T33: a quorum, a majority and a signed study; a crime also needs Sentra Gakkumdu. */
static void the_plenary_decides_with_quorum_majority_and_signed_study(void **state)
{
	static const char *const events[] = {"decide_other_law", "decide_admin", "decide_organiser_ethics",
					     "decide_not_violation", "decide_crime"};
	(void)state;
	for (size_t i = 0; i < 5; i++) {
		for (int bits = 0; bits < 16; bits++) {
			struct case_facts f = {.quorum = bits & 1,
					       .majority = bits & 2,
					       .study_signed = bits & 4,
					       .gakkumdu_agrees = bits & 8};
			assert_int_equal(allowed("PLENARY", events[i], f),
					 i == 4 ? bits == 15 : (bits & 7) == 7);
		}
	}
}

/* T23, T24: one invitation not followed is not yet two. T26: only while the first clock runs. T34: only after
 * the extended one. */
static void counts_and_clocks_open_their_events(void **state)
{
	(void)state;
	assert_false(allowed("CLARIFYING", "absent", (struct case_facts){.absent = 0}));
	assert_true(allowed("CLARIFYING", "absent", (struct case_facts){.absent = 1}));
	assert_false(allowed("CLARIFYING", "absent_twice", (struct case_facts){.absent = 1}));
	assert_true(allowed("CLARIFYING", "absent_twice", (struct case_facts){.absent = 2}));
	assert_false(allowed("STUDY", "need_more", (struct case_facts){0}));
	assert_true(allowed("STUDY", "need_more", (struct case_facts){.first_clock_running = true}));
	assert_false(allowed("STUDY", "clock_out", (struct case_facts){.first_clock_running = true}));
	assert_true(allowed("STUDY", "clock_out", (struct case_facts){.extended_expired = true}));
	assert_false(allowed("RECOMMENDED", "overdue", (struct case_facts){0}));
	assert_false(allowed("SANCTIONED", "remedy", (struct case_facts){0}));
	assert_false(allowed("REVIEW", "withdraw", (struct case_facts){0}));
}

static void effects_name_clocks_and_papers(void **state)
{
	struct case_facts f = agreeing("T05");
	struct case_step step;
	(void)state;
	assert_int_equal(case_next(law, PEMILU, "REVIEW", "requirements_met", &f, &step, NULL), OK);
	assert_int_equal(step.start.n, 1);
	assert_string_equal(step.start.items[0], "HANDLE");
	assert_string_equal(step.stop.items[0], "REVIEW");
	assert_string_equal(step.documents.items[1], "registration");
	assert_int_equal(case_next(law, PILKADA, "STUDY", "need_more", &f, &step, NULL), OK);
	assert_string_equal(step.start.items[0], "HANDLE-X");
	assert_string_equal(step.stop.items[0], "HANDLE");
}

static void refusals_say_what_can_be_done_instead(void **state)
{
	struct case_facts f = {0};
	struct case_step step;
	struct err e;
	(void)state;
	assert_int_equal(case_next(law, PILKADA, "SUBMITTED", "forward", &f, &step, &e), INVALID);
	assert_string_equal(e.why, "'forward' tidak dapat dilakukan pada keadaan 'Laporan disampaikan'; "
				   "yang dapat: start_review, withdraw; langkah yang kurang: start_review (T02: Perbawaslu 8/2020 Pasal 9 / "
				   "Perbawaslu 7/2022 Pasal 15), requirements_met (T05), invite (T21), enough (T25), submit (T28), "
				   "decide_other_law (T29)");
	assert_int_equal(case_next(law, PILKADA, "STUDY", "decide_crime", &f, &step, &e), INVALID);
	assert_non_null(strstr(e.why, "langkah yang kurang: submit (T28: Perbawaslu 8/2020 (jo. 9/2024); Perbawaslu 7/2022), kajian belum ditandatangani"));
	assert_int_equal(case_next(law, PILKADA, "PLENARY", "decide_crime", &f, &step, &e), INVALID);
	assert_non_null(strstr(e.why, "(T30: UU 1/2015 Pasal 135(2); UU 7/2017 Pasal 476)"));
	assert_int_equal(case_next(law, PILKADA, "CLOSED", "forward", &f, &step, &e), INVALID);
	assert_non_null(strstr(e.why, "tidak ada lagi"));
	assert_int_equal(case_next(law, PILKADA, "NOWHERE", "forward", &f, &step, &e), INVALID);
	assert_non_null(strstr(e.why, "NOWHERE"));
	assert_int_equal(case_next(law, PRIVACY, "", "report_received", &f, &step, &e), INVALID);
	assert_int_equal(case_next(law, PILKADA, NULL, NULL, &f, &step, &e), INVALID);
	assert_non_null(case_guard_says("coin_tossed", &f));
}

static uint64_t seed = 20241127;

static uint32_t roll(uint32_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % below;
}

static struct case_facts any_facts(void)
{
	uint32_t b = roll(1u << 17);
	return (struct case_facts){b & 1,    b & 2,    b & 4,     b & 8,     b & 16,       b & 32,
				   b & 64,   b & 128,  b & 256,   b & 512,   b & 1024,     b & 2048,
				   b & 4096, b & 8192, b & 16384, b & 32768, b & 65536, (int)roll(3), (int)roll(3)};
}

/* Two million random events with random facts: every state is one of the law's, reached by a row of the
 * dossier; terminal states are never left; every transition of the law happens at some time. */
static void a_random_walk_of_two_million_steps_finds_no_illegal_state(void **state)
{
	const char *at = "";
	bool happened[DOSSIER_N] = {0};
	size_t moves = 0, all = 0;
	enum procedure p = PILKADA;
	(void)state;
	for (int i = 0; i < 2000000; i++) {
		struct case_facts facts = any_facts();
		const struct law_transition *open[16];
		struct case_step step;
		size_t n = case_events(law, p, at, open, 16);
		bool likely = n && roll(4);
		const char *event = likely ? open[roll((uint32_t)n)]->event : dossier[roll(DOSSIER_N)].event;
		const struct law_state *before = law_state(law, at);
		if (case_next(law, p, at, event, &facts, &step, NULL) == OK) {
			size_t row = row_of(at[0] ? at : "-", event);
			assert_true(row < DOSSIER_N && !strcmp(dossier[row].to, step.to));
			assert_false(before && before->terminal);
			assert_non_null(law_state(law, step.to));
			happened[row] = true;
			at = step.to;
			moves++;
		} else if (before && before->terminal) {
			at = ""; /* the next file, of the other procedure */
			p = p == PILKADA ? PEMILU : PILKADA;
		}
	}
	for (size_t i = 0; i < DOSSIER_N; i++)
		all += happened[i];
	assert_int_equal(all, DOSSIER_N);
	assert_true(moves > 100000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exactly_the_dossiers_table_is_allowed_and_all_else_refused_with_words),
		cmocka_unit_test(registration_needs_every_requirement),
		cmocka_unit_test(a_late_report_becomes_preliminary_information),
		cmocka_unit_test(no_report_is_refused),
		cmocka_unit_test(the_plenary_decides_with_quorum_majority_and_signed_study),
		cmocka_unit_test(counts_and_clocks_open_their_events),
		cmocka_unit_test(effects_name_clocks_and_papers),
		cmocka_unit_test(refusals_say_what_can_be_done_instead),
		cmocka_unit_test(a_random_walk_of_two_million_steps_finds_no_illegal_state),
	};
	return cmocka_run_group_tests(tests, open_law, close_law);
}
