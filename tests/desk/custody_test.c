/* custody_test.c -- the vault's key in people's hands: any two of them open, one alone has nothing, and nothing on the disk
 * opens by itself. */
#include "desk/vault/custody.h"

#include "desk/access/access.h"
#include "desk/intake/intake.h"
#include "desk/vault/hands.h"
#include "desk/vault/sheet.h"
#include "lobby.h"
#include "support.h"

#include <ctype.h>
#include <sys/stat.h>

SUPPORT_SQL(part_move, "UPDATE vault_part SET request = $2 WHERE request = $1", 2, 0, true, VALUE_INT, VALUE_INT);
SUPPORT_SQL(part_count, "SELECT count(*) FROM vault_part", 0, 1, false, VALUE_NULL);
SUPPORT_SQL(share_count, "SELECT count(*) FROM vault_share", 0, 1, false, VALUE_NULL);
SUPPORT_SQL(rewrap_count, "SELECT count(*) FROM vault_rewrap", 0, 1, false, VALUE_NULL);
SUPPORT_SQL(key_forge, "UPDATE vault_key SET public = $1", 1, 0, true, VALUE_BYTES);

enum { ASKER = 7001, FIRST, SECOND, THIRD };
#define MOTIVE   "Alasannya cukup dan tertulis"
#define IDENTITY "Melati Rekaan, 0812-0000-0000"

static const struct custody_hand people[] = {
	{FIRST, "kunci-1", "kemarau-tujuh-layang"},
	{SECOND, "kunci-2", "rumpun-bambu-hujan"},
	{THIRD, "kunci-3", "perahu-kertas-pagi"},
};

struct fixture {
	struct lobby l;
	struct desk asker, first, second, third;
	int64_t report;
};

static int64_t report_with(struct fixture *f, const char *contact)
{
	struct intake_receipt receipt;
	struct intake_form form = {.channel = "web", .text = arena_printf(&f->l.s.arena, "uji %s", contact), .contact = contact,
				   .event_on = DAY_NONE, .known_on = DAY_NONE};
	assert_ok(intake_receive(&f->l.public, &form, &receipt, e));
	return receipt.report;
}

static int start(void **state)
{
	struct fixture *f = *state = lobby_new(sizeof *f);
	f->asker = lobby_person(&f->l, ASKER, "peminta", ROLE_HANDLER);
	f->first = lobby_person(&f->l, FIRST, "kunci-1", ROLE_CUSTODIAN);
	f->second = lobby_person(&f->l, SECOND, "kunci-2", ROLE_CUSTODIAN);
	f->third = lobby_person(&f->l, THIRD, "kunci-3", ROLE_CUSTODIAN);
	f->report = report_with(f, IDENTITY); /* sealed before custody began */
	return 0;
}

static int end(void **state)
{
	vault_forget(true);
	return lobby_end(state);
}

static int64_t ask(struct fixture *f, int64_t report)
{
	int64_t request;
	assert_ok(vault_ask(&f->asker, report, "Pelapor perlu dipanggil sebagai saksi", &request, e));
	return request;
}

static struct custody_two two(int a, int b)
{
	return (struct custody_two){.hands = {people[a], people[b]}};
}

static bool key_on_disk(struct fixture *f)
{
	struct stat st;
	return stat(arena_printf(&f->l.s.arena, "%s/keys/vault.key", f->l.s.folder), &st) == 0;
}

/* Both approve with their passphrases, the asker looks. */
static void opens(struct fixture *f, int64_t report, struct desk *one, const char *pass_one, struct desk *other,
		  const char *pass_other, const char *identity)
{
	const char *text;
	int64_t request = ask(f, report);
	assert_ok(vault_answer(one, request, true, MOTIVE, pass_one, e));
	assert_ok(vault_answer(other, request, true, MOTIVE, pass_other, e));
	assert_ok(vault_view(&f->asker, request, &text, e));
	assert_string_equal(text, identity);
	assert_int_equal(lobby_count(&f->l, &part_count), 0);
}

/* -- the sums -- */

