/* text_fuzz.c -- any bytes as a text and as a name: tokens and parts stay inside what was given. */
#include "core/text/text.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	scoped(text_free) struct text t = {0};
	text_read(&t, (const char *)bytes, n);
	for (size_t i = 0; i < t.n; i++) {
		const struct token *k = &t.items[i];
		assert(k->at < k->end && k->end <= n && k->n <= TOKEN_MAX);
		assert(k->s >= t.folded && k->s + k->n <= t.folded + t.folded_cap);
		assert(i == 0 || k->at >= t.items[i - 1].at);
	}
	struct person_name name;
	name_read((const char *)bytes, n, &name);
	for (size_t i = 0; i < name.n; i++) {
		char skeleton[NAME_PART_MAX];
		assert(name.parts[i].n < NAME_PART_MAX && name.parts[i].end <= n);
		assert(name_skeleton(name.parts[i].s, name.parts[i].n, skeleton) < NAME_PART_MAX);
	}
	return 0;
}
