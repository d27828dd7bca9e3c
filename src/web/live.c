/* live.c -- see live.h. */
#include "web/live.h"

#include "base/log.h"
#include "base/wait.h"
#include "web/answer.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct topic { /* a figure that is watched */
	struct topic *next;
	live_read read;
	int64_t id;
	int ears;
	uint64_t version; /* of the text */
	char *text;
};

struct live {
	pthread_mutex_t lock;
	pthread_cond_t news; /* somebody came, or it ends */
	pthread_t thread;
	struct office *office;
	struct topic *topics;
	int ears;
	bool ending;
};

struct live_ear {
	struct live *live;
	struct topic *topic;
	uint64_t heard;      /* version of the text that was said last */
	int64_t since_ms, said_ms;
	char *line;          /* what is being said: bytes @at to @n are left */
	size_t at, n;
};

static int64_t now_ms(void) { return steady_us() / 1000; }

/* ---- topics; under the lock ---- */

static struct topic *topic_of(struct live *l, live_read read, int64_t id)
{
	for (struct topic *t = l->topics; t; t = t->next)
		if (t->read == read && t->id == id)
			return t;
	struct topic *t = calloc(1, sizeof *t);
	if (!t)
		abort();
	*t = (struct topic){.next = l->topics, .read = read, .id = id};
	return l->topics = t;
}

static void topic_drop(struct live *l, struct topic *gone)
{
	for (struct topic **at = &l->topics; *at; at = &(*at)->next)
		if (*at == gone) {
			*at = gone->next;
			free(gone->text);
			free(gone);
			return;
		}
}

static void topic_say(struct topic *t, const char *text)
{
	if (t->text && text_eq(t->text, text))
		return;
	free(t->text);
	t->text = strdup(text);
	if (!t->text)
		abort();
	t->version++;
}

/* ---- the thread ---- */

static enum status figure_read(struct live *l, live_read read, int64_t id, struct arena *a, const char **ret, struct err *e)
{
	TRY(read(l->office, a, id, ret, e));
	return strlen(*ret) > LIVE_TEXT_MAX ? FAIL(e, TOO_LARGE, "a figure of more than %zu bytes", LIVE_TEXT_MAX) : OK;
}

/* The lock is open while the store is asked: a topic is named by what it is, as it may be gone afterwards. */
static void look(struct live *l, live_read read, int64_t id)
{
	scoped(arena_free) struct arena a = {0};
	const char *text;
	struct err e = {0};
	pthread_mutex_unlock(&l->lock);
	enum status status = figure_read(l, read, id, &a, &text, &e);
	if (status != OK)
		log_err("live", &e); /* the listeners keep what they have */
	pthread_mutex_lock(&l->lock);
	for (struct topic *t = l->topics; status == OK && t; t = t->next)
		if (t->read == read && t->id == id)
			topic_say(t, text);
}

struct watched {
	live_read read;
	int64_t id;
};

static void look_at_all(struct live *l)
{
	struct watched all[LIVE_EARS_MAX];
	size_t n = 0;
	for (struct topic *t = l->topics; t && n < LIVE_EARS_MAX; t = t->next)
		all[n++] = (struct watched){t->read, t->id};
	for (size_t i = 0; i < n; i++)
		look(l, all[i].read, all[i].id);
}

static void rest(struct live *l)
{
	struct timespec until = wait_until(LIVE_LOOK_MS);
	pthread_cond_timedwait(&l->news, &l->lock, &until);
}

static void *run(void *user)
{
	struct live *l = user;
	pthread_mutex_lock(&l->lock);
	while (!l->ending) {
		if (!l->ears)
			pthread_cond_wait(&l->news, &l->lock);
		if (!l->ending)
			rest(l);
		if (!l->ending)
			look_at_all(l);
	}
	pthread_mutex_unlock(&l->lock);
	return NULL;
}

struct live *live_start(struct office *o)
{
	struct live *l = calloc(1, sizeof *l);
	if (!l)
		abort();
	l->office = o;
	pthread_mutex_init(&l->lock, NULL);
	wait_cond_init(&l->news);
	if (pthread_create(&l->thread, NULL, run, l))
		abort();
	return l;
}

