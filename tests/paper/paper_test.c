/* paper_test.c -- papers are read back with the tools a stranger would use: pdftotext, pdftoppm, zbarimg. */
#include "paper/paper.h"

#include "base/id.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define MADE  ((struct instant){INT64_C(1730694720000000)}) /* 4 November 2024, 11.32 WIB */
#define CHECK "https://netra.example/periksa/K7QX2MFA9PRB4TWC"

/* The summons of the mock-up (design/look/surat.html): nobody in it is a real person. */
static const char summons[] = "perihal: Undangan klarifikasi\n"
			      "sifat: Terbatas\n"
			      "---\n"
			      "Dengan hormat,\n\n"
			      "Kami menangani temuan nomor {{nomor_perkara}} tentang {{peristiwa}}. Ini "
			      "masih dugaan; belum ada putusan.\n\n"
			      "| Hari | {{hari}} |\n"
			      "| Pukul | {{pukul}} |\n"
			      "| Tempat | {{tempat}} |\n\n"
			      "Saudari boleh:\n\n"
			      "1. didampingi;\n"
			      "2. menjawab **secara tertulis**.\n\n"
			      "## Dasar\n\n"
			      "UU Nomor 1 Tahun 2015 Pasal 134.\n";

static const struct paper_field facts[] = {
	{.name = "nomor_perkara", .value = "004/REG/TM/PW/Kota/99.01/XI/2024"},
	{.name = "peristiwa", .value = "dugaan foto bersama pasangan calon"},
	{.name = "hari", .value = "Rabu, 6 November 2024"},
	{.name = "pukul", .value = "10.00 WIB"},
	{.name = "tempat", .value = "Kantor pengawas, ruang 2"},
};
#define N_FACTS (sizeof facts / sizeof *facts)

static const struct paper_row head[] = {
	{"Nomor", "118/PP.00.00/K.99.01/11/2024", false},
	{"Sifat", "Terbatas", false},
	{"Lampiran", NULL, false},
	{"Perihal", "Undangan klarifikasi", true},
};

static struct paper_letter letter_of(const char *markdown)
{
	return (struct paper_letter){
		.office = "Pengawas Pemilihan Kota Tirtamulya",
		.address = "Jalan Beringin 17, Kota Tirtamulya 99001 · telepon (0999) 000 117",
		.contact = "kantor@tirtamulya.example",
		.drill = true,
		.title = "Undangan klarifikasi",
		.head = head,
		.n_head = 4,
		.place_date = "Kota Tirtamulya, 4 November 2024",
		.recipient = "Yth. Saudari Ratna Wulandasih\nLurah Randusari\ndi Kota Tirtamulya",
		.markdown = markdown,
		.sign_title = "Ketua,",
		.sign_name = "Wahyuning Pratiwangi",
		.check_url = CHECK,
		.foot = "118/PP.00.00/K.99.01/11/2024 · perkara 004 · sha256 b6e291f4…77e04d1c",
		.made = MADE,
	};
}

#define ok(call)                                                                                             \
	do {                                                                                                 \
		struct err e = {0};                                                                          \
		if ((call) != OK)                                                                            \
			fail_msg("%s: %s: %s", #call, e.where, e.why);                                       \
	} while (0)

static const char *filled(struct arena *a, const char *template, const struct paper_field *f, size_t n,
			  int missing)
{
	struct paper_template t;
	struct paper_filled got;
	ok(paper_template_read(a, template, strlen(template), &t, &e));
	ok(paper_fill(a, t.body, f, n, &got, &e));
	assert_int_equal(got.missing, missing);
	return got.text;
}

static struct str pdf_of(struct arena *a, const char *markdown)
{
	struct paper_letter l = letter_of(markdown);
	struct str pdf;
	ok(paper_pdf(a, &l, &pdf, &e));
	return pdf;
}

/* Runs @command with the PDF as $f; its output. */
static char *read_with(struct arena *a, struct str pdf, const char *command)
{
	char name[] = "/tmp/netra-paper-XXXXXX";
	int fd = mkstemp(name);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, pdf.s, pdf.n), (ssize_t)pdf.n);
	close(fd);
	FILE *f = popen(arena_printf(a, "f=%s; %s", name, command), "r");
	assert_non_null(f);
	char *out = arena_alloc(a, 1 << 20);
	size_t n = fread(out, 1, (1 << 20) - 1, f);
	out[n] = '\0';
	assert_int_equal(pclose(f), 0);
	unlink(name);
	return out;
}

