/* gate_test.c -- a flood is slowed, a person always gets through, and guessing codes comes to an end. */
#include "web/gate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define HOUR 3600000
static const unsigned char A[32] = {1}, B[32] = {2};

static void past_the_limit_a_sender_waits_and_then_gets_through(void **state)
{
	struct gate *g = gate_new();
	char ticket[GATE_TICKET_MAX], again[GATE_TICKET_MAX];
	(void)state;
	for (int i = 0; i < 30; i++)
		assert_int_equal(gate_report(g, A, "", 30, 1000, ticket), 0);
	int wait = gate_report(g, A, "", 30, 1000, ticket);
	assert_in_range(wait, 1, GATE_WAIT_MAX);
	assert_int_equal(gate_report(g, B, "", 30, 1000, again), 0); /* others are not slowed */
	assert_true(gate_report(g, A, ticket, 30, 2000, again) >
		    0); /* too early: the same ticket, less to wait */
	assert_string_equal(ticket, again);
	assert_int_equal(gate_report(g, A, ticket, 30, 1000 + wait * 1000, again), 0);
	assert_true(gate_report(g, A, ticket, 30, 1000 + wait * 1000, again) > 0); /* good once */
	gate_free(g);
}

static void a_ticket_of_another_source_or_made_up_is_worth_nothing(void **state)
{
	struct gate *g = gate_new();
	char ticket[GATE_TICKET_MAX], other[GATE_TICKET_MAX];
	(void)state;
	for (int i = 0; i < 3; i++)
		gate_report(g, A, "", 1, 1000, ticket);
	gate_report(g, B, "", 1, 1000, other);
	assert_true(gate_report(g, B, ticket, 1, 100000, other) > 0);
	assert_true(gate_report(g, B, "1.1.1", 1, 100000, other) > 0);
	assert_true(gate_report(g, B, "x", 1, 100000, other) > 0);
	assert_true(gate_report(g, B, NULL, 1, 100000, other) > 0);
	assert_int_equal(gate_report(g, B, "", 1, 1000 + HOUR, other), 0); /* a new hour begins anew */
	gate_free(g);
}

static void the_wait_is_never_longer_than_a_minute(void **state)
{
	struct gate *g = gate_new();
	char ticket[GATE_TICKET_MAX];
	(void)state;
	for (int i = 0; i < 10000; i++)
		assert_in_range(gate_report(g, A, "", 0, 1000, ticket), 1, GATE_WAIT_MAX);
	gate_free(g);
}

/* TRUST R21: 10 an hour from one source, 1,000 from all, an alarm at 200. */
static void guessing_codes_comes_to_an_end(void **state)
{
	struct gate *g = gate_new();
	unsigned char source[32] = {0};
	int alarms = 0;
	(void)state;
	for (int i = 0; i < GATE_CODES_SOURCE; i++) {
		assert_true(gate_code_may(g, A, 1000));
		alarms += gate_code_wrong(g, A, 1000);
	}
	assert_false(gate_code_may(g, A, 1000));
	assert_true(gate_code_may(g, B, 1000));
	for (int i = GATE_CODES_SOURCE; i < GATE_CODES_ALL; i++) {
		memcpy(source, &i, sizeof i);
		alarms += gate_code_wrong(g, source, 1000);
		assert_int_equal(alarms, i + 1 >= GATE_CODES_ALARM);
	}
	assert_false(gate_code_may(g, B, 1000));
	assert_true(gate_code_may(g, B, 1000 + HOUR));
	gate_free(g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(past_the_limit_a_sender_waits_and_then_gets_through),
		cmocka_unit_test(a_ticket_of_another_source_or_made_up_is_worth_nothing),
		cmocka_unit_test(the_wait_is_never_longer_than_a_minute),
		cmocka_unit_test(guessing_codes_comes_to_an_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
