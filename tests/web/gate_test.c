/* gate_test.c -- a flood is slowed, a person always gets through, and guessing codes comes to an end. */
#include "web/gate.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HOUR 3600000
#define CALM 1000000 /* reports a minute that are not reached */
static const unsigned char A[32] = {1}, B[32] = {2};

static struct gate_answer said; /* by the last ask */

static bool ask_with(struct gate *g, const unsigned char *source, const char *ticket, const char *proof, int per_hour, int flood, int64_t now_ms)
{
	struct gate_ask ask = {.ticket = ticket, .proof = proof, .per_hour = per_hour, .flood_per_minute = flood};
	return gate_report(g, source, &ask, now_ms, &said);
}

static bool ask(struct gate *g, const unsigned char *source, const char *ticket, int per_hour, int64_t now_ms)
{
	return ask_with(g, source, ticket, "", per_hour, CALM, now_ms);
}

/* The number that solves @puzzle, as a client finds it. */
static const char *solve(const char *puzzle, int zeros)
{
	static char proof[GATE_PROOF_MAX];
	for (unsigned n = 0;; n++) {
		snprintf(proof, sizeof proof, "%u", n);
		if (gate_proof_good(puzzle, proof, zeros))
			return proof;
	}
}

static void past_the_limit_a_sender_waits_and_then_gets_through(void **state)
{
	struct gate *g = gate_new();
	char ticket[GATE_TICKET_MAX];
	(void)state;
	for (int i = 0; i < 30; i++)
		assert_true(ask(g, A, "", 30, 1000));
	assert_false(ask(g, A, "", 30, 1000));
	int wait = said.wait;
	assert_in_range(wait, 1, GATE_WAIT_MAX);
	strcpy(ticket, said.ticket);
	assert_true(ask(g, B, "", 30, 1000));        /* others are not slowed */
	assert_false(ask(g, A, ticket, 30, 2000));   /* too early: the same ticket, less to wait */
	assert_string_equal(ticket, said.ticket);
	assert_int_equal(said.wait, wait - 1);
	assert_true(ask(g, A, ticket, 30, 1000 + wait * 1000));
	assert_false(ask(g, A, ticket, 30, 1000 + wait * 1000)); /* good once */
	assert_string_not_equal(ticket, said.ticket);
	gate_free(g);
}

static void the_puzzle_is_as_good_as_the_wait(void **state)
{
	struct gate *g = gate_new();
	char ticket[GATE_TICKET_MAX], proof[GATE_PROOF_MAX], wrong[GATE_PROOF_MAX];
	(void)state;
	assert_false(ask(g, A, "", 0, 1000));
	assert_int_equal(said.zeros, GATE_ZEROS_FIRST);
	strcpy(ticket, said.ticket);
	strcpy(proof, solve(said.puzzle, said.zeros));
	snprintf(wrong, sizeof wrong, "%d", atoi(proof) + 1);
	while (gate_proof_good(said.puzzle, wrong, said.zeros))
		strcat(wrong, "1");
	assert_false(ask_with(g, A, ticket, wrong, 0, CALM, 1001));
	assert_false(ask_with(g, B, ticket, proof, 0, CALM, 1001)); /* of another source */
	assert_false(ask_with(g, A, "", proof, 0, CALM, 1001));     /* no ticket */
	assert_true(ask_with(g, A, ticket, proof, 0, CALM, 1001));
	assert_false(ask_with(g, A, ticket, proof, 0, CALM, 1001)); /* good once */
	gate_free(g);
}

