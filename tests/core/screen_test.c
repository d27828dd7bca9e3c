/* screen_test.c -- the index and what it finds. All persons, numbers and accounts are made up; the labelled posts
 * (tests/data/posts) were composed for this project, three of their watch-list pairs are the public ones of 2024. */
#include "base/csv.h"
#include "base/json.h"
#include "core/screening.h"
#include "core/text/bytes.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct screen_person PEOPLE[] = {
	{11, "198508172010011007", "Budi Santoso", "Dinas Perhubungan", "Bidang Lalu Lintas", "Analis", "99.01", "aktif", PNS, false},
	{12, "199002032022212005", "Siti Nurhaliza Putri", "Dinas Kesehatan", "", "Perawat", "99.01", "aktif", PPPK, false},
	{13, "", "Joko Susilo", "Dinas Perhubungan", "", "", "99.01", "", THL, false},
	{14, "197501012000031002", "Joko Susilo", "Sekretariat Daerah", "", "Kepala Bagian", "99.01", "aktif", PNS, false},
	{15, "198001012005012003", "Muhammad Rizki Wijaya", "Kecamatan Timur", "", "Camat", "99.01", "aktif", PNS, false},
	{16, "198811112011011004", "Bambang Soekarno", "Dinas Pendidikan", "", "Guru", "99.01", "aktif", PNS, false},
};
static const struct screen_term TERMS[] = {
	{"99.01/walikota/2024", "1", "1", "name", "Sri Handayani", "99.01"}, {"99.01/walikota/2024", "1", "1", "name", "Dedi Kusnadi", "99.01"},
	{"99.01/walikota/2024", "1", "1", "acronym", "SERASI", "99.01"},     {"99.01/walikota/2024", "1", "1", "hashtag", "#SERASI1", "99.01"},
	{"99.01/walikota/2024", "2", "2", "name", "Arif Gunadi", "99.01"},   {"99.01/walikota/2024", "2", "2", "acronym", "HEBAT", "99.01"},
	{"99.01/walikota/2024", "2", "2", "account", "@hebat.tirtamulya", "99.01"},
};

static struct screen_builder *builder(void)
{
	struct screen_builder *b = screen_builder_new();
	struct err e;
	for (size_t i = 0; i < sizeof PEOPLE / sizeof *PEOPLE; i++)
		assert_int_equal(screen_add_person(b, &PEOPLE[i], &e), OK);
	assert_int_equal(screen_add_account(b, &(struct screen_account){"facebook", "@Budi_S77", "198508172010011007", 0, "proven"}, &e), OK);
	assert_int_equal(screen_add_account(b, &(struct screen_account){"instagram", "siti.nur", "199002032022212005", 0, "claimed"}, &e), OK);
	for (size_t i = 0; i < sizeof TERMS / sizeof *TERMS; i++)
		assert_int_equal(screen_add_term(b, &TERMS[i], &e), OK);
	assert_int_equal(screen_add_contest(b, &(struct screen_contest){"99.01/walikota/2024", "", day_of(2024, 9, 22)}, &e), OK);
	screen_add_source(b, "registry", "fiktif.csv", "00", 6);
	return b;
}

static int open_one(void **state)
{
	scoped(screen_builder_free) struct screen_builder *b = builder();
	return open_index(b, NULL, state);
}

static void screen_text(struct fixture *f, const char *line, struct screen_alerts *ret)
{
	struct post p;
	struct err e;
	assert_int_equal(post_read(&f->a, line, strlen(line), &p, &e), OK);
	screen_post(f->run, &f->a, &p, ret);
}

/* ---- People ---- */

static const struct screen_hit *first(struct fixture *f, const char *query, struct screen_hits *hits)
{
	screen_name(f->run, &f->a, query, 5, hits);
	return hits->n ? &hits->items[0] : NULL;
}

static void a_name_is_found_in_any_dress(void **state)
{
	struct fixture *f = *state;
	struct screen_hits hits;
	static const struct { const char *query; int64_t ref; } cases[] = {
		{"Budi Santoso", 11}, {"BUDI SANTOSO, S.Pd., M.Si", 11}, {"Santoso Budi", 11}, {"Boedi Santosa", 11}, {"Budi Santsoo", 11},
		{"Hj. Siti Noerhaliza Putri", 12}, {"St. Nurhaliza Putri", 12}, {"Siti Nur Haliza Putri", 12}, {"M. Rizky Widjaja", 15},
		{"Moch. Riski Wijaya", 15}, {"Bambang Sukarno", 16}, {"B. Sukarno", 16}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct screen_hit *hit = first(f, cases[i].query, &hits);
		if (!hit || hit->ref != cases[i].ref)
			fail_msg("'%s' found %lld, expected %lld", cases[i].query, hit ? (long long)hit->ref : 0, (long long)cases[i].ref);
		assert_true(hit->sheet_n >= 2);
		assert_true(hit->score <= 1.0001);
	}
	assert_null(first(f, "Xaverius Qwerty", &hits));
	assert_null(first(f, "", &hits));
}

