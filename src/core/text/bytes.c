/* bytes.c -- see bytes.h. Each way fills one block; the loops around them are shared. */
#include "core/text/bytes.h"

#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#ifndef BYTES_NEON
#define BYTES_NEON <arm_neon.h> /* tests/core/neon_test.c has its own */
#endif
#include BYTES_NEON
#endif

/* What a way sees in one block of lines, and where it goes. */
struct line_seen {
	uint64_t quote, special, slash, control;
};
struct line_place {
	const struct line_bits *to;
	size_t at;
	bool carry; /* the block before ended in an odd number of backslashes */
};

/* The quotes behind an odd number of backslashes. */
static uint64_t escaped(uint64_t slash, bool *carry)
{
	uint64_t ret = *carry, rest = slash & ~ret;
	*carry = false;
	while (rest) {
		int at = __builtin_ctzll(rest);
		if (at == 63) {
			*carry = true;
			break;
		}
		ret |= (uint64_t)2 << at;
		rest &= ~((uint64_t)3 << at);
	}
	return ret;
}

static inline __attribute__((always_inline)) void put_line(struct line_place *p, struct line_seen x)
{
	const struct line_bits *to = p->to;
	if (x.slash || p->carry)
		x.quote &= ~escaped(x.slash, &p->carry);
	to->quote[p->at] = x.quote;
	to->special[p->at] = x.special;
	to->slash[p->at] = x.slash;
	to->control[p->at++] = x.control;
}

/* What a way sees in one block of a text, and what the next block must know of it. */
struct text_seen {
	uint64_t letter, digit, upper;
	uint64_t blank; /* below 0x21, and 0x7F */
	uint64_t again; /* the same lower-case letter as the byte before */
	uint64_t strange; /* ' # @ and what is no ASCII */
};
struct text_place {
	const struct text_bits *to;
	size_t at;
	uint64_t letter, digit, again, strange; /* the last bit of the block before */
};

static inline __attribute__((always_inline)) void put_text(struct text_place *p, struct text_seen x)
{
	const struct text_bits *to = p->to;
	uint64_t word = x.letter | x.digit, behind_letter = x.letter << 1 | p->letter, behind_digit = x.digit << 1 | p->digit;
	to->word[p->at] = word;
	to->event[p->at] = (word & ~(behind_letter | behind_digit)) | ~(word | x.blank);
	to->odd[p->at] = (x.again & (x.again << 1 | p->again)) | (x.digit & behind_letter) | (x.letter & behind_digit) | x.strange |
			 (x.strange << 1 | p->strange);
	to->upper[p->at] = x.upper;
	to->digit[p->at++] = x.digit;
	p->letter = x.letter >> 63;
	p->digit = x.digit >> 63;
	p->again = x.again >> 63;
	p->strange = x.strange >> 63;
}

/* What a way knows of one block. Escapes and repeats need the block before, so they are done by the callers' loop. */
struct way {
	const char *name;
	bool (*able)(void);
	void (*lines)(const char *s, size_t blocks, struct line_place *to);
	void (*text)(const char *s, size_t blocks, char *lower, struct text_place *to);
};

/* ---- Plain ---- */

static bool always(void) { return true; }

static void plain_lines(const char *s, size_t blocks, struct line_place *to)
{
	for (size_t b = 0; b < blocks; b++, s += BYTES_BLOCK) {
		struct line_seen bits = {0};
		for (int i = 0; i < BYTES_BLOCK; i++) {
			unsigned char c = (unsigned char)s[i];
			bits.quote |= (uint64_t)(c == '"') << i;
			bits.slash |= (uint64_t)(c == '\\') << i;
			bits.control |= (uint64_t)(c < 0x20) << i;
			bits.special |= (uint64_t)(c < 0x20 || c >= 0x7F || c == '\\') << i;
		}
		put_line(to, bits);
	}
}

