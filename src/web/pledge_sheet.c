/* pledge_sheet.c -- sheets of signatures: printed, back with their scan, keyed by one and confirmed by another. */
#include "web/casework.h"
#include "web/change.h"
#include "web/pledge_sheets.h"
#include "web/pledge_views.h"
#include "web/role_words.h"

#include "desk/docket/crest.h"
#include "desk/evidence/evidence.h"
#include "paper/paper.h"

#include "page_pledge_sheet.h"
#include "page_pledge_sheets.h"

#include <string.h>

#define DOUBLES_SHOWN 500
#define TICKS_A_PAGE  100 /* a form has at most 200 fields */

/* What the desk found wrong, in the reader's words. */
static struct fault fault_words(struct request *rq, const struct err *e)
{
	static const struct fault_words words[] = {
		{"number", CONFLICT, "Lembar dengan nomor ini sudah ada. Buka lembar itu, atau beri nomor lain.", "A sheet with this number is here already. Open it, or give another number."},
		{"number", OK, "Nomor lembar: 1 sampai 99.999, atau kosongkan.", "Number of the sheet: 1 to 99,999, or leave it empty."},
		{"place", OK, "Tulis tempat penandatanganan.", "Write where it was signed."},
		{"held_on", OK, "Hari penandatanganan: di antara hari pertama dan terakhir kampanye, tidak sesudah hari ini.", "The day of signing: within the campaign's days, not after today."},
		{"scan", CONFLICT, "Pindaian ini sudah tercatat pada lembar lain, atau lembar ini sudah punya pindaian.", "This scan belongs to another sheet already, or the sheet has its scan."},
		{"scan", TOO_LARGE, "Pindaian paling besar 20 MB. Pindai dengan 150–200 dpi.", "A scan has at most 20 MB. Scan at 150 to 200 dpi."},
		{"scan", OK, "Pilih pindaian lembar: PDF, JPEG, atau PNG.", "Choose the scan of the sheet: PDF, JPEG or PNG."},
		{"version", OK, "Kampanye ini sedang tidak punya naskah yang ditandatangani. Pilih naskah yang tercetak pada lembar.", "The campaign has no text that is signed now. Choose the one that stands on the sheet."},
		{"agency", OK, "Daftar tidak punya perangkat daerah itu.", "The list has no such unit."},
		{"print_agency", OK, "Tidak ada lagi yang perlu dicetak untuk perangkat daerah itu.", "Nobody of that unit is left to be printed."},
		{"rows", OK, "Ada baris yang belum dapat dibaca. Belum ada yang tersimpan; ketikan Anda masih di bawah.", "Some lines cannot be read. Nothing was stored; what you typed is below."},
		{"turn", OK, "Ketikan kedua harus oleh orang lain, sesudah ketikan pertama. Anda tidak dapat mengonfirmasi ketikan sendiri.", "The second reading is by another person, after the first. Nobody confirms the own one."},
		{"sheet", OK, "Semua baris lembar ini sudah dikonfirmasi; tidak perlu diketik lagi.", "All rows of this sheet are confirmed; it need not be keyed again."},
		{"tick", OK, "Beri tanda baris yang cocok dengan kertas.", "Tick the rows that agree with the paper."},
		{"choice", OK, "Pilih bacaan orang lain, bukan bacaan Anda sendiri; baris itu mungkin juga sudah diputus.", "Choose the other's reading, not your own; the row may also be settled already."},
	};
	return rq_fault_said(rq, e, words, sizeof words / sizeof *words);
}

/* ---- The sheets of a campaign ---- */

