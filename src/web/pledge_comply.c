/* pledge_comply.c -- certificates of compliance: issued, printed on one page, checked by anybody; the list for those who may see names. */
#include "web/casework.h"
#include "web/joint_views.h"

#include "desk/docket/crest.h"
#include "desk/evidence/evidence.h"
#include "paper/paper.h"

#include "page_comply.h"
#include "page_comply_check.h"

static enum status comply_page(struct request *rq, const struct fault *fault, struct err *e)
{
	struct comply_view v = {.may_make = role_may(rq->desk.role, RIGHT_PREVENT), .may_list = role_may(rq->desk.role, RIGHT_ROSTER)};
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_of(&tx, &rq->desk, id, &v.p, e));
	TRY(certificates_of(&tx, id, &v.rows, e));
	TRY(tx_commit(&tx, e));
	if (fault)
		v.fault = *fault;
	struct page p = page_of(rq, "Surat keterangan kepatuhan", "Certificates of compliance");
	page_comply(rq->out, &p, &v);
	return OK;
}

static enum status comply_show(struct request *rq, struct err *e) { return comply_page(rq, NULL, e); }

static enum status comply_take(struct request *rq, struct err *e)
{
	int64_t id, made;
	TRY(rq_segment_id(rq, 0, &id, e));
	enum status done = pledge_certify(&rq->desk, id, &made, e);
	if (done == OK)
		return rq_redirect(rq, "/kerja/ikrar/%lld/kepatuhan", (long long)id);
	if (done != INVALID && done != CONFLICT)
		return done;
	struct fault fault = rq_fault(rq, e);
	fault.text = text_eq(fault.field, "list") ? say(rq, "Daftar pegawainya masih kosong.", "The list of people is still empty.")
						  : say(rq, "Kampanye ini sedang tidak punya naskah yang ditandatangani.", "The campaign has no text that is signed now.");
	return comply_page(rq, &fault, e);
}

static enum status certificate_read(struct request *rq, struct tx *tx, struct certificate_get_row *ret, struct err *e)
{
	int64_t pledge, id;
	TRY(rq_segment_id(rq, 0, &pledge, e));
	TRY(rq_segment_id(rq, 1, &id, e));
	return pledge_certificate_of(tx, &rq->desk, pledge, id, ret, e);
}

/* ---- On one page ---- */

static const char *share_text(const struct request *rq, const struct certificate_get_row *c, enum lang lang)
{
	int64_t permille = pledge_certificate_permille(c);
	return permille < 0 ? "" : arena_printf(rq->desk.arena, "%lld%c%lld %%", (long long)(permille / 10), lang == EN ? '.' : ',', (long long)(permille % 10));
}

static void figure(struct buf *b, const char *label, int64_t n)
{
	char dots[32];
	buf_printf(b, "| %s | %s |\n", label, int_dots(n, DOTS, dots));
}

static void figures_write(struct buf *b, const struct certificate_get_row *c)
{
	int64_t counts = pledge_certificate_counts(c);
	buf_text(b, "| Hitungan | Pegawai |\n|---|---|\n");
	figure(b, "Dalam daftar", c->people);
	figure(b, "Dikecualikan: cuti", c->leave);
	figure(b, "Dikecualikan: pensiun", c->retired);
	figure(b, "Dikecualikan: tugas di luar", c->detached);
	figure(b, "Dikecualikan: lain", c->other);
	figure(b, "**Terhitung** (daftar − dikecualikan)", counts);
	figure(b, "**Sudah menandatangani**, dari yang terhitung", c->signs);
	figure(b, "Belum menandatangani", counts - c->signs);
	figure(b, "Dikecualikan tetapi menandatangani (di luar persentase)", c->beyond);
	buf_printf(b, "\nCara menandatangani: tautan %lld, poster QR %lld, kios %lld, kertas %lld.\n\n", (long long)c->link, (long long)c->poster, (long long)c->kiosk,
		   (long long)c->paper);
}

