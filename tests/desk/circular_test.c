/* circular_test.c -- points with their articles, what a version changes, who reads counts once, coverage by agency, reminders. All
 * persons are made up. */
#include "desk/outreach/circular.h"
#include "support.h"

#define HEAD "nip;nama;kelas;instansi;status;tanggal_lahir\n"
#define RARA "THL-1;Rara Ayurekaan;THL;Dinas Perhubungan;Aktif;05-03-1991\n"
#define JOKO "THL-2;Joko Awanrekaan;THL;Dinas Perhubungan;Aktif;05-03-1991\n"
#define SITI "THL-3;Siti Kencanarekaan;THL;Dinas Kesehatan;Cuti Besar;05-03-1991\n"

static struct support s;
static struct office *office;
static struct desk d;
static int64_t roster, circular, unit;

static struct tx begin(enum tx_kind kind)
{
	struct tx tx = {.arena = &s.arena};
	assert_ok(desk_begin(&d, kind, &tx, e));
	return tx;
}

static struct circular_text text_of(const char *lines)
{
	struct circular_text text = {0};
	assert_ok(circular_points_read(&s.arena, desk_law(&d), lines, &text, e));
	return text;
}

static int64_t agency_of(const char *name)
{
	struct tx tx = begin(READ);
	struct circular_agency_named_row row;
	bool found;
	assert_ok(circular_agency_named(&tx, office->id, name, &found, &row, e));
	assert_true(found);
	tx_rollback(&tx);
	return row.id;
}

static int start(void **state)
{
	(void)state;
	support_start(&s);
	office = support_office(&s);
	d = support_desk(&s, office, ROLE_PREVENTION, 0);
	struct roster_report r;
	struct tx tx = begin(WRITE);
	assert_ok(roster_make(&tx, &d, "Pegawai 2024", &roster, e));
	struct circular_new as = {.kind = "edaran", .issuer = "", .subject = "Netralitas", .roster = roster, .takes = "birth", .text = text_of(circular_points_first)};
	assert_ok(circular_make(&tx, &d, &as, &circular, e));
	assert_int_equal(circular_make(&tx, &d, &as, &(int64_t){0}, NULL), CONFLICT);
	as.subject = "Lain", as.kind = "memo";
	assert_int_equal(circular_make(&tx, &d, &as, &(int64_t){0}, NULL), INVALID);
	as.kind = "edaran", as.issuer = "Pemerintah Kota Tirtamulya"; /* theirs needs number, day and scan */
	assert_int_equal(circular_make(&tx, &d, &as, &(int64_t){0}, NULL), INVALID);
	assert_ok(tx_commit(&tx, e));
	assert_ok(roster_import(&d, roster, "daftar.csv", STR(HEAD RARA JOKO SITI), false, &r, e));
	tx = begin(WRITE);
	struct circular_addressee_new to = {.rung = "unit", .name = "Dinas Perhubungan", .agency = agency_of("Dinas Perhubungan")};
	assert_ok(circular_addressee_put(&tx, &d, circular, &to, &unit, e));
	assert_int_equal(circular_addressee_put(&tx, &d, circular, &to, &unit, NULL), CONFLICT);
	assert_ok(tx_commit(&tx, e));
	return 0;
}

static int end(void **state)
{
	(void)state;
	office_close(office);
	support_end(&s);
	return 0;
}

static struct circular_now_row now(void)
{
	struct tx tx = begin(READ);
	struct circular_now_row row;
	bool found;
	assert_ok(circular_now(&tx, circular, &found, &row, e));
	assert_true(found);
	tx_rollback(&tx);
	return row;
}

static struct circular_door door(void)
{
	struct tx tx = begin(READ);
	struct circular_addressee_row row;
	struct circular_door ret;
	bool found;
	assert_ok(circular_addressee(&tx, unit, &found, &row, e));
	assert_ok(circular_door_of(&tx, &d, row.token, &ret, e));
	assert_int_equal(circular_door_of(&tx, &d, "0123456789", &(struct circular_door){0}, NULL), NOT_FOUND);
	tx_rollback(&tx);
	return ret;
}

static enum status reads(const char *number, int64_t version)
{
	struct circular_press press = {.circular = circular, .version = version, .addressee = unit};
	struct roster_proof proof = {.number = number, .birth = day_of(1991, 3, 5)};
	struct instant at;
	struct tx tx = begin(WRITE);
	assert_ok(roster_prove(&tx, &d, roster, "birth", &proof, &press.who, e));
	enum status status = circular_read_write(&tx, &d, &press, &at, NULL);
	if (status == OK)
		assert_ok(tx_commit(&tx, e));
	else
		tx_rollback(&tx);
	return status;
}