static void plain_text(const char *s, size_t blocks, char *lower, struct text_place *to)
{
	for (size_t b = 0; b < blocks; b++, s += BYTES_BLOCK, lower += BYTES_BLOCK) {
		struct text_seen seen = {0};
		for (int i = 0; i < BYTES_BLOCK; i++) {
			unsigned char c = (unsigned char)s[i];
			bool upper = c >= 'A' && c <= 'Z';
			bool letter = upper || (c >= 'a' && c <= 'z');
			lower[i] = (char)(upper ? c | 0x20 : c);
			seen.upper |= (uint64_t)upper << i;
			seen.letter |= (uint64_t)letter << i;
			seen.digit |= (uint64_t)(c >= '0' && c <= '9') << i;
			seen.blank |= (uint64_t)(c <= 0x20 || c == 0x7F) << i;
			seen.again |= (uint64_t)(letter && lower[i] == lower[i - 1]) << i;
			seen.strange |= (uint64_t)(c >= 0x80 || c == '\'' || c == '#' || c == '@') << i;
		}
		put_text(to, seen);
	}
}

/* ---- x86 ---- */

#if defined(__x86_64__)
/* Three widths of one idea. A way is written once, over four operations on a block of 64 bytes: EQ (bytes equal to a
 * constant), BETWEEN (unsigned, both ends included), SET (capitals to small letters) and SAME (as the byte before). */
#define WIDE(way, attribute, VEC, PARTS, LOAD, STORE, SPLAT, EQ, LE, OR_CASE)                                              \
	__attribute__((target(attribute))) static inline uint64_t way##_equal(const VEC *v, char c)                        \
	{                                                                                                                  \
		uint64_t ret = 0;                                                                                          \
		for (int i = 0; i < PARTS; i++)                                                                            \
			ret |= EQ(v[i], SPLAT(c)) << (i * 64 / PARTS % 64);                                                \
		return ret;                                                                                                \
	}                                                                                                                  \
	__attribute__((target(attribute))) static inline uint64_t way##_upto(const VEC *v, char from, unsigned char span)  \
	{                                                                                                                  \
		uint64_t ret = 0;                                                                                          \
		for (int i = 0; i < PARTS; i++)                                                                            \
			ret |= LE(v[i], SPLAT(from), SPLAT((char)span)) << (i * 64 / PARTS % 64);                          \
		return ret;                                                                                                \
	}                                                                                                                  \
	__attribute__((target(attribute))) static void way##_lines(const char *s, size_t blocks, struct line_place *to)    \
	{                                                                                                                  \
		for (size_t b = 0; b < blocks; b++, s += BYTES_BLOCK) {                                                    \
			VEC v[PARTS];                                                                                      \
			for (int i = 0; i < PARTS; i++)                                                                    \
				v[i] = LOAD(s + i * (BYTES_BLOCK / PARTS));                                                \
			uint64_t slash = way##_equal(v, '\\'), control = way##_upto(v, 0, 0x1F);                           \
			put_line(to, (struct line_seen){way##_equal(v, '"'), slash | control | way##_upto(v, 0x7F, 0x80),  \
							slash, control});                                                  \
		}                                                                                                          \
	}                                                                                                                  \
	__attribute__((target(attribute))) static void way##_text(const char *s, size_t blocks, char *lower,               \
								  struct text_place *to)                                   \
	{                                                                                                                  \
		for (size_t b = 0; b < blocks; b++, s += BYTES_BLOCK, lower += BYTES_BLOCK) {                              \
			VEC v[PARTS];                                                                                      \
			struct text_seen bits;                                                                             \
			for (int i = 0; i < PARTS; i++)                                                                    \
				v[i] = LOAD(s + i * (BYTES_BLOCK / PARTS));                                                \
			bits.upper = way##_upto(v, 'A', 25);                                                               \
			bits.digit = way##_upto(v, '0', 9);                                                                \
			bits.blank = way##_upto(v, 0, 0x20) | way##_equal(v, 0x7F);                                        \
			bits.strange = way##_upto(v, (char)0x80, 0x7F) | way##_equal(v, '\'') | way##_equal(v, '#') | way##_equal(v, '@'); \
			for (int i = 0; i < PARTS; i++) {                                                                  \
				v[i] = OR_CASE(v[i]);                                                                      \
				STORE(lower + i * (BYTES_BLOCK / PARTS), v[i]);                                            \
			}                                                                                                  \
			bits.letter = way##_upto(v, 'a', 25);                                                              \
			uint64_t same = 0;                                                                                 \
			for (int i = 0; i < PARTS; i++)                                                                    \
				same |= EQ(v[i], LOAD(lower + i * (BYTES_BLOCK / PARTS) - 1)) << (i * 64 / PARTS % 64);    \
			bits.again = same & bits.letter;                                                                   \
			put_text(to, bits);                                                                                \
		}                                                                                                          \
	}

