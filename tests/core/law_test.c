/* law_test.c -- the pack in the binary, its look-ups, and every way in which a pack can be wrong. */
#include "core/law/law.h"

#include "base/buf.h"
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
	struct err e;
	(void)state;
	if (law_read(&arena, law_embedded, law_embedded_n, &law, &e) == OK)
		return 0;
	fail_msg("%s", e.why);
	return 1;
}

static int close_law(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

/* The dossier has 27 acts of civil servants and 13 of others, one of them in two versions by date. */
static void the_pack_in_the_binary_holds_the_whole_law(void **state)
{
	(void)state;
	assert_int_equal(law->acts.n, 27 + 13 + 1);
	assert_int_equal(law->clocks.n, 39 + 8); /* eight of Perbawaslu 8/2020 before and after 9/2024 */
	assert_int_equal(law->states.n, 34);
	assert_int_equal(law->transitions.n, 61); /* 55 of the dossier; T07i, T11q, T17u, T33r, T44n and T47w of ours */
	assert_int_equal(law->routes.n, 12);
	assert_int_equal(law->stages.n, 54);
	assert_int_equal(law->holidays.n, 109);
	assert_int_equal(law->requirements.n, 13);
	assert_int_equal(law->counter_closes_friday, 16 * 60 + 30);
	assert_int_equal(cases_check(law, NULL), OK);
}

/* SKB 22 September 2022, annex II: A.1/B.1, A.2/B.2, A.3/B.4, A.4/B.6, A.5/B.7 are the same conduct.
 * Candidates of Pilkada 2024 were determined on 22 September 2024. */
static void conduct_is_ethics_before_and_discipline_after_the_determination(void **state)
{
	static const struct {
		const char *conduct, *before, *after;
	} twins[] = {{"props", "SKB-A1", "SKB-B1"},           {"online_campaign", "SKB-A2", "SKB-B2"},
		     {"attend_campaign", "SKB-A3", "SKB-B4"}, {"online_support", "SKB-A4", "SKB-B6"},
		     {"photo", "SKB-A5", "SKB-B7"},           {"campaign_team", "SKB-B9", "SKB-B10"}};
	struct day determined = day_of(2024, 9, 22);
	(void)state;
	for (size_t i = 0; i < sizeof twins / sizeof twins[0]; i++) {
		const char *conduct = twins[i].conduct;
		assert_string_equal(law_act_pick(law, conduct, PNS, day_of(2024, 9, 21), determined)->code,
				    twins[i].before);
		assert_string_equal(law_act_pick(law, conduct, PNS, determined, determined)->code,
				    twins[i].after);
		assert_string_equal(law_act_pick(law, conduct, PPPK, day_of(2024, 10, 1), determined)->code,
				    twins[i].after);
		assert_string_equal(law_act_pick(law, conduct, PNS, day_of(2024, 10, 1), DAY_NONE)->code,
				    twins[i].before);
	}
}

/* A decision for a pair is a crime too (Pasal 71), but that is not for a program to choose. */
static void a_crime_is_never_picked_by_the_program(void **state)
{
	(void)state;
	const struct law_act *act =
		law_act_pick(law, "decision", PNS, day_of(2024, 10, 1), day_of(2024, 9, 22));
	assert_string_equal(act->code, "SKB-B12");
	for (int c = PNS; c < SUBJECT_CLASS_N; c++)
		for (size_t i = 0; i < law->acts.n; i++) {
			act = law_act_pick(law, law->acts.items[i].conduct, (enum subject_class)c,
					   day_of(2024, 10, 1), day_of(2024, 9, 22));
			assert_true(!act || strcmp(act->kind, "criminal") != 0);
		}
}

/* The Joint Decree does not reach contract workers, village heads or soldiers: their own law judges. */
static void other_subjects_are_judged_by_their_own_law(void **state)
{
	struct day event = day_of(2024, 10, 1), determined = day_of(2024, 9, 22);
	(void)state;
	assert_string_equal(law_act_pick(law, "photo", THL, event, determined)->code, "NONASN");
	assert_string_equal(law_act_pick(law, "photo", KEPALA_DESA, event, determined)->code, "DESA-29");
	assert_string_equal(law_act_pick(law, "online_support", TNI, event, determined)->code, "TNI-39");
	assert_string_equal(law_act_pick(law, "party_member", BPD, event, determined)->code, "DESA-64");
	assert_null(law_act_pick(law, "photo", MASYARAKAT, event, determined));
}

/* Putusan MK 136/PUU-XXII/2024 of 14 November 2024 added soldiers to Pasal 71 (1). */
static void a_row_has_versions_by_date(void **state)
{
	(void)state;
	assert_false(class_in(&law_act_at(law, "PILKADA-71-1", day_of(2024, 11, 13))->classes, TNI));
	assert_true(class_in(&law_act_at(law, "PILKADA-71-1", day_of(2024, 11, 14))->classes, TNI));
	assert_true(class_in(&law_act(law, "PILKADA-71-1")->classes, TNI));
	assert_null(law_act_at(law, "SKB-A1", day_of(2022, 9, 21)));
	assert_null(law_act(law, "SKB-A99"));
}

/* KASN until 10 September 2024, BKN from the 11th: a placeholder, so marked unsure. */
static void the_receiver_depends_on_class_and_day(void **state)
{
	(void)state;
	assert_string_equal(law_route(law, PNS, day_of(2024, 9, 10), false)->code, "KASN");
	assert_string_equal(law_route(law, PNS, day_of(2024, 9, 11), false)->code, "BKN");
	assert_int_equal(law_route(law, PNS, day_of(2024, 9, 11), false)->row.confidence, UNSURE);
	assert_string_equal(law_route(law, LURAH, day_of(2024, 10, 1), false)->code, "BKN");
	assert_string_equal(law_route(law, THL, day_of(2024, 10, 1), false)->code, "OPD_HEAD");
	assert_string_equal(law_route(law, KEPALA_DESA, day_of(2020, 10, 1), false)->code, "HEAD_OF_REGION");
	assert_string_equal(law_route(law, PNS, day_of(2024, 10, 1), true)->code, "GAKKUMDU");
	assert_string_equal(law_route(law, KEPALA_DAERAH, day_of(2024, 10, 1), false)->code, "KPU"); /* UU 10/2016 art 71(5) */
	assert_string_equal(law_route(law, PENJABAT, day_of(2024, 10, 1), false)->copy_id, "Menteri Dalam Negeri");
	assert_int_equal(law_route(law, PEJABAT_NEGARA, day_of(2024, 10, 1), false)->row.confidence, UNSURE);
	assert_string_equal(law_route(law, PEJABAT_DAERAH, day_of(2024, 10, 1), true)->code, "GAKKUMDU");
	assert_null(law_route(law, KEPALA_DAERAH, day_of(2016, 6, 30), false)); /* before the statute */
	assert_null(law_route(law, MASYARAKAT, day_of(2024, 10, 1), false));
	assert_null(law_route(law, PNS, DAY_NONE, false));
}

static void clocks_forms_and_numbers_are_found_by_procedure(void **state)
{
	const struct law_stage *on[8];
	(void)state;
	assert_string_equal(law_clock_of(law, PILKADA, "HANDLE")->code, "PK-HANDLE");
	assert_string_equal(law_clock_of(law, PEMILU, "HANDLE-X")->code, "PM-HANDLE-X");
	assert_string_equal(law_clock_of(law, PILKADA, "DS-PPK")->code, "DS-PPK");
	assert_string_equal(law_clock_of(law, DOWNSTREAM, "OBJECT")->code, "DS-OBJECT");
	assert_string_equal(law_clock_of(law, PRIVACY, "ACCESS")->code, "PDP-ACCESS");
	assert_null(law_clock_of(law, PEMILU, "APPOINT"));
	assert_null(law_clock_of(law, PILKADA, "OBJECT"));
	assert_string_equal(law_form(law, PEMILU, "summons")->code, "B.9");
	assert_string_equal(law_form(law, PILKADA, "receipt")->code, "A.3");
	assert_string_equal(law_form(law, PILKADA, "summons")->code,
			    ""); /* not verified: nothing is printed */
	assert_string_equal(law_number(law, "pilkada_receipt")->pattern,
			    "{seq3}/PL/{contest}/{level}/{area}/{roman_month}/{year}");
	assert_int_equal(law_stages_on(law, "PILKADA-2024", day_of(2024, 11, 25), on, 8), 1);
	assert_string_equal(on[0]->code, "QUIET");
}

/* PKPU 2/2024 gives some stages no first day: they run from whenever on. */
static void a_stage_may_be_open_on_one_side(void **state)
{
	const struct law_stage *on[8];
	(void)state;
	assert_int_equal(law_stages_on(law, "PILKADA-2024", day_of(2024, 1, 26), on, 8), 2);
	assert_int_equal(law_stages_on(law, "PILKADA-2024", day_of(2024, 1, 27), on, 8), 1);
	assert_string_equal(on[0]->code, "REGULATION");
	assert_int_equal(law_stages_on(law, "PILKADA-2024", day_of(2024, 1, 26), on, 1), 1);
	assert_int_equal(law_stages_on(law, "PILKADA-1999", day_of(2024, 1, 26), on, 8), 0);
}

static void codes_of_procedures_phases_and_marks_are_the_dossiers(void **state)
{
	enum procedure p;
	(void)state;
	assert_true(procedure_of("downstream", &p) && p == DOWNSTREAM);
	assert_false(procedure_of("Pilkada", &p) || procedure_of(NULL, &p));
	assert_string_equal(procedure_code(PEMILU), "pemilu");
	assert_string_equal(phase_code(AFTER_CANDIDACY), "after_candidacy");
	assert_string_equal(confidence_mark(UNSURE), "?");
	assert_int_equal(law_phase(DAY_NONE, day_of(2024, 9, 22)), PHASE_ANY);
	assert_string_equal(class_name(SUBJECT_CLASS_N, EN), "not known");
	assert_string_equal(class_code(SUBJECT_CLASS_N), "");
	assert_string_equal(risk_fact_code(FACT_PAST_CASE), "past_case");
	assert_string_equal(risk_fact_code(RISK_FACT_N), "");
	assert_null(law_clock_of(law, DOWNSTREAM, "HANDLE"));
	assert_null(law_clock_of(law, PILKADA, NULL));
	assert_null(law_form(law, PILKADA, "poem"));
	assert_null(law_number(law, "poem"));
	assert_null(law_state(law, ""));
}

static void class_words_go_there_and_back(void **state)
{
	(void)state;
	for (int c = PNS; c < SUBJECT_CLASS_N; c++) {
		assert_int_equal(class_of(class_code((enum subject_class)c)), c);
		assert_false(text_blank(class_name((enum subject_class)c, ID)));
		assert_false(text_blank(class_name((enum subject_class)c, EN)));
	}
	assert_int_equal(class_of("pns"), CLASS_UNKNOWN);
	assert_int_equal(class_of(NULL), CLASS_UNKNOWN);
	assert_true(class_is_asn(PPPK_PARUH_WAKTU));
	assert_false(class_is_asn(THL));
}

/* The pack with the first @from replaced; the text must be there. */
static const char *changed(const char *from, const char *to)
{
	const char *at = strstr(law_embedded, from);
	if (!at)
		fail_msg("the pack does not hold %s", from);
	return arena_printf(&arena, "%.*s%s%s", (int)(at - law_embedded), law_embedded, to,
			    at + strlen(from));
}

static void refused(const char *from, const char *to, const char *why)
{
	const struct law *bad;
	const char *pack = changed(from, to);
	struct err e = {0};
	assert_int_equal(law_read(&arena, pack, strlen(pack), &bad, &e), INVALID);
	if (!strstr(e.why, why))
		fail_msg("'%s' does not say '%s'", e.why, why);
}

static void a_row_without_article_source_or_confidence_is_refused(void **state)
{
	(void)state;
	refused("{\"article\":[\"UU 10/2016 Pasal 71(2)\"],", "{", "clock PK-APPOINT: article is missing");
	refused("{\"article\":[\"UU 10/2016 Pasal 71(2)\"],", "{\"article\":[],",
		"clock PK-APPOINT: article is missing");
	refused("\"code\":\"SKB-A1\",\"conduct\":\"props\",\"confidence\":\"seen\"",
		"\"code\":\"SKB-A1\",\"conduct\":\"props\",\"confidence\":\"sure\"",
		"act SKB-A1: confidence is no known word");
	refused("\"source\":[", "\"source_\":[", "source is missing");
}

static void unknown_words_and_classes_are_refused(void **state)
{
	(void)state;
	refused("\"PASANGAN_CALON\"", "\"PASANGAN\"", "act PILKADA-70-1: unknown class PASANGAN");
	refused("\"unit\":\"month\"", "\"unit\":\"moon\"", "clock PK-APPOINT: unit is no known word");
	refused("\"phase\":\"any\"", "\"phase\":\"ever\"", "phase is no known word");
	refused("\"route\":\"GAKKUMDU\"", "\"route\":\"POLRES\"", "unknown route POLRES");
	refused("{area}", "{place}", "unknown token in pattern");
	refused("{seq}/LHP", "7/LHP", "number lhp: pattern has neither {seq} nor {seq3}");
	refused("\"max\":60,\"min\":16", "\"max\":60,\"min\":61", "identity NIP-AGE: max is below min");
	refused("\"max\":60,\"min\":16", "\"max\":60", "identity NIP-AGE: min is missing");
	refused("\"code\":\"NIP-AGE-USUAL\"", "\"code\":\"NIP-AGE\"", "identity NIP-AGE stands twice");
	refused("\"code\":\"35.79\"", "\"code\":\"Batu\"", "area Batu: code holds more than digits and dots");
}

static void dates_must_be_real_in_order_and_without_gap_or_overlap(void **state)
{
	(void)state;
	refused("\"until\":\"2024-11-13\"", "\"until\":\"2024-11-14\"",
		"act PILKADA-71-1: the dates of two rows overlap");
	refused("\"until\":\"2024-11-13\"", "\"until\":\"2024-11-12\"", "act PILKADA-71-1: a gap");
	refused("\"until\":\"2024-11-13\"", "\"until\":\"2024-02-30\"", "until is no date");
	refused("\"until\":\"2024-09-10\"", "\"until\":\"2024-09-11\"", "the dates of two rows overlap");
	refused("\"until\":\"2024-09-10\"", "\"until\":\"2024-09-09\"", "route KASN: a gap");
	refused("\"in_force\":\"2024-09-11\"", "\"in_force\":\"2028-09-11\"", "until is before in_force");
	refused("\"covers_to\":\"2026-12-31\"", "\"covers_to\":\"2026-12-01\"",
		"lies outside covers_from..covers_to");
	refused("\"day\":\"2023-01-22\"", "\"day\":\"2023-01-01\"",
		"holiday 2023-01-01 is not after the one before it");
	refused("\"counter_closes\":\"16:00\"", "\"counter_closes\":\"16.00\"",
		"counter_closes is no time of day");
	refused("\"counter_opens\":\"08:00\"", "\"counter_opens\":\"17:00\"", "closes before it opens");
}

static void the_table_of_transitions_must_hang_together(void **state)
{
	static const char lost[] = "\"state\":[{\"article\":[\"x\"],\"code\":\"LOST\",\"confidence\":"
				   "\"known\",\"name_en\":\"x\","
				   "\"name_id\":\"x\",\"source\":[\"x\"]},{";
	(void)state;
	refused("\"to\":\"TRACE_CLOSED\"", "\"to\":\"NOWHERE\"", "unknown target 'NOWHERE'");
	refused("\"from\":[\"OBSERVED\"]", "\"from\":[\"SEEN\"]", "unknown state 'SEEN'");
	refused("\"from\":[\"OBSERVED\"]", "\"from\":[\"CLOSED\"]", "leaves the terminal state CLOSED");
	refused("\"from\":[\"OBSERVED\"]", "\"from\":[\"LHP\"]",
		"state OBSERVED is not terminal and cannot be left");
	refused("\"to\":\"TRACE_CLOSED\"", "\"to\":\"CLOSED\"", "state TRACE_CLOSED cannot be reached");
	refused("\"state\":[{", lost, "state LOST cannot be reached");
	refused("\"start\":[\"CRIME\"]", "\"start\":[\"NOPE\"]", "transition T30: unknown clock NOPE");
	refused("\"start\":[\"CRIME\"]", "\"start\":[\"APPOINT\"]",
		"transition T30: unknown clock APPOINT"); /* Pilkada only */
	refused("\"documents\":[\"summons\"]", "\"documents\":[\"poem\"]",
		"transition T21: unknown document poem");
	refused("\"id\":\"T02\"", "\"id\":\"T01\"", "transition T01 stands twice");
	refused("\"event\":\"start_review\"", "\"event\":\"withdraw\"", "both answer withdraw");
}

static void nothing_may_stand_twice(void **state)
{
	(void)state;
	refused("\"code\":\"PK-CRIME\"", "\"code\":\"PK-HANDLE\"", "clock PK-HANDLE stands twice");
	refused("\"key\":\"finding\"", "\"key\":\"lhp\"", "form lhp stands twice");
	refused("\"key\":\"pilkada_report\"", "\"key\":\"pilkada_receipt\"",
		"number pilkada_receipt stands twice");
	refused("\"code\":\"OBSERVED\"", "\"code\":\"LHP\"", "");
	refused("\"name\":\"Netra dasar\"", "\"name\":\"a\",\"name\":\"b\"", "duplicate");
}

/* The whole row @row, twice, with the dates given to the one and the other. */
static const char *twice(const char *row, const char *first, const char *second)
{
	return arena_printf(&arena, "{%s%s},{%s%s}", first, row, second, row);
}

/* Refused when the form's row stands twice with these dates; NULL: taken. */
static void two_versions(const char *first, const char *second, const char *why)
{
	static const char row[] = "\"article\":[\"Perbawaslu 8/2020 (jo. 9/2024)\"],\"code\":\"A.3\",\"confidence\":"
				  "\"known\",\"key\":\"receipt\",\"name_id\":\"Tanda bukti penyampaian laporan\","
				  "\"procedure\":\"pilkada\",\"source\":[\"own knowledge\"]";
	const char *one = arena_printf(&arena, "{%s}", row);
	if (why) {
		refused(one, twice(row, first, second), why);
		return;
	}
	const struct law *two;
	const char *pack = changed(one, twice(row, first, second));
	assert_int_equal(law_read(&arena, pack, strlen(pack), &two, NULL), OK);
	assert_int_equal(law_form_at(two, PILKADA, "receipt", day_of(2024, 9, 29))->row.to.n, day_of(2024, 9, 29).n);
	assert_int_equal(law_form_at(two, PILKADA, "receipt", day_of(2024, 9, 30))->row.from.n, day_of(2024, 9, 30).n);
	assert_int_equal(law_form(two, PILKADA, "receipt")->row.from.n, day_of(2024, 9, 30).n);
}

static void every_list_keeps_versions_by_date_without_gap_or_overlap(void **state)
{
	(void)state;
	two_versions("\"until\":\"2024-09-29\",", "\"in_force\":\"2024-09-30\",", NULL);
	two_versions("", "", "form receipt stands twice");
	two_versions("\"until\":\"2024-09-30\",", "\"in_force\":\"2024-09-30\",", "form receipt: the dates of two rows overlap");
	two_versions("\"until\":\"2024-09-28\",", "\"in_force\":\"2024-09-30\",", "form receipt: a gap between the dates of two rows");
	/* From 2030 on there is no such paper, but T01 still asks for it. */
	two_versions("\"until\":\"2024-09-29\",", "\"until\":\"2029-12-31\",\"in_force\":\"2024-09-30\",",
		     "transition T01: unknown document receipt");
}

/* regulation.md D.3: no law sets these lengths; they are service levels of the product or practice from memory. */
static void only_times_that_no_law_sets_can_be_paused(void **state)
{
	static const char *const can[] = {"PK-FORWARD", "PM-FORWARD", "PK-STATUS", "PM-STATUS", "PK-TRACE", "PM-TRACE", "DS-PPK"};
	size_t n = 0;
	(void)state;
	for (size_t i = 0; i < law->clocks.n; i++) {
		n += law->clocks.items[i].pausable;
		assert_false(law->clocks.items[i].pausable && law->clocks.items[i].row.confidence == SEEN);
	}
	for (size_t i = 0; i < sizeof can / sizeof *can; i++)
		assert_true(law_clock(law, can[i])->pausable);
	assert_int_equal(n, sizeof can / sizeof *can + 3); /* three of them before and after Perbawaslu 9/2024 */
	refused("\"length\":24,", "\"length\":24,\"pausable\":true,", "clock PK-CRIME: only days that run forwards can be paused");
	refused("\"length\":6,", "\"length\":6,\"pausable\":true,", "clock PK-APPOINT: only days that run forwards can be paused");
	refused("\"length\":7,", "\"length\":7,\"pausable\":true,", "clock PK-REPORT: a time that was seen in the law cannot be paused");
	refused("\"pausable\":true,", "\"backwards\":true,\"pausable\":true,", "only days that run forwards can be paused");
}

/* MK 135/PUU-XXII/2024 separates national and local elections; which procedure the local one of 2031 follows is
 * open (regulation.md E.2). */
static void an_election_says_which_procedure_it_follows(void **state)
{
	(void)state;
	assert_int_equal(law->elections.n, 5);
	assert_int_equal(law_election(law, "PILKADA-2024")->procedure, PILKADA);
	assert_int_equal(law_election(law, "PEMILU-2024")->procedure, PEMILU);
	assert_false(law_election(law, "PEMILU-NASIONAL-2029")->open);
	assert_true(law_election(law, "PEMILU-DAERAH-2031")->open && law_election(law, "PEMILU-DAERAH-2031")->projected);
	assert_null(law_election(law, "PILKADA-1999"));
	refused("\"election\":\"PILKADA-2020\",\"end\"", "\"election\":\"PILKADA-2021\",\"end\"", "unknown election PILKADA-2021");
	refused("\"procedure\":\"open\"", "\"procedure\":\"downstream\"", "election PEMILU-DAERAH-2031: procedure is no known word");
	refused("\"format\":2", "\"format\":3", "format is missing or out of bounds");
}

/* A rule that a transition must keep: decisions and notices exist in writing, legal times have a clock. */
static void a_state_is_entered_with_the_clock_and_the_paper_that_it_needs(void **state)
{
	(void)state;
	refused("\"start\":[\"CRIME\"]", "\"start\":[]", "transition T30: leads to DECIDED_CRIME without its clock CRIME");
	refused("\"start_on\":[\"COMPLETE=notice_received\"],", "", "transition T06: leads to DEFICIENT without its clock COMPLETE");
	refused("\"keep\":[\"HANDLE\"],", "", "transition T11b: leads to REGISTERED without its clock HANDLE");
	refused("\"documents\":[\"lhp\"],\"event\":\"write_lhp\"", "\"event\":\"write_lhp\",\"stop\":[\"FIND\"]",
		"transition T14: leads to LHP without its clock FIND");
	refused("\"paper\":\"surat pengembalian\",", "", "transition T37: leads to RETURNED without a document");
	refused("\"start_on\":[\"COMPLETE=notice_received\"]", "\"start_on\":[\"COMPLETE=someday\"]", "transition T06: 'COMPLETE=someday' is not CLOCK=happening");
	refused("\"start_on\":[\"COMPLETE=notice_received\"]", "\"start_on\":[\"COMPLETE\"]", "'COMPLETE' is not CLOCK=happening");
	refused("\"start_on\":[\"COMPLETE=notice_received\"]", "\"start_on\":[\"NOPE=notice_received\"]", "transition T06: unknown clock NOPE");
	refused("\"stop_on\":[\"NOTICE=notice_received\"]", "\"stop_on\":[\"NOPE=notice_received\"]", "transition T06: unknown clock NOPE");
	refused("\"keep\":[\"HANDLE\"]", "\"keep\":[\"NOPE\"]", "transition T11b: unknown clock NOPE");
}

static void sanctions_and_remedies_must_fit_the_rest_of_the_law(void **state)
{
	(void)state;
	refused("\"level\":\"suspension\"", "\"level\":\"heavy\"", "sanction DESA-SUSPEND: level is no known word");
	refused("\"classes\":[\"KEPALA_DESA\",\"PERANGKAT_DESA\"],\"code\":\"DESA-SUSPEND\"", "\"classes\":[],\"code\":\"DESA-SUSPEND\"", "sanction DESA-SUSPEND: no classes");
	refused("\"file_clock\":\"DS-APPEAL\"", "\"file_clock\":\"DS-PRAYER\"", "remedy appeal: unknown clock DS-PRAYER");
	refused("\"answer_clock\":\"DS-OBJECT-R\"", "\"answer_clock\":\"DS-PRAYER\"", "remedy objection: unknown clock DS-PRAYER");
	refused("\"levels\":[\"dismissal\",\"contract\"]", "\"levels\":[\"dismissal\",\"contact\"]", "remedy appeal: unknown level contact");
	refused("\"filed\":\"appeal_received\"", "\"filed\":\"appeal_lost\"", "remedy appeal: filed is no known happening");
	refused("\"window\":\"PK-APPOINT\"", "\"window\":\"PK-NOPE\"", "act PILKADA-71-2: unknown clock PK-NOPE");
	refused("\"level\":\"severe\",\"note\":\"a name in SIPOL", "\"level\":\"warning\",\"note\":\"a name in SIPOL", "act SKB-B5: no sanction of level 'warning' for its classes");
	refused("\"code\":\"DESA-ORAL\"", "\"code\":\"DESA-WRITTEN\"", "sanction DESA-WRITTEN stands twice");
	refused("\"code\":\"PP94-35-2\"", "\"code\":\"PP94-35-1\"", "rule PP94-35-1: the dates of two rows overlap");
}

/* Each row on its own day: more days than a law needs are refused, so that a pack cannot make reading it slow. */
static void a_machine_that_changes_on_too_many_days_is_refused(void **state)
{
	struct buf b = {0};
	struct day d = day_of(2030, 1, 1);
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
	(void)state;
	buf_text(&b, "\"state\":[");
	for (int i = 0; i < 60; i++, d = day_add(d, 10))
		buf_printf(&b, "{\"article\":[\"x\"],\"code\":\"S%d\",\"confidence\":\"seen\",\"name_en\":\"x\",\"name_id\":\"x\","
			       "\"source\":[\"x\"],\"in_force\":\"%s\",\"until\":\"%s\"},", i, day_iso(d, from), day_iso(day_add(d, 4), to));
	refused("\"state\":[", arena_printf(&arena, "%s", b.s), "the state machine changes on more than");
	buf_free(&b);
}

/* What a file of an older release keeps must stay readable. tests/data/pack-2026.1.json is that of release 0.1. */
static void a_pack_of_format_1_stays_readable_and_does_what_its_program_did(void **state)
{
	const struct law *old;
	struct err e;
	(void)state;
	char *text = NULL;
	size_t n = 0;
	for (const char *const *path = (const char *const[]){"tests/data/pack-2026.1.json", "../tests/data/pack-2026.1.json", NULL}; *path && !text; path++) {
		FILE *file = fopen(*path, "rb");
		if (!file)
			continue;
		text = arena_alloc(&arena, 1 << 20);
		n = fread(text, 1, 1 << 20, file);
		fclose(file);
	}
	assert_non_null(text);
	if (law_read(&arena, text, n, &old, &e) != OK)
		fail_msg("%s", e.why);
	assert_int_equal(old->format, 1);
	assert_int_equal(cases_check(old, NULL), OK);
	assert_int_equal(old->elections.n + old->sanctions.n + old->remedies.n + old->rules.n, 0);
	size_t report = 0, notice = 0;
	for (size_t i = 0; i < old->transitions.n; i++) {
		report += law_promises(&old->transitions.items[i], HAPPENING_KNOWN);
		notice += law_promises(&old->transitions.items[i], HAPPENING_NOTICE_RECEIVED);
	}
	assert_int_equal(report, 1);
	assert_int_equal(notice, 1);
	assert_string_equal(law_clock_of_at(old, PILKADA, "REVIEW", day_of(2024, 9, 20))->code, "PK-REVIEW");
}

/* regulation.md C.1: a report of 20 September 2024 is under Perbawaslu 8/2020 unamended, one of 1 October under 9/2024. */
static void a_case_keeps_the_row_of_the_day_of_its_submission(void **state)
{
	struct case_step step;
	struct case_facts facts = {0};
	(void)state;
	assert_string_equal(law_clock_of_at(law, PILKADA, "REVIEW", day_of(2024, 9, 20))->row.basis, "Perbawaslu 8/2020 Pasal 9");
	assert_string_equal(law_clock_of_at(law, PILKADA, "REVIEW", day_of(2024, 10, 1))->row.basis, "Perbawaslu 8/2020 Pasal 9 jo. Perbawaslu 9/2024");
	assert_string_equal(law_clock_at(law, "PK-REVIEW", day_of(2024, 9, 29))->row.basis, "Perbawaslu 8/2020 Pasal 9");
	assert_string_equal(law_state_at(law, "REVIEW", day_of(2024, 9, 20))->name_id, "Kajian awal");
	assert_string_equal(law_number_at(law, "letter", day_of(2024, 9, 20))->key, "letter");
	assert_string_equal(law_election_at(law, "PILKADA-2024", day_of(2024, 9, 20))->regulation, "PKPU 2/2024");
	assert_int_equal(case_next_at(law, PILKADA, "", "report_received", day_of(2024, 9, 20), &facts, &step, NULL), OK);
	assert_string_equal(step.transition->id, "T01");
}

static int visited;

static void count_visit(void *arg, const char *kind, const char *name, const struct law_row *row)
{
	(void)arg;
	visited++;
	assert_false(text_blank(kind) || text_blank(name) || text_blank(row->basis));
}

static void every_row_is_visited_with_its_kind_and_name(void **state)
{
	(void)state;
	visited = 0;
	law_each_row(law, count_visit, NULL);
	assert_true((size_t)visited > law->holidays.n + law->acts.n + law->sanctions.n + law->transitions.n);
}

/* The row of the pack that holds @mark; rows hold no other object. */
static const char *row_with(const char *mark)
{
	const char *at = strstr(law_embedded, mark), *end;
	if (!at)
		fail_msg("the pack does not hold %s", mark);
	end = strchr(at, '}');
	while (*at != '{')
		at--;
	return arena_printf(&arena, "%.*s", (int)(end - at + 1), at);
}

static const char *with(const char *row, const char *from, const char *to)
{
	const char *at = strstr(row, from);
	if (!at)
		fail_msg("%s does not hold %s", row, from);
	return arena_printf(&arena, "%.*s%s%s", (int)(at - row), row, to, at + strlen(from));
}

/* The pack with @row replaced is taken, or refused for @why. */
static const struct law *try_row(const char *row, const char *by, const char *why)
{
	const struct law *got = NULL;
	struct err e = {0};
	const char *pack = changed(row, by);
	enum status status = law_read(&arena, pack, strlen(pack), &got, &e);
	if (why ? status != INVALID || !strstr(e.why, why) : status != OK)
		fail_msg("%s instead of '%s'", e.why, why ? why : "taken");
	return got;
}

static void two_rows(const char *row, const char *from, const char *first, const char *second, const char *why)
{
	const char *a = with(row, from, first), *b = with(with(row, from, second), "\"id\":\"T02\"", "\"id\":\"T02x\"");
	try_row(row, arena_printf(&arena, "%s,%s", a, b), why);
}

/* Two rows may answer one event when they never do so for the same file: other procedure, other days, other states. */
static void one_event_has_one_answer_for_each_file(void **state)
{
	const char *row = row_with("\"id\":\"T02\""), *key = "\"procedure\":\"both\"";
	(void)state;
	two_rows(row, key, "\"procedure\":\"pilkada\"", "\"procedure\":\"pemilu\"", NULL);
	two_rows(row, key, "\"procedure\":\"pemilu\"", "\"procedure\":\"pilkada\"", NULL);
	two_rows(row, key, "\"procedure\":\"pilkada\"", "\"procedure\":\"pilkada\"", "transitions T02 and T02x both answer start_review");
	two_rows(row, key, "\"procedure\":\"pemilu\"", "\"procedure\":\"pemilu\"", "both answer start_review");
	two_rows(row, key, "\"procedure\":\"both\",\"until\":\"2024-09-29\"", "\"procedure\":\"both\",\"in_force\":\"2024-09-30\"", NULL);
	two_rows(row, key, "\"procedure\":\"both\",\"in_force\":\"2024-09-30\"", "\"procedure\":\"both\",\"until\":\"2024-09-29\"", NULL);
	try_row("\"event\":\"assign_tracing\"", "\"event\":\"write_lhp\"", NULL);
	try_row("\"event\":\"write_lhp\"", "\"event\":\"observation\"", NULL);
}

/* A state in two versions; a machine that begins on a day has nothing to check before it. */
static void the_machine_is_checked_on_each_day_on_which_it_changes(void **state)
{
	const char *row = row_with("\"code\":\"LHP\",\"confidence\""), *key = "\"code\":\"LHP\"";
	(void)state;
	const char *two = arena_printf(&arena, "%s,%s", with(row, key, "\"code\":\"LHP\",\"until\":\"2024-09-29\""),
				       with(row, key, "\"code\":\"LHP\",\"in_force\":\"2024-09-30\""));
	const struct law *got = try_row(row, two, NULL);
	assert_int_equal(law_state_at(got, "LHP", day_of(2024, 9, 29))->row.to.n, day_of(2024, 9, 29).n);
	const char *ended = arena_printf(&arena, "%s", with(row, key, "\"code\":\"LHP\",\"until\":\"2029-12-31\""));
	try_row(row, ended, "unknown");
	row = row_with("\"id\":\"T20\"");
	try_row(row, with(row, "\"id\":\"T20\"", "\"id\":\"T20\",\"until\":\"2029-12-31\""), "state TRACE_CLOSED cannot be reached");
	struct buf b = {0};
	for (const char *p = law_embedded; *p;) {
		bool id = text_starts(p, "\"id\":\"T");
		buf_text(&b, id ? "\"in_force\":\"2020-01-01\",\"id\":\"T" : "");
		p += id ? strlen("\"id\":\"T") : 0;
		buf_printf(&b, "%c", *p++);
	}
	assert_int_equal(law_read(&arena, b.s, strlen(b.s), &got, NULL), OK);
	assert_string_equal(got->transitions.items[0].id, "T01");
	buf_free(&b);
}

static void versions_of_a_row_are_compared_whichever_side_is_open(void **state)
{
	(void)state;
	two_versions("", "\"in_force\":\"2024-09-30\",", "overlap");
	two_versions("", "\"until\":\"2024-09-30\",", "overlap");
	two_versions("\"until\":\"2024-09-30\",", "", "overlap");
	refused("\"code\":\"TNI_COMMAND\"", "\"crime\":true,\"code\":\"TNI_COMMAND\"", "route TNI_COMMAND stands twice");
	refused("\"route\":[{", "\"route\":[{\"article\":[\"x\"],\"code\":\"X\",\"crime\":true,\"confidence\":\"seen\",\"receiver_en\":\"x\","
		"\"receiver_id\":\"x\",\"source\":[\"x\"]},{", "route X stands twice");
	refused("\"start\":[\"FIND\"]", "\"start\":[]", "leads to OBSERVED without its clock FIND");
	refused("\"counter_closes_friday\":\"16:30\"", "\"counter_closes_friday\":\"07:00\"", "closes before it opens");
	refused("\"covers_from\":\"2023-01-01\"", "\"covers_from\":\"2023-01-02\"", "holiday 2023-01-01 lies outside");
	const char *row = row_with("\"code\":\"DS-EFFECT\"");
	try_row(row, with(row, "calendar_day", "hour"), "clock DS-EFFECT: effective clocks count days forwards");
	row = row_with("\"code\":\"PK-APPOINT\"");
	try_row(row, with(row, "\"backwards\":true", "\"pausable\":true"), "only days that run forwards can be paused");
}

/* Every kind of row: the table must be there, and its rows must be rows. */
static void every_kind_of_row_is_read_with_care(void **state)
{
	static const char *const kinds[] = {"act", "area", "clock", "election", "field", "form", "holiday", "identity", "indicator", "number", "pledge_point", "question", "remedy",
					    "requirement", "route", "rule", "rung", "sanction", "stage", "stage_rule", "state", "transition", "warning"};
	(void)state;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		const char *table = arena_printf(&arena, "\"%s\":[{", kinds[i]);
		refused(table, arena_printf(&arena, "\"%s\":[],\"x\":[{", kinds[i]), arena_printf(&arena, "no rows of kind '%s'", kinds[i]));
		refused(table, arena_printf(&arena, "\"%s\":7,\"x\":[{", kinds[i]), "no rows of kind");
		refused(table, arena_printf(&arena, "\"%s\":[7,{", kinds[i]), "row is not a table");
	}
}

