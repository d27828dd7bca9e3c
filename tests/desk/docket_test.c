/* docket_test.c -- files live through their lives; every date in here was counted by hand (regulation.md, R1
 * to R11).
 *
 * November 2024 begins on a Friday. SUPPORT_NOW is Monday the 4th, 09.00 WIB. The 27th is polling day, a
 * holiday.
 */
#include "support.h"

#include "desk/docket/docket.h"
#include "desk/docket/list.h"
#include "desk/evidence/evidence.h"

#include "letter_files.h"

SUPPORT_SQL(sql_joined, "SELECT id FROM case_file WHERE joined_to = $1", 1, 1, false, VALUE_INT);

struct bench {
	struct support s;
	struct office *o;
	struct desk d;
	struct tx tx;
};

static int start(void **state)
{
	struct bench *b = calloc(1, sizeof *b);
	support_start(&b->s);
	b->o = support_office(&b->s);
	b->d = support_desk(&b->s, b->o, ROLE_HANDLER, 0);
	*state = b;
	return 0;
}

static int end(void **state)
{
	struct bench *b = *state;
	tx_rollback(&b->tx);
	office_close(b->o);
	support_end(&b->s);
	free(b);
	return 0;
}

static struct instant at(int month, int day, int hour, int minute)
{
	return instant_at(day_of(2024, month, day), hour, minute, 0, WIB);
}

static void begin(struct bench *b)
{
	assert_ok(desk_begin(&b->d, WRITE, &b->tx, e));
}
static void commit(struct bench *b)
{
	assert_ok(tx_commit(&b->tx, e));
}

/* The desk's clock moves; the transaction begins. */
static void on(struct bench *b, struct instant now)
{
	b->d.now = now;
	begin(b);
}

static int64_t report_of(struct bench *b, enum procedure p, struct day known)
{
	struct docket_new as = {.kind = "report",
				.procedure = p,
				.title = "Foto bersama pasangan calon",
				.summary = "Sembilan orang",
				.event_on = known,
				.known_on = known,
				.event_place = "Gedung serbaguna"};
	int64_t id = 0;
	assert_ok(docket_open(&b->tx, &b->d, &as, "report_received", &id, e));
	return id;
}

static void happens(struct bench *b, int64_t file, const char *event, struct case_facts facts)
{
	assert_ok(docket_event(&b->tx, &b->d, file, event, &facts, NULL, e));
}

static struct case_get_row file_row(struct bench *b, int64_t file)
{
	struct case_get_row row;
	assert_ok(case_get(&b->tx, file, &row, e));
	return row;
}

/* The newest run of a clock. */
static struct case_clocks_row clock_row(struct bench *b, int64_t file, const char *code, const char *status)
{
	struct case_clocks_rows all;
	assert_ok(case_clocks(&b->tx, file, &all, e));
	for (size_t i = 0; i < all.n; i++)
		if (!strcmp(all.items[i].clock, code) && !strcmp(all.items[i].status, status))
			return all.items[i];
	fail_msg("the file has no clock %s that is %s", code, status);
	return (struct case_clocks_row){0};
}

static void ends(struct case_clocks_row run, int month, int day)
{
	char got[DAY_TEXT_MAX], want[DAY_TEXT_MAX];
	assert_string_equal(instant_iso(run.last_moment, WIB, got),
			    instant_iso(instant_day_end(day_of(2024, month, day), WIB), WIB, want));
}

/* What is said of the counter beside a running clock. */
static const char *note_of(struct bench *b, int64_t file, const char *code, enum lang lang)
{
	struct case_clocks_row run = clock_row(b, file, code, "running");
	b->d.lang = lang;
	struct docket_left left = docket_left(&b->d, b->o->law, run.clock, run.status, run.last_moment, INSTANT_NONE, run.sum);
	b->d.lang = ID;
	return left.note;
}

#define FULL                                                                                                 \
	((struct case_facts){.formal_met = true,                                                             \
			     .material_met = true,                                                           \
			     .competent = true,                                                              \
			     .evidence_shown = true,                                                         \
			     .study_signed = true,                                                           \
			     .quorum = true,                                                                 \
			     .majority = true,                                                               \
			     .heard = 1})

/* Known on Friday the 1st: seven calendar days end on Friday the 8th, so Monday is in time. Review: two days,
 * until Wednesday the 6th. Registered on Monday: three days, Thursday the 7th; with more information five in
 * all, Saturday the 9th (R8), not five more. Decided on Friday the 8th: to be forwarded by Saturday the 9th.
 */
