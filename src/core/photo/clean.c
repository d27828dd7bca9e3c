/* clean.c -- a copy of a picture that holds only what a picture needs.
 *
 * The copy is built from the parts that are understood, never by cutting parts out: what is unknown, damaged or
 * behind the end of the picture (a second picture, a film, a maker's trailer) cannot slip through. JPEG: ITU T.81;
 * PNG: ISO 15948; WebP: RFC 9649. Pure. */
#include "core/photo/photo_internal.h"

typedef const unsigned char *bytes_at;

struct copy {
	char *s;
	size_t n;
};

static void copy_bytes(struct copy *c, const char *s, size_t n)
{
	memcpy(c->s + c->n, s, n);
	c->n += n;
}

static void copy_number(struct copy *c, uint32_t v, int size, bool big)
{
	for (int i = 0; i < size; i++)
		c->s[c->n++] = (char)(v >> 8 * (big ? size - 1 - i : i));
}

/* -- JPEG -- */

enum { SOI = 0xd8, EOI = 0xd9, SOS = 0xda, DHT = 0xc4, DQT = 0xdb, DRI = 0xdd, APP0 = 0xe0, APP14 = 0xee, JPG = 0xc8, DAC = 0xcc };

/* The number of Huffman codes or quantising steps that a table segment says it holds, against its length. */
static bool tables_fit(bytes_at p, size_t n, bool huffman)
{
	size_t i = 0;
	while (i < n) {
		size_t codes = huffman ? 0 : (p[i] >> 4 ? 128 : 64);
		if (huffman && n - i < 17)
			return false;
		for (size_t k = 1; huffman && k <= 16; k++)
			codes += p[i + k];
		i += 1 + codes + (huffman ? 16 : 0);
	}
	return i == n && n > 0;
}

/* Whether a segment's content has the shape that its marker asks for: bytes of something else do not. */
static bool segment_fits(unsigned char marker, bytes_at p, size_t n)
{
	if (marker == DHT || marker == DQT)
		return tables_fit(p, n, marker == DHT);
	if (marker == SOS)
		return n >= 6 && p[0] >= 1 && p[0] <= 4 && n == 4 + 2 * (size_t)p[0];
	if (marker == DRI)
		return n == 2;
	if (marker == APP0) /* JFIF without a thumbnail: density only */
		return n == 14 && !memcmp(p, "JFIF", 5);
	if (marker == APP14) /* how colours are kept */
		return n == 12 && !memcmp(p, "Adobe", 5);
	if (marker == DAC)
		return n > 0 && n % 2 == 0 && n <= 64;
	return marker >= 0xc0 && marker <= 0xcf && marker != JPG && n >= 9 && n == 6 + 3 * (size_t)p[5];
}

/* The end of the picture data that begins at @at: the next marker that is no restart. */
static size_t data_end(struct str b, size_t at)
{
	bytes_at p = (bytes_at)b.s;
	for (; at + 1 < b.n; at++)
		if (p[at] == 0xff && p[at + 1] != 0 && p[at + 1] != 0xff && (p[at + 1] < 0xd0 || p[at + 1] > 0xd7))
			return at;
	return b.n;
}

struct walk {
	struct str b;
	size_t at;
	int depth;   /* a thumbnail that lies open because its block's length was damaged */
	bool trust;  /* believe the lengths of parts that we leave out */
	bool data;   /* picture data was found */
	bool over;
};

/* One segment with a length: kept when it is needed and has its shape. */
static void segment(struct walk *w, struct copy *c)
{
	bytes_at p = (bytes_at)w->b.s + w->at;
	size_t left = w->b.n - w->at, n = left >= 4 ? photo_number(p + 2, 2, true) : 0;
	bool whole = n >= 2 && n + 2 <= left, fits = whole && segment_fits(p[1], p + 4, n - 2);
	size_t end = fits || (whole && w->trust) ? w->at + 2 + n : w->at + 2;
	size_t from = w->at;
	if (fits && p[1] == SOS)
		end = data_end(w->b, end);
	w->at = end;
	if (!fits || w->depth)
		return;
	copy_bytes(c, w->b.s + from, end - from);
	w->data |= p[1] == SOS;
}

static void marker(struct walk *w, struct copy *c)
{
	bytes_at p = (bytes_at)w->b.s + w->at;
	if (p[0] != 0xff || p[1] == 0xff) {
		w->at++;
	} else if (p[1] == SOI) {
		w->depth++;
		w->at += 2;
	} else if (p[1] == EOI) {
		w->over = !w->depth && w->data;
		w->depth -= w->depth > 0;
		w->at += 2;
	} else if (p[1] <= 1 || (p[1] >= 0xd0 && p[1] <= 0xd7)) {
		w->at += 2;
	} else {
		segment(w, c);
	}
}

