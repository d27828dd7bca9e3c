/* circular_papers.c -- the papers of a circular letter: the letter, proofs of delivery, reminders, and a sheet for each addressee with the
 * QR code of the link and a line for who received it; slips with one-time codes for a unit's people. */
#include "web/circular_views.h"

#include "desk/access/access.h"
#include "desk/docket/crest.h"
#include "desk/evidence/evidence.h"
#include "paper/paper.h"

#define SHEET_QR   170 /* points: 6 cm, read from an arm's length */
#define SHEET_WIDE 540 /* the drawing it stands in the middle of */
#define SLIPS_MOST    5000
#define NAMES_AT_ONCE 500

static enum status bytes_of(struct request *rq, struct tx *tx, int64_t id, bool foreign, struct err *e)
{
	struct evidence_file_get_row file;
	struct str bytes;
	TRY(evidence_file_read(tx, &rq->desk, id, &bytes, &file, e));
	rq->foreign = foreign;
	return file_bytes(rq, bytes, file.type, file.name);
}

static enum status part_id(struct request *rq, struct tx *tx, struct circular_get_row *ret, int64_t *ret_part, struct err *e)
{
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(rq_segment_id(rq, 1, ret_part, e));
	TRY(desk_begin(&rq->desk, READ, tx, e));
	return circular_of(tx, &rq->desk, id, ret, e);
}

static enum status version_file(struct request *rq, struct err *e)
{
	struct circular_get_row c;
	struct circular_version_get_row v;
	int64_t id;
	bool found;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(part_id(rq, &tx, &c, &id, e));
	TRY(circular_version_get(&tx, id, &found, &v, e));
	return found && v.circular == c.id ? bytes_of(rq, &tx, v.file, c.issuer[0], e) : FAIL(e, NOT_FOUND, "the letter has no such version");
}

static enum status delivery_file(struct request *rq, struct err *e)
{
	struct circular_get_row c;
	struct circular_delivery_file_row row;
	int64_t id;
	bool found;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(part_id(rq, &tx, &c, &id, e));
	TRY(circular_delivery_file(&tx, id, c.id, &found, &row, e));
	return found ? bytes_of(rq, &tx, row.file, true, e) : FAIL(e, NOT_FOUND, "no such proof of delivery");
}

static enum status reminder_file(struct request *rq, struct err *e)
{
	struct circular_get_row c;
	struct circular_reminder_file_row row;
	int64_t id;
	bool found;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(part_id(rq, &tx, &c, &id, e));
	TRY(circular_reminder_file(&tx, id, c.id, &found, &row, e));
	return found ? bytes_of(rq, &tx, row.file, false, e) : FAIL(e, NOT_FOUND, "no such reminder");
}

/* ---- Sheets ---- */

static enum status sheet_qr(struct arena *a, const char *url, const struct drawing **ret, struct err *e)
{
	struct drawing *qr = arena_new(a, struct drawing);
	TRY(paper_qr_drawing(a, url, "Kode QR tautan surat", SHEET_QR, qr, e));
	for (size_t i = 0; i < qr->n; i++)
		qr->items[i].x += (SHEET_WIDE - SHEET_QR) / 2.0;
	qr->width = SHEET_WIDE;
	*ret = qr;
	return OK;
}

static enum status sheet(struct request *rq, const struct circular_get_row *c, const struct circular_now_row *now, const struct circular_addressees_row *to,
			 const struct paper_letter *head, struct paper_letter *ret, struct err *e)
{
	struct arena *a = rq->desk.arena;
	char day[DAY_TEXT_MAX];
	const struct drawing **figures = arena_array(a, const struct drawing *, 1);
	const char *url = arena_printf(a, "%s/surat/%s", rq_public_address(rq), to->token);
	TRY(sheet_qr(a, url, &figures[0], e));
	*ret = *head;
	ret->title = to->name, ret->heading = "LEMBAR PENYAMPAIAN SURAT";
	ret->figures = figures, ret->n_figures = 1;
	ret->sign_title = "Yang menerima,", ret->sign_name = "(....................................................)"; /* room for ink */
	ret->foot = now->letter_number, ret->made = rq->desk.now;
	ret->markdown = arena_printf(a, "Kepada: **%s**\n\nSurat %snomor **%s** tanggal %s, perihal %s, versi %lld.\n\n"
					"Pindai kode ini, baca suratnya, lalu nyatakan telah membacanya dan teruskan kepada unit atau pegawai Saudara. Tanpa akun.\n\n![](figure:0)\n\n"
					"Atau ketik alamat ini: `%s`\n\n"
					"## Tanda terima\n\nDiterima hari dan tanggal: ....................................................................\n\n"
					"Nama dan jabatan: .................................................................................\n",
				     paper_escape(a, to->name), c->issuer[0] ? arena_printf(a, "%s ", paper_escape(a, c->issuer)) : "", paper_escape(a, now->letter_number),
				     day_long(now->dated_on, ID, day), paper_escape(a, c->subject), (long long)now->number, url);
	return OK;
}

