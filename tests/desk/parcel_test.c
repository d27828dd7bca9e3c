/* parcel_test.c -- packages as one file: sealed to whoever may read it, naming nobody else, and refused with the reason when
 * they cannot be. Scenes: PRODUCT.md S1, S15, N31. */
#define _GNU_SOURCE /* strcasestr */
#include "casework.h"
#include "desk/forward/parcels.h"
#include "opened.h"
#include "support.h" /* runs on both databases */

#include <sodium.h>

#define BKN "Badan Kepegawaian Negara (BKN), melalui SBT"

SUPPORT_SQL(sql_parcels, "SELECT (SELECT COUNT(*) FROM parcel) + (SELECT COUNT(*) FROM parcel_file) + (SELECT COUNT(*) FROM recipient_key) "
			 "+ (SELECT COUNT(*) FROM handover) + (SELECT COUNT(*) FROM letter) + (SELECT COUNT(*) FROM evidence_file)",
	    0, 1, false, VALUE_NULL);
SUPPORT_SQL(sql_taken, "SELECT COUNT(*) FROM access_log WHERE action = $1", 1, 1, false, VALUE_TEXT);

static int64_t records(struct casework *c) { return value_as_int(ask(c, &sql_parcels, NULL).items); }

static struct parcel_private key_new(void)
{
	struct parcel_private key;
	assert_true(sodium_init() >= 0);
	assert_ok(parcel_private_new(&key, e));
	return key;
}

static struct recipient_new for_key(struct casework *c, const struct parcel_private *key)
{
	struct day today = day_of_instant(c->d.now, c->d.office->zone);
	return (struct recipient_new){.receiver = BKN, .key = str_of(parcel_public_text(&c->s.arena, &key->public)), .print = key->public.print,
				      .checked_with = "Bagian TU, lewat telepon kantor", .from = today, .to = day_add(today, 30)};
}

static int64_t key_add(struct casework *c, const struct parcel_private *key)
{
	int64_t id;
	struct recipient_new as = for_key(c, key);
	assert_ok(recipient_add(&c->d, &as, &id, e));
	return id;
}

static struct parcel_last_row parcel_of(struct casework *c, int64_t handover)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct parcel_last_row row;
	assert_ok(desk_begin(&c->d, READ, &tx, e));
	assert_ok(parcel_find(&tx, &c->d, handover, &row, e));
	return row;
}

static void who_has_a_key_gets_a_sealed_file_and_the_others_what_was_chosen(void **state)
{
	(void)state;
	struct casework c;
	struct forward_made made;
	struct parcel_private key = key_new();
	scoped(opened_end) struct opened sealed = {0};
	scoped(opened_end) struct opened plain = {0};
	casework_start(&c);
	to_decision(&c, all_proven);
	key_add(&c, &key);
	assert_ok(forward_send(as_chair(&c), c.file, &ON_PAPER, &made, e));
	struct forward_of_rows all = handovers(&c);
	for (size_t i = 0; i < PEOPLE; i++)
		assert_string_equal(parcel_of(&c, all.items[i].id).way, i < 5 ? "sealed" : "paper");
	take(&c, all.items[0].id, &key, &sealed);
	assert_true(sealed.report.sealed);
	assert_string_equal(sealed.report.manifest.recipient, BKN);
	assert_string_equal(sealed.report.manifest.letter, all.items[0].letter_number);
	assert_int_equal(sealed.report.files.n, 5); /* surat.pdf, data.json, baca-saya.txt, berita-acara/1.pdf, bukti/B-01.jpg */
	assert_string_equal(sealed.files[0].name, PARCEL_MANIFEST);
	take(&c, all.items[5].id, NULL, &plain);
	assert_false(plain.report.sealed);
	assert_int_equal(value_as_int(ask(&c, &sql_taken, (struct value[]){value_text("parcel_taken")}).items), 2); /* who fetched is known */
	casework_end(&c);
}

static void refused(struct casework *c, const char *why)
{
	struct forward_made made;
	struct err e = {0};
	int64_t before = records(c);
	assert_int_equal(forward_send(as_chair(c), c->file, NULL, &made, &e), INVALID);
	assert_string_equal(e.field, "way");
	if (!strstr(e.why, why))
		fail_msg("'%s' does not say '%s'", e.why, why);
	assert_int_equal(records(c), before);
	assert_string_equal(state_of(c), "DECIDED_OTHER_LAW");
}

