/* search.c -- what every look for a name is made of: reading it, spellings near it, candidates, scores, the sheet.
 *
 * Whatever is found is scored part by part, weighed by how rare each part is. A search has a budget of names and of
 * ids and says when it was cut short.
 */
#include "core/screen/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SAME_SOUND 0.95
#define LONG_FROM 7 /* letters: from here on a part may have two mistakes */
#define ONE_EDIT 0.80
#define TWO_EDITS 0.62
#define INITIAL_FITS 0.72
#define OTHER_ORDER 0.96
#define OTHER_BLANKS 0.95
#define SURPLUS 0.45 /* share of the weight of a name that the query does not mention */

/* How the parts of this query fit one token; a later token of the same slot simply takes its place. */
#define FITS_BITS 11
struct fits {
	uint32_t stamp, token;
	float fit[NAME_PARTS_MAX];
	uint8_t how[NAME_PARTS_MAX]; /* enum fit */
	float surplus; /* what the token costs when the query does not mention it */
	float bearers; /* logarithm of the persons who bear it */
};
/* The near spellings of a word of the register, as the stream asks for them: most words of names are the same few. */
#define NEAR_BITS 11
struct near_words {
	uint32_t own, n; /* row + 1 */
	uint32_t variants[VARIANTS_STREAM];
};
#define NEAR_MAX 2048 /* skeletons looked at for the typos of one query; in the stream of one part */
struct near_id { uint32_t part, id; };
struct name_search { /* one thread's memory between queries */
	uint32_t stamp; /* of the query: rows of @fits with another one are stale */
	uint32_t names[CANDIDATES_MAX];
	struct names_list few, many;
	struct fits fits[1u << FITS_BITS];
	struct near_words near_words[1u << NEAR_BITS];
	struct near_id near[NAME_PARTS_MAX * NEAR_MAX];
	bool common_made;
	struct common_words common;
};

/* Tokens stand most frequent first in the index. */
static void common_make(const struct screen *s, struct common_words *c)
{
	uint32_t *seen = calloc(s->SKELETONS_n + 1, sizeof *seen); /* under which first letters a skeleton was listed */
	if (!seen)
		abort();
	for (uint32_t t = 0; t < s->TOKENS_n && c->n < COMMON_WORDS; t++) {
		struct ix_token token = token_row(s, t);
		uint32_t id = token.skeleton & SKELETON_ID, first = token.skeleton >> SKELETON_FIRST & 31;
		if (id >= s->SKELETONS_n || (token.skeleton & SKELETON_SINGLE))
			continue;
		bool listed = first && first <= 26 && !(seen[id] >> first & 1) && c->by_letter_n[first - 1] < LETTER_WORDS;
		if (seen[id] && !listed)
			continue;
		char room[NAME_PART_MAX], sound[NAME_PART_MAX];
		size_t n;
		const char *word = token_folded(s, &token, room, &n);
		n = name_skeleton(word, n, sound); /* made anew: the rows of skeletons lie all over the file */
		if (!seen[id] && n < COMMON_MAX) {
			c->sets[c->n] = search_set(name_letters(sound, n), n);
			memcpy(c->strings[c->n], sound, n);
			c->lengths[c->n++] = (uint8_t)n;
		}
		if (listed)
			c->by_letter[first - 1][c->by_letter_n[first - 1]++] = key_share(text_hash(sound, n));
		seen[id] |= 1u | 1u << first;
	}
	free(seen);
}

const struct common_words *search_common(const struct search *q)
{
	if (!q->memory->common_made) {
		common_make(q->s, &q->memory->common);
		q->memory->common_made = true;
	}
	return &q->memory->common;
}

struct name_search *name_search_new(const struct screen *s)
{
	struct name_search *m = s ? calloc(1, sizeof *m) : NULL;
	if (s && !m)
		abort();
	return m;
}

const float fit_cost[FIT_N] = {[FIT_NONE] = 24, [FIT_SAME] = 1.5f, [FIT_SOUND] = 5.2f, [FIT_SOUNDS] = 9.5f, [FIT_INITIAL] = 3.2f, [FIT_SLIP] = 5.1f,
				     [FIT_ONE] = 6.8f, [FIT_NEAR] = 10.9f, [FIT_TWO] = 13};