static void a_pilkada_report_lives_by_three_plus_two_days(void **state)
{
	struct bench *b = *state;
	begin(b);
	int64_t file = report_of(b, PILKADA, day_of(2024, 11, 1));
	const char *receipt;
	assert_ok(docket_receipt(&b->tx, &b->d, file, &receipt, e));
	assert_string_equal(receipt, "001/PL/PW/Kota/99.01/XI/2024");
	ends(clock_row(b, file, "PK-REPORT", "stopped"), 11, 8);
	ends(clock_row(b, file, "PK-REVIEW", "running"), 11, 6);
	assert_false(file_row(b, file).late);
	happens(b, file, "start_review", FULL);
	happens(b, file, "requirements_met", FULL);
	commit(b);

	begin(b);
	struct case_get_row row = file_row(b, file);
	assert_string_equal(row.state, "REGISTERED");
	assert_string_equal(row.register_number, "001/REG/LP/PW/Kota/99.01/XI/2024");
	clock_row(b, file, "PK-REVIEW", "stopped");
	ends(clock_row(b, file, "PK-HANDLE", "running"), 11, 7);
	happens(b, file, "invite", FULL);
	commit(b);

	on(b, at(11, 6, 14, 0));
	happens(b, file, "heard", FULL);
	happens(b, file, "need_more", FULL);
	ends(clock_row(b, file, "PK-HANDLE-X", "running"), 11, 9);
	assert_string_equal(note_of(b, file, "PK-HANDLE-X", ID), "Batas hukum Sabtu 23.59; loket terakhir tutup Jumat 16.30.");
	clock_row(b, file, "PK-HANDLE", "switched");
	commit(b);

	on(b, at(11, 8, 14, 10));
	happens(b, file, "obtained", FULL);
	happens(b, file, "submit", FULL);
	happens(b, file, "decide_other_law", FULL);
	struct case_clocks_row handled = clock_row(b, file, "PK-HANDLE-X", "stopped");
	struct docket_left left = docket_left(&b->d, b->o->law, handled.clock, handled.status,
					      handled.last_moment, handled.ended_at, handled.sum);
	assert_string_equal(left.state, "done");
	assert_string_equal(left.text, "selesai pada hari ke-4 dari 5");
	ends(clock_row(b, file, "PK-FORWARD", "running"), 11, 9);
	ends(clock_row(b, file, "PK-STATUS", "running"), 11, 9);
	happens(b, file, "forward", FULL);
	clock_row(b, file, "PK-FORWARD", "stopped");
	assert_ok(docket_clock_stop(&b->tx, &b->d, file, 0, "STATUS", "pemberitahuan diserahkan", e));
	struct docket_today today;
	assert_ok(docket_today(&b->tx, &b->d, &today, e));
	assert_int_equal(today.waiting.n, 1); /* for the receipt of the authority */
	assert_string_equal(file_row(b, file).state, "FORWARDED");
	commit(b);
}

/* Working days: registered on Monday the 4th, seven are 5 6 7 8 11 12 13; fourteen go on 14 15 18 19 20
 * 21 22. */
static void a_pemilu_report_lives_by_seven_and_fourteen_working_days(void **state)
{
	struct bench *b = *state;
	begin(b);
	int64_t file = report_of(b, PEMILU, day_of(2024, 11, 1));
	ends(clock_row(b, file, "PM-REPORT", "stopped"), 11, 12); /* 4 5 6 7 8 11 12 */
	happens(b, file, "start_review", FULL);
	happens(b, file, "requirements_met", FULL);
	assert_string_equal(file_row(b, file).register_number, "001/REG/LP/PL/Kota/99.01/XI/2024");
	ends(clock_row(b, file, "PM-HANDLE", "running"), 11, 13);
	happens(b, file, "invite", FULL);
	commit(b);

	on(b, at(11, 13, 23, 0));
	happens(b, file, "need_more", FULL);
	ends(clock_row(b, file, "PM-HANDLE-X", "running"), 11, 22);
	commit(b);
}

