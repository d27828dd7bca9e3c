/* law_faults_test.c -- all faults of a pack are told at once, each once, with its row and field, up to a limit. */
#include "core/law/law.h"

#include "core/cases/cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int forget(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static const char *embedded(void)
{
	return arena_strndup(&arena, law_embedded, law_embedded_n);
}

/* @pack with the first @from after @mark made @to. */
static const char *mended(const char *pack, const char *mark, const char *from, const char *to)
{
	const char *begin = strstr(pack, mark), *at = begin ? strstr(begin, from) : NULL;
	if (!at)
		fail_msg("no %s after %s", from, mark);
	return arena_printf(&arena, "%.*s%s%s", (int)(at - pack), pack, to, at + strlen(from));
}

static struct law_faults faults_of(const char *pack, size_t max, const struct law **ret)
{
	struct law_faults f;
	struct err e;
	if (law_read_all(&arena, pack, strlen(pack), max, ret, &f, &e) != OK)
		fail_msg("%s", e.why);
	return f;
}

static void is_fault(const struct law_faults *f, size_t i, const char *kind, const char *row, const char *field)
{
	if (i >= f->n)
		fail_msg("only %zu faults", f->n);
	assert_string_equal(f->items[i].kind, kind);
	assert_string_equal(f->items[i].row, row);
	assert_string_equal(f->items[i].field, field);
}

static void every_fault_is_told_with_its_row_and_field(void **state)
{
	const struct law *law;
	(void)state;
	const char *pack = mended(embedded(), "\"code\":\"PK-CRIME\"", "\"length\":", "\"length\":0,\"was\":");
	pack = mended(pack, "\"code\":\"PK-APPOINT\"", "\"unit\":\"", "\"unit\":\"x");
	pack = mended(pack, "\"code\":\"PK-APPOINT\"", "\"length\":", "\"length\":0,\"was\":");
	pack = mended(pack, "\"id\":\"T21\"", "\"procedure\":\"", "\"procedure\":\"x");
	struct law_faults f = faults_of(pack, 50, &law);
	assert_int_equal(f.n, 4);
	assert_false(f.more);
	assert_null(law); /* not every row could be read: the pack as a whole was not looked at */
	bool crime = false, unit = false, length = false, procedure = false;
	for (size_t i = 0; i < f.n; i++) {
		const struct law_fault *x = &f.items[i];
		assert_string_equal(x->kind, strcmp(x->row, "T21") ? "clock" : "transition");
		procedure |= !strcmp(x->row, "T21") && !strcmp(x->field, "procedure");
		crime |= !strcmp(x->row, "PK-CRIME") && !strcmp(x->field, "length");
		unit |= !strcmp(x->row, "PK-APPOINT") && !strcmp(x->field, "unit");
		length |= !strcmp(x->row, "PK-APPOINT") && !strcmp(x->field, "length");
	}
	assert_true(crime && unit && length && procedure);
}

static void what_is_wrong_past_the_limit_is_only_known_to_be_there(void **state)
{
	const struct law *law;
	(void)state;
	const char *pack = mended(embedded(), "\"code\":\"PK-CRIME\"", "\"length\":", "\"length\":0,\"was\":");
	pack = mended(pack, "\"code\":\"PK-APPOINT\"", "\"length\":", "\"length\":0,\"was\":");
	struct law_faults f = faults_of(pack, 1, &law);
	assert_int_equal(f.n, 1);
	assert_true(f.more);
}

/* The same sentence of another row or another kind is another fault; said again of the same row it is not. */
static void a_fault_is_told_once(void **state)
{
	(void)state;
	struct law_faults f = {.arena = &arena, .items = arena_array(&arena, struct law_fault, 9), .max = 9};
	law_fault_add(&f, "clock", "A", "length", "the %s is wrong", "length");
	law_fault_add(&f, "clock", "A", "length", "the %s is wrong", "length");
	law_fault_add(&f, "clock", "B", "length", "the %s is wrong", "length");
	law_fault_add(&f, "form", "A", "length", "the %s is wrong", "length");
	law_fault_add(&f, "clock", "A", "length", "the %s is missing", "length");
	assert_int_equal(f.n, 4);
	is_fault(&f, 0, "clock", "A", "length");
	is_fault(&f, 1, "clock", "B", "length");
	is_fault(&f, 2, "form", "A", "length");
	assert_string_equal(f.items[3].text, "the length is missing");
}

