/* stance.c -- what a text says about which candidate, and how it says it. Rules that can be read aloud.
 *
 * First the objects are found: watch-list terms, ballot numbers ("nomor dua", "02", two raised fingers) in the contest
 * of the post's region. Then the cues of the lexicon are weighed by group. Then one rule after the other is asked, in
 * the order of judge(); the first that speaks decides, and its cues become the reasons. Nothing is learned by heart:
 * each rule and each word can be shown to the person it concerns.
 */
#include "core/screen/screen_internal.h"
#include "core/screen/view.h"

#include <stdlib.h>
#include <string.h>

#define OBJECTS_MAX 32
#define REASONS_MAX 24

const char *stance_name(enum stance s)
{
	switch (s) {
	case UNRELATED: return "unrelated";
	case NEUTRAL: return "neutral";
	case SUPPORT: return "support";
	case AGAINST: return "against";
	}
	return "";
}

struct found { /* one mention of a pair */
	uint32_t pair;
	uint32_t from, to; /* tokens */
	const char *how;
	enum term_power power;
};
struct judge {
	struct screen_run *run;
	const struct screen *s; /* may be NULL */
	struct arena *a;
	const char *original;
	const char *region;
	enum post_kind kind;
	struct text *t;
	struct found found[OBJECTS_MAX];
	size_t found_n;
	size_t weak;            /* mentions that were too weak to count */
	size_t numbers;	        /* ballot-like numbers and fingers seen, whether they fit a pair or not */
	size_t fingers;
	double sum[CUE_N];
	double negated;	        /* choice or call under a negation */
	size_t own_from;        /* token from which a sharer's own words start; SIZE_MAX: none */
	bool photo;	        /* "[foto: ...]" or media */
	bool inherits;          /* the objects come from the post that is answered, liked or shared */
	struct screen_stance *ret;
	size_t reasons_cap;
};

static void reason(struct judge *j, uint32_t from, uint32_t to, const char *why)
{
	if (j->ret->reasons_n == REASONS_MAX)
		return;
	struct screen_reason *r = &j->ret->reasons[j->ret->reasons_n++];
	*r = (struct screen_reason){.why = why};
	if (to > from) {
		r->from = j->t->items[from].at;
		r->to = j->t->items[to - 1].end;
	}
}

/* ---- Objects ---- */

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

static void add_found(struct judge *j, uint32_t pair, uint32_t from, uint32_t to, const char *how, enum term_power power)
{
	for (size_t i = 0; i < j->found_n; i++)
		if (j->found[i].pair == pair && from < j->found[i].to && j->found[i].from < to) {
			if (j->found[i].power < power)
				j->found[i] = (struct found){pair, from, to, how, power};
			return;
		}
	if (j->found_n < OBJECTS_MAX)
		j->found[j->found_n++] = (struct found){pair, from, to, how, power};
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

static void find_terms(struct judge *j)
{
	struct phrase_hits *hits = &j->run->terms;
	phrases_find(&j->s->terms, j->t, false, hits);
	if (!hits->n)
		return;
	bool loud = shouted(j->t);
	for (size_t i = 0; i < hits->n; i++) {
		const struct phrase_hit *h = &hits->items[i];
		const struct ix_watch *w = &j->s->WATCHES[h->value];
		bool covered = false;
		for (size_t k = 0; k < hits->n && !covered; k++)
			covered = hits->items[k].from <= h->from && hits->items[k].to >= h->to &&
				  hits->items[k].to - hits->items[k].from > h->to - h->from && j->s->WATCHES[hits->items[k].value].kind != TERM_NUMBER;
		int fits = region_fits(pair_region(j->s, w->pair), j->region);
		if (covered || (w->kind == TERM_NUMBER && fits < 2))
			continue;
		int power = (int)power_here(j, w, h, loud) - (fits == 0 ? 2 : fits == 1 && j->region[0] && w->power < POWER_STRONG ? 1 : 0);
		if (power < 0)
			continue;
		add_found(j, w->pair, h->from, h->to, term_kind_name(w->kind), (enum term_power)power);
	}
}

/* The pair with ballot number @number in the contest that fits the place best; UINT32_MAX: none. */
static uint32_t pair_of_number(const struct judge *j, int number)
{
	uint32_t best = UINT32_MAX;
	size_t best_length = 0;
	uint32_t contest = UINT32_MAX;
	for (size_t i = 0; i < j->found_n; i++)
		if (j->found[i].power > POWER_WEAK)
			contest = j->s->PAIRS[j->found[i].pair].contest;
	for (uint32_t i = 0; i < j->s->PAIRS_n; i++) {
		const struct ix_pair *p = &j->s->PAIRS[i];
		bool same = p->contest == contest;
		if (p->number != number || (!same && !j->region[0] && !j->s->everywhere))
			continue;
		const char *region = pair_region(j->s, i);
		if ((!same && region_fits(region, j->region) < 2) || !strncmp(ix_string(j->s, p->ref), "partai/", 7))
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

static bool any_of(const struct token *k, const char *const *words)
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
static void find_numbers(struct judge *j)
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
				  tag ? "hashtag" : finger ? "finger" : "number",
				  led || padded || finger || tag ? POWER_FAIR : POWER_WEAK);
	}
}

