/* vault_test.c -- an identity opens with two custodians and a reason, for half an hour, and never silently.
 */
#define _GNU_SOURCE /* memmem */
#include "desk/vault/vault.h"

#include "desk/access/access.h"
#include "desk/intake/intake.h"
#include "lobby.h"
#include "support.h"

#include <sodium.h>

SUPPORT_SQL(log_count, "SELECT count(*) FROM access_log WHERE action = $1 AND object = $2", 2, 1, false,
	    VALUE_TEXT, VALUE_INT);

enum { ASKER = 7001, FIRST, SECOND, OTHER };

struct fixture {
	struct lobby l;
	struct desk asker, first, second, other;
	int64_t report;
};

static int start(void **state)
{
	struct fixture *f = *state = lobby_new(sizeof *f);
	struct intake_receipt receipt;
	f->asker = lobby_person(&f->l, ASKER, "peminta", ROLE_HANDLER);
	f->first = lobby_person(&f->l, FIRST, "kunci-1", ROLE_CUSTODIAN);
	f->second = lobby_person(&f->l, SECOND, "kunci-2", ROLE_CUSTODIAN);
	f->other = lobby_person(&f->l, OTHER, "lain", ROLE_HANDLER);
	struct intake_form form = {.channel = "web",
				   .text = "uji",
				   .contact = "Melati, 0812-0000-0000",
				   .event_on = DAY_NONE,
				   .known_on = DAY_NONE};
	assert_ok(intake_receive(&f->l.public, &form, &receipt, e));
	f->report = receipt.report;
	return 0;
}

static int64_t logged(struct fixture *f, const char *action)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct value args[] = {value_text(action), value_int(f->report)};
	struct rows rows;
	assert_ok(desk_begin(&f->l.public, READ, &tx, e));
	assert_ok(tx_run(&tx, &log_count, args, &rows, e));
	return value_as_int(&rows.items[0]);
}

static int64_t ask(struct fixture *f)
{
	int64_t request;
	assert_ok(vault_ask(&f->asker, f->report, "Pelapor perlu dipanggil sebagai saksi", &request, e));
	return request;
}

#define MOTIVE "Alasannya cukup dan tertulis"

static void two_custodians_open_it_for_the_asker_alone(void **state)
{
	struct fixture *f = *state;
	struct err e;
	const char *text;
	int64_t request = ask(f);
	assert_int_equal(vault_view(&f->asker, request, &text, &e), FORBIDDEN);
	assert_ok(vault_answer(&f->first, request, true, MOTIVE, NULL, e));
	assert_int_equal(vault_view(&f->asker, request, &text, &e), FORBIDDEN); /* one hand is not enough */
	assert_ok(vault_answer(&f->second, request, true, MOTIVE, NULL, e));
	assert_int_equal(vault_view(&f->other, request, &text, &e), FORBIDDEN);
	assert_int_equal(vault_view(&f->first, request, &text, &e), FORBIDDEN);
	assert_int_equal(logged(f, "identity_viewed"), 0);
	assert_ok(vault_view(&f->asker, request, &text, e));
	assert_string_equal(text, "Melati, 0812-0000-0000");
	assert_int_equal(logged(f, "identity_viewed"), 1);
	assert_int_equal(logged(f, "identity_approved"), 2);
}

static void a_look_ends_after_half_an_hour(void **state)
{
	struct fixture *f = *state;
	struct err e;
	const char *text;
	int64_t request = ask(f);
	assert_ok(vault_answer(&f->first, request, true, MOTIVE, NULL, e));
	assert_ok(vault_answer(&f->second, request, true, MOTIVE, NULL, e));
	struct desk later = f->asker;
	later.now.us += VAULT_OPEN_US;
	assert_ok(vault_view(&later, request, &text, e));
	later.now.us += 1;
	assert_int_equal(vault_view(&later, request, &text, &e), FORBIDDEN);
}

/* S11: the first approves, the second refuses with a motive; later both approve a new request. */
static void one_refusal_ends_the_request_and_says_why(void **state)
{
	struct fixture *f = *state;
	struct err e;
	const char *text;
	struct vault_status s;
	int64_t request = ask(f);
	assert_ok(vault_answer(&f->first, request, true, MOTIVE, NULL, e));
	assert_ok(vault_answer(&f->second, request, false, "Bisa ditanyakan lewat kode", NULL, e));
	assert_ok(vault_status(&f->asker, request, &s, e));
	assert_int_equal(s.state, VAULT_REFUSED);
	assert_string_equal(s.answers.items[1].motive, "Bisa ditanyakan lewat kode");
	assert_int_equal(vault_view(&f->asker, request, &text, &e), FORBIDDEN);
	assert_int_equal(vault_answer(&f->first, request, true, MOTIVE, NULL, &e), CONFLICT);
	request = ask(f);
	assert_ok(vault_answer(&f->first, request, true, MOTIVE, NULL, e));
	assert_ok(vault_answer(&f->second, request, true, MOTIVE, NULL, e));
	assert_ok(vault_view(&f->asker, request, &text, e));
}