static void words_lists_and_times_have_their_form(void **state)
{
	(void)state;
	const char *many = "\"documents\":[\"summons\"", *row = row_with("\"code\":\"PK-APPOINT\""), *articles = "";
	refused("\"name\":\"Netra dasar\"", "\"name\":7", "pack 1: name is not a text");
	refused("\"counter_opens\":\"08:00\"", "\"counter_opens\":\"8:00\"", "counter_opens is no time of day");
	refused("\"counter_opens\":\"08:00\"", "\"counter_opens\":\"08:60\"", "counter_opens is no time of day");
	refused("\"documents\":[\"summons\"]", "\"documents\":\"summons\"", "documents must be a list of texts");
	refused(many, "\"documents\":[7", "documents must be a list of texts");
	refused(many, "\"documents\":[\"\"", "documents must be a list of texts");
	refused(many, "\"documents\":[\"\\u0007\"", "documents must be a list of texts");
	char *text = arena_alloc(&arena, LAW_TEXT_MAX + 2);
	memset(text, 'x', LAW_TEXT_MAX + 1);
	refused(many, arena_printf(&arena, "\"documents\":[\"%s\"", text), "documents must be a list of texts");
	for (int i = 0; i < 101; i++)
		articles = arena_printf(&arena, "%s\"x\",", articles);
	try_row(row, with(row, "\"article\":[", arena_printf(&arena, "\"article\":[%s", articles)), "article is longer than 100");
	struct buf b = {0};
	buf_text(&b, "\"form\":[");
	for (int i = 0; i <= LAW_ROWS_MAX; i++)
		buf_text(&b, "7,");
	const struct law *got;
	const char *pack = changed("\"form\":[", arena_printf(&arena, "%s", b.s));
	assert_int_equal(law_read(&arena, pack, strlen(pack), &got, NULL), TOO_LARGE);
	buf_free(&b);
}

