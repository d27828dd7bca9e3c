/* doors_test.c -- a report counts from the moment at which it reached the office, whoever keys it in later.
 *
 * By hand (Pilkada, calendar days): the matter was known on Friday 25 October 2024, so seven days are 26, 27, 28, 29, 30,
 * 31 October and 1 November (UU 1/2015 Ps 134 (4)). A letter that came on 1 November and is keyed in on Monday the 4th is
 * in time. Two days of initial review after 1 November are the 2nd and the 3rd.
 */
#include "casework.h"
#include "desk/intake/intake.h"

struct world {
	struct casework c;
	struct desk officer;
	struct intake_form form;
	struct intake_receipt receipt;
};

static int start(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	casework_start(&w->c);
	w->officer = w->c.d;
	w->form = (struct intake_form){.channel = "letter", .text = "Ada pegawai ikut kampanye.", .event_on = DAY_NONE,
				       .known_on = day_of(2024, 10, 25)};
	*state = w;
	return 0;
}

static int end(void **state)
{
	struct world *w = *state;
	casework_end(&w->c);
	free(w);
	return 0;
}

static void takes(struct world *w, struct day came)
{
	w->form.received_day_only = true;
	w->form.received_how = "cap pos masuk";
	assert_ok(intake_received(&w->officer, came, &w->form.received_at, e));
	assert_ok(intake_receive(&w->officer, &w->form, &w->receipt, e));
}

static struct case_clocks_row clock_of(struct world *w, const char *code)
{
	struct case_clocks_rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&w->officer, READ, &tx, e));
	assert_ok(case_clocks(&tx, w->receipt.case_file, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (!strcmp(rows.items[i].clock, code))
			return rows.items[i];
	fail_msg("no clock %s", code);
	return rows.items[0];
}

static void a_letter_keyed_in_later_is_in_time_when_it_came_in_time(void **state)
{
	struct world *w = *state;
	takes(w, day_of(2024, 11, 1));
	assert_false(w->receipt.late);
	assert_int_equal(w->receipt.window_end.us, instant_day_end(day_of(2024, 11, 1), WIB).us);
	assert_string_equal(clock_of(w, "PK-REPORT").status, "stopped");
}

static void the_same_letter_counted_from_the_keying_would_be_late(void **state)
{
	struct world *w = *state;
	assert_ok(intake_receive(&w->officer, &w->form, &w->receipt, e));
	assert_true(w->receipt.late);
	assert_string_equal(clock_of(w, "PK-REPORT").status, "expired");
}

static void the_initial_review_counts_from_the_day_of_receipt(void **state)
{
	struct world *w = *state;
	takes(w, day_of(2024, 11, 1));
	assert_int_equal(clock_of(w, "PK-REVIEW").last_moment.us, instant_day_end(day_of(2024, 11, 3), WIB).us);
}

static void both_moments_stand_on_the_receipt(void **state)
{
	struct world *w = *state;
	takes(w, day_of(2024, 11, 1));
	assert_int_equal(w->receipt.at.us, w->officer.now.us);
	assert_int_equal(day_of_instant(w->receipt.received, WIB).n, day_of(2024, 11, 1).n);
	assert_true(w->receipt.received_day_only);
	scoped(tx_rollback) struct tx tx = {0};
	struct intake_view view;
	assert_ok(desk_begin(&w->officer, READ, &tx, e));
	assert_ok(intake_view(&tx, &w->officer, w->receipt.report, &view, e));
	assert_true(view.keyed_later);
	assert_string_equal(view.arrival.how, "cap pos masuk");
}

static void a_report_of_now_has_no_second_moment(void **state)
{
	struct world *w = *state;
	assert_ok(intake_receive(&w->officer, &w->form, &w->receipt, e));
	assert_int_equal(w->receipt.received.us, w->receipt.at.us);
	scoped(tx_rollback) struct tx tx = {0};
	struct intake_view view;
	assert_ok(desk_begin(&w->officer, READ, &tx, e));
	assert_ok(intake_view(&tx, &w->officer, w->receipt.report, &view, e));
	assert_false(view.keyed_later);
}

static void a_day_to_come_and_one_long_ago_are_refused(void **state)
{
	struct world *w = *state;
	struct instant at;
	struct err e = {0};
	assert_int_equal(intake_received(&w->officer, day_of(2024, 11, 5), &at, &e), INVALID);
	assert_string_equal(e.field, "received_on");
	assert_int_equal(intake_received(&w->officer, day_of(2024, 9, 4), &at, &e), INVALID);
	assert_ok(intake_received(&w->officer, day_of(2024, 9, 5), &at, e));
	assert_ok(intake_received(&w->officer, day_of(2024, 11, 4), &at, e));
	assert_true(at.us <= w->officer.now.us);
}

/* A report of 20 September is under Perbawaslu 8/2020 as it was, one of 1 October under 9/2024 (regulation.md C.1). */
static void the_law_of_the_day_of_receipt_judges_it(void **state)
{
	struct world *w = *state;
	takes(w, day_of(2024, 9, 20));
	struct docket_sum sum;
	assert_ok(docket_sum_read(&w->c.s.arena, clock_of(w, "PK-REVIEW").sum, &sum, e));
	assert_null(strstr(sum.basis, "9/2024"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_letter_keyed_in_later_is_in_time_when_it_came_in_time, start, end),
		cmocka_unit_test_setup_teardown(the_same_letter_counted_from_the_keying_would_be_late, start, end),
		cmocka_unit_test_setup_teardown(the_initial_review_counts_from_the_day_of_receipt, start, end),
		cmocka_unit_test_setup_teardown(both_moments_stand_on_the_receipt, start, end),
		cmocka_unit_test_setup_teardown(a_report_of_now_has_no_second_moment, start, end),
		cmocka_unit_test_setup_teardown(a_day_to_come_and_one_long_ago_are_refused, start, end),
		cmocka_unit_test_setup_teardown(the_law_of_the_day_of_receipt_judges_it, start, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
