/* golden_test.c -- the papers of S1 (nine persons in one photograph, Kota Batu 2024), all of them, as they lie in tests/golden/s1.
 *
 * Keys, codes and clocks are the same in each run (libsodium's generator is replaced), so the same file of papers must have the
 * same bytes. The words are compared always. The bytes hang on the libraries that lay out and on the fonts; `made-with` says
 * which they were, and with others only the words count. `make golden` writes them anew, to be looked at page by page.
 */
#include "casework.h"

#include "desk/docket/letters.h"

#include <cairo.h>
#include <ctype.h>
#include <pango/pango.h>
#include <sodium.h>

#define FOLDER "tests/golden/s1/"

#define MINUTE_US (60 * SECOND_US)

SUPPORT_SQL(sql_rename, "UPDATE app_user SET name = $2 WHERE id = $1", 2, 0, true, VALUE_INT, VALUE_TEXT);

/* SplitMix64: any fixed sequence will do. One for each length that is asked for, so that a key more somewhere does not change
 * the codes of letters. */
#define LENGTHS 256
static uint64_t seeds[LENGTHS];

static uint32_t drawn(size_t which)
{
	uint64_t z = (seeds[which] += UINT64_C(0x9E3779B97F4A7C15));
	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return (uint32_t)((z ^ (z >> 31)) >> 16);
}

static uint32_t next(void) { return drawn(0); }

static const char *sequence_name(void) { return "fixed"; }

static void sequence_fill(void *const bytes, const size_t n)
{
	for (size_t i = 0; i < n; i++)
		((unsigned char *)bytes)[i] = (unsigned char)drawn(n % LENGTHS);
}

static struct randombytes_implementation fixed = {
	.implementation_name = sequence_name, .random = next, .buf = sequence_fill};

static char *slurp(struct arena *a, FILE *f, size_t *ret_n)
{
	char *out = arena_alloc(a, 8 << 20);
	*ret_n = fread(out, 1, (8 << 20) - 1, f);
	out[*ret_n] = '\0';
	return out;
}

static char *output_of(struct arena *a, const char *command)
{
	size_t n;
	FILE *f = popen(command, "r");
	assert_non_null(f);
	char *out = slurp(a, f, &n);
	assert_int_equal(pclose(f), 0);
	return out;
}

static char *file_of(struct arena *a, const char *name, size_t *ret_n)
{
	FILE *f = fopen(arena_printf(a, FOLDER "%s", name), "rb");
	if (!f)
		fail_msg("%s%s is missing: run `make golden` from the top folder", FOLDER, name);
	char *out = slurp(a, f, ret_n);
	fclose(f);
	return out;
}

