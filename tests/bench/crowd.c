/* crowd.c -- see crowd.h. One epoll loop; an answer is read until its head says that it is whole. */
#define _GNU_SOURCE
#include "crowd.h"

#include "measure.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE_S 20 /* for the last answers, once no more is asked */
#define NEVER ((size_t)-1)

struct client {
	int fd;
	size_t asks;  /* the number of the request under way; NEVER: none */
	double due_s; /* when it should have begun */
	struct buf out, in;
	size_t sent;
};
struct round {
	const struct crowd *c;
	struct client *clients;
	size_t *idle, n_idle, busy, begun;
	double *took_s;
	size_t n_took, cap_took;
	double began_s, last_s;
	int epoll;
	struct crowd_figures *figures;
};

static int dial(uint16_t port, size_t source)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7F000001u + (uint32_t)source)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
	setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
	if (fd >= 0 && (bind(fd, (struct sockaddr *)&from, sizeof from) || connect(fd, (struct sockaddr *)&to, sizeof to))) {
		close(fd);
		return -1;
	}
	return fd;
}

/* ---- answers ---- */

/* Bytes of the whole answer at the start of @in; 0 when more must come. */
static size_t answer_length(const struct buf *in, int *ret_http, struct str *ret_body)
{
	const char *end = in->n ? memmem(in->s, in->n, "\r\n\r\n", 4) : NULL;
	if (!end)
		return 0;
	size_t head = (size_t)(end - in->s) + 4, body = 0;
	const char *length = strcasestr(in->s, "\r\nContent-Length:");
	if (length && length < end)
		body = strtoul(length + 17, NULL, 10);
	if (in->n < head + body)
		return 0;
	*ret_http = in->n > 12 ? atoi(in->s + 9) : 0;
	*ret_body = (struct str){in->s + head, body};
	return head + body;
}

static void keep_time(struct round *r, double seconds)
{
	if (r->n_took == r->cap_took) {
		r->cap_took = r->cap_took ? 2 * r->cap_took : 4096;
		r->took_s = realloc(r->took_s, r->cap_took * sizeof *r->took_s);
		if (!r->took_s)
			abort();
	}
	r->took_s[r->n_took++] = seconds;
}

/* ---- one client ---- */

static void watch(struct round *r, struct client *k, uint32_t events)
{
	struct epoll_event ev = {.events = events, .data.ptr = k};
	epoll_ctl(r->epoll, EPOLL_CTL_MOD, k->fd, &ev);
}

static void at_rest(struct round *r, struct client *k)
{
	k->asks = NEVER;
	r->busy--;
	r->idle[r->n_idle++] = (size_t)(k - r->clients);
}

static bool open_client(struct round *r, struct client *k)
{
	size_t at = (size_t)(k - r->clients);
	k->fd = dial(r->c->port, r->c->sources > 1 ? at % r->c->sources : 0);
	struct epoll_event ev = {.events = EPOLLIN, .data.ptr = k};
	return k->fd >= 0 && !epoll_ctl(r->epoll, EPOLL_CTL_ADD, k->fd, &ev);
}

static void lose(struct round *r, struct client *k)
{
	close(k->fd);
	r->figures->lost += k->asks != NEVER;
	buf_clear(&k->in);
	if (k->asks != NEVER)
		at_rest(r, k);
	if (!open_client(r, k))
		k->fd = -1;
}

