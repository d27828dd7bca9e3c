/* redact_test.c -- parts of an exhibit are hidden in a copy, and who gets which. Issue 6: "derived copy shows 'disamarkan' with
 * reason, original sealed". Runs on both databases. */
#define _GNU_SOURCE
#include "casework.h"
#include "desk/handle/redact.h"
#include "jail/jail_internal.h"
#include "jail/pictures.h"
#include "support.h" /* runs on both databases */

struct scene_file {
	struct casework c;
	struct desk room;      /* of the public */
	const char *token;     /* of the first person's room */
	int64_t picture, text;
	struct str jpeg;       /* as it came in */
};

static int64_t exhibit_add(struct scene_file *s, struct str bytes, const char *name, const char *description)
{
	struct handle_exhibit_new as = {.file = {bytes, name}, .origin = "patrol", .description = description};
	int64_t id = 0;
	assert_ok(handle_exhibit_add(&s->c.d, s->c.file, &as, &id, e));
	return id;
}

#define LETTER "Kepada panitia.\nTarno Widagdaya menelepon tarno  widagdaya dari 0812-0000-0000.\nAli kembali."

static void begin(struct scene_file *s)
{
	struct handle_invited_list invited;
	const unsigned char one[32] = {1};
	*s = (struct scene_file){0};
	casework_start(&s->c);
	finding(&s->c);
	invite(&s->c, &invited);
	s->room = support_desk(&s->c.s, s->c.office, ROLE_NONE, 0);
	s->room.now = s->c.d.now;
	assert_ok(handle_room_enter(&s->room, one, invited.items[0].code, &s->token, e));
	struct scene scene = scene_make(3, 640, 480);
	struct made m = picture_jpeg(scene, 90, 0, NULL, 0);
	s->jpeg = (struct str){arena_strndup(s->c.d.arena, (char *)m.s, m.n), m.n};
	free(m.s);
	free(scene.rgb);
	s->picture = exhibit_add(s, s->jpeg, "foto.jpg", "Foto di balai");
	s->text = exhibit_add(s, STR(LETTER), "surat.txt", "Surat panitia");
}

static enum status redact(struct scene_file *s, int64_t exhibit, int64_t version, const struct redact_mark *marks, size_t n, bool none, struct err *e)
{
	int64_t made = 0;
	struct redact_new as = {.case_file = s->c.file, .exhibit = exhibit, .version = version, .marks = marks, .n = n, .none = none};
	enum status done = handle_redact(&s->c.d, &as, &made, e);
	if (done == OK)
		assert_int_equal(made, version + 1);
	return done;
}

static int64_t originals_seen(struct scene_file *s, int64_t exhibit)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct access_log_count_row seen = {0};
	assert_ok(desk_begin(&s->c.d, READ, &tx, e));
	assert_ok(access_log_count(&tx, "exhibit", exhibit, "exhibit_original", (struct instant){0}, &seen, e));
	return seen.n;
}

static struct str room_gets(struct scene_file *s, int64_t exhibit)
{
	struct str bytes = {0};
	const char *type;
	assert_ok(handle_room_exhibit(&s->room, s->token, exhibit, &bytes, &type, e));
	return bytes;
}

static enum status room_asks(struct scene_file *s, int64_t exhibit)
{
	struct str bytes;
	const char *type;
	struct err e = {0};
	return handle_room_exhibit(&s->room, s->token, exhibit, &bytes, &type, &e);
}

static struct exhibit_copy package_gets(struct scene_file *s, int64_t exhibit)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct exhibit_copy copy = {0};
	assert_ok(desk_begin(&s->c.d, READ, &tx, e));
	assert_ok(exhibit_for(&tx, &s->c.d, s->c.file, exhibit, READER_PACKAGE, &copy, e));
	return copy;
}

static int64_t rows_all(struct scene_file *s)
{
	SUPPORT_SQL(sql_rows, "SELECT (SELECT COUNT(*) FROM case_redaction) + (SELECT COUNT(*) FROM case_redaction_mark) + "
			      "(SELECT COUNT(*) FROM evidence_file) + (SELECT COUNT(*) FROM case_event)", 0, 1, false, VALUE_NULL);
	return value_as_int(ask(&s->c, &sql_rows, NULL).items);
}