void live_stop(struct live *l)
{
	pthread_mutex_lock(&l->lock);
	l->ending = true;
	pthread_cond_broadcast(&l->news);
	pthread_mutex_unlock(&l->lock);
	pthread_join(l->thread, NULL);
	while (l->topics)
		topic_drop(l, l->topics);
	pthread_cond_destroy(&l->news);
	pthread_mutex_destroy(&l->lock);
	free(l);
}

/* ---- listeners ---- */

static struct live_ear *ear_new(struct live *l, live_read read, int64_t id, const char *text)
{
	struct live_ear *ear = NULL;
	pthread_mutex_lock(&l->lock);
	if (l->ears < LIVE_EARS_MAX && (ear = calloc(1, sizeof *ear))) {
		l->ears++;
		*ear = (struct live_ear){.live = l, .topic = topic_of(l, read, id), .since_ms = now_ms(), .said_ms = now_ms()};
		ear->topic->ears++;
		topic_say(ear->topic, text);
		if (l->ears == 1)
			pthread_cond_signal(&l->news);
	}
	pthread_mutex_unlock(&l->lock);
	return ear;
}

enum status rq_live(struct request *rq, live_read read, int64_t id, struct err *e)
{
	const char *text;
	if (!rq->server || !rq->server->live)
		return FAIL(e, UNAVAILABLE, "nothing is told live here");
	TRY(figure_read(rq->server->live, read, id, rq->desk.arena, &text, e));
	rq->content_type = "text/event-stream";
	rq_header(rq, "X-Accel-Buffering", "no"); /* nginx hands each event on at once */
	rq->ear = ear_new(rq->server->live, read, id, text);
	return rq->ear ? OK : FAIL(e, UNAVAILABLE, "%d listen already", LIVE_EARS_MAX);
}

void live_leave(struct live_ear *ear)
{
	if (!ear)
		return;
	struct live *l = ear->live;
	pthread_mutex_lock(&l->lock);
	l->ears--;
	if (!--ear->topic->ears)
		topic_drop(l, ear->topic);
	pthread_mutex_unlock(&l->lock);
	free(ear->line);
	free(ear);
}

/* What there is to say: an event of the format's own (WHATWG HTML, 9.2), a comment to keep the line open, or NULL. */
static char *line_next(struct live_ear *ear)
{
	struct buf b = {0};
	struct topic *t = ear->topic;
	if (t->version != ear->heard)
		buf_printf(&b, "%sdata: %s\n\n", ear->heard ? "" : "retry: 3000\n", t->text);
	else if (now_ms() - ear->said_ms >= LIVE_BEAT_MS)
		buf_text(&b, ":\n\n");
	ear->heard = t->version;
	ear->at = 0, ear->n = b.n;
	return b.s;
}

bool live_waits(struct live_ear *ear)
{
	pthread_mutex_lock(&ear->live->lock);
	bool news = ear->topic->version != ear->heard;
	pthread_mutex_unlock(&ear->live->lock);
	int64_t now = now_ms();
	return news || ear->line || now - ear->said_ms >= LIVE_BEAT_MS || now - ear->since_ms >= LIVE_MOST_MS;
}

size_t live_next(struct live_ear *ear, char *to, size_t max, bool *ret_over)
{
	*ret_over = !ear->line && now_ms() - ear->since_ms >= LIVE_MOST_MS;
	if (*ret_over)
		return 0;
	if (!ear->line) {
		pthread_mutex_lock(&ear->live->lock);
		ear->line = line_next(ear);
		pthread_mutex_unlock(&ear->live->lock);
	}
	if (!ear->line)
		return 0;
	size_t n = ear->n - ear->at < max ? ear->n - ear->at : max;
	memcpy(to, ear->line + ear->at, n);
	ear->at += n;
	ear->said_ms = now_ms();
	if (ear->at == ear->n) {
		free(ear->line);
		ear->line = NULL;
	}
	return n;
}
