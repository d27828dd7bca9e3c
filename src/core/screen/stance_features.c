/* stance_features.c -- named, readable features of a text, and the rules that stand above the model.
 *
 * A group of cues counts as w / (w + 2) of its weights: the first cue says most, ten of them never say more than one.
 * The rest are facts about the text that a reader would name as well.
 */
#include "core/screen/stance_parts.h"

#include <string.h>

const char *feature_name(unsigned f)
{
	static const char *const names[] = {
#define X(name) #name,
		CUE_MAP(X)
#undef X
#define X(name, id, en) "is_" #name,
		FEATURE_MAP(X)
#undef X
	};
	return names[f];
}

const char *feature_why(unsigned f, bool english)
{
	static const char *const why[][2] = {
#define X(name, id, en) {id, en},
		FEATURE_MAP(X)
#undef X
	};
	return why[f - CUE_N][english];
}

static double part(double sum) { return sum <= 0 ? 0 : sum / (sum + 2); }
static double least(double a, double b) { return a < b ? a : b; }

static void read_objects(const struct judge *j, double *v)
{
	uint8_t best = POWER_WEAK;
	bool single = j->found_n > 0;
	for (size_t i = 0; i < j->found_n; i++) {
		const struct found *f = &j->found[i];
		best = f->power > best ? f->power : best;
		single &= f->alone;
		v[FEATURE_several] = v[FEATURE_several] > 0 || f->pair != j->found[0].pair;
		v[FEATURE_hashtag] += f->how == TERM_HASHTAG;
		v[FEATURE_slogan] += f->how == TERM_SLOGAN;
		v[FEATURE_account] += f->how == TERM_ACCOUNT;
		v[FEATURE_acronym] += f->how == TERM_ACRONYM;
		v[FEATURE_number_object] += f->how == TERM_NUMBER;
		v[FEATURE_finger_object] += f->how == HOW_FINGER;
		v[FEATURE_opens] += !j->inherits && f->from <= 1;
	}
	for (unsigned f = FEATURE_hashtag; f <= FEATURE_finger_object; f++)
		v[f] = v[f] > 0;
	v[FEATURE_opens] = v[FEATURE_opens] > 0;
	v[FEATURE_single_name] = single;
	v[FEATURE_strong] = best == POWER_STRONG;
	v[FEATURE_fair] = best == POWER_FAIR;
}

static void read_marks_of(const struct judge *j, double *v)
{
	size_t figures = 0, quotes = 0, words = 0;
	for (size_t i = 0; i < j->t->n; i++) {
		const struct token *k = &j->t->items[i];
		words += k->kind == TOKEN_WORD;
		figures += k->kind == TOKEN_NUMBER;
		if (k->kind != TOKEN_MARK)
			continue;
		char c = k->s[0];
		quotes += c == '"';
		v[FEATURE_question] = v[FEATURE_question] > 0 || c == '?';
		v[FEATURE_exclaims] = v[FEATURE_exclaims] > 0 || c == '!';
		v[FEATURE_speaker] = v[FEATURE_speaker] > 0 || (c == ':' && i > 0 && i <= 6);
		v[FEATURE_clock] = v[FEATURE_clock] > 0 || ((c == '.' || c == ':') && (k->flags & TOKEN_JOINED) && i > 0 && i + 1 < j->t->n &&
							   j->t->items[i - 1].kind == TOKEN_NUMBER && j->t->items[i + 1].kind == TOKEN_NUMBER);
	}
	v[FEATURE_link] = strstr(j->original, "http") != NULL || strstr(j->original, "www.") != NULL;
	v[FEATURE_reply] = j->original[0] == '@';
	v[FEATURE_quotes] = quotes >= 2;
	v[FEATURE_figures] = figures >= 3 ? 1 : (double)figures / 3;
	v[FEATURE_brief] = words <= 6;
	v[FEATURE_lengthy] = words > 14;
}

static bool same_sentence(const struct text *t, uint32_t from, uint32_t to)
{
	for (uint32_t i = from < to ? from : to; i < (from < to ? to : from) && i < t->n; i++)
		if (t->items[i].kind == TOKEN_MARK && strchr(".!?", t->items[i].s[0]) && !(t->items[i].flags & TOKEN_JOINED && i + 1 < t->n && (t->items[i + 1].flags & TOKEN_JOINED)))
			return false;
	return true;
}

