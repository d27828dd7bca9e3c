/* event_test.c -- whoever comes to an event is counted once, whichever way and however often it is told; nothing is lost.
 * All persons are made up. */
#include "desk/access/access.h"
#include "desk/outreach/event.h"
#include "desk/registry/roster.h"
#include "support.h"

static struct support s;
static struct office *office;
static struct desk d;
static int64_t roster, event, other;

#define HEAD "nip;nama;kelas;instansi;status;tanggal_lahir\n"
#define BUDI "198508172010011007;Budi Santosarekaan, S.Pd.;PNS;Dinas Perhubungan;Aktif;\n"
#define RARA "198702022011012004;Rara Ayurekaan;PNS;Dinas Perhubungan;Aktif;\n"
#define SITI "199002032022212005;Siti Kencanarekaan;PPPK;Dinas Kesehatan;Cuti Besar;\n"
#define JOKO "THL-17;Joko Awanrekaan;THL;Dinas Kesehatan;Aktif;05-03-1991\n"

static struct tx begin(enum tx_kind kind)
{
	struct tx tx = {.arena = &s.arena};
	assert_ok(desk_begin(&d, kind, &tx, e));
	return tx;
}

/* On 4 November 2024 from 08.00 to 12.00 WIB. */
static struct event_new plan(const char *title)
{
	struct event_new as = {.title = title, .purpose = "Mengingatkan", .place = "Balai", .speaker = "Ketua", .questions = 10, .n_groups = 2,
			       .starts_at = instant_at(day_of(2024, 11, 4), 8, 0, 0, WIB), .ends_at = instant_at(day_of(2024, 11, 4), 12, 0, 0, WIB)};
	as.groups[0].code = "asn", as.groups[0].expected = 3;
	as.groups[1].code = "village_head", as.groups[1].expected = 2;
	return as;
}

static void refused(struct event_new as, const char *field)
{
	struct err e = {0};
	struct tx tx = begin(WRITE);
	assert_int_equal(event_make(&tx, &d, &as, &(int64_t){0}, &e), INVALID);
	assert_string_equal(e.field, field);
	tx_rollback(&tx);
}

static int start(void **state)
{
	struct roster_report r;
	struct event_invited invited;
	support_start(&s);
	office = support_office(&s);
	d = support_desk(&s, office, ROLE_PREVENTION, 0);
	d.now = instant_at(day_of(2024, 11, 4), 9, 0, 0, WIB);
	struct tx tx = begin(WRITE);
	struct event_new one = plan("Sosialisasi"), two = plan("Acara lain");
	assert_ok(event_make(&tx, &d, &one, &event, e));
	assert_ok(event_make(&tx, &d, &two, &other, e));
	assert_ok(roster_make(&tx, &d, "Pegawai 2024", &roster, e));
	assert_ok(tx_commit(&tx, e));
	assert_ok(roster_import(&d, roster, "daftar.csv", str_of(HEAD BUDI RARA SITI JOKO), false, &r, e));
	tx = begin(WRITE);
	assert_ok(event_invite_list(&tx, &d, event, roster, 0, &invited, e));
	assert_int_equal(invited.added, 3); /* Siti is on leave */
	assert_ok(event_invite_list(&tx, &d, event, roster, 0, &invited, e));
	assert_true(invited.added == 0 && invited.already == 3);
	assert_ok(event_invite_lines(&tx, &d, event, "Wira Kades; Kades; Desa Sumberjati\n\nTanpa Kelompok; penari; X\n; ASN; Y\nDua Bpd; BPD", &invited, e));
	assert_true(invited.added == 2 && invited.refused == 2);
	assert_int_equal(invited.refusals.items[0].line, 3);
	assert_ok(event_invite_lines(&tx, &d, other, "Orang Lain; ASN; Dinas", &invited, e));
	assert_ok(tx_commit(&tx, e));
	return 0;
}

static int end(void **state)
{
	office_close(office);
	support_end(&s);
	return 0;
}

static const char *code_of(int64_t of, const char *name)
{
	struct outreach_invites_rows rows;
	struct tx tx = begin(READ);
	assert_ok(outreach_invites(&tx, of, 0, 100, &rows, e));
	tx_rollback(&tx);
	for (size_t i = 0; i < rows.n; i++)
		if (strstr(rows.items[i].name, name))
			return rows.items[i].code;
	fail_msg("nobody is called %s", name);
	return "";
}

