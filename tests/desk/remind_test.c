/* remind_test.c -- heads of units are reminded twice at most, in office hours, once each, and who declined is spared if the rule
 * says so. All persons are made up. */
#include "bus/bus.h"
#include "desk/pledge/pledge.h"
#include "support.h"

SUPPORT_SQL(sql_notices, "SELECT n.missing FROM pledge_notice n JOIN pledge_reminder r ON r.id = n.reminder WHERE r.number = $1 ORDER BY n.missing", 1, 1, false, VALUE_INT);

static struct support s;
static struct office *office;
static struct desk d;
static int64_t roster, pledge;

#define LIST                                                                                       \
	"nip;nama;kelas;instansi;status;tanggal_lahir\n"                                               \
	"A-1;Budi Santosarekaan;THL;Dinas Perhubungan;Aktif;05-03-1991\n"                              \
	"A-2;Rara Ayurekaan;THL;Dinas Perhubungan;Aktif;05-03-1991\n"                                  \
	"A-3;Wira Lautrekaan;THL;Dinas Perhubungan;Aktif;05-03-1991\n"                                 \
	"B-1;Siti Kencanarekaan;THL;Dinas Kesehatan;Cuti Besar;05-03-1991\n"                           \
	"B-2;Joko Awanrekaan;THL;Dinas Kesehatan;Aktif;05-03-1991\n"

static struct tx begin(enum tx_kind kind)
{
	struct tx tx = {.arena = &s.arena};
	assert_ok(desk_begin(&d, kind, &tx, e));
	return tx;
}

/* An office with a list of two units, and a campaign from Friday 1 to Tuesday 12 November 2024. */
static int start(void **state)
{
	struct roster_report r;
	support_start(&s);
	office = support_office(&s);
	d = support_desk(&s, office, ROLE_PREVENTION, 0);
	struct tx tx = begin(WRITE);
	assert_ok(roster_make(&tx, &d, "Pegawai 2024", &roster, e));
	struct pledge_new as = {.roster = roster, .title = "Ikrar 2024", .institution = "Pemerintah Kota Tirtamulya", .proof = "birth",
				.opens_on = day_of(2024, 11, 1), .closes_on = day_of(2024, 11, 12), .text = "Menjaga netralitas.\nMenolak politik uang.", .source = "Surat Edaran 4/2024"};
	assert_ok(pledge_make(&tx, &d, &as, &pledge, e));
	assert_ok(tx_commit(&tx, e));
	assert_ok(roster_import(&d, roster, "daftar.csv", str_of(LIST), false, &r, e));
	tx = begin(WRITE);
	assert_ok(pledge_recount_list(&tx, &d, roster, e));
	assert_ok(tx_commit(&tx, e));
	return 0;
}

static int end(void **state)
{
	office_close(office);
	support_end(&s);
	return 0;
}

static void at(int day, int hour) { d.now = instant_at(day_of(2024, 11, day), hour, 0, 0, WIB); }

static int turn(void)
{
	int told = -1;
	assert_ok(pledge_remind_due(&d, &told, e));
	return told;
}

static size_t reminders(void)
{
	struct pledge_reminders_rows rows;
	struct tx tx = begin(READ);
	assert_ok(pledge_reminders(&tx, pledge, &rows, e));
	tx_rollback(&tx);
	return rows.n;
}

/* How many were missing in each message of a reminder, the smallest first: "1 3". */
static const char *messages(int64_t number)
{
	struct rows rows;
	struct value arg = value_int(number);
	struct tx tx = begin(READ);
	const char *words = "";
	assert_ok(tx_run(&tx, &sql_notices, &arg, &rows, e));
	for (size_t i = 0; i < rows.n_rows; i++)
		words = arena_printf(&s.arena, "%s%s%lld", words, *words ? " " : "", (long long)value_as_int(&rows.items[i]));
	tx_rollback(&tx);
	return words;
}

static void press(const char *number, enum pledge_act act)
{
	struct tx tx = begin(WRITE);
	struct pledge_get_row p;
	struct pledge_now_row now;
	bool found;
	const char *code;
	struct pledge_press as = {.pledge = pledge, .act = act, .reason = "Butir dua kurang jelas"};
	assert_ok(pledge_of(&tx, &d, pledge, &p, e));
	assert_ok(pledge_now(&tx, pledge, &found, &now, e));
	as.version = now.version;
	assert_ok(roster_prove(&tx, &d, p.roster, p.proof, &(struct roster_proof){.number = number, .birth = day_of(1991, 3, 5)}, &as.who, e));
	assert_ok(pledge_write(&tx, &d, &as, &code, e));
	assert_ok(tx_commit(&tx, e));
}

