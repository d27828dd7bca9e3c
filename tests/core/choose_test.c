/* choose_test.c -- which acts apply to what was done: by day, contest, class and election, with the reason told. */
#include "core/law/law.h"

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

/* "SKB-B6* PP94-N6 PEMILU-283!": codes in the order of the law; * the heaviest, ! for Gakkumdu, < > which phase
 * the row holds for while the phase is open. */
static const char *told(const struct act_choices *all)
{
	const char *s = "";
	for (size_t i = 0; i < all->n; i++) {
		const struct act_choice *c = &all->items[i];
		const char *phase = !all->open || c->phase == PHASE_ANY ? "" : c->phase == BEFORE_CANDIDACY ? "<" : ">";
		s = arena_printf(&arena, "%s%s%s%s%s%s", s, i ? " " : "", c->act->code, phase, c->heaviest ? "*" : "",
				 c->crime ? "!" : "");
	}
	return s;
}

/* Worked by hand from regulation.md B.2, B.3, A.1. Candidates of Pilkada 2024: 22 September 2024; of Pemilu 2024:
 * 3 November 2023 for the legislature, 13 November 2023 for the president. */
#define PILKADA_DAY "2024-09-22"
#define LEGISLATIVE_DAY "2023-11-03"
#define PRESIDENT_DAY "2023-11-13"
static const struct {
	const char *conduct;
	enum subject_class class;
	const char *event, *determined;
	enum procedure procedure;
	const char *want;
} examples[] = {
	/* the same conduct, before and after: A.1/B.1, A.2/B.2, A.3/B.4, A.4/B.6, A.5/B.7 */
	{"props", PNS, "2024-09-21", PILKADA_DAY, PILKADA, "SKB-A1*"},
	{"props", PNS, "2024-09-22", PILKADA_DAY, PILKADA, "SKB-B1*"},
	{"online_campaign", PPPK, "2024-09-21", PILKADA_DAY, PILKADA, "SKB-A2*"},
	{"online_campaign", PPPK, "2024-09-23", PILKADA_DAY, PILKADA, "SKB-B2*"},
	{"attend_campaign", LURAH, "2024-09-21", PILKADA_DAY, PILKADA, "SKB-A3*"},
	{"attend_campaign", LURAH, "2024-09-22", PILKADA_DAY, PILKADA, "SKB-B4*"},
	{"photo", CPNS, "2024-09-21", PILKADA_DAY, PILKADA, "SKB-A5*"},
	{"photo", CPNS, "2024-11-27", PILKADA_DAY, PILKADA, "SKB-B7*"},
	/* one day, two contests: on 5 November 2023 there are legislative candidates but no presidential ones */
	{"online_support", PNS, "2023-11-05", LEGISLATIVE_DAY, PEMILU, "SKB-B6*"},
	{"online_support", PNS, "2023-11-05", PRESIDENT_DAY, PEMILU, "SKB-A4*"},
	{"online_support", PNS, "2023-11-12", PRESIDENT_DAY, PEMILU, "SKB-A4*"},
	{"online_support", PNS, "2023-11-13", PRESIDENT_DAY, PEMILU, "SKB-B6*"},
	/* not known when candidates were determined, or when it happened: both, each the heaviest of its phase */
	{"online_support", PNS, "2023-11-05", NULL, PEMILU, "SKB-A4<* SKB-B6>*"},
	{"props", PNS, NULL, PILKADA_DAY, PILKADA, "SKB-A1<* SKB-B1>*"},
	/* several acts for one conduct */
	{"id_card_support", PNS, "2024-06-01", PILKADA_DAY, PILKADA, "SKB-B11* PP94-N7"},
	{"id_card_support", PPPK, "2024-06-01", PILKADA_DAY, PILKADA, "SKB-B11*"},
	{"campaign_attributes", PNS, "2024-10-10", PILKADA_DAY, PILKADA, "PP94-N2*"},
	{"mobilise", CPNS, "2024-10-10", PILKADA_DAY, PILKADA, "PP94-N3*"},
	{"mobilise", CPNS, "2024-08-10", PILKADA_DAY, PILKADA, ""},
	{"state_facilities", PNS, "2024-10-10", PILKADA_DAY, PILKADA, "PP94-N4*"},
	{"campaign_participant", PNS, "2024-10-10", PILKADA_DAY, PILKADA, "PP94-N1*"},
	{"campaign_team", PNS, "2024-10-10", PILKADA_DAY, PILKADA, "SKB-B10*"},
	{"campaign_team", PNS, "2023-12-01", LEGISLATIVE_DAY, PEMILU, "SKB-B10* PEMILU-280-3!"},
	{"campaign_team", PNS, "2023-09-01", LEGISLATIVE_DAY, PEMILU, "SKB-B9*"},
	{"partisan_activity", PNS, "2023-09-01", LEGISLATIVE_DAY, PEMILU, "SKB-B8* PP94-N6 PEMILU-283"},
	{"partisan_activity", PPPK, "2024-09-01", PILKADA_DAY, PILKADA, "SKB-B8*"},
	{"party_member", PNS, "2024-09-01", PILKADA_DAY, PILKADA, "SKB-B5*"},
	/* the crimes stand beside, never weighed; soldiers only since MK 136 of 14 November 2024 */
	{"decision", PEJABAT_ASN, "2024-10-10", PILKADA_DAY, PILKADA, "SKB-B12* PILKADA-71-1!"},
	{"decision", PEJABAT_ASN, "2023-12-10", LEGISLATIVE_DAY, PEMILU, "SKB-B12* PEMILU-282!"},
	{"decision", LURAH, "2024-10-10", PILKADA_DAY, PILKADA, "SKB-B12* PP94-N5 PILKADA-71-1!"},
	{"decision", TNI, "2024-11-13", PILKADA_DAY, PILKADA, "TNI-39*"},
	{"decision", TNI, "2024-11-14", PILKADA_DAY, PILKADA, "PILKADA-71-1! TNI-39*"},
	{"decision", KEPALA_DESA, "2024-10-10", PILKADA_DAY, PILKADA, "PILKADA-71-1! DESA-29*"},
	{"replace_officials", KEPALA_DAERAH, "2024-03-22", PILKADA_DAY, PILKADA, "PILKADA-71-2!"},
	/* others are judged by their own law, whatever they did */
	{"photo", KEPALA_DESA, "2024-10-10", PILKADA_DAY, PILKADA, "DESA-29*"},
	{"campaign_team", PERANGKAT_DESA, "2023-12-01", LEGISLATIVE_DAY, PEMILU, "PEMILU-280-3! DESA-51*"},
	{"party_member", BPD, "2024-10-10", PILKADA_DAY, PILKADA, "DESA-64*"},
	{"online_support", POLRI, "2024-10-10", PILKADA_DAY, PILKADA, "POLRI-28*"},
	{"photo", THL, "2024-10-10", PILKADA_DAY, PILKADA, "NONASN*"},
	{"any", THL, "2024-10-10", PILKADA_DAY, PILKADA, "NONASN*"},
	{"join_campaign", BUMN, "2024-10-10", PILKADA_DAY, PILKADA, "BUMN-70!"},
	{"join_campaign", BUMD, "2024-08-10", PILKADA_DAY, PILKADA, ""},
	{"photo", MASYARAKAT, "2024-10-10", PILKADA_DAY, PILKADA, ""},
	/* before the Joint Decree of 22 September 2022 there is only PP 94/2021 (31 August 2021) */
	{"partisan_activity", PNS, "2022-09-21", "2023-11-03", PEMILU, "PP94-N6* PEMILU-283"},
	/* which election is not known: acts of both */
	{"decision", PEJABAT_ASN, "2024-10-10", PILKADA_DAY, DOWNSTREAM, "SKB-B12* PILKADA-71-1! PEMILU-282!"},
};

