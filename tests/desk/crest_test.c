/* crest_test.c -- an office sets the crest of its letterhead: what is taken, what is refused, and which letter bears which. */
#define _GNU_SOURCE /* memmem */
#include "casework.h"

#include "desk/docket/crest.h"
#include "desk/docket/letters.h"
#include "jail/jail.h"
#include "jail/pictures.h"


SUPPORT_SQL(sql_crests, "SELECT COUNT(*) FROM office_crest", 0, 1, false, VALUE_NULL);
SUPPORT_SQL(sql_files, "SELECT COUNT(*) FROM evidence_file WHERE origin = 'crest'", 0, 1, false, VALUE_NULL);

static int64_t count(struct casework *c, const struct statement *q) { return value_as_int(ask(c, q, NULL).items); }

static struct str png_of(struct casework *c, unsigned number, size_t width, size_t height)
{
	struct scene s = scene_make(number, width, height);
	struct made m = picture_png(s, 8, false);
	struct str ret = {arena_memdup(&c->s.arena, m.s, m.n), m.n};
	free(m.s);
	free(s.rgb);
	return ret;
}

static enum status set(struct casework *c, struct str bytes, const char *why, struct err *e)
{
	struct crest_new as = {.bytes = bytes, .name = "lambang.png", .reason = why};
	return docket_crest_set(&c->d, &as, e);
}

static void refused(struct casework *c, struct str bytes, const char *why, const char *field, const char *words)
{
	struct crest_new as = {.bytes = bytes, .name = "lambang.png", .reason = why};
	struct err fault = {0};
	int64_t before = everything(c);
	enum status status = docket_crest_set(&c->d, &as, &fault);
	assert_true(status == INVALID || status == TOO_LARGE);
	assert_string_equal(fault.field, field);
	if (!strstr(fault.why, words))
		fail_msg("'%s' does not say '%s'", fault.why, words);
	assert_int_equal(everything(c), before);
	assert_int_equal(count(c, &sql_crests), 0);
}

static struct str pdf_of(struct casework *c, const char *form)
{
	struct bundle b;
	scoped(tx_rollback) struct tx tx = {0};
	struct paper_letter sheet;
	struct str pdf = {0};
	assert_ok(desk_begin(&c->d, READ, &tx, e));
	assert_ok(docket_bundle(&tx, &c->d, c->file, &b, e));
	for (size_t i = 0; i < b.lines.n; i++) {
		if (strcmp(b.lines.items[i].row->form, form))
			continue;
		assert_ok(docket_letter_sheet(&tx, &c->d, b.lines.items[i].row, &sheet, e));
		assert_ok(paper_pdf(&c->s.arena, &sheet, &pdf, e));
		/* printed again it has the bytes that were sealed */
		assert_string_equal(hash_hex(&c->s.arena, hash_of(pdf.s, pdf.n)), b.lines.items[i].row->sha256);
	}
	return pdf;
}

static size_t pictures_in(struct str pdf)
{
	size_t n = 0;
	for (const char *at = pdf.s; (at = memmem(at, pdf.n - (size_t)(at - pdf.s), "/DCTDecode", 10)); at++)
		n++;
	return n;
}

static void a_letter_bears_the_crest_of_its_day_and_keeps_it(void **state)
{
	(void)state;
	struct casework c;
	struct handle_invited_list invited;
	casework_start(&c);
	people_add(&c);
	assert_ok(handle_event(&c.d, c.file, "write_lhp", NULL, "Foto dilihat.", e));
	assert_ok(set(&c, png_of(&c, 1, 400, 500), "lambang kantor yang baru", e));
	pass(&c, 1);
	struct handle_said said = {.evidence_shown = true, .quorum = true, .majority = true};
	assert_ok(handle_event(&c.d, c.file, "plenary_finds", &said, NULL, e));
	assert_ok(set(&c, (struct str){0}, "tidak jadi dipakai", e));
	invite(&c, &invited);
	assert_int_equal(pictures_in(pdf_of(&c, "lhp")), 0);
	assert_int_equal(pictures_in(pdf_of(&c, "finding")), 1);
	assert_int_equal(pictures_in(pdf_of(&c, "summons")), 0);
	assert_int_equal(count(&c, &sql_crests), 2);
	assert_int_equal(count(&c, &sql_files), 2); /* as it came, and the copy */
	casework_end(&c);
}

