/* intake_test.c -- nothing that arrives is refused or lost; a code finds it, and only a code does. */
#define _GNU_SOURCE /* memmem */
#include "desk/intake/intake.h"

#include "core/clock/clock.h"
#include "desk/access/access.h"
#include "desk/vault/vault.h"
#include "lobby.h"
#include "support.h"

#define OFFICER 7001

struct fixture {
	struct lobby l;
	struct desk officer;
};

static int start(void **state)
{
	struct fixture *f = *state = lobby_new(sizeof *f);
	f->officer = lobby_person(&f->l, OFFICER, "Petugas Uji", ROLE_HANDLER);
	return 0;
}

static const struct intake_form EMPTY = {.channel = "web", .event_on = {INT32_MIN}, .known_on = {INT32_MIN}};

static struct intake_form with_text(const char *text)
{
	struct intake_form form = EMPTY;
	form.text = text;
	return form;
}

static struct intake_receipt received(struct fixture *f, struct intake_form form)
{
	struct intake_receipt r;
	assert_ok(intake_receive(&f->l.public, &form, &r, e));
	return r;
}

static int64_t find(struct fixture *f, const char *typed)
{
	scoped(tx_rollback) struct tx tx = {0};
	int64_t report = 0;
	const char *code;
	struct err e;
	assert_int_equal(desk_begin(&f->l.public, READ, &tx, &e), OK);
	return intake_find(&tx, &f->l.public, typed, &report, &code, &e) == OK ? report : 0;
}

static struct intake_view view(struct fixture *f, int64_t report)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct intake_view v;
	assert_ok(desk_begin(&f->officer, READ, &tx, e));
	assert_ok(intake_view(&tx, &f->officer, report, &v, e));
	return v;
}

/* A JPEG that is only its header: APP0, then an Exif block whose directory holds the GPS pointer (0x8825). */
static const char PHOTO[] = "\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
			    "\xff\xe1\x00\x22"
			    "Exif\0\0"
			    "MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0"
			    "\xff\xda\x00\x08\x01\x01\0\0?\0picture\xff\xd9";

/* Words. */

static void the_words_are_1024_and_in_order(void **state)
{
	const char *previous[CODE_WORDS], *words[CODE_WORDS];
	(void)state;
	code_words("0000000000000000", previous);
	for (int i = 1; i < 16;
	     i++) { /* the first word rises with the number: 64 * 10^16 / 1024^5 is about 568 */
		char code[17];
		snprintf(code, sizeof code, "%016llu", (unsigned long long)i * 600000000000000ULL);
		code_words(code, words);
		assert_true(strcmp(previous[0], words[0]) < 0);
		previous[0] = words[0];
	}
}

static void six_words_and_sixteen_digits_are_the_same_code(void **state)
{
	struct fixture *f = *state;
	struct arena *a = &f->l.s.arena;
	for (int i = 0; i < 500; i++) {
		const char *code = random_digits(a, CODE_DIGITS), *w[CODE_WORDS];
		code_words(code, w);
		assert_string_equal(code_read(a, arena_printf(a, "%s %s %s %s %s %s", w[0], w[1], w[2], w[3],
							      w[4], w[5])),
				    code);
		assert_string_equal(code_read(a, arena_printf(a, "1. %s\n2. %s\n3. %s\n4. %s\n5. %s\n6. %s",
							      w[0], w[1], w[2], w[3], w[4], w[5])),
				    code);
	}
	assert_string_equal(code_read(a, " 1234-5678 9012 3456 "), "1234567890123456");
	assert_null(code_read(a, "123456789012345"));
	assert_null(code_read(a, "12345678901234567"));
	assert_null(code_read(a, "satu dua tiga empat lima enam tujuh"));
	assert_null(code_read(a, ""));
	assert_null(code_read(a, NULL));
}

