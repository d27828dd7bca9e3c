/* convert_test.c -- what collection tools export becomes canonical posts. The samples have the exact shape of each
 * tool's files; people, accounts and region are made up. NAME.expected holds the posts that NAME must give: they were
 * compared, id, author, moment and text, with what the authors of the samples said is in them.
 */
#include "desk/stream/stream.h"
#include "support.h"

static struct arena a;
static struct stream_report r;

static int end(void **state)
{
	arena_free(&a);
	return 0;
}

static struct str file_of(const char *name)
{
	static const char *const tops[] = {"", "../", "../../"};
	for (size_t i = 0; i < 3; i++) {
		FILE *f = fopen(arena_printf(&a, "%stests/data/exports/%s", tops[i], name), "rb");
		if (!f)
			continue;
		char *bytes = arena_alloc(&a, 1 << 16);
		size_t n = fread(bytes, 1, (1 << 16) - 1, f);
		fclose(f);
		return (struct str){bytes, n};
	}
	fail_msg("tests/data/exports/%s is not there", name);
	return (struct str){"", 0};
}

static char *converted(struct str bytes, const char *name, enum zone zone)
{
	scoped(buf_free) struct buf out = {0};
	assert_ok(stream_convert_from(&a, bytes, &(struct stream_source){NULL, name, zone}, &out, &r, e));
	return buf_arena(&a, &out);
}
static char *text_converted(const char *text) { return converted(str_of(text), "", WIB); }

static void each_sample_gives_its_posts(void **state)
{
	static const struct { const char *name, *format; size_t read, refused, passed; } samples[] = {
		{"zeeschuimer.ndjson", "zeeschuimer", 8, 0, 0},		  {"snscrape.jsonl", "snscrape", 2, 0, 0},
		{"youtube-threads.json", "youtube-data-api", 4, 0, 0},	  {"telegram.json", "telegram-desktop", 7, 0, 1},
		{"whatsapp-android-id.txt", "whatsapp", 9, 1, 1},	  {"whatsapp-ios-id.txt", "whatsapp", 9, 1, 1},
		{"whatsapp-android-en-12h.txt", "whatsapp", 9, 1, 1},	  {"2024-10-12_03-15-20_UTC.json", "instaloader", 1, 0, 0},
		{"2024-10-12_03-15-20_UTC_comments.json", "instaloader", 2, 0, 0}, {"facebook-scraper.json", "facebook-scraper", 6, 0, 0},
	};
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		char *posts = converted(file_of(samples[i].name), samples[i].name, WIB);
		struct str expected = file_of(arena_printf(&a, "%s.expected", samples[i].name));
		assert_string_equal(r.format, samples[i].format);
		assert_int_equal(r.read, samples[i].read);
		assert_int_equal(r.refused, samples[i].refused);
		assert_int_equal(r.passed, samples[i].passed);
		assert_string_equal(posts, arena_strndup(&a, expected.s, expected.n));
	}
}

static void text_on_a_picture_is_text(void **state)
{
	assert_non_null(strstr(converted(file_of("zeeschuimer.ndjson"), "", WIB), "\\nPILIH NOMOR 1"));
}

static void a_form_without_time_is_kept_and_marked(void **state)
{
	char *post = strstr(converted(file_of("zeeschuimer.ndjson"), "", WIB), "instagram:3800000000000000009");
	assert_non_null(post);
	assert_non_null(strstr(post, "incomplete"));
}

static void who_pressed_like_is_a_reaction_of_the_post(void **state)
{
	char *posts = converted(file_of("facebook-scraper.json"), "", WIB);
	assert_non_null(strstr(posts, "\"reactions\":[{\"kind\":\"like\",\"author\":{\"handle\":\"budi_santosa.kec\",\"name\":\"Budi Santosa, S.Sos\"},\"text\":\"suka\"}"));
}

static void anger_is_no_like(void **state)
{
	char *posts = text_converted("[{\"post_id\":\"1\",\"user_url\":\"https://facebook.com/a\",\"text\":\"x\",\"reactors\":[{\"name\":\"Ani\",\"link\":\"https://facebook.com/profile.php?id=77&a=b\",\"type\":\"marah\"}]}]");
	assert_non_null(strstr(posts, "{\"kind\":\"comment\",\"author\":{\"handle\":\"77\",\"name\":\"Ani\"},\"text\":\"marah\"}"));
}

/* 2^53 is 9007199254740992: this id is no double. The second line's was one; its link still knows it. */
static void ids_above_two_to_the_53_keep_their_digits(void **state)
{
	char *posts = text_converted("{\"_type\":\"snscrape.modules.twitter.Tweet\",\"id\":1580000000000000031,\"rawContent\":\"a &amp; b\"}\n"
				     "{\"_type\":\"snscrape.modules.twitter.Tweet\",\"id\":1.58e18,\"url\":\"https://twitter.com/a/status/1580000000000000033\",\"content\":\"b\"}\n"
				     "{\"_type\":\"snscrape.modules.twitter.Tweet\",\"id\":1.58e18,\"content\":\"c\"}\n");
	assert_non_null(strstr(posts, "\"x:1580000000000000031\""));
	assert_non_null(strstr(posts, "\"a & b\""));
	assert_non_null(strstr(posts, "\"x:1580000000000000033\""));
	assert_int_equal(r.refused, 1); /* nothing knows the third */
	assert_int_equal(r.faults.items[0].line, 3);
}