static void find_fingers(struct judge *j)
{
	static const char *const signs[] = {":satu", ":dua", ":tiga"};
	for (uint32_t i = 0; i < j->t->n; i++)
		for (int n = 0; n < 3 && j->t->items[i].kind == TOKEN_SIGN; n++)
			if (token_is(&j->t->items[i], signs[n])) {
				j->numbers++;
				j->fingers++;
				uint32_t pair = j->s ? pair_of_number(j, n + 1) : UINT32_MAX;
				if (pair != UINT32_MAX)
					add_found(j, pair, i, i + 1, "finger", POWER_WEAK);
			}
}

/* ---- Cues ---- */

static bool covered_by_object(const struct judge *j, const struct phrase_hit *h)
{
	for (size_t i = 0; i < j->found_n; i++) {
		const struct found *f = &j->found[i];
		if (f->power > POWER_WEAK && f->from <= h->from && f->to >= h->to && strcmp(f->how, "slogan") && strcmp(f->how, "finger") && strcmp(f->how, "hashtag"))
			return true;
	}
	return false;
}

/* The longest phrase at each place counts, whatever its group ("jangan lupa" is no refusal); of one group only once. */
static bool shadowed(const struct phrase_hits *hits, const struct phrase_hit *h)
{
	enum cue cue = lexicon_row(h->value)->cue;
	for (size_t i = 0; i < hits->n; i++) {
		const struct phrase_hit *other = &hits->items[i];
		bool inside = other != h && other->from <= h->from && other->to >= h->to, longer = other->to - other->from > h->to - h->from;
		if (inside && (longer || (lexicon_row(other->value)->cue == cue && other < h)))
			return true;
	}
	return false;
}

/* A negation within three words before, in the same sentence, that is not itself part of a longer cue. */
static bool negated_here(const struct judge *j, const struct phrase_hits *hits, const struct phrase_hit *h)
{
	static const char *const harmless[] = {"lupa", "sampai", "main", "cuma", "hanya", "sekadar", "soal", "sembarang", "ada", "usah", "golput", "bohong", NULL};
	for (size_t i = 0; i < hits->n; i++) {
		const struct phrase_hit *n = &hits->items[i];
		if (lexicon_row(n->value)->cue != CUE_negate || n->to > h->from || h->from - n->to > 2)
			continue;
		if (n->to < j->t->n && any_of(&j->t->items[n->to], harmless))
			continue;
		bool broken = false;
		for (uint32_t k = n->to; k < h->from; k++)
			broken |= j->t->items[k].kind == TOKEN_MARK && strchr(".!?,;:", j->t->items[k].s[0]);
		if (!broken)
			return true;
	}
	return false;
}

static void weigh_cues(struct judge *j)
{
	struct phrase_hits *hits = &j->run->cues;
	phrases_find(lexicon_phrases(), j->t, true, hits);
	for (size_t i = 0; i < hits->n; i++) {
		const struct phrase_hit *h = &hits->items[i];
		const struct cue_row *row = lexicon_row(h->value);
		if (shadowed(hits, h) || covered_by_object(j, h))
			continue;
		bool turns = row->cue == CUE_choice || row->cue == CUE_call || row->cue == CUE_wish;
		if (turns && negated_here(j, hits, h)) {
			j->negated += row->weight;
			reason(j, h->from, h->to, "pilihan yang diingkari");
			continue;
		}
		j->sum[row->cue] += row->weight;
		if (row->cue != CUE_negate && row->cue != CUE_politics)
			reason(j, h->from, h->to, row->why);
	}
}