static enum status by_hand(struct err *e)
{
	struct tx tx = begin(WRITE);
	enum status status = pledge_remind(&tx, &d, pledge, e);
	if (status == OK)
		assert_ok(tx_commit(&tx, e));
	else
		tx_rollback(&tx);
	return status;
}

/* Seven days before the 12th is Tuesday the 5th; the counter opens at 08.00. */
static void nothing_goes_out_before_its_day_or_outside_office_hours(void **state)
{
	at(4, 9);
	assert_int_equal(turn(), 0);
	at(5, 6);
	assert_int_equal(turn(), 0);
	at(5, 22);
	assert_int_equal(turn(), 0);
	struct err e = {0};
	assert_int_equal(by_hand(&e), CONFLICT);
	assert_string_equal(e.field, "hours");
	assert_int_equal(reminders(), 0);
}

static void each_head_of_a_unit_that_lags_gets_one_message(void **state)
{
	at(5, 9);
	assert_int_equal(turn(), 2);
	assert_int_equal(turn(), 0);
	assert_int_equal(reminders(), 1);
	assert_string_equal(messages(1), "1 3"); /* Joko; and all three of Perhubungan: who is on leave is not reminded */
	struct err e = {0};
	assert_int_equal(by_hand(&e), CONFLICT);
	assert_string_equal(e.field, "day");
}

/* The program dies with the jobs in its hands: their lease runs out, and each message is written once all the same. */
static void who_dies_in_the_middle_loses_none_and_sends_none_twice(void **state)
{
	struct job_list held;
	press("A-1", PLEDGE_SIGN);
	press("A-2", PLEDGE_DECLINE);
	at(8, 10); /* a Friday */
	assert_int_equal(by_hand(&(struct err){0}), OK);
	struct tx tx = begin(WRITE);
	assert_ok(bus_fetch(&tx, "pledge_notice", 10, &held, e));
	assert_ok(tx_commit(&tx, e));
	assert_int_equal(held.n, 2);
	assert_int_equal(turn(), 0); /* they are somebody's */
	d.now.us += BUS_LEASE_US + 10 * SECOND_US;
	assert_int_equal(turn(), 2);
	assert_string_equal(messages(2), "1 2");
	tx = begin(WRITE);
	assert_ok(bus_publish(&tx, "pledge_notice", held.items[0].body, e)); /* the same job once more */
	assert_ok(tx_commit(&tx, e));
	assert_int_equal(turn(), 0);
	assert_string_equal(messages(2), "1 2");
}

static void there_are_two_and_no_third(void **state)
{
	struct err e = {0};
	at(12, 9);
	assert_int_equal(turn(), 0);
	assert_int_equal(by_hand(&e), CONFLICT);
	assert_string_equal(e.field, "number");
	assert_int_equal(reminders(), 2);
	at(13, 9);
	assert_int_equal(by_hand(&e), TOO_LATE);
}

static size_t named(const char *name)
{
	struct pledge_get_row p;
	struct pledge_doors_rows doors;
	struct pledge_named_rows rows;
	size_t n = 0;
	int64_t agency = 0;
	struct tx tx = begin(READ);
	assert_ok(pledge_of(&tx, &d, pledge, &p, e));
	assert_ok(pledge_doors(&tx, pledge, &doors, e));
	for (size_t i = 0; i < doors.n; i++)
		if (text_eq(doors.items[i].name, "Dinas Perhubungan"))
			agency = doors.items[i].agency;
	assert_ok(pledge_names(&tx, &d, &p, agency, "", 0, 100, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		n += !name || text_eq(rows.items[i].name, name);
	tx_rollback(&tx);
	return n;
}

static void who_declined_is_named_to_the_head_unless_the_rule_spares_them(void **state)
{
	const struct settings *kept = office->settings;
	at(11, 9);
	assert_int_equal(named(NULL), 2);
	assert_int_equal(named("Rara Ayurekaan"), 1);
	assert_ok(settings_with(&s.arena, kept, "pledge.remind_refused", "false", &office->settings, e));
	assert_int_equal(named(NULL), 1);
	assert_int_equal(named("Rara Ayurekaan"), 0); /* declined on the 5th, before the second reminder */
	assert_int_equal(named("Wira Lautrekaan"), 1);
	office->settings = kept;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_goes_out_before_its_day_or_outside_office_hours),
		cmocka_unit_test(each_head_of_a_unit_that_lags_gets_one_message),
		cmocka_unit_test(who_dies_in_the_middle_loses_none_and_sends_none_twice),
		cmocka_unit_test(there_are_two_and_no_third),
		cmocka_unit_test(who_declined_is_named_to_the_head_unless_the_rule_spares_them),
	};
	return cmocka_run_group_tests(tests, start, end);
}
