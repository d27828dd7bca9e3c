/* beside.h -- files that lie beside a file, and why the program thinks so.
 *
 * Hints for people: nothing is joined by them. A file is beside another when one carries the other on, when the same
 * employee is reported in both, when both hold the same bytes or the same picture (PDQ; also of alike reports), or when
 * both tell of one place and one day. A file with many reasons stands before one with few.
 */
#ifndef NETRA_DESK_HANDLE_BESIDE_H
#define NETRA_DESK_HANDLE_BESIDE_H

#include "desk/handle/handle.h"

#define BESIDE_MAX 12 /* files shown */

struct beside_file {
	int64_t id;
	const char *number, *title, *state; /* state in words */
	const char *reasons;                /* "orang yang sama (nomor 2), gambar yang sama (B-3)" */
	int weight;
};
struct beside_list {
	struct beside_file *items;
	size_t n, cap;
};
MUST_CHECK enum status handle_beside(struct tx *tx, const struct desk *d, const struct handle_file *f, struct beside_list *ret,
				     struct err *e);

#endif
