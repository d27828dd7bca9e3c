/* base_test.c -- days, zones, text, buffers, JSON and ids. */
#include "base/buf.h"
#include "base/day.h"
#include "base/id.h"
#include "base/json.h"
#include "base/settings.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* 29 February exists in 2024 and not in 2023; 1 January 1970 was a Thursday. */
static void days_go_there_and_back(void **state)
{
	(void)state;
	int y, m, d;
	for (int32_t n = day_of(1900, 1, 1).n; n < day_of(2100, 1, 1).n; n++) {
		day_parts((struct day){n}, &y, &m, &d);
		assert_true(day_valid(y, m, d));
		assert_int_equal(day_of(y, m, d).n, n);
	}
	assert_int_equal(day_weekday(day_of(1970, 1, 1)), 3);
	assert_true(day_valid(2024, 2, 29));
	assert_false(day_valid(2023, 2, 29));
}

/* Six months before 22 September 2024 is 22 March; 31 August has no twin in February; also where a form's years end. */
static void months_go_both_ways_and_end_with_the_month(void **state)
{
	(void)state;
	assert_int_equal(day_months(day_of(2024, 9, 22), -6).n, day_of(2024, 3, 22).n);
	assert_int_equal(day_months(day_of(2024, 8, 31), -6).n, day_of(2024, 2, 29).n);
	assert_int_equal(day_months(day_of(2023, 8, 31), 6).n, day_of(2024, 2, 29).n);
	assert_int_equal(day_months(day_of(2024, 1, 15), -1).n, day_of(2023, 12, 15).n);
	assert_int_equal(day_months(day_of(2199, 12, 31), 480).n, day_of(2239, 12, 31).n);
	assert_int_equal(day_months(day_of(1800, 1, 31), -11).n, day_of(1799, 2, 28).n);
}

static void dates_are_read_as_people_write_them(void **state)
{
	(void)state;
	struct day d;
	struct err e;
	assert_int_equal(day_parse("2024-10-01", &d, &e), OK);
	assert_int_equal(d.n, day_of(2024, 10, 1).n);
	assert_int_equal(day_parse("1/10/2024", &d, &e), OK);
	assert_int_equal(d.n, day_of(2024, 10, 1).n);
	assert_int_equal(day_parse("2024-02-30", &d, &e), INVALID);
	assert_int_equal(day_parse("besok", &d, &e), INVALID);
	assert_non_null(strstr(e.why, "besok"));
}

/* 23:30 UTC on 30 September is already 1 October in all three zones. */
static void a_moment_has_its_day_in_each_zone(void **state)
{
	(void)state;
	struct instant t;
	struct err e;
	char text[DAY_TEXT_MAX], words[64];
	assert_int_equal(instant_parse("2024-09-30T23:30:00Z", WIB, &t, &e), OK);
	assert_int_equal(day_of_instant(t, WIB).n, day_of(2024, 10, 1).n);
	assert_string_equal(instant_iso(t, WITA, text), "2024-10-01T07:30:00+08:00");
	assert_string_equal(instant_long(t, WIT, ID, words), "Selasa, 1 Oktober 2024, 08.30 WIT");
	assert_int_equal(instant_parse("2024-10-01T06:30:00", WIB, &t, &e), OK);
	assert_string_equal(instant_iso(t, WIB, text), "2024-10-01T06:30:00+07:00");
	assert_int_equal(instant_parse("2024-10-01T25:00:00Z", WIB, &t, &e), INVALID);
	assert_int_equal(zone_of_region("73.71"), WITA);
	assert_int_equal(zone_of_region("91"), WIT);
	assert_int_equal(zone_of_region("35.79"), WIB);
}

static void html_and_json_are_escaped(void **state)
{
	(void)state;
	scoped(buf_free) struct buf b = {0};
	buf_html(&b, "<a href='x'>\"&</a>");
	assert_string_equal(b.s, "&lt;a href=&#39;x&#39;&gt;&quot;&amp;&lt;/a&gt;");
	buf_clear(&b);
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_text(&j, "a", "x\"\\\n\001");
	jout_key(&j, "b");
	jout_array(&j);
	jout_int(&j, 1);
	jout_int(&j, -2);
	jout_end(&j, ']');
	jout_put_bool(&j, "c", true);
	jout_end(&j, '}');
	assert_string_equal(b.s, "{\"a\":\"x\\\"\\\\\\n\\u0001\",\"b\":[1,-2],\"c\":true}");
	buf_clear(&b);
	buf_csv(&b, "=1+1");
	assert_string_equal(b.s, "\"'=1+1\"");
}

