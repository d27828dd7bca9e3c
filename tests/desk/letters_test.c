/* letters_test.c -- the papers of a file together: all of them, in the order of the procedure, each as it was sealed. */
#include "casework.h"

#include "desk/docket/letters.h"

SUPPORT_SQL(sql_every, "SELECT COUNT(*) FROM letter WHERE case_file = $1", 1, 1, false, VALUE_INT);

static struct bundle bundle_of(struct casework *c)
{
	struct bundle b;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c->d, READ, &tx, e));
	assert_ok(docket_bundle(&tx, &c->d, c->file, &b, e));
	return b;
}

static struct str bundle_pdf(struct casework *c, int *ret_pages)
{
	struct str pdf;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c->d, READ, &tx, e));
	assert_ok(docket_bundle_pdf(&tx, &c->d, c->file, &pdf, ret_pages, e));
	return pdf;
}

/* What pdftotext reads in it, sheet by sheet. */
static char *words_of(struct arena *a, struct str pdf)
{
	char name[] = "/tmp/netra-bundle-XXXXXX";
	int fd = mkstemp(name);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, pdf.s, pdf.n), (ssize_t)pdf.n);
	close(fd);
	FILE *f = popen(arena_printf(a, "pdftotext -layout %s -", name), "r");
	assert_non_null(f);
	char *out = arena_alloc(a, 1 << 20);
	size_t n = fread(out, 1, (1 << 20) - 1, f);
	out[n] = '\0';
	assert_int_equal(pclose(f), 0);
	unlink(name);
	return out;
}

static size_t times(const char *text, const char *what)
{
	size_t n = 0;
	for (const char *s = text; (s = strstr(s, what)); s += strlen(what))
		n++;
	return n;
}

static void to_the_end(struct casework *c)
{
	struct forward_made made;
	to_decision(c, all_proven);
	assert_ok(forward_send(&c->d, c->file, &ON_PAPER, &made, e));
	assert_int_equal(made.packages, PEOPLE);
}

static void every_form_of_the_law_has_a_template_a_maker_and_a_moment(void **state)
{
	(void)state;
	struct casework c;
	casework_start(&c);
	const struct law *law = c.office->law;
	printf("%-18s %-14s %-8s %-8s %s\n", "form", "part", "maker", "by hand", "when");
	for (size_t i = 0; i < letter_kinds_n; i++) {
		const struct letter_kind *k = &letter_kinds[i];
		struct str text;
		printf("%-18s %-14s %-8s %-8s %s\n", k->form, k->part, k->maker, k->by_hand ? "yes" : "", k->when);
		assert_true(docket_template_built_in(k->form, &text));
		struct template_faults faults;
		assert_ok(docket_template_check(&c.s.arena, k->form, text, &faults, e));
		assert_int_equal(faults.n, 0);
	}
	for (size_t i = 0; i < law->forms.n; i++) {
		struct str text;
		if (!letter_kind_of(law->forms.items[i].key) || !docket_template_built_in(law->forms.items[i].key, &text))
			fail_msg("%s: no template or no maker", law->forms.items[i].key);
	}
	casework_end(&c);
}

static void a_letter_is_printed_again_byte_by_byte(void **state)
{
	(void)state;
	struct casework c;
	casework_start(&c);
	to_the_end(&c);
	struct bundle_letters_rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c.d, READ, &tx, e));
	assert_ok(bundle_letters(&tx, c.file, &rows, e));
	assert_true(rows.n > 3 * PEOPLE);
	for (size_t i = 0; i < rows.n; i++) {
		struct paper_letter l;
		struct str pdf;
		assert_ok(docket_letter_sheet(&tx, &c.d, &rows.items[i], &l, e));
		assert_ok(paper_pdf(&c.s.arena, &l, &pdf, e));
		assert_string_equal(hash_hex(&c.s.arena, hash_of(pdf.s, pdf.n)), rows.items[i].sha256);
	}
	tx_rollback(&tx);
	casework_end(&c);
}