/* Six check bits: of 64 wrong words 63 are noticed, on average. */
static void a_word_heard_wrong_is_noticed(void **state)
{
	struct fixture *f = *state;
	struct arena *a = &f->l.s.arena;
	int noticed = 0, tried = 0;
	for (int i = 0; i < 300; i++) {
		const char *w[CODE_WORDS], *other[CODE_WORDS];
		code_words(random_digits(a, CODE_DIGITS), w);
		code_words(random_digits(a, CODE_DIGITS), other);
		if (!strcmp(w[4], other[3]))
			continue;
		tried++;
		noticed += !code_read(
			a, arena_printf(a, "%s %s %s %s %s %s", w[0], w[1], w[2], w[3], other[3], w[5]));
	}
	assert_true(noticed > tried * 9 / 10);
}

/* Hints. */

static void hints_are(const char *text, const char *expected)
{
	struct hint hints[HINTS_MAX];
	char got[200] = "";
	for (size_t n = hints_find(text, hints), i = 0; i < n; i++) {
		strcat(strcat(got, *got ? " " : ""), hint_code(hints[i].kind));
		assert_true(hints[i].at + hints[i].n <= strlen(text));
	}
	assert_string_equal(got, expected);
}

static void what_could_tell_the_reporter_is_hinted(void **state)
{
	(void)state;
	hints_are("Hubungi saya di 0812 0000 0000.", "phone");
	hints_are("wa +62 812-0000-0000", "phone");
	hints_are("telepon (021) 000 0000 saja", ""); /* a bracket does not begin a number of ours */
	hints_are("surel saya melati.17@contoh.example, ya", "email");
	hints_are("NIP 199001012015031001", "nip");
	hints_are("NIK 3579010101900001", "nik");
	hints_are("Nama saya Melati Kenanga, saya melihat", "name");
	hints_are("perkenalkan, saya Rukmi dari kelurahan", "name");
	hints_are("saya adalah warga setempat", "");
	hints_are("tanggal 01-11-2024 jam 19.30, nomor urut 2", "");
	hints_are("Pilih nomor 02 di TPS 013", "");
	hints_are("", "");
}

static void what_the_reporter_drops_is_gone_and_the_rest_stays(void **state)
{
	struct fixture *f = *state;
	struct arena *a = &f->l.s.arena;
	assert_string_equal(hints_drop(a, "Telepon 0812 0000 0000 atau 0813-1111-1111 ya", HINT_PHONE),
			    "Telepon  atau  ya");
	assert_string_equal(hints_drop(a, "a@contoh.example 0812 0000 0000", HINT_EMAIL), " 0812 0000 0000");
	assert_string_equal(hints_drop(a, "tidak ada", HINT_NIK), "tidak ada");
}

static void the_place_in_a_photo_is_found_and_can_be_taken_out(void **state)
{
	struct fixture *f = *state;
	struct str photo = {PHOTO, sizeof PHOTO - 1}, cut;
	assert_true(photo_has_place(photo));
	struct str clean = photo_without_metadata(&f->l.s.arena, photo);
	assert_false(photo_has_place(clean));
	assert_int_equal(clean.n, photo.n - 0x24); /* the Exif segment: marker, length, 0x20 bytes */
	assert_memory_equal(clean.s + clean.n - 9, "picture\xff\xd9", 9);
	for (size_t n = 0; n < photo.n; n++) { /* cut anywhere: no overrun (the sanitizer looks) */
		char *copy = malloc(n + 1);
		memcpy(copy, PHOTO, n);
		cut = (struct str){realloc(copy, n ? n : 1), n};
		photo_has_place(cut);
		photo_without_metadata(&f->l.s.arena, cut);
		free((void *)cut.s);
	}
}

/* Receiving. */

static void only_an_empty_report_is_asked_for_more(void **state)
{
	struct fixture *f = *state;
	struct intake_receipt r;
	struct err e;
	struct intake_form blank = with_text("  \n ");
	assert_int_equal(intake_receive(&f->l.public, &blank, &r, &e), INVALID);
	assert_string_equal(e.field, "text");
	struct intake_form place_only = EMPTY;
	place_only.place = "Balai kota";
	assert_int_equal(intake_receive(&f->l.public, &place_only, &r, &e), INVALID);
}

