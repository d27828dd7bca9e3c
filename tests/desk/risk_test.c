/* risk_test.c -- what the vulnerability index counts, day by day, and when a rule of early warning fires.
 *
 * An office with three units and one contest (determined on 22 September 2024, PKPU 2/2024). Weights of law/index.toml: an
 * incumbent 3, kin 3, a proven breach 3, an official replaced 2, each missing tenth of a share 1. Monday, 4 November 2024.
 */
#include "support.h"

#include "desk/access/access.h"
#include "desk/registry/registry.h"
#include "desk/risk/risk.h"

SUPPORT_SQL(put_agency, "INSERT INTO agency (id, office, name, region) VALUES ($1, $2, $3, $4)", 4, 0, true, VALUE_INT, VALUE_INT, VALUE_TEXT, VALUE_TEXT);
SUPPORT_SQL(put_contest, "INSERT INTO contest (id, office, code, title, kind, election, procedure, region, determined_on, voting_on) "
	    "VALUES ($1, $2, 'uji', 'Pemilihan Wali Kota', 'PW', 'PILKADA-2024', 'pilkada', '35.79', $3, $4)", 4, 0, true, VALUE_INT, VALUE_INT, VALUE_INT, VALUE_INT);
SUPPORT_SQL(put_pair, "INSERT INTO candidate_pair (id, contest, number, head, incumbent) VALUES ($1, $2, $3, 'Calon Rekaan', $4)", 4, 0, true,
	    VALUE_INT, VALUE_INT, VALUE_INT, VALUE_INT);
SUPPORT_SQL(put_employee, "INSERT INTO employee (id, office, nip, name, class, class_derived, changed_at) VALUES ($1, $2, NULL, $3, 'PNS', 0, 0)", 3, 0, true,
	    VALUE_INT, VALUE_INT, VALUE_TEXT);
SUPPORT_SQL(put_file, "INSERT INTO case_file (id, office, kind, procedure, state, title, summary, late, rulepack, opened_at, changed_at, version) "
	    "VALUES ($1, $2, 'report', 'pilkada', 'CLOSED', 'Uji', 'Uji', 0, '', 0, 0, 1)", 2, 0, true, VALUE_INT, VALUE_INT);
SUPPORT_SQL(put_person, "INSERT INTO case_person (id, case_file, role, number, name, class, class_source, agency, account_owned, repeated, outcome, outcome_at, version) "
	    "VALUES ($1, $2, 'terlapor', $3, 'Orang Rekaan', 'PNS', 'officer', $4, 'none', 0, $5, $6, 1)", 6, 0, true, VALUE_INT, VALUE_INT, VALUE_INT,
	    VALUE_TEXT, VALUE_TEXT, VALUE_INT);
SUPPORT_SQL(every_warning, "SELECT rule || '|' || roles || '|' || why_id || '|' || do_id FROM risk_warning ORDER BY id", 0, 1, false, VALUE_NULL);

enum { DISHUB, DINKES, RANDUSARI, UNITS }; /* in the order of their names: Dinas Kesehatan, Dinas Perhubungan, Kecamatan Randusari */
enum { INCUMBENT, RELATIVE, PAST, MUTATION, PLEDGE, CIRCULAR, PATROL };

struct bench {
	struct support s;
	struct office *o;
	struct desk d;
	int64_t units[UNITS], contest, chair;
};

static void put(struct bench *b, const struct statement *q, const struct value *args)
{
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&b->d, WRITE, &tx, e));
	assert_ok(tx_run(&tx, q, args, NULL, e));
	assert_ok(tx_commit(&tx, e));
}
#define PUT(b, q, ...) put((b), &(q), (const struct value[]){value_id(id_new((b)->d.now)), __VA_ARGS__})

static int start(void **state)
{
	static const char *const names[] = {[DISHUB] = "Dinas Perhubungan", [DINKES] = "Dinas Kesehatan", [RANDUSARI] = "Kecamatan Randusari"};
	struct bench *b = calloc(1, sizeof *b);
	support_start(&b->s);
	b->o = support_office(&b->s);
	b->d = support_desk(&b->s, b->o, ROLE_PREVENTION, 0);
	for (int i = 0; i < UNITS; i++) {
		b->units[i] = id_new(b->d.now);
		put(b, &put_agency, (const struct value[]){value_id(b->units[i]), value_id(b->o->id), value_text(names[i]), value_text("35.79")});
	}
	b->contest = id_new(b->d.now);
	put(b, &put_contest, (const struct value[]){value_id(b->contest), value_id(b->o->id), value_day(day_of(2024, 9, 22)), value_day(day_of(2024, 11, 27))});
	PUT(b, put_pair, value_id(b->contest), value_int(1), value_int(0));
	PUT(b, put_pair, value_id(b->contest), value_int(2), value_int(0));
	PUT(b, put_employee, value_id(b->o->id), value_text("Bagas Pramudityan"));
	*state = b;
	return 0;
}

