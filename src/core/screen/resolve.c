/* resolve.c -- a written name against the register: who could be meant, and the sum that says so.
 *
 * Every part of the query finds spellings of the register: the same word, the same skeleton (old spelling, fashion),
 * a skeleton one edit away. Candidates are names that hold two of the rarest parts (or the one, when there is but
 * one); each is scored part by part, weighed by how rare the part is. Exact parts are tried first; typing mistakes
 * only when the best is not convincing. The search has a budget and says when it was cut short.
 *
 * What costs time is the number of names scored. So the very sequence of words is looked up first (one probe, and no
 * other name can score 1); how a part fits a token of the register is worked out once a query and remembered, since
 * the same few thousand tokens make most names; and rows are asked for some names ahead of their use.
 */
#include "core/screen/screen_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CANDIDATES_MAX 4096 /* names scored for one query */
#define VARIANTS_MAX 24	    /* skeletons near one part */
#define CONVINCING 0.88	    /* above this nobody looks for typing mistakes */
#define SAME_SOUND 0.95
#define ONE_EDIT 0.80
#define TWO_EDITS 0.62
#define INITIAL_FITS 0.72
#define OTHER_ORDER 0.96
#define SURPLUS 0.45 /* share of the weight of a name that the query does not mention */

struct query_part {
	const struct name_part *part;
	char skeleton[NAME_PART_MAX];
	size_t skeleton_n;
	uint32_t token;			  /* row + 1 */
	uint32_t variants[VARIANTS_MAX];  /* skeleton rows; [0] is the same skeleton when exact */
	size_t variants_n, exact_n;
	double weight;
};
struct search {
	const struct screen *s;
	struct query_part parts[NAME_PARTS_MAX];
	size_t n;
	uint32_t *names; /* candidates */
	size_t names_n;
	bool cut, quick;
	uint32_t tokens_least, tokens_most; /* a name of fewer or more cannot reach the floor */
	struct name_search *memory;
};

/* How the parts of this query fit one token; a later token of the same slot simply takes its place. */
#define FITS_BITS 11
struct fits {
	uint32_t stamp, token;
	double fit[NAME_PARTS_MAX];
	double surplus; /* what the token costs when the query does not mention it */
};
struct name_search { /* one thread's memory between queries */
	uint32_t stamp; /* of the query: rows of @fits with another one are stale */
	uint32_t names[CANDIDATES_MAX];
	struct fits fits[1u << FITS_BITS];
};

struct name_search *name_search_new(const struct screen *s)
{
	struct name_search *m = s ? calloc(1, sizeof *m) : NULL;
	if (s && !m)
		abort();
	return m;
}

const char *strength_name(enum strength s)
{
	switch (s) {
	case WEAK: return "weak";
	case FAIR: return "fair";
	case STRONG: return "strong";
	}
	return "";
}

static double rarity(const struct screen *s, uint32_t persons)
{
	double w = s->log_persons - log2((double)persons + 1) + 1;
	return w < 0.5 ? 0.5 : w;
}

static void find_near(struct search *q, struct query_part *p, const char *key, size_t key_n)
{
	const struct screen *s = q->s;
	uint64_t want = text_hash(key, key_n) & 0xFFFFFFFF00000000u;
	size_t low = 0, high = s->DELETES_n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (s->DELETES[middle] < want)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < s->DELETES_n && (s->DELETES[low] & 0xFFFFFFFF00000000u) == want && p->variants_n < VARIANTS_MAX; low++) {
		uint32_t id = (uint32_t)s->DELETES[low];
		const struct ix_skeleton *k = &s->SKELETONS[id];
		bool known = name_edits(ix_string(s, k->string), k->length, p->skeleton, p->skeleton_n, p->skeleton_n >= 7 ? 2 : 1) >
			     (p->skeleton_n >= 7 ? 2 : 1);
		for (size_t i = 0; i < p->variants_n; i++)
			known |= p->variants[i] == id;
		if (!known)
			p->variants[p->variants_n++] = id;
	}
}

/* Skeletons within one deletion on either side: covers insert, delete, replace and swap. */
static void find_typos(struct search *q, struct query_part *p)
{
	if (p->skeleton_n < 4)
		return;
	find_near(q, p, p->skeleton, p->skeleton_n);
	for (size_t k = 0; k < p->skeleton_n; k++) {
		char shorter[NAME_PART_MAX];
		memcpy(shorter, p->skeleton, k);
		memcpy(shorter + k, p->skeleton + k + 1, p->skeleton_n - k - 1);
		find_near(q, p, shorter, p->skeleton_n - 1);
	}
}

