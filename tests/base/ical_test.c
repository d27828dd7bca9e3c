/* ical_test.c -- lines of RFC 5545: folding (3.1), escaping of TEXT (3.3.11), moments in UTC (3.3.5). */
#include "base/ical.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void a_short_line_stands_whole(void **state)
{
	(void)state;
	scoped(buf_free) struct buf b = {0};
	ical_line(&b, "VERSION", "2.0");
	assert_string_equal(b.s, "VERSION:2.0\r\n");
}

/* "SUMMARY:" is 8 octets: 67 letters fill the line, the 68th goes on to the next, behind one space. */
static void a_line_of_75_octets_is_not_folded_and_one_of_76_is(void **state)
{
	(void)state;
	char text[80];
	scoped(buf_free) struct buf whole = {0}, folded = {0};
	memset(text, 'a', sizeof text);
	text[67] = 0;
	ical_text(&whole, "SUMMARY", text);
	assert_int_equal(whole.n, 77);
	assert_null(strstr(whole.s, "\r\n "));
	text[67] = 'a';
	text[68] = 0;
	ical_text(&folded, "SUMMARY", text);
	assert_string_equal(folded.s + 75, "\r\n a\r\n");
}

/* "é" is two octets: with 8 + 66 before it, it would be cut at the 75th; it moves to the next line whole. */
static void a_character_is_never_cut(void **state)
{
	(void)state;
	char text[80];
	scoped(buf_free) struct buf b = {0};
	memset(text, 'a', 66);
	strcpy(text + 66, "\xC3\xA9z");
	ical_text(&b, "SUMMARY", text);
	assert_string_equal(b.s + 74, "\r\n \xC3\xA9z\r\n");
}

static void a_long_text_is_folded_again_and_again(void **state)
{
	(void)state;
	char text[400];
	scoped(buf_free) struct buf b = {0};
	memset(text, 'x', 399);
	text[399] = 0;
	ical_text(&b, "DESCRIPTION", text);
	for (const char *at = b.s, *end; (end = strstr(at, "\r\n")); at = end + 2)
		assert_true(end - at <= ICAL_LINE_MAX);
}

static void text_is_escaped_and_other_control_characters_are_left_out(void **state)
{
	(void)state;
	scoped(buf_free) struct buf b = {0};
	ical_text(&b, "D", "a,b;c\\d\ne\r\x01\tf:g");
	assert_string_equal(b.s, "D:a\\,b\\;c\\\\d\\ne\tf:g\r\n");
	buf_clear(&b);
	ical_text(&b, "D", NULL);
	assert_string_equal(b.s, "D:\r\n");
}

/* 23.59.59 in WIB (UTC+7) is 16.59.59 in UTC; the second before the epoch belongs to 1969. */
static void a_moment_is_written_in_utc(void **state)
{
	(void)state;
	scoped(buf_free) struct buf b = {0};
	ical_moment(&b, "DTEND", instant_day_end(day_of(2024, 11, 8), WIB));
	ical_moment(&b, "DTEND", (struct instant){-1});
	ical_int(&b, "SEQUENCE", 12);
	assert_string_equal(b.s, "DTEND:20241108T165959Z\r\nDTEND:19691231T235959Z\r\nSEQUENCE:12\r\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_short_line_stands_whole),
		cmocka_unit_test(a_line_of_75_octets_is_not_folded_and_one_of_76_is),
		cmocka_unit_test(a_character_is_never_cut),
		cmocka_unit_test(a_long_text_is_folded_again_and_again),
		cmocka_unit_test(text_is_escaped_and_other_control_characters_are_left_out),
		cmocka_unit_test(a_moment_is_written_in_utc),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