static int end(void **state)
{
	struct bench *b = *state;
	office_close(b->o);
	support_end(&b->s);
	free(b);
	return 0;
}

static struct day today(const struct bench *b)
{
	return day_of_instant(b->d.now, WIB);
}

static void days_later(struct bench *b, int days)
{
	b->d.now.us += days * DAY_US;
}

/* The world of the last @back days, until today. */
static struct risk_world world(struct bench *b, int back)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct risk_world w;
	assert_ok(desk_begin(&b->d, READ, &tx, e));
	assert_ok(risk_read(&tx, &b->d, day_add(today(b), -back), today(b), &w, e));
	return w;
}

static size_t area_of(const struct bench *b, const struct risk_world *w, int unit)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->areas[i].id == b->units[unit])
			return i;
	fail_msg("the unit is not in the list");
	return 0;
}

static struct index_score score(struct bench *b, int unit)
{
	struct risk_world w = world(b, 0);
	struct index_score *all;
	assert_ok(risk_scores(&w, &b->s.arena, w.last, &all, e));
	return all[area_of(b, &w, unit)];
}

static struct risk_fact_new fact(const struct bench *b, enum risk_fact kind, int unit, int64_t n)
{
	return (struct risk_fact_new){.fact = kind, .contest = b->contest, .agency = unit < 0 ? 0 : b->units[unit], .happened_on = today(b), .n = n,
				      .reason = "surat resmi yang diperiksa petugas"};
}

static void share(struct bench *b, enum risk_fact kind, int unit, int64_t done, int64_t total)
{
	struct risk_measure_new as = {kind, b->units[unit], today(b), done, total, "daftar kertas"};
	assert_ok(risk_measure_add(&b->d, &as, e));
}

static void proven(struct bench *b, const char *unit, const char *outcome, struct day on)
{
	int64_t file = id_new(b->d.now);
	put(b, &put_file, (const struct value[]){value_id(file), value_id(b->o->id)});
	PUT(b, put_person, value_id(file), value_int(1), value_text(unit), value_text(outcome), value_instant(instant_at(on, 9, 0, 0, WIB)));
}

/* ---- the index ---- */

static void the_rows_of_the_law_are_the_indicators(void **state)
{
	struct bench *b = *state;
	struct risk_world w = world(b, 0);
	assert_int_equal(w.m, RISK_FACT_N);
	for (size_t k = 0; k < w.m; k++)
		assert_string_equal(risk_fact_code(w.indicators[k]->fact), risk_fact_code((enum risk_fact)k));
	assert_string_equal(w.indicators[MUTATION]->code, "KR-MUTASI");
	assert_int_equal(w.by[MUTATION].weight, 2);
	assert_int_equal(w.by[MUTATION].most, 10);
}

/* Nothing was entered: only past cases are known (there are none), six indicators are not. */
static void what_nobody_looked_for_is_not_known(void **state)
{
	struct bench *b = *state;
	struct index_score s = score(b, DISHUB);
	assert_int_equal(s.sum, 0);
	assert_int_equal(s.score, 0);
	assert_int_equal(s.unknown, 6);
	assert_true(s.parts[PAST].known);
	struct risk_fact_new none = fact(b, FACT_RELATIVE, -1, 0);
	assert_ok(risk_fact_add(&b->d, &none, e));
	s = score(b, DISHUB);
	assert_int_equal(s.unknown, 5);
	assert_true(s.parts[RELATIVE].known);
	assert_int_equal(s.parts[RELATIVE].points, 0);
}

/* Incumbent 3 for all three units; kin at Perhubungan 3 more: 6, 3, 3 -> 100.00, 50.00, 50.00. */
static void an_incumbent_and_a_relative_move_only_their_own_contributions(void **state)
{
	struct bench *b = *state;
	assert_ok(registry_incumbent_set(&b->d, "uji", 2, e));
	for (int i = 0; i < UNITS; i++) {
		assert_int_equal(score(b, i).sum, 3);
		assert_int_equal(score(b, i).score, 10000);
	}
	struct risk_fact_new kin = fact(b, FACT_RELATIVE, DISHUB, 1);
	assert_ok(risk_fact_add(&b->d, &kin, e));
	struct index_score s = score(b, DISHUB), other = score(b, DINKES);
	assert_int_equal(s.sum, 6);
	assert_int_equal(s.parts[INCUMBENT].points, 3);
	assert_int_equal(s.parts[RELATIVE].points, 3);
	assert_int_equal(other.sum, 3);
	assert_int_equal(other.score, 5000);
	assert_int_equal(other.rank, 2);
	assert_false(other.parts[RELATIVE].known); /* it was looked for at Perhubungan only */
	assert_ok(registry_incumbent_set(&b->d, "uji", 0, e));
	assert_int_equal(score(b, DISHUB).sum, 3);
	assert_true(score(b, DISHUB).parts[INCUMBENT].known);
}

