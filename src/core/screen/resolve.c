/* resolve.c -- a written name against the register: who could be meant, and the sum that says so.
 *
 * A name's key is made of the sounds of its parts in any order, so that every guess at what was meant costs one probe.
 * What is guessed, the likelier first, and no more when the guesses so far explain what was written:
 *   the key       these parts, in any order, in old or new spelling
 *   initials      a common word of that letter in the place of an initial
 *   one mistake   a part replaced by one that is a letter away; a blank too many, too few or in the wrong place
 *   two mistakes  two parts replaced; one by a word two letters away; a blank and a part
 *   the words     names that hold two of the parts, or one that is rare: what has more parts, or fewer
 * A query may have several readings (its blanks elsewhere, a title that was an initial): each is a search of its own, and
 * their finds are ranked together. What a search is made of stands in search.c; a display name in the stream is tried
 * more briefly by guess.c.
 */
#include "core/screen/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define IDS_PAIR 6000	  /* postings touched for names that hold the two rarest parts, */
#define IDS_REST 8000	  /* for those that hold any two when nothing else was found, */
#define IDS_KNOWN 1500	  /* and when a name was found already, to fill the list; */
#define ENOUGH 40	  /* so many names are scored then */
#define ALONE 400	  /* a part that no more names hold is searched by itself */
#define OF_ITS_KEY 256	  /* names of the very sounds that are looked at */
#define PAIRS_MAX 256	  /* near spellings of two parts are tried together while the product of their places is less */
#define FAR_FROM 4	  /* letters: parts shorter than this have at most one mistake */
#define BEST_MAX 100
#define READINGS_MAX 16

const char *strength_name(enum strength s)
{
	switch (s) {
	case WEAK: return "weak";
	case FAIR: return "fair";
	case STRONG: return "strong";
	}
	return "";
}

struct resolved {
	struct screen_run *run;
	struct search readings[READINGS_MAX]; /* [0] is the query as it is written */
	struct person_name names[READINGS_MAX];
	size_t readings_n;
	struct scored best[BEST_MAX + 1];
	size_t n, max;
	bool cut;
};

/* ---- Guesses ---- */

#define PROBES_MAX 512
struct probes { /* keys whose place in the index was asked for */
	uint64_t keys[PROBES_MAX];
	size_t n;
};

static void probes_look(struct search *q, struct probes *p)
{
	for (size_t i = 0; i < p->n; i++)
		names_ask(q->s, p->keys[i], true);
	for (size_t i = 0; i < p->n; i++)
		search_add_key(q, p->keys[i], OF_A_KEY);
	p->n = 0;
}

static void probe(struct search *q, struct probes *p, uint64_t key)
{
	if (p->n == PROBES_MAX)
		probes_look(q, p);
	names_ask(q->s, key, false);
	p->keys[p->n++] = key;
}

/* Every name of these sounds: first, so that no budget loses it. */
static void gather_key(struct search *q) { search_add_key(q, search_key(q), OF_ITS_KEY); }

/* "Budi M." is Muhammad Budi, or Budi Maulana; so is "M. Pratiwi" both. */
static void gather_initials(struct search *q, struct probes *probes)
{
	for (size_t i = 0; i < q->n; i++) {
		const struct name_part *p = q->parts[i].part;
		char skeleton[NAME_PART_MAX];
		size_t n;
		if (!p->letter || p->letter < 'a' || p->letter > 'z')
			continue;
		const char *full = p->kind == PART_INITIAL ? name_abbreviation(p->s, p->n, &n) : NULL;
		if (full) {
			n = name_skeleton(full, n, skeleton);
			probe(q, probes, search_key_with(q, i, key_share(text_hash(skeleton, n))));
		}
		const struct common_words *c = search_common(q);
		for (size_t k = 0; k < c->by_letter_n[p->letter - 'a']; k++)
			probe(q, probes, search_key_with(q, i, c->by_letter[p->letter - 'a'][k]));
	}
}

/* Near spellings, those that most persons bear first: they are likelier meant. */
static void order_variants(const struct search *q, struct query_part *p)
{
	for (size_t v = p->exact_n + 1; v < p->variants_n; v++)
		for (size_t at = v; at > p->exact_n && skeleton_row(q->s, p->variants[at])->persons > skeleton_row(q->s, p->variants[at - 1])->persons; at--) {
			uint32_t swap = p->variants[at];
			p->variants[at] = p->variants[at - 1];
			p->variants[at - 1] = swap;
		}
}