static struct day day(const char *s)
{
	struct day d;
	return s && day_parse(s, &d, NULL) == OK ? d : DAY_NONE;
}

static void every_act_that_applies_is_told_with_the_heaviest_marked(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		struct act_question q = {examples[i].conduct, examples[i].class, day(examples[i].event),
					 day(examples[i].determined), examples[i].procedure};
		struct act_choices all;
		law_act_choices(&arena, law, &q, &all);
		if (strcmp(told(&all), examples[i].want))
			fail_msg("%s %s %s: %s, not %s", q.conduct, class_code(q.class), examples[i].event, told(&all),
				 examples[i].want);
		assert_int_equal(all.open, !examples[i].event || !examples[i].determined);
		assert_false(text_blank(all.phase_id) || text_blank(all.phase_en));
		for (size_t k = 0; k < all.n; k++)
			assert_false(text_blank(all.items[k].why_id) || text_blank(all.items[k].why_en));
	}
}

static struct act_choices choices(const char *event, const char *determined, enum subject_class c)
{
	struct act_question q = {"decision", c, day(event), day(determined), PILKADA};
	struct act_choices all;
	law_act_choices(&arena, law, &q, &all);
	return all;
}

static void the_reason_names_phase_day_and_article(void **state)
{
	(void)state;
	struct act_choices all = choices("2024-09-22", PILKADA_DAY, PEJABAT_ASN);
	assert_string_equal(all.phase_id, "Peristiwa Minggu, 22 September 2024 pada hari atau sesudah penetapan calon (Minggu, 22 September 2024).");
	assert_string_equal(all.phase_en, "The event of Sunday, 22 September 2024 was on or after the determination of candidates (Sunday, 22 September 2024).");
	assert_non_null(strstr(all.items[0].why_id, "SKB 5 lembaga"));
	assert_non_null(strstr(all.items[1].why_en, "a suspected crime, for Gakkumdu to weigh"));
	all = choices("2024-09-21", PILKADA_DAY, TNI);
	assert_non_null(strstr(all.phase_id, "sebelum penetapan calon"));
	assert_non_null(strstr(all.items[0].why_en, "the rule of this class for whatever is done"));
	assert_non_null(strstr(choices("2024-09-21", NULL, PNS).phase_en, "determined is not known"));
	assert_non_null(strstr(choices(NULL, PILKADA_DAY, PNS).phase_en, "The day of the event is not known"));
}