static void an_entry_taken_back_counts_no_more_but_did_until_then(void **state)
{
	struct bench *b = *state;
	struct risk_fact_new kin = fact(b, FACT_RELATIVE, DISHUB, 1);
	assert_ok(risk_fact_add(&b->d, &kin, e));
	days_later(b, 2);
	scoped(tx_rollback) struct tx tx = {0};
	struct risk_facts_rows rows;
	assert_ok(desk_begin(&b->d, READ, &tx, e));
	assert_ok(risk_facts(&tx, b->o->id, &rows, e));
	tx_rollback(&tx);
	assert_int_equal(rows.n, 1);
	assert_ok(risk_fact_end(&b->d, rows.items[0].id, "keliru dicatat", e));
	struct err e;
	assert_int_equal(risk_fact_end(&b->d, rows.items[0].id, "sekali lagi", &e), NOT_FOUND);
	assert_int_equal(score(b, DISHUB).sum, 0);
	struct risk_world w = world(b, 3);
	size_t unit = area_of(b, &w, DISHUB);
	const int64_t sums[] = {0, 3, 3, 0}; /* the day before, the day itself, the next, the day it was taken back */
	for (int i = 0; i < 4; i++)
		assert_int_equal(w.sums[(size_t)i * w.n + unit], sums[i]);
}

/* "Looked for, none", written by mistake and taken back two days later: known on those two days alone. */
static void what_was_taken_back_is_known_no_more(void **state)
{
	struct bench *b = *state;
	struct risk_fact_new none = fact(b, FACT_RELATIVE, DISHUB, 0);
	assert_ok(risk_fact_add(&b->d, &none, e));
	days_later(b, 2);
	scoped(tx_rollback) struct tx tx = {0};
	struct risk_facts_rows rows;
	assert_ok(desk_begin(&b->d, READ, &tx, e));
	assert_ok(risk_facts(&tx, b->o->id, &rows, e));
	tx_rollback(&tx);
	assert_ok(risk_fact_end(&b->d, rows.items[0].id, "belum diperiksa", e));
	struct risk_world w = world(b, 3);
	const bool known[] = {false, true, true, false};
	for (int i = 0; i < 4; i++) {
		int64_t n;
		assert_int_equal(risk_count(&w, day_add(w.first, i), area_of(b, &w, DISHUB), RELATIVE, &n), known[i]);
		assert_int_equal(n, 0);
	}
}

/* Proven on 1 October 2024 (2 persons), on 3 November 2019 (older than five years: 1,825 days), one not proven. */
static void breaches_count_when_proven_and_for_five_years(void **state)
{
	struct bench *b = *state;
	proven(b, "Dinas Perhubungan", "proven", day_of(2024, 10, 1));
	proven(b, "Dinas Perhubungan", "proven", day_of(2024, 10, 1));
	proven(b, "Dinas Perhubungan", "not_proven", day_of(2024, 10, 1));
	proven(b, "Dinas Kesehatan", "proven", day_of(2019, 11, 3));
	proven(b, "Badan yang tidak terdaftar", "proven", day_of(2024, 10, 2));
	assert_int_equal(score(b, DISHUB).parts[PAST].counted, 2);
	assert_int_equal(score(b, DISHUB).sum, 6);
	assert_int_equal(score(b, DINKES).sum, 0);
	struct risk_world w = world(b, 40);
	assert_int_equal(w.without, 1);
	size_t unit = area_of(b, &w, DISHUB);
	assert_int_equal(w.sums[(size_t)(day_of(2024, 9, 30).n - w.first.n) * w.n + unit], 0);
	assert_int_equal(w.sums[(size_t)(day_of(2024, 10, 1).n - w.first.n) * w.n + unit], 6);
}

/* Determined on 22 September 2024: the forbidden time begins on 22 March (UU 10/2016 art 71 (2)), 21 March is free. */
static void officials_count_from_six_months_before_determination(void **state)
{
	struct bench *b = *state;
	struct day from;
	const struct law *law = b->o->law;
	assert_true(risk_forbidden(law, day_of(2024, 3, 22), day_of(2024, 9, 22), &from));
	assert_int_equal(from.n, day_of(2024, 3, 22).n);
	assert_false(risk_forbidden(law, day_of(2024, 3, 21), day_of(2024, 9, 22), &from));
	assert_false(risk_forbidden(law, day_of(2024, 9, 23), day_of(2024, 9, 22), &from));
	assert_true(risk_forbidden(law, day_of(2024, 2, 29), day_of(2024, 8, 31), &from)); /* 31 August: the end of February */
	struct risk_fact_new moved = fact(b, FACT_MUTATION, DINKES, 4);
	struct err e;
	moved.happened_on = day_of(2024, 3, 21);
	assert_int_equal(risk_fact_add(&b->d, &moved, &e), INVALID);
	assert_string_equal(e.field, "day");
	assert_non_null(strstr(e.why, "2024-03-22"));
	moved.happened_on = day_of(2024, 3, 22);
	assert_ok(risk_fact_add(&b->d, &moved, e));
	assert_int_equal(score(b, DINKES).sum, 8);
}