static void a_text_too_long_names_its_field(void **state)
{
	struct fixture *f = *state;
	struct intake_receipt r;
	struct err e;
	char *text = malloc(20002);
	memset(text, 'a', 20001);
	text[20001] = 0;
	struct intake_form form = with_text(text);
	assert_int_equal(intake_receive(&f->l.public, &form, &r, &e), INVALID);
	assert_string_equal(e.field, "text");
	free(text);
}

/* S5 of PRODUCT 6.3: empty identity, no accused, nine months old, another regency, only a photo, only a link,
 * insulting. SUPPORT_NOW is Monday 4 November 2024. */
static void no_report_is_refused(void **state)
{
	struct fixture *f = *state;
	struct intake_form old = with_text("Kejadiannya sudah lama."),
			   foreign = with_text("Terjadi di kabupaten sebelah.");
	old.event_on = day_of(2024, 2, 4), old.known_on = day_of(2024, 2, 5);
	foreign.place = "Kabupaten Sumberwangi";
	struct intake_file photo = {.name = "IMG_1.jpg", .bytes = {PHOTO, sizeof PHOTO - 1}};
	struct intake_form picture = EMPTY, link = EMPTY;
	picture.files = &photo, picture.n_files = 1;
	const char *links[] = {"https://contoh.example/p/1"};
	link.links.items = links, link.links.n = 1;
	struct intake_form all[] = {with_text("Ada pegawai berkampanye."),     old, foreign, picture, link,
				    with_text("Kalian semua bodoh dan malas!")};
	const char *numbers[6];
	for (size_t i = 0; i < 6; i++) {
		struct intake_receipt r = received(f, all[i]);
		numbers[i] = r.number;
		assert_int_equal(strlen(r.code), CODE_DIGITS);
		assert_int_equal(find(f, r.code), r.report);
		assert_int_equal(r.late, i == 1);
		assert_string_equal(view(f, r.report).stage.code, "SUBMITTED");
		assert_false(instant_is_none(r.review_by));
	}
	assert_string_equal(numbers[0], "001/PL/PW/Kota/99.01/XI/2024"); /* no gaps: 001 to 006 */
	assert_string_equal(numbers[5], "006/PL/PW/Kota/99.01/XI/2024");
}

/* Known on Friday 1 November: counted 2 to 8 November (7 calendar days, UU 1/2015 Ps 134 (4)). */
static void the_window_is_counted_and_never_enforced(void **state)
{
	struct fixture *f = *state;
	struct intake_form form = with_text("x");
	form.known_on = day_of(2024, 11, 1);
	assert_int_equal(day_of_instant(received(f, form).window_end, WIB).n, day_of(2024, 11, 8).n);
	form.known_on = DAY_NONE,
	form.event_on = day_of(2024, 10, 1); /* not known when it was learnt: from the event */
	struct intake_receipt r = received(f, form);
	assert_true(r.late);
	assert_int_equal(day_of_instant(r.window_end, WIB).n, day_of(2024, 10, 8).n);
	form.event_on = day_of(1999, 1, 1); /* no calendar needed for calendar days: late, not refused */
	received(f, form);
	assert_true(instant_is_none(received(f, with_text("tanpa tanggal")).window_end));
}

/* Known on Saturday 2 November 2024: seven calendar days to Saturday the 9th, 23.59. The counter is open on Friday the 8th for
 * the last time, until 16.30. Known on Friday the 1st, the last day is that Friday and nothing is to be said. */
