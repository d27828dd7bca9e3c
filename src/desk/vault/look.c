/* look.c -- the keys of boxes that two custodians have opened: in the memory of this process and nowhere else.
 *
 * The asker looks for half an hour without a custodian beside them, so something must hold what was opened. A row of the
 * store would lie in backups and in the freed pages of a disk; here it lies in locked pages that are never swapped, left out
 * of a core and wiped when the time is over. The price: when the program is started anew within that half hour, the asker has
 * to ask again, and is told so.
 */
#include "desk/vault/vault_internal.h"

#include <pthread.h>
#include <string.h>

#define LOOKS 64 /* requests open at the same time; the oldest makes room */

struct look {
	int64_t request, over_us; /* request 0: free. Of the machine's steady clock, whatever a drill's clock shows */
	size_t n;
	struct look_key keys[LOOK_BOXES];
};

static struct look *looks;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void wipe(struct look *l)
{
	sodium_memzero(l, sizeof *l);
}

static void drop_over(int64_t now_us)
{
	for (size_t i = 0; looks && i < LOOKS; i++)
		if (looks[i].request && looks[i].over_us < now_us)
			wipe(&looks[i]);
}

static struct look *place_for(int64_t request)
{
	struct look *best = &looks[0];
	for (size_t i = 0; i < LOOKS; i++) {
		if (looks[i].request == request)
			return &looks[i];
		if (looks[i].over_us < best->over_us)
			best = &looks[i];
	}
	return best;
}

void look_put(int64_t request, const struct look_key *keys, size_t n)
{
	pthread_mutex_lock(&lock);
	if (!looks) {
		looks = sodium_allocarray(LOOKS, sizeof *looks);
		if (!looks)
			abort();
		sodium_memzero(looks, LOOKS * sizeof *looks);
	}
	drop_over(steady_us());
	struct look *l = place_for(request);
	wipe(l);
	l->request = request;
	l->over_us = steady_us() + VAULT_OPEN_US;
	l->n = n < LOOK_BOXES ? n : LOOK_BOXES;
	memcpy(l->keys, keys, l->n * sizeof *keys);
	pthread_mutex_unlock(&lock);
}

size_t look_get(int64_t request, struct look_key ret[static LOOK_BOXES])
{
	size_t n = 0;
	pthread_mutex_lock(&lock);
	drop_over(steady_us());
	for (size_t i = 0; looks && i < LOOKS; i++)
		if (looks[i].request == request) {
			n = looks[i].n;
			memcpy(ret, looks[i].keys, n * sizeof *ret);
		}
	pthread_mutex_unlock(&lock);
	return n;
}

void vault_forget(bool all)
{
	pthread_mutex_lock(&lock);
	if (all && looks) {
		sodium_free(looks); /* wipes */
		looks = NULL;
	}
	drop_over(steady_us());
	pthread_mutex_unlock(&lock);
}
