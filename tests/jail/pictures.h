/* pictures.h -- pictures for tests, made here: nothing binary of anybody else's lies in the repository.
 *
 * A scene is soft shapes whose places follow from a number: two numbers give two pictures that have nothing in common,
 * the same number gives the same picture at any size. Encoders are those of the libraries that the jail decodes with. */
#ifndef NETRA_TESTS_PICTURES_H
#define NETRA_TESTS_PICTURES_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>
#include <webp/encode.h>

struct scene {
	unsigned char *rgb; /* malloc'ed */
	size_t width, height;
};

static inline double scene_random(unsigned *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) / 16777216.0;
}

static inline struct scene scene_make(unsigned number, size_t width, size_t height)
{
	enum { SHAPES = 24 };
	double at[SHAPES][7];
	unsigned seed = number * 2654435761u + 1;
	struct scene s = {malloc(width * height * 3), width, height};
	for (int i = 0; i < SHAPES; i++)
		for (int k = 0; k < 7; k++)
			at[i][k] = scene_random(&seed);
	for (size_t y = 0; y < height; y++)
		for (size_t x = 0; x < width; x++) {
			double c[3] = {0.5, 0.5, 0.5}, u = ((double)x + 0.5) / (double)width, v = ((double)y + 0.5) / (double)height;
			for (int i = 0; i < SHAPES; i++) {
				double dx = (u - at[i][0]) / (0.04 + 0.2 * at[i][2]), dy = (v - at[i][1]) / (0.04 + 0.2 * at[i][3]);
				double w = 1 / (1 + exp(8 * (dx * dx + dy * dy - 1)));
				for (int k = 0; k < 3; k++)
					c[k] += w * (at[i][4 + k] - c[k]);
			}
			for (size_t k = 0; k < 3; k++)
				s.rgb[3 * (y * width + x) + k] = (unsigned char)(255 * c[k] + 0.5);
		}
	return s;
}

static inline struct scene scene_mirror(struct scene from)
{
	struct scene s = {malloc(from.width * from.height * 3), from.width, from.height};
	for (size_t y = 0; y < s.height; y++)
		for (size_t x = 0; x < s.width; x++)
			memcpy(s.rgb + 3 * (y * s.width + x), from.rgb + 3 * (y * s.width + s.width - 1 - x), 3);
	return s;
}

enum { PICTURE_PROGRESSIVE = 1, PICTURE_CMYK = 2, PICTURE_GREY = 4 };

struct made { /* malloc'ed */
	unsigned char *s;
	size_t n;
};

/* @app1: put behind the start when it is not NULL. */
static inline struct made picture_jpeg(struct scene scene, int quality, int how, const void *app1, size_t app1_n)
{
	struct jpeg_compress_struct c = {0};
	struct jpeg_error_mgr errors;
	struct made out = {NULL, 0};
	unsigned long n = 0;
	size_t channels = how & PICTURE_CMYK ? 4 : how & PICTURE_GREY ? 1 : 3;
	unsigned char *row = malloc(scene.width * 4);
	c.err = jpeg_std_error(&errors);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &out.s, &n);
	c.image_width = (JDIMENSION)scene.width, c.image_height = (JDIMENSION)scene.height;
	c.input_components = (int)channels;
	c.in_color_space = channels == 4 ? JCS_CMYK : channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
	jpeg_set_defaults(&c);
	jpeg_set_quality(&c, quality, TRUE);
	if (how & PICTURE_PROGRESSIVE)
		jpeg_simple_progression(&c);
	jpeg_start_compress(&c, TRUE);
	for (size_t at = 0; app1 && at < app1_n; at += 65000)
		jpeg_write_marker(&c, JPEG_APP0 + 1, (const JOCTET *)app1 + at, (unsigned)(app1_n - at < 65000 ? app1_n - at : 65000));
	while (c.next_scanline < c.image_height) {
		const unsigned char *p = scene.rgb + c.next_scanline * scene.width * 3;
		for (size_t x = 0; x < scene.width; x++)
			for (size_t k = 0; k < channels; k++) /* Adobe's inverted inks: no black at all */
				row[x * channels + k] = k == 3 ? 255 : p[3 * x + k];
		JSAMPROW rows[1] = {row};
		jpeg_write_scanlines(&c, rows, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	free(row);
	out.n = n;
	return out;
}

static inline void picture_png_write(png_structp png, png_bytep bytes, size_t n)
{
	struct made *m = png_get_io_ptr(png);
	m->s = realloc(m->s, m->n + n);
	memcpy(m->s + m->n, bytes, n);
	m->n += n;
}

static inline void picture_png_flush(png_structp png)
{
	(void)png;
}

/* @depth: 8 or 16 bits a colour. */
static inline struct made picture_png(struct scene scene, int depth, bool interlaced)
{
	struct made out = {NULL, 0};
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png_create_info_struct(png);
	png_set_write_fn(png, &out, picture_png_write, picture_png_flush);
	png_set_IHDR(png, info, (png_uint_32)scene.width, (png_uint_32)scene.height, depth, PNG_COLOR_TYPE_RGB,
		     interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	png_write_info(png, info);
	size_t bytes = depth == 16 ? 2 : 1, row_n = scene.width * 3 * bytes;
	unsigned char *all = calloc(scene.height, row_n), **rows = malloc(scene.height * sizeof *rows);
	for (size_t i = 0; i < scene.width * scene.height * 3; i++)
		memset(all + i * bytes, scene.rgb[i], bytes);
	for (size_t y = 0; y < scene.height; y++)
		rows[y] = all + y * row_n;
	png_write_image(png, rows);
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
	free(all);
	free(rows);
	return out;
}

static inline struct made picture_webp(struct scene scene, float quality)
{
	uint8_t *bytes = NULL;
	size_t n = quality < 0 ? WebPEncodeLosslessRGB(scene.rgb, (int)scene.width, (int)scene.height, (int)scene.width * 3, &bytes)
			       : WebPEncodeRGB(scene.rgb, (int)scene.width, (int)scene.height, (int)scene.width * 3, quality, &bytes);
	struct made out = {malloc(n), n};
	memcpy(out.s, bytes, n);
	WebPFree(bytes);
	return out;
}

#endif
