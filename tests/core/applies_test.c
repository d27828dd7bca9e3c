/* applies_test.c -- what applies on a day, by class and stage, worked by hand from the tables.
 *
 * Pilkada 2024 (PKPU 2/2024): stages from 27 February 2024, registration 27 to 29 August, determination 22 September, campaign
 * 25 September to 23 November, quiet period 24 to 26 November, voting 27 November, recapitulation until 16 December. Pemilu 2024
 * (PKPU 3/2022): legislative candidates 3 November 2023, presidential 13 November, campaign 28 November to 10 February, quiet
 * period 11 to 13 February, voting 14 February, recapitulation until 20 March 2024. */
#include "core/law/applies.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
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

static struct day day(const char *s)
{
	struct day d = DAY_NONE;
	assert_int_equal(day_parse(s, &d, NULL), OK);
	return d;
}

/* "SKB-B6 +TH-MEMILIH PILKADA-71-1!": + allowed, ~ a notice, ! a crime. */
static const char *told(const struct applies_lines *lines)
{
	const char *s = "";
	for (size_t i = 0; i < lines->n; i++) {
		const struct applies_line *l = &lines->items[i];
		s = arena_printf(&arena, "%s%s%s%s%s", s, i ? " " : "", l->effect == EFFECT_ALLOWED ? "+" : l->effect == EFFECT_NOTICE ? "~" : "",
				 applies_code(l), l->crime ? "!" : "");
	}
	return s;
}

static struct applies applies_to(enum subject_class class, const char *at)
{
	struct applies ret;
	law_applies(&arena, law, &(struct applies_question){.class = class, .day = day(at)}, &ret);
	return ret;
}

#define EARLY "SKB-A1 SKB-A2 SKB-A3 SKB-A4 SKB-A5 SKB-A6 SKB-A7 SKB-B3 SKB-B5 SKB-B8 SKB-B9 SKB-B11 SKB-B12 SKB-B13"
#define LATE  "SKB-A7 SKB-B1 SKB-B2 SKB-B4 SKB-B5 SKB-B6 SKB-B7 SKB-B8 SKB-B10 SKB-B12 SKB-B13"
#define MAY   "+TH-MEMILIH +TH-AJAKAN-UMUM +TH-CLTN"

static const struct {
	enum subject_class class;
	const char *day, *want;
} examples[] = {
	/* no election runs: nobody is a candidate yet, whoever may stand is a prospective one */
	{PPPK, "2026-11-22", EARLY " PEMILU-283 " MAY},
	{PPPK, "2024-12-17", EARLY " PEMILU-283 " MAY},
	/* local stages run, candidates are not determined */
	{PPPK, "2024-04-01", EARLY " " MAY},
	{PPPK, "2024-09-21", EARLY " " MAY},
	/* from the day of determination on: the same conducts, now discipline; only a civil servant (PNS) has PP 94/2021 too */
	{PPPK, "2024-09-22", LATE " " MAY},
	{PNS, "2024-09-22", LATE " PP94-N1 PP94-N2 PP94-N3 PP94-N4 PP94-N5 PP94-N6 +TH-MEMILIH +TH-AJAKAN-UMUM +TH-CLTN ~TH-MUNDUR"},
	{PPPK, "2024-10-15", LATE " " MAY},
	/* the quiet period forbids everybody to campaign, voting day is a holiday */
	{PPPK, "2024-11-23", LATE " " MAY},
	{PPPK, "2024-11-24", LATE " " MAY " TH-TENANG ~TH-LOKET"},
	{PPPK, "2024-11-26", LATE " " MAY " TH-TENANG ~TH-LOKET"},
	{PPPK, "2024-11-27", LATE " " MAY " ~TH-HARI-PEMILIHAN ~TH-LOKET"},
	{PPPK, "2024-12-01", LATE " " MAY},
	{MASYARAKAT, "2024-10-15", "+TH-MEMILIH +TH-AJAKAN-UMUM"},
	{MASYARAKAT, "2024-11-25", "+TH-MEMILIH +TH-AJAKAN-UMUM TH-TENANG ~TH-LOKET"},
	/* others: one rule for whatever they do, and the crimes of the election that runs */
	{KEPALA_DESA, "2024-10-15", "PILKADA-71-1! DESA-29 +TH-MEMILIH +TH-AJAKAN-UMUM"},
	{KEPALA_DESA, "2023-12-15", "PEMILU-280-3! PEMILU-282! DESA-29 +TH-MEMILIH +TH-AJAKAN-UMUM"},
	{PERANGKAT_DESA, "2024-10-15", "DESA-51 +TH-MEMILIH +TH-AJAKAN-UMUM"},
	{BPD, "2024-10-15", "DESA-64 +TH-MEMILIH +TH-AJAKAN-UMUM ~TH-BPD-PILKADA"},
	{BPD, "2023-12-15", "PEMILU-280-3! DESA-64 +TH-MEMILIH +TH-AJAKAN-UMUM"},
	{THL, "2024-10-15", "NONASN +TH-MEMILIH +TH-AJAKAN-UMUM"},
	/* soldiers do not vote; since MK 136/PUU-XXII/2024 of 14 November 2024 article 71 is theirs too */
	{TNI, "2024-11-13", "TNI-39 TH-TIDAK-MEMILIH +TH-AJAKAN-UMUM"},
	{TNI, "2024-11-14", "PILKADA-71-1! TNI-39 TH-TIDAK-MEMILIH +TH-AJAKAN-UMUM"},
	/* the head of region may not replace officials: six months before 22 September are 22 March, before that he may */
	{KEPALA_DAERAH, "2024-03-21", "+TH-MEMILIH +TH-AJAKAN-UMUM"},
	{KEPALA_DAERAH, "2024-03-22", "PILKADA-71-2! +TH-MEMILIH +TH-AJAKAN-UMUM"},
	/* before the Joint Decree of 22 September 2022 there is only PP 94/2021 */
	{PPPK, "2022-09-21", "PEMILU-283 +TH-MEMILIH +TH-AJAKAN-UMUM"},
	{PNS, "2022-09-21", "PP94-N5 PP94-N6 PP94-N7 PEMILU-283 +TH-MEMILIH +TH-AJAKAN-UMUM"},
};

