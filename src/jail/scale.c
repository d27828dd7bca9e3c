/* scale.c -- pictures made smaller while they are read, turned upright afterwards, and painted over.
 *
 * Rows come one by one, so that a picture of 50 million pixels never stands in memory as a whole. */
#include "jail/jail_internal.h"

#include <stdlib.h>
#include <string.h>

/* Along one side: which input pixels a result pixel covers, and how much of the first and the last. */
struct cover {
	size_t from, to; /* inclusive */
	float first, last;
};

struct scaler {
	size_t width, height; /* input */
	struct image out;
	struct cover *columns, *rows;
	float *line, *sum; /* one result row: of the current input row, and summed over rows */
	unsigned char *rgb; /* for scaler_row_rgba */
	size_t y, out_y;
};

static struct cover *covers(size_t in, size_t out)
{
	struct cover *c = jail_room(out, sizeof *c);
	double step = (double)in / (double)out;
	for (size_t i = 0; i < out; i++) {
		double from = (double)i * step, to = from + step;
		c[i].from = (size_t)from;
		c[i].to = (size_t)to;
		if (c[i].from >= in)
			c[i].from = in - 1;
		if (c[i].to >= in || (double)c[i].to == to)
			c[i].to = c[i].to >= in ? in - 1 : c[i].to - (c[i].to > c[i].from);
		double last = to - (double)c[i].to;
		c[i].first = c[i].from == c[i].to ? (float)step : (float)(1 - (from - (double)c[i].from));
		c[i].last = (float)(last > 1 ? 1 : last);
	}
	return c;
}

void sides_fit(size_t *width, size_t *height, size_t side_max)
{
	size_t longer = *width > *height ? *width : *height;
	if (longer <= side_max)
		return;
	*width = (*width * side_max + longer / 2) / longer;
	*height = (*height * side_max + longer / 2) / longer;
	*width += !*width, *height += !*height;
}

struct scaler *scaler_new(size_t width, size_t height, size_t side_max)
{
	struct scaler *s = jail_room(1, sizeof *s);
	s->width = s->out.width = width;
	s->height = s->out.height = height;
	sides_fit(&s->out.width, &s->out.height, side_max);
	s->out.rgb = jail_room(s->out.width * s->out.height, 3);
	s->columns = covers(width, s->out.width);
	s->rows = covers(height, s->out.height);
	s->line = jail_room(s->out.width * 3, sizeof *s->line);
	s->sum = jail_room(s->out.width * 3, sizeof *s->sum);
	s->rgb = jail_room(width, 3);
	return s;
}

static void line_make(struct scaler *s, const unsigned char *rgb)
{
	for (size_t x = 0; x < s->out.width; x++) {
		const struct cover *c = &s->columns[x];
		const unsigned char *p = rgb + 3 * c->from;
		float r = c->first * p[0], g = c->first * p[1], b = c->first * p[2];
		for (size_t i = c->from + 1; i < c->to; i++) {
			p += 3;
			r += p[0], g += p[1], b += p[2];
		}
		if (c->to > c->from)
			p += 3, r += c->last * p[0], g += c->last * p[1], b += c->last * p[2];
		s->line[3 * x] = r, s->line[3 * x + 1] = g, s->line[3 * x + 2] = b;
	}
}

static void row_end(struct scaler *s)
{
	unsigned char *out = s->out.rgb + s->out_y * s->out.width * 3;
	float area = (float)((double)s->width / (double)s->out.width * (double)s->height / (double)s->out.height);
	for (size_t i = 0; i < s->out.width * 3; i++) {
		float v = s->sum[i] / area + 0.5f;
		out[i] = (unsigned char)(v > 255 ? 255 : v);
		s->sum[i] = 0;
	}
	s->out_y++;
}

void scaler_row(struct scaler *s, const unsigned char *rgb)
{
	if (s->y >= s->height)
		return;
	line_make(s, rgb);
	size_t y = s->y++;
	while (s->out_y < s->out.height) {
		const struct cover *c = &s->rows[s->out_y];
		if (y < c->from)
			break;
		float weight = y == c->from ? c->first : y == c->to ? c->last : 1;
		for (size_t i = 0; i < s->out.width * 3; i++)
			s->sum[i] += weight * s->line[i];
		if (y < c->to)
			break;
		row_end(s);
	}
}

void scaler_row_rgba(struct scaler *s, const unsigned char *p)
{
	for (size_t x = 0; x < s->width; x++, p += 4)
		for (size_t c = 0; c < 3; c++)
			s->rgb[3 * x + c] = (unsigned char)((p[c] * p[3] + 255 * (255 - p[3]) + 127) / 255);
	scaler_row(s, s->rgb);
}

bool scaler_began(const struct scaler *s)
{
	return s && s->out_y > 0;
}

struct image scaler_end(struct scaler *s)
{
	struct image out = s->out;
	free(s->columns);
	free(s->rows);
	free(s->line);
	free(s->sum);
	free(s->rgb);
	free(s);
	return out;
}

struct image image_scale(const struct image *from, size_t side_max)
{
	struct scaler *s = scaler_new(from->width, from->height, side_max);
	for (size_t y = 0; y < from->height; y++)
		scaler_row(s, from->rgb + y * from->width * 3);
	return scaler_end(s);
}

/* Exif 3.1, 4.6.5 "Orientation": where row 0 and column 0 of the file are when the picture is seen. */
struct image image_turn(struct image from, int turn)
{
	if (turn <= 1 || turn > 8)
		return from;
	bool swap = turn >= 5, down = turn == 3 || turn == 4 || turn == 7 || turn == 8;
	bool right = turn == 2 || turn == 3 || turn == 6 || turn == 7;
	struct image out = {.width = swap ? from.height : from.width, .height = swap ? from.width : from.height};
	out.rgb = jail_room(out.width * out.height, 3);
	for (size_t y = 0; y < out.height; y++)
		for (size_t x = 0; x < out.width; x++) {
			size_t u = right ? out.width - 1 - x : x, v = down ? out.height - 1 - y : y;
			size_t at = swap ? u * from.width + v : v * from.width + u;
			memcpy(out.rgb + 3 * (y * out.width + x), from.rgb + 3 * at, 3);
		}
	free(from.rgb);
	return out;
}

#define BLOCK 16 /* pixels that a JPEG keeps together, with its colours halved */
#define BLEND 2  /* pixels into which a reader may blend the colours of a neighbouring block */

/* From the block that holds the first pixel to the end of the one that holds the last, with room for the blend. */
static void blocks_of(uint32_t at, uint32_t length, size_t side, size_t *ret_from, size_t *ret_to)
{
	size_t from = (size_t)at * side / PHOTO_SIDE, to = (((size_t)at + length) * side + PHOTO_SIDE - 1) / PHOTO_SIDE;
	from = from > BLEND ? from - BLEND : 0;
	to = (to + BLEND + BLOCK - 1) / BLOCK * BLOCK;
	*ret_from = from / BLOCK * BLOCK;
	*ret_to = to < side ? to : side;
}

void image_paint(struct image *image, struct photo_area area)
{
	size_t left, right, top, bottom;
	if (!photo_area_fits(area))
		return;
	blocks_of(area.x, area.width, image->width, &left, &right);
	blocks_of(area.y, area.height, image->height, &top, &bottom);
	for (size_t y = top; y < bottom; y++)
		memset(image->rgb + 3 * (y * image->width + left), 0, 3 * (right - left));
}
