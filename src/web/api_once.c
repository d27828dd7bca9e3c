/* api_once.c -- a POST with an Idempotency-Key is done once, however often the network makes a program send it; and so is a
 * form that makes something new (ROUTE_ONCE), however often its button is pressed: a letter sent twice would use up two
 * legal numbers. The key of a form is its hidden field "once", which is of one view of a page, and what was filled in, so that
 * another form of the same view is another request. */
#include "base/log.h"
#include "desk/access/once.h"
#include "web/api.h"

#include <string.h>
#include <time.h>

#define WAITS   30 /* for a first press that is still at work: three seconds */
#define WAIT_NS 100000000L

/* What must be equal for two requests to be the same one. */
static struct hash request_hash(const struct request *rq)
{
	scoped(buf_free) struct buf b = {0};
	buf_printf(&b, "POST %s\n%s\n", rq->path, rq->if_match ? rq->if_match : "");
	buf_raw(&b, rq->body.s ? rq->body.s : "", rq->body.n);
	for (size_t i = 0; i < rq->n_form; i++)
		buf_printf(&b, "%zu:%s=%zu:%s\n", strlen(rq->form[i].name), rq->form[i].name, strlen(rq->form[i].value), rq->form[i].value);
	for (size_t i = 0; i < rq->n_uploads; i++) {
		struct hash h = hash_of(rq->uploads[i].bytes.s, rq->uploads[i].bytes.n);
		buf_printf(&b, "%s=", rq->uploads[i].field);
		buf_raw(&b, (const char *)h.bytes, HASH_SIZE);
	}
	return hash_of(b.s, b.n);
}

static bool is_form(const struct request *rq) { return !rq->wants_json; }

/* The second press of a form waits for the first one: its page is the one that the browser will show. */
static enum status claim(struct request *rq, const char *key, struct hash request, struct once *ret, struct err *e)
{
	const struct timespec wait = {.tv_nsec = WAIT_NS};
	for (int i = 0;; i++) {
		enum status status = access_once_begin(&rq->desk, key, request, ret, e);
		if (status != CONFLICT || !is_form(rq))
			return status;
		*e = (struct err){0};
		if (i == WAITS)
			break;
		nanosleep(&wait, NULL);
	}
	return FAIL(e, CONFLICT, "%s", rq->lang == EN ? "This was sent a moment ago, and whether it is done is not known yet. Look at the file before you send it again."
						      : "Kiriman yang sama baru saja masuk dan belum diketahui hasilnya. Lihat berkasnya dulu sebelum mengirim lagi.");
}

static enum status answer_again(struct request *rq, const struct once *once)
{
	if (is_form(rq))
		return rq_redirect(rq, "%.*s", (int)once->answer.n, once->answer.s);
	buf_raw(rq->out, once->answer.s, once->answer.n);
	rq->http = once->http;
	rq->content_type = "application/json";
	return OK;
}

/* Refused requests changed nothing, so their key is free again; after trouble with the store nobody knows, so it is not. Of a
 * form that leads on the way is kept; one that comes back with its fault changed nothing. */
static void settle(struct request *rq, const struct once *once, const char *key, enum status status)
{
	struct err e = {0};
	enum status kept = OK;
	struct str answer = {rq->out->s ? rq->out->s : "", rq->out->n};
	if (is_form(rq) && status == OK)
		answer = str_of(rq->location ? rq->location : "");
	if (status == OK && (!is_form(rq) || rq->location))
		kept = access_once_end(&rq->desk, once, key, rq->http ? rq->http : 200, answer, &e);
	else if (status != UNAVAILABLE && status != BROKEN)
		kept = access_once_drop(&rq->desk, once, &e);
	if (kept != OK)
		log_err("idempotency", &e);
}

enum status api_answer(struct request *rq, struct err *e)
{
	bool counts = rq->wants_json || rq->route->body_limit & ROUTE_ONCE;
	if (!counts || rq->method != POST || !rq->idempotency_key || rq->route->right == RIGHT_NONE)
		return rq->route->handle(rq, e);
	struct once once;
	struct hash request = request_hash(rq);
	const char *key = rq->idempotency_key;
	if (is_form(rq))
		key = arena_printf(rq->desk.arena, "%s %s", key, hash_hex(rq->desk.arena, request));
	TRY(claim(rq, key, request, &once, e));
	if (once.again)
		return answer_again(rq, &once);
	enum status status = rq->route->handle(rq, e);
	settle(rq, &once, key, status);
	return status;
}
