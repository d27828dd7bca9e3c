/* intake_bench.c -- what the door takes: reports a second, each durable when it is answered, and what they cost others.
 *
 *     bench-intake_bench [SECONDS [postgres://...]]
 *
 * A fresh office is made, `netra serve` is started on it and pressed over HTTP from the same machine: the client's work
 * is in the figures. Every answer is looked at, and afterwards every receipt is looked up in the store. What the disk
 * allows is measured in turns with it: the rows that the server has just written, written again by a bare program
 * (bare.h), in groups as large as the server's. Medians of ROUNDS rounds. Lines for tools/bench.py.
 *
 * The slow disk is a library (slowdisk.c) that lets each sync take 2 ms more, as a district office's would.
 */
#define _GNU_SOURCE
#include "bare.h"
#include "crowd.h"
#include "served.h"

#include "base/json.h"
#include "store/store.h"

#include <libgen.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROUNDS      3
#define CONNECTIONS 256
#define STAY        10000 /* idle connections */
#define PASSWORD    "tujuh gajah menari 58"
#define BARE_REPORTS 6000 /* the bare program writes the rows of so many */

struct kept_receipt {
	char check[16], content[65];
};
struct bench {
	struct served s;
	char lib[PATH_MAX + 16];
	struct kept_receipt *receipts;
	size_t n_receipts, cap_receipts, salt; /* salt: so that no text is sent twice */
	char cookie[256];
};

static void office_new(struct bench *b)
{
	served_run(&b->s, "init --code 99.01 --name 'Bawaslu Kota Tirtamulya' --level Kota --region 35.79 --city Tirtamulya");
	served_run(&b->s, "user add uji.penangan --name 'Petugas Penangan' --role handler <<'.'\n" PASSWORD "\n.\n");
}

/* ---- reports ---- */

static void ask_report(void *context, size_t n, struct buf *out)
{
	static const char *const words[] = {"hadir", "kampanye", "lurah", "unggahan", "spanduk", "pasangan", "calon", "kelurahan",
					    "dukungan", "pegawai", "apel", "arahan", "grup", "pesan", "warga", "kegiatan"};
	struct bench *b = context;
	scoped(buf_free) struct buf body = {0};
	uint64_t x = (b->salt + n) * UINT64_C(0x9E3779B97F4A7C15);
	buf_printf(&body, "{\"text\":\"Laporan %zu.%zu:", b->salt, n);
	while (body.n < 1800) {
		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		buf_printf(&body, " %s", words[x >> 60]);
	}
	buf_printf(&body, "\",\"event\":{\"place\":\"Balai Kelurahan Beringin\",\"date\":\"2026-11-20\"},"
			  "\"reported\":[{\"name\":\"Seorang Lurah\",\"position\":\"Lurah\"}],\"links\":[\"https://example.org/%zu\"]}", n);
	buf_printf(out, "POST /api/v1/reports HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n", body.n);
	buf_raw(out, body.s, body.n);
}

static bool text_after(struct str body, const char *key, char *to, size_t size)
{
	const char *at = memmem(body.s, body.n, key, strlen(key));
	const char *from = at ? at + strlen(key) : NULL, *end = at ? memchr(from, '"', body.n - (size_t)(from - body.s)) : NULL;
	if (!end || (size_t)(end - from) >= size)
		return false;
	memcpy(to, from, (size_t)(end - from));
	to[end - from] = 0;
	return true;
}

static bool right_report(void *context, size_t n, int http, struct str body)
{
	struct bench *b = context;
	(void)n;
	if (b->n_receipts == b->cap_receipts) {
		b->cap_receipts = b->cap_receipts ? 2 * b->cap_receipts : 4096;
		b->receipts = realloc(b->receipts, b->cap_receipts * sizeof *b->receipts);
		if (!b->receipts)
			abort();
	}
	struct kept_receipt *r = &b->receipts[b->n_receipts];
	bool right = http == 201 && text_after(body, "\"check\":\"", r->check, sizeof r->check) &&
		     text_after(body, "\"content\":\"", r->content, sizeof r->content);
	b->n_receipts += right;
	return right;
}

static struct crowd_figures reports(struct bench *b, double seconds, double per_second, size_t connections)
{
	struct crowd c = {.port = b->s.port, .connections = connections, .seconds = seconds, .per_second = per_second,
			  .ask = ask_report, .right = right_report, .context = b, .sources = 200};
	struct crowd_figures f;
	b->salt += 1000000;
	if (!crowd_run(&c, &f))
		served_fail(&b->s, "the server takes no connections");
	return f;
}

