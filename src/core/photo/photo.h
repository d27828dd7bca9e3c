/* photo.h -- what can be said of a picture: from its bytes without opening it, and from its pixels as numbers.
 *
 * Metadata: the place, the time and the way up that a camera wrote into a file (Exif, CIPA DC-008), and a copy
 * without any of it. Every length is checked against the bytes that are there; nothing is decoded here.
 *
 * PDQ: 256 bits that stay nearly the same when a picture is compressed again, resized or printed lightly over
 * (Meta, "The TMK+PDQF video-hashing algorithm and the PDQ image-hashing algorithm", 2019; written anew from
 * that paper). Two hashes at most PDQ_SAME bits apart are the same picture, at most PDQ_SURE surely so. A hash
 * is not robust to cropping by more than a few percent, and a dull picture (quality below PDQ_QUALITY_MIN) has
 * no hash worth comparing. The eight forms are the hashes that the picture would have turned and mirrored.
 *
 * Pixels come decoded from the jailed child (src/jail): here are only values in and values out.
 */
#ifndef NETRA_CORE_PHOTO_PHOTO_H
#define NETRA_CORE_PHOTO_PHOTO_H

#include "base/arena.h"
#include "base/str.h"

#include <string.h>

/* -- kinds, by their first bytes -- */

static inline bool photo_is_jpeg(struct str b)
{
	return b.n > 3 && !memcmp(b.s, "\xff\xd8\xff", 3);
}

static inline bool photo_is_png(struct str b)
{
	return b.n > 8 && !memcmp(b.s, "\x89PNG\r\n\x1a\n", 8);
}

static inline bool photo_is_webp(struct str b)
{
	return b.n > 12 && !memcmp(b.s, "RIFF", 4) && !memcmp(b.s + 8, "WEBP", 4);
}

/* A number of @size bytes as such files keep it. */
uint32_t photo_number(const unsigned char *p, int size, bool big);

/* -- areas -- */

#define PHOTO_SIDE 10000 /* a whole side of a picture as it is seen (upright), in the unit of areas: hundredths of a percent */

struct photo_area {
	uint32_t x, y, width, height;
};
/* Not empty, and inside the picture. */
static inline bool photo_area_fits(struct photo_area r)
{
	return r.width && r.height && r.x < PHOTO_SIDE && r.y < PHOTO_SIDE && r.width <= PHOTO_SIDE - r.x && r.height <= PHOTO_SIDE - r.y;
}

/* -- metadata -- */

struct photo_meta {
	bool has_place;
	int turn;      /* Exif orientation: 1 upright ... 8; 1 when nothing says otherwise */
	char time[32]; /* "2024-10-02T19:20:11+07:00", zone only when it is told; "" when there is none */
};
struct photo_meta photo_meta(struct str bytes);
bool photo_has_place(struct str bytes);
/* Whether photo_without_metadata knows this kind of file: JPEG, PNG, WebP. */
bool photo_can_clean(struct str bytes);
bool photo_type_cleans(const char *type); /* the same by the type's name: "image/webp" */
/* A copy that holds only what a picture needs: no place, device, caption, thumbnail, nothing behind its end. A
 * damaged picture keeps the parts that could be understood. Unchanged when photo_can_clean says no. */
struct str photo_without_metadata(struct arena *a, struct str bytes);

/* -- PDQ -- */

#define PDQ_SIZE        32 /* bytes */
#define PDQ_FORMS       8
#define PDQ_SAME        31 /* bits apart: the same picture */
#define PDQ_SURE        20
#define PDQ_QUALITY_MIN 50 /* of 100; below it the picture is too dull to compare */

struct pdq {
	uint64_t words[4]; /* bit k of the hash is bit k % 64 of word k / 64; k = 16 * row + column of the DCT */
};
enum pdq_form { PDQ_ORIGINAL, PDQ_TURN_90, PDQ_TURN_180, PDQ_TURN_270, PDQ_FLIP_X, PDQ_FLIP_Y, PDQ_FLIP_PLUS, PDQ_FLIP_MINUS };

struct pdq_seen {
	struct pdq forms[PDQ_FORMS]; /* by enum pdq_form */
	int quality;                 /* 0 to 100 */
};
/* @grey: brightness of width * height pixels, row by row. At least 5 x 5 pixels, else quality 0. */
struct pdq_seen pdq_of(const unsigned char *grey, size_t width, size_t height);
int pdq_distance(struct pdq a, struct pdq b);
/* The least distance of any form of @a to @b. */
int pdq_nearest(const struct pdq_seen *a, struct pdq b, enum pdq_form *ret_form);
/* 64 hex digits, highest bit first, as exchanged by others. */
const char *pdq_hex(struct pdq h, char ret[static 65]);
bool pdq_read(const char *hex, struct pdq *ret);
void pdq_bytes(struct pdq h, unsigned char ret[static PDQ_SIZE]); /* as pdq_hex, for the store */
struct pdq pdq_from_bytes(const unsigned char bytes[static PDQ_SIZE]);

#endif
