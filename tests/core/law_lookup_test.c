/* law_lookup_test.c -- the look-ups of a pack on lists made for the purpose: versions in any order, gaps, ends.
 *
 * A code may stand several times, once for each version of the law. Asked for a day, the version in force on it
 * answers, of several the one that began last; asked without a day, the newest. The built-in pack has few codes with
 * versions, so these rows are invented.
 */
#include "core/cases/cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define N 5

/* Versions of code A since 2020, 2022, 2021 and (not yet) 2040; the last row is another code. */
static struct law_row version(size_t i)
{
	static const int years[N] = {2020, 2022, 2021, 2040, 2020};
	return (struct law_row){.from = day_of(years[i], 1, 1), .to = DAY_NONE, .basis = ""};
}

static const char *code(size_t i)
{
	return i == N - 1 ? "B" : "A";
}

/* Five rows of one kind, as @list of a law. */
#define ROWS(law, list, type, field)                                                                                  \
	static type list[N];                                                                                          \
	for (size_t i = 0; i < N; i++) {                                                                              \
		list[i].field = code(i);                                                                              \
		list[i].row = version(i);                                                                             \
	}                                                                                                             \
	(law).list.items = list;                                                                                      \
	(law).list.n = N

/* @find(code, day) of one kind of row. */
#define FINDS(kind, find)                                                                                             \
	do {                                                                                                          \
		struct day at = day_of(2024, 6, 1);                                                                   \
		assert_ptr_equal(find("A", at), &kind[1]);                                                            \
		assert_ptr_equal(find("A", day_of(2021, 6, 1)), &kind[2]);                                            \
		assert_ptr_equal(find("A", DAY_NONE), &kind[3]);                                                      \
		assert_ptr_equal(find("B", at), &kind[4]);                                                            \
		assert_null(find("A", day_of(2019, 6, 1)));                                                           \
		assert_null(find("C", at));                                                                           \
	} while (0)

static void the_version_in_force_answers_and_of_several_the_last(void **state)
{
	struct law law = {0};
	(void)state;
	ROWS(law, acts, struct law_act, code);
	ROWS(law, clocks, struct law_clock, code);
	ROWS(law, states, struct law_state, code);
	ROWS(law, forms, struct law_form, key);
	ROWS(law, numbers, struct law_number, key);
	ROWS(law, elections, struct law_election, code);
	ROWS(law, sanctions, struct law_sanction, code);
	ROWS(law, remedies, struct law_remedy, code);
	ROWS(law, rules, struct law_rule, code);
#define ACT(c, at) law_act_at(&law, c, at)
#define CLOCK(c, at) law_clock_at(&law, c, at)
#define STATE(c, at) law_state_at(&law, c, at)
#define FORM(c, at) law_form_at(&law, PILKADA, c, at)
#define NUMBER(c, at) law_number_at(&law, c, at)
#define ELECTION(c, at) law_election_at(&law, c, at)
#define SANCTION(c, at) law_sanction_at(&law, c, at)
#define REMEDY(c, at) law_remedy_at(&law, c, at)
#define RULE(c, at) law_rule_at(&law, c, at)
	FINDS(acts, ACT);
	FINDS(clocks, CLOCK);
	FINDS(states, STATE);
	FINDS(forms, FORM);
	FINDS(numbers, NUMBER);
	FINDS(elections, ELECTION);
	FINDS(sanctions, SANCTION);
	FINDS(remedies, REMEDY);
	FINDS(rules, RULE);
	assert_null(law_form_at(&law, PEMILU, "A", DAY_NONE));
	assert_ptr_equal(law_act(&law, "A"), &acts[3]);
	assert_ptr_equal(law_clock(&law, "A"), &clocks[3]);
	assert_ptr_equal(law_state(&law, "A"), &states[3]);
	assert_ptr_equal(law_form(&law, PILKADA, "A"), &forms[3]);
	assert_ptr_equal(law_number(&law, "A"), &numbers[3]);
	assert_ptr_equal(law_election(&law, "A"), &elections[3]);
}