static struct event_door door(int64_t of)
{
	struct outreach_doors_rows doors;
	struct event_door at;
	struct tx tx = begin(READ);
	assert_ok(outreach_doors(&tx, of, &doors, e));
	assert_ok(event_door_of(&tx, &d, doors.items[0].token, &at, e));
	tx_rollback(&tx);
	return at;
}

static struct event_taken take(const struct event_entry *entry, struct instant sent, bool keep)
{
	struct event_door at = door(event);
	struct event_taken t;
	struct tx tx = begin(WRITE);
	assert_ok(event_take(&tx, &d, &at, entry, sent, keep, &t, e));
	assert_ok(tx_commit(&tx, e));
	return t;
}

static struct event_entry scan(const char *key, const char *code)
{
	return (struct event_entry){.key = arena_printf(&s.arena, "%.*s%s", 32 - (int)strlen(key), "00000000000000000000000000000000", key), .code = code, .name = "", .group = "",
				    .unit = "", .at = INSTANT_NONE};
}

static struct event_entry guest(const char *key, const char *name, const char *group)
{
	struct event_entry x = scan(key, "");
	x.name = name, x.group = group, x.guest = true;
	return x;
}

static int64_t count_of(const char *state)
{
	struct outreach_states_rows rows;
	struct tx tx = begin(READ);
	int64_t n = 0;
	assert_ok(outreach_states(&tx, event, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		n += text_eq(rows.items[i].state, state) ? rows.items[i].n : 0;
	tx_rollback(&tx);
	return n;
}

static void plans_that_lack_something_are_refused(void **state)
{
	struct event_new as = plan(" ");
	refused(as, "title");
	as = plan("x"), as.ends_at = as.starts_at;
	refused(as, "ends");
	as = plan("x"), as.questions = 4;
	refused(as, "questions");
	as = plan("x"), as.n_groups = 0;
	refused(as, "groups");
	as = plan("x"), as.groups[1].code = "dancers";
	refused(as, "groups");
}

/* ISO/IEC 7812: from the right every second digit is doubled, and all add up to a multiple of ten: 0...01 -> 2, so 8 is missing. */
static void a_code_has_a_check_digit(void **state)
{
	const char *code = code_of(event, "Budi");
	assert_true(event_code_good(code));
	assert_true(event_code_good("000000000") && event_code_good("000000018"));
	assert_false(event_code_good("000000019") || event_code_good("00000018") || event_code_good("00000001x"));
	assert_string_equal(event_code_of(&s.arena, arena_printf(&s.arena, "https://x.example/a1b2/99#%s", code)), code);
	assert_string_equal(event_code_of(&s.arena, "412 583-017"), "412583017");
	assert_true(event_code_good(event_guest_code(&s.arena, "412")));
	assert_string_equal(event_who(&s.arena, " Drs. BUDI  Santosa-Jaya, S.Pd., M.M."), "drs budi santosa jaya");
	assert_string_equal(event_who(&s.arena, " , S.Pd."), "");
}

static void a_code_counts_once_at_any_door_however_often_it_is_sent(void **state)
{
	const char *budi = code_of(event, "Budi");
	struct event_entry first = scan("1", budi), second = scan("2", budi);
	struct event_taken t = take(&first, INSTANT_NONE, true);
	assert_string_equal(t.state, "counted");
	assert_string_equal(t.name, "Budi Santosarekaan, S.Pd.");
	t = take(&first, INSTANT_NONE, true);
	assert_true(t.again && text_eq(t.state, "counted"));
	t = take(&second, INSTANT_NONE, true); /* another door, offline at the same time */
	assert_true(text_eq(t.state, "double") && !instant_is_none(t.first_at));
	assert_int_equal(count_of("counted"), 1);
	assert_int_equal(count_of("double"), 1);
}

static void a_code_of_another_event_or_of_none_is_told_and_kept_only_from_a_phone(void **state)
{
	struct event_entry foreign = scan("3", code_of(other, "Orang")), none = scan("4", "000000018");
	int64_t before = count_of("foreign") + count_of("unknown");
	struct event_taken t = take(&foreign, INSTANT_NONE, false);
	assert_true(text_eq(t.state, "foreign") && text_eq(t.other, "Acara lain"));
	assert_string_equal(take(&none, INSTANT_NONE, false).state, "unknown");
	assert_int_equal(count_of("foreign") + count_of("unknown"), before);
	take(&foreign, INSTANT_NONE, true);
	take(&none, INSTANT_NONE, true);
	assert_int_equal(count_of("foreign") + count_of("unknown"), before + 2);
}

/* The phone's clock shows 2031; it entered twenty minutes before it sent. The office's clock says 09.00. */
static void a_wrong_clock_on_the_phone_tells_the_right_moment(void **state)
{
	struct instant sent = instant_at(day_of(2031, 1, 1), 3, 0, 0, WIB);
	struct event_entry x = scan("5", code_of(event, "Rara"));
	x.at = (struct instant){sent.us - 20 * 60 * SECOND_US};
	struct event_taken t = take(&x, sent, true);
	assert_string_equal(t.state, "counted");
	assert_int_equal(t.arrived_at.us, d.now.us - 20 * 60 * SECOND_US);
	struct event_entry back = guest("6", "Jam Mundur", "other"); /* its clock was turned back in between */
	back.at = (struct instant){sent.us + HOUR_US};
	assert_int_equal(take(&back, sent, true).arrived_at.us, d.now.us);
}

static void guests_are_counted_and_the_same_name_in_the_same_group_is_looked_at(void **state)
{
	struct event_entry one = guest("7", "Tamu Rekaan", "bpd"), again = guest("8", "TAMU rekaan", "bpd"), group = guest("9", "Tamu Rekaan", "other"),
			   none = guest("a", " ", "bpd");
	struct event_taken t = take(&one, INSTANT_NONE, true);
	assert_true(text_eq(t.state, "counted") && strlen(t.code) == EVENT_GUEST_DIGITS);
	assert_string_equal(take(&again, INSTANT_NONE, true).state, "double");
	assert_string_equal(take(&group, INSTANT_NONE, true).state, "counted");
	assert_string_equal(take(&none, INSTANT_NONE, true).state, "unknown");
}

static void paper_is_reconciled_with_the_doors_and_a_row_is_kept_once(void **state)
{
	struct event_keyed k;
	int64_t before = count_of("counted");
	const char *rows = arena_printf(&s.arena, "Budi Santosarekaan; ASN; Dishub; 198508172010011007\nJoko Awanrekaan; THL; Dinkes\nWira Kades; kades; Sumberjati; %s\n"
						  "Orang Kertas; perangkat desa; Sumberjati\nTanpa kelompok\nTamu Rekaan; BPD",
					code_of(event, "Wira"));
	struct tx tx = begin(WRITE);
	assert_ok(event_sheet(&tx, &d, event, "Lembar 1", rows, &k, e));
	assert_true(k.added == 5 && k.doubles == 2 && k.same == 0 && k.refusals.n == 1);
	assert_int_equal(k.refusals.items[0].line, 5);
	assert_ok(event_sheet(&tx, &d, event, "lembar 1", rows, &k, e));
	assert_true(k.added == 0 && k.same == 5);
	assert_ok(event_sheet(&tx, &d, event, "Lembar 1", "Lain Sekali; ASN", &k, e));
	assert_true(k.added == 0 && k.refusals.n == 1);
	assert_int_equal(event_sheet(&tx, &d, event, " ", rows, &k, NULL), INVALID);
	assert_ok(tx_commit(&tx, e));
	assert_int_equal(count_of("counted"), before + 3);
	struct event_entry joko = scan("b", code_of(event, "Joko")); /* scanned after the sheet was keyed */
	assert_string_equal(take(&joko, INSTANT_NONE, true).state, "double");
}

static void late_and_early_wait_for_somebody_to_look(void **state)
{
	struct instant was = d.now;
	struct event_entry late = scan("c", code_of(event, "Dua")), early = guest("d", "Pagi Sekali", "other");
	d.now = instant_at(day_of(2024, 11, 4), 12, 5, 0, WIB);
	assert_string_equal(take(&late, INSTANT_NONE, true).state, "late");
	d.now = instant_at(day_of(2024, 11, 4), 4, 59, 0, WIB);
	assert_string_equal(take(&early, INSTANT_NONE, true).state, "early");
	d.now = was;
	struct outreach_entries_open_rows rows;
	struct tx tx = begin(WRITE);
	assert_ok(outreach_entries_open(&tx, event, 100, &rows, e));
	int64_t entry = 0, twice = 0;
	for (size_t i = 0; i < rows.n; i++) {
		if (text_eq(rows.items[i].state, "late"))
			entry = rows.items[i].id;
		if (text_eq(rows.items[i].state, "double") && strstr(rows.items[i].name, "Budi") && text_eq(rows.items[i].kind, "scan"))
			twice = rows.items[i].id;
	}
	struct event_verdict v = {.entry = entry, .counts = true, .name = "", .group = "", .unit = "", .reason = " "};
	assert_int_equal(event_decide(&tx, &d, event, &v, NULL), INVALID);
	v.reason = "ada di foto";
	assert_ok(event_decide(&tx, &d, event, &v, e));
	assert_int_equal(event_decide(&tx, &d, event, &v, NULL), CONFLICT);
	v.entry = twice;
	assert_int_equal(event_decide(&tx, &d, event, &v, NULL), CONFLICT); /* Budi is counted already */
	v.entry = entry, v.counts = false, v.reason = "ternyata bukan";
	assert_ok(event_decide(&tx, &d, event, &v, e));
	assert_int_equal(event_decide(&tx, &d, other, &v, NULL), NOT_FOUND);
	assert_ok(tx_commit(&tx, e));
}

static void the_quiz_is_the_same_twice_and_keeps_only_sums(void **state)
{
	struct event_questions asked;
	struct outreach_get_row o;
	struct outreach_present_rows people;
	struct event_scores sums;
	int64_t score;
	struct tx tx = begin(WRITE);
	assert_ok(event_of(&tx, &d, event, &o, e));
	event_questions_of(&s.arena, desk_law(&d), o.questions, &asked);
	assert_int_equal(asked.n, 10);
	for (size_t i = 0; i < asked.n; i++)
		for (size_t k = 0; k < i; k++)
			assert_ptr_not_equal(asked.items[i].row, asked.items[k].row);
	const char *right[10], *wrong[10] = {0};
	for (size_t i = 0; i < 10; i++)
		right[i] = verdict_code(asked.items[i].row->verdict);
	assert_ok(outreach_present(&tx, event, 0, 100, &people, e));
	assert_ok(event_answer(&tx, &d, people.items[0].id, "before", &asked, wrong, &score, e));
	assert_int_equal(score, 0);
	assert_ok(event_answer(&tx, &d, people.items[0].id, "after", &asked, right, &score, e));
	assert_int_equal(score, 10);
	assert_int_equal(event_answer(&tx, &d, people.items[0].id, "after", &asked, right, &score, NULL), CONFLICT);
	wrong[0] = right[0], wrong[1] = right[1];
	assert_ok(event_answer(&tx, &d, people.items[1].id, "before", &asked, wrong, &score, e)); /* a fifth: still the first band */
	wrong[2] = right[2];
	assert_ok(event_answer(&tx, &d, people.items[2].id, "before", &asked, wrong, &score, e));
	assert_ok(event_scores_of(&tx, event, &sums, e));
	assert_true(sums.before.n == 3 && sums.before.bands[0] == 2 && sums.before.bands[1] == 1 && sums.before.score == 5);
	assert_true(sums.after.n == 1 && sums.after.bands[EVENT_BANDS - 1] == 1);
	assert_string_equal(event_quiz_part(&o, o.starts_at), "before");
	assert_string_equal(event_quiz_part(&o, o.ends_at), "after");
	assert_string_equal(event_quiz_part(&o, (struct instant){o.ends_at.us + 8 * DAY_US}), "");
	assert_ok(tx_commit(&tx, e));
}

/* Of seven who answered, six of one group and one of another: told of the six and of all, the one could be worked out. */
static void a_small_group_cannot_be_worked_out(void **state)
{
	struct event_new as = plan("Kelompok kecil");
	struct event_questions asked;
	struct outreach_get_row o;
	struct outreach_present_rows people;
	struct event_scores sums;
	struct event_keyed k;
	const char *none[10] = {0};
	int64_t small, score;
	struct tx tx = begin(WRITE);
	assert_ok(event_make(&tx, &d, &as, &small, e));
	assert_ok(event_sheet(&tx, &d, small, "1", "Satu A; ASN\nDua B; ASN\nTiga C; ASN\nEmpat D; ASN\nLima E; ASN\nEnam F; ASN\nTujuh G; BPD\nDelapan H; kades\nSembilan I; kades", &k, e));
	assert_ok(event_of(&tx, &d, small, &o, e));
	event_questions_of(&s.arena, desk_law(&d), o.questions, &asked);
	assert_ok(outreach_present(&tx, small, 0, 100, &people, e));
	for (size_t i = 0; i < 7; i++)
		assert_ok(event_answer(&tx, &d, people.items[i].id, "before", &asked, none, &score, e));
	assert_ok(event_scores_of(&tx, small, &sums, e));
	assert_int_equal(sums.groups.n, 2);
	assert_true(sums.groups.items[0].hide_before && sums.groups.items[1].hide_before);
	tx_rollback(&tx);
}

/* Dinas Perhubungan: Budi and Rara came, of two. Dinas Kesehatan: Joko by paper, of one who counts. */
static void coverage_is_told_for_each_agency_of_a_list(void **state)
{
	struct event_coverage_rows rows;
	struct tx tx = begin(READ);
	assert_ok(event_coverage(&tx, office->id, roster, (struct instant){0}, &rows, e));
	assert_int_equal(rows.n, 2);
	assert_string_equal(rows.items[0].name, "Dinas Kesehatan");
	assert_true(rows.items[0].people == 1 && rows.items[0].came == 1);
	assert_true(rows.items[1].people == 2 && rows.items[1].came == 2);
	assert_ok(event_coverage(&tx, office->id, roster, (struct instant){d.now.us + DAY_US}, &rows, e));
	assert_int_equal(rows.items[1].came, 0);
	tx_rollback(&tx);
}

static void a_bundle_is_read_within_its_limits(void **state)
{
	struct event_bundle b;
	struct err e = {0};
	const char *good = "{\"sent\":1730685600000,\"entries\":[{\"key\":\"0123456789abcdef0123456789abcdef\",\"at\":1730685000000,\"code\":\"412 583 017\"}]}";
	assert_int_equal(event_bundle_read(&s.arena, str_of(good), &b, &e), OK);
	assert_true(b.n == 1 && !b.items[0].guest && text_eq(b.items[0].code, "412583017"));
	assert_int_equal(b.sent.us - b.items[0].at.us, 600 * SECOND_US);
	assert_int_equal(event_bundle_read(&s.arena, str_of("{}"), &b, NULL), INVALID);
	assert_int_equal(event_bundle_read(&s.arena, str_of("{\"entries\":[7]}"), &b, NULL), INVALID);
	assert_int_equal(event_bundle_read(&s.arena, str_of("{\"entries\":[{\"key\":\"ABC\"}]}"), &b, NULL), INVALID);
	scoped(buf_free) struct buf many = {0};
	buf_text(&many, "{\"entries\":[");
	for (int i = 0; i <= EVENT_BUNDLE_ENTRIES; i++)
		buf_printf(&many, "%s{\"key\":\"%032d\"}", i ? "," : "", i);
	buf_text(&many, "]}");
	assert_int_equal(event_bundle_read(&s.arena, (struct str){many.s, many.n}, &b, NULL), TOO_LARGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plans_that_lack_something_are_refused),
		cmocka_unit_test(a_code_has_a_check_digit),
		cmocka_unit_test(a_code_counts_once_at_any_door_however_often_it_is_sent),
		cmocka_unit_test(a_code_of_another_event_or_of_none_is_told_and_kept_only_from_a_phone),
		cmocka_unit_test(a_wrong_clock_on_the_phone_tells_the_right_moment),
		cmocka_unit_test(guests_are_counted_and_the_same_name_in_the_same_group_is_looked_at),
		cmocka_unit_test(paper_is_reconciled_with_the_doors_and_a_row_is_kept_once),
		cmocka_unit_test(late_and_early_wait_for_somebody_to_look),
		cmocka_unit_test(the_quiz_is_the_same_twice_and_keeps_only_sums),
		cmocka_unit_test(a_small_group_cannot_be_worked_out),
		cmocka_unit_test(coverage_is_told_for_each_agency_of_a_list),
		cmocka_unit_test(a_bundle_is_read_within_its_limits),
	};
	return cmocka_run_group_tests(tests, start, end);
}
