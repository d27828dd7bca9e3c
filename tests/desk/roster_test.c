/* roster_test.c -- lists of people who are asked say what each import changed, who does not count and why, and know a person
 * by number and birth day or code. All persons are made up. */
#include "desk/registry/roster.h"
#include "support.h"

static struct support s;
static struct office *office;
static struct desk d;
static int64_t roster;

static int start(void **state)
{
	support_start(&s);
	office = support_office(&s);
	d = support_desk(&s, office, ROLE_PERSONNEL, 0);
	struct tx tx = {.arena = &s.arena};
	assert_ok(desk_begin(&d, WRITE, &tx, e));
	assert_ok(roster_make(&tx, &d, "Ikrar 2024", &roster, e));
	assert_int_equal(roster_make(&tx, &d, "Ikrar 2024", &(int64_t){0}, NULL), CONFLICT);
	assert_int_equal(roster_make(&tx, &d, " ", &(int64_t){0}, NULL), INVALID);
	assert_ok(tx_commit(&tx, e));
	return 0;
}

static int end(void **state)
{
	office_close(office);
	support_end(&s);
	return 0;
}

#define HEAD "nip;nama;kelas;instansi;status;tanggal_lahir\n"
#define BUDI "198508172010011007;Budi Santosarekaan;PNS;Dinas Perhubungan;Aktif;\n"
#define SITI "199002032022212005;Siti Kencanarekaan;PPPK;Dinas Kesehatan;Cuti Besar;\n"
#define JOKO "THL-17;Joko Awanrekaan;THL;Dinas Kesehatan;Aktif;05-03-1991\n"
#define TINI ";Tini Tanpanomor;THL;Dinas Perhubungan;Aktif;\n"

static struct roster_report import(const char *csv, bool dry_run)
{
	struct roster_report r;
	assert_ok(roster_import(&d, roster, "daftar.csv", str_of(csv), dry_run, &r, e));
	return r;
}