/* A rung of the ladder is a clock too, found when the law has none of that code; it follows an event or another rung. */
static void a_rung_is_found_by_its_code_and_by_what_it_follows(void **state)
{
	static struct law_rung rungs[N];
	struct law law = {.rungs = {.items = rungs, .n = N}};
	(void)state;
	for (size_t i = 0; i < N; i++)
		rungs[i] = (struct law_rung){.clock.code = code(i), .after = code(i), .row = version(i)};
#define RUNG(c, at) (const struct law_rung *)law_clock_at(&law, c, at)
	FINDS(rungs, RUNG);
	assert_ptr_equal(law_rung_after(&law, "A"), &rungs[3]);
	assert_ptr_equal(law_rung_after(&law, "B"), &rungs[4]);
	assert_null(law_rung_after(&law, "C"));
}

static void a_row_is_in_force_between_its_days_both_included(void **state)
{
	struct law_row row = {.from = day_of(2020, 3, 1), .to = day_of(2020, 3, 31)};
	(void)state;
	assert_true(law_in_force(&row, DAY_NONE));
	assert_false(law_in_force(&row, day_of(2020, 2, 29)));
	assert_true(law_in_force(&row, day_of(2020, 3, 1)));
	assert_true(law_in_force(&row, day_of(2020, 3, 31)));
	assert_false(law_in_force(&row, day_of(2020, 4, 1)));
	row.from = row.to = DAY_NONE;
	assert_true(law_in_force(&row, day_of(1900, 1, 1)));
}

static void a_clock_is_found_by_its_name_within_a_procedure(void **state)
{
	static struct law_clock clocks[] = {{.code = "PK-REPORT"}, {.code = "PM-REPORT"}, {.code = "DS-PPK"}};
	struct law law = {.clocks = {clocks, 3}};
	(void)state;
	assert_ptr_equal(law_clock_of(&law, PILKADA, "REPORT"), &clocks[0]);
	assert_ptr_equal(law_clock_of(&law, PEMILU, "REPORT"), &clocks[1]);
	assert_ptr_equal(law_clock_of(&law, PEMILU, "DS-PPK"), &clocks[2]);
	assert_null(law_clock_of(&law, DOWNSTREAM, "REPORT"));
	assert_null(law_clock_of(&law, PILKADA, NULL));
	assert_null(law_clock_of(&law, PILKADA, "NONE"));
}

static void codes_and_words_lead_to_each_other(void **state)
{
	enum procedure p;
	enum happening h;
	int asn = 0;
	(void)state;
	for (int c = 0; c < SUBJECT_CLASS_N; c++) {
		enum subject_class class = (enum subject_class)c;
		assert_int_equal(class_of(class_code(class)), c);
		assert_true(class_name(class, ID)[0] && class_name(class, EN)[0]);
		asn += class_is_asn(class);
	}
	assert_int_equal(asn, 7); /* PNS, CPNS, PPPK, part-time PPPK, lurah, ward officials, holders of an ASN office */
	assert_int_equal(class_of("KING"), CLASS_UNKNOWN);
	assert_int_equal(class_of(NULL), CLASS_UNKNOWN);
	assert_string_equal(class_code(SUBJECT_CLASS_N), "");
	assert_string_equal(class_name(SUBJECT_CLASS_N, EN), "not known");
	for (int i = PILKADA; i <= PRIVACY; i++)
		assert_true(procedure_of(procedure_code((enum procedure)i), &p) && (int)p == i);
	assert_false(procedure_of("none", &p));
	assert_false(procedure_of(NULL, &p));
	for (int i = 0; i < HAPPENING_N; i++)
		assert_true(happening_of(happening_code((enum happening)i), &h) && (int)h == i);
	assert_false(happening_of("none", &h));
	assert_string_equal(phase_code(AFTER_CANDIDACY), "after_candidacy");
	assert_string_equal(confidence_mark(UNSURE), "?");
}

