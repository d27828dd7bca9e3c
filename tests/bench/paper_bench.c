/* paper_bench.c -- how long a letter takes and how large it is, and all papers of a file of nine persons in one PDF. What is
 * timed is the processor's time of this thread, so that a busy machine does not make a letter look slow.
 *
 * The file of nine is the one of the tests (tests/desk/casework.h), walked through the desks to the hand-overs; the bundle is
 * read from its store each time, as the server does it.
 */
#include "desk/casework.h"

#include "desk/docket/letters.h"
#include "paper/paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS  200
#define BUNDLES 15

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static int letters_time(void)
{
	static const char body[] = "Dengan hormat,\n\nKami menangani temuan nomor "
				   "004/REG/TM/PW/Kota/99.01/XI/2024 tentang dugaan foto bersama "
				   "pasangan calon di gedung serbaguna Kelurahan Randusari pada Jumat, 1 "
				   "November 2024. Nama Saudari disebut sebagai "
				   "terlapor. Ini masih dugaan; belum ada putusan. Untuk mendengar "
				   "keterangan Saudari, kami mengundang Saudari hadir "
				   "pada:\n\n| Hari | Rabu, 6 November 2024 |\n| Pukul | 10.00 WIB |\n| "
				   "Tempat | Kantor pengawas, ruang 2 |\n\n"
				   "Saudari boleh didampingi, menjawab secara tertulis, meminta waktu lain, "
				   "atau hadir daring bila ada halangan. Bukti "
				   "yang dapat dilihat tersedia di ruang klarifikasi, dengan kode "
				   "`RDS-48-PADI-17`.\n\nDasar: UU Nomor 1 Tahun 2015, "
				   "Pasal 134.\n\nTerima kasih atas perhatian dan kehadiran Saudari.\n";
	static const struct paper_row head[] = {{"Nomor", "118/PP.00.00/K.99.01/11/2024", false},
						{"Perihal", "Undangan klarifikasi", true}};
	struct paper_letter l = {.office = "Pengawas Pemilihan Kota Tirtamulya",
				 .address = "Jalan Beringin 17",
				 .contact = "kantor@tirtamulya.example",
				 .drill = true,
				 .head = head,
				 .n_head = 2,
				 .place_date = "Kota Tirtamulya, 4 November 2024",
				 .recipient = "Yth. Saudari Ratna Wulandasih\nLurah Randusari",
				 .markdown = body,
				 .sign_title = "Ketua,",
				 .sign_name = "Wahyuning Pratiwangi",
				 .check_url = "https://netra.example/periksa/K7QX2MFA9PRB4TWC",
				 .foot = "118/PP.00.00/K.99.01/11/2024 · perkara 004",
				 .made = {INT64_C(1730694720000000)}};
	double took[ROUNDS], first = 0;
	struct str pdf = {0};
	for (int i = -1; i < ROUNDS; i++) {
		scoped(arena_free) struct arena a = {0};
		struct err e;
		double from = now_ms();
		if (paper_pdf(&a, &l, &pdf, &e) != OK) {
			fprintf(stderr, "%s\n", e.why);
			return 3;
		}
		*(i < 0 ? &first : &took[i]) = now_ms() - from;
	}
	qsort(took, ROUNDS, sizeof *took, by_size);
	printf("letter as PDF: half of them within | %.2f ms | <= 15 ms | the first, with its fonts, %.1f ms\n", took[ROUNDS / 2], first);
	printf("letter as PDF: 99 of 100 within | %.2f ms | <= 15 ms |\n", took[ROUNDS * 99 / 100]);
	printf("letter as PDF: size | %.1f KB | <= 60 KB |\n", (double)pdf.n / 1024);
	return 0;
}

static void bundles_time(void)
{
	struct casework c;
	struct forward_made made;
	double took[BUNDLES];
	int pages = 0;
	size_t bytes = 0;
	casework_start(&c);
	to_decision(&c, all_proven);
	assert_ok(forward_send(as_chair(&c), c.file, &ON_PAPER, &made, e));
	for (int i = 0; i < BUNDLES; i++) {
		scoped(arena_free) struct arena a = {0};
		scoped(tx_rollback) struct tx tx = {0};
		struct desk d = c.d;
		struct str pdf;
		d.arena = &a;
		double from = now_ms();
		assert_ok(desk_begin(&d, READ, &tx, e));
		assert_ok(docket_bundle_pdf(&tx, &d, c.file, &pdf, &pages, e));
		took[i] = now_ms() - from;
		bytes = pdf.n;
	}
	qsort(took, BUNDLES, sizeof *took, by_size);
	printf("all papers of nine persons in one PDF: half within | %.0f ms | <= 1000 ms | %d pages, %zu KB\n", took[BUNDLES / 2], pages,
	       bytes / 1024);
	printf("all papers of nine persons in one PDF: the slowest | %.0f ms | <= 1000 ms |\n", took[BUNDLES - 1]);
	casework_end(&c);
}

int main(void)
{
	int trouble = letters_time();
	if (!trouble)
		bundles_time();
	return trouble;
}