static void the_receipt_says_when_the_counter_closes_before_the_law_does(void **state)
{
	struct fixture *f = *state;
	struct intake_form form = with_text("Diketahui pada hari Sabtu");
	form.known_on = day_of(2024, 11, 2);
	struct intake_receipt r = received(f, form);
	assert_int_equal(day_of_instant(r.window_end, WIB).n, day_of(2024, 11, 9).n);
	scoped(tx_rollback) struct tx tx = {0};
	struct intake_receipt again;
	assert_ok(desk_begin(&f->l.public, READ, &tx, e));
	assert_ok(intake_receipt_of(&tx, &f->l.public, r.report, "", &again, e));
	assert_string_equal(again.counter_note, "Batas hukum Sabtu 23.59; loket terakhir tutup Jumat 16.30; laporan daring tetap diterima.");
	struct desk visitor = f->l.public;
	visitor.lang = EN;
	assert_ok(intake_receipt_of(&tx, &visitor, r.report, "", &again, e));
	assert_string_equal(again.counter_note,
			    "By law until Saturday 23:59; the counter closes for the last time on Friday 16:30; reports online are still taken.");
	visitor.now = instant_at(day_of(2024, 11, 10), 8, 0, 0, WIB);
	assert_ok(intake_receipt_of(&tx, &visitor, r.report, "", &again, e));
	assert_string_equal(again.counter_note, ""); /* over */
	tx_rollback(&tx);
	form.text = "Diketahui pada hari Jumat";
	form.known_on = day_of(2024, 11, 1);
	assert_string_equal(received(f, form).counter_note, "");
}

/* What the API answers at once must be what the store says of the report afterwards. */
static void receipts_must_be_the_same(const struct intake_receipt *a, const struct intake_receipt *b)
{
	const char *const texts[][2] = {{a->channel, b->channel}, {a->number, b->number}, {a->code, b->code}, {a->words[0], b->words[0]},
					{a->words[5], b->words[5]}, {a->check_code, b->check_code}, {a->content, b->content}, {a->line, b->line}};
	const int64_t numbers[][2] = {{a->report, b->report}, {a->case_file, b->case_file}, {a->at.us, b->at.us}, {a->received.us, b->received.us},
				      {a->received_day_only, b->received_day_only}, {a->late, b->late}, {a->again, b->again},
				      {a->window_end.us, b->window_end.us}, {a->review_by.us, b->review_by.us}, {a->position, b->position},
				      {(int64_t)a->files, (int64_t)b->files}};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_string_equal(texts[i][0], texts[i][1]);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		assert_true(numbers[i][0] == numbers[i][1]);
	assert_memory_equal(&a->elements, &b->elements, sizeof a->elements);
}

static void received_at_once_must_be_as_kept(struct fixture *f, struct intake_form form)
{
	struct intake_receipt told, kept;
	struct arrival *in;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(intake_prepare(&f->l.public, &form, &in, e));
	assert_ok(desk_begin(&f->l.public, WRITE, &tx, e));
	assert_ok(intake_write(&tx, in, e));
	assert_ok(tx_commit(&tx, e));
	assert_ok(intake_receipt_read(in, &told, e));
	assert_ok(desk_begin(&f->l.public, READ, &tx, e));
	assert_ok(intake_receipt_of(&tx, &f->l.public, told.report, told.code, &kept, e));
	receipts_must_be_the_same(&told, &kept);
}

static void the_receipt_told_at_once_is_the_one_that_is_kept(void **state)
{
	struct fixture *f = *state;
	struct intake_person persons[] = {{"terlapor", "Seorang Lurah", "Lurah"}, {"saksi", "Seorang Warga", ""}};
	const char *links[] = {"https://contoh.example/1"};
	struct intake_file file = {.name = "a.txt", .bytes = STR("isi berkas")};
	received_at_once_must_be_as_kept(f, with_text("Hanya kata"));
	struct intake_form full = with_text("Lengkap");
	full.place = "Balai Kelurahan";
	full.event_on = day_of(2024, 11, 1);
	full.contact = "0800-000-0000";
	full.persons = persons, full.n_persons = 2;
	full.links = (struct text_list){links, 1};
	full.files = &file, full.n_files = 1;
	received_at_once_must_be_as_kept(f, full);
	full.event_on = day_of(2024, 9, 1); /* long past its window */
	full.n_persons = 1;
	received_at_once_must_be_as_kept(f, full);
	struct intake_form keyed_in = with_text("Surat yang datang kemarin");
	keyed_in.received_at = (struct instant){SUPPORT_NOW.us - 86400 * INT64_C(1000000)};
	keyed_in.received_day_only = true;
	keyed_in.received_how = "cap pos";
	received_at_once_must_be_as_kept(f, keyed_in);
}

