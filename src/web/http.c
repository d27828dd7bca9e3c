/* http.c -- the HTTP server; the only place that knows libmicrohttpd.
 *
 * Each loop thread owns a daemon of its own on its own listening socket (SO_REUSEPORT: the kernel shares connections
 * out) and waits on two descriptors: the daemon's epoll set and an eventfd. The library's own threads are not used,
 * because with them a resumed connection can be forgotten (measured: 4 of 30 runs stalled).
 *
 * A request: the head arrives (call_open: is there such an address, how much body may come), the body is gathered up
 * to its limit, the connection is suspended and the call handed to a worker; the worker makes the answer, resumes the
 * connection and rings the eventfd. A loop never waits for the store, and an idle connection holds no thread.
 *
 * A stream (live.h) is an answer without an end: while there is nothing to say its connection is suspended, and its loop
 * looks after it.
 *
 * The library has no deadline for a whole request, so each connection carries the moment its present stage began
 * and a sweep once a second cuts those that are too slow (see `overdue`).
 */
#include "base/day.h"
#include "base/log.h"
#include "desk/work.h"
#include "web/answer.h"
#include "web/pool.h"

#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS_MAX    20000u        /* per loop */
#define CONNECTION_MEMORY  (16 * KIB)    /* head of a request and library buffers */
#define HEAD_MS            10000         /* from connecting, or from the request line, to the end of the head */
#define IDLE_MS            30000         /* between two requests of a connection */
#define BODY_GRACE_MS      10000         /* then at least BODY_RATE on average */
#define BODY_RATE          512           /* bytes a second: far below the slowest phone link */
#define SEND_GRACE_MS      60000
#define OVERRUN_MAX        (64 * KIB)    /* read past a body's limit before the connection is dropped */
#define DRAIN_MAX          (128 * KIB)   /* of a body in parts, after one of them failed: a small rest, so that the fault is heard */
#define PART_WORTH         ((size_t)1024) /* bytes of a part that a broken connection left behind; fewer are sent again */
#define TICK_MS            100           /* bounds what a missed wake-up could cost */
#define STREAM_BLOCK       4096          /* bytes of a stream handed over at once */
#define STOP_MS            5000          /* patience with open connections when stopping */

enum stage { STAGE_IDLE, STAGE_HEAD, STAGE_BODY, STAGE_WORK, STAGE_SEND, STAGE_STREAM };

struct conn {
	struct conn *prev, *next;
	int fd;
	enum stage stage;
	bool fresh; /* no request was answered on it yet */
	bool cut;
	int64_t since_ms;
	size_t bytes; /* received or to be sent in this stage */
};

struct stream { /* what the library carries with an answer that has no end */
	struct stream *prev, *next;
	struct loop *loop;
	struct MHD_Connection *mhd;
	struct live_ear *ear;
	bool resting; /* its connection is suspended */
};

struct web;
struct loop {
	struct web *web;
	pthread_t thread;
	struct MHD_Daemon *daemon;
	int listener, bell; /* bell: eventfd */
	bool admin;
	struct conn *conns; /* touched only by the loop's thread, as the streams are */
	struct stream *streams;
};

struct web {
	struct server server;
	struct pool *pool;
	struct loop *loops;
	int n_loops; /* with the admin loop, when there is one */
	atomic_bool stopping;
	bool behind_proxy;
	int64_t bodies_max; /* bytes of bodies in memory, all together; past it: 503 */
};

struct job { /* what the library carries as the request's own pointer */
	struct call call; /* first: `wake` is handed it */
	struct loop *loop;
	struct conn *conn;
	struct MHD_Connection *mhd;
	bool opened, queued, over_limit, no_room;
	bool part, part_failed; /* a part of the body is with a worker; one was refused, and its answer is ready */
	bool orphan; /* the connection broke: what had come is still stored, nobody is answered */
	size_t counted; /* bytes of the body that stand in metrics->body_bytes */
	atomic_bool done;
};

/* ---------- connections and their deadlines ---------- */

static void stage_set(struct conn *c, enum stage stage, size_t bytes)
{
	c->stage = stage;
	c->since_ms = steady_us() / 1000;
	c->bytes = bytes;
}

