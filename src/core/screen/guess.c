/* guess.c -- a display name in the stream of posts: only the key, one typo and initials are tried, because such a name
 * must be nearly right to mean anybody.
 */
#include "core/screen/search.h"

#include <string.h>

/* Names that differ from the query in one letter of one part: each near spelling is tried in its place. The others must
 * be right, so a part that the register does not know is the mistyped one, and two of them mean nobody. */
static void guess_typos(struct search *q)
{
	uint64_t keys[NAME_PARTS_MAX * VARIANTS_MAX];
	size_t n = 0;
	uint32_t strange = 0;
	for (size_t i = 0; i < q->n; i++)
		strange |= (uint32_t)(q->parts[i].own == NONE) << i;
	if (strange & (strange - 1))
		return;
	q->mend = strange ? strange : ~0u;
	search_typos(q, 4);
	for (size_t i = 0; i < q->n; i++) {
		struct query_part *p = &q->parts[i];
		for (size_t v = p->exact_n; v < p->variants_n; v++) {
			keys[n] = search_key_with(q, i, search_share(q, p->variants[v]));
			names_ask(q->s, keys[n++], false);
		}
	}
	for (size_t i = 0; i < n; i++)
		names_ask(q->s, keys[i], true);
	for (size_t i = 0; i < n; i++)
		search_add_key(q, keys[i], OF_A_KEY);
}

/* Some part is an initial: two full parts, or one that few names hold, must lead to the name. */
static void guess_initials(struct search *q)
{
	size_t full[2], n = 0;
	for (size_t i = 0; i < q->n; i++) {
		if (!q->parts[i].exact_n)
			continue;
		size_t at = n < 2 ? n++ : 2;
		while (at > 0 && q->parts[full[at - 1]].names > q->parts[i].names) {
			if (at < 2)
				full[at] = full[at - 1];
			at--;
		}
		if (at < 2)
			full[at] = i;
	}
	if (n && q->parts[full[0]].names <= 64)
		search_all(q, q->parts[full[0]].variants[0]);
	else if (n == 2 && q->parts[full[0]].names <= 4096)
		search_both(q, q->parts[full[0]].variants[0], q->parts[full[1]].variants[0]);
}

/* The names that have just these sounds. What that and the parts need lies all over the file and is asked for in steps. */
static void guess_whole(struct search *q)
{
	uint64_t key = search_key(q);
	names_ask(q->s, key, false);
	search_ask(q, ASK_DIRECTORY);
	names_ask(q->s, key, true);
	search_ask(q, ASK_ROW);
	search_add_key(q, key, OF_A_KEY);
	if (!q->names_n)
		return;
	name_ask(q->s, q->names[0], false);
	persons_ask(q->s, q->names[0], false);
	search_ask(q, ASK_STRING);
	name_ask(q->s, q->names[0], true);
	persons_ask(q->s, q->names[0], true);
}

static size_t guess_look(struct search *q, struct scored *best)
{
	search_weigh(q);
	return search_keep(q, best, 0, 1);
}

static bool has_initial(const struct person_name *name)
{
	for (size_t i = 0; i < name->n; i++)
		if (name->parts[i].kind == PART_INITIAL)
			return true;
	return false;
}

bool name_guess(struct screen_run *run, const char *written, struct name_guess *ret)
{
	struct search q = {.s = run->s, .text = written, .memory = run->search};
	struct person_name name, other;
	struct scored best[2];
	name_read(written, strlen(written), &name);
	if (!name.n || !run->s->head.names)
		return false;
	search_read(&q, &name);
	guess_whole(&q);
	size_t n = q.names_n ? guess_look(&q, best) : 0;
	if (!n && name.n > 1) {
		search_weigh(&q);
		guess_typos(&q);
		if (has_initial(&name))
			guess_initials(&q);
		n = search_keep(&q, best, 0, 1);
	}
	bool split = false;
	if (!n && (split = search_blanks(&q, &name, &other))) {
		search_read(&q, &other);
		q.text = NULL;
		q.other = true;
		guess_whole(&q);
		n = q.names_n ? guess_look(&q, best) : 0;
	}
	if (!n || best[0].score < NAME_FLOOR)
		return false;
	*ret = (struct name_guess){best[0].name, (uint8_t)name.n, split, best[0].score, 0};
	return true;
}

void name_guess_hit(struct screen_run *run, struct arena *a, const char *written, const struct name_guess *guess, struct screen_hit *ret)
{
	struct search q = {.s = run->s, .text = written, .memory = run->search};
	struct person_name name, other;
	uint32_t first = 0;
	name_read(written, strlen(written), &name);
	search_read(&q, &name);
	search_weigh(&q);
	if (guess->split && search_blanks(&q, &name, &other)) {
		search_read(&q, &other);
		q.text = NULL;
		q.other = true;
		search_weigh(&q);
	}
	struct scored found = search_score(&q, guess->name);
	bool known = name_persons(run->s, guess->name, &first) > 0;
	hit_of_bearer(run->s, a, known ? first : UINT32_MAX, guess->name, guess->namesakes, ret);
	ret->score = found.score;
	search_sheet(&q, a, &found, ret);
}
