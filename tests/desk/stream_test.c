/* stream_test.c -- exports become posts, posts become alerts in clusters, once. People and accounts are made up. */
#include "desk/docket/docket.h"
#include "desk/registry/registry.h"
#include "desk/stream/stream.h"
#undef TEXT_MAX /* of core/text; the desk has one of its own */
#include "desk/handle/handle_internal.h"
#include "support.h"

static struct support s;
static struct office *office;

static void import_list(enum registry_kind kind, const char *csv)
{
	struct desk d = support_desk(&s, office, ROLE_ADMIN, 0);
	struct import_report r;
	assert_ok(registry_import(&d, kind, "uji.csv", str_of(csv), false, &r, e));
	assert_int_equal(r.rejected, 0);
}

static int start(void **state)
{
	(void)state;
	support_start(&s);
	office = support_office(&s);
	char people[2000] = "nip,nama,kelas,instansi\n", accounts[2000] = "platform,handle,nip,evidence\n";
	static const char *const names[] = {"Budi Santoso", "Siti Nurhaliza", "Joko Susilo", "Rizki Wijaya", "Bambang Riyadi", "Dewi Lestari", "Agus Salim", "Wahyu Utomo", "Tuti Alawiyah"};
	for (int i = 0; i < 9; i++) {
		sprintf(people + strlen(people), "19850817201001100%d,%s,PNS,Dinas Perhubungan\n", i + 1, names[i]);
		sprintf(accounts + strlen(accounts), "instagram,akun.%d,19850817201001100%d,proven\n", i, i + 1);
	}
	import_list(REGISTRY_PEOPLE, people);
	import_list(REGISTRY_ACCOUNTS, accounts);
	import_list(REGISTRY_WATCHLIST, "contest,pair,number,kind,term,region\n99.01/walikota/2024,1,1,name,Sri Handayani,99.01\n99.01/walikota/2024,2,2,acronym,HEBAT,99.01\n");
	struct desk d = support_desk(&s, office, ROLE_ADMIN, 0);
	assert_ok(stream_index_build(&d, e));
	return 0;
}
static int end(void **state)
{
	(void)state;
	office_close(office); /* and the index with it */
	support_end(&s);
	return 0;
}

static struct stream_report import_posts(const char *lines)
{
	struct desk d = support_desk(&s, office, ROLE_PATROL, 0);
	struct stream_report r;
	assert_ok(stream_import(&d, "kiriman.ndjson", str_of(lines), NULL, NULL, &r, e));
	return r;
}

SUPPORT_SQL(sql_totals, "SELECT (SELECT count(*) FROM post), (SELECT count(*) FROM alert), (SELECT count(*) FROM cluster)", 0, 3, false, VALUE_NULL);
SUPPORT_SQL(sql_clusters, "SELECT c.id, c.posts, c.first_at, c.last_at, (SELECT count(DISTINCT b.employee) FROM alert b WHERE b.cluster = c.id) FROM cluster c",
	    0, 5, false, VALUE_NULL);

static struct totals { int64_t posts, alerts, clusters; } totals(void)
{
	struct tx tx = {.arena = &s.arena};
	struct rows rows;
	struct desk d = support_desk(&s, office, ROLE_PATROL, 0);
	assert_ok(desk_begin(&d, READ, &tx, e));
	assert_ok(tx_run(&tx, &sql_totals, NULL, &rows, e));
	tx_rollback(&tx);
	return (struct totals){value_as_int(&rows.items[0]), value_as_int(&rows.items[1]), value_as_int(&rows.items[2])};
}

