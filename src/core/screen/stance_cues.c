/* stance_cues.c -- the words of lexicon/stance.csv in a text, weighed by group, with their scope: what a negation
 * covers, what stands between quotation marks, what the sharer adds behind "<<".
 */
#include "core/screen/stance_parts.h"

#include <string.h>

bool mark_between(const struct text *t, uint32_t from, uint32_t to, const char *marks)
{
	for (uint32_t i = from; i < to; i++)
		if (t->items[i].kind == TOKEN_MARK && strchr(marks, t->items[i].s[0]))
			return true;
	return false;
}

static bool covered_by_object(const struct judge *j, const struct phrase_hit *h)
{
	for (size_t i = 0; i < j->found_n; i++) {
		const struct found *f = &j->found[i];
		if (f->power > POWER_WEAK && f->from <= h->from && f->to >= h->to && f->how != TERM_SLOGAN && f->how != HOW_FINGER && f->how != TERM_HASHTAG)
			return true;
	}
	return false;
}

/* A negation within three words before, in the same sentence, that is not itself part of a longer cue. */
static bool negated_here(const struct judge *j, const struct phrase_hits *hits, const struct phrase_hit *h)
{
	if (!(j->cues >> CUE_negate & 1))
		return false;
	static const char *const harmless[] = {"lupa", "sampai", "main", "cuma", "hanya", "sekadar", "soal", "sembarang", "ada", "usah", "golput", "bohong", NULL};
	for (const struct phrase_hit *n = hits->items + j->first_negation; n < h; n++) { /* behind @h no hit begins before it */
		if (n->to > h->from || h->from - n->to > 2 || cue_of(n) != CUE_negate)
			continue;
		if (n->to < j->t->n && any_of(&j->t->items[n->to], harmless))
			continue;
		if (!mark_between(j->t, n->to, h->from, ".!?,;:"))
			return true;
	}
	return false;
}

/* "jangan sampai tertipu" warns of a fraud; only "tidak pernah menipu" denies one. */
static bool denied_here(const struct judge *j, const struct phrase_hits *hits, const struct phrase_hit *h)
{
	static const char *const forbidding[] = {"jangan", "jang", "ojo", "aja", "ampun", "ulah", "tong", "jan", "jaan", "unang", "eda", "sampunang", "janganmi", "bek", NULL};
	if (!negated_here(j, hits, h))
		return false;
	for (uint32_t i = h->from > 4 ? h->from - 4 : 0; i < h->from; i++)
		if (any_of(&j->t->items[i], forbidding))
			return false;
	return true;
}

#define QUOTED_LEAST 3 /* words between quotation marks; fewer are an emphasis ("yang satu") */

/* Does token @at stand between quotation marks, in words of somebody else? Asked in ascending order, so what was passed
 * over is not looked at again. */
static bool in_quotes(struct judge *j, uint32_t at)
{
	struct quotation *q = &j->quotation;
	const struct text *t = j->t;
	while (q->close <= at && q->next < t->n) {
		uint32_t i = q->next++;
		if (t->items[i].kind != TOKEN_MARK || t->items[i].s[0] != '"')
			continue;
		if (q->opened)
			q->close = i;
		else
			q->open = i;
		q->opened = !q->opened;
	}
	return q->open < at && at < q->close && q->close - q->open > QUOTED_LEAST;
}

void stance_reason(struct judge *j, uint32_t from, uint32_t to, const char *why)
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

/* "maju terus" where MAJU is a pair: the mention would speak for itself. */
static bool made_of_mention(const struct judge *j, const struct phrase_hit *h)
{
	for (size_t i = 0; i < j->found_n; i++)
		if (j->found[i].power == POWER_WEAK && j->found[i].how != HOW_FINGER && j->found[i].from < h->to && h->from < j->found[i].to)
			return true;
	return false;
}

#define OTHERS_NEAR 4 /* words */

/* "Yang lain cuma janji": blame of everybody else, in the same sentence and nearer than any candidate. */
static bool blames_others(const struct judge *j, const struct phrase_hits *hits, const struct phrase_hit *h)
{
	if (!(j->cues >> CUE_others & 1))
		return false;
	for (const struct phrase_hit *o = hits->items; o < h; o++) {
		if (cue_of(o) != CUE_others || o->to > h->from || h->from - o->to > OTHERS_NEAR)
			continue;
		bool broken = mark_between(j->t, o->to, h->from, ".!;,");
		for (size_t k = 0; k < j->found_n; k++)
			broken |= j->found[k].from >= o->to && j->found[k].to <= h->from;
		if (!broken)
			return true;
	}
	return false;
}

#define OTHER_SENTENCE 12 /* words: a cue leans rather on a name so far away in its own sentence than on one beside it */

