/* evidence_internal.h -- what seal.c, verify.c, files.c, keep.c and type.c share. */
#ifndef NETRA_DESK_EVIDENCE_EVIDENCE_INTERNAL_H
#define NETRA_DESK_EVIDENCE_EVIDENCE_INTERNAL_H

#include "desk/evidence/receipts.h"

#define FILE_MAX ((size_t)1 << 30) /* bytes; uploads have their own, lower limits */

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

/* A full disk is told apart (EVIDENCE_DISK), so that a sender can be told to keep the file. */
enum status file_trouble(const char *path, struct err *e);
MUST_CHECK enum status folder_sync(const char *path, struct err *e);
/* Makes @path (its parent exists) and lets its entry reach the disk. */
MUST_CHECK enum status folder_make(const char *parent, const char *path, struct err *e);
MUST_CHECK enum status bytes_write(int fd, struct str bytes, const char *path, struct err *e);
/* The bytes reach the disk, then the name; folder_sync of its folder is the caller's. */
MUST_CHECK enum status file_place(int fd, const char *temporary, const char *path, struct err *e);
/* A new name below @root for a file that is not whole yet; evidence_sweep removes what was left behind. */
char *keeping_path(struct arena *a, const char *root);
/* Where the bytes of a hash belong, with the folders made. */
struct content_place {
	char *root, *folder, *path;
	bool there; /* they lie there already, whole */
};
MUST_CHECK enum status content_place(struct arena *a, const struct office *o, struct hash hash, struct content_place *ret, struct err *e);

/* The type of a file that is seen in pieces: its first bytes, and whether all of it was text. A letter of UTF-8 that a
 * piece cuts in two waits for the rest of it. The same answer as file_type_of gives to the whole. */
struct type_look {
	char head[16], cut[4];
	size_t head_n, cut_n;
	bool text;
};
void type_look_start(struct type_look *l);
void type_look_take(struct type_look *l, struct str piece);
const char *type_look_end(const struct type_look *l);

bool checkpoint_good(const unsigned char sign_public[32], int64_t office, const struct checkpoints_row *c);

#endif