static double rarity(const struct screen *s, uint32_t persons)
{
	double w = s->log_persons - log2((double)persons + 1) + 1;
	return w < 0.5 ? 0.5 : w;
}

/* ---- Reading the query ---- */

void search_read(struct search *q, const struct person_name *name)
{
	q->n = name->n;
	q->ids = 0;
	q->shares = 0;
	q->ids_max = IDS_MAX;
	q->names_n = 0;
	q->names = q->memory->names;
	q->names_max = CANDIDATES_MAX;
	q->variants_max = VARIANTS_STREAM;
	q->long_from = LONG_FROM;
	q->raw = false;
	q->mend = ~0u;
	q->place = (struct name_place){0};
	for (size_t i = 0; i < name->n; i++) {
		struct query_part *p = &q->parts[i];
		p->part = &name->parts[i];
		p->skeleton_n = name_skeleton(p->part->s, p->part->n, p->skeleton);
		p->hash = text_hash(p->skeleton, p->skeleton_n);
		p->letters = name_letters(p->skeleton, p->skeleton_n);
		p->share = key_share(p->hash);
		q->shares += p->share;
		p->own = NONE;
		p->letter = p->part->letter;
		p->variants_n = p->exact_n = 0;
	}
	if (!++q->memory->stamp) { /* once in four thousand million queries the count starts anew */
		memset(q->memory->fits, 0, sizeof q->memory->fits);
		q->memory->stamp = 1;
	}
	q->stamp = q->memory->stamp;
}

void search_ask(const struct search *q, enum ask what)
{
	for (size_t i = 0; i < q->n; i++)
		skeleton_ask(q->s, q->parts[i].hash, what);
}

void search_weigh(struct search *q)
{
	for (size_t i = 0; i < q->n; i++) {
		struct query_part *p = &q->parts[i];
		bool initial = p->part->kind == PART_INITIAL;
		uint32_t same = skeleton_by_hash(q->s, p->skeleton, p->skeleton_n, p->hash);
		const struct ix_skeleton *k = same ? skeleton_row(q->s, same - 1) : NULL;
		p->names = k ? k->names : 0;
		p->weight = initial ? 1.0 : rarity(q->s, k ? k->persons : 0);
		p->own = same ? same - 1 : NONE;
		p->variants_n = p->exact_n = same && !initial;
		p->variants[0] = same - 1;
	}
}

#define HASHES_MAX (NAME_PARTS_MAX * (3 * NAME_PART_MAX + 1))

/* A part whole and with each letter left out. */
static size_t deletions_of(const struct query_part *p, uint64_t *ret)
{
	size_t n = 0;
	ret[n++] = p->hash;
	for (size_t k = 0; k < p->skeleton_n; k++) {
		char shorter[NAME_PART_MAX];
		if (k && p->skeleton[k] == p->skeleton[k - 1])
			continue;
		memcpy(shorter, p->skeleton, k);
		memcpy(shorter + k, p->skeleton + k + 1, p->skeleton_n - k - 1);
		ret[n++] = text_hash(shorter, p->skeleton_n - 1);
	}
	return n;
}

/* The same of the letters as they were written, where the sounds hide it: one of them left out ("aeko" and "eko"), or
 * one missing between two that make one sound ("utoo" and "utomo"). */
static size_t raw_deletions(const struct query_part *p, uint64_t *ret)
{
	size_t n = 0, length;
	const char *s = p->part->s;
	char shorter[NAME_PART_MAX], skeleton[2 * NAME_PART_MAX];
	for (size_t k = 0; k < p->part->n; k++) {
		if (k && s[k] == s[k - 1])
			continue;
		memcpy(shorter, s, k);
		memcpy(shorter + k, s + k + 1, p->part->n - k - 1u);
		length = name_skeleton(shorter, p->part->n - 1u, skeleton);
		if (length + 1 != p->skeleton_n) /* else it was tried already, but for rare cases */
			ret[n++] = text_hash(skeleton, length);
	}
	for (size_t k = 1; k < p->part->n; k++) {
		length = name_skeleton(s, k, skeleton);
		length += name_skeleton(s + k, p->part->n - k, skeleton + length);
		if (length > p->skeleton_n)
			ret[n++] = text_hash(skeleton, length);
	}
	return n;
}

