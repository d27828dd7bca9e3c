/* form_test.c -- bodies, queries and cookies as browsers and as attackers send them. */
#include "web/form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define TYPE "multipart/form-data; boundary=----x"

static enum status urlencoded(struct arena *a, const char *body, bool lists, struct form *f)
{
	struct err e;
	return form_urlencoded(a, str_of(body), lists, f, &e);
}

static void a_form_is_read_in_its_order(void **state)
{
	scoped(arena_free) struct arena a = {0};
	struct form f;
	assert_int_equal(urlencoded(&a, "text=+Budi%20%26+Ani%0D%0Adua+&kosong=&x", false, &f), OK);
	assert_int_equal(f.n, 3);
	assert_string_equal(f.items[0].name, "text");
	assert_string_equal(f.items[0].value, "Budi & Ani\ndua");
	assert_string_equal(f.items[1].value, "");
	assert_string_equal(f.items[2].name, "x");
	assert_int_equal(urlencoded(&a, "", false, &f), OK);
	assert_int_equal(f.n, 0);
}

static void a_field_that_comes_twice_is_refused_unless_lists_are_allowed(void **state)
{
	scoped(arena_free) struct arena a = {0};
	struct form f;
	struct err e;
	assert_int_equal(form_urlencoded(&a, STR("peran=a&peran=b"), false, &f, &e), INVALID);
	assert_string_equal(e.field, "peran");
	assert_true(form_twice(&e));
	assert_int_equal(form_urlencoded(&a, STR("peran=%"), false, &f, &e), INVALID);
	assert_false(form_twice(&e));
	assert_int_equal(urlencoded(&a, "peran=a&peran=b", true, &f), OK);
	assert_int_equal(f.n, 2);
}

static void broken_escapes_nul_control_characters_and_broken_utf8_are_refused(void **state)
{
	static const char *const bad[] = {"a=%", "a=%4", "a=%zz", "a=%00", "a=%1b", "a=%ff", "a=%c0%af", "a=%ed%a0%80", "%00=a", "=a", "a%0a=b"};
	scoped(arena_free) struct arena a = {0};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct form f;
		if (urlencoded(&a, bad[i], false, &f) != INVALID)
			fail_msg("accepted: %s", bad[i]);
	}
}

static void two_hundred_fields_are_read_and_one_more_is_refused(void **state)
{
	scoped(arena_free) struct arena a = {0};
	scoped(buf_free) struct buf b = {0};
	struct form f;
	for (int i = 0; i < FORM_FIELDS_MAX; i++)
		buf_printf(&b, "%sf%d=1", i ? "&" : "", i);
	assert_int_equal(urlencoded(&a, b.s, false, &f), OK);
	assert_int_equal(f.n, FORM_FIELDS_MAX);
	buf_text(&b, "&one=more");
	assert_int_equal(urlencoded(&a, b.s, false, &f), INVALID);
}

static enum status multipart(struct arena *a, const char *type, const char *body, struct form *f)
{
	struct err e;
	return form_multipart(a, type, str_of(body), false, f, &e);
}

/* RFC 7578: a text field, a file with a path in its name, a file field left empty. */
static void a_multipart_form_gives_fields_and_files(void **state)
{
	scoped(arena_free) struct arena a = {0};
	struct form f;
	assert_int_equal(multipart(&a, TYPE,
				   "------x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n satu\r\ndua \r\n"
				   "------x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../etc/a\\\"b.jpg\"\r\n"
				   "Content-Type: image/jpeg\r\n\r\n\xff\xd8\r\n--\r\n------x\r\n"
				   "Content-Disposition: form-data; name=\"other\"; filename=\"\"\r\n\r\n\r\n------x--\r\n",
				   &f),
			 OK);
	assert_int_equal(f.n, 1);
	assert_string_equal(f.items[0].value, "satu\ndua");
	assert_int_equal(f.uploads.n, 1);
	assert_string_equal(f.uploads.items[0].field, "file");
	assert_string_equal(f.uploads.items[0].name, "a\"b.jpg");
	assert_string_equal(f.uploads.items[0].type, "image/jpeg");
	assert_int_equal(f.uploads.items[0].bytes.n, 6);
	assert_memory_equal(f.uploads.items[0].bytes.s, "\xff\xd8\r\n--", 6);
}

static void a_multipart_body_that_is_cut_off_or_misshapen_is_refused(void **state)
{
	static const char *const bad[] = {
		"", "------y\r\n", "------x", "------x\r\n\r\n\r\n------x--",
		"------x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno end",
		"------x\r\nContent-Disposition: form-data; name=\"a\r\n\r\nv\r\n------x--",
		"------x\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nv\r\n------x--",
		"------x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xff\r\n------x--",
		"------x\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\nv\r\n------x--",
		"------x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n------xy",
	};
	scoped(arena_free) struct arena a = {0};
	struct form f;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (multipart(&a, TYPE, bad[i], &f) != INVALID)
			fail_msg("accepted number %zu", i);
	assert_int_equal(multipart(&a, "multipart/form-data", "------x--", &f), INVALID);
	assert_int_equal(multipart(&a, "multipart/form-data; boundary=", "--", &f), INVALID);
}

static void the_headers_of_a_part_have_a_limit(void **state)
{
	scoped(arena_free) struct arena a = {0};
	scoped(buf_free) struct buf b = {0};
	struct form f;
	buf_text(&b, "------x\r\nContent-Disposition: form-data; name=\"a\"\r\nX: ");
	for (int i = 0; i < 3000; i++)
		buf_char(&b, 'x');
	buf_text(&b, "\r\n\r\nv\r\n------x--");
	assert_int_equal(multipart(&a, TYPE, b.s, &f), INVALID);
}

static void a_cookie_is_found_and_one_that_comes_twice_is_not_believed(void **state)
{
	scoped(arena_free) struct arena a = {0};
	assert_string_equal(cookie_value(&a, "lang=en; netra=abc", "netra"), "abc");
	assert_string_equal(cookie_value(&a, "netra=abc;lang=en", "lang"), "en");
	assert_null(cookie_value(&a, "xnetra=abc", "netra"));
	assert_null(cookie_value(&a, "netra=a; netra=b", "netra"));
	assert_null(cookie_value(&a, NULL, "netra"));
}

static void a_content_type_is_compared_without_its_parameters(void **state)
{
	assert_true(content_type_is("application/json; charset=utf-8", "application/json"));
	assert_true(content_type_is("Application/JSON", "application/json"));
	assert_false(content_type_is("application/jsonp", "application/json"));
	assert_false(content_type_is(NULL, "application/json"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_is_read_in_its_order),
		cmocka_unit_test(a_field_that_comes_twice_is_refused_unless_lists_are_allowed),
		cmocka_unit_test(broken_escapes_nul_control_characters_and_broken_utf8_are_refused),
		cmocka_unit_test(two_hundred_fields_are_read_and_one_more_is_refused),
		cmocka_unit_test(a_multipart_form_gives_fields_and_files),
		cmocka_unit_test(a_multipart_body_that_is_cut_off_or_misshapen_is_refused),
		cmocka_unit_test(the_headers_of_a_part_have_a_limit),
		cmocka_unit_test(a_cookie_is_found_and_one_that_comes_twice_is_not_believed),
		cmocka_unit_test(a_content_type_is_compared_without_its_parameters),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