static void without_a_key_that_holds_nothing_goes_and_the_reason_is_said(void **state)
{
	(void)state;
	struct casework c;
	struct forward_made made;
	struct err e = {0};
	struct parcel_private key = key_new(), second = key_new();
	casework_start(&c);
	to_decision(&c, all_proven);
	refused(&c, "belum ada kunci terdaftar");
	int64_t id = key_add(&c, &key);
	assert_ok(recipient_revoke(&c.d, id, "laptop penerima hilang", e));
	refused(&c, "dicabut: laptop penerima hilang");
	assert_int_equal(recipient_revoke(&c.d, id, "sekali lagi", &e), INVALID);
	pass(&c, 1);
	key_add(&c, &second);
	pass(&c, 24 * 31);
	refused(&c, "habis berlaku");
	struct forward_way no_reason = {.way = "paper", .why = "ya"}, unknown = {.way = "merpati", .why = "burung yang terlatih"};
	assert_int_equal(forward_send(as_chair(&c), c.file, &no_reason, &made, &e), INVALID);
	assert_string_equal(e.field, "why");
	assert_int_equal(forward_send(as_chair(&c), c.file, &unknown, &made, &e), INVALID);
	assert_string_equal(e.field, "way");
	casework_end(&c);
}

/* Perpres 91/2024, 92/2024: KASN received until 10 September 2024; the scene plays in November. */
static void a_closed_recipient_gets_neither_key_nor_package(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	int64_t id;
	struct recipient_way way;
	struct parcel_private key = key_new();
	casework_start(&c);
	struct recipient_new as = for_key(&c, &key);
	int64_t before = records(&c);
	as.receiver = "Komisi Aparatur Sipil Negara (KASN)";
	assert_int_equal(recipient_add(&c.d, &as, &id, &e), INVALID);
	assert_string_equal(e.field, "receiver");
	assert_non_null(strstr(e.why, "10 September 2024"));
	as.receiver = "Siapa saja";
	assert_int_equal(recipient_add(&c.d, &as, &id, &e), INVALID);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c.d, READ, &tx, e));
	assert_int_equal(recipient_way(&tx, &c.d, c.office->law, "KASN", "Komisi Aparatur Sipil Negara (KASN)", day_of(2024, 11, 8), &way, &e), INVALID);
	assert_ok(recipient_way(&tx, &c.d, c.office->law, "KASN", "Komisi Aparatur Sipil Negara (KASN)", day_of(2024, 9, 10), &way, e));
	tx_rollback(&tx);
	assert_int_equal(records(&c), before);
	casework_end(&c);
}

static void key_refused(struct casework *c, struct recipient_new as, const char *field)
{
	struct err e = {0};
	int64_t id, before = records(c);
	assert_int_equal(recipient_add(&c->d, &as, &id, &e), INVALID);
	assert_string_equal(e.field, field);
	assert_int_equal(records(c), before);
}

static void a_key_is_registered_only_with_the_fingerprint_that_was_read_out(void **state)
{
	(void)state;
	struct casework c;
	int64_t id;
	struct parcel_private key = key_new(), other = key_new();
	casework_start(&c);
	struct recipient_new good = for_key(&c, &key), as = good;
	as.print = other.public.print;
	key_refused(&c, as, "print");
	as = good, as.print = "";
	key_refused(&c, as, "print");
	as = good, as.checked_with = "ya";
	key_refused(&c, as, "checked_with");
	as = good, as.key = STR("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----");
	key_refused(&c, as, "key");
	as = good, as.to = day_add(good.from, -1);
	key_refused(&c, as, "to");
	as = good, as.to = day_add(good.from, RECIPIENT_DAYS_MAX + 1);
	key_refused(&c, as, "to");
	char small[PARCEL_PRINT]; /* people type small letters and no blanks */
	size_t n = 0;
	for (const char *at = key.public.print; *at; at++)
		if (*at != ' ')
			small[n++] = (char)(*at >= 'A' && *at <= 'F' ? *at + 32 : *at);
	small[n] = 0;
	good.print = small;
	assert_ok(recipient_add(&c.d, &good, &id, e));
	key_refused(&c, good, "key"); /* twice */
	casework_end(&c);
}

