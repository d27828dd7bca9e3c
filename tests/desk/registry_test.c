/* registry_test.c -- lists come in whole or not at all, and say what they changed. All persons are made up. */
#include "desk/registry/registry.h"
#include "base/buf.h"
#include "support.h"

SUPPORT_SQL(sql_pairs, "SELECT head, deputy FROM candidate_pair", 0, 2, false, VALUE_NULL);

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
	assert_int_equal(r.added, 5);
	(void)employee("198508172010011007", &found);
	assert_false(found); /* a dry run changes nothing */
	r = import(REGISTRY_PEOPLE, PEOPLE, false);
	assert_int_equal(r.read, 5);
	assert_int_equal(r.kept, 5); /* a bad number loses nobody */
	assert_int_equal(r.rejected, 0);
	assert_int_equal(r.doubtful, 2);
	assert_int_equal(r.doubts.n, 2);
	assert_int_equal(r.doubts.items[0].line, 4);
	assert_string_equal(r.doubts.items[0].field, "nip");
	assert_non_null(strstr(r.doubts.items[0].expected, "spreadsheet"));
	assert_string_equal(r.doubts.items[0].kept, "as written, not valid");
	assert_int_equal(r.doubts.items[1].line, 6);
	assert_non_null(strstr(r.doubts.items[1].expected, "18 digits"));
	assert_string_equal(r.columns_unknown, "agama");
	assert_string_equal(employee("199002032022212005", &found).class, "PPPK"); /* a hint of the number */
	r = import(REGISTRY_PEOPLE, PEOPLE, false);
	assert_int_equal(r.added, 0);
	assert_int_equal(r.same, 5);
	r = import(REGISTRY_PEOPLE, "NIP BARU,NAMA,JENIS PEGAWAI,INSTANSI INDUK NAMA,JABATAN NAMA\n198508172010011007,Budi Santoso,PNS Daerah,Dinas Perhubungan,Kepala Seksi\n", false);
	assert_int_equal(r.changed, 1);
	assert_string_equal(employee("198508172010011007", &found).position, "Kepala Seksi");
}

static struct employee_numbers_rows numbers(const char *nip)
{
	bool found;
	struct tx tx = {.arena = &s.arena};
	struct desk d = support_desk(&s, office, ROLE_ADMIN, 0);
	struct employee_numbers_rows rows;
	struct employee_by_nip_row row = employee(nip, &found);
	assert_true(found);
	assert_ok(desk_begin(&d, READ, &tx, e));
	assert_ok(employee_numbers(&tx, row.id, &rows, e));
	tx_rollback(&tx);
	return rows;
}

/* An NI PPPK changes with the agency (regulation.md F.2): the list's own column says which one it was before. */
static void a_number_that_changes_with_the_agency_stays_in_the_history(void **state)
{
	(void)state;
	bool found;
	import(REGISTRY_PEOPLE, "nip,nama,kelas,instansi\n199002032022212005,Siti Rekaan,PPPK,Dinas Kesehatan\n", false);
	int64_t before = employee("199002032022212005", &found).id;
	const char *moved = "nip,nip_lama,nama,kelas,instansi\n199002032024212001,199002032022212005,Siti Rekaan,PPPK,Dinas Pendidikan\n";
	struct import_report r = import(REGISTRY_PEOPLE, moved, false);
	assert_int_equal(r.changed, 1);
	assert_int_equal(r.added, 0);
	assert_int_equal(employee("199002032024212001", &found).id, before); /* the same person */
	(void)employee("199002032022212005", &found);
	assert_false(found);
	struct employee_numbers_rows rows = numbers("199002032024212001");
	assert_int_equal(rows.n, 1);
	assert_string_equal(rows.items[0].kind, "former");
	assert_string_equal(rows.items[0].number, "199002032022212005");
	assert_string_equal(rows.items[0].agency, "Dinas Kesehatan");
	assert_string_equal(rows.items[0].file_name, "uji.csv");
	import(REGISTRY_PEOPLE, moved, false);
	assert_int_equal(numbers("199002032024212001").n, 1); /* the same list again adds nothing */
}