/* "Darman orangnya baik. Kami di belakang beliau": a sentence that says "beliau" speaks of who was named before. */
static bool speaks_of(const struct judge *j, const struct found *f, uint32_t at)
{
	if (j->inherits || same_sentence(j->t, f->from, at))
		return true;
	for (size_t i = 0; (j->cues & CUE_BIT(pronoun)) && i < j->hits->n; i++) {
		const struct phrase_hit *h = &j->hits->items[i];
		if (cue_of(h) == CUE_pronoun && h->from > f->from && same_sentence(j->t, h->from, at))
			return true;
	}
	return false;
}

/* Those groups of @cues (bits) of which a cue stands in a sentence that names a candidate. */
static uint64_t beside_object(const struct judge *j, uint64_t cues)
{
	uint64_t ret = 0;
	for (size_t i = 0; i < j->hits->n && (j->cues & cues & ~ret) && j->found_n; i++) {
		const struct phrase_hit *h = &j->hits->items[i];
		uint64_t bit = (uint64_t)1 << cue_of(h);
		for (size_t k = 0; k < j->found_n && (cues & ~ret & bit); k++)
			ret |= speaks_of(j, &j->found[k], h->from) ? bit : 0;
	}
	return ret;
}

/* "indak ka ZAYUN", "bukan ASEK": a negation up to three words before a candidate in the same sentence. */
static bool negated_object(const struct judge *j)
{
	const struct phrase_hits *hits = j->hits;
	for (size_t i = 0; i < hits->n && !j->inherits && (j->cues & CUE_BIT(negate)) && j->found_n; i++) {
		const struct phrase_hit *n = &hits->items[i];
		if (cue_of(n) != CUE_negate)
			continue;
		for (size_t k = 0; k < j->found_n; k++) {
			const struct found *f = &j->found[k];
			if (f->from >= n->to && f->from - n->to <= 3 && !mark_between(j->t, n->to, f->from, ".!?,;:"))
				return true;
		}
	}
	return false;
}

/* "Pak Edi tukang las", "Alm. Edi": a trade or other business at most two words from a name. */
static bool trade_object(const struct judge *j)
{
	for (size_t i = 0; i < j->hits->n && (j->cues & CUE_BIT(namesake)) && j->found_n; i++) {
		const struct phrase_hit *h = &j->hits->items[i];
		for (size_t k = 0; k < j->found_n && cue_of(h) == CUE_namesake; k++) {
			const struct found *f = &j->found[k];
			if (f->how <= TERM_NICK && (h->from >= f->to ? h->from - f->to <= 2 : f->from >= h->to && f->from == h->to))
				return true;
		}
	}
	return false;
}

/* The token of a word like "daripada"; UINT32_MAX: none. */
static uint32_t than_at(const struct judge *j)
{
	for (size_t i = 0; i < j->hits->n && (j->cues & CUE_BIT(than)); i++)
		if (cue_of(&j->hits->items[i]) == CUE_than)
			return j->hits->items[i].from;
	return UINT32_MAX;
}

static bool behind_than(const struct judge *j, const struct found *f, uint32_t than)
{
	return !j->inherits && than != UINT32_MAX && f->from > than && f->from - than <= 3;
}
bool worse_object(const struct judge *j, const struct found *f) { return behind_than(j, f, than_at(j)); }

/* Somebody is put above another: a name before "daripada", or a second one behind the compared. */
static bool prefers(const struct judge *j)
{
	uint32_t than = than_at(j);
	for (size_t k = 0; k < j->found_n && than != UINT32_MAX; k++)
		if (!behind_than(j, &j->found[k], than))
			return true;
	return false;
}

/* "RT @rahmad.siti: ...", "[suka] Rahmad: ...": whose words they are. */
static bool own_voice(const struct judge *j)
{
	if (j->kind != KIND_LIKE && j->kind != KIND_SHARE)
		return false;
	for (uint32_t i = 0; i < j->t->n && i < 10; i++) {
		if (j->t->items[i].kind != TOKEN_MARK || j->t->items[i].s[0] != ':')
			continue;
		for (size_t k = 0; k < j->found_n; k++)
			if (j->found[k].to <= i && j->found[k].to)
				return true;
		return false;
	}
	return false;
}

/* Praise, and behind it a word that turns it round: "hebat programnya, sayang cuma di kertas". */
static bool turned_praise(const struct judge *j)
{
	uint32_t praise = UINT32_MAX;
	for (size_t i = 0; i < j->hits->n && (j->cues & CUE_BIT(praise)) && (j->cues & CUE_BIT(turn)); i++) {
		enum cue cue = cue_of(&j->hits->items[i]);
		if (cue == CUE_praise && praise == UINT32_MAX)
			praise = j->hits->items[i].from;
		if (cue == CUE_turn && praise < j->hits->items[i].from)
			return true;
	}
	return false;
}

