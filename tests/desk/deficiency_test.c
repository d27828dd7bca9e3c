/* deficiency_test.c -- S6: a report that lacks something is completed in time, or lapses; nothing in between is lost.
 *
 * Counted by hand: "dua hari" after the day on which the reporter received the notice (Perbawaslu 8/2020 jo. 9/2024;
 * Pasuruan 2020). Received on Tuesday 5 November 2024: the 6th, the 7th. The 8th is too late.
 */
#include "casework.h"
#include "desk/intake/intake.h"

struct world {
	struct casework c;
	struct desk public;
	struct intake_receipt report;
};

static void at(struct world *w, struct day day, int hour)
{
	w->c.d.now = w->public.now = instant_at(day, hour, 0, 0, WIB);
}

/* Reported, looked at, and found to lack what F1 and M3 ask. The marks of the other elements say met. */
static int start(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	casework_start(&w->c);
	w->public = support_desk(&w->c.s, w->c.office, ROLE_NONE, 0);
	struct intake_form form = {.channel = "web", .text = "Ada pegawai ikut kampanye di lapangan.", .event_on = DAY_NONE,
				   .known_on = DAY_NONE};
	assert_ok(intake_receive(&w->public, &form, &w->report, e));
	w->c.file = w->report.case_file;
	assert_ok(handle_event(&w->c.d, w->c.file, "start_review", NULL, NULL, e));
	static const char *const elements[] = {"F1", "F2", "F3", "F4", "M1", "M2", "M3"};
	struct handle_mark marks[7];
	for (int i = 0; i < 7; i++) {
		bool met = i != 0 && i != 6;
		marks[i] = (struct handle_mark){elements[i], met, met ? "" : "Belum ada dalam laporan."};
	}
	assert_ok(handle_review_mark(&w->c.d, w->c.file, marks, 7, e));
	struct letter_made letter;
	assert_ok(handle_review_end(&w->c.d, w->c.file, "requirements_missing", "", &letter, e));
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

static struct intake_stage stage(struct world *w)
{
	struct intake_stage s;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&w->public, READ, &tx, e));
	assert_ok(intake_stage_of(&tx, &w->public, w->report.report, ID, &s, e));
	return s;
}

/* The clock @code of the file; NULL: it never started. Of several the one that runs. */
static const struct case_clocks_row *clock_named(struct world *w, const char *code)
{
	static struct case_clocks_rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&w->public, READ, &tx, e));
	assert_ok(case_clocks(&tx, w->c.file, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (!strcmp(rows.items[i].clock, code))
			return &rows.items[i];
	return NULL;
}

static size_t clocks(struct world *w, const char *code)
{
	struct case_clocks_rows rows;
	size_t n = 0;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&w->public, READ, &tx, e));
	assert_ok(case_clocks(&tx, w->c.file, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		n += !strcmp(rows.items[i].clock, code);
	return n;
}

static void keeper(struct world *w)
{
	int told;
	assert_ok(intake_notices(&w->public, &told, e));
}

static void completes(struct world *w)
{
	struct intake_message m = {.kind = "completion", .text = "Nama saya Purwati Andaru; fotonya menyusul di sini."};
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&w->public, WRITE, &tx, e));
	assert_ok(intake_message_add(&tx, &w->public, w->report.report, &m, e));
	assert_ok(tx_commit(&tx, e));
}

static void the_reporter_is_told_element_by_element(void **state)
{
	struct world *w = *state;
	keeper(w);
	struct messages_of_rows talk;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&w->public, READ, &tx, e));
	assert_ok(messages_of(&tx, w->report.report, &talk, e));
	assert_int_equal(talk.n, 1);
	const char *first = strstr(talk.items[0].body, "\n- ");
	assert_non_null(first);
	assert_non_null(strstr(first + 3, "\n- "));                         /* F1 and M3 */
	assert_null(strstr(strstr(first + 3, "\n- ") + 3, "\n- ")); /* and no other */
}