static char *words(struct arena *a, struct str pdf)
{
	return read_with(a, pdf, "pdftotext -layout $f -");
}

/* Each of @expected stands in @text, in this order. */
static void in_order(const char *text, const char *const *expected)
{
	const char *at = text;
	for (; *expected; expected++) {
		const char *found = strstr(at, *expected);
		if (!found)
			fail_msg("'%s' is missing or out of order in:\n%s", *expected, text);
		at = found;
	}
}

static void a_letter_reads_from_letterhead_to_signature(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	struct str pdf = pdf_of(&a, filled(&a, summons, facts, N_FACTS, 0));
	in_order(words(&a, pdf), (const char *const[]){"DATA LATIHAN",
						       "Pengawas Pemilihan Kota Tirtamulya",
						       "Jalan Beringin 17",
						       "kantor@tirtamulya.example",
						       "Nomor",
						       "118/PP.00.00/K.99.01/11/2024",
						       "Sifat",
						       "Terbatas",
						       "Perihal",
						       "Undangan klarifikasi",
						       "Kota Tirtamulya, 4 November 2024",
						       "Yth. Saudari Ratna Wulandasih",
						       "Lurah Randusari",
						       "Dengan hormat,",
						       "004/REG/TM/PW/Kota/99.01/XI/2024",
						       "Hari",
						       "Rabu, 6 November 2024",
						       "Pukul",
						       "10.00 WIB",
						       "1.",
						       "didampingi",
						       "2.",
						       "secara tertulis",
						       "Dasar",
						       "Pasal 134",
						       "Ketua,",
						       "Wahyuning Pratiwangi",
						       "Periksa keaslian",
						       CHECK,
						       "perkara 004",
						       "b6e291f4",
						       "lembar 1 dari 1",
						       NULL});
	assert_null(strstr(words(&a, pdf), "Lampiran")); /* a row without a fact is left out */
	assert_true(pdf.n < 60 * 1024);
}

static void the_qr_of_a_letter_names_its_check_page(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	struct str pdf = pdf_of(&a, filled(&a, summons, facts, N_FACTS, 0));
	char *read = read_with(
		&a, pdf,
		"pdftoppm -r 110 -png -singlefile $f $f.p && zbarimg -q --raw $f.p.png; rm -f $f.p.png");
	assert_string_equal(read, CHECK "\n");
}

/* A table of @rows days and a QR, meant for one sheet. */
static struct str annex_of(struct arena *a, int rows, bool one_sheet)
{
	scoped(buf_free) struct buf b = {0};
	buf_text(&b, "| Hari | Hitungan | Sebab |\n|---|---|---|\n");
	for (int i = 1; i <= rows; i++)
		buf_printf(&b, "| hari %d | tidak dihitung | hari libur yang diumumkan |\n", i);
	struct paper_letter l = letter_of(buf_arena(a, &b));
	l.one_sheet = one_sheet;
	struct str pdf;
	ok(paper_pdf(a, &l, &pdf, &e));
	return pdf;
}

static void a_paper_for_one_sheet_is_set_smaller_until_it_fits(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	struct str pdf = annex_of(&a, 30, true);
	assert_non_null(strstr(read_with(&a, pdf, "pdfinfo $f | tr -s ' '"), "Pages: 1\n"));
	assert_non_null(strstr(read_with(&a, pdf, "pdfinfo $f"), "A4"));
	in_order(words(&a, pdf), (const char *const[]){"hari 1", "hari 30", "lembar 1 dari 1", NULL});
	char *read = read_with(&a, pdf, "pdftoppm -r 110 -png -singlefile $f $f.p && zbarimg -q --raw $f.p.png; rm -f $f.p.png");
	assert_string_equal(read, CHECK "\n"); /* a telephone still reads it */
	assert_null(strstr(read_with(&a, annex_of(&a, 30, false), "pdfinfo $f | tr -s ' '"), "Pages: 1\n"));
}