static void nothing_is_opened_to_a_room_before_somebody_has_looked(void **state)
{
	(void)state;
	struct scene_file s;
	struct err e = {0};
	struct handle_room room;
	begin(&s);
	assert_int_equal(handle_exhibit_allow(&s.c.d, s.c.file, s.picture, true, &e), INVALID);
	assert_int_equal(room_asks(&s, s.picture), NOT_FOUND);
	assert_int_equal(redact(&s, s.picture, 0, NULL, 0, true, &e), OK);
	assert_int_equal(room_asks(&s, s.picture), NOT_FOUND); /* looked at is not shown */
	assert_ok(handle_exhibit_allow(&s.c.d, s.c.file, s.picture, true, e));
	assert_null(memmem(room_gets(&s, s.picture).s, 100, "Exif", 4));
	assert_ok(handle_room_view(&s.room, s.token, &room, e));
	assert_int_equal(room.exhibits.n, 2); /* the one of the file, stated as it came in, and this one */
	assert_string_equal(package_gets(&s, s.picture).sha256, hash_hex(s.c.d.arena, hash_of(s.jpeg.s, s.jpeg.n)));
	casework_end(&s.c);
}

/* Pixels of the area, all of them, have one colour; the room gets these bytes and no others. */
static void a_painted_area_is_one_colour_in_the_copy_and_the_original_stays(void **state)
{
	(void)state;
	struct scene_file s;
	struct err e = {0};
	begin(&s);
	const struct redact_mark face = {.x = 2500, .y = 3000, .width = 2000, .height = 2500, .reason = "child"};
	assert_int_equal(redact(&s, s.picture, 0, &face, 1, false, &e), OK);
	assert_ok(handle_exhibit_allow(&s.c.d, s.c.file, s.picture, true, e));
	struct str seen = room_gets(&s, s.picture), original = {0};
	struct image image = {0};
	size_t width, height;
	assert_int_equal(decode_jpeg(seen, &image, &width, &height), JAIL_READY);
	assert_int_equal(width, 640);
	for (size_t y = 144; y < 264; y++)
		for (size_t x = 160; x < 288; x++)
			for (size_t c = 0; c < 3; c++)
				assert_int_equal(image.rgb[3 * (y * width + x) + c], 0);
	free(image.rgb);
	assert_null(memmem(seen.s, seen.n, s.jpeg.s + s.jpeg.n / 2, 16));
	struct exhibit_copy out = package_gets(&s, s.picture);
	assert_true(out.redacted && !out.original);
	assert_string_equal(out.reasons, "anak");
	assert_string_equal(out.sha256, hash_hex(s.c.d.arena, hash_of(seen.s, seen.n)));
	const char *type;
	assert_ok(handle_exhibit_read(&s.c.d, s.c.file, s.picture, &original, &type, e));
	assert_true(str_eq(original, s.jpeg)); /* for the officer, byte for byte */
	casework_end(&s.c);
}

static void words_are_replaced_wherever_they_stand(void **state)
{
	(void)state;
	struct scene_file s;
	struct err e = {0};
	begin(&s);
	const struct redact_mark marks[] = {{.words = "Tarno Widagdaya", .reason = "person"}, {.words = "0812-0000-0000", .reason = "private"},
					    {.words = "Ali", .reason = "other", .note = "saksi yang takut"}};
	assert_int_equal(redact(&s, s.text, 0, marks, 3, false, &e), OK);
	assert_ok(handle_exhibit_allow(&s.c.d, s.c.file, s.text, true, e));
	struct str seen = room_gets(&s, s.text);
	assert_string_equal(arena_strndup(s.c.d.arena, seen.s, seen.n),
			    "Kepada panitia.\n[disamarkan: nama atau wajah orang lain] menelepon [disamarkan: nama atau wajah orang lain] dari "
			    "[disamarkan: alamat atau nomor pribadi].\n[disamarkan: saksi yang takut] kembali.");
	const struct redact_mark stranger = {.words = "Bambang", .reason = "person"};
	assert_int_equal(redact(&s, s.text, 1, &stranger, 1, false, &e), INVALID);
	assert_string_equal(e.field, "mark-1");
	casework_end(&s.c);
}

/* Minutes: printed anew from their text; what keeps marks from being markup does not hide a name. */
static void minutes_become_a_copy_without_the_names(void **state)
{
	(void)state;
	struct casework c;
	casework_start(&c);
	const struct redact_mark m = {.words = "S.E. Ratna", .reason = "reporter"};
	const char *text;
	assert_ok(redact_text(&c.d, "Hadir: S\\.E\\. Ratna\\, dan **S\\.E\\. ratna**", &m, 1, true, &text, e));
	assert_string_equal(text, "Hadir: \\[disamarkan: pelapor\\]\\, dan **\\[disamarkan: pelapor\\]**");
	casework_end(&c);
}

