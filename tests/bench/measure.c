/* measure.c -- see measure.h. */
#define _GNU_SOURCE
#include "measure.h"

#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef BENCH_FOLDER
#define BENCH_FOLDER "tests/bench"
#endif

static double clock_s(clockid_t which)
{
	struct timespec t;
	clock_gettime(which, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}
double thread_s(void) { return clock_s(CLOCK_THREAD_CPUTIME_ID); }
double process_s(void) { return clock_s(CLOCK_PROCESS_CPUTIME_ID); }
double wall_s(void) { return clock_s(CLOCK_MONOTONIC); }

/* ---- The yardstick ---- */

#define ROUNDS 10000000u         /* of the hash: some 30 ms */
#define PLACES ((uint32_t)1 << 24) /* of 4 bytes: 64 MB, more than the caches that are ours alone */
#define READS 200000u

static volatile uint64_t sink; /* so that no compiler leaves the work out */

static double hash_round_ns(void)
{
	double began = thread_s();
	uint64_t x = 1;
	for (uint32_t i = 0; i < ROUNDS; i++)
		x = (x ^ x >> 29) * 0xBF58476D1CE4E5B9u + i;
	sink = x;
	return (thread_s() - began) / ROUNDS * 1e9;
}

/* One ring through all places, in an order without pattern (Sattolo's shuffle). */
static uint32_t *ring(void)
{
	uint32_t *next = malloc(PLACES * sizeof *next);
	uint64_t x = 88172645463325252u;
	if (!next)
		exit(1);
	for (uint32_t i = 0; i < PLACES; i++)
		next[i] = i;
	for (uint32_t i = PLACES - 1; i; i--) {
		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		uint32_t other = (uint32_t)((x >> 32) * i >> 32), mine = next[i];
		next[i] = next[other], next[other] = mine;
	}
	return next;
}

static double miss_ns(const uint32_t *next)
{
	static uint32_t at; /* goes on where it stopped, so that no read was made before */
	double began = thread_s();
	for (uint32_t i = 0; i < READS; i++)
		at = next[at];
	sink = at;
	return (thread_s() - began) / READS * 1e9;
}

static double pass_gbs(const void *bytes)
{
	double began = thread_s();
	sink = memchr(bytes, 0xFF, PLACES * sizeof(uint32_t)) != NULL;
	return (double)PLACES * sizeof(uint32_t) / (thread_s() - began) / 1e9;
}

void yardstick_measure(struct yardstick *y)
{
	static uint32_t *next;
	static char *text; /* holds no 0xFF */
	if (!next) {
		next = ring();
		if (!(text = malloc(PLACES * sizeof *next)))
			exit(1);
		memset(text, 'a', PLACES * sizeof *next);
	}
	double round = hash_round_ns(), miss = miss_ns(next), pass = pass_gbs(text);
	y->round_ns = !y->round_ns || round < y->round_ns ? round : y->round_ns;
	y->miss_ns = !y->miss_ns || miss < y->miss_ns ? miss : y->miss_ns;
	y->pass_gbs = pass > y->pass_gbs ? pass : y->pass_gbs;
}

/* ---- What others use ---- */

/* Seconds that all processors were at work since the machine started. */
static double all_busy_s(void)
{
	unsigned long long user, nice, system, idle, wait, irq, soft, steal;
	FILE *f = fopen("/proc/stat", "r");
	if (!f)
		return -1;
	int n = fscanf(f, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &user, &nice, &system, &idle, &wait, &irq, &soft, &steal);
	fclose(f);
	return n == 8 ? (double)(user + nice + system + irq + soft + steal) / (double)sysconf(_SC_CLK_TCK) : -1;
}

struct busy busy_start(void) { return (struct busy){all_busy_s(), process_s(), wall_s()}; }

double busy_others(const struct busy *since)
{
	double all = all_busy_s(), took = wall_s() - since->wall_s;
	if (all < 0 || since->all_s < 0 || took <= 0)
		return -1;
	double others = (all - since->all_s - (process_s() - since->own_s)) / took;
	return others > 0 ? others : 0;
}

/* ---- Programs of others ---- */

bool peer_start(struct peer *p, const char *script, const char *const *args)
{
	int to[2], from[2];
	char path[4096];
	const char *argv[8] = {"python3", path};
	snprintf(path, sizeof path, "%s/%s", BENCH_FOLDER, script);
	for (size_t i = 0; i < 5 && args[i]; i++)
		argv[i + 2] = args[i];
	if (pipe(to) || pipe(from))
		return false;
	fflush(stdout);
	if (!(p->pid = fork())) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		dup2(to[0], 0), dup2(from[1], 1);
		close(to[0]), close(to[1]), close(from[0]), close(from[1]);
		execv("/usr/bin/python3", (char **)argv);
		_exit(127);
	}
	close(to[0]), close(from[1]);
	p->to = fdopen(to[1], "w");
	p->from = fdopen(from[0], "r");
	signal(SIGPIPE, SIG_IGN); /* a peer that ended early is told by its answer */
	return p->pid > 0 && p->to && p->from;
}

bool peer_hear(struct peer *p, char *answer, size_t size)
{
	if (!fgets(answer, (int)size, p->from))
		return false;
	answer[strcspn(answer, "\n")] = '\0';
	return true;
}

bool peer_ask(struct peer *p, const char *question, char *answer, size_t size)
{
	fprintf(p->to, "%s\n", question);
	return !fflush(p->to) && peer_hear(p, answer, size);
}

void peer_end(struct peer *p)
{
	fclose(p->to); /* the end of its input is its end */
	fclose(p->from);
	waitpid(p->pid, NULL, 0);
}
