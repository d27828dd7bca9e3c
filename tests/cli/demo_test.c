/* demo_test.c -- the fictitious city is the same on every machine, and its numbers have the right shape. */
#include "support.h"

#include "cli/demo_internal.h"

static struct arena arena;

static int done(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static void the_same_city_is_made_twice(void **state)
{
	(void)state;
	const struct demo_city *city = demo_city_make(&arena);
	struct demo_posts posts = demo_posts_make(&arena, city, "foto.png", "00");
	assert_string_equal(demo_registry_csv(&arena, city), demo_registry_csv(&arena, demo_city_make(&arena)));
	assert_string_equal(posts.ndjson, demo_posts_make(&arena, demo_city_make(&arena), "foto.png", "00").ndjson);
	assert_int_equal(posts.n_ndjson + posts.n_harvest, DEMO_POSTS);
}

static void nine_of_the_photo_are_five_civil_servants_and_four_labourers(void **state)
{
	(void)state;
	const struct demo_city *city = demo_city_make(&arena);
	size_t asn = 0;
	for (size_t i = 0; i < DEMO_NINE; i++)
		asn += city->people[i].nip != NULL;
	assert_int_equal(asn, 5);
}

static void no_number_is_given_twice_and_each_has_eighteen_digits(void **state)
{
	(void)state;
	const struct demo_city *city = demo_city_make(&arena);
	for (size_t i = 0; i < DEMO_PEOPLE; i++) {
		const char *nip = city->people[i].nip;
		for (size_t k = 0; nip && k < i; k++)
			assert_false(text_eq(nip, city->people[k].nip));
		assert_true(!nip || strspn(nip, "0123456789") == 18);
	}
}

static void fifty_eight_reports_arrive_in_order(void **state)
{
	(void)state;
	assert_int_equal(demo_reports_n, 40);
	for (size_t i = 1; i < demo_reports_n; i++)
		assert_true(demo_report_at(i - 1).at.us < demo_report_at(i).at.us);
}

static void the_photo_is_a_png_and_each_copy_is_another_file(void **state)
{
	(void)state;
	struct str first = demo_photo(&arena, 0), second = demo_photo(&arena, 1);
	assert_memory_equal(first.s, "\x89PNG\r\n\x1a\n", 8);
	assert_false(str_eq(first, second));
	assert_true(str_eq(first, demo_photo(&arena, 0)));
}

#define T(name) cmocka_unit_test_teardown(name, done)
int main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_same_city_is_made_twice), T(nine_of_the_photo_are_five_civil_servants_and_four_labourers),
		T(no_number_is_given_twice_and_each_has_eighteen_digits), T(fifty_eight_reports_arrive_in_order),
		T(the_photo_is_a_png_and_each_copy_is_another_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
