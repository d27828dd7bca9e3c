/* answer.c -- see answer.h. */
#include "web/answer.h"

#include "base/log.h"
#include "web/api.h"
#include "web/shut.h"
#include "web/squeeze.h"
#include "web/upload.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define COOKIE_LANG  "lang"
#define YEAR_SECONDS 31536000

const struct header answer_headers[] = {
	{"Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
				    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "no-referrer"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Permissions-Policy", "accelerometer=(), camera=(), display-capture=(), fullscreen=(), geolocation=(), "
			       "gyroscope=(), microphone=(), midi=(), payment=(), usb=()"},
	{"X-Frame-Options", "DENY"},
	{NULL, NULL},
};

const char *session_cookie_name(const struct server *s)
{
	return s->secure_cookies ? "__Host-netra" : "netra";
}

const char *session_cookie(struct request *rq, const char *token)
{
	const struct server *s = rq->server;
	return arena_printf(rq->desk.arena, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s", session_cookie_name(s),
			    token ? token : "", s->secure_cookies ? "; Secure" : "", token ? "" : "; Max-Age=0");
}

const char *rq_session_cookie(const struct request *rq)
{
	const struct call *c = (const struct call *)((const char *)rq - offsetof(struct call, rq));
	return cookie_value(rq->desk.arena, c->head.cookie, session_cookie_name(rq->server));
}

/* ---------- the head ---------- */

const char *const method_names[METHODS_N] = {"GET", "POST", "HEAD", "PATCH", "DELETE", "OPTIONS"};

static bool is_upload(const char *uri)
{
	return text_eq(uri, UPLOAD_PATH) || text_starts(uri, UPLOAD_PATH "/") || text_starts(uri, UPLOAD_PATH "?");
}

/* Faults of these addresses are read by programs. */
static bool is_api(const char *uri)
{
	return text_starts(uri, "/api/") || is_upload(uri);
}

/* The host that a page of ours would name as its origin: "https://host:port" -> "host:port". */
static bool same_host(const char *origin, const char *host)
{
	const char *at = strstr(origin, "://");
	return at && host && !strcasecmp(at + 3, host);
}

/* A browser says where a form was sent from; a form of another site is refused before anything is read. */
static bool from_elsewhere(const struct head *h)
{
	if (h->fetch_site)
		return strcmp(h->fetch_site, "same-origin") != 0 && strcmp(h->fetch_site, "none") != 0;
	return h->origin && !same_host(h->origin, h->host);
}

static bool method_of(const char *name, enum method *ret)
{
	for (size_t i = 0; i < METHODS_N; i++)
		if (!strcmp(name, method_names[i]))
			return *ret = (enum method)i, true;
	return false;
}

/* Some programs and proxies can only POST; the header says what they mean. Only a POST may: a GET stays harmless. */
static bool method_read(const struct head *h, enum method *ret)
{
	if (!method_of(h->method, ret))
		return false;
	return *ret != POST || !h->method_override || method_of(h->method_override, ret);
}

/* "GET, HEAD, POST", of the methods that an address has. */
static const char *allow_of(struct arena *a, unsigned methods)
{
	const char *all = "";
	if (methods & 1u << GET)
		methods |= 1u << HEAD;
	for (size_t i = 0; i < METHODS_N; i++)
		if (methods & 1u << i)
			all = arena_printf(a, "%s%s%s", all, *all ? ", " : "", method_names[i]);
	return all;
}

static void prepare(struct server *s, struct call *c)
{
	struct request *rq = &c->rq;
	rq->server = s;
	rq->out = &c->out;
	rq->lang = ID;
	rq->path = "/";
	rq->desk = (struct desk){.office = s->office, .arena = &c->arena, .now = office_now(s->office), .user_name = "",
				 .regime = s->office->regime};
	rq->wants_json = is_api(c->head.uri);
	rq->if_match = c->head.if_match;
	rq->if_none_match = c->head.if_none_match;
	rq->takes_gzip = squeeze_accepted(c->head.accept_encoding);
	rq->tus = &c->head.tus;
	rq->body_type = c->head.content_type;
	if (is_upload(c->head.uri))
		upload_greet(rq);
}

/* "/lapor/" leads to "/lapor". */
static void redirect_without_slash(struct call *c)
{
	scoped(buf_free) struct buf to = {0};
	for (size_t i = 0; i < c->at.n_parts; i++) {
		buf_char(&to, '/');
		buf_url(&to, c->at.parts[i]);
	}
	if (c->at.query.n) {
		buf_char(&to, '?');
		buf_raw(&to, c->at.query.s, c->at.query.n);
	}
	c->rq.location = buf_arena(&c->arena, &to);
	c->rq.http = 301;
	c->refused = true;
}