/* ---- What kind of text this is ---- */

static bool starts(const char *s, const char *prefix) { return !strncmp(s, prefix, strlen(prefix)); }

/* "[suka] ...", "[bagikan] ...", "RT @...", "Diteruskan: ...": how records write down what is no post of its own. */
static void read_marks(struct judge *j)
{
	const char *s = j->original;
	if (starts(s, "[suka]") || starts(s, "[super]") || starts(s, "[like]") || starts(s, "[love]") || starts(s, "[menyukai]"))
		j->kind = KIND_LIKE;
	else if (starts(s, "[bagikan]") || starts(s, "RT @") || starts(s, "Diteruskan") || starts(s, "[share]"))
		j->kind = KIND_SHARE;
	else if (starts(s, "[ikuti]") || starts(s, "[follow]"))
		j->kind = KIND_FOLLOW;
	else if (starts(s, "[komentar]"))
		j->kind = KIND_COMMENT;
	j->photo |= strstr(s, "[foto") != NULL || strstr(s, "[swafoto") != NULL;
	const char *own = strstr(s, "<<");
	j->own_from = SIZE_MAX;
	for (size_t i = 0; own && i < j->t->n; i++)
		if (j->t->items[i].at >= (size_t)(own - s)) {
			j->own_from = i;
			break;
		}
}

static size_t strong_pairs(const struct judge *j, uint32_t *ret_first, enum term_power *ret_power)
{
	size_t n = 0;
	*ret_power = POWER_WEAK;
	*ret_first = UINT32_MAX;
	for (size_t i = 0; i < j->found_n; i++) {
		bool again = false;
		for (size_t k = 0; k < i; k++)
			again |= j->found[k].pair == j->found[i].pair;
		n += !again;
		if (*ret_first == UINT32_MAX || j->found[i].power > *ret_power) {
			*ret_first = j->found[i].pair;
			*ret_power = j->found[i].power;
		}
	}
	return n;
}

/* Weak mentions stand only with company: another mention of the same pair, wording of support, the subject of
 * elections, or a raised finger that fits. */
static void drop_lonely(struct judge *j)
{
	double company = j->sum[CUE_choice] + j->sum[CUE_call] + j->sum[CUE_wish] + j->sum[CUE_politics] + j->sum[CUE_against] + j->negated +
			 j->sum[CUE_sarcasm] + j->sum[CUE_stand] + j->sum[CUE_news] / 2 + j->sum[CUE_quote];
	double strange = j->sum[CUE_namesake] + j->sum[CUE_ordinary];
	company += j->sum[CUE_steer] >= 4 ? 3 : 0;
	enum term_power best = POWER_WEAK;
	for (size_t i = 0; i < j->found_n; i++)
		best = j->found[i].power > best ? j->found[i].power : best;
	size_t to = 0;
	for (size_t i = 0; i < j->found_n; i++) {
		const struct found *f = &j->found[i];
		bool second = false, finger = !strcmp(f->how, "finger");
		bool counted = !strcmp(f->how, "number") || finger;
		for (size_t k = 0; k < j->found_n; k++)
			second |= k != i && j->found[k].pair == f->pair && (j->found[k].from >= f->to || j->found[k].to <= f->from) &&
				  strcmp(j->found[k].how, f->how);
		bool keep = f->power == POWER_STRONG || second || company > strange + 0.5 || (f->power == POWER_FAIR && (counted ? strange : j->sum[CUE_namesake]) < 2);
		if (f->power == POWER_WEAK && best > POWER_WEAK && !second)
			keep = false; /* an everyday word beside a real mention is an everyday word */
		if (finger && !second && f->power == POWER_WEAK)
			keep = company >= 1 || (strange < 1 && j->region[0] && j->t->n <= 6) || j->inherits;
		if (counted && !second && j->sum[CUE_ordinary] >= 2.5 && j->sum[CUE_choice] + j->sum[CUE_call] < 2)
			keep = false;
		if (f->power < POWER_STRONG && !second && j->sum[CUE_namesake] >= 3 && company < 2)
			keep = false;
		if (keep)
			j->found[to++] = *f;
		else
			j->weak++;
	}
	j->found_n = to;
}

