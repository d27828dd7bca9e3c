/* chain_test.c -- links, bodies and Merkle proofs. The roots are those of the RFC 6962 reference tests (Certificate
 * Transparency's merkletree test vectors, public).
 */
#include "leaves.h"

static const struct hash NONE;

/* The roots of the first 1, 2, 3, 5, 8 of the eight reference leaves. */
static const struct {
	size_t n;
	const char *root;
} roots[] = {
	{1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
	{2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
	{3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
	{5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
	{8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
};

static void roots_are_those_of_rfc_6962(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	struct hash leaves[8];
	leaves_of_reference(leaves);
	assert_string_equal(hash_hex(&a, merkle_root(leaves, 0)),
			    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++)
		assert_string_equal(hash_hex(&a, merkle_root(leaves, roots[i].n)), roots[i].root);
}

static void each_leaf_is_proven_and_no_other(void **state)
{
	(void)state;
	struct hash leaves[8], path[8];
	leaves_of_reference(leaves);
	for (size_t n = 1; n <= 8; n++)
		for (size_t i = 0; i < n; i++) {
			struct hash root = merkle_root(leaves, n);
			size_t path_n = leaves_path(leaves, i, n, path);
			assert_true(merkle_path_good(leaves[i], i, n, path, path_n, root));
			assert_false(merkle_path_good(leaves[(i + 1) % 8], i, n, path, path_n, root));
			assert_false(merkle_path_good(leaves[i], i + 1, n, path, path_n, root));
			if (path_n) {
				path[0].bytes[5] ^= 1;
				assert_false(merkle_path_good(leaves[i], i, n, path, path_n, root));
			}
		}
}

static void a_proof_of_another_length_is_none(void **state)
{
	(void)state;
	struct hash leaves[8], path[8];
	leaves_of_reference(leaves);
	size_t n = leaves_path(leaves, 5, 8, path);
	assert_int_equal(n, 3);
	assert_false(merkle_path_good(leaves[5], 5, 8, path, n - 1, merkle_root(leaves, 8)));
	path[n] = path[0];
	assert_false(merkle_path_good(leaves[5], 5, 8, path, n + 1, merkle_root(leaves, 8)));
}

static void a_body_gives_back_the_rows_that_went_in(void **state)
{
	(void)state;
	scoped(buf_free) struct buf b = {0};
	struct sealed_row rows[] = {{3, INT64_MAX, false, hash_of("a", 1)}, {-1, 0, false, hash_of("b", 1)}, {7, 1, true, NONE}};
	for (int i = 0; i < 3; i++)
		chain_body_put(&b, &rows[i]);
	size_t at = 0, n = 0;
	bool bad;
	struct sealed_row row;
	for (; chain_body_next((struct str){b.s, b.n}, &at, &row, &bad); n++) {
		assert_int_equal(row.table, rows[n].table);
		assert_int_equal(row.id, rows[n].id);
		assert_int_equal(row.gone, rows[n].gone);
		assert_true(hash_eq(row.hash, rows[n].hash));
	}
	assert_int_equal(n, 3);
	assert_false(bad);
}

static void a_cut_body_is_told(void **state)
{
	(void)state;
	scoped(buf_free) struct buf b = {0};
	struct sealed_row row = {3, 9, false, hash_of("a", 1)};
	chain_body_put(&b, &row);
	for (size_t n = 1; n < b.n; n++) {
		size_t at = 0;
		bool bad;
		assert_false(chain_body_next((struct str){b.s, n}, &at, &row, &bad));
		assert_true(bad);
	}
}

static void a_row_that_is_neither_there_nor_gone_is_told(void **state)
{
	(void)state;
	scoped(buf_free) struct buf b = {0};
	struct sealed_row row = {3, 9, true, NONE};
	size_t at = 0;
	bool bad;
	chain_body_put(&b, &row);
	b.s[12] = 2;
	assert_false(chain_body_next((struct str){b.s, b.n}, &at, &row, &bad));
	assert_true(bad);
}

/* Whatever is changed, the link is another. */
static void a_link_depends_on_every_part(void **state)
{
	(void)state;
	struct hash one = hash_of("x", 1);
	struct instant t = {1730685600000000};
	struct hash link = chain_link(one, 1, 2, t, STR("body"));
	assert_true(hash_eq(link, chain_link(one, 1, 2, t, STR("body"))));
	assert_false(hash_eq(link, chain_link(NONE, 1, 2, t, STR("body"))));
	assert_false(hash_eq(link, chain_link(one, 2, 2, t, STR("body"))));
	assert_false(hash_eq(link, chain_link(one, 1, 3, t, STR("body"))));
	assert_false(hash_eq(link, chain_link(one, 1, 2, (struct instant){t.us + 1}, STR("body"))));
	assert_false(hash_eq(link, chain_link(one, 1, 2, t, STR("bodz"))));
	assert_false(hash_eq(link, chain_link(one, 1, 2, t, STR("body "))));
}

/* "ab" + "c" and "a" + "bc", text and bytes, NULL and empty, 1 and "1": all different. */
static void two_different_rows_never_have_the_same_bytes(void **state)
{
	(void)state;
	scoped(buf_free) struct buf one = {0};
	scoped(buf_free) struct buf two = {0};
	chain_canonical_bytes(&one, 't', STR("ab"));
	chain_canonical_bytes(&one, 't', STR("c"));
	chain_canonical_bytes(&two, 't', STR("a"));
	chain_canonical_bytes(&two, 't', STR("bc"));
	assert_int_equal(one.n, two.n);
	assert_memory_not_equal(one.s, two.s, one.n);
	buf_clear(&one);
	buf_clear(&two);
	chain_canonical_null(&one);
	chain_canonical_bytes(&two, 't', STR(""));
	assert_int_not_equal(one.n, two.n);
	buf_clear(&one);
	chain_canonical_bytes(&one, 'b', STR(""));
	assert_memory_not_equal(one.s, two.s, one.n);
	buf_clear(&one);
	buf_clear(&two);
	chain_canonical_int(&one, 1);
	chain_canonical_bytes(&two, 't', STR("1"));
	assert_int_equal(one.n, 9);
	assert_memory_not_equal(one.s, two.s, one.n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roots_are_those_of_rfc_6962),
		cmocka_unit_test(each_leaf_is_proven_and_no_other),
		cmocka_unit_test(a_proof_of_another_length_is_none),
		cmocka_unit_test(a_body_gives_back_the_rows_that_went_in),
		cmocka_unit_test(a_cut_body_is_told),
		cmocka_unit_test(a_row_that_is_neither_there_nor_gone_is_told),
		cmocka_unit_test(a_link_depends_on_every_part),
		cmocka_unit_test(two_different_rows_never_have_the_same_bytes),
	};
	return cmocka_run_group_tests_name("chain", tests, NULL, NULL);
}
