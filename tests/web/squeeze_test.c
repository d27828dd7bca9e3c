/* squeeze_test.c -- pages as gzip: what comes out of zlib's own reader is the page, to the byte. */
#include "web/squeeze.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

#define A "0123456789abcdef0123456789abcdef"
#define B "fedcba9876543210fedcba9876543210"

/* As a browser reads it: head, stream, checksum and length are all checked by zlib. */
static char *unpacked(const struct buf *gz, size_t *ret_n)
{
	size_t most = 1 << 20;
	char *out = calloc(1, most);
	z_stream z = {.next_in = (Bytef *)gz->s, .avail_in = (uInt)gz->n, .next_out = (Bytef *)out, .avail_out = (uInt)most};
	assert_int_equal(inflateInit2(&z, MAX_WBITS + 16), Z_OK);
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
	assert_int_equal(z.avail_in, 0);
	*ret_n = most - z.avail_out;
	inflateEnd(&z);
	return out;
}

static struct buf page_with(const char *const *once, size_t n, int words)
{
	struct buf b = {0};
	buf_text(&b, "<!doctype html><title>Formulir</title>");
	for (size_t i = 0; i < n; i++) {
		for (int w = 0; w < words; w++)
			buf_printf(&b, "<p class=\"seen\">Dilihat oleh petugas penerima %d.</p>", w % 40);
		buf_printf(&b, "<input type=\"hidden\" name=\"once\" value=\"%s\">", once[i]);
	}
	for (int w = 0; w < words; w++)
		buf_printf(&b, "<p class=\"seen\">Dilihat oleh petugas penerima %d.</p>", w % 40);
	return b;
}

static size_t round_trip(const char *const *once, size_t n, int words)
{
	scoped(buf_free) struct buf page = page_with(once, n, words), copy = page_with(once, n, words);
	size_t back_n;
	squeeze_page(&page);
	assert_true(page.n < copy.n);
	char *back = unpacked(&page, &back_n);
	assert_int_equal(back_n, copy.n);
	assert_memory_equal(back, copy.s, copy.n);
	free(back);
	return page.n;
}

static void a_page_comes_out_as_it_went_in(void **state)
{
	const char *const once[] = {A, B, A};
	for (size_t n = 0; n <= 3; n++)
		for (int words = 10; words < 4000; words = words * 3 + 1) /* up to 160 kB: past the window of 32 KiB */
			round_trip(once, n, words);
}

static void a_value_of_its_own_changes_neither_the_rest_nor_the_length(void **state)
{
	const char *const one[] = {A}, *const other[] = {B}, *const twice[] = {"Dilihat oleh petugas penerima 7."};
	size_t n = round_trip(one, 1, 100);
	assert_int_equal(round_trip(other, 1, 100), n);
	assert_int_equal(round_trip(twice, 1, 100), n); /* words that the page holds too: a guess that is right saves nothing */
}

static void a_page_that_changed_is_pressed_anew(void **state)
{
	const char *const once[] = {A};
	size_t large = round_trip(once, 1, 500), small = round_trip(once, 1, 20), again = round_trip(once, 1, 500);
	assert_int_equal(large, again);
	assert_true(small < large);
}

static void taking_a_page_apart_costs_less_than_sixty_bytes_a_hole(void **state)
{
	const char *const once[] = {A, B};
	scoped(buf_free) struct buf page = page_with(once, 2, 300);
	uLong n = compressBound((uLong)page.n);
	Bytef *whole = malloc(n);
	assert_int_equal(compress2(whole, &n, (const Bytef *)page.s, (uLong)page.n, 9), Z_OK);
	free(whole);
	assert_true(round_trip(once, 2, 300) < n + 2 * 60);
}

static void a_page_with_more_holes_than_we_count_is_sent_as_it_is(void **state)
{
	const char *const once[] = {A, B, A, B, A, B, A};
	scoped(buf_free) struct buf page = page_with(once, 7, 20), copy = page_with(once, 7, 20);
	squeeze_page(&page);
	assert_int_equal(page.n, copy.n);
	assert_memory_equal(page.s, copy.s, copy.n);
}

static void gzip_is_sent_to_whoever_asked_for_it(void **state)
{
	static const char *const yes[] = {"gzip", "deflate, gzip;q=1.0, *;q=0.5", "br,GZIP", "gzip;q=0.001", "gzip, identity;q=0"};
	static const char *const no[] = {"", "br", "gzip;q=0", "gzip;q=0.000, br", "xgzip", "gzipped", "deflate"};
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		assert_true(squeeze_accepted(yes[i]));
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		assert_false(squeeze_accepted(no[i]));
	assert_false(squeeze_accepted(NULL));
}

/* The rules of squeeze.h, one reason to send the page as it is after the other. */
static void only_pages_without_secrets_are_compressed(void **state)
{
	static const struct route open = {GET, "/lapor", RIGHT_NONE, NULL, 0, NULL}, shut = {GET, "/kerja", RIGHT_STAFF, NULL, 0, NULL};
	static const struct field query = {"text", "kata"};
	const char *const once[] = {A};
	struct request good = {.method = GET, .path = "/lapor", .route = &open, .takes_gzip = true};
	struct request all[9];
	for (size_t i = 0; i < 9; i++)
		all[i] = good;
	all[1].takes_gzip = false;
	all[2].method = POST;
	all[3].route = &shut;
	all[4].n_segments = 1;
	all[5].query = &query, all[5].n_query = 1;
	all[6].http = 422;
	all[7].download = "catatan.png";
	all[8].content_type = "application/pdf";
	for (size_t i = 0; i < 9; i++) {
		scoped(buf_free) struct buf page = page_with(once, 1, 100);
		size_t n = page.n;
		all[i].out = &page;
		squeeze_answer(&all[i]);
		assert_int_equal(all[i].gzip, i == 0);
		assert_int_equal(page.n == n, i != 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_comes_out_as_it_went_in),
		cmocka_unit_test(a_value_of_its_own_changes_neither_the_rest_nor_the_length),
		cmocka_unit_test(a_page_that_changed_is_pressed_anew),
		cmocka_unit_test(taking_a_page_apart_costs_less_than_sixty_bytes_a_hole),
		cmocka_unit_test(a_page_with_more_holes_than_we_count_is_sent_as_it_is),
		cmocka_unit_test(gzip_is_sent_to_whoever_asked_for_it),
		cmocka_unit_test(only_pages_without_secrets_are_compressed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
