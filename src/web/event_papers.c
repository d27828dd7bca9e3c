/* event_papers.c -- an event on paper: invitations with a QR code, the report, the certificate of attendance. */
#include "web/event_views.h"

#include "desk/docket/crest.h"
#include "paper/paper.h"

#include <string.h>

#define LETTER_QR    150 /* points: 5 cm, read from a hand's breadth to an arm's length */
#define LETTER_WIDE  470

static enum status pdf_answer(struct request *rq, struct str pdf, const char *name)
{
	buf_raw(rq->out, pdf.s, pdf.n);
	rq->content_type = "application/pdf";
	rq->download = name;
	return OK;
}

/* Papers are always Indonesian. */
static const char *group_id(const char *code)
{
	const struct event_group *g = event_group_of(code);
	return g ? g->name_id : "";
}

static const char *when_id(struct request *rq, const struct outreach_get_row *o)
{
	enum lang reader = rq->lang;
	rq->lang = ID;
	const char *when = event_when(rq, o);
	rq->lang = reader;
	return when;
}

static enum status event_named(struct request *rq, struct tx *tx, struct outreach_get_row *ret, struct err *e)
{
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	return event_of(tx, &rq->desk, id, ret, e);
}

/* ---- Invitations: a letter each ---- */

static enum status letter_qr(struct arena *a, const char *text, const struct drawing **ret, struct err *e)
{
	struct drawing *qr = arena_new(a, struct drawing);
	TRY(paper_qr_drawing(a, text, "Kode QR undangan", LETTER_QR, qr, e));
	for (size_t i = 0; i < qr->n; i++)
		qr->items[i].x += (LETTER_WIDE - LETTER_QR) / 2.0;
	qr->width = LETTER_WIDE;
	*ret = qr;
	return OK;
}

static enum status letter(struct request *rq, const struct outreach_get_row *o, const struct outreach_invites_row *r, const struct paper_letter *head,
			  struct paper_letter *ret, struct err *e)
{
	struct arena *a = rq->desk.arena;
	const char *url = arena_printf(a, "%s/sosialisasi/undangan/%s#%s", rq_public_address(rq), r->token, r->code);
	const struct drawing **figures = arena_array(a, const struct drawing *, 1);
	TRY(letter_qr(a, url, &figures[0], e));
	*ret = *head;
	ret->title = o->title, ret->heading = "UNDANGAN", ret->foot = o->title, ret->made = rq->desk.now;
	ret->figures = figures, ret->n_figures = 1, ret->one_sheet = true;
	ret->markdown = arena_printf(a, "Kepada **%s**%s%s (%s)\n\nKami mengundang Bapak/Ibu ke **%s**.\n\n- Waktu: %s\n- Tempat: %s\n- Narasumber: %s\n- Tujuan: %s\n\n"
					"Bawalah undangan ini, di kertas atau di ponsel. Di pintu, tunjukkan kode QR atau sebutkan kodenya:\n\n# %.3s %.3s %.3s\n\n![](figure:0)\n\n"
					"Kode ini hanya untuk nama di atas. Sesudah acara Bapak/Ibu dapat mengunduh sertifikat kehadiran.\n",
				     paper_escape(a, r->name), r->unit[0] ? ", " : "", paper_escape(a, r->unit), group_id(r->grp), paper_escape(a, o->title), when_id(rq, o),
				     paper_escape(a, o->place), paper_escape(a, o->speaker), paper_escape(a, o->purpose), r->code, r->code + 3, r->code + 6);
	return OK;
}

static const char *letters_contents(void *context, struct arena *a, const int *pages, int total)
{
	const struct outreach_invites_rows *rows = context;
	scoped(buf_free) struct buf b = {0};
	buf_text(&b, "Satu lembar untuk setiap orang yang diundang. Lembar ini tetap di kantor.\n\n| Nama | Kelompok | Kode | Halaman |\n|---|---|---|---|\n");
	for (size_t i = 0; i < rows->n; i++)
		buf_printf(&b, "| %s | %s | %.3s %.3s %.3s | %d |\n", paper_escape_cell(a, rows->items[i].name), group_id(rows->items[i].grp), rows->items[i].code,
			   rows->items[i].code + 3, rows->items[i].code + 6, pages[i]);
	buf_printf(&b, "\n%d halaman.\n", total);
	return buf_arena(a, &b);
}

static int64_t query_after(const struct request *rq)
{
	int64_t id = 0;
	const char *s = rq_query(rq, "sesudah");
	return s && int_parse(s, 0, INT64_MAX, &id, NULL) == OK ? id : 0;
}

