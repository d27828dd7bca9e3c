/* bytes.h -- sixty-four bytes at a time: which of them are quotes, letters, digits and so on, as bits of a word.
 *
 * The readers of lines and of texts look for rare places (a quote, the edge of a word) among many dull bytes. Here the
 * dull bytes are passed over by vector instructions; what they were is left as one bit a byte, lowest bit first. There
 * is one way for each kind of processor, chosen when the program first asks, and a plain one that runs everywhere. All
 * give the same bits for the same bytes; a test compares them.
 */
#ifndef NETRA_CORE_TEXT_BYTES_H
#define NETRA_CORE_TEXT_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BYTES_BLOCK 64

/* Of lines and of texts: a word for each block and one more, which is empty, so that a stretch of bits can be read
 * anywhere. */
struct line_bits {
	uint64_t *quote;   /* " that no backslash takes away */
	uint64_t *special; /* a backslash, a control character, or no plain ASCII: what a text must be looked at for */
	uint64_t *slash;   /* backslashes */
	uint64_t *control; /* below 0x20 */
};
#define LINE_BITS 4 /* arrays in it */
struct text_bits {
	uint64_t *word;  /* ASCII letters and digits */
	uint64_t *event; /* where a word begins, and whatever is neither word nor blank */
	uint64_t *odd;   /* a word is more than plain if a bit is set in it or at the byte behind it: it has letters and
			  * digits, a letter three times in a row, or stands beside ' # @ or a byte that is no ASCII */
	uint64_t *upper; /* capitals */
	uint64_t *digit;
};
#define TEXT_BITS 5 /* arrays in it */

/* The arrays of @to have room for n / 64 + 2 words. Past the end nothing is read, and no bit is set. */
void bytes_lines(const char *s, size_t n, const struct line_bits *to);
/* @words is room for @each words an array, LINE_BITS of them. */
static inline struct line_bits line_bits_in(uint64_t *words, size_t each)
{
	return (struct line_bits){words, words + each, words + 2 * each, words + 3 * each};
}
/* The same for a text. @lower gets @n bytes, capitals as small letters; it must have room up to the next multiple of
 * 64, and @lower[-1] must be readable. */
void bytes_text(const char *s, size_t n, char *lower, const struct text_bits *to);

/* The bits from @at on, 57 of them for sure; the first is the lowest. */
static inline uint64_t bits_from(const uint64_t *bits, size_t at)
{
	uint64_t ret;
	__builtin_memcpy(&ret, (const char *)bits + at / 8, sizeof ret);
	return ret >> (at % 8);
}
#define BITS_SURE 57

/* The ways, by name: "avx512", "avx2", "sse2", "neon", "plain". For tests and for comparing. */
const char *bytes_way(void);          /* the one in use */
bool bytes_use(const char *way);      /* false: unknown, or this processor cannot */

#endif