static void push(struct round *r, struct client *k)
{
	ssize_t n = send(k->fd, k->out.s + k->sent, k->out.n - k->sent, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (n < 0 && errno != EAGAIN) {
		lose(r, k);
		return;
	}
	k->sent += n > 0 ? (size_t)n : 0;
	if (k->sent < k->out.n)
		watch(r, k, EPOLLIN | EPOLLOUT);
}

static void begin(struct round *r, size_t which, double due_s)
{
	struct client *k = &r->clients[which];
	if (k->fd < 0 && !open_client(r, k))
		return;
	k->asks = r->begun++;
	k->due_s = due_s;
	k->sent = 0;
	buf_clear(&k->out);
	r->c->ask(r->c->context, k->asks, &k->out);
	r->busy++;
	push(r, k);
}

static void hear(struct round *r, struct client *k)
{
	char part[1 << 16];
	ssize_t n = recv(k->fd, part, sizeof part, MSG_DONTWAIT);
	if (n <= 0) {
		if (!n || errno != EAGAIN)
			lose(r, k);
		return;
	}
	buf_raw(&k->in, part, (size_t)n);
	int http;
	struct str body;
	if (!answer_length(&k->in, &http, &body) || k->asks == NEVER)
		return;
	r->last_s = wall_s();
	keep_time(r, r->last_s - k->due_s);
	*(r->c->right(r->c->context, k->asks, http, body) ? &r->figures->right : &r->figures->wrong) += 1;
	buf_clear(&k->in);
	at_rest(r, k);
}

/* ---- the pace ---- */

/* Begins what is due; seconds until something is due again, or -1 when only answers are awaited. */
static double ask_due(struct round *r)
{
	double now = wall_s(), end = r->began_s + r->c->seconds;
	bool over = now >= end;
	if (!r->c->per_second) {
		while (r->n_idle && !over)
			begin(r, r->idle[--r->n_idle], wall_s());
		return over ? -1 : end - now;
	}
	for (;;) {
		double due = r->began_s + (double)r->begun / r->c->per_second;
		if (due >= end)
			return -1;
		if (due > now)
			return due - now;
		if (!r->n_idle)
			return -1;
		begin(r, r->idle[--r->n_idle], due);
	}
}

static bool more_to_ask(const struct round *r)
{
	return r->c->per_second ? (double)r->begun / r->c->per_second < r->c->seconds : wall_s() < r->began_s + r->c->seconds;
}

static void press(struct round *r)
{
	struct epoll_event events[256];
	while (more_to_ask(r) || r->busy) {
		double wait = ask_due(r);
		if (wall_s() > r->began_s + r->c->seconds + PATIENCE_S) {
			r->figures->lost += r->busy;
			return;
		}
		int n = epoll_wait(r->epoll, events, 256, wait < 0 || wait > 0.1 ? 100 : (int)(wait * 1000) + 1);
		for (int i = 0; i < n; i++) {
			struct client *k = events[i].data.ptr;
			if (events[i].events & EPOLLOUT && k->asks != NEVER) {
				watch(r, k, EPOLLIN);
				push(r, k);
			} else {
				hear(r, k);
			}
		}
	}
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void sum_up(struct round *r)
{
	struct crowd_figures *f = r->figures;
	f->seconds = r->last_s - r->began_s;
	if (!r->n_took)
		return;
	qsort(r->took_s, r->n_took, sizeof *r->took_s, by_size);
	f->p50_ms = 1e3 * r->took_s[r->n_took / 2];
	f->p95_ms = 1e3 * r->took_s[r->n_took * 95 / 100];
	f->p99_ms = 1e3 * r->took_s[r->n_took * 99 / 100];
	f->most_ms = 1e3 * r->took_s[r->n_took - 1];
}

bool crowd_run(const struct crowd *c, struct crowd_figures *ret)
{
	struct round r = {.c = c, .figures = ret, .epoll = epoll_create1(EPOLL_CLOEXEC)};
	r.clients = calloc(c->connections, sizeof *r.clients);
	r.idle = calloc(c->connections, sizeof *r.idle);
	if (!r.clients || !r.idle)
		abort();
	*ret = (struct crowd_figures){0};
	bool there = true;
	for (size_t i = 0; i < c->connections; i++) {
		r.clients[i].asks = NEVER;
		there &= open_client(&r, &r.clients[i]);
		r.idle[r.n_idle++] = i;
	}
	r.began_s = r.last_s = wall_s();
	if (there)
		press(&r);
	sum_up(&r);
	for (size_t i = 0; i < c->connections; i++) {
		if (r.clients[i].fd >= 0)
			close(r.clients[i].fd);
		buf_free(&r.clients[i].in);
		buf_free(&r.clients[i].out);
	}
	close(r.epoll);
	free(r.clients);
	free(r.idle);
	free(r.took_s);
	return there;
}

/* ---- single ones ---- */

static int talk(int fd, const char *request, struct buf *in, struct str *ret_body)
{
	size_t n = strlen(request);
	char part[1 << 14];
	int http = 0;
	struct timeval most = {.tv_sec = PATIENCE_S};
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
	if (send(fd, request, n, MSG_NOSIGNAL) != (ssize_t)n)
		return 0;
	while (!answer_length(in, &http, ret_body)) {
		ssize_t got = recv(fd, part, sizeof part, 0);
		if (got <= 0)
			return 0;
		buf_raw(in, part, (size_t)got);
	}
	return http;
}

int crowd_one(uint16_t port, const char *request, struct buf *ret_answer)
{
	scoped(buf_free) struct buf in = {0};
	struct str body = {0};
	int fd = dial(port, 0);
	int http = fd < 0 ? 0 : talk(fd, request, &in, &body);
	if (http && ret_answer)
		buf_raw(ret_answer, in.s, in.n);
	if (fd >= 0)
		close(fd);
	return http;
}

size_t crowd_stay(uint16_t port, size_t n, const char *request, int *fds)
{
	size_t there = 0;
	for (size_t i = 0; i < n; i++) {
		scoped(buf_free) struct buf in = {0};
		struct str body;
		int fd = dial(port, i % 64);
		if (fd >= 0 && talk(fd, request, &in, &body) / 100 == 2)
			fds[there++] = fd;
		else if (fd >= 0)
			close(fd);
	}
	return there;
}

void crowd_leave(int *fds, size_t n)
{
	for (size_t i = 0; i < n; i++)
		close(fds[i]);
}
