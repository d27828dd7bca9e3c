/* neon.h -- the instructions of ARM that core/text/bytes.c uses, in plain C, so that its way for ARM is tested on any
 * machine. Each is written after the Arm Intrinsics Reference (IHI 0073). */
#ifndef NETRA_TESTS_CORE_NEON_H
#define NETRA_TESTS_CORE_NEON_H

#include <stdint.h>
#include <string.h>

typedef struct { uint8_t lane[16]; } uint8x16_t;
typedef struct { uint64_t lane[2]; } uint64x2_t;

#define EACH_LANE(expression)                                                                                              \
	uint8x16_t ret;                                                                                                    \
	for (int i = 0; i < 16; i++)                                                                                       \
		ret.lane[i] = (uint8_t)(expression);                                                                       \
	return ret

static inline uint8x16_t vld1q_u8(const uint8_t *from)
{
	EACH_LANE(from[i]);
}
static inline void vst1q_u8(uint8_t *to, uint8x16_t v) { memcpy(to, v.lane, sizeof v.lane); }
static inline uint8x16_t vdupq_n_u8(uint8_t x)
{
	EACH_LANE(x);
}
static inline uint8x16_t vandq_u8(uint8x16_t a, uint8x16_t b)
{
	EACH_LANE(a.lane[i] & b.lane[i]);
}
static inline uint8x16_t vorrq_u8(uint8x16_t a, uint8x16_t b)
{
	EACH_LANE(a.lane[i] | b.lane[i]);
}
static inline uint8x16_t vsubq_u8(uint8x16_t a, uint8x16_t b)
{
	EACH_LANE(a.lane[i] - b.lane[i]);
}
static inline uint8x16_t vceqq_u8(uint8x16_t a, uint8x16_t b)
{
	EACH_LANE(a.lane[i] == b.lane[i] ? 0xFF : 0);
}
static inline uint8x16_t vcleq_u8(uint8x16_t a, uint8x16_t b) /* unsigned less or equal */
{
	EACH_LANE(a.lane[i] <= b.lane[i] ? 0xFF : 0);
}
/* Neighbours added: those of @a fill the lower half, those of @b the upper. */
static inline uint8x16_t vpaddq_u8(uint8x16_t a, uint8x16_t b)
{
	EACH_LANE(i < 8 ? a.lane[2 * i] + a.lane[2 * i + 1] : b.lane[2 * i - 16] + b.lane[2 * i - 15]);
}
static inline uint64x2_t vreinterpretq_u64_u8(uint8x16_t v)
{
	uint64x2_t ret;
	memcpy(&ret, &v, sizeof ret);
	return ret;
}
#define vgetq_lane_u64(v, i) ((v).lane[i])

#endif
