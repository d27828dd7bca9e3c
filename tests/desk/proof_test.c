/* proof_test.c -- a person is who the file says only when somebody confirmed it on paper. Regulation.md F.1: a valid shape
 * proves nothing; S1: a name alone is never enough. All names and numbers are fictitious. */
#include "casework.h"
#include "desk/registry/registry.h"

static struct casework c;

static int start(void **state)
{
	(void)state;
	casework_start(&c);
	finding(&c);
	return 0;
}
static int end(void **state)
{
	(void)state;
	casework_end(&c);
	return 0;
}

static struct docket_identity identity(int64_t who, enum lang lang)
{
	struct docket_identity id;
	struct case_people_row row = person(&c, who);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c.d, READ, &tx, e));
	assert_ok(docket_identity(&tx, &c.d, &PROOF_PERSON(&row, day_of(2024, 11, 1)), lang, &id, e));
	return id;
}

static void confirm(int64_t who, const char *level, const char *reference)
{
	pass(&c, 1);
	assert_ok(handle_person_proof(&c.d, c.file, who, &(struct docket_proof){.level = level, .reference = reference, .reason = "Dicocokkan."}, e));
}

static void refused(int64_t who, struct docket_proof as, const char *field, const char *why)
{
	struct err e = {0};
	assert_int_equal(handle_person_proof(&c.d, c.file, who, &as, &e), INVALID);
	assert_string_equal(e.field, field);
	if (!strstr(e.why, why))
		fail_msg("%s", e.why);
}

static void a_number_of_valid_shape_is_not_confirmed(void **state)
{
	(void)state;
	struct docket_identity id = identity(c.people[0], ID);
	assert_int_equal(id.level, PROOF_SHAPE);
	assert_string_equal(docket_identity_words(&c.s.arena, &id, WIB, ID), "bentuk nomor sah, belum terkonfirmasi");
	assert_string_equal(id.fault, "");
	assert_int_equal(id.lines.n, 0);
	id = identity(c.people[5], ID); /* a daily worker without a number: a name alone */
	assert_int_equal(id.level, PROOF_NONE);
	assert_false(id.numbered);
	assert_string_equal(proof_level_name(id.level, ID), "belum terkonfirmasi");
	assert_string_equal(proof_level_name(id.level, EN), "not confirmed");
}

static void the_strongest_confirmation_counts_with_who_when_and_on_what(void **state)
{
	(void)state;
	confirm(c.people[0], "bkd", "Surat BKPSDM 800/123/2024");
	struct docket_identity id = identity(c.people[0], ID);
	assert_int_equal(id.level, PROOF_BKD);
	assert_string_equal(id.who, "Laras");
	assert_string_equal(id.reference, "Surat BKPSDM 800/123/2024");
	assert_non_null(strstr(docket_identity_words(&c.s.arena, &id, WIB, ID), "dikonfirmasi BKD/instansi kepegawaian, Surat BKPSDM 800/123/2024 ("));
	confirm(c.people[0], "bkn", "Cetakan SIASN 4-11-2024");
	confirm(c.people[0], "bkd", "Surat kedua");
	id = identity(c.people[0], ID);
	assert_int_equal(id.level, PROOF_BKN); /* the later, weaker one does not lower it */
	assert_string_equal(id.reference, "Cetakan SIASN 4-11-2024");
	assert_int_equal(id.history.n, 3);
	confirm(c.people[5], "bkd", "Surat kepala dinas"); /* the contracting office vouches for who has no number */
	assert_int_equal(identity(c.people[5], ID).level, PROOF_BKD);
	assert_int_equal(identity(c.people[1], ID).history.n, 0); /* nobody else's */
}

static void a_withdrawal_takes_back_all_before_it_and_stays_in_the_history(void **state)
{
	(void)state;
	confirm(c.people[0], "bkn", "Cetakan SIASN");
	confirm(c.people[0], "withdrawn", "");
	struct docket_identity id = identity(c.people[0], ID);
	assert_int_equal(id.level, PROOF_SHAPE);
	assert_true(instant_is_none(id.at));
	assert_int_equal(id.history.n, 2);
	refused(c.people[0], (struct docket_proof){.level = "withdrawn", .reason = "lagi"}, "level", "dicabut");
	confirm(c.people[0], "bkd", "Surat 2");
	assert_int_equal(identity(c.people[0], ID).level, PROOF_BKD);
}