static const char *certificate_markdown(struct request *rq, const struct certificate_get_row *c)
{
	struct arena *a = rq->desk.arena;
	struct pledge_points points = {0};
	char day[DAY_TEXT_MAX];
	const char *share = share_text(rq, c, ID);
	scoped(buf_free) struct buf b = {0};
	pledge_points_of(a, c->text, &points);
	buf_printf(&b, "Menurut data yang tersimpan di kantor ini, keadaan ikrar \"%s\" pegawai **%s** adalah sebagai berikut, dihitung pada %s.\n\n",
		   paper_escape(a, c->title), paper_escape(a, c->institution), moment_text(rq, c->at));
	figures_write(&b, c);
	if (share[0])
		buf_printf(&b, "Persentase = sudah ÷ terhitung = %lld ÷ %lld = **%s**.\n\n", (long long)c->signs, (long long)pledge_certificate_counts(c), share);
	buf_printf(&b, "Naskah versi %lld, SHA-256 `%s`:\n\n", (long long)c->version, c->sha256);
	for (size_t i = 0; i < points.n; i++)
		buf_printf(&b, "%zu. %s\n", i + 1, paper_escape(a, points.items[i].text));
	if (c->read_by)
		buf_printf(&b, "\nPembacaan dipimpin %s, %s, di %s, %s.\n", paper_escape(a, c->read_by), paper_escape(a, c->read_as ? c->read_as : ""),
			   paper_escape(a, c->read_at_place ? c->read_at_place : ""), day_long(c->read_on, ID, day));
	if (c->joint_number)
		buf_printf(&b, "\nDeklarasi bersama nomor %s.\n", paper_escape(a, c->joint_number));
	buf_printf(&b, "\nDaftar pegawai yang menjadi dasar hitungan, berkas CSV dengan SHA-256 `%s`. Surat ini tidak memuat nama pegawai.\n", c->list_sha256);
	return buf_arena(a, &b);
}

static enum status certificate_pdf(struct request *rq, struct err *e)
{
	struct certificate_get_row c;
	struct str pdf;
	struct arena *a = rq->desk.arena;
	enum lang lang = rq->lang;
	struct paper_letter l = {.title = "Surat keterangan kepatuhan", .one_sheet = true, .fine_tables = true};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(certificate_read(rq, &tx, &c, e));
	TRY(docket_letterhead(&tx, &rq->desk, &l, e));
	TRY(tx_commit(&tx, e));
	rq->lang = ID; /* papers are Indonesian */
	l.heading = arena_printf(a, "SURAT KETERANGAN KEPATUHAN IKRAR NETRALITAS\nNomor %s", c.number);
	l.markdown = certificate_markdown(rq, &c);
	rq->lang = lang;
	l.check_url = arena_printf(a, "%s/periksa/%s", rq_public_address(rq), c.code);
	l.foot = c.number, l.made = c.at;
	TRY(paper_pdf(a, &l, &pdf, e));
	return file_bytes(rq, pdf, "application/pdf", "kepatuhan.pdf");
}

/* The very bytes whose hash stands on the certificate. Each look is noted. */
static enum status certificate_list(struct request *rq, struct err *e)
{
	struct certificate_get_row c;
	struct evidence_file_get_row file;
	struct str bytes;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(certificate_read(rq, &tx, &c, e));
	TRY(evidence_file_read(&tx, &rq->desk, c.file, &bytes, &file, e));
	TRY(access_note(&tx, &rq->desk, "pledge_list_read", "pledge", c.pledge, c.number, e));
	TRY(tx_commit(&tx, e));
	buf_raw(rq->out, bytes.s, bytes.n);
	rq->content_type = "text/csv; charset=utf-8";
	rq->download = "daftar-ikrar.csv";
	return OK;
}

/* ---- Checked by anybody ---- */

static enum status check_show(struct request *rq, struct err *e)
{
	struct comply_check_view v = {0};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_certificate_checked(&tx, &rq->desk, rq->segments[0], &v.c, e));
	TRY(tx_commit(&tx, e));
	v.counts = pledge_certificate_counts(&v.c);
	v.missing = v.counts - v.c.signs, v.excused = v.c.people - v.counts;
	v.share = share_text(rq, &v.c, rq->lang);
	pledge_points_of(rq->desk.arena, v.c.text, &v.points);
	struct page p = page_of(rq, "Surat keterangan kepatuhan", "Certificate of compliance");
	page_comply_check(rq->out, &p, &v);
	return OK;
}

static const struct route routes[] = {
	{GET, "/kerja/ikrar/{campaign}/kepatuhan", RIGHT_SHARES, comply_show, 0, "pencegahan"},
	{POST, "/kerja/ikrar/{campaign}/kepatuhan", RIGHT_PREVENT, comply_take, 4 * KIB | ROUTE_ONCE, "pencegahan"},
	{GET, "/kerja/ikrar/{campaign}/kepatuhan/{certificate}/pdf", RIGHT_SHARES, certificate_pdf, 0, "pencegahan"},
	{GET, "/kerja/ikrar/{campaign}/kepatuhan/{certificate}/daftar", RIGHT_ROSTER, certificate_list, 0, "pencegahan"},
	{GET, "/ikrar/kepatuhan/{code}", RIGHT_NONE, check_show, 0, NULL},
};
const struct route_list pledge_comply_routes = {routes, sizeof routes / sizeof routes[0]};
