/* wait.h -- conditions with a time limit, by the steady clock: whoever sets the machine's time wakes nobody early or late. */
#ifndef NETRA_BASE_WAIT_H
#define NETRA_BASE_WAIT_H

#include <pthread.h>
#include <time.h>

void wait_cond_init(pthread_cond_t *c);
/* The moment @ms from now, for pthread_cond_timedwait on such a condition. */
struct timespec wait_until(long ms);

#endif