/* Kota Batu, October 2024: nine people post one group photo, each in own words. One cluster, nine persons. */
static void nine_posts_of_one_photo_are_one_cluster(void **state)
{
	(void)state;
	static const char *const words[] = {"Salam dua jari HEBAT", "HEBAT nomor 2 kita menang", "Kompak bersama HEBAT, coblos nomor 2", "Dukung HEBAT sampai menang",
					    "HEBAT pilihan kita", "Ayo pilih HEBAT", "Bismillah HEBAT menang", "Gas HEBAT nomor 2", "Foto bersama tim HEBAT ✌️"};
	scoped(buf_free) struct buf b = {0};
	for (int i = 0; i < 9; i++)
		buf_printf(&b, "{\"id\":\"ig:%d\",\"platform\":\"instagram\",\"region\":\"99.01\",\"time\":\"2024-10-%02dT10:00:00+07:00\",\"author\":{\"handle\":\"akun.%d\"},\"text\":\"%s\","
			       "\"media\":[{\"path\":\"foto.jpg\",\"sha256\":\"aa11\",\"kind\":\"image\"}]}\n", i, 10 + i, i, words[i]);
	buf_text(&b, "{\"id\":\"ig:50\",\"platform\":\"instagram\",\"author\":{\"handle\":\"akun.1\"},\"text\":\"Selamat pagi semuanya\"}\nbukan json\n");
	struct stream_report r = import_posts(b.s);
	assert_int_equal(r.kept, 9);
	assert_int_equal(r.alerts, 9);
	assert_int_equal(r.clusters, 1);
	assert_int_equal(r.refused, 1);
	struct tx tx = {.arena = &s.arena};
	struct rows clusters;
	struct desk d = support_desk(&s, office, ROLE_PATROL, 0);
	assert_ok(desk_begin(&d, READ, &tx, e));
	assert_ok(tx_run(&tx, &sql_clusters, NULL, &clusters, e));
	assert_int_equal(clusters.n_rows, 1);
	assert_int_equal(value_as_int(&clusters.items[1]), 9);
	assert_int_equal(value_as_int(&clusters.items[4]), 9);
	assert_true(value_as_int(&clusters.items[2]) < value_as_int(&clusters.items[3]));
	tx_rollback(&tx);
}

static void the_same_file_again_gives_nothing_new(void **state)
{
	(void)state;
	const char *lines = "{\"id\":\"ig:1\",\"platform\":\"instagram\",\"region\":\"99.01\",\"author\":{\"handle\":\"akun.1\"},\"text\":\"Ayo coblos Sri Handayani besok ya semuanya\"}\n"
			    "{\"id\":\"ig:2\",\"platform\":\"instagram\",\"region\":\"99.01\",\"author\":{\"handle\":\"akun.2\"},\"text\":\"ayo coblos Sri Handayani besok ya semuanya!!\"}\n"
			    "{\"platform\":\"instagram\",\"region\":\"99.01\",\"author\":{\"handle\":\"akun.3\"},\"text\":\"Menangkan HEBAT\"}\n";
	struct stream_report r = import_posts(lines);
	assert_int_equal(r.kept, 3);
	assert_int_equal(r.clusters, 2); /* the first two say the same */
	struct totals before = totals();
	r = import_posts(lines);
	assert_int_equal(r.kept, 0);
	assert_int_equal(r.repeated, 3);
	struct totals after = totals();
	assert_int_equal(before.posts, after.posts);
	assert_int_equal(before.alerts, after.alerts);
	assert_int_equal(after.posts, 3);
}

SUPPORT_SQL(sql_repair,
	    "INSERT INTO name_repair (id, office, case_file, person, employee, sha256, at) VALUES ($1, $2, $3, $4, $5, $6, 0)",
	    6, 0, true, VALUE_INT, VALUE_INT, VALUE_INT, VALUE_INT, VALUE_INT, VALUE_TEXT);

/* The plenary did not find it proven: a file with that person, whose name was repaired for this picture. */
static void repaired_for(const char *nip, const char *sha256)
{
	struct desk d = support_desk(&s, office, ROLE_HANDLER, 0);
	scoped(tx_rollback) struct tx tx = {0};
	struct employee_by_nip_row who;
	bool found;
	int64_t file, person;
	assert_ok(desk_begin(&d, WRITE, &tx, e));
	assert_ok(employee_by_nip(&tx, office->id, nip, &found, &who, e));
	assert_true(found);
	struct docket_new as = {.kind = "finding", .procedure = PILKADA, .title = "Foto", .event_on = DAY_NONE, .known_on = DAY_NONE};
	assert_ok(docket_open(&tx, &d, &as, "observation", &file, e));
	struct docket_person p = {.role = "terlapor", .employee = who.id, .name = who.name, .class = "PNS", .class_source = "registry"};
	assert_ok(docket_person_add(&tx, &d, file, &p, &person, e));
	const struct value args[] = {value_id(id_new(d.now)), value_id(office->id), value_id(file), value_id(person), value_id(who.id), value_text(sha256)};
	assert_ok(tx_run(&tx, &sql_repair, args, NULL, e));
	assert_ok(tx_commit(&tx, e));
}

