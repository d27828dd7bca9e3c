/* wal.h -- SQLite's log, written once more after a sync of it has failed. For sqlite.c only. */
#ifndef NETRA_STORE_WAL_H
#define NETRA_STORE_WAL_H

#include "base/err.h"

/* Writes the first @frames frames of the log @fd again, each with the bytes it has; the caller keeps everybody else from
 * writing to it, and syncs. BROKEN when they are not what SQLite wrote. */
MUST_CHECK enum status wal_write_again(int fd, int frames, struct err *e);

#endif
