/* alike_test.c -- links, texts and pictures that tell of one thing, against plain comparison of all with all. */
#include "core/alike/alike.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static void one_address_stands_for_all_of_a_page(void **state)
{
	(void)state;
	struct arena a = {0};
	static const char *const same[][2] = {
		{"https://www.facebook.com/groups/12/posts/34/?mibextid=xyz&fbclid=abc", "facebook.com/groups/12/posts/34"},
		{"http://m.facebook.com/groups/12/posts/34#komentar", "facebook.com/groups/12/posts/34"},
		{"  HTTPS://WEB.Facebook.com/story.php?story_fbid=77&id=9&_rdr ", "facebook.com/story.php?story_fbid=77&id=9"},
		{"https://twitter.com/contoh/status/1?s=20&t=Ab", "x.com/contoh/status/1"},
		{"x.com/contoh/status/1", "x.com/contoh/status/1"},
		{"https://youtu.be/dQw4?si=xx", "youtube.com/watch?v=dQw4"},
		{"https://m.youtube.com/watch?v=dQw4&feature=share&t=42", "youtube.com/watch?v=dQw4"},
		{"https://www.instagram.com/p/ABC/?utm_source=ig_web_copy_link&igsh=1", "instagram.com/p/ABC"},
		{"https://berita.example:8443/2024/10/02/a?s=asn", "berita.example/2024/10/02/a?s=asn"},
		{"https://www.m.contoh.example/x/", "contoh.example/x"},
	};
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		assert_string_equal(alike_link(&a, same[i][0]), same[i][1]);
	static const char *const none[] = {"", "https://www.facebook.com/", "facebook.com", "kata saja", "lihat di balai kota", "https:///x", "http://"};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_null(alike_link(&a, none[i]));
	arena_free(&a);
}

static void addresses_are_found_in_what_was_written(void **state)
{
	(void)state;
	struct arena a = {0};
	size_t at = 0;
	const char *text = "Lihat (https://contoh.example/a), lalu http httpx https://contoh.example/b.";
	assert_string_equal(alike_link_in(&a, text, &at), "https://contoh.example/a");
	assert_string_equal(alike_link_in(&a, text, &at), "https://contoh.example/b");
	assert_null(alike_link_in(&a, text, &at));
	arena_free(&a);
}

#define REPORT                                                                                     \
	"Pada hari Minggu kemarin saya melihat sembilan pegawai kelurahan berfoto bersama calon wali kota di balai " \
	"dengan mengacungkan dua jari dan foto itu lalu disebarkan di grup warga oleh lurah sendiri"

static void copies_with_small_changes_are_alike(void **state)
{
	(void)state;
	struct alike_sketch a, b;
	static const char *const copies[] = {
		"pada hari minggu kemarin SAYA melihat sembilan pegawai kelurahan berfoto bersama calon wali kota, di balai, "
		"dengan mengacungkan dua jari; dan foto itu lalu disebarkan di grup warga oleh lurah sendiri!!!",
		"Assalamualaikum. " REPORT,
		REPORT " Mohon ditindaklanjuti.",
	};
	assert_true(alike_sketch_of(REPORT, &a));
	for (size_t i = 0; i < sizeof copies / sizeof *copies; i++) {
		int common = 0;
		assert_true(alike_texts(REPORT, copies[i]) >= 800);
		assert_true(alike_sketch_of(copies[i], &b));
		for (size_t k = 0; k < ALIKE_BANDS; k++)
			common += a.bands[k] == b.bands[k];
		assert_true(common > 0);
	}
	/* 31 words: 29 runs. One word more at the end: 30, of which 29 are common: 966. */
	assert_int_equal(alike_texts(REPORT, REPORT " segera"), 966);
	assert_int_equal(alike_texts(REPORT, REPORT), 1000);
}