static void a_bundle_holds_every_paper_in_the_order_of_the_procedure(void **state)
{
	(void)state;
	struct casework c;
	casework_start(&c);
	to_the_end(&c);
	struct bundle b = bundle_of(&c);
	assert_int_equal((int64_t)b.lines.n, value_as_int(ask(&c, &sql_every, (struct value[]){value_id(c.file)}).items));
	for (size_t i = 1; i < b.lines.n; i++) {
		const struct letter_kind *one = letter_kind_of(b.lines.items[i - 1].row->form), *two = letter_kind_of(b.lines.items[i].row->form);
		assert_true(one <= two);
	}
	int pages, again;
	struct str pdf = bundle_pdf(&c, &pages), same = bundle_pdf(&c, &again);
	assert_true(pdf.n == same.n && !memcmp(pdf.s, same.s, pdf.n));
	const char *words = words_of(&c.s.arena, pdf);
	assert_int_equal(times(words, "\f"), pages);
	const char *last = arena_printf(&c.s.arena, "halaman %d dari %d", pages, pages);
	assert_non_null(strstr(words, last));
	assert_int_equal(times(words, arena_printf(&c.s.arena, "dari %d\n", pages)) + times(words, arena_printf(&c.s.arena, "dari %d ", pages)), pages);
	for (size_t i = 0; i < b.lines.n; i++)
		if (!text_blank(b.lines.items[i].row->number))
			assert_non_null(strstr(words, b.lines.items[i].row->number));
	const char *out = getenv("NETRA_BUNDLE_OUT"); /* to look at it */
	if (out) {
		FILE *f = fopen(out, "wb");
		assert_int_equal(fwrite(pdf.s, 1, pdf.n, f), pdf.n);
		fclose(f);
	}
	casework_end(&c);
}

/* Before anybody was invited nothing is asked for; at the study each reported person must have been heard or twice asked. */
static void what_a_step_asks_for_and_is_not_there_is_named_with_its_rule(void **state)
{
	(void)state;
	struct casework c;
	struct handle_invited_list invited;
	casework_start(&c);
	finding(&c);
	assert_int_equal(bundle_of(&c).lacks.n, 0);
	invite(&c, &invited);
	pass(&c, 47);
	for (size_t i = 0; i < PEOPLE - 2; i++)
		hear(&c, c.people[i], nine[i].said, true);
	assert_int_equal(bundle_of(&c).lacks.n, 0);
	assert_ok(handle_event(&c.d, c.file, "enough", NULL, NULL, e));
	struct bundle b = bundle_of(&c);
	size_t minutes = 0;
	for (size_t i = 0; i < b.lacks.n; i++) {
		minutes += !strcmp(b.lacks.items[i].form, "minutes");
		assert_non_null(strstr(b.lacks.items[i].why, "langkah"));
	}
	assert_int_equal(minutes, 2);
	int pages;
	const char *words = words_of(&c.s.arena, bundle_pdf(&c, &pages));
	assert_non_null(strstr(words, "Surat yang belum ada"));
	assert_non_null(strstr(words, nine[8].name));
	casework_end(&c);
}

/* An observation of which nobody wrote what was seen, nor where. */
static void nothing_told(struct casework *c)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct case_get_row row;
	assert_ok(desk_begin(&c->d, WRITE, &tx, e));
	assert_ok(case_get(&tx, c->file, &row, e));
	struct docket_facts facts = {.title = row.title, .contest = row.contest, .event_on = row.event_on, .known_on = row.known_on};
	assert_ok(docket_facts_set(&tx, &c->d, c->file, &facts, row.version, e));
	assert_ok(tx_commit(&tx, e));
}

static void a_missing_fact_names_the_letter_that_needs_it(void **state)
{
	(void)state;
	struct casework c;
	casework_start(&c);
	nothing_told(&c);
	finding(&c);
	struct bundle b = bundle_of(&c);
	assert_true(b.marks > 0);
	int64_t sum = 0;
	for (size_t i = 0; i < b.lines.n; i++)
		sum += b.lines.items[i].row->missing;
	assert_int_equal(b.marks, sum);
	assert_string_equal(b.lines.items[0].row->form, "lhp"); /* written without its words */
	assert_int_equal(b.lines.items[0].n_lacks, b.lines.items[0].row->missing);
	assert_string_equal(b.lines.items[0].lacks[1], "apa, siapa, di mana, kapan, dan buktinya");
	casework_end(&c);
}

