/* work.h -- how much the store was asked to do since it was opened, by all transactions together.
 *
 * Counted so that a page which reads too much is found by a test that knows no time: the same page takes the same
 * statements, rows and steps on every machine (tests/web/quick_test.py).
 */
#ifndef NETRA_STORE_WORK_H
#define NETRA_STORE_WORK_H

#include "store/store.h"

struct store_work {
	int64_t statements, rows; /* run, and the rows that they returned */
	int64_t steps;            /* SQLite: instructions of its machine; PostgreSQL: 0 */
};
struct store_work store_work(const struct store *s);

#endif
