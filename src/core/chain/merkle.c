/* merkle.c -- the Merkle tree of RFC 6962 (section 2.1): a root for a list of leaves, and the check of a short proof that
 * one leaf is among them. A leaf is hashed with the prefix 0, a node with 1, so that neither can pass for the other.
 */
#include "core/chain/tree.h"

#include <string.h>

struct hash merkle_leaf(const void *bytes, size_t n)
{
	scoped(buf_free) struct buf b = {.limit = SIZE_MAX};
	buf_char(&b, 0);
	buf_raw(&b, bytes, n);
	return hash_of(b.s, b.n);
}

struct hash merkle_node(struct hash left, struct hash right)
{
	unsigned char bytes[1 + 2 * HASH_SIZE] = {1};
	memcpy(bytes + 1, left.bytes, HASH_SIZE);
	memcpy(bytes + 1 + HASH_SIZE, right.bytes, HASH_SIZE);
	return hash_of(bytes, sizeof bytes);
}

int64_t merkle_left(int64_t n)
{
	return INT64_C(1) << (63 - __builtin_clzll((unsigned long long)(n - 1)));
}

struct hash merkle_root(const struct hash *leaves, size_t n)
{
	if (n == 0)
		return merkle_empty();
	if (n == 1)
		return leaves[0];
	size_t k = (size_t)merkle_left((int64_t)n);
	return merkle_node(merkle_root(leaves, k), merkle_root(leaves + k, n - k));
}

bool merkle_path_good(struct hash leaf, size_t index, size_t n, const struct hash *proof, size_t proof_n,
		      struct hash root)
{
	/* RFC 9162, 2.1.3.2: walk up; @last is the index of the last node on each level. */
	if (index >= n)
		return false;
	size_t last = n - 1;
	for (size_t i = 0; i < proof_n; i++) {
		if (last == 0)
			return false;
		if ((index & 1) || index == last) {
			leaf = merkle_node(proof[i], leaf);
			while (!(index & 1)) { /* it ends: @index is odd, or @last, which is not 0 */
				index >>= 1;
				last >>= 1;
			}
		} else {
			leaf = merkle_node(leaf, proof[i]);
		}
		index >>= 1;
		last >>= 1;
	}
	return last == 0 && hash_eq(leaf, root);
}