/* ---- nobody else is named ---- */

#define REPORTER "Suryaningrat Mandalika"
#define PLANTED  "Bagas Pramudityan (NIP 19850617 201001 1 004), Yuyun, Pak Widagdaya dan pelapor Suryaningrat Mandalika"

static const char *const forbidden[] = {"Bagas",      "Pramudityan", "198506172010011004", "19850617 201001", "Yuyun",     "Karsamita", "Widagdaya",
					"Suryaningrat", "Mandalika",   "Harjasutra",         "Wening",          "Astarini"};

static int64_t person_plain(struct casework *c, const char *name, const char *role)
{
	struct fictitious f = {.name = name, .class = "MASYARAKAT", .agency = "", .position = "warga", .said = ""};
	return person_add(c, &f, role, NULL);
}

static void facts_planted(struct casework *c)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct case_get_row row;
	assert_ok(desk_begin(&c->d, WRITE, &tx, e));
	assert_ok(case_get(&tx, c->file, &row, e));
	struct docket_facts facts = {.title = "Foto bersama " PLANTED, .summary = "Menurut " PLANTED, .event_place = "Rumah " PLANTED,
				     .contest = row.contest, .event_on = row.event_on, .known_on = row.known_on};
	assert_ok(docket_facts_set(&tx, &c->d, c->file, &facts, row.version, e));
	assert_ok(tx_commit(&tx, e));
}

static void exhibit_planted(struct casework *c, const char *text, const char *origin, int64_t person)
{
	int64_t id;
	struct handle_exhibit_new x = {.file = {str_of(text), "percakapan " PLANTED ".txt"}, .origin = origin, .person = person,
				       .description = "Percakapan dengan " PLANTED};
	assert_ok(handle_exhibit_add(&c->d, c->file, &x, &id, e));
}

static void decided_with_names(struct casework *c)
{
	struct handle_invited_list invited;
	struct handle_plenary_made made;
	finding(c);
	person_plain(c, REPORTER, "pelapor");
	facts_planted(c);
	exhibit_planted(c, "Grup percakapan: " PLANTED ".", "patrol", 0);
	exhibit_planted(c, "Dikirim pelapor: " PLANTED, "report", 0);
	exhibit_planted(c, "Bukti tandingan orang lain", "room", c->people[1]);
	invite(c, &invited);
	pass(c, 47);
	for (size_t i = 0; i < PEOPLE; i++)
		hear(c, c->people[i], i ? nine[i].said : "Saya diajak " PLANTED ".", true);
	assert_ok(handle_event(&c->d, c->file, "enough", NULL, NULL, e));
	study(c, all_proven);
	struct handle_decision decisions[PEOPLE];
	for (size_t i = 0; i < PEOPLE; i++)
		decisions[i] = (struct handle_decision){c->people[i], act_for(c, nine[i].class), "proven", "Bersama " PLANTED "."};
	const struct handle_vote votes[] = {{c->members[0], "agree", ""}, {c->members[1], "agree", ""}, {c->members[2], "agree", ""}};
	struct handle_plenary_new as = {.case_file = c->file, .agenda = "Putusan", .place = "Ruang rapat", .event = "decide_other_law",
					.held_at = c->d.now, .votes = votes, .n_votes = 3, .decisions = decisions, .n_decisions = PEOPLE};
	assert_ok(handle_plenary_hold(&c->d, &as, &made, e));
}

static void nobody_in(const char *where, const char *text)
{
	for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
		if (strcasestr(text, forbidden[i]))
			fail_msg("%s names %s: %.300s", where, forbidden[i], strcasestr(text, forbidden[i]));
}

