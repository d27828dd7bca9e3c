/* session.c -- logging in, staying in, leaving; and API tokens.
 *
 * A cookie or token is 256 random bits; the store keeps only its keyed hash, so that a stolen copy of the store
 * opens nothing. Wrong name, wrong password and wrong code are one answer that takes one time.
 */
#include "desk/access/access_internal.h"

#include <string.h>

#define TOKEN_BYTES     32
#define SEEN_STEP_US    (60 * SECOND_US) /* how exactly the last visit is kept: a write a minute, not a write a page */
#define LOGIN_LENGTH_MAX 100

char *access_token_new(struct arena *a)
{
	return random_hex(a, TOKEN_BYTES);
}

bool access_token_shaped(const char *token)
{
	return token && strlen(token) == 2 * TOKEN_BYTES && strspn(token, "0123456789abcdef") == 2 * TOKEN_BYTES;
}

struct str access_token_hash(const struct desk *d, const char *token)
{
	struct hash h = hash_keyed(d->office->lookup_key, token, strlen(token));
	return (struct str){arena_memdup(d->arena, h.bytes, sizeof h.bytes), sizeof h.bytes};
}

/* Failures are counted for the name that was typed, whether there is such a user or not; the log does not hold
 * the name itself, which may be a password typed into the wrong field. */
static int64_t login_object(const struct desk *d, const char *login)
{
	struct hash h = hash_keyed(d->office->lookup_key, login, strlen(login));
	int64_t object;
	memcpy(&object, h.bytes, sizeof object);
	return (object & INT64_MAX) | 1;
}

struct login_try {
	bool found;
	struct user_by_login_row user;
	int64_t failures, step;
};

static enum status look_up(const struct desk *d, const char *login, struct login_try *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct access_log_count_row count;
	struct instant hour_ago = {d->now.us - HOUR_US};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(access_log_count(&tx, "login", login_object(d, login), "login_failed", hour_ago, &count, e));
	TRY(user_by_login(&tx, login, &ret->found, &ret->user, e));
	ret->failures = count.n;
	ret->found = ret->found && instant_is_none(ret->user.disabled_at) && ret->user.office == d->office->id;
	return tx_commit(&tx, e);
}

static bool proven(const struct desk *d, struct login_try *t, const char *password, const char *code)
{
	if (!t->found)
		return password_fits_nobody(password);
	bool fits = password_fits(t->user.password, password);
	if (t->user.totp.n)
		t->step = totp_step(t->user.totp, code, access_machine_now(d), t->user.totp_last);
	return fits && (!t->user.totp.n || t->step);
}

static enum status note_failure(const struct desk *d, const char *login, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(access_note(&tx, d, "login_failed", "login", login_object(d, login), "", e));
	TRY(tx_commit(&tx, e));
	return FAIL(e, UNKNOWN_USER, "login, password or code do not fit");
}

static enum status open_session(const struct desk *d, const struct login_try *t, const char **ret_cookie,
				struct session *ret, struct err *e)
{
	const struct user_by_login_row *u = &t->user;
	struct desk as = *d; /* what follows is the user's own act */
	as.user = u->id;
	as.role = role_of(u->role);
	as.user_name = u->name;
	const char *cookie = access_token_new(d->arena), *csrf = random_hex(d->arena, 16);
	int64_t changed = 1;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&as, WRITE, &tx, e));
	if (t->step)
		TRY(user_totp_use(&tx, u->id, t->step, &changed, e));
	if (!changed)
		return FAIL(e, UNKNOWN_USER, "the code was used already");
	TRY(session_prune(&tx, d->now, (struct instant){d->now.us - SESSION_IDLE_US}, &changed, e));
	TRY(session_insert(&tx, id_new(d->now), access_token_hash(d, cookie), u->id, csrf, d->now,
			   (struct instant){d->now.us + SESSION_MOST_US}, e));
	TRY(access_note(&tx, &as, "login", "user", u->id, "", e));
	TRY(tx_commit(&tx, e));
	*ret_cookie = cookie;
	*ret = (struct session){.user = u->id, .agency = u->agency, .role = as.role, .name = u->name, .login = u->login,
				.position = u->position, .csrf = csrf};
	return OK;
}

