/* list.c -- what a new calendar moved, for people: as CSV for a spreadsheet, as a paper for the plenary. Files are named
 * by their numbers; no person is. */
#include "desk/decree/decree_internal.h"

#include "paper/paper.h"

#include <string.h>

#define BATCH 500

static const char *moment(const struct desk *d, struct arena *a, struct instant t)
{
	char text[64];
	return arena_strdup(a, instant_iso(t, d->office->zone, text));
}

static void csv_row(struct buf *out, const struct desk *d, struct arena *a, const struct moves_of_version_row *m)
{
	buf_csv(out, m->number ? m->number : "");
	buf_char(out, ',');
	buf_csv(out, docket_kind_name(m->kind));
	buf_printf(out, ",%s,", m->clock);
	buf_text(out, strcmp(m->old_status, "uncounted") ? moment(d, a, m->old_last) : "");
	buf_printf(out, ",%s,%s,", moment(d, a, m->new_last), m->notice == NOTICE_EARLIER ? "ya" : "tidak");
	buf_csv(out, m->owner_name ? m->owner_name : "");
	buf_char(out, '\n');
}

enum status decree_moves_csv(struct tx *tx, const struct desk *d, int64_t version, struct buf *out, struct err *e)
{
	struct moves_of_version_rows rows = {.n = BATCH};
	struct arena *callers = tx->arena;
	scoped(arena_free) struct arena a = {0};
	buf_text(out, "nomor,jenis,tenggat,semula,menjadi,maju,pemegang\n");
	tx->arena = &a;
	enum status status = OK;
	for (int64_t after = 0; rows.n == BATCH && status == OK;) {
		arena_reset(&a);
		status = moves_of_version(tx, version, after, BATCH, &rows, e);
		for (size_t i = 0; status == OK && i < rows.n; i++)
			csv_row(out, d, &a, &rows.items[i]);
		after = status == OK && rows.n ? rows.items[rows.n - 1].id : after;
	}
	tx->arena = callers;
	return status == OK ? buf_done(out, e) : status;
}

#define ON_PAPER 300 /* rows; the CSV has them all */

static const char *long_day(struct arena *a, const struct desk *d, struct instant t)
{
	char text[64];
	return arena_strdup(a, instant_long(t, d->office->zone, ID, text));
}

static const char *moves_table(struct arena *a, const struct desk *d, const struct moves_of_version_rows *rows)
{
	if (!rows->n)
		return "Tidak ada tenggat yang berubah.";
	scoped(buf_free) struct buf b = {.limit = (size_t)4 << 20};
	buf_text(&b, "| Berkas | Tenggat | Semula | Menjadi |\n|---|---|---|---|\n");
	for (size_t i = 0; i < rows->n; i++) {
		const struct moves_of_version_row *m = &rows->items[i];
		const struct law_clock *clock = law_clock(desk_law(d), m->clock);
		bool counted = strcmp(m->old_status, "uncounted") != 0;
		buf_printf(&b, "| %s | %s | %s | %s%s |\n", paper_escape_cell(a, m->number ? m->number : m->title),
			   paper_escape_cell(a, clock ? clock->name_id : m->clock),
			   counted ? long_day(a, d, m->old_last) : "belum terhitung", long_day(a, d, m->new_last),
			   m->notice == NOTICE_EARLIER ? " (maju)" : "");
	}
	return buf_arena(a, &b);
}

enum status decree_letter(struct tx *tx, const struct desk *d, int64_t decree, struct letter_made *ret, struct err *e)
{
	struct arena *a = tx->arena;
	bool found;
	struct decree_get_row row;
	struct version_of_decree_row version;
	struct moves_of_version_rows rows;
	struct moves_count_row counted;
	char day[DAY_TEXT_MAX];
	TRY(decree_get(tx, decree, &row, e));
	TRY(version_of_decree(tx, d->office->id, decree, &found, &version, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "this decree has changed no calendar");
	TRY(moves_of_version(tx, version.id, 0, ON_PAPER, &rows, e));
	TRY(moves_count(tx, version.id, &counted, e));
	struct letter_field fields[] = {
		{"decree_number", row.number, false},
		{"decree_title", row.title, false},
		{"decree_day", day_long(row.decided_on, ID, day), false},
		{"decree_people", arena_printf(a, "%s dan %s", row.first_name ? row.first_name : "program",
					       row.second_name ? row.second_name : "-"), false},
		{"decree_calendar", arena_printf(a, "nomor %lld, %.12s", (long long)version.number, version.hash), false},
		{"decree_counted", arena_printf(a, "%lld tenggat pada %lld berkas; %lld maju", (long long)counted.clocks,
						(long long)counted.files, (long long)counted.earlier), false},
		{"decree_moves", moves_table(a, d, &rows), true},
	};
	struct letter_new paper = {.form = "calendar_change", .fields = fields, .n_fields = sizeof fields / sizeof *fields,
				   .subject = arena_printf(a, "Tenggat yang berubah karena %s", row.number), .recipient = ""};
	return docket_letter(tx, d, &paper, ret, e);
}