/* from <= x <= from + span, for unsigned bytes: min(x - from, span) == x - from */
#define SSE2_LOAD(p) _mm_loadu_si128((const __m128i *)(const void *)(p))
#define SSE2_STORE(p, v) _mm_storeu_si128((__m128i *)(void *)(p), (v))
#define SSE2_EQ(a, b) (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8((a), (b)))
#define SSE2_IN(v, from, span) _mm_cmpeq_epi8(_mm_min_epu8(_mm_sub_epi8((v), (from)), (span)), _mm_sub_epi8((v), (from)))
#define SSE2_LE(v, from, span) (uint64_t)(uint32_t)_mm_movemask_epi8(SSE2_IN(v, from, span))
#define SSE2_CASE(v) _mm_or_si128((v), _mm_and_si128(SSE2_IN(v, _mm_set1_epi8('A'), _mm_set1_epi8(25)), _mm_set1_epi8(0x20)))
WIDE(sse2, "sse2", __m128i, 4, SSE2_LOAD, SSE2_STORE, _mm_set1_epi8, SSE2_EQ, SSE2_LE, SSE2_CASE)

#define AVX2_LOAD(p) _mm256_loadu_si256((const __m256i *)(const void *)(p))
#define AVX2_STORE(p, v) _mm256_storeu_si256((__m256i *)(void *)(p), (v))
#define AVX2_EQ(a, b) (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8((a), (b)))
#define AVX2_IN(v, from, span) _mm256_cmpeq_epi8(_mm256_min_epu8(_mm256_sub_epi8((v), (from)), (span)), _mm256_sub_epi8((v), (from)))
#define AVX2_LE(v, from, span) (uint64_t)(uint32_t)_mm256_movemask_epi8(AVX2_IN(v, from, span))
#define AVX2_CASE(v) _mm256_or_si256((v), _mm256_and_si256(AVX2_IN(v, _mm256_set1_epi8('A'), _mm256_set1_epi8(25)), _mm256_set1_epi8(0x20)))
WIDE(avx2, "avx2", __m256i, 2, AVX2_LOAD, AVX2_STORE, _mm256_set1_epi8, AVX2_EQ, AVX2_LE, AVX2_CASE)

#define AVX512_LOAD(p) _mm512_loadu_si512((const void *)(p))
#define AVX512_STORE(p, v) _mm512_storeu_si512((void *)(p), (v))
#define AVX512_EQ(a, b) (uint64_t)_mm512_cmpeq_epi8_mask((a), (b))
#define AVX512_LE(v, from, span) (uint64_t)_mm512_cmple_epu8_mask(_mm512_sub_epi8((v), (from)), (span))
#define AVX512_CASE(v)                                                                                                     \
	_mm512_mask_add_epi8((v), (__mmask64)AVX512_LE(v, _mm512_set1_epi8('A'), _mm512_set1_epi8(25)), (v), _mm512_set1_epi8(0x20))
WIDE(avx512, "avx512f,avx512bw", __m512i, 1, AVX512_LOAD, AVX512_STORE, _mm512_set1_epi8, AVX512_EQ, AVX512_LE, AVX512_CASE)

