/* law.c -- words and look-ups. The lists are short (the longest has some hundred rows), so each look-up
 * walks. */
#include "core/law/law.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const class_codes[SUBJECT_CLASS_N] = {
#define X(name, code) [name] = code,
	SUBJECT_CLASS_MAP(X)
#undef X
};

static const struct {
	const char *id, *en;
} class_names[SUBJECT_CLASS_N] = {
	[CLASS_UNKNOWN] = {"belum diketahui", "not known"},
	[PNS] = {"Pegawai negeri sipil (PNS)", "Civil servant (PNS)"},
	[CPNS] = {"Calon PNS", "Trainee civil servant (CPNS)"},
	[PPPK] = {"Pegawai pemerintah dengan perjanjian kerja (PPPK)",
		  "Government employee under contract (PPPK)"},
	[PPPK_PARUH_WAKTU] = {"PPPK paruh waktu", "Part-time PPPK"},
	[THL] = {"Tenaga harian lepas", "Day labourer (THL)"},
	[HONORER] = {"Tenaga honorer", "Contract worker (honorer)"},
	[NON_ASN] = {"Pegawai non-ASN", "Worker who is not ASN"},
	[KEPALA_DESA] = {"Kepala desa", "Village head"},
	[PERANGKAT_DESA] = {"Perangkat desa", "Village official"},
	[BPD] = {"Anggota BPD", "Village council member"},
	[LURAH] = {"Lurah", "Urban ward head"},
	[PERANGKAT_KELURAHAN] = {"Perangkat kelurahan", "Urban ward official"},
	[PEJABAT_ASN] = {"Pejabat ASN", "ASN holding an office"},
	[PEJABAT_NEGARA] = {"Pejabat negara", "State official"},
	[PEJABAT_DAERAH] = {"Pejabat daerah", "Regional official"},
	[KEPALA_DAERAH] = {"Kepala daerah", "Head of region"},
	[PENJABAT] = {"Penjabat kepala daerah", "Acting head of region"},
	[TNI] = {"Anggota TNI", "Soldier"},
	[POLRI] = {"Anggota Polri", "Police officer"},
	[BUMN] = {"Pejabat/pegawai BUMN", "State enterprise official"},
	[BUMD] = {"Pejabat/pegawai BUMD", "Regional enterprise official"},
	[PENYELENGGARA] = {"Penyelenggara pemilu", "Election organiser"},
	[MASYARAKAT] = {"Anggota masyarakat", "Member of the public"},
	[PASANGAN_CALON] = {"Pasangan calon", "Candidate pair"},
};

static const char *const risk_fact_codes[RISK_FACT_N] = {
#define X(name, code) [name] = code,
	RISK_FACT_MAP(X)
#undef X
};

const char *risk_fact_code(enum risk_fact f)
{
	return f < RISK_FACT_N ? risk_fact_codes[f] : "";
}

static const char *const verdict_codes[VERDICT_N] = {
#define X(name, code) [name] = code,
	VERDICT_MAP(X)
#undef X
};

const char *verdict_code(enum verdict v)
{
	return v < VERDICT_N ? verdict_codes[v] : "";
}

const char *class_code(enum subject_class c)
{
	return c < SUBJECT_CLASS_N ? class_codes[c] : "";
}

enum subject_class class_of(const char *code)
{
	for (int c = 1; code && c < SUBJECT_CLASS_N; c++)
		if (!strcmp(class_codes[c], code))
			return (enum subject_class)c;
	return CLASS_UNKNOWN;
}

bool class_is_asn(enum subject_class c)
{
	return c == PNS || c == CPNS || c == PPPK || c == PPPK_PARUH_WAKTU || c == LURAH ||
	       c == PERANGKAT_KELURAHAN || c == PEJABAT_ASN;
}

const char *class_name(enum subject_class c, enum lang lang)
{
	if (c >= SUBJECT_CLASS_N)
		c = CLASS_UNKNOWN;
	return lang == EN ? class_names[c].en : class_names[c].id;
}

bool class_in(const struct class_list *list, enum subject_class c)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->items[i] == c)
			return true;
	return false;
}

static const char *const procedure_codes[] = {"pilkada", "pemilu", "downstream", "privacy"};

const char *procedure_code(enum procedure p)
{
	return procedure_codes[p];
}

bool procedure_of(const char *code, enum procedure *ret)
{
	for (int p = PILKADA; code && p <= PRIVACY; p++) {
		if (!strcmp(procedure_codes[p], code)) {
			*ret = (enum procedure)p;
			return true;
		}
	}
	return false;
}

const char *phase_code(enum phase p)
{
	static const char *const codes[] = {"any", "before_candidacy", "after_candidacy"};
	return codes[p];
}

const char *level_code(enum sanction_level l)
{
	static const char *const codes[SANCTION_LEVEL_N] = {
#define X(name, code) [name] = code,
		SANCTION_LEVEL_MAP(X)
#undef X
	};
	return codes[l];
}