static void two_shares_do_what_the_secret_does(void **state)
{
	(void)state;
	for (int i = 0; i < 40; i++) {
		unsigned char secret[32], public[32], a[32], b[32], sealed[BOX_SEALED_SIZE], key[32], first[32], got[32], joined[32], again[32];
		crypto_box_keypair(public, secret);
		random_bytes(key, sizeof key);
		crypto_box_seal(sealed, key, sizeof key, public);
		share_split(secret, a, b);
		assert_true(share_first(sealed, a, first) && share_second(sealed, public, first, b, got));
		assert_memory_equal(got, key, 32);
		assert_true(share_first(sealed, b, first) && share_second(sealed, public, first, a, got)); /* in either order */
		assert_memory_equal(got, key, 32);
		share_join(a, b, joined);
		crypto_scalarmult_base(again, joined);
		assert_memory_equal(again, public, 32);
	}
}

static void one_share_or_a_strange_pair_opens_nothing(void **state)
{
	(void)state;
	unsigned char secret[32], public[32], a[32], b[32], c[32], d[32], sealed[BOX_SEALED_SIZE], key[32] = {1}, first[32], got[32];
	crypto_box_keypair(public, secret);
	crypto_box_seal(sealed, key, sizeof key, public);
	share_split(secret, a, b);
	share_split(secret, c, d);
	assert_false(box_key_open(sealed, a, got));
	assert_false(box_key_open(sealed, b, got));
	assert_true(share_first(sealed, a, first));
	assert_false(share_second(sealed, public, first, a, got));
	assert_false(share_second(sealed, public, first, d, got)); /* of another pair of the same key */
	assert_false(share_second(sealed, public, sealed, b, got));
	assert_memory_not_equal(a, c, 32);
}

static void a_sheet_is_read_as_it_is_written_by_hand_and_not_when_mistyped(void **state)
{
	struct fixture *f = *state;
	unsigned char share[32], got[32];
	random_bytes(share, sizeof share);
	const char *text = vault_sheet_write(&f->l.s.arena, share);
	assert_int_equal(strlen(text), 56 + 11);
	assert_true(strlen(text) < CUSTODY_SHEET_MAX);
	assert_true(vault_sheet_read(text, got));
	assert_memory_equal(got, share, 32);
	char *hand = arena_strdup(&f->l.s.arena, text);
	for (char *c = hand; *c; c++)
		*c = *c == '-' ? ' ' : *c == '0' ? 'o' : *c == '1' ? 'l' : (char)tolower(*c);
	assert_true(vault_sheet_read(hand, got));
	for (size_t i = 0; text[i]; i++) {
		char *wrong = arena_strdup(&f->l.s.arena, text);
		if (wrong[i] == '-')
			continue;
		wrong[i] = wrong[i] == '7' ? '8' : '7';
		assert_false(vault_sheet_read(wrong, got));
		wrong[i] = 0;
		assert_false(vault_sheet_read(wrong, got));
	}
	assert_false(vault_sheet_read(arena_printf(&f->l.s.arena, "%s7", text), got));
	assert_false(vault_sheet_read("", got));
}

/* -- custody -- */

static void custody_takes_the_key_off_the_disk_and_two_passphrases_open(void **state)
{
	struct fixture *f = *state;
	struct custody_status s;
	assert_true(custody_plain(f->l.office));
	assert_ok(custody_begin(&f->l.public, people, 2, false, e));
	assert_false(custody_plain(f->l.office));
	assert_false(key_on_disk(f));
	assert_ok(custody_status(&f->l.public, &s, e));
	assert_true(s.begun && !s.plain && s.people.n == 2 && s.boxes == 1 && !s.behind);
	opens(f, f->report, &f->first, people[0].passphrase, &f->second, people[1].passphrase, IDENTITY);
	opens(f, report_with(f, "Sesudahnya"), &f->second, people[1].passphrase, &f->first, people[0].passphrase, "Sesudahnya");
}

static void any_two_of_three_open_and_one_alone_does_not(void **state)
{
	struct fixture *f = *state;
	struct err e;
	const char *text;
	assert_ok(custody_begin(&f->l.public, people, 3, false, e));
	assert_int_equal(lobby_count(&f->l, &share_count), 6);
	opens(f, f->report, &f->first, people[0].passphrase, &f->third, people[2].passphrase, IDENTITY);
	opens(f, f->report, &f->third, people[2].passphrase, &f->second, people[1].passphrase, IDENTITY);
	int64_t request = ask(f, f->report);
	assert_ok(vault_answer(&f->first, request, true, MOTIVE, people[0].passphrase, e));
	assert_int_equal(vault_answer(&f->first, request, true, MOTIVE, people[0].passphrase, &e), CONFLICT);
	assert_int_equal(vault_view(&f->asker, request, &text, &e), FORBIDDEN);
	/* An approval that somebody writes into the store without a key is an approval without an opening. */
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->l.public, WRITE, &tx, e));
	assert_ok(vault_answer_add(&tx, id_new(f->l.public.now), request, SECOND, true, MOTIVE, f->l.public.now, e));
	assert_ok(tx_commit(&tx, e));
	assert_int_equal(vault_view(&f->asker, request, &text, &e), UNAVAILABLE);
}