/* A unit that is no text is one fault, not also a unit that is not known. */
static void one_field_has_one_fault(void **state)
{
	const struct law *law;
	(void)state;
	struct law_faults f = faults_of(mended(embedded(), "\"code\":\"PK-CRIME\"", "\"unit\":\"", "\"unit\":7,\"was\":\""), 50, &law);
	assert_int_equal(f.n, 1);
	is_fault(&f, 0, "clock", "PK-CRIME", "unit");
}

/* One fault of one row, told with its kind, its name and the field. */
static void is_fault_of(const char *kind, const char *pack, const char *row, const char *field, const char *words)
{
	const struct law *law;
	struct law_faults f = faults_of(pack, 50, &law);
	size_t told = 0;
	for (size_t i = 0; i < f.n; i++)
		if (!strcmp(f.items[i].kind, kind) && !strcmp(f.items[i].row, row) && !strcmp(f.items[i].field, field))
			told += strstr(f.items[i].text, words) != NULL;
	assert_int_equal(told, 1);
}

static void is_rung_fault(const char *pack, const char *row, const char *field, const char *words)
{
	is_fault_of("rung", pack, row, field, words);
}

static void a_rung_of_the_ladder_leans_on_rows_that_are_there(void **state)
{
	static const char second_form[] = "\"article\":[\"Perbawaslu 7/2022\"],\"confidence\":\"unsure\",\"key\":\"silence_report\"";
	(void)state;
	is_rung_fault(mended(embedded(), "\"code\":\"DS-REPORT\"", "DS-REPORT", "DS-REMIND"), "DS-REMIND", "", "stands twice");
	is_rung_fault(mended(embedded(), "\"code\":\"DS-REPORT\"", "DS-REPORT", "DS-PPK"), "DS-PPK", "", "code of a legal clock");
	is_rung_fault(mended(embedded(), "\"after\":\"returned\"", "returned", "never"), "DS-RETURN", "after", "unknown event or rung never");
	is_rung_fault(mended(embedded(), "\"code\":\"DS-RETURN\"", "[\"RETURNED\"]", "[]"), "DS-RETURN", "states", "no states");
	is_rung_fault(mended(embedded(), "\"code\":\"DS-RETURN\"", "[\"RETURNED\"]", "[\"NOWHERE\"]"), "DS-RETURN", "states", "unknown state NOWHERE");
	is_rung_fault(mended(embedded(), "\"form\":\"reminder_superior\"", "reminder_superior", "nothing"), "DS-REMIND", "form", "unknown form nothing");
	is_rung_fault(mended(embedded(), second_form, "silence_report", "silent"), "DS-REPORT", "form", "unknown form silence_report");
}

static void is_warning_fault(const char *row, const char *was, const char *is, const char *field, const char *words)
{
	const char *of = arena_printf(&arena, "\"code\":\"%s\"", row);
	is_fault_of("warning", mended(embedded(), of, was, is), row, field, words);
}

/* Partners are told of stages and shares, never of the index, which rests on cases and patrols. */
static void a_rule_of_early_warning_leans_on_rows_that_are_there(void **state)
{
	(void)state;
	is_warning_fault("PD-KAMPANYE", "\"stage\":\"CAMPAIGN\"", "\"stage\":\"NOWHERE\"", "stage", "unknown stage 'NOWHERE'");
	is_warning_fault("PD-IKRAR", "KR-IKRAR", "KR-KERABAT", "indicator", "'KR-KERABAT' is no indicator with a share");
	is_warning_fault("PD-IKRAR", "KR-IKRAR", "KR-TIADA", "indicator", "'KR-TIADA' is no indicator with a share");
	is_warning_fault("PD-IKRAR", "\"points\":80", "\"points\":0", "points", "points are missing");
	is_warning_fault("PD-TINGGI", "\"points\":70", "\"points\":101", "points", "out of bounds");
	is_warning_fault("PD-LONJAK", "\"days\":30", "\"days\":0", "days", "within how many days");
	is_warning_fault("PD-TINGGI", "\"handler\"", "\"secretary\"", "tell", "secretary may not be told of the index");
	is_warning_fault("PD-TINGGI", "\"handler\"", "\"handlers\"", "tell", "unknown role handlers");
	is_warning_fault("PD-TINGGI", "\"handler\"", "\"a role with a name that is much too long\"", "tell", "unknown role a role");
	is_warning_fault("PD-TINGGI", "[\"prevention\",\"chair\",\"handler\"]", "[]", "tell", "tells nobody");
	is_warning_fault("PD-TINGGI", "\"least\":6", "\"least\":-1", "least", "out of bounds");
	is_fault_of("indicator", mended(embedded(), "\"code\":\"KR-IKRAR\"", "\"weight\":1", "\"weight\":0"), "KR-IKRAR", "weight", "out of bounds");
	is_fault_of("indicator", mended(embedded(), "\"code\":\"KR-IKRAR\"", "\"level\":\"low\"", "\"level\":\"mild\""), "KR-IKRAR", "level", "no known word");
	is_fault_of("indicator", mended(embedded(), "\"code\":\"KR-IKRAR\"", "\"fact\":\"pledge\"", "\"fact\":\"oath\""), "KR-IKRAR", "fact", "no known word");
}