/* A part that the register does not know must be mistyped, and when there is one, the others are likely right. */
static void mark_strange(struct search *q)
{
	uint32_t strange = 0;
	for (size_t i = 0; i < q->n; i++)
		strange |= (uint32_t)(q->parts[i].own == NONE && q->parts[i].part->n > 1) << i;
	q->mend = strange ? strange : ~0u;
}

/* One part mistyped. */
static void gather_typos(struct search *q, struct probes *probes)
{
	search_typos(q, 2);
	if (q->mend != ~0u && (q->mend & (q->mend - 1)))
		return; /* more than one must be */
	for (size_t i = 0; i < q->n; i++) {
		const struct query_part *p = &q->parts[i];
		for (size_t v = p->exact_n; v < p->variants_n; v++)
			probe(q, probes, search_key_with(q, i, search_share(q, p->variants[v])));
	}
}

/* Two parts mistyped: the near spellings of one with those of the other. */
static void gather_twice(struct search *q, struct probes *probes)
{
	uint32_t strange = q->mend;
	if (strange != ~0u && !(strange & (strange - 1))) { /* one must be mistyped; so may any other */
		q->mend = ~strange;
		search_typos(q, 2);
		q->mend = strange;
	}
	for (size_t i = 0; i < q->n; i++)
		order_variants(q, &q->parts[i]);
	for (size_t i = 0; i < q->n; i++)
		for (size_t k = i + 1; k < q->n; k++) {
			const struct query_part *x = &q->parts[i], *y = &q->parts[k];
			if (strange != ~0u && (strange & ~(1u << i | 1u << k)))
				continue;
			uint64_t others = q->shares - x->share - y->share, shares[VARIANTS_MAX];
			for (size_t w = y->exact_n; w < y->variants_n; w++)
				shares[w] = search_share(q, y->variants[w]);
			for (size_t v = x->exact_n; v < x->variants_n; v++) {
				uint64_t share = search_share(q, x->variants[v]);
				size_t most = y->exact_n + PAIRS_MAX / (v - x->exact_n + 1);
				for (size_t w = y->exact_n; w < y->variants_n && w < most; w++)
					probe(q, probes, key_done(others + share + shares[w], q->n));
			}
		}
}

/* Which of the common words at @from may be two letters away: a bit each. */
static uint64_t maybe_far(const struct common_words *c, uint32_t from, uint32_t set)
{
	uint8_t near[64];
	uint64_t ret = 0;
	for (uint32_t i = 0; i < 64; i++) {
		uint32_t other = c->sets[from + i] ^ set;
		other &= other - 1;
		other &= other - 1;
		other &= other - 1;
		other &= other - 1;
		near[i] = !other;
	}
	for (uint32_t i = 0; i < 64; i++)
		ret |= (uint64_t)near[i] << i;
	return ret;
}

/* One part mistyped twice: common words two letters away. */
static void gather_far(struct search *q, struct probes *probes)
{
	const struct common_words *c = search_common(q);
	for (size_t i = 0; i < q->n; i++) {
		const struct query_part *p = &q->parts[i];
		if (p->skeleton_n < FAR_FROM || p->skeleton_n > COMMON_MAX || (q->mend != ~0u && q->mend != 1u << i))
			continue;
		struct name_pattern pattern;
		name_pattern(p->skeleton, p->skeleton_n, &pattern);
		uint32_t set = search_set(p->letters, p->skeleton_n);
		for (uint32_t from = 0; from < c->n; from += 64)
			for (uint64_t bits = maybe_far(c, from, set); bits; bits &= bits - 1) {
				uint32_t k = from + (uint32_t)__builtin_ctzll(bits);
				if (k < c->n && name_pattern_edits(&pattern, c->strings[k], c->lengths[k], 2) == 2)
					probe(q, probes, search_key_with(q, i, key_share(text_hash(c->strings[k], c->lengths[k]))));
			}
	}
}

/* ---- Readings ---- */

static struct search *reading_new(struct resolved *r, const struct person_name *name, const char *text)
{
	if (r->readings_n == READINGS_MAX)
		return NULL;
	struct search *q = &r->readings[r->readings_n];
	q->s = r->run->s;
	q->memory = r->run->search;
	q->text = text;
	q->reading = (uint8_t)r->readings_n;
	q->cut = q->other = false;
	q->cost = 0;
	r->names[r->readings_n++] = *name;
	search_read(q, &r->names[q->reading]);
	q->variants_max = VARIANTS_MAX;
	q->long_from = FAR_FROM;
	q->raw = true;
	return q;
}