double lean_of(const struct judge *j, uint32_t pair)
{
	double ret = 0;
	if (j->found_n == 1)
		return (double)j->found[0].lean;
	for (size_t i = 0; i < j->found_n; i++)
		ret += j->found[i].pair == pair ? (double)j->found[i].lean : 0;
	return ret;
}

/* What stands nearest to which pair: "X hebat, Y cuma janji". */
static void read_leaning(struct judge *j, double *v)
{
	double most = 0, least_of = 0;
	if (!j->found_n)
		return;
	for (size_t i = 0; i < j->found_n; i++) {
		double lean = lean_of(j, j->found[i].pair);
		most = lean > most ? lean : most;
		least_of = lean < least_of ? lean : least_of;
	}
	j->splits = most >= 1 && least_of <= -1;
	v[FEATURE_leans_to] = part(most);
	v[FEATURE_leans_from] = part(-least_of);
	v[FEATURE_splits] = part(least(most, -least_of));
}

/* Pairs of groups that mean more together than apart. */
static void read_together(double *v)
{
	double scene = v[CUE_attribute] + v[CUE_attend] + v[CUE_photo] + v[CUE_gesture], calls = least(1, v[CUE_call] + v[CUE_choice] + v[CUE_wish]);
	v[FEATURE_plain_object] = calls + v[CUE_praise] + v[CUE_critic] + v[CUE_against] + v[CUE_sarcasm] + scene == 0;
	v[FEATURE_call_self] = calls * (v[CUE_self] > 0);
	v[FEATURE_praise_critic] = v[CUE_praise] * v[CUE_critic];
	v[FEATURE_praise_sarcasm] = v[CUE_praise] * v[CUE_sarcasm];
	v[FEATURE_quote_critic] = least(1, v[CUE_quote] + v[FEATURE_quotes]) * least(1, v[CUE_critic] + v[CUE_sarcasm]);
	v[FEATURE_news_call] = v[CUE_news] * calls;
	v[FEATURE_news_plain] = v[CUE_news] * (calls == 0 && v[CUE_praise] == 0);
	v[FEATURE_scene_self] = least(1, scene) * (v[CUE_self] > 0);
	v[FEATURE_steer_call] = v[CUE_steer] * calls;
	v[FEATURE_asks_only] = least(1, v[CUE_ask] + v[FEATURE_question]) * (calls + v[CUE_praise] + v[CUE_critic] + v[CUE_against] == 0);
	v[FEATURE_duty_scene] = v[CUE_duty] * least(1, scene);
}

/* Found without a jump: nobody can tell beforehand which are there. */
static void read_there(struct features *f)
{
	f->n = 0;
	for (unsigned i = 0; i < FEATURE_N; i++) {
		f->there[f->n] = (uint8_t)i;
		f->n += f->v[i] > 0;
	}
}

#define BLAMES (CUE_BIT(critic) | CUE_BIT(against) | CUE_BIT(sarcasm))
#define CALLS (CUE_BIT(choice) | CUE_BIT(call) | CUE_BIT(wish))

static void read_beside(const struct judge *j, double *v)
{
	uint64_t beside = beside_object(j, BLAMES | CALLS | CUE_BIT(praise) | CUE_BIT(self) | CUE_BIT(kin));
	v[FEATURE_critic_object] = (beside & BLAMES) != 0;
	v[FEATURE_call_object] = (beside & CALLS) != 0;
	v[FEATURE_praise_object] = (beside & CUE_BIT(praise)) != 0;
	v[FEATURE_self_object] = (beside & CUE_BIT(self)) != 0;
	v[FEATURE_kin_object] = (beside & CUE_BIT(kin)) != 0;
}

void features_read(struct judge *j, struct features *ret)
{
	double *v = ret->v;
	memset(v, 0, sizeof ret->v);
	for (int c = 0; c < CUE_N; c++)
		v[c] = part(j->sum[c]);
	v[FEATURE_bias] = 1;
	read_objects(j, v);
	v[FEATURE_weak_mention] = j->weak > 0;
	v[FEATURE_numbers] = j->numbers > 0;
	v[FEATURE_fingers] = j->fingers > 0;
	v[FEATURE_photo_there] = j->photo;
	v[FEATURE_liked] = j->kind == KIND_LIKE || j->kind == KIND_FOLLOW;
	v[FEATURE_shared] = j->kind == KIND_SHARE;
	v[FEATURE_commented] = j->kind == KIND_COMMENT;
	v[FEATURE_negated] = part(j->negated);
	v[FEATURE_quoted] = part(j->quoted);
	read_marks_of(j, v);
	read_beside(j, v);
	v[FEATURE_negated_object] = negated_object(j);
	read_leaning(j, v);
	v[FEATURE_praise_denied] = part(j->praise_denied);
	v[FEATURE_blame_denied] = part(j->blame_denied);
	v[FEATURE_prefers] = prefers(j);
	v[FEATURE_own_voice] = own_voice(j);
	v[FEATURE_trade_object] = trade_object(j);
	v[FEATURE_turned_praise] = turned_praise(j);
	read_together(v);
	read_there(ret);
}

