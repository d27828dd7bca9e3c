/* router_test.c -- one reading of each address. */
#include "web/router.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static enum status nothing(struct request *rq, struct err *e)
{
	return OK;
}

static const struct route routes[] = {
	{GET, "/", RIGHT_NONE, nothing, 0, NULL},
	{GET, "/perkara/{id}", RIGHT_CASE, nothing, 0, NULL},
	{GET, "/perkara/baru", RIGHT_CASE, nothing, 0, NULL},
	{POST, "/perkara/{id}/peristiwa/{event}", RIGHT_CASE, nothing, KIB, NULL},
};
static const struct route_list list = {routes, 4};
static const struct route_list *const lists[] = {&list};

static struct match find(struct arena *a, enum method m, const char *uri)
{
	struct address at;
	struct err e;
	assert_int_equal(address_read(a, uri, &at, &e), OK);
	return route_match(lists, 1, m, &at);
}

static void an_address_finds_its_route_and_its_parts(void **state)
{
	scoped(arena_free) struct arena a = {0};
	assert_ptr_equal(find(&a, GET, "/").route, &routes[0]);
	assert_ptr_equal(find(&a, GET, "/?lang=en").route, &routes[0]);
	struct match m = find(&a, POST, "/perkara/12/peristiwa/r%C3%A9g?x=1");
	assert_ptr_equal(m.route, &routes[3]);
	assert_int_equal(m.n_segments, 2);
	assert_string_equal(m.segments[0], "12");
	assert_string_equal(m.segments[1], "rég");
}

static void a_written_part_goes_before_a_named_one(void **state)
{
	scoped(arena_free) struct arena a = {0};
	assert_ptr_equal(find(&a, GET, "/perkara/baru").route, &routes[2]);
	assert_ptr_equal(find(&a, GET, "/perkara/barus").route, &routes[1]);
}

static void another_method_is_told_from_no_such_address(void **state)
{
	scoped(arena_free) struct arena a = {0};
	assert_null(find(&a, POST, "/perkara/12").route);
	assert_int_equal(find(&a, POST, "/perkara/12").others, 1u << GET);
	assert_int_equal(find(&a, POST, "/tidak-ada").others, 0);
	assert_null(find(&a, GET, "/perkara/12/x").route);
}

static void addresses_that_climb_or_hide_something_match_nothing(void **state)
{
	static const char *const bad[] = {"/..", "/a/../b", "/a/%2e%2e/b", "/./a", "//a", "/a//b", "/a%2fb", "/a%5cb", "/a%00",
					  "/a%0d%0aSet-Cookie:x", "/%ff", "/%", "/a%", "x", "http://x/", "*", ""};
	scoped(arena_free) struct arena a = {0};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct address at;
		if (address_read(&a, bad[i], &at, NULL) == OK)
			fail_msg("accepted: %s", bad[i]);
	}
}

static void a_slash_at_the_end_is_noticed(void **state)
{
	scoped(arena_free) struct arena a = {0};
	struct address at;
	assert_int_equal(address_read(&a, "/lapor/", &at, NULL), OK);
	assert_true(at.ends_in_slash);
	assert_string_equal(at.path, "/lapor");
	assert_int_equal(address_read(&a, "/", &at, NULL), OK);
	assert_string_equal(at.path, "/");
	assert_int_equal(at.n_parts, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_finds_its_route_and_its_parts),
		cmocka_unit_test(a_written_part_goes_before_a_named_one),
		cmocka_unit_test(another_method_is_told_from_no_such_address),
		cmocka_unit_test(addresses_that_climb_or_hide_something_match_nothing),
		cmocka_unit_test(a_slash_at_the_end_is_noticed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
