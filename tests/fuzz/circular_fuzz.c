/* circular_fuzz.c -- what is typed as the points of a circular letter: points with acts of the law, or a refusal with its field. */
#include "desk/outreach/circular.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena lasting;
	static const struct law *law;
	scoped(arena_free) struct arena a = {0};
	struct circular_text text = {0};
	struct err e = {0};
	if (!law)
		assert(law_read(&lasting, law_embedded, law_embedded_n, &law, NULL) == OK);
	const char *lines = text_clean(&a, (const char *)bytes, n);
	if (circular_points_read(&a, law, lines, &text, &e) != OK) {
		assert(e.status == INVALID && text_eq(e.field, "points"));
		return 0;
	}
	assert(text.n >= 1 && text.n <= CIRCULAR_POINTS_MAX);
	for (size_t i = 0; i < text.n; i++) {
		const struct circular_point_new *p = &text.points[i];
		assert(p->text[0] && strlen(p->text) <= CIRCULAR_POINT_MAX && strstr(lines, p->text));
		assert(!p->act[0] || law_act(law, p->act));
	}
	return 0;
}