static const char *const happening_codes[HAPPENING_N] = {
#define X(name, code) [name] = code,
	HAPPENING_MAP(X)
#undef X
};

const char *happening_code(enum happening h)
{
	return happening_codes[h];
}

bool happening_of(const char *code, enum happening *ret)
{
	for (int h = 0; h < HAPPENING_N; h++) {
		if (text_eq(happening_codes[h], code)) {
			*ret = (enum happening)h;
			return true;
		}
	}
	return false;
}

const char *confidence_mark(enum confidence c)
{
	static const char *const marks[] = {"S", "K", "?"};
	return marks[c];
}

bool law_in_force(const struct law_row *row, struct day at)
{
	if (day_is_none(at))
		return true;
	return (day_is_none(row->from) || row->from.n <= at.n) && (day_is_none(row->to) || at.n <= row->to.n);
}

/* Candidates exist from the day of their determination on; the event's day counts, not the report's. */
enum phase law_phase(struct day event, struct day determined)
{
	if (day_is_none(event) || day_is_none(determined))
		return PHASE_ANY;
	return event.n < determined.n ? BEFORE_CANDIDACY : AFTER_CANDIDACY;
}

struct day law_determined_near(const struct law *law, struct day today)
{
	struct day near = DAY_NONE;
	for (size_t i = 0; i < law->stages.n; i++) {
		const struct law_stage *s = &law->stages.items[i];
		if (!s->boundary || day_is_none(s->start))
			continue;
		if (day_is_none(near) || abs(s->start.n - today.n) < abs(near.n - today.n))
			near = s->start;
	}
	return near;
}

/* The newest row of @list in force on @at that MATCHES says yes to; `x` is the row it looks at. */
#define NEWEST(list, at, matches)                                                                            \
	({                                                                                                   \
		typeof(&*(list).items) newest_ = NULL;                                                         \
		for (size_t i_ = 0; i_ < (list).n; i_++) { /* by number: a list without rows has no address */ \
			typeof(&*(list).items) x = &(list).items[i_];                                        \
			if ((matches) && law_in_force(&x->row, (at)) &&                                      \
			    (!newest_ || x->row.from.n > newest_->row.from.n))                               \
				newest_ = x;                                                                 \
		}                                                                                            \
		newest_;                                                                                     \
	})

const struct law_act *law_act_at(const struct law *law, const char *code, struct day at)
{
	return NEWEST(law->acts, at, text_eq(x->code, code));
}

const struct law_act *law_act(const struct law *law, const char *code)
{
	return law_act_at(law, code, DAY_NONE);
}

const struct law_clock *law_clock_at(const struct law *law, const char *code, struct day at)
{
	const struct law_clock *clock = NEWEST(law->clocks, at, text_eq(x->code, code));
	const struct law_rung *rung = clock ? NULL : NEWEST(law->rungs, at, text_eq(x->clock.code, code));
	return rung ? &rung->clock : clock;
}

const struct law_rung *law_rung_after(const struct law *law, const char *after)
{
	const struct law_rung *newest = NULL;
	for (size_t i = 0; i < law->rungs.n; i++) {
		const struct law_rung *x = &law->rungs.items[i];
		if (text_eq(x->after, after) && (!newest || x->row.from.n > newest->row.from.n))
			newest = x;
	}
	return newest;
}

const struct law_clock *law_clock(const struct law *law, const char *code)
{
	return law_clock_at(law, code, DAY_NONE);
}

const struct law_clock *law_clock_of_at(const struct law *law, enum procedure p, const char *name, struct day at)
{
	static const char *const prefixes[] = {[PILKADA] = "PK", [PEMILU] = "PM", [DOWNSTREAM] = "DS", [PRIVACY] = "PDP"};
	char code[64];
	const struct law_clock *whole = law_clock_at(law, name, at);
	if (whole || !name)
		return whole;
	snprintf(code, sizeof code, "%s-%.40s", prefixes[p], name);
	return law_clock_at(law, code, at);
}

const struct law_clock *law_clock_of(const struct law *law, enum procedure p, const char *name)
{
	return law_clock_of_at(law, p, name, DAY_NONE);
}

const struct law_state *law_state_at(const struct law *law, const char *code, struct day at)
{
	return NEWEST(law->states, at, text_eq(x->code, code));
}

const struct law_state *law_state(const struct law *law, const char *code)
{
	return law_state_at(law, code, DAY_NONE);
}

const struct law_route *law_route(const struct law *law, enum subject_class c, struct day at, bool crime)
{
	for (size_t i = 0; i < law->routes.n; i++) {
		const struct law_route *route = &law->routes.items[i];
		bool who = route->classes.n == 0 || class_in(&route->classes, c);
		if (route->crime == crime && who && !day_is_none(at) && law_in_force(&route->row, at))
			return route;
	}
	return NULL;
}

const struct law_form *law_form_at(const struct law *law, enum procedure p, const char *key, struct day at)
{
	return NEWEST(law->forms, at, x->procedure == p && text_eq(x->key, key));
}

