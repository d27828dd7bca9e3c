/* photo_test.c -- PDQ worked by hand from its definition, and what the metadata of small hand-made files says.
 *
 * The waves: a picture of 64 x 64 points is the sum of the 256 slow cosine waves, each with the weight that we choose.
 * The cosine transform gives those weights back (its rows are orthonormal), so the hash must be the pattern itself. */
#define _GNU_SOURCE
#include "core/photo/photo.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SIDE 64

/* Wave k of 16, point j of 64: row k of the transform. */
static double wave(int k, int j)
{
	return sqrt(2.0 / SIDE) * cos(3.14159265358979323846 / (2 * SIDE) * (k + 1) * (2 * j + 1));
}

/* 128 of 256 bits set, by a small generator. */
static void pattern_make(unsigned seed, bool ret[256])
{
	int left = 128;
	for (int k = 0; k < 256; k++) {
		seed = seed * 1103515245u + 12345u;
		ret[k] = (int)(seed >> 16 & 0x7fff) % (256 - k) < left;
		left -= ret[k];
	}
}

static void picture_make(const bool pattern[256], unsigned char ret[SIDE][SIDE])
{
	for (int y = 0; y < SIDE; y++)
		for (int x = 0; x < SIDE; x++) {
			double v = 127.5;
			for (int k = 0; k < 256; k++)
				v += (pattern[k] ? 90 : -90) * wave(k / 16, y) * wave(k % 16, x);
			ret[y][x] = (unsigned char)(v < 0 ? 0 : v > 255 ? 255 : v + 0.5);
		}
}

static void the_hash_is_the_pattern_of_waves(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 20; seed++) {
		bool pattern[256];
		unsigned char picture[SIDE][SIDE];
		pattern_make(seed, pattern);
		picture_make(pattern, picture);
		struct pdq_seen seen = pdq_of(&picture[0][0], SIDE, SIDE);
		for (int k = 0; k < 256; k++)
			assert_int_equal(seen.forms[PDQ_ORIGINAL].words[k / 64] >> (k % 64) & 1, pattern[k]);
		assert_true(seen.quality >= PDQ_QUALITY_MIN);
	}
}

/* What each form does to the picture: the point that stands at row y, column x afterwards. */
static unsigned char turned(unsigned char p[SIDE][SIDE], enum pdq_form form, int y, int x)
{
	int v = SIDE - 1 - y, u = SIDE - 1 - x;
	switch (form) {
	case PDQ_ORIGINAL:
		return p[y][x];
	case PDQ_TURN_90: /* clockwise: the left column becomes the top row */
		return p[u][y];
	case PDQ_TURN_180:
		return p[v][u];
	case PDQ_TURN_270:
		return p[x][v];
	case PDQ_FLIP_X: /* left and right change places */
		return p[y][u];
	case PDQ_FLIP_Y:
		return p[v][x];
	case PDQ_FLIP_PLUS: /* about the diagonal from the upper left */
		return p[x][y];
	case PDQ_FLIP_MINUS:
		return p[u][v];
	}
	return 0;
}

static void every_form_is_the_hash_of_the_turned_picture(void **state)
{
	(void)state;
	bool pattern[256];
	unsigned char picture[SIDE][SIDE], other[SIDE][SIDE];
	pattern_make(7, pattern);
	picture_make(pattern, picture);
	struct pdq_seen seen = pdq_of(&picture[0][0], SIDE, SIDE);
	for (enum pdq_form f = 0; f < PDQ_FORMS; f++) {
		enum pdq_form found;
		for (int y = 0; y < SIDE; y++)
			for (int x = 0; x < SIDE; x++)
				other[y][x] = turned(picture, f, y, x);
		struct pdq_seen as_other = pdq_of(&other[0][0], SIDE, SIDE);
		assert_int_equal(pdq_distance(as_other.forms[PDQ_ORIGINAL], seen.forms[f]), 0);
		assert_int_equal(pdq_nearest(&seen, as_other.forms[PDQ_ORIGINAL], &found), 0);
		assert_int_equal(found, f);
	}
}

static void different_patterns_are_far_apart(void **state)
{
	(void)state;
	struct pdq_seen seen[12];
	for (unsigned i = 0; i < 12; i++) {
		bool pattern[256];
		unsigned char picture[SIDE][SIDE];
		pattern_make(100 + i, pattern);
		picture_make(pattern, picture);
		seen[i] = pdq_of(&picture[0][0], SIDE, SIDE);
		for (unsigned k = 0; k < i; k++)
			assert_true(pdq_nearest(&seen[i], seen[k].forms[PDQ_ORIGINAL], NULL) > 70);
	}
}

