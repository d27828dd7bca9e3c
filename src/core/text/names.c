/* names.c -- people's names: what is title, what is name, and how two spellings of one name meet.
 *
 * "Drs. H. M. Soekarno Poetra, M.Si" has the parts muhammad, soekarno, poetra. A chunk is what stands between
 * spaces and commas ("S.Pd.I"); a piece is what stands between its dots. A chunk that is a title as a whole goes;
 * the pieces of the others are the parts.
 */
#include "core/text/text_internal.h"

#include <string.h>

#define CHUNKS_MAX 24
#define PIECES_MAX 8

struct piece {
	char s[NAME_PART_MAX];
	uint8_t n;
	bool dot; /* a dot follows */
	uint16_t at, end;
};
struct chunk {
	struct piece pieces[PIECES_MAX];
	size_t n;
	char whole[NAME_PART_MAX * 2]; /* all pieces without dots */
	size_t whole_n;
	bool comma;  /* a comma stands before it */
	bool upper;  /* all capitals */
	bool digits; /* no letter at all */
};

static void piece_add(struct chunk *c, struct piece *p, bool dot)
{
	if (p->n && c->n < PIECES_MAX) {
		p->dot = dot;
		if (c->whole_n + p->n <= sizeof c->whole) {
			memcpy(c->whole + c->whole_n, p->s, p->n);
			c->whole_n += p->n;
		}
		c->pieces[c->n++] = *p;
	}
	*p = (struct piece){0};
}

static size_t chunk_end(struct chunk *chunks, size_t n, struct chunk *now, struct piece *p, bool comma)
{
	piece_add(now, p, false);
	bool keep = now->n > 0 && !now->digits && n < CHUNKS_MAX;
	if (keep)
		chunks[n] = *now;
	bool carried = comma || (!keep && now->comma);
	*now = (struct chunk){.comma = carried, .upper = true, .digits = true};
	return n + keep;
}

static size_t chunks_read(const char *s, size_t n, struct chunk *chunks)
{
	struct chunk now = {.upper = true, .digits = true};
	struct piece p = {0};
	size_t found = 0;
	if (n > UINT16_MAX)
		n = UINT16_MAX;
	for (size_t i = 0; i < n;) {
		struct glyph g;
		glyph_read(s + i, n - i, &g);
		if (g.kind == GLYPH_LETTER || g.kind == GLYPH_DIGIT) {
			if (!p.n)
				p.at = (uint16_t)i;
			p.end = (uint16_t)(i + g.bytes);
			if (p.n + g.n < NAME_PART_MAX) {
				memcpy(p.s + p.n, g.s, g.n);
				p.n = (uint8_t)(p.n + g.n);
			}
			now.upper &= g.upper || g.kind == GLYPH_DIGIT;
			now.digits &= g.kind == GLYPH_DIGIT;
		} else if (g.kind == GLYPH_MARK && g.s[0] == '.') {
			piece_add(&now, &p, true);
		} else if (g.kind != GLYPH_INVISIBLE && !(g.kind == GLYPH_MARK && (g.s[0] == '\'' || g.s[0] == '`'))) {
			found = chunk_end(chunks, found, &now, &p, g.kind == GLYPH_MARK && g.s[0] == ',');
		}
		i += g.bytes;
	}
	return chunk_end(chunks, found, &now, &p, false);
}

static bool chunk_is_title(const struct chunk *c, int mark)
{
	const struct word *w = wordlist_find(words_titles(), c->whole, c->whole_n);
	return w && (w->mark & mark);
}

/* A degree behind the name: after a comma any title, and what has three pieces ("S.Tr.Kep."); without a comma it must
 * look like a degree. */
static bool is_degree(const struct chunk *c, bool after_comma)
{
	return after_comma ? c->n > 2 || chunk_is_title(c, 3) : chunk_is_title(c, 2) && (c->n > 1 || c->upper || c->whole_n > 3);
}

static bool chunk_is(const struct chunk *c, const char *word) { return strlen(word) == c->whole_n && !memcmp(word, c->whole, c->whole_n); }

static void part_add(struct person_name *ret, const struct piece *p, bool lone_front)
{
	if (ret->n == NAME_PARTS_MAX) {
		ret->cut = true;
		return;
	}
	struct name_part *to = &ret->parts[ret->n++];
	*to = (struct name_part){.n = p->n, .at = p->at, .end = p->end, .kind = p->n == 1 ? PART_INITIAL : PART_FULL, .letter = p->n == 1 ? p->s[0] : '\0'};
	memcpy(to->s, p->s, p->n);
	const struct word *full = wordlist_find(words_abbreviations(), p->s, p->n);
	if (!full || (full->mark && !p->dot && !(p->n == 1 && lone_front)) || (p->n == 1 && ret->n > 1))
		return;
	if (full->value_n < NAME_PART_MAX) {
		memcpy(to->s, full->value, full->value_n);
		to->n = (uint8_t)full->value_n;
		to->kind = PART_ABBREVIATION;
	}
}

