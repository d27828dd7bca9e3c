/* agree.c -- what speaks for one bearer of a name and not for another, and how sure that makes us.
 *
 * Most people share their name, so a name alone is WEAK, however rare and however well spelt. What may agree beside it
 * is counted by kind, each kind once:
 *   place of work   the agency or the unit stands in what was written, or in how the writer calls himself
 *   role            the position does
 *   district        the post's region and that of the work are the same regency or city (a province says too little)
 *   colleagues      an account known to be somebody's of the same agency takes part: author, answered, mentioned, reacting
 * Of all who bear the name the one with whom most agrees is meant; if that is true of two, it tells them apart as little
 * as the name did, and the hint stays WEAK.
 *   two kinds, or one for the only bearer of the very name   FAIR
 *   three kinds for the very name                            STRONG
 * Only what the actor wrote himself counts: who likes a post has not written its words.
 */
#include "core/screen/screen_internal.h"

#include <string.h>

#define VERY_NAME 0.95  /* score from which the name is as good as written out */
#define MOST 0.95       /* of the name's score: less than a proven account has */
#define OTHERS_MAX 16   /* accounts of a post that are looked up */
#define REGENCY 5       /* bytes of "99.01" */

/* ---- Kinds of agreement ---- */

enum kind { AT_WORK = 1, IN_ROLE = 2, IN_DISTRICT = 4, AMONG_COLLEAGUES = 8 };

struct around { /* what is known beside the name */
	const char *region;
	const struct text *said;          /* NULL: nothing */
	uint64_t words[4];                /* a bit for each word of it, by hash: most that is asked for is not there */
	const char *agencies[OTHERS_MAX]; /* of the others who take part */
	size_t agencies_n;
};

static void bit_of(uint64_t hash, uint64_t **word, uint64_t *bit)
{
	*word += hash >> 6 & 3;
	*bit = (uint64_t)1 << (hash & 63);
}

static void hear(struct around *x, const struct text *said)
{
	x->said = said;
	for (size_t i = 0; i < said->n; i++) {
		uint64_t *word = x->words, bit;
		bit_of(said->items[i].hash, &word, &bit);
		*word |= bit;
	}
}

/* False when the first longer word of @words, plain letters as it mostly is, was surely not said. */
static bool may_be_said(const struct around *x, const char *words)
{
	char lower[TOKEN_MAX];
	size_t n = 0;
	for (; *words && n < sizeof lower; words++) {
		char c = (char)(*words | 0x20);
		bool letter = c >= 'a' && c <= 'z';
		if ((unsigned char)*words >= 0x80 || (n >= 2 && letter && lower[n - 1] == c && lower[n - 2] == c))
			return true; /* these are read with care */
		if (letter)
			lower[n++] = c;
		else if (*words == ' ' && n >= 4)
			break;
		else if (*words == ' ')
			n = 0;
		else
			return true;
	}
	uint64_t *word = (uint64_t *)x->words, bit;
	bit_of(text_hash(lower, n), &word, &bit);
	return n < 4 || *word & bit;
}

/* Are all the longer words of @words among what was said? */
static bool was_said(struct screen_run *run, const struct around *x, const char *words)
{
	struct text *w = &run->tag;
	size_t wanted = 0;
	if (!words[0] || !x->said || !may_be_said(x, words))
		return false;
	text_read(w, words, strlen(words));
	for (size_t i = 0; i < w->n; i++) {
		bool found = false;
		if (w->items[i].kind == TOKEN_MARK || w->items[i].n < 4)
			continue;
		wanted++;
		for (size_t k = 0; k < x->said->n && !found; k++)
			found = x->said->items[k].hash == w->items[i].hash;
		if (!found)
			return false;
	}
	return wanted > 0;
}

/* "99.01" and "99.01.05" are in one regency; "99" and "99.01" only in one province, and "9" is nothing. */
bool same_district(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);
	const char *longer = n > m ? a : b;
	n = n < m ? n : m;
	if (strncmp(a, b, n))
		return false;
	return !longer[n] ? strchr(a, '.') || n >= REGENCY - 1 : n >= REGENCY && longer[n] == '.';
}

static unsigned kinds_of(struct screen_run *run, const struct around *x, const struct screen_hit *hit)
{
	unsigned ret = x->region[0] && hit->region[0] && same_district(x->region, hit->region) ? IN_DISTRICT : 0;
	if (was_said(run, x, hit->agency) || was_said(run, x, hit->unit))
		ret |= AT_WORK;
	if (was_said(run, x, hit->position))
		ret |= IN_ROLE;
	for (size_t i = 0; i < x->agencies_n && hit->agency[0]; i++)
		if (!strcmp(x->agencies[i], hit->agency))
			ret |= AMONG_COLLEAGUES;
	return ret;
}

/* ---- Whom it fits best ---- */

struct best {
	uint32_t person;
	unsigned kinds;
	size_t n; /* how many it fits as well */
};