/* PP 94/2021 art 35 (1): several breaches, only the heaviest. It binds those who punish civil servants. */
static void only_the_heaviest_is_imposed_on_a_civil_servant(void **state)
{
	(void)state;
	assert_string_equal(choices("2024-10-10", PILKADA_DAY, PNS).rule->row.basis, "PP 94/2021 Pasal 35 ayat (1)");
	assert_null(choices("2024-10-10", PILKADA_DAY, THL).rule);
	assert_null(choices("2019-03-01", PILKADA_DAY, PNS).rule); /* before PP 94/2021 */
}

static const char *catalogue(enum subject_class c, enum sanction_level level, const char *at)
{
	const struct law_sanction *all[40];
	const char *s = "";
	size_t n = law_sanctions(law, c, level, day(at), all, 40);
	for (size_t i = 0; i < n; i++)
		s = arena_printf(&arena, "%s%s%s", s, i ? " " : "", all[i]->code);
	return s;
}

/* regulation.md B.3. The trap: PP 94/2021 art 8 (3) waits for the regulation on pay (art 42), so the list of
 * PP 53/2010 art 7 (3) stands beside it and the PPK chooses. */
static void sanctions_are_found_by_class_level_and_day(void **state)
{
	const struct law_sanction *two[2];
	(void)state;
	assert_string_equal(catalogue(PNS, LEVEL_MODERATE, "2024-10-10"),
			    "PP53-7-3-A PP53-7-3-B PP53-7-3-C PP94-8-3-A PP94-8-3-B PP94-8-3-C");
	assert_string_equal(catalogue(PNS, LEVEL_MODERATE, "2021-08-30"), "PP53-7-3-A PP53-7-3-B PP53-7-3-C");
	assert_string_equal(catalogue(PNS, LEVEL_LIGHT, "2024-10-10"), "PP94-8-2-A PP94-8-2-B PP94-8-2-C");
	assert_string_equal(catalogue(PNS, LEVEL_SEVERE, "2024-10-10"), "PP94-8-4-A PP94-8-4-B");
	assert_string_equal(catalogue(PNS, LEVEL_DISMISSAL, "2024-10-10"), "PP94-8-4-C UU20-52-3-J");
	assert_string_equal(catalogue(PPPK, LEVEL_MORAL, "2024-10-10"), "PP42-CLOSED PP42-OPEN");
	assert_string_equal(catalogue(PPPK, LEVEL_CONTRACT, "2024-10-10"), "PPPK-END");
	assert_string_equal(catalogue(THL, LEVEL_NONE, "2024-10-10"), "NONASN-WARN NONASN-END");
	assert_string_equal(catalogue(KEPALA_DESA, LEVEL_NONE, "2024-10-10"), "DESA-ORAL DESA-WRITTEN DESA-SUSPEND DESA-DISMISS");
	assert_string_equal(catalogue(MASYARAKAT, LEVEL_NONE, "2024-10-10"), "");
	assert_int_equal(law_sanctions(law, PNS, LEVEL_NONE, DAY_NONE, two, 2), 2);
	assert_int_equal(law_sanction_at(law, "PP94-8-3-A", day("2024-10-10"))->row.confidence, UNSURE);
	assert_null(law_sanction_at(law, "PP94-8-3-A", day("2021-08-30")));
	assert_string_equal(level_code(LEVEL_CONTRACT), "contract");
}

