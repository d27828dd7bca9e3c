/* warnings.c -- pages of early warning: what is addressed to the reader's role, and the rules with their trial.
 *
 * Partners see warnings that are addressed to them (stages, shares) and answer them; the rules and the index are the office's.
 */
#include "web/risk.h"

#include "page_risk_rules.h"
#include "page_risk_warnings.h"

#include <string.h>

#define OPEN_SHOWN 50
#define PAST_SHOWN 50
#define DAYS_SHOWN 40 /* of a rule's trial */

enum status warnings_waiting(const struct request *rq, struct tx *tx, struct risk_warnings_rows *ret, struct err *e)
{
	return risk_warnings(tx, rq->desk.office->id, role_code(rq->desk.role), true, OPEN_SHOWN, ret, e);
}

static const char *role_text(const struct request *rq, const char *code)
{
	static const char *const names[][3] = {
		{"intake", "petugas penerima", "counter officer"}, {"handler", "penanganan pelanggaran", "handling staff"},
		{"member", "anggota", "member"}, {"chair", "ketua", "chair"}, {"patrol", "patroli", "patrol"},
		{"prevention", "pencegahan", "prevention"}, {"secretary", "Sekda", "regional secretary"},
		{"personnel", "kepala BKD", "head of personnel"}, {"unit", "kepala perangkat daerah", "heads of units"}};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (text_eq(code, names[i][0]))
			return names[i][rq->lang == EN ? 2 : 1];
	return code;
}

/* ",prevention,chair," -> "pencegahan, ketua" */
static const char *roles_text(const struct request *rq, const char *codes)
{
	struct arena *a = rq->desk.arena;
	const char *words = "";
	for (const char *at = codes; *at;) {
		size_t n = strcspn(at, ",");
		if (n)
			words = arena_printf(a, "%s%s%s", words, *words ? ", " : "", role_text(rq, arena_strndup(a, at, n)));
		at += n + (at[n] == ',');
	}
	return words;
}

/* ---- warnings ---- */

static struct warning_row warning_row_of(const struct request *rq, const struct risk_warnings_row *r)
{
	bool needless = text_eq(r->answer, "not_needed");
	return (struct warning_row){
		.id = r->id, .name = say(rq, r->name_id, r->name_en), .todo = say(rq, r->do_id, r->do_en), .why = say(rq, r->why_id, r->why_en),
		.day = day_text(rq, r->fired_on), .area = r->agency ? r->agency : "", .tells = roles_text(rq, r->roles),
		.answer = !r->answer ? "" : needless ? say(rq, "tidak perlu", "not needed") : say(rq, "sudah dikerjakan", "done"),
		.reason = r->answer_reason ? r->answer_reason : "", .by = r->by_name ? r->by_name : "program",
	};
}

static enum status warnings_show(struct request *rq, const struct err *fault, struct err *e)
{
	struct warnings_view v = {.may_rules = role_may(rq->desk.role, RIGHT_PREVENT)};
	struct risk_warnings_rows open, past;
	if (fault)
		v.fault = rq_fault(rq, fault);
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(warnings_waiting(rq, &tx, &open, e));
	TRY(risk_warnings(&tx, rq->desk.office->id, role_code(rq->desk.role), false, PAST_SHOWN, &past, e));
	for (size_t i = 0; i < open.n; i++) {
		struct warning_row row = warning_row_of(rq, &open.items[i]);
		ARENA_PUSH(rq->desk.arena, &v.open, row);
	}
	for (size_t i = 0; i < past.n; i++) {
		struct warning_row row = warning_row_of(rq, &past.items[i]);
		ARENA_PUSH(rq->desk.arena, &v.past, row);
	}
	struct page p = page_of(rq, "Peringatan dini", "Early warning");
	page_risk_warnings(rq->out, &p, &v);
	return OK;
}

static enum status warnings_page(struct request *rq, struct err *e) { return warnings_show(rq, NULL, e); }