static void each_class_is_told_what_holds_on_each_day_of_an_election(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		struct applies all = applies_to(examples[i].class, examples[i].day);
		const char *got = told(&all.now.lines);
		if (strcmp(got, examples[i].want) != 0)
			fail_msg("%s on %s:\n got  %s\n want %s", class_code(examples[i].class), examples[i].day, got, examples[i].want);
	}
}

static void each_day_has_its_moment(void **state)
{
	static const struct {
		const char *day;
		enum applies_moment moment;
		const char *election;
	} days[] = {
		{"2022-07-28", MOMENT_NONE, NULL}, {"2022-07-29", MOMENT_BEFORE, "PEMILU-2024"}, {"2023-11-02", MOMENT_BEFORE, "PEMILU-2024"},
		{"2023-11-03", MOMENT_DETERMINED, "PEMILU-2024"}, {"2023-11-28", MOMENT_CAMPAIGN, "PEMILU-2024"}, {"2024-02-11", MOMENT_QUIET, "PEMILU-2024"},
		{"2024-02-14", MOMENT_VOTING, "PEMILU-2024"}, {"2024-02-15", MOMENT_AFTER, "PEMILU-2024"}, {"2024-03-20", MOMENT_AFTER, "PEMILU-2024"},
		{"2024-03-21", MOMENT_BEFORE, "PILKADA-2024"}, {"2024-09-21", MOMENT_BEFORE, "PILKADA-2024"}, {"2024-09-22", MOMENT_DETERMINED, "PILKADA-2024"},
		{"2024-09-24", MOMENT_DETERMINED, "PILKADA-2024"}, {"2024-09-25", MOMENT_CAMPAIGN, "PILKADA-2024"}, {"2024-11-23", MOMENT_CAMPAIGN, "PILKADA-2024"},
		{"2024-11-24", MOMENT_QUIET, "PILKADA-2024"}, {"2024-11-27", MOMENT_VOTING, "PILKADA-2024"}, {"2024-11-28", MOMENT_AFTER, "PILKADA-2024"},
		{"2024-12-16", MOMENT_AFTER, "PILKADA-2024"}, {"2024-12-17", MOMENT_NONE, NULL},
		/* only the year of the next one is known: no day of it is called its voting day */
		{"2029-06-01", MOMENT_NONE, NULL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		struct applies all = applies_to(PNS, days[i].day);
		const struct applies_contest *c = &all.now.contests[0];
		if (c->moment != days[i].moment || !text_eq(c->election ? c->election->code : "", days[i].election ? days[i].election : ""))
			fail_msg("%s: moment %d of %s", days[i].day, (int)c->moment, c->election ? c->election->code : "none");
	}
}

/* Between 3 and 12 November 2023 there are candidates for the legislature and prospective ones for the presidency: both
 * tables hold at once, each for its own contest. */
static void two_contests_in_different_phases_hold_side_by_side(void **state)
{
	(void)state;
	struct applies all = applies_to(PPPK, "2023-11-05");
	assert_int_equal(all.now.n, 2);
	for (size_t i = 0; i < all.now.lines.n; i++) {
		const struct applies_line *l = &all.now.lines.items[i];
		const char *code = applies_code(l);
		if (text_eq(code, "SKB-B6"))
			assert_int_equal(all.now.contests[l->contests == 1 ? 0 : 1].determined.n, day("2023-11-03").n);
		if (text_eq(code, "SKB-A4"))
			assert_int_equal(all.now.contests[l->contests == 1 ? 0 : 1].determined.n, day("2023-11-13").n);
		if (text_eq(code, "SKB-B12"))
			assert_int_equal(l->contests, 3);
	}
	assert_non_null(strstr(told(&all.now.lines), "SKB-B6"));
	assert_non_null(strstr(told(&all.now.lines), "SKB-A4"));
}

static void the_next_changes_are_told_with_their_day(void **state)
{
	static const struct {
		const char *day, *begin, *end;
	} want[] = {
		{"2024-09-22", "SKB-B1 SKB-B2 SKB-B4 SKB-B6 SKB-B7 SKB-B10", "SKB-A1 SKB-A2 SKB-A3 SKB-A4 SKB-A5 SKB-A6 SKB-B3 SKB-B9 SKB-B11"},
		{"2024-09-25", "", ""}, /* the campaign begins: the same lines, another moment */
		{"2024-11-24", "TH-TENANG ~TH-LOKET", ""},
		{"2024-11-27", "~TH-HARI-PEMILIHAN", "TH-TENANG"},
		{"2024-11-28", "", "~TH-HARI-PEMILIHAN ~TH-LOKET"},
		{"2024-12-17", "SKB-A1 SKB-A2 SKB-A3 SKB-A4 SKB-A5 SKB-A6 SKB-B3 SKB-B9 SKB-B11 PEMILU-283", "SKB-B1 SKB-B2 SKB-B4 SKB-B6 SKB-B7 SKB-B10"},
	};
	(void)state;
	struct applies all = applies_to(PPPK, "2024-09-01");
	assert_int_equal(all.n, sizeof want / sizeof *want); /* and none in the year of an election whose days nobody has set */
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		assert_int_equal(all.changes[i].state.day.n, day(want[i].day).n);
		assert_string_equal(told(&all.changes[i].begin), want[i].begin);
		assert_string_equal(told(&all.changes[i].end), want[i].end);
	}
	all = applies_to(KEPALA_DAERAH, "2024-03-01");
	assert_int_equal(all.changes[0].state.day.n, day("2024-03-21").n); /* the general election is over */
	assert_int_equal(all.changes[1].state.day.n, day("2024-03-22").n);
	assert_string_equal(told(&all.changes[1].begin), "PILKADA-71-2!");
}

