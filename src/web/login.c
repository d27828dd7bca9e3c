/* login.c -- see login.h. The session begins with a new token; leaving ends it in the store, not only here. */
#include "web/login.h"

#include "page_login.h"
#include "web/answer.h"

#include <string.h>

#define TRIES_PER_HOUR 30 /* per source; an office's officers share one address */

/* Only a path of ours is followed after the log-in: "//host" and "/\host" would lead elsewhere, and so would they
 * with a tab or a line break between, which browsers take out of an address before they read it. */
static const char *safe_back(const char *to)
{
	bool ours = to && to[0] == '/' && to[1] != '/' && strlen(to) < 500 && !strpbrk(to, "\\\t\r\n");
	return ours ? to : "";
}

static enum status show(struct request *rq, const struct login_view *v)
{
	struct page p = page_of(rq, "Masuk", "Log in");
	page_login(rq->out, &p, v);
	return OK;
}

enum status login_show(struct request *rq, struct err *e)
{
	struct login_view v = {.login = "", .back = safe_back(rq_query(rq, "ke"))};
	return show(rq, &v);
}

static enum status log_in(struct request *rq, const char **ret_cookie, struct session *ret, struct err *e)
{
	const char *login, *password, *code;
	TRY(rq_form_text(rq, "login", 100, true, &login, e));
	TRY(rq_form_text(rq, "password", 1000, true, &password, e));
	TRY(rq_form_text(rq, "code", 40, false, &code, e));
	TRY(rq_limit(rq, "login", TRIES_PER_HOUR, e));
	return access_login(&rq->desk, login, password, code, ret_cookie, ret, e);
}

enum status login_take(struct request *rq, struct err *e)
{
	const char *cookie, *typed = rq_form(rq, "login");
	struct session session;
	struct login_view v = {.login = typed ? typed : "", .back = safe_back(rq_form(rq, "ke"))};
	enum status status = log_in(rq, &cookie, &session, e);
	if (status == OK) {
		rq->set_cookie = session_cookie(rq, cookie);
		return rq_redirect(rq, "%s", *v.back ? v.back : role_partner(session.role) ? "/kerja/pencegahan" : "/kerja");
	}
	if (status_http(status) >= 500)
		return status;
	v.fault = rq_fault(rq, e);
	if (status == UNKNOWN_USER)
		v.fault.text = rq->lang == EN ? "Name, password or code do not fit together."
					      : "Nama, sandi, atau kode belum cocok.";
	if (status == TOO_MANY)
		v.fault.text = rq->lang == EN ? "Too many tries. Wait an hour, or ask your administrator."
					      : "Terlalu banyak percobaan. Tunggu satu jam, atau hubungi pengelola.";
	return show(rq, &v);
}

enum status logout_take(struct request *rq, struct err *e)
{
	const char *cookie = rq_session_cookie(rq);
	if (cookie)
		TRY(access_logout(&rq->desk, cookie, e));
	rq->set_cookie = session_cookie(rq, NULL);
	return rq_redirect(rq, "/");
}