static void file_put(struct arena *a, const char *name, const char *bytes, size_t n)
{
	FILE *f = fopen(arena_printf(a, FOLDER "%s", name), "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	fclose(f);
}

/* Words with one blank between them: what a reader reads, whatever the layout program puts between. */
static char *plain(struct arena *a, const char *s)
{
	scoped(buf_free) struct buf b = {0};
	for (bool blank = true; *s; s++) {
		bool space = isspace((unsigned char)*s) && *s != '\f';
		if (!space || !blank)
			buf_char(&b, space ? ' ' : *s);
		blank = space;
	}
	return buf_arena(a, &b);
}

static char *made_with(struct arena *a)
{
	return arena_printf(a, "cairo %s\npango %s\n%s\n", cairo_version_string(), pango_version_string(),
			    output_of(a, "fc-match -f '%{family} %{fontversion}\\n' 'Noto Serif'; fc-match -f '%{family} %{fontversion}' 'Noto Sans'"));
}

/* ---- the story, in words that an office would write: each heard at the time of the invitation, one corrects the minutes, one
 * does not sign, one comes with a companion, and the study carries each conclusion by element and by evidence ---- */

static const char *const asked[] = {"Apakah Saudara berada di gedung serbaguna pada 1 November 2024?",
				    "Apakah Saudara tahu bahwa yang berfoto adalah pasangan calon?"};

static const char correction[] = "Unggahan dihapus pada malam 1 November, bukan 2 November.";

static void heard(struct casework *c, int64_t who, const struct fictitious *f, bool signs, const char *companion)
{
	struct handle_hearing_new as = {.case_file = c->file, .person = who, .held_at = c->d.now, .place = "Ruang 2", .oath_taken = true,
					.companion = companion};
	int64_t id = 0;
	struct letter_made made;
	assert_ok(handle_hearing_start(&c->d, &as, &id, e));
	assert_ok(handle_hearing_ask(&c->d, id, asked[0], "Ya, saya ada di sana.", e));
	assert_ok(handle_hearing_ask(&c->d, id, asked[1], f->said, e));
	assert_ok(handle_hearing_read_back(&c->d, id, 1, e));
	bool corrects = !strcmp(f->name, "Dimas Harjasutra");
	if (corrects) {
		struct handle_lines_rows lines;
		scoped(tx_rollback) struct tx tx = {0};
		assert_ok(desk_begin(&c->d, READ, &tx, e));
		assert_ok(handle_lines(&tx, id, &lines, e));
		tx_rollback(&tx);
		assert_ok(handle_hearing_correct(&c->d, id, lines.items[1].id, correction, e));
	}
	struct handle_hearing_end end = {.signed_ = signs, .reason = signs ? "" : "ingin membaca lagi di rumah", .statement = corrects ? correction : f->said, .version = 2};
	assert_ok(handle_hearing_close(&c->d, id, &end, &made, e));
}

static void all_heard(struct casework *c)
{
	static const struct fictitious head = {.name = "Wening Astarini", .said = "Saya baru tahu kemudian; tidak ada perintah dari saya."};
	c->d.now.us += 46 * HOUR_US;
	for (size_t i = 0; i < PEOPLE; i++) {
		heard(c, c->people[i], &nine[i], i != 8, i == 4 ? "Sari Mustikarini, rekan kerja" : NULL);
		c->d.now.us += 45 * MINUTE_US;
	}
	heard(c, c->superior, &head, true, NULL);
	assert_ok(handle_event(&c->d, c->file, "enough", NULL, NULL, e));
}

static void point_put(struct casework *c, size_t i)
{
	bool asn = nine[i].nip != NULL;
	const struct handle_element elements[] = {
		{"who", true, asn ? "Pegawai ASN pada hari peristiwa, menurut daftar pegawai." : "Tenaga harian lepas; terikat perjanjian kerja."},
		{"act", true, "Berdiri di samping pasangan calon dan mengangkat dua jari; terlihat pada foto."},
		{"when", true, "1 November 2024, sesudah penetapan pasangan calon dan dalam masa kampanye."},
		{"where", true, "Gedung serbaguna Randusari; foto diunggah pada akun yang terbuka untuk umum."},
		{"intent", true, "Menerangkan spontan; tidak ada tugas kedinasan pada acara itu."},
		{"rule", true, asn ? "Foto bersama calon pada media yang dapat diakses publik." : "Perjanjian kerja dan surat edaran melarang keberpihakan."},
	};
	struct handle_point p = {.person = c->people[i], .act = act_for(c, nine[i].class), .conclusion = "proven",
				 .analysis = "Wajah dikenali oleh dua petugas dan diakui dalam klarifikasi. Isyarat jari hanya petunjuk; yang "
					     "dinilai adalah kehadiran dan unggahannya.",
				 .quotes = "", .elements = elements, .n_elements = sizeof elements / sizeof *elements};
	assert_ok(handle_point_save(&c->d, c->file, &p, e));
}

static void studied(struct casework *c)
{
	struct handle_study_text text;
	struct handle_points_rows points;
	struct letter_made made;
	struct handle_file f;
	{
		scoped(tx_rollback) struct tx tx = {0};
		assert_ok(desk_begin(&c->d, READ, &tx, e));
		assert_ok(handle_open(&tx, &c->d, c->file, &f, e));
		assert_ok(handle_study_draft(&tx, &c->d, &f, &text, e));
	}
	text.position = "Pada 1 November 2024 sembilan orang berfoto bersama pasangan calon nomor urut 2 di gedung serbaguna Randusari; foto "
			"itu diunggah hari itu juga dan ditemukan dalam patroli.";
	text.recommendation = "Pegawai ASN diteruskan kepada Badan Kepegawaian Negara; tenaga harian lepas kepada kepala perangkat daerah "
			      "masing-masing.";
	assert_ok(handle_study_save(&c->d, c->file, &text, 0, e));
	for (size_t i = 0; i < PEOPLE; i++)
		point_put(c, i);
	{
		scoped(tx_rollback) struct tx tx = {0};
		assert_ok(desk_begin(&c->d, READ, &tx, e));
		assert_ok(handle_points(&tx, c->file, &points, e));
	}
	for (size_t i = 0; i < points.n; i++) {
		int64_t quote;
		struct handle_quote_new q = {.point = points.items[i].id, .kind = "exhibit", .item = c->exhibit, .words = ""};
		assert_ok(handle_quote_add(&c->d, c->file, &q, &quote, e));
	}
	assert_ok(handle_study_end(&c->d, c->file, 1, &made, e));
}

static void decided(struct casework *c)
{
	const struct handle_vote votes[] = {{c->members[0], "agree", ""}, {c->members[1], "agree", ""},
					    {c->members[2], "dissent", "Bagas Pramudityan dan Gilar Manunggala hanya lewat; cukup diberi peringatan."}};
	struct handle_decision decisions[PEOPLE];
	struct handle_plenary_made made;
	for (size_t i = 0; i < PEOPLE; i++)
		decisions[i] = (struct handle_decision){c->people[i], act_for(c, nine[i].class), "proven",
							"Seluruh unsur terpenuhi; terlihat pada B-1 dan diakui dalam klarifikasi."};
	struct handle_plenary_new as = {.case_file = c->file, .agenda = "Putusan atas temuan foto bersama di Randusari", .place = "Ruang rapat",
					.event = "decide_other_law", .held_at = c->d.now, .votes = votes, .n_votes = 3,
					.decisions = decisions, .n_decisions = PEOPLE};
	assert_ok(handle_plenary_hold(&c->d, &as, &made, e));
}

static void names_of_members(struct casework *c)
{
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c->d, WRITE, &tx, e));
	static const char *const names[] = {"Wahyuning Pratiwangi", "Sekar Maheswarini", "Bimo Laksanadipa"};
	for (size_t i = 0; i < 3; i++) {
		const struct value args[] = {value_id(c->members[i]), value_text(names[i])};
		assert_ok(tx_run(&tx, &sql_rename, args, NULL, e));
	}
	assert_ok(tx_commit(&tx, e));
}