static void on_connection(void *user, struct MHD_Connection *mhd, void **context,
			  enum MHD_ConnectionNotificationCode code)
{
	struct loop *loop = user;
	struct metrics *m = loop->web->server.metrics;
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		struct conn *c = calloc(1, sizeof *c);
		if (!c)
			abort();
		c->fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
		c->fresh = true;
		stage_set(c, STAGE_IDLE, 0);
		c->next = loop->conns;
		if (c->next)
			c->next->prev = c;
		loop->conns = c;
		*context = c;
		atomic_fetch_add(&m->open, 1);
		return;
	}
	struct conn *c = *context;
	*(c->prev ? &c->prev->next : &loop->conns) = c->next;
	if (c->next)
		c->next->prev = c->prev;
	free(c);
	atomic_fetch_sub(&m->open, 1);
}

static bool overdue(const struct conn *c, int64_t now_ms)
{
	int64_t age = now_ms - c->since_ms;
	switch (c->stage) {
	case STAGE_IDLE:
		return age > (c->fresh ? HEAD_MS : IDLE_MS);
	case STAGE_HEAD:
		return age > HEAD_MS;
	case STAGE_BODY:
		return age > BODY_GRACE_MS + (int64_t)(c->bytes * 1000 / BODY_RATE);
	case STAGE_WORK:
		return false; /* the store has its own limits */
	case STAGE_SEND:
		return age > SEND_GRACE_MS + (int64_t)(c->bytes * 1000 / BODY_RATE);
	case STAGE_STREAM:
		return age > LIVE_MOST_MS + SEND_GRACE_MS;
	}
	return false;
}

/* Shutting the socket down makes the library see its end and close it in its own order. */
static void sweep(struct loop *loop, bool stopping)
{
	int64_t now_ms = steady_us() / 1000;
	for (struct conn *c = loop->conns; c; c = c->next) {
		bool late = overdue(c, now_ms);
		if (c->cut || (!late && !(stopping && c->stage == STAGE_IDLE)))
			continue;
		c->cut = true;
		shutdown(c->fd, SHUT_RDWR);
		if (late && !c->fresh)
			atomic_fetch_add(&loop->web->server.metrics->cut_slow, c->stage != STAGE_IDLE);
		else if (late)
			atomic_fetch_add(&loop->web->server.metrics->cut_slow, 1);
	}
}

/* ---------- the head ---------- */

static const char *header(struct MHD_Connection *mhd, const char *name)
{
	return MHD_lookup_connection_value(mhd, MHD_HEADER_KIND, name);
}

struct count {
	const char *name;
	int n;
};

static enum MHD_Result count_header(void *user, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct count *c = user;
	c->n += !strcasecmp(name, c->name);
	return MHD_YES;
}

static int header_count(struct MHD_Connection *mhd, const char *name)
{
	struct count c = {.name = name};
	MHD_get_connection_values(mhd, MHD_HEADER_KIND, count_header, &c);
	return c.n;
}

/* One decision on where a request ends: whatever two servers could read differently is refused (RFC 9112 6.3).
 * @ret_length is -1 when the length is not known beforehand. NULL, or what is wrong. */
static const char *length_fault(struct MHD_Connection *mhd, int64_t *ret_length)
{
	const char *length = header(mhd, "Content-Length"), *coding = header(mhd, "Transfer-Encoding");
	*ret_length = coding ? -1 : 0;
	if (header_count(mhd, "Content-Length") + header_count(mhd, "Transfer-Encoding") > 1)
		return "more than one length";
	if (coding && strcasecmp(coding, "chunked") != 0)
		return "a transfer coding that is not chunked";
	if (!length)
		return NULL;
	if (!*length || strspn(length, "0123456789") != strlen(length) || strlen(length) > 15)
		return "a length that is no number";
	*ret_length = strtoll(length, NULL, 10);
	return NULL;
}

static const char *doubled(struct MHD_Connection *mhd)
{
	static const char *const once[] = {"Host", "Content-Type", "Authorization", "Cookie", "Origin",
					   "Idempotency-Key", "If-Match", "X-Real-IP", "X-HTTP-Method-Override",
					   "Tus-Resumable", "Upload-Length", "Upload-Defer-Length", "Upload-Offset",
					   "Upload-Metadata", "Upload-Checksum", "Upload-Concat", "Netra-Ticket"};
	for (size_t i = 0; i < sizeof once / sizeof once[0]; i++)
		if (header_count(mhd, once[i]) > 1)
			return once[i];
	return NULL;
}