static const char *act_of(const struct judge *j, enum stance stance)
{
	double steer = j->sum[CUE_steer], attend = j->sum[CUE_attend], attribute = j->sum[CUE_attribute];
	double gesture = j->sum[CUE_gesture] + (j->fingers && (j->photo || j->t->n <= 8) ? 2.4 : 0), photo = j->sum[CUE_photo];
	if (j->kind == KIND_LIKE)
		return "like";
	if (j->kind == KIND_FOLLOW)
		return "follow";
	if (j->kind == KIND_SHARE)
		return "share";
	if (steer >= 4 && stance == SUPPORT)
		return "steer_subordinates";
	if (gesture >= 2 && gesture >= photo && gesture >= attribute)
		return "finger_gesture";
	if (photo >= 2 && photo >= attend)
		return "photo_with_candidate";
	if (attribute >= 2 && attribute >= attend)
		return "attribute";
	if (attend >= 2)
		return "attend_campaign";
	if (steer >= 2.6 && stance == SUPPORT && j->sum[CUE_call] + j->sum[CUE_choice] > 0)
		return "steer_subordinates";
	return j->kind == KIND_COMMENT ? "comment" : "own_post";
}

static enum stance say(struct judge *j, enum stance stance, const char *act, double score)
{
	j->ret->act = j->kind == KIND_LIKE ? "like" : j->kind == KIND_SHARE ? "share" : j->kind == KIND_FOLLOW ? "follow" : act;
	j->ret->score = score > 0.99 ? 0.99 : score < 0.05 ? 0.05 : score;
	return stance;
}

static enum stance unrelated(struct judge *j)
{
	double politics = j->sum[CUE_politics], news = j->sum[CUE_news];
	bool elsewhere = j->sum[CUE_ordinary] >= 2 && news < 4;
	if ((politics >= 2 && !elsewhere) || j->sum[CUE_both] >= 2 || (politics >= 1 && news >= 2 && !elsewhere))
		return say(j, NEUTRAL, j->sum[CUE_news] >= 2 ? "neutral_news_share" : act_of(j, NEUTRAL), 0.5);
	const char *act = j->weak && j->sum[CUE_namesake] >= 2 ? "namesake" : j->numbers ? "ordinary_number" : j->sum[CUE_namesake] >= 3 && j->weak ? "namesake" : "unrelated";
	if (j->fingers)
		act = "finger_gesture";
	return say(j, UNRELATED, act, 0.8);
}

static enum stance judge(struct judge *j)
{
	const double *c = j->sum;
	uint32_t pair;
	enum term_power power;
	size_t pairs = strong_pairs(j, &pair, &power);
	double support = c[CUE_choice] + c[CUE_call] + c[CUE_wish];
	double sure = 0.55 + 0.08 * support + 0.1 * (double)power;
	bool scene = c[CUE_attribute] >= 2 || c[CUE_attend] >= 2 || c[CUE_photo] >= 2 || c[CUE_gesture] >= 2;
	double strange = c[CUE_namesake] + c[CUE_ordinary];

