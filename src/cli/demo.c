/* demo.c -- `netra demo`: fills a data folder with the fictitious office of Kota Tirtamulya.
 *
 * A newcomer sees full pages at once: 1,200 employees in 24 offices, three pairs of candidates (one the incumbent),
 * two thousand posts of a patrol, forty reports, files at every stage, clocks that run, a pledge that some units sign late. The drill clock shows Monday
 * 4 November 2024, 07.30 WIB and runs on from there. Everything passes through the desks' own functions
 * (demo_story.c) and is the same on every machine but for ids, codes and signatures, which must be random.
 */
#include "cli/commands.h"
#include "cli/demo_world.h"
#include "core/screen/screen.h"
#include "desk/registry/registry.h"
#include "desk/review/review.h"
#include "desk/stream/stream.h"
#include "desk/vault/custody.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define PHOTO "foto-gedung-serbaguna.png"
#define MARK "demo.json" /* written last: the folder is whole */

static const struct office_new OFFICE = {
	.code = "99.01", .name = "Bawaslu Kota Tirtamulya", .level = "Kota", .region = DEMO_REGION, .city = "Tirtamulya",
	.address = "Jalan Beringin 17, Tirtamulya", .phone = "(0999) 000 000", .email = "kantor@tirtamulya.example", .drill = true,
};

const struct demo_login demo_logins[DEMO_USERS] = {
	[DEMO_INTAKE] = {"loket", "Puspa Lembahwening", "Petugas loket", ROLE_INTAKE, NULL},
	[DEMO_HANDLER] = {"wira", "Wira Padmareksa", "Staf penanganan pelanggaran", ROLE_HANDLER, NULL},
	[DEMO_HANDLER_2] = {"ratna", "Ratna Awanwijana", "Staf penanganan pelanggaran", ROLE_HANDLER, NULL},
	[DEMO_PATROL] = {"patroli", "Bima Kencanadanapati", "Petugas patroli siber", ROLE_PATROL, NULL},
	[DEMO_CHAIR] = {"ketua", "Endah Wanasasmita", "Ketua", ROLE_CHAIR, NULL},
	[DEMO_MEMBER_1] = {"anggota", "Krisna Lautpramana", "Anggota, koordinator penanganan pelanggaran", ROLE_MEMBER, NULL},
	[DEMO_MEMBER_2] = {"anggota2", "Tiara Jatiwulung", "Anggota, koordinator pencegahan", ROLE_MEMBER, NULL},
	[DEMO_CUSTODIAN] = {"kustodian", "Arum Purikusumah", "Penjaga identitas pelapor", ROLE_CUSTODIAN, NULL},
	[DEMO_CUSTODIAN_2] = {"kustodian2", "Teguh Sawobuana", "Penjaga identitas pelapor", ROLE_CUSTODIAN, NULL},
	[DEMO_ADMIN] = {"pengelola", "Yoga Girisembada", "Pengelola sistem", ROLE_ADMIN, NULL},
	[DEMO_PREVENTION] = {"pencegahan", "Laras Tirtabumi", "Petugas pencegahan", ROLE_PREVENTION, NULL},
	[DEMO_SECRETARY] = {"sekda", "Panji Kertabayu", "Sekretaris Daerah Kota Tirtamulya", ROLE_SECRETARY, NULL},
	[DEMO_PERSONNEL] = {"kepegawaian", "Wulan Sekarbanyu", "Kepala Badan Kepegawaian Kota Tirtamulya", ROLE_PERSONNEL, NULL},
	[DEMO_UNIT] = {"dishub", "Gilang Samudranata", "Kepala Dinas Perhubungan", ROLE_UNIT, "Dinas Perhubungan Kota Tirtamulya"},
};

static struct instant at(int month, int day, int hour, int minute)
{
	return instant_at(day_of(2024, month, day), hour, minute, 0, WIB);
}

static enum status unit_of(struct tx *tx, const struct desk *d, const char *name, int64_t *ret, struct err *e)
{
	struct agency_by_name_row row;
	bool found;
	*ret = 0;
	if (!name)
		return OK;
	TRY(agency_by_name(tx, d->office->id, name, &found, &row, e));
	*ret = row.id;
	return found ? OK : FAIL(e, BROKEN, "the register has no agency %s", name);
}

/* The office's own people come first, partners when the register knows their units. */
static enum status users_add(struct demo_world *w, enum demo_user first, enum demo_user end, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct desk d = {.office = w->office, .arena = &w->step, .now = at(10, 1, 8, 0), .role = ROLE_ADMIN, .user_name = ""};
	TRY(desk_begin(&d, WRITE, &tx, e));
	for (size_t i = first; i < end; i++) {
		const struct demo_login *u = &demo_logins[i];
		int64_t agency;
		TRY(unit_of(&tx, &d, u->agency, &agency, e));
		struct user_new as = {.login = u->login, .name = u->name, .position = u->position, .role = u->role, .agency = agency, .password = DEMO_PASSWORD};
		TRY(access_user_add(&tx, &d, &as, &w->users[i], e));
	}
	return tx_commit(&tx, e);
}

