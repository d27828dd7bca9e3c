/* pool.h -- worker threads and the queue in front of them. */
#ifndef NETRA_WEB_POOL_H
#define NETRA_WEB_POOL_H

#include <stdatomic.h>
#include <stdbool.h>

struct pool;

/* @threads threads run @work on each item in the order of arrival; *@waiting counts items not yet begun. */
struct pool *pool_start(int threads, void (*work)(void *item), atomic_llong *waiting);
bool pool_push(struct pool *p, void *item); /* false: the queue is full */
void pool_stop(struct pool *p);             /* ends the threads once the queue is empty */

#endif
