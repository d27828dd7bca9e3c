/* api_once.c -- a POST with an Idempotency-Key is done once, however often the network makes a program send it. */
#include "base/log.h"
#include "desk/access/once.h"
#include "web/api.h"

#include <string.h>

/* What must be equal for two requests to be the same one. */
static struct hash request_hash(const struct request *rq)
{
	scoped(buf_free) struct buf b = {0};
	buf_printf(&b, "POST %s\n%s\n", rq->path, rq->if_match ? rq->if_match : "");
	buf_raw(&b, rq->body.s ? rq->body.s : "", rq->body.n);
	return hash_of(b.s, b.n);
}

static enum status answer_again(struct request *rq, const struct once *once)
{
	buf_raw(rq->out, once->answer.s, once->answer.n);
	rq->http = once->http;
	rq->content_type = "application/json";
	return OK;
}

/* Refused requests changed nothing, so their key is free again; after trouble with the store nobody knows, so it is not. */
static void settle(struct request *rq, const struct once *once, enum status status)
{
	struct err e = {0};
	enum status kept = OK;
	struct str answer = {rq->out->s ? rq->out->s : "", rq->out->n};
	if (status == OK)
		kept = access_once_end(&rq->desk, once, rq->idempotency_key, rq->http ? rq->http : 200, answer, &e);
	else if (status != UNAVAILABLE && status != BROKEN)
		kept = access_once_drop(&rq->desk, once, &e);
	if (kept != OK)
		log_err("idempotency", &e);
}

enum status api_answer(struct request *rq, struct err *e)
{
	if (!rq->wants_json || rq->method != POST || !rq->idempotency_key || rq->route->right == RIGHT_NONE)
		return rq->route->handle(rq, e);
	struct once once;
	TRY(access_once_begin(&rq->desk, rq->idempotency_key, request_hash(rq), &once, e));
	if (once.again)
		return answer_again(rq, &once);
	enum status status = rq->route->handle(rq, e);
	settle(rq, &once, status);
	return status;
}
