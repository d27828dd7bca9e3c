/* template_fuzz.c -- any text as the template of a letter: refused with its line, or filled, with the facts that are
 * missing counted. */
#include "paper/paper.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const struct paper_field fields[] = {{.name = "nama", .value = "Budi *Santoso*"}, {.name = "kosong", .label = "tanggal"},
						    {.name = "daftar", .value = "- satu\n- dua\n", .markdown = true}};
	if (n > 65536 || !text_valid((const char *)bytes, n))
		return 0;
	struct arena a = {0};
	struct paper_template t;
	struct paper_filled body, line;
	struct err e = {0};
	if (paper_template_read(&a, (const char *)bytes, n, &t, &e) != OK) {
		assert(strstr(e.why, "line "));
	} else {
		for (size_t i = 0; i < t.n_front; i++)
			assert(paper_front(&t, t.front[i].key, NULL) && t.front[i].value);
		if (paper_fill(&a, t.body, fields, 3, &body, &e) == OK)
			assert(body.missing >= 0 && text_valid(body.text, strlen(body.text)));
		if (paper_fill_line(&a, paper_front(&t, "perihal", ""), fields, 3, &line, &e) == OK)
			assert(!strchr(line.text, '\n'));
	}
	arena_free(&a);
	return 0;
}