static void the_whole_package_names_nobody_else(void **state)
{
	(void)state;
	struct casework c;
	struct forward_made made;
	struct parcel_private key = key_new();
	scoped(opened_end) struct opened o = {0};
	casework_start(&c);
	decided_with_names(&c);
	key_add(&c, &key);
	assert_ok(forward_send(as_chair(&c), c.file, &ON_PAPER, &made, e));
	struct forward_of_rows all = handovers(&c);
	take(&c, all.items[0].id, &key, &o);
	assert_int_equal(o.n, 7); /* the report's exhibit and the other's counter-evidence are not in it */
	for (size_t i = 0; i < o.n; i++) {
		const struct inside *f = &o.files[i];
		assert_false(memchr(f->name, ' ', strlen(f->name)) != NULL);
		nobody_in(f->name, arena_strndup(&c.s.arena, f->bytes.s, f->bytes.n)); /* up to the first NUL: texts whole */
		if (text_ends(f->name, ".pdf")) {
			const char *text = pdf_text(&c, &f->bytes);
			nobody_in(f->name, text);
			assert_non_null(strstr(text, "Ratna Wulandasih")); /* whom it is about */
			assert_non_null(strstr(text, "[disamarkan]"));
		}
	}
	assert_true(parcel_of(&c, all.items[0].id).masked > 10);
	casework_end(&c);
}

/* ---- later ---- */

static void a_second_package_goes_the_way_that_holds_by_then(void **state)
{
	(void)state;
	struct casework c;
	struct forward_made made;
	struct parcel_private key = key_new();
	scoped(opened_end) struct opened o = {0};
	casework_start(&c);
	to_decision(&c, all_proven);
	assert_ok(forward_send(as_chair(&c), c.file, &ON_PAPER, &made, e));
	int64_t id = handovers(&c).items[0].id, other = handovers(&c).items[1].id, first = parcel_of(&c, id).id;
	const struct forward_step steps[] = {{.event = "ack", .receipt_number = "SBT-1"}, {.event = "returned", .reason = "nip_wrong"}, {.event = "resend"}};
	for (size_t i = 0; i < 6; i++) {
		struct forward_step as = steps[i % 3];
		as.handover = i < 3 ? id : other;
		as.version = handovers(&c).items[i < 3 ? 0 : 1].version;
		as.decree_on = DAY_NONE;
		if (i == 3)
			key_add(&c, &key);
		assert_ok(forward_step(&c.d, &as, e));
	}
	assert_int_not_equal(parcel_of(&c, id).id, first);
	assert_string_equal(parcel_of(&c, id).way, "paper"); /* as was said the first time */
	assert_string_equal(parcel_of(&c, other).way, "sealed"); /* by now there is a key */
	take(&c, other, &key, &o);
	casework_end(&c);
}

static void evidence_that_was_changed_on_the_disk_makes_no_package(void **state)
{
	(void)state;
	struct casework c;
	struct forward_made made;
	struct parcel_file_of_row file;
	struct err e = {0};
	int fd;
	casework_start(&c);
	to_decision(&c, all_proven);
	static const char photo[] = "\xff\xd8\xff\xe0 a photograph of nine people"; /* as casework.h adds it */
	const char *sha = hash_hex(&c.s.arena, hash_of(photo, sizeof photo));
	const char *path = arena_printf(&c.s.arena, "%s/evidence/%.2s/%s", c.office->data, sha, sha);
	FILE *f = fopen(path, "r+");
	assert_non_null(f);
	fputc('x', f);
	fclose(f);
	assert_ok(forward_send(as_chair(&c), c.file, &ON_PAPER, &made, e)); /* the record stands; the files are made by whoever fetches them */
	assert_int_equal(parcel_take(&c.d, handovers(&c).items[0].id, &fd, &file, &e), BROKEN);
	assert_non_null(strstr(e.why, "not what was sealed"));
	assert_int_equal(parcel_of(&c, handovers(&c).items[0].id).file, 0);
	casework_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_has_a_key_gets_a_sealed_file_and_the_others_what_was_chosen),
		cmocka_unit_test(without_a_key_that_holds_nothing_goes_and_the_reason_is_said),
		cmocka_unit_test(a_closed_recipient_gets_neither_key_nor_package),
		cmocka_unit_test(a_key_is_registered_only_with_the_fingerprint_that_was_read_out),
		cmocka_unit_test(the_whole_package_names_nobody_else),
		cmocka_unit_test(a_second_package_goes_the_way_that_holds_by_then),
		cmocka_unit_test(evidence_that_was_changed_on_the_disk_makes_no_package),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
