/* package_test.c -- what an officer hid leaves the office in no byte of a package: not in a picture or what a camera wrote beside
 * it, not in a text, the letter, the machine file or the minutes. And minutes become an exhibit, once. Issue 6: "sanitised
 * (names of others, reporter)", "original sealed, exports obey roles". */
#define _GNU_SOURCE /* memmem */
#include "casework.h"
#include "desk/handle/redact.h"
#include "jail/jail_internal.h"
#include "jail/pictures.h"
#include "opened.h"
#include "support.h" /* runs on both databases */

/* Nobody's name stands in the file's list of persons but the reporter's: what the program could not know, the officer hid. */
#define STRANGER "Sugeng Mintaraga"
#define REPORTER "Suryaningrat Mandalika"
#define PHONE    "0812-0000-0000"
#define SAID     "Saya dijemput " STRANGER " dari nomor " PHONE "."

static const char *const never[] = {"Sugeng", "Mintaraga", "Suryaningrat", "Mandalika", PHONE, "Widagdaya", "Bagas"};

struct scene_package {
	struct casework c;
	struct str painted, owned, plain; /* as they came in: one that is redacted, one whose metadata name somebody, one that stays */
	int64_t hearings[2];              /* of the first two persons */
	int64_t minutes[2];               /* as exhibits */
};

static struct str jpeg(struct casework *c, unsigned number, const char *beside)
{
	struct scene scene = scene_make(number, 320, 240);
	struct made m = picture_jpeg(scene, 90, 0, beside, beside ? strlen(beside) : 0);
	struct str kept = {arena_strndup(c->d.arena, (char *)m.s, m.n), m.n};
	free(m.s);
	free(scene.rgb);
	return kept;
}

static int64_t exhibit_add(struct casework *c, struct str bytes, const char *name, const char *description)
{
	struct handle_exhibit_new as = {.file = {bytes, name}, .origin = "patrol", .description = description};
	int64_t id = 0;
	assert_ok(handle_exhibit_add(&c->d, c->file, &as, &id, e));
	return id;
}

static void redact(struct casework *c, int64_t exhibit, const struct redact_mark *marks, size_t n)
{
	int64_t made;
	struct redact_new as = {.case_file = c->file, .exhibit = exhibit, .marks = marks, .n = n};
	assert_ok(handle_redact(&c->d, &as, &made, e));
}

static int64_t heard(struct casework *c, int64_t who, const char *said)
{
	int64_t id = hearing_open(c, who, true), none;
	struct letter_made made;
	struct err e = {0};
	assert_ok(handle_hearing_ask(&c->d, id, "Apakah Saudara hadir?", said, e));
	assert_int_equal(handle_exhibit_of_hearing(&c->d, id, &none, &e), INVALID); /* not closed yet */
	assert_ok(handle_hearing_read_back(&c->d, id, 1, e));
	struct handle_hearing_end end = {.signed_ = true, .statement = said, .version = 2};
	assert_ok(handle_hearing_close(&c->d, id, &end, &made, e));
	return id;
}

static void pictures_add(struct scene_package *s)
{
	const struct redact_mark face = {.x = 1000, .y = 1000, .width = 3000, .height = 3000, .reason = "other", .note = "wajah " STRANGER};
	s->painted = jpeg(&s->c, 3, "http://ns.adobe.com/xap/1.0/ Artist=" STRANGER);
	s->owned = jpeg(&s->c, 4, "http://ns.adobe.com/xap/1.0/ OwnerName=" REPORTER);
	s->plain = jpeg(&s->c, 5, "http://ns.adobe.com/xap/1.0/ Model=Kamera Uji");
	redact(&s->c, exhibit_add(&s->c, s->painted, "foto " STRANGER ".jpg", "Foto bersama"), &face, 1);
	exhibit_add(&s->c, s->owned, "foto pelapor.jpg", "Foto dari samping");
	exhibit_add(&s->c, s->plain, "foto.jpg", "Foto gedung");
}