/* Ranks what was gathered; a reading that led to nothing is forgotten. */
static void reading_keep(struct resolved *r, struct search *q)
{
	r->cut |= q->cut;
	bool found = q->names_n > 0;
	r->n = search_keep(q, r->best, r->n, r->max);
	if (!found && q->reading && q->reading + 1u == r->readings_n)
		r->readings_n--;
}

#define BLANKS_MAX 160
struct blanks { /* readings with one blank elsewhere */
	struct { uint8_t part, at, lost; bool joined; } items[BLANKS_MAX];
	size_t n;
};

static void blanks_add(struct blanks *b, size_t part, bool joined, size_t at, size_t lost)
{
	if (b->n == BLANKS_MAX)
		return;
	b->items[b->n].part = (uint8_t)part;
	b->items[b->n].joined = joined;
	b->items[b->n].at = (uint8_t)at;
	b->items[b->n++].lost = (uint8_t)lost;
}

/* Neighbours joined; the blank between them a letter earlier or later; a part cut in two, with a letter lost or none. */
static void blanks_of(const struct person_name *name, struct blanks *ret)
{
	ret->n = 0;
	for (size_t i = 0; i + 1 < name->n; i++) {
		size_t first = name->parts[i].n, second = name->parts[i + 1].n;
		blanks_add(ret, i, true, 0, 0);
		if (first > 1)
			blanks_add(ret, i, true, first - 1, 0);
		if (second > 1)
			blanks_add(ret, i, true, first + 1, 0);
	}
	for (size_t i = 0; i < name->n; i++)
		for (size_t at = 1; name->parts[i].n >= 4 && name->parts[i].kind == PART_FULL && at + 1 < name->parts[i].n; at++)
			for (size_t lost = 0; lost < 2 && at + lost + 1 < name->parts[i].n; lost++)
				blanks_add(ret, i, false, at, lost);
}

static bool blanks_read(const struct person_name *name, const struct blanks *b, size_t k, struct person_name *made)
{
	size_t i = b->items[k].part, n = name->parts[i].n;
	char both[2 * NAME_PART_MAX];
	bool joined = b->items[k].joined;
	if (joined)
		n = search_joined(name, i, both);
	return search_reblank(name, i, joined, joined ? both : name->parts[i].s, n, b->items[k].at, b->items[k].lost, made);
}

static void look_blanks(struct resolved *r, const struct person_name *name)
{
	struct blanks b;
	struct person_name made;
	struct search *q;
	blanks_of(name, &b);
	for (size_t k = 0; k < b.n; k++) {
		if (!blanks_read(name, &b, k, &made) || !(q = reading_new(r, &made, NULL)))
			continue;
		q->other = true;
		q->cost = COST_BLANKS;
		gather_key(q);
		if (q->names_n)
			search_weigh(q);
		reading_keep(r, q);
	}
}

#define MENDED_MAX 8 /* readings with another blank in which a part is mistyped besides */

/* Persons who bear the word, as a logarithm; negative: it is none. */
static float word_bearers(const struct search *q, const struct name_part *p)
{
	char skeleton[NAME_PART_MAX];
	uint32_t row = skeleton_find(q->s, skeleton, name_skeleton(p->s, p->n, skeleton));
	return row ? logf((float)skeleton_row(q->s, row - 1)->persons + 1) : -1;
}

/* How likely a reading is but for one mistyped part: by how common its other words are. Negative: more are mistyped. */
static float nearly_right(const struct search *q, const struct person_name *made)
{
	float ret = 0;
	int strange = 0;
	for (size_t i = 0; i < made->n; i++) {
		float bearers = word_bearers(q, &made->parts[i]);
		strange += bearers < 0;
		ret += bearers > 0 ? bearers : 0;
	}
	return strange < 2 ? ret / (float)made->n : -1;
}