/* A grey wall: nothing happens in it, so its hash means nothing, and that is said. */
static void a_dull_picture_has_no_quality(void **state)
{
	(void)state;
	unsigned char grey[100 * 80];
	memset(grey, 120, sizeof grey);
	assert_int_equal(pdq_of(grey, 100, 80).quality, 0);
	assert_int_equal(pdq_of(grey, 4, 80).quality, 0);
	/* A step of 100 of 255 between every two of 64 columns: 63 * 64 steps of int(39.2) = 39, far above 100 * 90. */
	for (int i = 0; i < 64 * 64; i++)
		grey[i] = i % 2 ? 200 : 100;
	assert_int_equal(pdq_of(grey, 64, 64).quality, 100);
}

static void brightness_and_size_hardly_matter(void **state)
{
	(void)state;
	bool pattern[256];
	unsigned char picture[SIDE][SIDE];
	pattern_make(3, pattern);
	picture_make(pattern, picture);
	unsigned char *big = malloc(640 * 640), *dark = malloc(SIDE * SIDE);
	for (int y = 0; y < 640; y++)
		for (int x = 0; x < 640; x++)
			big[y * 640 + x] = picture[y / 10][x / 10];
	for (int i = 0; i < SIDE * SIDE; i++)
		dark[i] = (unsigned char)(picture[i / SIDE][i % SIDE] * 7 / 10);
	struct pdq a = pdq_of(&picture[0][0], SIDE, SIDE).forms[PDQ_ORIGINAL];
	assert_true(pdq_distance(a, pdq_of(big, 640, 640).forms[PDQ_ORIGINAL]) <= PDQ_SAME);
	assert_true(pdq_distance(a, pdq_of(dark, SIDE, SIDE).forms[PDQ_ORIGINAL]) <= 4);
	free(big);
	free(dark);
}

/* The hash that Meta's documentation shows for its first bridge picture; only its writing is checked here. */
static void hex_and_bytes_say_the_same(void **state)
{
	(void)state;
	static const char *const example = "f8f8f0cce0f4e84d0e370a22028f67f0b36e2ed596621e1d33e6b39c4e9c9b22";
	struct pdq h;
	char hex[65];
	unsigned char bytes[PDQ_SIZE];
	assert_true(pdq_read(example, &h));
	assert_string_equal(pdq_hex(h, hex), example);
	pdq_bytes(h, bytes);
	assert_int_equal(bytes[0], 0xf8);
	assert_int_equal(h.words[0] & 0xff, 0x22); /* the lowest bits stand last */
	assert_int_equal(pdq_distance(pdq_from_bytes(bytes), h), 0);
	struct pdq other = h;
	other.words[2] ^= 0x8000000000000001;
	assert_int_equal(pdq_distance(h, other), 2);
	assert_false(pdq_read("f8f8", &h));
	assert_false(pdq_read("g8f8f0cce0f4e84d0e370a22028f67f0b36e2ed596621e1d33e6b39c4e9c9b22", &h));
}

/* -- metadata: small files written byte by byte -- */

struct bytes {
	unsigned char s[4096];
	size_t n;
};

static void add(struct bytes *b, const void *s, size_t n)
{
	assert_true(b->n + n <= sizeof b->s);
	memcpy(b->s + b->n, s, n);
	b->n += n;
}
#define ADD(b, literal) add(b, literal, sizeof(literal) - 1)

/* Little-endian Exif: IFD0 with orientation 6, Exif directory (taken, zone), GPS directory (latitude). */
static void exif_add(struct bytes *b, bool place, bool cyclic)
{
	ADD(b, "II*\0\x08\0\0\0");                                         /* 0: IFD0 at 8 */
	ADD(b, "\x03\0");                                                  /* 8: three entries */
	ADD(b, "\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");                      /* 10: orientation 6 */
	ADD(b, "\x69\x87\x04\0\x01\0\0\0\x32\0\0\0");                      /* 22: Exif directory at 50 */
	add(b, place ? "\x25\x88\x04\0\x01\0\0\0\x70\0\0\0" : "\x31\x01\x02\0\x01\0\0\0\0\0\0\0", 12); /* 34: GPS at 112 */
	add(b, cyclic ? "\x08\0\0\0" : "\0\0\0\0", 4);                     /* 46: the next directory: this one again */
	ADD(b, "\x02\0");                                                  /* 50: two entries */
	ADD(b, "\x03\x90\x02\0\x14\0\0\0\x50\0\0\0");                      /* 52: taken, 20 letters at 80 */
	ADD(b, "\x11\x90\x02\0\x07\0\0\0\x64\0\0\0");                      /* 64: zone, 7 letters at 100 */
	ADD(b, "\0\0\0\0");                                                /* 76 */
	ADD(b, "2024:10:02 19:20:11\0");                                   /* 80 */
	ADD(b, "+07:00\0\0\0\0\0\0");                                      /* 100 */
	ADD(b, "\x01\0\x02\0\x05\0\x03\0\0\0\x82\0\0\0\0\0\0\0");          /* 112: latitude at 130 */
	ADD(b, "\x07\0\0\0\x01\0\0\0\x1f\0\0\0\x01\0\0\0\x10\0\0\0\x01\0\0\0"); /* 130 */
}

