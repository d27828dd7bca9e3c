/* meta.c -- the Exif block of a picture: does it hold a place, when was it taken, which side is up.
 *
 * A block is looked for wherever it may stand (a JPEG's APP1, PNG's eXIf, WebP's EXIF, HEIC's item), also in a
 * damaged file: it is known by its first bytes. Directories are read without following their chain, so one that
 * points to itself is read once. Pure. */
#define _GNU_SOURCE
#include "core/photo/photo_internal.h"

#include <stdio.h>
#include <string.h>

#define ENTRIES_MAX  1000 /* of one directory; cameras write below 100 */
#define PLACES_MAX   64   /* entries of the directory of the place; the standard names 32 */
#define TAG_TURN     0x0112
#define TAG_CHANGED  0x0132
#define TAG_EXIF     0x8769
#define TAG_GPS      0x8825
#define TAG_LATITUDE 0x0002
#define TAG_TAKEN    0x9003
#define TAG_ZONE     0x9011

uint32_t photo_number(const unsigned char *p, int size, bool big)
{
	uint32_t v = 0;
	for (int i = 0; i < size; i++)
		v |= (uint32_t)p[i] << 8 * (big ? size - 1 - i : i);
	return v;
}

/* A TIFF block: byte order, then a directory of 12-byte entries. */
struct tiff {
	const unsigned char *p;
	size_t n;
	bool big;
};

static uint32_t at(const struct tiff *t, size_t where, int size)
{
	return photo_number(t->p + where, size, t->big);
}

static bool tiff_open(struct tiff *t)
{
	if (t->n < 8 || (memcmp(t->p, "II*\0", 4) != 0 && memcmp(t->p, "MM\0*", 4) != 0))
		return false;
	t->big = t->p[0] == 'M';
	return true;
}

/* Where the entry of @tag stands in the directory at @dir; 0 when it is not there. */
static size_t entry_of(const struct tiff *t, size_t dir, uint32_t tag)
{
	if (dir < 8 || dir > t->n - 2)
		return 0;
	size_t entries = at(t, dir, 2);
	for (size_t i = 0, entry = dir + 2; i < entries && i < ENTRIES_MAX && entry + 12 <= t->n; i++, entry += 12)
		if (at(t, entry, 2) == tag)
			return entry;
	return 0;
}

/* The text of an entry (type 2), at most @max - 1 bytes, only what a date may hold. */
static void text_of(const struct tiff *t, size_t entry, size_t max, char *ret)
{
	size_t n = entry ? at(t, entry + 4, 4) : 0, from = n > 4 ? at(t, entry + 8, 4) : entry + 8, i = 0;
	if (!entry || at(t, entry + 2, 2) != 2 || from > t->n || n > t->n - from)
		n = 0;
	for (; i < n && i < max - 1 && t->p[from + i] && strchr("0123456789:+- ", t->p[from + i]); i++)
		ret[i] = (char)t->p[from + i];
	ret[i] = 0;
}

static bool digits_like(const char *s, const char *shape)
{
	for (; *shape; s++, shape++)
		if (*shape == '0' ? *s < '0' || *s > '9' : *s != *shape)
			return false;
	return !*s;
}

/* "2024:10:02 19:20:11" and "+07:00" */
static void time_read(const struct tiff *t, size_t ifd, char ret[static 32])
{
	char taken[24], zone[8];
	size_t more = entry_of(t, ifd, TAG_EXIF), exif = more ? at(t, more + 8, 4) : 0;
	text_of(t, entry_of(t, exif, TAG_TAKEN), sizeof taken, taken);
	text_of(t, entry_of(t, exif, TAG_ZONE), sizeof zone, zone);
	if (!*taken)
		text_of(t, entry_of(t, ifd, TAG_CHANGED), sizeof taken, taken);
	if (!digits_like(taken, "0000:00:00 00:00:00") || text_starts(taken, "0000"))
		return;
	taken[4] = taken[7] = '-';
	taken[10] = 'T';
	bool zoned = (*zone == '+' || *zone == '-') && digits_like(zone + 1, "00:00");
	snprintf(ret, 32, "%s%s", taken, zoned ? zone : "");
}

/* A directory for the place that says which latitude; one that cannot be read counts too. */
static bool place_in(const struct tiff *t, size_t ifd)
{
	size_t entry = entry_of(t, ifd, TAG_GPS), gps = entry ? at(t, entry + 8, 4) : 0;
	if (!entry)
		return false;
	bool readable = gps >= 8 && gps <= t->n - 2 && at(t, gps, 2) <= PLACES_MAX;
	return !readable || entry_of(t, gps, TAG_LATITUDE);
}

static void block_read(struct tiff t, struct photo_meta *m)
{
	if (!tiff_open(&t))
		return;
	size_t ifd = at(&t, 4, 4), turn = entry_of(&t, ifd, TAG_TURN);
	uint32_t value = turn ? at(&t, turn + 8, 2) : 0;
	if (m->turn == 1 && value >= 1 && value <= 8)
		m->turn = (int)value;
	if (!*m->time)
		time_read(&t, ifd, m->time);
	m->has_place |= place_in(&t, ifd);
}

/* The next of @mark from @from on; bytes.n when there is none. */
static size_t find(struct str b, size_t from, const char *mark, size_t mark_n)
{
	const char *p = from < b.n ? memmem(b.s + from, b.n - from, mark, mark_n) : NULL;
	return p ? (size_t)(p - b.s) : b.n;
}

static void blocks_behind(struct str b, const char *mark, size_t mark_n, struct photo_meta *m)
{
	for (size_t i = 0; (i = find(b, i, mark, mark_n)) < b.n; i += mark_n)
		block_read((struct tiff){(const unsigned char *)b.s + i + mark_n, b.n - i - mark_n, false}, m);
}

struct photo_meta photo_meta(struct str b)
{
	struct photo_meta m = {.turn = 1};
	blocks_behind(b, "Exif\0\0", 6, &m);
	if (photo_is_png(b))
		blocks_behind(b, "eXIf", 4, &m);
	if (photo_is_webp(b))
		for (size_t i = 0; (i = find(b, i, "EXIF", 4)) < b.n; i += 4)
			block_read((struct tiff){(const unsigned char *)b.s + i + 8, b.n - i > 8 ? b.n - i - 8 : 0, false}, &m);
	/* Adobe's XMP says the same in words. */
	m.has_place |= photo_is_picture(b) && find(b, 0, "GPSLatitude", 11) < b.n;
	return m;
}

bool photo_has_place(struct str b)
{
	return photo_meta(b).has_place;
}