static void look_mended(struct resolved *r, const struct person_name *name, struct probes *probes)
{
	struct blanks b;
	struct { float likely; uint8_t item; } top[MENDED_MAX];
	struct person_name made;
	struct search *q;
	size_t n = 0;
	blanks_of(name, &b);
	for (size_t k = 0; k < b.n; k++) {
		float likely = blanks_read(name, &b, k, &made) ? nearly_right(&r->readings[0], &made) : -1;
		if (likely < 0 || (n == MENDED_MAX && likely <= top[n - 1].likely))
			continue;
		size_t at = n < MENDED_MAX ? n++ : n - 1;
		for (; at > 0 && top[at - 1].likely < likely; at--)
			top[at] = top[at - 1];
		top[at].likely = likely;
		top[at].item = (uint8_t)k;
	}
	for (size_t k = 0; k < n; k++) {
		if (!blanks_read(name, &b, top[k].item, &made) || !(q = reading_new(r, &made, NULL)))
			continue;
		q->other = true;
		q->cost = COST_BLANKS;
		search_weigh(q);
		mark_strange(q);
		gather_typos(q, probes);
		probes_look(q, probes);
		reading_keep(r, q);
	}
}

/* ---- The words ---- */

/* The parts that the register knows, rarest first. */
static size_t known_parts(const struct search *q, size_t ret[static NAME_PARTS_MAX])
{
	size_t n = 0;
	for (size_t i = 0; i < q->n; i++) {
		if (!q->parts[i].exact_n)
			continue;
		size_t at = n++;
		for (; at > 0 && q->parts[ret[at - 1]].names > q->parts[i].names; at--)
			ret[at] = ret[at - 1];
		ret[at] = i;
	}
	return n;
}

/* Names with two of the parts, rarest first; a part that few names hold stands alone. A query of one part has only
 * itself. @all: every two parts, else only those with the rarest. */
static void gather_words(struct search *q, bool all)
{
	size_t parts[NAME_PARTS_MAX], n = known_parts(q, parts);
	for (size_t i = 0; i < n && (all || !i); i++) {
		const struct query_part *p = &q->parts[parts[i]];
		if (q->n == 1 || p->names <= ALONE) {
			search_all(q, p->variants[0]);
			continue;
		}
		for (size_t k = i + 1; k < n; k++)
			search_both(q, p->variants[0], q->parts[parts[k]].variants[0]);
	}
}

/* One part mistyped in a name with more parts, or fewer. */
static void gather_near_words(struct search *q)
{
	size_t parts[NAME_PARTS_MAX], n = known_parts(q, parts);
	for (size_t i = 0; i < q->n; i++) {
		struct query_part *p = &q->parts[i];
		if (!(q->mend >> i & 1))
			continue;
		order_variants(q, p);
		for (size_t v = p->exact_n; v < p->variants_n; v++)
			if (skeleton_row(q->s, p->variants[v])->names <= (q->n == 1 ? ALONE : 48))
				search_all(q, p->variants[v]);
			else if (n && (parts[0] != i || n > 1))
				search_both(q, p->variants[v], q->parts[parts[0] == i ? parts[1] : parts[0]].variants[0]);
	}
}

/* ---- A query ---- */

/* Does the best find explain what was written by at most so many mistakes? */
static bool explained(const struct resolved *r, int mistakes) { return r->n && r->best[0].mistakes <= mistakes; }

/* "H. Suparman Eko" may be Heru Suparman Eko. */
static void look_front(struct resolved *r, char front, struct probes *probes)
{
	struct person_name made = r->names[0];
	struct search *q;
	if (!front || made.n == NAME_PARTS_MAX)
		return;
	memmove(made.parts + 1, made.parts, made.n++ * sizeof *made.parts);
	made.parts[0] = (struct name_part){.s = {front}, .n = 1, .kind = PART_INITIAL, .letter = front};
	q = reading_new(r, &made, NULL);
	q->cost = COST_FRONT;
	search_weigh(q);
	gather_initials(q, probes);
	probes_look(q, probes);
	reading_keep(r, q);
}

static void look(struct resolved *r)
{
	struct search *q = &r->readings[0];
	struct probes probes;
	probes.n = 0;
	search_weigh(q);
	mark_strange(q);
	gather_key(q);
	reading_keep(r, q);
	gather_initials(q, &probes);
	gather_typos(q, &probes);
	probes_look(q, &probes);
	reading_keep(r, q);
	look_front(r, r->names[0].front, &probes);
	if (!explained(r, 0) || r->names[0].n < 3) /* Nursari may be one or two, whoever is called so */
		look_blanks(r, &r->names[0]);
	if (!explained(r, 1)) {
		q->ids_max = IDS_PAIR;
		gather_words(q, false);
		reading_keep(r, q);
	}
	if (!explained(r, 1)) {
		gather_twice(q, &probes);
		gather_far(q, &probes);
		probes_look(q, &probes);
		reading_keep(r, q);
		look_mended(r, &r->names[0], &probes);
	}
	q->ids = 0;
	if (!explained(r, 2)) {
		q->ids_max = IDS_REST;
		gather_words(q, true);
		gather_near_words(q);
	} else if (r->n < r->max) {
		q->names_max = ENOUGH;
		q->ids_max = IDS_KNOWN;
		gather_words(q, false);
	}
	reading_keep(r, q);
}