static void other_texts_are_not(void **state)
{
	(void)state;
	struct alike_sketch s;
	assert_true(alike_texts(REPORT, "Saya melihat kepala dinas membagikan kaus bergambar calon di pasar pagi tadi, ada sembilan "
					"pegawai yang ikut dan mereka berfoto bersama di depan kios") < 100);
	assert_int_equal(alike_texts(REPORT, ""), 0);
	assert_int_equal(alike_texts("", ""), 0);
	assert_false(alike_sketch_of("tolong ditindak pak lurah itu", &s)); /* half the city writes this */
	assert_true(alike_sketch_of("satu dua tiga empat lima enam tujuh delapan", &s));
}

/* Of texts that share a good part of their runs, the sketches meet; of others, hardly ever. */
static void sketches_meet_as_often_as_they_should(void **state)
{
	(void)state;
	unsigned seed = 5;
	int met = 0, met_wrongly = 0;
	enum { TRIES = 300, WORDS = 40 };
	for (int i = 0; i < TRIES; i++) {
		char text[3][WORDS * 12] = {"", "", ""};
		struct alike_sketch s[3];
		for (int w = 0; w < WORDS; w++) {
			int word[2];
			for (int k = 0; k < 2; k++) {
				seed = seed * 1664525u + 1013904223u;
				word[k] = (int)(seed >> 8) % 9000;
			}
			for (int k = 0; k < 3; k++) /* the second differs from the first in two words: 32 of 44 runs common */
				sprintf(text[k] + strlen(text[k]), "kata%d ", k == 2 || (k == 1 && w % 20 == 10) ? word[1] + 9000 : word[0]);
		}
		for (int k = 0; k < 3; k++)
			assert_true(alike_sketch_of(text[k], &s[k]));
		bool same = false, wrong = false;
		for (size_t k = 0; k < ALIKE_BANDS; k++) {
			same |= s[0].bands[k] == s[1].bands[k];
			wrong |= s[0].bands[k] == s[2].bands[k];
		}
		met += same;
		met_wrongly += wrong;
	}
	print_message("%d of %d met, %d wrongly\n", met, TRIES, met_wrongly);
	assert_true(met >= TRIES * 9 / 10);
	assert_int_equal(met_wrongly, 0);
}

static uint64_t state_of_random = 1;
static uint64_t random_word(void)
{
	state_of_random ^= state_of_random << 13;
	state_of_random ^= state_of_random >> 7;
	return state_of_random ^= state_of_random << 17;
}

static struct pdq random_pdq(void)
{
	struct pdq h;
	for (int i = 0; i < 4; i++)
		h.words[i] = random_word();
	return h;
}

static struct pdq changed(struct pdq h, int bits)
{
	bool done[256] = {false};
	while (bits > 0) {
		unsigned k = (unsigned)(random_word() >> 20) % 256;
		if (done[k])
			continue;
		done[k] = true;
		h.words[k / 64] ^= UINT64_C(1) << k % 64;
		bits--;
	}
	return h;
}

/* Every hash that is near is found, whichever bits differ and whichever form it is: against looking at all. */
static void the_index_finds_what_looking_at_all_finds(void **state)
{
	(void)state;
	enum { N = 3000 };
	static struct pdq all[N];
	struct alike_index *ix = alike_index_new(ALIKE_PICTURES);
	struct alike_picture hits[64];
	struct pdq_seen none = {.quality = 0};
	assert_int_equal(alike_pictures_near(ix, &none, hits, 64), 0);
	for (int i = 0; i < N; i++) {
		all[i] = i % 10 ? random_pdq() : changed(all[i ? i - 1 : 0], 1 + (int)(random_word() >> 30 & 0xffff) % 44);
		assert_true(alike_picture_add(ix, all[i]));
		assert_false(alike_picture_add(ix, all[i]));
	}
	assert_int_equal(alike_index_n(ix), N);
	for (int i = 0; i < 1000; i++) {
		struct pdq_seen seen;
		for (int f = 0; f < PDQ_FORMS; f++)
			seen.forms[f] = random_pdq();
		int form = i % PDQ_FORMS, bits = i % 36;
		struct pdq of = all[random_word() % N];
		seen.forms[form] = changed(of, bits);
		size_t n = alike_pictures_near(ix, &seen, hits, 64), expected = 0;
		for (int k = 0; k < N; k++)
			expected += pdq_nearest(&seen, all[k], NULL) <= PDQ_SAME;
		assert_int_equal(n, expected);
		assert_true(bits > PDQ_SAME || n > 0);
		for (size_t k = 0; k < n; k++)
			assert_int_equal(hits[k].distance, pdq_nearest(&seen, hits[k].pdq, NULL));
	}
	alike_index_end(ix);
}