static void the_same_sent_twice_is_one_report_with_one_receipt(void **state)
{
	struct fixture *f = *state;
	struct intake_form form = with_text("Satu kali saja");
	form.once = "7f7a0c53e1f84b5a8c5d2f6f0a1b2c3d";
	struct intake_receipt one = received(f, form), two = received(f, form);
	assert_false(one.again);
	assert_true(two.again);
	assert_int_equal(one.report, two.report);
	assert_string_equal(one.code, two.code);
	assert_string_equal(one.number, two.number);
	assert_string_equal(one.line, two.line);
	form.text = "Isi lain dengan nilai acak yang sama";
	struct intake_receipt other = received(f, form);
	assert_int_not_equal(other.report, one.report);
	assert_string_not_equal(other.code, one.code);
	/* The same words of two people are two reports: nothing is joined by the machine. */
	form = with_text("Kata yang sama");
	assert_int_not_equal(received(f, form).report, received(f, form).report);
}

/* All six in one cell: some of them are everyday words, and a rule pack is a long text. */
static bool holds_words(struct str b, const char *const words[CODE_WORDS])
{
	for (size_t i = 0; i < CODE_WORDS; i++)
		if (!memmem(b.s, b.n, words[i], strlen(words[i])))
			return false;
	return true;
}

/* R8: neither the code nor the contact stands anywhere in the store; every table is searched, byte by byte.
 */
static void code_and_identity_stand_nowhere_in_the_store(void **state)
{
	struct fixture *f = *state;
	struct intake_form form = with_text("Uji segel");
	form.contact = "Kenanga Purnamasari 0812-9999-0000";
	struct intake_receipt r = received(f, form);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->l.public, READ, &tx, e));
	size_t seen = 0;
	for (size_t t = 0; t < store_tables_n; t++) {
		struct rows rows;
		assert_ok(store_scan(&tx, store_tables[t], 0, 10000, &rows, e));
		for (size_t i = 0; i < rows.n_rows * rows.n_columns; i++) {
			struct str b = rows.items[i].bytes;
			if (rows.items[i].kind != VALUE_TEXT && rows.items[i].kind != VALUE_BYTES)
				continue;
			seen++;
			assert_null(memmem(b.s, b.n, r.code, CODE_DIGITS));
			assert_false(holds_words(b, r.words));
			assert_null(memmem(b.s, b.n, "Kenanga", 7));
			assert_null(memmem(b.s, b.n, "9999-0000", 9));
		}
	}
	assert_true(seen > 20);
}

static void a_receipt_line_can_be_checked_by_anybody(void **state)
{
	struct fixture *f = *state;
	struct intake_receipt r = received(f, with_text("Uji tanda terima"));
	struct receipt line;
	struct paper_check check;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(evidence_receipt_parse(&f->l.s.arena, r.line, &line, e));
	assert_true(evidence_receipt_good(f->l.office->sign_public, &line));
	assert_ok(desk_begin(&f->l.public, READ, &tx, e));
	assert_ok(intake_check_line(&tx, &f->l.public, r.line, &check, e));
	assert_true(check.good);
	assert_ok(intake_check_code(&tx, &f->l.public, r.check_code, &check, e));
	assert_true(check.good);
	assert_string_equal(check.number, r.number);
	char *forged = arena_strdup(&f->l.s.arena, r.line);
	memcpy(strstr(forged, "|001/") + 1, "009", 3);
	assert_ok(intake_check_line(&tx, &f->l.public, forged, &check, e));
	assert_false(check.good);
	struct err e;
	assert_int_equal(intake_check_code(&tx, &f->l.public, "ZZZZZZZZZZZZ", &check, &e), NOT_FOUND);
}

