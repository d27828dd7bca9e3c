/* talk_test.c -- what the office may know of reporters who come back: that a message was read, and how many come back. */
#include "desk/intake/intake.h"
#include "lobby.h"
#include "support.h"

SUPPORT_SQL(seal_count, "SELECT count(*) FROM seal", 0, 1, false, VALUE_NULL);
SUPPORT_SQL(return_rows, "SELECT count(*) FROM receipt_return", 0, 1, false, VALUE_NULL);
SUPPORT_SQL(conflict_put, "INSERT INTO conflict (id, office, case_file, app_user, kind, reason, stated_by, at) VALUES ($1, $2, $3, $4, 'kin', 'Ipar', $4, 0)",
	    4, 0, true, VALUE_INT, VALUE_INT, VALUE_INT, VALUE_INT);
struct fixture {
	struct lobby l;
	struct desk staff;
};

static int start(void **state)
{
	struct fixture *f = *state = lobby_new(sizeof *f);
	f->staff = lobby_person(&f->l, 7001, "Petugas Uji", ROLE_INTAKE);
	return 0;
}

static struct intake_receipt report_on(struct fixture *f, struct day day, const char *text)
{
	struct intake_receipt receipt;
	struct desk d = f->l.public;
	d.now = instant_at(day, 9, 0, 0, WIB);
	struct intake_form form = {.channel = "web", .text = text, .event_on = DAY_NONE, .known_on = DAY_NONE};
	assert_ok(intake_receive(&d, &form, &receipt, e));
	return receipt;
}

static void say(struct fixture *f, const struct desk *d, int64_t report, const char *text)
{
	struct intake_message m = {.kind = "message", .text = text};
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(d, WRITE, &tx, e));
	assert_ok(intake_message_add(&tx, d, report, &m, e));
	assert_ok(tx_commit(&tx, e));
}

static struct intake_view view(struct fixture *f, int64_t report)
{
	struct intake_view v;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->staff, READ, &tx, e));
	assert_ok(intake_view(&tx, &f->staff, report, &v, e));
	return v;
}

static void send(struct fixture *f, const struct desk *d, int64_t report, const struct intake_message *m)
{
	struct desk later = *d;
	later.now.us = f->l.public.now.us += 60 * SECOND_US;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&later, WRITE, &tx, e));
	assert_ok(intake_message_add(&tx, &later, report, m, e));
	assert_ok(tx_commit(&tx, e));
}

/* A JPEG of nothing, with the place in its EXIF (tag 0x8825) and without. */
#define PHOTO_START "\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
#define PHOTO_PLACE "\xff\xe1\x00\x22" "Exif\0\0MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0"
#define PHOTO_END   "\xff\xda\x00\x08\x01\x01\0\0?\0picture\xff\xd9"
static const char photo[] = PHOTO_START PHOTO_PLACE PHOTO_END, plain_photo[] = PHOTO_START PHOTO_END;

/* A reload or a second press sends the form again, with or without files, even when an answer came between. */
static void a_message_sent_again_with_its_key_stands_once(void **state)
{
	struct fixture *f = *state;
	int64_t report = report_on(f, day_of(2024, 11, 4), "uji kirim ulang").report;
	struct intake_file file = {.name = "foto.jpg", .bytes = {photo, sizeof photo - 1}, .drop_place = true};
	struct intake_message m = {.kind = "message", .text = "Ini fotonya", .files = &file, .n_files = 1, .once = "acak-1"};
	send(f, &f->l.public, report, &m);
	send(f, &f->l.public, report, &m);
	say(f, &f->staff, report, "Terima kasih");
	send(f, &f->l.public, report, &m);
	struct intake_view v = view(f, report);
	assert_int_equal(v.messages.n, 2);
	assert_int_equal(v.files.n, 1);
	struct intake_message asked = {.kind = "question", .text = "Jam berapa?", .once = "acak-2"};
	send(f, &f->staff, report, &asked);
	say(f, &f->l.public, report, "Jam sembilan");
	send(f, &f->staff, report, &asked);
	assert_int_equal(view(f, report).messages.n, 4);
}

static void another_key_other_words_another_file_or_another_report_is_another_message(void **state)
{
	struct fixture *f = *state;
	int64_t report = report_on(f, day_of(2024, 11, 4), "yang satu").report, other = report_on(f, day_of(2024, 11, 4), "yang lain").report;
	struct intake_file file = {.name = "a.txt", .bytes = STR("satu")};
	struct intake_message m = {.kind = "message", .text = "Ini berkasnya", .files = &file, .n_files = 1, .once = "acak-1"};
	send(f, &f->l.public, report, &m);
	send(f, &f->l.public, other, &m);
	m.once = "acak-2";
	send(f, &f->l.public, report, &m);
	m.text = "Ini berkasnya, yang benar";
	send(f, &f->l.public, report, &m);
	file.bytes = STR("dua");
	send(f, &f->l.public, report, &m);
	assert_int_equal(view(f, report).messages.n, 4);
	assert_int_equal(view(f, other).messages.n, 1);
}

static void the_place_is_taken_out_of_a_photo_in_a_message_when_that_was_asked(void **state)
{
	struct fixture *f = *state;
	int64_t report = report_on(f, day_of(2024, 11, 4), "uji foto").report;
	struct intake_file file = {.name = "foto.jpg", .bytes = {photo, sizeof photo - 1}, .drop_place = true};
	struct intake_message m = {.kind = "message", .text = "Ini fotonya", .files = &file, .n_files = 1};
	send(f, &f->l.public, report, &m);
	struct intake_view v = view(f, report);
	assert_int_equal(v.files.n, 1);
	assert_true(v.files.items[0].place_removed);
	scoped(tx_rollback) struct tx tx = {0};
	struct str bytes;
	struct evidence_file_get_row about;
	assert_ok(desk_begin(&f->staff, READ, &tx, e));
	assert_ok(evidence_file_read(&tx, &f->staff, v.files.items[0].file, &bytes, &about, e));
	assert_true(str_eq(bytes, (struct str){plain_photo, sizeof plain_photo - 1}));
}

