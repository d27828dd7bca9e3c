/* stance_objects.c -- which pairs of candidates a text speaks of: watch-list terms, ballot numbers ("nomor dua", "02", two
 * raised fingers) in the contest of the post's region. A mention that is an everyday word ("maju", "berkah") or a bare
 * number is weak and stands only with company.
 */
#include "core/screen/stance_parts.h"

#include <string.h>

/* Does a contest of @contest_region concern a post from @region? 2 same place, 1 unknown or wider, 0 elsewhere. */
static int region_fits(const char *contest_region, const char *region)
{
	if (!region[0])
		return contest_region[0] ? 1 : 2;
	if (!contest_region[0])
		return 1;
	size_t a = strlen(contest_region), b = strlen(region), n = a < b ? a : b;
	return !strncmp(contest_region, region, n) && (n == b ? contest_region[n] == '.' || a == n : region[n] == '.' || b == n) ? 2 : 0;
}

static const char *pair_region(const struct screen *s, uint32_t pair) { return ix_string(s, s->CONTESTS[s->PAIRS[pair].contest].region); }

/* The letters of a head that are there. */
static uint64_t head_mask(uint64_t head) { return head ? ~(uint64_t)0 >> (__builtin_clzll(head) & ~7) : 0; }

/* region_fits() of a pair's contest and the post's region, whose head is @head: where both heads speak, they must agree. */
static int pair_fits(const struct judge *j, uint32_t pair, uint64_t head)
{
	uint64_t own = j->s->heads[pair];
	return (own ^ head) & head_mask(own) & head_mask(head) ? 0 : region_fits(pair_region(j->s, pair), j->region);
}

const char *how_name(const struct found *f) { return f->how == HOW_FINGER ? "finger" : term_kind_name(f->how); }

static void add_found(struct judge *j, uint32_t pair, uint32_t from, uint32_t to, unsigned how, enum term_power power)
{
	for (size_t i = 0; i < j->found_n; i++)
		if (j->found[i].pair == pair && from < j->found[i].to && j->found[i].from < to) {
			if (j->found[i].power < power)
				j->found[i] = (struct found){.pair = pair, .from = from, .to = to, .how = (uint8_t)how, .power = (uint8_t)power};
			return;
		}
	if (j->found_n < OBJECTS_MAX)
		j->found[j->found_n++] = (struct found){.pair = pair, .from = from, .to = to, .how = (uint8_t)how, .power = (uint8_t)power};
}

static bool shouted(const struct text *t)
{
	size_t upper = 0, words = 0;
	for (size_t i = 0; i < t->n; i++) {
		words += t->items[i].kind == TOKEN_WORD && t->items[i].n > 2;
		upper += t->items[i].kind == TOKEN_WORD && t->items[i].n > 2 && (t->items[i].flags & TOKEN_UPPER);
	}
	return words > 3 && upper * 3 > words * 2;
}

/* Everyday words need capitals, a tag or spaced letters to be a nickname; in a text all in capitals that says nothing. */
static enum term_power power_here(const struct judge *j, const struct ix_watch *w, const struct phrase_hit *h, bool loud)
{
	const struct token *k = &j->t->items[h->from];
	int power = w->power;
	bool marked = (k->flags & (TOKEN_TAG | TOKEN_SPACED)) || ((k->flags & TOKEN_UPPER) && !loud);
	if (h->to - h->from == 1 && (k->flags & TOKEN_TAG))
		return POWER_STRONG;
	if (w->kind == TERM_ACCOUNT && !(k->flags & TOKEN_MENTION))
		power = POWER_WEAK;
	if (h->to - h->from == 1 && (w->kind == TERM_NICK || w->kind == TERM_ACRONYM || w->kind == TERM_SLOGAN)) {
		if (marked)
			power = POWER_FAIR;
		else if (w->common)
			power = POWER_WEAK;
	}
	return (enum term_power)power;
}

/* How far the terms reach that were met so far, a number aside. Terms come by where they begin, the longest first. */
struct reach {
	uint32_t from, before, here; /* begins here; reach of those that begin before it, and with it */
};

/* Is @h inside a longer term? */
static bool covered(struct reach *r, const struct phrase_hit *h, bool number)
{
	if (h->from != r->from) {
		r->before = r->here > r->before ? r->here : r->before;
		r->from = h->from;
		r->here = 0;
	}
	bool ret = r->before >= h->to || r->here > h->to;
	if (!number && h->to > r->here)
		r->here = h->to;
	return ret;
}