/* Known on Sunday the 3rd: seven days end on Sunday the 10th, the counter closes on Friday the 8th. */
static void what_ends_while_the_counter_is_closed_says_so(void **state)
{
	struct bench *b = *state;
	struct instant last = instant_day_end(day_of(2024, 11, 10), WIB), friday = instant_at(day_of(2024, 11, 8), 16, 30, 0, WIB);
	struct instant saturday = instant_at(day_of(2024, 11, 9), 10, 0, 0, WIB);
	b->d.now = saturday;
	assert_string_equal(docket_counter_note(&b->d, true, friday, INSTANT_NONE, last, WIB),
			    "Batas hukum Minggu 23.59; loket tutup sejak Jumat 16.30; laporan daring tetap diterima.");
	assert_string_equal(docket_counter_note(&b->d, false, friday, saturday, last, WIB),
			    "Batas hukum Minggu 23.59; tidak ada jam loket dalam tenggat ini.");
	assert_string_equal(docket_counter_note(&b->d, false, last, saturday, last, WIB), "");
	assert_string_equal(docket_counter_note(&b->d, false, INSTANT_NONE, saturday, last, WIB), "");
	b->d.lang = EN;
	b->d.now = instant_at(day_of(2024, 10, 28), 10, 0, 0, WIB);
	assert_string_equal(docket_counter_note(&b->d, true, friday, INSTANT_NONE, last, WIB),
			    "By law until Sunday, 10 November 2024, 23:59; the counter closes for the last time on Friday, 8 November 2024, "
			    "16:30; reports online are still taken.");
}

/* R10: nine days after it became known, a report is late, and taken in all the same. */
static void a_late_report_is_taken_in_and_marked(void **state)
{
	struct bench *b = *state;
	begin(b);
	int64_t file = report_of(b, PILKADA, day_of(2024, 10, 26));
	assert_true(file_row(b, file).late);
	ends(clock_row(b, file, "PK-REPORT", "expired"), 11, 2);
	clock_row(b, file, "PK-REVIEW", "running");
	commit(b);
}

/* A report from a year whose holidays nobody has loaded is not refused; its clock waits to be counted. */
static void a_report_outside_the_calendar_is_not_refused(void **state)
{
	struct bench *b = *state;
	on(b, instant_at(day_of(2041, 5, 6), 9, 0, 0, WIB));
	int64_t file = report_of(b, PEMILU, day_of(2041, 5, 3));
	struct case_clocks_row review = clock_row(b, file, "PM-REVIEW", "uncounted");
	struct docket_left left = docket_left(&b->d, b->o->law, review.clock, review.status,
					      review.last_moment, review.ended_at, review.sum);
	assert_string_equal(left.state, "paused");
	int expired;
	assert_ok(docket_expire(&b->tx, &b->d, &expired, e)); /* still not loaded: stays as it is */
	assert_int_equal(expired, 0);
	clock_row(b, file, "PM-REVIEW", "uncounted");
	commit(b);
}

static void an_illegal_event_is_refused_in_words_and_changes_nothing(void **state)
{
	struct bench *b = *state;
	begin(b);
	int64_t file = report_of(b, PILKADA, day_of(2024, 11, 1));
	happens(b, file, "start_review", FULL);
	struct case_timeline_rows before, after;
	assert_ok(case_timeline(&b->tx, file, &before, e));
	struct err e = {0};
	struct case_facts lacking = FULL;
	lacking.formal_met = false;
	assert_int_equal(docket_event(&b->tx, &b->d, file, "requirements_met", &lacking, NULL, &e), INVALID);
	assert_non_null(strstr(e.why, "syarat formal belum terpenuhi"));
	assert_int_equal(docket_event(&b->tx, &b->d, file, "decide_crime", &lacking, NULL, &e), INVALID);
	assert_ok(case_timeline(&b->tx, file, &after, e));
	assert_int_equal(after.n, before.n);
	assert_string_equal(file_row(b, file).state, "REVIEW");
	assert_null(file_row(b, file).register_number);
	commit(b);
}

/* A page that says "the first clock still runs" is not believed when it does not. */
static void facts_of_time_come_from_the_clocks(void **state)
{
	struct bench *b = *state;
	begin(b);
	int64_t file = report_of(b, PILKADA, day_of(2024, 11, 1));
	happens(b, file, "start_review", FULL);
	happens(b, file, "requirements_met", FULL);
	happens(b, file, "invite", FULL);
	commit(b);
	on(b, at(11, 8, 0, 0)); /* the 7th was the last day */
	struct case_facts claimed = FULL;
	claimed.first_clock_running = claimed.extended_expired = true;
	struct err e = {0};
	assert_int_equal(docket_event(&b->tx, &b->d, file, "need_more", &claimed, NULL, &e), INVALID);
	assert_int_equal(docket_event(&b->tx, &b->d, file, "clock_out", &claimed, NULL, &e), INVALID);
	commit(b);
	on(b, at(11, 10, 0, 0)); /* past the total of five days too, the 9th */
	happens(b, file, "clock_out", FULL);
	assert_string_equal(file_row(b, file).state, "LAPSED");
	assert_false(instant_is_none(file_row(b, file).closed_at));
	commit(b);
}

