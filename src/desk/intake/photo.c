/* photo.c -- the place hidden in a photo: finds it, and makes a copy without any metadata.
 *
 * JPEG: segments up to the picture data; the place is the GPS directory (tag 0x8825) of the Exif block in
 * APP1. PNG: chunks; an eXIf chunk holds the same block. The copy keeps only what a picture needs, so
 * captions, device names and thumbnails go too. Formats: ITU T.81 (JPEG), ISO 15948 (PNG), CIPA DC-008
 * (Exif). Every length is checked against the bytes that are there. Pure.
 */
#include "desk/intake/intake.h"

#include <string.h>

typedef const unsigned char *bytes_at;

static uint32_t number(bytes_at p, int size, bool big)
{
	uint32_t v = 0;
	for (int i = 0; i < size; i++)
		v |= (uint32_t)p[i] << 8 * (big ? size - 1 - i : i);
	return v;
}

#define TAG_GPS 0x8825

/* A TIFF block: byte order, then a directory of 12-byte entries. */
static bool exif_has_place(bytes_at p, size_t n)
{
	if (n < 8 || (memcmp(p, "II*\0", 4) != 0 && memcmp(p, "MM\0*", 4) != 0))
		return false;
	bool big = p[0] == 'M';
	size_t at = number(p + 4, 4, big);
	if (at > n - 2)
		return false;
	size_t entries = number(p + at, 2, big);
	for (size_t i = 0, entry = at + 2; i < entries && entry + 12 <= n; i++, entry += 12)
		if (number(p + entry, 2, big) == TAG_GPS)
			return true;
	return false;
}

static bool is_jpeg(struct str b)
{
	return b.n > 4 && !memcmp(b.s, "\xff\xd8\xff", 3);
}

static bool is_png(struct str b)
{
	return b.n > 20 && !memcmp(b.s, "\x89PNG\r\n\x1a\n", 8);
}

/* The next segment of a JPEG header. False at the picture data or when it is damaged. */
struct segment {
	size_t at, n; /* with marker and length */
	unsigned char marker;
};
static bool jpeg_next(struct str b, size_t at, struct segment *ret)
{
	bytes_at p = (bytes_at)b.s;
	if (at + 4 > b.n || p[at] != 0xff || p[at + 1] == 0xda || p[at + 1] < 0xc0)
		return false;
	size_t n = 2 + number(p + at + 2, 2, true);
	if (n < 4 || at + n > b.n)
		return false;
	*ret = (struct segment){at, n, p[at + 1]};
	return true;
}

static bool jpeg_has_place(struct str b)
{
	struct segment s;
	for (size_t at = 2; jpeg_next(b, at, &s); at += s.n)
		if (s.marker == 0xe1 && s.n > 10 && !memcmp(b.s + s.at + 4, "Exif\0\0", 6) &&
		    exif_has_place((bytes_at)b.s + s.at + 10, s.n - 10))
			return true;
	return false;
}

/* Chunk: length, four letters, data, checksum. */
static bool png_next(struct str b, size_t at, size_t *ret_data, size_t *ret_whole)
{
	if (at + 12 > b.n)
		return false;
	size_t data = number((bytes_at)b.s + at, 4, true);
	if (data > b.n - at - 12)
		return false;
	*ret_data = data;
	*ret_whole = data + 12;
	return true;
}

static bool png_has_place(struct str b)
{
	size_t data, whole;
	for (size_t at = 8; png_next(b, at, &data, &whole); at += whole)
		if (!memcmp(b.s + at + 4, "eXIf", 4) && exif_has_place((bytes_at)b.s + at + 8, data))
			return true;
	return false;
}

bool photo_has_place(struct str b)
{
	return is_jpeg(b) ? jpeg_has_place(b) : is_png(b) && png_has_place(b);
}

struct copy {
	char *s;
	size_t n;
};

static void copy_span(struct copy *c, struct str b, size_t at, size_t n)
{
	memcpy(c->s + c->n, b.s + at, n);
	c->n += n;
}

/* APP1 to APP13, APP15 and comments go; APP0 (JFIF) and APP14 (Adobe: how colours are kept) stay. */
static bool jpeg_keeps(unsigned char marker)
{
	return marker != 0xfe && (marker < 0xe1 || marker > 0xef || marker == 0xee);
}

static struct str jpeg_clean(struct str b, struct copy *c)
{
	struct segment s;
	size_t at = 2;
	copy_span(c, b, 0, 2);
	for (; jpeg_next(b, at, &s); at += s.n)
		if (jpeg_keeps(s.marker))
			copy_span(c, b, s.at, s.n);
	copy_span(c, b, at, b.n - at);
	return (struct str){c->s, c->n};
}

static bool png_keeps(const char *kind)
{
	static const char *const needed[] = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS",
					     "gAMA", "cHRM", "sRGB", "sBIT", "bKGD"};
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!memcmp(kind, needed[i], 4))
			return true;
	return false;
}

static struct str png_clean(struct str b, struct copy *c)
{
	size_t data, whole, at = 8;
	bool complete = false;
	copy_span(c, b, 0, 8);
	for (; png_next(b, at, &data, &whole) && !complete; at += whole) {
		if (png_keeps(b.s + at + 4))
			copy_span(c, b, at, whole);
		complete = !memcmp(b.s + at + 4, "IEND", 4);
	}
	return complete ? (struct str){c->s, c->n} : b;
}

struct str photo_without_metadata(struct arena *a, struct str b)
{
	if (!is_jpeg(b) && !is_png(b))
		return b;
	struct copy c = {.s = arena_alloc(a, b.n)};
	return is_jpeg(b) ? jpeg_clean(b, &c) : png_clean(b, &c);
}

bool file_type_known(const char *type)
{
	/* TRUST 4.4: what may be attached; everything else is kept and offered for download only. */
	static const char *const known[] = {"image/jpeg", "image/png",       "image/webp", "image/heic",
					    "video/mp4",  "video/3gpp",      "audio/mpeg", "audio/ogg",
					    "audio/mp4",  "application/pdf", "text/plain", "text/csv"};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (text_eq(type, known[i]))
			return true;
	return false;
}