/* Five thousand names hold "Nurul"; the budget of a search ends before all are scored. */
static struct screen *crowd(void)
{
	scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
	struct screen *s;
	struct err e;
	char name[32];
	for (int i = 0; i < 5000; i++) {
		snprintf(name, sizeof name, "B%c%c%c Nurul", 'a' + i / 676, 'a' + i / 26 % 26, 'a' + i % 26);
		assert_int_equal(screen_add_person(b, &(struct screen_person){.ref = i + 1, .name = name, .class = PNS}, &e), OK);
	}
	assert_int_equal(screen_add_person(b, &(struct screen_person){.ref = 9001, .name = "Noeroel", .class = PNS}, &e), OK);
	for (int i = 0; i < 30; i++) /* too many of one name to mean anybody */
		assert_int_equal(screen_add_person(b, &(struct screen_person){.ref = 9100 + i, .name = "Nurul", .class = PNS}, &e), OK);
	for (size_t i = 0; i < sizeof TERMS / sizeof *TERMS; i++)
		assert_int_equal(screen_add_term(b, &TERMS[i], &e), OK);
	assert_int_equal(screen_of(b, NULL, &s, &e), OK);
	return s;
}

static void the_very_name_is_found_however_many_share_its_words(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	scoped(screen_close_scoped) struct screen *s = crowd();
	scoped(screen_run_free) struct screen_run *run = screen_run_new(s, NULL);
	struct screen_hits hits;
	screen_name(run, &a, "Nurul", 5, &hits);
	assert_true(hits.cut); /* there was more than the budget allows */
	assert_string_equal(hits.items[0].name, "Nurul");
	assert_true(hits.items[0].score == 1);
	assert_int_equal(hits.items[0].namesakes, 30);
}

static void nobody_is_named_for_a_spelling_when_many_bear_the_very_name(void **state)
{
	(void)state;
	static const char line[] = "{\"id\":\"1\",\"platform\":\"x\",\"region\":\"99.01\",\"author\":{\"name\":\"%s\"},\"text\":\"pilih Arif Gunadi HEBAT\"}";
	scoped(arena_free) struct arena a = {0};
	scoped(screen_close_scoped) struct screen *s = crowd();
	struct fixture f = {.s = s, .run = screen_run_new(s, NULL)};
	struct screen_alerts alerts;
	for (int again = 0; again < 2; again++) { /* the second time from memory */
		screen_text(&f, arena_printf(&a, line, "Nurul"), &alerts);
		assert_int_equal(alerts.n, 0); /* not "Noeroel", whose name sounds the same */
		screen_text(&f, arena_printf(&a, line, "Noeroel"), &alerts);
		assert_int_equal(alerts.n, 1);
		assert_int_equal(alerts.items[0].subject.ref, 9001);
		assert_int_equal(alerts.items[0].subject.strength, WEAK);
	}
	screen_run_free(&f.run);
	arena_free(&f.a);
}

static void namesakes_are_counted_and_both_shown(void **state)
{
	struct fixture *f = *state;
	struct screen_hits hits;
	assert_non_null(first(f, "Joko Susilo", &hits));
	assert_int_equal(hits.n, 2);
	assert_int_equal(hits.items[0].namesakes, 2);
	assert_int_not_equal(hits.items[0].strength, STRONG);
}

/* ---- Posts ---- */

static void a_proven_account_gives_a_strong_hint_with_its_act(void **state)
{
	struct fixture *f = *state;
	struct screen_alerts alerts;
	screen_text(f, "{\"id\":\"fb:1\",\"platform\":\"facebook\",\"time\":\"2024-10-02T19:20:11+07:00\",\"region\":\"99.01\",\"kind\":\"post\","
		       "\"author\":{\"handle\":\"budi_s77\",\"name\":\"Budi\"},\"text\":\"Ayo coblos nomor 1, SERASI menang! ☝️\"}", &alerts);
	assert_int_equal(alerts.n, 1);
	const struct screen_alert *a = &alerts.items[0];
	assert_int_equal(a->subject.ref, 11);
	assert_string_equal(a->how, "account");
	assert_int_equal(a->subject.strength, STRONG);
	assert_int_equal(a->stance, SUPPORT);
	assert_string_equal(a->object.ref, "99.01/1");
	assert_int_equal(a->phase, AFTER_CANDIDACY);
	assert_non_null(a->act);
	assert_true(a->reasons_n > 0);
}

