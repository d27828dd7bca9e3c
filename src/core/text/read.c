/* read.c -- a text to tokens, in one pass.
 *
 * Vector instructions first say of every byte what it is (bytes.h) and write the text once in small letters. A word of
 * plain letters and digits then needs no further look at its bytes: its ends are two bits, its flags are questions to
 * bit words, and the token points into the small letters. Whatever is more than that (other scripts, emoji, joined
 * names, apostrophes) goes through slow(), one character after the other, and gets memory of its own.
 */
#include "core/text/bytes.h"
#include "core/text/text_internal.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* What is known of the word being read. */
struct run {
	size_t at, end;
	char *s;
	size_t n;
	unsigned letters, digits, uppers;
	bool capital, disguised;
	uint8_t prefix; /* TOKEN_TAG or TOKEN_MENTION */
};

/* There is always room: every token takes a byte of the text at least. */
static inline void add(struct text *t, size_t at, size_t end, const char *s, size_t n, enum token_kind kind, unsigned flags)
{
	if (t->n && t->items[t->n - 1].end == at)
		flags |= TOKEN_JOINED;
	t->singles += kind == TOKEN_WORD && n == 1;
	t->items[t->n++] = (struct token){.at = (uint32_t)at, .end = (uint32_t)end, .s = s, .n = (uint16_t)n, .kind = (uint8_t)kind,
					  .flags = (uint8_t)flags, .hash = text_hash(s, n)};
}

/* Three or more of the same letter are one: "menaaang" -> "menang". Two stay: "maaf", "saat". */
static size_t squeeze(char *s, size_t n)
{
	size_t to = 0;
	bool runs = false;
	for (size_t i = 2; i < n; i++)
		runs |= s[i] == s[i - 1] && s[i] == s[i - 2];
	if (!runs)
		return n;
	for (size_t i = 0; i < n;) {
		size_t same = 1;
		while (i + same < n && s[i + same] == s[i])
			same++;
		bool letter = (s[i] >= 'a' && s[i] <= 'z');
		size_t keep = letter && same >= 3 ? 1 : same;
		memset(s + to, s[i], keep);
		to += keep;
		i += same;
	}
	return to;
}

static const char *const number_stems[] = {"nomor", "nomer", "no", "nmr", "nmor", "paslon", "pasangan", "jari", "pilih", "coblos", "urut", "capres"};

/* "nomor2" is a word and a number; other words keep their digits ("bolo2" is a doubled word, "p3k" a name). */
static size_t number_behind(const struct run *r)
{
	size_t word = r->n;
	while (word && r->s[word - 1] >= '0' && r->s[word - 1] <= '9')
		word--;
	if (word == r->n || r->n - word > 2 || r->prefix)
		return 0;
	for (size_t i = 0; i < sizeof number_stems / sizeof *number_stems; i++)
		if (strlen(number_stems[i]) == word && !memcmp(number_stems[i], r->s, word))
			return word;
	return 0;
}

/* @r ends: it becomes a token (or two). */
static void finish(struct text *t, struct run *r)
{
	if (r->n) {
		size_t squeezed = r->letters > 2 ? squeeze(r->s, r->n) : r->n;
		unsigned flags = r->prefix | (r->uppers > 1 && r->uppers == r->letters ? TOKEN_UPPER : 0u) | (r->capital ? TOKEN_CAPITAL : 0u) |
				 (r->letters && r->digits ? TOKEN_MIXED : 0u) | (r->disguised || squeezed < r->n ? TOKEN_DISGUISED : 0u);
		r->n = squeezed;
		size_t word = r->letters && r->digits ? number_behind(r) : 0;
		if (word) {
			size_t digits = r->n - word;
			add(t, r->at, r->end - digits, r->s, word, TOKEN_WORD, flags & ~(unsigned)TOKEN_MIXED);
			add(t, r->end - digits, r->end, r->s + word, digits, TOKEN_NUMBER, 0);
		} else {
			add(t, r->at, r->end, r->s, r->n, r->letters ? TOKEN_WORD : TOKEN_NUMBER, flags);
		}
		r->s += r->n;
	}
	*r = (struct run){.s = r->s};
}

