/* png.c -- PNG, by libpng. Runs in the jail only (and in the fuzzer). */
#include "jail/jail_internal.h"

#include <stdlib.h>
#include <string.h>

#include <png.h>

#define SIDE_MAX  100000            /* pixels; the product is limited too */
#define CHUNK_MAX ((png_size_t)4 << 20) /* bytes that a packed text or profile may become */

struct source {
	struct str rest;
};

static void take(png_structp png, png_bytep out, size_t n)
{
	struct source *s = png_get_io_ptr(png);
	if (n > s->rest.n)
		png_error(png, "the file ends too early");
	memcpy(out, s->rest.s, n);
	s->rest = (struct str){s->rest.s + n, s->rest.n - n};
}

static void failed(png_structp png, png_const_charp why)
{
	(void)why;
	longjmp(png_jmpbuf(png), 1);
}

static void warned(png_structp png, png_const_charp why)
{
	(void)png, (void)why;
}

/* Whatever the file holds, rows of four bytes a pixel come out. */
static void ask_rgba(png_structp png)
{
	png_set_expand(png);
	png_set_scale_16(png);
	png_set_gray_to_rgb(png);
	png_set_add_alpha(png, 255, PNG_FILLER_AFTER);
}

/* Interlaced pictures come in seven passes and must stand whole. */
static void read_whole(png_structp png, unsigned char *all, size_t row_n, size_t height)
{
	for (int pass = 0; pass < PNG_INTERLACE_ADAM7_PASSES; pass++)
		for (size_t y = 0; y < height; y++)
			png_read_row(png, all + y * row_n, NULL);
}

struct reading {
	png_structp png;
	png_infop info;
	struct scaler *scaler;
	unsigned char *rows;
	enum jail_end end;
};

static void read_header(struct reading *r, size_t *ret_width, size_t *ret_height)
{
	png_read_info(r->png, r->info);
	*ret_width = png_get_image_width(r->png, r->info);
	*ret_height = png_get_image_height(r->png, r->info);
	if (!pixels_fit(*ret_width, *ret_height)) {
		r->end = JAIL_TOO_LARGE;
		png_error(r->png, "too many pixels");
	}
}

static void read_pixels(struct reading *r, size_t width, size_t height)
{
	ask_rgba(r->png);
	bool interlaced = png_set_interlace_handling(r->png) > 1;
	png_read_update_info(r->png, r->info);
	size_t row_n = png_get_rowbytes(r->png, r->info);
	if (row_n != 4 * width)
		png_error(r->png, "an unknown way to keep pixels");
	r->scaler = scaler_new(width, height, JAIL_COPY_SIDE);
	r->rows = jail_room(interlaced ? height : 1, row_n);
	if (interlaced)
		read_whole(r->png, r->rows, row_n, height);
	for (size_t y = 0; y < height; y++) {
		if (!interlaced)
			png_read_row(r->png, r->rows, NULL);
		scaler_row_rgba(r->scaler, r->rows + (interlaced ? y * row_n : 0));
	}
}

/* A file that ends too early, or fails a checksum on its way, shows what came before. */
enum jail_end decode_png(struct str bytes, struct image *ret, size_t *ret_width, size_t *ret_height)
{
	struct source source = {bytes};
	struct reading *r = jail_room(1, sizeof *r);
	r->end = JAIL_DAMAGED;
	r->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, failed, warned);
	r->info = r->png ? png_create_info_struct(r->png) : NULL;
	if (!r->info)
		_exit(JAIL_EXIT_MEMORY);
	if (!setjmp(png_jmpbuf(r->png))) {
		png_set_user_limits(r->png, SIDE_MAX, SIDE_MAX);
		png_set_chunk_malloc_max(r->png, CHUNK_MAX);
		png_set_read_fn(r->png, &source, take);
		read_header(r, ret_width, ret_height);
		read_pixels(r, *ret_width, *ret_height);
		r->end = JAIL_READY;
	}
	if (scaler_began(r->scaler))
		r->end = JAIL_READY;
	png_destroy_read_struct(&r->png, &r->info, NULL);
	if (r->scaler)
		*ret = scaler_end(r->scaler);
	free(r->rows);
	enum jail_end end = r->end;
	free(r);
	return end;
}