static void is_question_fault(const char *was, const char *is, const char *field, const char *words)
{
	is_fault_of("question", mended(embedded(), "\"question\":[{", was, is), "KUIS-01", field, words);
}

/* The first question of the pack, spoilt in each way. */
static void a_question_is_answered_by_a_row_of_the_acts(void **state)
{
	(void)state;
	is_question_fault("PP 42/2004 Pasal 11 huruf c", "PP 42/2004 Pasal 11", "article", "SKB-A1 does not name that article");
	is_question_fault("PP 42/2004 Pasal 11 huruf c", "PP 42/2004 Pasal 11 huruf d", "article", "SKB-A1 does not name that article");
	is_question_fault("\"class\":\"PNS\"", "\"class\":\"THL\"", "class", "SKB-A1 does not bind that class");
	is_question_fault("\"class\":\"PNS\"", "\"class\":\"PNSX\"", "class", "none that is known");
	is_question_fault("\"phase\":\"before_candidacy\"", "\"phase\":\"after_candidacy\"", "phase", "SKB-A1 is of another phase");
	is_question_fault("\"verdict\":\"ethics\"", "\"verdict\":\"discipline\"", "verdict", "SKB-A1 is ethics");
	is_question_fault("\"verdict\":\"ethics\"", "\"verdict\":\"sin\"", "verdict", "no known word");
	is_question_fault("\"why_en\":\"", "\"why_en\":\"\",\"was\":\"", "why_en", "missing");
	is_fault_of("question", mended(embedded(), "\"question\":[{", "\"act\":\"SKB-A1\"", "\"act\":\"SKB-A0\""), "KUIS-01", "act", "unknown act SKB-A0");
	is_fault_of("question", mended(embedded(), "\"question\":[{", "\"code\":\"KUIS-02\"", "\"code\":\"KUIS-01\""), "KUIS-01", "", "stands twice");
}

static void a_rule_of_a_stage_is_shown_to_somebody(void **state)
{
	(void)state;
	const char *of = "\"code\":\"TH-TENANG\"";
	is_fault_of("stage_rule", mended(embedded(), of, "\"stages\":[\"QUIET\"]", "\"stages\":[\"NOWHERE\"]"), "TH-TENANG", "stages", "unknown stage 'NOWHERE'");
	is_fault_of("stage_rule", mended(embedded(), of, "\"procedures\":[\"pilkada\",\"pemilu\"]", "\"procedures\":[\"none\"]"), "TH-TENANG", "procedures",
		    "neither pilkada nor pemilu");
	const struct law *one;
	assert_int_equal(faults_of(mended(embedded(), of, "[\"pilkada\",\"pemilu\"]", "[\"pemilu\"]"), 50, &one).n, 0);
}

static void an_act_without_classes_is_not_also_an_act_without_sanction(void **state)
{
	const struct law *law;
	(void)state;
	const char *pack = embedded(), *level = strstr(pack, "\"level\":\"");
	while (level && level[9] == '"') /* the first act that names a level */
		level = strstr(level + 9, "\"level\":\"");
	assert_non_null(level);
	const char *classes = level;
	while (strncmp(classes, "\"classes\":[", 11) != 0)
		classes--;
	pack = arena_printf(&arena, "%.*s\"classes\":[],\"were\":[%s", (int)(classes - pack), pack, classes + 11);
	struct law_faults f = faults_of(pack, 50, &law);
	assert_non_null(law); /* each row could be read */
	size_t of_classes = 0;
	for (size_t i = 0; i < f.n; i++) {
		of_classes += !strcmp(f.items[i].kind, "act") && strstr(f.items[i].text, "no classes") != NULL;
		assert_null(strstr(f.items[i].text, "no sanction of level"));
	}
	assert_int_equal(of_classes, 1);
}