/* One edit changes two letters of the set and one of the length at most. */
static bool far_apart(const struct query_part *p, const struct ix_skeleton *k, int most)
{
	uint32_t other = k->letters ^ p->letters;
	for (int i = 0; i < 2 * most; i++)
		other &= other - 1;
	return other || k->length > p->skeleton_n + (size_t)most || k->length + (size_t)most < p->skeleton_n;
}

/* Is the skeleton near by itself, or, where letters may be left out as written, at most two sounds away? */
static void near_skeleton(struct search *q, struct query_part *p, uint32_t id)
{
	int most = p->skeleton_n >= q->long_from || q->raw ? 2 : 1;
	if (!q->raw && p->variants_n >= q->variants_max)
		return;
	for (size_t k = 0; k < p->variants_n; k++)
		if (p->variants[k] == id)
			return;
	const struct ix_skeleton *k = skeleton_row(q->s, id);
	if (far_apart(p, k, most) || name_edits(ix_string(q->s, k->string), k->length, p->skeleton, p->skeleton_n, most) > most)
		return;
	if (p->variants_n < q->variants_max) {
		p->variants[p->variants_n++] = id;
		return;
	}
	if (!q->raw)
		return;
	size_t rarest = p->exact_n; /* commoner ones are likelier meant */
	for (size_t i = p->exact_n; i < p->variants_n; i++)
		if (skeleton_row(q->s, p->variants[i])->persons < skeleton_row(q->s, p->variants[rarest])->persons)
			rarest = i;
	if (skeleton_row(q->s, p->variants[rarest])->persons < k->persons)
		p->variants[rarest] = id;
}

static struct near_words *near_words_of(const struct search *q, const struct query_part *p) { return &q->memory->near_words[p->own & ((1u << NEAR_BITS) - 1)]; }

static bool near_recall(const struct search *q, struct query_part *p)
{
	const struct near_words *w = near_words_of(q, p);
	if (p->own == NONE || w->own != p->own + 1)
		return false;
	memcpy(p->variants, w->variants, w->n * sizeof *w->variants);
	p->variants_n = w->n;
	return true;
}

static void near_remember(const struct search *q, const struct query_part *p)
{
	struct near_words *w = near_words_of(q, p);
	if (p->own == NONE || p->variants_n > VARIANTS_STREAM)
		return;
	memcpy(w->variants, p->variants, p->variants_n * sizeof *w->variants);
	w->n = (uint32_t)p->variants_n;
	w->own = p->own + 1;
}

/* Skeletons within one deletion on either side, which covers insert, delete, replace and swap; for all parts at once.
 * Directory, list, row and string each lie elsewhere in memory: each step asks for all of the next before it goes on. */
void search_typos(struct search *q, size_t shortest)
{
	struct near_id *near = q->memory->near;
	struct ids lists[HASHES_MAX];
	uint64_t hashes[HASHES_MAX];
	size_t ends[NAME_PARTS_MAX], n = 0, near_n = 0, most = NEAR_MAX;
	bool stream = !q->raw && q->variants_max == VARIANTS_STREAM, fresh[NAME_PARTS_MAX] = {0};
	uint32_t damage = index_damage(q->s);
	for (size_t i = 0; i < q->n; i++) {
		struct query_part *p = &q->parts[i];
		bool mend = q->mend >> i & 1;
		if (mend && p->skeleton_n >= shortest && p->part->kind != PART_INITIAL && !(stream && near_recall(q, p))) {
			fresh[i] = stream;
			n += deletions_of(p, hashes + n);
		}
		if (mend && q->raw && p->part->n > 2 && p->part->kind == PART_FULL)
			n += raw_deletions(p, hashes + n);
		ends[i] = n;
	}
	for (size_t i = 0; i < n; i++)
		deletes_ask(q->s, hashes[i]);
	for (size_t i = 0; i < n; i++) {
		lists[i] = deletes_of(q->s, hashes[i]);
		__builtin_prefetch(lists[i].items);
	}
	for (size_t i = 0, part = 0; i < n; i++) {
		for (; i >= ends[part]; part++)
			most = stream ? near_n + NEAR_MAX : NEAR_MAX;
		for (size_t k = 0; k < lists[i].n && near_n < most; k++)
			if (lists[i].items[k] >> 24 == lists[i].tag) {
				near[near_n].part = (uint32_t)part;
				near[near_n].id = lists[i].items[k] & 0xFFFFFF;
				__builtin_prefetch(&q->s->SKELETONS[near[near_n++].id]);
			}
	}
	for (size_t i = 0; i < near_n; i++)
		__builtin_prefetch(ix_string(q->s, skeleton_row(q->s, near[i].id)->string));
	for (size_t i = 0; i < near_n; i++)
		near_skeleton(q, &q->parts[near[i].part], near[i].id);
	for (size_t i = 0; i < q->n && index_damage(q->s) == damage; i++)
		if (fresh[i])
			near_remember(q, &q->parts[i]);
}