/* SKB 2022: the same conduct is ethics (A.4) before and discipline (B.6) after the determination. */
static void the_act_follows_the_day_of_determination(void **state)
{
	struct fixture *f = *state;
	struct screen_alerts alerts;
	static const char *const times[] = {"2024-09-01T10:00:00+07:00", "2024-09-23T10:00:00+07:00"}, *const codes[] = {"SKB-A4", "SKB-B6"};
	for (size_t i = 0; i < 2; i++) {
		screen_text(f, arena_printf(&f->a, "{\"id\":\"fb:2\",\"platform\":\"facebook\",\"time\":\"%s\",\"region\":\"99.01\",\"kind\":\"comment\","
						   "\"author\":{\"handle\":\"budi_s77\"},\"text\":\"saya dukung Sri Handayani\"}", times[i]), &alerts);
		assert_int_equal(alerts.n, 1);
		assert_non_null(alerts.items[0].act);
		assert_string_equal(alerts.items[0].act->code, codes[i]);
	}
}

static void a_name_alone_is_never_more_than_weak(void **state)
{
	struct fixture *f = *state;
	struct screen_alerts alerts;
	screen_text(f, "{\"id\":\"x:1\",\"platform\":\"x\",\"author\":{\"handle\":\"lain\",\"name\":\"Joko Susilo\"},\"text\":\"Coblos Arif Gunadi, pasti menang\"}", &alerts);
	assert_int_equal(alerts.n, 1);
	assert_int_equal(alerts.items[0].subject.strength, WEAK);
	assert_int_equal(alerts.items[0].subject.namesakes, 2);
	screen_text(f, "{\"id\":\"x:2\",\"platform\":\"x\",\"region\":\"99.01\",\"author\":{\"handle\":\"lain\",\"name\":\"Muhammad Rizki Wijaya, Camat Kecamatan Timur\"},"
		       "\"text\":\"Coblos Arif Gunadi, pasti menang\"}", &alerts);
	for (size_t i = 0; i < alerts.n; i++)
		assert_int_not_equal(alerts.items[i].subject.strength, STRONG);
}

static void the_ones_who_like_are_subjects_too(void **state)
{
	struct fixture *f = *state;
	struct screen_alerts alerts;
	screen_text(f, "{\"id\":\"ig:7\",\"platform\":\"instagram\",\"region\":\"99.01\",\"time\":\"2024-10-02\",\"author\":{\"handle\":\"hebat.tirtamulya\"},"
		       "\"text\":\"HEBAT nomor 2, ayo coblos!\",\"reactions\":[{\"kind\":\"like\",\"author\":{\"handle\":\"orang.lain\"}},"
		       "{\"kind\":\"like\",\"author\":{\"handle\":\"SITI.nur\"}},{\"kind\":\"comment\",\"author\":{\"handle\":\"siti.nur\"},\"text\":\"gak bakal pilih nomor 2\"}]}", &alerts);
	assert_int_equal(alerts.n, 2);
	assert_string_equal(alerts.items[0].item, "reaction:1");
	assert_string_equal(alerts.items[0].object.ref, "99.01/2");
	assert_int_equal(alerts.items[0].subject.strength, FAIR);
	assert_string_equal(alerts.items[1].item, "reaction:2");
	assert_int_equal(alerts.items[1].stance, AGAINST);
}

static void what_names_no_candidate_concerns_nobody(void **state)
{
	struct fixture *f = *state;
	struct screen_alerts alerts;
	static const char *const harmless[] = {"Rapat pukul 2, bawa berkas rangkap 1", "Anak saya hebat sekali, juara 2 lomba lari", "Mari jaga netralitas ASN, jangan pilih di medsos",
					       "Bawaslu: ASN dilarang memberi like kepada SERASI maupun HEBAT"};
	for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
		screen_text(f, arena_printf(&f->a, "{\"id\":\"fb:9\",\"platform\":\"facebook\",\"region\":\"99.01\",\"author\":{\"handle\":\"budi_s77\"},\"text\":\"%s\"}", harmless[i]), &alerts);
		if (alerts.n)
			fail_msg("'%s' gave an alert", harmless[i]);
	}
}

static bool gives_reason(struct fixture *f, const char *text, const char *why)
{
	struct screen_stance st;
	struct post p = {.id = "1", .platform = "x", .text = text, .region = "99.01", .author = {"", ""}, .target_id = "", .target_text = "", .target_author = {"", ""}};
	screen_stance(f->run, &f->a, &p, &st);
	for (size_t i = 0; i < st.reasons_n; i++)
		if (!strcmp(st.reasons[i].why, why))
			return true;
	return false;
}