/* Every kind of row has its limit: a pack must not make the program hold more than it was built for. */
static void too_many_rows_of_any_kind_are_refused(void **state)
{
	static const char *const kinds[] = {"act", "clock", "state", "transition", "route", "form", "number", "stage", "holiday",
					    "requirement", "identity", "area", "field", "election", "sanction", "remedy", "rule", "rung", "indicator", "warning", "stage_rule",
					    "question", "pledge_point"};
	char *rows = arena_alloc(&arena, 2 * LAW_ROWS_MAX + 8);
	(void)state;
	for (size_t i = 0; i <= LAW_ROWS_MAX; i++)
		memcpy(rows + 2 * i, "7,", 3);
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		struct law_faults f;
		const struct law *law;
		struct err e;
		const char *key = arena_printf(&arena, "\"%s\":[", kinds[i]);
		const char *pack = mended(embedded(), key, key, arena_printf(&arena, "%s%s", key, rows));
		assert_int_equal(law_read_all(&arena, pack, strlen(pack), 50, &law, &f, &e), TOO_LARGE);
		assert_non_null(strstr(e.why, kinds[i]));
	}
}

static void all_unknown_guards_are_found(void **state)
{
	const struct law *law;
	(void)state;
	struct law_faults f = faults_of(embedded(), 50, &law);
	assert_int_equal(f.n, 0);
	cases_faults(law, &f);
	assert_int_equal(f.n, 0);
	const char *pack = mended(embedded(), "\"guard\":\"crime_agreed\"", "crime_agreed", "coin_tossed");
	f = faults_of(pack, 50, &law);
	cases_faults(law, &f);
	assert_int_equal(f.n, 1);
	is_fault(&f, 0, "transition", "T30", "guard");
	assert_string_equal(f.items[0].text, "transition T30: unknown guard 'coin_tossed'");
}

/* 2020: 23 September; 2024: 22 September. */
static void the_nearest_determination_counts_for_whoever_knows_no_contest(void **state)
{
	const struct law *law;
	struct day at;
	char text[DAY_TEXT_MAX];
	(void)state;
	faults_of(embedded(), 1, &law);
	assert_int_equal(day_parse("2024-06-01", &at, NULL), OK);
	assert_string_equal(day_iso(law_determined_near(law, at), text), "2024-09-22");
	assert_int_equal(day_parse("2020-12-09", &at, NULL), OK);
	assert_string_equal(day_iso(law_determined_near(law, at), text), "2020-09-23");
	struct law_stage open = {.boundary = true, .start = DAY_NONE};
	struct law one = {.stages = {.items = &open, .n = 1}};
	assert_true(day_is_none(law_determined_near(&one, at)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(every_fault_is_told_with_its_row_and_field, forget),
		cmocka_unit_test_teardown(what_is_wrong_past_the_limit_is_only_known_to_be_there, forget),
		cmocka_unit_test_teardown(a_fault_is_told_once, forget),
		cmocka_unit_test_teardown(a_rung_of_the_ladder_leans_on_rows_that_are_there, forget),
		cmocka_unit_test_teardown(a_question_is_answered_by_a_row_of_the_acts, forget),
		cmocka_unit_test_teardown(a_rule_of_early_warning_leans_on_rows_that_are_there, forget),
		cmocka_unit_test_teardown(a_rule_of_a_stage_is_shown_to_somebody, forget),
		cmocka_unit_test_teardown(one_field_has_one_fault, forget),
		cmocka_unit_test_teardown(an_act_without_classes_is_not_also_an_act_without_sanction, forget),
		cmocka_unit_test_teardown(too_many_rows_of_any_kind_are_refused, forget),
		cmocka_unit_test_teardown(all_unknown_guards_are_found, forget),
		cmocka_unit_test_teardown(the_nearest_determination_counts_for_whoever_knows_no_contest, forget),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