static void segment_add(struct bytes *b, unsigned char marker, const void *s, size_t n)
{
	unsigned char head[4] = {0xff, marker, (unsigned char)((n + 2) >> 8), (unsigned char)(n + 2)};
	add(b, head, 4);
	add(b, s, n);
}

#define EXIF_N 154 /* bytes of exif_add */
static size_t app1_add(struct bytes *b, bool place, bool cyclic)
{
	struct bytes block = {.n = 0};
	ADD(&block, "Exif\0\0");
	exif_add(&block, place, cyclic);
	assert_int_equal(block.n, EXIF_N + 6);
	size_t at = b->n;
	segment_add(b, 0xe1, block.s, block.n);
	return at;
}

/* The parts of a JPEG of 8 x 8 grey points: tables, frame, scan. */
static void jpeg_parts(struct bytes *b)
{
	unsigned char table[65] = {0}, codes[18] = {0, 1};
	memset(table + 1, 16, 64);
	segment_add(b, 0xdb, table, 65);
	ADD(b, "\xff\xc0\0\x0b\x08\0\x08\0\x08\x01\x01\x11\0");
	segment_add(b, 0xc4, codes, 18);
	ADD(b, "\xff\xda\0\x08\x01\x01\0\0\x3f\0");
	ADD(b, "\x2a\xff\0\x15\xff\xd0\x7f");
}

static struct bytes jpeg(bool place)
{
	struct bytes b = {.n = 0};
	ADD(&b, "\xff\xd8");
	segment_add(&b, 0xe0, "JFIF\0\1\2\0\0\1\0\1\0\0", 14);
	app1_add(&b, place, false);
	segment_add(&b, 0xfe, "Kantor Kelurahan", 16);
	jpeg_parts(&b);
	ADD(&b, "\xff\xd9");
	return b;
}

static struct str str_of_bytes(const struct bytes *b)
{
	return (struct str){(const char *)b->s, b->n};
}

static void a_camera_says_when_where_and_which_side_is_up(void **state)
{
	(void)state;
	struct bytes with = jpeg(true), without = jpeg(false);
	struct photo_meta m = photo_meta(str_of_bytes(&with));
	assert_true(m.has_place);
	assert_int_equal(m.turn, 6);
	assert_string_equal(m.time, "2024-10-02T19:20:11+07:00");
	m = photo_meta(str_of_bytes(&without));
	assert_false(m.has_place);
	assert_int_equal(m.turn, 6);
	assert_int_equal(photo_meta(STR("tulisan biasa")).turn, 1);
}

static void a_directory_that_points_to_itself_is_read_once(void **state)
{
	(void)state;
	struct bytes b = {.n = 0};
	ADD(&b, "\xff\xd8");
	app1_add(&b, true, true);
	jpeg_parts(&b);
	assert_true(photo_has_place(str_of_bytes(&b)));
}

static bool holds(struct str s, const char *what)
{
	return memmem(s.s, s.n, what, strlen(what)) != NULL;
}

static void check_clean(struct bytes b, size_t expected)
{
	struct arena a = {0};
	struct str clean = photo_without_metadata(&a, str_of_bytes(&b));
	assert_false(photo_has_place(clean));
	assert_false(holds(clean, "Exif"));
	assert_false(holds(clean, "2024:10"));
	assert_false(holds(clean, "Kelurahan"));
	assert_int_equal(clean.n, expected);
	struct str again = photo_without_metadata(&a, clean);
	assert_int_equal(again.n, clean.n);
	assert_memory_equal(again.s, clean.s, clean.n);
	arena_free(&a);
}

/* SOI, JFIF (18 bytes), the parts, EOI. */
static size_t bare_size(bool jfif)
{
	struct bytes parts = {.n = 0};
	jpeg_parts(&parts);
	return (size_t)2 + (jfif ? 18 : 0) + parts.n + 2;
}

static void a_copy_holds_only_what_a_picture_needs(void **state)
{
	(void)state;
	struct bytes b = jpeg(true);
	check_clean(b, bare_size(true));
	/* Phones hang a film or a second picture behind the end, with a place of its own. */
	app1_add(&b, true, false);
	ADD(&b, "ftypmp42 Kelurahan");
	check_clean(b, bare_size(true));
}

