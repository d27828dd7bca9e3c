/* bare.h -- what the disk allows: the rows that a server wrote, written again by a bare program.
 *
 * The rows of a SQLite store are read into memory, with the tables and indexes they live in. Then they are written to a
 * fresh file: the same settings of SQLite as the product's, the same rows in the same order, so many to a transaction as
 * the server had. No HTTP, no law, no seals computed, no look-ups: what remains is SQLite and the disk. So it is the
 * measure of how much our own work costs beside them, not of how fast disks are.
 */
#ifndef NETRA_TESTS_BENCH_BARE_H
#define NETRA_TESTS_BENCH_BARE_H

#include <stddef.h>
#include <stdint.h>

struct bare; /* opaque */

/* The rows of the store at @path whose id is above @mark are to be written anew; those before them are only there.
 * NULL when the file cannot be read. */
struct bare *bare_read(const char *path, int64_t mark, size_t most_rows);
size_t bare_rows(const struct bare *b);
size_t bare_bytes(const struct bare *b); /* of their values */
/* Writes them to @path, a new file, @group rows to a transaction; seconds taken, < 0: it failed. */
double bare_write(struct bare *b, const char *path, size_t group);
void bare_free(struct bare *b);

/* fdatasync calls a second after appends of 4 KiB to a file in @folder. */
double bare_syncs(const char *folder, double seconds);

#endif
