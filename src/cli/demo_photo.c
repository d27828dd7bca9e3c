/* demo_photo.c -- the group photo of the demonstration: nine drawn figures before a banner, as a PNG.
 *
 * A drawing, so that nobody's face is in it. The PNG holds palette pixels in stored (uncompressed) deflate blocks, which
 * needs no library and gives the same bytes everywhere. RFC 2083, RFC 1950, RFC 1951.
 */
#include "cli/demo_internal.h"

#include <string.h>

#define WIDTH 480u
#define HEIGHT 270u
#define STORED_MAX 65535u /* bytes of one stored deflate block */

struct canvas {
	unsigned char px[HEIGHT][WIDTH]; /* palette index */
};

static const unsigned char PALETTE[][3] = {
	{91, 111, 120}, {231, 217, 176}, {139, 123, 75}, {160, 106, 58}, {185, 160, 106}, {201, 155, 119}, {43, 36, 32}, {233, 228, 216}, {141, 98, 64},
};
enum { WALL, BANNER, LETTERS, SEAL, CLOTH, SKIN, HAIR, CAP, HAND };

static void box(struct canvas *c, unsigned x, unsigned y, unsigned w, unsigned h, unsigned char color)
{
	for (unsigned j = y; j < y + h && j < HEIGHT; j++)
		for (unsigned i = x; i < x + w && i < WIDTH; i++)
			c->px[j][i] = color;
}

static void disc(struct canvas *c, int x, int y, int radius, unsigned char color)
{
	for (int j = -radius; j <= radius; j++)
		for (int i = -radius; i <= radius; i++)
			if (i * i + j * j <= radius * radius && y + j >= 0 && x + i >= 0 && y + j < (int)HEIGHT && x + i < (int)WIDTH)
				c->px[y + j][x + i] = color;
}

/* Two fingers up, as far as a drawing can. */
static void hand(struct canvas *c, unsigned x, unsigned y)
{
	box(c, x, y, 6, 40, CLOTH);
	disc(c, (int)x + 3, (int)y - 4, 6, HAND);
	box(c, x - 2, y - 22, 3, 18, HAND);
	box(c, x + 5, y - 22, 3, 18, HAND);
}

static void figure(struct canvas *c, unsigned i)
{
	unsigned x = 30 + i * 50, y = 140 + (i % 2) * 12;
	box(c, x - 20, y + 20, 40, HEIGHT - y, CLOTH);
	disc(c, (int)x, (int)y, 17, SKIN);
	box(c, x - 16, y - 18, 32, 10, i % 3 ? HAIR : CAP);
	if (i == 2 || i == 6)
		hand(c, x + 22, y - 4);
}

static void scene(struct canvas *c, unsigned variant)
{
	box(c, 0, 0, WIDTH, HEIGHT, WALL);
	box(c, 60 + variant % 3, 20, 360, 70, BANNER); /* another telephone held a little aside */
	box(c, 84 + variant % 3, 36, 190, 14, LETTERS);
	box(c, 84 + variant % 3, 60, 140, 9, LETTERS);
	disc(c, 368, 54, 22, SEAL);
	for (unsigned i = 0; i < 9; i++)
		figure(c, i);
	for (unsigned i = 0; i < variant % 7; i++) /* dust on the lens */
		c->px[(variant * 37 + i * 11) % HEIGHT][(variant * 53 + i * 17) % WIDTH] = HAIR;
}

static void be32(struct buf *b, uint32_t n)
{
	unsigned char bytes[] = {(unsigned char)(n >> 24), (unsigned char)(n >> 16), (unsigned char)(n >> 8), (unsigned char)n};
	buf_raw(b, bytes, sizeof bytes);
}

static uint32_t crc32(const unsigned char *s, size_t n)
{
	uint32_t crc = 0xffffffff;
	for (size_t i = 0; i < n; i++) {
		crc ^= s[i];
		for (int k = 0; k < 8; k++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
	}
	return ~crc;
}

static void chunk(struct buf *b, const char *kind, const void *body, size_t n)
{
	be32(b, (uint32_t)n);
	size_t from = b->n;
	buf_raw(b, kind, 4);
	buf_raw(b, body, n);
	be32(b, crc32((const unsigned char *)b->s + from, b->n - from));
}

static uint32_t adler32(const char *s, size_t n)
{
	uint32_t low = 1, high = 0;
	for (size_t i = 0; i < n; i++) {
		low = (low + (unsigned char)s[i]) % 65521;
		high = (high + low) % 65521;
	}
	return high << 16 | low;
}

/* zlib wrapper around stored blocks. */
static void deflate_stored(struct buf *b, const struct buf *rows)
{
	buf_raw(b, "\x78\x01", 2);
	for (size_t at = 0; at < rows->n; at += STORED_MAX) {
		size_t n = rows->n - at < STORED_MAX ? rows->n - at : STORED_MAX;
		unsigned char head[] = {at + n == rows->n, (unsigned char)n, (unsigned char)(n >> 8),
					(unsigned char)~n, (unsigned char)(~n >> 8)};
		buf_raw(b, head, sizeof head);
		buf_raw(b, rows->s + at, n);
	}
	be32(b, adler32(rows->s, rows->n));
}

struct str demo_photo(struct arena *a, unsigned variant)
{
	struct canvas *c = arena_new(a, struct canvas);
	scene(c, variant);
	scoped(buf_free) struct buf rows = {0}, packed = {0}, head = {0}, png = {0};
	for (unsigned y = 0; y < HEIGHT; y++) {
		buf_raw(&rows, "\0", 1); /* no filter */
		buf_raw(&rows, c->px[y], WIDTH);
	}
	deflate_stored(&packed, &rows);
	be32(&head, WIDTH);
	be32(&head, HEIGHT);
	buf_raw(&head, "\x08\x03\0\0\0", 5); /* eight bits, palette */
	buf_raw(&png, "\x89PNG\r\n\x1a\n", 8);
	chunk(&png, "IHDR", head.s, head.n);
	chunk(&png, "PLTE", PALETTE, sizeof PALETTE);
	chunk(&png, "IDAT", packed.s, packed.n);
	chunk(&png, "IEND", "", 0);
	return (struct str){arena_memdup(a, png.s, png.n), png.n};
}