static enum status answer_do(struct request *rq, struct err *e)
{
	int64_t id;
	const char *answer, *reason;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(rq_form_text(rq, "answer", 20, true, &answer, e));
	TRY(rq_form_text(rq, "reason", RISK_REASON_MAX, false, &reason, e));
	return risk_answer(&rq->desk, id, answer, reason ? reason : "", e);
}

static enum status answer_take(struct request *rq, struct err *e)
{
	struct err fault = {0};
	enum status done = answer_do(rq, &fault);
	if (done == OK)
		return rq_redirect(rq, "/kerja/peringatan");
	if (status_http(done) < 500 && done != NOT_FOUND && done != FORBIDDEN)
		return warnings_show(rq, &fault, e);
	*e = fault;
	return done;
}

/* ---- rules and their trial ---- */

static const char *days_text(const struct request *rq, const struct law_warning *r)
{
	struct arena *a = rq->desk.arena;
	if (!r->days)
		return say(rq, "pada hari", "on the day of");
	if (r->days < 0)
		return arena_printf(a, say(rq, "%d hari sebelum", "%d days before"), -r->days);
	return arena_printf(a, say(rq, "%d hari sesudah", "%d days after"), r->days);
}

static const char *stage_text(const struct request *rq, const char *code)
{
	const struct law *law = desk_law(&rq->desk);
	for (size_t i = law->stages.n; i-- > 0;) /* the newest name */
		if (text_eq(law->stages.items[i].code, code))
			return say(rq, law->stages.items[i].name_id, law->stages.items[i].name_en);
	return code;
}

static const char *when_text(const struct request *rq, const struct law_warning *r)
{
	struct arena *a = rq->desk.arena;
	switch (r->on) {
	case ON_STAGE_START: return arena_printf(a, say(rq, "%s mulainya: %s", "%s the beginning of: %s"), days_text(rq, r), stage_text(rq, r->stage));
	case ON_STAGE_END: return arena_printf(a, say(rq, "%s berakhirnya: %s", "%s the end of: %s"), days_text(rq, r), stage_text(rq, r->stage));
	case ON_INDEX_OVER:
		return arena_printf(a, say(rq, "skor suatu unit mencapai %d, dengan jumlah sedikitnya %d", "a unit's score comes to %d, with a sum of %d at least"), r->points, r->least);
	case ON_INDEX_JUMP:
		return arena_printf(a, say(rq, "skor suatu unit naik %d dalam %d hari, dengan jumlah sedikitnya %d", "a unit's score rises by %d within %d days, with a sum of %d at least"),
				    r->points, r->days, r->least);
	case ON_COVERAGE_BELOW:
		return arena_printf(a, say(rq, "%s mulainya %s, ada unit di bawah %d %%", "%s the beginning of %s, a unit is below %d %%"), days_text(rq, r), stage_text(rq, r->stage),
				    r->points);
	}
	return "";
}

static const char *tell_text(const struct request *rq, const struct law_warning *r)
{
	const char *codes = ",";
	for (size_t i = 0; i < r->tell.n; i++)
		codes = arena_printf(rq->desk.arena, "%s%s,", codes, r->tell.items[i]);
	return roles_text(rq, codes);
}

static const char *sure_text(const struct request *rq, enum confidence c)
{
	return c == SEEN ? "" : c == KNOWN ? say(rq, "diketahui, sumbernya belum dilihat", "known, its source not seen")
					   : say(rq, "usulan kami, perlu dikoreksi kantor", "our proposal, for the office to correct");
}

static const struct risk_switches_row *switch_of(const struct risk_switches_rows *rows, const char *code)
{
	for (size_t i = 0; i < rows->n; i++)
		if (text_eq(rows->items[i].rule, code))
			return &rows->items[i];
	return NULL;
}

static const char *state_text(const struct request *rq, const struct risk_switches_row *s)
{
	if (!s)
		return say(rq, "belum pernah dinyalakan", "never switched on");
	return arena_printf(rq->desk.arena, s->active ? say(rq, "menyala sejak %s, oleh %s: %s", "on since %s, by %s: %s") : say(rq, "mati sejak %s, oleh %s: %s", "off since %s, by %s: %s"),
			    day_text(rq, day_of_instant(s->at, rq->desk.office->zone)), s->by_name ? s->by_name : "program", s->reason);
}