	if (c[CUE_social] >= 3 && (c[CUE_politics] > 0 || pairs || c[CUE_social] >= 6 || c[CUE_both] > 0 || c[CUE_gesture] > 0 || c[CUE_attribute] > 0))
		return say(j, NEUTRAL, "socialisation", 0.6 + 0.05 * c[CUE_social]);
	if (c[CUE_disclaim] >= 3 && c[CUE_call] < 5)
		return say(j, pairs || c[CUE_politics] > 0 ? NEUTRAL : UNRELATED, "negation", 0.7);
	if (c[CUE_both] >= 2 && support < 5)
		return say(j, NEUTRAL, c[CUE_news] >= 2 ? "neutral_news_share" : act_of(j, NEUTRAL), 0.7);
	if (pairs > 1 && support < 4 && c[CUE_gesture] < 2 && c[CUE_stand] < 2 && c[CUE_against] < 6)
		return say(j, NEUTRAL, c[CUE_news] >= 2 ? "neutral_news_share" : act_of(j, NEUTRAL), 0.6);
	if (pairs && c[CUE_against] >= 2.5 && c[CUE_stand] < 2)
		return say(j, AGAINST, j->kind == KIND_SHARE ? "share" : "negation", 0.75);
	if (c[CUE_duty] >= 3 && (scene || c[CUE_politics] > 0 || pairs))
		return say(j, NEUTRAL, act_of(j, NEUTRAL), 0.7);
	if (!pairs && c[CUE_steer] >= 4 && support >= 2 && strange < 2.5 && c[CUE_both] == 0)
		return say(j, SUPPORT, "steer_subordinates", 0.5);
	if (!pairs && j->run->options.anyone && strange < 2.5 && support >= 2 && (j->numbers || c[CUE_politics] > 0))
		return say(j, j->negated >= 2 ? AGAINST : SUPPORT, act_of(j, SUPPORT), 0.5);
	if (!pairs)
		return unrelated(j);
	bool tagged = false;
	for (size_t i = 0; i < j->found_n; i++)
		tagged |= !strcmp(j->found[i].how, "hashtag") || !strcmp(j->found[i].how, "account");
	if (c[CUE_quote] >= 1.8 && c[CUE_endorse] < 3) {
		if (c[CUE_critic] >= 1.5 || c[CUE_sarcasm] >= 2.8)
			return say(j, AGAINST, "quoting", 0.7);
		if (c[CUE_call] + c[CUE_choice] < 6)
			return say(j, NEUTRAL, "quoting", 0.65);
	}
	if (c[CUE_namesake] >= 3 && c[CUE_politics] == 0 && !tagged && (support < 2 || (c[CUE_namesake] >= 6 && c[CUE_choice] < 2)))
		return say(j, UNRELATED, "namesake", 0.6);
	if (j->negated >= 2 && c[CUE_stand] < 2)
		return say(j, AGAINST, "negation", 0.7);
	if (c[CUE_stand] >= 2 && (support + j->negated > 0 || c[CUE_praise] > 0 || power > POWER_WEAK))
		return say(j, SUPPORT, c[CUE_negate] > 0 ? "negation" : act_of(j, SUPPORT), sure);
	if (c[CUE_critic] >= 1.5 && c[CUE_wish] < 1.5)
		return say(j, AGAINST, "sarcasm", 0.6 + 0.05 * c[CUE_sarcasm]);
	if (c[CUE_sarcasm] >= 3 && c[CUE_call] + c[CUE_choice] < 4)
		return say(j, AGAINST, "sarcasm", 0.55);
	if (c[CUE_plain] >= 2 && support < 4)
		return say(j, NEUTRAL, act_of(j, NEUTRAL), 0.6);
	if (c[CUE_news] >= 2 && support < 2.2 + (c[CUE_news] >= 4 ? 2 : 0) && c[CUE_gesture] < 2)
		return say(j, NEUTRAL, "neutral_news_share", 0.6 + 0.03 * c[CUE_news]);
	if (support >= 1.5 || c[CUE_praise] >= 1 || c[CUE_steer] >= 4)
		return say(j, SUPPORT, act_of(j, SUPPORT), sure);
	if (scene || j->fingers || j->kind == KIND_LIKE || j->kind == KIND_SHARE || j->kind == KIND_FOLLOW)
		return say(j, SUPPORT, act_of(j, SUPPORT), 0.5 + 0.1 * (double)power);
	for (size_t i = 0; i < j->found_n; i++)
		if (!strcmp(j->found[i].how, "hashtag") || !strcmp(j->found[i].how, "slogan"))
			return say(j, SUPPORT, act_of(j, SUPPORT), 0.5);
	if (strange >= 2 && power < POWER_STRONG)
		return say(j, UNRELATED, c[CUE_ordinary] > c[CUE_namesake] ? "ordinary_number" : "namesake", 0.6);
	return say(j, NEUTRAL, act_of(j, NEUTRAL), 0.5);
}

/* ---- Putting it together ---- */

