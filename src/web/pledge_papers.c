/* pledge_papers.c -- what a pledge needs on paper: certificate, posters with a QR code, slips with one-time codes. */
#include "web/casework.h"
#include "web/pledge_views.h"

#include "desk/docket/crest.h"
#include "desk/pledge/sheet.h"
#include "paper/paper.h"

#include <string.h>

#define POSTER_QR    300 /* points: 10 cm, read from three metres */
#define POSTER_WIDE   540 /* the drawing it stands in the middle of */
#define SLIPS_MOST   5000
#define NAMES_AT_ONCE 500

static enum status pdf_answer(struct request *rq, struct str pdf, const char *name)
{
	buf_raw(rq->out, pdf.s, pdf.n);
	rq->content_type = "application/pdf";
	rq->download = name;
	return OK;
}

/* ---- The certificate ---- */

static const char *moment_long(const struct request *rq, struct instant t)
{
	scoped(buf_free) struct buf b = {0};
	struct page p = {.zone = rq->desk.office->zone, .lang = ID};
	page_instant(&b, &p, t);
	return buf_arena(rq->desk.arena, &b);
}

static const char *certificate_markdown(struct request *rq, const struct pledge_evidence_row *r, const char *code)
{
	char day[DAY_TEXT_MAX];
	struct arena *a = rq->desk.arena;
	struct pledge_points points = {0};
	scoped(buf_free) struct buf b = {0};
	pledge_points_of(a, r->text, &points);
	buf_printf(&b, "**%s**", paper_escape(a, r->name));
	if (r->agency_name)
		buf_printf(&b, ", %s,", paper_escape(a, r->agency_name));
	if (text_eq(r->method, "paper"))
		buf_printf(&b, " telah menandatangani ikrar di bawah ini di kertas (lembar %lld baris %lld) pada %s di %s; dua petugas membaca barisnya, tercatat %s.\n\n",
			   (long long)r->sheet, (long long)r->line, day_long(r->held_on, ID, day), paper_escape(a, r->held_at ? r->held_at : ""), moment_long(rq, r->at));
	else
		buf_printf(&b, " telah menandatangani ikrar di bawah ini pada %s, dengan %s%s.\n\n", moment_long(rq, r->at),
			   text_eq(r->method, "code") ? "nomor pegawai dan kode sekali pakai" : "nomor pegawai dan tanggal lahir", r->kiosk ? ", di kios" : "");
	for (size_t i = 0; i < points.n; i++)
		buf_printf(&b, "%zu. %s\n", i + 1, paper_escape(a, points.items[i].text));
	buf_printf(&b, "\nIkrar: %s, %s. Naskah versi %lld, SHA-256 `%s`.\n\n", paper_escape(a, r->title), paper_escape(a, r->institution), (long long)r->number, r->sha256);
	if (r->read_by)
		buf_printf(&b, "Pembacaan dipimpin %s, %s, di %s, %s.\n\n", paper_escape(a, r->read_by), paper_escape(a, r->read_as),
			   paper_escape(a, r->read_at_place), day_long(r->read_on, ID, day));
	if (!instant_is_none(r->withdrawn_at))
		buf_text(&b, "Naskah versi ini ditarik kemudian; tanda tangannya tetap tersimpan sebagai bukti.\n\n");
	buf_printf(&b, "Kode bukti `%s`. Surat ini dapat diperiksa siapa pun lewat kode QR.\n", code);
	return buf_arena(a, &b);
}

static enum status certificate(struct request *rq, struct err *e)
{
	struct pledge_evidence_row row;
	struct str pdf;
	const char *code = rq->segments[0];
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_evidence_of(&tx, &rq->desk, code, &row, e));
	struct paper_letter l = {.title = "Sertifikat ikrar", .heading = "SERTIFIKAT IKRAR NETRALITAS", .markdown = certificate_markdown(rq, &row, code),
				 .check_url = arena_printf(rq->desk.arena, "%s/periksa/%s", rq_public_address(rq), code), .foot = code, .one_sheet = true, .made = row.at};
	TRY(docket_letterhead(&tx, &rq->desk, &l, e));
	TRY(tx_commit(&tx, e));
	TRY(paper_pdf(rq->desk.arena, &l, &pdf, e));
	return pdf_answer(rq, pdf, "sertifikat-ikrar.pdf");
}

/* ---- Posters: one sheet for each unit, and one for everybody ---- */

static enum status campaign_of(struct request *rq, struct tx *tx, struct pledge_get_row *ret, struct err *e)
{
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	return pledge_of(tx, &rq->desk, id, ret, e);
}