static void what_is_told_to_change_is_what_then_holds(void **state)
{
	static const enum subject_class classes[] = {PNS, PPPK, THL, KEPALA_DESA, BPD, TNI, KEPALA_DAERAH, MASYARAKAT};
	(void)state;
	for (size_t k = 0; k < sizeof classes / sizeof *classes; k++) {
		scoped(arena_free) struct arena own = {0};
		struct applies all;
		law_applies(&own, law, &(struct applies_question){.class = classes[k], .day = day("2023-10-01")}, &all);
		assert_true(all.n > 0);
		for (size_t i = 0; i < all.n; i++) { /* the day before is still as it was */
			struct applies_state then, before;
			law_applies_on(&own, law, &(struct applies_question){.class = classes[k], .day = all.changes[i].state.day}, &then);
			law_applies_on(&own, law, &(struct applies_question){.class = classes[k], .day = day_add(all.changes[i].state.day, -1)}, &before);
			assert_string_equal(told(&then.lines), told(&all.changes[i].state.lines));
			const struct applies_state *was = i ? &all.changes[i - 1].state : &all.now;
			assert_string_equal(told(&before.lines), told(&was->lines));
			assert_int_equal(before.contests[0].moment, was->contests[0].moment);
		}
	}
}

/* The office's contest has its own days: candidates determined a week later, the vote held again on 25 January 2025. */
static void the_office_s_own_contest_comes_before_the_pack_s_days(void **state)
{
	const struct applies_known own = {"PILKADA-2024", "Pemilihan Wali Kota Tirtamulya", day("2024-09-29"), day("2025-01-25")};
	struct applies_question q = {.class = PPPK, .day = day("2024-09-25"), .contests = &own, .n = 1};
	struct applies all;
	(void)state;
	law_applies(&arena, law, &q, &all);
	assert_int_equal(all.now.n, 1);
	assert_string_equal(all.now.contests[0].title, own.title);
	assert_int_equal(all.now.contests[0].phase, BEFORE_CANDIDACY);
	assert_string_equal(told(&all.now.lines), EARLY " " MAY);
	assert_int_equal(all.changes[0].state.day.n, own.determined.n);
	q.day = own.voting;
	law_applies(&arena, law, &q, &all);
	assert_int_equal(all.now.contests[0].moment, MOMENT_VOTING);
	q.day = day_add(own.voting, 1);
	law_applies(&arena, law, &q, &all);
	assert_null(all.now.contests[0].election);
	/* an election of which it knows nothing still runs, after its own */
	q.day = day("2024-03-01");
	law_applies(&arena, law, &q, &all);
	assert_int_equal(all.now.n, 3);
	assert_string_equal(all.now.contests[0].title, own.title);
	assert_string_equal(all.now.contests[1].election->code, "PEMILU-2024");
}