/* 100 people: 95 signed, 5 % are missing: 0; 89: one full tenth; 40: six. The newest figure counts. */
static void a_share_counts_full_tenths_that_are_missing(void **state)
{
	struct bench *b = *state;
	const int64_t signed_[] = {95, 89, 40, 100}, points[] = {0, 1, 6, 0};
	for (int i = 0; i < 4; i++) {
		share(b, FACT_PLEDGE, DISHUB, signed_[i], 100);
		assert_int_equal(score(b, DISHUB).parts[PLEDGE].points, points[i]);
		days_later(b, 1);
	}
	assert_false(score(b, DINKES).parts[PLEDGE].known);
	struct risk_world w = world(b, 4);
	size_t unit = area_of(b, &w, DISHUB);
	const int64_t sums[] = {0, 1, 6, 0, 0};
	for (int i = 0; i < 5; i++)
		assert_int_equal(w.sums[(size_t)i * w.n + unit], sums[i]);
}

SUPPORT_SQL(put_roster, "INSERT INTO roster (id, office, title, made_at) VALUES ($1, $2, 'Daftar uji', 0)", 2, 0, true, VALUE_INT, VALUE_INT);
SUPPORT_SQL(put_roster_unit, "INSERT INTO roster_unit (id, roster, agency, people, leave, retired, detached, other) VALUES ($1, $2, $3, $4, $5, 0, 0, 0)", 5, 0, true,
	    VALUE_INT, VALUE_INT, VALUE_INT, VALUE_INT, VALUE_INT);
SUPPORT_SQL(put_pledge, "INSERT INTO pledge (id, office, roster, title, institution, proof, opens_on, closes_on, made_at) "
	    "VALUES ($1, $2, $3, $4, 'Pemkot uji', 'code', $5, $6, 0)", 6, 0, true, VALUE_INT, VALUE_INT, VALUE_INT, VALUE_TEXT, VALUE_INT, VALUE_INT);
SUPPORT_SQL(put_signed, "INSERT INTO pledge_unit (id, pledge, agency, signed, beyond) VALUES ($1, $2, $3, $4, 0) "
	    "ON CONFLICT (pledge, agency) DO UPDATE SET signed = $4", 4, 0, true, VALUE_INT, VALUE_INT, VALUE_INT, VALUE_INT);
SUPPORT_SQL(every_measure, "SELECT source || '|' || done || '/' || total || CASE WHEN app_user IS NULL THEN '' ELSE '|by hand' END FROM risk_measure ORDER BY at, id", 0, 1, false, VALUE_NULL);

static int64_t campaign(struct bench *b, int64_t roster, const char *title, struct day opens)
{
	int64_t pledge = id_new(b->d.now);
	put(b, &put_pledge, (const struct value[]){value_id(pledge), value_id(b->o->id), value_id(roster), value_text(title), value_day(opens), value_day(day_add(opens, 30))});
	return pledge;
}

static const char *measures(struct bench *b)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct rows rows;
	const char *all = "";
	assert_ok(desk_begin(&b->d, READ, &tx, e));
	assert_ok(tx_run(&tx, &every_measure, NULL, &rows, e));
	for (size_t i = 0; i < rows.n_rows; i++)
		all = arena_printf(&b->s.arena, "%s%s%s", all, i ? "; " : "", value_as_text(&rows.items[i]));
	return all;
}

/* Perhubungan has 52 people, two on leave: 50 count. 41 signed: 9 missing are 1 full tenth of 50 x 1 = 1. Kesehatan has 40 and no
 * signature: 10 tenths. Randusari has one person, who is on leave: nobody counts, so nothing is known of it. Two days later all 50
 * of Perhubungan have signed; a figure that did not change is not written down again. */
static void the_board_of_the_pledge_feeds_the_index(void **state)
{
	struct bench *b = *state;
	int64_t roster = id_new(b->d.now);
	put(b, &put_roster, (const struct value[]){value_id(roster), value_id(b->o->id)});
	PUT(b, put_roster_unit, value_id(roster), value_id(b->units[DISHUB]), value_int(52), value_int(2));
	PUT(b, put_roster_unit, value_id(roster), value_id(b->units[DINKES]), value_int(40), value_int(0));
	PUT(b, put_roster_unit, value_id(roster), value_id(b->units[RANDUSARI]), value_int(1), value_int(1));
	campaign(b, roster, "Ikrar tahun lalu", day_of(2023, 11, 1));
	int64_t now = campaign(b, roster, "Ikrar 2024", day_of(2024, 11, 1));
	campaign(b, roster, "Ikrar yang akan datang", day_of(2024, 12, 1));
	PUT(b, put_signed, value_id(now), value_id(b->units[DISHUB]), value_int(41));
	assert_ok(risk_watch(&b->d, e));
	assert_ok(risk_ask(&b->d, e));
	assert_int_equal(score(b, DISHUB).parts[PLEDGE].points, 1);
	assert_int_equal(score(b, DINKES).parts[PLEDGE].points, 10);
	assert_false(score(b, RANDUSARI).parts[PLEDGE].known);
	assert_string_equal(measures(b), "papan ikrar: Ikrar 2024|41/50; papan ikrar: Ikrar 2024|0/40");
	days_later(b, 2);
	PUT(b, put_signed, value_id(now), value_id(b->units[DISHUB]), value_int(50));
	assert_ok(risk_watch(&b->d, e));
	assert_int_equal(score(b, DISHUB).parts[PLEDGE].points, 0);
	struct risk_world w = world(b, 2);
	assert_int_equal(w.sums[area_of(b, &w, DISHUB)], 1); /* two days ago it was what it was */
}