static void the_phase_turns_on_the_day_of_the_determination(void **state)
{
	struct day determined = day_of(2024, 9, 22);
	(void)state;
	assert_int_equal(law_phase(day_add(determined, -1), determined), BEFORE_CANDIDACY);
	assert_int_equal(law_phase(determined, determined), AFTER_CANDIDACY);
	assert_int_equal(law_phase(DAY_NONE, determined), PHASE_ANY);
	assert_int_equal(law_phase(determined, DAY_NONE), PHASE_ANY);
}

static void a_route_is_for_a_class_a_day_and_a_crime_or_none(void **state)
{
	static enum subject_class pns[] = {PNS};
	static struct law_route routes[] = {
		{.classes = {pns, 1}, .code = "BKN", .row = {.from = {100}, .to = {200}}},
		{.code = "GAKKUMDU", .crime = true, .row = {.from = {INT32_MIN}, .to = {INT32_MIN}}},
		{.code = "HEAD", .row = {.from = {INT32_MIN}, .to = {INT32_MIN}}},
	};
	struct law law = {.routes = {routes, 3}};
	struct day in = {150}, later = {250};
	(void)state;
	assert_string_equal(law_route(&law, PNS, in, false)->code, "BKN");
	assert_string_equal(law_route(&law, PNS, later, false)->code, "HEAD");
	assert_string_equal(law_route(&law, THL, in, false)->code, "HEAD");
	assert_string_equal(law_route(&law, THL, in, true)->code, "GAKKUMDU");
	assert_null(law_route(&law, PNS, DAY_NONE, false));
}

static void sanctions_and_remedies_are_for_a_class_and_a_level(void **state)
{
	static enum subject_class pns[] = {PNS};
	static const char *severe_and_light[] = {"light", "severe"};
	static struct law_sanction sanctions[] = {
		{.code = "a", .level = LEVEL_LIGHT, .classes = {pns, 1}, .row = {.from = {INT32_MIN}, .to = {INT32_MIN}}},
		{.code = "b", .level = LEVEL_SEVERE, .classes = {pns, 1}, .row = {.from = {100}, .to = {200}}},
	};
	static struct law_remedy remedies[] = {
		{.code = "r", .classes = {pns, 1}, .levels = {severe_and_light, 2}, .row = {.from = {100}, .to = {INT32_MIN}}},
		{.code = "s", .classes = {pns, 1}, .levels = {severe_and_light, 1}, .row = {.from = {120}, .to = {INT32_MIN}}},
		{.code = "t", .classes = {pns, 1}, .levels = {severe_and_light, 1}, .row = {.from = {110}, .to = {INT32_MIN}}},
	};
	struct law law = {.sanctions = {sanctions, 2}, .remedies = {remedies, 3}};
	const struct law_sanction *found[2];
	struct day in = {150}, early = {90};
	(void)state;
	assert_int_equal(law_sanctions(&law, PNS, LEVEL_NONE, in, found, 2), 2);
	assert_int_equal(law_sanctions(&law, PNS, LEVEL_NONE, in, found, 1), 1);
	assert_int_equal(law_sanctions(&law, PNS, LEVEL_SEVERE, in, found, 2), 1);
	assert_int_equal(law_sanctions(&law, PNS, LEVEL_SEVERE, early, found, 2), 0);
	assert_int_equal(law_sanctions(&law, THL, LEVEL_NONE, in, found, 2), 0);
	assert_string_equal(law_remedy_for(&law, PNS, LEVEL_LIGHT, in)->code, "s");
	assert_string_equal(law_remedy_for(&law, PNS, LEVEL_SEVERE, in)->code, "r");
	assert_null(law_remedy_for(&law, PNS, LEVEL_MODERATE, in));
	assert_null(law_remedy_for(&law, THL, LEVEL_LIGHT, in));
	assert_null(law_remedy_for(&law, PNS, LEVEL_LIGHT, early));
}

