/* pledge_test.c -- a campaign is signed once by each, wrong parts are told alike, texts follow each other, counters add up.
 * All persons are made up. */
#include "desk/access/access.h"
#include "desk/pledge/pledge.h"
#include "support.h"

SUPPORT_SQL(sql_signed, "SELECT COUNT(*) FROM pledge_sign", 0, 1, false, VALUE_NULL);
SUPPORT_SQL(sql_change, "UPDATE pledge_sign SET at = 1", 0, 0, true, VALUE_NULL);

static const char *text_first, *source_first;
static struct support s;
static struct office *office;
static struct desk d;
static int64_t roster, pledge;

#define HEAD "nip;nama;kelas;instansi;status;tanggal_lahir\n"
#define BUDI "198508172010011007;Budi Santosarekaan;PNS;Dinas Perhubungan;Aktif;\n"
#define RARA "198702022011012004;Rara Ayurekaan;PNS;Dinas Perhubungan;Aktif;\n"
#define SITI "199002032022212005;Siti Kencanarekaan;PPPK;Dinas Kesehatan;Cuti Besar;\n"
#define JOKO "THL-17;Joko Awanrekaan;THL;Dinas Kesehatan;Aktif;05-03-1991\n"

static struct tx begin(enum tx_kind kind)
{
	struct tx tx = {.arena = &s.arena};
	assert_ok(desk_begin(&d, kind, &tx, e));
	return tx;
}

static void list_read(const char *csv)
{
	struct roster_report r;
	assert_ok(roster_import_then(&d, roster, "daftar.csv", str_of(csv), false, pledge_recount_list, &r, e));
}

static int start(void **state)
{
	support_start(&s);
	office = support_office(&s);
	d = support_desk(&s, office, ROLE_PREVENTION, 0);
	pledge_text_law(desk_law(&d), &s.arena, day_of(2024, 11, 4), &text_first, &source_first);
	struct tx tx = begin(WRITE);
	assert_ok(roster_make(&tx, &d, "Pegawai 2024", &roster, e));
	struct pledge_new as = {.roster = roster, .title = "Ikrar 2024", .institution = "Pemerintah Kota Tirtamulya", .proof = "either",
				.opens_on = day_of(2024, 11, 1), .closes_on = day_of(2024, 11, 12), .text = text_first, .source = source_first};
	assert_ok(pledge_make(&tx, &d, &as, &pledge, e));
	assert_int_equal(pledge_make(&tx, &d, &as, &(int64_t){0}, NULL), CONFLICT);
	as.title = "Lain", as.closes_on = day_of(2024, 10, 1);
	assert_int_equal(pledge_make(&tx, &d, &as, &(int64_t){0}, NULL), INVALID);
	as.closes_on = as.opens_on, as.text = " \n 1. \n";
	assert_int_equal(pledge_make(&tx, &d, &as, &(int64_t){0}, NULL), INVALID);
	as.text = "Satu", as.proof = "word of honour";
	assert_int_equal(pledge_make(&tx, &d, &as, &(int64_t){0}, NULL), INVALID);
	assert_ok(tx_commit(&tx, e));
	list_read(HEAD BUDI RARA SITI JOKO);
	return 0;
}

static int end(void **state)
{
	office_close(office);
	support_end(&s);
	return 0;
}

static enum status prove(const char *number, struct day birth, const char *code, struct roster_proved *ret)
{
	struct tx tx = begin(READ);
	struct pledge_get_row p;
	struct roster_proof proof = {.number = number, .birth = birth, .code = code};
	assert_ok(pledge_of(&tx, &d, pledge, &p, e));
	enum status status = roster_prove(&tx, &d, p.roster, p.proof, &proof, ret, NULL);
	tx_rollback(&tx);
	return status;
}

static struct pledge_now_row now(void)
{
	struct tx tx = begin(READ);
	struct pledge_now_row row;
	bool found;
	assert_ok(pledge_now(&tx, pledge, &found, &row, e));
	assert_true(found);
	tx_rollback(&tx);
	return row;
}

