/* merkle.c -- the Merkle tree of RFC 6962 (section 2.1): a root for a list of leaves, and the short proof that one
 * leaf is among them. A leaf is hashed with the prefix 0, a node with 1, so that neither can pass for the other.
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

/* The largest power of two below @n (n > 1): how many leaves stand in the left half. */
static size_t left_half(size_t n)
{
	size_t k = 1;
	while (k * 2 < n)
		k *= 2;
	return k;
}

struct hash merkle_root(const struct hash *leaves, size_t n)
{
	if (n == 0)
		return hash_of("", 0);
	if (n == 1)
		return leaves[0];
	size_t k = left_half(n);
	return merkle_node(merkle_root(leaves, k), merkle_root(leaves + k, n - k));
}

/* Writes the path from the leaf upwards, as the RFC orders it. */
static size_t path(const struct hash *leaves, size_t n, size_t index, struct hash *to)
{
	if (n <= 1)
		return 0;
	size_t k = left_half(n), at;
	bool left = index < k;
	at = left ? path(leaves, k, index, to) : path(leaves + k, n - k, index - k, to);
	to[at] = left ? merkle_root(leaves + k, n - k) : merkle_root(leaves, k);
	return at + 1;
}

size_t merkle_path(struct arena *a, const struct hash *leaves, size_t n, size_t index, struct hash **ret)
{
	*ret = arena_array(a, struct hash, 64); /* a path is never longer than the bits of size_t */
	return index < n ? path(leaves, n, index, *ret) : 0;
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
