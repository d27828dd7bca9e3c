/* annex.c -- a deadline explained on paper: each day, counted or not, and why (PRODUCT N3). It goes with a
 * letter, so that a reporter or an agency can check the count with a calendar in hand. */
#include "desk/docket/docket_internal.h"

#include "paper/paper.h"

#include <string.h>

static const char *unit_words(const char *unit)
{
	if (!strcmp(unit, "working_day"))
		return "hari kerja";
	if (!strcmp(unit, "hour"))
		return "jam";
	return !strcmp(unit, "month") ? "bulan" : "hari kalender";
}

static const char *day_words(struct arena *a, struct day d)
{
	char text[DAY_TEXT_MAX];
	return arena_strdup(a, day_long(d, ID, text));
}

/* "Libur nasional: Hari Raya Natal (SKB 1/2024)"; of a pause also who noted it. */
static const char *day_why(struct arena *a, const struct docket_day *on, const struct clock_pauses_rows *pauses)
{
	static const char *const kinds[][2] = {{"libur_nasional: ", "Libur nasional: "}, {"cuti_bersama: ", "Cuti bersama: "},
					       {"hari_pemungutan_suara: ", "Hari pemungutan suara: "},
					       {"libur_daerah: ", "Libur daerah: "}, {"jeda: ", "Jeda: "}};
	const char *why = on->why;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (text_starts(on->why, kinds[i][0]))
			why = arena_printf(a, "%s%s", kinds[i][1], on->why + strlen(kinds[i][0]));
	for (size_t i = 0; i < pauses->n && text_starts(on->why, "jeda"); i++) {
		const struct clock_pauses_row *p = &pauses->items[i];
		if (p->from_on.n <= on->day.n && (day_is_none(p->to_on) || on->day.n <= p->to_on.n) && p->made_name)
			why = arena_printf(a, "Jeda: %s (dicatat %s)", p->reason, p->made_name);
	}
	return text_blank(on->basis) ? why : arena_printf(a, "%s (%s)", why, on->basis);
}

/* The counting rules that made the date, one sentence each; how sure we are of each. */
static const char *rules_list(struct arena *a, const struct law_clock *c, const struct docket_sum *s)
{
	scoped(buf_free) struct buf b = {0};
	enum clock_rule rules[CLOCK_RULE_N];
	size_t n = clock_rules(&(struct deadline){.clock = c, .start = s->start}, rules);
	for (size_t i = 0; i < n && rules[i] != R11; i++) /* R11, that it can be printed, the paper shows itself */
		buf_printf(&b, "- %s [%s]: %s\n", clock_rule_code(rules[i]), clock_rule_mark(rules[i], c),
			   paper_escape(a, clock_rule_text(rules[i], ID)));
	return buf_arena(a, &b);
}

static const char *trust_words(enum confidence c)
{
	switch (c) {
	case SEEN:
		return "pasalnya sudah dibaca di sumbernya [S]";
	case KNOWN:
		return "aturannya dikenal, pasalnya belum dibaca sendiri di sumbernya [K]";
	case UNSURE:
		return "lamanya belum pasti, dasarnya belum dilihat di sumber mana pun [?]";
	}
	return "";
}

/* How the date came to be what it is; nothing when it never moved. */
static const char *moves_words(struct arena *a, const struct clock_moves_rows *moves, enum zone zone)
{
	scoped(buf_free) struct buf b = {0};
	char last[64], at[64];
	for (size_t i = 0; i < moves->n; i++)
		buf_printf(&b, "%s- Sampai %s semula %s. %s\n", i ? "" : "Tanggal ini pernah berpindah:\n\n",
			   instant_long(moves->items[i].at, zone, ID, at), instant_long(moves->items[i].old_last, zone, ID, last),
			   paper_escape(a, moves->items[i].text));
	return moves->n ? buf_arena(a, &b) : "Tanggal ini belum pernah berpindah.";
}