/* Digits are made without printf where that is safe: they must be the very ones that printf makes. */
static void real_numbers_are_written_as_printf_writes_them(void **state)
{
	(void)state;
	scoped(buf_free) struct buf b = {0};
	static const double some[] = {0, -0.0, 0.5, -0.5, 0.125, 0.375, 2.675, 1.005, -0.0004, 0.9995, 99.995, 1e6, 999999.99995, 1e300, 5e-324, __builtin_inf(), __builtin_nan("")};
	uint64_t seed = 3;
	for (size_t i = 0; i < 200000; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		double x = i < sizeof some / sizeof *some ? some[i] : (double)(int64_t)seed / (i % 3 ? 9.3e18 : 1e15);
		if (i % 5 == 4)
			x = (double)(seed >> 44) / 2000; /* many of these are ties, or as near to one as can be */
		int decimals = (int)(i % 6);
		char want[400];
		snprintf(want, sizeof want, "%.*f", decimals, x);
		struct json_out j = jout_start(&b);
		buf_clear(&b);
		jout_real(&j, x, decimals);
		assert_string_equal(b.s, want);
	}
}

/* Eight bytes are looked at at once: a byte that wants an escape is found in each of the eight places. */
static void every_byte_is_escaped_wherever_it_stands(void **state)
{
	(void)state;
	scoped(buf_free) struct buf b = {0};
	for (int c = 0; c < 256; c++)
		for (size_t at = 0; at < 20; at++) {
			char text[20], want[48], as[8] = {(char)c, 0};
			memset(text, 'a', sizeof text);
			text[at] = (char)c;
			if (c == '"' || c == '\\' || c == '\n' || c == '\t' || c == '\r')
				snprintf(as, sizeof as, "\\%c", c == '\n' ? 'n' : c == '\t' ? 't' : c == '\r' ? 'r' : c);
			else if (c < 0x20 || c == 0x7F)
				snprintf(as, sizeof as, "\\u%04x", (unsigned)c);
			snprintf(want, sizeof want, "\"%.*s%s%.*s\"", (int)at, "aaaaaaaaaaaaaaaaaaa", c ? as : "\\u0000", (int)(19 - at), "aaaaaaaaaaaaaaaaaaa");
			buf_clear(&b);
			buf_json_string(&b, text, sizeof text);
			if (strcmp(b.s, want))
				fail_msg("byte %d at %zu: %s, expected %s", c, at, b.s, want);
		}
}

static void a_full_buffer_says_so(void **state)
{
	(void)state;
	struct err e;
	scoped(buf_free) struct buf b = {.limit = 8};
	buf_text(&b, "1234567");
	assert_int_equal(buf_done(&b, &e), OK);
	buf_text(&b, "89");
	assert_int_equal(buf_done(&b, &e), TOO_LARGE);
	assert_string_equal(b.s, "1234567");
	buf_clear(&b);
	for (int i = 0; i < 9; i++)
		buf_char(&b, 'x');
	assert_int_equal(buf_done(&b, &e), TOO_LARGE);
	assert_int_equal(b.n, 8);
}

static void json_is_read_within_limits(void **state)
{
	(void)state;
	struct err e;
	scoped(arena_free) struct arena a = {0};
	const struct json *j;
	const char *text = "{\"a\":[1,2.5,\"x\"],\"b\":null}";
	assert_int_equal(json_read(&a, "test", text, strlen(text), 1000, &j, &e), OK);
	assert_int_equal(json_get(j, "a")->n, 3);
	assert_string_equal(json_get(j, "a")->items[2].text.s, "x");
	assert_null(json_get(j, "b"));
	assert_int_equal(json_read(&a, "test", "{\"a\":1,\"a\":2}", 13, 1000, &j, &e), INVALID);
	assert_int_equal(json_read(&a, "test", text, strlen(text), 10, &j, &e), TOO_LARGE);
	char deep[200];
	memset(deep, '[', sizeof deep);
	assert_int_equal(json_read(&a, "test", deep, sizeof deep, 1000, &j, &e), INVALID);
	assert_int_equal(json_read(&a, "test", "{\"a\":}", 6, 1000, &j, &e), INVALID);
	assert_non_null(strstr(e.why, "line 1"));
}