static bool plain_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static bool starts_url(const char *s, size_t n)
{
	return (n > 8 && (!memcmp(s, "https://", 8) || !memcmp(s, "http://", 7))) || (n > 4 && !memcmp(s, "www.", 4));
}

static inline bool kept_mark(char c)
{
	switch (c) {
	case '.': case '!': case '?': case ',': case ':': case ';': case '(': case ')': case '[': case ']':
	case '"': case '\'': case '/': case '<': case '>': case '-': return true;
	default: return false;
	}
}

/* Inside @names dots, inside names and #tags underscores belong to the word. */
static bool joins(const struct run *r, char mark, const char *next, size_t n)
{
	bool more = n && (plain_letter(next[0]) || (next[0] >= '0' && next[0] <= '9') || next[0] == '_');
	if (!r->n && !r->prefix)
		return false;
	if (mark == '_')
		return r->prefix != 0;
	return mark == '.' && r->prefix == TOKEN_MENTION && r->n && more;
}

#define PAD ((size_t)BYTES_BLOCK) /* before the small letters, so that the byte before the first can be read */
static size_t blocks_of(size_t n) { return (n + BYTES_BLOCK - 1) / BYTES_BLOCK; }

/* Memory: padding, the small letters in whole blocks, then room for the tokens that are written anew. */
static void room(struct text *t, size_t n)
{
	size_t need = PAD + blocks_of(n) * BYTES_BLOCK + n * 4 + TOKEN_MAX, blocks = (blocks_of(n) + 1) * TEXT_BITS;
	if (t->folded_cap < need) {
		free(t->folded);
		t->folded = malloc(need);
		t->folded_cap = need;
	}
	if (t->bits_cap < blocks) {
		free(t->bits);
		t->bits = malloc(blocks * sizeof *t->bits);
		t->bits_cap = blocks;
	}
	if (t->cap < n + 1) {
		t->cap = n + 128;
		free(t->items);
		t->items = malloc(t->cap * sizeof *t->items);
	}
	if (!t->folded || !t->bits || !t->items)
		abort();
	memset(t->folded, 0, PAD);
}

static void take(struct run *r, const struct glyph *g, size_t at, const char *limit)
{
	if (!r->n)
		r->at = at - (r->prefix ? 1 : 0);
	r->end = at + g->bytes;
	if (r->n + g->n <= TOKEN_MAX && r->s + r->n + g->n <= limit) {
		memcpy(r->s + r->n, g->s, g->n);
		r->n += g->n;
	}
	if (g->kind == GLYPH_LETTER) {
		r->capital |= !r->letters && !r->digits && g->upper;
		r->letters++;
		r->uppers += g->upper;
		r->disguised |= g->disguised;
	} else {
		r->digits++;
	}
}

static bool digit(char c) { return c >= '0' && c <= '9'; }

/* take() for the characters that make nearly all of a text: plain letters and digits. */
static void take_plain(struct run *r, char c, size_t at, const char *limit)
{
	bool upper = c >= 'A' && c <= 'Z';
	if (!r->n)
		r->at = at - (r->prefix ? 1 : 0);
	r->end = at + 1;
	if (r->n < TOKEN_MAX && r->s + r->n < limit)
		r->s[r->n++] = (char)(upper ? c | 0x20 : c);
	if (digit(c)) {
		r->digits++;
		return;
	}
	r->capital |= !r->letters && !r->digits && upper;
	r->letters++;
	r->uppers += upper;
}

static void put_sign(struct text *t, struct run *r, const struct glyph *g, size_t at, const char *limit)
{
	finish(t, r);
	if (r->s + g->n > limit)
		return;
	memcpy(r->s, g->s, g->n);
	add(t, at, at + g->bytes, r->s, g->n, g->kind == GLYPH_SIGN ? TOKEN_SIGN : TOKEN_MARK, 0);
	r->s += g->n;
}