static void what_the_first_leaves_is_good_for_one_request(void **state)
{
	struct fixture *f = *state;
	struct err e;
	assert_ok(custody_begin(&f->l.public, people, 2, false, e));
	int64_t one = ask(f, f->report), other = ask(f, f->report);
	assert_ok(vault_answer(&f->first, one, true, MOTIVE, people[0].passphrase, e));
	assert_int_equal(lobby_count(&f->l, &part_count), 1);
	scoped(tx_rollback) struct tx tx = {0};
	struct value args[] = {value_int(one), value_int(other)};
	assert_ok(desk_begin(&f->l.public, WRITE, &tx, e));
	assert_ok(tx_run(&tx, &part_move, args, NULL, e));
	assert_ok(vault_answer_add(&tx, id_new(f->l.public.now), other, FIRST, true, MOTIVE, f->l.public.now, e));
	assert_ok(tx_commit(&tx, e));
	assert_int_equal(vault_answer(&f->second, other, true, MOTIVE, people[1].passphrase, &e), CONFLICT);
}

static void a_refusal_needs_no_passphrase_and_wipes_what_was_left(void **state)
{
	struct fixture *f = *state;
	struct vault_status s;
	assert_ok(custody_begin(&f->l.public, people, 2, false, e));
	int64_t request = ask(f, f->report);
	assert_ok(vault_answer(&f->first, request, true, MOTIVE, people[0].passphrase, e));
	assert_ok(vault_answer(&f->second, request, false, "Bisa ditanyakan lewat kode", NULL, e));
	assert_ok(vault_status(&f->asker, request, &s, e));
	assert_int_equal(s.state, VAULT_REFUSED);
	assert_int_equal(lobby_count(&f->l, &part_count), 0);
}

static void a_wrong_passphrase_is_told_and_the_sixth_in_an_hour_waits(void **state)
{
	struct fixture *f = *state;
	struct err e;
	assert_ok(custody_begin(&f->l.public, people, 2, false, e));
	int64_t request = ask(f, f->report);
	for (int i = 0; i < PERSON_TRIES; i++) {
		assert_int_equal(vault_answer(&f->first, request, true, MOTIVE, "sandi-masuk-biasa", &e), UNKNOWN_USER);
		assert_string_equal(e.field, "passphrase");
	}
	assert_int_equal(vault_answer(&f->first, request, true, MOTIVE, people[0].passphrase, &e), TOO_MANY);
	assert_ok(vault_answer(&f->second, request, true, MOTIVE, people[1].passphrase, e)); /* the other is not held up */
	struct desk later = f->first;
	later.now.us += HOUR_US + 1;
	assert_ok(vault_answer(&later, request, true, MOTIVE, people[0].passphrase, e));
}

static void nobody_without_a_key_approves(void **state)
{
	struct fixture *f = *state;
	struct err e;
	assert_ok(custody_begin(&f->l.public, people, 2, false, e));
	int64_t request = ask(f, f->report);
	assert_int_equal(vault_answer(&f->third, request, true, MOTIVE, people[2].passphrase, &e), FORBIDDEN);
	assert_ok(vault_answer(&f->third, request, false, MOTIVE, NULL, e)); /* but anybody with the right may refuse */
}

static void custody_needs_two_people_with_two_good_passphrases(void **state)
{
	struct fixture *f = *state;
	struct err e;
	struct custody_hand same[] = {people[0], people[1]};
	assert_int_equal(custody_begin(&f->l.public, people, 1, false, &e), INVALID);
	same[1].passphrase = people[0].passphrase;
	assert_int_equal(custody_begin(&f->l.public, same, 2, false, &e), INVALID);
	same[1] = people[1];
	same[1].passphrase = "pendek";
	assert_int_equal(custody_begin(&f->l.public, same, 2, false, &e), INVALID);
	same[1] = people[0];
	assert_int_equal(custody_begin(&f->l.public, same, 2, false, &e), INVALID);
	assert_true(key_on_disk(f));
	assert_int_equal(custody_begin(&f->l.public, people, 2, true, &e), CONFLICT); /* nothing to give up while the key is there */
}

