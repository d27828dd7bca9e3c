/* pledge_bench.c -- a pledge: signatures a second over HTTP, each durable when it is answered; what SIGKILL costs; the board and the
 * certificate.
 *
 *     bench-pledge_bench [SECONDS]
 *
 * An office with PEOPLE made-up employees in 42 units is made, `netra serve` is started on it, and they sign by number and birth
 * day from the same machine: the client's work is in the figures. Each signs once; what was answered is looked up in the store
 * afterwards, by a count of its own. The rows that the server wrote are written again by a bare program (bare.h), in groups as
 * large as the server's: the ratio says what our own work costs beside SQLite and the disk. The board over millions of rows on
 * PostgreSQL is measured by board.py. Lines for tools/bench.py.
 */
#define _GNU_SOURCE
#include "crowd.h"
#include "measure.h"
#include "served.h"

#include "desk/pledge/pledge.h"
#include "store/store.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROUNDS      3
#define CONNECTIONS 128
#define UNITS       42
#define PEOPLE      200000
#define BOARD_PEOPLE 6000 /* of the list whose board is measured */
#define BARE_SIGNS  6000
#define WARM        100 /* pages of each kind that are asked first: each worker reads its fonts once */
#define ASKED       200
#define PASSWORD    "tujuh gajah menari 58"

struct bench {
	struct served s;
	char link[17], version[24], cookie[256];
	int64_t pledge, small; /* the campaign that is signed; one with 6,000 people for the board */
	size_t from, used;     /* who signs next; who has */
	unsigned char *told;   /* by person: answers that said it is stored */
};

/* ---- the office ---- */

static void list_write(struct buf *b, size_t n)
{
	buf_text(b, "nip;nama;kelas;instansi;status;tanggal_lahir\n");
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "PEG-%zu;Orang %zu Rekaan;THL;Dinas %02zu;%s;05-03-1991\n", i, i, i % UNITS + 1, i % 75 ? "Aktif" : "Cuti Besar");
}

static void must(struct bench *b, enum status status, const struct err *e)
{
	if (status != OK)
		served_fail(&b->s, e->why);
}

static int64_t campaign(struct bench *b, const struct desk *d, const char *title, size_t people)
{
	struct err e = {0};
	struct roster_report report;
	int64_t roster, id;
	scoped(buf_free) struct buf csv = {0};
	scoped(tx_rollback) struct tx tx = {0}, again = {0};
	struct day today = day_of_instant(d->now, d->office->zone);
	list_write(&csv, people);
	must(b, desk_begin(d, WRITE, &tx, &e), &e);
	must(b, roster_make(&tx, d, title, &roster, &e), &e);
	struct pledge_new as = {.roster = roster, .title = title, .institution = "Pemerintah Kota Tirtamulya", .proof = "birth", .opens_on = day_add(today, -1),
				.closes_on = day_add(today, 60), .text = "Menjaga netralitas.\nMenolak politik uang.", .source = "Surat Edaran 4/2024"};
	must(b, pledge_make(&tx, d, &as, &id, &e), &e);
	must(b, tx_commit(&tx, &e), &e);
	must(b, roster_import(d, roster, "daftar.csv", (struct str){csv.s, csv.n}, false, &report, &e), &e);
	must(b, desk_begin(d, WRITE, &again, &e), &e);
	must(b, pledge_recount_list(&again, d, roster, &e), &e);
	must(b, tx_commit(&again, &e), &e);
	return id;
}

static void link_read(struct bench *b, const struct desk *d)
{
	struct err e = {0};
	struct pledge_doors_rows doors;
	struct pledge_now_row now;
	bool found;
	scoped(tx_rollback) struct tx tx = {0};
	must(b, desk_begin(d, READ, &tx, &e), &e);
	must(b, pledge_doors(&tx, b->pledge, &doors, &e), &e);
	must(b, pledge_now(&tx, b->pledge, &found, &now, &e), &e);
	snprintf(b->version, sizeof b->version, "%lld", (long long)now.version);
	for (size_t i = 0; i < doors.n; i++)
		if (!doors.items[i].agency)
			snprintf(b->link, sizeof b->link, "%s", doors.items[i].token);
}

static void office_fill(struct bench *b)
{
	struct err e = {0};
	scoped(arena_free) struct arena a = {0};
	scoped(office_close_scoped) struct office *office = NULL;
	const struct settings *settings;
	served_run(&b->s, "init --code 99.01 --name 'Bawaslu Kota Tirtamulya' --level Kota --region 35.79 --city Tirtamulya");
	served_run(&b->s, "user add uji.cegah --name 'Petugas Pencegahan' --role prevention <<'.'\n" PASSWORD "\n.\n");
	must(b, settings_load(&a, NULL, &settings, &e), &e);
	must(b, office_open(b->s.data, settings, &office, &e), &e);
	struct desk d = {.office = office, .arena = &a, .now = office_now(office), .user_name = "", .role = ROLE_PREVENTION, .regime = office->regime};
	double began = wall_s();
	b->pledge = campaign(b, &d, "Ikrar besar", PEOPLE);
	printf("list of %d people read from CSV, with their counters | %.1f s | |\n", PEOPLE, wall_s() - began);
	b->small = campaign(b, &d, "Ikrar kota", BOARD_PEOPLE);
	link_read(b, &d);
}