enum status access_login(const struct desk *d, const char *login, const char *password, const char *code,
			 const char **ret_cookie, struct session *ret, struct err *e)
{
	struct login_try t = {0};
	if (strlen(login) > LOGIN_LENGTH_MAX)
		return FAIL(e, UNKNOWN_USER, "no login is that long");
	login = text_lower(d->arena, login);
	TRY(look_up(d, login, &t, e));
	if (t.failures >= LOGIN_FAILURES_MAX)
		return FAIL(e, TOO_MANY, "more than %d failures within an hour for one login", LOGIN_FAILURES_MAX);
	if (!proven(d, &t, password, code ? text_digits(d->arena, code) : NULL))
		return note_failure(d, login, e);
	return open_session(d, &t, ret_cookie, ret, e);
}

static enum status touch(const struct desk *d, int64_t session, struct err *e)
{
	int64_t changed;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(session_seen(&tx, session, d->now, &changed, e));
	return tx_commit(&tx, e);
}

static enum status find_session(const struct desk *d, const char *cookie, struct session_by_token_row *ret,
				struct err *e)
{
	bool found;
	scoped(tx_rollback) struct tx tx = {0};
	if (!access_token_shaped(cookie))
		return FAIL(e, UNKNOWN_USER, "no such session");
	TRY(desk_begin(d, READ, &tx, e));
	TRY(session_by_token(&tx, access_token_hash(d, cookie), &found, ret, e));
	if (!found || !instant_is_none(ret->disabled_at) || d->now.us >= ret->ends_at.us ||
	    d->now.us - ret->seen_at.us > SESSION_IDLE_US)
		return FAIL(e, UNKNOWN_USER, "the session has ended");
	return tx_commit(&tx, e);
}

enum status access_session(const struct desk *d, const char *cookie, struct session *ret, struct err *e)
{
	struct session_by_token_row row;
	TRY(find_session(d, cookie, &row, e));
	if (d->now.us - row.seen_at.us > SEEN_STEP_US)
		TRY(touch(d, row.id, e));
	*ret = (struct session){.user = row.app_user, .agency = row.agency, .role = role_of(row.role), .name = row.name, .login = row.login,
				.position = row.position, .csrf = row.csrf};
	return OK;
}

enum status access_logout(const struct desk *d, const char *cookie, struct err *e)
{
	int64_t changed;
	scoped(tx_rollback) struct tx tx = {0};
	if (!access_token_shaped(cookie))
		return OK;
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(session_end(&tx, access_token_hash(d, cookie), &changed, e));
	TRY(access_note(&tx, d, "logout", "user", d->user, "", e));
	return tx_commit(&tx, e);
}

enum status access_logout_others(const struct desk *d, const char *cookie, struct err *e)
{
	struct session_by_token_row row;
	int64_t changed;
	TRY(find_session(d, cookie, &row, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(session_end_other(&tx, row.app_user, access_token_hash(d, cookie), &changed, e));
	TRY(access_note(&tx, d, "logout_others", "user", row.app_user, "", e));
	return tx_commit(&tx, e);
}

enum status access_token_make(struct tx *tx, const struct desk *d, int64_t user, const char *name, const char **ret,
			      struct err *e)
{
	const char *token = access_token_new(d->arena);
	int64_t id = id_new(d->now);
	if (text_blank(name))
		return FAIL_FIELD(e, INVALID, "name", "a token needs a name: what uses it?");
	TRY(token_insert(tx, id, user, access_token_hash(d, token), name, d->now, e));
	TRY(access_note(tx, d, "token_made", "user", user, name, e));
	*ret = token;
	return OK;
}

enum status access_token(const struct desk *d, const char *token, struct session *ret, struct err *e)
{
	struct token_by_hash_row row;
	bool found;
	scoped(tx_rollback) struct tx tx = {0};
	if (!access_token_shaped(token))
		return FAIL(e, UNKNOWN_USER, "no such token");
	TRY(desk_begin(d, READ, &tx, e));
	TRY(token_by_hash(&tx, access_token_hash(d, token), &found, &row, e));
	if (!found || !instant_is_none(row.ended_at) || !instant_is_none(row.disabled_at))
		return FAIL(e, UNKNOWN_USER, "no such token");
	TRY(tx_commit(&tx, e));
	*ret = (struct session){.user = row.app_user, .agency = row.agency, .role = role_of(row.role), .name = row.name, .login = row.login,
				.position = row.position, .csrf = ""};
	return OK;
}