static void a_reason_names_the_pair_as_people_do(void **state)
{
	static const struct screen_term more[] = {{"99.01/walikota/2024", "2", "2", "name", "Arif Gunadi Prasaja", "99.01"}, /* the same man, longer */
						  {"99.01/walikota/2024", "kosong", "", "nick", "kolom kosong", "99.01"}};
	scoped(screen_builder_free) struct screen_builder *b = builder();
	struct err e;
	(void)state;
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		assert_int_equal(screen_add_term(b, &more[i], &e), OK);
	void *opened;
	assert_int_equal(open_index(b, NULL, &opened), 0);
	assert_true(gives_reason(opened, "Ayo coblos SERASI", "menyebut calon nomor 1: Sri Handayani & Dedi Kusnadi"));
	assert_true(gives_reason(opened, "Ayo coblos HEBAT", "menyebut calon nomor 2: Arif Gunadi"));
	assert_true(gives_reason(opened, "Ayo coblos kolom kosong", "menyebut calon kosong"));
	close_index(&opened);
}

static void spans_lie_inside_the_text(void **state)
{
	struct fixture *f = *state;
	struct screen_stance st;
	struct post p = {.id = "1", .platform = "x", .text = "Ayooo c0bl0s n0m3r 2 ✌️ #HEBAT bareng @hebat.tirtamulya", .region = "99.01", .author = {"", ""},
			 .target_id = "", .target_text = "", .target_author = {"", ""}};
	screen_stance(f->run, &f->a, &p, &st);
	assert_int_equal(st.stance, SUPPORT);
	assert_true(st.reasons_n > 1);
	for (size_t i = 0; i < st.reasons_n; i++)
		assert_true(st.reasons[i].from <= st.reasons[i].to && st.reasons[i].to <= strlen(p.text));
	assert_string_equal(st.objects[0].ref, "99.01/2");
}

static void faults_of_a_line_are_named_by_their_byte(void **state)
{
	struct fixture *f = *state;
	static const struct { const char *line, *why; } bad[] = {{"{\"text\":\"a", "closed"}, {"[]", "byte 1"}, {"{\"text\":1e}", ""}, {"{\"id\":\"1\"}", "neither text"},
								 {"{\"text\":\"a\",\"kind\":\"zzz\"}", "kind"}, {"{\"text\":\"\\x\"}", "escape"}, {"{\"text\":\"a\",\"time\":\"kemarin\"}", "time"},
								 {"{\"text\":\"a\"} x", "behind"}, {"{\"text\":\"\xFF\"}", "UTF-8"}};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct post p;
		struct err e = {0};
		if (!bad[i].why[0])
			continue;
		assert_int_equal(post_read(&f->a, bad[i].line, strlen(bad[i].line), &p, &e), INVALID);
		assert_non_null(strstr(e.why, bad[i].why));
	}
	scoped(buf_free) struct buf deep = {0};
	buf_text(&deep, "{\"text\":\"a\",\"x\":");
	for (int i = 0; i < 200; i++)
		buf_char(&deep, '[');
	struct post p;
	struct err e;
	assert_int_equal(post_read(&f->a, deep.s, deep.n, &p, &e), INVALID);
}

static void a_post_reads_back_as_it_was_written(void **state)
{
	struct fixture *f = *state;
	const char *line = "{\"id\":\"fb:1\",\"platform\":\"facebook\",\"kind\":\"comment\",\"time\":\"2024-10-02T19:20:11+07:00\",\"author\":{\"handle\":\"a\",\"name\":\"B \\\"c\\\" 😀\"},"
			   "\"text\":\"x\\ny\",\"url\":\"https://contoh.example\",\"region\":\"99.01\",\"mentions\":[\"m\"],\"hashtags\":[\"h\"],\"target\":{\"id\":\"t\",\"text\":\"tt\"},"
			   "\"reactions\":[{\"kind\":\"like\",\"author\":{\"handle\":\"r\",\"name\":\"\"}}],\"media\":[{\"path\":\"p.jpg\",\"sha256\":\"ab\",\"kind\":\"image\"}],\"raw\":{\"format\":\"manual\",\"line\":3}}\n";
	struct post p;
	struct err e;
	scoped(buf_free) struct buf once = {0};
	scoped(buf_free) struct buf twice = {0};
	assert_int_equal(post_read(&f->a, line, strlen(line), &p, &e), OK);
	post_write(&once, &p);
	assert_int_equal(post_read(&f->a, once.s, once.n, &p, &e), OK);
	post_write(&twice, &p);
	assert_string_equal(once.s, twice.s);
	assert_string_equal(once.s, line);
}

