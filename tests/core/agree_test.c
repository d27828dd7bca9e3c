/* agree_test.c -- how sure a hint may be of whom it names: worked examples of each rule, then thousands of composed posts
 * whose alerts are read back as JSON and held against the rules. All persons, numbers and accounts are made up. */
#include "base/json.h"
#include "core/screening.h"

#include <stdio.h>
#include <string.h>

/* Four bear the name Joko Susilo, in three regencies; two of them in the same office. One bears Bambang Soekarno. */
static const struct screen_person PEOPLE[] = {
	{1, "197501012000031001", "Joko Susilo", "Dinas Perhubungan", "Bidang Parkir", "Juru Parkir", "99.01", "", PNS, false},
	{2, "197501012000031002", "Joko Susilo", "Dinas Kesehatan", "Puskesmas Timur", "Perawat", "99.02", "", PNS, false},
	{3, "197501012000031003", "Joko Susilo", "Dinas Pertanian", "", "Penyuluh", "99.03", "", PNS, false},
	{4, "197501012000031004", "Joko Susilo", "Dinas Pertanian", "", "Penyuluh", "99.03", "", PNS, false},
	{5, "198811112011011004", "Bambang Soekarno", "Dinas Pendidikan", "SDN Melati", "Pengawas Sekolah", "99.01", "", PNS, false},
	{6, "199002032022212005", "Siti Nurhaliza Putri", "Dinas Pendidikan", "", "Bendahara", "99.01", "", PPPK, false},
	{7, "199002032022212006", "Ani Lestari Dewi", "Dinas Kesehatan", "", "Bidan", "99.02", "", PPPK, false},
};
#define PEOPLE_N (sizeof PEOPLE / sizeof *PEOPLE)

static void add_all(struct screen_builder *b)
{
	static const struct screen_term terms[] = {{"99.01/walikota/2024", "1", "1", "name", "Sri Handayani", "99.01"}, {"99.01/walikota/2024", "2", "2", "name", "Arif Gunadi", "99.01"}};
	struct err e;
	for (size_t i = 0; i < PEOPLE_N; i++)
		assert_int_equal(screen_add_person(b, &PEOPLE[i], &e), OK);
	assert_int_equal(screen_add_account(b, &(struct screen_account){"x", "siti", PEOPLE[5].nip, 0, "proven"}, &e), OK);
	assert_int_equal(screen_add_account(b, &(struct screen_account){"x", "ani", PEOPLE[6].nip, 0, "claimed"}, &e), OK);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(screen_add_term(b, &terms[i], &e), OK);
	assert_int_equal(screen_add_contest(b, &(struct screen_contest){"99.01/walikota/2024", "", day_of(2024, 9, 22)}, &e), OK);
}
static int open_one(void **state)
{
	scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
	add_all(b);
	return open_index(b, &(struct screen_options){.at = DAY_NONE, .all = true}, state);
}

/* The only alert of a post: @rest are more fields of it. */
static const struct screen_hit *subject(struct fixture *f, const char *name, const char *text, const char *rest)
{
	struct screen_alerts alerts;
	struct post p;
	struct err e;
	const char *line = arena_printf(&f->a, "{\"id\":\"x:1\",\"platform\":\"x\",\"author\":{\"handle\":\"lain\",\"name\":\"%s\"},\"text\":\"%s\"%s}", name, text, rest);
	assert_int_equal(post_read(&f->a, line, strlen(line), &p, &e), OK);
	screen_post(f->run, &f->a, &p, &alerts);
	assert_int_equal(alerts.n, 1);
	assert_string_equal(alerts.items[0].how, "name");
	struct screen_hit *ret = arena_alloc(&f->a, sizeof *ret);
	*ret = alerts.items[0].subject;
	return ret;
}
static bool sheet_says(const struct screen_hit *hit, const char *words)
{
	for (size_t i = 0; i < hit->sheet_n; i++)
		if (strstr(hit->sheet[i].why, words))
			return true;
	return false;
}
static void is(const struct screen_hit *hit, int64_t ref, enum strength strength)
{
	if (hit->strength != strength)
		fail_msg("strength %s, expected %s", strength_name(hit->strength), strength_name(strength));
	assert_int_equal(hit->ref, ref);
}
#define CALL "Ayo coblos Arif Gunadi"