/* An address is one token, whatever it leads to; the bytes of @s that it takes. It ends a "#" that stood alone. */
static size_t put_url(struct text *t, struct run *r, const char *s, size_t at, size_t n, const char *limit)
{
	static const char url[] = ":url";
	size_t end = at;
	finish(t, r);
	while (end < n && (unsigned char)s[end] > ' ')
		end++;
	if (r->s + 4 <= limit) {
		memcpy(r->s, url, 4);
		add(t, at, end, r->s, 4, TOKEN_SIGN, 0);
		r->s += 4;
	}
	return end - at;
}

/* "B A R E N G": four or more single letters in a row are one word, written apart to hide it. */
static void join_spaced(struct text *t, char *room, const char *limit)
{
	size_t to = 0;
	for (size_t i = 0; i < t->n;) {
		size_t run = 0;
		while (i + run < t->n && t->items[i + run].kind == TOKEN_WORD && t->items[i + run].n == 1 && run < TOKEN_MAX)
			run++;
		if (run < 4 || room + run > limit) {
			t->items[to++] = t->items[i++];
			continue;
		}
		struct token joined = t->items[i];
		for (size_t k = 0; k < run; k++)
			room[k] = t->items[i + k].s[0];
		joined.s = room;
		joined.n = (uint16_t)run;
		joined.end = t->items[i + run - 1].end;
		joined.flags |= TOKEN_SPACED | TOKEN_DISGUISED;
		joined.hash = text_hash(joined.s, joined.n);
		t->items[to++] = joined;
		room += run;
		i += run;
	}
	t->n = to;
}

/* One character of a word or between words, the long way. Returns the bytes it took. */
static size_t slow_one(struct text *t, struct run *r, const char *s, size_t i, size_t n, const char *limit)
{
	if ((s[i] == 'h' || s[i] == 'w') && !r->n && starts_url(s + i, n - i))
		return put_url(t, r, s, i, n, limit);
	if (plain_letter(s[i]) || digit(s[i])) {
		take_plain(r, s[i], i, limit);
		return 1;
	}
	struct glyph g;
	glyph_read(s + i, n - i, &g);
	if (g.kind == GLYPH_LETTER || g.kind == GLYPH_DIGIT) {
		take(r, &g, i, limit);
	} else if (g.kind == GLYPH_MARK && joins(r, g.s[0], s + i + 1, n - i - 1)) {
		take(r, &g, i, limit);
	} else if (g.kind == GLYPH_MARK && g.s[0] == '\'' && r->n && i + g.bytes < n && plain_letter(s[i + g.bytes])) {
		/* jum'at is one word */
	} else if (g.kind == GLYPH_MARK && (g.s[0] == '#' || g.s[0] == '@')) {
		finish(t, r);
		r->prefix = g.s[0] == '#' ? TOKEN_TAG : TOKEN_MENTION;
	} else if (g.kind == GLYPH_SIGN || (g.kind == GLYPH_MARK && kept_mark(g.s[0]))) {
		put_sign(t, r, &g, i, limit);
	} else if (g.kind != GLYPH_INVISIBLE) {
		finish(t, r);
	}
	return g.bytes;
}

/* From @i until no word is open. Returns where the next one may begin. */
static size_t slow(struct text *t, struct run *r, const char *s, size_t i, size_t n, const char *limit)
{
	do
		i += slow_one(t, r, s, i, n, limit);
	while (i < n && (r->n || r->prefix));
	if (i >= n)
		finish(t, r);
	return i;
}

/* What is known of a text before its words are read. */
struct reading {
	struct text *t;
	const char *s, *lower; /* as written, and in small letters */
	size_t n;
	struct text_bits bits;
	struct run run;
	const char *limit;
};

/* finish() knows how to shorten a stretched word and to part "nomor2". */
static void mixed_word(struct reading *x, size_t at, size_t end, uint8_t prefix)
{
	struct run *r = &x->run;
	memcpy(r->s, x->lower + at, end - at);
	r->n = end - at;
	r->at = at - (prefix != 0);
	r->end = end;
	r->prefix = prefix;
	for (size_t i = at; i < end; i++) {
		r->digits += digit(x->s[i]);
		r->uppers += x->s[i] >= 'A' && x->s[i] <= 'Z';
	}
	r->letters = (unsigned)(end - at) - r->digits;
	r->capital = x->s[at] >= 'A' && x->s[at] <= 'Z';
	finish(x->t, r);
}

