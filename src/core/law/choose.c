/* choose.c -- which acts apply to what a person did, and why.
 *
 * The same conduct is ethics before the determination of candidates and discipline from that day on (regulation.md
 * B.2); the day of the event counts, not that of the report, and the day is that of the contest, not of the election.
 * law_act_pick gives one row, for suggestions; law_act_choices gives all of them with their reasons, for people.
 */
#include "core/law/law.h"

#include <string.h>

#define RULE_HEAVIEST "PP94-35-1" /* several breaches: only the heaviest sanction */

static bool is_crime(const struct law_act *act)
{
	return !strcmp(act->kind, "criminal");
}

static int weight(const struct law_act *act)
{
	if (text_starts(act->sanction_max, "dismissal"))
		return 4;
	if (!strcmp(act->level, "severe"))
		return 3;
	if (!strcmp(act->level, "moderate"))
		return 2;
	return !strcmp(act->level, "light") || !strcmp(act->kind, "ethics") ? 1 : 0;
}

static const struct law_act *pick(const struct law *law, const char *conduct, enum subject_class c,
				  struct day event, enum phase phase)
{
	const struct law_act *best = NULL;
	int heaviest = -1;
	if (phase == PHASE_ANY)
		phase = BEFORE_CANDIDACY; /* in doubt the milder row */
	for (size_t i = 0; i < law->acts.n; i++) {
		const struct law_act *act = &law->acts.items[i];
		if (!text_eq(act->conduct, conduct) || !class_in(&act->classes, c) || is_crime(act))
			continue;
		if (!law_in_force(&act->row, event) || (act->phase != PHASE_ANY && act->phase != phase))
			continue;
		if (weight(act) > heaviest) {
			heaviest = weight(act);
			best = act;
		}
	}
	return best;
}

const struct law_act *law_act_pick(const struct law *law, const char *conduct, enum subject_class c,
				   struct day event, struct day determined)
{
	enum phase phase = law_phase(event, determined);
	const struct law_act *act = pick(law, conduct, c, event, phase);
	return act ? act : pick(law, "any", c, event, phase);
}

const struct law_act *law_act_other_phase(const struct law *law, const char *conduct, enum subject_class c, struct day event,
					  const struct law_act *act)
{
	const struct law_act *before = law_act_pick(law, conduct, c, event, day_add(event, 1)); /* determined the day after */
	const struct law_act *after = law_act_pick(law, conduct, c, event, event);
	return act == after ? before : after;
}

static bool of_election(const struct law_act *act, enum procedure p)
{
	return p == PILKADA ? act->pilkada : p == PEMILU ? act->pemilu : true;
}

static bool applies(const struct law_act *act, const struct act_question *q, const char *conduct, enum phase phase)
{
	bool phase_fits = phase == PHASE_ANY || act->phase == PHASE_ANY || act->phase == phase;
	return text_eq(act->conduct, conduct) && class_in(&act->classes, q->class) &&
	       law_in_force(&act->row, q->event) && of_election(act, q->procedure) && phase_fits;
}

/* "Berlaku sebelum penetapan calon." and its English, with what follows from it. */
static void reason(struct arena *a, struct act_choice *c)
{
	static const struct {
		const char *id, *en;
	} phases[] = {
		[PHASE_ANY] = {"Berlaku sebelum maupun sesudah penetapan calon", "Holds before and after the determination of candidates"},
		[BEFORE_CANDIDACY] = {"Berlaku sebelum penetapan calon", "Holds before the determination of candidates"},
		[AFTER_CANDIDACY] = {"Berlaku sejak hari penetapan calon", "Holds from the day of the determination of candidates on"},
	};
	bool any = !strcmp(c->act->conduct, "any");
	const char *id = c->crime ? "; dugaan tindak pidana, dinilai Sentra Gakkumdu" : any ? "; aturan golongan ini untuk setiap perbuatan" : "";
	const char *en = c->crime ? "; a suspected crime, for Gakkumdu to weigh" : any ? "; the rule of this class for whatever is done" : "";
	c->why_id = arena_printf(a, "%s%s (%s).", phases[c->phase].id, id, c->act->row.basis);
	c->why_en = arena_printf(a, "%s%s (%s).", phases[c->phase].en, en, c->act->row.basis);
}

static void phase_words(struct arena *a, const struct act_question *q, struct act_choices *ret)
{
	char event[DAY_TEXT_MAX], day[DAY_TEXT_MAX], event_en[DAY_TEXT_MAX], day_en[DAY_TEXT_MAX];
	if (ret->open) {
		bool when = !day_is_none(q->event);
		ret->phase_id = when ? "Hari penetapan calon untuk pemilihan ini belum diketahui; baris kedua fase ditampilkan."
				     : "Hari peristiwa belum diketahui; baris kedua fase ditampilkan.";
		ret->phase_en = when ? "The day on which candidates of this contest were determined is not known; rows of both phases are shown."
				     : "The day of the event is not known; rows of both phases are shown.";
		return;
	}
	bool before = ret->phase == BEFORE_CANDIDACY;
	day_long(q->event, ID, event);
	day_long(q->determined, ID, day);
	day_long(q->event, EN, event_en);
	day_long(q->determined, EN, day_en);
	ret->phase_id = arena_printf(a, "Peristiwa %s %s penetapan calon (%s).", event, before ? "sebelum" : "pada hari atau sesudah", day);
	ret->phase_en = arena_printf(a, "The event of %s was %s the determination of candidates (%s).", event_en,
				     before ? "before" : "on or after", day_en);
}

static void collect(struct arena *a, const struct law *law, const struct act_question *q, const char *conduct,
		    struct act_choices *ret)
{
	for (size_t i = 0; i < law->acts.n; i++) {
		const struct law_act *act = &law->acts.items[i];
		if (!applies(act, q, conduct, ret->phase))
			continue;
		struct act_choice *c = &ret->items[ret->n++];
		*c = (struct act_choice){.act = act, .phase = act->phase, .crime = is_crime(act)};
		reason(a, c);
	}
}

/* The heaviest that may be punished in a phase; rows of any phase count in both. */
static void mark_heaviest(struct act_choices *all, enum phase phase)
{
	struct act_choice *best = NULL;
	int heaviest = -1;
	for (size_t i = 0; i < all->n; i++) {
		struct act_choice *c = &all->items[i];
		if (c->crime || (c->phase != PHASE_ANY && c->phase != phase))
			continue;
		if (weight(c->act) > heaviest) {
			heaviest = weight(c->act);
			best = c;
		}
	}
	if (best)
		best->heaviest = true;
}

void law_act_choices(struct arena *a, const struct law *law, const struct act_question *q, struct act_choices *ret)
{
	*ret = (struct act_choices){.phase = law_phase(q->event, q->determined)};
	ret->open = ret->phase == PHASE_ANY;
	ret->items = arena_array(a, struct act_choice, law->acts.n);
	collect(a, law, q, q->conduct, ret);
	if (!text_eq(q->conduct, "any"))
		collect(a, law, q, "any", ret);
	if (ret->phase != AFTER_CANDIDACY)
		mark_heaviest(ret, BEFORE_CANDIDACY);
	if (ret->phase != BEFORE_CANDIDACY)
		mark_heaviest(ret, AFTER_CANDIDACY);
	phase_words(a, q, ret);
	const struct law_rule *rule = law_rule_at(law, RULE_HEAVIEST, q->event);
	ret->rule = rule && class_in(&rule->classes, q->class) ? rule : NULL;
}
