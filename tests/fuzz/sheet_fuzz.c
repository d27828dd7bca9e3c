/* sheet_fuzz.c -- what somebody keys of a sheet of signatures: no row outside the sheet, none twice, whatever is pasted. */
#include "desk/pledge/sheet.h"

#include <assert.h>
#include <string.h>

static void check(struct arena *a, const char *text, int64_t printed)
{
	struct pledge_sheet_lines l = {0};
	bool seen[SHEET_LINES_MAX + 1] = {0};
	pledge_sheet_lines_read(a, text, printed, &l);
	assert(l.n <= SHEET_LINES_MAX);
	for (size_t i = 0; i < l.n; i++) {
		int64_t line = l.items[i].line;
		assert(line >= 1 && line <= SHEET_LINES_MAX && !seen[line] && strlen(l.items[i].typed) <= SHEET_TYPED_MAX);
		seen[line] = true;
	}
	for (size_t i = 0; i < l.faults.n; i++)
		assert(l.faults.items[i].at && l.faults.items[i].what[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = {0};
	if (size <= SHEET_TEXT_MAX && text_valid((const char *)data, size)) {
		const char *text = arena_strndup(&a, (const char *)data, size);
		check(&a, text, 0);
		check(&a, text, 37);
	}
	arena_free(&a);
	return 0;
}