static const char *sheet_contents(void *context, struct arena *a, const int *pages, int total)
{
	const struct circular_addressees_rows *rows = context;
	scoped(buf_free) struct buf b = {0};
	buf_text(&b, "Satu lembar untuk setiap penerima, disertakan pada suratnya. Foto atau pindaian tanda terimanya disimpan sebagai bukti penyampaian.\n\n| Penerima | Halaman |\n|---|---|\n");
	for (size_t i = 0; i < rows->n && i < PAPER_BUNDLE_MAX; i++)
		buf_printf(&b, "| %s | %d |\n", paper_escape_cell(a, rows->items[i].name), pages[i]);
	buf_printf(&b, "\n%d halaman.\n", total);
	return buf_arena(a, &b);
}

static enum status sheets_read(struct request *rq, struct circular_get_row *c, struct circular_now_row *now, struct circular_addressees_rows *rows,
			       struct paper_letter *head, struct err *e)
{
	int64_t id;
	bool found;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(circular_of(&tx, &rq->desk, id, c, e));
	TRY(circular_now(&tx, id, &found, now, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "the letter was withdrawn");
	TRY(circular_addressees(&tx, id, now->version, c->roster, rows, e));
	TRY(docket_letterhead(&tx, &rq->desk, head, e));
	return tx_commit(&tx, e);
}

static enum status sheets(struct request *rq, struct err *e)
{
	struct circular_get_row c;
	struct circular_now_row now;
	struct circular_addressees_rows rows;
	struct paper_letter head = {0};
	struct str pdf;
	int pages;
	TRY(sheets_read(rq, &c, &now, &rows, &head, e));
	size_t n = rows.n > PAPER_BUNDLE_MAX ? PAPER_BUNDLE_MAX : rows.n;
	struct paper_letter *papers = arena_array(rq->desk.arena, struct paper_letter, n ? n : 1), front = head;
	const struct paper_letter **letters = arena_array(rq->desk.arena, const struct paper_letter *, n ? n : 1);
	for (size_t i = 0; i < n; i++) {
		TRY(sheet(rq, &c, &now, &rows.items[i], &head, &papers[i], e));
		letters[i] = &papers[i];
	}
	front.title = c.subject, front.heading = "LEMBAR PENYAMPAIAN", front.foot = now.letter_number, front.made = rq->desk.now;
	struct paper_bundle b = {.front = &front, .letters = letters, .n = n, .contents = sheet_contents, .context = &rows};
	TRY(paper_bundle_pdf(rq->desk.arena, &b, &pdf, &pages, e));
	buf_raw(rq->out, pdf.s, pdf.n);
	rq->content_type = "application/pdf";
	rq->download = "lembar-penyampaian.pdf";
	return OK;
}

/* ---- Slips: a new code for each of a unit who has not read it; printed now and never shown again ---- */

static enum status slips_write(struct request *rq, struct tx *tx, const struct circular_get_row *c, int64_t version, int64_t agency, struct buf *b, size_t *ret_n,
			       struct err *e)
{
	struct circular_missing_rows rows = {0};
	const char *after = "", *code;
	int64_t after_id = 0;
	do {
		TRY(circular_missing(tx, version, c->roster, agency, after, after_id, NAMES_AT_ONCE, &rows, e));
		for (size_t i = 0; i < rows.n; i++) {
			const struct circular_missing_row *r = &rows.items[i];
			after = r->name, after_id = r->id;
			if (!r->number)
				continue; /* without a number nobody can be told apart here */
			TRY(roster_code_new(tx, &rq->desk, r->id, &code, e));
			buf_printf(b, "| %s | %s | **%.4s %.4s** |\n", paper_escape_cell(rq->desk.arena, r->name), paper_escape_cell(rq->desk.arena, r->number), code, code + 4);
			++*ret_n;
		}
	} while (rows.n == NAMES_AT_ONCE && *ret_n < SLIPS_MOST);
	return OK;
}

static enum status slips_made(struct request *rq, struct tx *tx, int64_t agency, struct paper_letter *ret, struct err *e)
{
	struct circular_get_row c;
	struct circular_now_row now;
	struct circular_unit_door_row unit;
	int64_t id;
	size_t n = 0;
	bool found, there;
	scoped(buf_free) struct buf b = {0};
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(circular_of(tx, &rq->desk, id, &c, e));
	TRY(circular_now(tx, id, &found, &now, e));
	TRY(circular_unit_door(tx, id, agency, &there, &unit, e));
	if (!found || !there || !c.roster || text_eq(c.takes, "birth"))
		return FAIL(e, NOT_FOUND, "this letter asks no people of that unit for a code");
	buf_printf(&b, "%s. Potong di antara baris dan serahkan kepada yang bersangkutan saja. Alamat: `%s/surat/%s`. Setiap kode berlaku sekali; kode yang dicetak lebih "
		       "dulu untuk orang yang sama, juga untuk ikrar, tidak berlaku lagi.\n\n| Nama | Nomor pegawai | Kode |\n|---|---|---|\n",
		   paper_escape(rq->desk.arena, unit.name), rq_public_address(rq), unit.people);
	TRY(slips_write(rq, tx, &c, now.version, agency, &b, &n, e));
	TRY(docket_letterhead(tx, &rq->desk, ret, e));
	TRY(access_note(tx, &rq->desk, "circular_codes", "circular", id, arena_printf(rq->desk.arena, "%s: %zu", unit.name, n), e));
	ret->foot = c.subject;
	ret->markdown = buf_arena(rq->desk.arena, &b);
	return OK;
}

static enum status slips_of_unit(struct request *rq, int64_t agency, struct err *e)
{
	struct paper_letter l = {.title = "Kode sekali pakai", .heading = "KODE SEKALI PAKAI UNTUK SURAT EDARAN", .fine_tables = true, .made = rq->desk.now};
	struct str pdf;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(slips_made(rq, &tx, agency, &l, e));
	TRY(tx_commit(&tx, e)); /* the writer is not kept waiting while the sheets are drawn */
	TRY(paper_pdf(rq->desk.arena, &l, &pdf, e));
	buf_raw(rq->out, pdf.s, pdf.n);
	rq->content_type = "application/pdf";
	rq->download = "kode-surat.pdf";
	return OK;
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
	return rq->session.agency ? slips_of_unit(rq, rq->session.agency, e) : FAIL(e, FORBIDDEN, "this account is not the head of a unit");
}

static const struct route routes[] = {
	{POST, "/kerja/surat-edaran/{circular}/kode", RIGHT_ROSTER, slips, 4 * KIB, "pencegahan"},
	{POST, "/kerja/surat-edaran/{circular}/kode-unit", RIGHT_UNIT, slips_own, 4 * KIB, "pencegahan"},
	{GET, "/kerja/surat-edaran/{circular}/lembar", RIGHT_PREVENT, sheets, 0, "pencegahan"},
	{GET, "/kerja/surat-edaran/{circular}/versi/{edition}", RIGHT_SHARES, version_file, 0, "pencegahan"},
	{GET, "/kerja/surat-edaran/{circular}/bukti/{delivery}", RIGHT_PREVENT, delivery_file, 0, "pencegahan"},
	{GET, "/kerja/surat-edaran/{circular}/pengingat/{reminder}", RIGHT_PREVENT, reminder_file, 0, "pencegahan"},
};
const struct route_list circular_paper_routes = {routes, sizeof routes / sizeof routes[0]};
