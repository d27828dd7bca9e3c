/* gate.c -- see gate.h. Everything is of fixed size: a table of sources, where a stranger whose place is crowded is counted
 * with those who were there (the strict side: it costs a puzzle), and two generations of used tickets. */
#include "web/gate.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SOURCES        32768 /* places of the table; a power of two. Untouched ones take no memory */
#define PROBES         8     /* places one source may take */
#define USED           65536 /* tickets of one generation; a power of two */
#define USED_FULL      (USED / 4 * 3)
#define HOUR_MS        INT64_C(3600000)
#define TICKET_LIFE_MS INT64_C(600000) /* from its moment on */
#define RATE_MS        INT64_C(60000)
#define BURST_MS       INT64_C(60000) /* places that may be taken at once: those of a minute */
#define WAIT_FIRST     5  /* seconds */
#define WAIT_STEP      50 /* one second more for each so many that were told to wait */
#define PLACED         0x100u /* in a ticket's zeros: its moment is a place in the queue */

struct source {
	unsigned char key[16];
	int64_t since_ms; /* 0: free */
	int64_t place_ms; /* the first place of the queue that is free */
	int32_t reports, wrong, told; /* told: to wait */
};
struct generation {
	int64_t since_ms;
	size_t n;
	uint64_t numbers[USED]; /* open addressing; 0: free */
};
struct gate {
	pthread_mutex_t lock;
	unsigned char secret[32]; /* of the tickets; new with each start */
	struct source sources[SOURCES];
	struct generation used[2]; /* the present one and the one before */
	int64_t oldest_ms;         /* tickets made before are not known any more, so not good */
	int64_t all_since_ms;
	int all_wrong;
	int64_t minute_ms; /* when the present minute of the rate began */
	int now_n, before_n; /* reports taken in it and in the one before */
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

int64_t gate_clock_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000 + 1;
}

/* ---- sources ---- */

/* A stranger takes a free place or that of one whose hour is over; where there is none it takes the oldest's, and starts
 * with what that one had used. */
