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
	float surplus; /* what the token costs when the query does not mention it */
};
struct name_search { /* one thread's memory between queries */
	uint32_t stamp; /* of the query: rows of @fits with another one are stale */
	uint32_t names[CANDIDATES_MAX];
	struct names_list few, many;
	struct fits fits[1u << FITS_BITS];
};

struct name_search *name_search_new(const struct screen *s)
{
	struct name_search *m = s ? calloc(1, sizeof *m) : NULL;
	if (s && !m)
		abort();
	return m;
}

static double rarity(const struct screen *s, uint32_t persons)
{
	double w = s->log_persons - log2((double)persons + 1) + 1;
	return w < 0.5 ? 0.5 : w;
}

/* ---- Reading the query ---- */

uint64_t search_key(const struct search *q, size_t other, uint64_t other_hash)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < q->n; i++)
		sum += key_share(i == other ? other_hash : q->parts[i].hash);
	return key_done(sum, q->n);
}

/* The parts and their sounds; nothing is looked up yet. */
void search_read(struct search *q, const struct person_name *name)
{
	q->n = name->n;
	q->ids = 0;
	q->ids_max = IDS_MAX;
	q->names_n = 0;
	q->names = q->memory->names;
	q->names_max = CANDIDATES_MAX;
	for (size_t i = 0; i < name->n; i++) {
		struct query_part *p = &q->parts[i];
		p->part = &name->parts[i];
		p->skeleton_n = name_skeleton(p->part->s, p->part->n, p->skeleton);
		p->hash = text_hash(p->skeleton, p->skeleton_n);
		p->letters = name_letters(p->skeleton, p->skeleton_n);
		p->own = NONE;
		p->variants_n = p->exact_n = 0;
	}
	if (!++q->memory->stamp) { /* once in four thousand million queries the count starts anew */
		memset(q->memory->fits, 0, sizeof q->memory->fits);
		q->memory->stamp = 1;
	}
}

/* What the register knows of each part: needed before anything can be scored. */
void search_weigh(struct search *q)
{
	for (size_t i = 0; i < q->n; i++) {
		struct query_part *p = &q->parts[i];
		bool initial = p->part->kind == PART_INITIAL;
		uint32_t same = skeleton_find(q->s, p->skeleton, p->skeleton_n);
		const struct ix_skeleton *k = same ? skeleton_row(q->s, same - 1) : NULL;
		p->names = k ? k->names : 0;
		p->weight = initial ? 1.0 : rarity(q->s, k ? k->persons : 0);
		p->own = same ? same - 1 : NONE;
		p->variants_n = p->exact_n = same && !initial;
		p->variants[0] = same - 1;
	}
}

#define HASHES_MAX (NAME_PARTS_MAX * (NAME_PART_MAX + 1))
#define NEAR_MAX 1024 /* skeletons looked at for the typos of one query */

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

/* One edit changes two letters of the set and one of the length at most. */
static bool far_apart(const struct query_part *p, const struct ix_skeleton *k, int most)
{
	uint32_t other = k->letters ^ p->letters;
	for (int i = 0; i < 2 * most; i++)
		other &= other - 1;
	return other || k->length > p->skeleton_n + (size_t)most || k->length + (size_t)most < p->skeleton_n;
}

static void near_skeleton(struct search *q, struct query_part *p, uint32_t id)
{
	int most = p->skeleton_n >= 7 ? 2 : 1;
	for (size_t k = 0; k < p->variants_n; k++)
		if (p->variants[k] == id)
			return;
	const struct ix_skeleton *k = skeleton_row(q->s, id);
	if (p->variants_n < VARIANTS_MAX && !far_apart(p, k, most) &&
	    name_edits(ix_string(q->s, k->string), k->length, p->skeleton, p->skeleton_n, most) <= most)
		p->variants[p->variants_n++] = id;
}

/* Skeletons within one deletion on either side, which covers insert, delete, replace and swap; for all parts at once.
 * Directory, list, row and string each lie elsewhere in memory: each step asks for all of the next before it goes on. */