static void texts_are_found_by_their_sketch(void **state)
{
	(void)state;
	struct alike_index *ix = alike_index_new(ALIKE_TEXTS);
	struct alike_sketch s, near[8];
	char text[200];
	for (int i = 0; i < 2000; i++) {
		snprintf(text, sizeof text, "laporan%d tentang kejadian%d di tempat%d oleh orang%d pada hari%d lalu%d dan%d", i, i, i, i, i, i, i);
		assert_true(alike_sketch_of(text, &s));
		assert_true(alike_text_add(ix, &s));
	}
	for (int i = 0; i < 2000; i += 50) {
		snprintf(text, sizeof text, "laporan%d tentang kejadian%d di tempat%d oleh orang%d pada hari%d lalu%d dan%d ya", i, i, i, i, i, i, i);
		assert_true(alike_sketch_of(text, &s));
		size_t n = alike_texts_near(ix, &s, near, 8);
		assert_true(n <= 1); /* and nearly always one: 11 of 12 runs are common */
	}
	assert_true(alike_sketch_of(REPORT, &s));
	assert_int_equal(alike_texts_near(ix, &s, near, 8), 0);
	alike_index_end(ix);
}

/* The promise: quick with 300,000 pictures. Sanitizers make it ten times slower than `make bench` says. */
static void three_hundred_thousand_pictures_are_quick(void **state)
{
	(void)state;
	enum { N = 300000, ASKED = 300 };
	struct alike_index *ix = alike_index_new(ALIKE_PICTURES);
	struct alike_picture hits[64];
	struct pdq some = {{0}};
	struct timespec from, to;
	for (int i = 0; i < N; i++) {
		struct pdq h = random_pdq();
		alike_picture_add(ix, h);
		if (i == N / 2)
			some = h;
	}
	clock_gettime(CLOCK_MONOTONIC, &from);
	for (int i = 0; i < ASKED; i++) {
		struct pdq_seen seen;
		for (int f = 0; f < PDQ_FORMS; f++)
			seen.forms[f] = random_pdq();
		seen.forms[PDQ_FLIP_X] = changed(some, PDQ_SAME);
		assert_int_equal(alike_pictures_near(ix, &seen, hits, 64), 1);
		assert_int_equal(hits[0].form, PDQ_FLIP_X);
	}
	clock_gettime(CLOCK_MONOTONIC, &to);
	double us = (1e6 * (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e3) / ASKED;
	print_message("one picture among 300,000, all eight forms: %.0f us, %zu MB of memory\n", us, alike_index_bytes(ix) >> 20);
#ifdef __SANITIZE_ADDRESS__
	assert_true(us < 500000);
#else
	assert_true(us < 20000);
#endif
	assert_true(alike_index_bytes(ix) < (size_t)64 << 20);
	alike_index_end(ix);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_address_stands_for_all_of_a_page),
		cmocka_unit_test(addresses_are_found_in_what_was_written),
		cmocka_unit_test(copies_with_small_changes_are_alike),
		cmocka_unit_test(other_texts_are_not),
		cmocka_unit_test(sketches_meet_as_often_as_they_should),
		cmocka_unit_test(the_index_finds_what_looking_at_all_finds),
		cmocka_unit_test(texts_are_found_by_their_sketch),
		cmocka_unit_test(three_hundred_thousand_pictures_are_quick),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