/* A word that is more than plain starts at @at. Returns where to go on. */
static __attribute__((noinline)) size_t odd_word(struct reading *x, size_t at)
{
	char before = at ? x->s[at - 1] : ' ', c = x->s[at];
	uint8_t prefix = before == '#' ? TOKEN_TAG : before == '@' ? TOKEN_MENTION : 0;
	size_t end = at;
	while (end < x->n && (plain_letter(x->s[end]) || digit(x->s[end])))
		end++;
	unsigned char next = end < x->n ? (unsigned char)x->s[end] : ' ';
	bool plain = next < 0x80 && next != '\'' && !(prefix && (next == '_' || next == '.')) && end - at <= TOKEN_MAX;
	if (plain && !((c == 'h' || c == 'w') && starts_url(x->s + at, x->n - at)) && x->run.s + TOKEN_MAX <= x->limit) {
		mixed_word(x, at, end, prefix);
		return end;
	}
	x->run.prefix = prefix;
	return slow(x->t, &x->run, x->s, at, x->n, x->limit);
}

/* Something stands at @at that is neither word nor blank. Returns where to go on. */
static inline size_t mark(struct reading *x, size_t at)
{
	unsigned char c = (unsigned char)x->s[at], next = at + 1 < x->n ? (unsigned char)x->s[at + 1] : ' ';
	if (c >= 0x80 || ((c == '#' || c == '@') && (next == '_' || next >= 0x80)))
		return slow(x->t, &x->run, x->s, at, x->n, x->limit);
	if (kept_mark((char)c))
		add(x->t, at, at + 1, x->lower + at, 1, TOKEN_MARK, 0);
	return at + 1;
}

/* text_hash() of up to 16 bytes with one branch, because lengths cannot be foretold; eight bytes before the end of @s
 * and behind its start are readable. */
static inline uint64_t hash_here(const char *s, size_t n)
{
	uint64_t head = text_load(s, 8), tail = text_load(s + n - 8, 8), many = -(uint64_t)(n >= 8), a, b = tail & many;
	if (n >= 4) {
		a = head & (many | UINT32_MAX);
		b |= tail >> 32 & ~many;
	} else {
		a = (head & 255) | (head >> (n > 1) * 8 & 255) << 8 | tail >> 56 << 16;
	}
	return text_hash_end(a, b, n * TEXT_HASH_SEED);
}

/* "http" and "www." may begin an address. */
static inline bool may_be_url(const char *lower)
{
	uint32_t four;
	memcpy(&four, lower, sizeof four);
	return four == ('h' | 't' << 8 | 't' << 16 | 'p' << 24) || four == ('w' | 'w' << 8 | 'w' << 16 | '.' << 24);
}

/* The flags of a plain word that does not begin with a small letter. */
static inline unsigned capitals(uint64_t upper, unsigned n)
{
	uint64_t all = ((uint64_t)1 << n) - 1;
	return (upper & 1 ? TOKEN_CAPITAL : 0u) | (n > 1 && (upper & all) == all ? TOKEN_UPPER : 0u);
}

/* Most of a text: words of letters alone or digits alone that nothing unusual touches. A token is made of bits then,
 * and of nothing else. The rest goes through odd_word() and mark(). */