/* From nothing to dismissal; a row of the other phase, of another conduct or of a crime does not compete. */
static void the_heaviest_row_is_picked_whatever_their_order(void **state)
{
	static enum subject_class pns[] = {PNS};
	static const struct {
		const char *kind, *level, *most;
	} kinds[] = {{"discipline", "", ""}, {"ethics", "", ""}, {"discipline", "light", ""}, {"discipline", "moderate", ""},
		     {"discipline", "severe", ""}, {"discipline", "severe", "dismissal with honour"}, {"criminal", "severe", "dismissal"}};
	static struct law_act acts[7];
	struct law law = {.acts = {acts, 7}};
	struct day event = {150};
	(void)state;
	for (size_t turned = 0; turned < 2; turned++) {
		for (size_t i = 0; i < 7; i++)
			acts[turned ? 6 - i : i] = (struct law_act){
				.code = kinds[i].most, .kind = kinds[i].kind, .level = kinds[i].level, .sanction_max = kinds[i].most,
				.conduct = "like", .classes = {pns, 1}, .pilkada = true, .row = {.from = {100}, .to = {INT32_MIN}, .basis = "x"}};
		assert_string_equal(law_act_pick(&law, "like", PNS, event, DAY_NONE)->code, "dismissal with honour");
		for (size_t i = 1; i < 6; i++) { /* without the heavier ones each is the heaviest in turn */
			acts[turned ? 6 - i : i].conduct = i < 4 ? "like" : "share";
		}
		assert_string_equal(law_act_pick(&law, "like", PNS, event, DAY_NONE)->level, "moderate");
		assert_string_equal(law_act_pick(&law, "share", PNS, event, DAY_NONE)->code, "dismissal with honour");
	}
	assert_null(law_act_pick(&law, "like", THL, event, DAY_NONE));
	assert_null(law_act_pick(&law, "like", PNS, (struct day){50}, DAY_NONE));
	for (size_t i = 0; i < 7; i++)
		acts[i].phase = AFTER_CANDIDACY;
	assert_null(law_act_pick(&law, "like", PNS, event, (struct day){160}));
	assert_non_null(law_act_pick(&law, "like", PNS, event, (struct day){140}));
}

/* Rows that hold before and after the determination compete in both phases. */
static void a_row_of_both_phases_may_be_the_heaviest(void **state)
{
	scoped(arena_free) struct arena a = {0};
	static enum subject_class pns[] = {PNS};
	static struct law_act acts[] = {
		{.code = "b", .kind = "discipline", .level = "light", .sanction_max = "", .conduct = "like", .classes = {pns, 1},
		 .phase = BEFORE_CANDIDACY, .row = {.from = {100}, .to = {INT32_MIN}, .basis = "x"}},
		{.code = "a", .kind = "discipline", .level = "severe", .sanction_max = "", .conduct = "like", .classes = {pns, 1},
		 .row = {.from = {100}, .to = {INT32_MIN}, .basis = "x"}},
	};
	struct law law = {.acts = {acts, 2}};
	struct act_question q = {.conduct = "like", .class = PNS, .event = {150}, .determined = {160}, .procedure = DOWNSTREAM};
	struct act_choices found;
	(void)state;
	law_act_choices(&a, &law, &q, &found);
	assert_int_equal(found.n, 2);
	assert_true(!found.items[0].heaviest && found.items[1].heaviest);
	q.determined = (struct day){140};
	law_act_choices(&a, &law, &q, &found);
	assert_int_equal(found.n, 1);
	assert_true(found.items[0].heaviest);
}

static void a_transition_promises_what_stands_in_its_row(void **state)
{
	static struct law_promise later[] = {{.on = (enum happening)1}};
	struct law_transition t = {.later = {later, 1}};
	(void)state;
	assert_true(law_promises(&t, (enum happening)1));
	assert_false(law_promises(&t, (enum happening)0));
}