/* The address is hashed at once and not kept. Behind a proxy the proxy's word counts, from a private socket only. */
static void take_source(struct job *job)
{
	char text[64] = "";
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(job->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const char *told = job->loop->web->behind_proxy ? header(job->mhd, "X-Real-IP") : NULL;
	if (!told && info && info->client_addr)
		getnameinfo(info->client_addr, info->client_addr->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in),
			    text, sizeof text, NULL, 0, NI_NUMERICHOST);
	struct hash h = limits_source(job->loop->web->server.limits, told ? told : text, instant_now());
	memcpy(job->call.rq.source, h.bytes, sizeof h.bytes);
	explicit_bzero(text, sizeof text);
}

static const char *kept(struct job *job, const char *name)
{
	return arena_strdup(&job->call.arena, header(job->mhd, name));
}

static void take_head(struct job *job, const char *method)
{
	struct head *h = &job->call.head;
	h->method = arena_strdup(&job->call.arena, method);
	h->host = kept(job, "Host");
	h->cookie = kept(job, "Cookie");
	h->content_type = kept(job, "Content-Type");
	h->origin = kept(job, "Origin");
	h->fetch_site = kept(job, "Sec-Fetch-Site");
	h->authorization = kept(job, "Authorization");
	h->idempotency_key = kept(job, "Idempotency-Key");
	h->if_match = kept(job, "If-Match");
	h->if_none_match = kept(job, "If-None-Match");
	h->accept_encoding = kept(job, "Accept-Encoding");
	h->method_override = kept(job, "X-HTTP-Method-Override");
	h->tus = (struct tus_head){.resumable = kept(job, "Tus-Resumable"), .length = kept(job, "Upload-Length"),
				   .defer_length = kept(job, "Upload-Defer-Length"), .offset = kept(job, "Upload-Offset"),
				   .metadata = kept(job, "Upload-Metadata"), .checksum = kept(job, "Upload-Checksum"),
				   .concat = kept(job, "Upload-Concat"), .ticket = kept(job, "Netra-Ticket")};
}

/* ---------- streams ---------- */

static ssize_t stream_read(void *user, uint64_t at, char *to, size_t max)
{
	struct stream *s = user;
	(void)at;
	bool over = atomic_load(&s->loop->web->stopping);
	size_t n = over ? 0 : live_next(s->ear, to, max, &over);
	if (over)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (n)
		return (ssize_t)n;
	s->resting = true;
	MHD_suspend_connection(s->mhd);
	return 0;
}

static void stream_end(void *user)
{
	struct stream *s = user;
	*(s->prev ? &s->prev->next : &s->loop->streams) = s->next;
	if (s->next)
		s->next->prev = s->prev;
	live_leave(s->ear);
	free(s);
}

static struct MHD_Response *stream_start(struct job *job)
{
	struct stream *s = calloc(1, sizeof *s);
	if (!s)
		abort();
	*s = (struct stream){.loop = job->loop, .mhd = job->mhd, .ear = job->call.rq.ear, .next = job->loop->streams};
	job->call.rq.ear = NULL;
	if (s->next)
		s->next->prev = s;
	job->loop->streams = s;
	struct MHD_Response *r = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_BLOCK, stream_read, s, stream_end);
	if (!r)
		stream_end(s);
	return r;
}

static void streams_wake(struct loop *loop, bool stopping)
{
	for (struct stream *s = loop->streams; s; s = s->next)
		if (s->resting && (stopping || live_waits(s->ear))) {
			s->resting = false;
			MHD_resume_connection(s->mhd);
		}
}

/* ---------- the answer ---------- */

static struct MHD_Response *body_of(struct job *job)
{
	struct call *c = &job->call;
	struct request *rq = &c->rq;
	if (rq->ear)
		return stream_start(job);
	if (rq->fd > 0) {
		struct MHD_Response *file = MHD_create_response_from_fd64((uint64_t)rq->fd_n, rq->fd);
		if (file)
			rq->fd = 0; /* the library closes it */
		return file;
	}
	if (rq->fixed)
		return MHD_create_response_from_buffer(rq->fixed_n, (void *)(uintptr_t)rq->fixed, MHD_RESPMEM_PERSISTENT);
	if (!c->out.n)
		return MHD_create_response_from_buffer(0, (void *)(uintptr_t) "", MHD_RESPMEM_PERSISTENT);
	struct MHD_Response *r = MHD_create_response_from_buffer(c->out.n, c->out.s, MHD_RESPMEM_MUST_FREE);
	if (r)
		c->out = (struct buf){0}; /* the library frees it */
	return r;
}