static int64_t officer(struct bench *b)
{
	int64_t id;
	scoped(tx_rollback) struct tx tx = {0};
	struct desk admin = b->d;
	struct user_new as = {.login = "laras", .name = "Laras Rekaan", .position = "Petugas", .role = ROLE_PREVENTION, .password = "tujuh gajah menari 58"};
	admin.role = ROLE_ADMIN;
	assert_ok(desk_begin(&admin, WRITE, &tx, e));
	assert_ok(access_user_add(&tx, &admin, &as, &id, e));
	assert_ok(tx_commit(&tx, e));
	return id;
}

static void a_figure_typed_by_hand_stands_until_the_board_moves(void **state)
{
	struct bench *b = *state;
	int64_t roster = id_new(b->d.now);
	put(b, &put_roster, (const struct value[]){value_id(roster), value_id(b->o->id)});
	PUT(b, put_roster_unit, value_id(roster), value_id(b->units[DISHUB]), value_int(100), value_int(0));
	int64_t now = campaign(b, roster, "Ikrar 2024", day_of(2024, 11, 1));
	assert_ok(risk_ask(&b->d, e));
	b->d.user = officer(b);
	share(b, FACT_PLEDGE, DISHUB, 70, 100);
	days_later(b, 1);
	assert_ok(risk_ask(&b->d, e));
	assert_int_equal(score(b, DISHUB).parts[PLEDGE].points, 3);
	PUT(b, put_signed, value_id(now), value_id(b->units[DISHUB]), value_int(75));
	assert_ok(risk_ask(&b->d, e));
	assert_int_equal(score(b, DISHUB).parts[PLEDGE].points, 2);
}

static void bad_input_is_refused_with_its_field(void **state)
{
	struct bench *b = *state;
	const struct {
		struct risk_fact_new as;
		const char *field;
	} bad[] = {
		{{FACT_PLEDGE, b->contest, 0, today(b), 1, "alasan cukup"}, "fact"},
		{{FACT_RELATIVE, 0, 0, today(b), 1, "alasan cukup"}, "contest"},
		{{FACT_RELATIVE, 77, 0, today(b), 1, "alasan cukup"}, "contest"},
		{{FACT_RELATIVE, b->contest, 77, today(b), 1, "alasan cukup"}, "agency"},
		{{FACT_RELATIVE, b->contest, 0, today(b), 2, "alasan cukup"}, "n"},
		{{FACT_MUTATION, b->contest, 0, today(b), -1, "alasan cukup"}, "n"},
		{{FACT_RELATIVE, b->contest, 0, day_add(today(b), 1), 1, "alasan cukup"}, "day"},
		{{FACT_RELATIVE, b->contest, 0, today(b), 1, "ya"}, "reason"},
		{{FACT_RELATIVE, b->contest, 0, today(b), 1, "kerabat BAGAS Pramudityan"}, "reason"},
		{{FACT_RELATIVE, b->contest, 0, today(b), 1, "NIP 198506172010011004"}, "reason"},
	};
	struct err e;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_int_equal(risk_fact_add(&b->d, &bad[i].as, &e), INVALID);
		assert_string_equal(e.field, bad[i].field);
	}
	struct risk_measure_new m = {FACT_PLEDGE, b->units[DISHUB], today(b), 5, 4, "kertas"};
	assert_int_equal(risk_measure_add(&b->d, &m, &e), INVALID);
	assert_string_equal(e.field, "done");
	m.total = 0;
	assert_int_equal(risk_measure_add(&b->d, &m, &e), INVALID);
	assert_string_equal(e.field, "total");
	assert_int_equal(registry_incumbent_set(&b->d, "uji", 3, &e), INVALID);
	assert_int_equal(registry_incumbent_set(&b->d, "tidak ada", 0, &e), NOT_FOUND);
	assert_int_equal(score(b, DISHUB).unknown, 6); /* nothing of it stayed */
}