const struct law_form *law_form(const struct law *law, enum procedure p, const char *key)
{
	return law_form_at(law, p, key, DAY_NONE);
}

const struct law_number *law_number_at(const struct law *law, const char *key, struct day at)
{
	return NEWEST(law->numbers, at, text_eq(x->key, key));
}

const struct law_number *law_number(const struct law *law, const char *key)
{
	return law_number_at(law, key, DAY_NONE);
}

const struct law_election *law_election_at(const struct law *law, const char *code, struct day at)
{
	return NEWEST(law->elections, at, text_eq(x->code, code));
}

const struct law_election *law_election(const struct law *law, const char *code)
{
	return law_election_at(law, code, DAY_NONE);
}

const struct law_sanction *law_sanction_at(const struct law *law, const char *code, struct day at)
{
	return NEWEST(law->sanctions, at, text_eq(x->code, code));
}

size_t law_sanctions(const struct law *law, enum subject_class c, enum sanction_level level, struct day at,
		     const struct law_sanction *ret[], size_t max)
{
	size_t n = 0;
	for (size_t i = 0; i < law->sanctions.n && n < max; i++) {
		const struct law_sanction *s = &law->sanctions.items[i];
		bool wanted = level == LEVEL_NONE || s->level == level;
		if (wanted && class_in(&s->classes, c) && law_in_force(&s->row, at))
			ret[n++] = s;
	}
	return n;
}

const struct law_remedy *law_remedy_at(const struct law *law, const char *code, struct day at)
{
	return NEWEST(law->remedies, at, text_eq(x->code, code));
}

static bool open_to(const struct law_remedy *r, enum subject_class c, enum sanction_level level)
{
	for (size_t i = 0; i < r->levels.n; i++)
		if (!strcmp(r->levels.items[i], level_code(level)))
			return class_in(&r->classes, c);
	return false;
}

const struct law_remedy *law_remedy_for(const struct law *law, enum subject_class c, enum sanction_level level,
					struct day at)
{
	return NEWEST(law->remedies, at, open_to(x, c, level));
}

const struct law_rule *law_rule_at(const struct law *law, const char *code, struct day at)
{
	return NEWEST(law->rules, at, text_eq(x->code, code));
}

bool law_promises(const struct law_transition *t, enum happening on)
{
	for (size_t i = 0; i < t->later.n; i++)
		if (t->later.items[i].on == on)
			return true;
	return false;
}

size_t law_stages_on(const struct law *law, const char *election, struct day day,
		     const struct law_stage *ret[], size_t max)
{
	size_t n = 0;
	for (size_t i = 0; i < law->stages.n && n < max; i++) {
		const struct law_stage *s = &law->stages.items[i];
		bool runs = (day_is_none(s->start) || s->start.n <= day.n) &&
			    (day_is_none(s->end) || day.n <= s->end.n);
		if (text_eq(s->election, election) && runs)
			ret[n++] = s;
	}
	return n;
}

/* Calls @visit for each row of one kind; NAME says what it is called, `x` is the row. */
#define VISIT(list, kind, name)                                                                              \
	for (typeof(&*(list).items) x = (list).items; x < (list).items + (list).n; x++)                        \
	visit(arg, (kind), (name), &x->row)

static const char *pair(char ret[160], const char *first, const char *second)
{
	snprintf(ret, 160, "%.70s %.70s", first, second);
	return ret;
}

void law_each_row(const struct law *law, law_visit_fn visit, void *arg)
{
	char two[160], day[DAY_TEXT_MAX];
	VISIT(law->elections, "election", x->code);
	VISIT(law->acts, "act", x->code);
	VISIT(law->sanctions, "sanction", x->code);
	VISIT(law->remedies, "remedy", x->code);
	VISIT(law->rules, "rule", x->code);
	VISIT(law->rungs, "rung", x->clock.code);
	VISIT(law->indicators, "indicator", x->code);
	VISIT(law->warnings, "warning", x->code);
	VISIT(law->stage_rules, "stage_rule", x->code);
	VISIT(law->questions, "question", x->code);
	VISIT(law->pledge_points, "pledge_point", x->code);
	VISIT(law->clocks, "clock", x->code);
	VISIT(law->states, "state", x->code);
	VISIT(law->transitions, "transition", x->id);
	VISIT(law->routes, "route", x->code);
	VISIT(law->forms, "form", pair(two, procedure_code(x->procedure), x->key));
	VISIT(law->numbers, "number", x->key);
	VISIT(law->requirements, "requirement", pair(two, procedure_code(x->procedure), x->code));
	VISIT(law->stages, "stage", pair(two, x->election, x->code));
	visit(arg, "calendar", "counter", &law->calendar);
	VISIT(law->holidays, "holiday", day_iso(x->day, day));
	VISIT(law->identities, "identity", x->code);
	VISIT(law->areas, "area", x->code);
	VISIT(law->fields, "field", x->code);
}