static bool refuse(struct server *s, struct call *c, int http, enum status status, const char *why)
{
	call_refuse(s, c, http, status, why);
	return false;
}

static bool route_find(struct server *s, struct call *c)
{
	struct match m = route_match(route_lists, route_lists_n, c->rq.method, &c->at);
	if (!m.route && m.others) {
		rq_header(&c->rq, "Allow", allow_of(&c->arena, m.others));
		return refuse(s, c, 405, INVALID, "this address does not answer that method");
	}
	if (!m.route)
		return refuse(s, c, 404, NOT_FOUND, "no such address");
	if (c->at.ends_in_slash && c->at.n_parts && c->rq.method == GET) {
		redirect_without_slash(c);
		return false;
	}
	c->rq.route = m.route;
	c->rq.method = m.route->method;
	memcpy(c->rq.segments, m.segments, sizeof m.segments);
	c->rq.n_segments = m.n_segments;
	c->body_limit = m.route->body_limit & ~BODY_FLAGS;
	return true;
}

static bool changes(enum method m)
{
	return m != GET && m != HEAD && m != OPTIONS;
}

/* What the head alone tells of an upload, before a byte of the body is read. */
static bool tus_open(struct server *s, struct call *c)
{
	struct err e = {0};
	if (!(c->rq.route->body_limit & ROUTE_TUS))
		return true;
	if (upload_head_check(&c->rq, &e) != OK)
		return refuse(s, c, c->rq.http, e.status, e.why);
	c->parts = c->rq.method == PATCH && !c->head.tus.checksum;
	if (c->rq.method == PATCH && !c->parts)
		c->body_limit = UPLOAD_CHECKED_MAX;
	return true;
}

bool call_open(struct server *s, struct call *c, int64_t length)
{
	struct err e = {0};
	prepare(s, c);
	c->rq.body_length = length;
	if (!method_read(&c->head, &c->rq.method)) {
		rq_header(&c->rq, "Allow", "GET, HEAD, POST");
		return refuse(s, c, 405, INVALID, "this method is not known here");
	}
	if (address_read(&c->arena, c->head.uri, &c->at, &e) != OK)
		return refuse(s, c, e.status == NOT_FOUND ? 404 : e.status == TOO_LARGE ? 414 : 400, e.status, e.why);
	c->rq.path = c->at.path;
	if (!route_find(s, c))
		return false;
	if (changes(c->rq.method) && from_elsewhere(&c->head))
		return refuse(s, c, 403, FORBIDDEN, "a form of another site");
	if (!tus_open(s, c))
		return false;
	if (length > 0 && (uint64_t)length > c->body_limit)
		return refuse(s, c, 413, TOO_LARGE, "the body is larger than this address takes");
	return true;
}

/* ---------- language, session, body ---------- */

static void choose_language(struct call *c)
{
	struct request *rq = &c->rq;
	const char *asked = rq_query(rq, "lang"), *kept = cookie_value(&c->arena, c->head.cookie, COOKIE_LANG);
	bool known = text_eq(asked, "en") || text_eq(asked, "id");
	rq->lang = rq->desk.lang = text_eq(known ? asked : kept, "en") ? EN : ID;
	rq->set_lang = known && !text_eq(asked, kept) && !(text_eq(asked, "id") && !kept);
}

/* Staff pages know their reader by cookie, the API by token; neither accepts the other's. */
static enum status know_reader(struct server *s, struct call *c, struct err *e)
{
	struct request *rq = &c->rq;
	if (rq->wants_json) {
		const char *h = c->head.authorization;
		if (!h || strncasecmp(h, "Bearer ", 7) != 0)
			return FAIL(e, UNKNOWN_USER, "send 'Authorization: Bearer TOKEN' (netra user token)");
		TRY(access_token(&rq->desk, h + 7, &rq->session, e));
	} else {
		const char *cookie = cookie_value(&c->arena, c->head.cookie, session_cookie_name(s));
		if (!cookie)
			return FAIL(e, UNKNOWN_USER, "no session");
		TRY(access_session(&rq->desk, cookie, &rq->session, e));
	}
	rq->desk.user = rq->session.user;
	rq->desk.role = rq->session.role;
	rq->desk.user_name = rq->session.name;
	if (!role_may(rq->session.role, rq->route->right))
		return FAIL(e, FORBIDDEN, "the role '%s' does not do this", role_code(rq->session.role));
	return OK;
}

static enum status take_form(struct request *rq, struct form *f)
{
	rq->form = f->items;
	rq->n_form = f->n;
	rq->uploads = f->uploads.items;
	rq->n_uploads = f->uploads.n;
	return OK;
}