static void a_number_of_a_failed_transaction_is_used_again(void **state)
{
	struct bench *b = *state;
	const char *number;
	begin(b);
	assert_ok(docket_number(&b->tx, &b->d, PILKADA, "report", "PG", &number, e));
	assert_string_equal(number, "001/REG/LP/PG/Kota/99.01/XI/2024");
	tx_rollback(&b->tx);
	for (int i = 1; i <= 3; i++) {
		begin(b);
		assert_ok(docket_number(&b->tx, &b->d, PILKADA, "report", "PG", &number, e));
		assert_string_equal(number,
				    arena_printf(&b->s.arena, "%03d/REG/LP/PG/Kota/99.01/XI/2024", i));
		commit(b);
	}
	begin(b); /* each register and each year has its own row of numbers */
	assert_ok(docket_number(&b->tx, &b->d, PILKADA, "finding", "PW", &number, e));
	assert_string_equal(number, "001/REG/TM/PW/Kota/99.01/XI/2024");
	b->d.now = instant_at(day_of(2025, 1, 1), 0, 30, 0, WIB); /* 2024 still in UTC */
	assert_ok(docket_number(&b->tx, &b->d, PILKADA, "report", "PG", &number, e));
	assert_string_equal(number, "001/REG/LP/PG/Kota/99.01/I/2025");
	struct err e = {0};
	assert_int_equal(docket_number(&b->tx, &b->d, PILKADA, "nothing", "PG", &number, &e), NOT_LOADED);
	commit(b);
}

static void letters_are_numbered_by_their_class(void **state)
{
	struct bench *b = *state;
	const char *number;
	begin(b);
	assert_ok(docket_number(&b->tx, &b->d, PILKADA, "letter", NULL, &number, e));
	assert_string_equal(number, "1/PP.00.00/K.99.01/11/2024");
	assert_ok(docket_number(&b->tx, &b->d, PILKADA, "letter:PM.01.02", NULL, &number, e));
	assert_string_equal(number, "2/PM.01.02/K.99.01/11/2024");
	commit(b);
}

static void a_stale_version_is_a_conflict(void **state)
{
	struct bench *b = *state;
	begin(b);
	int64_t file = report_of(b, PILKADA, day_of(2024, 11, 1)), person;
	struct docket_person as = {.role = "terlapor", .name = "Ratna Wulandasih", .class = "PNS"};
	assert_ok(docket_person_add(&b->tx, &b->d, file, &as, &person, e));
	struct docket_facts facts = {
		.title = "Judul baru", .summary = "", .event_on = DAY_NONE, .known_on = DAY_NONE};
	int64_t version = file_row(b, file).version;
	assert_ok(docket_version_check(&b->tx, file, version, e));
	assert_ok(docket_facts_set(&b->tx, &b->d, file, &facts, version, e));
	struct err e = {0};
	facts.title = "Ditimpa";
	assert_int_equal(docket_facts_set(&b->tx, &b->d, file, &facts, version, &e), CONFLICT);
	assert_int_equal(docket_version_check(&b->tx, file, version, &e), CONFLICT);
	assert_string_equal(file_row(b, file).title, "Judul baru");
	struct docket_heard heard = {.statement = "Spontan, tidak tahu",
				     .account_owned = "admitted",
				     .removed_on = day_of(2024, 11, 2)};
	assert_ok(docket_person_heard(&b->tx, &b->d, person, &heard, 1, e));
	assert_int_equal(docket_person_heard(&b->tx, &b->d, person, &heard, 1, &e), CONFLICT);
	assert_int_equal(docket_person_outcome(&b->tx, &b->d, person, "guilty", 2, &e), INVALID);
	assert_ok(docket_person_outcome(&b->tx, &b->d, person, "proven", 2, e));
	struct case_people_rows people;
	assert_ok(case_people(&b->tx, file, &people, e));
	assert_int_equal(people.n, 1);
	assert_int_equal(people.items[0].number, 1);
	assert_string_equal(people.items[0].outcome, "proven");
	assert_string_equal(people.items[0].statement, "Spontan, tidak tahu");
	commit(b);
}