/* N23. Number 1 was repaired for picture aa11: not a word of it again; of number 2, and of another picture, yes. */
static void evidence_that_proved_nothing_never_brings_a_person_up_again(void **state)
{
	(void)state;
	repaired_for("198508172010011002", "aa11");
	const char *post = "{\"id\":\"ig:%d\",\"platform\":\"instagram\",\"region\":\"99.01\",\"author\":{\"handle\":\"akun.%d\"},\"text\":\"HEBAT pilihan kita\","
			   "\"media\":[%s]}\n";
	static const char *const old = "{\"path\":\"a.jpg\",\"sha256\":\"aa11\",\"kind\":\"image\"}", *const fresh = "{\"path\":\"b.jpg\",\"sha256\":\"bb22\",\"kind\":\"image\"}";
	scoped(buf_free) struct buf b = {0};
	buf_printf(&b, post, 1, 1, old);
	buf_printf(&b, post, 2, 2, old);
	buf_printf(&b, post, 3, 1, fresh);
	buf_printf(&b, post, 4, 1, arena_printf(&s.arena, "%s,%s", old, fresh)); /* a new picture is new evidence */
	buf_printf(&b, post, 5, 1, "");
	struct stream_report r = import_posts(b.s);
	assert_int_equal(r.cleared, 1);
	assert_int_equal(r.kept, 4);
	assert_int_equal(totals().posts, 4);
}

/* A post without a picture is known by its words: the same ones under another name do not bring number 1 up again. */
static void words_that_proved_nothing_never_bring_a_person_up_again(void **state)
{
	(void)state;
	static const char *const words = "HEBAT pilihan kita semua";
	repaired_for("198508172010011002", hash_hex(&s.arena, hash_of(words, strlen(words))));
	const char *post = "{\"id\":\"ig:%d\",\"platform\":\"instagram\",\"region\":\"99.01\",\"author\":{\"handle\":\"akun.%d\"},\"text\":\"%s\"}\n";
	scoped(buf_free) struct buf b = {0};
	buf_printf(&b, post, 11, 1, words);
	buf_printf(&b, post, 12, 2, words);
	buf_printf(&b, post, 13, 1, "HEBAT pilihan kita besok");
	struct stream_report r = import_posts(b.s);
	assert_int_equal(r.cleared, 1);
	assert_int_equal(r.kept, 2);
}

SUPPORT_SQL(sql_item, "INSERT INTO review_item (id, office, cluster, status, case_file, changed_at) VALUES ($1, $2, $3, 'decided', $4, 0)", 4, 0, true,
	    VALUE_INT, VALUE_INT, VALUE_INT, VALUE_INT);
SUPPORT_SQL(sql_cleared, "SELECT (SELECT COUNT(*) FROM alert_cleared), (SELECT COUNT(*) FROM cluster_cleared WHERE cluster = $1), "
			 "(SELECT COUNT(*) FROM alert a WHERE a.cluster = $1 AND NOT EXISTS (SELECT 1 FROM alert_cleared x WHERE x.alert = a.id))",
	    1, 3, false, VALUE_INT, VALUE_INT, VALUE_INT);

/* A finding that @cluster opened, with the employee in it. */
static int64_t file_of_cluster(struct tx *tx, const struct desk *d, const char *nip, int64_t cluster)
{
	struct employee_by_nip_row who;
	bool found;
	int64_t file, person;
	assert_ok(employee_by_nip(tx, office->id, nip, &found, &who, e));
	struct docket_new as = {.kind = "finding", .procedure = PILKADA, .title = "Kiriman", .event_on = DAY_NONE, .known_on = DAY_NONE};
	assert_ok(docket_open(tx, d, &as, "observation", &file, e));
	struct docket_person p = {.role = "terlapor", .employee = who.id, .name = who.name, .class = "PNS", .class_source = "registry"};
	assert_ok(docket_person_add(tx, d, file, &p, &person, e));
	const struct value args[] = {value_id(id_new(d->now)), value_id(office->id), value_id(cluster), value_id(file)};
	assert_ok(tx_run(tx, &sql_item, args, NULL, e));
	return file;
}

/* S7. The plenary has repaired the name: the hint that lay in triage falls silent, its cluster leaves triage, and the same
 * words under another name bring nobody up. The other person of the same words keeps theirs. */