/* Nobody reads six-point print: then it takes several sheets, in full size. */
static void a_paper_too_long_for_one_sheet_keeps_its_size(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	static const int rows[] = {80, 200}; /* three sheets: smaller ones were tried; more: they were not */
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str one = annex_of(&a, rows[i], true), any = annex_of(&a, rows[i], false);
		assert_true(hash_eq(hash_of(one.s, one.n), hash_of(any.s, any.n)));
	}
}

static void the_same_letter_has_the_same_bytes(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	const char *text = filled(&a, summons, facts, N_FACTS, 0);
	struct str one = pdf_of(&a, text), two = pdf_of(&a, text);
	assert_true(hash_eq(hash_of(one.s, one.n), hash_of(two.s, two.n)));
	char *info = read_with(&a, one, "TZ=UTC pdfinfo -isodates $f");
	assert_non_null(strstr(info, "CreationDate:    2024-11-04T04:32:00Z"));
	assert_non_null(strstr(read_with(&a, one, "pdfinfo -struct $f"), "H2"));
}

static void a_missing_fact_is_marked_in_red_and_counted(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	struct paper_field some[N_FACTS];
	memcpy(some, facts, sizeof facts);
	some[2].value = "  "; /* blank is missing too */
	const char *text = filled(&a, summons, some, N_FACTS - 1, 2);
	struct str pdf = pdf_of(&a, text);
	in_order(words(&a, pdf),
		 (const char *const[]){"Hari", "[belum ada: hari]", "[belum ada: tempat]", NULL});
	/* Red ink on the sheet: pixels with much more red than green and blue. */
	char *red = read_with(
		&a, pdf,
		"pdftoppm -r 60 -singlefile $f $f.p && tail -c +16 $f.p.ppm | od -An -v -tu1 -w3 |"
		" awk '$1 > 150 && $2 < 80 && $3 < 90 { n++ } END { print n + 0 }'; rm -f $f.p.ppm");
	assert_true(atoi(red) > 20);
}

/* What a citizen typed must stay text: no heading, no table cell, no link, no HTML, no turned writing. */
static void hostile_text_in_a_field_stays_text(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	const char *hostile =
		"# Judul\n\n- butir | sel\n    kode\n> kutip <script>alert(1)</script> &amp; **tebal** "
		"[tautan](http://jahat.example) `x` ![](figure:0) {{nomor_perkara}} \xE2\x80\xAEterbalik 1. "
		"a\n---\n| x | y |";
	struct paper_field f[] = {{.name = "isi", .value = hostile}};
	const char *text = filled(&a, "Isi: {{isi}}\n\n| Kata | {{isi}} |\n", f, 1, 0);
	char *got = words(&a, pdf_of(&a, text));
	in_order(got, (const char *const[]){"Isi: # Judul", "- butir | sel", "kode",
					    "> kutip <script>alert(1)</script> &amp;", "**tebal**",
					    "](http://jahat.example)", "![](figure:0)", "{{nomor_perkara}}",
					    "terbalik", "---", "Kata", "# Judul; - butir | sel",
					    "---; | x | y |", NULL});
	assert_null(strstr(text, "\xE2\x80\xAE"));
}

static void every_punctuation_mark_survives_the_paper(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	const char marks[] = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
	struct paper_field f[] = {{.name = "isi", .value = marks}};
	char *got = words(&a, pdf_of(&a, filled(&a, "x{{isi}}y\n", f, 1, 0)));
	assert_non_null(strstr(got, "x!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~y"));
}