void find_terms(struct judge *j)
{
	struct phrase_hits *hits = &j->run->terms;
	struct reach reach = {0};
	phrases_find(&j->s->terms, j->t, false, hits);
	if (!hits->n)
		return;
	bool loud = shouted(j->t);
	uint64_t head = region_head(j->region);
	for (size_t i = 0; i < hits->n; i++) {
		const struct phrase_hit *h = &hits->items[i];
		const struct ix_watch *w = &j->s->WATCHES[h->value];
		bool inside = covered(&reach, h, w->kind == TERM_NUMBER);
		int fits = pair_fits(j, w->pair, head);
		if (inside || (w->kind == TERM_NUMBER && fits < 2))
			continue;
		int power = (int)power_here(j, w, h, loud) - (fits == 0 ? 2 : fits == 1 && j->region[0] && w->power < POWER_STRONG ? 1 : 0);
		if (power < 0 || (w->part && fits < 2))
			continue;
		size_t before = j->found_n;
		add_found(j, w->pair, h->from, h->to, w->kind, (enum term_power)power);
		if (j->found_n > before)
			j->found[before].alone = w->kind == TERM_NICK && h->to - h->from == 1 && !w->common && fits == 2;
	}
}

/* The pair with ballot number @number in the contest that fits the place best; UINT32_MAX: none. */
static uint32_t pair_of_number(const struct judge *j, int number)
{
	uint32_t best = UINT32_MAX;
	size_t best_length = 0;
	uint32_t contest = UINT32_MAX;
	uint64_t head = region_head(j->region);
	for (size_t i = 0; i < j->found_n; i++)
		if (j->found[i].power > POWER_WEAK)
			contest = j->s->PAIRS[j->found[i].pair].contest;
	const struct ix_pair *pairs = j->s->PAIRS;
	for (uint32_t i = 0, n = (uint32_t)j->s->PAIRS_n; i < n; i++) {
		if (pairs[i].number != number)
			continue;
		const struct ix_pair *p = &pairs[i];
		bool same = p->contest == contest;
		if (!same && !j->region[0] && !j->s->everywhere)
			continue;
		const char *region = pair_region(j->s, i);
		if ((!same && pair_fits(j, i, head) < 2) || !strncmp(ix_string(j->s, p->ref), "partai/", 7))
			continue;
		size_t length = strlen(region) + 1 + (same ? 100 : 0);
		if (length > best_length) {
			best_length = length;
			best = i;
		}
	}
	return best;
}

static int number_value(const struct token *k, bool *ret_padded)
{
	*ret_padded = false;
	if (k->kind == TOKEN_NUMBER && k->n <= 2) {
		*ret_padded = k->n == 2 && k->s[0] == '0';
		return k->n == 1 ? k->s[0] - '0' : (k->s[0] - '0') * 10 + (k->s[1] - '0');
	}
	return k->kind == TOKEN_WORD ? text_number_token(k) : 0;
}

bool any_of(const struct token *k, const char *const *words)
{
	for (; *words; words++)
		if (token_is(k, *words))
			return true;
	return false;
}

static const char *const number_words[] = {"nomor", "nomer", "no", "nmr", "nomr", "urut", "paslon", "pasangan", "calon", "capres", "n0m3r", "num", "yang", "nan", "nu", "ambo", NULL};
static const char *const finger_words[] = {"jari", "driji", "jarine", "jariku", NULL};
static const char *const other_counts[] = {"orang", "anak", "persen", "kali", "hari", "jam", "tahun", "periode", "putaran", "juta", "ribu", "karung", "porsi", "bungkus", "pintu", "regu",
					   "lusin", "kilo", "arisan", "dosis", "lembar", "suara", "pilihan", "matahari", "tekad", "tujuan", "paslon", "pasangan", "gol", "november", "oktober",
					   "februari", "hati", "komando", "kata", "alasan", "warna", "ke", "dasa", "rasa", "huruf", "meja", NULL};

