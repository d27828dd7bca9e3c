/* answer.c -- a question is answered, with its rule and the date: to its asker, or to everybody; and looked at again. */
#include "desk/advice/advice_internal.h"

#include "desk/access/access.h"

#include <string.h>

/* What of a rule an answer rests on: change any of it and the answer wants another look. */
static const char *rule_hash(struct arena *a, const struct law_act *act)
{
	if (!act)
		return "";
	const char *text = arena_printf(a, "%s|%s|%s|%s|%s|%s|%s|%s", act->code, act->title_id, act->description_id, act->row.basis,
					phase_code(act->phase), act->level, act->sanction_min, act->sanction_max);
	return hash_hex(a, hash_of(text, strlen(text)));
}

static const struct law_act *act_now(const struct desk *d, const char *code)
{
	return text_blank(code) ? NULL : law_act_at(desk_law(d), code, day_of_instant(d->now, d->office->zone));
}

enum advice_fresh advice_fresh(const struct desk *d, const char *act, const char *pack, const char *hash)
{
	if (!text_blank(act) && !text_eq(rule_hash(d->arena, act_now(d, act)), hash))
		return ADVICE_CHANGED;
	return text_eq(hash_hex(d->arena, desk_law(d)->hash), pack) ? ADVICE_FRESH : ADVICE_PACK;
}

static enum status text_check(const char *s, const char *field, size_t max, struct err *e)
{
	if (text_blank(s))
		return FAIL_FIELD(e, INVALID, field, "this is needed");
	if (strlen(s) > max || !text_valid(s, strlen(s)))
		return FAIL_FIELD(e, INVALID, field, "at most %zu bytes, without control characters", max);
	return OK;
}

/* An answer, its rule found in the law of today. */
struct given {
	const struct advice_reply *as;
	const struct law_act *act;
	const char *basis, *pack, *hash;
};

static enum status given_make(const struct desk *d, const struct advice_reply *as, struct given *ret, struct err *e)
{
	TRY(text_check(as->reply, "reply", ADVICE_REPLY_MAX, e));
	*ret = (struct given){.as = as, .act = act_now(d, as->act)};
	if (!text_blank(as->act) && !ret->act)
		return FAIL_FIELD(e, INVALID, "act", "the law of today has no such rule");
	if (!ret->act)
		TRY(text_check(as->basis, "basis", ADVICE_BASIS_MAX, e));
	ret->basis = ret->act ? ret->act->row.basis : as->basis;
	ret->pack = hash_hex(d->arena, desk_law(d)->hash);
	ret->hash = rule_hash(d->arena, ret->act);
	return OK;
}

static enum status open_check(const struct given *g, struct err *e)
{
	TRY(text_check(g->as->question, "question", ADVICE_TEXT_MAX, e));
	if (text_tells(g->as->question))
		return FAIL_FIELD(e, INVALID, "question", "a number or address that could name somebody stands in it");
	if (text_tells(g->as->reply))
		return FAIL_FIELD(e, INVALID, "reply", "a number or address that could name somebody stands in it");
	return OK;
}

static enum status edition_add(struct tx *tx, const struct desk *d, const struct given *g, int64_t answer, int64_t number, int64_t id,
			       struct err *e)
{
	const struct advice_reply *as = g->as;
	TRY(advice_edition_add(tx, id, answer, number, as->question, as->reply, g->act ? g->act->code : "",
			       g->act ? g->act->title_id : "", g->basis, phase_code(as->phase), g->pack, g->hash, d->now, d->user,
			       as->reason ? as->reason : "", e));
	return words_put(tx, d, answer, arena_printf(d->arena, "%s %s", as->question, g->act ? g->act->title_id : ""), e);
}

/* The words under which this desk's own trace stands: that something was done, never what was asked. */
static enum status done(struct tx *tx, const struct desk *d, const char *what, int64_t answer, const char *why, struct err *e)
{
	return access_note(tx, d, what, answer ? "advice_answer" : "office", answer ? answer : d->office->id, why ? why : "", e);
}

static struct instant keep_until(const struct desk *d)
{
	return (struct instant){d->now.us + settings_int(d->office->settings, "advice.keep_days") * DAY_US};
}

static enum status one_changed(int64_t changed, struct err *e)
{
	return changed == 1 ? OK : FAIL(e, CONFLICT, "somebody else answered or changed it meanwhile");
}

enum status advice_answer_privately(struct tx *tx, const struct desk *d, int64_t question, int64_t version, const struct advice_reply *as,
				    struct err *e)
{
	struct given g;
	int64_t changed;
	TRY(given_make(d, as, &g, e));
	TRY(advice_question_private(tx, question, version, as->reply, g.act ? g.act->code : "", g.basis, phase_code(as->phase), d->now,
				    keep_until(d), &changed, e));
	TRY(one_changed(changed, e));
	return done(tx, d, "advice_private", 0, NULL, e);
}

enum status advice_publish(struct tx *tx, const struct desk *d, int64_t question, int64_t version, const struct advice_reply *as,
			   int64_t *ret_answer, struct err *e)
{
	struct given g;
	int64_t changed, answer = id_new(d->now), edition = id_new(d->now);
	TRY(given_make(d, as, &g, e));
	TRY(open_check(&g, e));
	TRY(advice_question_published(tx, question, version, answer, g.basis, d->now, keep_until(d), &changed, e));
	TRY(one_changed(changed, e));
	TRY(advice_answer_add(tx, answer, d->office->id, edition, d->now, e));
	TRY(edition_add(tx, d, &g, answer, 1, edition, e));
	*ret_answer = answer;
	return done(tx, d, "advice_published", answer, NULL, e);
}

static enum status answer_get(struct tx *tx, const struct desk *d, int64_t answer, struct advice_answer_get_row *ret, struct err *e)
{
	bool found;
	TRY(advice_answer_get(tx, d->office->id, answer, &found, ret, e));
	return found ? OK : FAIL(e, NOT_FOUND, "there is no such answer");
}

enum status advice_change(struct tx *tx, const struct desk *d, int64_t answer, int64_t version, const struct advice_reply *as, struct err *e)
{
	struct given g;
	struct advice_answer_get_row now;
	int64_t changed, edition = id_new(d->now);
	TRY(text_check(as->reason, "reason", ADVICE_BASIS_MAX, e));
	TRY(given_make(d, as, &g, e));
	TRY(open_check(&g, e));
	TRY(answer_get(tx, d, answer, &now, e));
	TRY(advice_answer_set(tx, answer, version, edition, "published", d->now, &changed, e));
	TRY(one_changed(changed, e));
	TRY(edition_add(tx, d, &g, answer, now.number + 1, edition, e));
	return done(tx, d, "advice_changed", answer, as->reason, e);
}

/* The edition that says so repeats the last one, with the reason. */
enum status advice_withdraw(struct tx *tx, const struct desk *d, int64_t answer, int64_t version, const char *reason, struct err *e)
{
	struct advice_answer_get_row now;
	int64_t changed, edition = id_new(d->now);
	TRY(text_check(reason, "reason", ADVICE_BASIS_MAX, e));
	TRY(answer_get(tx, d, answer, &now, e));
	TRY(advice_answer_set(tx, answer, version, edition, "withdrawn", d->now, &changed, e));
	TRY(one_changed(changed, e));
	TRY(advice_edition_add(tx, edition, answer, now.number + 1, now.question, now.reply, now.act, now.rule, now.basis, now.phase,
			       now.pack, now.rule_hash, d->now, d->user, reason, e));
	TRY(advice_words_drop(tx, answer, &changed, e));
	return done(tx, d, "advice_withdrawn", answer, reason, e);
}
