/* gate.c -- see gate.h. */
#include "web/gate.h"

#include "base/day.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SOURCES        4096 /* places of the table; a power of two */
#define PROBES         8    /* places one source may take; the oldest makes room */
#define USED           1024 /* tickets remembered as used; older ones have long run out of worth */
#define HOUR_MS        INT64_C(3600000)
#define TICKET_LIFE_MS HOUR_MS
#define WAIT_FIRST     5  /* seconds */
#define WAIT_STEP      50 /* one second more for each so many reports past the limit */

struct source {
	unsigned char key[32];
	int64_t since_ms; /* 0: free */
	int reports, wrong;
};
struct gate {
	pthread_mutex_t lock;
	unsigned char secret[32]; /* of the tickets; new with each start */
	struct source sources[SOURCES];
	uint64_t used[USED];
	size_t n_used;
	int64_t all_since_ms;
	int all_wrong;
};

struct gate *gate_new(void)
{
	struct gate *g = calloc(1, sizeof *g);
	if (!g)
		abort();
	pthread_mutex_init(&g->lock, NULL);
	random_bytes(g->secret, sizeof g->secret);
	return g;
}

void gate_free(struct gate *g)
{
	if (g)
		pthread_mutex_destroy(&g->lock);
	free(g);
}

int64_t gate_clock_ms(void) { return steady_us() / 1000 + 1; }

static struct source *source_of(struct gate *g, const unsigned char key[static 32], int64_t now_ms)
{
	size_t first;
	memcpy(&first, key, sizeof first);
	struct source *oldest = NULL;
	for (size_t i = 0; i < PROBES; i++) {
		struct source *s = &g->sources[(first + i) & (SOURCES - 1)];
		if (s->since_ms && !memcmp(s->key, key, 32) && now_ms - s->since_ms < HOUR_MS)
			return s;
		if (!oldest || s->since_ms < oldest->since_ms)
			oldest = s;
	}
	*oldest = (struct source){.since_ms = now_ms};
	memcpy(oldest->key, key, 32);
	return oldest;
}

static void all_turn(struct gate *g, int64_t now_ms)
{
	if (!g->all_since_ms || now_ms - g->all_since_ms >= HOUR_MS) {
		g->all_since_ms = now_ms;
		g->all_wrong = 0;
	}
}

bool gate_code_may(struct gate *g, const unsigned char source[static 32], int64_t now_ms)
{
	pthread_mutex_lock(&g->lock);
	all_turn(g, now_ms);
	bool may = source_of(g, source, now_ms)->wrong < GATE_CODES_SOURCE && g->all_wrong < GATE_CODES_ALL;
	pthread_mutex_unlock(&g->lock);
	return may;
}

bool gate_code_wrong(struct gate *g, const unsigned char source[static 32], int64_t now_ms)
{
	pthread_mutex_lock(&g->lock);
	all_turn(g, now_ms);
	source_of(g, source, now_ms)->wrong++;
	bool alarm = ++g->all_wrong == GATE_CODES_ALARM;
	pthread_mutex_unlock(&g->lock);
	return alarm;
}

/* "due.number.mac": due and number in hex, the mac over both and the source. */
struct ticket {
	int64_t due_ms;
	uint64_t number;
};

static uint64_t ticket_mac(const struct gate *g, const unsigned char source[static 32],
			   const struct ticket *t)
{
	unsigned char text[32 + sizeof *t];
	uint64_t mac;
	memcpy(text, source, 32);
	memcpy(text + 32, t, sizeof *t);
	struct hash h = hash_keyed(g->secret, text, sizeof text);
	memcpy(&mac, h.bytes, sizeof mac);
	return mac;
}

static bool ticket_parse(const struct gate *g, const unsigned char source[static 32], const char *text,
			 struct ticket *ret)
{
	uint64_t due, number, mac;
	if (!text || strlen(text) >= GATE_TICKET_MAX ||
	    sscanf(text, "%" SCNx64 ".%" SCNx64 ".%" SCNx64, &due, &number, &mac) != 3)
		return false;
	*ret = (struct ticket){(int64_t)due, number};
	return mac == ticket_mac(g, source, ret);
}

static void ticket_write(const struct gate *g, const unsigned char source[static 32], int64_t due_ms,
			 char ret[static GATE_TICKET_MAX])
{
	struct ticket t = {.due_ms = due_ms};
	random_bytes(&t.number, sizeof t.number);
	snprintf(ret, GATE_TICKET_MAX, "%" PRIx64 ".%" PRIx64 ".%" PRIx64, (uint64_t)t.due_ms, t.number,
		 ticket_mac(g, source, &t));
}

static bool ticket_used(struct gate *g, const struct ticket *t)
{
	for (size_t i = 0; i < USED && i < g->n_used; i++)
		if (g->used[i] == t->number)
			return true;
	g->used[g->n_used++ % USED] = t->number;
	return false;
}

static int wait_for(int past)
{
	int wait = WAIT_FIRST + past / WAIT_STEP;
	return wait < GATE_WAIT_MAX ? wait : GATE_WAIT_MAX;
}

int gate_report(struct gate *g, const unsigned char source[static 32], const char *ticket, int per_hour,
		int64_t now_ms, char ret_ticket[static GATE_TICKET_MAX])
{
	struct ticket t;
	pthread_mutex_lock(&g->lock);
	struct source *s = source_of(g, source, now_ms);
	bool brought = ticket_parse(g, source, ticket, &t) && now_ms - t.due_ms < TICKET_LIFE_MS;
	int wait = 0;
	if (brought && now_ms < t.due_ms) { /* too early: the same ticket, the rest of the wait */
		wait = (int)((t.due_ms - now_ms + 999) / 1000);
		snprintf(ret_ticket, GATE_TICKET_MAX, "%s", ticket);
	} else if (!(brought && !ticket_used(g, &t)) && s->reports++ >= per_hour) {
		wait = wait_for(s->reports - per_hour);
		ticket_write(g, source, now_ms + wait * INT64_C(1000), ret_ticket);
	}
	pthread_mutex_unlock(&g->lock);
	return wait;
}