static void query_read(struct search *q, const struct person_name *name)
{
	q->n = 0;
	if (!++q->memory->stamp) { /* once in four thousand million queries the count starts anew */
		memset(q->memory->fits, 0, sizeof q->memory->fits);
		q->memory->stamp = 1;
	}
	for (size_t i = 0; i < name->n; i++) {
		struct query_part *p = &q->parts[q->n++];
		*p = (struct query_part){.part = &name->parts[i]};
		p->skeleton_n = name_skeleton(p->part->s, p->part->n, p->skeleton);
		p->token = token_find(q->s, p->part->s, p->part->n);
		uint32_t same = p->part->kind == PART_INITIAL ? 0 : skeleton_find(q->s, p->skeleton, p->skeleton_n);
		if (same)
			p->variants[p->variants_n++] = same - 1;
		p->exact_n = p->variants_n;
		p->weight = p->part->kind == PART_INITIAL ? 1.0 : rarity(q->s, same ? q->s->SKELETONS[same - 1].persons : 0);
	}
}

static void candidate(struct search *q, uint32_t name)
{
	if (q->names_n == CANDIDATES_MAX) {
		q->cut = true;
		return;
	}
	q->names[q->names_n++] = name;
}

static size_t gallop(const uint32_t *list, size_t from, size_t n, uint32_t want)
{
	size_t step = 1;
	while (from + step < n && list[from + step] < want)
		step *= 2;
	size_t low = from + step / 2, high = from + step < n ? from + step + 1 : n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (list[middle] < want)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void intersect(struct search *q, uint32_t x, uint32_t y)
{
	const struct ix_skeleton *a = &q->s->SKELETONS[x], *b = &q->s->SKELETONS[y];
	if (a->postings_n > b->postings_n) {
		const struct ix_skeleton *swap = a;
		a = b;
		b = swap;
	}
	const uint32_t *few = q->s->POSTINGS + a->postings, *many = q->s->POSTINGS + b->postings;
	size_t at = 0;
	for (size_t i = 0; i < a->postings_n && at < b->postings_n && !q->cut; i++) {
		if (many[at] < few[i])
			at = gallop(many, at, b->postings_n, few[i]);
		if (at < b->postings_n && many[at] == few[i])
			candidate(q, few[i]);
	}
}

static void all_of(struct search *q, uint32_t skeleton)
{
	const struct ix_skeleton *k = &q->s->SKELETONS[skeleton];
	for (size_t i = 0; i < k->postings_n && !q->cut; i++)
		candidate(q, q->s->POSTINGS[k->postings + i]);
}

/* Names with two of the parts; @typos: one of the two may be a near spelling. A rare part may stand alone. */
static void gather(struct search *q, bool typos)
{
	for (size_t i = 0; i < q->n; i++) {
		const struct query_part *p = &q->parts[i];
		size_t variants = typos ? p->variants_n : p->exact_n;
		for (size_t v = 0; v < variants; v++) {
			bool alone = q->n == 1 || q->s->SKELETONS[p->variants[v]].postings_n <= 64;
			if (alone)
				all_of(q, p->variants[v]);
			for (size_t k = i + 1; !alone && k < q->n; k++)
				for (size_t w = 0; w < (v < p->exact_n ? (typos ? q->parts[k].variants_n : q->parts[k].exact_n) : q->parts[k].exact_n); w++)
					intersect(q, p->variants[v], q->parts[k].variants[w]);
		}
	}
}

/* How well one query part fits one token of the register, 0..1, and why. */
static double part_fit(const struct search *q, const struct query_part *p, uint32_t token, const char **ret_why)
{
	const struct ix_token *t = &q->s->TOKENS[token];
	const char *s = ix_string(q->s, t->string);
	if (p->token == token + 1) {
		*ret_why = p->part->kind == PART_ABBREVIATION ? "singkatan ditulis lengkap" : "sama";
		return 1;
	}
	if (p->part->n == 1 || t->length == 1) {
		*ret_why = "inisial";
		return p->part->s[0] == s[0] ? INITIAL_FITS : 0;
	}
	const struct ix_skeleton *k = &q->s->SKELETONS[t->skeleton];
	const char *skeleton = ix_string(q->s, k->string);
	if (k->length == p->skeleton_n && !memcmp(skeleton, p->skeleton, k->length)) {
		*ret_why = "ejaan lain";
		return SAME_SOUND;
	}
	int edits = p->skeleton_n < 4 ? 3 : name_edits(skeleton, k->length, p->skeleton, p->skeleton_n, p->skeleton_n >= 7 ? 2 : 1);
	*ret_why = edits == 1 ? "satu huruf berbeda" : "dua huruf berbeda";
	return edits == 1 ? ONE_EDIT : edits == 2 && p->skeleton_n >= 7 ? TWO_EDITS : 0;
}

struct scored {
	uint32_t name;
	double score;
	int8_t with[NAME_PARTS_MAX]; /* for each query part the token of the name, -1 none */
};

/* In the stream only names that reach NAME_FLOOR matter, and how many tokens a name has often says already that it
 * cannot: every surplus token costs at least what the commonest does, every missing one at least the lightest part. */
static void bound_tokens(struct search *q)
{
	double want = 0, lightest = INFINITY, surplus = SURPLUS * rarity(q->s, q->s->commonest);
	for (size_t i = 0; i < q->n; i++) {
		want += q->parts[i].weight;
		lightest = q->parts[i].weight < lightest ? q->parts[i].weight : lightest;
	}
	const double spare = 0.001; /* so that rounding never decides */
	double over = want * (1 / NAME_FLOOR - 1) / surplus + spare, under = want * (1 - NAME_FLOOR) / lightest + spare;
	q->tokens_most = over < NAME_TOKENS_MAX ? (uint32_t)q->n + (uint32_t)over : 2 * NAME_TOKENS_MAX;
	q->tokens_least = under < (double)q->n ? (uint32_t)q->n - (uint32_t)under : 0;
}

static bool hopeless(const struct search *q, uint32_t name)
{
	uint32_t tokens = q->s->NAMES[name].tokens;
	return q->quick && (tokens < q->tokens_least || tokens > q->tokens_most);
}

static const struct fits *fits_of(const struct search *q, uint32_t token)
{
	struct fits *f = &q->memory->fits[token & ((1u << FITS_BITS) - 1)];
	const char *why;
	if (f->stamp == q->memory->stamp && f->token == token)
		return f;
	f->stamp = q->memory->stamp;
	f->token = token;
	for (size_t i = 0; i < q->n; i++)
		f->fit[i] = part_fit(q, &q->parts[i], token, &why);
	f->surplus = SURPLUS * rarity(q->s, q->s->TOKENS[token].persons);
	return f;
}

static struct scored score_name(const struct search *q, uint32_t name)
{
	struct scored ret = {.name = name};
	const struct ix_name *n = &q->s->NAMES[name];
	double got = 0, want = 0, surplus = 0;
	bool used[NAME_TOKENS_MAX] = {0}, swapped = false;
	struct fits fits[NAME_TOKENS_MAX]; /* copies: two tokens may share a slot */
	int last = -1;
	for (uint32_t k = 0; k < n->tokens; k++)
		fits[k] = *fits_of(q, q->s->FORWARD[n->forward + k]);
	for (size_t i = 0; i < q->n; i++) {
		double best = 0;
		ret.with[i] = -1;
		for (uint32_t k = 0; k < n->tokens; k++) {
			double fit = used[k] ? 0 : fits[k].fit[i];
			if (fit > best) {
				best = fit;
				ret.with[i] = (int8_t)k;
			}
		}
		if (ret.with[i] >= 0) {
			used[ret.with[i]] = true;
			swapped |= ret.with[i] < last;
			last = ret.with[i];
		}
		got += best * q->parts[i].weight;
		want += q->parts[i].weight;
	}
	for (uint32_t k = 0; k < n->tokens; k++)
		if (!used[k])
			surplus += fits[k].surplus;
	ret.score = want + surplus > 0 ? got / (want + surplus) * (swapped ? OTHER_ORDER : 1) : 0;
	return ret;
}

/* Names are far apart in memory: their rows, then their tokens, are asked for before they are needed. */
static void ask_ahead(const struct search *q, size_t i)
{
	if (i + 16 < q->names_n)
		__builtin_prefetch(&q->s->NAMES[q->names[i + 16]]);
	if (i + 8 < q->names_n)
		__builtin_prefetch(&q->s->FORWARD[q->s->NAMES[q->names[i + 8]].forward]);
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

static size_t keep_best(const struct search *q, struct scored *best, size_t n, size_t max)
{
	qsort(q->names, q->names_n, sizeof *q->names, by_number);
	for (size_t i = 0; i < q->names_n; i++) {
		ask_ahead(q, i);
		if ((i && q->names[i] == q->names[i - 1]) || hopeless(q, q->names[i]))
			continue;
		struct scored now = score_name(q, q->names[i]);
		size_t at = n;
		bool known = false;
		for (size_t k = 0; k < n; k++)
			known |= best[k].name == now.name;
		if (known || now.score < 0.3)
			continue;
		while (at > 0 && (best[at - 1].score < now.score || (best[at - 1].score == now.score && best[at - 1].name > now.name)))
			at--;
		if (at >= max)
			continue;
		n += n < max;
		memmove(best + at + 1, best + at, (n - at - 1) * sizeof *best);
		best[at] = now;
	}
	return n;
}

void hit_of_person(const struct screen *s, struct arena *a, uint32_t person, struct screen_hit *ret)
{
	const struct ix_person *p = &s->PERSONS[person];
	char nip[20];
	nip_text(p->nip, nip);
	*ret = (struct screen_hit){.ref = (int64_t)p->ref, .nip = arena_strdup(a, nip), .name = ix_string(s, p->display),
				   .agency = ix_string(s, p->agency), .unit = ix_string(s, p->unit), .position = ix_string(s, p->position),
				   .region = ix_string(s, p->region), .status = ix_string(s, p->status), .class = (enum subject_class)p->class,
				   .namesakes = s->NAMES[p->name].persons};
}

static void sheet_of(const struct search *q, struct arena *a, const struct scored *found, struct screen_hit *hit)
{
	const struct ix_name *n = &q->s->NAMES[found->name];
	hit->sheet = arena_array(a, struct sheet_line, q->n + n->tokens + 2);
	bool used[NAME_TOKENS_MAX] = {0};
	for (size_t i = 0; i < q->n; i++) {
		const char *part = arena_strndup(a, q->parts[i].part->s, q->parts[i].part->n), *why = "tidak ada di registri";
		const char *with = "";
		double fit = 0;
		if (found->with[i] >= 0) {
			uint32_t token = q->s->FORWARD[n->forward + (uint8_t)found->with[i]];
			used[(uint8_t)found->with[i]] = true;
			with = ix_string(q->s, q->s->TOKENS[token].string);
			fit = part_fit(q, &q->parts[i], token, &why);
			why = arena_printf(a, "%s; dimiliki %u dari %zu orang", why, q->s->TOKENS[token].persons, q->s->PERSONS_n);
		}
		hit->sheet[hit->sheet_n++] = (struct sheet_line){part, with, fit * q->parts[i].weight, why};
	}
	for (uint32_t k = 0; k < n->tokens; k++)
		if (!used[k]) {
			const struct ix_token *t = &q->s->TOKENS[q->s->FORWARD[n->forward + k]];
			hit->sheet[hit->sheet_n++] = (struct sheet_line){"", ix_string(q->s, t->string), -SURPLUS * rarity(q->s, t->persons), "bagian nama yang tidak ditulis"};
		}
	hit->sheet[hit->sheet_n++] = (struct sheet_line){"", "", 0, arena_printf(a, "%zu orang bernama persis sama di registri", hit->namesakes)};
}

/* "Nurhidayati" and "Nur Hidayati": neighbours joined, or one part cut in two words of the register. */
static void joined_and_split(struct search *q, const struct person_name *name, struct person_name *made)
{
	*made = *name;
	for (size_t i = 0; i + 1 < name->n; i++) {
		char both[2 * NAME_PART_MAX];
		size_t n = (size_t)name->parts[i].n + name->parts[i + 1].n;
		memcpy(both, name->parts[i].s, name->parts[i].n);
		memcpy(both + name->parts[i].n, name->parts[i + 1].s, name->parts[i + 1].n);
		if (n < NAME_PART_MAX && token_find(q->s, both, n)) {
			memcpy(made->parts[i].s, both, n);
			made->parts[i].n = (uint8_t)n;
			made->parts[i].kind = PART_FULL;
			memmove(made->parts + i + 1, made->parts + i + 2, (made->n - i - 2) * sizeof *made->parts);
			made->n--;
			return;
		}
	}
	for (size_t i = 0; i < name->n && name->n < NAME_PARTS_MAX; i++)
		for (size_t cut = 3; name->parts[i].n >= 7 && cut + 3 <= name->parts[i].n && !token_find(q->s, name->parts[i].s, name->parts[i].n); cut++)
			if (token_find(q->s, name->parts[i].s, cut) && token_find(q->s, name->parts[i].s + cut, name->parts[i].n - cut)) {
				memmove(made->parts + i + 2, made->parts + i + 1, (made->n - i - 1) * sizeof *made->parts);
				memmove(made->parts[i + 1].s, name->parts[i].s + cut, (size_t)name->parts[i].n - cut);
				made->parts[i + 1].n = (uint8_t)(name->parts[i].n - cut);
				made->parts[i + 1].kind = PART_FULL;
				made->parts[i].n = (uint8_t)cut;
				made->n++;
				return;
			}
}

/* The name of exactly these words, row + 1. */
static uint32_t exact_name(const struct search *q)
{
	uint32_t tokens[NAME_PARTS_MAX];
	for (size_t i = 0; i < q->n; i++) {
		if (!q->parts[i].token)
			return 0;
		tokens[i] = q->parts[i].token - 1;
	}
	return name_find(q->s, tokens, q->n);
}

static size_t look(struct search *q, const struct person_name *name, struct scored *best, size_t n, size_t max)
{
	q->names_n = 0;
	query_read(q, name);
	bound_tokens(q);
	uint32_t exact = exact_name(q);
	if (exact) {
		candidate(q, exact - 1); /* first, so that no budget loses it */
		if (max == 1)
			return keep_best(q, best, n, max); /* nothing can be better */
	}
	gather(q, false);
	n = keep_best(q, best, n, max);
	if (q->quick || (n && best[0].score >= CONVINCING))
		return n;
	for (size_t i = 0; i < q->n; i++)
		if (q->parts[i].part->kind != PART_INITIAL)
			find_typos(q, &q->parts[i]);
	q->names_n = 0;
	gather(q, true);
	return keep_best(q, best, n, max);
}

#define BEST_MAX 100
struct resolved {
	struct search q;
	struct person_name name, other;
	const struct person_name *used; /* which of the two was found */
	struct scored best[BEST_MAX + 1];
	size_t n;
};

/* The names for @query, best first; the parts of @ret->q are those of the reading that was used. */
static void resolve(struct screen_run *run, const char *query, size_t max, bool quick, struct resolved *ret)
{
	struct scored second[BEST_MAX + 1];
	ret->q = (struct search){.s = run->s, .quick = quick, .memory = run->search, .names = run->search->names};
	ret->n = 0;
	ret->used = &ret->name;
	name_read(query, strlen(query), &ret->name);
	if (!ret->name.n || !max || !run->s->NAMES_n)
		return;
	ret->n = look(&ret->q, &ret->name, ret->best, 0, max);
	if (ret->n && ret->best[0].score >= CONVINCING)
		return;
	joined_and_split(&ret->q, &ret->name, &ret->other);
	if (ret->other.n == ret->name.n)
		return;
	size_t m = look(&ret->q, &ret->other, second, 0, max);
	if (m && (!ret->n || second[0].score > ret->best[0].score)) {
		memcpy(ret->best, second, m * sizeof *second);
		ret->n = m;
		ret->used = &ret->other;
	}
	query_read(&ret->q, ret->used);
}

void screen_name(struct screen_run *run, struct arena *a, const char *query, size_t max, struct screen_hits *ret)
{
	struct resolved r;
	*ret = (struct screen_hits){0};
	max = max > BEST_MAX ? BEST_MAX : max;
	resolve(run, query, max, false, &r);
	ret->items = arena_array(a, struct screen_hit, max);
	ret->cut = r.q.cut;
	for (size_t i = 0; i < r.n && ret->n < max; i++)
		for (uint32_t k = 0; k < run->s->NAMES[r.best[i].name].persons && ret->n < max; k++) {
			struct screen_hit *hit = &ret->items[ret->n++];
			hit_of_person(run->s, a, run->s->NAMES[r.best[i].name].first_person + k, hit);
			hit->score = r.best[i].score;
			sheet_of(&r.q, a, &r.best[i], hit);
			/* How sure is the spelling, not the person: a name alone never rises above WEAK in an alert. */
			hit->strength = hit->score >= 0.95 && hit->namesakes == 1 ? STRONG : hit->score >= 0.8 ? FAIR : WEAK;
		}
}

bool name_guess(struct screen_run *run, const char *written, struct name_guess *ret)
{
	struct resolved r;
	resolve(run, written, 1, true, &r);
	bool fits = r.n && r.best[0].score >= NAME_FLOOR;
	if (fits)
		*ret = (struct name_guess){r.best[0].name, (uint8_t)r.name.n, r.used == &r.other, r.best[0].score};
	return fits;
}

void name_guess_hit(struct screen_run *run, struct arena *a, const char *written, const struct name_guess *guess, struct screen_hit *ret)
{
	struct search q = {.s = run->s, .memory = run->search};
	struct person_name name, other;
	name_read(written, strlen(written), &name);
	query_read(&q, &name);
	if (guess->split) {
		joined_and_split(&q, &name, &other);
		query_read(&q, &other);
	}
	struct scored found = score_name(&q, guess->name);
	hit_of_person(run->s, a, run->s->NAMES[guess->name].first_person, ret);
	ret->score = found.score;
	sheet_of(&q, a, &found, ret);
}
