/* notices_test.c -- what handling leaves on the bus becomes a message in each report of the file, once. */
#include "bus/bus.h"
#include "desk/intake/intake.h"
#include "lobby.h"
#include "support.h"

static struct intake_receipt received(struct lobby *f, const char *text)
{
	struct intake_form form = {.channel = "web", .text = text, .event_on = DAY_NONE, .known_on = DAY_NONE};
	struct intake_receipt r;
	assert_ok(intake_receive(&f->public, &form, &r, e));
	return r;
}

static void publish_as(struct lobby *f, const char *topic, const char *body)
{
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->public, WRITE, &tx, e));
	assert_ok(bus_publish(&tx, topic, body, e));
	assert_ok(tx_commit(&tx, e));
}

static void publish(struct lobby *f, const char *body)
{
	publish_as(f, "status", body);
}

static struct messages_of_rows talk(struct lobby *f, int64_t report)
{
	struct messages_of_rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->public, READ, &tx, e));
	assert_ok(messages_of(&tx, report, &rows, e));
	return rows;
}

static void a_notice_reaches_the_report_of_its_file_once(void **state)
{
	struct lobby *f = *state;
	struct intake_receipt r = received(f, "Ada spanduk di halaman kantor."), other = received(f, "Hal lain sama sekali.");
	publish(f, arena_printf(&f->s.arena, "{\"case_file\":%lld,\"state\":\"REGISTERED\",\"text\":\"\"}",
				(long long)r.case_file));
	int told;
	assert_ok(intake_notices(&f->public, &told, e));
	assert_int_equal(told, 1);
	struct messages_of_rows rows = talk(f, r.report);
	assert_int_equal(rows.n, 1);
	assert_true(rows.items[0].from_office);
	assert_non_null(strstr(rows.items[0].body, law_state(f->office->law, "REGISTERED")->reporter_id));
	assert_int_equal(talk(f, other.report).n, 0);
	assert_ok(intake_notices(&f->public, &told, e));
	assert_int_equal(told, 0);
	assert_int_equal(talk(f, r.report).n, 1);
}

static void an_officers_own_words_are_told_as_they_are(void **state)
{
	struct lobby *f = *state;
	struct intake_receipt r = received(f, "Ada ajakan memilih di grup kantor.");
	publish(f, arena_printf(&f->s.arena, "{\"case_file\":%lld,\"state\":\"\",\"text\":\"Laporan Anda sedang kami kaji.\"}",
				(long long)r.case_file));
	int told;
	assert_ok(intake_notices(&f->public, &told, e));
	assert_string_equal(talk(f, r.report).items[0].body, "Laporan Anda sedang kami kaji.");
}

/* What the program says by itself waits for the counter to open; what an officer chose to say does not. */
static void at_night_only_an_officers_choice_is_told(void **state)
{
	struct lobby *f = *state;
	struct intake_receipt r = received(f, "Ada daftar hadir kampanye.");
	const char *own = "{\"case_file\":%lld,\"state\":\"\",\"text\":\"%s\"}";
	publish_as(f, "status", arena_printf(&f->s.arena, own, (long long)r.case_file, "Otomatis."));
	publish_as(f, "status_now", arena_printf(&f->s.arena, own, (long long)r.case_file, "Dari petugas."));
	struct desk night = f->public, morning = f->public;
	night.now = instant_at(day_of(2024, 11, 4), 22, 0, 0, WIB);
	morning.now = instant_at(day_of(2024, 11, 5), 8, 0, 0, WIB);
	int told;
	assert_ok(intake_notices(&night, &told, e));
	assert_int_equal(told, 1);
	assert_string_equal(talk(f, r.report).items[0].body, "Dari petugas.");
	assert_ok(intake_notices(&morning, &told, e));
	assert_int_equal(told, 1);
	assert_int_equal(talk(f, r.report).n, 2);
}

static void a_damaged_job_waits_and_writes_nothing(void **state)
{
	struct lobby *f = *state;
	struct intake_receipt r = received(f, "Foto bersama pasangan calon.");
	publish(f, "{\"case_file\":");
	int told;
	assert_ok(intake_notices(&f->public, &told, e));
	assert_int_equal(told, 0);
	assert_int_equal(talk(f, r.report).n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_notice_reaches_the_report_of_its_file_once, lobby_start, lobby_end),
		cmocka_unit_test_setup_teardown(an_officers_own_words_are_told_as_they_are, lobby_start, lobby_end),
		cmocka_unit_test_setup_teardown(at_night_only_an_officers_choice_is_told, lobby_start, lobby_end),
		cmocka_unit_test_setup_teardown(a_damaged_job_waits_and_writes_nothing, lobby_start, lobby_end),
	};
	return cmocka_run_group_tests_name("notices", tests, NULL, NULL);
}