/* By sha256sum: "abc.0" gives 20b6..., "abc.1" 0eae...: two and four leading zero bits. */
static void only_short_numbers_with_enough_zeros_are_proofs(void **state)
{
	(void)state;
	assert_true(gate_proof_good("abc", "0", 2));
	assert_false(gate_proof_good("abc", "0", 3));
	assert_true(gate_proof_good("abc", "1", 4));
	assert_false(gate_proof_good("abc", "1", 5));
	const char *good = "1";
	static const char *const bad[] = {"", "x", "1x", "-1", "+1", " 1", "1 ", "0x1", "1.0", "123456789012345678901"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		for (int z = 0; z < 3; z++)
			assert_false(gate_proof_good("abc", bad[i], z));
	assert_false(gate_proof_good("abc", NULL, 1));
	assert_false(gate_proof_good("abc", good, 0));
	assert_false(gate_proof_good("a puzzle that is too long", good, 1));
}

static void a_ticket_of_another_source_or_made_up_is_worth_nothing(void **state)
{
	struct gate *g = gate_new();
	char ticket[GATE_TICKET_MAX];
	static const char *const bad[] = {"", "x", "1.1.1", "1.1.1.1.1", "0.0.0.0.0", "1.1.1.1.", "....", "-1.1.1.1.1", "1.1.1.1.11111111111111111"};
	(void)state;
	assert_true(ask(g, A, "", 1, 1000));
	assert_false(ask(g, A, "", 1, 1000));
	strcpy(ticket, said.ticket);
	assert_true(ask(g, B, "", 1, 1000));
	assert_false(ask(g, B, ticket, 1, 100000));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(ask(g, B, bad[i], 1, 100000));
	assert_false(ask(g, B, NULL, 1, 100000));
	for (size_t i = 0; ticket[i]; i++) { /* each change of one character */
		char other[GATE_TICKET_MAX];
		strcpy(other, ticket);
		other[i] = other[i] == '1' ? '2' : '1';
		assert_false(ask(g, A, other, 1, 100000));
	}
	assert_true(ask(g, B, "", 1, 1000 + HOUR)); /* a new hour begins anew */
	gate_free(g);
}

static void tickets_run_out_of_worth(void **state)
{
	struct gate *g = gate_new();
	char ticket[GATE_TICKET_MAX];
	(void)state;
	assert_false(ask(g, A, "", 0, 1000));
	strcpy(ticket, said.ticket);
	assert_false(ask(g, A, ticket, 0, 1000 + 5000 + 600000));
	gate_free(g);
}

static void the_wait_is_never_longer_than_a_minute(void **state)
{
	struct gate *g = gate_new();
	(void)state;
	for (int i = 0; i < 10000; i++) {
		assert_false(ask(g, A, "", 0, 1000));
		assert_in_range(said.wait, 1, GATE_WAIT_MAX);
	}
	gate_free(g);
}

/* PRODUCT S5: 10,000 automatic reports from one address; a human there who solves nothing can still send. */
static void a_machine_that_does_not_wait_does_not_shut_its_neighbours_out(void **state)
{
	struct gate *g = gate_new();
	char human[GATE_TICKET_MAX];
	size_t in = 0;
	(void)state;
	for (int i = 0; i < 5000; i++)
		in += ask(g, A, "", 30, 1000 + i);
	assert_false(ask(g, A, "", 30, 6000));
	strcpy(human, said.ticket);
	int64_t back = 6000 + said.wait * 1000;
	for (int i = 0; i < 5000; i++)
		in += ask(g, A, "", 30, 6000 + i * 10);
	assert_int_equal(in, 30);
	assert_true(ask(g, A, human, 30, back));
	gate_free(g);
}

/* A machine that keeps a thousand tickets and brings them all back after their wait: twelve at once, then one in five
 * seconds, and those of its neighbours that come between get a place. */
static void a_patient_machine_gets_twelve_a_minute(void **state)
{
	struct gate *g = gate_new();
	static char tickets[1000][GATE_TICKET_MAX];
	char human[GATE_TICKET_MAX];
	size_t in = 0, placed = 0;
	(void)state;
	for (int i = 0; i < 1000; i++) {
		assert_false(ask(g, A, "", 0, 1000));
		strcpy(tickets[i], said.ticket);
	}
	for (int i = 0; i < 50; i++)
		in += ask(g, A, tickets[i], 0, 100000);
	assert_in_range(in, 12, 13);
	assert_false(ask(g, A, tickets[999], 0, 100000)); /* a person among them */
	strcpy(human, said.ticket);
	assert_in_range(said.wait, 1, 240);
	int64_t back = 100000 + said.wait * 1000;
	for (int i = 50; i < 990; i++) {
		assert_false(ask(g, A, tickets[i], 0, 100000));
		placed += said.wait != GATE_WAIT_MAX;
	}
	assert_in_range(placed, 1, 120);
	assert_true(ask(g, A, human, 0, back)); /* the place was kept */
	gate_free(g);
}

/* A city behind one address: whoever solves the puzzle goes in at once, however many there are. */
static void a_city_behind_one_address_is_not_shut_out(void **state)
{
	struct gate *g = gate_new();
	(void)state;
	for (int i = 0; i < 200; i++) {
		if (ask(g, A, "", 30, 1000 + i * 100))
			continue;
		char ticket[GATE_TICKET_MAX];
		strcpy(ticket, said.ticket);
		assert_in_range(said.zeros, GATE_ZEROS_FIRST, GATE_ZEROS_FIRST + 3);
		assert_true(ask_with(g, A, ticket, solve(said.puzzle, said.zeros), 30, CALM, 1000 + i * 100));
	}
	gate_free(g);
}

static void source_n(unsigned char source[32], uint32_t n)
{
	struct hash h = hash_of(&n, sizeof n);
	memcpy(source, h.bytes, 32);
}

static void in_a_flood_three_an_hour_go_in_and_puzzles_get_harder(void **state)
{
	struct gate *g = gate_new();
	unsigned char source[32];
	(void)state;
	for (uint32_t i = 0; i < 100; i++) {
		source_n(source, i);
		assert_true(ask_with(g, source, "", "", 30, 100, 1000));
		assert_false(said.flood);
	}
	source_n(source, 1000);
	for (int i = 0; i < GATE_FLOOD_FREE; i++)
		assert_true(ask_with(g, source, "", "", 30, 100, 1000));
	assert_false(ask_with(g, source, "", "", 30, 100, 1000));
	assert_true(said.flood);
	int zeros = said.zeros;
	assert_true(zeros > GATE_ZEROS_FIRST);
	for (uint32_t i = 2000; i < 3000; i++) { /* ten times as many */
		source_n(source, i);
		assert_true(ask_with(g, source, "", "", 30, 100, 1000));
	}
	source_n(source, 1000);
	assert_false(ask_with(g, source, "", "", 30, 100, 1000));
	assert_in_range(said.zeros, zeros + 2, GATE_ZEROS_MOST);
	assert_true(ask_with(g, source, "", "", 30, 100, 1000 + 130000)); /* it is over after two minutes */
	assert_false(said.flood);
	gate_free(g);
}

/* More strangers than places: nobody gets more than its share, nobody is refused for good. */
static void a_crowded_table_errs_on_the_strict_side(void **state)
{
	struct gate *g = gate_new();
	unsigned char source[32];
	size_t in = 0;
	(void)state;
	for (uint32_t round = 0; round < 3; round++)
		for (uint32_t i = 0; i < 200000; i++) {
			source_n(source, i);
			in += ask(g, source, "", 1, 1000 + round);
		}
	assert_in_range(in, 20000, 200000);
	gate_free(g);
}

/* More tickets than a generation remembers: none of them is good twice. */
static void no_ticket_is_good_twice_however_many_there_are(void **state)
{
	enum { MANY = 60000 };
	struct gate *g = gate_new();
	char(*tickets)[GATE_TICKET_MAX] = calloc(MANY, sizeof *tickets);
	unsigned char source[32];
	size_t in = 0, again = 0;
	(void)state;
	for (uint32_t i = 0; i < MANY; i++) {
		source_n(source, i % 6000);
		assert_false(ask(g, source, "", 0, 1000));
		strcpy(tickets[i], said.ticket);
	}
	for (int round = 0; round < 2; round++)
		for (uint32_t i = 0; i < MANY; i++) {
			source_n(source, i % 6000);
			*(round ? &again : &in) += ask(g, source, tickets[i], 0, 100000);
		}
	assert_in_range(in, 40000, MANY);
	assert_in_range(again, 0, MANY - in);
	free(tickets);
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
		cmocka_unit_test(the_puzzle_is_as_good_as_the_wait),
		cmocka_unit_test(only_short_numbers_with_enough_zeros_are_proofs),
		cmocka_unit_test(a_ticket_of_another_source_or_made_up_is_worth_nothing),
		cmocka_unit_test(tickets_run_out_of_worth),
		cmocka_unit_test(the_wait_is_never_longer_than_a_minute),
		cmocka_unit_test(a_machine_that_does_not_wait_does_not_shut_its_neighbours_out),
		cmocka_unit_test(a_patient_machine_gets_twelve_a_minute),
		cmocka_unit_test(a_city_behind_one_address_is_not_shut_out),
		cmocka_unit_test(in_a_flood_three_an_hour_go_in_and_puzzles_get_harder),
		cmocka_unit_test(a_crowded_table_errs_on_the_strict_side),
		cmocka_unit_test(no_ticket_is_good_twice_however_many_there_are),
		cmocka_unit_test(guessing_codes_comes_to_an_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