/* ---- templates ---- */

#define GENERAL "sifat: Biasa\n---\nDengan hormat,\n\n{{isi}}\n"

static enum status save(struct casework *c, const char *text, const char *why, int64_t based_on, int64_t *ret, struct err *e)
{
	return docket_template_save(&c->d, "general", str_of(text), why, based_on, ret, e);
}

static struct letter_text now_of(struct casework *c)
{
	struct letter_text now;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c->d, READ, &tx, e));
	assert_ok(docket_template(&tx, &c->d, "general", &now, e));
	return now;
}

static struct bundle_line line_made(struct casework *c, const char *words)
{
	struct letter_made made;
	assert_ok(handle_letter_make(&c->d, c->file, "general", "Kepala Dinas", words, &made, e));
	struct bundle b = bundle_of(c);
	for (size_t i = 0; i < b.lines.n; i++)
		if (b.lines.items[i].row->id == made.id)
			return b.lines.items[i];
	fail_msg("the letter is not in the bundle");
	return b.lines.items[0];
}

static void versions_are_added_and_a_letter_remembers_its_own(void **state)
{
	(void)state;
	struct casework c;
	int64_t version = 0;
	struct err e = {0};
	casework_start(&c);
	assert_int_equal(now_of(&c).version, 0);
	assert_int_equal(line_made(&c, "Satu.").row->version, 0);
	assert_int_equal(save(&c, GENERAL, "", 0, &version, &e), INVALID); /* no reason */
	assert_string_equal(e.field, "reason");
	assert_ok(save(&c, GENERAL, "Tanpa penutup.", 0, &version, e));
	assert_int_equal(version, 1);
	assert_int_equal(save(&c, GENERAL, "Lagi.", 1, &version, &e), INVALID); /* nothing changed */
	assert_int_equal(save(&c, GENERAL "\nLagi.\n", "Lagi.", 0, &version, &e), CONFLICT); /* somebody was first */
	struct bundle_line one = line_made(&c, "Dua.");
	assert_int_equal(one.row->version, 1);
	assert_null(strstr(one.row->markdown, "Terima kasih"));
	assert_int_equal(docket_template_back(&c.d, "general", 7, "x", &e), NOT_FOUND);
	assert_ok(docket_template_back(&c.d, "general", 0, "Yang lama lebih jelas.", e));
	assert_int_equal(docket_template_back(&c.d, "general", 0, "x", &e), INVALID);
	assert_non_null(strstr(line_made(&c, "Tiga.").row->markdown, "Terima kasih"));
	assert_ok(save(&c, GENERAL "\nSalam.\n", "Versi baru.", 0, &version, e));
	assert_int_equal(version, 2); /* a number is never used again */
	casework_end(&c);
}

static void what_is_wrong_with_a_template_is_named_by_its_line(void **state)
{
	(void)state;
	struct casework c;
	struct template_faults f;
	int64_t version;
	struct err e = {0};
	casework_start(&c);
	static const char bad[] = "sifat: Biasa\nperihall: x\nbaris tanpa titik dua\n---\nHalo {{isi}}\n\n{{nama_orang}} dan {{ kantor }}\n";
	assert_ok(docket_template_check(&c.s.arena, "general", str_of(bad), &f, e));
	assert_int_equal(f.n, 3);
	assert_int_equal(f.items[0].line, 2);
	assert_int_equal(f.items[1].line, 3);
	assert_int_equal(f.items[2].line, 7);
	assert_string_equal(f.items[2].text, "isian {{nama_orang}} tidak dikenal");
	assert_int_equal(save(&c, bad, "x", 0, &version, &e), INVALID);
	assert_non_null(strstr(e.why, "baris 2, 3, 7: "));
	assert_int_equal(now_of(&c).version, 0);
	assert_ok(docket_template_check(&c.s.arena, "general", str_of("sifat: x\n---\n{{isi"), &f, e));
	assert_int_equal(f.n, 1);
	assert_int_equal(docket_template_check(&c.s.arena, "general", (struct str){"\xff", 1}, &f, &e), INVALID);
	casework_end(&c);
}

