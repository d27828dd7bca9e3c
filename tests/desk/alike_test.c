/* alike_test.c -- suggested groups: what brings reports together, what officers take apart stays apart. */
#include "desk/intake/alike.h"

#include "jail/jail.h"
#include "jail/pictures.h"
#include "lobby.h"
#include "support.h"

#define WORDS                                                                                      \
	"Pada hari Minggu kemarin saya melihat sembilan pegawai kelurahan berfoto bersama calon wali kota di balai " \
	"dengan mengacungkan dua jari dan foto itu lalu disebarkan di grup warga"

struct fixture {
	struct lobby l;
	struct desk officer;
	struct alike_sorter *sorter;
};

static int start(void **state)
{
	struct fixture *f = *state = lobby_new(sizeof *f);
	f->officer = lobby_person(&f->l, 7001, "Petugas Uji", ROLE_HANDLER);
	f->sorter = alike_sorter_new();
	return 0;
}

static int end(void **state)
{
	struct fixture *f = *state;
	alike_sorter_end(f->sorter);
	return lobby_end(state);
}

static int64_t received(struct fixture *f, const char *text, const char *link, struct made *file)
{
	struct intake_receipt r;
	const char *links[] = {link};
	struct intake_form form = {.channel = "web", .event_on = {INT32_MIN}, .known_on = {INT32_MIN}, .text = text};
	if (link)
		form.links = (struct text_list){links, 1};
	struct intake_file one = {.name = "foto.jpg"};
	if (file) {
		one.bytes = (struct str){(const char *)file->s, file->n};
		form.files = &one, form.n_files = 1;
	}
	assert_ok(intake_receive(&f->l.public, &form, &r, e));
	return r.report;
}

static void sorted(struct fixture *f)
{
	int done = 1;
	while (done)
		assert_ok(alike_sort(f->sorter, &f->l.public, &done, e));
}

static struct alike_view seen(struct fixture *f, int64_t report)
{
	struct alike_view v;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->officer, READ, &tx, e));
	assert_ok(alike_view(&tx, &f->officer, report, &v, e));
	assert_ok(tx_commit(&tx, e));
	return v;
}

static void check_figures(struct fixture *f, int64_t reports, int64_t groups)
{
	struct alike_figures_row x;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->officer, READ, &tx, e));
	assert_ok(alike_figures(&tx, f->l.office->id, 1000, &x, e));
	assert_ok(tx_commit(&tx, e));
	assert_int_equal(x.reports, reports);
	assert_int_equal(x.grps, groups);
}

static void refused(struct fixture *f, int64_t report)
{
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->officer, WRITE, &tx, e));
	assert_ok(alike_refuse(&tx, &f->officer, report, e));
	assert_ok(tx_commit(&tx, e));
}

static void links_and_words_bring_reports_together(void **state)
{
	struct fixture *f = *state;
	int64_t a = received(f, "", "https://m.facebook.com/groups/1/posts/2/?mibextid=x", NULL);
	int64_t b = received(f, "Lihat https://www.facebook.com/groups/1/posts/2.", NULL, NULL);
	int64_t c = received(f, WORDS, NULL, NULL);
	int64_t d = received(f, "Teruskan: " WORDS " ya", NULL, NULL);
	int64_t other = received(f, "Tolong ditindak", "https://contoh.example/", NULL);
	int64_t another = received(f, "Tolong ditindak", "https://contoh.example/", NULL); /* too little to tell by */
	sorted(f);
	check_figures(f, 6, 4);
	struct alike_view v = seen(f, b);
	assert_int_equal(v.grp, a);
	assert_int_equal(v.reports, 2);
	assert_string_equal(v.members.items[1].how, "link");
	v = seen(f, d);
	assert_int_equal(v.grp, c);
	assert_string_equal(v.members.items[1].how, "text");
	assert_true(v.members.items[1].score >= 800 && v.members.items[1].score < 1000);
	assert_int_equal(seen(f, other).reports, 1);
	assert_int_equal(seen(f, another).reports, 1);
	/* One that holds both makes the two groups one. */
	int64_t bridge = received(f, WORDS, "facebook.com/groups/1/posts/2", NULL);
	sorted(f);
	check_figures(f, 7, 3);
	v = seen(f, bridge);
	assert_int_equal(v.grp, a);
	assert_int_equal(v.reports, 5);
	assert_int_equal(v.alone, 5);
}