/* Talking. */

static void say_(struct fixture *f, const struct desk *d, int64_t report, const char *kind, const char *text)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct intake_message m = {.kind = kind, .text = text};
	assert_ok(desk_begin(d, WRITE, &tx, e));
	assert_ok(intake_message_add(&tx, d, report, &m, e));
	assert_ok(tx_commit(&tx, e));
	(void)f;
}

static void both_sides_talk_and_the_timeline_knows_without_the_words(void **state)
{
	struct fixture *f = *state;
	struct intake_receipt r = received(f, with_text("Uji pesan"));
	say_(f, &f->officer, r.report, "question", "Jam berapa kejadiannya?");
	say_(f, &f->l.public, r.report, "message", "Sekitar pukul delapan malam");
	struct intake_view v = view(f, r.report);
	assert_int_equal(v.messages.n, 2);
	assert_true(v.messages.items[0].from_office);
	assert_string_equal(v.messages.items[0].author, "Petugas Uji");
	assert_false(v.messages.items[1].from_office);
	assert_null(v.messages.items[1].author);
	scoped(tx_rollback) struct tx tx = {0};
	struct case_timeline_rows lines;
	assert_ok(desk_begin(&f->officer, READ, &tx, e));
	assert_ok(case_timeline(&tx, r.case_file, &lines, e));
	size_t talk = 0;
	for (size_t i = 0; i < lines.n; i++) {
		talk += !strcmp(lines.items[i].kind, "talk");
		assert_null(strstr(lines.items[i].text, "delapan"));
	}
	assert_int_equal(talk, 2);
}

static void happen(struct fixture *f, int64_t case_file, const char *event)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct case_facts facts = {.formal_met = false, .material_met = true, .competent = true};
	assert_ok(desk_begin(&f->officer, WRITE, &tx, e));
	assert_ok(docket_event(&tx, &f->officer, case_file, event, &facts, "", e));
	assert_ok(tx_commit(&tx, e));
}

/* S6: the office asks for what is missing, the reporter completes by code, the file goes back to review. */
static void completing_brings_the_file_back_to_review(void **state)
{
	struct fixture *f = *state;
	struct intake_receipt r = received(f, with_text("Uji kelengkapan"));
	happen(f, r.case_file, "start_review");
	happen(f, r.case_file, "requirements_missing");
	struct intake_view v = view(f, r.report);
	assert_true(v.stage.may_complete);
	assert_true(*v.stage.text);
	say_(f, &f->l.public, r.report, "completion", "Tempatnya di balai kota, ini buktinya");
	v = view(f, r.report);
	assert_string_equal(v.stage.code, "REVIEW");
	assert_int_equal(v.messages.n, 1);
	say_(f, &f->l.public, r.report, "completion", "Tambahan lagi"); /* no state for it: kept as a message */
	assert_int_equal(view(f, r.report).messages.n, 2);
}

static void attach(struct fixture *f, int64_t report, int64_t into)
{
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->officer, WRITE, &tx, e));
	if (into)
		assert_ok(intake_attach(&tx, &f->officer, report, into, "peristiwa yang sama", e));
	else
		assert_ok(intake_detach(&tx, &f->officer, report, "peristiwa lain", e));
	assert_ok(tx_commit(&tx, e));
}

