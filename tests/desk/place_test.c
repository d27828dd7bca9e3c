/* place_test.c -- where a report's place lies, by the table of regions. The office is Kota Tirtamulya, 35.79; codes of Batang
 * and Blitar are those of Kemendagri, the other names are invented. */
#include "casework.h"
#include "desk/registry/registry.h"

static struct casework c;

static int start(void **state)
{
	static const char *const regions[][3] = {
		{"33", "Jawa Tengah", "provinsi"},   {"33.25", "Kabupaten Batang", "kabupaten"}, {"33.25.01", "Sukamulya", "kecamatan"},
		{"35", "Jawa Timur", "provinsi"},    {"35.72", "Blitar", "kota"},		  {"35.79", "Kota Tirtamulya", "kota"},
		{"35.79.01", "Randusari", "kecamatan"}, {"35.79.01.1001", "Melati", "kelurahan"}, {"33.25.02.2001", "Sukamaju", "desa"},
		{"35.72.01.1002", "Sukamaju", "kelurahan"}, {"33.25.01.2002", "Melati", "desa"},
	};
	casework_start(&c);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c.d, WRITE, &tx, e));
	for (size_t i = 0; i < sizeof regions / sizeof *regions; i++)
		assert_ok(region_add(&tx, id_new(c.d.now), regions[i][0], regions[i][1], regions[i][2], e));
	assert_ok(tx_commit(&tx, e));
	return 0;
}

static int end(void **state)
{
	casework_end(&c);
	return 0;
}

/* @name NULL: nothing is said. */
static void lies_in(const char *place, const char *text, const char *name)
{
	struct place_match m;
	bool found;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c.d, READ, &tx, e));
	assert_ok(registry_place(&tx, &c.d, place, text, &found, &m, e));
	if (!name && found)
		fail_msg("'%s' '%s' is said to lie in %s", place, text, m.name);
	if (!name)
		return;
	assert_true(found);
	assert_true(m.outside);
	assert_string_equal(m.name, name);
}

static void a_place_of_another_regency_is_told(void **state)
{
	lies_in("Alun-alun Kabupaten Batang", "", "Kabupaten Batang");
	lies_in("Lapangan Batang", "", "Kabupaten Batang"); /* where a place was asked for, the bare name will do */
	lies_in("", "Ada kampanye di Kab. Batang kemarin", "Kabupaten Batang");
	lies_in("Kec. Sukamulya", "", "Kabupaten Batang"); /* a district of it */
	lies_in("KOTA BLITAR", "", "Kota Blitar");
}

static void one_place_of_our_own_outweighs_all_others(void **state)
{
	lies_in("Kecamatan Randusari", "orang dari Kabupaten Batang ikut hadir", NULL);
	lies_in("Kota Tirtamulya", "", NULL);
	lies_in("Kelurahan Melati", "", NULL); /* ours, though another regency has one too */
	lies_in("Jawa Timur", "di Provinsi Jawa Timur", NULL);
}

static void what_may_be_several_places_is_not_guessed(void **state)
{
	lies_in("Desa Sukamaju", "", NULL); /* there is one in each of two */
	lies_in("Kota Blitar", "lalu ke Kabupaten Batang", NULL);
	lies_in("", "batang pohon dan blitar", NULL); /* a word in running text */
	lies_in("Balai pertemuan", "di lapangan dekat pasar", NULL);
	lies_in(NULL, NULL, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_place_of_another_regency_is_told, start, end),
		cmocka_unit_test_setup_teardown(one_place_of_our_own_outweighs_all_others, start, end),
		cmocka_unit_test_setup_teardown(what_may_be_several_places_is_not_guessed, start, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
