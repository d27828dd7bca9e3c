/* pool.c -- see pool.h. A ring of fixed size: a full queue must be said at once, not hidden in latency. */
#include "web/pool.h"

#include <pthread.h>
#include <stdlib.h>

#define QUEUE_MAX 4096 /* requests; at 1,000/s a wait of four seconds, which nobody should be given */

struct pool {
	pthread_mutex_t lock;
	pthread_cond_t news;
	pthread_t *threads;
	int n_threads;
	void (*work)(void *item);
	atomic_llong *waiting;
	void *items[QUEUE_MAX];
	size_t first, n;
	bool ending;
};

static void *take(struct pool *p)
{
	void *item = NULL;
	pthread_mutex_lock(&p->lock);
	while (!p->n && !p->ending)
		pthread_cond_wait(&p->news, &p->lock);
	if (p->n) {
		item = p->items[p->first];
		p->first = (p->first + 1) % QUEUE_MAX;
		p->n--;
		atomic_fetch_sub(p->waiting, 1);
	}
	pthread_mutex_unlock(&p->lock);
	return item;
}

static void *worker(void *user)
{
	struct pool *p = user;
	void *item;
	while ((item = take(p)))
		p->work(item);
	return NULL;
}

struct pool *pool_start(int threads, void (*work)(void *item), atomic_llong *waiting)
{
	struct pool *p = calloc(1, sizeof *p);
	if (!p || !(p->threads = calloc((size_t)threads, sizeof *p->threads)))
		abort();
	p->work = work;
	p->waiting = waiting;
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->news, NULL);
	for (int i = 0; i < threads; i++)
		if (!pthread_create(&p->threads[p->n_threads], NULL, worker, p))
			p->n_threads++;
	if (!p->n_threads)
		abort();
	return p;
}

bool pool_push(struct pool *p, void *item)
{
	pthread_mutex_lock(&p->lock);
	bool room = p->n < QUEUE_MAX;
	if (room) {
		p->items[(p->first + p->n++) % QUEUE_MAX] = item;
		atomic_fetch_add(p->waiting, 1);
		pthread_cond_signal(&p->news);
	}
	pthread_mutex_unlock(&p->lock);
	return room;
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
	free(p->threads);
	free(p);
}