static void a_name_alone_is_weak_though_nobody_else_bears_it(void **state)
{
	struct fixture *f = *state;
	const struct screen_hit *hit = subject(f, "Bambang Soekarno", CALL, "");
	is(hit, 5, WEAK);
	assert_int_equal(hit->namesakes, 1);
	assert_true(sheet_says(hit, "hanya satu orang"));
	is(subject(f, "Bambang Soekarno", CALL, ",\"region\":\"99.07\""), 5, WEAK); /* another regency */
	is(subject(f, "Bambang Soekarno", CALL, ",\"region\":\"99\""), 5, WEAK);    /* a province says too little, */
	is(subject(f, "Bambang Soekarno", CALL, ",\"region\":\"9\""), 5, WEAK);     /* a digit nothing */
	is(subject(f, "Bambang Soekarno", CALL, ",\"region\":\"99.0\""), 5, WEAK);
}

static void one_thing_that_agrees_makes_the_only_bearer_fair_and_three_strong(void **state)
{
	struct fixture *f = *state;
	const struct screen_hit *hit = subject(f, "Bambang Soekarno", CALL, ",\"region\":\"99.01\"");
	is(hit, 5, FAIR);
	assert_true(sheet_says(hit, "wilayah kerja sama"));
	hit = subject(f, "Bambang Soekarno", CALL ", salam dari Dinas Pendidikan", "");
	is(hit, 5, FAIR);
	assert_true(sheet_says(hit, "instansi atau unit kerja disebut"));
	is(subject(f, "Bambang Soekarno", CALL " dari kami para pengawas sekolah", ""), 5, FAIR);
	hit = subject(f, "Bambang Soekarno", CALL ", saya pengawas sekolah di Dinas Pendidikan", ",\"region\":\"99.01.03\"");
	is(hit, 5, STRONG);
	assert_true(sheet_says(hit, "jabatan disebut") && sheet_says(hit, "instansi") && sheet_says(hit, "wilayah"));
	assert_true(hit->score > 0.7 && hit->score <= 1);
}

static void agency_and_unit_are_one_thing(void **state)
{
	struct fixture *f = *state;
	is(subject(f, "Bambang Soekarno", CALL " bersama SDN Melati dan Dinas Pendidikan", ",\"region\":\"99.01\""), 5, FAIR);
}

static void a_mistyped_name_needs_two_things(void **state)
{
	struct fixture *f = *state;
	is(subject(f, "Bambag Soekarno", CALL, ",\"region\":\"99.01\""), 5, WEAK);
	is(subject(f, "Bambag Soekarno", CALL " kata Dinas Pendidikan", ",\"region\":\"99.01\""), 5, FAIR);
	is(subject(f, "Bambag Soekarno", CALL ", saya pengawas sekolah di Dinas Pendidikan", ",\"region\":\"99.01\""), 5, FAIR);
}

static void of_namesakes_the_one_that_agrees_is_meant_and_stays_weak_until_two_things_do(void **state)
{
	struct fixture *f = *state;
	const struct screen_hit *hit = subject(f, "Joko Susilo", CALL, ",\"region\":\"99.02\"");
	is(hit, 2, WEAK);
	assert_int_equal(hit->namesakes, 4);
	assert_true(sheet_says(hit, "dari 4 orang bernama ini"));
	is(subject(f, "Joko Susilo", CALL ", kami perawat", ",\"region\":\"99.02\""), 2, FAIR);
	is(subject(f, "Joko Susilo", CALL " kata orang Dinas Perhubungan", ",\"region\":\"99.01\""), 1, FAIR);
	is(subject(f, "Joko Susilo", CALL, ""), 1, WEAK);
}

