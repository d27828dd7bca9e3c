/* neon_test.c -- the way of looking at bytes for ARM, built here against its instructions in plain C (neon.h), sees what
 * the plain way sees. On ARM itself bytes_test.c compares the real one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* bytes.c once more, as a compiler for ARM would read it; its functions under names of their own. */
#undef __x86_64__
#ifndef __aarch64__
#define __aarch64__ 1
#endif
#define BYTES_NEON "core/neon.h"
#define bytes_lines arm_lines
#define bytes_text arm_text
#define bytes_way arm_way
#define bytes_use arm_use
#include "core/text/bytes.c"

static uint64_t seed = 7;
static unsigned roll(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}
static void compose(char *s, size_t n)
{
	static const char often[] = "\"\\\\\n\t {}AZaz09@[`{/:#'\x7f\x80\xff\x1f\x20\x21";
	for (size_t i = 0; i < n; i++)
		s[i] = roll(3) ? often[roll(sizeof often)] : roll(4) || !i ? (char)roll(256) : s[i - 1];
}

#define ARRAY 8 /* words of an array for at most 448 bytes */

static void the_way_for_arm_sees_the_same_lines(void **state)
{
	(void)state;
	for (int again = 0; again < 2000; again++) {
		size_t n = roll(400);
		char *s = malloc(n + 1); /* exact size: an overrun is seen */
		uint64_t want[LINE_BITS * ARRAY] = {0}, got[LINE_BITS * ARRAY] = {0};
		struct line_bits want_bits = line_bits_in(want, ARRAY), got_bits = line_bits_in(got, ARRAY);
		compose(s, n);
		assert_true(arm_use("plain"));
		arm_lines(s, n, &want_bits);
		assert_true(arm_use("neon"));
		assert_string_equal(arm_way(), "neon");
		arm_lines(s, n, &got_bits);
		assert_memory_equal(want, got, sizeof got);
		free(s);
	}
}

static void look(const char *way, const char *s, size_t n, char lower[449], uint64_t bits[TEXT_BITS * ARRAY])
{
	memset(bits, 0, TEXT_BITS * ARRAY * sizeof *bits);
	memset(lower, 0, 449);
	assert_true(arm_use(way));
	arm_text(s, n, lower + 1, &(struct text_bits){bits, bits + ARRAY, bits + 2 * ARRAY, bits + 3 * ARRAY, bits + 4 * ARRAY});
}

static void the_way_for_arm_sees_the_same_text(void **state)
{
	(void)state;
	for (int again = 0; again < 2000; again++) {
		size_t n = roll(380);
		char *s = malloc(n + 1), want[449], got[449];
		uint64_t want_bits[TEXT_BITS * ARRAY], got_bits[TEXT_BITS * ARRAY];
		compose(s, n);
		look("plain", s, n, want, want_bits);
		look("neon", s, n, got, got_bits);
		assert_memory_equal(want + 1, got + 1, n);
		assert_memory_equal(want_bits, got_bits, sizeof got_bits);
		free(s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(the_way_for_arm_sees_the_same_lines), cmocka_unit_test(the_way_for_arm_sees_the_same_text)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
