/* jail_internal.h -- what both ends of the socket say, and what the decoders hand each other. */
#ifndef NETRA_JAIL_INTERNAL_H
#define NETRA_JAIL_INTERNAL_H

#include "jail/jail.h"

#include <stdlib.h>
#include <unistd.h>

#define JAIL_MAGIC     UINT32_C(0x4e504943) /* "NPIC" */
#define JAIL_COPY_MAX  ((size_t)24 << 20)   /* bytes; 2,048 x 2,048 pixels of noise stay below */
#define JAIL_THUMB_MAX ((size_t)1 << 20)

/* Both ends are the same program, so structs may travel as they are. */
struct jail_question {
	uint32_t magic, n; /* bytes that follow */
	uint32_t areas, spare; /* struct photo_area, behind them */
};
struct jail_answer {
	uint32_t magic, end; /* enum jail_end */
	uint32_t width, height, quality;
	uint32_t copy_n, thumb_n; /* bytes that follow, in this order */
	uint32_t spare;
	struct pdq forms[PDQ_FORMS];
};

#define JAIL_EXIT_MEMORY 3 /* of a child whose memory ran out */
#define JAIL_EXIT_LOCK   4 /* of one that could not be locked in */

/* Zeroed; the child ends when there is none. */
static inline void *jail_room(size_t n, size_t size)
{
	void *p = calloc(n, size);
	if (!p)
		_exit(JAIL_EXIT_MEMORY);
	return p;
}

struct image { /* three bytes a pixel, row by row */
	unsigned char *rgb;
	size_t width, height;
};

/* Makes both sides smaller alike until the longer one is at most @side_max; none becomes 0. */
void sides_fit(size_t *width, size_t *height, size_t side_max);

/* Takes the rows of a picture one by one and keeps a smaller one: each pixel the mean of the area it stands for. */
struct scaler;
struct scaler *scaler_new(size_t width, size_t height, size_t side_max);
void scaler_row(struct scaler *s, const unsigned char *rgb);
void scaler_row_rgba(struct scaler *s, const unsigned char *rgba); /* on white */
bool scaler_began(const struct scaler *s);  /* something would be seen */
struct image scaler_end(struct scaler *s); /* frees @s; rows that never came are black */
struct image image_scale(const struct image *from, size_t side_max);
struct image image_turn(struct image from, int turn); /* frees @from; @turn: Exif orientation */
void image_paint(struct image *image, struct photo_area area); /* black */

/* @ret_width, @ret_height: as the file says. Calls scaler_*; the child's memory is never freed but by its end. */
enum jail_end decode_jpeg(struct str bytes, struct image *ret, size_t *ret_width, size_t *ret_height);
enum jail_end decode_png(struct str bytes, struct image *ret, size_t *ret_width, size_t *ret_height);
enum jail_end decode_webp(struct str bytes, struct image *ret, size_t *ret_width, size_t *ret_height);
enum jail_end decode_gif(struct str bytes, struct image *ret, size_t *ret_width, size_t *ret_height);
enum jail_end encode_jpeg(const struct image *image, int quality, unsigned char **ret, size_t *ret_n);

/* Everything between the bytes and the answer, without a jail around it: for the child and for the fuzzer. The copies
 * are malloc'ed. @areas are painted over first. */
struct picture_made {
	struct jail_answer answer;
	unsigned char *copy, *thumb;
};
void picture_make(struct str bytes, const struct photo_area *areas, size_t n, struct picture_made *ret);
void picture_drop(struct picture_made *p);

static inline bool pixels_fit(size_t width, size_t height)
{
	return width > 0 && height > 0 && height <= JAIL_PIXELS_MAX / width;
}

#endif