/* As many as a bundle takes; the rest with ?sesudah= the last. */
static enum status invitations(struct request *rq, struct err *e)
{
	struct outreach_get_row o;
	struct outreach_invites_rows rows;
	struct paper_letter head = {0};
	struct str pdf;
	int pages;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(event_named(rq, &tx, &o, e));
	TRY(outreach_invites(&tx, o.id, query_after(rq), PAPER_BUNDLE_MAX, &rows, e));
	TRY(docket_letterhead(&tx, &rq->desk, &head, e));
	TRY(tx_commit(&tx, e));
	struct paper_letter *sheets = arena_array(rq->desk.arena, struct paper_letter, rows.n + 1), front = head;
	const struct paper_letter **letters = arena_array(rq->desk.arena, const struct paper_letter *, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		TRY(letter(rq, &o, &rows.items[i], &head, &sheets[i], e));
		letters[i] = &sheets[i];
	}
	front.title = o.title, front.heading = "UNDANGAN", front.foot = o.title, front.made = rq->desk.now;
	struct paper_bundle b = {.front = &front, .letters = letters, .n = rows.n, .contents = letters_contents, .context = &rows};
	TRY(paper_bundle_pdf(rq->desk.arena, &b, &pdf, &pages, e));
	return pdf_answer(rq, pdf, "undangan.pdf");
}

/* ---- The report ---- */

static enum status people_write(struct request *rq, struct tx *tx, const struct outreach_get_row *o, struct buf *b, struct err *e)
{
	struct outreach_groups_rows planned;
	struct outreach_invited_counts_rows invited;
	struct outreach_counts_rows came;
	int64_t scanned = 0, walkins = 0, paper = 0;
	TRY(outreach_groups(tx, o->id, &planned, e));
	TRY(outreach_invited_counts(tx, o->id, &invited, e));
	TRY(outreach_counts(tx, o->id, &came, e));
	buf_text(b, "## Kehadiran\n\n| Kelompok | Rencana | Diundang | Dipindai | Tamu | Kertas | Hadir |\n|---|---|---|---|---|---|---|\n");
	for (size_t g = 0; g < event_groups_n; g++) {
		int64_t n[5] = {0};
		for (size_t i = 0; i < planned.n; i++)
			n[0] += text_eq(planned.items[i].code, event_groups[g].code) ? planned.items[i].expected : 0;
		for (size_t i = 0; i < invited.n; i++)
			n[1] += text_eq(invited.items[i].grp, event_groups[g].code) ? invited.items[i].n : 0;
		for (size_t i = 0; i < came.n; i++)
			if (text_eq(came.items[i].grp, event_groups[g].code))
				n[2] = came.items[i].scanned, n[3] = came.items[i].walkins, n[4] = came.items[i].paper;
		scanned += n[2], walkins += n[3], paper += n[4];
		if (n[0] + n[1] + n[2] + n[3] + n[4])
			buf_printf(b, "| %s | %lld | %lld | %lld | %lld | %lld | **%lld** |\n", event_groups[g].name_id, (long long)n[0], (long long)n[1], (long long)n[2],
				   (long long)n[3], (long long)n[4], (long long)(n[2] + n[3] + n[4]));
	}
	buf_printf(b, "\nHadir = dipindai %lld + tamu %lld + kertas %lld = **%lld** orang. Setiap orang dihitung sekali; yang ganda tidak dihitung.\n\n", (long long)scanned,
		   (long long)walkins, (long long)paper, (long long)(scanned + walkins + paper));
	(void)rq;
	return OK;
}

static enum status scores_write(struct request *rq, struct tx *tx, const struct outreach_get_row *o, struct buf *b, const struct drawing **ret_chart, struct err *e)
{
	struct event_scores s;
	TRY(event_scores_of(tx, o->id, &s, e));
	buf_text(b, "## Kuis\n\n");
	if (s.before.n < EVENT_SMALL || s.after.n < EVENT_SMALL) {
		buf_printf(b, "Kurang dari %d orang mengerjakan salah satu kuis; angkanya tidak ditampilkan.\n\n", EVENT_SMALL);
		return OK;
	}
	buf_printf(b, "Sebelum: %lld orang, %lld dari %lld jawaban benar (%s). Sesudah: %lld orang, %lld dari %lld benar (%s). Hanya jumlah benar yang disimpan.\n\n![](figure:0)\n\n",
		   (long long)s.before.n, (long long)s.before.score, (long long)s.before.asked, event_percent(rq, s.before.score, s.before.asked), (long long)s.after.n,
		   (long long)s.after.score, (long long)s.after.asked, event_percent(rq, s.after.score, s.after.asked));
	struct drawing *chart = arena_new(rq->desk.arena, struct drawing);
	*chart = event_chart(rq, &s);
	*ret_chart = chart;
	return OK;
}

