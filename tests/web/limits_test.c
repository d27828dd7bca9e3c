/* limits_test.c -- what counts as one source, and that it is forgotten with the hour. */
#include "web/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct instant NOW = {INT64_C(1730682000) * 1000000}, NEXT_HOUR = {INT64_C(1730685600) * 1000000};

static bool same(struct limits *l, const char *a, const char *b)
{
	return hash_eq(limits_source(l, a, NOW), limits_source(l, b, NOW));
}

/* RFC 4291 2.5.1, 2.5.5.2: the first 64 bits name the network; ::ffff:a.b.c.d is the IPv4 address. */
static void a_source_is_an_address_or_a_network_of_IPv6(void **state)
{
	struct limits *l = limits_new();
	(void)state;
	assert_true(same(l, "192.0.2.1", "192.0.2.1"));
	assert_false(same(l, "192.0.2.1", "192.0.2.2"));
	assert_true(same(l, "2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"));
	assert_false(same(l, "2001:db8:1:2::1", "2001:db8:1:3::1"));
	assert_true(same(l, "::ffff:192.0.2.1", "192.0.2.1"));
	assert_true(same(l, "fe80::1%eth0", "fe80::2"));
	assert_false(same(l, "nonsense", "other nonsense"));
	assert_false(same(l, "", "192.0.2.1"));
	limits_free(l);
}

static void a_source_cannot_be_known_again_after_the_hour(void **state)
{
	struct limits *l = limits_new();
	(void)state;
	struct hash before = limits_source(l, "192.0.2.1", NOW);
	assert_false(hash_eq(before, limits_source(l, "192.0.2.1", NEXT_HOUR)));
	limits_free(l);
}

static void each_kind_has_a_limit_of_its_own_until_the_hour_is_over(void **state)
{
	struct limits *l = limits_new();
	static const unsigned char source[32] = {1}, other[32] = {2};
	(void)state;
	assert_true(limits_take(l, source, "login", 2, NOW));
	assert_true(limits_take(l, source, "login", 2, NOW));
	assert_false(limits_take(l, source, "login", 2, NOW));
	assert_true(limits_take(l, source, "held", 2, NOW));
	assert_true(limits_take(l, other, "login", 2, NOW));
	assert_true(limits_take(l, source, "login", 2, NEXT_HOUR));
	limits_free(l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_source_is_an_address_or_a_network_of_IPv6),
		cmocka_unit_test(a_source_cannot_be_known_again_after_the_hour),
		cmocka_unit_test(each_kind_has_a_limit_of_its_own_until_the_hour_is_over),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