static void a_chat_is_read_in_the_zone_of_the_office(void **state)
{
	struct str chat = STR("21/07/26 03.10 - Ani: satu\n");
	assert_non_null(strstr(converted(chat, "", WITA), "2026-07-21T03:10:00+08:00"));
	assert_non_null(strstr(converted(chat, "", WITA), "zone assumed: WITA"));
}

static void day_and_month_are_found_from_the_whole_file(void **state)
{
	assert_non_null(strstr(text_converted("1/2/26, 3:10 PM - Ani: satu\n1/13/26, 3:10 PM - Ani: dua\n"), "2026-01-02T15:10:00+07:00"));
	assert_non_null(strstr(text_converted("1/2/26, 03.10 - Ani: satu\n13/2/26, 03.10 - Ani: dua\n"), "2026-02-01T03:10:00+07:00"));
	assert_non_null(strstr(text_converted("10/2/2026 03.10 - Ani: satu\n1/3/2026 03.10 - Ani: dua\n"), "2026-02-10T03:10:00+07:00")); /* else time ran back */
	assert_non_null(strstr(text_converted("1/2/26, 03.10 - Ani: satu\n"), "day before month assumed"));
}

static void the_same_message_has_the_same_id_in_a_longer_export(void **state)
{
	char *first = text_converted("13/2/26 03.10 - Ani: satu\n"), *longer = text_converted("12/2/26 03.10 - Budi: nol\n13/2/26 03.10 - Ani: satu\n");
	assert_non_null(strstr(longer, arena_strndup(&a, first, strlen("{\"id\":\"whatsapp:") + 24)));
}

static void unknown_json_is_refused_with_what_was_expected(void **state)
{
	static const char *const none[] = {"{\"a\":1}\n{\"a\":2}\n", "{\n \"a\": [1,\n 2]\n}\n", "[{\"a\":1}]", "[]", "{}", "[1,2]", "{\"text\":\"\"}", "{\"text\":", "{\"id\":\"x:1\",\"author\":{\"handle\":\"a\"}}"};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		struct err e;
		scoped(buf_free) struct buf out = {0};
		assert_int_equal(stream_convert(&a, str_of(none[i]), NULL, &out, &r, &e), INVALID);
		assert_non_null(strstr(e.why, "zeeschuimer"));
		assert_int_equal(out.n, 0);
	}
}

static void a_format_that_was_asked_for_is_not_guessed_away(void **state)
{
	struct err e;
	scoped(buf_free) struct buf out = {0};
	assert_int_equal(stream_convert(&a, STR("{\"id\":\"x:1\",\"text\":\"a\"}\n"), "snscrape", &out, &r, &e), INVALID);
}

static void packed_files_are_refused_by_name(void **state)
{
	struct err e;
	scoped(buf_free) struct buf out = {0};
	assert_int_equal(stream_convert(&a, STR("\xFD""7zXZ\0\0"), NULL, &out, &r, &e), INVALID);
	assert_non_null(strstr(e.why, "xz -d"));
}

static void a_broken_first_line_costs_only_itself(void **state)
{
	char *posts = text_converted("{\"id\":\"x:0\",\"text\n{\"id\":\"x:1\",\"text\":\"a\"}\n");
	assert_string_equal(r.format, "canonical");
	assert_int_equal(r.refused, 1);
	assert_string_equal(posts, "{\"id\":\"x:1\",\"text\":\"a\"}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_sample_gives_its_posts),
		cmocka_unit_test(text_on_a_picture_is_text),
		cmocka_unit_test(a_form_without_time_is_kept_and_marked),
		cmocka_unit_test(who_pressed_like_is_a_reaction_of_the_post),
		cmocka_unit_test(anger_is_no_like),
		cmocka_unit_test(ids_above_two_to_the_53_keep_their_digits),
		cmocka_unit_test(a_chat_is_read_in_the_zone_of_the_office),
		cmocka_unit_test(day_and_month_are_found_from_the_whole_file),
		cmocka_unit_test(the_same_message_has_the_same_id_in_a_longer_export),
		cmocka_unit_test(unknown_json_is_refused_with_what_was_expected),
		cmocka_unit_test(a_format_that_was_asked_for_is_not_guessed_away),
		cmocka_unit_test(packed_files_are_refused_by_name),
		cmocka_unit_test(a_broken_first_line_costs_only_itself),
	};
	return cmocka_run_group_tests(tests, NULL, end);
}