/* @weight speaks for the mention nearest to @h, or against it. */
static void lean_on_nearest(struct judge *j, const struct phrase_hit *h, double weight)
{
	uint32_t best = UINT32_MAX;
	struct found *nearest = j->found_n == 1 && j->found[0].to > j->found[0].from ? &j->found[0] : NULL;
	for (size_t i = 0; i < j->found_n && j->found_n > 1; i++) {
		struct found *f = &j->found[i];
		if (f->to == f->from)
			continue;
		uint32_t from = f->to <= h->from ? f->to : h->to, to = f->to <= h->from ? h->from : f->from, far = to > from ? to - from : 0;
		for (uint32_t k = from; k < to && k < j->t->n && far < best; k++)
			far += j->t->items[k].kind == TOKEN_MARK && strchr(".!?", j->t->items[k].s[0]) ? OTHER_SENTENCE : 0;
		if (far < best) {
			best = far;
			nearest = f;
		}
	}
	if (nearest)
		nearest->lean += (float)weight;
}

/* One cue where it stands: under a negation, in a quotation, or the author's own. */
static void weigh(struct judge *j, const struct phrase_hits *hits, const struct phrase_hit *h)
{
	const struct cue_row *row = lexicon_row(h->value);
	bool turns = row->cue == CUE_choice || row->cue == CUE_call || row->cue == CUE_wish;
	if (turns && negated_here(j, hits, h)) {
		j->negated += row->weight;
		lean_on_nearest(j, h, -row->weight);
		stance_reason(j, h->from, h->to, "pilihan yang diingkari");
		return;
	}
	if (turns && in_quotes(j, h->from)) {
		j->quoted += row->weight;
		stance_reason(j, h->from, h->to, "ajakan di dalam tanda kutip");
		return;
	}
	bool praise = row->cue == CUE_praise, blame = row->cue == CUE_critic || (row->cue == CUE_against && h->to - h->from == 1);
	if ((praise || blame) && denied_here(j, hits, h)) {
		*(praise ? &j->praise_denied : &j->blame_denied) += row->weight;
		lean_on_nearest(j, h, praise ? -row->weight : row->weight);
		stance_reason(j, h->from, h->to, praise ? "pujian yang diingkari" : "celaan yang diingkari");
		return;
	}
	if ((blame || row->cue == CUE_against) && blames_others(j, hits, h)) {
		j->blame_denied += row->weight;
		stance_reason(j, h->from, h->to, "celaan untuk pihak lain");
		return;
	}
	if (praise || turns)
		lean_on_nearest(j, h, row->weight);
	else if (blame || row->cue == CUE_against || row->cue == CUE_sarcasm)
		lean_on_nearest(j, h, -row->weight);
	j->sum[row->cue] += row->weight;
	j->in_mention += made_of_mention(j, h) ? row->weight : 0;
	if (row->cue != CUE_negate && row->cue != CUE_politics && row->cue != CUE_self && row->cue != CUE_emphasis && row->cue != CUE_turn && row->cue != CUE_pronoun)
		stance_reason(j, h->from, h->to, row->why);
}

/* Of one group only once at one place. */
static bool told_before(const struct phrase_hits *hits, size_t group, size_t i)
{
	for (size_t k = group; k < i; k++)
		if (hits->items[k].to == hits->items[i].to && cue_of(&hits->items[k]) == cue_of(&hits->items[i]))
			return true;
	return false;
}

/* The longest phrase at each place counts, whatever its group ("jangan lupa" is no refusal). Hits ascend by their first
 * word: @reach is how far those before it reach, @longest how far those of the same first word do. */
void weigh_cues(struct judge *j)
{
	const struct phrase_hits *hits = j->hits;
	j->cues = 0;
	j->quotation = (struct quotation){0};
	j->first_negation = hits->n;
	for (size_t i = 0; i < hits->n; i++) {
		j->cues |= (uint64_t)1 << cue_of(&hits->items[i]);
		if (cue_of(&hits->items[i]) == CUE_negate && j->first_negation > i)
			j->first_negation = i;
	}
	uint32_t reach = 0;
	for (size_t group = 0, end; group < hits->n; group = end) {
		uint32_t longest = 0;
		for (end = group; end < hits->n && hits->items[end].from == hits->items[group].from; end++)
			longest = hits->items[end].to > longest ? hits->items[end].to : longest;
		for (size_t i = group; i < end && longest > reach; i++)
			if (hits->items[i].to == longest && !told_before(hits, group, i) && !covered_by_object(j, &hits->items[i]))
				weigh(j, hits, &hits->items[i]);
		reach = longest > reach ? longest : reach;
	}
}
