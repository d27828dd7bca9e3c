/* tree_test.c -- a tree that grows leaf by leaf and the proofs made of full subtrees, against the vectors of Certificate
 * Transparency (its reference tests for RFC 6962, public) and against a naive reading of the RFC's text.
 */
#include "leaves.h"

#include "core/chain/tree.h"

#include <stdio.h>

#define MANY 70 /* leaves of the trees that are compared in all their parts */

/* Leaves, a count of what was read of them, and a subtree that cannot be read. */
struct shelf {
	const struct hash *leaves;
	int64_t n, asked;
	int fail_at; /* the so-maniest read fails; 0: none does */
};

static enum status shelf_read(void *context, int level, int64_t number, struct hash *ret, struct err *e)
{
	struct shelf *s = context;
	if (++s->asked == s->fail_at)
		return FAIL(e, UNAVAILABLE, "the shelf is locked");
	assert_true((number + 1) << level <= s->n); /* only full subtrees are asked for */
	*ret = merkle_root(s->leaves + (number << level), (size_t)1 << level);
	return OK;
}

static struct hash hash_of_hex(const char *hex)
{
	struct hash h;
	assert_true(hex_bytes(hex, h.bytes, HASH_SIZE));
	return h;
}

#define FIVE_F "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
#define BC_1   "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
#define CA_8   "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
#define D3_7   "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
#define N_96   "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
#define SIX_B  "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
#define FAC    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
#define SIX_E  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
#define O_EB   "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"

static void proof_is(const struct merkle_proof *p, const char *const hex[4])
{
	size_t n = 0;
	for (; hex[n]; n++)
		assert_true(n < p->n && hash_eq(p->items[n], hash_of_hex(hex[n])));
	assert_int_equal(p->n, n);
}

static void inclusion_proofs_are_those_of_certificate_transparency(void **state)
{
	static const struct {
		int64_t index, n;
		const char *const proof[4];
	} vectors[] = {
		{0, 1, {NULL}},
		{0, 8, {N_96, FIVE_F, SIX_B}},
		{5, 8, {BC_1, CA_8, D3_7}},
		{2, 3, {FAC}},
		{1, 5, {SIX_E, FIVE_F, BC_1}},
	};
	struct hash leaves[8];
	struct merkle_proof proof;
	(void)state;
	leaves_of_reference(leaves);
	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		struct shelf s = {leaves, vectors[i].n, 0, 0};
		assert_int_equal(merkle_inclusion(shelf_read, &s, vectors[i].index, vectors[i].n, &proof, NULL), OK);
		proof_is(&proof, vectors[i].proof);
	}
}

static void consistency_proofs_are_those_of_certificate_transparency(void **state)
{
	static const struct {
		int64_t from, to;
		const char *const proof[4];
	} vectors[] = {
		{1, 1, {NULL}},
		{1, 8, {N_96, FIVE_F, SIX_B}},
		{6, 8, {O_EB, CA_8, D3_7}},
		{2, 5, {FIVE_F, BC_1}},
	};
	struct hash leaves[8];
	struct merkle_proof proof;
	(void)state;
	leaves_of_reference(leaves);
	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		struct shelf s = {leaves, vectors[i].to, 0, 0};
		assert_int_equal(merkle_consistency(shelf_read, &s, vectors[i].from, vectors[i].to, &proof, NULL), OK);
		proof_is(&proof, vectors[i].proof);
	}
}

static void many_leaves(struct hash ret[MANY])
{
	for (int i = 0; i < MANY; i++) {
		char text[16];
		ret[i] = merkle_leaf(text, (size_t)snprintf(text, sizeof text, "leaf %d", i));
	}
}

/* What a tree says while it grows: each subtree once, when it is full, with the right hash. */
struct heard {
	const struct hash *leaves;
	int64_t n, fulls;
};

static enum status hear(void *context, int level, int64_t number, struct hash top, struct err *e)
{
	struct heard *h = context;
	(void)e;
	assert_true(level > 0);
	assert_int_equal((number + 1) << level, h->n);
	assert_true(hash_eq(top, merkle_root(h->leaves + (number << level), (size_t)1 << level)));
	h->fulls++;
	return OK;
}

static void a_tree_grown_leaf_by_leaf_has_the_root_of_all_leaves(void **state)
{
	struct hash leaves[MANY], root;
	struct merkle_range grown = {0}, deaf = {0};
	struct heard heard = {.leaves = leaves};
	(void)state;
	many_leaves(leaves);
	assert_true(hash_eq(merkle_range_root(&grown), merkle_empty()));
	for (int64_t n = 1; n <= MANY; n++) {
		heard.n = n;
		assert_int_equal(merkle_range_add(&grown, leaves[n - 1], hear, &heard, NULL), OK);
		assert_int_equal(merkle_range_add(&deaf, leaves[n - 1], NULL, NULL, NULL), OK);
		assert_true(hash_eq(merkle_range_root(&grown), merkle_root(leaves, (size_t)n)));
		assert_true(hash_eq(merkle_range_root(&deaf), merkle_root(leaves, (size_t)n)));
		struct shelf s = {leaves, n, 0, 0};
		assert_int_equal(merkle_root_read(shelf_read, &s, n, &root, NULL), OK);
		assert_true(hash_eq(root, merkle_range_root(&grown)));
		assert_int_equal(s.asked, (int64_t)merkle_range_tops(n));
	}
	assert_int_equal(heard.fulls, 35 + 17 + 8 + 4 + 2 + 1); /* full subtrees of 2, 4, 8, 16, 32, 64 in 70 leaves */
}

