/* stance_tags.c -- what a hashtag says when it is read as words: "#MenangkanRahmadSiti", "#tolakrahmad", "#2029GantiBupati".
 *
 * A tag that is itself a term of the watch-list needs none of this. Others are cut where a capital follows a small letter
 * and where digits begin or end; one without such a place, where a word of calling or refusing begins or ends it.
 */
#include "core/screen/stance_parts.h"

#include <string.h>

#define TAG_MAX 96 /* bytes; longer tags are no words */

static const char *const first_words[] = {"menangkan", "menangkeun", "menangke", "pilih", "coblos", "dukung", "tolak", "asalbukan", "bukan", "lanjutkan", "ganti",
					  "lawan", "salam", "kami", "kita", "sahabat", "relawan", "save", "suara", "jangan", "stop", "gaspol", "hidup", NULL};
static const char *const last_words[] = {"menang", "jaya", "bisa", "juara", "hebat", "lagi", "gagal", "terbaik", "presiden", "bupati", "walikota", "gubernur",
					 "periode", "harapan", "harapankita", "pilihanku", "pilihankita", "pilihan", "dihati", "mundur", "bohong", "korupsi", NULL};

static size_t put(char *ret, size_t n, const char *s, size_t len)
{
	if (n + len + 2 > TAG_MAX)
		return n;
	memcpy(ret + n, s, len);
	ret[n + len] = ' ';
	return n + len + 1;
}

/* "tolakrahmad": the word it begins or ends with, and the rest. */
static size_t cut_by_words(const struct token *k, char ret[static TAG_MAX])
{
	size_t from = 0, to = k->n;
	for (const char *const *w = first_words; *w; w++) {
		size_t n = strlen(*w);
		if (n + 3 <= k->n && !memcmp(k->s, *w, n) && n > from)
			from = n;
	}
	for (const char *const *w = last_words; *w; w++) {
		size_t n = strlen(*w);
		if (n + from + 3 <= k->n && !memcmp(k->s + k->n - n, *w, n) && k->n - n < to)
			to = k->n - n;
	}
	if (!from && to == k->n)
		return 0;
	size_t n = 0;
	bool refused = from == 9 && !memcmp(k->s, "asalbukan", 9);
	if (from)
		n = refused ? put(ret, n, "asal bukan", 10) : put(ret, n, k->s, from);
	n = put(ret, n, k->s + from, to - from);
	return to < k->n ? put(ret, n, k->s + to, k->n - to) : n;
}

enum letter { SMALL, CAPITAL, DIGIT, ELSE };
static enum letter letter_of(char c)
{
	return c >= 'a' && c <= 'z' ? SMALL : c >= 'A' && c <= 'Z' ? CAPITAL : c >= '0' && c <= '9' ? DIGIT : ELSE;
}

/* "MenangkanRahmad2": by its capitals and digits. 0: it has none inside. */
static size_t cut_by_capitals(const char *s, size_t len, char ret[static TAG_MAX])
{
	size_t n = 0, start = 0, cuts = 0;
	for (size_t i = 1; i < len; i++) {
		enum letter before = letter_of(s[i - 1]), now = letter_of(s[i]);
		bool edge = (before == SMALL && now == CAPITAL) || ((before == DIGIT) != (now == DIGIT)) || s[i] == '_' ||
			    (before == CAPITAL && now == CAPITAL && i + 1 < len && letter_of(s[i + 1]) == SMALL && i - start > 1);
		if (!edge)
			continue;
		cuts++;
		n = put(ret, n, s + start, i - start);
		start = s[i] == '_' ? i + 1 : i;
	}
	return cuts ? put(ret, n, s + start, len - start) : 0;
}

bool tag_words(const char *original, const struct token *k, struct text *ret)
{
	char words[TAG_MAX];
	if (!(k->flags & TOKEN_TAG) || k->kind != TOKEN_WORD || k->n < 5 || k->end - k->at > TAG_MAX - 2)
		return false;
	const char *s = original + k->at;
	size_t len = k->end - k->at;
	if (len && *s == '#') {
		s++;
		len--;
	}
	size_t n = cut_by_capitals(s, len, words);
	if (!n)
		n = cut_by_words(k, words);
	if (n)
		text_read(ret, words, n - 1);
	return n > 0;
}

static bool term_there(const struct judge *j, uint32_t at)
{
	for (size_t i = 0; i < j->found_n; i++)
		if (j->found[i].from <= at && at < j->found[i].to)
			return true;
	return false;
}

void find_in_tags(struct judge *j, const char *original)
{
	struct text *own = j->t;
	for (uint32_t i = 0; i < own->n; i++) {
		if (!(own->items[i].flags & TOKEN_TAG) || term_there(j, i) || !tag_words(original, &own->items[i], &j->run->tag))
			continue;
		size_t before = j->found_n;
		j->t = &j->run->tag;
		find_terms(j);
		find_numbers(j);
		j->t = own;
		for (size_t k = before; k < j->found_n; k++) {
			struct found *f = &j->found[k];
			bool name = f->how == TERM_NICK || f->how == TERM_NAME || f->how == TERM_NUMBER;
			f->power = name && f->power == POWER_WEAK ? POWER_FAIR : f->power;
			f->how = TERM_HASHTAG;
			f->from = i;
			f->to = i + 1;
		}
	}
}

void weigh_tags(struct judge *j)
{
	for (uint32_t i = 0; i < j->t->n; i++) {
		if (!tag_words(j->original, &j->t->items[i], &j->run->tag))
			continue;
		phrases_find(lexicon_phrases(), &j->run->tag, true, &j->run->terms);
		size_t best = 0;
		for (size_t k = 1; k < j->run->terms.n; k++) { /* the longest says what is meant: "asal bukan" */
			const struct phrase_hit *a = &j->run->terms.items[k], *b = &j->run->terms.items[best];
			best = a->to - a->from > b->to - b->from ? k : best;
		}
		if (!j->run->terms.n)
			continue;
		const struct cue_row *row = lexicon_row(j->run->terms.items[best].value);
		j->sum[row->cue] += row->weight;
		j->cues |= (uint64_t)1 << row->cue;
		stance_reason(j, i, i + 1, row->why);
	}
}