/* How many of the receipts are not in the store. */
static size_t missing(struct bench *b)
{
	static const enum value_kind kinds[] = {VALUE_TEXT};
	static const struct statement look = {.name = "receipt_look", .file = __FILE__, .n_args = 1, .args = kinds, .n_columns = 1,
					      .sql = "SELECT content FROM report WHERE check_code = $1"};
	scoped(arena_free) struct arena a = {0};
	scoped(store_close_scoped) struct store *s = NULL;
	scoped(tx_rollback) struct tx tx = {.arena = &a};
	struct err e;
	size_t n = 0;
	if (store_open(b->s.store ? b->s.store : arena_printf(&a, "sqlite:%s/netra.db", b->s.data), 1, &s, &e) != OK || tx_begin(s, READ, &tx, &e) != OK)
		served_fail(&b->s, e.why);
	for (size_t i = 0; i < b->n_receipts; i++) {
		struct value arg = value_text(b->receipts[i].check);
		struct rows rows;
		if (tx_run(&tx, &look, &arg, &rows, &e) != OK)
			served_fail(&b->s, e.why);
		n += !rows.n_rows || !text_eq(value_as_text(rows.items), b->receipts[i].content);
	}
	return n;
}

/* ---- figures ---- */

/* Closed loop and the disk in turns. */
static void durable(struct bench *b, double seconds)
{
	double rate[ROUNDS], p50[ROUNDS], p99[ROUNDS], bare[ROUNDS], ratio[ROUNDS], rows = 0, bytes = 0, group = 0, cpu = 0;
	size_t wrong = 0;
	reports(b, 0.5, 0, CONNECTIONS); /* the caches are filled */
	for (int i = 0; i < ROUNDS; i++) {
		double commits = served_metric(&b->s, "netra_commits_total"), groups = served_metric(&b->s, "netra_commit_groups_total"), used = served_metric(&b->s, "netra_cpu_seconds_total");
		int64_t mark = id_floor(instant_now());
		struct crowd_figures f = reports(b, seconds, 0, CONNECTIONS);
		group = (served_metric(&b->s, "netra_commits_total") - commits) / (served_metric(&b->s, "netra_commit_groups_total") - groups);
		cpu = (served_metric(&b->s, "netra_cpu_seconds_total") - used) / (double)f.right;
		rate[i] = (double)f.right / f.seconds, p50[i] = f.p50_ms, p99[i] = f.p99_ms;
		wrong += f.wrong + f.lost;
		bare[i] = b->s.store ? 0 : served_bare(&b->s, mark, (double)f.right, group > 1 ? group : 1, BARE_REPORTS, &rows, &bytes);
		ratio[i] = bare[i] > 0 ? 100 * rate[i] / bare[i] : 0;
	}
	printf("durable reports, %d connections | %.0f /s | %s | %zu wrong or lost; %.0f reports a sync, %.0f us of the server's processor each\n", CONNECTIONS,
	       served_median(rate, ROUNDS), b->s.store ? "" : ">= 2000 /s", wrong, group, 1e6 * cpu);
	printf("  time to the receipt, p50 | %.0f ms | |\n", served_median(p50, ROUNDS));
	printf("  time to the receipt, p99 | %.0f ms | %s |\n", served_median(p99, ROUNDS), b->s.store ? "" : "<= 100 ms");
	if (b->s.store)
		return;
	printf("  the disk's limit: the same rows from a bare program | %.0f /s | | %.1f rows, %.0f bytes a report\n", served_median(bare, ROUNDS), rows, bytes);
	printf("  share of the disk's limit | %.0f %% | >= 60 %% | median of %d rounds\n", served_median(ratio, ROUNDS), ROUNDS);
	printf("  answers that were not receipts | %zu | <= 0 |\n", wrong);
}

static void open_loop(struct bench *b, double seconds)
{
	struct crowd_figures f = reports(b, seconds, 1500, 512);
	printf("1,500 reports/s, open loop, p99 | %.1f ms | %s | p50 %.1f ms, worst %.0f ms, %zu wrong or lost\n", f.p99_ms, b->s.store ? "" : "<= 100 ms",
	       f.p50_ms, f.most_ms, f.wrong + f.lost);
}

static void ask_page(void *context, size_t n, struct buf *out)
{
	struct bench *b = context;
	(void)n;
	if (b->cookie[0])
		buf_printf(out, "GET /kerja HTTP/1.1\r\nHost: x\r\nCookie: %s\r\n\r\n", b->cookie);
	else
		buf_text(out, "GET /lapor HTTP/1.1\r\nHost: x\r\n\r\n");
}

static bool right_page(void *context, size_t n, int http, struct str body)
{
	(void)context, (void)n;
	return http == 200 && memmem(body.s, body.n, "</html>", 7) != NULL;
}

static void form_page(struct bench *b, double seconds)
{
	struct crowd c = {.port = b->s.port, .connections = 64, .seconds = seconds, .ask = ask_page, .right = right_page, .context = b};
	double rate[ROUNDS];
	struct crowd_figures f;
	for (int i = 0; i < ROUNDS; i++) {
		crowd_run(&c, &f);
		rate[i] = (double)f.right / f.seconds;
	}
	printf("form page, 64 connections | %.0f /s | >= 20000 /s | p99 %.1f ms, %zu wrong or lost\n", served_median(rate, ROUNDS), f.p99_ms, f.wrong + f.lost);
}

struct flood {
	struct bench *b;
	double seconds;
	struct crowd_figures f;
};