static void threads_do_not_change_the_output(void **state)
{
	struct fixture *f = *state;
	scoped(buf_free) struct buf lines = {0};
	for (int i = 0; i < 500; i++)
		buf_printf(&lines, "{\"id\":\"fb:%d\",\"platform\":\"facebook\",\"region\":\"99.01\",\"author\":{\"handle\":\"%s\",\"name\":\"%s\"},\"text\":\"%s %d\"}\n%s", i,
			   i % 3 ? "budi_s77" : "lain", i % 2 ? "Joko Susilo" : "Bambang Sukarno", i % 5 ? "Ayo coblos Sri Handayani" : "Selamat pagi", i, i % 97 ? "" : "rusak\n");
	struct screen_options options = {.at = DAY_NONE};
	struct screen_tally one = {0}, many = {0};
	scoped(buf_free) struct buf a = {0};
	scoped(buf_free) struct buf b = {0};
	screen_lines(f->s, &options, lines.s, lines.n, 1, 1, &a, &one);
	screen_lines(f->s, &options, lines.s, lines.n, 1, 7, &b, &many);
	assert_true(one.alerts > 100);
	assert_int_equal(one.bad, 6);
	assert_memory_equal(&one, &many, sizeof one);
	assert_string_equal(a.s, b.s);
	struct screen_tally pieces = {0};
	scoped(screen_stream_free) struct screen_stream *stream = screen_stream_new(f->s, &options, 2);
	buf_clear(&b);
	struct str rest = {lines.s, lines.n}, line;
	for (uint64_t number = 1; str_split(&rest, '\n', &line); number++) /* the last has no newline */
		screen_stream_lines(stream, line.s, line.n + (line.s + line.n < lines.s + lines.n), number, &b, &pieces);
	assert_memory_equal(&one, &pieces, sizeof one);
	assert_string_equal(a.s, b.s);
}

/* Accounts are asked for where they stand in the line; what is written with escapes, or in the way of another platform,
 * is read with care and means the same. */
static void an_account_is_the_same_however_its_line_writes_it(void **state)
{
	static const char *const platforms[] = {"facebook", "Facebook", "fb", "\\u0066acebook"};
	static const char *const handles[] = {"budi_s77", "@budi_s77", "BUDI_S77", "budi_\\u007377", "@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@budi_s77"};
	struct fixture *f = *state;
	struct screen_options options = {.at = DAY_NONE};
	for (size_t i = 0; i < 4; i++)
		for (size_t k = 0; k < 5; k++) {
			struct screen_tally tally = {0};
			scoped(buf_free) struct buf line = {0};
			scoped(buf_free) struct buf out = {0};
			buf_printf(&line, "{\"id\":\"1\",\"platform\":\"%s\",\"region\":\"99.01\",\"author\":{\"handle\":\"%s\"},\"text\":\"Ayo coblos Sri Handayani\"}\n",
				   platforms[i], handles[k]);
			screen_lines(f->s, &options, line.s, line.n, 1, 1, &out, &tally);
			assert_int_equal(tally.alerts, 1);
			assert_non_null(strstr(out.s, "\"how\":\"account\""));
		}
}

/* One letter wrong in a name of two words: near enough for a weak hint, and never more. */
static void a_mistyped_name_in_a_post_still_means_its_bearer(void **state)
{
	struct fixture *f = *state;
	struct screen_alerts alerts;
	static const char *const names[] = {"Bambang Soekarno", "Bambag Soekarno", "Sukarno Bambang", "B. Soekarno"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		screen_text(f, arena_printf(&f->a, "{\"id\":\"x:7\",\"platform\":\"x\",\"author\":{\"handle\":\"lain\",\"name\":\"%s\"},"
						   "\"text\":\"Coblos Arif Gunadi, pasti menang\"}", names[i]), &alerts);
		assert_int_equal(alerts.n, 1);
		assert_int_equal(alerts.items[0].subject.ref, 16);
		assert_int_equal(alerts.items[0].subject.strength, WEAK);
	}
	screen_text(f, "{\"id\":\"x:8\",\"platform\":\"x\",\"author\":{\"handle\":\"lain\",\"name\":\"Bambong Sukirno\"},\"text\":\"Coblos Arif Gunadi\"}", &alerts);
	assert_int_equal(alerts.n, 0); /* two letters wrong mean somebody else */
}

/* Buckets overflow into their neighbours, and round the end: of 5,000 handles none may be lost, none made up. */
static void many_accounts_are_each_found(void **state)
{
	(void)state;
	scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
	scoped(screen_close_scoped) struct screen *s = NULL;
	scoped(arena_free) struct arena a = {0};
	struct err e;
	char handle[32];
	assert_int_equal(screen_add_term(b, &TERMS[4], &e), OK);
	for (int i = 1; i <= 5000; i++) {
		snprintf(handle, sizeof handle, "akun.%d", i);
		assert_int_equal(screen_add_person(b, &(struct screen_person){.ref = i, .name = "Joko Contoh", .class = PNS}, &e), OK);
		assert_int_equal(screen_add_account(b, &(struct screen_account){"x", handle, "", i, i % 2 ? "proven" : "claimed"}, &e), OK);
	}
	assert_int_equal(screen_of(b, NULL, &s, &e), OK);
	scoped(screen_run_free) struct screen_run *run = screen_run_new(s, NULL);
	for (int i = 1; i <= 6000; i++) {
		struct screen_alerts alerts;
		struct post p;
		const char *line = arena_printf(&a, "{\"platform\":\"x\",\"author\":{\"handle\":\"@Akun.%d\"},\"text\":\"ayo coblos Arif Gunadi\"}", i);
		assert_int_equal(post_read(&a, line, strlen(line), &p, &e), OK);
		screen_post(run, &a, &p, &alerts);
		assert_int_equal(alerts.n, i <= 5000);
		if (alerts.n) {
			assert_int_equal(alerts.items[0].subject.ref, i);
			assert_int_equal(alerts.items[0].subject.strength, i % 2 ? STRONG : FAIR);
		}
	}
}

