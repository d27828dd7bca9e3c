/* screen_bench.c -- how many posts a second one core screens against 200,000 made-up persons, and how long one name
 * takes. Every name, account and post is composed by a fixed generator: no real person, the same bytes every time.
 *
 * Times are processor time of the thread, so that a busy machine does not fail a true figure. */
#include "base/buf.h"
#include "core/screen/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PERSONS 200000
#define POSTS   100000
#define QUERIES 3000
#define PAIRS   60

static uint64_t seed = 42;
static uint32_t roll(uint32_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % n;
}

static double now_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* ---- Composed names and texts ---- */

/* A word of two or three syllables; small @which are frequent ones. */
static size_t word(char *to, uint32_t which)
{
	static const char *const heads[] = {"su", "wi", "nur", "ra", "sri", "har", "an", "ma", "di", "pur", "kus", "ha", "ri", "tri", "yu", "la"};
	static const char *const middles[] = {"ba", "di", "ma", "ra", "no", "ti", "ya", "ka", "sa", "wa", "ni", "lu", "gu", "mi", "ha", "na"};
	static const char *const tails[] = {"ti", "to", "ni", "di", "man", "wan", "sih", "yah", "no", "ri", "ta", "rin", "dar", "mad", "la", "san"};
	return (size_t)sprintf(to, "%s%s%s", heads[which % 16], which / 256 ? middles[which / 256 % 16] : "", tails[which / 16 % 16]);
}

/* Few words are frequent and many are rare, as in real names. */
static uint32_t skewed(uint32_t n)
{
	return (uint32_t)((uint64_t)roll(n) * roll(n) / n * roll(n) / n);
}

static void compose_name(char *to)
{
	uint32_t parts = 2 + roll(3) / 2;
	for (uint32_t i = 0; i < parts; i++) {
		if (i)
			*to++ = ' ';
		size_t n = word(to, skewed(4096));
		to[0] = (char)(to[0] - 32);
		to += n;
	}
	*to = '\0';
}

static void compose_text(struct buf *out, uint32_t words, char (*candidates)[128])
{
	static const char *const plain[] = {"yang", "di", "dan", "hari", "ini", "sudah", "kita", "gak", "bisa", "pagi", "kerja", "makan", "rumah", "jalan",
					    "banget", "nomor", "orang", "dua", "untuk", "lagi", "tadi", "sekolah", "warga", "air", "hujan", "pasar"};
	for (uint32_t i = 0; i < words; i++) {
		char made[32];
		word(made, roll(4096));
		buf_text(out, roll(3) ? plain[roll(sizeof plain / sizeof *plain)] : made);
		buf_text(out, roll(12) ? " " : ", ");
	}
	if (candidates) {
		buf_text(out, roll(2) ? "ayo dukung " : "ada ");
		buf_text(out, candidates[roll(PAIRS)]);
	}
}

struct world {
	char (*names)[128];
	char candidates[PAIRS][128];
	struct screen *s;
};

static void must(enum status s, const struct err *e)
{
	if (s != OK) {
		fprintf(stderr, "%s\n", e->why);
		exit(1);
	}
}

static void make_world(struct world *w)
{
	scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
	struct err e;
	w->names = calloc(PERSONS, sizeof *w->names);
	if (!w->names)
		exit(1);
	for (int i = 0; i < PERSONS; i++) {
		char agency[32], handle[32];
		compose_name(w->names[i]);
		snprintf(agency, sizeof agency, "Dinas Nomor %u", roll(600));
		snprintf(handle, sizeof handle, "akun%d", i);
		must(screen_add_person(b, &(struct screen_person){.ref = i + 1, .name = w->names[i], .agency = agency, .region = "99.01", .class = PNS}, &e), &e);
		if (i % 2)
			must(screen_add_account(b, &(struct screen_account){"x", handle, "", i + 1, "proven"}, &e), &e);
	}
	for (int i = 0; i < PAIRS; i++) {
		char pair[8], contest[32];
		compose_name(w->candidates[i]);
		snprintf(pair, sizeof pair, "%d", i % 5 + 1);
		snprintf(contest, sizeof contest, "99.%02d/walikota/2024", i / 5 + 1);
		must(screen_add_term(b, &(struct screen_term){contest, pair, pair, "name", w->candidates[i], ""}, &e), &e);
	}
	must(screen_of(b, NULL, &w->s, &e), &e);
}

/* An actor: a tenth of them employees, by account or by name, the others strangers. */
static void compose_author(struct buf *out, const struct world *w)
{
	char name[128];
	uint32_t person = roll(PERSONS);
	bool ours = roll(10) == 0;
	compose_name(name);
	buf_printf(out, "\"author\":{\"handle\":\"%s%u\",\"name\":\"%s\"}", ours && roll(2) ? "akun" : "orang", person, ours ? w->names[person] : name);
}