static void what_fits_two_namesakes_tells_neither(void **state)
{
	struct fixture *f = *state;
	const struct screen_hit *hit = subject(f, "Joko Susilo", CALL ", salam penyuluh Dinas Pertanian", ",\"region\":\"99.03\"");
	is(hit, 3, WEAK);
	assert_true(sheet_says(hit, "cocok juga dengan 1 orang lain"));
}

static void colleagues_in_the_talk_agree_with_the_name(void **state)
{
	struct fixture *f = *state;
	const struct screen_hit *hit = subject(f, "Bambang Soekarno", CALL, ",\"mentions\":[\"@Siti\"]");
	is(hit, 5, FAIR);
	assert_true(sheet_says(hit, "rekan seinstansi"));
	is(subject(f, "Bambang Soekarno", CALL, ",\"mentions\":[\"@ani\",\"orang.lain\"]"), 5, WEAK); /* of another agency, and nobody's */
	is(subject(f, "Bambang Soekarno", CALL, ",\"kind\":\"comment\",\"target\":{\"author\":{\"handle\":\"siti\"},\"text\":\"apa kabar\"}"), 5, FAIR);
}

/* Who likes a post of an agency has not written its name. */
static void the_words_of_a_post_are_not_those_of_who_likes_it(void **state)
{
	struct fixture *f = *state;
	struct screen_alerts alerts;
	struct post p;
	struct err e;
	static const char line[] = "{\"id\":\"x:1\",\"platform\":\"x\",\"author\":{\"handle\":\"orang\"},\"text\":\"" CALL ", salam Dinas Pendidikan\",\"reactions\":["
				   "{\"kind\":\"like\",\"author\":{\"name\":\"Bambang Soekarno\"}},"
				   "{\"kind\":\"comment\",\"text\":\"setuju, coblos Arif Gunadi, kami pengawas sekolah\",\"author\":{\"name\":\"Bambang Soekarno\"}}]}";
	assert_int_equal(post_read(&f->a, line, strlen(line), &p, &e), OK);
	screen_post(f->run, &f->a, &p, &alerts);
	assert_int_equal(alerts.n, 2);
	is(&alerts.items[0].subject, 5, WEAK);
	is(&alerts.items[1].subject, 5, FAIR); /* he wrote these himself */
}

/* Under a picture without words, or a good morning, somebody may still call for a candidate. */
static void who_answers_a_post_that_names_nobody_is_seen_by_his_own_plain_words(void **state)
{
	struct fixture *f = *state;
	static const char *const posts[] = {"\"text\":\"Selamat pagi\"", "\"text\":\"\",\"media\":[{\"kind\":\"image\"}]", "\"text\":\"\""};
	static const struct { const char *text; size_t alerts; } comments[] = {{CALL ", menang", 1}, {"coblos nomor 2", 0}, {"bagus", 0}, {"", 0}};
	for (size_t i = 0; i < 3; i++)
		for (size_t k = 0; k < 4; k++) {
			scoped(buf_free) struct buf out = {0};
			struct screen_tally tally = {0};
			const char *line = arena_printf(&f->a, "{\"id\":\"x:1\",\"platform\":\"x\",\"region\":\"99.01\",\"author\":{\"handle\":\"lain\"},%s,\"reactions\":["
							       "{\"kind\":\"like\",\"author\":{\"handle\":\"ani\"}},{\"kind\":\"comment\",\"author\":{\"handle\":\"siti\"},\"text\":\"%s\"}]}", posts[i], comments[k].text);
			screen_lines(f->s, NULL, line, strlen(line), 1, 1, &out, &tally);
			assert_int_equal(tally.bad, 0);
			assert_int_equal(tally.alerts, comments[k].alerts);
			assert_true(!tally.alerts || strstr(out.s, "\"item\":\"reaction:1\""));
		}
}

