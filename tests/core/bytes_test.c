/* bytes_test.c -- every way of looking at sixty-four bytes sees the same, whatever the bytes and wherever they end. */
#include "core/text/bytes.h"
#include "core/text/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *const ways[] = {"sse2", "avx2", "avx512", "neon"};
static uint64_t seed = 1;
static unsigned roll(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

/* Bytes that matter more often than others. */
static void compose(char *s, size_t n)
{
	static const char often[] = "\"\\\\\\\n\t {}[]:,AZaz09@[`{/:\x7f\x80\xff\x1f\x20\x21";
	for (size_t i = 0; i < n; i++)
		s[i] = roll(3) ? often[roll(sizeof often)] : (char)roll(256);
}

#define ARRAY 8 /* words of an array for at most 448 bytes */

static void all_ways_see_the_same_lines(void **state)
{
	(void)state;
	const char *was = bytes_way();
	for (int again = 0; again < 400; again++) {
		size_t n = roll(400);
		char *s = malloc(n + 1); /* exact size: an overrun is seen */
		uint64_t want[LINE_BITS * ARRAY] = {0}, got[LINE_BITS * ARRAY] = {0};
		struct line_bits want_bits = line_bits_in(want, ARRAY), got_bits = line_bits_in(got, ARRAY);
		compose(s, n);
		assert_true(bytes_use("plain"));
		bytes_lines(s, n, &want_bits);
		for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
			if (bytes_use(ways[i])) {
				bytes_lines(s, n, &got_bits);
				assert_memory_equal(want, got, sizeof want);
			}
		free(s);
	}
	assert_true(bytes_use(was));
}

static struct text_bits arrays(uint64_t *to)
{
	return (struct text_bits){to, to + ARRAY, to + 2 * ARRAY, to + 3 * ARRAY, to + 4 * ARRAY};
}

static void all_ways_see_the_same_text(void **state)
{
	(void)state;
	const char *was = bytes_way();
	for (int again = 0; again < 400; again++) {
		size_t n = roll(400);
		char *s = malloc(n + 1), want_lower[1 + 448] = {0}, got_lower[1 + 448] = {0};
		uint64_t want[TEXT_BITS * ARRAY] = {0}, got[TEXT_BITS * ARRAY] = {0};
		struct text_bits want_bits = arrays(want), got_bits = arrays(got);
		compose(s, n);
		assert_true(bytes_use("plain"));
		bytes_text(s, n, want_lower + 1, &want_bits);
		for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
			if (bytes_use(ways[i])) {
				bytes_text(s, n, got_lower + 1, &got_bits);
				assert_memory_equal(want, got, sizeof want);
				assert_memory_equal(want_lower, got_lower, n + 1);
			}
		free(s);
	}
	assert_true(bytes_use(was));
}

/* By hand: "aku" is plain; "iyaaa" has three in a row, "p3k" letters and digits, "é" is no ASCII and touches "ok". */
static void a_word_is_odd_where_more_than_plain_letters_stand(void **state)
{
	(void)state;
	static const char s[] = "aku Iyaaa p3k \xC3\xA9ok 12";
	/*                       0   4     10  14       18 */
	char room[1 + 64] = {0};
	uint64_t to[TEXT_BITS * ARRAY];
	struct text_bits bits = arrays(to);
	bytes_text(s, sizeof s - 1, room + 1, &bits);
	assert_int_equal(bits.event[0], 1u << 0 | 1u << 4 | 1u << 10 | 1u << 14 | 1u << 15 | 1u << 16 | 1u << 19);
	assert_int_equal(bits.word[0], 7u << 0 | 31u << 4 | 7u << 10 | 3u << 16 | 3u << 19);
	assert_int_equal(bits.odd[0], 1u << 8 | 1u << 11 | 1u << 12 | 7u << 14);
	assert_int_equal(bits.upper[0], 1u << 4);
	assert_int_equal(bits.digit[0], 1u << 11 | 3u << 19);
	assert_int_equal(bits.word[1] | bits.event[1] | bits.odd[1], 0);
	assert_int_equal(bits_from(bits.word, 17), 1 | 3 << 2);
}

/* By hand: the quote at 3 stands behind one backslash, that at 6 behind two; the last but one behind three. */
static void a_quote_behind_an_odd_number_of_backslashes_is_none(void **state)
{
	(void)state;
	static const char s[] = "\"a\\\"\\\\\"\\\\\\\"\"";
	/*                       0 1 2 3  4 5 6  7 8 9 10 11 */
	uint64_t words[LINE_BITS * ARRAY];
	struct line_bits bits = line_bits_in(words, ARRAY);
	bytes_lines(s, sizeof s - 1, &bits);
	assert_int_equal(bits.quote[0], 1u << 0 | 1u << 6 | 1u << 11);
	/* and across the edge of a block */
	char edge[66];
	memset(edge, 'x', sizeof edge);
	edge[63] = '\\';
	edge[64] = edge[65] = '"';
	bytes_lines(edge, sizeof edge, &bits);
	assert_int_equal(bits.quote[1], 2);
}

static void a_text_has_the_same_words_by_every_way(void **state)
{
	(void)state;
	const char *was = bytes_way();
	for (int again = 0; again < 400; again++) {
		scoped(text_free) struct text a = {0};
		scoped(text_free) struct text b = {0};
		char s[300];
		size_t n = roll(sizeof s);
		compose(s, n);
		assert_true(bytes_use("plain"));
		text_read(&a, s, n);
		for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
			if (!bytes_use(ways[i]))
				continue;
			text_read(&b, s, n);
			assert_int_equal(a.n, b.n);
			for (size_t k = 0; k < a.n; k++) {
				assert_int_equal(a.items[k].hash, b.items[k].hash);
				assert_int_equal(a.items[k].at, b.items[k].at);
				assert_int_equal(a.items[k].end, b.items[k].end);
				assert_int_equal(a.items[k].flags, b.items[k].flags);
			}
		}
	}
	assert_true(bytes_use(was));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_ways_see_the_same_lines),
		cmocka_unit_test(all_ways_see_the_same_text),
		cmocka_unit_test(a_word_is_odd_where_more_than_plain_letters_stand),
		cmocka_unit_test(a_quote_behind_an_odd_number_of_backslashes_is_none),
		cmocka_unit_test(a_text_has_the_same_words_by_every_way),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