static void custody_that_was_cut_short_is_ended_by_the_same_people(void **state)
{
	struct fixture *f = *state;
	struct err e;
	unsigned char secret[32];
	const char *path = arena_printf(&f->l.s.arena, "%s/keys/vault.key", f->l.s.folder);
	FILE *file = fopen(path, "rb");
	assert_int_equal(fread(secret, 1, 32, file), 32);
	fclose(file);
	assert_ok(custody_begin(&f->l.public, people, 2, false, e));
	assert_int_equal(custody_begin(&f->l.public, people, 2, false, &e), CONFLICT);
	file = fopen(path, "wb"); /* as if the machine had stopped before it went */
	assert_int_equal(fwrite(secret, 1, 32, file), 32);
	fclose(file);
	struct custody_hand wrong[] = {people[0], people[1]};
	wrong[1].passphrase = "bukan-yang-itu-lagi";
	assert_int_equal(custody_begin(&f->l.public, wrong, 2, false, &e), UNKNOWN_USER);
	assert_true(key_on_disk(f));
	assert_ok(custody_begin(&f->l.public, people, 2, false, e));
	assert_false(key_on_disk(f));
}

static void a_lost_passphrase_is_replaced_by_two_others_or_by_the_sheets(void **state)
{
	struct fixture *f = *state;
	struct err e;
	const char *sheets[2];
	struct custody_hand fresh = {FIRST, "kunci-1", "sandi-yang-lain-sama-sekali"};
	assert_ok(custody_begin(&f->l.public, people, 2, false, e));
	struct custody_two both = two(0, 1);
	assert_ok(custody_sheets(&f->l.public, &both, sheets, e));
	assert_ok(custody_add(&f->l.public, &both, &people[2], e));
	struct custody_two others = two(1, 2);
	assert_ok(custody_add(&f->l.public, &others, &fresh, e));
	opens(f, f->report, &f->first, fresh.passphrase, &f->third, people[2].passphrase, IDENTITY);
	assert_int_equal(vault_answer(&f->first, ask(f, f->report), true, MOTIVE, people[0].passphrase, &e), UNKNOWN_USER);
	struct custody_two paper = {.sheets = {sheets[0], sheets[1]}};
	assert_ok(custody_add(&f->l.public, &paper, &people[0], e));
	opens(f, f->report, &f->first, people[0].passphrase, &f->second, people[1].passphrase, IDENTITY);
	struct custody_two twice = {.sheets = {sheets[0], sheets[0]}}, mistyped = {.sheets = {sheets[0], "7"}};
	assert_int_equal(custody_add(&f->l.public, &twice, &fresh, &e), INVALID);
	assert_int_equal(custody_add(&f->l.public, &mistyped, &fresh, &e), INVALID);
	struct custody_two alone = {.hands = {people[1], people[1]}};
	assert_int_equal(custody_add(&f->l.public, &alone, &fresh, &e), INVALID);
}

static void a_passphrase_is_changed_by_its_owner_and_shares_stay(void **state)
{
	struct fixture *f = *state;
	struct err e;
	assert_ok(custody_begin(&f->l.public, people, 2, false, e));
	assert_int_equal(custody_passphrase(&f->first, "kunci-1", "bukan-yang-lama", "lereng-gunung-berkabut", &e), UNKNOWN_USER);
	assert_ok(custody_passphrase(&f->first, "kunci-1", people[0].passphrase, "lereng-gunung-berkabut", e));
	assert_int_equal(vault_answer(&f->first, ask(f, f->report), true, MOTIVE, people[0].passphrase, &e), UNKNOWN_USER);
	opens(f, f->report, &f->first, "lereng-gunung-berkabut", &f->second, people[1].passphrase, IDENTITY);
}

static void two_custodians_always_remain(void **state)
{
	struct fixture *f = *state;
	struct err e;
	assert_ok(custody_begin(&f->l.public, people, 3, false, e));
	assert_ok(custody_remove(&f->l.public, FIRST, e));
	assert_int_equal(lobby_count(&f->l, &share_count), 2);
	assert_int_equal(custody_remove(&f->l.public, SECOND, &e), CONFLICT);
	assert_int_equal(vault_answer(&f->first, ask(f, f->report), true, MOTIVE, people[0].passphrase, &e), FORBIDDEN);
	opens(f, f->report, &f->second, people[1].passphrase, &f->third, people[2].passphrase, IDENTITY);
}