/* A count in hours has no days to show. */
static const char *days_table(struct arena *a, const struct docket_sum *s, const struct clock_pauses_rows *pauses)
{
	if (!s->n)
		return "Dihitung jam demi jam; hari libur tidak berpengaruh.";
	scoped(buf_free) struct buf b = {0};
	buf_text(&b, "| Hari | Hitungan | Sebab |\n|---|---|---|\n");
	buf_printf(&b, "| %s | tidak dihitung | hari mulai |\n", day_words(a, s->start_day));
	for (size_t i = 0; i < s->n; i++) {
		const struct docket_day *on = &s->items[i];
		if (on->day.n == s->start_day.n)
			continue;
		const char *count =
			on->counted ? arena_printf(a, "hari ke\\-%d", on->number) : "tidak dihitung";
		const char *why = on->counted ? unit_words(s->unit) : day_why(a, on, pauses);
		buf_printf(&b, "| %s | %s | %s |\n", day_words(a, on->day), count, paper_escape_cell(a, why));
	}
	return buf_arena(a, &b);
}

static const char *start_words(struct arena *a, const struct docket_sum *s)
{
	char text[64];
	return instant_is_none(s->start) ? day_words(a, s->start_day)
					 : arena_strdup(a, instant_long(s->start, s->zone, ID, text));
}

enum status docket_sum_letter(struct tx *tx, const struct desk *d, int64_t clock_run, struct letter_made *ret,
			      struct err *e)
{
	struct arena *a = tx->arena;
	struct clock_run_get_row run;
	TRY(clock_run_get(tx, clock_run, &run, e));
	struct docket_file f;
	TRY(docket_file_get(tx, d, run.case_file, &f, e));
	struct docket_sum s;
	TRY(docket_sum_read(a, run.sum, &s, e));
	if (instant_is_none(s.start))
		s.start = run.start_at; /* a sum that many files share keeps no hour */
	const struct law_clock *c = law_clock_at(f.law, run.clock, run.start_on);
	if (!c && !(c = law_clock(f.law, run.clock)))
		return FAIL(e, NOT_FOUND, "the pack of the file has no clock %s", run.clock);
	struct clock_moves_rows moves;
	struct clock_pauses_rows pauses;
	TRY(clock_moves(tx, run.id, &moves, e));
	TRY(clock_pauses(tx, run.id, &pauses, e));
	const char *number = f.row.register_number ? f.row.register_number : f.row.receipt_number;
	char last[64], counter[64];
	bool earlier = !instant_is_none(s.counter_closes) && s.counter_closes.us < s.last.us;
	struct letter_field fields[] = {
		{"clock_name", s.name_id, false},
		{"clock_code", s.clock, false},
		{"clock_file", number ? number : f.row.title, false},
		{"clock_length", arena_printf(a, "%d %s", s.amount, unit_words(s.unit)), false},
		{"clock_start", start_words(a, &s), false},
		{"clock_last", instant_long(s.last, s.zone, ID, last), false},
		{"clock_counter", earlier ? instant_long(s.counter_closes, s.zone, ID, counter) : "sama dengan batas", false},
		{"clock_basis", s.basis, false},
		{"clock_trust", trust_words(c->row.confidence), false},
		{"clock_days", days_table(a, &s, &pauses), true},
		{"clock_rules", rules_list(a, c, &s), true},
		{"clock_moves", moves_words(a, &moves, s.zone), true},
		{"clock_calendar", arena_printf(a, "%.12s", s.calendar), false},
		{"clock_law", arena_printf(a, "%s, sha256 %.12s", s.law_name, s.rulepack), false},
	};
	struct letter_new paper = {.case_file = run.case_file,
				   .form = "clock_sum",
				   .fields = fields,
				   .n_fields = sizeof fields / sizeof *fields};
	return docket_letter(tx, d, &paper, ret, e);
}
