/* limits.c -- see limits.h. A fixed table of counters, found by hash; a full table counts strangers together. */
#include "web/limits.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS 65536 /* sources times kinds within an hour */
#define PROBES 16   /* slots looked at before two sources share one: errs on the strict side */

struct slot {
	uint64_t who; /* first bytes of the hash; 0: free */
	int32_t n;
};
struct limits {
	pthread_mutex_t lock;
	int64_t hour;
	unsigned char key[32];
	struct slot slots[SLOTS];
};

struct limits *limits_new(void)
{
	struct limits *l = calloc(1, sizeof *l);
	if (!l)
		abort();
	pthread_mutex_init(&l->lock, NULL);
	l->hour = -1;
	return l;
}

void limits_free(struct limits *l)
{
	if (!l)
		return;
	pthread_mutex_destroy(&l->lock);
	free(l);
}

static void renew(struct limits *l, struct instant now)
{
	int64_t hour = now.us / HOUR_US;
	if (hour == l->hour)
		return;
	l->hour = hour;
	random_bytes(l->key, sizeof l->key);
	memset(l->slots, 0, sizeof l->slots);
}

/* Whoever has an IPv6 address has 2^64 of them: the network counts, which is one household's or one company's. */
static size_t source_bytes(const char *address, unsigned char ret[static 16])
{
	static const unsigned char mapped[12] = {[10] = 0xFF, [11] = 0xFF};
	char text[64];
	size_t n = strcspn(address, "%"); /* fe80::1%eth0 */
	if (n >= sizeof text)
		return 0;
	memcpy(text, address, n);
	text[n] = 0;
	if (inet_pton(AF_INET, text, ret) == 1)
		return 4;
	if (inet_pton(AF_INET6, text, ret) != 1)
		return 0;
	if (memcmp(ret, mapped, sizeof mapped) != 0)
		return 8;
	memmove(ret, ret + sizeof mapped, 4);
	return 4;
}

struct hash limits_source(struct limits *l, const char *address, struct instant now)
{
	unsigned char bytes[16];
	size_t n = source_bytes(address, bytes);
	pthread_mutex_lock(&l->lock);
	renew(l, now);
	struct hash h = n ? hash_keyed(l->key, bytes, n) : hash_keyed(l->key, address, strlen(address));
	pthread_mutex_unlock(&l->lock);
	return h;
}

static struct slot *find(struct limits *l, uint64_t who)
{
	struct slot *slot = NULL;
	for (uint64_t i = 0; i < PROBES; i++) {
		slot = &l->slots[(who + i) % SLOTS];
		if (!slot->who || slot->who == who)
			break;
	}
	if (!slot->who)
		slot->who = who;
	return slot;
}

static struct slot *slot_of(struct limits *l, const unsigned char source[static 32], const char *kind, struct instant now)
{
	unsigned char bytes[96] = {0};
	memcpy(bytes, source, 32);
	strncpy((char *)bytes + 32, kind, sizeof bytes - 33);
	struct hash h = hash_of(bytes, sizeof bytes);
	uint64_t who;
	memcpy(&who, h.bytes, sizeof who);
	renew(l, now);
	return find(l, who | 1);
}

bool limits_take(struct limits *l, const unsigned char source[static 32], const char *kind, int most,
		 struct instant now)
{
	pthread_mutex_lock(&l->lock);
	struct slot *slot = slot_of(l, source, kind, now);
	bool allowed = slot->n < most;
	if (allowed)
		slot->n++;
	pthread_mutex_unlock(&l->lock);
	return allowed;
}

int limits_count(struct limits *l, const unsigned char source[static 32], const char *kind, struct instant now)
{
	pthread_mutex_lock(&l->lock);
	int n = slot_of(l, source, kind, now)->n;
	pthread_mutex_unlock(&l->lock);
	return n;
}

void limits_add(struct limits *l, const unsigned char source[static 32], const char *kind, struct instant now)
{
	(void)limits_take(l, source, kind, INT32_MAX, now);
}