/* The confirmation was of another number, or of another name. */
static void a_changed_number_or_name_is_unconfirmed_again(void **state)
{
	(void)state;
	confirm(c.people[0], "bkd", "Surat 1");
	struct case_people_row row = person(&c, c.people[0]);
	struct handle_person as = {.id = row.id, .version = row.version, .as = {.role = "terlapor", .name = row.name, .nip = "19790314 200501 2 004", .class = "PNS",
				   .act_code = row.act_code}, .heard = {.account_owned = "none", .removed_on = DAY_NONE}};
	int64_t id;
	assert_ok(handle_person_save(&c.d, c.file, &as, &id, e));
	assert_string_equal(person(&c, c.people[0]).nip, "197903142005012004"); /* its blanks are not kept */
	struct docket_identity now = identity(c.people[0], ID);
	assert_int_equal(now.level, PROOF_SHAPE);
	assert_true(now.changed);
	as.version = person(&c, c.people[0]).version;
	as.as.nip = nine[0].nip;
	assert_ok(handle_person_save(&c.d, c.file, &as, &id, e));
	assert_int_equal(identity(c.people[0], ID).level, PROOF_BKD); /* put right again */
	assert_false(identity(c.people[0], ID).changed);
	as.version = person(&c, c.people[0]).version;
	as.as.name = "Ratna Wulandari";
	assert_ok(handle_person_save(&c.d, c.file, &as, &id, e));
	assert_int_equal(identity(c.people[0], ID).level, PROOF_SHAPE);
}

static void a_number_that_cannot_be_is_kept_as_written_and_said_to_be_wrong(void **state)
{
	(void)state;
	static const char *const numbers[][3] = {{"198513012010011007", "198513012010011007", "angka ke-1 sampai 8"}, {"tidak tahu", "tidak tahu", "bukan angka"},
						 {"1979 0314", "1979 0314", "18 angka"}};
	for (size_t i = 0; i < 3; i++) {
		struct handle_person as = {.as = {.role = "saksi", .name = "Saksi Rekaan", .nip = numbers[i][0], .class = "PNS"}};
		int64_t id;
		assert_ok(handle_person_save(&c.d, c.file, &as, &id, e));
		assert_string_equal(person(&c, id).nip, numbers[i][1]);
		struct docket_identity now = identity(id, ID);
		assert_int_equal(now.level, PROOF_NONE);
		assert_non_null(strstr(now.fault, numbers[i][2]));
		assert_true(now.numbered);
	}
	struct handle_person as = {.as = {.role = "saksi", .name = "Saksi Rekaan", .nip = "1234567890123456789012345678901", .class = "PNS"}};
	struct err e;
	int64_t id;
	assert_int_equal(handle_person_save(&c.d, c.file, &as, &id, &e), INVALID); /* 31 signs are no number of anybody */
	assert_string_equal(e.field, "nip");
}

static void the_class_on_the_day_of_the_event_is_held_against_the_number(void **state)
{
	(void)state;
	struct handle_person as = {.as = {.role = "saksi", .name = "Saksi Rekaan", .nip = "199002112022212005", .class = "THL"}};
	int64_t id;
	assert_ok(handle_person_save(&c.d, c.file, &as, &id, e));
	struct docket_identity now = identity(id, ID);
	assert_int_equal(now.lines.n, 1);
	assert_string_equal(now.lines.items[0].number, "PPPK sejak 2022");
	assert_string_equal(now.lines.items[0].other, "THL pada 1 Nov 2024");
	assert_string_equal(identity(id, EN).lines.items[0].other, "THL on 1 Nov 2024");
	assert_int_equal(now.level, PROOF_SHAPE); /* it warns, it refuses nothing */
}