/* ---- Candidates ---- */

void search_add(struct search *q, uint32_t name)
{
	if (q->names_n >= q->names_max) {
		q->cut = true;
		return;
	}
	if (name < q->s->head.names)
		q->names[q->names_n++] = name;
}

void search_add_key(struct search *q, uint64_t key, uint32_t most)
{
	uint32_t first = 0, n = names_of_key(q->s, key, &first);
	for (uint32_t i = 0; i < n && i < most; i++)
		search_add(q, first + i);
}

static bool spend(struct search *q, size_t ids)
{
	q->ids += ids;
	bool ret = q->ids <= q->ids_max && q->names_n < q->names_max;
	q->cut |= !ret;
	return ret;
}

void search_both(struct search *q, uint32_t x, uint32_t y)
{
	struct names_list *few = &q->memory->few, *many = &q->memory->many;
	if (skeleton_row(q->s, x)->names > skeleton_row(q->s, y)->names) {
		uint32_t swap = x;
		x = y;
		y = swap;
	}
	if (!names_open(q->s, x, few) || !names_open(q->s, y, many))
		return;
	struct names_at at = {0}, in = {0};
	size_t cheap = many->bits ? 0 : 3; /* a bit is asked four times as fast as a list */
	for (uint32_t name, i = 0; spend(q, (i & 3) <= cheap) && names_next(few, &at, &name); i++)
		if (names_has(many, &in, name))
			search_add(q, name);
}

void search_all(struct search *q, uint32_t skeleton)
{
	struct names_list *l = &q->memory->few;
	struct names_at at = {0};
	if (!names_open(q->s, skeleton, l))
		return;
	for (uint32_t name; spend(q, 1) && names_next(l, &at, &name);)
		search_add(q, name);
}

/* ---- Scores ---- */

static double commonness(const struct search *q, uint32_t persons) { return COMMON * log2((double)persons + 1) / (q->s->log_persons + 1); }

/* Is the token spelled as the part was written: "M." for M., not for Muhammad? */
static bool as_written(const struct search *q, const struct name_part *p, const struct ix_token *t)
{
	size_t n = (size_t)(p->end - p->at);
	const char *s = ix_string(q->s, t->string);
	return q->text && !strncasecmp(s, q->text + p->at, n) && (!s[n] || (s[n] == '.' && !s[n + 1]));
}

/* The sounds are the same: by one change of the letters ("oe" for "u") or by several? */
static enum fit sound_fit(const struct name_part *p, const char *s, size_t n) { return name_edits(s, n, p->s, p->n, 2) <= 2 ? FIT_SOUND : FIT_SOUNDS; }

/* One mistake: the likeliest ones are a letter left out and two swapped, because any other needs its very letter. */
static enum fit mistake_fit(const struct name_part *p, const char *s, size_t n)
{
	if (name_edits(s, n, p->s, p->n, 1) > 1)
		return FIT_NEAR;
	if (n != p->n)
		return n > p->n ? FIT_SLIP : FIT_ONE;
	return name_letters(s, n) == name_letters(p->s, p->n) ? FIT_SLIP : FIT_ONE;
}