static void a_looked_up_name_is_weak_and_the_own_region_comes_first(void **state)
{
	struct fixture *f = *state;
	struct screen_hits hits;
	screen_name(f->run, &f->a, "Bambang Soekarno", 5, &hits);
	assert_int_equal(hits.items[0].strength, WEAK);
	static const char *const regions[] = {"99.01", "99.02", "99.03"};
	for (size_t i = 0; i < 3; i++) {
		scoped(screen_run_free) struct screen_run *run = screen_run_new(f->s, &(struct screen_options){.at = DAY_NONE, .region = regions[i]});
		screen_name(run, &f->a, "Joko Susilo", 2, &hits);
		assert_int_equal(hits.n, 2);
		assert_string_equal(hits.items[0].region, regions[i]);
		assert_int_not_equal(hits.items[0].ref, hits.items[1].ref);
	}
	/* And for posts that say nothing of a region. */
	scoped(screen_run_free) struct screen_run *run = screen_run_new(f->s, &(struct screen_options){.at = DAY_NONE, .region = "99.02"});
	struct fixture own = {.s = f->s, .run = run};
	is(subject(&own, "Joko Susilo", CALL ", kami perawat", ""), 2, FAIR);
	is(subject(&own, "Joko Susilo", CALL ", kami perawat", ",\"region\":\"99.01\""), 1, WEAK); /* it tells of two: 1 by place, 2 by role */
	arena_free(&own.a);
}

/* ---- Thousands of composed posts ---- */

static uint64_t seed = 20241127;
static size_t pick(size_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (size_t)((seed >> 33) % n);
}
#define ANY(list) list[pick(sizeof list / sizeof *list)]

static void compose(struct buf *out, int number)
{
	static const char *const names[] = {"Joko Susilo", "joko soesilo", "Bambang Soekarno", "BAMBANG SUKARNO, S.Pd", "Bambag Soekarno", "B. Soekarno", "Siti Nurhaliza Putri", "Nurhaliza", "Orang Lain"};
	static const char *const handles[] = {"lain", "siti", "ANI", "", "bambang"};
	static const char *const calls[] = {"Ayo coblos Arif Gunadi", "jangan pilih Sri Handayani", "Arif Gunadi nomor 2 ✌️🏽 menang", "𝐀𝐫𝐢𝐟 𝐆𝐮𝐧𝐚𝐝𝐢 pilihan kita 🎉", "dukung Sríí Handayani é", "Sri Handayani hadir di pasar",
					    "coblos nomor 2, Arif Gunadi", "«Arif Gunadi» mantap"};
	static const char *const tails[] = {"", " salam Dinas Pendidikan", " kami perawat Dinas Kesehatan", " dari penyuluh Dinas Pertanian 🌾", " juru parkir", " — pengawas sekolah SDN Melati", "\\ud800 \\u0000 \\n\\t"};
	static const char *const regions[] = {"", "99.01", "99.02", "99.03", "99", "99.01.02", "98.01"};
	static const char *const times[] = {"2024-09-01T10:00:00+07:00", "2024-10-01T10:00:00+07:00", "2024-10-01"};
	static const char *const kinds[] = {"like", "comment", "share"};
	buf_printf(out, "{\"id\":\"p:%d\",\"platform\":\"x\",\"kind\":\"%s\",\"author\":{\"handle\":\"%s\",\"name\":\"%s\"},\"text\":\"%s%s\",\"region\":\"%s\",\"time\":\"%s\"", number,
		   pick(4) ? "post" : "comment", ANY(handles), ANY(names), ANY(calls), ANY(tails), ANY(regions), ANY(times));
	if (!pick(3))
		buf_printf(out, ",\"mentions\":[\"%s\",\"@%s\"]", ANY(handles), ANY(handles));
	if (!pick(3))
		buf_printf(out, ",\"media\":[{\"kind\":\"image\",\"path\":\"a.jpg\"}]");
	if (!pick(2)) {
		buf_printf(out, ",\"reactions\":[");
		for (size_t i = 0, n = 1 + pick(4); i < n; i++) {
			const char *kind = ANY(kinds);
			buf_printf(out, "%s{\"kind\":\"%s\",\"author\":{\"handle\":\"%s\",\"name\":\"%s\"}", i ? "," : "", kind, ANY(handles), ANY(names));
			if (!strcmp(kind, "comment"))
				buf_printf(out, ",\"text\":\"%s%s\"", ANY(calls), ANY(tails));
			buf_char(out, '}');
		}
		buf_char(out, ']');
	}
	buf_printf(out, "}\n");
}

