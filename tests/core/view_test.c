/* view_test.c -- lines of posts from hostile hands: what is not JSON is refused by name, what is JSON is understood. The
 * sentences about JSON are those of RFC 8259. All names are made up. */
#include "core/screen/screen_internal.h"
#include "core/screen/view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static enum status read_line(const char *line, size_t n, struct err *e)
{
	scoped(view_free) struct post_view v = {0};
	char *exact = malloc(n ? n : 1); /* no byte behind the line may be read */
	memcpy(exact, line, n);
	enum status ret = view_read_line(exact, n, &v, e);
	free(exact);
	return ret;
}

static void what_is_no_json_is_refused_by_name(void **state)
{
	(void)state;
	static const struct { const char *line, *why; } bad[] = {
		{"", "'{' was expected"}, {"[]", "'{' was expected"}, {"{", "quoted text"}, {"{\"text\":\"a", "not closed"}, {"{\"text\":\"a\"", "',' or '}'"},
		{"{\"text\":\"a\",}", "quoted text"}, {"{\"text\" \"a\"}", "':' was expected"}, {"{text:\"a\"}", "quoted text"}, {"{\"text\":\"a\"}}", "behind the post"},
		{"{\"text\":\"a\"} {", "behind the post"}, {"{'text':'a'}", "quoted text"}, {"{\"text\":\"a\",\"x\":01}", "',' or '}'"}, {"{\"text\":\"a\",\"x\":1.}", "number"},
		{"{\"text\":\"a\",\"x\":1e}", "number"}, {"{\"text\":\"a\",\"x\":-}", "number"}, {"{\"text\":\"a\",\"x\":+1}", "value"}, {"{\"text\":\"a\",\"x\":.5}", "value"},
		{"{\"text\":\"a\",\"x\":NaN}", "value"}, {"{\"text\":\"a\",\"x\":tru}", "value"}, {"{\"text\":\"a\",\"x\":truee}", "',' or '}'"}, {"{\"text\":\"a\",\"x\":[1,]}", "value"},
		{"{\"text\":\"a\",\"x\":[1}", "',' or ']'"}, {"{\"text\":\"a\",\"x\":{\"y\"}}", "':'"}, {"{\"text\":\"a\\x\"}", "escape"}, {"{\"text\":\"\\u12g4\"}", "hex"},
		{"{\"text\":\"\\u12\"}", "hex"}, {"{\"text\":\"a\tb\"}", "control"}, {"{\"x\":\"a\tb\",\"text\":\"a\"}", "control"}, {"{\"text\":\"\xff\"}", "UTF-8"},
		{"{\"text\":\"\xc0\xaf\"}", "UTF-8"}, {"{\"text\":\"\xed\xa0\x80\"}", "UTF-8"}, {"{\"text\":\"\xf5\x80\x80\x80\"}", "UTF-8"},
		{"{\"text\":\"\xe2\x82\"}", "UTF-8"}, {"{\"x\":\"\xff\",\"text\":\"a\"}", "UTF-8"}, {"{\"text\":\"a\",\"text\":\"b\"}", "twice"},
		{"{\"text\":\"a\",\"author\":{\"handle\":\"x\",\"handle\":\"y\"}}", "twice"}, {"{\"author\":\"x\",\"text\":\"a\",\"author\":\"y\"}", "twice"},
		{"{\"id\":\"1\"}", "neither text"}, {"{\"text\":\"a\",\"kind\":\"zzz\"}", "kind"}, {"{\"text\":\"a\",\"time\":\"kemarin\"}", "moment"},
		{"{\"text\":\"a\",\"time\":\"2024-13-02T00:00:00+07:00\"}", "moment"}, {"{\"text\":\"a\",\"time\":\"2024-02-30T00:00:00Z\"}", "moment"},
		{"\xef\xbb\xbf{\"text\":\"a\"}", "'{' was expected"}};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct err e = {0};
		enum status got = read_line(bad[i].line, strlen(bad[i].line), &e);
		if (got != INVALID || !strstr(e.why, bad[i].why))
			fail_msg("%s: %d '%s', expected '%s'", bad[i].line, (int)got, e.why, bad[i].why);
	}
}

static void what_is_json_is_understood(void **state)
{
	(void)state;
	static const char *const good[] = {"{\"text\":\"a\"}", " \t{ \"text\" : \"a\" , \"x\" : [ 1 , { } , [ ] , null , true , false , -0.5e+10 , \"\" ] } \r\n",
					   "{\"x\":{\"text\":1,\"text\":2},\"text\":\"a\"}", "{\"text\":null,\"target\":{}}", "{\"text\":17}", "{\"reactions\":[{}],\"author\":\"b\"}",
					   "{\"text\":\"\\\\\\\"\\/\\b\\f\\n\\r\\t\\u0000\\ud83d\\ude00\\ud800\"}", "{\"text\":\"a\",\"time\":\"2024-10-02\"}"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct err e = {0};
		if (read_line(good[i], strlen(good[i]), &e) != OK)
			fail_msg("%s: %s", good[i], e.why);
	}
}

