/* resolve.c -- a written name against the register: who could be meant, and the sum that says so.
 *
 * Four looks, each dearer than the one before, and none taken when the one before was convincing:
 *   the key       one probe finds every name of these sounds, in any order and old or new spelling
 *   the words     names that hold two of the rarest parts, or one that is rare by itself
 *   the typos     the same with parts that are one letter away (two for long ones)
 *   the blanks    parts joined that were parted, and parted that were joined
 * What a look is made of stands in search.c; a display name in the stream is tried more briefly by guess.c.
 */
#include "core/screen/search.h"

#include <stdlib.h>
#include <string.h>

#define IDS_KNOWN 4000	    /* the same when the very name is known already, */
#define ENOUGH 40	    /* and names scored then */
#define ALONE 400	    /* a part that no more names hold is searched by itself */
#define CONVINCING 0.88	    /* above this nobody looks for typing mistakes, */
#define FEW 5		    /* unless fewer than these were found */
#define NEARLY_RIGHT 0.80   /* one mistyped part explains what was written: the others are right */

const char *strength_name(enum strength s)
{
	switch (s) {
	case WEAK: return "weak";
	case FAIR: return "fair";
	case STRONG: return "strong";
	}
	return "";
}

static uint32_t names_of(const struct search *q, uint32_t skeleton) { return skeleton_row(q->s, skeleton)->names; }

/* Every name of these sounds: first, so that no budget loses it. */
static void gather_key(struct search *q)
{
	uint32_t first = 0, n = names_of_key(q->s, search_key(q, SIZE_MAX, 0), &first);
	for (uint32_t i = 0; i < n && i < 256; i++)
		search_add(q, first + i);
}

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

/* An initial where no abbreviation is looked for may still be one: "Budi M." is Muhammad Budi. */
static void gather_initials(struct search *q)
{
	for (size_t i = 0; i < q->n; i++) {
		const struct name_part *p = q->parts[i].part;
		char skeleton[NAME_PART_MAX];
		size_t n;
		const char *full = p->kind == PART_INITIAL ? name_abbreviation(p->s, p->n, &n) : NULL;
		if (!full)
			continue;
		n = name_skeleton(full, n, skeleton);
		uint32_t first = 0, names = names_of_key(q->s, search_key(q, i, text_hash(skeleton, n)), &first);
		for (uint32_t k = 0; k < names && k < 64; k++)
			search_add(q, first + k);
	}
}

/* The near spellings of a part, those that most names hold first: they are likelier meant. */
static void order_variants(const struct search *q, struct query_part *p)
{
	for (size_t v = p->exact_n + 1; v < p->variants_n; v++)
		for (size_t at = v; at > p->exact_n && names_of(q, p->variants[at]) > names_of(q, p->variants[at - 1]); at--) {
			uint32_t swap = p->variants[at];
			p->variants[at] = p->variants[at - 1];
			p->variants[at - 1] = swap;
		}
}

/* One part mistyped, the others right; or a near spelling that few names hold, whatever the others are. @known: the
 * parts that are words of the register, which may be mistyped all the same, or those that are not. */
static void gather_typos(struct search *q, bool known)
{
	q->ids = 0;
	size_t parts[NAME_PARTS_MAX], n = known_parts(q, parts);
	for (size_t i = 0; i < q->n; i++) {
		struct query_part *p = &q->parts[i];
		if ((p->exact_n > 0) != known)
			continue;
		order_variants(q, p);
		for (size_t v = p->exact_n; v < p->variants_n; v++)
			if (names_of(q, p->variants[v]) <= (q->n == 1 ? ALONE : 48))
				search_all(q, p->variants[v]);
			else if (n)
				search_both(q, p->variants[v], q->parts[parts[0] == i && n > 1 ? parts[1] : parts[0]].variants[0]);
	}
}

/* Two short names, both mistyped: the near spellings of one with those of the other. */
static void gather_twice(struct search *q)
{
	for (size_t i = 0; i < q->n; i++)
		for (size_t k = i + 1; k < q->n; k++)
			for (size_t v = q->parts[i].exact_n; v < q->parts[i].variants_n; v++)
				for (size_t w = q->parts[k].exact_n; w < q->parts[k].variants_n; w++)
					search_both(q, q->parts[i].variants[v], q->parts[k].variants[w]);
}