static void texts_add(struct scene_package *s)
{
	const struct redact_mark marks[] = {{.words = STRANGER, .reason = "other", .note = "tetangga, " STRANGER}, {.words = PHONE, .reason = "private"}};
	redact(&s->c, exhibit_add(&s->c, STR("Percakapan: sugeng  mintaraga, " PHONE "."), "a.txt", "Percakapan"), marks, 2);
	exhibit_add(&s->c, STR("Catatan lain: " STRANGER " datang; Pak Widagdaya juga."), "b.txt", "Catatan " STRANGER);
}

/* The minutes of the first two, each an exhibit and redacted for the rooms; the first person's own name is hidden there too. */
static void minutes_add(struct scene_package *s)
{
	const struct redact_mark marks[] = {{.words = STRANGER, .reason = "person"}, {.words = "Ratna Wulandasih", .reason = "person"}};
	for (size_t i = 0; i < 2; i++) {
		assert_ok(handle_exhibit_of_hearing(&s->c.d, s->hearings[i], &s->minutes[i], e));
		redact(&s->c, s->minutes[i], marks, i ? 1 : 2);
	}
}

static void decided(struct scene_package *s)
{
	static const struct fictitious reporter = {.name = REPORTER, .class = "MASYARAKAT", .agency = "", .position = "warga", .said = ""};
	struct handle_invited_list invited;
	struct handle_plenary_made made;
	struct casework *c = &s->c;
	*s = (struct scene_package){0};
	casework_start(c);
	finding(c);
	person_add(c, &reporter, "pelapor", NULL);
	pictures_add(s);
	texts_add(s);
	invite(c, &invited);
	pass(c, 47);
	for (size_t i = 0; i < PEOPLE; i++) {
		int64_t id = heard(c, c->people[i], i < 2 ? SAID : nine[i].said);
		if (i < 2)
			s->hearings[i] = id;
	}
	minutes_add(s);
	assert_ok(handle_event(&c->d, c->file, "enough", NULL, NULL, e));
	study(c, all_proven);
	assert_ok(plenary(c, "decide_other_law", all_proven, &made, e));
}

static bool holds(const struct buf *b, const void *bytes, size_t n)
{
	return b->n >= n && memmem(b->s, b->n, bytes, n);
}

/* As it stands, and as Windows writes it: two bytes a letter. */
static void named_nowhere(const char *where, const struct buf *b, const char *name)
{
	char wide[128];
	size_t n = strlen(name);
	for (size_t i = 0; i < n; i++)
		wide[2 * i] = name[i], wide[2 * i + 1] = 0;
	if (holds(b, name, n) || holds(b, wide, 2 * n))
		fail_msg("%s holds %s", where, name);
}

static void clean(struct casework *c, const struct inside *f)
{
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		named_nowhere(f->name, &f->bytes, never[i]);
	if (!text_ends(f->name, ".pdf"))
		return;
	const char *text = pdf_text(c, &f->bytes);
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		if (strcasestr(text, never[i]))
			fail_msg("%s shows %s: %.200s", f->name, never[i], strcasestr(text, never[i]));
}

static const struct inside *inside_of(const struct opened *o, const char *name)
{
	for (size_t i = 0; i < o->n; i++)
		if (!strcmp(o->files[i].name, name))
			return &o->files[i];
	return NULL;
}

static bool any_holds(const struct opened *o, struct str bytes, size_t from, size_t n)
{
	for (size_t i = 0; i < o->n; i++)
		if (holds(&o->files[i].bytes, bytes.s + from, n))
			return true;
	return false;
}

/* Exhibits in the order they came: B-1 the photograph of casework.h, B-2 painted, B-3 whose metadata name the reporter, B-4
 * plain, B-5 and B-6 texts, B-7 and B-8 minutes. */