static enum status choices_fill(struct request *rq, struct tx *tx, struct sheets_view *v, struct err *e)
{
	struct roster_units_rows units;
	struct pledge_versions_rows texts;
	int64_t agency = 0, print = 0, version = 0;
	if (int_parse(typed(rq, "agency", "0"), 0, INT64_MAX, &agency, NULL) != OK || int_parse(typed(rq, "print_agency", "0"), 0, INT64_MAX, &print, NULL) != OK ||
	    int_parse(typed(rq, "version", "0"), 0, INT64_MAX, &version, NULL) != OK)
		agency = print = version = 0;
	TRY(roster_units(tx, v->p.roster, &units, e));
	TRY(pledge_versions(tx, v->p.id, &texts, e));
	for (size_t i = 0; i < units.n; i++) {
		struct pledge_sheet_choice_line c = {units.items[i].agency, units.items[i].name ? units.items[i].name : "", units.items[i].agency == agency};
		if (!c.id)
			continue;
		ARENA_PUSH(rq->desk.arena, &v->units, c);
		c.on = c.id == print;
		ARENA_PUSH(rq->desk.arena, &v->print_units, c);
	}
	for (size_t i = 0; i < texts.n; i++) {
		const struct pledge_versions_row *t = &texts.items[i];
		const char *name = arena_printf(rq->desk.arena, "%s %lld%s", say(rq, "versi", "version"), (long long)t->number,
						instant_is_none(t->withdrawn_at) ? "" : say(rq, " (ditarik: tidak dihitung)", " (withdrawn: does not count)"));
		ARENA_PUSH(rq->desk.arena, &v->texts, ((struct pledge_sheet_choice_line){t->id, name, t->id == version}));
	}
	return OK;
}

static enum status sheets_page(struct request *rq, const struct fault *fault, struct err *e)
{
	struct sheets_view v = {.number = typed(rq, "number", ""), .place = typed(rq, "place", ""), .held_on = typed(rq, "held_on", ""), .all = ticked(rq, "all")};
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_of(&tx, &rq->desk, id, &v.p, e));
	TRY(sheets_of(&tx, id, &v.rows, e));
	TRY(pledge_sheet_doubles(&tx, id, DOUBLES_SHOWN, &v.doubles, e));
	TRY(pledge_ways(&tx, id, &v.ways, e));
	TRY(choices_fill(rq, &tx, &v, e));
	TRY(tx_commit(&tx, e));
	v.link = v.ways.signs - v.ways.poster - v.ways.kiosk - v.ways.paper;
	if (fault)
		v.fault = *fault;
	struct page p = page_of(rq, "Lembar tanda tangan", "Sheets of signatures");
	page_pledge_sheets(rq->out, &p, &v);
	return OK;
}

static enum status sheets_show(struct request *rq, struct err *e) { return sheets_page(rq, NULL, e); }

static enum status scan_read(struct request *rq, struct pledge_sheet_scan *ret, struct err *e)
{
	*ret = (struct pledge_sheet_scan){.place = typed(rq, "place", ""), .held_on = DAY_NONE, .name = ""};
	if (!text_blank(typed(rq, "held_on", "")))
		TRY(rq_form_day(rq, "held_on", true, &ret->held_on, e));
	for (size_t i = 0; i < rq->n_uploads; i++)
		if (text_eq(rq->uploads[i].field, "scan")) {
			ret->bytes = rq->uploads[i].bytes;
			ret->name = text_clean(rq->desk.arena, rq->uploads[i].name, strlen(rq->uploads[i].name));
		}
	return OK;
}

static enum status optional_int(struct request *rq, const char *name, int64_t *ret, struct err *e)
{
	*ret = 0;
	return text_blank(typed(rq, name, "")) ? OK : rq_form_int(rq, name, 0, INT64_MAX, ret, e);
}