static void compose_posts(struct buf *out, struct world *w, uint32_t naming_percent)
{
	for (int i = 0; i < POSTS; i++) {
		bool naming = roll(100) < naming_percent;
		buf_printf(out, "{\"id\":\"%d\",\"platform\":\"x\",\"kind\":\"post\",\"time\":\"2024-10-02T03:43:19+07:00\",", i);
		compose_author(out, w);
		buf_text(out, ",\"text\":\"");
		compose_text(out, 6 + roll(24), naming ? w->candidates : NULL);
		buf_text(out, "\",\"hashtags\":[],\"mentions\":[],\"metrics\":{\"likes\":12,\"comments\":3},\"reactions\":[");
		for (uint32_t k = roll(5), n = 0; n < k; n++) {
			buf_text(out, n ? ",{\"kind\":\"like\"," : "{\"kind\":\"like\",");
			compose_author(out, w);
			buf_text(out, "}");
		}
		buf_text(out, "]}\n");
	}
}

/* ---- Figures ---- */

static double touch_s(const struct buf *lines)
{
	double began = now_s();
	size_t n = 0;
	for (int again = 0; again < 5; again++)
		for (const char *at = lines->s, *end = at + lines->n; at < end && (at = memchr(at, '\n', (size_t)(end - at))); at++)
			n++;
	return n == (size_t)5 * POSTS ? (now_s() - began) / 5 : 0;
}

static void bench_posts(struct world *w, uint32_t naming_percent, const char *limit)
{
	struct buf lines = {.limit = SIZE_MAX / 2}, out = {.limit = SIZE_MAX / 2};
	struct screen_tally tally = {0};
	compose_posts(&lines, w, naming_percent);
	double began = now_s();
	screen_lines(w->s, NULL, lines.s, lines.n, 1, 1, &out, &tally);
	double took = now_s() - began, touch = touch_s(&lines);
	printf("posts, %u %% name a candidate | %.0f posts/s | %s | one core; %.0f bytes a post, %llu alerts, %llu refused\n", naming_percent,
	       POSTS / took, limit, (double)lines.n / POSTS, (unsigned long long)tally.alerts, (unsigned long long)tally.bad);
	printf("  against finding line ends in the same bytes | %.0f x | | memchr %.1f GB/s\n", took / touch, (double)lines.n / touch / 1e9);
	buf_free(&lines);
	buf_free(&out);
	if (tally.bad || !tally.alerts)
		exit(1);
}

/* Queries as people type them: as registered, one letter wrong, last name cut to an initial, order changed. */
static void compose_query(char *to, const char *name)
{
	strcpy(to, name);
	char *last = strrchr(to, ' ');
	uint32_t how = roll(5);
	if (how == 1)
		to[1 + roll((uint32_t)strlen(to) - 1)] = 'x';
	else if (how == 2)
		strcpy(last + 2, ".");
	else if (how == 3)
		sprintf(to, "%s %.*s", last - to + name + 1, (int)(last - to), name);
}

static void bench_names(struct world *w)
{
	static double ms[QUERIES];
	scoped(screen_run_free) struct screen_run *run = screen_run_new(w->s, NULL);
	scoped(arena_free) struct arena a = {0};
	double sum = 0;
	for (int i = 0; i < QUERIES; i++) {
		char query[160];
		struct screen_hits hits;
		compose_query(query, w->names[roll(PERSONS)]);
		double began = now_s();
		screen_name(run, &a, query, 10, &hits);
		ms[i] = (now_s() - began) * 1000;
		sum += ms[i];
		arena_reset(&a);
	}
	qsort(ms, QUERIES, sizeof *ms, ascending);
	printf("one name, mean | %.3f ms | <= 0.5 ms | typing mistakes and initials among them\n", sum / QUERIES);
	printf("one name, p50 | %.3f ms | <= 0.3 ms | \n", ms[QUERIES / 2]);
	printf("one name, p99 | %.3f ms | <= 2 ms | max %.3f\n", ms[QUERIES * 99 / 100], ms[QUERIES - 1]);
}

int main(void)
{
	struct world w = {0};
	double began = now_s();
	make_world(&w);
	struct screen_info info = screen_info(w.s);
	printf("making and opening the index | %.1f s | <= 10 s | %zu persons, %zu names, %zu accounts\n", now_s() - began, info.persons, info.names,
	       info.accounts);
	printf("index | %.0f bytes/person | <= 200 bytes/person | accounts and tables included\n", (double)info.size_bytes / (double)info.persons);
	bench_posts(&w, 3, ">= 60000 posts/s");
	bench_posts(&w, 100, ">= 6000 posts/s");
	bench_names(&w);
	screen_close(w.s);
	free(w.names);
	return 0;
}