static void the_time_to_complete_starts_when_the_notice_is_read(void **state)
{
	struct world *w = *state;
	assert_true(stage(w).may_complete);
	assert_false(stage(w).to_read); /* the message has not come yet: there is nothing to read */
	assert_ok(intake_notice_read(&w->public, w->report.report, e));
	assert_null(clock_named(w, "PK-COMPLETE"));
	keeper(w);
	assert_true(stage(w).to_read);
	at(w, day_of(2024, 11, 5), 20);
	assert_ok(intake_notice_read(&w->public, w->report.report, e));
	const struct case_clocks_row *run = clock_named(w, "PK-COMPLETE");
	assert_non_null(run);
	assert_int_equal(day_of_instant(run->last_moment, WIB).n, day_of(2024, 11, 7).n);
	assert_false(instant_is_none(clock_named(w, "PK-NOTICE")->ended_at));
	assert_false(stage(w).to_read);
	at(w, day_of(2024, 11, 6), 8);
	assert_ok(intake_notice_read(&w->public, w->report.report, e));
	assert_int_equal(clocks(w, "PK-COMPLETE"), 1); /* reading again starts nothing again */
}

static void completed_in_time_it_is_looked_at_again(void **state)
{
	struct world *w = *state;
	keeper(w);
	at(w, day_of(2024, 11, 5), 20);
	assert_ok(intake_notice_read(&w->public, w->report.report, e));
	at(w, day_of(2024, 11, 7), 23);
	completes(w);
	assert_string_equal(state_of(&w->c), "REVIEW");
	assert_string_equal(clock_named(w, "PK-COMPLETE")->status, "stopped");
}

static void not_completed_in_time_it_lapses(void **state)
{
	struct world *w = *state;
	struct err e;
	keeper(w);
	at(w, day_of(2024, 11, 5), 20);
	assert_ok(intake_notice_read(&w->public, w->report.report, e));
	at(w, day_of(2024, 11, 7), 23);
	assert_int_equal(handle_event(&w->c.d, w->c.file, "completion_lapsed", NULL, NULL, &e), INVALID);
	at(w, day_of(2024, 11, 8), 1);
	completes(w); /* too late: kept as a message, the state stays */
	assert_string_equal(state_of(&w->c), "DEFICIENT");
	assert_ok(handle_event(&w->c.d, w->c.file, "completion_lapsed", NULL, NULL, e));
	assert_string_equal(state_of(&w->c), "NOT_REGISTERED");
	assert_non_null(clock_named(w, "PK-STATUS")); /* the reporter is owed a notice */
	assert_true(stage(w).terminal);
}

static void a_notice_handed_over_is_noted_by_an_officer(void **state)
{
	struct world *w = *state;
	struct err e;
	at(w, day_of(2024, 11, 6), 10);
	assert_int_equal(handle_notice_received(&w->c.d, w->c.file, day_of(2024, 11, 3), "pos", &e), INVALID);
	assert_int_equal(handle_notice_received(&w->c.d, w->c.file, day_of(2024, 11, 7), "pos", &e), INVALID);
	assert_int_equal(handle_notice_received(&w->c.d, w->c.file, day_of(2024, 11, 5), " ", &e), INVALID);
	assert_ok(handle_notice_received(&w->c.d, w->c.file, day_of(2024, 11, 5), "diserahkan di loket", e));
	assert_int_equal(day_of_instant(clock_named(w, "PK-COMPLETE")->last_moment, WIB).n, day_of(2024, 11, 7).n);
	keeper(w);
	assert_false(stage(w).to_read); /* known already: reading it later gives no new time */
}

static void a_file_that_asked_for_nothing_has_no_notice(void **state)
{
	struct world *w = *state;
	struct err e;
	keeper(w);
	completes(w);
	assert_string_equal(state_of(&w->c), "REVIEW");
	assert_int_equal(handle_notice_received(&w->c.d, w->c.file, day_of(2024, 11, 4), "pos", &e), INVALID);
}

int main(void)
{
#define WITH(test) cmocka_unit_test_setup_teardown(test, start, end)
	const struct CMUnitTest tests[] = {
		WITH(the_reporter_is_told_element_by_element), WITH(the_time_to_complete_starts_when_the_notice_is_read),
		WITH(completed_in_time_it_is_looked_at_again), WITH(not_completed_in_time_it_lapses),
		WITH(a_notice_handed_over_is_noted_by_an_officer), WITH(a_file_that_asked_for_nothing_has_no_notice),
	};
	return cmocka_run_group_tests_name("deficiency", tests, NULL, NULL);
}
