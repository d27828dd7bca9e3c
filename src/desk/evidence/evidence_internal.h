/* evidence_internal.h -- what seal.c, verify.c and files.c share. */
#ifndef NETRA_DESK_EVIDENCE_EVIDENCE_INTERNAL_H
#define NETRA_DESK_EVIDENCE_EVIDENCE_INTERNAL_H

#include "desk/evidence/receipts.h"

/* The hash of one row: @values of all columns in schema order. Trailing NULLs do not count, so that a column
 * that a later migration adds at the end leaves the hashes of old rows as they were. */
struct hash row_hash(struct buf *scratch, const struct value *values, size_t n);

/* evidence/ab/abcd...: where the bytes of a file are. */
char *file_path(struct arena *a, const struct office *o, const char *sha256);
/* SHA-256 of the bytes on disk. NOT_FOUND when there is no such file. */
MUST_CHECK enum status file_hash(const char *path, struct hash *ret, struct err *e);

/* log.c: how far the log has come; heads in the order of the tree, behind head @id of @size. */
MUST_CHECK enum status log_range_read(struct tx *tx, int64_t office, struct merkle_range *ret, struct err *e);
MUST_CHECK enum status log_heads_read(struct tx *tx, const struct desk *d, int64_t size, int64_t id, int64_t max,
				      struct evidence_heads *ret, struct err *e);

/* verify.c: one more fault. */
void verify_fault_add(struct arena *a, struct verify_report *r, const char *kind, const char *table, int64_t row,
		      int64_t seq, const char *text, const char *text_en);

bool checkpoint_good(const unsigned char sign_public[32], int64_t office, const struct checkpoints_row *c);

#endif