static void the_bundle_keeps_one_copy_of_it(void **state)
{
	(void)state;
	struct casework c;
	struct handle_invited_list invited;
	struct str pdf;
	int pages;
	casework_start(&c);
	assert_ok(set(&c, png_of(&c, 2, 300, 300), "lambang", e));
	finding(&c);
	invite(&c, &invited);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c.d, READ, &tx, e));
	assert_ok(docket_bundle_pdf(&tx, &c.d, c.file, &pdf, &pages, e));
	assert_true(pages > 10);
	assert_int_equal(pictures_in(pdf), 1);
	tx_rollback(&tx);
	casework_end(&c);
}

static void what_is_no_crest_is_refused_and_nothing_is_kept(void **state)
{
	(void)state;
	struct casework c;
	casework_start(&c);
	struct str good = png_of(&c, 3, 200, 200);
	char *large = arena_alloc(&c.s.arena, CREST_MAX + 1);
	memcpy(memset(large, 0, CREST_MAX + 1), good.s, good.n);
	refused(&c, good, " ", "reason", "alasan");
	refused(&c, good, memset(arena_calloc(&c.s.arena, 1, 1200), 'a', 1100), "reason", "1000");
	refused(&c, (struct str){large, CREST_MAX + 1}, "terlalu besar", "crest", "2 MiB");
	refused(&c, str_of("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"), "svg", "crest", "PNG atau JPEG");
	refused(&c, str_of("%PDF-1.7\n"), "pdf", "crest", "PNG atau JPEG");
	refused(&c, (struct str){good.s, good.n / 2}, "separuh", "crest", "rusak");
	refused(&c, str_of("\x89PNG\r\n\x1a\n bukan gambar"), "pura-pura", "crest", "rusak");
	refused(&c, png_of(&c, 4, 400, 95), "tipis", "crest", "95");
	refused(&c, png_of(&c, 5, 400, 100), "panjang", "crest", "terlalu panjang");
	refused(&c, (struct str){0}, "kosong", "crest", "pilih gambarnya");
	assert_int_equal(count(&c, &sql_files), 0);
	casework_end(&c);
}

static void every_cut_of_a_good_picture_is_answered(void **state)
{
	(void)state;
	struct casework c;
	casework_start(&c);
	struct str good = png_of(&c, 6, 128, 128);
	for (size_t i = 0; i < 12; i++) {
		struct err fault = {0};
		struct crest_new as = {.bytes = {good.s, good.n * i / 12}, .name = "x", .reason = "potongan"};
		assert_int_equal(docket_crest_set(&c.d, &as, &fault), INVALID);
	}
	assert_ok(set(&c, good, "utuh", e));
	casework_end(&c);
}

/* The jail makes every crest small: a letter with one from a large picture stays a small file. */
static void a_letter_with_a_large_crest_stays_small(void **state)
{
	(void)state;
	struct casework c;
	struct handle_invited_list invited;
	casework_start(&c);
	assert_ok(set(&c, png_of(&c, 7, 1200, 1200), "lambang besar", e));
	finding(&c);
	invite(&c, &invited);
	struct str pdf = pdf_of(&c, "summons");
	assert_int_equal(pictures_in(pdf), 1);
	assert_true(pdf.n < (size_t)120 * 1024);
	casework_end(&c);
}

int main(int argc, char **argv)
{
	if (jail_asked(argc, argv))
		return jail_main();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_letter_bears_the_crest_of_its_day_and_keeps_it),
		cmocka_unit_test(the_bundle_keeps_one_copy_of_it),
		cmocka_unit_test(what_is_no_crest_is_refused_and_nothing_is_kept),
		cmocka_unit_test(every_cut_of_a_good_picture_is_answered),
		cmocka_unit_test(a_letter_with_a_large_crest_stays_small),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