static void every_built_in_template_can_be_previewed_without_a_red_mark(void **state)
{
	(void)state;
	struct casework c;
	casework_start(&c);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c.d, READ, &tx, e));
	for (size_t i = 0; i < letter_kinds_n; i++) {
		struct str text, pdf;
		assert_true(docket_template_built_in(letter_kinds[i].form, &text));
		assert_ok(docket_template_preview(&tx, &c.d, letter_kinds[i].form, text, &pdf, e));
		const char *words = words_of(&c.s.arena, pdf);
		assert_non_null(strstr(words, "DATA LATIHAN"));
		if (strstr(words, "belum ada:"))
			fail_msg("%s: %s", letter_kinds[i].form, strstr(words, "belum ada:"));
	}
	tx_rollback(&tx);
	casework_end(&c);
}

/* ---- signatures ---- */

static void a_scan_is_sealed_beside_the_letter_once(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	casework_start(&c);
	int64_t letter = line_made(&c, "Isi.").row->id;
	static const char png[] = "\x89PNG\r\n\x1a\n a scan";
	struct sign_ink as = {.bytes = {png, sizeof png}, .name = "pindai.png", .signer = "", .on = day_of_instant(c.d.now, WIB)};
	struct sign_ink later = as, other = as;
	later.on.n++;
	other.bytes = str_of("just words");
	assert_int_equal(docket_sign_ink(&c.d, c.file, letter, &later, &e), INVALID);
	assert_int_equal(docket_sign_ink(&c.d, c.file, letter, &other, &e), INVALID);
	assert_int_equal(docket_sign_ink(&c.d, c.file + 1, letter, &as, &e), NOT_FOUND);
	assert_ok(docket_sign_ink(&c.d, c.file, letter, &as, e));
	assert_int_equal(docket_sign_ink(&c.d, c.file, letter, &as, &e), CONFLICT);
	struct bundle b = bundle_of(&c);
	struct bundle_line *last = &b.lines.items[b.lines.n - 1];
	assert_string_equal(last->row->scan_sha256, hash_hex(&c.s.arena, hash_of(png, sizeof png)));
	assert_string_equal(last->row->signed_by, "Wahyuning Pratiwangi");
	casework_end(&c);
}

static void without_a_signer_set_up_nothing_is_sent(void **state)
{
	(void)state;
	struct casework c;
	struct sign_done done;
	struct err e = {0};
	casework_start(&c);
	int64_t letter = line_made(&c, "Isi.").row->id;
	assert_int_equal(docket_sign_electronic(&c.d, c.file, letter, "9901011212800001", "rahasia", &done, &e), FORBIDDEN);
	assert_null(strstr(e.why, "rahasia"));
	const struct settings *s;
	static const char png[] = "\x89PNG\r\n\x1a\n a scan";
	struct sign_ink as = {.bytes = {png, sizeof png}, .name = "pindai.png", .signer = "", .on = day_of_instant(c.d.now, WIB)};
	assert_ok(settings_with(&c.s.arena, c.office->settings, "sign.backend", "none", &s, e));
	c.office->settings = s;
	assert_int_equal(docket_sign_ink(&c.d, c.file, letter, &as, &e), FORBIDDEN);
	casework_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_of_the_law_has_a_template_a_maker_and_a_moment),
		cmocka_unit_test(a_letter_is_printed_again_byte_by_byte),
		cmocka_unit_test(a_bundle_holds_every_paper_in_the_order_of_the_procedure),
		cmocka_unit_test(what_a_step_asks_for_and_is_not_there_is_named_with_its_rule),
		cmocka_unit_test(a_missing_fact_names_the_letter_that_needs_it),
		cmocka_unit_test(versions_are_added_and_a_letter_remembers_its_own),
		cmocka_unit_test(what_is_wrong_with_a_template_is_named_by_its_line),
		cmocka_unit_test(every_built_in_template_can_be_previewed_without_a_red_mark),
		cmocka_unit_test(a_scan_is_sealed_beside_the_letter_once),
		cmocka_unit_test(without_a_signer_set_up_nothing_is_sent),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