static void *flood(void *context)
{
	struct flood *f = context;
	f->f = reports(f->b, f->seconds, 1000, 512);
	return NULL;
}

/* An officer reads while 1,000 reports a second come in, all of them taken. */
static void staff_under_flood(struct bench *b, double seconds)
{
	pthread_t thread;
	struct flood flooding = {.b = b, .seconds = seconds + 1};
	struct bench reader = *b;
	struct crowd_figures calm, f;
	served_log_in(&reader.s, "uji.penangan", PASSWORD, reader.cookie, sizeof reader.cookie);
	struct crowd c = {.port = b->s.port, .connections = 16, .seconds = seconds, .per_second = 20, .ask = ask_page, .right = right_page, .context = &reader};
	crowd_run(&c, &calm);
	pthread_create(&thread, NULL, flood, &flooding);
	usleep(500000);
	crowd_run(&c, &f);
	pthread_join(thread, NULL);
	printf("staff page under 1,000 reports/s, p95 | %.1f ms | %s | p50 %.1f ms, worst %.0f ms, %zu wrong or lost; p95 %.1f ms when it is calm\n", f.p95_ms,
	       b->s.store ? "" : "<= 500 ms", f.p50_ms, f.most_ms, f.wrong + f.lost, calm.p95_ms);
	printf("  the flood itself, p99 | %.0f ms | | %.0f/s taken, %zu wrong or lost\n", flooding.f.p99_ms, (double)flooding.f.right / flooding.f.seconds,
	       flooding.f.wrong + flooding.f.lost);
}

static void connections(struct bench *b)
{
	int *fds = calloc(STAY, sizeof *fds);
	size_t n = crowd_stay(b->s.port, STAY, "GET /lapor HTTP/1.1\r\nHost: x\r\n\r\n", fds);
	printf("memory with 10,000 idle connections | %.0f MB | <= 250 MB | %zu answered and open\n", served_mb(&b->s), n);
	crowd_leave(fds, n);
	free(fds);
}

/* ---- the whole ---- */

static void set_up(struct bench *b, const char *program)
{
	char self[PATH_MAX];
	served_set_up(&b->s, program, "intake");
	if (!realpath(program, self))
		served_fail(&b->s, "no folder");
	snprintf(b->lib, sizeof b->lib, "%s/libslowdisk.so", dirname(self));
	setenv("NETRA_INTAKE_PER_HOUR", "100000000", 1); /* the gate is open: what is measured is what stands behind it */
	setenv("NETRA_INTAKE_FLOOD_PER_MINUTE", "100000000", 1);
}

static void slow_disk(struct bench *b, double seconds)
{
	setenv("LD_PRELOAD", b->lib, 1);
	setenv("SLOWDISK_US", "2000", 1);
	served_begin(&b->s);
	unsetenv("LD_PRELOAD");
	reports(b, 0.3, 0, CONNECTIONS);
	double commits = served_metric(&b->s, "netra_commits_total"), groups = served_metric(&b->s, "netra_commit_groups_total");
	struct crowd_figures f = reports(b, seconds, 0, CONNECTIONS);
	double group = (served_metric(&b->s, "netra_commits_total") - commits) / (served_metric(&b->s, "netra_commit_groups_total") - groups);
	printf("durable reports where a sync takes 2 ms more | %.0f /s | >= 1500 /s | p99 %.0f ms, %.0f reports a sync, %zu wrong or lost\n",
	       (double)f.right / f.seconds, f.p99_ms, group, f.wrong + f.lost);
	served_end(&b->s);
}

static void figures(struct bench *b, double seconds)
{
	double start[ROUNDS];
	for (int i = 0; i < ROUNDS; i++) {
		served_begin(&b->s);
		start[i] = b->s.start_s;
		if (i < ROUNDS - 1)
			served_end(&b->s);
	}
	printf("start to the first page | %.0f ms | <= 300 ms |\n", 1e3 * served_median(start, ROUNDS));
	printf("memory of the idle server, one page served | %.0f MB | <= 40 MB |\n", served_mb(&b->s));
	if (!b->s.store)
		connections(b);
	form_page(b, seconds);
	durable(b, seconds);
	open_loop(b, seconds);
	staff_under_flood(b, seconds);
	printf("memory after all that | %.0f MB | <= 300 MB |\n", served_mb(&b->s));
	served_end(&b->s);
	if (!b->s.store)
		slow_disk(b, seconds);
	printf("receipts given and not found in the store | %zu | <= 0 | of %zu\n", missing(b), b->n_receipts);
	printf("this disk: appends of 4 KiB with fdatasync | %.0f /s | |\n", bare_syncs(b->s.folder, 0.5));
}

int main(int argc, char **argv)
{
	struct bench b = {.s.store = argc > 2 ? argv[2] : NULL};
	set_up(&b, argv[0]);
	office_new(&b);
	figures(&b, argc > 1 ? atof(argv[1]) : 3);
	free(b.receipts);
	served_clean(&b.s);
	return 0;
}