/* The vault's key goes to the two custodians before the first report: a drill office is in order. Their passphrases are as
 * public as its passwords. */
static const struct {
	size_t who;
	const char *passphrase;
} demo_custody[] = {{DEMO_CUSTODIAN, "segel-angin-barat-daya"}, {DEMO_CUSTODIAN_2, "segel-hujan-pagi-hari"}};

static enum status custody_give(struct demo_world *w, struct err *e)
{
	struct desk d = demo_desk(w, DEMO_ADMIN, at(10, 1, 8, 10));
	struct custody_hand people[COUNT(demo_custody)];
	for (size_t i = 0; i < COUNT(demo_custody); i++)
		people[i] = (struct custody_hand){w->users[demo_custody[i].who], demo_logins[demo_custody[i].who].login,
						  demo_custody[i].passphrase};
	return custody_begin(&d, people, COUNT(people), false, e);
}

static enum status contest_put(struct demo_world *w, struct err *e)
{
	struct registry_contest as = {
		.code = DEMO_CONTEST, .title = "Pemilihan Wali Kota dan Wakil Wali Kota Tirtamulya 2024", .kind = "PW", .election = "PILKADA-2024",
		.procedure = "pilkada", .determined_on = day_of(2024, 9, 22), .voting_on = day_of(2024, 11, 27), .incumbent = 2,
	};
	struct desk d = demo_desk(w, DEMO_HANDLER, at(10, 1, 8, 30));
	return registry_contest_set(&d, &as, e);
}

/* Writes @bytes as data/patroli/NAME: the newcomer may look at what was imported. */
static enum status file_put(const struct demo_world *w, const char *name, struct str bytes, struct err *e)
{
	const char *path = arena_printf(w->arena, "%s/patroli/%s", w->office->data, name);
	FILE *f = fopen(path, "wb");
	if (!f)
		return FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
	size_t n = fwrite(bytes.s, 1, bytes.n, f);
	if (fclose(f) != 0 || n != bytes.n)
		return FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
	return OK;
}

static enum status list_import(struct demo_world *w, enum registry_kind kind, const char *name, const char *csv, struct err *e)
{
	struct desk d = demo_desk(w, DEMO_HANDLER, at(10, 1, 8, 20));
	struct import_report report;
	TRY(file_put(w, name, str_of(csv), e));
	TRY(registry_import(&d, kind, name, str_of(csv), false, &report, e));
	if (report.rejected)
		return FAIL(e, BROKEN, "%s: %zu rows were rejected, the first: %s", name, report.rejected,
			    report.rejects.n ? report.rejects.items[0].why : "");
	arena_reset(&w->step);
	return OK;
}

static enum status registers_import(struct demo_world *w, struct err *e)
{
	TRY(list_import(w, REGISTRY_AGENCIES, "instansi.csv", demo_agencies_csv(w->arena), e));
	TRY(list_import(w, REGISTRY_PEOPLE, "pegawai.csv", demo_registry_csv(w->arena, w->city), e));
	TRY(list_import(w, REGISTRY_ACCOUNTS, "akun.csv", demo_accounts_csv(w->arena, w->city), e));
	return list_import(w, REGISTRY_WATCHLIST, "daftar-pantau.csv", demo_watchlist_csv, e);
}

/* Sunday evening's patrol: index, import, screening, clusters. */
static enum status patrol(struct demo_world *w, struct err *e)
{
	struct str photo = demo_photo(w->arena, 0);
	TRY(file_put(w, PHOTO, photo, e));
	struct demo_posts posts = demo_posts_make(w->arena, w->city, PHOTO, hash_hex(w->arena, hash_of(photo.s, photo.n)));
	TRY(file_put(w, "patroli.ndjson", str_of(posts.ndjson), e));
	TRY(file_put(w, "patroli-x.csv", str_of(posts.harvest), e));
	const char *folder = arena_printf(w->arena, "%s/patroli", w->office->data);
	const struct {
		const char *name, *text;
	} files[] = {{"patroli.ndjson", posts.ndjson}, {"patroli-x.csv", posts.harvest}};
	struct desk d = demo_desk(w, DEMO_PATROL, at(11, 3, 18, 30));
	TRY(stream_index_build(&d, e));
	for (size_t i = 0; i < COUNT(files); i++) {
		struct stream_report report;
		d.now.us += 60 * SECOND_US;
		TRY(stream_import(&d, files[i].name, str_of(files[i].text), NULL, folder, &report, e));
		if (report.refused)
			return FAIL(e, BROKEN, "%s: %zu records were refused, the first: %s", files[i].name, report.refused,
				    report.faults.n ? report.faults.items[0].why : "");
		w->posts += report.read;
		w->alerts += report.alerts;
		arena_reset(&w->step);
	}
	return OK;
}

