/* text_internal.h -- shared inside core/text: single characters, and the word lists built into the binary. */
#ifndef NETRA_CORE_TEXT_INTERNAL_H
#define NETRA_CORE_TEXT_INTERNAL_H

#include "core/text/text.h"

enum glyph_kind { GLYPH_SPACE, GLYPH_LETTER, GLYPH_DIGIT, GLYPH_MARK, GLYPH_SIGN, GLYPH_NOTHING, GLYPH_INVISIBLE };
struct glyph {
	char s[12]; /* what it folds to */
	uint8_t n, kind;
	uint8_t bytes;   /* of the original */
	bool upper, disguised;
};
/* The character at @s (@n > 0 bytes are there), folded. A byte that is no UTF-8 is a space of one byte. */
void glyph_read(const char *s, size_t n, struct glyph *ret);

/* A table of words from the lexicon, looked up by hash; built once, at the first use, by any thread. */
struct wordlist {
	struct word {
		const char *key, *value; /* borrowed from the arena of the list */
		uint16_t key_n, value_n;
		uint8_t mark; /* what the list wants to remember */
	} *items;        /* 2^bits of them; key NULL: free */
	int bits;
	struct arena arena;
};
const struct word *wordlist_find(const struct wordlist *w, const char *key, size_t n);
const struct wordlist *words_slang(void);         /* slang -> everyday word */
const struct wordlist *words_titles(void);        /* folded title; mark 1 in front, 2 behind, 3 both */
const struct wordlist *words_abbreviations(void); /* folded -> full; mark 1: only with its dot */

#endif