static enum status refuse(void *context, int level, int64_t number, struct hash top, struct err *e)
{
	(void)context, (void)level, (void)number, (void)top;
	return FAIL(e, UNAVAILABLE, "nobody listens");
}

static void a_tree_does_not_grow_past_its_limit_or_unheard(void **state)
{
	struct merkle_range full = {.n = MERKLE_SIZE_MAX}, one = {.n = 1};
	(void)state;
	assert_int_equal(merkle_range_add(&full, merkle_empty(), NULL, NULL, NULL), TOO_LARGE);
	assert_int_equal(merkle_range_add(&one, merkle_empty(), refuse, NULL, NULL), UNAVAILABLE);
	assert_int_equal(one.n, 1);
}

static void inclusion_proofs_are_those_of_a_naive_reading(void **state)
{
	struct hash leaves[MANY], path[8];
	struct merkle_proof proof;
	(void)state;
	many_leaves(leaves);
	for (int64_t n = 1; n <= MANY; n++)
		for (int64_t i = 0; i < n; i++) {
			struct shelf s = {leaves, n, 0, 0};
			assert_int_equal(merkle_inclusion(shelf_read, &s, i, n, &proof, NULL), OK);
			assert_int_equal(proof.n, leaves_path(leaves, (size_t)i, (size_t)n, path));
			assert_memory_equal(proof.items, path, proof.n * sizeof *path);
			assert_true(merkle_path_good(leaves[i], (size_t)i, (size_t)n, proof.items, proof.n,
						     merkle_root(leaves, (size_t)n)));
		}
}

/* RFC 6962, 2.1.2, word for word: PROOF(m, D[n]) = SUBPROOF(m, D[n], true). */
static size_t subproof(const struct hash *d, size_t m, size_t n, bool b, struct hash *to)
{
	if (m == n) {
		if (!b)
			to[0] = merkle_root(d, n);
		return b ? 0 : 1;
	}
	size_t k = leaves_left(n), at;
	if (m <= k) {
		at = subproof(d, m, k, b, to);
		to[at] = merkle_root(d + k, n - k);
	} else {
		at = subproof(d + k, m - k, n - k, false, to);
		to[at] = merkle_root(d, k);
	}
	return at + 1;
}

static void consistency_proofs_are_those_of_a_naive_reading_and_no_others_pass(void **state)
{
	struct hash leaves[MANY], naive[MERKLE_PROOF_MAX];
	struct merkle_proof proof;
	(void)state;
	many_leaves(leaves);
	for (int64_t to = 1; to <= MANY; to++)
		for (int64_t from = 1; from <= to; from++) {
			struct shelf s = {leaves, to, 0, 0};
			struct hash old = merkle_root(leaves, (size_t)from), new = merkle_root(leaves, (size_t)to);
			assert_int_equal(merkle_consistency(shelf_read, &s, from, to, &proof, NULL), OK);
			assert_int_equal(proof.n, subproof(leaves, (size_t)from, (size_t)to, true, naive));
			assert_memory_equal(proof.items, naive, proof.n * sizeof *naive);
			assert_true(merkle_consistency_good(from, to, &proof, old, new));
			assert_false(merkle_consistency_good(from, to, &proof, old, leaves[0]) && to > 1);
			assert_false(merkle_consistency_good(from, to, &proof, merkle_empty(), new));
			if (from == to)
				continue;
			assert_false(merkle_consistency_good(from, to + 70, &proof, old, new));
			for (size_t i = 0; i < proof.n; i++) {
				proof.items[i].bytes[31] ^= 1;
				assert_false(merkle_consistency_good(from, to, &proof, old, new));
				proof.items[i].bytes[31] ^= 1;
			}
			proof.n--;
			assert_false(merkle_consistency_good(from, to, &proof, old, new));
			proof.n += 2;
			proof.items[proof.n - 1] = old;
			assert_false(merkle_consistency_good(from, to, &proof, old, new));
		}
}