/* The sum of three calendar days from Monday the 4th: 5, 6, 7 are counted (R11). */
static void a_clock_keeps_its_sum(void **state)
{
	struct bench *b = *state;
	begin(b);
	int64_t file = report_of(b, PILKADA, day_of(2024, 11, 1));
	happens(b, file, "start_review", FULL);
	happens(b, file, "requirements_met", FULL);
	struct docket_sum sum;
	assert_ok(docket_sum_read(&b->s.arena, clock_row(b, file, "PK-HANDLE", "running").sum, &sum, e));
	assert_string_equal(sum.clock, "PK-HANDLE");
	assert_int_equal(sum.amount, 3);
	assert_int_equal(sum.start_day.n, day_of(2024, 11, 4).n);
	assert_string_equal(sum.unit, "calendar_day");
	assert_true(strlen(sum.basis) > 5);
	int counted = 0;
	for (size_t i = 0; i < sum.n; i++)
		if (sum.items[i].counted)
			assert_int_equal(sum.items[i].day.n, day_of(2024, 11, 4 + ++counted).n);
	assert_int_equal(counted, 3);
	assert_int_equal(sum.last.us, clock_row(b, file, "PK-HANDLE", "running").last_moment.us);
	commit(b);
}

static void today_sorts_by_what_remains(void **state)
{
	struct bench *b = *state;
	begin(b);
	int64_t one = report_of(b, PILKADA, day_of(2024, 11, 1)); /* review until Wednesday the 6th */
	const char *number;
	assert_ok(docket_receipt(&b->tx, &b->d, one, &number, e));
	commit(b);
	on(b, at(11, 5, 8, 0));
	int64_t two = report_of(b, PILKADA, day_of(2024, 11, 1)); /* until Thursday the 7th */
	commit(b);
	on(b, at(11, 6, 7, 30));
	struct docket_today today;
	assert_ok(docket_today(&b->tx, &b->d, &today, e));
	assert_int_equal(today.today.n, 1);
	assert_int_equal(today.today.items[0].case_file, one);
	assert_string_equal(today.today.items[0].what, "Kajian awal laporan 001");
	assert_string_equal(today.today.items[0].left.state, "today");
	assert_string_equal(today.today.items[0].left.text, "hari ini, 16 jam lagi");
	assert_string_equal(today.today.items[0].left.until, "sampai Rabu, 6 November 2024, 23.59 WIB");
	b->d.lang = EN;
	struct docket_today english;
	assert_ok(docket_today(&b->tx, &b->d, &english, e));
	assert_string_equal(english.today.items[0].what, "Initial review, report 001");
	assert_string_equal(english.today.items[0].left.until, "until Wednesday, 6 November 2024, 23:59 WIB");
	b->d.lang = ID;
	assert_int_equal(today.tomorrow.n, 1);
	assert_int_equal(today.tomorrow.items[0].case_file, two);
	assert_int_equal(today.past.n, 0);
	assert_int_equal(today.unowned.n, 2);
	assert_int_equal(today.incoming.n, 0); /* since Tuesday's closing */
	commit(b);
	on(b, at(11, 7, 0, 0)); /* the first review has run out */
	int expired;
	assert_ok(docket_expire(&b->tx, &b->d, &expired, e));
	assert_int_equal(expired, 1);
	assert_ok(docket_expire(&b->tx, &b->d, &expired, e));
	assert_int_equal(expired, 0); /* once */
	assert_ok(docket_today(&b->tx, &b->d, &today, e));
	assert_int_equal(today.past.n, 1); /* it stays in sight until the review is done */
	assert_string_equal(today.past.items[0].left.state, "past");
	happens(b, one, "start_review", FULL);
	happens(b, one, "requirements_met", FULL);
	clock_row(b, one, "PK-REVIEW", "expired");
	assert_ok(docket_today(&b->tx, &b->d, &today, e));
	assert_int_equal(today.past.n, 0);
	commit(b);
}

static void waiting_for_others_is_kept_apart(void **state)
{
	struct bench *b = *state;
	begin(b);
	int64_t file = report_of(b, PILKADA, day_of(2024, 11, 1));
	assert_ok(docket_clock_start(&b->tx, &b->d, file, 0, "COMPLETE", DAY_NONE, b->d.now, e));
	struct docket_today today;
	assert_ok(docket_today(&b->tx, &b->d, &today, e));
	assert_int_equal(today.others.n, 1);
	assert_string_equal(today.others.items[0].left.owner, "pelapor");
	commit(b);
}