static void a_second_version_replaces_the_first_and_both_are_kept_and_sealed(void **state)
{
	(void)state;
	struct scene_file s;
	struct err e = {0};
	begin(&s);
	const struct redact_mark one = {.words = "panitia", .reason = "person"}, two = {.words = "Kepada", .reason = "reporter"};
	assert_int_equal(redact(&s, s.text, 0, &one, 1, false, &e), OK);
	assert_int_equal(redact(&s, s.text, 0, &two, 1, false, &e), CONFLICT); /* made without having seen the first */
	assert_int_equal(redact(&s, s.text, 1, &two, 1, false, &e), OK);
	assert_ok(handle_exhibit_allow(&s.c.d, s.c.file, s.text, true, e));
	assert_non_null(memmem(room_gets(&s, s.text).s, 30, "[disamarkan: pelapor] panitia", 29));
	struct str first = {0};
	const char *type;
	assert_ok(handle_redact_read(&s.c.d, s.c.file, s.text, 1, &first, &type, e));
	assert_non_null(memmem(first.s, first.n, "Kepada [disamarkan: ", 20));
	assert_int_equal(originals_seen(&s, s.text), 0); /* a copy is no original */
	struct redact_source source;
	assert_ok(handle_redact_look(&s.c.d, s.c.file, s.text, &source, e)); /* its page shows the text as it came */
	assert_int_equal(originals_seen(&s, s.text), 1);
	struct picture_of_row opened;
	assert_ok(handle_redact_look(&s.c.d, s.c.file, s.picture, &source, e));
	assert_int_equal(originals_seen(&s, s.picture), 0); /* a picture comes from an address of its own */
	assert_ok(picture_open(&s.c.d, source.exhibit.file, &opened, e));
	assert_ok(handle_redact_read(&s.c.d, s.c.file, s.picture, 0, &first, &type, e));
	assert_int_equal(originals_seen(&s, s.picture), 1);
	struct verify_report report = {0};
	assert_ok(evidence_verify(&s.c.d, &report, NULL, NULL, e));
	assert_int_equal(report.n, 0);
	SUPPORT_SQL(sql_change, "UPDATE case_redaction SET kind = 'none'", 0, 0, true, VALUE_NULL);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&s.c.d, WRITE, &tx, e));
	assert_int_not_equal(tx_run(&tx, &sql_change, NULL, NULL, &e), OK);
	tx_rollback(&tx);
	casework_end(&s.c);
}

static void hostile_marks_are_refused_with_the_part_and_leave_nothing(void **state)
{
	(void)state;
	struct scene_file s;
	struct err e = {0};
	begin(&s);
	static const struct redact_mark bad[] = {
		{.x = -1, .y = 0, .width = 10, .height = 10, .reason = "person"},     {.x = 0, .y = 0, .width = 0, .height = 10, .reason = "person"},
		{.x = 0, .y = 0, .width = 10, .height = -10, .reason = "person"},     {.x = 9000, .y = 0, .width = 1001, .height = 10, .reason = "person"},
		{.x = INT64_MAX, .y = 0, .width = 1, .height = 1, .reason = "child"}, {.x = 0, .y = 10000, .width = 1, .height = 1, .reason = "child"},
		{.x = 0, .y = 0, .width = 10, .height = 10, .reason = "whim"},        {.x = 0, .y = 0, .width = 10, .height = 10, .reason = NULL},
	};
	static struct redact_mark many[10000];
	for (size_t i = 0; i < 10000; i++)
		many[i] = (struct redact_mark){.width = 10, .height = 10, .reason = "person"};
	int64_t before = rows_all(&s);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(redact(&s, s.picture, 0, &bad[i], 1, false, &e), INVALID);
		assert_string_equal(e.field, "mark-1");
	}
	const struct redact_mark silent = {.width = 10, .height = 10, .reason = "other", .note = " "};
	assert_int_equal(redact(&s, s.picture, 0, &silent, 1, false, &e), INVALID);
	assert_string_equal(e.field, "note-1");
	assert_int_equal(redact(&s, s.picture, 0, many, 10000, false, &e), TOO_LARGE);
	assert_int_equal(redact(&s, s.picture, 0, NULL, 0, false, &e), INVALID);
	assert_int_equal(redact(&s, s.picture, 0, many, 1, true, &e), INVALID); /* marked, and stated that there is nothing */
	assert_int_equal(redact(&s, s.c.exhibit, 1, many, 1, false, &e), INVALID); /* a picture that no jail can open */
	assert_int_equal(rows_all(&s), before);
	casework_end(&s.c);
}