static void a_long_paper_numbers_its_sheets_and_repeats_its_foot(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	scoped(buf_free) struct buf b = {0};
	for (int i = 1; i <= 120; i++)
		buf_printf(&b, "Paragraf nomor %d, cukup panjang untuk satu baris di atas kertas.\n\n", i);
	char *got = words(&a, pdf_of(&a, b.s));
	in_order(got, (const char *const[]){"Paragraf nomor 1,", "perkara 004", "lembar 1 dari",
					    "Paragraf nomor 60,", "Paragraf nomor 120,", "Ketua,",
					    "perkara 004", "lembar", NULL});
	const char *last = strstr(got, "lembar 1 dari ");
	int sheets = atoi(last + strlen("lembar 1 dari "));
	assert_true(sheets >= 3);
	assert_non_null(strstr(got, arena_printf(&a, "lembar %d dari %d", sheets, sheets)));
}

static void a_ruled_table_keeps_its_cells_in_rows(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	char *got = words(&a, pdf_of(&a, "| Nama | Golongan | Jalur |\n|---|---|---|\n| Ratna W | PNS | BKN "
					 "|\n| Tarno | THL | OPD |\n"));
	in_order(got, (const char *const[]){"Nama", "Golongan", "Jalur", "Ratna W", "PNS", "BKN", "Tarno",
					    "THL", "OPD", NULL});
}

static void a_line_break_does_not_end_a_row(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	assert_string_equal(paper_escape_cell(&a, "satu\n\n| dua"), "satu; \\| dua");
	const char *table = arena_printf(&a, "| Perihal | %s |\n| Nama | Ratna |\n", paper_escape_cell(&a, "satu\n# dua\n| tiga"));
	in_order(words(&a, pdf_of(&a, table)), (const char *const[]){"Perihal", "satu; # dua; | tiga", "Nama", NULL});
}

/* An office may put what a citizen wrote into a table. */
static void a_cell_longer_than_a_sheet_runs_on_and_nothing_of_it_is_lost(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	scoped(buf_free) struct buf b = {0};
	buf_text(&b, "| Nama | Ratna |\n| Uraian |");
	for (int i = 0; i < 1500; i++)
		buf_printf(&b, " kata%d", i);
	buf_text(&b, " |\n| Sesudah | baris terakhir |\n");
	const char *text = words(&a, pdf_of(&a, b.s));
	in_order(text, (const char *const[]){"Nama", "Uraian", "kata0", "lembar 1 dari", "lembar 2 dari", "kata1499", "Sesudah", "baris terakhir", NULL});
	for (int i = 0; i < 1500; i++)
		if (!strstr(text, arena_printf(&a, "kata%d", i)))
			fail_msg("kata%d is not on the paper", i);
	buf_clear(&b);
	buf_text(&b, "| Satu | Dua |\n|---|---|\n|");
	for (int i = 0; i < 2000; i++)
		buf_printf(&b, " kiri%d", i);
	buf_text(&b, " |");
	for (int i = 0; i < 2000; i++)
		buf_printf(&b, " kanan%d", i);
	buf_text(&b, " |\n| tiga | empat |\n");
	in_order(words(&a, pdf_of(&a, b.s)), (const char *const[]){"Satu", "kiri0", "kiri1999", "kanan1999", "tiga", NULL});
}

static void ten_thousand_rows_are_refused_before_they_are_all_drawn(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	scoped(buf_free) struct buf b = {0};
	buf_text(&b, "| No | Nama |\n|---|---|\n");
	for (int i = 0; i < 10000; i++)
		buf_printf(&b, "| %d | Ratna |\n", i);
	struct paper_letter l = letter_of(b.s);
	struct str pdf;
	struct err e = {0};
	assert_int_equal(paper_pdf(&a, &l, &pdf, &e), TOO_LARGE);
	assert_non_null(strstr(e.why, "200 sheets"));
}