static void to_the_end(struct casework *c)
{
	struct handle_invited_list invited;
	struct handle_invited head;
	struct forward_made made;
	struct handle_said said = {.evidence_shown = true, .quorum = true, .majority = true};
	names_of_members(c);
	people_add(c);
	assert_ok(handle_event(&c->d, c->file, "write_lhp", NULL,
			       "Dalam patroli media sosial pada 1 November 2024 ditemukan foto sembilan orang bersama pasangan calon nomor urut 2 di "
			       "gedung serbaguna Randusari; sebagian mengangkat dua jari. Foto disimpan dengan waktu dan sidiknya.", e));
	pass(c, 1);
	assert_ok(handle_event(&c->d, c->file, "plenary_finds", &said, NULL, e));
	invite(c, &invited);
	struct handle_invitation last = {.case_file = c->file, .person = c->superior, .hear_at = {c->d.now.us + 46 * HOUR_US + 9 * 45 * MINUTE_US},
					 .place = "Ruang 2"};
	assert_ok(handle_invite(&c->d, &last, &head, e));
	all_heard(c);
	c->d.now.us += 60 * MINUTE_US;
	studied(c);
	c->d.now.us += 45 * MINUTE_US;
	decided(c);
	c->d.now.us += 16 * HOUR_US;
	assert_ok(forward_send(as_chair(c), c->file, &ON_PAPER, &made, e));
}

static struct str papers(struct casework *c, int *ret_pages)
{
	struct str pdf;
	memset(seeds, 0x24, sizeof seeds);
	assert_int_equal(randombytes_set_implementation(&fixed), 0);
	casework_start(c);
	to_the_end(c);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c->d, READ, &tx, e));
	assert_ok(docket_bundle_pdf(&tx, &c->d, c->file, &pdf, ret_pages, e));
	return pdf;
}

static void the_papers_of_nine_persons_are_those_that_were_looked_at(void **state)
{
	(void)state;
	struct casework c;
	int pages;
	struct str pdf = papers(&c, &pages);
	struct arena *a = &c.s.arena;
	char name[] = "/tmp/netra-golden-XXXXXX";
	int fd = mkstemp(name);
	assert_true(fd >= 0 && write(fd, pdf.s, pdf.n) == (ssize_t)pdf.n);
	close(fd);
	const char *words = output_of(a, arena_printf(a, "pdftotext -layout %s -", name)), *with = made_with(a);
	unlink(name);
	if (getenv("NETRA_GOLDEN")) {
		file_put(a, "bundel.pdf", pdf.s, pdf.n);
		file_put(a, "bundel.txt", words, strlen(words));
		file_put(a, "made-with", with, strlen(with));
	}
	size_t n;
	assert_string_equal(plain(a, words), plain(a, file_of(a, "bundel.txt", &n)));
	if (strcmp(with, file_of(a, "made-with", &n)))
		print_message("other libraries or fonts than in made-with: only the words were compared\n");
	else if (file_of(a, "bundel.pdf", &n) && (n != pdf.n || memcmp(file_of(a, "bundel.pdf", &n), pdf.s, n)))
		fail_msg("the words are the same and the sheets are not: look at them, then `make golden`");
	casework_end(&c);
}

static void the_same_file_gives_the_same_bytes(void **state)
{
	(void)state;
	struct casework one, two;
	int pages, again;
	struct str first = papers(&one, &pages), second = papers(&two, &again);
	assert_int_equal(pages, again);
	assert_true(first.n == second.n && !memcmp(first.s, second.s, first.n));
	casework_end(&one);
	casework_end(&two);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_papers_of_nine_persons_are_those_that_were_looked_at),
		cmocka_unit_test(the_same_file_gives_the_same_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