/* The names for @query, best first. */
static void resolve(struct screen_run *run, const char *query, size_t max, struct resolved *ret)
{
	struct person_name name;
	ret->run = run;
	ret->n = ret->readings_n = 0;
	ret->cut = false;
	ret->max = max;
	name_read(query, strlen(query), &name);
	if (!name.n || !max || !run->s->head.names)
		return;
	reading_new(ret, &name, query);
	look(ret);
}

/* How many persons of each name are shown: one of each that is nearly as good as the best, so that the bearers of one
 * common name do not push all others out; what room is left goes to further namesakes, best names first. */
#define NEARLY 0.3
static void share_places(const struct screen *s, const struct resolved *r, size_t max, uint32_t *ret)
{
	uint32_t first;
	size_t left = max;
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < r->n; i++) {
			uint32_t given = round ? ret[i] : 0, more = name_persons(s, r->best[i].name, &first) - given;
			if (!round)
				more = more && r->best[i].score > r->best[0].score - NEARLY;
			more = more < left ? more : (uint32_t)left;
			ret[i] = given + more;
			left -= more;
		}
}

static bool of_our_own(const struct screen_run *run, uint32_t person)
{
	struct screen_hit hit;
	if (!run->options.region)
		return false;
	places_of_person(run->s, person, &hit);
	return hit.region[0] && same_district(run->options.region, hit.region);
}

/* The @n bearers of a name to be shown, of @all from @first on: those of the office's own region before the others. */
static void own_first(const struct screen_run *run, uint32_t first, uint32_t all, uint32_t n, uint32_t *ret)
{
	uint32_t found = 0;
	for (uint32_t i = 0; i < n; i++)
		ret[i] = first + i;
	if (!run->options.region || all < 2)
		return;
	for (int own = 1; own >= 0; own--)
		for (uint32_t i = 0; i < all && found < n; i++)
			if (of_our_own(run, first + i) == own)
				ret[found++] = first + i;
}

static void find_name(struct screen_run *run, struct arena *a, const char *query, size_t max, struct screen_hits *ret)
{
	struct resolved r;
	*ret = (struct screen_hits){0};
	max = max > BEST_MAX ? BEST_MAX : max;
	resolve(run, query, max, &r);
	ret->items = arena_array(a, struct screen_hit, max);
	ret->cut = r.cut;
	uint32_t shares[BEST_MAX + 1];
	share_places(run->s, &r, max, shares);
	for (size_t i = 0; i < r.n; i++) {
		uint32_t first = 0, all = name_persons(run->s, r.best[i].name, &first), persons[BEST_MAX];
		own_first(run, first, all, shares[i], persons);
		for (uint32_t k = 0; k < shares[i]; k++) {
			struct screen_hit *hit = &ret->items[ret->n++];
			hit_of_person(run->s, a, persons[k], hit);
			hit->score = r.best[i].score;
			if (k) { /* namesakes share the sheet, down to its last line */
				hit->sheet = hit[-1].sheet;
				hit->sheet_n = hit[-1].sheet_n;
			} else {
				search_sheet(&r.readings[r.best[i].reading], a, &r.best[i], hit);
			}
			hit->strength = WEAK; /* it is but a name, however rare */
			if (ret->n > 1 && hit->score > hit[-1].score) { /* nearer in spelling, but fewer bear it, so it comes later */
				hit->score = hit[-1].score;
				sheet_add(a, hit, "", "", 0, "kurang mungkin daripada nama di atasnya, yang dimiliki lebih banyak orang");
			}
		}
	}
}

void screen_name(struct screen_run *run, struct arena *a, const char *query, size_t max, struct screen_hits *ret)
{
	uint32_t damage = index_damage(run->s);
	find_name(run, a, query, max, ret);
	if (index_damage(run->s) != damage)
		*ret = (struct screen_hits){.cut = true};
}