static void nobody_answers_twice_or_for_oneself_or_without_the_right(void **state)
{
	struct fixture *f = *state;
	struct err e;
	int64_t request = ask(f);
	assert_int_equal(vault_answer(&f->other, request, true, MOTIVE, NULL, &e), FORBIDDEN);
	assert_ok(vault_answer(&f->first, request, true, MOTIVE, NULL, e));
	assert_int_equal(vault_answer(&f->first, request, true, MOTIVE, NULL, &e), CONFLICT);
	int64_t own;
	assert_ok(vault_ask(&f->first, f->report, "Saya sendiri ingin tahu sebabnya", &own, e));
	assert_int_equal(vault_answer(&f->first, own, true, MOTIVE, NULL, &e), FORBIDDEN);
}

static void a_request_needs_a_reason_and_something_sealed(void **state)
{
	struct fixture *f = *state;
	struct err e;
	int64_t request;
	struct intake_receipt unnamed;
	struct intake_form form = {
		.channel = "web", .text = "tanpa nama", .event_on = DAY_NONE, .known_on = DAY_NONE};
	assert_int_equal(vault_ask(&f->asker, f->report, "mau", &request, &e), INVALID);
	assert_int_equal(vault_ask(&f->l.public, f->report, "Alasan yang panjang", &request, &e), FORBIDDEN);
	assert_ok(intake_receive(&f->l.public, &form, &unnamed, e));
	assert_int_equal(vault_ask(&f->asker, unnamed.report, "Alasan yang panjang", &request, &e),
			 NOT_FOUND);
}

static void without_the_key_sealing_goes_on_and_nothing_opens(void **state)
{
	struct fixture *f = *state;
	struct err e;
	const char *text;
	int64_t request = ask(f);
	assert_ok(vault_answer(&f->first, request, true, MOTIVE, NULL, e));
	assert_ok(vault_answer(&f->second, request, true, MOTIVE, NULL, e));
	assert_int_equal(unlink(arena_printf(&f->l.s.arena, "%s/keys/vault.key", f->l.s.folder)), 0);
	assert_int_equal(vault_view(&f->asker, request, &text, &e), UNAVAILABLE);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->l.public, WRITE, &tx, e));
	assert_ok(vault_seal(&tx, &f->l.public, f->report, "nomor baru", e));
}

/* Any byte changed, any cut, another report, another key: it does not open. */
static void a_box_that_was_touched_does_not_open(void **state)
{
	struct fixture *f = *state;
	unsigned char office[32], secret[32], wrong[32];
	struct err e;
	const char *text;
	crypto_box_keypair(office, secret);
	crypto_box_keypair(wrong, wrong);
	struct str box = vault_box_make(&f->l.s.arena, office, 9, "rahasia");
	assert_ok(vault_box_open(&f->l.s.arena, secret, 9, box, &text, e));
	assert_string_equal(text, "rahasia");
	assert_null(memmem(box.s, box.n, "rahasia", 7));
	assert_int_equal(vault_box_open(&f->l.s.arena, secret, 10, box, &text, &e), BROKEN);
	assert_int_equal(vault_box_open(&f->l.s.arena, wrong, 9, box, &text, &e), BROKEN);
	for (size_t i = 0; i < box.n; i++) {
		char *touched = arena_memdup(&f->l.s.arena, box.s, box.n);
		touched[i] ^= 1;
		assert_int_equal(
			vault_box_open(&f->l.s.arena, secret, 9, (struct str){touched, box.n}, &text, &e),
			BROKEN);
		assert_int_equal(vault_box_open(&f->l.s.arena, secret, 9, (struct str){box.s, i}, &text, &e),
				 BROKEN);
	}
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, start, lobby_end)
	const struct CMUnitTest tests[] = {
		T(two_custodians_open_it_for_the_asker_alone),
		T(a_look_ends_after_half_an_hour),
		T(one_refusal_ends_the_request_and_says_why),
		T(nobody_answers_twice_or_for_oneself_or_without_the_right),
		T(a_request_needs_a_reason_and_something_sealed),
		T(without_the_key_sealing_goes_on_and_nothing_opens),
		T(a_box_that_was_touched_does_not_open),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
