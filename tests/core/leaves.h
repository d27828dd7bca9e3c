/* leaves.h -- the eight leaves of the reference tests of RFC 6962 (Certificate Transparency's merkletree vectors, public),
 * and the paths that the RFC's text asks for, word for word.
 */
#ifndef NETRA_TESTS_CORE_LEAVES_H
#define NETRA_TESTS_CORE_LEAVES_H

#include "core/chain/chain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static inline void leaves_of_reference(struct hash ret[8])
{
	static const char *const hex[8] = {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
					   "606162636465666768696a6b6c6d6e6f"};
	for (int i = 0; i < 8; i++) {
		unsigned char bytes[16];
		size_t n = strlen(hex[i]) / 2;
		assert_true(hex_bytes(hex[i], bytes, n));
		ret[i] = merkle_leaf(bytes, n);
	}
}

/* "The largest power of two smaller than n" (2.1). */
static inline size_t leaves_left(size_t n)
{
	size_t k = 1;
	while (k * 2 < n)
		k *= 2;
	return k;
}

/* RFC 6962, 2.1.1: PATH(m, D[n]), from the leaf upwards; returns how many hashes it has. */
static inline size_t leaves_path(const struct hash *d, size_t m, size_t n, struct hash *to)
{
	if (n <= 1)
		return 0;
	size_t k = leaves_left(n), at;
	bool left = m < k;
	at = left ? leaves_path(d, m, k, to) : leaves_path(d + k, m - k, n - k, to);
	to[at] = left ? merkle_root(d + k, n - k) : merkle_root(d, k);
	return at + 1;
}

#endif