static void no_byte_of_a_package_holds_what_was_hidden(void **state)
{
	(void)state;
	struct scene_package s;
	struct forward_made made;
	scoped(opened_end) struct opened o = {0};
	decided(&s);
	assert_ok(forward_send(as_chair(&s.c), s.c.file, &ON_PAPER, &made, e));
	take(&s.c, handovers(&s.c).items[0].id, NULL, &o);
	for (size_t i = 0; i < o.n; i++)
		clean(&s.c, &o.files[i]);
	const struct inside *painted = inside_of(&o, "bukti/B-02.jpg"), *owned = inside_of(&o, "bukti/B-03.jpg"), *plain = inside_of(&o, "bukti/B-04.jpg");
	assert_true(painted && owned && plain);
	assert_false(any_holds(&o, s.painted, s.painted.n / 2, 24)); /* nor the picture under the paint, wherever */
	assert_true(any_holds(&o, s.owned, s.owned.n - 64, 64));      /* this one is the same picture */
	assert_false(any_holds(&o, s.owned, 0, 64));                  /* without what stood before it */
	assert_true(plain->bytes.n == s.plain.n && holds(&plain->bytes, s.plain.s, s.plain.n)); /* byte for byte as it was sealed */
	assert_non_null(inside_of(&o, "bukti/B-05.txt"));
	assert_true(holds(&inside_of(&o, "bukti/B-06.txt")->bytes, STR("Catatan lain: [disamarkan] datang").s, strlen("Catatan lain: [disamarkan] datang")));
	assert_null(inside_of(&o, "bukti/B-07.pdf")); /* this person's minutes go as minutes ... */
	assert_null(inside_of(&o, "bukti/B-08.pdf")); /* ... and those of another not at all */
	const struct inside *minutes = inside_of(&o, "berita-acara/1.pdf");
	const char *text = pdf_text(&s.c, &minutes->bytes);
	assert_non_null(strstr(text, "Ratna Wulandasih")); /* hidden in the rooms of others, meant here */
	assert_non_null(strstr(text, "Saya dijemput [disamarkan] dari nomor [disamarkan]"));
	casework_end(&s.c);
}

static int64_t exhibits_all(struct casework *c)
{
	SUPPORT_SQL(sql_exhibits, "SELECT COUNT(*) FROM case_exhibit", 0, 1, false, VALUE_NULL);
	return value_as_int(ask(c, &sql_exhibits, NULL).items);
}

static void minutes_become_an_exhibit_once_and_a_room_shows_their_copy(void **state)
{
	(void)state;
	struct scene_package s;
	struct err e = {0};
	struct str seen;
	int64_t again;
	const unsigned char source[32] = {1};
	const char *token, *type, *code;
	struct handle_summons_of_rows invitations;
	decided(&s);
	struct casework *c = &s.c;
	int64_t before = exhibits_all(c);
	assert_int_equal(handle_exhibit_of_hearing(&c->d, s.hearings[0], &again, &e), CONFLICT);
	assert_non_null(strstr(e.why, "B-7"));
	assert_int_equal(handle_exhibit_of_hearing(&c->d, 4711, &again, &e), NOT_FOUND);
	assert_int_equal(exhibits_all(c), before);
	{
		scoped(tx_rollback) struct tx tx = {0};
		struct handle_exhibit_row x;
		assert_ok(desk_begin(&c->d, READ, &tx, e));
		assert_ok(handle_exhibit(&tx, c->file, s.minutes[1], &x, e));
		assert_string_equal(x.description, "Berita acara klarifikasi Terlapor nomor 2, Rabu, 6 November 2024"); /* no name: rooms show it */
		assert_false(x.showable);
		assert_ok(handle_summons_of(&tx, c->file, &invitations, e));
	}
	assert_ok(handle_code_renew(&c->d, c->file, invitations.items[0].id, &code, e));
	struct desk room = support_desk(&c->s, c->office, ROLE_NONE, 0);
	room.now = c->d.now;
	assert_ok(handle_room_enter(&room, source, code, &token, e));
	assert_int_equal(handle_room_exhibit(&room, token, s.minutes[1], &seen, &type, &e), NOT_FOUND); /* nobody has let it be shown */
	assert_ok(handle_exhibit_allow(&c->d, c->file, s.minutes[1], true, e));
	assert_ok(handle_room_exhibit(&room, token, s.minutes[1], &seen, &type, e));
	struct buf pdf = {.s = (char *)(uintptr_t)seen.s, .n = seen.n};
	const char *text = pdf_text(c, &pdf);
	assert_null(strcasestr(text, "Sugeng"));
	assert_non_null(strstr(text, "[disamarkan: nama atau wajah orang lain]"));
	casework_end(c);
}

int main(int argc, char **argv)
{
	if (jail_asked(argc, argv))
		return jail_main();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_byte_of_a_package_holds_what_was_hidden),
		cmocka_unit_test(minutes_become_an_exhibit_once_and_a_room_shows_their_copy),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