/* Of the bearers of @name the one with whom most agrees; the first of equals. */
static void find_best(struct screen_run *run, const struct around *x, uint32_t name, struct best *ret)
{
	uint32_t persons[NAMESAKES_MAX];
	size_t n = name_bearers(run->s, name, persons, NAMESAKES_MAX);
	*ret = (struct best){0};
	for (size_t i = 0; i < n; i++) {
		struct screen_hit hit;
		places_of_person(run->s, persons[i], &hit);
		unsigned kinds = kinds_of(run, x, &hit);
		int more = __builtin_popcount(kinds) - __builtin_popcount(ret->kinds);
		if (!i || more > 0)
			*ret = (struct best){persons[i], kinds, 1};
		else
			ret->n += more == 0;
	}
}

static enum strength strength_of(const struct best *best, const struct screen_hit *hit)
{
	int n = __builtin_popcount(best->kinds);
	bool very = hit->score >= VERY_NAME;
	if (best->n != 1)
		return WEAK;
	return n >= 3 && very ? STRONG : n >= 2 || (n == 1 && very && hit->namesakes == 1) ? FAIR : WEAK;
}

/* ---- Saying so ---- */

void sheet_add(struct arena *a, struct screen_hit *hit, const char *part, const char *with, double points, const char *why)
{
	struct sheet_line *bigger = arena_array(a, struct sheet_line, hit->sheet_n + 1);
	if (hit->sheet_n)
		memcpy(bigger, hit->sheet, hit->sheet_n * sizeof *bigger);
	hit->sheet = bigger;
	hit->sheet[hit->sheet_n++] = (struct sheet_line){part, with, points, why};
}

static void say(struct arena *a, const struct around *x, const struct best *best, struct screen_hit *hit)
{
	if (best->kinds & IN_DISTRICT)
		sheet_add(a, hit, x->region, hit->region, 1.0, "wilayah kiriman dan wilayah kerja sama");
	if (best->kinds & AT_WORK)
		sheet_add(a, hit, "", hit->agency[0] ? hit->agency : hit->unit, 1.5, "instansi atau unit kerja disebut");
	if (best->kinds & IN_ROLE)
		sheet_add(a, hit, "", hit->position, 1.5, "jabatan disebut");
	if (best->kinds & AMONG_COLLEAGUES)
		sheet_add(a, hit, "", hit->agency, 1.0, "akun rekan seinstansi ikut dalam percakapan ini");
	if (hit->namesakes == 1)
		sheet_add(a, hit, "", "", 0.5, "hanya satu orang bernama ini di registri");
	else if (best->kinds && best->n == 1)
		sheet_add(a, hit, "", "", 0.5, arena_printf(a, "dari %zu orang bernama ini, dengan yang ini paling banyak yang cocok", hit->namesakes));
	else if (best->kinds)
		sheet_add(a, hit, "", "", 0, arena_printf(a, "cocok juga dengan %zu orang lain bernama ini", best->n - 1));
}

/* @person in the place of the one that the name gave, with the sheet of the name. */
static void become(const struct screen *s, struct arena *a, uint32_t person, struct screen_hit *hit)
{
	struct screen_hit was = *hit;
	hit_of_person(s, a, person, hit);
	hit->namesakes = was.namesakes;
	hit->score = was.score;
	hit->sheet = was.sheet;
	hit->sheet_n = was.sheet_n;
}

/* ---- In a post ---- */

static void other_account(const struct screen_run *run, const char *platform, const char *handle, const char *own, struct around *x)
{
	struct ix_account account;
	struct screen_hit hit;
	if (!handle[0] || x->agencies_n == OTHERS_MAX || !strcmp(handle, own) || !account_find(run->s, platform, handle, &account))
		return;
	places_of_person(run->s, account.person, &hit);
	if (hit.agency[0])
		x->agencies[x->agencies_n++] = hit.agency;
}

/* Whose accounts take part beside @author's. */
static void other_accounts(const struct screen_run *run, const struct post *p, const struct post_author *author, struct around *x)
{
	if (!run->s->head.accounts)
		return;
	other_account(run, p->platform, p->author.handle, author->handle, x);
	other_account(run, p->platform, p->target_author.handle, author->handle, x);
	for (size_t i = 0; i < p->mentions.n && i < OTHERS_MAX; i++)
		other_account(run, p->platform, p->mentions.items[i], author->handle, x);
	for (size_t i = 0; author == &p->author && i < p->reactions.n && i < OTHERS_MAX; i++)
		other_account(run, p->platform, p->reactions.items[i].author.handle, author->handle, x);
}

enum strength agree_in_post(struct screen_run *run, struct arena *a, const struct post *p, const struct post_author *author, const char *text, uint32_t name,
			    struct screen_hit *hit)
{
	struct around x = {.region = p->region[0] || !run->options.region ? p->region : run->options.region};
	struct best best;
	const char *said = arena_join(a, author->name, " ", author->handle, " ", text, NULL);
	text_read(&run->other, said, strlen(said));
	hear(&x, &run->other);
	other_accounts(run, p, author, &x);
	find_best(run, &x, name, &best);
	if (!best.n)
		return WEAK;
	if (best.kinds && hit->namesakes > 1)
		become(run->s, a, best.person, hit);
	say(a, &x, &best, hit);
	hit->strength = strength_of(&best, hit);
	int agree = __builtin_popcount(best.kinds) + (hit->namesakes == 1);
	double share = 0.45 + 0.12 * agree;
	hit->score *= (share < MOST ? share : MOST) / (hit->namesakes > 5 && best.n > 1 ? 1.5 : 1);
	return hit->strength;
}