static void clocks_of_persons_run_apart(void **state)
{
	struct bench *b = *state;
	begin(b);
	int64_t file = report_of(b, PILKADA, day_of(2024, 11, 1)), one, two;
	struct docket_person as = {.role = "terlapor", .name = "Bagas Pramudityan", .class = "PNS"};
	assert_ok(docket_person_add(&b->tx, &b->d, file, &as, &one, e));
	as.name = "Yuyun Karsamita";
	assert_ok(docket_person_add(&b->tx, &b->d, file, &as, &two, e));
	/* Received on Friday 1 November by one, on Monday by the other; ten calendar days each. */
	assert_ok(
		docket_clock_start(&b->tx, &b->d, file, one, "DS-PPK", day_of(2024, 11, 1), INSTANT_NONE, e));
	assert_ok(docket_clock_start(&b->tx, &b->d, file, two, "DS-PPK", DAY_NONE, b->d.now, e));
	ends(clock_row(b, file, "DS-PPK", "running"), 11, 11);
	assert_ok(docket_clock_stop(&b->tx, &b->d, file, one, "DS-PPK", "sanksi diterima", e));
	ends(clock_row(b, file, "DS-PPK", "running"), 11, 14);
	assert_int_equal(clock_row(b, file, "DS-PPK", "running").person, two);
	commit(b);
}

static void a_finding_counts_from_the_day_it_was_found(void **state)
{
	struct bench *b = *state;
	begin(b);
	struct docket_new as = {.kind = "finding",
				.procedure = PILKADA,
				.title = "Spanduk di kantor",
				.known_on = day_of(2024, 11, 2),
				.event_on = day_of(2024, 11, 2)};
	int64_t file;
	assert_ok(docket_open(&b->tx, &b->d, &as, "observation", &file, e));
	ends(clock_row(b, file, "PK-FIND", "running"), 11, 9); /* Saturday the 2nd plus seven calendar days */
	happens(b, file, "write_lhp", FULL);
	happens(b, file, "plenary_finds", FULL);
	assert_string_equal(file_row(b, file).register_number, "001/REG/TM/PW/Kota/99.01/XI/2024");
	commit(b);
}

static void joined_files_point_to_the_one_that_goes_on(void **state)
{
	struct bench *b = *state;
	begin(b);
	int64_t one = report_of(b, PILKADA, day_of(2024, 11, 1)),
		two = report_of(b, PILKADA, day_of(2024, 11, 1));
	assert_ok(docket_join(&b->tx, &b->d, two, one, 1, e));
	struct rows joined;
	const struct value args[] = {value_int(one)};
	assert_ok(tx_run(&b->tx, &sql_joined, args, &joined, e));
	assert_int_equal(joined.n_rows, 1);
	assert_int_equal(value_as_int(&joined.items[0]), two);
	struct err e = {0};
	assert_int_equal(docket_join(&b->tx, &b->d, one, two, 1, &e), INVALID); /* no circles */
	assert_int_equal(docket_join(&b->tx, &b->d, one, one, 1, &e), INVALID);
	commit(b);
}

static void lists_filter_by_state_owner_and_words(void **state)
{
	struct bench *b = *state;
	begin(b);
	int64_t one = report_of(b, PILKADA, day_of(2024, 11, 1)),
		two = report_of(b, PILKADA, day_of(2024, 11, 1));
	happens(b, two, "start_review", FULL);
	happens(b, two, "requirements_met", FULL);
	struct docket_list list;
	assert_ok(docket_list(&b->tx, &b->d, &(struct docket_list_ask){.group = "handling", .max = 10}, &list, e));
	assert_int_equal(list.n, 1);
	assert_int_equal(list.items[0].id, two);
	assert_string_equal(list.items[0].clock, "PK-HANDLE");
	assert_ok(docket_list(&b->tx, &b->d, &(struct docket_list_ask){.search = " 001/reg/lp ", .max = 10}, &list, e));
	assert_int_equal(list.n, 1);
	assert_ok(docket_list(&b->tx, &b->d, &(struct docket_list_ask){.search = "FOTO", .max = 10}, &list, e));
	assert_int_equal(list.n, 2);
	assert_int_equal(list.items[0].id, one); /* its review ends first */
	assert_ok(docket_list(&b->tx, &b->d, &(struct docket_list_ask){.search = "100%", .max = 10}, &list, e));
	assert_int_equal(list.n, 0);
	int64_t count;
	assert_ok(docket_list_count(&b->tx, &b->d, "", 12345, &count, e));
	assert_int_equal(count, 0);
	assert_ok(docket_list_count(&b->tx, &b->d, "incoming", 0, &count, e));
	assert_int_equal(count, 1);
	static const char *const named[] = {"", "info", "incoming", "handling", "decided", "outside", "outcome", "ended"};
	struct docket_list_counts all, mine; /* one statement says what one for each group says */
	assert_ok(docket_list_counts_read(&b->tx, &b->d, 0, &all, e));
	assert_ok(docket_list_counts_read(&b->tx, &b->d, 12345, &mine, e));
	for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
		assert_ok(docket_list_count(&b->tx, &b->d, named[i], 0, &count, e));
		assert_int_equal(docket_list_counted(&all, named[i]), count);
		assert_int_equal(docket_list_counted(&mine, named[i]), 0);
	}
	assert_int_equal(docket_list_counted(&all, ""), 2);
	assert_int_equal(docket_list_counted(&all, "handling"), 1);
	bool found;
	struct case_by_number_row by;
	assert_ok(case_by_number(&b->tx, b->o->id, "001/REG/LP/PW/Kota/99.01/XI/2024", &found, &by, e));
	assert_true(found);
	assert_int_equal(by.id, two);
	commit(b);
}