static void add_header(struct MHD_Response *r, const char *name, const char *value)
{
	if (value && MHD_add_response_header(r, name, value) != MHD_YES)
		log_event(LOG_WARN, "header_refused", "%s", name);
}

/* RFC 6266, RFC 8187: a plain name for old programs, the true one percent-encoded. */
static void add_download(struct MHD_Response *r, struct call *c)
{
	scoped(buf_free) struct buf b = {0};
	buf_text(&b, "attachment; filename=\"");
	for (const char *at = c->rq.download; *at; at++)
		buf_char(&b, (unsigned char)*at < 0x20 || (unsigned char)*at >= 0x7F || strchr("\"\\/%", *at) ? '_' : *at);
	buf_text(&b, "\"; filename*=UTF-8''");
	buf_url(&b, c->rq.download);
	add_header(r, "Content-Disposition", b.s);
}

/* When it makes sense to come back: what the handler said, ten minutes after too many, two seconds when we are busy. */
static void add_retry(struct MHD_Response *r, int http, int retry_after)
{
	char seconds[16];
	snprintf(seconds, sizeof seconds, "%d", http != 429 ? 2 : retry_after ? retry_after : 600);
	add_header(r, "Retry-After", seconds);
}

static void add_headers(struct MHD_Response *r, struct call *c, int http, bool body)
{
	const struct request *rq = &c->rq;
	for (const struct header *h = answer_headers; h->name; h++)
		add_header(r, h->name, rq->policy && !strcmp(h->name, "Content-Security-Policy") ? rq->policy : h->value);
	add_header(r, "Cache-Control", rq->cacheable ? "public, max-age=31536000, immutable" : rq->revalidate ? "private, no-cache" : "no-store");
	add_header(r, "Location", rq->location);
	add_header(r, "Set-Cookie", rq->set_cookie);
	add_header(r, "ETag", rq->etag);
	add_header(r, "Content-Encoding", rq->gzip ? "gzip" : NULL);
	add_header(r, "Vary", rq->cacheable || rq->revalidate ? "Accept-Encoding" : NULL);
	if (body)
		add_header(r, "Content-Type", rq->content_type ? rq->content_type : "text/html; charset=utf-8");
	if (rq->download)
		add_download(r, c);
	if (rq->foreign) /* beside the policy of every answer; both count */
		add_header(r, "Content-Security-Policy", "sandbox; default-src 'none'");
	for (size_t i = 0; i < rq->n_headers; i++)
		add_header(r, rq->headers[i].name, rq->headers[i].value);
	if (http == 429 || http == 503)
		add_retry(r, http, rq->retry_after);
	if (http == 401 && rq->wants_json)
		add_header(r, "WWW-Authenticate", "Bearer");
}

/* @last: nothing more is read on this connection, because where the request ends is not certain. */
static enum MHD_Result send_answer(struct job *job, bool last)
{
	struct call *c = &job->call;
	int http = c->rq.http ? c->rq.http : 200;
	size_t n = c->rq.fd > 0 ? (size_t)c->rq.fd_n : c->rq.fixed ? c->rq.fixed_n : c->out.n;
	bool stream = c->rq.ear != NULL;
	struct MHD_Response *r = body_of(job);
	if (!r)
		return MHD_NO;
	add_headers(r, c, http, stream || n > 0);
	if (last || atomic_load(&job->loop->web->stopping))
		add_header(r, "Connection", "close");
	enum MHD_Result done = MHD_queue_response(job->mhd, (unsigned)http, r);
	MHD_destroy_response(r);
	stage_set(job->conn, stream ? STAGE_STREAM : STAGE_SEND, n);
	int64_t took_us = steady_us() - c->started_us;
	metrics_count(job->loop->web->server.metrics, http, took_us);
	log_event(http >= 500 ? LOG_INFO : LOG_DEBUG, "request", "%s %s %d %lld us", c->head.method ? c->head.method : "-",
		  c->rq.route ? c->rq.route->path : "-", http, (long long)took_us);
	return done;
}

