/* watch.c -- rules that are on are asked once a day and whenever something was typed; what fires becomes a warning, once for
 * each cause; whoever it is addressed to answers it. */
#include "desk/risk/risk_internal.h"

#include "desk/access/access.h"

#include <string.h>

#define CATCH_UP_DAYS 31 /* after a longer silence older days are not gone through any more */

/* As it stands today; a rule that has ended warns no more. */
static const struct law_warning *rule_named(const struct desk *d, const char *code)
{
	const struct law *law = desk_law(d);
	for (size_t i = 0; i < law->warnings.n; i++)
		if (text_eq(law->warnings.items[i].code, code) && law_in_force(&law->warnings.items[i].row, risk_today(d)))
			return &law->warnings.items[i];
	return NULL;
}

/* ",prevention,chair," */
static const char *roles_words(struct arena *a, const struct text_list *tell)
{
	const char *words = ",";
	for (size_t i = 0; i < tell->n; i++)
		words = arena_printf(a, "%s%s,", words, tell->items[i]);
	return words;
}

static enum status warn(struct tx *tx, const struct desk *d, const struct law_warning *rule, const struct risk_fire *f, struct err *e)
{
	int64_t changed;
	return risk_warning_insert(tx, id_new(d->now), d->office->id, rule->code, f->cause, f->day, f->agency, rule->name_id, rule->name_en,
				   rule->do_id, rule->do_en, f->why_id, f->why_en, roles_words(tx->arena, &rule->tell), d->now, &changed, e);
}

static enum status rule_look(struct tx *tx, const struct desk *d, const struct risk_world *w, const struct law_warning *rule, struct day from,
			     struct err *e)
{
	struct risk_fires fires;
	risk_rule_fires(w, tx->arena, rule, from, risk_today(d), &fires);
	for (size_t i = 0; i < fires.n; i++)
		TRY(warn(tx, d, rule, &fires.items[i], e));
	return OK;
}

/* From when on: the day on which the rules were last asked, which is asked again, because more may be known of it now. */
static enum status asked_last(struct tx *tx, const struct desk *d, struct day *ret, struct err *e)
{
	struct risk_run_get_row run;
	bool found;
	struct day today = risk_today(d), earliest = day_add(today, -CATCH_UP_DAYS);
	TRY(risk_run_get(tx, d->office->id, &found, &run, e));
	*ret = found && run.day.n < today.n ? run.day : today;
	*ret = ret->n < earliest.n ? earliest : *ret;
	return OK;
}

enum status risk_look(struct tx *tx, const struct desk *d, struct err *e)
{
	struct risk_switches_rows on;
	struct risk_world w;
	struct day from;
	TRY(asked_last(tx, d, &from, e));
	TRY(risk_switches(tx, d->office->id, &on, e));
	if (on.n)
		TRY(risk_read(tx, d, day_add(from, -risk_lead(desk_law(d))), risk_today(d), &w, e));
	for (size_t i = 0; i < on.n; i++) {
		const struct law_warning *rule = rule_named(d, on.items[i].rule);
		struct day since = day_of_instant(on.items[i].at, d->office->zone);
		if (rule && on.items[i].active)
			TRY(rule_look(tx, d, &w, rule, since.n > from.n ? since : from, e));
	}
	return risk_run_set(tx, id_new(d->now), d->office->id, risk_today(d), e);
}

/* ---- once a day ---- */

static enum status asked_today(const struct desk *d, bool *ret, struct err *e)
{
	struct risk_run_get_row run;
	bool found;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(risk_run_get(&tx, d->office->id, &found, &run, e));
	*ret = found && run.day.n == risk_today(d).n;
	return OK;
}

enum status risk_ask(const struct desk *d, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(risk_shares_take(&tx, d, e));
	TRY(risk_look(&tx, d, e));
	return risk_commit(&tx, e);
}

enum status risk_watch(const struct desk *d, struct err *e)
{
	bool asked;
	if (!office_hours(d))
		return OK;
	TRY(asked_today(d, &asked, e));
	return asked ? OK : risk_ask(d, e);
}

/* ---- switching, answering ---- */

static enum status trial_check(struct tx *tx, const struct desk *d, const struct law_warning *rule, int64_t seen, struct err *e)
{
	struct risk_world w;
	struct risk_fires fires;
	struct day today = risk_today(d), from = day_add(today, -RISK_TRIED_DAYS);
	TRY(risk_read(tx, d, day_add(from, -risk_lead(desk_law(d))), today, &w, e));
	risk_rule_fires(&w, tx->arena, rule, from, today, &fires);
	if ((int64_t)fires.n == seen)
		return OK;
	return FAIL(e, CONFLICT, risk_say(d, "Uji coba kini menunjukkan %zu hari, bukan %lld: lihat lagi.", "By now the trial shows %zu days, not %lld: look again."), fires.n, (long long)seen);
}

enum status risk_switch(const struct desk *d, const char *code, bool on, int64_t seen, const char *reason, struct err *e)
{
	const struct law_warning *rule = rule_named(d, code);
	int64_t id = id_new(d->now);
	scoped(tx_rollback) struct tx tx = {0};
	if (!rule)
		return FAIL(e, NOT_FOUND, "there is no rule %.60s", code);
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(risk_words_check(&tx, d, "reason", reason, RISK_REASON_MIN, e));
	if (on)
		TRY(trial_check(&tx, d, rule, seen, e));
	TRY(risk_switch_insert(&tx, id, d->office->id, code, on, reason, d->now, d->user, e));
	TRY(access_note(&tx, d, on ? "risk_rule_on" : "risk_rule_off", "risk_switch", id, code, e));
	TRY(risk_look(&tx, d, e));
	return risk_commit(&tx, e);
}

enum status risk_answer(const struct desk *d, int64_t warning, const char *answer, const char *reason, struct err *e)
{
	struct risk_warning_get_row row;
	bool found, needless = text_eq(answer, "not_needed");
	int64_t changed;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(risk_warning_get(&tx, d->office->id, warning, role_code(d->role), &found, &row, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "there is no such warning for this role");
	if (!needless && !text_eq(answer, "done"))
		return FAIL_FIELD(e, INVALID, "answer", "%s", risk_say(d, "Pilih jawabannya.", "Choose an answer."));
	TRY(risk_words_check(&tx, d, "reason", reason, needless ? RISK_REASON_MIN : 0, e));
	TRY(risk_warning_answer(&tx, d->office->id, warning, answer, reason, d->now, d->user, &changed, e));
	if (!changed)
		return FAIL(e, CONFLICT, "%s", risk_say(d, "Sudah dijawab orang lain.", "Somebody has answered it meanwhile."));
	TRY(access_note(&tx, d, "risk_answer", "risk_warning", warning, answer, e));
	return risk_commit(&tx, e);
}
