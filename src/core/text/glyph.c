/* glyph.c -- one character of the original, as a reader means it: case, look-alikes, fancy letters, emoji. */
#include "core/text/text_internal.h"

#include <string.h>
#include <utf8proc.h>

/* Emoji that say something in this work. Several pictures share one word. Ascending. */
static const struct sign {
	uint32_t code;
	const char *word;
} signs[] = {
	{0x2611, ":centang"}, {0x261D, ":satu"},	 {0x2639, ":marah"},   {0x2665, ":hati"},     {0x26D4, ":larang"},
	{0x2705, ":centang"}, {0x270A, ":kepal"},	 {0x270B, ":lima"},    {0x270C, ":dua"},      {0x2714, ":centang"},
	{0x274C, ":larang"},  {0x2764, ":hati"},	 {0x1F389, ":pesta"},  {0x1F38A, ":pesta"},   {0x1F3C6, ":juara"},
	{0x1F402, ":banteng"}, {0x1F403, ":banteng"},	 {0x1F446, ":atas"},   {0x1F44A, ":kepal"},   {0x1F44C, ":oke"},
	{0x1F44D, ":jempol"}, {0x1F44E, ":jempolbalik"}, {0x1F44F, ":tepuk"},  {0x1F483, ":joget"},   {0x1F494, ":marah"},
	{0x1F495, ":hati"},   {0x1F496, ":hati"},	 {0x1F497, ":hati"},   {0x1F499, ":hati"},    {0x1F49A, ":hati"},
	{0x1F49B, ":hati"},   {0x1F49C, ":hati"},	 {0x1F4AA, ":kuat"},   {0x1F525, ":api"},     {0x1F57A, ":joget"},
	{0x1F590, ":lima"},   {0x1F595, ":marah"},	 {0x1F596, ":lima"},   {0x1F5A4, ":hati"},    {0x1F5F3, ":suara"},
	{0x1F602, ":tawa"},   {0x1F606, ":tawa"},	 {0x1F609, ":kedip"},  {0x1F60D, ":hati"},    {0x1F60F, ":sinis"},
	{0x1F612, ":sinis"},  {0x1F618, ":hati"},	 {0x1F61C, ":kedip"},  {0x1F620, ":marah"},   {0x1F621, ":marah"},
	{0x1F62D, ":tangis"}, {0x1F644, ":sinis"},	 {0x1F648, ":diam"},   {0x1F64C, ":kuat"},    {0x1F64F, ":doa"},
	{0x1F6AB, ":larang"}, {0x1F90D, ":hati"},	 {0x1F918, ":tiga"},   {0x1F91A, ":lima"},    {0x1F91E, ":dua"},
	{0x1F91F, ":tiga"},   {0x1F921, ":ejek"},	 {0x1F923, ":tawa"},   {0x1F926, ":ejek"},    {0x1F92B, ":diam"},
	{0x1F92C, ":marah"},  {0x1F92D, ":diam"},	 {0x1F92E, ":ejek"},   {0x1F932, ":doa"},     {0x1F970, ":hati"},
	{0x1F9E1, ":hati"},   {0x1FAF0, ":hati"},	 {0x1FAF5, ":atas"},
};

/* Letters of other scripts that look like ours. Ascending; only those that are used to hide words. */
static const struct alike {
	uint16_t code;
	char letter;
} alikes[] = {
	{0x0131, 'i'}, {0x0142, 'l'}, {0x0251, 'a'}, {0x0261, 'g'}, {0x0269, 'i'}, {0x0391, 'a'}, {0x0392, 'b'}, {0x0395, 'e'},
	{0x0396, 'z'}, {0x0397, 'h'}, {0x0399, 'i'}, {0x039A, 'k'}, {0x039C, 'm'}, {0x039D, 'n'}, {0x039F, 'o'}, {0x03A1, 'p'},
	{0x03A4, 't'}, {0x03A5, 'y'}, {0x03A7, 'x'}, {0x03B1, 'a'}, {0x03B5, 'e'}, {0x03B7, 'n'}, {0x03B9, 'i'}, {0x03BA, 'k'},
	{0x03BD, 'v'}, {0x03BF, 'o'}, {0x03C1, 'p'}, {0x03C4, 't'}, {0x03C5, 'u'}, {0x03C7, 'x'}, {0x0410, 'a'}, {0x0412, 'b'},
	{0x0415, 'e'}, {0x041A, 'k'}, {0x041C, 'm'}, {0x041D, 'h'}, {0x041E, 'o'}, {0x0420, 'p'}, {0x0421, 'c'}, {0x0422, 't'},
	{0x0423, 'y'}, {0x0425, 'x'}, {0x0430, 'a'}, {0x0432, 'b'}, {0x0435, 'e'}, {0x043A, 'k'}, {0x043C, 'm'}, {0x043D, 'h'},
	{0x043E, 'o'}, {0x043F, 'n'}, {0x0440, 'p'}, {0x0441, 'c'}, {0x0442, 't'}, {0x0443, 'y'}, {0x0445, 'x'}, {0x0455, 's'},
	{0x0456, 'i'}, {0x0458, 'j'}, {0x04BB, 'h'}, {0x0501, 'd'}, {0x051B, 'q'}, {0x051D, 'w'},
};

static const char *sign_of(uint32_t code)
{
	size_t low = 0, high = sizeof signs / sizeof *signs;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (signs[middle].code < code)
			low = middle + 1;
		else
			high = middle;
	}
	return low < sizeof signs / sizeof *signs && signs[low].code == code ? signs[low].word : NULL;
}

