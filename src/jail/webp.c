/* webp.c -- WebP, by libwebp; of an animated one its first picture. Runs in the jail only (and in the fuzzer). */
#include "jail/jail_internal.h"

#include <stdlib.h>
#include <string.h>

#include <webp/decode.h>

/* The chunk of @kind in a row of chunks; with its head of eight bytes. */
static bool chunk_of(struct str b, const char *kind, struct str *ret)
{
	for (size_t at = 0; at + 8 <= b.n;) {
		size_t n = photo_number((const unsigned char *)b.s + at + 4, 4, false), left = b.n - at - 8;
		if (n > left)
			return false;
		if (!memcmp(b.s + at, kind, 4)) {
			*ret = (struct str){b.s + at, n + 8};
			return true;
		}
		at += 8 + n + n % 2;
	}
	return false;
}

/* The picture data of an animation's first frame, which libwebp decodes as it stands. */
static bool first_frame(struct str b, struct str *ret)
{
	struct str frame;
	if (b.n < 12 || !chunk_of((struct str){b.s + 12, b.n - 12}, "ANMF", &frame) || frame.n < 8 + 16)
		return false;
	struct str inside = {frame.s + 24, frame.n - 24};
	return chunk_of(inside, "VP8 ", ret) || chunk_of(inside, "VP8L", ret);
}

static enum jail_end decode(struct str b, WebPDecoderConfig *config, struct image *ret)
{
	size_t width = (size_t)config->input.width, height = (size_t)config->input.height;
	sides_fit(&width, &height, JAIL_COPY_SIDE);
	config->options.use_scaling = width != (size_t)config->input.width || height != (size_t)config->input.height;
	config->options.scaled_width = (int)width;
	config->options.scaled_height = (int)height;
	config->output.colorspace = MODE_RGBA;
	VP8StatusCode status = WebPDecode((const uint8_t *)b.s, b.n, config);
	if (status == VP8_STATUS_OUT_OF_MEMORY)
		return JAIL_TOO_LARGE;
	if (status != VP8_STATUS_OK)
		return JAIL_DAMAGED;
	struct scaler *s = scaler_new(width, height, JAIL_COPY_SIDE);
	for (size_t y = 0; y < height; y++)
		scaler_row_rgba(s, config->output.u.RGBA.rgba + (size_t)config->output.u.RGBA.stride * y);
	*ret = scaler_end(s);
	return JAIL_READY;
}

enum jail_end decode_webp(struct str b, struct image *ret, size_t *ret_width, size_t *ret_height)
{
	WebPDecoderConfig config;
	if (!WebPInitDecoderConfig(&config) || WebPGetFeatures((const uint8_t *)b.s, b.n, &config.input) != VP8_STATUS_OK)
		return JAIL_DAMAGED;
	if (config.input.has_animation && (!first_frame(b, &b) || WebPGetFeatures((const uint8_t *)b.s, b.n, &config.input) != VP8_STATUS_OK))
		return JAIL_DAMAGED;
	*ret_width = (size_t)config.input.width;
	*ret_height = (size_t)config.input.height;
	if (config.input.width <= 0 || config.input.height <= 0)
		return JAIL_DAMAGED;
	if (!pixels_fit(*ret_width, *ret_height))
		return JAIL_TOO_LARGE;
	enum jail_end end = decode(b, &config, ret);
	WebPFreeDecBuffer(&config.output);
	return end;
}