static void too_much_text_is_refused(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	char *big = arena_alloc(&a, 300 * 1024);
	memset(big, 'x', 300 * 1024 - 1);
	struct paper_letter l = letter_of(big);
	struct str pdf;
	struct err e;
	assert_int_equal(paper_pdf(&a, &l, &pdf, &e), TOO_LARGE);
	scoped(buf_free) struct buf b = {0};
	for (int i = 0; i < 60000; i++)
		buf_text(&b, "a\n\n");
	l.markdown = b.s;
	assert_int_equal(paper_pdf(&a, &l, &pdf, &e), TOO_LARGE);
}

static void a_placeholder_without_end_is_refused(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	struct paper_filled got;
	struct err e;
	assert_int_equal(paper_fill(&a, "Nama: {{nama", NULL, 0, &got, &e), INVALID);
	struct paper_template t;
	assert_int_equal(paper_template_read(&a, "perihal\n---\nisi", 15, &t, &e), INVALID);
	assert_string_equal(e.why, "line 1 of the template: expected 'key: value'");
}

static void a_missing_fact_may_have_a_label(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	struct paper_field f[] = {{.name = "nip", .label = "nomor pegawai"},
				  {.name = "jam", .value = "10.00"}};
	struct paper_filled got;
	ok(paper_fill_line(&a, "{{nip}} {{nip: NIP-nya}} {{jam: pukul}} {{tanpa_nama}}", f, 2, &got, &e));
	assert_string_equal(got.text,
			    "[belum ada: nomor pegawai] [belum ada: NIP-nya] 10.00 [belum ada: tanpa nama]");
	assert_int_equal(got.missing, 3);
}

static void a_template_has_a_front_part(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	struct paper_template t;
	ok(paper_template_read(&a, summons, sizeof summons - 1, &t, &e));
	assert_string_equal(paper_front(&t, "perihal", ""), "Undangan klarifikasi");
	assert_string_equal(paper_front(&t, "kepada", "-"), "-");
	assert_memory_equal(t.body, "Dengan hormat", 13);
}

/* 50 letters in five threads at once: each thread has its own fonts, and each letter the same bytes. */
static void *ten_letters(void *want)
{
	for (int i = 0; i < 10; i++) {
		scoped(arena_free) struct arena a = {0};
		struct paper_letter l = letter_of("Satu *dua* **tiga** `empat`.");
		struct str pdf;
		struct err e;
		if (paper_pdf(&a, &l, &pdf, &e) != OK ||
		    !hash_eq(hash_of(pdf.s, pdf.n), *(struct hash *)want))
			return want;
	}
	return NULL;
}

static void fifty_letters_in_threads_are_all_alike(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	struct str pdf = pdf_of(&a, "Satu *dua* **tiga** `empat`.");
	struct hash want = hash_of(pdf.s, pdf.n);
	pthread_t threads[5];
	for (int i = 0; i < 5; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, ten_letters, &want), 0);
	for (int i = 0; i < 5; i++) {
		void *bad;
		pthread_join(threads[i], &bad);
		assert_null(bad);
	}
}

static void a_chart_is_the_same_on_page_and_paper(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	struct bar bars[] = {{"Laporan", NULL, 1684}, {"Temuan <b>", NULL, 12}, {"Ditutup", "—", 0}};
	struct drawing d = paper_bars(&a, "Laporan lebih banyak daripada temuan", bars, 3, 0);
	scoped(buf_free) struct buf svg = {0};
	drawing_svg(&svg, &d);
	in_order(svg.s,
		 (const char *const[]){"role=\"img\"", "<title>Laporan lebih banyak daripada temuan</title>",
				       "Laporan</text>", "1.684</text>", "Temuan &lt;b&gt;", NULL});
	assert_null(strstr(svg.s, "style="));
	struct paper_letter l = letter_of("Lihat:\n\n![bagan](figure:0)\n");
	l.figures = (const struct drawing *const[]){&d};
	l.n_figures = 1;
	struct str pdf;
	ok(paper_pdf(&a, &l, &pdf, &e));
	in_order(words(&a, pdf), (const char *const[]){"Lihat:", "Laporan", "1.684", "Temuan <b>", NULL});
}