/* ---- A query ---- */

static bool convincing(const struct scored *best, size_t n) { return n && best[0].score >= CONVINCING; }

static size_t look(struct search *q, const struct person_name *name, struct scored *best, size_t n, size_t max)
{
	search_read(q, name);
	search_weigh(q);
	gather_key(q);
	n = search_keep(q, best, n, max);
	bool known = n && best[0].score > 0.999;
	if (known) {
		q->names_max = ENOUGH;
		q->ids_max = IDS_KNOWN;
	}
	gather_initials(q);
	gather_words(q, false);
	n = search_keep(q, best, n, max);
	if (known || (convincing(best, n) && n >= FEW))
		return n;
	search_typos(q, 3);
	gather_typos(q, false);
	n = search_keep(q, best, n, max);
	if (!n || best[0].score < NEARLY_RIGHT) {
		gather_words(q, true);
		gather_typos(q, true);
		n = search_keep(q, best, n, max);
	}
	if (!n || best[0].score < 0.7) {
		q->ids = IDS_MAX / 2; /* a long shot gets half of what the others get */
		gather_twice(q);
		n = search_keep(q, best, n, max);
	}
	return n;
}

#define BEST_MAX 100
struct resolved {
	struct search q, other; /* the query as it is written, and with other blanks */
	struct person_name name, other_name;
	struct scored best[BEST_MAX + 1];
	size_t n;
};

/* The names for @query, best first. */
static void resolve(struct screen_run *run, const char *query, size_t max, struct resolved *ret)
{
	ret->q.s = ret->other.s = run->s;
	ret->q.memory = ret->other.memory = run->search;
	ret->q.cut = ret->other.cut = ret->q.other = false;
	ret->other.other = true;
	ret->n = 0;
	ret->q.text = query;
	ret->other.text = NULL;
	name_read(query, strlen(query), &ret->name);
	if (!ret->name.n || !max || !run->s->head.names)
		return;
	ret->n = look(&ret->q, &ret->name, ret->best, 0, max);
	if (!convincing(ret->best, ret->n) && search_blanks(&ret->q, &ret->name, &ret->other_name))
		ret->n = look(&ret->other, &ret->other_name, ret->best, ret->n, max);
}

/* How many persons of each name are shown: one of each that is nearly as good as the best, so that the bearers of one
 * common name do not push all others out; what room is left goes to further namesakes, best names first. */
#define NEARLY 0.2
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

void screen_name(struct screen_run *run, struct arena *a, const char *query, size_t max, struct screen_hits *ret)
{
	struct resolved r;
	*ret = (struct screen_hits){0};
	max = max > BEST_MAX ? BEST_MAX : max;
	resolve(run, query, max, &r);
	ret->items = arena_array(a, struct screen_hit, max);
	ret->cut = r.n && (r.q.cut || r.other.cut);
	uint32_t shares[BEST_MAX + 1];
	share_places(run->s, &r, max, shares);
	for (size_t i = 0; i < r.n; i++) {
		uint32_t first = 0;
		(void)name_persons(run->s, r.best[i].name, &first);
		for (uint32_t k = 0; k < shares[i]; k++) {
			struct screen_hit *hit = &ret->items[ret->n++];
			hit_of_person(run->s, a, first + k, hit);
			hit->score = r.best[i].score;
			if (k) { /* namesakes share the sheet, down to its last line */
				hit->sheet = hit[-1].sheet;
				hit->sheet_n = hit[-1].sheet_n;
			} else {
				search_sheet(r.best[i].other ? &r.other : &r.q, a, &r.best[i], hit);
			}
			/* How sure is the spelling, not the person: a name alone never rises above WEAK in an alert. */
			hit->strength = hit->score >= 0.95 && hit->namesakes == 1 ? STRONG : hit->score >= 0.8 ? FAIR : WEAK;
		}
	}
}