static struct roster_units_row unit(const char *name)
{
	struct tx tx = {.arena = &s.arena};
	struct roster_units_rows rows;
	struct roster_units_row found = {0};
	assert_ok(desk_begin(&d, READ, &tx, e));
	assert_ok(roster_units(&tx, roster, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (text_eq(rows.items[i].name, name))
			found = rows.items[i];
	tx_rollback(&tx);
	return found;
}

static bool find(const char *number, struct roster_by_number_row *ret)
{
	struct tx tx = {.arena = &s.arena};
	bool found;
	assert_ok(desk_begin(&d, READ, &tx, e));
	assert_ok(roster_find(&tx, &d, roster, number, &found, ret, e));
	tx_rollback(&tx);
	return found;
}

static void an_import_says_what_it_changes(void **state)
{
	struct roster_by_number_row row;
	struct roster_report r = import(HEAD BUDI SITI JOKO TINI, true);
	assert_int_equal(r.file.added, 4);
	assert_false(find("198508172010011007", &row)); /* a dry run keeps nothing */
	r = import(HEAD BUDI SITI JOKO TINI, false);
	assert_int_equal(r.file.added, 4);
	assert_int_equal(unit("Dinas Perhubungan").people, 2);
	assert_int_equal(unit("Dinas Kesehatan").people, 2);
	assert_int_equal(unit("Dinas Kesehatan").leave, 1);
	r = import(HEAD BUDI SITI JOKO TINI, false);
	assert_int_equal(r.file.same, 4);
	assert_int_equal(r.file.added + r.file.changed + r.gone, 0);

	r = import(HEAD "198508172010011007;Budi Santosarekaan;PNS;Dinas Kesehatan;Aktif;\n" SITI TINI
			"198912122015031004;Baru Masukrekaan;PNS;Dinas Perhubungan;Aktif;\n", false);
	assert_int_equal(r.moved, 1);
	assert_int_equal(r.gone, 1);
	assert_int_equal(r.file.added, 1);
	assert_int_equal(r.file.same, 2);
	assert_int_equal(r.changes.n, 3);
	assert_string_equal(r.changes.items[0].what, "moved");
	assert_string_equal(r.changes.items[0].was, "Dinas Perhubungan");
	assert_string_equal(r.changes.items[0].is, "Dinas Kesehatan");
	assert_string_equal(r.changes.items[2].what, "gone");
	assert_string_equal(r.changes.items[2].name, "Joko Awanrekaan");
	assert_false(find("THL-17", &row));
	assert_int_equal(unit("Dinas Kesehatan").people, 2); /* Budi came, Joko went */

	r = import(HEAD BUDI SITI JOKO TINI, false); /* back again */
	assert_true(find("thl-17", &row));
}

static void a_number_that_stands_twice_counts_once_and_is_told(void **state)
{
	struct roster_report r = import(HEAD BUDI SITI JOKO TINI "198508172010011007;Budi Santosarekaan Kedua;PNS;Dinas Kesehatan;Aktif;\n"
					     ";Tini Tanpanomor;THL;Dinas Perhubungan;Aktif;\n", false);
	assert_int_equal(r.file.read, 6);
	assert_int_equal(r.file.kept, 4);
	assert_int_equal(r.file.rejected, 2);
	assert_int_equal(r.file.rejects.items[0].line, 6);
	assert_non_null(strstr(r.file.rejects.items[0].why, "twice"));
	assert_int_equal(unit("Dinas Perhubungan").people, 2);
}

static void a_file_without_people_empties_no_list(void **state)
{
	struct roster_report r;
	assert_int_equal(roster_import(&d, roster, "kosong.csv", str_of("nip;nama\n;\n"), false, &r, NULL), INVALID);
	assert_int_equal(roster_import(&d, roster, "salah.csv", str_of("merek;harga\na;b\n"), false, &r, NULL), INVALID);
	assert_int_equal(unit("Dinas Perhubungan").people, 2);
}

static void the_number_with_the_birth_day_or_a_code_proves_a_person(void **state)
{
	struct roster_by_number_row budi, joko, tini;
	assert_true(find(" 19850817 201001 1 007 ", &budi)); /* as people write it */
	assert_true(roster_birth_fits(&d, &budi, day_of(1985, 8, 17)));
	assert_false(roster_birth_fits(&d, &budi, day_of(1985, 8, 18)));
	assert_false(roster_birth_fits(&d, &budi, DAY_NONE));
	assert_true(find("THL-17", &joko));
	assert_true(roster_birth_fits(&d, &joko, day_of(1991, 3, 5))); /* the list said so */
	assert_false(roster_birth_fits(&d, &joko, day_of(1985, 8, 17)));
	assert_false(find("", &tini)); /* no number: on paper only */

	const char *first, *code;
	struct tx tx = {.arena = &s.arena};
	assert_false(roster_code_fits(&d, &joko, "00000000"));
	assert_ok(desk_begin(&d, WRITE, &tx, e));
	assert_ok(roster_code_new(&tx, &d, joko.id, &first, e));
	assert_ok(roster_code_new(&tx, &d, joko.id, &code, e));
	assert_ok(tx_commit(&tx, e));
	assert_true(find("THL-17", &joko));
	assert_int_equal(strlen(code), ROSTER_CODE_DIGITS);
	assert_true(roster_code_fits(&d, &joko, code));
	assert_false(roster_code_fits(&d, &joko, first)); /* the one before counts no more */
	assert_false(roster_code_fits(&d, &budi, code)); /* nor for somebody else */

	struct tx use = {.arena = &s.arena};
	assert_ok(desk_begin(&d, WRITE, &use, e));
	assert_ok(roster_code_use(&use, &d, joko.id, e));
	assert_int_equal(roster_code_use(&use, &d, joko.id, NULL), CONFLICT);
	assert_ok(tx_commit(&use, e));
	assert_true(find("THL-17", &joko));
	assert_false(roster_code_fits(&d, &joko, code)); /* once */
}

static void what_a_hand_excuses_no_list_takes_back(void **state)
{
	struct roster_by_number_row budi;
	struct tx tx = {.arena = &s.arena};
	assert_true(find("198508172010011007", &budi));
	assert_ok(desk_begin(&d, WRITE, &tx, e));
	assert_int_equal(roster_excuse(&tx, &d, budi.id, "asleep", "tidur", NULL), INVALID);
	assert_int_equal(roster_excuse(&tx, &d, budi.id, "detached", "", NULL), INVALID);
	assert_ok(roster_excuse(&tx, &d, budi.id, "detached", "Diperbantukan ke KPU, SK 12/2024", e));
	assert_ok(tx_commit(&tx, e));
	assert_int_equal(unit("Dinas Perhubungan").detached, 1);
	import(HEAD BUDI SITI JOKO TINI, false);
	assert_int_equal(unit("Dinas Perhubungan").detached, 1);
}

static void a_rule_counts_for_those_who_are_in_the_list_already(void **state)
{
	struct tx tx = {.arena = &s.arena};
	assert_ok(desk_begin(&d, WRITE, &tx, e));
	assert_int_equal(roster_rule_put(&tx, &d, roster, "aktif", "asleep", NULL), INVALID);
	assert_ok(roster_rule_put(&tx, &d, roster, "Aktif", "other", e));
	assert_ok(tx_commit(&tx, e));
	assert_int_equal(unit("Dinas Kesehatan").other, 1);
	assert_int_equal(unit("Dinas Perhubungan").other, 1);
	assert_int_equal(unit("Dinas Perhubungan").detached, 1); /* by hand */
	struct tx off = {.arena = &s.arena};
	assert_ok(desk_begin(&d, WRITE, &off, e));
	assert_ok(roster_rule_put(&off, &d, roster, "aktif", "", e));
	assert_ok(roster_rule_put(&off, &d, roster, "cuti", "", e));
	assert_ok(tx_commit(&off, e));
	assert_int_equal(unit("Dinas Kesehatan").other, 0);
	assert_int_equal(unit("Dinas Kesehatan").leave, 0);
}

static void what_a_hand_excused_is_given_back_to_the_rules(void **state)
{
	struct roster_by_number_row budi;
	struct roster_row_get_row row;
	struct tx tx = {.arena = &s.arena};
	bool found;
	assert_true(find("198508172010011007", &budi));
	assert_ok(desk_begin(&d, WRITE, &tx, e));
	assert_int_equal(roster_excuse_back(&tx, &d, 12345, NULL), NOT_FOUND);
	assert_ok(roster_excuse_back(&tx, &d, budi.id, e));
	assert_ok(roster_row_get(&tx, budi.id, &found, &row, e));
	assert_string_equal(row.excuse, "");
	assert_string_equal(row.excuse_by, "");
	assert_ok(tx_commit(&tx, e));
	assert_int_equal(unit("Dinas Perhubungan").detached, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_import_says_what_it_changes),
		cmocka_unit_test(a_number_that_stands_twice_counts_once_and_is_told),
		cmocka_unit_test(a_file_without_people_empties_no_list),
		cmocka_unit_test(the_number_with_the_birth_day_or_a_code_proves_a_person),
		cmocka_unit_test(what_a_hand_excuses_no_list_takes_back),
		cmocka_unit_test(a_rule_counts_for_those_who_are_in_the_list_already),
		cmocka_unit_test(what_a_hand_excused_is_given_back_to_the_rules),
	};
	return cmocka_run_group_tests(tests, start, end);
}
