/* clock_show.c -- see clock_show.h. Columns are fixed, so that a sum can be read down; a decree is named once, below,
 * and its days point to it by number. */
#include "cli/clock_show.h"

#include <stdio.h>
#include <string.h>

#define DECREES_MAX 16 /* of one sum; a count over more years than that points to the last */

static const char *say(enum lang lang, const char *id, const char *en)
{
	return lang == EN ? en : id;
}

/* "  dasar          UU ..." */
static void line(enum lang lang, const char *id, const char *en, const char *text)
{
	printf("  %-15s %s\n", say(lang, id, en), text);
}

static const char *amount_text(const struct law_clock *c, enum lang lang, char ret[static 48])
{
	static const char *const units[][2] = {[CALENDAR_DAY] = {"hari kalender", "calendar days"},
					       [WORKING_DAY] = {"hari kerja", "working days"},
					       [HOUR] = {"jam", "hours"},
					       [MONTH] = {"bulan", "months"}};
	snprintf(ret, 48, "%d %s%s", c->amount, units[c->unit][lang],
		 c->backwards ? say(lang, " ke belakang", " back") : "");
	return ret;
}

static void show_end(const struct deadline *due, enum lang lang)
{
	char text[64];
	bool early = !instant_is_none(due->counter_closes) && due->counter_closes.us < due->last.us;
	if (due->open) {
		line(lang, "paling lambat", "at the latest",
		     say(lang, "belum diketahui: jeda belum berakhir", "not known: a pause has not ended"));
		return;
	}
	instant_long(due->last, due->zone, lang, text);
	if (due->clock->effective)
		line(lang, "berlaku", "takes effect", text);
	else
		line(lang, "paling lambat", "at the latest", text);
	if (early)
		printf("  %-15s %s  (%s)\n", say(lang, "loket tutup", "counter closes"),
		       instant_long(due->counter_closes, due->zone, lang, text),
		       say(lang, "lebih awal daripada tenggatnya", "before the deadline itself"));
}

void clock_show(const struct deadline *due, enum lang lang)
{
	char text[64], day[DAY_TEXT_MAX], amount[48];
	const struct law_clock *c = due->clock;
	bool english = lang == EN && !text_blank(c->name_en);
	printf("%s  %s, %s\n", c->code, english ? c->name_en : c->name_id, amount_text(c, lang, amount));
	show_end(due, lang);
	printf("  %-15s %s  (%s)\n", say(lang, "mulai", "starts"),
	       instant_is_none(due->start) ? day_long(due->start_day, lang, day)
					   : instant_long(due->start, due->zone, lang, text),
	       c->unit == HOUR ? say(lang, "dihitung dari detik itu", "counted from that second")
			       : say(lang, "hari ini tidak dihitung", "this day is not counted"));
	printf("  %-15s %s [%s]\n", say(lang, "dasar", "basis"), c->row.basis, confidence_mark(c->row.confidence));
}

/* The decrees of a sum, in the order in which their days come. */
struct decrees {
	const char *items[DECREES_MAX];
	size_t n;
};

/* The number of @basis among them, from 1; 0 for none. */
static size_t decree(struct decrees *d, const char *basis)
{
	if (!basis[0])
		return 0;
	for (size_t i = 0; i < d->n; i++)
		if (!strcmp(d->items[i], basis))
			return i + 1;
	if (d->n < DECREES_MAX)
		d->items[d->n++] = basis;
	return d->n;
}

static void explain_day(struct arena *a, const struct deadline *due, const struct day_note *note, enum lang lang,
			struct decrees *decrees)
{
	char day[DAY_TEXT_MAX], count[16] = "-";
	size_t n = decree(decrees, clock_note_basis(note));
	bool numbered = note->kind == NOTE_COUNTED;
	if (note->counted)
		snprintf(count, sizeof count, "%d", note->number);
	printf("  %-30s %5s  %-4s  %s", day_long(note->day, lang, day), count,
	       clock_rule_code(clock_note_rule(due, note)), clock_note_text(a, due, note, lang));
	if (numbered && note->day.n == day_of_instant(due->last, due->zone).n)
		printf(", %s", say(lang, "hari terakhir", "the last day"));
	printf(n ? " [%zu]\n" : "\n", n);
}

static void explain_days(struct arena *a, const struct deadline *due, enum lang lang)
{
	char day[DAY_TEXT_MAX];
	struct decrees decrees = {.n = 0};
	printf("\n  %-30s %5s  %-4s  %s\n", say(lang, "hari", "day"), say(lang, "ke", "no."), say(lang, "atur", "rule"),
	       say(lang, "keterangan", "why"));
	printf("  %-30s %5s  %-4s  %s\n", day_long(due->start_day, lang, day), "-", due->clock->backwards ? "R9" : "R1",
	       say(lang, "hari awal, tidak dihitung", "the start, not counted"));
	for (size_t i = 0; i < due->n; i++)
		explain_day(a, due, &due->items[i], lang, &decrees);
	for (size_t i = 0; i < decrees.n; i++)
		printf("%s  [%zu] %s\n", i ? "" : "\n", i + 1, decrees.items[i]);
}

static void explain_rules(const struct deadline *due, enum lang lang)
{
	enum clock_rule rules[CLOCK_RULE_N];
	size_t n = clock_rules(due, rules);
	printf("\n  %s\n", say(lang, "Aturan hitungan (S terbaca di sumber, K diketahui, ? belum pasti)",
				"Rules of counting (S read in the source, K known, ? not settled)"));
	for (size_t i = 0; i < n; i++)
		printf("  %-4s [%s] %s\n", clock_rule_code(rules[i]), clock_rule_mark(rules[i], due->clock),
		       clock_rule_text(rules[i], lang));
}

void clock_explain(struct arena *a, const struct law *law, const struct deadline *due, enum lang lang)
{
	const struct law_row *row = &due->clock->row;
	if (due->clock->unit != HOUR)
		explain_days(a, due, lang);
	explain_rules(due, lang);
	printf("\n");
	line(lang, "kalender", "calendar", due->calendar_version);
	printf("  %-15s %s %s, sha256 %s\n", say(lang, "paket aturan", "rule pack"), law->name, law->version,
	       hash_hex(a, law->hash));
	for (size_t i = 0; i < row->sources.n; i++)
		line(lang, i ? "" : "sumber", i ? "" : "source", row->sources.items[i]);
	if (row->note[0])
		line(lang, "catatan", "note", row->note);
}
