/* access_test.c -- who may come in, for how long, and what is kept of it. On both stores. */
#include "desk/access/access.h"
#include "lobby.h"
#include "support.h"

#include <liboath/oath.h>

SUPPORT_SQL(sql_log, "SELECT action FROM access_log WHERE kind = 'user' AND object = $1 ORDER BY action", 1, 1, false, VALUE_INT);

#define GOOD "tujuh gajah menari 58"

struct fixture {
	struct lobby l;
	int64_t user;
};

static int64_t user_new(struct fixture *f, const char *login, enum role role)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct user_new as = {.login = login, .name = "Petugas Uji", .position = "Staf", .role = role, .password = GOOD};
	int64_t id;
	assert_ok(desk_begin(&f->l.public, WRITE, &tx, e));
	assert_ok(access_user_add(&tx, &f->l.public, &as, &id, e));
	assert_ok(tx_commit(&tx, e));
	return id;
}

static int start(void **state)
{
	struct fixture *f = *state = lobby_new(sizeof *f);
	f->user = user_new(f, "laras", ROLE_HANDLER);
	return 0;
}

static enum status login(struct fixture *f, const char *password, const char *code, const char **cookie)
{
	struct session s;
	return access_login(&f->l.public, "laras", password, code, cookie, &s, NULL);
}

static struct desk later(const struct fixture *f, int64_t us)
{
	struct desk d = f->l.public;
	d.now.us += us;
	return d;
}

static void a_password_must_be_long_and_not_guessable(void **state)
{
	static const char *const bad[] = {"pendek", "sebelas hrf", "password1234", "P4ssw0rd!2024", "123456789012345", "aaaaaaaaaaaaaaaa",
					  "qwertyuiop123", "Bawaslu2024!!", "netralitasASN", "larasbawaslu24", "abcdefghijklmnop", "indonesia1945",
					  "abcabcabcabcabc", "laras12345678", "pemilu pilkada 2024"};
	static const char *const good[] = {GOOD, "kuda-lari-pagi-sore", "hujan turun di atap seng", "Xk9#mQ2$vL7p", "aku lupa menutup jendela"};
	struct err e;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (access_password_check("laras", bad[i], &e) != INVALID)
			fail_msg("accepted: %s", bad[i]);
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		if (access_password_check("laras", good[i], &e) != OK)
			fail_msg("refused: %s: %s", good[i], e.why);
}

static void the_right_password_opens_a_session_and_the_cookie_finds_it(void **state)
{
	struct fixture *f = *state;
	struct session made, found;
	const char *cookie;
	assert_ok(access_login(&f->l.public, "Laras", GOOD, NULL, &cookie, &made, e));
	assert_int_equal(strlen(cookie), 64);
	assert_ok(access_session(&f->l.public, cookie, &found, e));
	assert_int_equal(found.user, f->user);
	assert_int_equal(found.role, ROLE_HANDLER);
	assert_string_equal(found.csrf, made.csrf);
	assert_string_equal(found.name, "Petugas Uji");
}

static void a_wrong_password_and_an_unknown_name_are_one_answer(void **state)
{
	struct fixture *f = *state;
	struct session s;
	struct err wrong, unknown;
	const char *cookie;
	assert_int_equal(access_login(&f->l.public, "laras", "tujuh gajah menari 59", NULL, &cookie, &s, &wrong), UNKNOWN_USER);
	assert_int_equal(access_login(&f->l.public, "tidak.ada", GOOD, NULL, &cookie, &s, &unknown), UNKNOWN_USER);
	assert_string_equal(wrong.why, unknown.why);
}

/* TRUST 4.3: ten failures an hour for one name, whether there is such a person or not; then it opens again. */
static void ten_failures_close_a_name_for_an_hour(void **state)
{
	struct fixture *f = *state;
	struct session s;
	const char *cookie;
	static const char *const names[] = {"laras", "tidak.ada"};
	for (int n = 0; n < 2; n++) {
		for (int i = 0; i < 10; i++)
			assert_int_equal(access_login(&f->l.public, names[n], "bukan ini sandinya", NULL, &cookie, &s, NULL), UNKNOWN_USER);
		assert_int_equal(access_login(&f->l.public, names[n], GOOD, NULL, &cookie, &s, NULL), TOO_MANY);
	}
	struct desk hence = later(f, HOUR_US + SECOND_US);
	assert_ok(access_login(&hence, "laras", GOOD, NULL, &cookie, &s, e));
}

static void a_session_ends_after_thirty_idle_minutes(void **state)
{
	struct fixture *f = *state;
	struct session s;
	const char *cookie;
	assert_int_equal(login(f, GOOD, NULL, &cookie), OK);
	struct desk in_time = later(f, 29 * 60 * SECOND_US), again = later(f, 58 * 60 * SECOND_US), late = later(f, 89 * 60 * SECOND_US);
	assert_ok(access_session(&in_time, cookie, &s, e));
	assert_ok(access_session(&again, cookie, &s, e)); /* the visit before counts */
	assert_int_equal(access_session(&late, cookie, &s, NULL), UNKNOWN_USER);
}