static void what_contradicts_itself_is_refused(void **state)
{
	(void)state;
	refused("\"classes\":[\"PASANGAN_CALON\"]", "\"classes\":[]", "act PILKADA-70-1: no classes");
	refused("\"procedures\":[\"pilkada\"]", "\"procedures\":[\"pilkades\"]", "no procedures");
	refused("\"effective\":true", "\"effective\":true,\"backwards\":true", "clock DS-EFFECT: effective clocks count days forwards");
	refused("\"unit\":\"hour\"", "\"backwards\":true,\"unit\":\"hour\"", "clock PK-CRIME: hours run forwards from a moment");
	refused("\"unit\":\"hour\"", "\"start_is_date\":true,\"unit\":\"hour\"", "hours run forwards from a moment");
	refused("\"covers_from\":\"2023-01-01\"", "\"covers_from\":\"2027-01-01\"", "covers_to is before covers_from");
	refused("\"end\":\"2020-07-14\"", "\"end\":\"2020-06-14\"", "end is before start");
	refused("\"counter_opens\":\"08:00\"", "\"counter_opens\":\"25:00\"", "counter_opens is no time of day");
	refused("\"covers_from\":\"2023-01-01\",", "", "covers_from is missing");
	refused("\"stop\":[\"CRIME\"]", "\"stop\":[\"NOPE\"]", "transition T35b: unknown clock NOPE");
	refused("\"route\":[{", "\"route\":[7,{", "row is not a table");
	refused("\"form\":[", "\"forms\":[", "no rows of kind 'form'");
	refused("\"event\":\"observation\"", "\"event\":\"report_received\"", "both answer report_received");
}