/* A NUL in a line is no JSON, in a text or outside. */
static void a_nul_is_refused(void **state)
{
	(void)state;
	struct err e;
	assert_int_equal(read_line("{\"text\":\"a\0b\"}", 14, &e), INVALID);
	assert_int_equal(read_line("{\"text\":\"a\"}\0", 13, &e), INVALID);
	assert_int_equal(read_line("{\0\"text\":\"a\"}", 13, &e), INVALID);
}

/* U+D83D U+DE00 is one character beyond the first plane; a lone half, and a NUL, become U+FFFD. */
static void escapes_mean_what_they_say(void **state)
{
	(void)state;
	static const struct { const char *in, *out; } cases[] = {
		{"\\ud83d\\ude00", "\xf0\x9f\x98\x80"}, {"\\ud83d", "\xef\xbf\xbd"}, {"\\ude00x", "\xef\xbf\xbdx"}, {"\\ud83d\\ud83d\\ude00", "\xef\xbf\xbd\xf0\x9f\x98\x80"},
		{"a\\u0000b", "a\xef\xbf\xbd" "b"}, {"\\u00e9\\u20AC", "\xc3\xa9\xe2\x82\xac"}, {"\\\"\\\\\\/", "\"\\/"}, {"x\\ny", "x\ny"}, {"tanpa", "tanpa"}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char to[64];
		size_t n = span_unescape((struct span){cases[i].in, (uint32_t)strlen(cases[i].in), true}, to);
		assert_int_equal(n, strlen(cases[i].out));
		assert_string_equal(to, cases[i].out);
	}
}

static void depth_and_length_have_their_limits(void **state)
{
	(void)state;
	struct err e;
	for (int depth = 10; depth <= 1000; depth += 990) {
		scoped(buf_free) struct buf b = {0};
		buf_text(&b, "{\"text\":\"a\",\"x\":");
		for (int i = 0; i < depth; i++)
			buf_char(&b, '[');
		for (int i = 0; i < depth; i++)
			buf_char(&b, ']');
		buf_char(&b, '}');
		assert_int_equal(read_line(b.s, b.n, &e), depth == 10 ? OK : INVALID);
	}
	size_t n = (size_t)10 << 20;
	char *line = malloc(n);
	memset(line, 'a', n);
	memcpy(line, "{\"text\":\"", 9);
	assert_int_equal(read_line(line, n, &e), TOO_LARGE);
	free(line);
}

/* A text may end, or hold its only backslash, at any place of a block of 64 bytes. */
static void texts_of_every_length_are_whole(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	for (size_t n = 1; n < 200; n++) {
		char line[300];
		struct post p;
		struct err e;
		memcpy(line, "{\"text\":\"", 9);
		memset(line + 9, 'x', n);
		memcpy(line + 9 + n, "\\n\",\"id\":\"7\"}", 14);
		assert_int_equal(post_read(&a, line, 9 + n + 13, &p, &e), OK);
		assert_int_equal(strlen(p.text), n + 1);
		assert_int_equal(p.text[n], '\n');
		assert_string_equal(p.id, "7");
	}
}

/* Bad lines among good ones cost nobody else anything: each is counted, the first is named with its number. */
static void a_bad_line_is_named_and_the_others_are_read(void **state)
{
	(void)state;
	static const char lines[] = "{\"text\":\"satu\"}\n\n{\"text\":\"dua\n{\"text\":\"tiga\"}\nbukan json\n{\"text\":\"empat\"}";
	scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
	scoped(screen_close_scoped) struct screen *s = NULL;
	scoped(buf_free) struct buf out = {0};
	struct screen_tally tally = {0};
	struct err e;
	assert_int_equal(screen_of(b, NULL, &s, &e), OK);
	screen_lines(s, NULL, lines, sizeof lines - 1, 10, 1, &out, &tally);
	assert_int_equal(tally.posts, 5);
	assert_int_equal(tally.bad, 2);
	assert_int_equal(tally.first_error_line, 12);
	assert_non_null(strstr(tally.first_error, "not closed"));
}

