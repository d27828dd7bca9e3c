/* quiz_test.c -- the bank of situations: enough of them, each told in both languages, each answered as the acts answer it. */
#include "core/law/law.h"

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

static void there_are_at_least_sixty_and_no_two_are_alike(void **state)
{
	(void)state;
	assert_true(law->questions.n >= 60);
	for (size_t i = 0; i < law->questions.n; i++)
		for (size_t k = 0; k < i; k++) {
			assert_string_not_equal(law->questions.items[i].code, law->questions.items[k].code);
			assert_string_not_equal(law->questions.items[i].situation_id, law->questions.items[k].situation_id);
		}
}

/* What law_read checks too, said once more from the rows: the act is there, binds that class in that phase, and is of the kind
 * that the answer says; each article of the answer is one of the act's. */
static void each_answer_agrees_with_its_act(void **state)
{
	(void)state;
	for (size_t i = 0; i < law->questions.n; i++) {
		const struct law_question *q = &law->questions.items[i];
		const struct law_act *act = law_act(law, q->act);
		assert_non_null(act);
		assert_true(class_in(&act->classes, q->class));
		assert_true(act->phase == PHASE_ANY || act->phase == q->phase);
		if (q->verdict != VERDICT_ALLOWED)
			assert_string_equal(verdict_code(q->verdict), act->kind);
		struct str rest = str_of(q->row.basis), article;
		while (str_split(&rest, ';', &article))
			assert_non_null(strstr(act->row.basis, arena_strndup(&arena, str_trim(article).s, str_trim(article).n)));
	}
}

/* The same question asked of the program that judges events: it comes to the same kind of rule. Candidates of the local election of
 * 2024 were determined on 22 September. Crimes are never picked by a program. */
static void the_program_would_judge_the_same(void **state)
{
	size_t judged = 0;
	(void)state;
	for (size_t i = 0; i < law->questions.n; i++) {
		const struct law_question *q = &law->questions.items[i];
		struct day event = q->phase == BEFORE_CANDIDACY ? day_of(2024, 9, 2) : day_of(2024, 10, 21);
		const struct law_act *picked = law_act_pick(law, law_act(law, q->act)->conduct, q->class, event, day_of(2024, 9, 22));
		if (q->verdict == VERDICT_CRIMINAL || q->verdict == VERDICT_ALLOWED || text_eq(q->act, "PEMILU-283"))
			continue; /* PEMILU-283 is the milder of two for a general election: the joint decree's row is picked */
		assert_non_null(picked);
		assert_string_equal(picked->kind, verdict_code(q->verdict));
		judged++;
	}
	assert_true(judged > 50);
}

/* An event of civil servants, daily workers and village people has questions for each; every kind of answer comes up. */
static void the_bank_serves_every_group_and_every_answer(void **state)
{
	size_t of_verdict[VERDICT_N] = {0}, of_class[SUBJECT_CLASS_N] = {0};
	(void)state;
	for (size_t i = 0; i < law->questions.n; i++) {
		of_verdict[law->questions.items[i].verdict]++;
		of_class[law->questions.items[i].class]++;
	}
	for (int v = 0; v < VERDICT_N; v++)
		assert_true(of_verdict[v] >= 3);
	assert_true(of_class[PNS] && of_class[PPPK] && of_class[THL] && of_class[KEPALA_DESA] && of_class[PERANGKAT_DESA] && of_class[BPD]);
	assert_string_equal(verdict_code(VERDICT_N), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_are_at_least_sixty_and_no_two_are_alike),
		cmocka_unit_test(each_answer_agrees_with_its_act),
		cmocka_unit_test(the_program_would_judge_the_same),
		cmocka_unit_test(the_bank_serves_every_group_and_every_answer),
	};
	return cmocka_run_group_tests(tests, open_law, close_law);
}