static int64_t employee(const char *nip)
{
	struct employee_by_nip_row row;
	bool found;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c.d, READ, &tx, e));
	assert_ok(employee_by_nip(&tx, c.office->id, nip, &found, &row, e));
	assert_true(found);
	return row.id;
}

static void import(const char *csv)
{
	struct import_report r;
	assert_ok(registry_import(&c.d, REGISTRY_PEOPLE, "pegawai.csv", str_of(csv), false, &r, e));
}

static size_t found(const char *search)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_registry_rows rows;
	assert_ok(desk_begin(&c.d, READ, &tx, e));
	assert_ok(handle_find(&tx, &c.d, search, &rows, e));
	return rows.n;
}

static void the_register_is_searched_by_words_of_a_name_and_beginnings_of_a_number(void **state)
{
	(void)state;
	import("nip,nama,kelas,instansi\n198001012005011003,Harsa Widyatama,PNS,Dinas Perhubungan\n198001012005011004,Widya Harsana,PNS,Dinas Perhubungan\n");
	assert_int_equal(found("widya"), 2);
	assert_int_equal(found(" WIDYAT "), 1);
	assert_int_equal(found("tama"), 1); /* anywhere in the name */
	assert_int_equal(found("1980010120050110"), 2);
	assert_int_equal(found("2005011003"), 0); /* of a number only the beginning */
	assert_int_equal(found("%"), 0);
	assert_int_equal(found("w%a"), 0); /* no letters of the database */
	assert_int_equal(found("widya\\"), 0);
	assert_int_equal(found("198%"), 0);
}

static void the_register_confirms_a_number_and_never_a_name_alone(void **state)
{
	(void)state;
	import("nip,nama,gelar_belakang,kelas,instansi\n198001012005011003,Harsa Widyatama,S.Sos,PNS,Dinas Perhubungan\n,Darmo Tanpanomor,,THL,Dinas Perhubungan\n");
	int64_t taken, id;
	assert_ok(handle_person_from_registry(&c.d, c.file, employee("198001012005011003"), "saksi", &taken, e));
	struct docket_identity now = identity(taken, ID);
	assert_int_equal(now.level, PROOF_REGISTRY);
	assert_string_equal(now.reference, "data pegawai pegawai.csv, 4 Nov 2024");
	/* who was typed in, though the register may have the same name */
	refused(c.people[0], (struct docket_proof){.level = "registry", .reason = "sama"}, "level", "tidak diambil dari data pegawai");
	/* another number than the register's: both are shown, and it no longer confirms */
	struct case_people_row row = person(&c, taken);
	struct handle_person as = {.id = row.id, .version = row.version, .as = {.role = "saksi", .employee = row.employee, .name = row.name,
				   .nip = "198001022005011003", .class = "PNS"}, .heard = {.account_owned = "none", .removed_on = DAY_NONE}};
	assert_ok(handle_person_save(&c.d, c.file, &as, &id, e));
	now = identity(taken, ID);
	assert_int_equal(now.level, PROOF_SHAPE);
	assert_int_equal(now.lines.n, 2);
	assert_string_equal(now.lines.items[0].other, "data pegawai: …011003");
	assert_string_equal(now.lines.items[1].number, "NIP: lahir 2 Jan 1980 (angka 1-8)");
	assert_string_equal(now.lines.items[1].other, "NIP: lahir 1 Jan 1980 (angka 1-8)");
	refused(taken, (struct docket_proof){.level = "registry", .reason = "sama"}, "level", "nomor lain");
	as.version++;
	as.version = person(&c, taken).version;
	as.as.nip = "198001012005011003";
	as.as.name = "Orang Lain";
	assert_ok(handle_person_save(&c.d, c.file, &as, &id, e));
	refused(taken, (struct docket_proof){.level = "registry", .reason = "sama"}, "level", "nama lain");
}

SUPPORT_SQL(sql_named, "SELECT id FROM employee WHERE name = $1", 1, 1, false, VALUE_TEXT);