/* ---------- the steps of a request ---------- */

/* What was kept of a body and is not needed any more, because it is stored or will not be read. */
static void forget_body(struct job *job)
{
	buf_free(&job->call.body);
	atomic_fetch_sub(&job->loop->web->server.metrics->body_bytes, (long long)job->counted);
	job->counted = 0;
}

static void job_end(struct job *job)
{
	forget_body(job);
	call_end(&job->call);
	free(job);
}

static void work_part(struct job *job)
{
	job->part_failed = !call_part(&job->loop->web->server, &job->call);
	forget_body(job);
	job->part = false;
}

/* On the store's thread: what the call waited for is done. */
static void wake(struct call *c)
{
	struct job *job = (struct job *)(void *)c;
	pool_again(job->loop->web->pool, job);
}

/* On a worker's thread; twice when the call waited for the store in between. */
static void work(void *item)
{
	struct job *job = item;
	struct loop *loop = job->loop;
	struct MHD_Connection *mhd = job->mhd;
	if (job->orphan) {
		work_part(job);
		job_end(job);
		return;
	}
	job->call.wake = wake;
	if (job->part)
		work_part(job);
	else if (!call_answer(&loop->web->server, &job->call))
		return; /* it waits for the store; another worker may have it already */
	atomic_store(&job->done, job->queued); /* from here on the loop may free the job */
	MHD_resume_connection(mhd);
	uint64_t ring = 1;
	if (write(loop->bell, &ring, sizeof ring) != sizeof ring)
		log_event(LOG_WARN, "bell", "a loop could not be woken; it looks by itself every %d ms", TICK_MS);
}

static enum MHD_Result refuse_busy(struct job *job)
{
	struct web *web = job->loop->web;
	atomic_fetch_add(&web->server.metrics->refused_busy, 1);
	call_refuse(&web->server, &job->call, 503, UNAVAILABLE, "too much at once");
	return send_answer(job, true);
}

static enum MHD_Result first_look(struct job *job, const char *method)
{
	struct web *web = job->loop->web;
	int64_t length;
	take_head(job, method);
	take_source(job);
	const char *fault = length_fault(job->mhd, &length);
	const char *twice = doubled(job->mhd);
	bool open = call_open(&web->server, &job->call, length);
	if (fault || twice) {
		buf_clear(&job->call.out);
		call_refuse(&web->server, &job->call, 400, INVALID, fault ? fault : twice);
		return send_answer(job, true);
	}
	if (!open)
		return send_answer(job, length != 0);
	int64_t room = job->call.parts && length > (int64_t)PART_BYTES ? (int64_t)PART_BYTES : length;
	if (room > 0 && atomic_load(&web->server.metrics->body_bytes) + room > web->bodies_max)
		return refuse_busy(job);
	stage_set(job->conn, STAGE_BODY, 0);
	return MHD_YES;
}

/* Suspends the connection until a worker is done with the job; a full queue is answered at once. */
static enum MHD_Result to_worker(struct job *job)
{
	struct web *web = job->loop->web;
	MHD_suspend_connection(job->mhd);
	if (pool_push(web->pool, call_lane(&web->server, &job->call), job))
		return MHD_YES;
	job->part_failed = job->part;
	job->part = false;
	MHD_resume_connection(job->mhd);
	call_refuse(&web->server, &job->call, 503, UNAVAILABLE, "the queue is full");
	atomic_fetch_add(&web->server.metrics->refused_busy, 1);
	atomic_store(&job->done, job->queued);
	return MHD_YES;
}

/* A part is full: it is stored before more is read. The client's time for the next part runs from here. */
static enum MHD_Result hand_over_part(struct job *job)
{
	job->part = true;
	stage_set(job->conn, STAGE_BODY, 0);
	return to_worker(job);
}

/* The rest of a body of which a part was refused. */
static enum MHD_Result drain(struct job *job, size_t limit)
{
	forget_body(job);
	return job->conn->bytes > limit ? MHD_NO : MHD_YES;
}

/* The first look sees only lengths that were announced, and before any of their bytes came: many bodies begun at
 * once, or in chunks, are held to the room here. */