static enum status press(struct roster_proved who, int64_t version, enum pledge_act act, const char *reason, const char **ret_code)
{
	struct tx tx = begin(WRITE);
	struct pledge_press as = {.pledge = pledge, .version = version, .who = who, .act = act, .reason = reason};
	enum status status = pledge_write(&tx, &d, &as, ret_code, NULL);
	if (status == OK)
		assert_ok(tx_commit(&tx, e));
	else
		tx_rollback(&tx);
	return status;
}

static const char *signs(struct roster_proved who)
{
	const char *code = NULL;
	assert_int_equal(press(who, now().version, PLEDGE_SIGN, NULL, &code), OK);
	assert_int_equal(strlen(code), 16);
	return code;
}

static int64_t signatures(void)
{
	struct tx tx = begin(READ);
	struct rows rows;
	assert_ok(tx_run(&tx, &sql_signed, NULL, &rows, e));
	tx_rollback(&tx);
	return value_as_int(rows.items);
}

static struct pledge_board_row unit(const char *name)
{
	struct tx tx = begin(READ);
	struct pledge_board_rows rows;
	struct pledge_board_row found = {0};
	assert_ok(pledge_board(&tx, pledge, roster, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (text_eq(rows.items[i].name, name))
			found = rows.items[i];
	tx_rollback(&tx);
	return found;
}

static size_t missing(const char *of)
{
	struct pledge_missing_rows rows;
	struct pledge_board_row u = unit(of);
	int64_t since = now().since;
	struct tx tx = begin(READ);
	assert_ok(pledge_missing(&tx, pledge, roster, u.agency, since, "", 0, 100, &rows, e));
	tx_rollback(&tx);
	return rows.n;
}

static struct roster_proved budi(void)
{
	struct roster_proved who;
	assert_int_equal(prove("19850817 201001 1 007", day_of(1985, 8, 17), NULL, &who), OK);
	return who;
}

static const char *code_for(int64_t person)
{
	const char *code;
	struct tx tx = begin(WRITE);
	assert_ok(roster_code_new(&tx, &d, person, &code, e));
	assert_ok(tx_commit(&tx, e));
	return code;
}

static void the_template_has_four_points_and_says_whose_they_are(void **state)
{
	struct pledge_points points = {0};
	pledge_points_of(&s.arena, text_first, &points);
	assert_int_equal(points.n, 4);
	assert_non_null(strstr(source_first, "2024"));
	struct pledge_points typed = {0};
	pledge_points_of(&s.arena, " 1. Satu\r\n\n- Dua \n", &typed);
	assert_int_equal(typed.n, 2);
	assert_string_equal(typed.items[0].text, "Satu");
	assert_string_equal(typed.items[1].text, "Dua");
}

static void every_wrong_part_has_the_same_answer(void **state)
{
	struct roster_proved who;
	assert_int_equal(prove("198508172010011007", day_of(1985, 8, 18), NULL, &who), NOT_FOUND);
	assert_int_equal(prove("198508172010011999", day_of(1985, 8, 17), NULL, &who), NOT_FOUND); /* nobody's number, a birth day of the list */
	assert_int_equal(prove("198508172010011007", DAY_NONE, "00000000", &who), NOT_FOUND);
	assert_int_equal(prove("198508172010011007", DAY_NONE, NULL, &who), NOT_FOUND);
	assert_int_equal(prove(NULL, day_of(1985, 8, 17), NULL, &who), NOT_FOUND);
	assert_int_equal(prove("THL-17", day_of(1985, 8, 17), NULL, &who), NOT_FOUND); /* somebody else's birth day */
	assert_int_equal(prove("thl-17", day_of(1991, 3, 5), NULL, &who), OK);
	assert_string_equal(who.method, "birth");
	assert_string_equal(who.name, "Joko Awanrekaan");
}

static void pressed_twice_one_signs_once(void **state)
{
	struct roster_proved who = budi();
	assert_int_equal(unit("Dinas Perhubungan").signs, 0);
	const char *first = signs(who), *second = signs(who);
	assert_string_equal(first, second);
	assert_int_equal(signatures(), 1);
	assert_int_equal(unit("Dinas Perhubungan").signs, 1);
	assert_int_equal(missing("Dinas Perhubungan"), 1);

	struct tx tx = begin(READ);
	struct pledge_evidence_row row;
	assert_ok(pledge_evidence_of(&tx, &d, first, &row, e));
	assert_string_equal(row.name, "Budi Santosarekaan");
	assert_string_equal(row.sha256, hash_hex(&s.arena, hash_of(text_first, strlen(text_first))));
	assert_int_equal(row.at.us, SUPPORT_NOW.us);
	assert_int_equal(pledge_evidence_of(&tx, &d, "0123456789abcdef", &row, NULL), NOT_FOUND);
	tx_rollback(&tx);
}

static void a_signature_is_never_changed(void **state)
{
	struct tx tx = begin(WRITE);
	assert_int_equal(tx_run(&tx, &sql_change, NULL, NULL, NULL), CONFLICT);
	tx_rollback(&tx);
}

static void who_is_excused_may_sign_and_stays_out_of_the_share(void **state)
{
	struct roster_proved siti;
	assert_int_equal(prove("199002032022212005", day_of(1990, 2, 3), NULL, &siti), OK);
	assert_false(siti.counts);
	signs(siti);
	assert_int_equal(unit("Dinas Kesehatan").signs, 0);
	assert_int_equal(unit("Dinas Kesehatan").beyond, 1);
	assert_int_equal(unit("Dinas Kesehatan").people - unit("Dinas Kesehatan").leave, 1);
	list_read(HEAD BUDI RARA "199002032022212005;Siti Kencanarekaan;PPPK;Dinas Kesehatan;Aktif;\n" JOKO); /* back from leave */
	assert_int_equal(unit("Dinas Kesehatan").signs, 1);
	assert_int_equal(unit("Dinas Kesehatan").beyond, 0);
}

static void a_code_signs_once(void **state)
{
	struct roster_proved rara, again;
	assert_int_equal(prove("198702022011012004", day_of(1987, 2, 2), NULL, &rara), OK);
	const char *code = code_for(rara.person);
	assert_int_equal(prove("198702022011012004", DAY_NONE, code, &rara), OK);
	assert_string_equal(rara.method, "code");
	const char *first = signs(rara);
	assert_int_equal(prove("198702022011012004", DAY_NONE, code, &again), OK); /* the second press of the same form */
	assert_string_equal(signs(again), first);
}

static void a_refusal_is_no_signature_and_may_be_thought_over(void **state)
{
	struct roster_proved joko;
	const char *code;
	assert_int_equal(prove("THL-17", day_of(1991, 3, 5), NULL, &joko), OK);
	assert_int_equal(press(joko, now().version, PLEDGE_DECLINE, " ", &code), INVALID);
	assert_int_equal(press(joko, now().version, PLEDGE_DECLINE, "Butir dua kurang jelas", &code), OK);
	assert_string_equal(code, "");
	assert_int_equal(press(joko, now().version, PLEDGE_DECLINE, "Butir dua kurang jelas", &code), OK); /* pressed twice */
	assert_int_equal(missing("Dinas Kesehatan"), 1);
	struct tx tx = begin(READ);
	struct pledge_refusals_rows rows;
	assert_ok(pledge_refusals(&tx, pledge, 0, 10, &rows, e));
	tx_rollback(&tx);
	assert_int_equal(rows.n, 1);
	assert_string_equal(rows.items[0].kind, "declined");
	assert_false(rows.items[0].signs);
	assert_int_equal(press(joko, now().version, PLEDGE_RESERVE, "Dengan catatan", &code), OK);
	assert_int_equal(strlen(code), 16);
	assert_int_equal(missing("Dinas Kesehatan"), 0);
	assert_false(role_may(ROLE_PREVENTION, RIGHT_REFUSAL));
	assert_false(role_may(ROLE_UNIT, RIGHT_REFUSAL));
	assert_true(role_may(ROLE_PERSONNEL, RIGHT_REFUSAL));
}

static void put(const char *text, bool asks_anew)
{
	struct tx tx = begin(WRITE);
	assert_ok(pledge_version_put(&tx, &d, pledge, text, "Surat Edaran 4/2024", asks_anew, e));
	assert_ok(tx_commit(&tx, e));
}

static void a_version_asks_anew_or_not_and_may_be_withdrawn_while_people_sign(void **state)
{
	const char *code;
	struct pledge_now_row first = now();
	assert_int_equal(signatures(), 4);
	put("Satu\nDua", false); /* the four count on */
	assert_int_equal(now().number, 2);
	assert_int_equal(missing("Dinas Perhubungan"), 0);
	put("Tiga\nEmpat", true); /* all are asked */
	struct pledge_now_row third = now();
	assert_int_equal(missing("Dinas Perhubungan"), 2);
	assert_int_equal(unit("Dinas Perhubungan").signs, 0);
	assert_int_equal(press(budi(), first.version, PLEDGE_SIGN, NULL, &code), CONFLICT); /* a page that was open meanwhile */
	signs(budi());
	assert_int_equal(signatures(), 5);
	assert_int_equal(unit("Dinas Perhubungan").signs, 1);

	struct tx tx = begin(WRITE);
	assert_int_equal(pledge_withdraw(&tx, &d, pledge, third.version, "", NULL), INVALID);
	assert_ok(pledge_withdraw(&tx, &d, pledge, third.version, "Salah ketik", e));
	assert_int_equal(pledge_withdraw(&tx, &d, pledge, third.version, "Salah ketik", NULL), CONFLICT);
	assert_ok(tx_commit(&tx, e));
	assert_int_equal(press(budi(), third.version, PLEDGE_SIGN, NULL, &code), CONFLICT);
	assert_int_equal(now().number, 2);
	assert_int_equal(unit("Dinas Perhubungan").signs, 2); /* those of version 1 count again */
	assert_int_equal(missing("Dinas Perhubungan"), 0);
	assert_int_equal(signatures(), 5); /* nothing is lost */
}

static void counters_kept_are_counters_counted(void **state)
{
	struct pledge_board_row before = unit("Dinas Kesehatan");
	struct tx tx = begin(WRITE);
	assert_ok(pledge_recount(&tx, &d, pledge, e));
	assert_ok(tx_commit(&tx, e));
	assert_int_equal(unit("Dinas Kesehatan").signs, before.signs);
	assert_int_equal(unit("Dinas Kesehatan").beyond, before.beyond);
}

static void each_agency_has_its_link_and_days_are_kept(void **state)
{
	struct pledge_doors_rows doors;
	struct pledge_door door;
	const char *code;
	struct tx tx = begin(READ);
	assert_ok(pledge_doors(&tx, pledge, &doors, e));
	assert_int_equal(doors.n, 3); /* everybody's, and two agencies' */
	assert_ok(pledge_door_of(&tx, &d, doors.items[1].token, &door, e));
	assert_true(door.open && door.has_text);
	assert_string_equal(door.agency_name, "Dinas Kesehatan");
	assert_int_equal(pledge_door_of(&tx, &d, "0000", &door, NULL), NOT_FOUND);
	tx_rollback(&tx);
	d.now.us += 9 * DAY_US; /* 13 November */
	assert_int_equal(press(budi(), now().version, PLEDGE_SIGN, NULL, &code), TOO_LATE);
	d.now = SUPPORT_NOW;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_template_has_four_points_and_says_whose_they_are),
		cmocka_unit_test(every_wrong_part_has_the_same_answer),
		cmocka_unit_test(pressed_twice_one_signs_once),
		cmocka_unit_test(a_signature_is_never_changed),
		cmocka_unit_test(who_is_excused_may_sign_and_stays_out_of_the_share),
		cmocka_unit_test(a_code_signs_once),
		cmocka_unit_test(a_refusal_is_no_signature_and_may_be_thought_over),
		cmocka_unit_test(a_version_asks_anew_or_not_and_may_be_withdrawn_while_people_sign),
		cmocka_unit_test(counters_kept_are_counters_counted),
		cmocka_unit_test(each_agency_has_its_link_and_days_are_kept),
	};
	return cmocka_run_group_tests(tests, start, end);
}