void search_typos(struct search *q, size_t shortest)
{
	struct { uint32_t part, id; } near[NEAR_MAX];
	struct ids lists[HASHES_MAX];
	uint64_t hashes[HASHES_MAX];
	size_t ends[NAME_PARTS_MAX], n = 0, near_n = 0;
	for (size_t i = 0; i < q->n; i++) {
		struct query_part *p = &q->parts[i];
		if (p->skeleton_n >= shortest && p->part->kind != PART_INITIAL)
			n += deletions_of(p, hashes + n);
		ends[i] = n;
	}
	for (size_t i = 0; i < n; i++)
		deletes_ask(q->s, hashes[i]);
	for (size_t i = 0; i < n; i++) {
		lists[i] = deletes_of(q->s, hashes[i]);
		__builtin_prefetch(lists[i].items);
	}
	for (size_t i = 0, part = 0; i < n; i++) {
		while (i >= ends[part])
			part++;
		for (size_t k = 0; k < lists[i].n && near_n < NEAR_MAX; k++)
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

/* How well one query part fits one token of the register, 0..1, and why. Strings are fetched for the near ones alone. */
static double part_fit(const struct search *q, const struct query_part *p, const struct ix_token *t, const char **ret_why)
{
	char room[NAME_PART_MAX];
	size_t n;
	uint32_t skeleton = t->skeleton & SKELETON_ID;
	if (skeleton == p->own && t->persons) {
		const char *s = token_folded(q->s, t, room, &n);
		bool same = n == p->part->n && !memcmp(s, p->part->s, n);
		*ret_why = !same ? "ejaan lain" : p->part->kind == PART_ABBREVIATION ? "singkatan ditulis lengkap" : "sama";
		return same ? 1 : SAME_SOUND + commonness(q, t->persons);
	}
	if (p->part->n == 1 || (t->skeleton & SKELETON_SINGLE)) {
		*ret_why = "inisial";
		return (t->skeleton >> SKELETON_FIRST & 31) == (uint32_t)(p->part->s[0] - 'a' + 1) ? INITIAL_FITS : 0;
	}
	const struct ix_skeleton *k = skeleton_row(q->s, skeleton);
	int most = p->skeleton_n >= 7 ? 2 : 1;
	if (p->skeleton_n < 3 || far_apart(p, k, 2))
		return 0;
	int edits = name_edits(ix_string(q->s, k->string), k->length, p->skeleton, p->skeleton_n, most);
	if (edits > 1) {
		const char *s = token_folded(q->s, t, room, &n);
		if (name_edits(s, n, p->part->s, p->part->n, 1) == 1)
			edits = 1;
	}
	*ret_why = edits == 1 ? "satu huruf berbeda" : "dua huruf berbeda";
	double common = commonness(q, t->persons);
	return edits <= 1 ? ONE_EDIT + common : edits <= most ? TWO_EDITS + common : 0;
}

static const struct fits *fits_of(const struct search *q, uint32_t token)
{
	struct fits *f = &q->memory->fits[token & ((1u << FITS_BITS) - 1)];
	const char *why;
	if (f->stamp == q->memory->stamp && f->token == token)
		return f;
	struct ix_token t = token_row(q->s, token);
	f->stamp = q->memory->stamp;
	f->token = token;
	for (size_t i = 0; i < q->n; i++)
		f->fit[i] = (float)part_fit(q, &q->parts[i], &t, &why);
	f->surplus = (float)(SURPLUS * rarity(q->s, t.persons));
	return f;
}

struct scored search_score(const struct search *q, uint32_t name)
{
	struct scored ret = {.name = name};
	uint32_t tokens[NAME_PARTS_MAX];
	size_t n = name_tokens(q->s, name, tokens);
	double got = 0, want = 0, surplus = 0;
	bool used[NAME_PARTS_MAX] = {0}, swapped = false;
	struct fits fits[NAME_PARTS_MAX]; /* copies: two tokens may share a slot */
	int last = -1;
	for (size_t k = 0; k < n; k++)
		fits[k] = *fits_of(q, tokens[k]);
	for (size_t i = 0; i < q->n; i++) {
		float best = 0;
		ret.with[i] = -1;
		for (size_t k = 0; k < n; k++) {
			float fit = used[k] ? 0 : fits[k].fit[i];
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
		got += (double)best * q->parts[i].weight;
		want += q->parts[i].weight;
	}
	for (size_t k = 0; k < n; k++)
		if (!used[k])
			surplus += (double)fits[k].surplus;
	ret.score = want + surplus > 0 ? got / (want + surplus) * (swapped ? OTHER_ORDER : 1) : 0;
	ret.other = q->other;
	if (q->other)
		ret.score *= OTHER_BLANKS;
	return ret;
}

/* Among names of equal score the one that is spelled as the query comes first. */
static uint8_t written_alike(const struct search *q, const struct scored *x)
{
	uint32_t tokens[NAME_PARTS_MAX];
	size_t n = name_tokens(q->s, x->name, tokens);
	uint8_t ret = 0;
	for (size_t i = 0; i < q->n; i++) {
		if (x->with[i] < 0 || (size_t)x->with[i] >= n)
			continue;
		struct ix_token t = token_row(q->s, tokens[(uint8_t)x->with[i]]);
		const struct name_part *p = q->parts[i].part;
		ret = (uint8_t)(ret + !strncasecmp(ix_string(q->s, t.string), q->text + p->at, (size_t)(p->end - p->at)));
	}
	return ret;
}

static bool better(const struct scored *x, const struct scored *y)
{
	if (x->rank != y->rank)
		return x->rank > y->rank;
	return x->written != y->written ? x->written > y->written : x->name < y->name;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

/* Scores the candidates and keeps the @max best of them and of the @n there are. Names are far apart in memory: their
 * places, then their tokens, are asked for before they are needed. */
size_t search_keep(struct search *q, struct scored *best, size_t n, size_t max)
{
	qsort(q->names, q->names_n, sizeof *q->names, by_number);
	for (size_t i = 0; i < q->names_n; i++) {
		if (i + 16 < q->names_n)
			name_ask(q->s, q->names[i + 16], false);
		if (i + 8 < q->names_n)
			name_ask(q->s, q->names[i + 8], true);
		if (i && q->names[i] == q->names[i - 1])
			continue;
		bool known = false;
		for (size_t k = 0; k < n; k++)
			known |= best[k].name == q->names[i];
		if (known)
			continue;
		struct scored now = search_score(q, q->names[i]);
		size_t at = n;
		if (now.score < 0.3 || (n == max && now.score + COMMON < best[n - 1].rank))
			continue;
		uint32_t first;
		now.written = q->text ? written_alike(q, &now) : 0;
		now.rank = now.score + (now.score < 0.9999 ? commonness(q, name_persons(q->s, now.name, &first)) : COMMON);
		while (at > 0 && better(&now, &best[at - 1]))
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

void search_sheet(const struct search *q, struct arena *a, const struct scored *found, struct screen_hit *hit)
{
	uint32_t tokens[NAME_PARTS_MAX];
	size_t n = name_tokens(q->s, found->name, tokens), persons = q->s->head.persons;
	hit->sheet = arena_array(a, struct sheet_line, q->n + n + 2);
	bool used[NAME_PARTS_MAX] = {0};
	for (size_t i = 0; i < q->n; i++) {
		const char *part = arena_strndup(a, q->parts[i].part->s, q->parts[i].part->n), *why = "tidak ada di registri", *with = "";
		double fit = 0;
		if (found->with[i] >= 0 && (size_t)found->with[i] < n) {
			struct ix_token t = token_row(q->s, tokens[(uint8_t)found->with[i]]);
			char room[NAME_PART_MAX];
			size_t length;
			used[(uint8_t)found->with[i]] = true;
			with = token_folded(q->s, &t, room, &length);
			with = arena_strndup(a, with, length);
			fit = part_fit(q, &q->parts[i], &t, &why);
			why = arena_printf(a, "%s; dimiliki %u dari %zu orang", why, t.persons, persons);
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
	hit->sheet[hit->sheet_n++] = (struct sheet_line){"", "", 0, arena_printf(a, "%zu orang bernama persis sama di registri", hit->namesakes)};
}

/* ---- Blanks in the wrong place ---- */

static bool is_word(const struct search *q, const char *s, size_t n)
{
	char skeleton[NAME_PART_MAX];
	return n > 1 && n < NAME_PART_MAX && skeleton_find(q->s, skeleton, name_skeleton(s, n, skeleton));
}

static void set_part(struct name_part *p, const char *s, size_t n)
{
	memcpy(p->s, s, n);
	p->n = (uint8_t)n;
	p->kind = PART_FULL;
}

/* Cuts @s into two words of the register, at most @drop letters lost between them; as parts i and i + 1 of @made. */
static bool cut_word(const struct search *q, const char *s, size_t n, size_t drop, struct person_name *made, size_t i)
{
	for (size_t lost = 0; lost <= drop; lost++)
		for (size_t cut = 3; cut + lost + 3 <= n; cut++)
			if (is_word(q, s, cut) && is_word(q, s + cut + lost, n - cut - lost)) {
				set_part(&made->parts[i], s, cut);
				set_part(&made->parts[i + 1], s + cut + lost, n - cut - lost);
				return true;
			}
	return false;
}

/* "Nurhidayati" and "Nur Hidayati", "Bud Isantoso": neighbours joined, or one part cut in two words of the register. */
bool search_blanks(const struct search *q, const struct person_name *name, struct person_name *made)
{
	char both[2 * NAME_PART_MAX];
	for (size_t i = 0; i + 1 < name->n; i++) {
		const struct name_part *x = &name->parts[i], *y = &name->parts[i + 1];
		size_t n = (size_t)x->n + y->n;
		*made = *name;
		memcpy(both, x->s, x->n);
		memcpy(both + x->n, y->s, y->n);
		if (is_word(q, both, n)) {
			set_part(&made->parts[i], both, n);
			memmove(made->parts + i + 1, made->parts + i + 2, (made->n - i - 2) * sizeof *made->parts);
			made->n--;
			return true;
		}
		bool strange = !is_word(q, x->s, x->n) || !is_word(q, y->s, y->n);
		if (strange && n < NAME_PART_MAX && cut_word(q, both, n, 0, made, i))
			return true;
	}
	for (size_t i = 0; i < name->n && name->n < NAME_PARTS_MAX; i++) {
		const struct name_part *x = &name->parts[i];
		if (x->n < 6 || is_word(q, x->s, x->n))
			continue;
		*made = *name;
		memmove(made->parts + i + 2, made->parts + i + 1, (made->n - i - 1) * sizeof *made->parts);
		memcpy(both, x->s, x->n);
		if (cut_word(q, both, x->n, 1, made, i)) {
			made->n++;
			return true;
		}
	}
	return false;
}
