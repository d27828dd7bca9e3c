/* circular_papers.c -- the papers of a circular letter: the letter, proofs of delivery, reminders, and a sheet for each addressee with the
 * QR code of the link and a line for who received it. */
#include "web/circular_views.h"

#include "desk/docket/crest.h"
#include "desk/evidence/evidence.h"
#include "paper/paper.h"

#define SHEET_QR   170 /* points: 6 cm, read from an arm's length */
#define SHEET_WIDE 540 /* the drawing it stands in the middle of */

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

static const struct route routes[] = {
	{GET, "/kerja/surat-edaran/{circular}/lembar", RIGHT_PREVENT, sheets, 0, "pencegahan"},
	{GET, "/kerja/surat-edaran/{circular}/versi/{edition}", RIGHT_SHARES, version_file, 0, "pencegahan"},
	{GET, "/kerja/surat-edaran/{circular}/bukti/{delivery}", RIGHT_PREVENT, delivery_file, 0, "pencegahan"},
	{GET, "/kerja/surat-edaran/{circular}/pengingat/{reminder}", RIGHT_PREVENT, reminder_file, 0, "pencegahan"},
};
const struct route_list circular_paper_routes = {routes, sizeof routes / sizeof routes[0]};