/* PP 79/2021: objection within 14 working days, answer in 21; appeal to BPASN within 14, decision in 65. */
static void remedies_are_found_by_class_and_level(void **state)
{
	struct day at = day("2024-11-12");
	(void)state;
	const struct law_remedy *m = law_remedy_for(law, PNS, LEVEL_MODERATE, at);
	assert_string_equal(m->code, "objection");
	assert_int_equal(law_clock(law, m->file_clock)->amount, 14);
	assert_int_equal(law_clock(law, m->answer_clock)->amount, 21);
	m = law_remedy_for(law, PNS, LEVEL_DISMISSAL, at);
	assert_string_equal(m->code, "appeal");
	assert_int_equal(law_clock(law, m->answer_clock)->amount, 65);
	assert_int_equal(m->on, HAPPENING_APPEAL_RECEIVED);
	assert_null(law_remedy_for(law, THL, LEVEL_WARNING, at));
	assert_null(law_remedy_for(law, KEPALA_DESA, LEVEL_DISMISSAL, at));
	assert_string_equal(law_remedy_at(law, "appeal", at)->body_id, "BPASN (Badan Pertimbangan ASN)");
	assert_null(law_remedy_at(law, "pardon", at));
	assert_null(law_rule_at(law, "PP94-99", at));
}

/* Liking is SKB-A4 before the determination and SKB-B6 after it: each is the other's row. */
static void the_other_phase_has_a_row_of_its_own(void **state)
{
	(void)state;
	struct day at = day("2024-10-10");
	const struct law_act *before = law_act_at(law, "SKB-A4", at), *after = law_act_at(law, "SKB-B6", at);
	assert_ptr_equal(law_act_other_phase(law, "online_support", PNS, at, before), after);
	assert_ptr_equal(law_act_other_phase(law, "online_support", PNS, at, after), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_act_that_applies_is_told_with_the_heaviest_marked),
		cmocka_unit_test(the_reason_names_phase_day_and_article),
		cmocka_unit_test(only_the_heaviest_is_imposed_on_a_civil_servant),
		cmocka_unit_test(sanctions_are_found_by_class_level_and_day),
		cmocka_unit_test(remedies_are_found_by_class_and_level),
		cmocka_unit_test(the_other_phase_has_a_row_of_its_own),
	};
	return cmocka_run_group_tests(tests, open_law, close_law);
}