static void limits_hold_for_every_text_and_list(void **state)
{
	(void)state;
	char *text = arena_alloc(&arena, LAW_TEXT_MAX + 2),
	     *list = arena_alloc(&arena, 5 * LAW_ROWS_MAX + 40);
	memset(text, 'x', LAW_TEXT_MAX + 1);
	refused("\"name\":\"Netra dasar\"", arena_printf(&arena, "\"name\":\"%s\"", text),
		"pack 1: name is not a text of up to 4000 bytes");
	size_t n = (size_t)snprintf(list, 20, "\"documents\":[\"a\"");
	for (size_t i = 0; i < LAW_ROWS_MAX; i++)
		n += (size_t)snprintf(list + n, 5, ",\"a\"");
	memcpy(list + n, "]", 2);
	refused("\"documents\":[\"summons\"]", list, "transition T21: documents must be a list of texts");
	refused("\"length\":6", "\"length\":0", "clock PK-APPOINT: length is missing or out of bounds");
	refused("\"length\":6", "\"length\":4000000000", "length is missing or out of bounds");
	refused("\"terminal\":true", "\"terminal\":\"yes\"", "terminal must be true or false");
	refused("\"name\":\"Netra dasar\"", "\"name\":\"\\u0007\"", "name is not a text");
}