static void objects_out(struct judge *j, enum stance stance)
{
	j->ret->objects = arena_array(j->a, struct screen_object, j->found_n);
	for (size_t i = 0; i < j->found_n; i++) {
		const struct found *f = &j->found[i];
		bool again = false;
		for (size_t k = 0; k < j->found_n; k++)
			again |= j->found[k].pair == f->pair && (j->found[k].power > f->power || (j->found[k].power == f->power && k < i));
		if (again)
			continue;
		const struct ix_pair *p = &j->s->PAIRS[f->pair];
		struct screen_object *o = &j->ret->objects[j->ret->objects_n++];
		*o = (struct screen_object){.contest = ix_string(j->s, j->s->CONTESTS[p->contest].code), .pair = ix_string(j->s, p->pair),
					    .ref = ix_string(j->s, p->ref), .how = f->how, .stance = stance};
		if (f->to > f->from && !j->inherits) {
			o->from = j->t->items[f->from].at;
			o->to = j->t->items[f->to - 1].end;
		}
	}
}

/* Objects of the post that is answered: its text and its author's account. */
static void inherit(struct judge *j, const char *target, const struct post_author *author)
{
	struct text *own = j->t;
	j->t = &j->run->other;
	text_read(j->t, target ? target : "", target ? strlen(target) : 0);
	if (j->s) {
		find_terms(j);
		find_numbers(j);
		find_fingers(j);
		if (author && author->handle[0]) {
			char mention[160] = "@";
			strncat(mention, author->handle[0] == '@' ? author->handle + 1 : author->handle, sizeof mention - 2);
			j->t = &j->run->tag;
			text_read(j->t, mention, strlen(mention));
			find_terms(j);
		}
	}
	j->inherits = j->found_n > 0;
	for (size_t i = 0; i < j->found_n; i++) {
		j->found[i].from = j->found[i].to = 0;
		j->found[i].power = j->found[i].power == POWER_WEAK ? POWER_FAIR : j->found[i].power;
	}
	j->t = own;
}

static void add_tags(struct judge *j, const struct post_texts *tags)
{
	for (size_t i = 0; tags && j->s && i < tags->n; i++) {
		struct text *own = j->t;
		char *tag = arena_printf(j->a, "#%s", tags->items[i][0] == '#' ? tags->items[i] + 1 : tags->items[i]);
		size_t before = j->found_n;
		j->t = &j->run->tag;
		text_read(j->t, tag, strlen(tag));
		find_terms(j);
		j->t = own;
		for (size_t k = before; k < j->found_n; k++)
			j->found[k].from = j->found[k].to = 0;
	}
}

static void name_objects_as_reasons(struct judge *j)
{
	for (size_t i = 0; i < j->found_n; i++)
		if (j->found[i].to > j->found[i].from)
			reason(j, j->found[i].from, j->found[i].to,
			       arena_printf(j->a, "menyebut %s (%s)", ix_string(j->s, j->s->PAIRS[j->found[i].pair].ref), j->found[i].how));
}

/* Only the words of the sharer behind "<<" say what the sharer thinks. */
static void judge_own_words(struct judge *j)
{
	if (j->own_from == SIZE_MAX)
		return;
	struct text all = *j->t, *own = j->t;
	struct text part = {.items = all.items + j->own_from, .n = all.n - j->own_from};
	memset(j->sum, 0, sizeof j->sum);
	j->negated = 0;
	j->t = &part;
	size_t found = j->found_n;
	j->found_n = 0; /* cue positions count from the part */
	j->ret->reasons_n = 0;
	weigh_cues(j);
	j->found_n = found;
	j->t = own;
}

/* What is spoken of, before anything is weighed: terms, numbers, fingers, tags, and what is answered. The text is in
 * j->t. @target NULL or "": nothing is. */
static void find_objects(struct judge *j, const char *target, const struct post_author *target_author, const struct post_texts *tags, bool repeats)
{
	if (j->s)
		find_terms(j);
	find_numbers(j);
	find_fingers(j);
	add_tags(j, tags);
	if (!j->found_n || repeats)
		inherit(j, repeats ? NULL : target, target_author);
}

/* A like, share or follow without words of its own repeats what it points to. */
static bool is_repeat(enum post_kind kind, const char *text)
{
	return (kind == KIND_LIKE || kind == KIND_SHARE || kind == KIND_FOLLOW) && text_blank(text);
}

