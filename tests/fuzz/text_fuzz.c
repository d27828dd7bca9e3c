/* text_fuzz.c -- any bytes as a text and as a name: tokens and parts stay inside what was given. */
#include "core/text/bytes.h"
#include "core/text/text.h"

#include <assert.h>
#include <string.h>

static void every_way(const struct text *want, const uint8_t *bytes, size_t n)
{
	static const char *const ways[] = {"plain", "sse2", "avx2", "avx512", "neon"};
	const char *was = bytes_way();
	for (size_t k = 0; k < sizeof ways / sizeof *ways; k++) {
		scoped(text_free) struct text t = {0};
		if (!bytes_use(ways[k]))
			continue;
		text_read(&t, (const char *)bytes, n);
		assert(t.n == want->n);
		for (size_t i = 0; i < t.n; i++) {
			const struct token *x = &t.items[i], *y = &want->items[i];
			assert(x->at == y->at && x->end == y->end && x->hash == y->hash && x->kind == y->kind && x->n == y->n && !memcmp(x->s, y->s, x->n));
		}
	}
	bool back = bytes_use(was);
	assert(back);
}

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
	for (size_t i = 0; text_valid((const char *)bytes, n) && i < t.n; i++) /* a token begins and ends where characters do */
		assert((bytes[t.items[i].at] & 0xC0) != 0x80 && (t.items[i].end == n || (bytes[t.items[i].end] & 0xC0) != 0x80));
	every_way(&t, bytes, n);
	struct person_name name;
	name_read((const char *)bytes, n, &name);
	for (size_t i = 0; i < name.n; i++) {
		char skeleton[NAME_PART_MAX];
		assert(name.parts[i].n < NAME_PART_MAX && name.parts[i].end <= n);
		assert(name_skeleton(name.parts[i].s, name.parts[i].n, skeleton) < NAME_PART_MAX);
	}
	return 0;
}