/* ---- The file ---- */

static unsigned char *index_file(size_t *ret_n)
{
	char path[] = "/tmp/netra-index-XXXXXX";
	int fd = mkstemp(path);
	close(fd);
	scoped(screen_builder_free) struct screen_builder *b = builder();
	struct err e;
	assert_int_equal(screen_write(b, path, &e), OK);
	FILE *f = fopen(path, "r");
	fseek(f, 0, SEEK_END);
	*ret_n = (size_t)ftell(f);
	rewind(f);
	unsigned char *ret = aligned_alloc(64, *ret_n);
	assert_int_equal(fread(ret, 1, *ret_n, f), *ret_n);
	fclose(f);
	unlink(path);
	return ret;
}

static void the_same_rows_give_the_same_file(void **state)
{
	(void)state;
	size_t n, m;
	unsigned char *a = index_file(&n), *b = index_file(&m);
	assert_int_equal(n, m);
	assert_memory_equal(a, b, n);
	struct screen *s = NULL;
	struct err e;
	assert_int_equal(screen_open_bytes(a, n, NULL, &s, &e), OK);
	struct screen_info info = screen_info(s);
	assert_int_equal(info.persons, 6);
	assert_int_equal(info.names, 5);
	assert_int_equal(info.accounts, 2);
	assert_int_equal(info.pairs, 2);
	assert_non_null(strstr(info.sources, "fiktif.csv"));
	screen_close(s);
	free(a);
	free(b);
}

/* Every byte is covered by a checksum, the filling too: whichever is flipped, the file is refused. */
static void an_index_with_any_byte_flipped_is_refused(void **state)
{
	(void)state;
	size_t n;
	unsigned char *bytes = index_file(&n);
	for (size_t at = 0; at < n; at++) {
		struct screen *s = NULL;
		struct err e;
		bytes[at] ^= (unsigned char)(1u << (at % 8));
		if (screen_open_bytes(bytes, n, NULL, &s, &e) != BROKEN)
			fail_msg("byte %zu of %zu may be flipped unseen", at, n);
		bytes[at] ^= (unsigned char)(1u << (at % 8));
	}
	free(bytes);
}

static void a_cut_index_is_refused(void **state)
{
	(void)state;
	size_t n;
	unsigned char *good = index_file(&n);
	for (size_t keep = 0; keep < n; keep += n / 50 + 1) {
		unsigned char *bytes = aligned_alloc(64, (keep + 64) / 64 * 64);
		struct screen *s = NULL;
		struct err e;
		memcpy(bytes, good, keep);
		assert_int_equal(screen_open_bytes(bytes, keep, NULL, &s, &e), BROKEN);
		free(bytes);
	}
	free(good);
}

/* What is written into the index comes back as it was: names with titles or in two scripts, numbers that are no dates. */
static void what_is_known_of_a_person_comes_back_whole(void **state)
{
	(void)state;
	static const struct screen_person people[] = {
		{7, "198502312010011007", "Drs. H. Slamet  Fiktif, M.Si", "Dinas A", "Unit B", "Analis", "99.01", "aktif", PNS, true},
		{INT64_MAX, "199912311905990999", "MUH. Zaenal Contoh", "Dinas A", "", "", "99.02", "", PPPK, false},
		{900000000000000001, "", "José Álvarez", "", "", "", "", "", THL, false},
		{8, "000000000000000001", "A", "", "", "", "", "pensiun", PNS, false},
	};
	static const char *const queries[] = {"Slamet Fiktif", "Muhammad Zainal Contoh", "Jose Alvares", "A"};
	scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
	scoped(screen_close_scoped) struct screen *s = NULL;
	scoped(arena_free) struct arena a = {0};
	struct err e;
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(screen_add_person(b, &people[i], &e), OK);
	assert_int_equal(screen_of(b, NULL, &s, &e), OK);
	scoped(screen_run_free) struct screen_run *run = screen_run_new(s, NULL);
	for (size_t i = 0; i < 4; i++) {
		struct screen_hits hits;
		screen_name(run, &a, queries[i], 1, &hits);
		assert_int_equal(hits.n, 1);
		assert_int_equal(hits.items[0].ref, people[i].ref);
		assert_string_equal(hits.items[0].nip, people[i].nip);
		assert_string_equal(hits.items[0].name, people[i].name);
		assert_string_equal(hits.items[0].agency, people[i].agency);
		assert_string_equal(hits.items[0].unit, people[i].unit);
		assert_string_equal(hits.items[0].position, people[i].position);
		assert_string_equal(hits.items[0].region, people[i].region);
		assert_string_equal(hits.items[0].status, people[i].status);
		assert_int_equal(hits.items[0].class, people[i].class);
	}
}