/* "S. Sos" was typed with a blank: the first half takes the second, which then goes as a degree of its own. */
static void join_split_degrees(struct chunk *chunks, size_t from, size_t count)
{
	for (size_t i = from; i + 1 < count; i++) {
		struct chunk both = chunks[i];
		if (both.n != 1 || both.whole_n > 2 || both.whole_n + chunks[i + 1].whole_n > sizeof both.whole)
			continue;
		memcpy(both.whole + both.whole_n, chunks[i + 1].whole, chunks[i + 1].whole_n);
		both.whole_n += chunks[i + 1].whole_n;
		if (chunk_is_title(&both, 2))
			chunks[i] = chunks[i + 1] = both;
	}
}

/* A name of plain letters and blanks, no word of it a title or an abbreviation, as most are: its words are its parts. */
static bool plain_read(const char *s, size_t n, struct person_name *ret)
{
	if (n > UINT16_MAX)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s[i] == ' ')
			continue;
		if (ret->n == NAME_PARTS_MAX)
			return false;
		struct name_part *p = &ret->parts[ret->n];
		p->at = (uint16_t)i;
		for (p->n = 0; i < n && s[i] != ' '; i++) {
			char c = (char)(s[i] | 0x20);
			if (c < 'a' || c > 'z' || p->n + 1u >= NAME_PART_MAX)
				return false;
			p->s[p->n++] = c;
		}
		if (name_may_be_other(text_hash(p->s, p->n)))
			return false;
		p->end = (uint16_t)i;
		p->kind = p->n == 1 ? PART_INITIAL : PART_FULL;
		p->letter = p->n == 1 ? p->s[0] : '\0';
		ret->n++;
	}
	return true;
}

void name_read(const char *s, size_t n, struct person_name *ret)
{
	*ret = (struct person_name){0};
	if (plain_read(s, n, ret))
		return;
	*ret = (struct person_name){0};
	struct chunk chunks[CHUNKS_MAX];
	size_t count = chunks_read(s, n, chunks), from = 0, to = count;
	while (from + 1 < to && chunk_is_title(&chunks[from], 1) && !chunks[from + 1].comma)
		from++;
	if (from && chunks[from - 1].whole_n == 1)
		ret->front = chunks[from - 1].whole[0];
	size_t comma = from + 1;
	while (comma < count && !chunks[comma].comma)
		comma++;
	bool kept[CHUNKS_MAX] = {0};
	join_split_degrees(chunks, comma, count);
	for (size_t i = from; i < count; i++)
		kept[i] = !(i >= comma && is_degree(&chunks[i], true)) && !chunk_is(&chunks[i], "bin") && !chunk_is(&chunks[i], "binti");
	for (to = comma < count ? comma : count; to > from + 1 && is_degree(&chunks[to - 1], false); to--)
		kept[to - 1] = false;
	for (size_t i = from; i < count; i++)
		for (size_t k = 0; kept[i] && k < chunks[i].n; k++)
			part_add(ret, &chunks[i].pieces[k], i == from && i + 1 < count);
	ret->titled = ret->n < count || from > 0;
}

/* What the letters at @s sound like, in at most two letters at @to; returns how many letters were read. Groups of the
 * old spelling and of fashion come first: oe dj tj, kh ch dh th bh gh ph, sy sj sh dz ts, ie ae. */
static size_t sound(const char *s, size_t n, bool first, char to[static 2], size_t *ret_n)
{
	char c = s[0], next = n > 1 ? s[1] : 0, is = c, then = 0;
	size_t read = 2;
	switch (c) {
	case 'o': is = 'u'; read = 1; break;
	case 'd': is = next == 'j' ? 'j' : next == 'z' ? 's' : 'd'; read = next == 'j' || next == 'z' || next == 'h' ? 2 : 1; break;
	case 't': is = next == 'j' ? 'c' : next == 's' ? 's' : 't'; read = next == 'j' || next == 's' || next == 'h' ? 2 : 1; break;
	case 'k': is = next == 'h' ? 'h' : 'k'; read = next == 'h' ? 2 : 1; break;
	case 'c': is = next == 'h' && !first ? 'h' : 'c'; read = next == 'h' ? 2 : 1; break; /* Chandra is Candra, but Rachmat is Rahmat */
	case 'b': case 'g': read = next == 'h' ? 2 : 1; break;
	case 'p': read = next == 'h' ? 2 : 1; break;
	case 's': read = next == 'y' || next == 'j' || next == 'h' ? 2 : 1; break;
	case 'i': read = next == 'e' ? 2 : 1; break;
	case 'a': then = next == 'e' ? 'i' : 0; read = then ? 2 : 1; break;
	case 'v': case 'f': is = 'p'; read = 1; break;
	case 'z': is = 's'; read = 1; break;
	case 'y': is = 'i'; read = 1; break;
	case 'q': is = 'k'; read = 1; break;
	case 'x': is = 'k'; then = 's'; read = 1; break;
	default: read = 1; break;
	}
	if (c == 'o' && next == 'e')
		read = 2;
	to[0] = is;
	to[1] = then;
	*ret_n = then ? 2 : 1;
	return read;
}

