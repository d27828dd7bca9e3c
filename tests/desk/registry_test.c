/* registry_test.c -- lists come in whole or not at all, and say what they changed. All persons are made up. */
#include "desk/registry/registry.h"
#include "support.h"

static struct support s;
static struct office *office;
static int start(void **state)
{
	(void)state;
	support_start(&s);
	office = support_office(&s);
	return 0;
}
static int end(void **state)
{
	(void)state;
	office_close(office);
	support_end(&s);
	return 0;
}

static struct import_report import(enum registry_kind kind, const char *csv, bool dry_run)
{
	struct desk d = support_desk(&s, office, ROLE_ADMIN, 0);
	struct import_report r;
	assert_ok(registry_import(&d, kind, "uji.csv", str_of(csv), dry_run, &r, e));
	return r;
}

static struct employee_by_nip_row employee(const char *nip, bool *found)
{
	struct tx tx = {.arena = &s.arena};
	struct employee_by_nip_row row = {0};
	struct desk d = support_desk(&s, office, ROLE_ADMIN, 0);
	assert_ok(desk_begin(&d, READ, &tx, e));
	assert_ok(employee_by_nip(&tx, office->id, nip, found, &row, e));
	tx_rollback(&tx);
	return row;
}

#define PEOPLE                                                                                                     \
	"nip;nama;kelas;instansi;jabatan;agama\n198508172010011007;Budi Santoso;PNS;Dinas Perhubungan;Analis;rahasia\n"  \
	"199002032022212005;Siti Nurhaliza;;Dinas Kesehatan;Perawat;rahasia\n1,98E+17;Joko;PNS;;;\n;Tanpa Nomor;THL;Dinas Perhubungan;;\n123;Salah;PNS;;;\n"

static void the_register_is_compared_row_by_row(void **state)
{
	(void)state;
	bool found;
	struct import_report r = import(REGISTRY_PEOPLE, PEOPLE, true);
	assert_int_equal(r.added, 3);
	(void)employee("198508172010011007", &found);
	assert_false(found); /* a dry run changes nothing */
	r = import(REGISTRY_PEOPLE, PEOPLE, false);
	assert_int_equal(r.read, 5);
	assert_int_equal(r.kept, 3);
	assert_int_equal(r.rejected, 2);
	assert_int_equal(r.rejects.items[0].line, 4);
	assert_non_null(strstr(r.rejects.items[0].why, "spreadsheet"));
	assert_string_equal(r.columns_unknown, "agama");
	assert_string_equal(employee("199002032022212005", &found).class, "PPPK"); /* a hint of the number */
	r = import(REGISTRY_PEOPLE, PEOPLE, false);
	assert_int_equal(r.added, 0);
	assert_int_equal(r.same, 3);
	r = import(REGISTRY_PEOPLE, "NIP BARU,NAMA,JENIS PEGAWAI,INSTANSI INDUK NAMA,JABATAN NAMA\n198508172010011007,Budi Santoso,PNS Daerah,Dinas Perhubungan,Kepala Seksi\n", false);
	assert_int_equal(r.changed, 1);
	assert_string_equal(employee("198508172010011007", &found).position, "Kepala Seksi");
}

static void what_an_account_or_term_lacks_is_named(void **state)
{
	(void)state;
	import(REGISTRY_PEOPLE, PEOPLE, false);
	struct import_report r = import(REGISTRY_ACCOUNTS, "platform,handle,nip,evidence\nFacebook,@Budi_S77,198508172010011007,proven\nx,a,111111111111111111,proven\nx,b,198508172010011007,pasti\n", false);
	assert_int_equal(r.kept, 1);
	assert_int_equal(r.rejected, 2);
	r = import(REGISTRY_WATCHLIST, "contest,pair,number,kind,term,region\n99.01/walikota/2024,1,1,name,Sri Handayani,99.01\n99.01/walikota/2024,1,1,name,Dedi Kusnadi,99.01\n99.01/walikota/2024,1,1,lagu,x,\n", false);
	assert_int_equal(r.added, 2);
	assert_int_equal(r.rejected, 1);
	struct tx tx = {.arena = &s.arena};
	struct desk d = support_desk(&s, office, ROLE_ADMIN, 0);
	struct candidate_pairs_rows pairs;
	assert_ok(desk_begin(&d, READ, &tx, e));
	assert_ok(candidate_pairs(&tx, office->id, &pairs, e));
	assert_int_equal(pairs.n, 1);
	assert_string_equal(pairs.items[0].head, "Sri Handayani");
	assert_string_equal(pairs.items[0].deputy, "Dedi Kusnadi");
	tx_rollback(&tx);
}

static void small_lists_come_in_too(void **state)
{
	(void)state;
	struct import_report r = import(REGISTRY_HOLIDAYS, "tanggal,jenis,nama,dasar,sumber\n2024-12-25,libur_nasional,Natal,SKB,x\nbesok,libur_nasional,Y,,\n", false);
	assert_int_equal(r.added, 1);
	assert_int_equal(r.rejected, 1);
	r = import(REGISTRY_REGIONS, "kode,nama,jenis\n99.01,Kota Tirtamulya,kota\nx,y,z\n", false);
	assert_int_equal(r.added, 1);
	assert_int_equal(r.rejected, 1);
	r = import(REGISTRY_AGENCIES, "nama;kepala\nDinas Perhubungan;Kepala Dinas Perhubungan\n", false);
	assert_int_equal(r.added, 1);
	struct desk d = support_desk(&s, office, ROLE_ADMIN, 0);
	struct err e;
	assert_int_equal(registry_import(&d, REGISTRY_PEOPLE, "x.csv", STR("a,b\n1,2\n"), false, &r, &e), INVALID);
	assert_non_null(strstr(e.why, "nama"));
}

int main(void)
{
#define WITH(test) cmocka_unit_test_setup_teardown(test, start, end)
	const struct CMUnitTest tests[] = {WITH(the_register_is_compared_row_by_row), WITH(what_an_account_or_term_lacks_is_named), WITH(small_lists_come_in_too)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