static void stages_run_from_their_first_day_to_their_last(void **state)
{
	static struct law_stage stages[] = {
		{.election = "e", .code = "open", .start = {INT32_MIN}, .end = {INT32_MIN}},
		{.election = "e", .code = "dated", .start = {100}, .end = {200}},
		{.election = "f", .code = "other", .start = {100}, .end = {200}},
	};
	struct law law = {.stages = {stages, 3}};
	const struct law_stage *found[3];
	(void)state;
	assert_int_equal(law_stages_on(&law, "e", (struct day){100}, found, 3), 2);
	assert_int_equal(law_stages_on(&law, "e", (struct day){200}, found, 1), 1);
	assert_int_equal(law_stages_on(&law, "e", (struct day){99}, found, 3), 1);
	assert_int_equal(law_stages_on(&law, "e", (struct day){201}, found, 3), 1);
	assert_int_equal(law_stages_on(&law, "g", (struct day){150}, found, 3), 0);
}

static void count_row(void *arg, const char *kind, const char *name, const struct law_row *row)
{
	size_t *n = arg;
	assert_true(kind[0] && name[0] && row->basis);
	++*n;
}

static void every_row_of_the_pack_is_visited(void **state)
{
	scoped(arena_free) struct arena a = {0};
	const struct law *law;
	size_t n = 0;
	(void)state;
	assert_int_equal(law_read(&a, law_embedded, law_embedded_n, &law, NULL), OK);
	law_each_row(law, count_row, &n);
	assert_true(n > law->acts.n + law->clocks.n + law->transitions.n + law->holidays.n);
}

/* ---- the walk over states ---- */

static const struct law *small_law(void)
{
	static const char *from_first[] = {"FIRST"};
	static struct law_state states[] = {{.code = "FIRST", .name_id = "pertama", .row = {.from = {INT32_MIN}, .to = {INT32_MIN}}},
					    {.code = "LAST", .name_id = "terakhir", .row = {.from = {INT32_MIN}, .to = {INT32_MIN}}}};
	static struct law_transition transitions[] = {
		{.id = "T1", .pilkada = true, .event = "begin", .to = "FIRST", .guard = "always", .row = {.from = {100}, .to = {INT32_MIN}}},
		{.id = "T2", .pilkada = true, .from = {from_first, 1}, .event = "go", .to = "LAST", .guard = "always",
		 .row = {.from = {100}, .to = {INT32_MIN}}},
		{.id = "T2", .pilkada = true, .from = {from_first, 1}, .event = "go", .to = "FIRST", .guard = "always",
		 .row = {.from = {200}, .to = {INT32_MIN}}},
		{.id = "T3", .pemilu = true, .from = {from_first, 1}, .event = "go", .to = "LAST", .guard = "always",
		 .row = {.from = {300}, .to = {INT32_MIN}}},
	};
	static const struct law law = {.states = {states, 2}, .transitions = {transitions, 4}};
	return &law;
}

/* The version in force on the file's day, of several the newest; without a day the newest of all. */
static void a_file_walks_by_the_law_of_its_day(void **state)
{
	const struct law *law = small_law();
	const struct case_facts facts = {0};
	struct case_step step;
	(void)state;
	assert_int_equal(case_next_at(law, PILKADA, "FIRST", "go", (struct day){150}, &facts, &step, NULL), OK);
	assert_string_equal(step.to, "LAST");
	assert_int_equal(case_next_at(law, PILKADA, "FIRST", "go", (struct day){250}, &facts, &step, NULL), OK);
	assert_string_equal(step.to, "FIRST");
	assert_int_equal(case_next(law, PILKADA, "FIRST", "go", &facts, &step, NULL), OK);
	assert_string_equal(step.to, "FIRST");
	assert_int_equal(case_next(law, PEMILU, "FIRST", "go", &facts, &step, NULL), OK);
	assert_string_equal(step.to, "LAST");
	assert_int_equal(case_next(law, PILKADA, NULL, "begin", &facts, &step, NULL), OK);
	assert_int_equal(case_next(law, PILKADA, "", "begin", &facts, &step, NULL), OK);
}

