/* read.c -- a text to tokens, in one pass. */
#include "core/text/text_internal.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

uint64_t text_hash(const char *s, size_t n)
{
	uint64_t h = 0x9E3779B97F4A7C15u ^ (n * 0xA24BAED4963EE407u);
	while (n) {
		uint64_t word = 0;
		size_t take = n < 8 ? n : 8;
		memcpy(&word, s, take);
		h = (h ^ word) * 0xD6E8FEB86659FD93u;
		h ^= h >> 32;
		s += take;
		n -= take;
	}
	h *= 0xD6E8FEB86659FD93u;
	return h ^ (h >> 29);
}

/* What is known of the word being read. */
struct run {
	size_t at, end;
	char *s;
	size_t n;
	unsigned letters, digits, uppers;
	bool capital, disguised;
	uint8_t prefix; /* TOKEN_TAG or TOKEN_MENTION */
};

static struct token *push(struct text *t)
{
	if (t->n == t->cap) {
		t->cap = t->cap ? t->cap * 2 : 128;
		t->items = realloc(t->items, t->cap * sizeof *t->items);
		if (!t->items)
			abort();
	}
	return &t->items[t->n++];
}

static void add(struct text *t, size_t at, size_t end, const char *s, size_t n, enum token_kind kind, unsigned flags)
{
	if (t->n && t->items[t->n - 1].end == at)
		flags |= TOKEN_JOINED;
	*push(t) = (struct token){.at = (uint32_t)at, .end = (uint32_t)end, .s = s, .n = (uint16_t)n, .kind = (uint8_t)kind,
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

static bool kept_mark(char c)
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

static void room(struct text *t, size_t n)
{
	size_t need = n * 4 + TOKEN_MAX;
	if (t->folded_cap < need) {
		free(t->folded);
		t->folded = malloc(need);
		if (!t->folded)
			abort();
		t->folded_cap = need;
	}
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
static void join_spaced(struct text *t)
{
	size_t to = 0;
	for (size_t i = 0; i < t->n;) {
		size_t run = 0;
		while (i + run < t->n && t->items[i + run].kind == TOKEN_WORD && t->items[i + run].n == 1 && run < TOKEN_MAX)
			run++;
		if (run < 4) {
			t->items[to++] = t->items[i++];
			continue;
		}
		struct token joined = t->items[i];
		for (size_t k = 1; k < run; k++)
			((char *)joined.s)[k] = t->items[i + k].s[0]; /* each came later in the same memory */
		joined.n = (uint16_t)run;
		joined.end = t->items[i + run - 1].end;
		joined.flags |= TOKEN_SPACED | TOKEN_DISGUISED;
		joined.hash = text_hash(joined.s, joined.n);
		t->items[to++] = joined;
		i += run;
	}
	t->n = to;
}

void text_read(struct text *t, const char *s, size_t n)
{
	t->n = 0;
	t->cut = n > TEXT_MAX;
	if (t->cut)
		n = TEXT_MAX;
	room(t, n);
	struct run r = {.s = t->folded};
	const char *limit = t->folded + t->folded_cap;
	for (size_t i = 0; i < n;) {
		if ((s[i] == 'h' || s[i] == 'w') && !r.n && starts_url(s + i, n - i)) {
			i += put_url(t, &r, s, i, n, limit);
			continue;
		}
		if (plain_letter(s[i]) || digit(s[i])) {
			take_plain(&r, s[i], i, limit);
			i++;
			continue;
		}
		if (s[i] == ' ') {
			finish(t, &r);
			i++;
			continue;
		}
		struct glyph g;
		glyph_read(s + i, n - i, &g);
		if (g.kind == GLYPH_LETTER || g.kind == GLYPH_DIGIT) {
			take(&r, &g, i, limit);
		} else if (g.kind == GLYPH_MARK && joins(&r, g.s[0], s + i + 1, n - i - 1)) {
			take(&r, &g, i, limit);
		} else if (g.kind == GLYPH_MARK && g.s[0] == '\'' && r.n && i + g.bytes < n && plain_letter(s[i + g.bytes])) {
			/* jum'at is one word */
		} else if (g.kind == GLYPH_MARK && (g.s[0] == '#' || g.s[0] == '@')) {
			finish(t, &r);
			r.prefix = g.s[0] == '#' ? TOKEN_TAG : TOKEN_MENTION;
		} else if (g.kind == GLYPH_SIGN || (g.kind == GLYPH_MARK && kept_mark(g.s[0]))) {
			put_sign(t, &r, &g, i, limit);
		} else if (g.kind != GLYPH_INVISIBLE) {
			finish(t, &r);
		}
		i += g.bytes;
	}
	finish(t, &r);
	join_spaced(t);
}

void text_free(struct text *t)
{
	free(t->items);
	free(t->folded);
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

static struct number_slot *number_slot(const char *s, size_t n)
{
	size_t at = text_hash(s, n) % NUMBER_SLOTS;
	while (number_slots[at].word && (number_slots[at].n != n || memcmp(number_slots[at].word, s, n)))
		at = (at + 1) % NUMBER_SLOTS;
	return &number_slots[at];
}

static void numbers_load(void)
{
	for (int number = 0; number < 9; number++)
		for (int i = 0; i < 10 && number_words[number][i]; i++) {
			const char *word = number_words[number][i];
			struct number_slot *slot = number_slot(word, strlen(word));
			if (!slot->word) /* the first number a word stands for is the one it means */
				*slot = (struct number_slot){word, (uint8_t)strlen(word), (uint8_t)(number + 1)};
		}
}

int text_number(const char *s, size_t n)
{
	pthread_once(&numbers_once, numbers_load);
	return number_slot(s, n)->number;
}

uint64_t text_simhash(const struct text *t)
{
	int weight[64] = {0};
	for (size_t i = 0; i < t->n; i++) {
		if (t->items[i].kind == TOKEN_MARK)
			continue;
		for (int bit = 0; bit < 64; bit++)
			weight[bit] += (t->items[i].hash >> bit) & 1 ? 1 : -1;
	}
	uint64_t ret = 0;
	for (int bit = 0; bit < 64; bit++)
		ret |= (uint64_t)(weight[bit] > 0) << bit;
	return ret;
}