/* The key that makes a repeated request count once: a header of the API, a hidden field of a form. */
static enum status take_key(struct call *c, struct err *e)
{
	struct request *rq = &c->rq;
	const char *key = c->head.idempotency_key ? c->head.idempotency_key : rq_form(rq, "once");
	if (text_blank(key))
		return OK;
	size_t n = strlen(key);
	if (n > 200 || !text_valid(key, n))
		return FAIL_FIELD(e, INVALID, "once", "an idempotency key is at most 200 characters");
	rq->idempotency_key = key;
	return OK;
}

static enum status read_body(struct call *c, struct err *e)
{
	struct request *rq = &c->rq;
	struct form f = {0};
	struct str body = {c->body.s ? c->body.s : "", c->body.n};
	const char *type = c->head.content_type;
	bool lists = rq->route->body_limit & BODY_LISTS;
	if (rq->route->body_limit & ROUTE_TUS) {
		rq->body = body;
		return take_key(c, e);
	}
	if (content_type_is(type, "multipart/form-data")) {
		TRY(form_multipart(&c->arena, type, body, lists, &f, e));
	} else if (!body.n) {
		return take_key(c, e);
	} else if (rq->wants_json && content_type_is(type, "application/json")) {
		if (!text_valid(body.s, body.n))
			return FAIL(e, INVALID, "expected UTF-8 text without control characters");
		rq->body = body;
	} else if (!rq->wants_json && content_type_is(type, "application/x-www-form-urlencoded")) {
		TRY(form_urlencoded(&c->arena, body, lists, &f, e));
	} else {
		rq->http = 415;
		return FAIL(e, INVALID, "this kind of body is not read here: %.60s", type ? type : "none named");
	}
	take_form(rq, &f);
	return take_key(c, e);
}

static enum status read_query(struct call *c, struct err *e)
{
	struct form f;
	TRY(form_urlencoded(&c->arena, c->at.query, c->rq.route->body_limit & BODY_LISTS, &f, e));
	c->rq.query = f.items;
	c->rq.n_query = f.n;
	return OK;
}

/* A form of ours sends no field twice, a browser's add-on may: whoever sent it reads why nothing was done. */
static enum status in_words(const struct call *c, enum status status, struct err *e)
{
	if (status == OK || c->rq.lang == EN || !form_twice(e))
		return status;
	const char *field = e->field;
	return FAIL_FIELD(e, INVALID, field, "Isian '%.60s' terkirim dua kali dengan nilai yang mungkin berbeda; tidak ada yang disimpan.", field);
}

static enum status check_token(const struct request *rq, struct err *e)
{
	if (!changes(rq->method) || rq->wants_json || rq->route->right == RIGHT_NONE)
		return OK;
	const char *sent = rq_form(rq, "csrf"), *ours = rq->session.csrf;
	if (!sent || !ours || strlen(sent) != strlen(ours) || !bytes_equal(sent, ours, strlen(ours)))
		return FAIL(e, FORBIDDEN, "the form's token is not this session's");
	return OK;
}

static enum status run(struct server *s, struct call *c, struct err *e)
{
	struct request *rq = &c->rq;
	enum status query = read_query(c, e);
	choose_language(c);
	TRY(in_words(c, query, e));
	if (rq->route->right != RIGHT_NONE)
		TRY(know_reader(s, c, e));
	TRY(in_words(c, read_body(c, e), e));
	TRY(check_token(rq, e));
	TRY(shut_request(rq, e));
	return api_answer(rq, e);
}

/* Somebody who is not logged in and asks for a staff page is led to the log-in and back. */
static bool led_to_login(struct request *rq, const struct err *e)
{
	if (e->status != UNKNOWN_USER || rq->wants_json || rq->method != GET || rq->route->right == RIGHT_NONE)
		return false;
	scoped(buf_free) struct buf to = {0};
	buf_url(&to, rq->path);
	return rq_redirect(rq, "/masuk?ke=%s", to.s) == OK;
}

static void keep_language(struct call *c)
{
	struct request *rq = &c->rq;
	if (rq->set_lang && !rq->set_cookie)
		rq->set_cookie = arena_printf(&c->arena, COOKIE_LANG "=%s; Path=/; SameSite=Lax; Max-Age=%d",
					      rq->lang == EN ? "en" : "id", YEAR_SECONDS);
}

static void finish(struct call *c, enum status status, struct err *e)
{
	if (status == OK)
		status = buf_done(&c->out, e);
	if (status != OK) {
		if (e->status == OK) /* a handler that failed without a word */
			err_set(e, status, "handler", NULL, "%s", status_text(status));
		if (status_http(e->status) >= 500)
			log_err(c->rq.route->path, e);
		if (!led_to_login(&c->rq, e))
			status = problem_show(&c->rq, e);
	}
	keep_language(c);
	squeeze_answer(&c->rq);
}