/* A person's class is dated (regulation.md A.1): a daily worker became PPPK. */
static void a_class_that_changes_stays_in_the_history(void **state)
{
	(void)state;
	import(REGISTRY_PEOPLE, "nip,nama,kelas,instansi\n199002032022212005,Siti Rekaan,THL,Dinas Kesehatan\n", false);
	import(REGISTRY_PEOPLE, "nip,nama,kelas,instansi\n199002032022212005,Siti Rekaan,PPPK,Dinas Kesehatan\n", false);
	struct employee_numbers_rows rows = numbers("199002032022212005");
	assert_int_equal(rows.n, 2); /* the number spoke against THL from the first */
	assert_string_equal(rows.items[0].kind, "doubtful");
	assert_int_equal(rows.items[0].warnings, WARN_CLASS);
	assert_string_equal(rows.items[1].kind, "former");
	assert_string_equal(rows.items[1].class, "THL");
}

static void birth_day_sex_and_nik_of_a_list_are_held_against_the_number(void **state)
{
	(void)state;
	struct import_report r = import(REGISTRY_PEOPLE,
					"nip,nama,kelas,tanggal_lahir,jenis_kelamin,nik\n"
					"198508172010012007,Ayu Rekaan,PNS,17-08-1985,P,3579015708850003\n"
					"198508172010012008,Ani Rekaan,PNS,18-08-1985,L,3579011908850003\n"
					"198508172010012009,Ami Rekaan,PNS,kemarin,?,123\n"
					"198508172010012010,Asih Rekaan,PPPK,,,198508172010012010\n",
					false);
	assert_int_equal(r.kept, 4);
	assert_int_equal(r.doubtful, 3);
	static const struct {
		size_t line;
		const char *field, *expected, *kept;
	} doubts[] = {{3, "tanggal_lahir, jenis_kelamin", "NIP: born 17 Aug 1985 (digits 1-8)", "written: born 18 Aug 1985"},
		      {3, "tanggal_lahir, jenis_kelamin", "NIP: female (digits 15)", "written: male"},
		      {3, "nik", "NIP: born 17 Aug 1985 (digits 1-8)", "NIK: born 19 Aug 1985 (digits 7-12)"},
		      {3, "nik", "NIP: female (digits 15)", "NIK: male (digits 7-8)"},
		      {4, "tanggal_lahir", "a date", "nothing"},
		      {4, "nik", "a NIP or NI PPPK has 18 digits, a NIK 16, an old NIP 9", "nothing"},
		      {5, "nik", "a NIK of 16 digits", "nothing"},
		      {5, "kelas", "PNS since January 2010", "PPPK on 4 Nov 2024"}};
	assert_int_equal(r.doubts.n, 8);
	for (size_t i = 0; i < 8; i++) {
		assert_int_equal(r.doubts.items[i].line, doubts[i].line);
		assert_string_equal(r.doubts.items[i].field, doubts[i].field);
		assert_string_equal(r.doubts.items[i].expected, doubts[i].expected);
		assert_string_equal(r.doubts.items[i].kept, doubts[i].kept);
	}
	struct employee_numbers_rows rows = numbers("198508172010012008");
	assert_int_equal(rows.n, 1);
	assert_int_equal(rows.items[0].warnings, WARN_STATED_BIRTH | WARN_STATED_SEX | WARN_BIRTH_DIFFERS | WARN_SEX_DIFFERS);
	assert_int_equal(rows.items[0].birth_stated.n, day_of(1985, 8, 18).n); /* kept because it contradicts */
	assert_int_equal(rows.items[0].sex_stated, SEX_MALE);
	assert_int_equal(numbers("198508172010012007").n, 0); /* what agrees is not kept */
	scoped(buf_free) struct buf csv = {0}, json = {0}, text = {0};
	import_doubts_csv(&csv, &r);
	import_report_json(&json, &r);
	import_report_text(&text, &r);
	assert_non_null(strstr(csv.s, "line,field,expected,kept\n"));
	assert_non_null(strstr(json.s, "\"doubts\":[{\"line\":3,\"field\":\"tanggal_lahir, jenis_kelamin\""));
	assert_non_null(strstr(text.s, "line 4: tanggal_lahir: expected a date; kept: nothing"));
	assert_null(strstr(json.s, "3579011908850003")); /* no NIK, no whole number, anywhere */
	assert_null(strstr(json.s, "198508172010012008"));
}