static void what_an_officer_took_out_does_not_come_back(void **state)
{
	struct fixture *f = *state;
	const char *link = "https://contoh.example/berita/1";
	int64_t a = received(f, "", link, NULL), b = received(f, "", link, NULL), c = received(f, "", link, NULL);
	sorted(f);
	check_figures(f, 3, 1);
	refused(f, a); /* the first one, which gave the group its name */
	check_figures(f, 3, 2);
	assert_int_equal(seen(f, a).reports, 1);
	assert_int_equal(seen(f, c).grp, b);
	int64_t d = received(f, "", link, NULL);
	sorted(f);
	check_figures(f, 4, 2);
	assert_int_equal(seen(f, d).grp, b); /* with the many, and they do not pull the refused one back */
	assert_int_equal(seen(f, a).reports, 1);
	refused(f, a);
	check_figures(f, 4, 2);
	alike_sorter_end(f->sorter); /* a program that starts anew remembers the same */
	f->sorter = alike_sorter_new();
	received(f, "", link, NULL);
	sorted(f);
	check_figures(f, 5, 2);
	assert_int_equal(seen(f, a).reports, 1);
}

static void attaching_is_by_reference_and_can_be_undone(void **state)
{
	struct fixture *f = *state;
	int64_t reports[4], file = 0;
	int attached = 0;
	for (int i = 0; i < 4; i++)
		reports[i] = received(f, WORDS, NULL, NULL);
	sorted(f);
	{
		scoped(tx_rollback) struct tx tx = {0};
		assert_ok(desk_begin(&f->officer, WRITE, &tx, e));
		assert_ok(alike_attach(&tx, &f->officer, reports[2], &file, &attached, e));
		assert_ok(tx_commit(&tx, e));
	}
	assert_int_equal(attached, 3);
	struct alike_view v = seen(f, reports[3]);
	assert_int_equal(file, v.members.items[0].case_file);
	assert_int_equal(v.reports, 4);
	assert_int_equal(v.alone, 1); /* the one that carries the others */
	for (int i = 1; i < 4; i++)
		assert_int_equal(v.members.items[i].joined_to, file);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->officer, WRITE, &tx, e));
	assert_ok(intake_detach(&tx, &f->officer, reports[1], "Ternyata lain.", e));
	assert_ok(tx_commit(&tx, e));
	assert_int_equal(seen(f, reports[1]).alone, 2);
	struct verify_report checked;
	assert_ok(evidence_verify(&f->officer, &checked, NULL, NULL, e));
	assert_int_equal(checked.n, 0);
}

static void pictures_are_opened_once_and_compared(void **state)
{
	struct fixture *f = *state;
	struct scene s = scene_make(21, 400, 300), mirror = scene_mirror(s), other = scene_make(22, 400, 300), dull = {calloc(90, 300), 100, 90};
	struct made m[] = {picture_jpeg(s, 90, 0, NULL, 0), picture_jpeg(mirror, 40, 0, NULL, 0), picture_jpeg(other, 90, 0, NULL, 0),
			   picture_jpeg(dull, 90, 0, NULL, 0), picture_jpeg(dull, 50, 0, NULL, 0)};
	int64_t r[7];
	for (int i = 0; i < 5; i++)
		r[i] = received(f, "", NULL, &m[i]);
	r[5] = received(f, "", NULL, &m[0]);
	m[2].n = 3; /* three bytes that begin like a picture */
	r[6] = received(f, "", NULL, &m[2]);
	struct alike_view v = seen(f, r[0]);
	assert_null(v.pictures.items[0].why); /* waits: nothing was opened in the way of the receipt */
	sorted(f);
	check_figures(f, 7, 5);
	v = seen(f, r[0]);
	assert_int_equal(v.reports, 3);
	assert_int_equal(v.pictures.items[0].opened, 1);
	assert_int_equal(v.pictures.items[0].width, 400);
	assert_string_equal(v.members.items[1].how, "mirrored");
	assert_string_equal(v.members.items[2].how, "file");
	assert_int_equal(seen(f, r[3]).reports, 1); /* two grey walls tell nothing */
	assert_string_equal(seen(f, r[6]).pictures.items[0].why, "no_picture");
	for (int i = 0; i < 5; i++)
		free(m[i].s);
	free(s.rgb), free(mirror.rgb), free(other.rgb), free(dull.rgb);
}

#define T(name) cmocka_unit_test_setup_teardown(name, start, end)

int main(int argc, char **argv)
{
	if (jail_asked(argc, argv))
		return jail_main();
	const struct CMUnitTest tests[] = {
		T(links_and_words_bring_reports_together),
		T(what_an_officer_took_out_does_not_come_back),
		T(attaching_is_by_reference_and_can_be_undone),
		T(pictures_are_opened_once_and_compared),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
