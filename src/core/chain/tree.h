/* tree.h -- a Merkle tree that only grows, and the two proofs that outsiders ask of it.
 *
 * Hashing is that of RFC 6962 (leaf prefix 0, node prefix 1), as in chain.h. Two things are added here: a tree can be
 * carried on leaf by leaf while only the tops of its full subtrees are kept (a "compact range": as many hashes as the
 * size has binary ones), and a proof is made from full subtrees alone, which a reader function hands over. So whoever
 * keeps the leaves decides which subtrees are kept beside them, and a proof in a log of 300,000 leaves needs a few
 * hundred hashes, not all.
 *
 *   inclusion    leaf i is in the tree of n leaves                          RFC 9162, 2.1.3
 *   consistency  the tree of m leaves is the beginning of the tree of n     RFC 9162, 2.1.4
 *
 * Pure. Invariant: what these functions prove, merkle_path_good and merkle_consistency_good accept, and nothing else.
 */
#ifndef NETRA_CORE_CHAIN_TREE_H
#define NETRA_CORE_CHAIN_TREE_H

#include "core/chain/chain.h"

#define MERKLE_LEVELS    62                  /* of a tree: leaves are counted in int64 */
#define MERKLE_SIZE_MAX  (INT64_C(1) << 61)  /* leaves */
#define MERKLE_PROOF_MAX (MERKLE_LEVELS + 2) /* hashes of the longest proof */

struct merkle_range {
	int64_t n;                        /* leaves so far */
	struct hash tops[MERKLE_LEVELS];  /* of its full subtrees, the largest first */
};
/* A subtree became full: it has 2^@level leaves, @number of that size stand to its left. */
typedef enum status (*merkle_full)(void *context, int level, int64_t number, struct hash top, struct err *e);

size_t merkle_range_tops(int64_t n); /* how many of the tops of @n leaves are in use */
/* Adds a leaf; @full (may be NULL) hears of each subtree of two leaves or more that it completes. */
MUST_CHECK enum status merkle_range_add(struct merkle_range *r, struct hash leaf, merkle_full full, void *context,
					struct err *e);
struct hash merkle_range_root(const struct merkle_range *r);

/* Hands over the hash of a full subtree, as above; level 0: a leaf. */
typedef enum status (*merkle_read)(void *context, int level, int64_t number, struct hash *ret, struct err *e);

struct merkle_proof {
	struct hash items[MERKLE_PROOF_MAX];
	size_t n;
};
/* INVALID when @index or @from and @to are not within the tree's order; else what @read answers. */
MUST_CHECK enum status merkle_root_read(merkle_read read, void *context, int64_t n, struct hash *ret, struct err *e);
MUST_CHECK enum status merkle_inclusion(merkle_read read, void *context, int64_t index, int64_t n,
					struct merkle_proof *ret, struct err *e);
MUST_CHECK enum status merkle_consistency(merkle_read read, void *context, int64_t from, int64_t to,
					  struct merkle_proof *ret, struct err *e);
/* Is the tree of @from leaves with @root_from the beginning of the one of @to leaves with @root_to? */
bool merkle_consistency_good(int64_t from, int64_t to, const struct merkle_proof *proof, struct hash root_from,
			     struct hash root_to);

/* The hash of a node above two others; of no leaves at all. */
struct hash merkle_node(struct hash left, struct hash right);
struct hash merkle_empty(void);
/* How many leaves of @n (n > 1) stand in the left half: the largest power of two below @n. */
int64_t merkle_left(int64_t n);

#endif