/* Read once for all pages; again when something was typed, and after ten minutes. A reader keeps what it borrowed. */
static void pages_read_the_world_once_until_something_was_typed(void **state)
{
	struct bench *b = *state;
	scoped(risk_return) struct risk_kept *first = NULL, *again = NULL, *typed = NULL, *later = NULL;
	struct risk_fact_new kin = fact(b, FACT_RELATIVE, DISHUB, 1);
	assert_ok(risk_borrow(&b->d, &first, e));
	assert_ok(risk_borrow(&b->d, &again, e));
	assert_ptr_equal(first, again);
	assert_ok(risk_fact_add(&b->d, &kin, e));
	assert_ok(risk_borrow(&b->d, &typed, e));
	assert_ptr_not_equal(first, typed);
	size_t unit = area_of(b, &typed->w, DISHUB), today_at = (size_t)(typed->w.last.n - typed->w.first.n) * typed->w.n + unit;
	assert_int_equal(first->w.sums[today_at], 0);
	assert_int_equal(typed->w.sums[today_at], 3);
	b->d.now.us += 600 * SECOND_US;
	assert_ok(risk_borrow(&b->d, &later, e));
	assert_ptr_not_equal(typed, later);
	assert_int_equal(later->w.sums[today_at], 3);
}

/* ---- rules ---- */

static const struct law_warning *rule(struct bench *b, const char *code)
{
	const struct law *law = b->o->law;
	for (size_t i = 0; i < law->warnings.n; i++)
		if (!strcmp(law->warnings.items[i].code, code))
			return &law->warnings.items[i];
	fail_msg("no rule %s", code);
	return NULL;
}

static struct risk_fires fires(struct bench *b, const char *code, int back)
{
	struct risk_world w = world(b, back + 40);
	struct risk_fires ret;
	risk_rule_fires(&w, &b->s.arena, rule(b, code), day_add(today(b), -back), today(b), &ret);
	return ret;
}

static void fires_on(const struct risk_fires *f, size_t i, struct day day)
{
	assert_true(i < f->n);
	assert_int_equal(f->items[i].day.n, day.n);
}

/* Campaign 2024: 25 September to 23 November (PKPU 2/2024). A week before: 18 September. */
static void a_stage_fires_its_days_before_and_after(void **state)
{
	struct bench *b = *state;
	struct risk_fires f = fires(b, "PD-KAMPANYE", 730);
	assert_int_equal(f.n, 1); /* that of the general election of 2024 is not this office's */
	fires_on(&f, 0, day_of(2024, 9, 18));
	assert_string_equal(f.items[0].cause, "PILKADA-2024:CAMPAIGN");
	assert_string_equal(f.items[0].why_id, "Masa kampanye (Pemilihan Serentak 2024): mulai Rabu, 25 September 2024");
	assert_int_equal(fires(b, "PD-KAMPANYE", 46).n, 0); /* 4 November less 46 days is 19 September */
	assert_int_equal(fires(b, "PD-AKHIR", 730).n, 0);
	days_later(b, 19); /* 23 November, the last day of the campaign */
	f = fires(b, "PD-AKHIR", 0);
	fires_on(&f, 0, day_of(2024, 11, 23));
}

/* One unit comes to 6 points of 6 on the day on which kin is entered: 100, from 100 of 3 (below the least sum of 6). */
static void the_index_fires_once_when_a_unit_comes_over_the_mark(void **state)
{
	struct bench *b = *state;
	assert_ok(registry_incumbent_set(&b->d, "uji", 2, e));
	assert_int_equal(fires(b, "PD-TINGGI", 30).n, 0); /* all stand at 100 with 3 points: not enough to warn */
	days_later(b, 3);
	struct risk_fact_new kin = fact(b, FACT_RELATIVE, DISHUB, 1);
	assert_ok(risk_fact_add(&b->d, &kin, e));
	days_later(b, 5);
	struct risk_fires f = fires(b, "PD-TINGGI", 30);
	assert_int_equal(f.n, 1);
	fires_on(&f, 0, day_add(today(b), -5));
	assert_int_equal(f.items[0].agency, b->units[DISHUB]);
	assert_string_equal(f.items[0].why_id, "skor 100,00, jumlah 6; naik: Kerabat pejabat maju +3");
}

/* Perhubungan 3 of 6 (50), four days later 9 of 9 (100): up by 50 within 30 days. Kesehatan falls and does not fire. */
static void a_jump_fires_when_it_happens_and_not_every_day_after(void **state)
{
	struct bench *b = *state;
	struct risk_fact_new moved = fact(b, FACT_MUTATION, DINKES, 3);
	struct risk_fact_new kin = fact(b, FACT_RELATIVE, DISHUB, 1);
	moved.happened_on = day_of(2024, 9, 1);
	assert_ok(risk_fact_add(&b->d, &moved, e));
	assert_ok(risk_fact_add(&b->d, &kin, e));
	days_later(b, 35);
	struct risk_fact_new more = fact(b, FACT_MUTATION, DISHUB, 3);
	more.happened_on = day_of(2024, 9, 2);
	assert_ok(risk_fact_add(&b->d, &more, e));
	days_later(b, 4);
	struct risk_fires f = fires(b, "PD-LONJAK", 20);
	assert_int_equal(f.n, 1);
	fires_on(&f, 0, day_add(today(b), -4));
	assert_int_equal(f.items[0].agency, b->units[DISHUB]);
	assert_non_null(strstr(f.items[0].why_id, "Mutasi dalam enam bulan sebelum penetapan calon +6"));
}