static enum status poster_qr(struct arena *a, const char *url, const struct drawing **ret, struct err *e)
{
	struct drawing *qr = arena_new(a, struct drawing);
	TRY(paper_qr_drawing(a, url, "Kode QR tautan ikrar", POSTER_QR, qr, e));
	for (size_t i = 0; i < qr->n; i++)
		qr->items[i].x += (POSTER_WIDE - POSTER_QR) / 2.0;
	qr->width = POSTER_WIDE;
	*ret = qr;
	return OK;
}

static enum status poster(struct request *rq, const struct pledge_get_row *p, const struct pledge_doors_row *door, const struct paper_letter *head,
			  struct paper_letter *ret, struct err *e)
{
	struct arena *a = rq->desk.arena;
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
	const char *url = arena_printf(a, "%s/ikrar/%s", rq_public_address(rq), door->token);
	const struct drawing **figures = arena_array(a, const struct drawing *, 1);
	TRY(poster_qr(a, arena_printf(a, "%s?poster=1", url), &figures[0], e)); /* so that boards tell posters from links */
	*ret = *head;
	ret->title = p->title;
	ret->heading = door->name ? door->name : arena_printf(a, "%s: semua pegawai", p->institution);
	ret->figures = figures, ret->n_figures = 1;
	ret->foot = p->title;
	ret->made = rq->desk.now;
	ret->markdown = arena_printf(a, "# %s\n\nPindai kode ini dengan kamera ponsel, baca naskahnya, lalu tanda tangani. Kurang dari satu menit, tanpa akun.\n\n![](figure:0)\n\n"
					"Atau ketik alamat ini:\n\n`%s`\n\nDibuka %s sampai %s. Yang diperlukan: %s.\n",
				     paper_escape(a, p->title), url, day_long(p->opens_on, ID, from), day_long(p->closes_on, ID, to),
				     text_eq(p->proof, "birth") ? "nomor pegawai dan tanggal lahir"
				     : text_eq(p->proof, "code") ? "nomor pegawai dan kode sekali pakai"
								 : "nomor pegawai dan tanggal lahir atau kode sekali pakai");
	return OK;
}

static const char *poster_contents(void *context, struct arena *a, const int *pages, int total)
{
	const struct pledge_doors_rows *doors = context;
	scoped(buf_free) struct buf b = {0};
	buf_text(&b, "Satu lembar untuk setiap perangkat daerah. Tempel di tempat apel dan pintu masuk; setiap lembar membawa ke tautan perangkat daerahnya.\n\n| Lembar | Halaman |\n|---|---|\n");
	for (size_t i = 0; i < doors->n; i++)
		buf_printf(&b, "| %s | %d |\n", doors->items[i].name ? paper_escape_cell(a, doors->items[i].name) : "Semua pegawai", pages[i]);
	buf_printf(&b, "\n%d halaman.\n", total);
	return buf_arena(a, &b);
}

static enum status posters(struct request *rq, struct err *e)
{
	struct pledge_get_row p;
	struct pledge_doors_rows doors;
	struct paper_letter head = {0};
	struct str pdf;
	int pages;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(campaign_of(rq, &tx, &p, e));
	TRY(pledge_doors(&tx, p.id, &doors, e));
	TRY(docket_letterhead(&tx, &rq->desk, &head, e));
	TRY(tx_commit(&tx, e));
	if (doors.n > PAPER_BUNDLE_MAX)
		doors.n = PAPER_BUNDLE_MAX;
	struct paper_letter *sheets = arena_array(rq->desk.arena, struct paper_letter, doors.n), front = head;
	const struct paper_letter **letters = arena_array(rq->desk.arena, const struct paper_letter *, doors.n);
	for (size_t i = 0; i < doors.n; i++) {
		TRY(poster(rq, &p, &doors.items[i], &head, &sheets[i], e));
		letters[i] = &sheets[i];
	}
	front.title = p.title, front.heading = "POSTER IKRAR", front.foot = p.title, front.made = rq->desk.now;
	struct paper_bundle b = {.front = &front, .letters = letters, .n = doors.n, .contents = poster_contents, .context = &doors};
	TRY(paper_bundle_pdf(rq->desk.arena, &b, &pdf, &pages, e));
	return pdf_answer(rq, pdf, "poster-ikrar.pdf");
}

/* ---- Slips: a new code for each of a unit who has not signed; printed now and never shown again ---- */