static void a_repaired_name_leaves_the_hot_lists(void **state)
{
	(void)state;
	const char *post = "{\"id\":\"ig:%d\",\"platform\":\"instagram\",\"region\":\"99.01\",\"author\":{\"handle\":\"akun.1\"},\"text\":\"Menangkan HEBAT\"}\n";
	struct stream_report r = import_posts(arena_printf(&s.arena, post, 21));
	assert_int_equal(r.kept, 1);
	struct desk d = support_desk(&s, office, ROLE_HANDLER, 0);
	scoped(tx_rollback) struct tx tx = {0};
	struct rows clusters;
	struct case_people_rows people;
	struct handle_file f;
	struct rows seen;
	assert_ok(desk_begin(&d, WRITE, &tx, e));
	assert_ok(tx_run(&tx, &sql_clusters, NULL, &clusters, e));
	assert_int_equal(clusters.n_rows, 1);
	int64_t cluster = value_as_int(&clusters.items[0]);
	int64_t file = file_of_cluster(&tx, &d, "198508172010011002", cluster);
	assert_ok(handle_open(&tx, &d, file, &f, e));
	assert_ok(case_people(&tx, file, &people, e));
	struct repair as = {"not_proven", "Bukan dia.", d.now};
	assert_ok(repair_name(&tx, &d, &f, &people.items[0], &as, e));
	const struct value args[] = {value_id(cluster)};
	assert_ok(tx_run(&tx, &sql_cleared, args, &seen, e));
	assert_int_equal(value_as_int(seen.items), 1);
	assert_int_equal(value_as_int(seen.items + 1), 1);
	assert_int_equal(value_as_int(seen.items + 2), 0);
	assert_ok(tx_commit(&tx, e));
	r = import_posts(arena_printf(&s.arena, post, 22));
	assert_int_equal(r.cleared, 1);
	assert_int_equal(r.kept, 0);
}

static char *converted(const char *file, struct stream_report *r)
{
	static const char *const tops[] = {"", "../", "../../"};
	for (size_t i = 0; i < 3; i++) {
		FILE *f = fopen(arena_printf(&s.arena, "%stests/data/exports/%s", tops[i], file), "rb");
		if (!f)
			continue;
		char *bytes = arena_alloc(&s.arena, 1 << 16);
		size_t n = fread(bytes, 1, (1 << 16) - 1, f);
		fclose(f);
		scoped(buf_free) struct buf out = {0};
		assert_ok(stream_convert(&s.arena, (struct str){bytes, n}, NULL, &out, r, e));
		return buf_arena(&s.arena, &out);
	}
	fail_msg("tests/data/exports/%s is not there", file);
	return NULL;
}

/* Ids spoilt by a spreadsheet come from the link; a stray quote swallows no row. */
static void a_stray_quote_swallows_no_row(void **state)
{
	(void)state;
	struct stream_report r;
	char *posts = converted("tweet-harvest-broken.csv", &r);
	assert_string_equal(r.format, "tweet-harvest");
	assert_int_equal(r.read, 3);
	assert_int_equal(r.refused, 0);
	assert_non_null(strstr(posts, "\"x:1731706526639000001\""));
	assert_non_null(strstr(posts, "\"x:1731706372990000002\""));
	assert_non_null(strstr(posts, "baris biasa; dengan titik koma"));
	assert_non_null(strstr(posts, "2023-12-04T23:06:24+07:00"));
}

static void exports_are_known_by_their_header(void **state)
{
	(void)state;
	struct stream_report r;
	char *posts = converted("manual.csv", &r);
	assert_string_equal(r.format, "manual-csv");
	assert_non_null(strstr(posts, "\"kind\":\"comment\",\"time\":\"2024-10-12T10:40:00+07:00\",\"author\":{\"handle\":\"budi_santosa.kec\",\"name\":\"Budi Santosa, S.Sos\"}"));
	posts = converted("4cat-tiktok.csv", &r);
	assert_string_equal(r.format, "4cat-tiktok");
	assert_non_null(strstr(posts, "PILIH NOMOR 1")); /* text on the picture */
	posts = converted("youtube.csv", &r);
	assert_string_equal(r.format, "youtube-data-tools");
	assert_non_null(strstr(posts, "\"handle\":\"budi_santosa.kec\""));
	struct err e;
	struct buf out = {0};
	assert_int_equal(stream_convert(&s.arena, STR("a,b\n1,2\n"), NULL, &out, &r, &e), INVALID);
	buf_free(&out);
}

int main(void)
{
#define WITH(test) cmocka_unit_test_setup_teardown(test, start, end)
	const struct CMUnitTest tests[] = {WITH(nine_posts_of_one_photo_are_one_cluster), WITH(the_same_file_again_gives_nothing_new),
					   WITH(evidence_that_proved_nothing_never_brings_a_person_up_again),
					   WITH(words_that_proved_nothing_never_bring_a_person_up_again), WITH(a_repaired_name_leaves_the_hot_lists),
					   WITH(a_stray_quote_swallows_no_row), WITH(exports_are_known_by_their_header)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