static void coverage(const char *agency, int64_t done, int64_t total)
{
	struct tx tx = begin(READ);
	struct circular_coverage_rows rows;
	bool met = false;
	assert_ok(circular_coverage(&tx, office->id, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (text_eq(rows.items[i].name, agency)) {
			met = true;
			assert_int_equal(rows.items[i].done, done);
			assert_int_equal(rows.items[i].total, total);
		}
	assert_true(met);
	tx_rollback(&tx);
}

/* What a point forbids is an act of the law, printed with its article; a code that is none is refused, and nothing is cut off. */
static void points_bear_the_article_of_their_act(void **state)
{
	(void)state;
	struct circular_points_rows rows;
	struct circular_text text = {0};
	struct tx tx = begin(READ);
	assert_ok(circular_points(&tx, now().version, &rows, e));
	assert_int_equal(rows.n, 4);
	assert_string_equal(rows.items[1].act, "PP94-N1");
	assert_non_null(strstr(rows.items[1].basis, "PP 94/2021"));
	tx_rollback(&tx);
	assert_int_equal(circular_points_read(&s.arena, desk_law(&d), "Berpose. | SKB-Z9", &text, NULL), INVALID);
	assert_int_equal(circular_points_read(&s.arena, desk_law(&d), " \n 1. \n", &text, NULL), INVALID);
	text = text_of(" 1. Satu \n- Dua | SKB-B1\n\n");
	assert_int_equal(text.n, 2);
	assert_string_equal(text.points[0].text, "Satu");
	assert_string_equal(text.points[1].act, "SKB-B1");
	char many[200 * CIRCULAR_POINTS_MAX] = "";
	for (int i = 0; i <= CIRCULAR_POINTS_MAX; i++)
		strcat(many, "Butir\n");
	assert_int_equal(circular_points_read(&s.arena, desk_law(&d), many, &text, NULL), INVALID);
}

/* Head, then people; each once; an excused one is kept and not counted. Two of Dinas Perhubungan count, of Dinas Kesehatan nobody. */
static void each_rung_waits_for_the_one_above_and_counts_once(void **state)
{
	(void)state;
	int64_t version = now().version;
	struct circular_door at = door();
	struct tx tx = begin(WRITE);
	assert_int_equal(circular_pass_people(&tx, &d, &at, version, NULL), INVALID); /* not acknowledged yet */
	assert_ok(circular_acknowledge(&tx, &d, &at, version, "Kepala dinas", e));
	assert_int_equal(circular_acknowledge(&tx, &d, &at, version + 1, "Kepala dinas", NULL), CONFLICT);
	assert_ok(tx_commit(&tx, e));
	assert_int_equal(reads("THL-1", version), INVALID); /* not passed on yet */
	at = door();
	assert_string_equal(at.acked_by, "Kepala dinas");
	tx = begin(WRITE);
	assert_ok(circular_acknowledge(&tx, &d, &at, version, "Orang lain", e)); /* again: nothing changes */
	assert_ok(circular_pass_people(&tx, &d, &at, version, e));
	assert_ok(tx_commit(&tx, e));
	assert_string_equal(door().acked_by, "Kepala dinas");
	assert_int_equal(reads("THL-1", version), OK);
	assert_int_equal(reads("THL-1", version), OK);
	assert_int_equal(reads("THL-3", version), OK);
	coverage("Dinas Perhubungan", 1, 2);
	coverage("Dinas Kesehatan", 0, 0);
	tx = begin(WRITE);
	assert_ok(circular_recount_list(&tx, &d, roster, e)); /* from the rows: the same */
	assert_ok(tx_commit(&tx, e));
	coverage("Dinas Perhubungan", 1, 2);
}

static void a_new_version_asks_anew_and_says_what_it_changes(void **state)
{
	(void)state;
	struct circular_differences diff = {0};
	struct circular_text text = text_of("Ikut kampanye. | PP94-N1\nMemasang alat peraga apa pun. | SKB-B1\nBerpose untuk foto. | SKB-B7");
	int64_t first = now().version;
	struct tx tx = begin(WRITE);
	assert_ok(circular_version_put(&tx, &d, circular, &text, e));
	assert_ok(tx_commit(&tx, e));
	tx = begin(READ);
	assert_ok(circular_differences_of(&tx, first, now().version, &diff, e));
	tx_rollback(&tx);
	assert_int_equal(diff.n, 5);
	assert_string_equal(diff.items[0].what, "same");
	assert_string_equal(diff.items[1].what, "changed");
	assert_string_equal(diff.items[2].what, "added");
	assert_string_equal(diff.items[3].what, "dropped");
	coverage("Dinas Perhubungan", 0, 2);
	assert_int_equal(reads("THL-2", first), CONFLICT);
	assert_false(door().acked);
	tx = begin(WRITE);
	assert_ok(circular_withdraw(&tx, &d, circular, now().version, "Salah pasal", e));
	assert_int_equal(circular_withdraw(&tx, &d, circular, now().version, "Salah pasal", NULL), CONFLICT);
	tx_rollback(&tx);
}

/* Received on Monday 4 November 2024, 09.00: by hand any day, never twice a day, three at no time; at night never. */
static void a_reminder_needs_proof_of_delivery_and_an_open_counter(void **state)
{
	(void)state;
	struct circular_delivered as = {.addressee = unit, .how = "hand", .received_by = "Tata usaha", .on = day_of_instant(d.now, office->zone)};
	struct tx tx = begin(WRITE);
	assert_int_equal(circular_remind(&tx, &d, circular, unit, NULL), CONFLICT);
	assert_ok(circular_deliver(&tx, &d, circular, &as, e));
	struct instant morning = d.now;
	d.now.us += 14 * HOUR_US;
	assert_int_equal(circular_remind(&tx, &d, circular, unit, NULL), TOO_LATE);
	d.now = morning;
	assert_ok(circular_remind(&tx, &d, circular, unit, e));
	assert_int_equal(circular_remind(&tx, &d, circular, unit, NULL), CONFLICT);
	d.now.us += DAY_US;
	assert_ok(circular_remind(&tx, &d, circular, unit, e));
	d.now.us += DAY_US;
	assert_int_equal(circular_remind(&tx, &d, circular, unit, NULL), TOO_MANY);
	d.now = morning;
	tx_rollback(&tx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(points_bear_the_article_of_their_act),
		cmocka_unit_test(each_rung_waits_for_the_one_above_and_counts_once),
		cmocka_unit_test(a_new_version_asks_anew_and_says_what_it_changes),
		cmocka_unit_test(a_reminder_needs_proof_of_delivery_and_an_open_counter),
	};
	return cmocka_run_group_tests(tests, start, end);
}
