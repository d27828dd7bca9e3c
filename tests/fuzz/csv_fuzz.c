/* csv_fuzz.c -- any bytes as a table: each step goes forward, cells are NUL-terminated and valid in length. */
#include "base/csv.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const struct csv_column wanted[] = {{"nip", {"NIP BARU"}, false}, {"nama", {0}, false}, {0}};
	scoped(csv_close) struct csv c;
	struct arena a = {0};
	struct csv_header h;
	struct err e;
	csv_open(&c, (const char *)bytes, n);
	if (csv_header_read(&c, &a, wanted, &h, &e) == OK) {
		enum csv_step step;
		for (size_t before = c.at; (step = csv_next(&c, &e)) != CSV_END; before = c.at) {
			assert(c.at > before && c.at <= n);
			for (size_t i = 0; step == CSV_ROW && i < c.n_cells; i++)
				assert(strlen(c.cells[i].s) == c.cells[i].n);
			if (step == CSV_ROW)
				assert(strlen(csv_get(&c, &h, 0)) <= n * 3);
		}
	}
	arena_free(&a);
	return 0;
}