/* A leaf is taken out, one is exchanged, two change places: the old head and the new tree never agree. */
static void a_rewritten_tree_agrees_with_no_older_head(void **state)
{
	struct hash leaves[MANY], changed[MANY];
	struct merkle_proof proof;
	(void)state;
	many_leaves(leaves);
	for (int way = 0; way < 3; way++) {
		memcpy(changed, leaves, sizeof leaves);
		if (way == 0)
			memmove(changed + 10, changed + 11, (MANY - 11) * sizeof *changed);
		else if (way == 1)
			changed[10] = merkle_leaf("another", 7);
		else
			changed[10] = leaves[11], changed[11] = leaves[10];
		struct shelf s = {changed, MANY - 1, 0, 0};
		for (int64_t from = 12; from < MANY - 1; from++) {
			assert_int_equal(merkle_consistency(shelf_read, &s, from, MANY - 1, &proof, NULL), OK);
			assert_false(merkle_consistency_good(from, MANY - 1, &proof, merkle_root(leaves, (size_t)from),
							     merkle_root(changed, MANY - 1)));
		}
	}
}

static void nothing_is_proven_outside_the_tree(void **state)
{
	struct merkle_proof p;
	struct hash h, none = merkle_empty(), one = merkle_leaf("", 0);
	struct shelf s = {&one, 1, 0, 0};
	(void)state;
	assert_int_equal(merkle_inclusion(shelf_read, &s, -1, 1, &p, NULL), INVALID);
	assert_int_equal(merkle_inclusion(shelf_read, &s, 1, 1, &p, NULL), INVALID);
	assert_int_equal(merkle_inclusion(shelf_read, &s, 0, MERKLE_SIZE_MAX + 1, &p, NULL), INVALID);
	assert_int_equal(merkle_consistency(shelf_read, &s, -1, 1, &p, NULL), INVALID);
	assert_int_equal(merkle_consistency(shelf_read, &s, 2, 1, &p, NULL), INVALID);
	assert_int_equal(merkle_consistency(shelf_read, &s, 1, MERKLE_SIZE_MAX + 1, &p, NULL), INVALID);
	assert_int_equal(merkle_root_read(shelf_read, &s, -1, &h, NULL), INVALID);
	assert_int_equal(merkle_root_read(shelf_read, &s, MERKLE_SIZE_MAX + 1, &h, NULL), INVALID);
	assert_int_equal(merkle_root_read(shelf_read, &s, 0, &h, NULL), OK);
	assert_true(hash_eq(h, none));
	p.n = 0;
	assert_false(merkle_consistency_good(-1, 1, &p, none, one));
	assert_false(merkle_consistency_good(2, 1, &p, one, one));
	assert_false(merkle_consistency_good(1, 2, &p, one, one));
}

/* Every tree begins with the empty one. */
static void the_empty_tree_is_the_beginning_of_all(void **state)
{
	struct merkle_proof p;
	struct hash none = merkle_empty(), one = merkle_leaf("", 0);
	struct shelf s = {&one, 1, 0, 0};
	(void)state;
	assert_int_equal(merkle_consistency(shelf_read, &s, 0, 1, &p, NULL), OK);
	assert_int_equal(p.n, 0);
	assert_true(merkle_consistency_good(0, 1, &p, none, one));
	assert_true(merkle_consistency_good(0, 0, &p, none, none));
	assert_false(merkle_consistency_good(0, 0, &p, none, one));
	assert_false(merkle_consistency_good(0, 1, &p, one, one));
	p.n = 1;
	assert_false(merkle_consistency_good(0, 1, &p, none, one));
	assert_false(merkle_consistency_good(1, 1, &p, one, one));
}

/* Whatever read fails, the failure comes through. */
static void a_shelf_that_cannot_be_read_ends_the_proof(void **state)
{
	struct hash leaves[MANY], root;
	struct merkle_proof p;
	(void)state;
	many_leaves(leaves);
	for (int way = 0; way < 3; way++) {
		enum status status = UNAVAILABLE;
		int at = 1;
		for (; status != OK; at++) {
			struct shelf s = {leaves, 37, 0, at};
			status = way == 0   ? merkle_inclusion(shelf_read, &s, 13, 37, &p, NULL)
				 : way == 1 ? merkle_consistency(shelf_read, &s, 13, 37, &p, NULL)
					    : merkle_root_read(shelf_read, &s, 37, &root, NULL);
			assert_true(status == OK || status == UNAVAILABLE);
		}
		assert_true(at > 3);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(inclusion_proofs_are_those_of_certificate_transparency),
		cmocka_unit_test(consistency_proofs_are_those_of_certificate_transparency),
		cmocka_unit_test(a_tree_grown_leaf_by_leaf_has_the_root_of_all_leaves),
		cmocka_unit_test(a_tree_does_not_grow_past_its_limit_or_unheard),
		cmocka_unit_test(inclusion_proofs_are_those_of_a_naive_reading),
		cmocka_unit_test(consistency_proofs_are_those_of_a_naive_reading_and_no_others_pass),
		cmocka_unit_test(a_rewritten_tree_agrees_with_no_older_head),
		cmocka_unit_test(nothing_is_proven_outside_the_tree),
		cmocka_unit_test(the_empty_tree_is_the_beginning_of_all),
		cmocka_unit_test(a_shelf_that_cannot_be_read_ends_the_proof),
	};
	return cmocka_run_group_tests_name("tree", tests, NULL, NULL);
}
