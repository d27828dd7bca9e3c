/* running_test.c -- `netra clock running` on an office with one report.
 *
 * SUPPORT_NOW is Monday 4 November 2024, 09.00 WIB; a report taken then must be reviewed by Wednesday the 6th
 * (two calendar days, PK-REVIEW).
 */
#include "support.h"

#include "base/json.h"
#include "cli/running.h"
#include "desk/docket/docket.h"

#include <fcntl.h>

struct bench {
	struct support s;
	const struct settings *settings;
};

static int start(void **state)
{
	struct bench *b = calloc(1, sizeof *b);
	support_start(&b->s);
	struct office *o = support_office(&b->s);
	struct desk d = support_desk(&b->s, o, ROLE_INTAKE, 0);
	struct docket_new as = {.kind = "report", .procedure = PILKADA, .title = "Foto bersama", .summary = "Ringkasan",
				.event_on = day_of(2024, 11, 1), .known_on = day_of(2024, 11, 1), .event_place = "Lapangan"};
	scoped(tx_rollback) struct tx tx = {0};
	int64_t file;
	assert_ok(desk_begin(&d, WRITE, &tx, e));
	assert_ok(docket_open(&tx, &d, &as, "report_received", &file, e));
	assert_ok(tx_commit(&tx, e));
	b->settings = o->settings;
	office_close(o);
	*state = b;
	return 0;
}

static int end(void **state)
{
	struct bench *b = *state;
	support_end(&b->s);
	free(b);
	return 0;
}

/* What the command says on the day @now, and its exit code. */
static const char *said(struct bench *b, const char *now, int days, bool json, int *ret_code)
{
	struct arena *a = &b->s.arena;
	struct cli cli = {.arena = a, .command = "clock", .data = b->s.folder, .json = json};
	char *file = arena_printf(a, "%s/said", b->s.folder), *text = arena_alloc(a, 8192);
	int kept, to;
	assert_ok(settings_with(a, b->settings, "store.url", b->s.url, &cli.settings, e));
	assert_ok(settings_with(a, cli.settings, "clock.now", now, &cli.settings, e));
	fflush(stdout);
	kept = dup(STDOUT_FILENO);
	to = open(file, O_CREAT | O_TRUNC | O_RDWR, 0600);
	assert_true(kept >= 0 && to >= 0 && dup2(to, STDOUT_FILENO) >= 0);
	*ret_code = clock_running(&cli, days);
	fflush(stdout);
	assert_true(dup2(kept, STDOUT_FILENO) >= 0);
	assert_true(pread(to, text, 8191, 0) >= 0);
	close(to);
	close(kept);
	return text;
}

static void a_running_clock_is_told_with_what_is_left_and_its_article(void **state)
{
	int code;
	const char *text = said(*state, "2024-11-04T09:00:00+07:00", 30, false, &code);
	assert_int_equal(code, CLI_YES);
	assert_non_null(strstr(text, "PK-REVIEW"));
	assert_non_null(strstr(text, "2 hari kalender lagi"));
	assert_non_null(strstr(text, "Rabu, 6 November 2024, 23.59 WIB"));
	assert_non_null(strstr(text, "Perbawaslu 8/2020 Pasal 9"));
}

static void a_clock_that_has_run_out_is_answered_with_no(void **state)
{
	int code;
	const char *text = said(*state, "2024-11-08T09:00:00+07:00", 30, true, &code);
	const struct json *row;
	assert_int_equal(code, CLI_NO);
	assert_int_equal(json_read(&((struct bench *)*state)->s.arena, "answer", text, strlen(text), 8192, &row, NULL), OK);
	assert_string_equal(json_get_text(row, "clock", ""), "PK-REVIEW");
	assert_string_equal(json_get_text(row, "last_moment", ""), "2024-11-06T23:59:59+07:00");
	assert_true(json_get_bool(row, "past", false));
	assert_string_equal(json_get_text(row, "left", ""), "lewat 2 hari kalender");
}

static void a_clock_beyond_the_days_asked_is_not_shown(void **state)
{
	int code;
	assert_string_equal(said(*state, "2024-11-04T09:00:00+07:00", 1, false, &code), "");
	assert_int_equal(code, CLI_YES);
}

static void without_an_office_the_answer_is_no_with_a_hint(void **state)
{
	struct bench *b = *state;
	struct cli cli = {.arena = &b->s.arena, .command = "clock", .data = "/nonexistent/folder", .settings = b->settings};
	assert_int_equal(clock_running(&cli, 30), CLI_NO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_running_clock_is_told_with_what_is_left_and_its_article, start, end),
		cmocka_unit_test_setup_teardown(a_clock_that_has_run_out_is_answered_with_no, start, end),
		cmocka_unit_test_setup_teardown(a_clock_beyond_the_days_asked_is_not_shown, start, end),
		cmocka_unit_test_setup_teardown(without_an_office_the_answer_is_no_with_a_hint, start, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