/* The patrol officer has begun to read on Sunday evening: one dismissed, one put off to a second reader. */
static enum status first_reading(struct demo_world *w, struct err *e)
{
	struct desk d = demo_desk(w, DEMO_PATROL, at(11, 3, 18, 45));
	struct review_batch batch;
	TRY(review_batch(&d, &batch, e));
	w->clusters = (size_t)(batch.waiting + batch.second);
	size_t decided = 0;
	for (size_t i = batch.clusters.n; i > 0 && decided < 2; i--) { /* from the weakest of the batch */
		struct review_cluster c;
		TRY(review_open(&d, batch.clusters.items[i - 1].cluster, &c, e));
		d.now.us += (17 + (int64_t)decided * 4) * SECOND_US;
		struct review_choice choice = {.cluster = c.id, .decision = decided ? "escalate" : "not_relevant", .until = DAY_NONE, .event_on = DAY_NONE,
					       .reason = decided ? "Nama mirip, mohon dibaca sekali lagi." : "Hanya senama"};
		struct review_done done;
		TRY(review_decide(&d, &choice, &done, e));
		decided++;
	}
	TRY(review_release(&d, e));
	arena_reset(&w->step);
	return OK;
}

static enum status mark_write(const struct demo_world *w, struct err *e)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_text(&j, "office", OFFICE.name);
	jout_put_text(&j, "password", DEMO_PASSWORD);
	jout_key(&j, "logins");
	jout_array(&j);
	for (size_t i = 0; i < DEMO_USERS; i++)
		jout_text(&j, demo_logins[i].login);
	jout_end(&j, ']');
	jout_key(&j, "custody_passphrases");
	jout_object(&j);
	for (size_t i = 0; i < COUNT(demo_custody); i++)
		jout_put_text(&j, demo_logins[demo_custody[i].who].login, demo_custody[i].passphrase);
	jout_end(&j, '}');
	jout_put_text(&j, "report_code", w->code);
	jout_put_int(&j, "posts", (int64_t)w->posts);
	jout_put_int(&j, "alerts", (int64_t)w->alerts);
	jout_put_int(&j, "clusters", (int64_t)w->clusters);
	jout_end(&j, '}');
	buf_char(&b, '\n');
	const char *path = arena_printf(w->arena, "%s/%s", w->office->data, MARK);
	FILE *f = fopen(path, "wb");
	if (!f || fwrite(b.s, 1, b.n, f) != b.n || fclose(f) != 0)
		return FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
	return OK;
}

static void logins_print(const char *code)
{
	puts("Login        Sandi              Siapa");
	for (size_t i = 0; i < DEMO_USERS; i++)
		printf("%-12s %-18s %s, %s\n", demo_logins[i].login, DEMO_PASSWORD, demo_logins[i].name, demo_logins[i].position);
	for (size_t i = 0; i < COUNT(demo_custody); i++)
		printf("Frasa sandi pemegang kunci %s: %s\n", demo_logins[demo_custody[i].who].login, demo_custody[i].passphrase);
	if (code)
		printf("Kode laporan untuk dilacak: %s\n", code);
	puts("Kantor latihan: semua nama, nomor, dan angka rekaan. / A drill office: all of it is invented.");
}

static enum status folder_make(const struct cli *cli, struct err *e)
{
	const char *path = arena_printf(cli->arena, "%s/patroli", cli->data);
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
	return OK;
}

static enum status world_make(struct cli *cli, struct demo_world *w, struct err *e)
{
	struct office_new as = OFFICE;
	as.shows = at(10, 1, 8, 0);
	TRY(office_make(cli->data, cli->settings, &as, e));
	TRY(folder_make(cli, e));
	scoped(office_close_scoped) struct office *office = NULL;
	TRY(office_open(cli->data, cli->settings, &office, e));
	w->office = office;
	w->city = demo_city_make(cli->arena);
	TRY(users_add(w, 0, DEMO_PREVENTION, e));
	TRY(custody_give(w, e));
	TRY(registers_import(w, e));
	TRY(users_add(w, DEMO_PREVENTION, DEMO_USERS, e));
	TRY(contest_put(w, e));
	TRY(demo_story_tell(w, e));
	TRY(patrol(w, e));
	TRY(first_reading(w, e));
	TRY(demo_prevention_tell(w, e));
	TRY(office_clock_set(office, at(11, 4, 7, 30), e));
	screen_put(&office->screen, NULL);
	return mark_write(w, e);
}

int cmd_demo(struct cli *cli, int argc, const char **argv)
{
	struct poptOption own[] = {POPT_TABLEEND};
	if (!cli_options(cli, argc, argv, own, ""))
		return cli->code;
	if (cli->args_n)
		return cli_usage(cli, "'%s': demo takes no words", cli->args[0]);
	if (access(arena_printf(cli->arena, "%s/%s", cli->data, MARK), R_OK) == 0) {
		printf("The demonstration office is in %s already.\n", cli->data);
		logins_print(NULL);
		return CLI_YES;
	}
	struct demo_world w = {.arena = cli->arena};
	struct err e = {0};
	enum status status = world_make(cli, &w, &e);
	arena_free(&w.step);
	if (status != OK)
		return cli_fail(cli, &e);
	printf("%s is ready in %s: %d employees, %zu posts, %zu alerts, %zu clusters, %zu reports.\n", OFFICE.name, cli->data, DEMO_PEOPLE,
	       w.posts, w.alerts, w.clusters, demo_reports_n);
	logins_print(w.code);
	return CLI_YES;
}