/* ---- signatures ---- */

static void ask_sign(void *context, size_t n, struct buf *out)
{
	struct bench *b = context;
	char body[160];
	size_t who = b->from + n;
	int len = snprintf(body, sizeof body, "versi=%s&baca=1&act=sign&nomor=PEG-%zu&lahir=1991-03-05", b->version, who < PEOPLE ? who : PEOPLE - 1);
	buf_printf(out, "POST /ikrar/%s HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", b->link, len, body);
	b->used = who + 1 > b->used ? who + 1 : b->used;
}

static bool right_sign(void *context, size_t n, int http, struct str body)
{
	struct bench *b = context;
	(void)body;
	if (b->from + n < PEOPLE && http == 303)
		b->told[b->from + n] = 1;
	return http == 303;
}

static struct crowd_figures signing(struct bench *b, double seconds, double per_second)
{
	struct crowd c = {.port = b->s.port, .connections = CONNECTIONS, .seconds = seconds, .per_second = per_second, .ask = ask_sign, .right = right_sign,
			  .context = b, .sources = 20};
	struct crowd_figures f;
	b->from = b->used;
	if (!crowd_run(&c, &f))
		served_fail(&b->s, "the server takes no connections");
	if (b->used > PEOPLE)
		served_fail(&b->s, "more signed than there are: fewer seconds, please");
	return f;
}

static double group_of(struct bench *b, double commits, double groups)
{
	double n = served_metric(&b->s, "netra_commit_groups_total") - groups;
	return n > 0 ? (served_metric(&b->s, "netra_commits_total") - commits) / n : 1;
}

static void durable(struct bench *b, double seconds)
{
	double rate[ROUNDS], p50[ROUNDS], p99[ROUNDS], bare[ROUNDS], ratio[ROUNDS], rows = 0, bytes = 0, group = 1;
	size_t wrong = 0;
	signing(b, 0.5, 0); /* the caches are filled */
	for (int i = 0; i < ROUNDS; i++) {
		double commits = served_metric(&b->s, "netra_commits_total"), groups = served_metric(&b->s, "netra_commit_groups_total");
		int64_t mark = id_floor(instant_now());
		struct crowd_figures f = signing(b, seconds, 0);
		group = group_of(b, commits, groups);
		rate[i] = (double)f.right / f.seconds, p50[i] = f.p50_ms, p99[i] = f.p99_ms;
		wrong += f.wrong + f.lost;
		bare[i] = served_bare(&b->s, mark, (double)f.right, group > 1 ? group : 1, BARE_SIGNS, &rows, &bytes);
		ratio[i] = bare[i] > 0 ? 100 * rate[i] / bare[i] : 0;
	}
	printf("durable signatures, %d connections | %.0f /s | >= 1000 /s | %zu wrong or lost; %.0f signatures a sync\n", CONNECTIONS, served_median(rate, ROUNDS),
	       wrong, group);
	printf("  time to the answer, p50 | %.0f ms | |\n", served_median(p50, ROUNDS));
	printf("  time to the answer, p99 | %.0f ms | <= 250 ms |\n", served_median(p99, ROUNDS));
	printf("  the same rows from a bare program | %.0f /s | | %.1f rows, %.0f bytes a signature\n", served_median(bare, ROUNDS), rows, bytes);
	printf("  share of the bare program's rate | %.0f %% | | median of %d rounds\n", served_median(ratio, ROUNDS), ROUNDS);
}

static void open_loop(struct bench *b, double seconds)
{
	struct crowd_figures f = signing(b, seconds, 1000);
	printf("1,000 signatures/s, open loop, p99 | %.1f ms | <= 250 ms | p50 %.1f ms, worst %.0f ms, %zu wrong or lost\n", f.p99_ms, f.p50_ms, f.most_ms, f.wrong + f.lost);
}

/* ---- SIGKILL ---- */

static void *killer(void *context)
{
	struct bench *b = context;
	usleep(700000);
	served_kill(&b->s);
	return NULL;
}

struct stored {
	size_t lost, twice, signs;
	int64_t counted;
};

static struct rows asked(struct bench *b, struct tx *tx, const struct statement *q)
{
	struct rows rows;
	struct err e = {0};
	must(b, tx_run(tx, q, NULL, &rows, &e), &e);
	return rows;
}

