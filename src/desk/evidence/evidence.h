/* evidence.h -- what was once recorded can be shown to be unchanged.
 *
 * Each WRITE transaction ends with one seal: the hashes of all rows it touched, linked to the seal before by
 * SHA-256 (core/chain). The store calls evidence_hook for that; desks do nothing special. Files are kept by
 * content under evidence/ and are written and synced before the row that names them is committed.
 * evidence_verify walks the chain from its first seal, knows by it what every row must look like now, and names
 * each row that is changed, missing or was never sealed, and each file whose bytes are not its name.
 */
#ifndef NETRA_DESK_EVIDENCE_EVIDENCE_H
#define NETRA_DESK_EVIDENCE_EVIDENCE_H

#include "core/chain/chain.h"
#include "desk/office.h"
#include "evidence_sql.h"

/* Both are set by office_open, the second with the office as context. The hash of one row: @values of all columns in schema order. Trailing NULLs do not count, so that a column
 * that a later migration adds at the end leaves the hashes of old rows as they were. */
struct hash evidence_row_digest(struct buf *scratch, const struct value *values, size_t n);
enum status evidence_hook(struct tx *tx, const struct touched_list *rows, void *context, struct err *e);

#define EVIDENCE_DISK "disk" /* err.field of UNAVAILABLE when there is no room left */

struct file_new {
	struct str bytes;
	const char *name;   /* as the sender called it; never used as a path */
	const char *origin; /* report, patrol, letter, room, import */
};
/* Stores the bytes once (by content), returns the row. The type is found by the first bytes. */
MUST_CHECK enum status evidence_file_add(struct tx *tx, const struct desk *d, const struct file_new *as,
					 int64_t *ret_id, struct err *e);
/* Reads a file back and checks its hash; BROKEN when the bytes are not what was sealed. */
MUST_CHECK enum status evidence_file_read(struct tx *tx, const struct desk *d, int64_t id, struct str *ret,
					  struct evidence_file_get_row *ret_row, struct err *e);
const char *file_type_of(struct str bytes); /* "image/jpeg", ..., "application/octet-stream" */

/* A file that comes in pieces and is never whole in memory: evidence_file_keep reads it once and lays it under the name of
 * its content, synced, before any transaction begins; evidence_file_link adds the row that names it. A kept file that
 * gets no row is found again by the next that has the same content. */
typedef enum status (*evidence_reader)(void *context, struct str *ret_piece, struct err *e); /* a piece of 0 bytes ends it */
struct file_kept {
	struct hash hash;
	int64_t size;
	const char *type;
};
MUST_CHECK enum status evidence_file_keep(const struct desk *d, evidence_reader read, void *context, struct file_kept *ret,
					  struct err *e);
/* @as: name and origin; its bytes are not looked at. */
MUST_CHECK enum status evidence_file_link(struct tx *tx, const struct desk *d, const struct file_kept *kept,
					  const struct file_new *as, int64_t *ret_id, struct err *e);
/* Reads a file a piece at a time; the last piece has no bytes and comes only when all were what was sealed (else BROKEN). */
struct evidence_pieces {
	int fd; /* -1: closed */
	const char *sha256;
	struct hash_run sum;
	char bytes[1 << 16];
};
MUST_CHECK enum status evidence_pieces_begin(struct evidence_pieces *p, const struct desk *d, const char *sha256, int64_t size,
					     struct err *e);
MUST_CHECK enum status evidence_pieces_next(struct evidence_pieces *p, struct str *ret, struct err *e);
void evidence_pieces_end(struct evidence_pieces *p); /* for use with scoped(); also of one that never began, with fd -1 */
/* For answers that the kernel sends; the caller closes it. The bytes are not compared. */
MUST_CHECK enum status evidence_file_fd(const struct desk *d, const char *sha256, int64_t size, int *ret, struct err *e);
/* Removes what a keep that never ended left behind before @before; how many. */
MUST_CHECK enum status evidence_sweep(const struct office *o, struct instant before, int *ret_n, struct err *e);

struct verify_fault {
	const char *kind;  /* row_changed, row_missing, row_unsealed, seal_broken, file_changed, file_missing, ... */
	const char *table; /* or "evidence" */
	int64_t row, seq;
	const char *text;    /* one sentence for a person, in Indonesian */
	const char *text_en; /* the same in English */
};
struct verify_report {
	struct verify_fault *items;
	size_t n, cap;
	int64_t seals, rows, files; /* how much was checked */
	struct instant first, last; /* moments of the first and last seal */
};
/* Walks everything. OK even when faults are found: they are in @ret, first damaged first. @progress may be NULL. */
typedef void (*progress_fn)(void *context, int64_t done, int64_t total);
MUST_CHECK enum status evidence_verify(const struct desk *d, struct verify_report *ret, progress_fn progress,
				       void *context, struct err *e);

/* A signed line that says: this record, with this hash, was received by this office at this moment. */
struct receipt {
	const char *office_code, *number;
	struct instant at;
	struct hash content;  /* hash of the record */
	int64_t seq;          /* netra1: always 0; netra2: the index of its leaf in the log of receipts */
	int version;          /* 2: in the log (evidence_log_add, receipts.h); else 1 */
	unsigned char signature[64];
};
void evidence_receipt_sign(const struct office *o, struct receipt *r);
bool evidence_receipt_good(const unsigned char sign_public[32], const struct receipt *r);
/* "netra2|99.01|006/PL/...|2024-11-04T07:31:00Z|<hash>|<index>|<signature base64url>", one line of text. */
char *evidence_receipt_line(struct arena *a, const struct receipt *r);
MUST_CHECK enum status evidence_receipt_parse(struct arena *a, const char *line, struct receipt *ret, struct err *e);

/* Signs how far the chain reached; witnesses keep the line. */
MUST_CHECK enum status evidence_checkpoint(struct tx *tx, const struct desk *d, struct err *e);

#endif
