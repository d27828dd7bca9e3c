/* tree.c -- see tree.h. */
#include "core/chain/tree.h"

struct hash merkle_empty(void)
{
	return hash_of("", 0);
}

/* -- growing -- */

size_t merkle_range_tops(int64_t n)
{
	return (size_t)__builtin_popcountll((unsigned long long)n);
}

/* Like adding one to a binary number: each 1 that is carried is a subtree that is joined to its neighbour. */
enum status merkle_range_add(struct merkle_range *r, struct hash leaf, merkle_full full, void *context, struct err *e)
{
	if (r->n >= MERKLE_SIZE_MAX)
		return FAIL(e, TOO_LARGE, "a tree has at most 2^61 leaves");
	size_t tops = merkle_range_tops(r->n);
	int level = 0;
	for (int64_t rest = r->n; rest & 1; rest >>= 1) {
		leaf = merkle_node(r->tops[--tops], leaf);
		level++;
		if (full)
			TRY(full(context, level, rest >> 1, leaf, e));
	}
	r->tops[tops] = leaf;
	r->n++;
	return OK;
}

struct hash merkle_range_root(const struct merkle_range *r)
{
	size_t tops = merkle_range_tops(r->n);
	if (!tops)
		return merkle_empty();
	struct hash root = r->tops[--tops];
	while (tops)
		root = merkle_node(r->tops[--tops], root);
	return root;
}

/* -- proofs -- */

struct proving {
	merkle_read read;
	void *context;
	struct merkle_proof *proof;
};

/* The hash over the leaves @begin to @end, at least one; @begin is a multiple of the left half's size by construction. */
static enum status over(const struct proving *p, int64_t begin, int64_t end, struct hash *ret, struct err *e)
{
	int64_t n = end - begin;
	if (!(n & (n - 1))) {
		int level = __builtin_ctzll((unsigned long long)n);
		return p->read(p->context, level, begin >> level, ret, e);
	}
	struct hash left, right;
	int64_t k = merkle_left(n);
	TRY(over(p, begin, begin + k, &left, e));
	TRY(over(p, begin + k, end, &right, e));
	*ret = merkle_node(left, right);
	return OK;
}

static enum status put(const struct proving *p, int64_t begin, int64_t end, struct err *e)
{
	return over(p, begin, end, &p->proof->items[p->proof->n++], e);
}

enum status merkle_root_read(merkle_read read, void *context, int64_t n, struct hash *ret, struct err *e)
{
	struct proving p = {read, context, NULL};
	if (n < 0 || n > MERKLE_SIZE_MAX)
		return FAIL(e, INVALID, "no tree has %lld leaves", (long long)n);
	*ret = merkle_empty();
	return n ? over(&p, 0, n, ret, e) : OK;
}

/* RFC 6962, 2.1.1: from the leaf upwards. */
static enum status include(const struct proving *p, int64_t index, int64_t begin, int64_t end, struct err *e)
{
	if (end - begin == 1)
		return OK;
	int64_t middle = begin + merkle_left(end - begin);
	if (index < middle) {
		TRY(include(p, index, begin, middle, e));
		return put(p, middle, end, e);
	}
	TRY(include(p, index, middle, end, e));
	return put(p, begin, middle, e);
}

enum status merkle_inclusion(merkle_read read, void *context, int64_t index, int64_t n, struct merkle_proof *ret,
			     struct err *e)
{
	struct proving p = {read, context, ret};
	ret->n = 0;
	if (index < 0 || n > MERKLE_SIZE_MAX || index >= n)
		return FAIL(e, INVALID, "leaf %lld is not in a tree of %lld leaves", (long long)index, (long long)n);
	return include(&p, index, 0, n, e);
}

/* RFC 6962, 2.1.2: SUBPROOF. @known: the old root is the hash over these leaves, which the reader of the proof has. */
static enum status agree(const struct proving *p, int64_t from, int64_t begin, int64_t end, bool known, struct err *e)
{
	if (from == end)
		return known ? OK : put(p, begin, end, e);
	int64_t middle = begin + merkle_left(end - begin);
	if (from <= middle) {
		TRY(agree(p, from, begin, middle, known, e));
		return put(p, middle, end, e);
	}
	TRY(agree(p, from, middle, end, false, e));
	return put(p, begin, middle, e);
}

enum status merkle_consistency(merkle_read read, void *context, int64_t from, int64_t to, struct merkle_proof *ret,
			       struct err *e)
{
	struct proving p = {read, context, ret};
	ret->n = 0;
	if (from < 0 || from > to || to > MERKLE_SIZE_MAX)
		return FAIL(e, INVALID, "a tree of %lld leaves is not the beginning of one of %lld", (long long)from, (long long)to);
	return from && from < to ? agree(&p, from, 0, to, true, e) : OK;
}

/* Both roots are built at once from the same hashes (RFC 9162, 2.1.4.2); @at, @last: the node of the old tree's last leaf
 * and of the new one's, on the level that is reached. */
static bool both_grow(int64_t at, int64_t last, const struct merkle_proof *proof, size_t next, struct hash start,
		      struct hash root_from, struct hash root_to)
{
	struct hash old = start, new = start;
	for (; next < proof->n; next++) {
		struct hash c = proof->items[next];
		if (!last)
			return false;
		if ((at & 1) || at == last) {
			old = merkle_node(c, old);
			new = merkle_node(c, new);
			for (; !(at & 1); at >>= 1) /* it ends: @at is odd, or @last, which is not 0 */
				last >>= 1;
		} else {
			new = merkle_node(new, c);
		}
		at >>= 1;
		last >>= 1;
	}
	return !last && hash_eq(old, root_from) && hash_eq(new, root_to);
}

bool merkle_consistency_good(int64_t from, int64_t to, const struct merkle_proof *proof, struct hash root_from,
			     struct hash root_to)
{
	if (from < 0 || from > to)
		return false;
	if (!from)
		return !proof->n && hash_eq(root_from, merkle_empty()) && (to || hash_eq(root_to, root_from));
	if (from == to)
		return !proof->n && hash_eq(root_from, root_to);
	if (!proof->n)
		return false;
	int64_t at = from - 1, last = to - 1;
	for (; at & 1; at >>= 1)
		last >>= 1;
	bool whole = !(from & (from - 1)); /* the old tree is a full subtree: its root is the start and not in the proof */
	return both_grow(at, last, proof, whole ? 0 : 1, whole ? root_from : proof->items[0], root_from, root_to);
}