static void every_line_has_its_article_and_source(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		struct applies all = applies_to(examples[i].class, examples[i].day);
		for (size_t k = 0; k < all.now.lines.n; k++) {
			assert_false(text_blank(applies_row(&all.now.lines.items[k])->basis));
			assert_true(applies_row(&all.now.lines.items[k])->sources.n > 0);
		}
	}
}

/* A pack of another office may name no stage, or none with a day: then nothing runs, and nothing is guessed. */
static void without_stages_nothing_runs(void **state)
{
	struct law bare = *law;
	struct applies all;
	(void)state;
	bare.stages.n = 0;
	law_applies(&arena, &bare, &(struct applies_question){.class = PPPK, .day = day("2024-11-25")}, &all);
	assert_int_equal(all.now.contests[0].moment, MOMENT_NONE);
	assert_string_equal(told(&all.now.lines), EARLY " PEMILU-283 " MAY);
	for (size_t i = 0; i < all.n; i++)
		assert_true(all.changes[i].begin.n || all.changes[i].end.n);
}

/* ---- packs of other offices, made by hand ---- */

#define NONE {INT32_MIN}
#define ROW  {.basis = "Pasal 1", .from = NONE, .to = NONE}
#define D(n) {n}
static enum subject_class both[] = {PNS};
static struct law_act made_acts[] = {
	{.code = "W-MONTH", .kind = "ethics", .conduct = "a", .pilkada = true, .classes = {both, 1}, .window = "MONTHS", .row = ROW},
	{.code = "W-DAY", .kind = "ethics", .conduct = "b", .pilkada = true, .classes = {both, 1}, .window = "DAYS", .row = ROW},
	{.code = "W-AHEAD", .kind = "ethics", .conduct = "c", .pilkada = true, .classes = {both, 1}, .window = "AHEAD", .row = ROW},
	{.code = "W-NONE", .kind = "ethics", .conduct = "d", .pilkada = true, .classes = {both, 1}, .window = "NO-CLOCK", .row = ROW},
	{.code = "LATE", .kind = "discipline", .conduct = "e", .pilkada = true, .phase = AFTER_CANDIDACY, .classes = {both, 1}, .window = "", .row = ROW},
};
static struct law_clock made_clocks[] = {
	{.code = "MONTHS", .amount = 6, .unit = MONTH, .backwards = true, .row = ROW},
	{.code = "DAYS", .amount = 6, .unit = CALENDAR_DAY, .backwards = true, .row = ROW},
	{.code = "AHEAD", .amount = 6, .unit = MONTH, .row = ROW},
};
static struct law_election made_elections[] = {
	{.code = "E1", .procedure = PILKADA, .row = ROW},
	{.code = "E2", .open = true, .row = ROW},
	{.code = "E3", .procedure = PILKADA, .row = {.basis = "x", .from = D(90000), .to = NONE}},
};
/* E1 runs from day 20000 to 20100 and has no boundary; its stages stand in no order. E2 runs on 20500 alone. */
static struct law_stage made_stages[] = {
	{.election = "E1", .code = "RECAP", .start = D(20090), .end = D(20100), .row = ROW},
	{.election = "E1", .code = "RECAP", .start = D(20080), .end = D(20085), .row = ROW},
	{.election = "E1", .code = "QUIET", .start = NONE, .end = D(20100), .row = ROW},
	{.election = "E1", .code = "CAMPAIGN", .start = D(20000), .end = D(20060), .row = ROW},
	{.election = "E2", .code = "CAND", .start = D(20500), .end = NONE, .row = ROW},
};