static struct source *source_of(struct gate *g, const unsigned char key[static 32], int64_t now_ms)
{
	size_t first;
	memcpy(&first, key, sizeof first);
	struct source *oldest = NULL;
	for (size_t i = 0; i < PROBES; i++) {
		struct source *s = &g->sources[(first + i) & (SOURCES - 1)];
		if (s->since_ms && !memcmp(s->key, key, sizeof s->key) && now_ms - s->since_ms < HOUR_MS)
			return s;
		if (!oldest || s->since_ms < oldest->since_ms)
			oldest = s;
	}
	if (!oldest->since_ms || now_ms - oldest->since_ms >= HOUR_MS)
		*oldest = (struct source){.since_ms = now_ms};
	memcpy(oldest->key, key, sizeof oldest->key);
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

/* ---- the rate of all ---- */

static void minute_turn(struct gate *g, int64_t now_ms)
{
	int64_t age = now_ms - g->minute_ms;
	if (g->minute_ms && age < RATE_MS)
		return;
	g->before_n = g->minute_ms && age < 2 * RATE_MS ? g->now_n : 0;
	g->minute_ms = now_ms;
	g->now_n = 0;
}

/* Reports taken within the last minute: this minute's, and of the one before what still reaches into it. */
static int64_t rate(struct gate *g, int64_t now_ms)
{
	minute_turn(g, now_ms);
	return g->now_n + g->before_n * (RATE_MS - (now_ms - g->minute_ms)) / RATE_MS;
}

static int doublings(int64_t n, int64_t of)
{
	int d = 0;
	for (; d < GATE_ZEROS_MOST && n >= 2 * (of > 0 ? of : 1); d++)
		n /= 2;
	return d;
}

/* ---- tickets: "made.due.zeros.number.mac" in hex, the mac over all and the source ---- */

struct ticket {
	int64_t made_ms, due_ms;
	uint64_t zeros, number;
};

static uint64_t ticket_mac(const struct gate *g, const unsigned char source[static 32], const struct ticket *t)
{
	unsigned char text[32 + sizeof *t];
	uint64_t mac;
	memcpy(text, source, 32);
	memcpy(text + 32, t, sizeof *t);
	struct hash h = hash_keyed(g->secret, text, sizeof text);
	memcpy(&mac, h.bytes, sizeof mac);
	return mac;
}

/* One part in hex, 1 to 16 digits without sign or blanks, up to @end. */
static bool part_read(const char **at, char end, uint64_t *ret)
{
	size_t n = strspn(*at, "0123456789abcdef");
	if (!n || n > 16 || (*at)[n] != end)
		return false;
	*ret = strtoull(*at, NULL, 16);
	*at += n + (end != 0);
	return true;
}

static bool ticket_read(const struct gate *g, const unsigned char source[static 32], const char *text, struct ticket *ret, uint64_t *ret_mac)
{
	uint64_t made, due;
	if (!text || !part_read(&text, '.', &made) || !part_read(&text, '.', &due) || !part_read(&text, '.', &ret->zeros) ||
	    !part_read(&text, '.', &ret->number) || !part_read(&text, 0, ret_mac))
		return false;
	ret->made_ms = (int64_t)made;
	ret->due_ms = (int64_t)due;
	return *ret_mac == ticket_mac(g, source, ret);
}

static void ticket_write(const struct gate *g, const unsigned char source[static 32], const struct ticket *t, struct gate_answer *ret)
{
	uint64_t mac = ticket_mac(g, source, t);
	snprintf(ret->ticket, sizeof ret->ticket, "%" PRIx64 ".%" PRIx64 ".%" PRIx64 ".%" PRIx64 ".%" PRIx64, (uint64_t)t->made_ms,
		 (uint64_t)t->due_ms, t->zeros, t->number, mac);
	snprintf(ret->puzzle, sizeof ret->puzzle, "%016" PRIx64, mac);
	ret->zeros = (int)(t->zeros & ~PLACED);
}

/* ---- tickets that were used ---- */

static uint64_t *used_place(struct generation *u, uint64_t number)
{
	size_t at = (size_t)number & (USED - 1);
	while (u->numbers[at] && u->numbers[at] != number)
		at = (at + 1) & (USED - 1);
	return &u->numbers[at];
}

/* A full or old generation becomes the one before. What that one held is forgotten, so tickets as old are no good. */
static void used_turn(struct gate *g, int64_t now_ms)
{
	struct generation *u = &g->used[0];
	if (!u->since_ms)
		u->since_ms = now_ms;
	if (u->n < USED_FULL && now_ms - u->since_ms < 2 * TICKET_LIFE_MS)
		return;
	g->oldest_ms = u->since_ms;
	g->used[1] = *u;
	*u = (struct generation){.since_ms = now_ms};
}

static bool used_is(struct gate *g, uint64_t number, int64_t now_ms)
{
	used_turn(g, now_ms);
	return *used_place(&g->used[0], number) || *used_place(&g->used[1], number);
}

static void used_add(struct gate *g, uint64_t number)
{
	*used_place(&g->used[0], number) = number;
	g->used[0].n++;
}

/* ---- proofs ---- */

static bool zeros_lead(const struct hash *h, int zeros)
{
	int i = 0;
	for (; zeros >= 8; zeros -= 8)
		if (h->bytes[i++])
			return false;
	return h->bytes[i] >> (8 - zeros) == 0;
}

bool gate_proof_good(const char *puzzle, const char *proof, int zeros)
{
	char text[GATE_PUZZLE_MAX + 1 + GATE_PROOF_MAX];
	size_t n = proof ? strlen(proof) : 0;
	if (!n || n >= GATE_PROOF_MAX || strspn(proof, "0123456789") != n || strlen(puzzle) >= GATE_PUZZLE_MAX || zeros < 1 || zeros > 200)
		return false;
	int length = snprintf(text, sizeof text, "%s.%s", puzzle, proof);
	struct hash h = hash_of(text, (size_t)length);
	return zeros_lead(&h, zeros);
}

/* ---- a report ---- */

static int zeros_now(const struct gate_ask *ask, const struct source *s, int64_t rate_n, bool flood)
{
	int more = doublings(s->reports, ask->per_hour + 1);
	more = more < 3 ? more : 3; /* neighbours behind one address pay for each other, but not much */
	int zeros = GATE_ZEROS_FIRST + more + (flood ? 2 + doublings(rate_n, ask->flood_per_minute) : 0);
	return zeros < GATE_ZEROS_MOST ? zeros : GATE_ZEROS_MOST;
}

/* What one request is judged by. */
struct visit {
	struct gate *g;
	const unsigned char *source;
	const struct gate_ask *ask;
	int64_t now_ms, rate_n;
	struct source *s;
	struct ticket t; /* what it brought */
	uint64_t mac;
	bool brought;
	struct gate_answer *ret;
};

static bool solved(const struct visit *v)
{
	char puzzle[GATE_PUZZLE_MAX];
	snprintf(puzzle, sizeof puzzle, "%016" PRIx64, v->mac);
	return gate_proof_good(puzzle, v->ask->proof, (int)(v->t.zeros & ~PLACED));
}

/* Has it waited, and is there a place? */
static bool waited(const struct visit *v)
{
	struct source *s = v->s;
	if (v->now_ms < v->t.due_ms)
		return false;
	if (v->t.zeros & PLACED)
		return true;
	if (s->place_ms < v->now_ms - BURST_MS)
		s->place_ms = v->now_ms - BURST_MS;
	if (s->place_ms > v->now_ms)
		return false;
	s->place_ms += GATE_PLACE_MS;
	return true;
}

static void ticket_new(const struct visit *v, int64_t due_ms, uint64_t placed)
{
	struct ticket t = {.made_ms = v->now_ms, .due_ms = due_ms, .zeros = (uint64_t)zeros_now(v->ask, v->s, v->rate_n, v->ret->flood) | placed};
	do
		random_bytes(&t.number, sizeof t.number);
	while (!t.number);
	ticket_write(v->g, v->source, &t, v->ret);
	v->ret->wait = (int)((due_ms - v->now_ms + 999) / 1000);
}

static void tell_to_wait(const struct visit *v)
{
	int wait = WAIT_FIRST + v->s->told++ / WAIT_STEP;
	ticket_new(v, v->now_ms + (wait < GATE_WAIT_MAX ? wait : GATE_WAIT_MAX) * INT64_C(1000), 0);
}

/* It has waited, and others of its source came before it: a place, while there are any. */
static void give_place(const struct visit *v)
{
	struct source *s = v->s;
	if (s->place_ms - v->now_ms >= GATE_QUEUE_MS) {
		ticket_write(v->g, v->source, &v->t, v->ret);
		v->ret->wait = GATE_WAIT_MAX;
		return;
	}
	ticket_new(v, s->place_ms, PLACED);
	s->place_ms += GATE_PLACE_MS;
}

static bool may_enter(struct visit *v)
{
	const struct gate_ask *ask = v->ask;
	int free_ones = v->ret->flood && ask->per_hour > GATE_FLOOD_FREE ? GATE_FLOOD_FREE : ask->per_hour;
	if (!v->brought || used_is(v->g, v->t.number, v->now_ms)) {
		if (v->s->reports < free_ones)
			return true;
		tell_to_wait(v);
		return false;
	}
	if (v->s->reports < free_ones || solved(v) || waited(v)) {
		used_add(v->g, v->t.number);
		return true;
	}
	if (v->now_ms >= v->t.due_ms) {
		give_place(v);
		return false;
	}
	ticket_write(v->g, v->source, &v->t, v->ret); /* too early: the same ticket, the rest of the wait */
	v->ret->wait = (int)((v->t.due_ms - v->now_ms + 999) / 1000);
	return false;
}

bool gate_report(struct gate *g, const unsigned char source[static 32], const struct gate_ask *ask, int64_t now_ms,
		 struct gate_answer *ret)
{
	*ret = (struct gate_answer){0};
	struct visit v = {.g = g, .source = source, .ask = ask, .now_ms = now_ms, .ret = ret};
	pthread_mutex_lock(&g->lock);
	v.s = source_of(g, source, now_ms);
	v.rate_n = rate(g, now_ms);
	v.ret->flood = v.rate_n >= ask->flood_per_minute;
	v.brought = ticket_read(g, source, ask->ticket, &v.t, &v.mac) && v.t.made_ms >= g->oldest_ms && now_ms - v.t.due_ms < TICKET_LIFE_MS;
	bool in = may_enter(&v);
	v.s->reports += in;
	g->now_n += in;
	pthread_mutex_unlock(&g->lock);
	return in;
}