/* The text of a PDF, read by a stranger's tool. */
static const char *pdf_words(struct bench *b, int64_t file)
{
	struct str bytes;
	struct evidence_file_get_row row;
	assert_ok(evidence_file_read(&b->tx, &b->d, file, &bytes, &row, e));
	assert_string_equal(row.type, "application/pdf");
	const char *path = arena_printf(&b->s.arena, "%s/letter.pdf", b->s.folder);
	FILE *f = fopen(path, "wb");
	assert_int_equal(fwrite(bytes.s, 1, bytes.n, f), bytes.n);
	fclose(f);
	f = popen(arena_printf(&b->s.arena, "pdftotext -layout %s -", path), "r");
	char *text = arena_alloc(&b->s.arena, 65536);
	text[fread(text, 1, 65535, f)] = '\0';
	assert_int_equal(pclose(f), 0);
	return text;
}

static void a_letter_bears_number_names_and_check_code(void **state)
{
	struct bench *b = *state;
	begin(b);
	int64_t file = report_of(b, PILKADA, day_of(2024, 11, 1)), person;
	happens(b, file, "start_review", FULL);
	happens(b, file, "requirements_met", FULL);
	struct docket_person as = {.role = "terlapor", .name = "Ratna Wulandasih", .class = "PNS"};
	assert_ok(docket_person_add(&b->tx, &b->d, file, &as, &person, e));
	struct letter_field fields[] = {{.name = "isi", .value = "Mohon hadir **besok**."}};
	struct letter_new paper = {.case_file = file,
				   .person = person,
				   .form = "general",
				   .reg = "letter",
				   .subject = "Undangan",
				   .recipient = "Yth. Saudari Ratna Wulandasih\ndi Tirtamulya",
				   .fields = fields,
				   .n_fields = 1};
	struct letter_made made;
	assert_ok(docket_letter(&b->tx, &b->d, &paper, &made, e));
	assert_string_equal(made.number, "1/PP.00.00/K.99.01/11/2024");
	assert_int_equal(strlen(made.check_code), 16);
	assert_int_equal(made.missing, 1); /* the office of the test has no chair who could sign */
	bool found;
	struct letter_by_code_row row;
	assert_ok(letter_by_code(&b->tx, made.check_code, &found, &row, e));
	assert_true(found);
	assert_string_equal(row.sha256, made.sha256);
	const char *text = pdf_words(b, row.file);
	static const char *const expected[] = {"Bawaslu Kota Tirtamulya",
					       "1/PP.00.00/K.99.01/11/2024",
					       "Undangan",
					       "Tirtamulya, 4 November 2024",
					       "Ratna Wulandasih",
					       "Mohon hadir **besok**.",
					       "[belum ada: nama penanda tangan]",
					       "perkara 001"};
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
		if (!strstr(text, expected[i]))
			fail_msg("'%s' is not on the paper:\n%s", expected[i], text);
	assert_non_null(strstr(text, made.check_code));
	struct letters_of_rows letters;
	assert_ok(letters_of(&b->tx, file, &letters, e));
	assert_int_equal(letters.n, 1);
	struct case_timeline_rows line;
	assert_ok(case_timeline(&b->tx, file, &line, e));
	assert_string_equal(line.items[0].kind, "letter");
	commit(b);
}

