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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_of_the_law_has_a_template_a_maker_and_a_moment),
		cmocka_unit_test(a_letter_is_printed_again_byte_by_byte),
		cmocka_unit_test(a_bundle_holds_every_paper_in_the_order_of_the_procedure),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