/* ---- Rules above the model ---- */

static double calls_of(const double *c) { return c[CUE_choice] + c[CUE_call] + c[CUE_wish]; }

static bool socialises(const struct judge *j, const double *c)
{
	return (c[CUE_social] >= 6 || (c[CUE_social] >= 3 && calls_of(c) + c[CUE_praise] + c[CUE_self] == 0)) && c[CUE_call] < 2 && c[CUE_self] + c[CUE_choice] + j->quoted < 4 && (c[CUE_politics] > 0 || c[CUE_both] > 0 || !j->found_n);
}
static bool only_quotes(const struct judge *j, const double *c)
{
	return j->quoted > 0 && c[CUE_quote] > 0 && calls_of(c) == 0 && c[CUE_endorse] == 0 && c[CUE_critic] + c[CUE_sarcasm] + c[CUE_against] == 0;
}
static bool passes_on_news(const struct judge *j, const double *c)
{
	return (j->kind == KIND_LIKE || j->kind == KIND_SHARE) && c[CUE_news] >= 2 && calls_of(c) + c[CUE_praise] + c[CUE_steer] == 0;
}
static bool on_duty(const struct judge *j, const double *c)
{
	bool scene = c[CUE_attribute] + c[CUE_attend] + c[CUE_photo] + c[CUE_gesture] > 0;
	return c[CUE_duty] >= 3 && (scene || c[CUE_politics] > 0 || j->found_n) && calls_of(c) < 2 && c[CUE_praise] == 0 && c[CUE_against] + c[CUE_sarcasm] == 0;
}
static bool even_handed(const struct judge *j, const double *c)
{
	bool several = false;
	for (size_t i = 1; i < j->found_n; i++)
		several |= j->found[i].pair != j->found[0].pair;
	return c[CUE_both] >= 2 && (several || !j->found_n) && calls_of(c) < 5 && c[CUE_against] < 3;
}
static bool no_election_at_all(const struct judge *j, const double *c)
{
	return !j->found_n && !j->weak && !j->run->options.anyone && c[CUE_politics] + c[CUE_social] + c[CUE_both] + c[CUE_disclaim] == 0 && c[CUE_news] < 4 &&
	       (c[CUE_steer] < 4 || calls_of(c) < 2) && (calls_of(c) < 2 || c[CUE_ordinary] + c[CUE_namesake] > 0);
}
static bool calls_without_a_name(const struct judge *j, const double *c)
{
	return !j->found_n && j->run->options.anyone && c[CUE_ordinary] + c[CUE_namesake] < 2.5 && calls_of(c) >= 2 &&
	       (j->numbers || (c[CUE_politics] > 0 && c[CUE_social] == 0)) && /* "mari jaga netralitas" calls for nobody */
	       j->negated < 2 && c[CUE_against] < 2;
}

const struct stance_rule stance_rules[] = {
	{"socialisation", socialises, NEUTRAL, "socialisation", "penyuluhan netralitas bukan keberpihakan", "explaining neutrality takes no side"},
	{"quotation", only_quotes, NEUTRAL, "quoting", "ajakan itu dikutip dari orang lain tanpa dukungan sendiri", "the call is quoted, not made"},
	{"news", passes_on_news, NEUTRAL, NULL, "meneruskan berita tanpa kata dukungan", "passes on news without a word of support"},
	{"duty", on_duty, NEUTRAL, NULL, "berada di sana karena tugas", "was there on duty"},
	{"even", even_handed, NEUTRAL, NULL, "semua pasangan disebut setara", "speaks of all pairs alike"},
	{"no_election", no_election_at_all, UNRELATED, NULL, "tidak menyebut calon maupun pemilihan", "speaks of no candidate and no election"},
	{"call", calls_without_a_name, SUPPORT, NULL, "ajakan memilih", "a call to vote for somebody"},
	{0}};

const struct stance_rule *rule_of(const struct judge *j)
{
	for (const struct stance_rule *r = stance_rules; r->name; r++)
		if (r->holds(j, j->sum))
			return r;
	return NULL;
}