static void read_words(struct reading *x, size_t blocks)
{
	struct text *t = x->t;
	const struct text_bits bits = x->bits;
	const char *lower = x->lower;
	struct token *to = t->items;
	size_t resume = 0, last = SIZE_MAX, singles = 0;
	for (size_t block = 0; block < blocks; block++)
		for (uint64_t events = bits.event[block]; events; events &= events - 1) {
			size_t at = block * 64 + (size_t)__builtin_ctzll(events);
			if (at < resume)
				continue;
			unsigned n = (unsigned)__builtin_ctzll(~bits_from(bits.word, at) | (uint64_t)1 << (BITS_SURE - 1));
			if (!n || bits_from(bits.odd, at) << (63 - n) || n > 16 || may_be_url(lower + at)) {
				t->n = (size_t)(to - t->items);
				resume = n ? odd_word(x, at) : mark(x, at);
				to = t->items + t->n;
				last = t->n ? to[-1].end : SIZE_MAX;
				continue;
			}
			unsigned flags = last == at ? TOKEN_JOINED : 0;
			if (x->s[at] < 'a') /* a digit or a capital */
				flags |= capitals(bits_from(bits.upper, at), n);
			singles += n == 1; /* too many do no harm */
			resume = last = at + n;
			*to++ = (struct token){.at = (uint32_t)at, .end = (uint32_t)last, .s = lower + at, .n = (uint16_t)n,
					       .kind = lower[at] <= '9' ? TOKEN_NUMBER : TOKEN_WORD, .flags = (uint8_t)flags,
					       .hash = hash_here(lower + at, n)};
		}
	t->n = (size_t)(to - t->items);
	t->singles += singles;
}

void text_read(struct text *t, const char *s, size_t n)
{
	t->n = t->singles = 0;
	t->cut = n > TEXT_MAX;
	if (t->cut)
		n = TEXT_MAX;
	room(t, n);
	size_t blocks = blocks_of(n), each = blocks + 1;
	struct reading x = {.t = t, .s = s, .lower = t->folded + PAD, .n = n, .limit = t->folded + t->folded_cap,
			    .bits = {t->bits, t->bits + each, t->bits + 2 * each, t->bits + 3 * each, t->bits + 4 * each},
			    .run = {.s = t->folded + PAD + blocks * BYTES_BLOCK}};
	bytes_text(s, n, t->folded + PAD, &x.bits);
	read_words(&x, blocks);
	if (t->singles >= 4)
		join_spaced(t, x.run.s, x.limit);
}

void text_free(struct text *t)
{
	free(t->items);
	free(t->folded);
	free(t->bits);
	*t = (struct text){0};
}

char *text_folded(struct arena *a, const char *s)
{
	scoped(text_free) struct text t = {0};
	text_read(&t, s ? s : "", s ? strlen(s) : 0);
	size_t need = 1;
	for (size_t i = 0; i < t.n; i++)
		need += t.items[i].n + 1u;
	char *ret = arena_alloc(a, need);
	size_t n = 0;
	for (size_t i = 0; i < t.n; i++) {
		if (t.items[i].kind == TOKEN_MARK)
			continue;
		if (n)
			ret[n++] = ' ';
		memcpy(ret + n, t.items[i].s, t.items[i].n);
		n += t.items[i].n;
	}
	return ret;
}

bool text_unleet(const char *s, size_t n, char *ret, size_t *ret_n)
{
	static const char letters[] = "oizeasgtbg";
	bool letter = false, digit = false;
	if (n > TOKEN_MAX)
		return false;
	for (size_t i = 0; i < n; i++) {
		bool is_digit = s[i] >= '0' && s[i] <= '9';
		letter |= !is_digit;
		digit |= is_digit;
		ret[i] = is_digit ? letters[s[i] - '0'] : s[i];
	}
	*ret_n = n;
	return letter && digit;
}

/* Indonesian, Javanese (ngoko, krama), Sundanese, Minangkabau, Batak Toba, Bugis, Makassar, Banjar, Balinese. */
static const char *const number_words[9][10] = {
	{"satu", "siji", "setunggal", "hiji", "ciek", "sada", "seddi", "asa", "besik", "sa"},
	{"dua", "loro", "kalih", "dua", "duo", "rua", "duwa", "dadua", "kalih", "roro"},
	{"tiga", "telu", "tilu", "tigo", "tolu", "tellu", "tallu", "talu", "tri", "tiga"},
	{"empat", "papat", "opat", "ampek", "eppa", "appa", "sekawan", "ampat", "patpat", "pat"},
	{"lima", "limo", "gangsal", "lima"}, {"enam", "nem", "genep", "anam", "onom"}, {"tujuh", "pitu", "tujuah", "pitung"},
	{"delapan", "wolu", "dalapan", "salapan", "ualu"}, {"sembilan", "sanga", "salapan", "sambilan", "sia"},
};

