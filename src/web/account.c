/* account.c -- see account.h. A new password and a new second factor ask for the present password again, so that a
 * screen left alone does not give an account away. */
#include "web/account.h"

#include "page_account.h"
#include "web/answer.h"
#include "web/role_words.h"

#include <string.h>

static enum status fill(struct request *rq, struct account_view *v, struct err *e)
{
	struct user_by_id_row row;
	bool found;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(user_by_id(&tx, rq->session.user, &found, &row, e));
	TRY(session_list(&tx, rq->session.user, rq->desk.now, &v->sessions, e));
	TRY(tx_commit(&tx, e));
	v->name = rq->session.name;
	v->login = rq->session.login;
	v->position = rq->session.position;
	v->role = role_words(rq->session.role, rq->lang);
	v->second_factor = found && row.totp.n > 0;
	if (!v->second_factor && !*v->secret)
		TRY(access_totp_new(&rq->desk, v->login, &v->secret, &v->uri, e));
	return OK;
}

static enum status show(struct request *rq, struct account_view *v, struct err *e)
{
	TRY(fill(rq, v, e));
	struct page p = page_of(rq, "Akun saya", "My account");
	page_account(rq->out, &p, v);
	return OK;
}

static enum status account_show(struct request *rq, struct err *e)
{
	const char *done = rq_query(rq, "selesai");
	bool en = rq->lang == EN;
	struct account_view v = {.done = "", .secret = "", .uri = ""};
	if (text_eq(done, "kode"))
		v.done = en ? "The second factor is set up." : "Kode dua langkah sudah terpasang.";
	if (text_eq(done, "sesi"))
		v.done = en ? "All other sessions have ended." : "Semua sesi lain sudah diakhiri.";
	return show(rq, &v, e);
}

/* The form again, with what was wrong. Faults of ours go on to the error page. */
static enum status show_again(struct request *rq, const char *secret, struct err *e)
{
	if (status_http(e->status) >= 500)
		return e->status;
	struct account_view v = {.done = "", .secret = secret ? secret : "", .uri = ""};
	v.fault = rq_fault(rq, e);
	return show(rq, &v, e);
}

/* The present password; TOO_MANY tries are stopped as at the log-in. */
static enum status prove(struct request *rq, struct err *e)
{
	const char *present;
	TRY(rq_form_text(rq, "present", 1000, true, &present, e));
	TRY(rq_limit(rq, "prove", 20, e));
	enum status status = access_password_prove(&rq->desk, rq->session.user, present, e);
	if (status == UNKNOWN_USER)
		return FAIL_FIELD(e, INVALID, "present", "%s",
				  rq->lang == EN ? "The present password does not fit." : "Sandi sekarang belum cocok.");
	return status;
}

static enum status change_password(struct request *rq, struct err *e)
{
	const char *fresh;
	TRY(prove(rq, e));
	TRY(rq_form_text(rq, "password", 1000, true, &fresh, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(access_password_set(&tx, &rq->desk, rq->session.user, fresh, e));
	return tx_commit(&tx, e);
}

static enum status password_take(struct request *rq, struct err *e)
{
	if (change_password(rq, e) != OK)
		return show_again(rq, NULL, e);
	rq->set_cookie = session_cookie(rq, NULL); /* all sessions have ended, this one too */
	return rq_redirect(rq, "/masuk");
}

static enum status set_code(struct request *rq, struct err *e)
{
	const char *secret, *code;
	TRY(prove(rq, e));
	TRY(rq_form_text(rq, "secret", 64, true, &secret, e));
	TRY(rq_form_text(rq, "code", 20, true, &code, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(access_totp_set(&tx, &rq->desk, rq->session.user, secret, text_digits(rq->desk.arena, code), e));
	return tx_commit(&tx, e);
}

static enum status code_take(struct request *rq, struct err *e)
{
	if (set_code(rq, e) != OK)
		return show_again(rq, rq_form(rq, "secret"), e);
	return rq_redirect(rq, "/kerja/akun?selesai=kode");
}

static enum status sessions_take(struct request *rq, struct err *e)
{
	const char *cookie = rq_session_cookie(rq);
	if (cookie)
		TRY(access_logout_others(&rq->desk, cookie, e));
	return rq_redirect(rq, "/kerja/akun?selesai=sesi");
}

static const struct route routes[] = {
	{GET, "/kerja/akun", RIGHT_LOGIN, account_show, 0, "akun"},
	{POST, "/kerja/akun/sandi", RIGHT_LOGIN, password_take, 8 * KIB, "akun"},
	{POST, "/kerja/akun/kode", RIGHT_LOGIN, code_take, 8 * KIB, "akun"},
	{POST, "/kerja/akun/sesi", RIGHT_LOGIN, sessions_take, 4 * KIB, "akun"},
};
const struct route_list account_routes = {routes, sizeof routes / sizeof routes[0]};
