/* quiz.c -- questions of an event, drawn for its groups; what was right, and the sums of it. */
#include "desk/outreach/event.h"

#include <string.h>

/* Which group a question speaks to. */
static bool speaks_to(const struct law_question *q, const char *group)
{
	enum subject_class c = q->class;
	if (text_eq(group, "asn"))
		return class_is_asn(c) || c == PEJABAT_ASN;
	if (text_eq(group, "thl"))
		return c == THL || c == HONORER || c == NON_ASN;
	if (text_eq(group, "village_head"))
		return c == KEPALA_DESA;
	if (text_eq(group, "village_official"))
		return c == PERANGKAT_DESA;
	return text_eq(group, "bpd") ? c == BPD : true;
}

/* A small generator whose draws anybody can repeat (splitmix64). */
static uint64_t roll(uint64_t *seed)
{
	uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* One that is not drawn yet and speaks to @group; law->questions.n when there is none left. */
static size_t draw_one(const struct law *law, const char *group, const bool *drawn, uint64_t *seed)
{
	size_t n = law->questions.n, from = n ? (size_t)(roll(seed) % n) : 0;
	for (size_t i = 0; i < n; i++) {
		size_t at = (from + i) % n;
		if (!drawn[at] && speaks_to(&law->questions.items[at], group))
			return at;
	}
	return n;
}

const char *event_questions_draw(struct arena *a, const struct law *law, const struct event_new *as, uint64_t seed)
{
	bool *drawn = arena_array(a, bool, law->questions.n + 1);
	scoped(buf_free) struct buf b = {0};
	size_t turn = 0;
	for (int64_t n = 0; n < as->questions && n < (int64_t)law->questions.n; n++) {
		size_t at = draw_one(law, as->groups[turn++ % as->n_groups].code, drawn, &seed);
		if (at == law->questions.n) /* that group's are used up */
			at = draw_one(law, "other", drawn, &seed);
		drawn[at] = true;
		buf_printf(&b, "%s%s", n ? " " : "", law->questions.items[at].code);
	}
	return buf_arena(a, &b);
}

static const struct law_question *question_named(const struct law *law, struct str code)
{
	for (size_t i = 0; i < law->questions.n; i++)
		if (str_is(code, law->questions.items[i].code))
			return &law->questions.items[i];
	return NULL;
}

void event_questions_of(struct arena *a, const struct law *law, const char *codes, struct event_questions *ret)
{
	struct str rest = str_of(codes), code;
	*ret = (struct event_questions){0};
	while (str_split(&rest, ' ', &code)) {
		const struct law_question *q = question_named(law, code);
		if (q)
			ARENA_PUSH(a, ret, ((struct event_question){q, law_act(law, q->act)}));
	}
}

const char *event_quiz_part(const struct outreach_get_row *event, struct instant now)
{
	struct instant after = instant_is_none(event->after_at) || event->after_at.us > event->ends_at.us ? event->ends_at : event->after_at;
	if (now.us < event->starts_at.us - EVENT_EARLY_US || now.us > event->ends_at.us + EVENT_AFTER_DAYS * DAY_US)
		return "";
	return now.us < after.us ? "before" : "after";
}

enum status event_answer(struct tx *tx, const struct desk *d, int64_t entry, const char *part, const struct event_questions *asked,
			 const char *const *answers, int64_t *ret_score, struct err *e)
{
	int64_t added;
	*ret_score = 0;
	for (size_t i = 0; i < asked->n; i++)
		*ret_score += text_eq(answers[i], verdict_code(asked->items[i].row->verdict));
	TRY(outreach_score_add(tx, id_new(d->now), entry, part, *ret_score, (int64_t)asked->n, d->now, &added, e));
	return added ? OK : FAIL_FIELD(e, CONFLICT, "part", "that part was answered already");
}

static void part_add(struct event_part_sum *s, int64_t score, int64_t asked)
{
	int64_t fifth = asked > 0 ? (score * EVENT_BANDS + asked - 1) / asked : 0, band = fifth ? fifth - 1 : 0; /* up to a fifth right: the first */
	s->bands[band < EVENT_BANDS ? band : EVENT_BANDS - 1]++;
	s->n++, s->score += score, s->asked += asked;
}

static struct event_group_sum *group_sum(struct arena *a, struct event_scores *s, const char *code)
{
	for (size_t i = 0; i < s->groups.n; i++)
		if (text_eq(s->groups.items[i].group->code, code))
			return &s->groups.items[i];
	const struct event_group *group = event_group_of(code);
	ARENA_PUSH(a, &s->groups, ((struct event_group_sum){.group = group ? group : event_group_of("other")}));
	return &s->groups.items[s->groups.n - 1];
}

struct hiding { /* a group, and whether its share of this part stays hidden */
	int64_t n;
	bool *hidden;
};

/* Hidden groups together must be at least EVENT_SMALL people and two groups, else the whole less the others would tell of them: the
 * next larger ones are hidden too. */
static void hide_few(struct hiding *g, size_t n)
{
	int64_t people = 0;
	size_t groups = 0;
	for (size_t i = 0; i < n; i++)
		if (g[i].n < EVENT_SMALL)
			*g[i].hidden = true, people += g[i].n, groups += g[i].n > 0;
	while (people && (people < EVENT_SMALL || groups < 2)) {
		struct hiding *least = NULL;
		for (size_t i = 0; i < n; i++)
			if (!*g[i].hidden && (!least || g[i].n < least->n))
				least = &g[i];
		if (!least)
			return;
		*least->hidden = true, people += least->n, groups++;
	}
}

static void hide_parts(struct arena *a, struct event_scores *s)
{
	struct hiding *g = arena_array(a, struct hiding, s->groups.n + 1);
	for (size_t i = 0; i < s->groups.n; i++)
		g[i] = (struct hiding){s->groups.items[i].before.n, &s->groups.items[i].hide_before};
	hide_few(g, s->groups.n);
	for (size_t i = 0; i < s->groups.n; i++)
		g[i] = (struct hiding){s->groups.items[i].after.n, &s->groups.items[i].hide_after};
	hide_few(g, s->groups.n);
}

enum status event_scores_of(struct tx *tx, int64_t event, struct event_scores *ret, struct err *e)
{
	struct outreach_scores_rows rows;
	*ret = (struct event_scores){0};
	TRY(outreach_scores(tx, event, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct outreach_scores_row *r = &rows.items[i];
		bool after = text_eq(r->part, "after");
		struct event_group_sum *group = group_sum(tx->arena, ret, r->grp);
		part_add(after ? &ret->after : &ret->before, r->score, r->asked);
		part_add(after ? &group->after : &group->before, r->score, r->asked);
	}
	hide_parts(tx->arena, ret);
	return OK;
}
