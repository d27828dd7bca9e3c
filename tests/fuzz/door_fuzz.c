/* door_fuzz.c -- what strangers bring to the doors: a login with its password, codes. The first line is the
 * login, the rest is everything else in turn. No guess opens anything. */
#include "desk/access/access_internal.h"
#include "desk/handle/code.h"

#include <assert.h>
#include <string.h>

static void password(const char *login, const char *typed)
{
	struct err e = {0};
	if (access_password_check(login, typed, &e) == OK)
		assert(strlen(typed) >= 12 && strlen(typed) <= 1000);
	else
		assert(e.why[0] && e.field);
}

/* RFC 6238, appendix B: the secret of its table; at 59 s the code is 94287082, of which phones show the last six. */
static void code(const char *typed)
{
	struct instant at = {59 * SECOND_US};
	int64_t step = totp_step(STR("12345678901234567890"), typed, at, 0);
	assert(step >= 0 && step <= 2);
	assert(strcmp(typed, "287082") != 0 || step == 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	if (n > 8192)
		return 0;
	struct arena a = {0};
	struct office office = {.lookup_key = {7}};
	struct str rest = {(const char *)bytes, n}, line = {"", 0};
	str_split(&rest, '\n', &line);
	const char *login = arena_strndup(&a, line.s, line.n), *typed = arena_strndup(&a, rest.s, rest.n);
	password(login, typed);
	password(NULL, login);
	code(typed);
	assert(!access_token_shaped(typed) || strlen(typed) == 64);
	struct hash room = code_hash(&office, typed), again = code_hash(&office, typed);
	assert(hash_eq(room, again));
	arena_free(&a);
	return 0;
}