bool call_part(struct server *s, struct call *c)
{
	struct request *rq = &c->rq;
	(void)!call_answer(s, c); /* no part is left to the store's thread */
	rq->part_at += (int64_t)c->body.n;
	buf_free(&c->body);
	if (rq->http >= 400)
		return false;
	buf_clear(&c->out);
	rq->http = 0;
	return true;
}

/* ---------- what is left to the store ---------- */

#define LATER_TRIES 3 /* of a write that met another one */

enum status rq_later(struct request *rq, rq_write write, rq_answer answer, void *work)
{
	rq->later = (struct rq_later){.write = write, .answer = answer, .work = work};
	return OK;
}

static enum status later_write(struct tx *tx, void *context, struct err *e)
{
	struct request *rq = &((struct call *)context)->rq;
	return rq->later.write(tx, rq, rq->later.work, e);
}

static void later_done(void *context, enum status status, const struct err *e)
{
	struct call *c = context;
	c->outcome = status;
	c->why = *e;
	c->wake(c);
}

static enum status write_now(struct call *c, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&c->rq.desk, WRITE, &tx, e));
	TRY(later_write(&tx, c, e));
	return tx_commit(&tx, e);
}

/* True when the write is under way; else the outcome is known. */
static bool later_begin(struct call *c)
{
	struct request *rq = &c->rq;
	c->why = (struct err){0};
	if (!c->wake) {
		c->outcome = write_now(c, &c->why);
		return false;
	}
	c->later = (struct later){.write = later_write, .done = later_done, .context = c, .arena = &c->arena,
				  .office = rq->desk.office->id, .now = rq->desk.now};
	if (store_later(rq->desk.office->store, &c->later))
		return true;
	c->outcome = FAIL(&c->why, UNAVAILABLE, "%d reports wait for the store already", LATER_MAX);
	return false;
}

/* The store has spoken: the answer, or another try. True when the answer is ready. */
static bool later_answer(struct call *c)
{
	struct rq_later *l = &c->rq.later;
	while (c->outcome == CONFLICT && ++l->tries < LATER_TRIES)
		if (later_begin(c))
			return false;
	struct err e = c->why;
	enum status status = l->answer(&c->rq, l->work, c->outcome, &e);
	finish(c, status, &e);
	return true;
}

bool call_answer(struct server *s, struct call *c)
{
	if (c->rq.later.write)
		return later_answer(c);
	struct err e = {0};
	enum status status = run(s, c, &e);
	if (status != OK || !c->rq.later.write) {
		finish(c, status, &e);
		return true;
	}
	return later_begin(c) ? false : later_answer(c);
}

/* Who shows a session or a token goes in the officers' lane; whether it is a good one is found out there, at the price of
 * one look-up. */
enum lane call_lane(const struct server *s, struct call *c)
{
	const struct route *route = c->rq.route;
	if (!route || (route->right == RIGHT_NONE && !(route->method == POST && text_eq(route->path, "/masuk"))))
		return LANE_PUBLIC;
	if (route->right == RIGHT_NONE)
		return LANE_LOGIN;
	bool known = c->rq.wants_json ? c->head.authorization != NULL : cookie_value(&c->arena, c->head.cookie, session_cookie_name(s)) != NULL;
	return known ? LANE_STAFF : LANE_PUBLIC;
}

void call_refuse(struct server *s, struct call *c, int http, enum status status, const char *why)
{
	struct err e = {0};
	err_set(&e, status, "call_open", NULL, "%s", why);
	c->refused = true;
	c->rq.http = http;
	choose_language(c);
	if (problem_show(&c->rq, &e) != OK)
		buf_clear(&c->out);
}

void call_end(struct call *c)
{
	buf_free(&c->body);
	buf_free(&c->out);
	if (c->rq.fd > 0) /* nobody was left to send it to */
		close(c->rq.fd);
	live_leave(c->rq.ear);
	arena_free(&c->arena);
}

const char *reason_of(int http)
{
	static const struct {
		int http;
		const char *reason;
	} reasons[] = {
		{200, "OK"}, {201, "Created"}, {202, "Accepted"}, {204, "No Content"}, {301, "Moved Permanently"}, {303, "See Other"},
		{400, "Bad Request"}, {401, "Unauthorized"}, {403, "Forbidden"}, {404, "Not Found"},
		{405, "Method Not Allowed"}, {408, "Request Timeout"}, {409, "Conflict"}, {410, "Gone"}, {412, "Precondition Failed"}, {413, "Content Too Large"},
		{414, "URI Too Long"}, {415, "Unsupported Media Type"}, {422, "Unprocessable Content"},
		{423, "Locked"}, {429, "Too Many Requests"}, {460, "Checksum Mismatch"}, {500, "Internal Server Error"},
		{503, "Service Unavailable"}, {507, "Insufficient Storage"},
	};
	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
		if (reasons[i].http == http)
			return reasons[i].reason;
	return "";
}