static enum fit edits_fit(const struct search *q, const struct query_part *p, const struct ix_token *t)
{
	char room[NAME_PART_MAX];
	size_t n;
	const struct ix_skeleton *k = skeleton_row(q->s, t->skeleton & SKELETON_ID);
	int most = p->skeleton_n >= q->long_from ? 2 : 1;
	if ((p->skeleton_n < 3 && (!q->raw || p->part->n < 2)) || far_apart(p, k, 2))
		return FIT_NONE;
	int edits = name_edits(ix_string(q->s, k->string), k->length, p->skeleton, p->skeleton_n, most);
	const char *s = token_folded(q->s, t, room, &n);
	if (edits <= 1)
		return mistake_fit(p->part, s, n);
	if (name_edits(s, n, p->part->s, p->part->n, 1) == 1)
		return mistake_fit(p->part, s, n);
	return edits <= most ? FIT_TWO : FIT_NONE;
}

/* How one query part fits one token of the register. Strings are fetched for the near ones alone. */
static enum fit part_fit(const struct search *q, const struct query_part *p, const struct ix_token *t)
{
	char room[NAME_PART_MAX], first = (char)((t->skeleton >> SKELETON_FIRST & 31) + 'a' - 1);
	size_t n;
	bool initial = p->part->n == 1 || (t->skeleton & SKELETON_SINGLE);
	if (t->persons && p->letter && first == p->letter && as_written(q, p->part, t))
		return FIT_WRITTEN;
	if ((t->skeleton & SKELETON_ID) == p->own && t->persons) {
		const char *s = token_folded(q->s, t, room, &n);
		if (n == p->part->n && !memcmp(s, p->part->s, n))
			return as_written(q, p->part, t) ? FIT_WRITTEN : FIT_SAME;
		return sound_fit(p->part, s, n);
	}
	if (initial || (p->letter && first == p->letter))
		return first == (initial ? p->part->s[0] : p->letter) ? FIT_INITIAL : FIT_NONE;
	return edits_fit(q, p, t);
}

/* Its share of the part's weight. */
static double fit_points(const struct search *q, enum fit how, const struct ix_token *t)
{
	static const double points[FIT_N] = {0, 1, 1, SAME_SOUND, SAME_SOUND, INITIAL_FITS, ONE_EDIT, ONE_EDIT, ONE_EDIT, TWO_EDITS};
	bool near = how > FIT_SAME && how != FIT_INITIAL;
	return points[how] + (near ? commonness(q, t->persons) : 0);
}

static const char *fit_why(const struct query_part *p, enum fit how)
{
	switch (how) {
	case FIT_NONE: return "tidak ada di registri";
	case FIT_WRITTEN: return "sama; dimiliki ";
	case FIT_SAME: return p->part->kind == PART_ABBREVIATION ? "singkatan ditulis lengkap; dimiliki " : "sama; dimiliki ";
	case FIT_SOUND: case FIT_SOUNDS: return "ejaan lain; dimiliki ";
	case FIT_INITIAL: return "inisial; dimiliki ";
	case FIT_SLIP: case FIT_ONE: case FIT_NEAR: return "satu huruf berbeda; dimiliki ";
	case FIT_TWO: return "dua huruf berbeda; dimiliki ";
	case FIT_N: break;
	}
	return "";
}

static const struct fits *fits_of(const struct search *q, uint32_t token)
{
	struct fits *f = &q->memory->fits[token & ((1u << FITS_BITS) - 1)];
	if (f->stamp == q->stamp && f->token == token)
		return f;
	struct ix_token t = token_row(q->s, token);
	f->stamp = q->stamp;
	f->token = token;
	for (size_t i = 0; i < q->n; i++) {
		enum fit how = part_fit(q, &q->parts[i], &t);
		f->how[i] = (uint8_t)how;
		f->fit[i] = (float)fit_points(q, how, &t);
	}
	f->surplus = (float)(SURPLUS * rarity(q->s, t.persons));
	f->bearers = BEARERS * logf((float)t.persons + 1);
	return f;
}