/* Keys are first looked for where they stood in the line before; that must be seen in nothing but the time it takes. */
static void a_line_is_read_the_same_whatever_was_read_before(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"{\"id\":\"1\",\"kind\":\"post\",\"author\":{\"handle\":\"a\",\"name\":\"B\"},\"text\":\"t\"}",
		"{\"text\":\"u\",\"author\":{\"name\":\"C\",\"followers\":3,\"handle\":\"d\"},\"kind\":\"tag\",\"id\":\"2\"}",
		"{ \"id\" : \"3\", \"author\":\"e\",\"text\" :\"v\"}", "{\"id\":\"4\",\"author\":{\"handle\":\"a\",\"handle\":\"b\"},\"text\":\"t\"}",
		"{\"id\":\"5\",\"id\":\"6\",\"text\":\"t\"}", "{\"id\"", "{\"id\":", "{\"idx\":1,\"text\":\"w\"}", "{\"id\";\"7\",\"text\":\"t\"}"};
	size_t n = sizeof lines / sizeof *lines;
	for (size_t before = 0; before < n; before++)
		for (size_t i = 0; i < n; i++) {
			scoped(view_free) struct post_view fresh = {0};
			scoped(view_free) struct post_view used = {0};
			struct err e = {0}, f = {0};
			(void)(view_read_line(lines[before], strlen(lines[before]), &used, &e) == OK);
			e = f;
			enum status want = view_read_line(lines[i], strlen(lines[i]), &fresh, &f), got = view_read_line(lines[i], strlen(lines[i]), &used, &e);
			assert_int_equal(got, want);
			assert_string_equal(e.why, f.why);
			if (want != OK)
				continue;
			assert_true(used.id.n == fresh.id.n && !memcmp(used.id.s, fresh.id.s, fresh.id.n));
			assert_true(used.text.n == fresh.text.n && !memcmp(used.text.s, fresh.text.s, fresh.text.n));
			assert_true(used.author.handle.n == fresh.author.handle.n && used.author.name.n == fresh.author.name.n);
			assert_int_equal(used.kind, fresh.kind);
		}
}

/* What is seen at a glance to be a moment must be one for the calendar too, and the other way round. */
static void a_moment_is_one_by_the_calendar(void **state)
{
	(void)state;
	static const char times[][26] = {"2024-10-02T19:20:11+07:00", "2024-10-02T19:20:11Z"}, others[] = "/:0123459-+TZt aA\x7f";
	for (size_t k = 0; k < 2; k++)
		for (size_t at = 0; at < strlen(times[k]); at++)
			for (size_t i = 0; i + 1 < sizeof others; i++) {
				char time[26], line[80];
				struct instant instant;
				struct err e;
				memcpy(time, times[k], sizeof time);
				time[at] = others[i];
				snprintf(line, sizeof line, "{\"text\":\"a\",\"time\":\"%s\"}", time);
				bool want = instant_parse(time, zone_of_region(""), &instant, &e) == OK;
				if ((read_line(line, strlen(line), &e) == OK) != want)
					fail_msg("%s: the calendar says %d", time, want);
			}
}

/* Enough lines for many slices; one in 1,000 is refused. */
static void threads_tell_the_same_in_the_same_order(void **state)
{
	(void)state;
	scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
	scoped(screen_close_scoped) struct screen *s = NULL;
	scoped(buf_free) struct buf lines = {.limit = SIZE_MAX / 2};
	struct err e;
	assert_int_equal(screen_of(b, NULL, &s, &e), OK);
	for (int i = 0; i < 20000; i++)
		buf_printf(&lines, i % 1000 == 700 ? "{\"text\":\"line %d\n" : "{\"text\":\"line %d of many lines, none of which names anybody\"}\n", i);
	struct screen_tally want = {0};
	for (int threads = 1; threads < 6; threads++) {
		scoped(buf_free) struct buf out = {.limit = SIZE_MAX / 2};
		struct screen_tally tally = {0};
		screen_lines(s, NULL, lines.s, lines.n, 5, threads, &out, &tally);
		if (threads == 1)
			want = tally;
		assert_int_equal(tally.posts, 20000);
		assert_int_equal(tally.bad, 20);
		assert_int_equal(tally.first_error_line, 705);
		assert_memory_equal(&tally, &want, sizeof want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_json_is_refused_by_name),
		cmocka_unit_test(what_is_json_is_understood),
		cmocka_unit_test(a_nul_is_refused),
		cmocka_unit_test(escapes_mean_what_they_say),
		cmocka_unit_test(depth_and_length_have_their_limits),
		cmocka_unit_test(texts_of_every_length_are_whole),
		cmocka_unit_test(a_bad_line_is_named_and_the_others_are_read),
		cmocka_unit_test(a_line_is_read_the_same_whatever_was_read_before),
		cmocka_unit_test(a_moment_is_one_by_the_calendar),
		cmocka_unit_test(threads_tell_the_same_in_the_same_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