static void text_is_checked_and_cleaned(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	assert_true(text_valid("caf\xC3\xA9", 5));
	assert_false(text_valid("\xC0\x80", 2));     /* overlong NUL */
	assert_false(text_valid("\xED\xA0\x80", 3)); /* a surrogate */
	assert_false(text_valid("a\0b", 3));
	assert_string_equal(text_clean(&a, "  x\xFFy ", 6), "x\xEF\xBF\xBDy");
	char dots[32];
	assert_string_equal(int_dots(1234567, DOTS, dots), "1.234.567");
}

/* "cafés" is six bytes, its é the fourth and the fifth. */
static void a_clipped_text_is_never_longer_than_its_limit(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	static const char cafes[] = "caf\xC3\xA9s";
	static const char *const clipped[] = {"", "c", "ca", "\xE2\x80\xA6", "c\xE2\x80\xA6", "ca\xE2\x80\xA6", cafes, cafes};
	for (size_t max = 0; max < sizeof clipped / sizeof *clipped; max++) {
		const char *got = text_clip(&a, cafes, max);
		assert_string_equal(got, clipped[max]);
		assert_true(strlen(got) <= max && text_valid(got, strlen(got)));
	}
	assert_string_equal(text_clip(&a, "caf\xC3\xA9" "caf\xC3\xA9", 7), "caf\xE2\x80\xA6"); /* not in the middle of the é */
	assert_string_equal(text_clip(&a, NULL, 4), "");
}

static void ids_ascend_and_never_repeat(void **state)
{
	(void)state;
	struct instant now = {INT64_C(1732200000000000)};
	int64_t last = 0;
	for (int i = 0; i < 10000; i++) {
		int64_t id = id_new(now);
		assert_true(id > last);
		last = id;
	}
}

static void an_unknown_setting_is_an_error(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	const struct settings *s;
	struct err e;
	assert_int_equal(settings_load(&a, NULL, &s, &e), OK);
	assert_int_equal(settings_int(s, "intake.files_max"), 10);
	assert_int_equal(settings_with(&a, s, "serve.listn", "x", &s, &e), INVALID);
}

static enum status settings_of(struct arena *a, struct str text, const struct settings **ret, struct err *e)
{
	return settings_read(a, "netra.ini", text.s, text.n, ret, e);
}

static void a_settings_file_is_text_of_limited_size(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	const struct settings *s;
	struct err e;
	assert_int_equal(settings_of(&a, STR("[intake]\nfiles_max = 3 ; few\n"), &s, &e), OK);
	assert_int_equal(settings_int(s, "intake.files_max"), 3);
	assert_int_equal(settings_of(&a, STR("[intake]\n\nfile_max = 3\n"), &s, &e), INVALID);
	assert_non_null(strstr(e.why, "netra.ini:3"));
	assert_int_equal(settings_of(&a, STR("[office]\nzone = WIB\0WIT\n"), &s, &e), INVALID);
	char *long_text = arena_alloc(&a, 70000);
	memset(long_text, '\n', 70000);
	assert_int_equal(settings_of(&a, (struct str){long_text, 70000}, &s, &e), TOO_LARGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_go_there_and_back),
		cmocka_unit_test(months_go_both_ways_and_end_with_the_month),
		cmocka_unit_test(dates_are_read_as_people_write_them),
		cmocka_unit_test(a_moment_has_its_day_in_each_zone),
		cmocka_unit_test(html_and_json_are_escaped),
		cmocka_unit_test(a_full_buffer_says_so),
		cmocka_unit_test(real_numbers_are_written_as_printf_writes_them),
		cmocka_unit_test(every_byte_is_escaped_wherever_it_stands),
		cmocka_unit_test(json_is_read_within_limits),
		cmocka_unit_test(text_is_checked_and_cleaned),
		cmocka_unit_test(a_clipped_text_is_never_longer_than_its_limit),
		cmocka_unit_test(ids_ascend_and_never_repeat),
		cmocka_unit_test(an_unknown_setting_is_an_error),
		cmocka_unit_test(a_settings_file_is_text_of_limited_size),
	};
	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