static char alike_of(uint32_t code)
{
	size_t low = 0, high = sizeof alikes / sizeof *alikes;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (alikes[middle].code < code)
			low = middle + 1;
		else
			high = middle;
	}
	return low < sizeof alikes / sizeof *alikes && alikes[low].code == code ? alikes[low].letter : 0;
}

static void put(struct glyph *g, enum glyph_kind kind, const char *s, size_t n)
{
	g->kind = (uint8_t)kind;
	g->n = (uint8_t)(n < sizeof g->s ? n : sizeof g->s);
	memcpy(g->s, s, g->n);
}

static void put_one(struct glyph *g, enum glyph_kind kind, char c) { put(g, kind, &c, 1); }

static void read_ascii(unsigned char c, struct glyph *g)
{
	if (c >= 'a' && c <= 'z') {
		put_one(g, GLYPH_LETTER, (char)c);
	} else if (c >= 'A' && c <= 'Z') {
		put_one(g, GLYPH_LETTER, (char)(c | 0x20));
		g->upper = true;
	} else if (c >= '0' && c <= '9') {
		put_one(g, GLYPH_DIGIT, (char)c);
	} else if (c > ' ' && c < 127) {
		put_one(g, GLYPH_MARK, (char)c);
	} else {
		g->kind = GLYPH_SPACE;
	}
}

/* Characters that are written but not seen, and marks that only change the picture before them. */
static bool invisible(uint32_t c)
{
	return c == 0xAD || c == 0x34F || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) ||
	       c == 0x20E3 || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || (c >= 0x1F3FB && c <= 0x1F3FF) || (c >= 0xE0000 && c <= 0xE01EF);
}

/* Quotes of every shape become the plain one; dashes a dash. */
static char plain_mark(uint32_t c)
{
	switch (c) {
	case 0xAB: case 0xBB: case 0x201C: case 0x201D: case 0x201E: case 0x201F: case 0x300C: case 0x300D: return '"';
	case 0x2018: case 0x2019: case 0x201A: case 0x02BC: case 0xB4: return '\'';
	case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2212: return '-';
	case 0x2026: return '.';
	default: return 0;
	}
}

/* Squared, negative circled and flag letters, which Unicode gives no plain twin. */
static char boxed(uint32_t c)
{
	if (c >= 0x1F150 && c <= 0x1F169)
		return (char)('a' + (c - 0x1F150));
	if (c >= 0x1F170 && c <= 0x1F189)
		return (char)('a' + (c - 0x1F170));
	if (c >= 0x1F1E6 && c <= 0x1F1FF)
		return 0; /* flags are pairs of these: country names, not words */
	return 0;
}

static void read_decomposed(uint32_t code, struct glyph *g)
{
	utf8proc_int32_t out[8];
	int boundary = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)code, out, 8,
						     UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE,
						     &boundary);
	g->kind = GLYPH_INVISIBLE;
	for (utf8proc_ssize_t i = 0; i < n && n <= 8; i++) {
		char alike = out[i] > 127 ? alike_of((uint32_t)out[i]) : 0;
		uint8_t bytes[4];
		size_t size = alike ? 1 : (size_t)utf8proc_encode_char(out[i], bytes);
		if (alike)
			bytes[0] = (uint8_t)alike;
		utf8proc_category_t category = alike ? UTF8PROC_CATEGORY_LL : utf8proc_category(out[i]);
		bool digit = size == 1 && bytes[0] >= '0' && bytes[0] <= '9';
		bool letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
		if ((!letter && !digit) || g->n + size > sizeof g->s)
			continue;
		memcpy(g->s + g->n, bytes, size);
		g->n = (uint8_t)(g->n + size);
		g->kind = digit ? GLYPH_DIGIT : GLYPH_LETTER;
	}
	g->disguised = g->n > 0 && (unsigned char)g->s[0] < 0x80;
}

void glyph_read(const char *s, size_t n, struct glyph *g)
{
	*g = (struct glyph){.bytes = 1};
	unsigned char first = (unsigned char)s[0];
	if (first < 0x80) {
		read_ascii(first, g);
		return;
	}
	utf8proc_int32_t code = -1;
	utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)(n > 4 ? 4 : n), &code);
	if (size <= 0) {
		g->kind = GLYPH_SPACE;
		return;
	}
	g->bytes = (uint8_t)size;
	uint32_t c = (uint32_t)code;
	const char *word;
	char mark = plain_mark(c), letter = alike_of(c), box = boxed(c);
	if (invisible(c)) {
		g->kind = GLYPH_INVISIBLE;
	} else if (mark) {
		put_one(g, GLYPH_MARK, mark);
	} else if ((word = sign_of(c))) {
		put(g, GLYPH_SIGN, word, strlen(word));
	} else if (letter || box) {
		put_one(g, GLYPH_LETTER, letter ? letter : box);
		g->disguised = true;
	} else if (c >= 0x2776 && c <= 0x277E) { /* circled digits on black */
		put_one(g, GLYPH_DIGIT, (char)('1' + (c - 0x2776)));
	} else {
		utf8proc_category_t category = utf8proc_category(code);
		if (category >= UTF8PROC_CATEGORY_ZS && category <= UTF8PROC_CATEGORY_ZP) {
			g->kind = GLYPH_SPACE;
			return;
		}
		read_decomposed(c, g);
		g->upper = g->kind == GLYPH_LETTER && category == UTF8PROC_CATEGORY_LU;
		if (!g->n && category != UTF8PROC_CATEGORY_MN && category != UTF8PROC_CATEGORY_CF)
			g->kind = GLYPH_NOTHING;
	}
}
