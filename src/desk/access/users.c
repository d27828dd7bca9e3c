/* users.c -- accounts of the office's people, and the log of who saw or did what. */
#include "desk/access/access_internal.h"

#include <string.h>

enum status access_note(struct tx *tx, const struct desk *d, const char *action, const char *kind, int64_t object,
			const char *reason, struct err *e)
{
	return access_log_insert(tx, id_new(d->now), d->office->id, d->now, d->user, action, kind, object,
				 reason ? reason : "", e);
}

/* A login is typed on phones: small letters, digits, dot, dash, underscore. */
static bool login_shaped(const char *login)
{
	size_t n = login ? strlen(login) : 0;
	return n >= 3 && n <= 60 && strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789.-_@") == n;
}

/* The head of a unit without a unit would see nothing, anybody else with one would not know why. */
static enum status unit_fits(enum role role, int64_t agency, struct err *e)
{
	if ((role == ROLE_UNIT) == (agency != 0))
		return OK;
	return FAIL_FIELD(e, INVALID, "agency", "%s", role == ROLE_UNIT ? "the head of a unit needs the unit" : "only the head of a unit has a unit");
}

enum status access_user_add(struct tx *tx, const struct desk *d, const struct user_new *as, int64_t *ret,
			    struct err *e)
{
	const char *hash;
	bool found;
	struct user_by_login_row row;
	if (!login_shaped(as->login))
		return FAIL_FIELD(e, INVALID, "login", "a login has 3 to 60 of a-z 0-9 . - _ @");
	if (as->role == ROLE_NONE || as->role >= ROLE_N)
		return FAIL_FIELD(e, INVALID, "role", "no such role");
	TRY(unit_fits(as->role, as->agency, e));
	if (text_blank(as->name))
		return FAIL_FIELD(e, INVALID, "name", "a user needs a name");
	TRY(access_password_check(as->login, as->password, e));
	TRY(user_by_login(tx, as->login, &found, &row, e));
	if (found)
		return FAIL_FIELD(e, CONFLICT, "login", "there is a user '%s' already", as->login);
	TRY(password_hash(d->arena, as->password, &hash, e));
	int64_t id = id_new(d->now);
	TRY(user_insert(tx, id, d->office->id, as->login, as->name, as->position ? as->position : "",
			role_code(as->role), hash, as->nip, as->agency, d->now, e));
	TRY(access_note(tx, d, "user_added", "user", id, role_code(as->role), e));
	*ret = id;
	return OK;
}

static enum status user_need(struct tx *tx, int64_t user, struct user_by_id_row *ret, struct err *e)
{
	bool found;
	TRY(user_by_id(tx, user, &found, ret, e));
	return found ? OK : FAIL(e, NOT_FOUND, "no such user");
}

enum status access_password_prove(const struct desk *d, int64_t user, const char *password, struct err *e)
{
	struct user_by_id_row row;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(user_need(&tx, user, &row, e));
	TRY(tx_commit(&tx, e));
	if (!password_fits(row.password, password))
		return FAIL(e, UNKNOWN_USER, "the password does not fit");
	return OK;
}

enum status access_password_set(struct tx *tx, const struct desk *d, int64_t user, const char *password, struct err *e)
{
	struct user_by_id_row row;
	const char *hash;
	int64_t changed;
	TRY(user_need(tx, user, &row, e));
	TRY(access_password_check(row.login, password, e));
	TRY(password_hash(d->arena, password, &hash, e));
	TRY(user_password_put(tx, user, hash, &changed, e));
	TRY(session_end_all(tx, user, &changed, e));
	return access_note(tx, d, "password_set", "user", user, "", e);
}

enum status access_role_set(struct tx *tx, const struct desk *d, int64_t user, enum role role, int64_t agency, struct err *e)
{
	struct user_by_id_row row;
	int64_t changed;
	if (role == ROLE_NONE || role >= ROLE_N)
		return FAIL_FIELD(e, INVALID, "role", "no such role");
	TRY(unit_fits(role, agency, e));
	TRY(user_need(tx, user, &row, e));
	TRY(user_role_put(tx, user, role_code(role), agency, &changed, e));
	TRY(session_end_all(tx, user, &changed, e));
	return access_note(tx, d, "role_set", "user", user, role_code(role), e);
}

enum status access_disable(struct tx *tx, const struct desk *d, int64_t user, struct err *e)
{
	struct user_by_id_row row;
	int64_t changed;
	TRY(user_need(tx, user, &row, e));
	TRY(user_disabled_put(tx, user, d->now, &changed, e));
	TRY(session_end_all(tx, user, &changed, e));
	TRY(token_end_all(tx, user, d->now, &changed, e));
	return access_note(tx, d, "user_disabled", "user", user, "", e);
}
