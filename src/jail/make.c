/* make.c -- from a stranger's bytes to our own pictures of them. Runs in the jail only (and in the fuzzer). */
#include "jail/jail_internal.h"

#include <string.h>

#define COPY_QUALITY  82
#define THUMB_QUALITY 75
#define PDQ_SIDE      512 /* pixels; the hash looks at 64 points, more only costs time */

static enum jail_end decode(struct str b, struct image *ret, size_t *ret_width, size_t *ret_height)
{
	if (photo_is_jpeg(b))
		return decode_jpeg(b, ret, ret_width, ret_height);
	if (photo_is_png(b))
		return decode_png(b, ret, ret_width, ret_height);
	if (photo_is_webp(b))
		return decode_webp(b, ret, ret_width, ret_height);
	if (b.n > 6 && (!memcmp(b.s, "GIF87a", 6) || !memcmp(b.s, "GIF89a", 6)))
		return decode_gif(b, ret, ret_width, ret_height);
	return JAIL_NO_PICTURE;
}

static struct pdq_seen hash_of_image(const struct image *image)
{
	struct image small = image_scale(image, PDQ_SIDE);
	size_t n = small.width * small.height;
	for (size_t i = 0; i < n; i++) { /* brightness by ITU-R BT.601, in place */
		const unsigned char *p = small.rgb + 3 * i;
		small.rgb[i] = (unsigned char)((299u * p[0] + 587u * p[1] + 114u * p[2] + 500u) / 1000u);
	}
	struct pdq_seen seen = pdq_of(small.rgb, small.width, small.height);
	free(small.rgb);
	return seen;
}

static void swap(uint32_t *a, uint32_t *b)
{
	uint32_t held = *a;
	*a = *b;
	*b = held;
}

static enum jail_end pack(const struct image *seen, struct picture_made *ret)
{
	size_t copy_n = 0, thumb_n = 0;
	struct image thumb = image_scale(seen, JAIL_THUMB_SIDE);
	enum jail_end end = encode_jpeg(seen, COPY_QUALITY, &ret->copy, &copy_n);
	if (end == JAIL_READY)
		end = encode_jpeg(&thumb, THUMB_QUALITY, &ret->thumb, &thumb_n);
	free(thumb.rgb);
	ret->answer.copy_n = (uint32_t)copy_n;
	ret->answer.thumb_n = (uint32_t)thumb_n;
	return copy_n > JAIL_COPY_MAX || thumb_n > JAIL_THUMB_MAX ? JAIL_TOO_LARGE : end;
}

void picture_make(struct str bytes, const struct photo_area *areas, size_t n, struct picture_made *ret)
{
	struct image image = {0};
	size_t width = 0, height = 0;
	*ret = (struct picture_made){.answer = {.magic = JAIL_MAGIC}};
	enum jail_end end = decode(bytes, &image, &width, &height);
	if (end == JAIL_READY) {
		int turn = photo_meta(bytes).turn;
		image = image_turn(image, turn);
		for (size_t i = 0; i < n; i++)
			image_paint(&image, areas[i]);
		ret->answer.width = (uint32_t)width;
		ret->answer.height = (uint32_t)height;
		if (turn >= 5)
			swap(&ret->answer.width, &ret->answer.height);
		struct pdq_seen seen = hash_of_image(&image);
		ret->answer.quality = (uint32_t)seen.quality;
		memcpy(ret->answer.forms, seen.forms, sizeof seen.forms);
		end = pack(&image, ret);
	}
	free(image.rgb);
	ret->answer.end = (uint32_t)end;
	if (end != JAIL_READY)
		ret->answer.copy_n = ret->answer.thumb_n = 0;
}

void picture_drop(struct picture_made *p)
{
	free(p->copy);
	free(p->thumb);
	p->copy = p->thumb = NULL;
}