/* S12: each reporter's code shows the stage of the common file; detaching restores its own path. */
static void a_joined_report_shows_the_common_stage_and_can_be_parted(void **state)
{
	struct fixture *f = *state;
	struct intake_receipt first = received(f, with_text("pertama")),
			      second = received(f, with_text("kedua"));
	happen(f, first.case_file, "start_review");
	attach(f, second.report, first.case_file);
	struct intake_view v = view(f, second.report);
	assert_true(v.stage.joined);
	assert_string_equal(v.stage.code, "REVIEW");
	scoped(tx_rollback) struct tx tx = {0};
	struct reports_of_case_rows rows;
	assert_ok(desk_begin(&f->officer, READ, &tx, e));
	assert_ok(reports_of_case(&tx, first.case_file, &rows, e));
	assert_int_equal(rows.n, 2);
	assert_true(rows.items[0].own && !rows.items[1].own);
	assert_ok(tx_commit(&tx, e));
	attach(f, second.report, 0);
	v = view(f, second.report);
	assert_false(v.stage.joined);
	assert_string_equal(v.stage.code, "SUBMITTED");
	assert_ok(desk_begin(&f->officer, READ, &tx, e));
	struct case_reports_history_rows history;
	assert_ok(case_reports_history(&tx, first.case_file, &history, e));
	assert_int_equal(history.n, 3); /* its own, the other joined, the other parted */
}

static void a_ticket_dies_after_half_an_hour_and_cannot_be_made_up(void **state)
{
	struct fixture *f = *state;
	struct desk later = f->l.public;
	int64_t report;
	const char *code, *ticket = ticket_make(&f->l.public, 42, "1234567890123456");
	struct err e;
	assert_ok(ticket_read(&f->l.public, ticket, &report, &code, e));
	assert_int_equal(report, 42);
	assert_string_equal(code, "1234567890123456");
	assert_null(strstr(ticket, "1234"));
	later.now.us += TICKET_US + 1;
	assert_int_equal(ticket_read(&later, ticket, &report, &code, &e), NOT_FOUND);
	char *forged = arena_strdup(&f->l.s.arena, ticket);
	forged[50] = forged[50] == 'A' ? 'B' : 'A';
	assert_int_equal(ticket_read(&f->l.public, forged, &report, &code, &e), NOT_FOUND);
	assert_int_equal(ticket_read(&f->l.public, "x", &report, &code, &e), NOT_FOUND);
	assert_int_equal(ticket_read(&f->l.public, NULL, &report, &code, &e), NOT_FOUND);
}

static void files_wait_for_the_form_and_go_with_it(void **state)
{
	struct fixture *f = *state;
	struct intake_file file = {.name = "bukti.txt", .bytes = STR("isi bukti")};
	struct held_files_rows held;
	assert_ok(intake_hold(&f->l.public, "sekali", &file, 1, e));
	assert_ok(intake_held(&f->l.public, "sekali", &held, e));
	assert_int_equal(held.n, 1);
	assert_memory_equal(held.items[0].body.s, "isi bukti", 9);
	assert_ok(intake_held(&f->l.public, "lain", &held, e));
	assert_int_equal(held.n, 0);
	struct intake_form form = with_text("dengan berkas");
	form.once = "sekali", form.files = &file, form.n_files = 1;
	struct intake_receipt r = received(f, form);
	assert_int_equal(view(f, r.report).files.n, 1);
	assert_ok(intake_held(&f->l.public, "sekali", &held, e));
	assert_int_equal(held.n, 0);
	struct desk later = f->l.public; /* what nobody comes back for goes after two hours, at the next form */
	assert_ok(intake_hold(&f->l.public, "pergi", &file, 1, e));
	later.now.us += 2 * HOUR_US + SECOND_US;
	assert_ok(intake_hold(&later, "baru", &file, 1, e));
	assert_ok(intake_held(&f->l.public, "pergi", &held, e));
	assert_int_equal(held.n, 0);
}

