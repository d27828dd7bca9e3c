/* recount_bench.c -- a decree comes in force while 300,000 working-day clocks run, and each of them moves.
 *
 *     bench-recount_bench [CLOCKS] [URL]
 *
 * The clocks are of four kinds with their real sums (one to three KB each), started on the six working days before the
 * new day off, so that every single one changes: the worst that can come. Timed is the second person's typing, as the
 * page does it: one transaction with the version, the moves, the clocks, the seals, and the commit on the disk. Beside it
 * stands a plain UPDATE of the same rows in the same run, with its commit: what the disk and the database need at least.
 */
#include "desk/decree/decree.h"
#include "desk/evidence/evidence.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define CLOCKS 300000
#define KINDS  4
#define DAYS   6

static const char *const kinds[KINDS] = {"PM-HANDLE", "PM-HANDLE-X", "DS-OBJECT", "DS-OBJECT-R"};

#define SQL(id, text, n_arg, ...)                                                                                    \
	static const enum value_kind id##_args[] = {__VA_ARGS__};                                                    \
	static const struct statement id = {.name = #id, .file = __FILE__, .sql = text, .n_args = n_arg, .args = id##_args, \
					    .writes = true}

SQL(add_users, "INSERT INTO app_user (id, office, login, name, position, role, password, totp_last, created_at) "
	       "VALUES ($1, $2, $3, 'Petugas', '', 'handler', '', 0, 0)", 3, VALUE_INT, VALUE_INT, VALUE_TEXT);
SQL(add_files, "INSERT INTO case_file (id, office, kind, procedure, state, title, summary, late, rulepack, opened_at, "
	       "changed_at, version) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $2) "
	       "SELECT 1000000 + i, $1, 'report', 'pemilu', 'REGISTERED', 'Laporan uji', '', 0, $3, 0, 0, 1 FROM n",
    3, VALUE_INT, VALUE_INT, VALUE_TEXT);
/* The i-th clock of its kind and day: 1000000 + first, first + step, ... */
SQL(add_clocks, "INSERT INTO clock_run (id, office, case_file, clock, start_on, start_at, last_moment, sum, calendar, rulepack, "
		"status) WITH RECURSIVE n(i) AS (SELECT $2 UNION ALL SELECT i + $3 FROM n WHERE i + $3 <= $4) "
		"SELECT 1000000 + i, $1, 1000000 + i, $5, $6, $7, $8, $9, $10, $11, 'running' FROM n",
    11, VALUE_INT, VALUE_INT, VALUE_INT, VALUE_INT, VALUE_TEXT, VALUE_INT, VALUE_INT, VALUE_INT, VALUE_TEXT, VALUE_TEXT, VALUE_TEXT);
SQL(add_sums, "INSERT INTO clock_sum (id, sum) SELECT c.id, $2 FROM clock_run c WHERE c.sum = '' AND c.clock = $1 AND c.start_on = $3", 3,
    VALUE_TEXT, VALUE_TEXT, VALUE_INT);
SQL(plain_update, "UPDATE clock_run SET last_moment = last_moment + 1, calendar = $2 WHERE office = $1 AND ended_at IS NULL", 2,
    VALUE_INT, VALUE_TEXT);
SQL(plain_back, "UPDATE clock_run SET last_moment = last_moment - 1, calendar = $2 WHERE office = $1 AND ended_at IS NULL", 2,
    VALUE_INT, VALUE_TEXT);

struct bench {
	struct arena a;
	struct office *office;
	struct desk d;
	int64_t clocks, users[2];
};

static double seconds_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static enum status run(struct bench *b, const struct statement *q, const struct value *args, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&b->d, WRITE, &tx, e));
	TRY(tx_run(&tx, q, args, NULL, e));
	return tx_commit(&tx, e);
}

static enum status fill_group(struct bench *b, int64_t group, struct err *e)
{
	const struct law *law = desk_law(&b->d);
	const struct law_clock *clock = law_clock(law, kinds[group % KINDS]);
	static const int days[DAYS] = {22, 23, 24, 25, 28, 29}; /* October 2024; the new day off is the 31st */
	struct day start = day_of(2024, 10, days[group / KINDS]);
	struct instant at = instant_at(start, 10, 0, 0, WIB);
	struct deadline due;
	TRY(clock_due(&b->a, law, clock, b->office->calendar, start, at, WIB, &due, e));
	const struct value args[] = {value_id(b->office->id), value_int(group + 1), value_int(KINDS * DAYS), value_int(b->clocks),
				     value_text(clock->code), value_day(start), value_instant(at), value_instant(due.last),
				     value_text(""), value_text(due.calendar_version),
				     value_text(hash_hex(&b->a, law->hash))};
const struct value sums[] = {value_text(clock->code), value_text(docket_sum_text(&b->a, law, &due)), value_day(start)};
	TRY(run(b, &add_clocks, args, e));
	return run(b, &add_sums, sums, e);
}