static bool vowel(char c) { return c == 'a' || c == 'i' || c == 'u' || c == 'e' || c == 'o'; }

size_t name_skeleton(const char *s, size_t n, char ret[static NAME_PART_MAX])
{
	size_t to = 0;
	for (size_t i = 0; i < n && to + 2 < NAME_PART_MAX;) {
		char piece[2];
		size_t piece_n;
		i += sound(s + i, n - i, i == 0, piece, &piece_n);
		for (size_t k = 0; k < piece_n; k++) {
			bool mute = piece[k] == 'h' && to && !vowel(ret[to - 1]);
			if (!mute && (!to || ret[to - 1] != piece[k]))
				ret[to++] = piece[k];
		}
	}
	while (to > 1 && ret[to - 1] == 'h')
		to--;
	ret[to] = '\0';
	return to;
}

void name_pattern(const char *a, size_t n, struct name_pattern *ret)
{
	*ret = (struct name_pattern){.s = a, .n = n < NAME_PART_MAX ? n : NAME_PART_MAX, .plain = true};
	for (size_t i = 0; i < ret->n; i++) {
		ret->places[a[i] & 31] |= 1u << i;
		ret->plain &= a[i] >= 'a' && a[i] <= 'z';
	}
}

/* Where @c stands; letters of other scripts that share five bits with one of ours are told apart by themselves. */
static uint32_t places_of(const struct name_pattern *p, char c)
{
	bool ours = c >= 'a' && c <= 'z';
	if (p->plain)
		return ours ? p->places[c & 31] : 0;
	uint32_t ret = 0;
	for (size_t i = 0; i < p->n; i++)
		ret |= (uint32_t)(p->s[i] == c) << i;
	return ret;
}

/* Optimal string alignment, a row at a time in the bits of two words (Hyyro 2003): bit i says whether the distance
 * grows, or shrinks, from letter i - 1 of the pattern to letter i. */
int name_pattern_edits(const struct name_pattern *p, const char *b, size_t b_n, int max)
{
	if (p->n >= NAME_PART_MAX || b_n >= NAME_PART_MAX || (p->n > b_n ? p->n - b_n : b_n - p->n) > (size_t)max)
		return max + 1;
	if (!p->n || !b_n)
		return (int)(p->n + b_n);
	uint32_t up = ~0u, down = 0, zero = 0, before = 0, last = 1u << (p->n - 1);
	int ret = (int)p->n;
	for (size_t j = 0; j < b_n; j++) {
		uint32_t match = places_of(p, b[j]), swap = ((~zero & match) << 1) & before;
		zero = (((match & up) + up) ^ up) | match | down | swap;
		uint32_t grows = down | ~(zero | up), shrinks = zero & up;
		ret += (grows & last ? 1 : 0) - (shrinks & last ? 1 : 0);
		grows = grows << 1 | 1;
		up = shrinks << 1 | ~(zero | grows);
		down = grows & zero;
		before = match;
	}
	return ret > max ? max + 1 : ret;
}

/* What both begin and end with costs nothing, and what remains of names that are near is mostly a letter or two. */
int name_edits(const char *a, size_t a_n, const char *b, size_t b_n, int max)
{
	struct name_pattern p;
	if (a_n >= NAME_PART_MAX || b_n >= NAME_PART_MAX || (a_n > b_n ? a_n - b_n : b_n - a_n) > (size_t)max)
		return max + 1;
	for (; a_n && b_n && *a == *b; a_n--, b_n--)
		a++, b++;
	for (; a_n && b_n && a[a_n - 1] == b[b_n - 1]; a_n--)
		b_n--;
	size_t left = a_n > b_n ? a_n : b_n;
	if (left < 2 || !a_n || !b_n)
		return (int)left;
	if (a_n == 2 && b_n == 2)
		return a[0] == b[1] && a[1] == b[0] ? 1 : max < 2 ? max + 1 : 2;
	if (max < 2)
		return max + 1;
	name_pattern(a, a_n, &p);
	return name_pattern_edits(&p, b, b_n, max);
}