static enum MHD_Result take_bytes(struct job *job, const char *bytes, size_t n)
{
	struct call *c = &job->call;
	struct web *web = job->loop->web;
	job->conn->bytes += n;
	if (job->part_failed) /* the answer can only be sent once the body has ended */
		return drain(job, DRAIN_MAX);
	job->over_limit = job->over_limit || (size_t)c->rq.part_at + c->body.n + n > c->body_limit;
	job->no_room = job->no_room || atomic_load(&web->server.metrics->body_bytes) + (int64_t)n > web->bodies_max;
	if (job->over_limit || job->no_room)
		return drain(job, c->body_limit + OVERRUN_MAX);
	c->body.limit = c->body_limit;
	buf_raw(&c->body, bytes, n);
	job->counted += n;
	atomic_fetch_add(&web->server.metrics->body_bytes, (long long)n);
	return c->parts && c->body.n >= PART_BYTES ? hand_over_part(job) : MHD_YES;
}

static enum MHD_Result hand_over(struct job *job)
{
	struct web *web = job->loop->web;
	if (job->part_failed)
		return send_answer(job, false);
	if (job->over_limit) {
		call_refuse(&web->server, &job->call, 413, TOO_LARGE, "the body is larger than this address takes");
		return send_answer(job, true);
	}
	if (job->no_room)
		return refuse_busy(job);
	job->queued = true;
	stage_set(job->conn, STAGE_WORK, 0);
	return to_worker(job);
}

static enum MHD_Result admin_answer(struct job *job)
{
	struct call *c = &job->call;
	const char *uri = c->head.uri;
	c->rq.content_type = "text/plain; version=0.0.4; charset=utf-8";
	if (!strcmp(uri, "/metrics")) {
		struct store_figures written = store_figures(job->loop->web->server.office->store);
		metrics_write(job->loop->web->server.metrics, &c->out, steady_us());
		metrics_write_store(&c->out, written.commits, written.groups);
		struct store_work work = desk_work(job->loop->web->server.office);
		metrics_write_work(&c->out, &work);
	} else if (!strcmp(uri, "/healthz")) {
		struct err e;
		scoped(tx_rollback) struct tx tx = {.arena = &c->arena};
		bool well = tx_begin(job->loop->web->server.office->store, READ, &tx, &e) == OK;
		c->rq.http = well ? 200 : 503;
		buf_text(&c->out, well ? "ok\n" : "store\n");
	} else {
		c->rq.http = 404;
		buf_text(&c->out, "/healthz /metrics\n");
	}
	return send_answer(job, true);
}

static enum MHD_Result on_request(void *user, struct MHD_Connection *mhd, const char *url, const char *method,
				  const char *version, const char *data, size_t *data_n, void **context)
{
	struct job *job = *context;
	job->mhd = mhd;
	if (!job->opened) {
		job->opened = true;
		if (job->loop->admin)
			return admin_answer(job);
		return first_look(job, method);
	}
	if (*data_n) {
		size_t n = *data_n;
		*data_n = 0;
		return take_bytes(job, data, n);
	}
	if (!job->queued)
		return hand_over(job);
	if (!atomic_load(&job->done))
		return MHD_YES;
	return send_answer(job, false);
}

/* The request line has come: the first sight of a request, and the address as it was sent. */
static void *on_uri(void *user, const char *uri, struct MHD_Connection *mhd)
{
	struct job *job = calloc(1, sizeof *job);
	if (!job)
		abort();
	job->loop = user;
	job->mhd = mhd;
	job->conn = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
	job->call.started_us = steady_us();
	job->call.head.uri = arena_strdup(&job->call.arena, uri);
	if (job->conn->fresh)
		job->conn->stage = STAGE_HEAD; /* its time has run since it was opened */
	else
		stage_set(job->conn, STAGE_HEAD, 0);
	return job;
}

/* A connection broke in the middle of an upload's piece: what had come is stored, so that it need not come again. */
static bool orphaned(struct job *job, enum MHD_RequestTerminationCode how)
{
	struct web *web = job->loop->web;
	if (how == MHD_REQUEST_TERMINATED_COMPLETED_OK || !job->call.parts || job->queued || job->part_failed ||
	    job->over_limit || job->no_room || job->call.body.n < PART_WORTH || atomic_load(&web->stopping))
		return false;
	job->orphan = true;
	job->conn = NULL;
	job->mhd = NULL;
	return pool_push(web->pool, LANE_PUBLIC, job);
}

