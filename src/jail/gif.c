/* gif.c -- the first picture of a GIF (GIF89a specification, CompuServe 1990). Runs in the jail only (and in the
 * fuzzer). Small enough to be ours: one more library in the jail would be more to trust. */
#include "jail/jail_internal.h"

#include <stdlib.h>
#include <string.h>

#define CODES 4096

struct gif {
	const unsigned char *p;
	size_t n, at;
	const unsigned char *palette; /* of the picture, else of the screen; 3 bytes a colour */
	size_t colours;
	size_t width, height; /* of the picture */
	bool interlaced;
};

static unsigned byte(struct gif *g)
{
	return g->at < g->n ? g->p[g->at++] : 0;
}

static unsigned two(struct gif *g)
{
	unsigned low = byte(g);
	return low | byte(g) << 8;
}

static void palette(struct gif *g, unsigned flags)
{
	if (!(flags & 0x80))
		return;
	size_t colours = (size_t)2 << (flags & 7), left = g->n - g->at;
	g->palette = g->p + g->at;
	g->colours = colours * 3 <= left ? colours : left / 3;
	g->at += g->colours * 3;
}

/* Blocks of up to 255 bytes until an empty one. */
static void skip_blocks(struct gif *g)
{
	size_t n;
	while ((n = byte(g)) > 0)
		g->at = n < g->n - g->at ? g->at + n : g->n;
}

/* To the first picture: its size, colours and how its rows are ordered. */
static bool find_picture(struct gif *g)
{
	g->at = 10;
	unsigned flags = byte(g);
	g->at = 13;
	palette(g, flags);
	while (g->at < g->n) {
		unsigned kind = byte(g);
		if (kind == 0x2c) {
			two(g), two(g);
			g->width = two(g), g->height = two(g);
			flags = byte(g);
			g->interlaced = flags & 0x40;
			palette(g, flags);
			return g->width && g->height && g->colours && g->at < g->n;
		}
		if (kind != 0x21)
			return false;
		byte(g);
		skip_blocks(g);
	}
	return false;
}

/* Bits out of the blocks, lowest first. */
struct bits {
	struct gif *g;
	unsigned long held;
	unsigned held_n;
	size_t block; /* bytes left in this block */
	bool over;
};

static unsigned code_next(struct bits *b, unsigned width)
{
	while (b->held_n < width && !b->over) {
		if (!b->block)
			b->block = byte(b->g);
		if (!b->block || b->g->at >= b->g->n) {
			b->over = true;
			break;
		}
		b->held |= (unsigned long)byte(b->g) << b->held_n;
		b->held_n += 8;
		b->block--;
	}
	unsigned code = (unsigned)(b->held & ((1ul << width) - 1));
	b->held >>= width;
	b->held_n = b->held_n > width ? b->held_n - width : 0;
	return code;
}

/* What each code stands for: the code before it and one more colour. */
struct table {
	unsigned short before[CODES];
	unsigned char last[CODES], first[CODES];
	unsigned short length[CODES];
	unsigned n, clear, width, smallest;
};

static void table_clear(struct table *t)
{
	t->clear = 1u << t->smallest;
	t->n = t->clear + 2;
	t->width = t->smallest + 1;
	for (unsigned i = 0; i < t->clear; i++)
		t->first[i] = t->last[i] = (unsigned char)i, t->length[i] = 1;
}

static void table_add(struct table *t, unsigned before, unsigned char last)
{
	if (t->n >= CODES)
		return;
	t->before[t->n] = (unsigned short)before;
	t->last[t->n] = last;
	t->first[t->n] = t->first[before];
	t->length[t->n] = (unsigned short)(t->length[before] + 1);
	t->n++;
	if (t->n == 1u << t->width && t->width < 12)
		t->width++;
}

static size_t put(const struct table *t, unsigned code, unsigned char *out, size_t room)
{
	size_t n = t->length[code];
	for (size_t i = n; i-- > 0; code = t->before[code])
		if (i < room)
			out[i] = t->last[code];
	return n < room ? n : room;
}

/* Colour numbers of the whole picture; false when not even one came. */
static bool unpack(struct gif *g, unsigned char *out, size_t n)
{
	static struct table t;
	struct bits bits = {.g = g};
	t.smallest = byte(g);
	if (t.smallest < 1 || t.smallest > 8)
		return false;
	table_clear(&t);
	unsigned before = CODES;
	size_t done = 0;
	while (done < n) {
		unsigned code = code_next(&bits, t.width);
		if (bits.over || code == t.clear + 1)
			break;
		if (code == t.clear) {
			table_clear(&t);
			before = CODES;
			continue;
		}
		if (code > t.n || (code == t.n && (before == CODES || t.n >= CODES)) || (before == CODES && code > t.clear))
			break;
		if (before != CODES)
			table_add(&t, before, t.first[code < t.n ? code : before]);
		done += put(&t, code, out + done, n - done);
		before = code;
	}
	return done > 0;
}

/* Which row of the file holds row @y of the picture: interlaced files send every eighth first. */
static size_t file_row(const struct gif *g, size_t y)
{
	if (!g->interlaced)
		return y;
	size_t h = g->height, eighths = (h + 7) / 8, fours = (h + 3) / 8, twos = (h + 1) / 4;
	if (y % 8 == 0)
		return y / 8;
	if (y % 8 == 4)
		return eighths + y / 8;
	return y % 2 == 0 ? eighths + fours + y / 4 : eighths + fours + twos + y / 2;
}

static struct image colour(const struct gif *g, const unsigned char *numbers)
{
	struct scaler *s = scaler_new(g->width, g->height, JAIL_COPY_SIDE);
	unsigned char *row = jail_room(g->width, 3);
	for (size_t y = 0; y < g->height; y++) {
		const unsigned char *from = numbers + file_row(g, y) * g->width;
		for (size_t x = 0; x < g->width; x++)
			memcpy(row + 3 * x, g->palette + 3 * (from[x] < g->colours ? from[x] : 0), 3);
		scaler_row(s, row);
	}
	free(row);
	return scaler_end(s);
}

enum jail_end decode_gif(struct str b, struct image *ret, size_t *ret_width, size_t *ret_height)
{
	struct gif g = {.p = (const unsigned char *)b.s, .n = b.n};
	if (b.n < 14 || !find_picture(&g))
		return JAIL_DAMAGED;
	*ret_width = g.width, *ret_height = g.height;
	if (!pixels_fit(g.width, g.height))
		return JAIL_TOO_LARGE;
	unsigned char *numbers = jail_room(g.width, g.height);
	enum jail_end end = unpack(&g, numbers, g.width * g.height) ? JAIL_READY : JAIL_DAMAGED;
	if (end == JAIL_READY)
		*ret = colour(&g, numbers);
	free(numbers);
	return end;
}