static enum status kept_write(struct request *rq, struct tx *tx, const struct outreach_get_row *o, struct buf *b, struct err *e)
{
	struct outreach_minutes_now_row minutes;
	struct outreach_duties_rows duties;
	struct outreach_files_rows files;
	struct arena *a = rq->desk.arena;
	char day[DAY_TEXT_MAX];
	bool found;
	TRY(outreach_minutes_now(tx, o->id, &found, &minutes, e));
	TRY(outreach_duties(tx, o->id, &duties, e));
	TRY(outreach_files(tx, o->id, &files, e));
	buf_printf(b, "## Notulen\n\n%s\n\n", found ? paper_escape(a, minutes.text) : "Belum ada.");
	if (duties.n)
		buf_text(b, "## Janji meneruskan\n\n| Siapa | Kepada | Apa | Sampai | Dipenuhi |\n|---|---|---|---|---|\n");
	for (size_t i = 0; i < duties.n; i++) {
		const struct outreach_duties_row *r = &duties.items[i];
		buf_printf(b, "| %s | %s | %s | %s |", paper_escape_cell(a, r->who), paper_escape_cell(a, r->audience), paper_escape_cell(a, r->what), day_short(r->due_on, ID, day));
		buf_printf(b, " %s |\n", day_is_none(r->done_on) ? "belum" : day_short(r->done_on, ID, day));
	}
	if (files.n)
		buf_text(b, "\n## Berkas\n\n| Berkas | Judul | SHA-256 |\n|---|---|---|\n");
	for (size_t i = 0; i < files.n; i++) {
		const struct outreach_files_row *r = &files.items[i];
		buf_printf(b, "| %s %lld | %s | %.16s… |\n", text_eq(r->kind, "photo") ? "Foto" : text_eq(r->kind, "material") ? "Bahan versi" : "Lembar", (long long)r->number,
			   paper_escape_cell(a, r->title), r->sha256);
	}
	return OK;
}

static enum status report(struct request *rq, struct err *e)
{
	struct outreach_get_row o;
	struct str pdf;
	struct arena *a = rq->desk.arena;
	const struct drawing *chart = NULL;
	scoped(buf_free) struct buf b = {0};
	struct paper_letter l = {.heading = "LAPORAN SOSIALISASI", .fine_tables = true, .made = rq->desk.now};
	enum lang reader = rq->lang;
	rq->lang = ID; /* papers are Indonesian */
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(event_named(rq, &tx, &o, e));
	buf_printf(&b, "**%s**\n\n- Waktu: %s\n- Tempat: %s\n- Narasumber: %s\n- Tujuan: %s\n\n", paper_escape(a, o.title), event_when(rq, &o), paper_escape(a, o.place),
		   paper_escape(a, o.speaker), paper_escape(a, o.purpose));
	TRY(people_write(rq, &tx, &o, &b, e));
	TRY(scores_write(rq, &tx, &o, &b, &chart, e));
	TRY(kept_write(rq, &tx, &o, &b, e));
	TRY(docket_letterhead(&tx, &rq->desk, &l, e));
	TRY(tx_commit(&tx, e));
	rq->lang = reader;
	l.title = l.foot = o.title, l.figures = &chart, l.n_figures = chart != NULL, l.markdown = buf_arena(a, &b);
	TRY(paper_pdf(a, &l, &pdf, e));
	return pdf_answer(rq, pdf, "laporan-sosialisasi.pdf");
}

/* ---- The certificate: for whoever was present, once the event is over ---- */

static enum status certificate(struct request *rq, struct err *e)
{
	struct outreach_entry_of_token_row row;
	struct outreach_get_row o;
	struct arena *a = rq->desk.arena;
	struct paper_letter l = {.title = "Sertifikat kehadiran", .heading = "SERTIFIKAT KEHADIRAN", .one_sheet = true};
	struct str pdf;
	bool found;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(outreach_entry_of_token(&tx, rq->segments[0], rq->desk.office->id, &found, &row, e));
	if (!found || !text_eq(row.state, "counted"))
		return FAIL(e, NOT_FOUND, "nobody who was present has that link");
	TRY(event_of(&tx, &rq->desk, row.event, &o, e));
	if (rq->desk.now.us <= o.ends_at.us)
		return FAIL(e, CONFLICT, "certificates are given once the event is over");
	TRY(docket_letterhead(&tx, &rq->desk, &l, e));
	TRY(tx_commit(&tx, e));
	l.markdown = arena_printf(a, "Diberikan kepada\n\n# %s\n\n%s, yang hadir pada **%s**.\n\n- Waktu: %s\n- Tempat: %s\n- Narasumber: %s\n\nKode `%s`. Siapa pun dapat memeriksa sertifikat ini "
				     "lewat kode QR; yang tampak hanya nama dan acaranya.\n",
				  paper_escape(a, row.name), group_id(row.grp), paper_escape(a, o.title), when_id(rq, &o), paper_escape(a, o.place), paper_escape(a, o.speaker), row.certificate);
	l.check_url = arena_printf(a, "%s/periksa/%s", rq_public_address(rq), row.certificate);
	l.foot = row.certificate, l.made = o.ends_at;
	TRY(paper_pdf(a, &l, &pdf, e));
	return pdf_answer(rq, pdf, "sertifikat-kehadiran.pdf");
}

static const struct route routes[] = {
	{GET, "/kerja/sosialisasi/{event}/undangan", RIGHT_PREVENT, invitations, 0, "pencegahan"},
	{GET, "/kerja/sosialisasi/{event}/laporan", RIGHT_PREVENT, report, 0, "pencegahan"},
	{GET, "/sosialisasi/saya/{attendant}/sertifikat", RIGHT_NONE, certificate, 0, NULL},
};
const struct route_list event_paper_routes = {routes, sizeof routes / sizeof routes[0]};