static struct law made_law(void)
{
	struct law l = *law;
	l.acts.items = made_acts, l.acts.n = 5;
	l.clocks.items = made_clocks, l.clocks.n = 3;
	l.elections.items = made_elections, l.elections.n = 3;
	l.stages.items = made_stages, l.stages.n = 5;
	l.rungs.n = l.stage_rules.n = 0;
	return l;
}

static struct applies made_day(const struct law *l, int32_t n, const struct applies_known *known, size_t n_known)
{
	struct applies ret;
	law_applies(&arena, l, &(struct applies_question){.class = PNS, .day = {n}, .contests = known, .n = n_known}, &ret);
	return ret;
}

/* Nobody knows when candidates are determined: rows of both phases hold, but none that is counted back from that day. */
static void without_a_day_of_determination_both_phases_hold(void **state)
{
	(void)state;
	struct law l = made_law();
	struct applies all = made_day(&l, 20010, NULL, 0);
	assert_int_equal(all.now.contests[0].phase, PHASE_ANY);
	assert_int_equal(all.now.contests[0].moment, MOMENT_CAMPAIGN);
	assert_string_equal(told(&all.now.lines), "LATE");
	assert_int_equal(all.now.contests[0].voting.n, INT32_MIN);
	all = made_day(&l, 20500, NULL, 0); /* its procedure is open: rows of either hold */
	assert_string_equal(told(&all.now.lines), "LATE");
	assert_int_equal(law_applies_moment(&l, &(struct applies_contest){.title = ""}, (struct day){20010}), MOMENT_NONE);
}

/* Determined on day 20030, in the midst of the campaign: the moment stays, the phase changes, the window of six months was open. */
static void a_contest_may_be_determined_late(void **state)
{
	const struct applies_known known = {"E1", "Uji", D(20030), NONE}, early = {"E1", "Uji", D(20030), D(20040)}, bare = {"E1", "Uji", NONE, NONE};
	(void)state;
	struct law l = made_law();
	struct applies all = made_day(&l, 20010, &known, 1);
	assert_string_equal(told(&all.now.lines), "W-MONTH");
	assert_int_equal(all.changes[0].state.day.n, 20030);
	assert_string_equal(told(&all.changes[0].begin), "LATE");
	l.acts.n = 4; /* no line changes then, only the phase */
	all = made_day(&l, 20010, &known, 1);
	assert_int_equal(all.changes[0].state.day.n, 20030);
	assert_int_equal(all.changes[0].state.contests[0].phase, AFTER_CANDIDACY);
	assert_int_equal(made_day(&l, 20041, &early, 1).now.contests[0].moment, MOMENT_AFTER);
	assert_null(made_day(&l, 19000, &early, 1).now.contests[0].election);
	assert_int_equal(made_day(&l, 20010, &bare, 1).now.contests[0].phase, PHASE_ANY);
	const struct applies_known undated = {"PILKADA-2024", "Uji", NONE, NONE}; /* the pack's day takes its place */
	struct applies_question q = {.class = PNS, .day = day("2024-09-22"), .contests = &undated, .n = 1};
	law_applies(&arena, law, &q, &all);
	assert_int_equal(all.now.contests[0].determined.n, day("2024-09-22").n);
}

static void more_contests_than_a_day_holds_are_left_out(void **state)
{
	struct applies_known many[APPLIES_CONTESTS_MAX + 1];
	(void)state;
	struct law l = made_law();
	for (int i = 0; i <= APPLIES_CONTESTS_MAX; i++)
		many[i] = (struct applies_known){"E1", "Uji", D(20030), NONE};
	assert_int_equal(made_day(&l, 20010, many, APPLIES_CONTESTS_MAX + 1).now.n, APPLIES_CONTESTS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_class_is_told_what_holds_on_each_day_of_an_election),
		cmocka_unit_test(each_day_has_its_moment),
		cmocka_unit_test(two_contests_in_different_phases_hold_side_by_side),
		cmocka_unit_test(the_next_changes_are_told_with_their_day),
		cmocka_unit_test(what_is_told_to_change_is_what_then_holds),
		cmocka_unit_test(the_office_s_own_contest_comes_before_the_pack_s_days),
		cmocka_unit_test(every_line_has_its_article_and_source),
		cmocka_unit_test(without_stages_nothing_runs),
		cmocka_unit_test(without_a_day_of_determination_both_phases_hold),
		cmocka_unit_test(a_contest_may_be_determined_late),
		cmocka_unit_test(more_contests_than_a_day_holds_are_left_out),
	};
	return cmocka_run_group_tests(tests, open_law, close_law);
}