static bool has_avx2(void) { return __builtin_cpu_supports("avx2"); }
static bool has_avx512(void) { return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw"); }
#endif

/* ---- ARM ---- */

#if defined(__aarch64__)
static uint64_t neon_bits(const uint8x16_t *hits)
{
	static const uint8_t weight[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
	const uint8x16_t w = vld1q_u8(weight);
	uint8x16_t a = vpaddq_u8(vandq_u8(hits[0], w), vandq_u8(hits[1], w)), b = vpaddq_u8(vandq_u8(hits[2], w), vandq_u8(hits[3], w));
	a = vpaddq_u8(a, b);
	return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(a, a)), 0);
}
static uint64_t neon_upto(const uint8x16_t *v, uint8_t from, uint8_t span)
{
	uint8x16_t hits[4];
	for (int i = 0; i < 4; i++)
		hits[i] = vcleq_u8(vsubq_u8(v[i], vdupq_n_u8(from)), vdupq_n_u8(span));
	return neon_bits(hits);
}
static void neon_lines(const char *s, size_t blocks, struct line_place *to)
{
	for (size_t b = 0; b < blocks; b++, s += BYTES_BLOCK) {
		uint8x16_t v[4];
		for (int i = 0; i < 4; i++)
			v[i] = vld1q_u8((const uint8_t *)s + 16 * i);
		uint64_t slash = neon_upto(v, '\\', 0), control = neon_upto(v, 0, 0x1F);
		put_line(to, (struct line_seen){neon_upto(v, '"', 0), slash | control | neon_upto(v, 0x7F, 0x80), slash, control});
	}
}
static void neon_text(const char *s, size_t blocks, char *lower, struct text_place *to)
{
	for (size_t b = 0; b < blocks; b++, s += BYTES_BLOCK, lower += BYTES_BLOCK) {
		uint8x16_t v[4], same[4];
		struct text_seen bits;
		for (int i = 0; i < 4; i++)
			v[i] = vld1q_u8((const uint8_t *)s + 16 * i);
		bits.upper = neon_upto(v, 'A', 25);
		bits.digit = neon_upto(v, '0', 9);
		bits.blank = neon_upto(v, 0, 0x20) | neon_upto(v, 0x7F, 0);
		bits.strange = neon_upto(v, 0x80, 0x7F) | neon_upto(v, '\'', 0) | neon_upto(v, '#', 0) | neon_upto(v, '@', 0);
		for (int i = 0; i < 4; i++) {
			uint8x16_t capital = vcleq_u8(vsubq_u8(v[i], vdupq_n_u8('A')), vdupq_n_u8(25));
			v[i] = vorrq_u8(v[i], vandq_u8(capital, vdupq_n_u8(0x20)));
			vst1q_u8((uint8_t *)lower + 16 * i, v[i]);
		}
		bits.letter = neon_upto(v, 'a', 25);
		for (int i = 0; i < 4; i++)
			same[i] = vceqq_u8(v[i], vld1q_u8((const uint8_t *)lower + 16 * i - 1));
		bits.again = neon_bits(same) & bits.letter;
		put_text(to, bits);
	}
}
#endif

static const struct way ways[] = { /* best first */
#if defined(__x86_64__)
	{"avx512", has_avx512, avx512_lines, avx512_text},
	{"avx2", has_avx2, avx2_lines, avx2_text},
	{"sse2", always, sse2_lines, sse2_text},
#elif defined(__aarch64__)
	{"neon", always, neon_lines, neon_text},
#endif
	{"plain", always, plain_lines, plain_text},
};
static const struct way *chosen; /* set once; every thread would choose the same */

static const struct way *way(void)
{
	const struct way *ret = __atomic_load_n(&chosen, __ATOMIC_RELAXED);
	if (ret)
		return ret;
	ret = ways;
	while (!ret->able())
		ret++;
	__atomic_store_n(&chosen, ret, __ATOMIC_RELAXED);
	return ret;
}

const char *bytes_way(void) { return way()->name; }

bool bytes_use(const char *name)
{
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (!strcmp(ways[i].name, name) && ways[i].able()) {
			__atomic_store_n(&chosen, &ways[i], __ATOMIC_RELAXED);
			return true;
		}
	return false;
}

/* ---- The loops ---- */

void bytes_lines(const char *s, size_t n, const struct line_bits *to)
{
	size_t whole = n / BYTES_BLOCK, left = n % BYTES_BLOCK;
	struct line_place place = {.to = to};
	way()->lines(s, whole, &place);
	if (left) {
		char last[BYTES_BLOCK];
		memset(last, ' ', sizeof last);
		memcpy(last, s + n - left, left);
		way()->lines(last, 1, &place);
	}
	to->quote[place.at] = to->special[place.at] = to->slash[place.at] = to->control[place.at] = 0;
}

void bytes_text(const char *s, size_t n, char *lower, const struct text_bits *to)
{
	size_t whole = n / BYTES_BLOCK, left = n % BYTES_BLOCK;
	struct text_place place = {.to = to};
	way()->text(s, whole, lower, &place);
	if (left) {
		char last[BYTES_BLOCK] = {0}; /* blank: nothing begins there */
		memcpy(last, s + n - left, left);
		way()->text(last, 1, lower + whole * BYTES_BLOCK, &place);
	}
	to->word[place.at] = to->event[place.at] = to->upper[place.at] = to->digit[place.at] = 0;
	to->odd[place.at] = place.strange;
}