/* Registered on Monday 4 November 2024; 3 calendar days: 5, 6, 7 (regulation.md R1, R2). */
static void a_month_strip_shows_the_count(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	struct day start = day_of(2024, 11, 4);
	struct strip_day days[] = {
		{day_add(start, 1), true, 1}, {day_add(start, 2), true, 2}, {day_add(start, 3), true, 3}};
	struct drawing d = paper_strip(&a, "Tiga hari", days, 3, start, day_add(start, 3), day_add(start, 1));
	scoped(buf_free) struct buf svg = {0};
	drawing_svg(&svg, &d);
	in_order(svg.s, (const char *const[]){"Sen</text>", "Min</text>", ">4</text>", ">mulai</text>",
					      ">5</text>", ">1</text>", ">7</text>", ">3</text>", NULL});
	assert_true(d.height < 60); /* one week */
}

static void sparkline_and_funnel_survive_empty_and_equal_values(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	double same[] = {0, 0, 0}, one[] = {4};
	scoped(buf_free) struct buf svg = {0};
	struct drawing all[] = {paper_sparkline(&a, "a", NULL, 0), paper_sparkline(&a, "b", same, 3),
				paper_sparkline(&a, "c", one, 1), paper_funnel(&a, "d", NULL, 0),
				paper_bars(&a, "e", NULL, 0, 0)};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		drawing_svg(&svg, &all[i]);
	assert_null(strstr(svg.s, "nan"));
	assert_null(strstr(svg.s, "inf"));
}

static void a_qr_on_a_page_is_svg_without_style(void **state)
{
	(void)state;
	scoped(buf_free) struct buf svg = {0};
	ok(paper_qr_svg(&svg, CHECK, "Kode \"QR\"", &e));
	assert_memory_equal(svg.s, "<svg class=\"qr\"", 15);
	assert_non_null(strstr(svg.s, "Kode &quot;QR&quot;"));
	assert_null(strstr(svg.s, "style="));
	char *big = malloc(4000);
	memset(big, 'x', 3999);
	big[3999] = '\0';
	struct err e;
	assert_int_equal(paper_qr_svg(&svg, big, "x", &e), TOO_LARGE);
	free(big);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_letter_reads_from_letterhead_to_signature),
		cmocka_unit_test(the_qr_of_a_letter_names_its_check_page),
		cmocka_unit_test(the_same_letter_has_the_same_bytes),
		cmocka_unit_test(a_paper_for_one_sheet_is_set_smaller_until_it_fits),
		cmocka_unit_test(a_paper_too_long_for_one_sheet_keeps_its_size),
		cmocka_unit_test(a_missing_fact_is_marked_in_red_and_counted),
		cmocka_unit_test(hostile_text_in_a_field_stays_text),
		cmocka_unit_test(every_punctuation_mark_survives_the_paper),
		cmocka_unit_test(a_long_paper_numbers_its_sheets_and_repeats_its_foot),
		cmocka_unit_test(a_ruled_table_keeps_its_cells_in_rows),
		cmocka_unit_test(a_line_break_does_not_end_a_row),
		cmocka_unit_test(a_cell_longer_than_a_sheet_runs_on_and_nothing_of_it_is_lost),
		cmocka_unit_test(ten_thousand_rows_are_refused_before_they_are_all_drawn),
		cmocka_unit_test(too_much_text_is_refused),
		cmocka_unit_test(a_placeholder_without_end_is_refused),
		cmocka_unit_test(a_missing_fact_may_have_a_label),
		cmocka_unit_test(a_template_has_a_front_part),
		cmocka_unit_test(fifty_letters_in_threads_are_all_alike),
		cmocka_unit_test(a_chart_is_the_same_on_page_and_paper),
		cmocka_unit_test(a_month_strip_shows_the_count),
		cmocka_unit_test(sparkline_and_funnel_survive_empty_and_equal_values),
		cmocka_unit_test(a_qr_on_a_page_is_svg_without_style),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