static struct scored score_of(struct search *q, uint32_t name, bool only_exact)
{
	static const uint8_t mistakes[FIT_N] = {[FIT_NONE] = 2, [FIT_SLIP] = 1, [FIT_ONE] = 1, [FIT_NEAR] = 2, [FIT_TWO] = 2};
	struct scored ret = {.name = name, .reading = q->reading, .cost = q->cost, .mistakes = q->other};
	uint32_t tokens[NAME_PARTS_MAX];
	size_t n = name_tokens_on(q->s, &q->place, name, tokens), written = 0;
	double got = 0, want = 0, surplus = 0;
	bool used[NAME_PARTS_MAX] = {0}, swapped = false;
	struct fits fits[NAME_PARTS_MAX]; /* copies: two tokens may share a slot */
	int last = -1;
	bool exact = n == q->n;
	for (size_t k = 0; k < n; k++) {
		fits[k] = *fits_of(q, tokens[k]);
		exact &= fits[k].how[k] == FIT_WRITTEN;
		ret.rank = k && ret.rank < fits[k].bearers ? ret.rank : fits[k].bearers;
	}
	if (only_exact && !exact)
		return (struct scored){.name = name};
	for (size_t i = 0; i < q->n; i++) {
		float best = 0;
		enum fit how = FIT_NONE;
		ret.with[i] = -1;
		for (size_t k = 0; k < n; k++) {
			float fit = used[k] ? 0 : fits[k].fit[i];
			if (fit > best) {
				best = fit;
				how = (enum fit)fits[k].how[i];
				ret.with[i] = (int8_t)k;
			}
		}
		if (ret.with[i] >= 0) {
			used[ret.with[i]] = true;
			swapped |= ret.with[i] < last;
			last = ret.with[i];
		}
		written += how == FIT_WRITTEN;
		ret.cost += fit_cost[how];
		ret.mistakes = (uint8_t)(ret.mistakes + mistakes[how]);
		got += (double)best * q->parts[i].weight;
		want += q->parts[i].weight;
	}
	for (size_t k = 0; k < n; k++)
		if (!used[k]) {
			surplus += (double)fits[k].surplus;
			ret.cost += COST_SURPLUS;
			ret.mistakes++;
		}
	ret.swapped = swapped;
	ret.cost += swapped ? COST_ORDER : 0;
	ret.rank -= ret.cost; /* at most: no more persons bear the name than its rarest word */
	ret.exact = written == q->n && written == n && !swapped;
	ret.score = want + surplus > 0 ? got / (want + surplus) * (swapped ? OTHER_ORDER : 1) : 0;
	if (q->other)
		ret.score *= OTHER_BLANKS;
	return ret;
}

struct scored search_score(struct search *q, uint32_t name) { return score_of(q, name, false); }