static void a_rotation_moves_every_box_and_ends_the_old_sheets(void **state)
{
	struct fixture *f = *state;
	struct err e;
	const char *sheets[2];
	struct custody_status s;
	assert_ok(custody_begin(&f->l.public, people, 3, false, e));
	int64_t second = report_with(f, "Kedua");
	struct custody_two both = two(0, 1), others = two(1, 2);
	assert_ok(custody_sheets(&f->l.public, &both, sheets, e));
	int64_t waiting = ask(f, f->report);
	assert_ok(vault_answer(&f->first, waiting, true, MOTIVE, people[0].passphrase, e));
	assert_ok(custody_rotate(&f->l.public, &both, NULL, NULL, e));
	assert_int_equal(lobby_count(&f->l, &rewrap_count), 2);
	assert_int_equal(vault_answer(&f->second, waiting, true, MOTIVE, people[1].passphrase, &e), CONFLICT); /* left for the old key */
	assert_ok(custody_rotate(&f->l.public, &others, NULL, NULL, e));
	assert_ok(custody_status(&f->l.public, &s, e));
	assert_true(s.keys.n == 3 && !s.behind && s.boxes == 2);
	assert_false(instant_is_none(s.keys.items[0].over_at));
	assert_int_equal(lobby_count(&f->l, &share_count), 6); /* only the newest key has shares */
	opens(f, f->report, &f->first, people[0].passphrase, &f->third, people[2].passphrase, IDENTITY);
	opens(f, second, &f->first, people[0].passphrase, &f->second, people[1].passphrase, "Kedua");
	opens(f, report_with(f, "Ketiga"), &f->first, people[0].passphrase, &f->second, people[1].passphrase, "Ketiga");
	struct custody_two paper = {.sheets = {sheets[0], sheets[1]}};
	assert_int_equal(custody_add(&f->l.public, &paper, &people[0], &e), INVALID);
}

static void what_is_given_up_stays_shut_and_new_contacts_are_sealed(void **state)
{
	struct fixture *f = *state;
	struct err e;
	assert_ok(custody_begin(&f->l.public, people, 2, false, e));
	assert_ok(custody_begin(&f->l.public, people + 1, 2, true, e));
	assert_int_equal(vault_answer(&f->second, ask(f, f->report), true, MOTIVE, people[1].passphrase, &e), UNAVAILABLE);
	opens(f, report_with(f, "Baru"), &f->second, people[1].passphrase, &f->third, people[2].passphrase, "Baru");
}

static void a_key_that_the_office_did_not_sign_seals_nothing(void **state)
{
	struct fixture *f = *state;
	struct err e;
	unsigned char public[32], secret[32];
	crypto_box_keypair(public, secret);
	assert_ok(custody_begin(&f->l.public, people, 2, false, e));
	scoped(tx_rollback) struct tx tx = {0};
	struct value args[] = {value_bytes((struct str){(char *)public, 32})};
	assert_ok(desk_begin(&f->l.public, WRITE, &tx, e));
	assert_ok(tx_run(&tx, &key_forge, args, NULL, e));
	assert_int_equal(vault_seal(&tx, &f->l.public, f->report, "rahasia", &e), BROKEN);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, start, end)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_shares_do_what_the_secret_does),
		cmocka_unit_test(one_share_or_a_strange_pair_opens_nothing),
		T(a_sheet_is_read_as_it_is_written_by_hand_and_not_when_mistyped),
		T(custody_takes_the_key_off_the_disk_and_two_passphrases_open),
		T(any_two_of_three_open_and_one_alone_does_not),
		T(what_the_first_leaves_is_good_for_one_request),
		T(a_refusal_needs_no_passphrase_and_wipes_what_was_left),
		T(a_wrong_passphrase_is_told_and_the_sixth_in_an_hour_waits),
		T(nobody_without_a_key_approves),
		T(custody_needs_two_people_with_two_good_passphrases),
		T(custody_that_was_cut_short_is_ended_by_the_same_people),
		T(a_lost_passphrase_is_replaced_by_two_others_or_by_the_sheets),
		T(a_passphrase_is_changed_by_its_owner_and_shares_stay),
		T(two_custodians_always_remain),
		T(a_rotation_moves_every_box_and_ends_the_old_sheets),
		T(what_is_given_up_stays_shut_and_new_contacts_are_sealed),
		T(a_key_that_the_office_did_not_sign_seals_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
