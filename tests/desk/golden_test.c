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

static struct str papers(struct casework *c, int *ret_pages)
{
	struct forward_made made;
	struct str pdf;
	memset(seeds, 0x24, sizeof seeds);
	assert_int_equal(randombytes_set_implementation(&fixed), 0);
	casework_start(c);
	to_decision(c, all_proven);
	assert_ok(forward_send(&c->d, c->file, &ON_PAPER, &made, e));
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