/* The very spelling first, whoever else could be meant. */
static bool better(const struct scored *x, const struct scored *y)
{
	if (x->exact != y->exact)
		return x->exact;
	return x->rank != y->rank ? x->rank > y->rank : x->name < y->name;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

/* Names are far apart in memory: their places, then their tokens, are asked for before they are needed. */
size_t search_keep(struct search *q, struct scored *best, size_t n, size_t max)
{
	for (size_t i = 1; i < q->names_n; i++)
		if (q->names[i] < q->names[i - 1]) { /* those of one key stand in order */
			qsort(q->names, q->names_n, sizeof *q->names, by_number);
			break;
		}
	for (size_t i = 0; i < q->names_n && i < 16; i++)
		name_ask(q->s, q->names[i], false);
	for (size_t i = 0; i < q->names_n && i < 8; i++)
		name_ask(q->s, q->names[i], true);
	for (size_t i = 0; i < q->names_n; i++) {
		if (i + 16 < q->names_n)
			name_ask(q->s, q->names[i + 16], false);
		if (i + 8 < q->names_n)
			name_ask(q->s, q->names[i + 8], true);
		if (i && q->names[i] == q->names[i - 1])
			continue;
		struct scored now = score_of(q, q->names[i], n == max && best[n - 1].exact); /* then nothing else comes before the last */
		size_t at;
		if (now.score < 0.3 || (n == max && !now.exact && now.rank < best[n - 1].rank))
			continue;
		uint32_t first;
		now.rank = BEARERS * logf((float)name_persons(q->s, now.name, &first)) - now.cost;
		size_t known = 0; /* another reading may have found it before, in a dearer or a cheaper way */
		while (known < n && best[known].name != now.name)
			known++;
		if (known < n && !better(&now, &best[known]))
			continue;
		if (known < n)
			memmove(best + known, best + known + 1, (--n - known) * sizeof *best);
		for (at = n; at > 0 && better(&now, &best[at - 1]);)
			at--;
		if (at >= max)
			continue;
		n += n < max;
		memmove(best + at + 1, best + at, (n - at - 1) * sizeof *best);
		best[at] = now;
	}
	q->names_n = 0;
	return n;
}

/* A hundred of these are written for a query: printf would take a tenth of its time. */
static const char *number_with(struct arena *a, const char *before, size_t n, const char *after)
{
	char digits[24], *at = digits + sizeof digits;
	do
		*--at = (char)('0' + n % 10);
	while (n /= 10);
	size_t x = strlen(before), y = (size_t)(digits + sizeof digits - at), z = strlen(after);
	char *ret = arena_alloc(a, x + y + z + 1);
	memcpy(ret, before, x);
	memcpy(ret + x, at, y);
	memcpy(ret + x + y, after, z + 1);
	return ret;
}

static const char *why_of(struct arena *a, const char *why, uint32_t bearers, size_t persons)
{
	return number_with(a, number_with(a, why, bearers, " dari "), persons, " orang");
}

void search_sheet(const struct search *q, struct arena *a, const struct scored *found, struct screen_hit *hit)
{
	uint32_t tokens[NAME_PARTS_MAX];
	size_t n = name_tokens(q->s, found->name, tokens), persons = q->s->head.persons;
	hit->sheet = arena_array(a, struct sheet_line, q->n + n + 3);
	bool used[NAME_PARTS_MAX] = {0};
	for (size_t i = 0; i < q->n; i++) {
		const char *part = arena_strndup(a, q->parts[i].part->s, q->parts[i].part->n), *why = fit_why(&q->parts[i], FIT_NONE), *with = "";
		double fit = 0;
		if (found->with[i] >= 0 && (size_t)found->with[i] < n) {
			struct ix_token t = token_row(q->s, tokens[(uint8_t)found->with[i]]);
			char room[NAME_PART_MAX];
			size_t length;
			used[(uint8_t)found->with[i]] = true;
			with = token_folded(q->s, &t, room, &length);
			with = arena_strndup(a, with, length);
			enum fit how = part_fit(q, &q->parts[i], &t);
			fit = fit_points(q, how, &t);
			why = why_of(a, fit_why(&q->parts[i], how), t.persons, persons);
		}
		hit->sheet[hit->sheet_n++] = (struct sheet_line){part, with, fit * q->parts[i].weight, why};
	}
	for (size_t k = 0; k < n; k++)
		if (!used[k]) {
			struct ix_token t = token_row(q->s, tokens[k]);
			char room[NAME_PART_MAX];
			size_t length;
			const char *with = token_folded(q->s, &t, room, &length);
			hit->sheet[hit->sheet_n++] = (struct sheet_line){"", arena_strndup(a, with, length), -SURPLUS * rarity(q->s, t.persons), "bagian nama yang tidak ditulis"};
		}
	if (found->swapped || q->other)
		hit->sheet[hit->sheet_n++] = (struct sheet_line){"", "", 0, found->swapped ? "urutan bagian lain" : "spasi di tempat lain"};
	hit->sheet[hit->sheet_n++] = (struct sheet_line){"", "", 0, number_with(a, "", hit->namesakes, " orang bernama persis sama di registri")};
}

/* ---- Blanks in the wrong place ---- */

/* What may be a word of the register: its sounds, so that memory can be asked for many before the first is looked at. */
struct maybe_word {
	char skeleton[NAME_PART_MAX];
	size_t n; /* 0: it cannot be one */
	uint64_t hash;
};

static void maybe_word(const struct search *q, const char *s, size_t n, struct maybe_word *ret)
{
	ret->n = n > 1 && n < NAME_PART_MAX ? name_skeleton(s, n, ret->skeleton) : 0;
	if (!ret->n)
		return;
	ret->hash = text_hash(ret->skeleton, ret->n);
	skeleton_ask(q->s, ret->hash, ASK_DIRECTORY);
}

static void maybe_words_ask(const struct search *q, const struct maybe_word *words, size_t n)
{
	for (int what = ASK_ROW; what <= ASK_STRING; what++)
		for (size_t i = 0; i < n; i++)
			if (words[i].n)
				skeleton_ask(q->s, words[i].hash, (enum ask)what);
}

static bool is_word(const struct search *q, const struct maybe_word *w) { return w->n && skeleton_by_hash(q->s, w->skeleton, w->n, w->hash); }

size_t search_joined(const struct person_name *name, size_t i, char both[static 2 * NAME_PART_MAX])
{
	const struct name_part *x = &name->parts[i], *y = &name->parts[i + 1];
	memcpy(both, x->s, x->n);
	memcpy(both + x->n, y->s, y->n);
	return (size_t)x->n + y->n;
}

static void set_part(struct name_part *p, const char *s, size_t n)
{
	memcpy(p->s, s, n);
	p->n = (uint8_t)n;
	p->kind = PART_FULL;
	p->letter = '\0';
}

bool search_reblank(const struct person_name *name, size_t i, bool joined, const char *s, size_t n, size_t at, size_t lost, struct person_name *made)
{
	size_t was = joined ? 2 : 1, is = at ? 2 : 1;
	if (name->n - was + is > NAME_PARTS_MAX || at >= NAME_PART_MAX || n - at - lost >= NAME_PART_MAX)
		return false;
	*made = *name;
	memmove(made->parts + i + is, name->parts + i + was, (name->n - i - was) * sizeof *made->parts);
	made->n = name->n - was + is;
	if (at)
		set_part(&made->parts[i], s, at);
	set_part(&made->parts[i + is - 1], s + at + (at ? lost : 0), n - at - (at ? lost : 0));
	return true;
}

/* Where @s can be cut into two words of the register, at most @drop letters lost between them. */
static bool cut_word(const struct search *q, const char *s, size_t n, size_t drop, size_t *ret_at, size_t *ret_lost)
{
	struct maybe_word left[2 * NAME_PART_MAX], right;
	size_t cuts = n >= 6 ? n - 2 : 0;
	for (size_t cut = 3; cut < cuts; cut++)
		maybe_word(q, s, cut, &left[cut]);
	if (cuts)
		maybe_words_ask(q, left + 3, cuts - 3);
	for (size_t cut = 3; cut < cuts; cut++)
		if (!is_word(q, &left[cut]))
			left[cut].n = 0;
	for (size_t lost = 0; lost <= drop; lost++)
		for (size_t cut = 3; cut + lost + 3 <= n; cut++) {
			if (!left[cut].n)
				continue;
			maybe_word(q, s + cut + lost, n - cut - lost, &right);
			if (!is_word(q, &right))
				continue;
			*ret_at = cut;
			*ret_lost = lost;
			return true;
		}
	return false;
}

/* "Nurhidayati" and "Nur Hidayati", "Bud Isantoso": neighbours joined, or one part cut in two words of the register. */
bool search_blanks(const struct search *q, const struct person_name *name, struct person_name *made)
{
	char both[2 * NAME_PART_MAX];
	struct maybe_word words[2 * NAME_PARTS_MAX]; /* the parts, and each joined with the one behind it */
	bool known[NAME_PARTS_MAX];
	size_t at, lost;
	for (size_t i = 0; i < name->n; i++) {
		maybe_word(q, name->parts[i].s, name->parts[i].n, &words[2 * i]);
		words[2 * i + 1].n = 0;
		if (i + 1 < name->n)
			maybe_word(q, both, search_joined(name, i, both), &words[2 * i + 1]);
	}
	maybe_words_ask(q, words, 2 * name->n);
	for (size_t i = 0; i < name->n; i++)
		known[i] = is_word(q, &words[2 * i]);
	for (size_t i = 0; i + 1 < name->n; i++) {
		size_t n = search_joined(name, i, both);
		if (is_word(q, &words[2 * i + 1]))
			return search_reblank(name, i, true, both, n, 0, 0, made);
		if (!(known[i] && known[i + 1]) && n < NAME_PART_MAX && cut_word(q, both, n, 0, &at, &lost))
			return search_reblank(name, i, true, both, n, at, lost, made);
	}
	for (size_t i = 0; i < name->n && name->n < NAME_PARTS_MAX; i++) {
		const struct name_part *x = &name->parts[i];
		if (!known[i] && cut_word(q, x->s, x->n, 1, &at, &lost))
			return search_reblank(name, i, false, x->s, x->n, at, lost, made);
	}
	return false;
}
