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

/* A count in hours has no days to show. */
static const char *days_table(struct arena *a, const struct docket_sum *s)
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
		const char *why = on->counted ? unit_words(s->unit) : on->why;
		buf_printf(&b, "| %s | %s | %s |\n", day_words(a, on->day), count, paper_escape(a, why));
	}
	return buf_arena(a, &b);
}

static const char *start_words(struct arena *a, const struct desk *d, const struct docket_sum *s)
{
	char text[64];
	return instant_is_none(s->start) ? day_words(a, s->start_day)
					 : arena_strdup(a, instant_long(s->start, d->office->zone, ID, text));
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
	const char *number = f.row.register_number ? f.row.register_number : f.row.receipt_number;
	char last[64];
	struct letter_field fields[] = {
		{"clock_name", s.name_id, false},
		{"clock_code", s.clock, false},
		{"clock_file", number ? number : f.row.title, false},
		{"clock_length", arena_printf(a, "%d %s", s.amount, unit_words(s.unit)), false},
		{"clock_start", start_words(a, d, &s), false},
		{"clock_last", instant_long(s.last, d->office->zone, ID, last), false},
		{"clock_basis", s.basis, false},
		{"clock_days", days_table(a, &s), true},
		{"clock_calendar", arena_printf(a, "%.12s", s.calendar), false},
		{"clock_law", arena_printf(a, "%s, sha256 %.12s", s.law_name, s.rulepack), false},
	};
	struct letter_new paper = {.case_file = run.case_file,
				   .form = "clock_sum",
				   .fields = fields,
				   .n_fields = sizeof fields / sizeof *fields};
	return docket_letter(tx, d, &paper, ret, e);
}