/* By the rows alone: what was answered and is not there, who is there twice; and what the counters say. */
static struct stored look(struct bench *b)
{
	static const struct statement each = {.name = "bench_each", .file = __FILE__, .n_columns = 2,
					      .sql = "SELECT r.number, count(*) FROM pledge_sign s JOIN roster_row r ON r.id = s.person GROUP BY r.number"};
	static const struct statement sum = {.name = "bench_sum", .file = __FILE__, .n_columns = 1, .sql = "SELECT sum(signed) + sum(beyond) FROM pledge_unit"};
	scoped(arena_free) struct arena a = {0};
	scoped(store_close_scoped) struct store *s = NULL;
	scoped(tx_rollback) struct tx tx = {.arena = &a};
	struct stored r = {0};
	struct err e = {0};
	must(b, store_open(arena_printf(&a, "sqlite:%s/netra.db", b->s.data), 1, &s, &e), &e);
	must(b, tx_begin(s, READ, &tx, &e), &e);
	struct rows rows = asked(b, &tx, &each);
	for (size_t i = 0; i < PEOPLE; i++)
		r.lost += b->told[i];
	for (size_t i = 0; i < rows.n_rows; i++) {
		int64_t n = value_as_int(&rows.items[2 * i + 1]);
		r.lost -= b->told[atol(value_as_text(&rows.items[2 * i]) + strlen("peg-"))];
		r.twice += n > 1, r.signs += (size_t)n;
	}
	rows = asked(b, &tx, &sum);
	r.counted = value_as_int(rows.items);
	return r;
}

static void killed(struct bench *b)
{
	pthread_t thread;
	pthread_create(&thread, NULL, killer, b);
	struct crowd_figures f = signing(b, 1.5, 0);
	pthread_join(thread, NULL);
	served_begin(&b->s);
	signing(b, 0.3, 0);
	served_end(&b->s);
	struct stored r = look(b);
	printf("SIGKILL while people sign: signatures answered and lost | %zu | <= 0 | %zu answered before it, %zu in the store at the end\n", r.lost, f.right, r.signs);
	printf("  signed twice | %zu | <= 0 |\n", r.twice);
	printf("  counters beside the rows | %s | = same | %lld\n", r.counted == (int64_t)r.signs ? "same" : "other", (long long)r.counted);
	served_begin(&b->s);
}

/* ---- pages ---- */

static double p95_of(struct bench *b, const char *request, const char *needs)
{
	double took[ASKED];
	for (int i = 0; i < WARM; i++)
		crowd_one(b->s.port, request, NULL);
	for (int i = 0; i < ASKED; i++) {
		scoped(buf_free) struct buf out = {0};
		double began = wall_s();
		int http = crowd_one(b->s.port, request, &out);
		took[i] = 1e3 * (wall_s() - began);
		if (http != 200 || !memmem(out.s, out.n, needs, strlen(needs)))
			served_fail(&b->s, request);
	}
	served_median(took, ASKED);
	return took[ASKED * 95 / 100];
}


/* Where the first evidence page is: asked by signing once more. */
static void evidence_address(struct bench *b, char *to, size_t size)
{
	scoped(buf_free) struct buf ask = {0}, out = {0};
	b->from = 0;
	ask_sign(b, 0, &ask);
	crowd_one(b->s.port, ask.s, &out);
	const char *at = out.n ? strstr(out.s, "Location: /ikrar/bukti/") : NULL;
	if (!at)
		served_fail(&b->s, "no evidence page");
	snprintf(to, size, "%.*s", (int)strcspn(at + 10, "?\r"), at + 10);
}

static void pages(struct bench *b)
{
	char request[512], where[128];
	served_log_in(&b->s, "uji.cegah", PASSWORD, b->cookie, sizeof b->cookie);
	snprintf(request, sizeof request, "GET /kerja/ikrar/%lld HTTP/1.1\r\nHost: x\r\nCookie: %s\r\n\r\n", (long long)b->small, b->cookie);
	printf("board of 6,000 people in 42 units, the whole page, p95 | %.1f ms | <= 10 ms |\n", p95_of(b, request, "Dinas 42"));
	snprintf(request, sizeof request, "GET /kerja/ikrar/%lld HTTP/1.1\r\nHost: x\r\nCookie: %s\r\n\r\n", (long long)b->pledge, b->cookie);
	printf("  of %d people | %.1f ms | |\n", PEOPLE, p95_of(b, request, "Dinas 42"));
	snprintf(request, sizeof request, "GET /kerja/ikrar/%lld/papan HTTP/1.1\r\nHost: x\r\nCookie: %s\r\n\r\n", (long long)b->small, b->cookie);
	printf("  as PDF with its chart | %.1f ms | |\n", p95_of(b, request, "%PDF"));
	evidence_address(b, where, sizeof where);
	snprintf(request, sizeof request, "GET %s/sertifikat HTTP/1.1\r\nHost: x\r\n\r\n", where);
	printf("certificate as PDF, p95 | %.1f ms | <= 15 ms |\n", p95_of(b, request, "%PDF"));
}

int main(int argc, char **argv)
{
	struct bench b = {.told = calloc(PEOPLE, 1)};
	double seconds = argc > 1 ? atof(argv[1]) : 3;
	if (!b.told)
		return 3;
	served_set_up(&b.s, argv[0], "pledge");
	office_fill(&b);
	served_begin(&b.s);
	durable(&b, seconds);
	open_loop(&b, seconds);
	killed(&b);
	pages(&b);
	served_end(&b.s);
	served_clean(&b.s);
	free(b.told);
	return 0;
}