static void bad_rows_are_refused_with_their_field(void **state)
{
	(void)state;
	scoped(screen_builder_free) struct screen_builder *b = builder();
	struct err e;
	assert_int_equal(screen_add_person(b, &(struct screen_person){.ref = 99, .name = "123"}, &e), INVALID);
	assert_int_equal(screen_add_person(b, &(struct screen_person){.ref = 99, .name = "Budi", .nip = "12"}, &e), INVALID);
	assert_int_equal(screen_add_person(b, &(struct screen_person){.ref = 99, .name = "Budi", .nip = "198508172010011007"}, &e), CONFLICT);
	assert_int_equal(screen_add_account(b, &(struct screen_account){"x", "h", "111111111111111111", 0, "proven"}, &e), NOT_FOUND);
	assert_int_equal(screen_add_account(b, &(struct screen_account){"facebook", "budi_s77", "198508172010011007", 0, "proven"}, &e), CONFLICT);
	assert_int_equal(screen_add_account(b, &(struct screen_account){"x", "h", "198508172010011007", 0, "pasti"}, &e), INVALID);
	assert_int_equal(screen_add_term(b, &(struct screen_term){"c", "1", "1", "zzz", "t", ""}, &e), INVALID);
}

/* ---- The composed posts ---- */

struct score {
	size_t right, n, said_support, right_support, support;
};

static void score_posts(struct arena *a, struct screen_run *run, const char *text, size_t n, struct score *ret)
{
	struct str all = {text, n}, line;
	while (str_split(&all, '\n', &line)) {
		const struct json *j;
		struct err e;
		struct screen_stance st;
		if (!line.n)
			continue;
		assert_int_equal(json_read(a, "labelled posts", line.s, line.n, 1 << 20, &j, &e), OK);
		bool comment = !strcmp(json_get_text(j, "act", ""), "comment");
		struct post p = {.id = "", .platform = json_get_text(j, "platform", ""), .text = json_get_text(j, "text", ""), .region = json_get_text(j, "region", ""),
				 .kind = comment ? KIND_COMMENT : KIND_POST, .author = {"", ""}, .target_id = "", .target_text = "", .target_author = {"", ""}};
		screen_stance(run, a, &p, &st);
		const char *label = json_get_text(j, "label_support", "");
		bool support = !strcmp(label, "support");
		ret->n++;
		ret->right += !strcmp(label, stance_name(st.stance));
		ret->support += support;
		ret->said_support += st.stance == SUPPORT;
		ret->right_support += support && st.stance == SUPPORT;
	}
}

static char *read_data(struct arena *a, const char *name, size_t *ret_n)
{
	static const char *const tops[] = {"", "../", "../../"}; /* from the repository or a build folder in it */
	for (size_t i = 0; i < sizeof tops / sizeof *tops; i++) {
		FILE *f = fopen(arena_printf(a, "%stests/data/posts/%s", tops[i], name), "rb");
		if (!f)
			continue;
		char *ret = arena_alloc(a, 1 << 20);
		*ret_n = fread(ret, 1, (1 << 20) - 1, f);
		fclose(f);
		return ret;
	}
	fail_msg("tests/data/posts/%s is not there", name);
	return NULL;
}

/* 235 posts about invented candidates, 130 of them hard negatives. The floors are a little under what was reached when this was written:
 * 0.94 right, precision of support 0.97, recall 0.96. The weights were learned from these posts too, so this floor
 * guards the code, not the judgement: tools/train.py prints what folds that were never seen give. */
static void composed_posts_are_judged_at_least_this_well(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
	size_t n;
	char *text = read_data(&a, "watchlist.csv", &n);
	struct csv c;
	struct err e;
	csv_open(&c, text, n);
	assert_int_equal(csv_next(&c, &e), CSV_ROW);
	while (csv_next(&c, &e) == CSV_ROW)
		assert_int_equal(screen_add_term(b, &(struct screen_term){c.cells[0].s, c.cells[1].s, c.cells[2].s, c.cells[3].s, c.cells[4].s, c.cells[5].s}, &e), OK);
	csv_close(&c);
	struct screen *s = NULL;
	assert_int_equal(screen_of(b, NULL, &s, &e), OK);
	struct screen_run *run = screen_run_new(s, NULL);
	text = read_data(&a, "labelled.ndjson", &n);
	struct score got = {0};
	score_posts(&a, run, text, n, &got);
	print_message("stance: %zu of %zu right, support precision %.3f, recall %.3f\n", got.right, got.n, (double)got.right_support / (double)got.said_support,
		      (double)got.right_support / (double)got.support);
	assert_int_equal(got.n, 235);
	assert_true(got.right * 100 >= got.n * 91);
	assert_true(got.right_support * 100 >= got.said_support * 96);
	assert_true(got.right_support * 100 >= got.support * 90);
	screen_run_free(&run);
	screen_close(s);
}