static enum status pledge_sheet_made(struct request *rq, int64_t *ret, struct err *e)
{
	struct pledge_sheet_new as = {0};
	TRY(rq_segment_id(rq, 0, &as.pledge, e));
	TRY(optional_int(rq, "number", &as.number, e));
	TRY(optional_int(rq, "agency", &as.agency, e));
	TRY(optional_int(rq, "version", &as.version, e));
	TRY(scan_read(rq, &as.scan, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(pledge_sheet_make(&tx, &rq->desk, &as, ret, e));
	return tx_commit(&tx, e);
}

static enum status pledge_sheet_printed_now(struct request *rq, int64_t *ret, int64_t *ret_n, struct err *e)
{
	int64_t id, agency;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(rq_form_int(rq, "print_agency", 1, INT64_MAX, &agency, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(pledge_sheet_print(&tx, &rq->desk, id, agency, ticked(rq, "all"), ret, ret_n, e));
	return tx_commit(&tx, e);
}

static enum status sheets_answer(struct request *rq, enum status done, const char *to, struct err *e)
{
	if (done == OK)
		return rq_redirect(rq, "%s", to);
	if (status_http(done) >= 500 || done == NOT_FOUND)
		return done;
	struct fault fault = fault_words(rq, e);
	return sheets_page(rq, &fault, e);
}

static enum status pledge_sheet_take(struct request *rq, struct err *e)
{
	int64_t id = 0;
	enum status done = pledge_sheet_made(rq, &id, e);
	return sheets_answer(rq, done, arena_printf(rq->desk.arena, "/kerja/ikrar/%s/lembar/%lld", rq->segments[0], (long long)id), e);
}

static enum status print_take(struct request *rq, struct err *e)
{
	int64_t id = 0, n = 0;
	enum status done = pledge_sheet_printed_now(rq, &id, &n, e);
	return sheets_answer(rq, done, n == 1 ? arena_printf(rq->desk.arena, "/kerja/ikrar/%s/lembar/%lld", rq->segments[0], (long long)id)
					      : arena_printf(rq->desk.arena, "/kerja/ikrar/%s/lembar", rq->segments[0]), e);
}

/* ---- One sheet ---- */

static const char *answer_words(const struct request *rq, int state)
{
	return state == SHEET_KEYED ? say(rq, "ada tanda tangan", "signed") : state == SHEET_BLANK ? say(rq, "kosong", "blank") : "";
}

static const char *number_shown(const struct pledge_sheet_reading *r) { return r->number[0] ? r->number : r->typed; }

static void pair_put(struct request *rq, struct pledge_sheet_view *v, const struct pledge_sheet_place *p)
{
	const struct pledge_sheet_reading *a = &p->read[0], *b = &p->read[1];
	struct pledge_sheet_pair x = {.line = p->line, .number_1 = number_shown(a), .number_2 = number_shown(b), .name_1 = a->name, .name_2 = b->name,
			       .answer_1 = answer_words(rq, a->state), .answer_2 = answer_words(rq, b->state)};
	x.who = a->person != b->person || !text_eq(x.number_1, x.number_2);
	x.word = a->state != b->state;
	x.may_1 = a->by != rq->desk.user, x.may_2 = b->by != rq->desk.user;
	ARENA_PUSH(rq->desk.arena, &v->pairs, x);
}

static void places_put(struct request *rq, struct pledge_sheet_view *v)
{
	for (size_t i = 0; i < v->state.places.n; i++) {
		const struct pledge_sheet_place *p = &v->state.places.items[i];
		struct pledge_sheet_tick_line l = {p->line, number_shown(&p->read[0]), p->read[0].name, answer_words(rq, p->read[0].state)};
		if (p->differs && v->pairs.n < TICKS_A_PAGE)
			pair_put(rq, v, p);
		if (p->read[0].state == SHEET_KEYED && !p->read[0].person)
			ARENA_PUSH(rq->desk.arena, &v->unknown, l);
		if (p->again)
			ARENA_PUSH(rq->desk.arena, &v->again, l);
		if (!p->done && p->read[0].state != SHEET_NOTHING && p->read[1].state == SHEET_NOTHING && v->ticks.n < TICKS_A_PAGE)
			ARENA_PUSH(rq->desk.arena, &v->ticks, l);
	}
}

static void results_put(struct pledge_sheet_view *v)
{
	for (size_t i = 0; i < v->results.n; i++) {
		const char *outcome = v->results.items[i].outcome;
		v->signs += text_eq(outcome, "signed"), v->doubles += text_eq(outcome, "double");
		v->blanks += text_eq(outcome, "blank"), v->strangers += text_eq(outcome, "unknown");
	}
}

static const char *reader_words(const struct request *rq, const struct pledge_sheet_state *s, int t)
{
	return s->by[t] ? arena_printf(rq->desk.arena, "%s, %s", s->name[t], role_words(role_of(s->role[t]), rq->lang)) : "";
}

static void rights_put(const struct request *rq, struct pledge_sheet_view *v)
{
	const struct pledge_sheet_state *s = &v->state;
	v->finished = s->by[0] && s->by[1] && !s->differ && !s->open;
	v->own_first = s->by[0] == rq->desk.user;
	v->may_first = s->row.file && !v->finished && s->by[1] != rq->desk.user && (!s->by[0] || v->own_first);
	v->may_second = s->row.file && !v->finished && s->by[0] && !v->own_first;
}

static enum status pledge_sheet_ids(struct request *rq, int64_t *ret_pledge, int64_t *ret_sheet, struct err *e)
{
	TRY(rq_segment_id(rq, 0, ret_pledge, e));
	return rq_segment_id(rq, 1, ret_sheet, e);
}

static enum status pledge_sheet_fill(struct request *rq, struct pledge_sheet_view *v, struct err *e)
{
	struct pledge_now_row now;
	int64_t id, sheet;
	bool found;
	TRY(pledge_sheet_ids(rq, &id, &sheet, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_of(&tx, &rq->desk, id, &v->p, e));
	TRY(pledge_sheet_state_of(&tx, &rq->desk, id, sheet, &v->state, e));
	TRY(pledge_sheet_rows(&tx, sheet, &v->results, e));
	TRY(pledge_now(&tx, id, &found, &now, e));
	TRY(tx_commit(&tx, e));
	v->s = v->state.row;
	v->counts_no_more = !instant_is_none(v->s.withdrawn_at) || !found || v->s.text_number < now.since;
	return OK;
}

static enum status pledge_sheet_page(struct request *rq, struct pledge_sheet_view v, struct err *e)
{
	TRY(pledge_sheet_fill(rq, &v, e));
	v.first = reader_words(rq, &v.state, 0), v.second = reader_words(rq, &v.state, 1);
	v.first_at = v.state.at[0], v.second_at = v.state.at[1];
	v.place = typed(rq, "place", ""), v.held_on = typed(rq, "held_on", ""), v.rows = typed(rq, "rows", "");
	places_put(rq, &v);
	results_put(&v);
	rights_put(rq, &v);
	struct page p = page_of(rq, "Lembar tanda tangan", "Sheet of signatures");
	page_pledge_sheet(rq->out, &p, &v);
	return OK;
}

static enum status pledge_sheet_show(struct request *rq, struct err *e) { return pledge_sheet_page(rq, (struct pledge_sheet_view){0}, e); }

static const char *fault_line_words(const struct request *rq, const char *what)
{
	static const struct {
		const char *what, *id, *en;
	} words[] = {
		{"row", "baris ini tidak ada di lembar", "the sheet has no such row"},
		{"twice", "baris lembar ini sudah diketik di atas", "this row of the sheet stands above already"},
		{"word", "tulis ya atau tidak", "write ya or tidak (yes or no)"},
		{"many", "satu lembar paling banyak 1.000 baris", "a sheet has at most 1,000 rows"},
		{"long", "terlalu panjang", "too long"},
	};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_eq(what, words[i].what))
			return say(rq, words[i].id, words[i].en);
	return what;
}

/* Ends a POST below a sheet. */
static enum status pledge_sheet_answer(struct request *rq, enum status done, const struct pledge_sheet_result *r, struct err *e)
{
	if (done == OK)
		return rq_redirect(rq, "/kerja/ikrar/%s/lembar/%s", rq->segments[0], rq->segments[1]);
	if (status_http(done) >= 500 || done == NOT_FOUND)
		return done;
	struct pledge_sheet_view v = {.fault = fault_words(rq, e)};
	for (size_t i = 0; r && i < r->lines.faults.n; i++) {
		const struct pledge_sheet_fault *f = &r->lines.faults.items[i];
		ARENA_PUSH(rq->desk.arena, &v.faults, ((struct pledge_sheet_fault_line){f->at, f->typed, fault_line_words(rq, f->what)}));
	}
	return pledge_sheet_page(rq, v, e);
}

static enum status scan_put(struct request *rq, struct err *e)
{
	struct pledge_sheet_scan as;
	int64_t id, sheet;
	TRY(pledge_sheet_ids(rq, &id, &sheet, e));
	TRY(scan_read(rq, &as, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(pledge_sheet_scanned(&tx, &rq->desk, id, sheet, &as, e));
	return tx_commit(&tx, e);
}

static enum status rows_put(struct request *rq, struct pledge_sheet_result *ret, struct err *e)
{
	int64_t id, sheet, turn;
	TRY(pledge_sheet_ids(rq, &id, &sheet, e));
	TRY(rq_form_int(rq, "turn", 1, 2, &turn, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(pledge_sheet_key(&tx, &rq->desk, id, sheet, (int)turn, typed(rq, "rows", ""), ret, e));
	return tx_commit(&tx, e);
}

static enum status ticks_put(struct request *rq, struct pledge_sheet_result *ret, struct err *e)
{
	const char *texts[TICKS_A_PAGE];
	int64_t id, sheet, lines[TICKS_A_PAGE];
	TRY(pledge_sheet_ids(rq, &id, &sheet, e));
	size_t n = rq_form_list(rq, "tick", texts, TICKS_A_PAGE);
	for (size_t i = 0; i < n; i++)
		TRY(int_parse(texts[i], 1, SHEET_LINES_MAX, &lines[i], e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(pledge_sheet_tick(&tx, &rq->desk, id, sheet, lines, n, ret, e));
	return tx_commit(&tx, e);
}

/* Fields "pilih-12": whose reading of row 12 stands. */
static enum status choices_put(struct request *rq, struct pledge_sheet_result *ret, struct err *e)
{
	struct pledge_sheet_choice choices[TICKS_A_PAGE];
	size_t n = 0;
	int64_t id, sheet;
	TRY(pledge_sheet_ids(rq, &id, &sheet, e));
	for (size_t i = 0; i < rq->n_form && n < TICKS_A_PAGE; i++) {
		if (!text_starts(rq->form[i].name, "pilih-"))
			continue;
		TRY(int_parse(rq->form[i].name + strlen("pilih-"), 1, SHEET_LINES_MAX, &choices[n].line, e));
		choices[n++].turn = text_eq(rq->form[i].value, "2") ? 2 : 1;
	}
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(pledge_sheet_settle(&tx, &rq->desk, id, sheet, choices, n, ret, e));
	return tx_commit(&tx, e);
}

static enum status scan_take(struct request *rq, struct err *e) { return pledge_sheet_answer(rq, scan_put(rq, e), NULL, e); }

static enum status rows_take(struct request *rq, struct err *e)
{
	struct pledge_sheet_result r = {0};
	enum status done = rows_put(rq, &r, e);
	return pledge_sheet_answer(rq, done, &r, e);
}

static enum status ticks_take(struct request *rq, struct err *e)
{
	struct pledge_sheet_result r = {0};
	return pledge_sheet_answer(rq, ticks_put(rq, &r, e), NULL, e);
}

static enum status choices_take(struct request *rq, struct err *e)
{
	struct pledge_sheet_result r = {0};
	return pledge_sheet_answer(rq, choices_put(rq, &r, e), NULL, e);
}

/* ---- Its papers ---- */

static enum status scan_show(struct request *rq, struct err *e)
{
	struct pledge_sheet_get_row s;
	struct evidence_file_get_row file;
	struct str bytes;
	int64_t id, sheet;
	TRY(pledge_sheet_ids(rq, &id, &sheet, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_sheet_of(&tx, &rq->desk, id, sheet, &s, e));
	if (!s.file)
		return FAIL(e, NOT_FOUND, "the sheet has no scan yet");
	TRY(evidence_file_read(&tx, &rq->desk, s.file, &bytes, &file, e));
	TRY(tx_commit(&tx, e));
	rq->foreign = true;
	return file_bytes(rq, bytes, file.type, "lembar");
}

/* A row two lines high: U+2028 breaks a line of a cell, no-break spaces keep the column wide enough for a hand. */
#define SPACE   "\xc2\xa0"
#define SPACE_8 SPACE SPACE SPACE SPACE SPACE SPACE SPACE SPACE
#define FIELD   SPACE_8 SPACE_8 SPACE_8 SPACE_8 SPACE_8 "\xe2\x80\xa8" SPACE

static const char *pledge_sheet_markdown(struct request *rq, const struct pledge_get_row *p, const struct pledge_sheet_get_row *s, const struct pledge_sheet_printed_rows *people)
{
	struct arena *a = rq->desk.arena;
	struct pledge_points points = {0};
	scoped(buf_free) struct buf b = {0};
	pledge_points_of(a, s->text, &points);
	buf_printf(&b, "%s. %s\n\n", paper_escape(a, p->institution), paper_escape(a, p->title));
	for (size_t i = 0; i < points.n; i++)
		buf_printf(&b, "%zu. %s\n", i + 1, paper_escape(a, points.items[i].text));
	buf_printf(&b, "\nNaskah versi %lld, SHA-256 `%s`. Hari dan tanggal: ........................ Tempat: ........................\n\n", (long long)s->text_number,
		   s->sha256);
	buf_text(&b, "| No. | Nama | Nomor pegawai | Tanda tangan |\n|---|---|---|---|\n");
	for (size_t i = 0; i < people->n; i++)
		buf_printf(&b, "| %lld | %s | %s | " FIELD " |\n", (long long)people->items[i].line, paper_escape_cell(a, people->items[i].name),
			   people->items[i].number ? paper_escape_cell(a, people->items[i].number) : "-");
	return buf_arena(a, &b);
}

static enum status pledge_sheet_pdf(struct request *rq, struct err *e)
{
	struct pledge_get_row p;
	struct pledge_sheet_get_row s;
	struct pledge_sheet_printed_rows people;
	struct str pdf;
	int64_t id, sheet;
	struct arena *a = rq->desk.arena;
	struct paper_letter l = {.title = "Lembar tanda tangan", .fine_tables = true};
	TRY(pledge_sheet_ids(rq, &id, &sheet, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_sheet_of(&tx, &rq->desk, id, sheet, &s, e));
	TRY(pledge_of(&tx, &rq->desk, id, &p, e));
	TRY(pledge_sheet_printed(&tx, sheet, &people, e));
	TRY(docket_letterhead(&tx, &rq->desk, &l, e));
	TRY(tx_commit(&tx, e));
	if (!people.n)
		return FAIL(e, NOT_FOUND, "a sheet from elsewhere is not printed here");
	l.heading = arena_printf(a, "LEMBAR TANDA TANGAN IKRAR NOMOR %lld\n%s", (long long)s.number, s.agency_name ? s.agency_name : "");
	l.markdown = pledge_sheet_markdown(rq, &p, &s, &people);
	l.check_url = arena_printf(a, "%s/kerja/ikrar/%lld/lembar/%lld", rq_public_address(rq), (long long)id, (long long)sheet);
	l.foot = arena_printf(a, "Lembar %lld: %s", (long long)s.number, p.title);
	l.made = s.made_at;
	TRY(paper_pdf(a, &l, &pdf, e));
	TRY(file_bytes(rq, pdf, "application/pdf", "lembar.pdf"));
	rq->download = arena_printf(a, "lembar-%lld.pdf", (long long)s.number);
	return OK;
}

static const struct route routes[] = {
	{GET, "/kerja/ikrar/{campaign}/lembar", RIGHT_ROSTER, sheets_show, 0, "pencegahan"},
	{POST, "/kerja/ikrar/{campaign}/lembar", RIGHT_ROSTER, pledge_sheet_take, (SHEET_SCAN_MAX + 64 * KIB) | ROUTE_ONCE, "pencegahan"},
	{POST, "/kerja/ikrar/{campaign}/lembar/cetak", RIGHT_ROSTER, print_take, 4 * KIB | ROUTE_ONCE, "pencegahan"},
	{GET, "/kerja/ikrar/{campaign}/lembar/{sheet}", RIGHT_ROSTER, pledge_sheet_show, 0, "pencegahan"},
	{GET, "/kerja/ikrar/{campaign}/lembar/{sheet}/cetak", RIGHT_ROSTER, pledge_sheet_pdf, 0, "pencegahan"},
	{GET, "/kerja/ikrar/{campaign}/lembar/{sheet}/pindaian", RIGHT_ROSTER, scan_show, 0, "pencegahan"},
	{POST, "/kerja/ikrar/{campaign}/lembar/{sheet}/pindaian", RIGHT_ROSTER, scan_take, SHEET_SCAN_MAX + 64 * KIB, "pencegahan"},
	{POST, "/kerja/ikrar/{campaign}/lembar/{sheet}/ketik", RIGHT_ROSTER, rows_take, 4 * SHEET_TEXT_MAX, "pencegahan"},
	{POST, "/kerja/ikrar/{campaign}/lembar/{sheet}/cocok", RIGHT_ROSTER, ticks_take, (16 * KIB) | BODY_LISTS, "pencegahan"},
	{POST, "/kerja/ikrar/{campaign}/lembar/{sheet}/beda", RIGHT_ROSTER, choices_take, 16 * KIB, "pencegahan"},
};
const struct route_list pledge_sheet_routes = {routes, sizeof routes / sizeof routes[0]};