static void a_session_ends_after_twelve_hours_however_busy(void **state)
{
	struct fixture *f = *state;
	struct session s;
	const char *cookie;
	assert_int_equal(login(f, GOOD, NULL, &cookie), OK);
	for (int64_t minutes = 25; minutes < 12 * 60; minutes += 25) {
		struct desk d = later(f, minutes * 60 * SECOND_US);
		assert_ok(access_session(&d, cookie, &s, e));
	}
	struct desk over = later(f, 12 * HOUR_US);
	assert_int_equal(access_session(&over, cookie, &s, NULL), UNKNOWN_USER);
}

static void leaving_a_new_password_a_new_role_and_disabling_end_the_session(void **state)
{
	struct fixture *f = *state;
	struct session s;
	for (int how = 0; how < 4; how++) {
		const char *cookie;
		assert_int_equal(login(f, GOOD, NULL, &cookie), OK);
		scoped(tx_rollback) struct tx tx = {0};
		if (how == 0) {
			assert_ok(access_logout(&f->l.public, cookie, e));
		} else {
			assert_ok(desk_begin(&f->l.public, WRITE, &tx, e));
			if (how == 1)
				assert_ok(access_password_set(&tx, &f->l.public, f->user, GOOD, e));
			else if (how == 2)
				assert_ok(access_role_set(&tx, &f->l.public, f->user, ROLE_MEMBER, 0, e));
			else
				assert_ok(access_disable(&tx, &f->l.public, f->user, e));
			assert_ok(tx_commit(&tx, e));
		}
		assert_int_equal(access_session(&f->l.public, cookie, &s, NULL), UNKNOWN_USER);
	}
	const char *cookie;
	assert_int_equal(login(f, GOOD, NULL, &cookie), UNKNOWN_USER); /* disabled */
}

static void the_head_of_a_unit_has_a_unit_and_nobody_else_has(void **state)
{
	struct fixture *f = *state;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->l.public, WRITE, &tx, e));
	assert_int_equal(access_role_set(&tx, &f->l.public, f->user, ROLE_UNIT, 0, NULL), INVALID);
	assert_int_equal(access_role_set(&tx, &f->l.public, f->user, ROLE_SECRETARY, 77, NULL), INVALID);
	assert_ok(access_role_set(&tx, &f->l.public, f->user, ROLE_UNIT, 77, e));
	assert_ok(tx_commit(&tx, e));
	struct session s;
	const char *cookie;
	assert_int_equal(login(f, GOOD, NULL, &cookie), OK);
	assert_ok(access_session(&f->l.public, cookie, &s, e));
	assert_int_equal(s.role, ROLE_UNIT);
	assert_int_equal(s.agency, 77);
}

static void other_sessions_can_be_ended_from_one_that_stays(void **state)
{
	struct fixture *f = *state;
	struct session s;
	const char *mine, *other;
	assert_int_equal(login(f, GOOD, NULL, &other), OK);
	assert_int_equal(login(f, GOOD, NULL, &mine), OK);
	assert_ok(access_logout_others(&f->l.public, mine, e));
	assert_int_equal(access_session(&f->l.public, other, &s, NULL), UNKNOWN_USER);
	assert_ok(access_session(&f->l.public, mine, &s, e));
}

static void what_is_no_token_of_ours_opens_nothing(void **state)
{
	static const char *const bad[] = {"", "x", "0000000000000000000000000000000000000000000000000000000000000000",
					  "ABCDEF", "' OR 1=1 --"};
	struct fixture *f = *state;
	struct session s;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_int_equal(access_session(&f->l.public, bad[i], &s, NULL), UNKNOWN_USER);
		assert_int_equal(access_token(&f->l.public, bad[i], &s, NULL), UNKNOWN_USER);
		assert_ok(access_logout(&f->l.public, bad[i], e));
	}
}

static const char *code_at(struct fixture *f, const char *secret, int64_t us)
{
	char *bytes, code[7];
	size_t n;
	assert_int_equal(oath_base32_decode(secret, strlen(secret), &bytes, &n), OATH_OK);
	assert_int_equal(oath_totp_generate(bytes, n, (time_t)((SUPPORT_NOW.us + us) / SECOND_US), 30, 0, 6, code), OATH_OK);
	free(bytes);
	return arena_strdup(&f->l.s.arena, code);
}

