/* view_test.c -- lines of posts from hostile hands: what is not JSON is refused by name, what is JSON is understood. The
 * sentences about JSON are those of RFC 8259. All names are made up. */
#include "core/screen/screen_internal.h"
#include "core/screen/view.h"

#include <setjmp.h>
#include <stdarg.h>
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
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