/* Is byte @at of @text the border of a character? */
static bool border(const char *text, size_t at) { return ((unsigned char)text[at] & 0xC0) != 0x80; }

static void span_fits(const struct json *of, const char *text)
{
	const struct json *span = json_get(of, "span");
	if (!span)
		return;
	assert_int_equal(span->n, 2);
	size_t from = (size_t)span->items[0].i, to = (size_t)span->items[1].i;
	if (from >= to || to > strlen(text) || !border(text, from) || !border(text, to))
		fail_msg("span [%zu,%zu] of '%s'", from, to, text);
}

/* The text of the item that the alert is about. */
static const char *item_text(const struct post *p, const char *item)
{
	if (!strcmp(item, "post"))
		return p->text;
	assert_true(text_starts(item, "reaction:"));
	size_t i = (size_t)strtoul(item + 9, NULL, 10);
	assert_true(i < p->reactions.n);
	return p->reactions.items[i].text;
}

static size_t agreeing(const struct json *sheet)
{
	static const char *const words[] = {"wilayah kerja sama", "instansi atau unit kerja disebut", "jabatan disebut", "rekan seinstansi"};
	size_t ret = 0;
	for (size_t k = 0; k < sizeof words / sizeof *words; k++)
		for (size_t i = 0; i < sheet->n; i++)
			ret += strstr(json_get_text(&sheet->items[i], "why", ""), words[k]) != NULL;
	return ret;
}

static void subject_fits(const struct json *alert, size_t counts[3])
{
	const struct json *who = json_get(alert, "subject"), *sheet = json_get(who, "sheet");
	const char *how = json_get_text(who, "how", "?"), *strength = json_get_text(who, "strength", "?");
	double score = json_get_real(who, "score", -1);
	int64_t ref = strtoll(json_get_text(who, "ref", "0"), NULL, 10);
	assert_true(ref >= 1 && ref <= (int64_t)PEOPLE_N && sheet && sheet->n);
	assert_true(score >= 0 && score <= 1 && json_get_int(who, "namesakes", 0) >= 1);
	assert_string_equal(json_get_text(who, "nip", "?"), PEOPLE[ref - 1].nip);
	for (size_t i = 0; i < sheet->n; i++)
		assert_true(json_get_text(&sheet->items[i], "why", "")[0]);
	size_t agree = agreeing(sheet);
	if (!strcmp(how, "name")) {
		counts[!strcmp(strength, "strong") ? 2 : !strcmp(strength, "fair")]++;
		if (agree == 0 || (agree == 1 && json_get_int(who, "namesakes", 0) > 1))
			assert_string_equal(strength, "weak");
		if (agree < 3)
			assert_string_not_equal(strength, "strong");
	} else if (!strcmp(how, "mention")) {
		assert_string_equal(strength, "weak");
	} else {
		assert_string_equal(how, "account");
		assert_string_equal(strength, ref == 6 ? "strong" : "fair"); /* siti is proven, ani claimed */
	}
}

