/* chain.h -- a line of hashes that nobody can rewrite unseen.
 *
 * A seal's body lists rows as (table number, row id, hash of the row); link = SHA-256 over the previous link,
 * office, sequence, moment and body, each with its length. A Merkle tree (RFC 6962 hashing) over the links gives
 * inclusion and consistency proofs for witnesses. Pure: bytes in, bytes out.
 */
#ifndef NETRA_CORE_CHAIN_CHAIN_H
#define NETRA_CORE_CHAIN_CHAIN_H

#include "base/buf.h"
#include "base/id.h"

struct sealed_row {
	int32_t table;    /* struct table number; -1: a file, id is then unused */
	int64_t id;
	bool gone;        /* the row was deleted (lawful only for tables that are not append-only) */
	struct hash hash; /* of the row's canonical bytes, or of the file */
};

void chain_body_put(struct buf *body, const struct sealed_row *row);
/* Reads the next row of a body from *@at on; false at its end, INVALID is told by *@ret_bad. */
bool chain_body_next(struct str body, size_t *at, struct sealed_row *ret, bool *ret_bad);
struct hash chain_link(struct hash previous, int64_t office, int64_t seq, struct instant at, struct str body);

/* The canonical bytes of a row: for each value its kind, its length and its bytes. */
void chain_canonical_int(struct buf *b, int64_t i);
void chain_canonical_bytes(struct buf *b, char kind, struct str bytes); /* kind 't' text, 'b' bytes */
void chain_canonical_null(struct buf *b);

/* Merkle tree over leaf hashes (RFC 6962: leaf prefix 0, node prefix 1). */
struct hash merkle_leaf(const void *bytes, size_t n);
struct hash merkle_root(const struct hash *leaves, size_t n);
bool merkle_path_good(struct hash leaf, size_t index, size_t n, const struct hash *path, size_t path_n, struct hash root);

#endif