static bool jpeg_walk(struct str b, bool trust, struct copy *c)
{
	struct walk w = {.b = b, .at = 2, .trust = trust};
	c->n = 0;
	copy_bytes(c, "\xff\xd8", 2);
	while (!w.over && w.at + 1 < b.n)
		marker(&w, c);
	copy_bytes(c, "\xff\xd9", 2);
	return w.data;
}

static void jpeg_clean(struct str b, struct copy *c)
{
	if (!jpeg_walk(b, true, c))
		jpeg_walk(b, false, c);
}

/* -- PNG -- */

static uint32_t crc(bytes_at p, size_t n)
{
	uint32_t v = 0xffffffff;
	for (size_t i = 0; i < n; i++) {
		v ^= p[i];
		for (int k = 0; k < 8; k++)
			v = v >> 1 ^ (v & 1 ? 0xedb88320 : 0);
	}
	return ~v;
}

static bool png_keeps(const char *kind)
{
	static const char needed[][5] = {"IHDR", "PLTE", "IDAT", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD"};
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!memcmp(kind, needed[i], 4))
			return true;
	return false;
}

/* Picture data that ends too early: what is there, with the length and checksum of that. */
static void png_rest(struct str b, size_t at, size_t data, struct copy *c)
{
	size_t left = b.n - at - 8, n = data < left ? data : left, start = c->n + 4;
	if (memcmp(b.s + at + 4, "IDAT", 4) != 0)
		return;
	copy_number(c, (uint32_t)n, 4, true);
	copy_bytes(c, b.s + at + 4, n + 4);
	copy_number(c, crc((bytes_at)c->s + start, n + 4), 4, true);
}

static void png_clean(struct str b, struct copy *c)
{
	size_t at = 8;
	copy_bytes(c, b.s, 8);
	while (at + 8 <= b.n && memcmp(b.s + at + 4, "IEND", 4) != 0) {
		size_t data = photo_number((bytes_at)b.s + at, 4, true);
		if (data + 4 > b.n - at - 8) {
			png_rest(b, at, data, c);
			break;
		}
		if (png_keeps(b.s + at + 4))
			copy_bytes(c, b.s + at, data + 12);
		at += data + 12;
	}
	copy_bytes(c, "\0\0\0\0IEND\xae\x42\x60\x82", 12);
}

/* -- WebP -- */

#define WEBP_TOLD 0x2c /* flags of VP8X that promise a colour profile, Exif, XMP */

static bool webp_keeps(const char *kind)
{
	static const char needed[][5] = {"VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF"};
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!memcmp(kind, needed[i], 4))
			return true;
	return false;
}

static void webp_chunk(struct str b, size_t at, size_t data, struct copy *c)
{
	size_t start = c->n;
	copy_bytes(c, b.s + at, 4);
	copy_number(c, (uint32_t)data, 4, false);
	copy_bytes(c, b.s + at + 8, data);
	if (data % 2)
		copy_bytes(c, "", 1);
	if (!memcmp(b.s + at, "VP8X", 4) && data)
		c->s[start + 8] = (char)(c->s[start + 8] & ~WEBP_TOLD);
}

static void webp_clean(struct str b, struct copy *c)
{
	copy_bytes(c, b.s, 12);
	for (size_t at = 12; at + 8 <= b.n;) {
		size_t data = photo_number((bytes_at)b.s + at + 4, 4, false), left = b.n - at - 8;
		if (webp_keeps(b.s + at))
			webp_chunk(b, at, data < left ? data : left, c);
		if (data >= left)
			break;
		at += 8 + data + data % 2;
	}
	size_t n = c->n - 8;
	c->n = 4;
	copy_number(c, (uint32_t)n, 4, false);
	c->n = n + 8;
}

bool photo_can_clean(struct str b)
{
	return photo_is_jpeg(b) || photo_is_png(b) || photo_is_webp(b);
}

bool photo_type_cleans(const char *type)
{
	return text_eq(type, "image/jpeg") || text_eq(type, "image/png") || text_eq(type, "image/webp");
}

#define MORE 32 /* bytes that a copy may have more than its original: an end that was missing */

struct str photo_without_metadata(struct arena *a, struct str b)
{
	if (!photo_can_clean(b))
		return b;
	struct copy c = {.s = arena_alloc(a, b.n + MORE)};
	if (photo_is_jpeg(b))
		jpeg_clean(b, &c);
	else if (photo_is_png(b))
		png_clean(b, &c);
	else
		webp_clean(b, &c);
	return (struct str){c.s, c.n};
}