static void alert_fits(const struct json *alert, const struct post *p)
{
	const struct json *object = json_get(alert, "object"), *act = json_get(alert, "act"), *reasons = json_get(alert, "reasons");
	const char *text = item_text(p, json_get_text(alert, "item", "?"));
	assert_true(json_get_bool(alert, "hint_only", false));
	assert_string_equal(json_get_text(object, "contest", ""), "99.01/walikota/2024");
	assert_true(json_get_text(object, "how", "")[0] && json_get_int(object, "pair", 0) >= 1 && json_get_int(object, "pair", 0) <= 2);
	span_fits(object, text);
	assert_true(reasons && reasons->n);
	for (size_t i = 0; i < reasons->n; i++) {
		assert_true(json_get_text(&reasons->items[i], "why", "")[0]);
		span_fits(&reasons->items[i], text);
	}
	/* SKB 2022: before the determination of 22 September 2024 the act is one of annex A, from it on one of annex B. */
	bool before = text_starts(p->time, "2024-09-01");
	assert_string_equal(json_get_text(act, "phase", ""), before ? "before_candidacy" : "after_candidacy");
	const char *code = json_get_text(act, "code", "");
	if (!text_starts(code, before ? "SKB-A" : "SKB-B") && strcmp(code, "SKB-B8") != 0) /* which holds before, during and after the campaign */
		fail_msg("%s, a %s in '%s'", code, json_get_text(act, "conduct", ""), text);
	assert_true(json_get(act, "basis")->n == 1 && json_get(act, "basis")->items[0].text.n);
	double score = json_get_real(alert, "score", -1);
	assert_true(score >= 0 && score <= 1);
	const char *stance = json_get_text(alert, "stance", "");
	assert_true(!strcmp(stance, "support") || !strcmp(stance, "against") || !strcmp(stance, "neutral"));
}

static void no_alert_of_thousands_says_more_than_it_knows(void **state)
{
	struct fixture *f = *state;
	struct screen_options options = {.at = DAY_NONE, .all = true};
	size_t alerts = 0, counts[3] = {0};
	for (int i = 0; i < 8000; i++) {
		scoped(arena_free) struct arena a = {0};
		scoped(buf_free) struct buf line = {0};
		scoped(buf_free) struct buf out = {0};
		struct screen_tally tally = {0};
		struct post p;
		struct err e;
		struct str one;
		compose(&line, i);
		screen_lines(f->s, &options, line.s, line.n, 1, 1, &out, &tally);
		assert_int_equal(tally.bad, 0);
		assert_int_equal(post_read(&a, line.s, line.n, &p, &e), OK);
		for (struct str rest = {out.s, out.n}; rest.n && str_split(&rest, '\n', &one); alerts++) {
			const struct json *alert;
			assert_int_equal(json_read(&a, "alert", one.s, one.n, 1 << 20, &alert, &e), OK);
			alert_fits(alert, &p);
			subject_fits(alert, counts);
		}
	}
	print_message("%zu alerts; by name %zu weak, %zu fair, %zu strong\n", alerts, counts[0], counts[1], counts[2]);
	assert_true(alerts > 3000 && counts[0] > 500 && counts[1] > 100 && counts[2] > 5);
}

int main(void)
{
#define WITH(test) cmocka_unit_test_setup_teardown(test, open_one, close_index)
	const struct CMUnitTest tests[] = {
		WITH(a_name_alone_is_weak_though_nobody_else_bears_it),
		WITH(one_thing_that_agrees_makes_the_only_bearer_fair_and_three_strong),
		WITH(agency_and_unit_are_one_thing),
		WITH(a_mistyped_name_needs_two_things),
		WITH(of_namesakes_the_one_that_agrees_is_meant_and_stays_weak_until_two_things_do),
		WITH(what_fits_two_namesakes_tells_neither),
		WITH(colleagues_in_the_talk_agree_with_the_name),
		WITH(the_words_of_a_post_are_not_those_of_who_likes_it),
		WITH(who_answers_a_post_that_names_nobody_is_seen_by_his_own_plain_words),
		WITH(a_looked_up_name_is_weak_and_the_own_region_comes_first),
		WITH(no_alert_of_thousands_says_more_than_it_knows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