static void every_way_of_reading_bytes_gives_the_same_alerts(void **state)
{
	(void)state;
	static const char *const ways[] = {"plain", "sse2", "avx2", "avx512", "neon"};
	scoped(arena_free) struct arena a = {0};
	scoped(screen_builder_free) struct screen_builder *b = builder();
	scoped(screen_close_scoped) struct screen *s = NULL;
	struct err e;
	size_t n;
	const char *posts = read_data(&a, "labelled.ndjson", &n), *was = bytes_way();
	struct screen_options options = {.at = DAY_NONE, .all = true};
	struct buf first = {0};
	assert_int_equal(screen_of(b, NULL, &s, &e), OK);
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		struct screen_tally tally = {0};
		scoped(buf_free) struct buf out = {0};
		if (!bytes_use(ways[i]))
			continue;
		screen_lines(s, &options, posts, n, 1, 1, &out, &tally);
		assert_int_equal(tally.posts, 235);
		buf_char(&out, ' ');
		if (!i)
			buf_raw(&first, out.s, out.n);
		assert_string_equal(out.s, first.s);
	}
	assert_true(bytes_use(was));
	buf_free(&first);
}

/* ---- The self-check ---- */

static void the_self_check_names_the_act_and_its_other_phase(void **state)
{
	struct fixture *f = *state;
	struct screen_check check;
	screen_check_text(NULL, f->law, &f->a, "Ayo coblos nomor 2, kita menangkan!", PNS, day_of(2024, 10, 1), DAY_NONE, &check);
	assert_int_equal(check.stance.stance, SUPPORT);
	assert_string_equal(check.conduct, "online_support");
	assert_non_null(check.act);
	screen_check_text(NULL, f->law, &f->a, "Selamat pagi, rapat pukul 2 di aula", PNS, day_of(2024, 10, 1), DAY_NONE, &check);
	assert_string_equal(check.conduct, "");
	assert_null(check.act);
	screen_check_text(f->s, f->law, &f->a, "Dukung Sri Handayani", PNS, day_of(2024, 10, 1), day_of(2024, 9, 22), &check);
	assert_int_equal(check.phase, AFTER_CANDIDACY);
	assert_string_equal(check.act->code, "SKB-B6");
	assert_string_equal(check.other_phase->code, "SKB-A4");
}

int main(void)
{
#define WITH(test) cmocka_unit_test_setup_teardown(test, open_one, close_index)
	const struct CMUnitTest tests[] = {
		WITH(a_name_is_found_in_any_dress),
		WITH(namesakes_are_counted_and_both_shown),
		WITH(a_proven_account_gives_a_strong_hint_with_its_act),
		WITH(the_act_follows_the_day_of_determination),
		WITH(a_name_alone_is_never_more_than_weak),
		WITH(the_ones_who_like_are_subjects_too),
		WITH(what_names_no_candidate_concerns_nobody),
		cmocka_unit_test(a_reason_names_the_pair_as_people_do),
		WITH(spans_lie_inside_the_text),
		WITH(faults_of_a_line_are_named_by_their_byte),
		WITH(a_post_reads_back_as_it_was_written),
		WITH(threads_do_not_change_the_output),
		WITH(an_account_is_the_same_however_its_line_writes_it),
		cmocka_unit_test(the_very_name_is_found_however_many_share_its_words),
		cmocka_unit_test(nobody_is_named_for_a_spelling_when_many_bear_the_very_name),
		cmocka_unit_test(the_same_rows_give_the_same_file),
		cmocka_unit_test(an_index_with_any_byte_flipped_is_refused),
		cmocka_unit_test(a_cut_index_is_refused),
		cmocka_unit_test(what_is_known_of_a_person_comes_back_whole),
		cmocka_unit_test(every_way_of_reading_bytes_gives_the_same_alerts),
		WITH(a_mistyped_name_in_a_post_still_means_its_bearer),
		cmocka_unit_test(many_accounts_are_each_found),
		cmocka_unit_test(bad_rows_are_refused_with_their_field),
		cmocka_unit_test(composed_posts_are_judged_at_least_this_well),
		WITH(the_self_check_names_the_act_and_its_other_phase),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