static void what_cannot_be_redacted_is_shown_only_after_a_statement(void **state)
{
	(void)state;
	struct scene_file s;
	struct err e = {0};
	begin(&s);
	int64_t video = exhibit_add(&s, STR("\0\0\0\x18" "ftypmp42 a film of nobody"), "film.mp4", "Film");
	const struct redact_mark m = {.width = 10, .height = 10, .words = "film", .reason = "person"};
	assert_int_equal(redact(&s, video, 0, &m, 1, false, &e), INVALID);
	assert_int_equal(handle_exhibit_allow(&s.c.d, s.c.file, video, true, &e), INVALID);
	assert_int_equal(redact(&s, video, 0, NULL, 0, true, &e), OK);
	assert_ok(handle_exhibit_allow(&s.c.d, s.c.file, video, true, e));
	assert_int_equal(room_gets(&s, video).n, 4 + strlen("ftypmp42 a film of nobody"));
	casework_end(&s.c);
}

static void a_description_that_names_somebody_is_noticed(void **state)
{
	(void)state;
	struct scene_file s;
	struct err e = {0};
	const char *names;
	begin(&s);
	{
		scoped(tx_rollback) struct tx tx = {0};
		assert_ok(desk_begin(&s.c.d, READ, &tx, e));
		assert_ok(handle_names_in(&tx, &s.c.d, s.c.file, "Foto WIDAGDAYA dan Ratna di balai", s.c.people[0], &names, e));
		assert_string_equal(names, "Tarno Widagdaya");
		assert_ok(handle_names_in(&tx, &s.c.d, s.c.file, "Foto keratnaan di balai", 0, &names, e));
		assert_string_equal(names, "");
	}
	struct handle_exhibit_new as = {.file = {STR("teks"), "a.txt"}, .origin = "officer", .description = "Pesan Bagas", .showable = true};
	int64_t id;
	assert_int_equal(handle_exhibit_add(&s.c.d, s.c.file, &as, &id, &e), INVALID);
	assert_non_null(strstr(e.why, "Bagas Pramudityan"));
	as.showable = false;
	assert_ok(handle_exhibit_add(&s.c.d, s.c.file, &as, &id, e));
	/* Outside it is called otherwise. */
	struct redact_new none = {.case_file = s.c.file, .exhibit = id, .none = true, .description = "Pesan seorang pegawai"};
	struct handle_room room;
	int64_t version;
	assert_ok(handle_redact(&s.c.d, &none, &version, e));
	assert_ok(handle_exhibit_allow(&s.c.d, s.c.file, id, true, e));
	assert_ok(handle_room_view(&s.room, s.token, &room, e));
	assert_string_equal(room.exhibits.items[room.exhibits.n - 1].description, "Pesan seorang pegawai");
	casework_end(&s.c);
}

static void a_look_at_the_original_is_noted(void **state)
{
	(void)state;
	struct scene_file s;
	struct str bytes;
	const char *type;
	SUPPORT_SQL(sql_looks, "SELECT COUNT(*) FROM access_log WHERE action = 'exhibit_original'", 0, 1, false, VALUE_NULL);
	begin(&s);
	int64_t before = value_as_int(ask(&s.c, &sql_looks, NULL).items);
	assert_ok(handle_exhibit_read(&s.c.d, s.c.file, s.text, &bytes, &type, e));
	assert_int_equal(value_as_int(ask(&s.c, &sql_looks, NULL).items), before + 1);
	casework_end(&s.c);
}

int main(int argc, char **argv)
{
	if (jail_asked(argc, argv))
		return jail_main();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_opened_to_a_room_before_somebody_has_looked),
		cmocka_unit_test(a_painted_area_is_one_colour_in_the_copy_and_the_original_stays),
		cmocka_unit_test(words_are_replaced_wherever_they_stand),
		cmocka_unit_test(minutes_become_a_copy_without_the_names),
		cmocka_unit_test(a_second_version_replaces_the_first_and_both_are_kept_and_sealed),
		cmocka_unit_test(hostile_marks_are_refused_with_the_part_and_leave_nothing),
		cmocka_unit_test(what_cannot_be_redacted_is_shown_only_after_a_statement),
		cmocka_unit_test(a_description_that_names_somebody_is_noticed),
		cmocka_unit_test(a_look_at_the_original_is_noted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
