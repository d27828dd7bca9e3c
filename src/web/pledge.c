/* pledge.c -- campaigns of pledges for those who run and follow them: list, new, texts, the list of people, the board. */
#include "web/casework.h"
#include "web/change.h"
#include "web/lists.h"
#include "web/pledge_views.h"

#include "page_pledge_campaign.h"
#include "page_pledge_list.h"
#include "page_pledge_missing.h"
#include "page_pledge_new.h"
#include "page_pledge_refusals.h"

#include <string.h>

#define NAMES_A_PAGE 200
#define CHANGES_SHOWN 200
#define BARS_A_PAGE   100 /* a town has about 40 units, the whole state some 600 */
#define SLIPS_SHOWN   20

/* ---- The list ---- */

static enum status list_show(struct request *rq, struct err *e)
{
	struct pledges_view v = {.may_make = role_may(rq->desk.role, RIGHT_PREVENT)};
	struct pledge_list_rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_list(&tx, rq->desk.office->id, &rows, e));
	TRY(tx_commit(&tx, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct pledge_list_row *r = &rows.items[i];
		char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
		struct pledge_line l = {.id = r->id, .title = r->title, .institution = r->institution, .signs = r->signs, .counts = r->people - r->excused,
					.share = pledge_share(rq, r->signs, r->people - r->excused)};
		l.when = arena_printf(rq->desk.arena, "%s – %s", day_short(r->opens_on, rq->lang, from), day_short(r->closes_on, rq->lang, to));
		ARENA_PUSH(rq->desk.arena, &v.lines, l);
	}
	struct page p = page_of(rq, "Ikrar", "Pledges");
	page_pledge_list(rq->out, &p, &v);
	return OK;
}

/* ---- A new one ---- */

static enum status new_page(struct request *rq, const struct fault *fault, struct err *e)
{
	char today[DAY_TEXT_MAX];
	struct day now = day_of_instant(rq->desk.now, rq->desk.office->zone);
	struct pledge_new_view v = {.title = typed(rq, "title", ""), .institution = typed(rq, "institution", ""), .proof = typed(rq, "proof", "code"),
				    .opens_on = typed(rq, "opens_on", arena_strdup(rq->desk.arena, day_iso(now, today))), .closes_on = typed(rq, "closes_on", ""),
				    .text = "", .source = ""};
	scoped(tx_rollback) struct tx tx = {0};
	pledge_text_law(desk_law(&rq->desk), rq->desk.arena, now, &v.text, &v.source);
	v.text = typed(rq, "text", v.text), v.source = typed(rq, "source", v.source);
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(roster_list(&tx, rq->desk.office->id, &v.lists, e));
	TRY(tx_commit(&tx, e));
	if (fault)
		v.fault = *fault;
	if (int_parse(typed(rq, "roster", "0"), 0, INT64_MAX, &v.roster, NULL) != OK)
		v.roster = 0;
	struct page p = page_of(rq, "Ikrar baru", "New pledge");
	page_pledge_new(rq->out, &p, &v);
	return OK;
}

static enum status new_show(struct request *rq, struct err *e) { return new_page(rq, NULL, e); }