static void an_unknown_file_is_kept_and_only_downloaded(void **state)
{
	struct fixture *f = *state;
	struct intake_file files[] = {{.name = "../../etc/aneh.xyz", .bytes = {"\x01\x02\x03\x04", 4}},
				      {.name = "foto.jpg", .bytes = {PHOTO, sizeof PHOTO - 1}, .drop_place = true}};
	struct intake_form form = EMPTY;
	form.files = files, form.n_files = 2;
	struct intake_view v = view(f, received(f, form).report);
	assert_int_equal(v.files.n, 2);
	assert_false(v.files.items[0].known_type);
	assert_true(v.files.items[1].known_type && v.files.items[1].place_removed);
	scoped(tx_rollback) struct tx tx = {0};
	struct str bytes;
	struct evidence_file_get_row about;
	assert_ok(desk_begin(&f->officer, READ, &tx, e));
	assert_ok(evidence_file_read(&tx, &f->officer, v.files.items[1].file, &bytes, &about, e));
	assert_false(photo_has_place(bytes)); /* what was kept has no place */
}

/* R1's small brother: the chain over all that was received is sound. */
static void all_that_was_received_is_sealed(void **state)
{
	struct fixture *f = *state;
	struct intake_form form = with_text("disegel");
	form.contact = "surel@contoh.example";
	received(f, form);
	struct verify_report report;
	assert_ok(evidence_verify(&f->l.public, &report, NULL, NULL, e));
	if (report.n)
		fail_msg("%zu faults, the first in %s", report.n, report.items[0].table);
}

/* What the form's own script counts by must be what the receipt says: day by day, over two weeks of "now". */
static void the_first_day_in_time_parts_what_is_late_from_what_is_not(void **state)
{
	struct fixture *f = *state;
	for (int32_t n = day_of(2024, 11, 1).n; n < day_of(2024, 11, 15).n; n++) {
		struct desk d = f->l.public;
		struct intake_contest contest = {0, PILKADA, ""};
		d.now = instant_at((struct day){n}, 9, 0, 0, f->l.office->zone);
		int32_t since = intake_in_time_since(&d, &contest).n;
		assert_in_range(n - since, 5, 30);
		for (int32_t known = n - 40; known <= n; known++) {
			struct intake_form form = with_text("x");
			form.known_on.n = known;
			assert_int_equal(intake_elements_of(&d, &contest, &form).in_window, known >= since);
		}
	}
}

static void a_report_may_be_of_files_that_follow(void **state)
{
	struct fixture *f = *state;
	struct intake_form form = EMPTY;
	struct intake_receipt r;
	struct err e;
	assert_int_equal(intake_receive(&f->l.public, &form, &r, &e), INVALID);
	form.files_to_follow = 1;
	assert_int_equal(strlen(received(f, form).code), CODE_DIGITS);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, start, lobby_end)
	const struct CMUnitTest tests[] = {
		T(the_words_are_1024_and_in_order),
		T(six_words_and_sixteen_digits_are_the_same_code),
		T(a_word_heard_wrong_is_noticed),
		T(what_could_tell_the_reporter_is_hinted),
		T(what_the_reporter_drops_is_gone_and_the_rest_stays),
		T(the_place_in_a_photo_is_found_and_can_be_taken_out),
		T(only_an_empty_report_is_asked_for_more),
		T(a_text_too_long_names_its_field),
		T(no_report_is_refused),
		T(the_window_is_counted_and_never_enforced),
		T(the_first_day_in_time_parts_what_is_late_from_what_is_not),
		T(a_report_may_be_of_files_that_follow),
		T(the_receipt_says_when_the_counter_closes_before_the_law_does),
		T(the_receipt_told_at_once_is_the_one_that_is_kept),
		T(the_same_sent_twice_is_one_report_with_one_receipt),
		T(code_and_identity_stand_nowhere_in_the_store),
		T(a_receipt_line_can_be_checked_by_anybody),
		T(both_sides_talk_and_the_timeline_knows_without_the_words),
		T(completing_brings_the_file_back_to_review),
		T(a_joined_report_shows_the_common_stage_and_can_be_parted),
		T(a_ticket_dies_after_half_an_hour_and_cannot_be_made_up),
		T(files_wait_for_the_form_and_go_with_it),
		T(an_unknown_file_is_kept_and_only_downloaded),
		T(all_that_was_received_is_sealed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