static void on_completed(void *user, struct MHD_Connection *mhd, void **context, enum MHD_RequestTerminationCode how)
{
	struct job *job = *context;
	if (!job)
		return;
	job->conn->fresh = false;
	stage_set(job->conn, STAGE_IDLE, 0);
	*context = NULL;
	if (!orphaned(job, how))
		job_end(job);
}

/* ---------- loops ---------- */

static void loop_wait(struct loop *loop)
{
	MHD_UNSIGNED_LONG_LONG ms = TICK_MS;
	if (MHD_get_timeout(loop->daemon, &ms) != MHD_YES || ms > TICK_MS)
		ms = TICK_MS;
	int epoll = MHD_get_daemon_info(loop->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
	struct pollfd fds[] = {{.fd = epoll, .events = POLLIN}, {.fd = loop->bell, .events = POLLIN}};
	poll(fds, 2, (int)ms);
	uint64_t rings;
	if (fds[1].revents && read(loop->bell, &rings, sizeof rings) < 0 && errno != EAGAIN)
		log_event(LOG_WARN, "bell", "%s", strerror(errno));
	MHD_run(loop->daemon);
}

static void *loop_run(void *user)
{
	struct loop *loop = user;
	int64_t swept_ms = 0, asked_ms = 0;
	while (!asked_ms || loop->conns) {
		bool stopping = atomic_load(&loop->web->stopping);
		int64_t now_ms = steady_us() / 1000;
		if (stopping && !asked_ms) {
			asked_ms = now_ms;
			int listener = MHD_quiesce_daemon(loop->daemon);
			if (listener >= 0)
				close(listener);
		}
		if (stopping || now_ms - swept_ms >= 1000) {
			sweep(loop, stopping);
			swept_ms = now_ms;
		}
		if (asked_ms && now_ms - asked_ms > STOP_MS)
			for (struct conn *c = loop->conns; c; c = c->next)
				if (c->stage != STAGE_WORK)
					shutdown(c->fd, SHUT_RDWR);
		streams_wake(loop, stopping);
		loop_wait(loop);
	}
	return NULL;
}

static struct MHD_Daemon *daemon_start(struct loop *loop)
{
	return MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, loop,
				MHD_OPTION_LISTEN_SOCKET, loop->listener, MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MAX,
				MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, MHD_OPTION_CONNECTION_TIMEOUT, 120u,
				MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, on_uri, loop,
				MHD_OPTION_NOTIFY_COMPLETED, on_completed, loop, MHD_OPTION_NOTIFY_CONNECTION,
				on_connection, loop, MHD_OPTION_END);
}

/* ---------- sockets ---------- */

/* "127.0.0.1:8080", "[::1]:8080", "localhost:8080" */
static enum status resolve(const char *where, struct addrinfo **ret, struct err *e)
{
	char host[256];
	const char *colon = strrchr(where, ':');
	if (!colon || colon == where || (size_t)(colon - where) >= sizeof host || !colon[1])
		return FAIL(e, INVALID, "'%s': expected ADDRESS:PORT", where);
	size_t n = (size_t)(colon - where);
	bool brackets = where[0] == '[' && colon[-1] == ']';
	memcpy(host, where + brackets, n - 2 * brackets);
	host[n - 2 * brackets] = 0;
	struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
	int fault = getaddrinfo(host, colon + 1, &hints, ret);
	if (fault)
		return FAIL(e, INVALID, "'%s': %s", where, gai_strerror(fault));
	return OK;
}

/* @share: the loops' sockets share one port. The first is asked for without sharing, so that a second server on
 * the same port is told so. */
static enum status listen_on(const struct addrinfo *at, bool share, const char *where, int *ret, struct err *e)
{
	int yes = 1;
	int fd = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return FAIL(e, UNAVAILABLE, "%s: %s", where, strerror(errno));
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (share)
		setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
	if (bind(fd, at->ai_addr, at->ai_addrlen) || (share && listen(fd, 4096))) {
		int why = errno;
		close(fd);
		return FAIL(e, UNAVAILABLE, "%s: %s", where, strerror(why));
	}
	*ret = fd;
	return OK;
}