/* The link broke, a card failed: the picture's parts are found again, the place is not kept. */
static void damaged_jpegs_lose_their_place_too(void **state)
{
	(void)state;
	struct bytes b = {.n = 0};
	ADD(&b, "\xff\xd8\xff");
	b.n = 2;
	size_t at = app1_add(&b, true, false);
	jpeg_parts(&b);
	struct bytes whole = b;
	check_clean(b, bare_size(false)); /* no end at all */
	b.s[at + 2] = 0x7f;               /* the block claims to be longer than the file */
	check_clean(b, bare_size(false));
	b = whole;
	b.s[at + 3] = 40; /* or to end in its own middle */
	check_clean(b, bare_size(false));
	b = whole;
	b.s[at + 2] = 1; /* or to reach into the picture: its tables are found behind it */
	check_clean(b, bare_size(false));
	b = whole;
	for (size_t cut = 4; cut < whole.n; cut++) { /* cut off anywhere */
		struct arena a = {0};
		b.n = cut;
		assert_false(photo_has_place(photo_without_metadata(&a, str_of_bytes(&b))));
		arena_free(&a);
	}
}

static void chunk_add(struct bytes *b, const char *kind, const void *s, size_t n, bool png)
{
	unsigned char head[4];
	for (size_t i = 0; i < 4; i++)
		head[i] = (unsigned char)(n >> (png ? 24 - 8 * i : 8 * i));
	add(b, png ? (const void *)head : kind, 4);
	add(b, png ? (const void *)kind : head, 4);
	add(b, s, n);
	if (png)
		ADD(b, "crc!");
	else if (n % 2)
		ADD(b, "\0");
}

static void png_and_webp_lose_their_place(void **state)
{
	(void)state;
	struct arena a = {0};
	struct bytes exif = {.n = 0}, png = {.n = 0}, webp = {.n = 0};
	exif_add(&exif, true, false);
	ADD(&png, "\x89PNG\r\n\x1a\n");
	chunk_add(&png, "IHDR", "0123456789abc", 13, true);
	chunk_add(&png, "eXIf", exif.s, exif.n, true);
	chunk_add(&png, "tEXt", "Comment\0Kelurahan", 17, true);
	chunk_add(&png, "IDAT", "data", 4, true);
	assert_true(photo_has_place(str_of_bytes(&png)));
	check_clean(png, 8 + 25 + 16 + 12); /* it had no end: it has one now */
	png.n -= 6;                         /* cut off within the picture data */
	check_clean(png, 8 + 25 + 14 + 12);
	ADD(&webp, "RIFF\0\0\0\0WEBP");
	chunk_add(&webp, "VP8X", "\x3c\0\0\0\x07\0\0\x07\0\0", 10, false);
	chunk_add(&webp, "VP8 ", "picture", 7, false);
	chunk_add(&webp, "EXIF", exif.s, exif.n, false);
	chunk_add(&webp, "XMP ", "<exif:GPSLatitude>Kelurahan", 27, false);
	assert_true(photo_has_place(str_of_bytes(&webp)));
	assert_string_equal(photo_meta(str_of_bytes(&webp)).time, "2024-10-02T19:20:11+07:00");
	check_clean(webp, 12 + 18 + 16);
	struct str clean = photo_without_metadata(&a, str_of_bytes(&webp));
	assert_int_equal(clean.s[4], clean.n - 8);
	assert_int_equal(clean.s[20], 0x10); /* it promises transparency still, nothing else */
	arena_free(&a);
}

static void other_files_are_left_as_they_are(void **state)
{
	(void)state;
	struct arena a = {0};
	static const char heic[] = "\0\0\0\x18" "ftypheic....Exif\0\0" "II*\0\x08\0\0\0";
	struct str b = {heic, sizeof heic - 1};
	assert_false(photo_can_clean(b));
	assert_ptr_equal(photo_without_metadata(&a, b).s, b.s);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_hash_is_the_pattern_of_waves),
		cmocka_unit_test(every_form_is_the_hash_of_the_turned_picture),
		cmocka_unit_test(different_patterns_are_far_apart),
		cmocka_unit_test(a_dull_picture_has_no_quality),
		cmocka_unit_test(brightness_and_size_hardly_matter),
		cmocka_unit_test(hex_and_bytes_say_the_same),
		cmocka_unit_test(a_camera_says_when_where_and_which_side_is_up),
		cmocka_unit_test(a_directory_that_points_to_itself_is_read_once),
		cmocka_unit_test(a_copy_holds_only_what_a_picture_needs),
		cmocka_unit_test(damaged_jpegs_lose_their_place_too),
		cmocka_unit_test(png_and_webp_lose_their_place),
		cmocka_unit_test(other_files_are_left_as_they_are),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
