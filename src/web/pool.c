/* pool.c -- see pool.h. Items are kept in rings that grow up to the lane's cap. */
#include "web/pool.h"

#include <pthread.h>
#include <stdlib.h>

#define RESERVED    4 /* threads that the public never uses, when there are so many */
#define LOGINS      2 /* at once: each checks a password for some 70 ms and 64 MiB */
#define CAP_STAFF   1024
#define CAP_LOGIN   64
#define CAP_PUBLIC  2048 /* at 2,000 a second one second's worth */

struct ring {
	void **items;
	size_t first, n, cap;
};
struct queue {
	struct ring ring;
	int busy, most; /* threads at work for it, and allowed */
};
struct pool {
	pthread_mutex_t lock;
	pthread_cond_t news;
	pthread_t *threads;
	int n_threads;
	void (*work)(void *item);
	atomic_llong *waiting;
	struct ring again;
	struct queue lanes[LANE_N];
	bool ending;
};

size_t pool_cap(enum lane lane)
{
	switch (lane) {
	case LANE_STAFF:
		return CAP_STAFF;
	case LANE_LOGIN:
		return CAP_LOGIN;
	case LANE_PUBLIC:
	case LANE_N:
		break;
	}
	return CAP_PUBLIC;
}

int pool_most(enum lane lane, int threads)
{
	int kept = threads > 2 * RESERVED ? RESERVED : threads > 1 ? 1 : 0;
	switch (lane) {
	case LANE_STAFF:
		return threads;
	case LANE_LOGIN:
		return threads > 2 * LOGINS ? LOGINS : 1;
	case LANE_PUBLIC:
	case LANE_N:
		break;
	}
	return threads - kept;
}

/* ---- rings ---- */

static void ring_put(struct ring *r, void *item)
{
	if (r->n == r->cap) {
		size_t cap = r->cap ? 2 * r->cap : 16;
		void **items = malloc(cap * sizeof *items);
		if (!items)
			abort();
		for (size_t i = 0; i < r->n; i++)
			items[i] = r->items[(r->first + i) % r->cap];
		free(r->items);
		*r = (struct ring){items, 0, r->n, cap};
	}
	r->items[(r->first + r->n++) % r->cap] = item;
}

static void *ring_take(struct ring *r)
{
	void *item = r->items[r->first];
	r->first = (r->first + 1) % r->cap;
	r->n--;
	return item;
}

/* ---- threads ---- */

/* The next item and the lane that it counts for (LANE_N: none); NULL: nothing that may be begun now. */
static void *next(struct pool *p, enum lane *ret_lane)
{
	*ret_lane = LANE_N;
	if (p->again.n)
		return ring_take(&p->again);
	for (enum lane l = 0; l < LANE_N; l++) {
		struct queue *q = &p->lanes[l];
		if (!q->ring.n || q->busy >= q->most)
			continue;
		q->busy++;
		*ret_lane = l;
		atomic_fetch_sub(p->waiting, 1);
		return ring_take(&q->ring);
	}
	return NULL;
}

static bool all_empty(const struct pool *p)
{
	size_t n = p->again.n;
	for (enum lane l = 0; l < LANE_N; l++)
		n += p->lanes[l].ring.n;
	return !n;
}

static void *worker(void *user)
{
	struct pool *p = user;
	pthread_mutex_lock(&p->lock);
	for (;;) {
		enum lane lane;
		void *item = next(p, &lane);
		if (!item && p->ending && all_empty(p))
			break;
		if (!item) {
			pthread_cond_wait(&p->news, &p->lock);
			continue;
		}
		pthread_mutex_unlock(&p->lock);
		p->work(item);
		pthread_mutex_lock(&p->lock);
		if (lane == LANE_N)
			continue;
		struct queue *q = &p->lanes[lane];
		if (q->busy-- == q->most && q->ring.n) /* one that could not be begun now can */
			pthread_cond_signal(&p->news);
	}
	pthread_cond_broadcast(&p->news);
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

struct pool *pool_start(int threads, void (*work)(void *item), atomic_llong *waiting)
{
	struct pool *p = calloc(1, sizeof *p);
	threads = threads < 2 ? 2 : threads;
	if (!p || !(p->threads = calloc((size_t)threads, sizeof *p->threads)))
		abort();
	p->work = work;
	p->waiting = waiting;
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->news, NULL);
	for (enum lane l = 0; l < LANE_N; l++)
		p->lanes[l].most = pool_most(l, threads);
	for (int i = 0; i < threads; i++)
		if (!pthread_create(&p->threads[p->n_threads], NULL, worker, p))
			p->n_threads++;
	if (!p->n_threads)
		abort();
	return p;
}

bool pool_push(struct pool *p, enum lane lane, void *item)
{
	pthread_mutex_lock(&p->lock);
	struct queue *q = &p->lanes[lane];
	bool room = q->ring.n < pool_cap(lane);
	if (room) {
		ring_put(&q->ring, item);
		atomic_fetch_add(p->waiting, 1);
		if (q->busy < q->most)
			pthread_cond_signal(&p->news);
	}
	pthread_mutex_unlock(&p->lock);
	return room;
}

void pool_again(struct pool *p, void *item)
{
	pthread_mutex_lock(&p->lock);
	ring_put(&p->again, item);
	pthread_cond_signal(&p->news);
	pthread_mutex_unlock(&p->lock);
}

void pool_stop(struct pool *p)
{
	pthread_mutex_lock(&p->lock);
	p->ending = true;
	pthread_cond_broadcast(&p->news);
	pthread_mutex_unlock(&p->lock);
	for (int i = 0; i < p->n_threads; i++)
		pthread_join(p->threads[i], NULL);
	pthread_mutex_destroy(&p->lock);
	pthread_cond_destroy(&p->news);
	free(p->again.items);
	for (enum lane l = 0; l < LANE_N; l++)
		free(p->lanes[l].ring.items);
	free(p->threads);
	free(p);
}
