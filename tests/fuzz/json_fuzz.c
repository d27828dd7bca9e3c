/* json_fuzz.c -- any bytes handed to json_read: a tree within its limits or INVALID, never a crash. */
#include "base/json.h"

#include <assert.h>
#include <stdint.h>

/* Every text in the tree is NUL-terminated and as long as it says. */
static void walk(const struct json *j, int depth)
{
	assert(depth <= 65);
	if (j->kind == J_TEXT)
		assert(j->text.s[j->text.n] == 0);
	for (size_t i = 0; i < j->n; i++)
		walk(&j->items[i], depth + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena a = {0};
	struct err e;
	const struct json *j;
	if (json_read(&a, "fuzz", (const char *)bytes, n, 1 << 16, &j, &e) == OK)
		walk(j, 0);
	arena_free(&a);
	return 0;
}
