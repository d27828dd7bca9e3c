/* pdq.c -- the PDQ hash: blur, look at 64 x 64 points, take the slow waves of the cosine transform, compare each
 * with the median. Written from the paper named in photo.h; its numbers (two tent passes, 64, 16, 90) are kept.
 *
 * Turning or mirroring a picture only swaps or negates waves, so all eight forms come from one transform. */
#include "core/photo/photo.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SIDE   64 /* points looked at */
#define WAVES  16 /* slow waves kept, without the flat one */
#define BITS   (WAVES * WAVES)
#define PASSES 2  /* of a box; two make a tent */
#define SMALL  5  /* pixels a side; less is no picture */

/* A mean over @window values around each, fewer at the borders. @step: from one value to the next. */
static void box_line(const float *in, float *out, size_t n, size_t step, size_t window)
{
	size_t ahead = (window + 2) / 2, right = 0, left = 0;
	double sum = 0;
	for (size_t i = 0; i < n; i++) {
		for (; right < n && right < i + ahead; right++)
			sum += in[right * step];
		for (; left + window < i + ahead; left++)
			sum -= in[left * step];
		out[i * step] = (float)(sum / (double)(right - left));
	}
}

static size_t window_of(size_t n)
{
	return (n + 2 * SIDE - 1) / (2 * SIDE);
}

static void blur(float *picture, float *spare, size_t width, size_t height)
{
	for (int pass = 0; pass < PASSES; pass++) {
		for (size_t y = 0; y < height; y++)
			box_line(picture + y * width, spare + y * width, width, 1, window_of(width));
		for (size_t x = 0; x < width; x++)
			box_line(spare + x, picture + x, height, width, window_of(height));
	}
}

static void look(const float *picture, size_t width, size_t height, float ret[SIDE][SIDE])
{
	for (size_t i = 0; i < SIDE; i++)
		for (size_t j = 0; j < SIDE; j++)
			ret[i][j] = picture[(2 * i + 1) * height / (2 * SIDE) * width + (2 * j + 1) * width / (2 * SIDE)];
}

/* How much happens in the picture: the sum of steps between neighbours, in hundredths of the whole range. */
static int quality_of(float p[SIDE][SIDE])
{
	int sum = 0;
	for (size_t i = 0; i < SIDE; i++)
		for (size_t j = 0; j + 1 < SIDE; j++)
			sum += abs((int)((p[i][j] - p[i][j + 1]) * 100 / 255)) + abs((int)((p[j][i] - p[j + 1][i]) * 100 / 255));
	int quality = sum / 90;
	return quality > 100 ? 100 : quality;
}

/* out = D in D^T, with D the rows 1 to 16 of the cosine transform of 64 points. */
static void waves_of(float in[SIDE][SIDE], double out[WAVES][WAVES])
{
	static const double pi = 3.14159265358979323846;
	double d[WAVES][SIDE], half[WAVES][SIDE] = {{0}};
	for (int k = 0; k < WAVES; k++)
		for (int j = 0; j < SIDE; j++)
			d[k][j] = sqrt(2.0 / SIDE) * cos(pi / (2 * SIDE) * (k + 1) * (2 * j + 1));
	for (int k = 0; k < WAVES; k++)
		for (int i = 0; i < SIDE; i++)
			for (int j = 0; j < SIDE; j++)
				half[k][j] += d[k][i] * (double)in[i][j];
	for (int k = 0; k < WAVES; k++)
		for (int l = 0; l < WAVES; l++) {
			out[k][l] = 0;
			for (int j = 0; j < SIDE; j++)
				out[k][l] += half[k][j] * d[l][j];
		}
}

/* Wave k is odd about the middle when its number k + 1 is odd: mirroring negates it. */
static double wave_of(double w[WAVES][WAVES], enum pdq_form form, int i, int j)
{
	static const struct {
		bool swap, rows, columns; /* transpose; then negate odd rows, odd columns */
	} how[PDQ_FORMS] = {
		[PDQ_ORIGINAL] = {false, false, false}, [PDQ_TURN_90] = {true, false, true},
		[PDQ_TURN_180] = {false, true, true},   [PDQ_TURN_270] = {true, true, false},
		[PDQ_FLIP_X] = {false, false, true},    [PDQ_FLIP_Y] = {false, true, false},
		[PDQ_FLIP_PLUS] = {true, false, false}, [PDQ_FLIP_MINUS] = {true, true, true},
	};
	double v = how[form].swap ? w[j][i] : w[i][j];
	bool negate = (how[form].rows && i % 2 == 0) != (how[form].columns && j % 2 == 0);
	return negate ? -v : v;
}