static enum status fill(struct bench *b, struct err *e)
{
	const struct value files[] = {value_id(b->office->id), value_int(b->clocks), value_text(hash_hex(&b->a, desk_law(&b->d)->hash))};
	store_set_seal_hook(b->office->store, NULL, NULL); /* what is made up here needs no seal */
	for (int i = 0; i < 2; i++) {
		b->users[i] = 500 + i;
		const struct value user[] = {value_id(b->users[i]), value_id(b->office->id), value_text(i ? "dua" : "satu")};
		TRY(run(b, &add_users, user, e));
	}
	TRY(run(b, &add_files, files, e));
	for (int64_t group = 0; group < KINDS * DAYS; group++)
		TRY(fill_group(b, group, e));
	return OK;
}

/* The same rows, nothing but an UPDATE and its commit. */
static enum status plain(struct bench *b, double *ret, struct err *e)
{
	const struct value there[] = {value_id(b->office->id), value_text("ffffffffffffffff")};
	const struct value back[] = {value_id(b->office->id), value_text(b->office->calendar->version)};
	double began = seconds_now();
	TRY(run(b, &plain_update, there, e));
	*ret = seconds_now() - began;
	TRY(run(b, &plain_back, back, e));
	store_set_seal_hook(b->office->store, evidence_hook, b->office);
	return OK;
}

static enum status recount(struct bench *b, struct decree_result *ret, double *ret_seconds, struct err *e)
{
	struct decree_text t = {.number = "SKB uji", .title = "Cuti bersama", .source = "", .national = true,
				.decided_on = day_of(2024, 10, 30), .covers_from = DAY_NONE, .covers_to = DAY_NONE};
	TRY(decree_read(&b->a, "uji.csv", STR("2024-10-31;cuti_bersama;Cuti bersama uji\n"), &t, e));
	b->d.user = b->users[0];
	TRY(decree_type(&b->d, 0, &t, "page", ret, e));
	b->d.user = b->users[1];
	double began = seconds_now();
	TRY(decree_type(&b->d, ret->decree, &t, "page", ret, e));
	*ret_seconds = seconds_now() - began;
	return OK;
}

static enum status office_for_bench(struct bench *b, const char *folder, const char *url, struct err *e)
{
	const struct settings *settings;
	struct office_new as = {.code = "99.01", .name = "Bawaslu Kota Tirtamulya", .level = "Kota", .region = "35.79",
				.city = "Tirtamulya", .address = "", .phone = "", .email = "", .shows = INSTANT_NONE};
	TRY(settings_load(&b->a, NULL, &settings, e));
	TRY(settings_with(&b->a, settings, "clock.now", "2024-10-30T09:00:00+07:00", &settings, e));
	if (url)
		TRY(settings_with(&b->a, settings, "store.url", url, &settings, e));
	TRY(office_make(folder, settings, &as, e));
	TRY(office_open(folder, settings, &b->office, e));
	b->d = (struct desk){.office = b->office, .arena = &b->a, .now = office_now(b->office), .user_name = ""};
	return OK;
}

static enum status measure(struct bench *b, const char *folder, const char *url, struct err *e)
{
	struct decree_result r;
	double plain_s, recount_s;
	TRY(office_for_bench(b, folder, url, e));
	TRY(fill(b, e));
	TRY(plain(b, &plain_s, e));
	TRY(recount(b, &r, &recount_s, e));
	if (r.moved.clocks != b->clocks)
		return FAIL(e, BROKEN, "%lld of %lld clocks moved", (long long)r.moved.clocks, (long long)b->clocks);
	const char *store = store_scheme(b->office->store);
	printf("%lld open clocks recounted, all moved | %.2f s | <= 5 s | %s, one transaction, sealed\n", (long long)b->clocks,
	       recount_s, store);
	printf("a plain UPDATE of the same rows | %.2f s | | %s\n", plain_s, store);
	printf("recount over plain UPDATE | %.1f x | | %s\n", recount_s / plain_s, store);
	return OK;
}

int main(int argc, char **argv)
{
	char folder[] = "./bench-recount-XXXXXX", command[64];
	struct bench b = {.clocks = argc > 1 ? atoll(argv[1]) : CLOCKS};
	struct err e = {0};
	enum status status = mkdtemp(folder) ? measure(&b, folder, argc > 2 ? argv[2] : NULL, &e) : UNAVAILABLE;
	if (status != OK)
		fprintf(stderr, "bench: %s: %s\n", e.where, e.why);
	office_close(b.office);
	arena_free(&b.a);
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command) != 0 || status != OK;
}
