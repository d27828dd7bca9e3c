/* intake_fuzz.c -- what strangers type and send to the report desk: codes, hints in text, tickets. */
#include "desk/intake/intake.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = {0};
	struct hint hints[HINTS_MAX];
	char *text = arena_strndup(&a, (const char *)data, size);
	size_t n = hints_find(text, hints), length = strlen(text);
	for (size_t i = 0; i < n; i++)
		assert(hints[i].n && hints[i].at + hints[i].n <= length);
	for (enum hint_kind k = 0; k < HINT_N; k++)
		assert(strlen(hints_drop(&a, text, k)) <= length);
	const char *code = code_read(&a, text);
	if (code) {
		const char *w[CODE_WORDS];
		code_words(code, w);
		assert(!strcmp(code, code_read(&a, arena_printf(&a, "%s %s %s %s %s %s", w[0], w[1], w[2],
								w[3], w[4], w[5]))));
	}
	struct office office = {.lookup_key = {7}};
	struct desk d = {.office = &office, .arena = &a, .now = {1}};
	int64_t report;
	assert(ticket_read(&d, text, &report, &code, NULL) != OK);
	arena_free(&a);
	return 0;
}