static struct rule_row rule_row_of(const struct request *rq, const struct risk_world *w, const struct law_warning *rule, struct day from,
				   const struct risk_switches_row *s)
{
	struct risk_fires fires;
	struct rule_row row = {.code = rule->code, .name = say(rq, rule->name_id, rule->name_en), .todo = say(rq, rule->do_id, rule->do_en),
			       .when = when_text(rq, rule), .tells = tell_text(rq, rule), .basis = rule->row.basis, .sure = sure_text(rq, rule->row.confidence),
			       .state = state_text(rq, s), .on = s && s->active};
	risk_rule_fires(w, rq->desk.arena, rule, from, w->last, &fires);
	row.fired = (int64_t)fires.n;
	for (size_t i = fires.n; i-- > 0 && row.days.n < DAYS_SHOWN;) { /* the newest first */
		struct rule_day day = {day_text(rq, fires.items[i].day), fires.items[i].area, say(rq, fires.items[i].why_id, fires.items[i].why_en)};
		ARENA_PUSH(rq->desk.arena, &row.days, day);
	}
	return row;
}

static enum status rules_show(struct request *rq, const struct err *fault, struct err *e)
{
	const struct law *law = desk_law(&rq->desk);
	struct day today = day_of_instant(rq->desk.now, rq->desk.office->zone), from = day_add(today, -RISK_TRIED_DAYS);
	struct rules_trial_view v = {.from = day_text(rq, from), .to = day_text(rq, today)};
	struct risk_switches_rows switches;
	scoped(risk_return) struct risk_kept *kept = NULL;
	if (fault)
		v.fault = rq_fault(rq, fault);
	TRY(risk_borrow(&rq->desk, &kept, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(risk_switches(&tx, rq->desk.office->id, &switches, e));
	for (size_t i = 0; i < law->warnings.n; i++) {
		const struct law_warning *rule = &law->warnings.items[i];
		if (!law_in_force(&rule->row, today))
			continue;
		struct rule_row row = rule_row_of(rq, &kept->w, rule, from, switch_of(&switches, rule->code));
		ARENA_PUSH(rq->desk.arena, &v.rules, row);
	}
	struct page p = page_of(rq, "Aturan peringatan dini", "Rules of early warning");
	page_risk_rules(rq->out, &p, &v);
	return OK;
}

static enum status rules_page(struct request *rq, struct err *e) { return rules_show(rq, NULL, e); }

static enum status switch_do(struct request *rq, struct err *e)
{
	const char *turn, *reason;
	int64_t seen = 0;
	TRY(rq_form_text(rq, "turn", 10, true, &turn, e));
	TRY(rq_form_text(rq, "reason", RISK_REASON_MAX, true, &reason, e));
	bool on = text_eq(turn, "on");
	if (on)
		TRY(rq_form_int(rq, "seen", 0, INDEX_COUNT_MAX, &seen, e));
	return risk_switch(&rq->desk, rq->segments[0], on, seen, reason, e);
}

static enum status switch_take(struct request *rq, struct err *e)
{
	struct err fault = {0};
	enum status done = switch_do(rq, &fault);
	if (done == OK)
		return rq_redirect(rq, "/kerja/peringatan/aturan#%s", rq->segments[0]);
	if (status_http(done) < 500 && done != NOT_FOUND && done != FORBIDDEN)
		return rules_show(rq, &fault, e);
	*e = fault;
	return done;
}

static const struct route routes[] = {
	{GET, "/kerja/peringatan", RIGHT_SHARES, warnings_page, 0, "pencegahan"},
	{GET, "/kerja/peringatan/aturan", RIGHT_PREVENT, rules_page, 0, "pencegahan"},
	{POST, "/kerja/peringatan/aturan/{rule}", RIGHT_PREVENT, switch_take, 8 * KIB, "pencegahan"},
	{POST, "/kerja/peringatan/{warning}", RIGHT_SHARES, answer_take, 8 * KIB, "pencegahan"},
};
const struct route_list warnings_routes = {routes, sizeof routes / sizeof routes[0]};