/* RFC 6238: a code of the phone, within half a minute, once. */
static void the_second_factor_is_asked_for_and_each_code_counts_once(void **state)
{
	struct fixture *f = *state;
	const char *secret, *uri, *cookie;
	struct session s;
	assert_ok(access_totp_new(&f->l.public, "laras", &secret, &uri, e));
	assert_true(text_starts(uri, "otpauth://totp/Netra:laras?secret="));
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->l.public, WRITE, &tx, e));
	assert_int_equal(access_totp_set(&tx, &f->l.public, f->user, secret, "000000", NULL), INVALID);
	assert_ok(access_totp_set(&tx, &f->l.public, f->user, secret, code_at(f, secret, 0), e));
	assert_ok(tx_commit(&tx, e));

	assert_int_equal(login(f, GOOD, NULL, &cookie), UNKNOWN_USER);
	assert_int_equal(login(f, GOOD, code_at(f, secret, 0), &cookie), UNKNOWN_USER); /* used when it was set up */
	struct desk minute = later(f, 60 * SECOND_US);
	const char *code = code_at(f, secret, 60 * SECOND_US);
	assert_ok(access_login(&minute, "laras", GOOD, arena_printf(&f->l.s.arena, "%.3s %s", code, code + 3), &cookie, &s, e));
	assert_int_equal(access_login(&minute, "laras", GOOD, code, &cookie, &s, NULL), UNKNOWN_USER);
	struct desk hence = later(f, 300 * SECOND_US);
	assert_int_equal(access_login(&hence, "laras", GOOD, code_at(f, secret, 180 * SECOND_US), &cookie, &s, NULL), UNKNOWN_USER);
}

static void a_token_opens_the_api_until_its_owner_is_disabled(void **state)
{
	struct fixture *f = *state;
	const char *token;
	struct session s;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->l.public, WRITE, &tx, e));
	assert_int_equal(access_token_make(&tx, &f->l.public, f->user, " ", &token, NULL), INVALID);
	assert_ok(access_token_make(&tx, &f->l.public, f->user, "papan provinsi", &token, e));
	assert_ok(tx_commit(&tx, e));
	assert_ok(access_token(&f->l.public, token, &s, e));
	assert_int_equal(s.user, f->user);
	assert_int_equal(access_session(&f->l.public, token, &s, NULL), UNKNOWN_USER);

	assert_ok(desk_begin(&f->l.public, WRITE, &tx, e));
	assert_ok(access_disable(&tx, &f->l.public, f->user, e));
	assert_ok(tx_commit(&tx, e));
	assert_int_equal(access_token(&f->l.public, token, &s, NULL), UNKNOWN_USER);
}

static void the_store_holds_no_cookie_no_token_and_no_password(void **state)
{
	struct fixture *f = *state;
	struct user_by_login_row user;
	struct session_by_token_row row;
	const char *cookie;
	bool found;
	assert_int_equal(login(f, GOOD, NULL, &cookie), OK);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->l.public, READ, &tx, e));
	assert_ok(user_by_login(&tx, "laras", &found, &user, e));
	assert_true(text_starts(user.password, "$argon2id$v=19$m=65536,t=3"));
	assert_ok(session_by_token(&tx, str_of(cookie), &found, &row, e));
	assert_false(found);
}

static void a_login_name_is_plain_and_one_persons_only(void **state)
{
	struct fixture *f = *state;
	struct err e;
	int64_t id;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->l.public, WRITE, &tx, e));
	struct user_new as = {.login = "laras", .name = "Laras Lain", .role = ROLE_MEMBER, .password = GOOD};
	assert_int_equal(access_user_add(&tx, &f->l.public, &as, &id, &e), CONFLICT);
	as.login = "La ras";
	assert_int_equal(access_user_add(&tx, &f->l.public, &as, &id, &e), INVALID);
	as.login = "laras2";
	as.role = ROLE_NONE;
	assert_int_equal(access_user_add(&tx, &f->l.public, &as, &id, &e), INVALID);
	assert_string_equal(e.field, "role");
}

static void each_act_leaves_a_trace(void **state)
{
	struct fixture *f = *state;
	struct rows rows;
	const char *cookie;
	assert_int_equal(login(f, GOOD, NULL, &cookie), OK);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->l.public, READ, &tx, e));
	const struct value args[] = {value_int(f->user)};
	assert_ok(tx_run(&tx, &sql_log, args, &rows, e));
	assert_int_equal(rows.n_rows, 2);
	assert_string_equal(value_as_text(&rows.items[0]), "login");
	assert_string_equal(value_as_text(&rows.items[1]), "user_added");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, start, lobby_end)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_must_be_long_and_not_guessable),
		T(the_right_password_opens_a_session_and_the_cookie_finds_it),
		T(a_wrong_password_and_an_unknown_name_are_one_answer),
		T(ten_failures_close_a_name_for_an_hour),
		T(a_session_ends_after_thirty_idle_minutes),
		T(a_session_ends_after_twelve_hours_however_busy),
		T(leaving_a_new_password_a_new_role_and_disabling_end_the_session),
		T(the_head_of_a_unit_has_a_unit_and_nobody_else_has),
		T(other_sessions_can_be_ended_from_one_that_stays),
		T(what_is_no_token_of_ours_opens_nothing),
		T(the_second_factor_is_asked_for_and_each_code_counts_once),
		T(a_token_opens_the_api_until_its_owner_is_disabled),
		T(the_store_holds_no_cookie_no_token_and_no_password),
		T(a_login_name_is_plain_and_one_persons_only),
		T(each_act_leaves_a_trace),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