static void what_a_state_does_not_allow_is_refused_with_what_it_does(void **state)
{
	const struct law *law = small_law();
	const struct law_transition *found[4];
	const struct case_facts facts = {0};
	struct case_step step;
	struct err e;
	(void)state;
	assert_int_equal(case_next(law, PILKADA, "FIRST", "stop", &facts, &step, &e), INVALID);
	assert_string_equal(e.why, "'stop' tidak dapat dilakukan pada keadaan 'pertama'; yang dapat: go");
	assert_int_equal(case_next(law, PILKADA, "LAST", NULL, &facts, &step, &e), INVALID);
	assert_string_equal(e.why, "'' tidak dapat dilakukan pada keadaan 'terakhir'; yang dapat: tidak ada lagi");
	assert_int_equal(case_next(law, PILKADA, "", "go", &facts, &step, &e), INVALID);
	assert_non_null(strstr(e.why, "'berkas baru'; yang dapat: begin"));
	assert_int_equal(case_next(law, PILKADA, "NOWHERE", "go", &facts, &step, &e), INVALID);
	assert_string_equal(e.why, "keadaan berkas 'NOWHERE' tidak dikenal aturan");
	assert_int_equal(case_next(law, PRIVACY, "FIRST", "go", &facts, &step, &e), INVALID);
	assert_int_equal(case_next_at(law, PILKADA, "FIRST", "go", (struct day){50}, &facts, &step, &e), INVALID);
	assert_int_equal(case_events(law, PILKADA, "FIRST", found, 4), 1);
	assert_int_equal(case_events(law, PILKADA, "FIRST", found, 0), 0);
	assert_int_equal(case_events_at(law, PILKADA, NULL, (struct day){150}, found, 4), 1);
}

/* A state with more events than a sentence holds: the list is cut, not overrun. */
static void a_long_list_of_events_is_cut(void **state)
{
	static struct law_transition many[24];
	struct law law = {.transitions = {many, 24}};
	const struct case_facts facts = {0};
	struct case_step step;
	struct err e;
	(void)state;
	for (size_t i = 0; i < 24; i++) {
		static const char *const ids[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l",
						  "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x"};
		many[i] = (struct law_transition){.id = ids[i], .pilkada = true, .event = "an_event_with_quite_a_long_name",
						  .to = "", .guard = "always", .row = {.from = {100}, .to = {INT32_MIN}}};
	}
	assert_int_equal(case_next(&law, PILKADA, "", "go", &facts, &step, &e), INVALID);
	assert_non_null(strstr(e.why, "an_event_with_quite_a_long_name, an_event"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_version_in_force_answers_and_of_several_the_last),
		cmocka_unit_test(a_rung_is_found_by_its_code_and_by_what_it_follows),
		cmocka_unit_test(a_row_is_in_force_between_its_days_both_included),
		cmocka_unit_test(a_clock_is_found_by_its_name_within_a_procedure),
		cmocka_unit_test(codes_and_words_lead_to_each_other),
		cmocka_unit_test(the_phase_turns_on_the_day_of_the_determination),
		cmocka_unit_test(a_route_is_for_a_class_a_day_and_a_crime_or_none),
		cmocka_unit_test(sanctions_and_remedies_are_for_a_class_and_a_level),
		cmocka_unit_test(the_heaviest_row_is_picked_whatever_their_order),
		cmocka_unit_test(a_row_of_both_phases_may_be_the_heaviest),
		cmocka_unit_test(a_transition_promises_what_stands_in_its_row),
		cmocka_unit_test(stages_run_from_their_first_day_to_their_last),
		cmocka_unit_test(every_row_of_the_pack_is_visited),
		cmocka_unit_test(a_file_walks_by_the_law_of_its_day),
		cmocka_unit_test(what_a_state_does_not_allow_is_refused_with_what_it_does),
		cmocka_unit_test(a_long_list_of_events_is_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