static enum status new_make(struct request *rq, int64_t *ret, struct err *e)
{
	struct pledge_new as = {.title = typed(rq, "title", ""), .institution = typed(rq, "institution", ""), .proof = typed(rq, "proof", ""),
				.text = typed(rq, "text", ""), .source = typed(rq, "source", "")};
	TRY(rq_form_day(rq, "opens_on", true, &as.opens_on, e));
	TRY(rq_form_day(rq, "closes_on", true, &as.closes_on, e));
	TRY(rq_form_int(rq, "roster", 0, INT64_MAX, &as.roster, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	if (!as.roster)
		TRY(roster_make(&tx, &rq->desk, as.title, &as.roster, e));
	TRY(pledge_make(&tx, &rq->desk, &as, ret, e));
	return tx_commit(&tx, e);
}

/* What the desk found wrong, in the reader's words. */
static struct fault fault_in_words(struct request *rq, const struct err *e)
{
	static const struct {
		const char *field, *id, *en;
	} words[] = {
		{"title", "Beri judul yang belum dipakai kampanye atau daftar lain, paling panjang 200 huruf.", "Give a title that no other campaign or list has, at most 200 characters."},
		{"institution", "Tulis instansi yang pegawainya diminta berikrar.", "Name the institution whose people are asked."},
		{"closes_on", "Hari terakhir tidak boleh sebelum hari pertama.", "The last day is not before the first."},
		{"text", "Tulis 1 sampai 40 butir, satu butir satu baris, paling panjang 8.000 huruf.", "Write 1 to 40 points, one a line, at most 8,000 characters."},
		{"source", "Tulis dari mana naskah ini diambil.", "Say where the wording is from."},
		{"reason", "Tulis alasannya; ia tersimpan tetap.", "Write the reason; it stays in the record."},
		{"word", "Tulis awal kata pada kolom status.", "Write how the status begins."},
		{"read_by", "Tulis nama yang memimpin pembacaan.", "Name who led the reading."},
		{"read_as", "Tulis jabatannya.", "Write the position."},
		{"read_at_place", "Tulis tempatnya.", "Write the place."},
	};
	struct fault fault = rq_fault(rq, e);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_eq(fault.field, words[i].field))
			fault.text = say(rq, words[i].id, words[i].en);
	return fault;
}

static enum status new_take(struct request *rq, struct err *e)
{
	int64_t id;
	enum status status = new_make(rq, &id, e);
	if (status == OK)
		return rq_redirect(rq, "/kerja/ikrar/%lld", (long long)id);
	if (status_http(status) >= 500)
		return status;
	struct fault fault = fault_in_words(rq, e);
	return new_page(rq, &fault, e);
}

/* ---- One campaign ---- */

static enum status texts_fill(struct request *rq, struct tx *tx, struct pledge_view *v, struct err *e)
{
	struct pledge_versions_rows rows;
	bool met = false;
	TRY(pledge_versions(tx, v->p.id, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct pledge_text t = {.row = rows.items[i]};
		t.now = !met && instant_is_none(t.row.withdrawn_at);
		met |= t.now;
		pledge_points_of(rq->desk.arena, t.row.text, &t.points);
		ARENA_PUSH(rq->desk.arena, &v->texts, t);
	}
	return OK;
}

static enum status doors_fill(struct request *rq, struct tx *tx, struct pledge_view *v, struct err *e)
{
	struct pledge_doors_rows rows;
	TRY(pledge_doors(tx, v->p.id, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct pledge_poster d = {rows.items[i].name ? rows.items[i].name : "", arena_printf(rq->desk.arena, "/ikrar/%s", rows.items[i].token), rows.items[i].agency};
		if (!rows.items[i].agency)
			v->url = arena_printf(rq->desk.arena, "%s%s", rq_public_address(rq), d.url);
		ARENA_PUSH(rq->desk.arena, &v->doors, d);
	}
	return OK;
}

static const char *proof_words(const struct request *rq, const char *proof)
{
	return text_eq(proof, "code")    ? say(rq, "nomor pegawai dan kode sekali pakai", "staff number and one-time code")
	       : text_eq(proof, "birth") ? say(rq, "nomor pegawai dan tanggal lahir", "staff number and birth day")
					 : say(rq, "nomor pegawai dan tanggal lahir atau kode sekali pakai", "staff number and birth day or one-time code");
}

static void fields_fill(struct request *rq, struct pledge_view *v)
{
	struct day today = day_of_instant(rq->desk.now, rq->desk.office->zone);
	v->open = today.n >= v->p.opens_on.n && today.n <= v->p.closes_on.n;
	v->may_prevent = role_may(rq->desk.role, RIGHT_PREVENT);
	v->may_roster = role_may(rq->desk.role, RIGHT_ROSTER);
	v->may_refusal = role_may(rq->desk.role, RIGHT_REFUSAL);
	v->may_unit = role_may(rq->desk.role, RIGHT_UNIT);
	v->proof = proof_words(rq, v->p.proof);
	v->read_by = typed(rq, "read_by", v->p.read_by ? v->p.read_by : "");
	v->read_as = typed(rq, "read_as", v->p.read_as ? v->p.read_as : "");
	v->read_place = typed(rq, "read_at_place", v->p.read_at_place ? v->p.read_at_place : "");
	v->read_on = typed(rq, "read_on", iso_text(rq, v->p.read_on));
	v->text = typed(rq, "text", v->texts.n ? v->texts.items[0].row.text : "");
	v->source = typed(rq, "source", v->texts.n ? v->texts.items[0].row.source : "");
	v->reason = typed(rq, "reason", "");
	v->word = typed(rq, "word", "");
}

static void changes_fill(struct request *rq, struct pledge_view *v)
{
	static const struct {
		const char *what, *id, *en;
	} words[] = {{"added", "baru", "new"}, {"changed", "berubah", "changed"}, {"moved", "pindah", "moved"}, {"gone", "tidak ada lagi", "gone"}};
	for (size_t i = 0; i < v->report.changes.n && i < CHANGES_SHOWN; i++) {
		const struct roster_change *c = &v->report.changes.items[i];
		struct pledge_change line = {.what = c->what, .number = c->number, .name = c->name, .from = c->was, .to = c->is};
		for (size_t k = 0; k < sizeof words / sizeof *words; k++)
			if (text_eq(c->what, words[k].what))
				line.what = say(rq, words[k].id, words[k].en);
		ARENA_PUSH(rq->desk.arena, &v->changes, line);
	}
}

/* The part of the board that was asked for: a list of the whole state is long. */
static enum status bars_cut(struct request *rq, struct pledge_view *v, struct err *e)
{
	int64_t from = 0;
	const char *at = rq_query(rq, "dari");
	if (at)
		TRY(int_parse(at, 0, INT32_MAX, &from, e));
	struct pledge_bars *b = &v->b.bars;
	v->units = b->n;
	if ((size_t)from >= b->n)
		from = 0;
	b->items += from, b->n -= (size_t)from;
	v->next = b->n > BARS_A_PAGE ? from + BARS_A_PAGE : 0;
	b->n = b->n > BARS_A_PAGE ? BARS_A_PAGE : b->n;
	return OK;
}

/* @v: what an answer adds (a fault, a report of an import). */
static enum status campaign_page(struct request *rq, struct pledge_view v, struct err *e)
{
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_of(&tx, &rq->desk, id, &v.p, e));
	TRY(pledge_board_fill(rq, &tx, &v.p, &v.b, e));
	TRY(pledge_reminders(&tx, id, &v.reminders, e));
	TRY(texts_fill(rq, &tx, &v, e));
	TRY(doors_fill(rq, &tx, &v, e));
	TRY(pledge_ways(&tx, id, &v.ways, e));
	if (role_may(rq->desk.role, RIGHT_ROSTER))
		TRY(pledge_slips_of(&tx, id, 0, SLIPS_SHOWN, &v.slips, e));
	TRY(roster_rules(&tx, v.p.roster, &v.rules, e));
	TRY(roster_runs(&tx, v.p.roster, &v.runs, e));
	TRY(tx_commit(&tx, e));
	v.link = v.ways.signs - v.ways.poster - v.ways.kiosk - v.ways.paper;
	fields_fill(rq, &v);
	changes_fill(rq, &v);
	TRY(bars_cut(rq, &v, e));
	struct page p = page_of(rq, v.p.title, v.p.title);
	page_pledge_campaign(rq->out, &p, &v);
	return OK;
}

static enum status campaign_show(struct request *rq, struct err *e) { return campaign_page(rq, (struct pledge_view){.fault_at = ""}, e); }

/* Ends a POST of the campaign's page. */
static enum status campaign_answer(struct request *rq, enum status done, const char *at, struct err *e)
{
	if (done == OK)
		return rq_redirect(rq, "/kerja/ikrar/%s#%s", rq->segments[0], at);
	if (status_http(done) >= 500 || done == NOT_FOUND)
		return done;
	struct pledge_view v = {.fault_at = at, .fault = fault_in_words(rq, e)};
	return campaign_page(rq, v, e);
}

static enum status text_put(struct request *rq, struct tx *tx, int64_t id, struct err *e)
{
	return pledge_version_put(tx, &rq->desk, id, typed(rq, "text", ""), typed(rq, "source", ""), ticked(rq, "anew"), e);
}

static enum status text_withdraw(struct request *rq, struct tx *tx, int64_t id, struct err *e)
{
	int64_t version;
	TRY(rq_form_int(rq, "version", 1, INT64_MAX, &version, e));
	return pledge_withdraw(tx, &rq->desk, id, version, typed(rq, "reason", ""), e);
}

static enum status reading_put(struct request *rq, struct tx *tx, int64_t id, struct err *e)
{
	struct pledge_reading r = {.by = typed(rq, "read_by", ""), .as = typed(rq, "read_as", ""), .place = typed(rq, "read_at_place", "")};
	TRY(rq_form_day(rq, "read_on", true, &r.on, e));
	return pledge_reading_set(tx, &rq->desk, id, &r, e);
}

static enum status rule_put(struct request *rq, struct tx *tx, int64_t id, struct err *e)
{
	struct pledge_get_row p;
	TRY(pledge_of(tx, &rq->desk, id, &p, e));
	TRY(roster_rule_put(tx, &rq->desk, p.roster, typed(rq, "word", ""), typed(rq, "excuse", ""), e));
	return lists_follow(tx, &rq->desk, p.roster, e);
}

static enum status text_take(struct request *rq, struct err *e) { return campaign_answer(rq, rq_change(rq, text_put, e), "naskah", e); }
static enum status withdraw_take(struct request *rq, struct err *e) { return campaign_answer(rq, rq_change(rq, text_withdraw, e), "cabut", e); }
static enum status reading_take(struct request *rq, struct err *e) { return campaign_answer(rq, rq_change(rq, reading_put, e), "pembacaan", e); }
static enum status rule_take(struct request *rq, struct err *e) { return campaign_answer(rq, rq_change(rq, rule_put, e), "kecuali", e); }

/* ---- The list of people ---- */

static enum status list_read(struct request *rq, bool dry, struct roster_report *ret, struct err *e)
{
	int64_t id;
	struct pledge_get_row p;
	TRY(rq_segment_id(rq, 0, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_of(&tx, &rq->desk, id, &p, e));
	TRY(tx_commit(&tx, e));
	if (!rq->n_uploads || !rq->uploads[0].bytes.n)
		return FAIL_FIELD(e, INVALID, "file", "%s", say(rq, "Pilih berkas CSV daftar pegawai.", "Choose the CSV file of the list."));
	const char *name = text_clean(rq->desk.arena, rq->uploads[0].name, strlen(rq->uploads[0].name));
	return roster_import_then(&rq->desk, p.roster, name, rq->uploads[0].bytes, dry, lists_follow, ret, e);
}

static enum status list_take(struct request *rq, struct err *e)
{
	struct pledge_view v = {.fault_at = "daftar", .reported = true, .dry = !text_eq(typed(rq, "do", ""), "keep")};
	enum status status = list_read(rq, v.dry, &v.report, e);
	if (status_http(status) >= 500 || status == NOT_FOUND)
		return status;
	if (status != OK) {
		v.reported = false;
		v.fault = fault_in_words(rq, e);
	}
	return campaign_page(rq, v, e);
}

/* ---- Names, for those whose business they are ---- */

/* Address of the page of names that follows. */
static const char *names_after(const struct request *rq, int64_t id, const struct pledge_named_rows *rows)
{
	const struct pledge_named_row *last = &rows->items[rows->n - 1];
	scoped(buf_free) struct buf b = {0};
	buf_url(&b, last->name);
	return arena_printf(rq->desk.arena, "/kerja/ikrar/%lld/belum?sesudah=%s&no=%lld", (long long)id, b.s, (long long)last->id);
}

static enum status missing_fill(struct request *rq, struct tx *tx, int64_t id, struct pledge_missing_view *v, struct err *e)
{
	struct pledge_doors_rows doors;
	int64_t after_id = 0, agency = rq->session.agency;
	const char *after = rq_query(rq, "sesudah"), *at = rq_query(rq, "no");
	if (at)
		TRY(int_parse(at, 0, INT64_MAX, &after_id, e));
	TRY(pledge_of(tx, &rq->desk, id, &v->p, e));
	TRY(pledge_doors(tx, id, &doors, e));
	for (size_t i = 0; i < doors.n; i++)
		if (doors.items[i].agency == agency && doors.items[i].name)
			v->unit = doors.items[i].name;
	if (!agency)
		return OK;
	TRY(pledge_notices_open(tx, &rq->desk, id, agency, &v->notices, e));
	return pledge_names(tx, &rq->desk, &v->p, agency, after ? after : "", after_id, NAMES_A_PAGE, &v->rows, e);
}

/* Opening it is written down: the page of reminders says which heads have looked. */
static enum status missing_show(struct request *rq, struct err *e)
{
	struct pledge_missing_view v = {.unit = "", .more = ""};
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(missing_fill(rq, &tx, id, &v, e));
	if (rq->session.agency)
		TRY(pledge_slips_of(&tx, id, rq->session.agency, SLIPS_SHOWN, &v.slips, e));
	TRY(tx_commit(&tx, e));
	if (v.rows.n == NAMES_A_PAGE)
		v.more = names_after(rq, id, &v.rows);
	struct page p = page_of(rq, "Belum menandatangani", "Not signed yet");
	page_pledge_missing(rq->out, &p, &v);
	return OK;
}

static enum status refusals_show(struct request *rq, struct err *e)
{
	struct pledge_refusals_view v = {0};
	int64_t id, after = 0;
	const char *at = rq_query(rq, "sesudah");
	TRY(rq_segment_id(rq, 0, &id, e));
	if (at)
		TRY(int_parse(at, 0, INT64_MAX, &after, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(pledge_of(&tx, &rq->desk, id, &v.p, e));
	TRY(pledge_refusals(&tx, id, after, NAMES_A_PAGE, &v.rows, e));
	TRY(access_note(&tx, &rq->desk, "pledge_refusals_read", "pledge", id, NULL, e));
	TRY(tx_commit(&tx, e));
	v.next = v.rows.n == NAMES_A_PAGE ? v.rows.items[v.rows.n - 1].id : 0;
	struct page p = page_of(rq, "Keberatan dan catatan", "Objections and reservations");
	page_pledge_refusals(rq->out, &p, &v);
	return OK;
}

static const struct route routes[] = {
	/* method path                              who             handler        body limit, menu */
	{GET, "/kerja/ikrar", RIGHT_SHARES, list_show, 0, "pencegahan"},
	{GET, "/kerja/ikrar/baru", RIGHT_PREVENT, new_show, 0, "pencegahan"},
	{POST, "/kerja/ikrar/baru", RIGHT_PREVENT, new_take, 32 * KIB | ROUTE_ONCE, "pencegahan"},
	{GET, "/kerja/ikrar/{campaign}", RIGHT_SHARES, campaign_show, 0, "pencegahan"},
	{POST, "/kerja/ikrar/{campaign}/daftar", RIGHT_ROSTER, list_take, ROSTER_FILE_MAX + 64 * KIB, "pencegahan"},
	{POST, "/kerja/ikrar/{campaign}/kecuali", RIGHT_ROSTER, rule_take, 8 * KIB, "pencegahan"},
	{POST, "/kerja/ikrar/{campaign}/naskah", RIGHT_PREVENT, text_take, 32 * KIB | ROUTE_ONCE, "pencegahan"},
	{POST, "/kerja/ikrar/{campaign}/cabut", RIGHT_PREVENT, withdraw_take, 16 * KIB, "pencegahan"},
	{POST, "/kerja/ikrar/{campaign}/pembacaan", RIGHT_PREVENT, reading_take, 8 * KIB, "pencegahan"},
	{GET, "/kerja/ikrar/{campaign}/belum", RIGHT_UNIT, missing_show, 0, "pencegahan"},
	{GET, "/kerja/ikrar/{campaign}/keberatan", RIGHT_REFUSAL, refusals_show, 0, "pencegahan"},
};
const struct route_list pledge_routes = {routes, sizeof routes / sizeof routes[0]};