/* The same words by their hash: every word of every text is asked about. 73 words in 256 slots. */
#define NUMBER_SLOTS 256
static struct number_slot {
	const char *word;
	uint8_t n, number;
} number_slots[NUMBER_SLOTS];
static pthread_once_t numbers_once = PTHREAD_ONCE_INIT;
static bool numbers_ready; /* asked for every word, so it must be quick to see */

static struct number_slot *number_slot(const char *s, size_t n, uint64_t hash)
{
	size_t at = hash % NUMBER_SLOTS;
	while (number_slots[at].word && (number_slots[at].n != n || memcmp(number_slots[at].word, s, n)))
		at = (at + 1) % NUMBER_SLOTS;
	return &number_slots[at];
}

static void numbers_load(void)
{
	for (int number = 0; number < 9; number++)
		for (int i = 0; i < 10 && number_words[number][i]; i++) {
			const char *word = number_words[number][i];
			struct number_slot *slot = number_slot(word, strlen(word), text_hash(word, strlen(word)));
			if (!slot->word) /* the first number a word stands for is the one it means */
				*slot = (struct number_slot){word, (uint8_t)strlen(word), (uint8_t)(number + 1)};
		}
	__atomic_store_n(&numbers_ready, true, __ATOMIC_RELEASE);
}

int text_number(const char *s, size_t n)
{
	pthread_once(&numbers_once, numbers_load);
	return number_slot(s, n, text_hash(s, n))->number;
}

int text_number_token(const struct token *t)
{
	if (!__atomic_load_n(&numbers_ready, __ATOMIC_ACQUIRE))
		pthread_once(&numbers_once, numbers_load);
	return number_slot(t->s, t->n, t->hash)->number;
}

/* The hash that likeness has always been made of: it is kept with every hint, so it must not follow text_hash. */
static uint64_t likeness_hash(const char *s, size_t n)
{
	uint64_t h = 0x9E3779B97F4A7C15u ^ (n * 0xA24BAED4963EE407u);
	while (n) {
		size_t take = n < 8 ? n : 8;
		h = (h ^ text_load(s, take)) * 0xD6E8FEB86659FD93u;
		h ^= h >> 32;
		s += take;
		n -= take;
	}
	h *= 0xD6E8FEB86659FD93u;
	return h ^ (h >> 29);
}

/* Sixty-four counters, eight to a word: each adds the bits of a hash by bytes, and is emptied before it can run over. */
struct counters {
	uint64_t lanes[8];
	uint32_t totals[64];
	unsigned n;
};

static void counters_empty(struct counters *c)
{
	for (int bit = 0; bit < 64; bit++)
		c->totals[bit] += (uint32_t)(c->lanes[bit / 8] >> (bit % 8 * 8) & 255);
	memset(c->lanes, 0, sizeof c->lanes);
	c->n = 0;
}

/* Bit i of the byte becomes byte i of the word. */
static uint64_t spread(uint64_t byte) { return ((byte * 0x8040201008040201u) >> 7) & 0x0101010101010101u; }

uint64_t text_simhash(const struct text *t)
{
	struct counters c = {0};
	uint32_t words = 0;
	for (size_t i = 0; i < t->n; i++) {
		if (t->items[i].kind == TOKEN_MARK)
			continue;
		uint64_t hash = likeness_hash(t->items[i].s, t->items[i].n);
		for (int lane = 0; lane < 8; lane++) /* the product holds the bits of a byte in reverse */
			c.lanes[lane] += __builtin_bswap64(spread(hash >> (lane * 8) & 255));
		words++;
		if (++c.n == 255)
			counters_empty(&c);
	}
	counters_empty(&c);
	uint64_t ret = 0;
	for (int bit = 0; bit < 64; bit++)
		ret |= (uint64_t)(c.totals[bit] * 2 > words) << bit;
	return ret;
}