/* "nomor dua", "No.2", "02", "coblos 2": a ballot number, if it stands where one would stand. */
void find_numbers(struct judge *j)
{
	for (uint32_t i = 0; i < j->t->n; i++) {
		const struct token *k = &j->t->items[i];
		bool padded;
		int value = number_value(k, &padded);
		if (value < 1 || value > 9)
			continue;
		uint32_t before = i;
		while (before > 0 && j->t->items[before - 1].kind == TOKEN_MARK && j->t->items[before - 1].s[0] == '.')
			before--;
		const struct token *p = before > 0 ? &j->t->items[before - 1] : NULL, *next = i + 1 < j->t->n ? &j->t->items[i + 1] : NULL;
		bool clock = next && next->kind == TOKEN_MARK && (next->s[0] == '.' || next->s[0] == ':' || next->s[0] == '-') && (next->flags & TOKEN_JOINED) &&
			     i + 2 < j->t->n && j->t->items[i + 2].kind == TOKEN_NUMBER;
		bool behind_clock = p && p->kind == TOKEN_NUMBER && before < i;
		if (clock || behind_clock)
			continue;
		bool led = p && any_of(p, number_words), finger = next && any_of(next, finger_words);
		bool tag = k->flags & TOKEN_TAG;
		if (p && any_of(p, finger_words))
			finger = true;
		if (!led && !padded && !finger && !tag)
			continue;
		j->numbers++;
		j->fingers += finger;
		if (!j->s || (next && any_of(next, other_counts) && !padded && !(led && token_is(p, "nomor"))))
			continue;
		uint32_t pair = pair_of_number(j, value);
		if (pair != UINT32_MAX)
			add_found(j, pair, led ? before - 1 : i, finger && next && any_of(next, finger_words) ? i + 2 : i + 1,
				  tag ? TERM_HASHTAG : finger ? HOW_FINGER : TERM_NUMBER,
				  led || padded || finger || tag ? POWER_FAIR : POWER_WEAK);
	}
}

void find_fingers(struct judge *j)
{
	static const char *const signs[] = {":satu", ":dua", ":tiga"};
	for (uint32_t i = 0; i < j->t->n; i++) {
		if (j->t->items[i].kind != TOKEN_SIGN)
			continue;
		for (int n = 0; n < 3; n++)
			if (token_is(&j->t->items[i], signs[n])) {
				j->numbers++;
				j->fingers++;
				uint32_t pair = j->s ? pair_of_number(j, n + 1) : UINT32_MAX;
				if (pair != UINT32_MAX)
					add_found(j, pair, i, i + 1, HOW_FINGER, POWER_WEAK);
			}
	}
}


/* Weak mentions stand only with company: another mention of the same pair, wording of support, the subject of
 * elections, or a raised finger that fits. */
void drop_lonely(struct judge *j)
{
	double company = j->sum[CUE_choice] + j->sum[CUE_call] + j->sum[CUE_wish] + j->sum[CUE_politics] + j->sum[CUE_against] + j->negated +
			 j->sum[CUE_sarcasm] + j->sum[CUE_stand] + j->sum[CUE_news] / 2 + j->sum[CUE_quote];
	company -= j->in_mention;
	double strange = j->sum[CUE_namesake] + j->sum[CUE_ordinary];
	company += j->sum[CUE_steer] >= 4 ? 3 : 0;
	double wide = company;
	bool alone = false;
	for (size_t i = 0; i < j->found_n; i++)
		alone |= j->found[i].alone;
	for (unsigned c = 0; c < CUE_N && alone; c++)
		wide += (uint64_t)WITH_A_NAME >> c & 1 ? j->sum[c] : 0;
	uint8_t best = POWER_WEAK;
	for (size_t i = 0; i < j->found_n; i++)
		best = j->found[i].power > best ? j->found[i].power : best;
	size_t to = 0;
	for (size_t i = 0; i < j->found_n; i++) {
		const struct found *f = &j->found[i];
		bool second = false, finger = f->how == HOW_FINGER;
		bool counted = f->how == TERM_NUMBER || finger;
		if (f->power == POWER_STRONG && !counted) { /* needs no company */
			j->found[to++] = *f;
			continue;
		}
		for (size_t k = 0; k < j->found_n; k++)
			second |= k != i && j->found[k].pair == f->pair && (j->found[k].from >= f->to || j->found[k].to <= f->from) &&
				  j->found[k].how != f->how;
		bool keep = f->power == POWER_STRONG || second || company > strange + 0.5 || (f->power == POWER_FAIR && (!counted || strange < 2));
		keep |= f->alone && wide > strange;
		if (f->power == POWER_WEAK && best > POWER_WEAK && !second && !f->alone)
			keep = false; /* an everyday word beside a real mention is an everyday word */
		if (finger && !second && f->power == POWER_WEAK)
			keep = company >= 1 || (strange < 1 && j->region[0] && j->t->n <= 6) || j->inherits;
		if (counted && !second && j->sum[CUE_ordinary] >= 2.5 && j->sum[CUE_choice] + j->sum[CUE_call] < 2)
			keep = false;
		if (keep)
			j->found[to++] = *f;
		else
			j->weak++;
	}
	j->found_n = to;
}