static void staff_see_what_was_read_and_no_seal_says_when(void **state)
{
	struct fixture *f = *state;
	int64_t report = report_on(f, day_of(2024, 11, 4), "uji percakapan").report;
	say(f, &f->staff, report, "Jam berapa?");
	struct intake_view v = view(f, report);
	assert_int_equal(v.seen_through, 0);
	int64_t seals = lobby_count(&f->l, &seal_count);
	assert_ok(intake_talk_seen(&f->l.public, report, &v.messages, e));
	assert_ok(intake_came_back(&f->l.public, report, e));
	assert_int_equal(lobby_count(&f->l, &seal_count), seals);
	v = view(f, report);
	assert_int_equal(v.seen_through, v.messages.items[0].id);
	say(f, &f->l.public, report, "Jam sembilan");
	say(f, &f->staff, report, "Terima kasih");
	v = view(f, report);
	assert_true(v.seen_through < v.messages.items[2].id); /* the newer one is not read yet */
}

/* 60 reports of October of which 45 come back, some often; 20 of November of which none does. */
static void return_rates_are_about_right_and_keep_one_row_a_month(void **state)
{
	struct fixture *f = *state;
	struct intake_returns all;
	for (int i = 0; i < 60; i++) {
		int64_t report = report_on(f, day_of(2024, 10, 1 + i % 20), arena_printf(&f->l.s.arena, "Oktober %d", i)).report;
		for (int again = 0; i < 45 && again < 1 + i % 4; again++)
			assert_ok(intake_came_back(&f->l.public, report, e));
	}
	for (int i = 0; i < 20; i++)
		report_on(f, day_of(2024, 11, 2), arena_printf(&f->l.s.arena, "November %d", i));
	assert_int_equal(lobby_count(&f->l, &return_rows), 1);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->staff, READ, &tx, e));
	assert_ok(intake_returns(&tx, &f->staff, &all, e));
	assert_int_equal(all.n, 2);
	assert_int_equal(all.items[0].receipts, 20);
	assert_int_equal(all.items[0].returned, 0);
	assert_int_equal(all.items[1].receipts, 60);
	/* Of 45, one in eight on average meets noise: the estimate corrects for it. Six standard deviations are 17. */
	assert_in_range(all.items[1].returned, 28, 60);
	assert_int_equal(all.items[1].month.n, day_of(2024, 10, 1).n);
}

static void a_second_report_that_names_the_first_is_shown_to_staff(void **state)
{
	struct fixture *f = *state;
	struct intake_receipt first = report_on(f, day_of(2024, 11, 4), "yang pertama");
	const char *text = arena_printf(&f->l.s.arena, "Kode saya hilang, nomornya %s. Lihat juga 001/PL/PW/Kota/88.88/XI/2024!", first.number);
	struct intake_view v = view(f, report_on(f, day_of(2024, 11, 5), text).report);
	assert_int_equal(v.earlier.n, 1);
	assert_int_equal(v.earlier.items[0].id, first.report);
	assert_int_equal(view(f, first.report).earlier.n, 0);
}

static void an_earlier_report_whose_file_is_shut_to_the_reader_is_not_shown(void **state)
{
	struct fixture *f = *state;
	struct intake_receipt first = report_on(f, day_of(2024, 11, 4), "yang pertama");
	int64_t second = report_on(f, day_of(2024, 11, 5), arena_printf(&f->l.s.arena, "Nomornya %s.", first.number)).report;
	struct value conflict[] = {value_int(1), value_int(f->staff.office->id), value_int(first.case_file), value_int(f->staff.user)};
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->staff, WRITE, &tx, e));
	assert_ok(tx_run(&tx, &conflict_put, conflict, NULL, e));
	assert_ok(tx_commit(&tx, e));
	assert_int_equal(view(f, second).earlier.n, 0);
}

/* Twenty numbers are looked up; the true one is the twenty-first. */
static void a_text_full_of_numbers_is_not_looked_up_to_its_end(void **state)
{
	struct fixture *f = *state;
	struct intake_receipt first = report_on(f, day_of(2024, 11, 4), "yang pertama");
	const char *text = "";
	for (int i = 0; i < 20; i++)
		text = arena_printf(&f->l.s.arena, "%s %03d/PL/PW/Kota/88.88/XI/2024", text, i);
	text = arena_printf(&f->l.s.arena, "%s %s", text, first.number);
	assert_int_equal(view(f, report_on(f, day_of(2024, 11, 5), text).report).earlier.n, 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, start, lobby_end)
	const struct CMUnitTest tests[] = {
		T(a_message_sent_again_with_its_key_stands_once),
		T(another_key_other_words_another_file_or_another_report_is_another_message),
		T(the_place_is_taken_out_of_a_photo_in_a_message_when_that_was_asked),
		T(staff_see_what_was_read_and_no_seal_says_when),
		T(return_rates_are_about_right_and_keep_one_row_a_month),
		T(a_second_report_that_names_the_first_is_shown_to_staff),
		T(an_earlier_report_whose_file_is_shut_to_the_reader_is_not_shown),
		T(a_text_full_of_numbers_is_not_looked_up_to_its_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
