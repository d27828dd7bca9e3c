/* paper_fuzz.c -- what a citizen wrote goes onto paper: into a field of the body, a cell and a line. Whatever
 * it is, the paper is printed or refused by its size. */
#include "paper/paper.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (n > 4096 || !text_valid((const char *)data, n))
		return 0;
	scoped(arena_free) struct arena a = {0};
	struct paper_field fields[] = {{.name = "isi", .value = arena_strndup(&a, (const char *)data, n)}};
	struct paper_filled body, line;
	struct err e;
	if (paper_fill(&a, "# {{isi}}\n\n{{isi}}\n\n| Kata | {{isi}} |\n\n- {{isi}}\n", fields, 1, &body,
		       &e) != OK ||
	    paper_fill_line(&a, "Yth. {{isi}}", fields, 1, &line, &e) != OK)
		abort();
	struct paper_letter l = {.office = "Kantor",
				 .address = line.text,
				 .markdown = body.text,
				 .recipient = line.text,
				 .drill = true};
	struct str pdf;
	if (paper_pdf(&a, &l, &pdf, &e) != OK && e.status != TOO_LARGE)
		abort();
	l.markdown = fields[0].value; /* and as a template of our own would be read */
	if (paper_pdf(&a, &l, &pdf, &e) != OK && e.status != TOO_LARGE)
		abort();
	return 0;
}
