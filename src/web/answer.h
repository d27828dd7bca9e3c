/* answer.h -- from a request as the HTTP library read it to the answer it should send; knows no socket.
 *
 * Two steps, because a body is read between them: call_open looks only at the head (method, address, lengths,
 * where the form came from) and says how much body may come; call_answer reads body, language and session,
 * checks right and token, and runs the handler. Both always leave an answer: a fault becomes a page (or, below
 * /api/, a problem document of RFC 9457).
 *
 * A handler may leave its write to the store's thread (rq_later). Then call_answer has no answer yet; @wake is called
 * when the write is durable, or has failed, and whoever is woken calls call_answer again, on a worker.
 */
#ifndef NETRA_WEB_ANSWER_H
#define NETRA_WEB_ANSWER_H

#include "web/limits.h"
#include "web/live.h"
#include "web/metrics.h"
#include "web/pool.h"
#include "web/router.h"

struct server {
	struct office *office;
	struct limits *limits;
	struct metrics *metrics;
	struct live *live; /* NULL: nothing is told live */
	bool secure_cookies;
};

struct head { /* borrowed until the call ends; NULL when the header is absent */
	const char *method, *uri;
	const char *host, *cookie, *content_type, *origin, *fetch_site, *authorization, *idempotency_key, *if_match, *if_none_match, *accept_encoding;
	const char *method_override; /* X-HTTP-Method-Override, of a POST */
	struct tus_head tus;
};

struct call {
	struct arena arena; /* all that this request makes */
	struct head head;
	struct buf body;    /* as it came */
	struct buf out;
	struct request rq;
	struct address at;
	size_t body_limit;  /* bytes that may come; set by call_open */
	bool refused;       /* call_open has made the answer already */
	bool parts;         /* the body is handed over in parts (call_part) */
	void (*wake)(struct call *c); /* called on the store's thread; NULL: call_answer waits for the store itself */
	struct later later;
	enum status outcome; /* of the write that was left to the store */
	struct err why;
	int64_t started_us; /* of the machine's steady clock, for the figures */
};

/* False when the answer is ready without reading a body (c->refused). @length: Content-Length, -1 unknown. */
bool call_open(struct server *s, struct call *c, int64_t length);
/* One part of the body, gathered in c->body, which is empty then. False when it failed: the answer is made, and the rest
 * of the body is not wanted. */
bool call_part(struct server *s, struct call *c);
/* True: the answer is ready. False: the write is under way, call again once woken (only with a @wake). */
bool call_answer(struct server *s, struct call *c);
enum lane call_lane(const struct server *s, struct call *c); /* of a call that was opened */
void call_refuse(struct server *s, struct call *c, int http, enum status status, const char *why);
void call_end(struct call *c); /* frees what it holds */

const char *session_cookie_name(const struct server *s);
/* The Set-Cookie that gives (or with NULL takes away) the session. */
const char *session_cookie(struct request *rq, const char *token);
const char *rq_session_cookie(const struct request *rq); /* the one that came; NULL: none */

/* Headers of every answer, in the order in which they are sent; the last has no name. */
struct header {
	const char *name, *value;
};
extern const struct header answer_headers[];
const char *reason_of(int http); /* "Not Found" */

#endif