/* The gate. Numbers and fingers mean a pair only where a contest is known to be near, which a post without a region
 * cannot say, unless some contest is everywhere. */
static bool numbers_matter(const struct judge *j) { return j->region[0] || j->s->everywhere; }

/* Only weak mentions, and no second one of the same pair: drop_lonely() will drop them unless some cue speaks for them. */
static bool all_lonely(const struct judge *j)
{
	for (size_t i = 0; i < j->found_n; i++) {
		if (j->found[i].power > POWER_WEAK || !strcmp(j->found[i].how, "finger"))
			return false;
		for (size_t k = 0; k < i; k++)
			if (j->found[k].pair == j->found[i].pair)
				return false;
	}
	return true;
}

static bool has_company(const struct judge *j)
{
	static const uint64_t company = 1u << CUE_choice | 1u << CUE_call | 1u << CUE_wish | 1u << CUE_politics | 1u << CUE_against | 1u << CUE_sarcasm |
					1u << CUE_stand | 1u << CUE_news | 1u << CUE_quote | 1u << CUE_steer;
	struct phrase_hits *hits = &j->run->cues;
	phrases_find(lexicon_phrases(), j->t, true, hits);
	for (size_t i = 0; i < hits->n; i++)
		if (company >> lexicon_row(hits->items[i].value)->cue & 1)
			return true;
	return false;
}

bool stance_concerns(struct screen_run *run, struct arena *a, const struct post_view *v)
{
	struct judge j = {.run = run, .s = run->s, .a = a, .kind = v->kind, .region = span_text(a, v->region), .t = &run->text};
	struct str text = view_text(run, v->text);
	bool repeats = (v->kind == KIND_LIKE || v->kind == KIND_SHARE || v->kind == KIND_FOLLOW) && !str_trim(text).n;
	if (repeats)
		text = view_text(run, v->target_text);
	run->text_of = NULL;
	text_read(j.t, text.s, text.n);
	find_terms(&j);
	bool lonely = j.found_n && !repeats && all_lonely(&j);
	if (j.found_n && !lonely)
		return true;
	if (numbers_matter(&j) || lonely) {
		find_numbers(&j);
		find_fingers(&j);
	}
	if ((!j.found_n || lonely) && v->hashtags.n) {
		struct post_texts tags = texts_of_view(a, &v->hashtags);
		add_tags(&j, &tags);
	}
	if (lonely && all_lonely(&j))
		return has_company(&j);
	if (!j.found_n && (v->has_target || repeats)) {
		struct post_author author = {span_text(a, v->target_author.handle), ""};
		inherit(&j, repeats ? NULL : span_text(a, v->target_text), &author);
	}
	return j.found_n > 0;
}

/* A like speaks with the words of the post, which were just read: they need not be read again. */
static void read_once(struct judge *j, const char *text)
{
	if (j->run->text_of != text)
		text_read(j->t, text, strlen(text));
	j->run->text_of = text;
}

void stance_judge(struct screen_run *run, struct arena *a, enum post_kind kind, const char *platform, const char *region, const char *text,
		  const char *target, const struct post_author *target_author, const struct post_texts *tags, struct screen_stance *ret)
{
	struct judge j = {.run = run, .s = run->s, .a = a, .original = text, .region = region ? region : "", .kind = kind, .t = &run->text, .ret = ret,
			  .own_from = SIZE_MAX};
	(void)platform;
	*ret = (struct screen_stance){.reasons = arena_array(a, struct screen_reason, REASONS_MAX)};
	bool repeats = is_repeat(kind, text);
	if (repeats) {
		j.original = target ? target : "";
		text = j.original;
	}
	read_once(&j, text);
	read_marks(&j);
	find_objects(&j, target, target_author, tags, repeats);
	weigh_cues(&j);
	judge_own_words(&j);
	drop_lonely(&j);
	ret->stance = judge(&j);
	if (j.s) {
		name_objects_as_reasons(&j);
		objects_out(&j, ret->stance);
	}
	if (ret->stance == UNRELATED)
		ret->objects_n = 0;
	for (size_t i = 0; repeats && i < ret->reasons_n; i++)
		ret->reasons[i].from = ret->reasons[i].to = 0;
}
