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

struct line_bits { /* of a block of JSON lines */
	uint64_t quote;   /* " that no backslash takes away */
	uint64_t special; /* a backslash, a control character, or no plain ASCII: what a text must be looked at for */
	uint64_t slash;   /* backslashes */
	uint64_t control; /* below 0x20 */
};
struct text_bits { /* of a block of text */
	uint64_t letter, digit; /* ASCII */
	uint64_t upper;         /* capitals among the letters */
	uint64_t blank;         /* below 0x21, and 0x7F */
	uint64_t again;         /* the same lower-case letter as the byte before */
};

/* One bits word for each block that begins in @n bytes of @s; past the end nothing is read, and no bit is set. */
void bytes_lines(const char *s, size_t n, struct line_bits *ret);
/* The same for a text. @lower gets @n bytes, capitals as small letters; it must have room up to the next multiple of
 * 64, and @lower[-1] must be readable. */
void bytes_text(const char *s, size_t n, char *lower, struct text_bits *ret);

/* The ways, by name: "avx512", "avx2", "sse2", "neon", "plain". For tests and for comparing. */
const char *bytes_way(void);          /* the one in use */
bool bytes_use(const char *way);      /* false: unknown, or this processor cannot */

#endif
