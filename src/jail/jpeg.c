/* jpeg.c -- JPEG in and out, by libjpeg-turbo. Runs in the jail only (and in the fuzzer). */
#include "jail/jail_internal.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#define SCANS_MAX 100 /* of a progressive picture; real ones have about ten, and each costs a pass over all */

struct caught {
	struct jpeg_error_mgr base;
	jmp_buf back;
	enum jail_end end;
};

static void caught_error(j_common_ptr cinfo)
{
	struct caught *c = (struct caught *)cinfo->err;
	longjmp(c->back, 1);
}

static void caught_message(j_common_ptr cinfo)
{
	(void)cinfo; /* warnings of damaged data: what can be seen of it is shown */
}

static void watch_scans(j_common_ptr cinfo)
{
	if (cinfo->is_decompressor && ((j_decompress_ptr)cinfo)->input_scan_number > SCANS_MAX)
		caught_error(cinfo);
}

/* Inks on white paper; Adobe's programs write them inverted. */
static void cmyk_to_rgb(const unsigned char *in, unsigned char *out, size_t n, bool inverted)
{
	for (size_t i = 0; i < n; i++, in += 4, out += 3) {
		unsigned k = inverted ? in[3] : 255u - in[3];
		for (int c = 0; c < 3; c++)
			out[c] = (unsigned char)((inverted ? in[c] : 255u - in[c]) * k / 255);
	}
}

static void read_rows(struct jpeg_decompress_struct *in, struct scaler *s, unsigned char *row, unsigned char *rgb)
{
	while (in->output_scanline < in->output_height) {
		JSAMPROW rows[1] = {row};
		jpeg_read_scanlines(in, rows, 1);
		if (in->out_color_space == JCS_CMYK)
			cmyk_to_rgb(row, rgb, in->output_width, in->saw_Adobe_marker);
		scaler_row(s, in->out_color_space == JCS_CMYK ? rgb : row);
	}
}

/* The decoder itself can leave out every second, fourth or eighth pixel while that still gives enough. */
static unsigned denominator(size_t longer)
{
	unsigned d = 1;
	while (d < 8 && longer / (2 * d) >= JAIL_COPY_SIDE)
		d *= 2;
	return d;
}

static void start(struct jpeg_decompress_struct *in)
{
	bool inks = in->jpeg_color_space == JCS_CMYK || in->jpeg_color_space == JCS_YCCK;
	in->out_color_space = inks ? JCS_CMYK : JCS_RGB;
	in->scale_num = 1;
	in->scale_denom = denominator(in->image_width > in->image_height ? in->image_width : in->image_height);
	jpeg_start_decompress(in);
}

enum jail_end decode_jpeg(struct str bytes, struct image *ret, size_t *ret_width, size_t *ret_height)
{
	struct jpeg_decompress_struct in = {0};
	struct caught caught = {.end = JAIL_DAMAGED};
	struct jpeg_progress_mgr progress = {.progress_monitor = watch_scans};
	struct scaler *volatile s = NULL;
	unsigned char *volatile row = NULL;
	in.err = jpeg_std_error(&caught.base);
	caught.base.error_exit = caught_error;
	caught.base.output_message = caught_message;
	if (!setjmp(caught.back)) {
		jpeg_create_decompress(&in);
		in.progress = &progress;
		jpeg_mem_src(&in, (const unsigned char *)bytes.s, bytes.n);
		jpeg_read_header(&in, TRUE);
		*ret_width = in.image_width, *ret_height = in.image_height;
		if (!pixels_fit(in.image_width, in.image_height)) {
			caught.end = JAIL_TOO_LARGE;
			caught_error((j_common_ptr)&in);
		}
		start(&in);
		s = scaler_new(in.output_width, in.output_height, JAIL_COPY_SIDE);
		row = jail_room(in.output_width, 8);
		read_rows(&in, s, row, row + (size_t)in.output_width * 4);
		caught.end = JAIL_READY;
	}
	jpeg_destroy_decompress(&in);
	free(row);
	if (scaler_began(s))
		caught.end = JAIL_READY; /* what came before the damage is worth seeing */
	if (s)
		*ret = scaler_end(s);
	return caught.end;
}

static void write_rows(struct jpeg_compress_struct *out, const struct image *image, int quality)
{
	out->image_width = (JDIMENSION)image->width;
	out->image_height = (JDIMENSION)image->height;
	out->input_components = 3;
	out->in_color_space = JCS_RGB;
	jpeg_set_defaults(out);
	jpeg_set_quality(out, quality, TRUE);
	jpeg_start_compress(out, TRUE);
	while (out->next_scanline < out->image_height) {
		JSAMPROW rows[1] = {image->rgb + (size_t)out->next_scanline * image->width * 3};
		jpeg_write_scanlines(out, rows, 1);
	}
	jpeg_finish_compress(out);
}

enum jail_end encode_jpeg(const struct image *image, int quality, unsigned char **ret, size_t *ret_n)
{
	struct jpeg_compress_struct out = {0};
	struct caught caught = {.end = JAIL_DAMAGED};
	unsigned char *volatile bytes = NULL;
	unsigned long n = 0;
	out.err = jpeg_std_error(&caught.base);
	caught.base.error_exit = caught_error;
	caught.base.output_message = caught_message;
	if (!setjmp(caught.back)) {
		jpeg_create_compress(&out);
		jpeg_mem_dest(&out, (unsigned char **)&bytes, &n);
		write_rows(&out, image, quality);
		caught.end = JAIL_READY;
	}
	jpeg_destroy_compress(&out);
	*ret = bytes;
	*ret_n = n;
	return caught.end;
}