static void what_is_no_pack_is_refused(void **state)
{
	static const char *const bad[] = {
		"", "[]", "{}", "7", "null", "{\"name\":\"x\",\"version\":\"1\"}", "{\"name\":"};
	const struct law *ret;
	struct err e;
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(law_read(&arena, bad[i], strlen(bad[i]), &ret, &e), INVALID);
	assert_int_equal(law_read(&arena, law_embedded, LAW_PACK_MAX + 1, &ret, &e), TOO_LARGE);
}

static void an_unknown_guard_is_refused_by_the_state_machine(void **state)
{
	const struct law *bad;
	struct err e;
	(void)state;
	const char *pack = changed("\"guard\":\"crime_agreed\"", "\"guard\":\"coin_tossed\"");
	assert_int_equal(law_read(&arena, pack, strlen(pack), &bad, &e), OK);
	assert_int_equal(cases_check(bad, &e), INVALID);
	assert_string_equal(e.why, "rule pack: transition T30: unknown guard 'coin_tossed'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_pack_in_the_binary_holds_the_whole_law),
		cmocka_unit_test(conduct_is_ethics_before_and_discipline_after_the_determination),
		cmocka_unit_test(a_crime_is_never_picked_by_the_program),
		cmocka_unit_test(other_subjects_are_judged_by_their_own_law),
		cmocka_unit_test(a_row_has_versions_by_date),
		cmocka_unit_test(the_receiver_depends_on_class_and_day),
		cmocka_unit_test(clocks_forms_and_numbers_are_found_by_procedure),
		cmocka_unit_test(class_words_go_there_and_back),
		cmocka_unit_test(a_row_without_article_source_or_confidence_is_refused),
		cmocka_unit_test(unknown_words_and_classes_are_refused),
		cmocka_unit_test(dates_must_be_real_in_order_and_without_gap_or_overlap),
		cmocka_unit_test(the_table_of_transitions_must_hang_together),
		cmocka_unit_test(nothing_may_stand_twice),
		cmocka_unit_test(one_event_has_one_answer_for_each_file),
		cmocka_unit_test(the_machine_is_checked_on_each_day_on_which_it_changes),
		cmocka_unit_test(versions_of_a_row_are_compared_whichever_side_is_open),
		cmocka_unit_test(every_kind_of_row_is_read_with_care),
		cmocka_unit_test(words_lists_and_times_have_their_form),
		cmocka_unit_test(a_state_is_entered_with_the_clock_and_the_paper_that_it_needs),
		cmocka_unit_test(sanctions_and_remedies_must_fit_the_rest_of_the_law),
		cmocka_unit_test(a_machine_that_changes_on_too_many_days_is_refused),
		cmocka_unit_test(a_pack_of_format_1_stays_readable_and_does_what_its_program_did),
		cmocka_unit_test(a_case_keeps_the_row_of_the_day_of_its_submission),
		cmocka_unit_test(every_row_is_visited_with_its_kind_and_name),
		cmocka_unit_test(every_list_keeps_versions_by_date_without_gap_or_overlap),
		cmocka_unit_test(only_times_that_no_law_sets_can_be_paused),
		cmocka_unit_test(an_election_says_which_procedure_it_follows),
		cmocka_unit_test(a_stage_may_be_open_on_one_side),
		cmocka_unit_test(codes_of_procedures_phases_and_marks_are_the_dossiers),
		cmocka_unit_test(what_contradicts_itself_is_refused),
		cmocka_unit_test(limits_hold_for_every_text_and_list),
		cmocka_unit_test(what_is_no_pack_is_refused),
		cmocka_unit_test(an_unknown_guard_is_refused_by_the_state_machine),
	};
	return cmocka_run_group_tests(tests, open_law, close_law);
}