static void what_is_no_number_is_kept_as_written(void **state)
{
	(void)state;
	const char *list = "nip,nip_lama,nama,kelas,instansi\n131234567,,Pak Lama,PNS,Dinas\n3579015708850003,,Bu Nik,THL,Dinas\n"
			   "198513012010011007,,Pak Tanggal,PNS,Dinas\n12,,Sama Nama,PNS,Dinas\n34,,Sama Nama,PNS,Dinas\n"
			   "198508172010011007,131234568,Pak Dua,PNS,Dinas\n";
	struct import_report r = import(REGISTRY_PEOPLE, list, false);
	assert_int_equal(r.kept, 6);
	assert_int_equal(r.added, 6); /* two of one name with different writings are two people */
	assert_int_equal(r.doubtful, 5);
	assert_string_equal(numbers("198513012010011007").items[0].kind, "not_valid"); /* 18 digits stay the key */
	assert_string_equal(numbers("198508172010011007").items[0].kind, "old_nip");
	assert_string_equal(numbers("198508172010011007").items[0].number, "131234568");
	r = import(REGISTRY_PEOPLE, list, false);
	assert_int_equal(r.same, 6); /* and they are found again */
	assert_int_equal(numbers("198513012010011007").n, 1);
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
	struct rows pairs;
	assert_ok(desk_begin(&d, READ, &tx, e));
	assert_ok(tx_run(&tx, &sql_pairs, NULL, &pairs, e));
	assert_int_equal(pairs.n_rows, 1);
	assert_string_equal(value_as_text(&pairs.items[0]), "Sri Handayani");
	assert_string_equal(value_as_text(&pairs.items[1]), "Dedi Kusnadi");
	tx_rollback(&tx);
}

static void small_lists_come_in_too(void **state)
{
	(void)state;
	struct import_report r = import(REGISTRY_REGIONS, "kode,nama,jenis\n99.01,Kota Tirtamulya,kota\nx,y,z\n", false);
	assert_int_equal(r.added, 1);
	assert_int_equal(r.rejected, 1);
	r = import(REGISTRY_REGIONS, "kode,nama,jenis\n35.79,Kota Batu,Kota\n33.25,Batang,kota\n20.01,Entah,kabupaten\n35.79.01.2004,Pesanggrahan,\n", false);
	assert_int_equal(r.added, 4); /* warned of, and kept */
	assert_int_equal(r.doubtful, 2);
	assert_string_equal(r.doubts.items[0].expected, "kabupaten"); /* 25 is a regency's number */
	assert_string_equal(r.doubts.items[0].kept, "kota");
	assert_string_equal(r.doubts.items[1].field, "kode");
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
	const struct CMUnitTest tests[] = {WITH(the_register_is_compared_row_by_row),
					   WITH(a_number_that_changes_with_the_agency_stays_in_the_history),
					   WITH(a_class_that_changes_stays_in_the_history),
					   WITH(birth_day_sex_and_nik_of_a_list_are_held_against_the_number),
					   WITH(what_is_no_number_is_kept_as_written),
					   WITH(what_an_account_or_term_lacks_is_named), WITH(small_lists_come_in_too)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