/* A fortnight before the determination of 22 September: 8 September. Known by then: one unit of three, at 79 %. */
static void a_share_below_fires_before_its_stage_and_no_data_is_not_below(void **state)
{
	struct bench *b = *state;
	b->d.now = instant_at(day_of(2024, 9, 2), 9, 0, 0, WIB);
	assert_int_equal(fires(b, "PD-IKRAR", 0).n, 0);
	share(b, FACT_PLEDGE, DISHUB, 79, 100);
	share(b, FACT_PLEDGE, DINKES, 80, 100);
	days_later(b, 10);
	share(b, FACT_PLEDGE, RANDUSARI, 1, 100); /* too late for that day */
	struct risk_fires f = fires(b, "PD-IKRAR", 20);
	assert_int_equal(f.n, 1);
	fires_on(&f, 0, day_of(2024, 9, 8));
	assert_string_equal(f.items[0].why_id, "1 dari 3 perangkat daerah di bawah 80 %; 1 tanpa data");
}

/* ---- warnings ---- */

/* A pack in which PD-AKHIR ended on 22 November: the campaign's last day, the 23rd, fires nothing any more. */
static void a_rule_that_has_ended_warns_no_more(void **state)
{
	struct bench *b = *state;
	struct risk_fires f;
	struct law_warning rule = {.code = "PD-UJI", .on = ON_STAGE_END, .stage = "CAMPAIGN", .row = {.from = DAY_NONE, .to = day_of(2024, 11, 23)}};
	b->d.now = instant_at(day_of(2024, 11, 25), 9, 0, 0, WIB);
	struct risk_world w = world(b, 10);
	risk_rule_fires(&w, &b->s.arena, &rule, w.first, w.last, &f);
	assert_int_equal(f.n, 1);
	fires_on(&f, 0, day_of(2024, 11, 23));
	rule.row.to = day_of(2024, 11, 22);
	risk_rule_fires(&w, &b->s.arena, &rule, w.first, w.last, &f);
	assert_int_equal(f.n, 0);
}

static size_t warnings(struct bench *b, const char *role, bool open, struct risk_warnings_rows *ret)
{
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&b->d, READ, &tx, e));
	assert_ok(risk_warnings(&tx, b->o->id, role, open, 50, ret, e));
	return ret->n;
}

/* Switched on, then entered: the warning is there at once, tells roles, names nobody, and comes once. */
static void a_warning_goes_to_roles_once_and_names_nobody(void **state)
{
	struct bench *b = *state;
	struct risk_warnings_rows w;
	assert_ok(risk_switch(&b->d, "PD-TINGGI", true, 0, "sudah dicoba", e));
	assert_ok(registry_incumbent_set(&b->d, "uji", 2, e));
	struct risk_fact_new kin = fact(b, FACT_RELATIVE, DISHUB, 1);
	assert_ok(risk_fact_add(&b->d, &kin, e));
	assert_int_equal(warnings(b, "prevention", true, &w), 1);
	assert_string_equal(w.items[0].roles, ",prevention,chair,handler,");
	assert_string_equal(w.items[0].agency, "Dinas Perhubungan");
	assert_int_equal(warnings(b, "secretary", true, &w), 0);
	for (int i = 0; i < 3; i++) {
		assert_ok(risk_watch(&b->d, e));
		days_later(b, 1);
	}
	assert_int_equal(warnings(b, "chair", true, &w), 1);
	scoped(tx_rollback) struct tx tx = {0};
	struct rows rows;
	assert_ok(desk_begin(&b->d, READ, &tx, e));
	assert_ok(tx_run(&tx, &every_warning, NULL, &rows, e));
	assert_null(strstr(value_as_text(&rows.items[0]), "Pramudityan"));
}

static void a_rule_that_is_off_warns_nobody(void **state)
{
	struct bench *b = *state;
	struct risk_warnings_rows w;
	struct risk_fact_new kin = fact(b, FACT_MUTATION, DISHUB, 5);
	kin.happened_on = day_of(2024, 9, 1);
	assert_ok(risk_fact_add(&b->d, &kin, e));
	assert_ok(risk_watch(&b->d, e));
	assert_int_equal(warnings(b, "chair", true, &w), 0);
	/* Switched on later: it does not tell of what came before. But the same day is today's. */
	days_later(b, 1);
	assert_ok(risk_switch(&b->d, "PD-TINGGI", true, 1, "sudah dicoba", e));
	assert_ok(risk_watch(&b->d, e));
	assert_int_equal(warnings(b, "chair", true, &w), 0);
	assert_ok(risk_switch(&b->d, "PD-TINGGI", false, 0, "terlalu sering", e));
}