static void a_worker_without_a_number_is_not_confirmed_by_the_register(void **state)
{
	(void)state;
	import("nip,nama,kelas,instansi\n,Darmo Tanpanomor,THL,Dinas Perhubungan\n");
	const struct value args[] = {value_text("Darmo Tanpanomor")};
	int64_t taken;
	assert_ok(handle_person_from_registry(&c.d, c.file, value_as_int(ask(&c, &sql_named, args).items), "saksi", &taken, e));
	assert_int_equal(identity(taken, ID).level, PROOF_NONE);
	refused(taken, (struct docket_proof){.level = "registry", .reason = "ada di daftar"}, "level", "nama saja tidak cukup");
}

static void a_nik_is_compared_and_not_kept(void **state)
{
	(void)state;
	static const struct {
		const char *nik, *outcome; /* number: a woman born 14 March 1979 */
	} niks[] = {{"3579015403790001", "agrees"}, {"3579015503790001", "birth"}, {"3579011403790001", "sex"}, {"3579011503790001", "birth_sex"}};
	for (size_t i = 0; i < 4; i++) {
		struct docket_proof as = {.level = "bkd", .reference = "Surat 1", .reason = "KTP diperlihatkan.", .nik = niks[i].nik};
		assert_ok(handle_person_proof(&c.d, c.file, c.people[0], &as, e));
		struct docket_identity now = identity(c.people[0], ID);
		assert_string_equal(now.history.items[i].nik_check, niks[i].outcome);
		assert_null(strstr(now.history.items[i].reference, niks[i].nik));
	}
	refused(c.people[0], (struct docket_proof){.level = "bkd", .reference = "x", .reason = "y", .nik = "197903142005012003"}, "nik", "16 angka");
	refused(c.people[0], (struct docket_proof){.level = "bkd", .reference = "x", .reason = "y", .nik = "3579013203790001"}, "nik", "angka ke-7");
	refused(c.people[5], (struct docket_proof){.level = "bkd", .reference = "x", .reason = "y", .nik = "3579015403790001"}, "nik", "nomor pegawai");
}

static void a_confirmation_needs_a_level_a_reason_and_a_paper(void **state)
{
	(void)state;
	refused(c.people[0], (struct docket_proof){.level = "shape", .reason = "x", .reference = "y"}, "level", "registry");
	refused(c.people[0], (struct docket_proof){.level = "bkn", .reason = " ", .reference = "y"}, "reason", "alasan");
	refused(c.people[0], (struct docket_proof){.level = "bkn", .reason = "x", .reference = ""}, "reference", "surat");
	refused(c.people[0], (struct docket_proof){.level = "bkn", .reason = "x", .reference = "y", .evidence = 7}, "evidence", "bukti");
	refused(c.people[0], (struct docket_proof){.level = "withdrawn", .reason = "x"}, "level", "dicabut");
	c.d.lang = EN;
	refused(c.people[0], (struct docket_proof){.level = "bkn", .reason = "x"}, "reference", "name the letter");
	c.d.lang = ID;
	struct err e;
	assert_int_equal(handle_person_proof(&c.d, c.file, 12345, &(struct docket_proof){.level = "bkn", .reason = "x", .reference = "y"}, &e), NOT_FOUND);
	assert_int_equal(identity(c.people[0], ID).history.n, 0);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, start, end)
	const struct CMUnitTest tests[] = {
		T(a_number_of_valid_shape_is_not_confirmed),
		T(the_strongest_confirmation_counts_with_who_when_and_on_what),
		T(a_withdrawal_takes_back_all_before_it_and_stays_in_the_history),
		T(a_changed_number_or_name_is_unconfirmed_again),
		T(a_number_that_cannot_be_is_kept_as_written_and_said_to_be_wrong),
		T(the_class_on_the_day_of_the_event_is_held_against_the_number),
		T(the_register_is_searched_by_words_of_a_name_and_beginnings_of_a_number),
		T(the_register_confirms_a_number_and_never_a_name_alone),
		T(a_worker_without_a_number_is_not_confirmed_by_the_register),
		T(a_nik_is_compared_and_not_kept),
		T(a_confirmation_needs_a_level_a_reason_and_a_paper),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