static void a_letter_of_another_files_person_is_refused(void **state)
{
	struct bench *b = *state;
	begin(b);
	int64_t one = report_of(b, PILKADA, day_of(2024, 11, 1)),
		two = report_of(b, PILKADA, day_of(2024, 11, 1)), person;
	struct docket_person as = {.role = "terlapor", .name = "Ratna Wulandasih", .class = "PNS"};
	assert_ok(docket_person_add(&b->tx, &b->d, one, &as, &person, e));
	struct letter_new paper = {.case_file = two, .person = person, .form = "general"};
	struct letter_made made;
	struct err e = {0};
	assert_int_equal(docket_letter(&b->tx, &b->d, &paper, &made, &e), INVALID);
	paper.form = "no_such_form";
	assert_int_equal(docket_letter(&b->tx, &b->d, &paper, &made, &e), NOT_FOUND);
	commit(b);
}

/* Pemilu, registered on Friday the 8th: the weekend is not counted, and the annex says why (N3). */
static void a_sum_can_be_printed_as_an_annex(void **state)
{
	struct bench *b = *state;
	on(b, at(11, 8, 10, 0));
	int64_t file = report_of(b, PEMILU, day_of(2024, 11, 7));
	happens(b, file, "start_review", FULL);
	happens(b, file, "requirements_met", FULL);
	struct case_clocks_row run = clock_row(b, file, "PM-HANDLE", "running");
	struct letter_made made;
	assert_ok(docket_sum_letter(&b->tx, &b->d, run.id, &made, e));
	assert_int_equal(made.missing, 0);
	struct letter_get_row letter;
	assert_ok(letter_get(&b->tx, made.id, &letter, e));
	const char *text = pdf_words(b, letter.file), *at_day = text;
	static const char *const order[] = {
		"Hitungan tenggat", "Jumat, 8 November 2024",   "Sabtu, 9 November 2024",
		"tidak dihitung",   "Minggu, 10 November 2024", "Senin, 11 November 2024",
		"hari ke-1",        "Selasa, 19 November 2024", "hari ke-7",
		"Periksa keaslian"};
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		at_day = strstr(at_day, order[i]);
		if (!at_day)
			fail_msg("'%s' is missing or out of order in:\n%s", order[i], text);
	}
	commit(b);
}

/* Whatever template stands in the product must at least be readable and have all its placeholders closed. */
static void every_template_can_be_filled(void **state)
{
	struct bench *b = *state;
	for (size_t i = 0; i < letter_files_n; i++) {
		const char *open = strstr(letter_files[i].bytes, "{{"),
			   *close = strstr(letter_files[i].bytes, "}}");
		assert_true(!open == !close);
		if (!text_ends(letter_files[i].name, ".md") || !strstr(letter_files[i].name, "/letters/"))
			continue;
		begin(b);
		char *form = arena_strdup(&b->s.arena, strrchr(letter_files[i].name, '/') + 1);
		form[strlen(form) - 3] = '\0';
		struct letter_new paper = {.form = form};
		struct letter_made made;
		assert_ok(docket_letter(&b->tx, &b->d, &paper, &made, e));
		commit(b);
	}
}

int main(void)
{
#define LIFE(name) cmocka_unit_test_setup_teardown(name, start, end)
	const struct CMUnitTest tests[] = {
		LIFE(a_pilkada_report_lives_by_three_plus_two_days),
		LIFE(a_pemilu_report_lives_by_seven_and_fourteen_working_days),
		LIFE(what_ends_while_the_counter_is_closed_says_so),
		LIFE(a_late_report_is_taken_in_and_marked),
		LIFE(a_report_outside_the_calendar_is_not_refused),
		LIFE(an_illegal_event_is_refused_in_words_and_changes_nothing),
		LIFE(facts_of_time_come_from_the_clocks),
		LIFE(a_number_of_a_failed_transaction_is_used_again),
		LIFE(letters_are_numbered_by_their_class),
		LIFE(a_stale_version_is_a_conflict),
		LIFE(a_clock_keeps_its_sum),
		LIFE(today_sorts_by_what_remains),
		LIFE(waiting_for_others_is_kept_apart),
		LIFE(clocks_of_persons_run_apart),
		LIFE(a_finding_counts_from_the_day_it_was_found),
		LIFE(joined_files_point_to_the_one_that_goes_on),
		LIFE(lists_filter_by_state_owner_and_words),
		LIFE(a_letter_bears_number_names_and_check_code),
		LIFE(a_letter_of_another_files_person_is_refused),
		LIFE(a_sum_can_be_printed_as_an_annex),
		LIFE(every_template_can_be_filled),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