static void a_rule_goes_live_only_after_its_trial_was_seen(void **state)
{
	struct bench *b = *state;
	struct err e;
	assert_int_equal(risk_switch(&b->d, "PD-KAMPANYE", true, 0, "belum dilihat", &e), CONFLICT);
	assert_ok(risk_switch(&b->d, "PD-KAMPANYE", true, 1, "sudah dilihat", e));
	assert_int_equal(risk_switch(&b->d, "PD-TIDAK-ADA", true, 0, "apa saja", &e), NOT_FOUND);
	assert_int_equal(risk_switch(&b->d, "PD-KAMPANYE", false, 0, "x", &e), INVALID);
}

/* Saturday 23 November 2024 is the campaign's last day; nobody is at work. On Monday the keeper catches up. */
static void the_keeper_works_in_office_time_and_catches_up(void **state)
{
	struct bench *b = *state;
	struct risk_warnings_rows w;
	assert_ok(risk_switch(&b->d, "PD-AKHIR", true, 0, "sudah dicoba", e));
	b->d.now = instant_at(day_of(2024, 11, 23), 10, 0, 0, WIB);
	assert_ok(risk_watch(&b->d, e));
	assert_int_equal(warnings(b, "patrol", true, &w), 0);
	b->d.now = instant_at(day_of(2024, 11, 25), 7, 59, 0, WIB);
	assert_ok(risk_watch(&b->d, e));
	assert_int_equal(warnings(b, "patrol", true, &w), 0);
	b->d.now = instant_at(day_of(2024, 11, 25), 8, 0, 0, WIB);
	assert_ok(risk_watch(&b->d, e));
	assert_int_equal(warnings(b, "patrol", true, &w), 1);
	assert_int_equal(w.items[0].fired_on.n, day_of(2024, 11, 23).n);
}

static void a_warning_is_answered_once_by_a_role_it_tells(void **state)
{
	struct bench *b = *state;
	struct risk_warnings_rows w;
	struct err e;
	assert_ok(risk_switch(&b->d, "PD-AKHIR", true, 0, "sudah dicoba", e));
	b->d.now = instant_at(day_of(2024, 11, 25), 9, 0, 0, WIB);
	assert_ok(risk_watch(&b->d, e));
	assert_int_equal(warnings(b, "prevention", true, &w), 1);
	int64_t id = w.items[0].id;
	struct desk other = b->d;
	other.role = ROLE_SECRETARY;
	assert_int_equal(risk_answer(&other, id, "done", "", &e), NOT_FOUND);
	assert_int_equal(risk_answer(&b->d, id, "maybe", "", &e), INVALID);
	assert_int_equal(risk_answer(&b->d, id, "not_needed", "", &e), INVALID);
	assert_int_equal(risk_answer(&b->d, id, "not_needed", "karena Bagas Pramudityan cuti", &e), INVALID);
	assert_ok(risk_answer(&b->d, id, "not_needed", "patroli sudah berjalan", e));
	assert_int_equal(risk_answer(&b->d, id, "done", "", &e), CONFLICT);
	assert_int_equal(warnings(b, "prevention", true, &w), 0);
	assert_int_equal(warnings(b, "prevention", false, &w), 1);
	assert_string_equal(w.items[0].answer, "not_needed");
}

#define RISK_TEST(name) cmocka_unit_test_setup_teardown(name, start, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		RISK_TEST(the_rows_of_the_law_are_the_indicators),
		RISK_TEST(what_nobody_looked_for_is_not_known),
		RISK_TEST(an_incumbent_and_a_relative_move_only_their_own_contributions),
		RISK_TEST(an_entry_taken_back_counts_no_more_but_did_until_then),
		RISK_TEST(what_was_taken_back_is_known_no_more),
		RISK_TEST(the_board_of_the_pledge_feeds_the_index),
		RISK_TEST(a_figure_typed_by_hand_stands_until_the_board_moves),
		RISK_TEST(a_rule_that_has_ended_warns_no_more),
		RISK_TEST(breaches_count_when_proven_and_for_five_years),
		RISK_TEST(officials_count_from_six_months_before_determination),
		RISK_TEST(a_share_counts_full_tenths_that_are_missing),
		RISK_TEST(bad_input_is_refused_with_its_field),
		RISK_TEST(pages_read_the_world_once_until_something_was_typed),
		RISK_TEST(a_stage_fires_its_days_before_and_after),
		RISK_TEST(the_index_fires_once_when_a_unit_comes_over_the_mark),
		RISK_TEST(a_jump_fires_when_it_happens_and_not_every_day_after),
		RISK_TEST(a_share_below_fires_before_its_stage_and_no_data_is_not_below),
		RISK_TEST(a_warning_goes_to_roles_once_and_names_nobody),
		RISK_TEST(a_rule_that_is_off_warns_nobody),
		RISK_TEST(a_rule_goes_live_only_after_its_trial_was_seen),
		RISK_TEST(the_keeper_works_in_office_time_and_catches_up),
		RISK_TEST(a_warning_is_answered_once_by_a_role_it_tells),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