static enum status slips_write(struct request *rq, struct tx *tx, const struct pledge_get_row *p, int64_t agency, struct buf *b, size_t *ret_n, struct err *e)
{
	struct pledge_now_row now = {0};
	struct pledge_missing_rows rows = {0};
	const char *after = "", *code;
	int64_t after_id = 0;
	bool found;
	TRY(pledge_now(tx, p->id, &found, &now, e));
	do {
		TRY(pledge_missing(tx, p->id, p->roster, agency, now.since, after, after_id, NAMES_AT_ONCE, &rows, e));
		for (size_t i = 0; i < rows.n; i++) {
			const struct pledge_missing_row *r = &rows.items[i];
			after = r->name, after_id = r->id;
			if (!r->number)
				continue; /* without a number: on paper */
			TRY(roster_code_new(tx, &rq->desk, r->id, &code, e));
			buf_printf(b, "| %s | %s | **%.4s %.4s** |\n", paper_escape_cell(rq->desk.arena, r->name), paper_escape_cell(rq->desk.arena, r->number), code, code + 4);
			++*ret_n;
		}
	} while (rows.n == NAMES_AT_ONCE && *ret_n < SLIPS_MOST);
	return OK;
}

static enum status unit_named(struct request *rq, struct tx *tx, const struct pledge_get_row *p, int64_t agency, const char **ret_name, const char **ret_token,
			      struct err *e)
{
	struct pledge_doors_rows doors;
	TRY(pledge_doors(tx, p->id, &doors, e));
	for (size_t i = 0; i < doors.n; i++)
		if (doors.items[i].agency == agency) {
			*ret_name = doors.items[i].name ? doors.items[i].name : "";
			*ret_token = doors.items[i].token;
			return OK;
		}
	return FAIL(e, NOT_FOUND, "the list has no such unit");
}

static enum status slips_of_unit(struct request *rq, int64_t agency, struct err *e)
{
	struct pledge_get_row p;
	struct str pdf;
	size_t n = 0;
	const char *unit, *token;
	struct paper_letter l = {.title = "Kode sekali pakai", .heading = "KODE SEKALI PAKAI UNTUK IKRAR", .fine_tables = true, .made = rq->desk.now};
	scoped(buf_free) struct buf b = {0};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(campaign_of(rq, &tx, &p, e));
	TRY(unit_named(rq, &tx, &p, agency, &unit, &token, e));
	buf_printf(&b, "%s. Potong di antara baris dan serahkan kepada yang bersangkutan saja. Alamat: `%s/ikrar/%s`. Setiap kode berlaku sekali; daftar yang dicetak "
		       "lebih dulu tidak berlaku lagi.\n\n| Nama | Nomor pegawai | Kode |\n|---|---|---|\n",
		   paper_escape(rq->desk.arena, unit), rq_public_address(rq), token);
	TRY(slips_write(rq, &tx, &p, agency, &b, &n, e));
	TRY(docket_letterhead(&tx, &rq->desk, &l, e));
	TRY(pledge_slips_add(&tx, id_new(rq->desk.now), p.id, agency, (int64_t)n, rq->desk.now, rq->desk.user, e));
	TRY(access_note(&tx, &rq->desk, "pledge_codes", "pledge", p.id, arena_printf(rq->desk.arena, "%s: %zu", unit, n), e));
	l.foot = p.title;
	l.markdown = buf_arena(rq->desk.arena, &b);
	TRY(tx_commit(&tx, e)); /* the writer is not kept waiting while the sheets are drawn */
	TRY(paper_pdf(rq->desk.arena, &l, &pdf, e));
	return pdf_answer(rq, pdf, "kode-ikrar.pdf");
}

static enum status slips(struct request *rq, struct err *e)
{
	int64_t agency;
	TRY(rq_form_int(rq, "agency", 1, INT64_MAX, &agency, e));
	return slips_of_unit(rq, agency, e);
}

/* The head of a unit, for the own people alone. */
static enum status slips_own(struct request *rq, struct err *e)
{
	if (!rq->session.agency)
		return FAIL(e, FORBIDDEN, "this account is not the head of a unit");
	return slips_of_unit(rq, rq->session.agency, e);
}

static const struct route routes[] = {
	{GET, "/ikrar/bukti/{code}/sertifikat", RIGHT_NONE, certificate, 0, NULL},
	{GET, "/kerja/ikrar/{campaign}/poster", RIGHT_PREVENT, posters, 0, "pencegahan"},
	{POST, "/kerja/ikrar/{campaign}/kode", RIGHT_ROSTER, slips, 4 * KIB, "pencegahan"},
	{POST, "/kerja/ikrar/{campaign}/kode-unit", RIGHT_UNIT, slips_own, 4 * KIB, "pencegahan"},
};
const struct route_list pledge_paper_routes = {routes, sizeof routes / sizeof routes[0]};