/* The 128th of 256, by insertion: qsort would ask the system how much memory there is, which the jail forbids. */
static double median_of(const double all[BITS])
{
	double sorted[BITS];
	for (int n = 0; n < BITS; n++) {
		int at = n;
		for (; at > 0 && sorted[at - 1] > all[n]; at--)
			sorted[at] = sorted[at - 1];
		sorted[at] = all[n];
	}
	return sorted[BITS / 2 - 1];
}

static struct pdq hash_form(double w[WAVES][WAVES], enum pdq_form form)
{
	struct pdq h = {{0}};
	double all[BITS];
	for (int k = 0; k < BITS; k++)
		all[k] = wave_of(w, form, k / WAVES, k % WAVES);
	double median = median_of(all);
	for (int k = 0; k < BITS; k++)
		if (all[k] > median)
			h.words[k / 64] |= UINT64_C(1) << (k % 64);
	return h;
}

struct pdq_seen pdq_of(const unsigned char *grey, size_t width, size_t height)
{
	struct pdq_seen seen = {.quality = 0};
	if (width < SMALL || height < SMALL)
		return seen;
	float points[SIDE][SIDE];
	double waves[WAVES][WAVES];
	float *picture = calloc(width * height, 2 * sizeof *picture);
	if (!picture)
		abort();
	for (size_t i = 0; i < width * height; i++)
		picture[i] = grey[i];
	blur(picture, picture + width * height, width, height);
	look(picture, width, height, points);
	free(picture);
	waves_of(points, waves);
	for (enum pdq_form f = 0; f < PDQ_FORMS; f++)
		seen.forms[f] = hash_form(waves, f);
	seen.quality = quality_of(points);
	return seen;
}

int pdq_distance(struct pdq a, struct pdq b)
{
	int n = 0;
	for (int i = 0; i < 4; i++)
		n += __builtin_popcountll(a.words[i] ^ b.words[i]);
	return n;
}

int pdq_nearest(const struct pdq_seen *a, struct pdq b, enum pdq_form *ret_form)
{
	int best = BITS + 1;
	for (enum pdq_form f = 0; f < PDQ_FORMS; f++) {
		int n = pdq_distance(a->forms[f], b);
		if (n < best) {
			best = n;
			if (ret_form)
				*ret_form = f;
		}
	}
	return best;
}

void pdq_bytes(struct pdq h, unsigned char ret[static PDQ_SIZE])
{
	for (int i = 0; i < PDQ_SIZE; i++)
		ret[i] = (unsigned char)(h.words[3 - i / 8] >> (56 - 8 * (i % 8)));
}

struct pdq pdq_from_bytes(const unsigned char bytes[static PDQ_SIZE])
{
	struct pdq h = {{0}};
	for (int i = 0; i < PDQ_SIZE; i++)
		h.words[3 - i / 8] |= (uint64_t)bytes[i] << (56 - 8 * (i % 8));
	return h;
}

const char *pdq_hex(struct pdq h, char ret[static 65])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char bytes[PDQ_SIZE];
	pdq_bytes(h, bytes);
	for (int i = 0; i < PDQ_SIZE; i++) {
		ret[2 * i] = digits[bytes[i] >> 4];
		ret[2 * i + 1] = digits[bytes[i] & 15];
	}
	ret[64] = 0;
	return ret;
}

bool pdq_read(const char *hex, struct pdq *ret)
{
	unsigned char bytes[PDQ_SIZE];
	if (strlen(hex) != 2 * PDQ_SIZE || !hex_bytes(hex, bytes, PDQ_SIZE))
		return false;
	*ret = pdq_from_bytes(bytes);
	return true;
}