static enum status listen_all(struct loop *loops, int n, const char *where, struct err *e)
{
	struct addrinfo *at;
	int probe;
	TRY(resolve(where, &at, e));
	enum status status = listen_on(at, false, where, &probe, e);
	if (status == OK)
		close(probe);
	for (int i = 0; status == OK && i < n; i++)
		status = listen_on(at, true, where, &loops[i].listener, e);
	freeaddrinfo(at);
	return status;
}

/* ---------- serving ---------- */

static void raise_descriptor_limit(void)
{
	struct rlimit most;
	if (getrlimit(RLIMIT_NOFILE, &most))
		return;
	most.rlim_cur = most.rlim_max;
	setrlimit(RLIMIT_NOFILE, &most);
}

static enum status start_loops(struct web *web, struct err *e)
{
	for (int i = 0; i < web->n_loops; i++) {
		struct loop *loop = &web->loops[i];
		loop->web = web;
		loop->bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
		loop->daemon = loop->bell < 0 ? NULL : daemon_start(loop);
		if (!loop->daemon)
			return FAIL(e, UNAVAILABLE, "the HTTP library did not start");
		if (pthread_create(&loop->thread, NULL, loop_run, loop))
			return FAIL(e, UNAVAILABLE, "no thread for the event loop");
	}
	return OK;
}

/* Loops first (they wait for their calls), then the workers, who may still be ringing, then what both used. */
static void stop(struct web *web)
{
	atomic_store(&web->stopping, true);
	for (int i = 0; i < web->n_loops; i++)
		if (web->loops[i].thread)
			pthread_join(web->loops[i].thread, NULL);
	pool_stop(web->pool);
	for (int i = 0; i < web->n_loops; i++) {
		struct loop *loop = &web->loops[i];
		if (loop->daemon)
			MHD_stop_daemon(loop->daemon);
		if (loop->bell > 0)
			close(loop->bell);
	}
}

static void wait_for_the_end(void)
{
	sigset_t ends;
	int which;
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigwait(&ends, &which);
}

/* Signals go to the thread that waits for them; a client that goes away is no signal. */
static void quiet_signals(void)
{
	sigset_t ends;
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	pthread_sigmask(SIG_BLOCK, &ends, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static enum status run(struct web *web, const struct serve_options *options, struct err *e)
{
	const char *admin = settings_text(web->server.office->settings, "serve.admin");
	TRY(listen_all(web->loops, web->n_loops, options->listen, e));
	if (*admin) {
		struct loop *loop = &web->loops[web->n_loops];
		TRY(listen_all(loop, 1, admin, e));
		loop->admin = true;
		web->n_loops++;
	}
	TRY(start_loops(web, e));
	log_event(LOG_INFO, "serve", "answering on %s", options->listen);
	if (options->ready)
		options->ready(options->context);
	wait_for_the_end();
	log_event(LOG_INFO, "serve", "stopping");
	return OK;
}

static int64_t bodies_max(const struct office *o)
{
	int64_t mib = settings_int(o->settings, "serve.bodies_max_mib");
	return (mib < 1 ? 1 : mib > 65536 ? 65536 : mib) * (int64_t)MIB;
}

enum status web_serve(struct office *o, const struct serve_options *options, struct err *e)
{
	int loops = options->loops > 0 && options->loops <= 64 ? options->loops : 2;
	struct metrics *m = calloc(1, sizeof *m);
	struct loop *space = calloc((size_t)loops + 1, sizeof *space);
	if (!m || !space)
		abort();
	quiet_signals();
	raise_descriptor_limit();
	m->started_us = steady_us();
	struct web web = {.loops = space, .n_loops = loops,
			  .behind_proxy = settings_bool(o->settings, "serve.behind_proxy"),
			  .bodies_max = bodies_max(o),
			  .server = {.office = o, .limits = limits_new(), .metrics = m,
				     .live = live_start(o), .secure_cookies = settings_bool(o->settings, "serve.secure_cookies")}};
	web.pool = pool_start(options->workers > 0 ? options->workers : 16, work, &m->waiting);
	enum status status = run(&web, options, e);
	stop(&web);
	live_stop(web.server.live);
	limits_free(web.server.limits);
	free(space);
	free(m);
	return status;
}
