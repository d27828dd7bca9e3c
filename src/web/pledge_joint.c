/* pledge_joint.c -- joint declarations: made by officers, signed in order with a login, a one-time link or ink, checked by anybody. */
#include "web/casework.h"
#include "web/change.h"
#include "web/joint_views.h"

#include "desk/docket/crest.h"
#include "desk/evidence/evidence.h"
#include "paper/paper.h"

#include "page_joint.h"
#include "page_joint_check.h"
#include "page_joint_sign.h"
#include "page_joints.h"

#include <string.h>

#define GUESSES_PER_HOUR 60 /* wrong links of one source */

static struct fault fault_words(struct request *rq, const struct err *e)
{
	static const struct fault_words words[] = {
		{"title", OK, "Beri judul deklarasi.", "Give the declaration a title."},
		{"place", OK, "Tulis tempat deklarasi.", "Write the place of the declaration."},
		{"held_on", OK, "Tulis hari deklarasi.", "Write the day of the declaration."},
		{"read_by", OK, "Nama yang memimpin pembacaan paling panjang 200 huruf.", "The name of who led the reading has at most 200 characters."},
		{"read_as", OK, "Jabatannya paling panjang 200 huruf.", "The position has at most 200 characters."},
		{"text", CONFLICT, "Naskah yang ditandatangani sudah lain, atau sudah ada tanda tangan sehingga naskah tidak dapat diganti.", "Another text is signed now, or somebody has signed and the text stays."},
		{"text", OK, "Tulis 1 sampai 40 butir, satu butir satu baris.", "Write 1 to 40 points, one a line."},
		{"institution", OK, "Tulis nama lembaga; paling banyak 30 penanda tangan.", "Name the institution; at most 30 sign."},
		{"signer", OK, "Tulis nama penanda tangan.", "Name who signs."},
		{"position", OK, "Tulis jabatan penanda tangan.", "Write the position of who signs."},
		{"login", OK, "Tidak ada akun dengan nama masuk itu di kantor ini.", "Nobody here logs in by that name."},
		{"party", OK, "Sudah ada yang menandatangani; susunan penanda tangan tidak dapat diubah lagi. Tarik deklarasi ini dan buat yang baru.", "Somebody has signed; who signs cannot be changed any more. Withdraw it and make another."},
		{"turn", OK, "Bukan giliran ini. Penanda tangan berurutan; tunggu yang sebelumnya.", "It is another's turn. They sign in order; wait for the one before."},
		{"joint", OK, "Deklarasi ini belum dapat ditandatangani: lembaganya kurang dari dua, atau sudah ditarik.", "It cannot be signed: fewer than two institutions, or it was withdrawn."},
		{"scan", TOO_LARGE, "Pindaian paling besar 20 MB.", "A scan has at most 20 MB."},
		{"scan", OK, "Pilih pindaian halaman yang ditandatangani: PDF, JPEG, atau PNG.", "Choose the scan of the signed page: PDF, JPEG or PNG."},
		{"signed_on", OK, "Hari tanda tangan: antara hari dibuat dan hari ini.", "The day of signing: from its making until today."},
		{"reason", OK, "Tulis alasannya; ia tersimpan tetap.", "Write the reason; it stays in the record."},
		{"password", OK, "Sandi belum cocok.", "The password does not fit yet."},
	};
	return rq_fault_said(rq, e, words, sizeof words / sizeof *words);
}

static bool shown_again(enum status s) { return s != OK && status_http(s) < 500 && s != NOT_FOUND; }

/* ---- The list, and a new one ---- */

static enum status joints_page(struct request *rq, const struct fault *fault, struct err *e)
{
	char today[DAY_TEXT_MAX];
	struct pledge_list_rows campaigns;
	struct pledge_now_row now;
	bool found;
	int64_t chosen = 0;
	struct joints_view v = {.title = typed(rq, "title", ""), .place = typed(rq, "place", ""), .read_by = typed(rq, "read_by", ""), .read_as = typed(rq, "read_as", ""),
				.text = typed(rq, "text", ""), .may_make = role_may(rq->desk.role, RIGHT_PREVENT)};
	v.held_on = typed(rq, "held_on", arena_strdup(rq->desk.arena, day_iso(day_of_instant(rq->desk.now, rq->desk.office->zone), today)));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(joint_list(&tx, rq->desk.office->id, &v.rows, e));
	TRY(pledge_list(&tx, rq->desk.office->id, &campaigns, e));
	if (int_parse(typed(rq, "pledge", campaigns.n ? arena_printf(rq->desk.arena, "%lld", (long long)campaigns.items[0].id) : "0"), 0, INT64_MAX, &chosen, NULL) != OK)
		chosen = 0;
	for (size_t i = 0; i < campaigns.n; i++)
		ARENA_PUSH(rq->desk.arena, &v.campaigns, ((struct joint_campaign_line){campaigns.items[i].id, campaigns.items[i].title, campaigns.items[i].id == chosen}));
	if (chosen && !v.text[0]) {
		TRY(pledge_now(&tx, chosen, &found, &now, e));
		v.text = found ? now.text : "";
	}
	TRY(tx_commit(&tx, e));
	if (fault)
		v.fault = *fault;
	struct page p = page_of(rq, "Deklarasi bersama", "Joint declarations");
	page_joints(rq->out, &p, &v);
	return OK;
}

static enum status joints_show(struct request *rq, struct err *e) { return joints_page(rq, NULL, e); }

static enum status joint_make(struct request *rq, int64_t *ret, struct err *e)
{
	struct pledge_joint_new as = {.title = typed(rq, "title", ""), .place = typed(rq, "place", ""), .read_by = typed(rq, "read_by", ""),
				      .read_as = typed(rq, "read_as", ""), .text = typed(rq, "text", "")};
	TRY(rq_form_day(rq, "held_on", true, &as.held_on, e));
	TRY(rq_form_int(rq, "pledge", 0, INT64_MAX, &as.pledge, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(pledge_joint_make(&tx, &rq->desk, &as, ret, e));
	return tx_commit(&tx, e);
}

static enum status joint_new_take(struct request *rq, struct err *e)
{
	int64_t id = 0;
	enum status done = joint_make(rq, &id, e);
	if (done == OK)
		return rq_redirect(rq, "/kerja/deklarasi/%lld", (long long)id);
	if (!shown_again(done))
		return done;
	struct fault fault = fault_words(rq, e);
	return joints_page(rq, &fault, e);
}

/* ---- One ---- */

static const char *method_words(const struct request *rq, const struct joint_parties_row *p)
{
	char day[DAY_TEXT_MAX];
	if (!p->sign)
		return "";
	const char *how = text_eq(p->method, "ink")    ? say(rq, "tinta di kertas, pindaian tersimpan", "ink on paper, scan kept")
			  : text_eq(p->method, "login") ? say(rq, "di layar, dengan akun sendiri", "on a screen, with the own login")
							: say(rq, "di layar, dengan tautan sekali pakai", "on a screen, by a one-time link");
	return arena_printf(rq->desk.arena, "%s, %s", day_short(p->signed_on, rq->lang, day), how);
}

static void lines_put(const struct request *rq, const struct pledge_joint *j, int64_t here, struct joint_party_lines *ret)
{
	for (size_t i = 0; i < j->parties.n; i++) {
		const struct joint_parties_row *p = &j->parties.items[i];
		struct joint_party_line l = {.row = *p, .method = method_words(rq, p), .next = p->id == j->next, .here = p->id == here};
		l.mine = l.next && rq->desk.user && p->app_user == rq->desk.user;
		ARENA_PUSH(rq->desk.arena, ret, l);
	}
}

static void view_put(struct request *rq, struct joint_view *v)
{
	v->row = v->j.row, v->text = v->j.text;
	v->withdrawn = !instant_is_none(v->row.withdrawn_at);
	v->may_make = role_may(rq->desk.role, RIGHT_PREVENT);
	v->may_edit = v->may_make && !v->j.signs && !v->withdrawn;
	v->fault_at = v->fault_at ? v->fault_at : "";
	v->institution = typed(rq, "institution", ""), v->signer = typed(rq, "signer", ""), v->position = typed(rq, "position", "");
	v->login = typed(rq, "login", ""), v->reason = typed(rq, "reason", ""), v->signed_on = typed(rq, "signed_on", iso_text(rq, v->row.held_on));
	v->typed_text = typed(rq, "text", v->text.text), v->witness = ticked(rq, "witness");
	for (size_t i = 0; i < v->lines.n; i++) {
		v->my_turn |= v->lines.items[i].mine;
		if (v->lines.items[i].next)
			v->next_name = v->lines.items[i].row.institution;
	}
}

static enum status joint_page(struct request *rq, struct joint_view v, struct err *e)
{
	int64_t id;
	scoped(buf_free) struct buf qr = {0};
	TRY(rq_segment_id(rq, 0, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_joint_of(&tx, &rq->desk, id, &v.j, e));
	TRY(tx_commit(&tx, e));
	lines_put(rq, &v.j, 0, &v.lines);
	view_put(rq, &v);
	v.url = arena_printf(rq->desk.arena, "%s/periksa/%s", rq_public_address(rq), v.row.code);
	TRY(paper_qr_svg(&qr, v.url, say(rq, "Kode periksa", "Code to check it"), e));
	v.qr = buf_arena(rq->desk.arena, &qr);
	struct page p = page_of(rq, "Deklarasi bersama", "Joint declaration");
	page_joint(rq->out, &p, &v);
	return OK;
}

static enum status joint_show(struct request *rq, struct err *e) { return joint_page(rq, (struct joint_view){0}, e); }

static enum status joint_answer(struct request *rq, enum status done, const char *at, struct err *e)
{
	if (done == OK)
		return rq_redirect(rq, "/kerja/deklarasi/%s#%s", rq->segments[0], at);
	if (!shown_again(done))
		return done;
	return joint_page(rq, (struct joint_view){.fault = fault_words(rq, e), .fault_at = at}, e);
}

static enum status text_put(struct request *rq, struct tx *tx, int64_t id, struct err *e)
{
	return pledge_joint_text(tx, &rq->desk, id, typed(rq, "text", ""), e);
}

static enum status party_put(struct request *rq, struct tx *tx, int64_t id, struct err *e)
{
	struct pledge_joint_party as = {ticked(rq, "witness"), typed(rq, "institution", ""), typed(rq, "signer", ""), typed(rq, "position", ""), typed(rq, "login", "")};
	return pledge_joint_party_add(tx, &rq->desk, id, &as, e);
}

static enum status party_drop(struct request *rq, struct tx *tx, int64_t id, struct err *e)
{
	int64_t party;
	TRY(rq_form_int(rq, "party", 1, INT64_MAX, &party, e));
	return pledge_joint_party_remove(tx, &rq->desk, id, party, e);
}

static enum status withdrawal_put(struct request *rq, struct tx *tx, int64_t id, struct err *e)
{
	return pledge_joint_withdraw(tx, &rq->desk, id, typed(rq, "reason", ""), e);
}

static enum status ink_put(struct request *rq, struct tx *tx, int64_t id, struct err *e)
{
	struct pledge_joint_ink as = {.signed_on = DAY_NONE, .name = ""};
	int64_t party;
	TRY(rq_form_int(rq, "party", 1, INT64_MAX, &party, e));
	TRY(rq_form_day(rq, "signed_on", true, &as.signed_on, e));
	if (rq->n_uploads) {
		as.bytes = rq->uploads[0].bytes;
		as.name = text_clean(rq->desk.arena, rq->uploads[0].name, strlen(rq->uploads[0].name));
	}
	return pledge_joint_sign_ink(tx, &rq->desk, id, party, &as, e);
}

static enum status login_put(struct request *rq, struct tx *tx, int64_t id, struct err *e)
{
	int64_t text;
	TRY(rq_form_int(rq, "version", 1, INT64_MAX, &text, e));
	return pledge_joint_sign_login(tx, &rq->desk, id, text, e);
}

static enum status text_take(struct request *rq, struct err *e) { return joint_answer(rq, rq_change(rq, text_put, e), "naskah", e); }
static enum status party_take(struct request *rq, struct err *e) { return joint_answer(rq, rq_change(rq, party_put, e), "penanda", e); }
static enum status party_drop_take(struct request *rq, struct err *e) { return joint_answer(rq, rq_change(rq, party_drop, e), "penanda", e); }
static enum status withdraw_take(struct request *rq, struct err *e) { return joint_answer(rq, rq_change(rq, withdrawal_put, e), "tarik", e); }
static enum status ink_take(struct request *rq, struct err *e) { return joint_answer(rq, rq_change(rq, ink_put, e), "penanda", e); }

/* The password once more: a screen left alone signs nothing. */
static enum status login_take(struct request *rq, struct err *e)
{
	enum status done = access_password_prove(&rq->desk, rq->desk.user, typed(rq, "password", ""), e);
	if (done == UNKNOWN_USER)
		done = FAIL_FIELD(e, INVALID, "password", "not this user's password");
	return joint_answer(rq, done == OK ? rq_change(rq, login_put, e) : done, "penanda", e);
}

struct linking {
	int64_t party;
	const char *token, *name;
};

static enum status link_made(struct request *rq, struct linking *ret, struct err *e)
{
	struct pledge_joint j;
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(rq_form_int(rq, "party", 1, INT64_MAX, &ret->party, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(pledge_joint_link(&tx, &rq->desk, id, ret->party, &ret->token, e));
	TRY(pledge_joint_of(&tx, &rq->desk, id, &j, e));
	for (size_t i = 0; i < j.parties.n; i++)
		if (j.parties.items[i].id == ret->party)
			ret->name = j.parties.items[i].signer;
	return tx_commit(&tx, e);
}

/* Shown once, on this very answer. */
static enum status link_take(struct request *rq, struct err *e)
{
	struct linking made = {.token = "", .name = ""};
	enum status done = link_made(rq, &made, e);
	if (done != OK)
		return joint_answer(rq, done, "penanda", e);
	struct joint_view v = {.link = arena_printf(rq->desk.arena, "%s/ikrar/bersama/%s", rq_public_address(rq), made.token), .link_for = made.name};
	return joint_page(rq, v, e);
}

/* ---- Its paper ---- */

/* Three lines high (U+2028 breaks a line of a cell), and wide enough for a hand: no-break spaces. */
#define SPACE     "\xc2\xa0"
#define SPACE_8   SPACE SPACE SPACE SPACE SPACE SPACE SPACE SPACE
#define SIGN_HERE SPACE_8 SPACE_8 SPACE_8 SPACE_8 "\xe2\x80\xa8" SPACE "\xe2\x80\xa8" SPACE

static const char *joint_markdown(struct request *rq, const struct pledge_joint *j)
{
	char day[DAY_TEXT_MAX];
	struct arena *a = rq->desk.arena;
	struct joint_party_lines lines = {0};
	scoped(buf_free) struct buf b = {0};
	lines_put(rq, j, 0, &lines);
	buf_printf(&b, "Pada %s di %s, lembaga-lembaga di bawah ini menyatakan bersama:\n\n", day_long(j->row.held_on, ID, day), paper_escape(a, j->row.place));
	for (size_t i = 0; i < j->points.n; i++)
		buf_printf(&b, "%zu. %s\n", i + 1, paper_escape(a, j->points.items[i].text));
	if (j->row.read_by[0])
		buf_printf(&b, "\nPembacaan dipimpin %s%s%s.\n", paper_escape(a, j->row.read_by), j->row.read_as[0] ? ", " : "", paper_escape(a, j->row.read_as));
	if (j->row.pledge_title)
		buf_printf(&b, "\nDeklarasi ini menyertai ikrar \"%s\".\n", paper_escape(a, j->row.pledge_title));
	buf_text(&b, "\n| No. | Lembaga | Penanda tangan | Tanda tangan |\n|---|---|---|---|\n");
	for (size_t i = 0; i < lines.n; i++) {
		const struct joint_parties_row *p = &lines.items[i].row;
		buf_printf(&b, "| %zu | %s%s | **%s**, %s | %s |\n", i + 1, p->witness ? "Saksi: " : "", paper_escape_cell(a, p->institution), paper_escape_cell(a, p->signer),
			   paper_escape_cell(a, p->position), p->sign ? paper_escape_cell(a, lines.items[i].method) : SIGN_HERE);
	}
	buf_printf(&b, "\nNaskah versi %lld, SHA-256 `%s`.\n", (long long)j->text.version, j->text.sha256);
	if (!instant_is_none(j->row.withdrawn_at))
		buf_printf(&b, "\n**Deklarasi ini ditarik: %s**\n", paper_escape(a, j->row.withdrawn_why ? j->row.withdrawn_why : ""));
	return buf_arena(a, &b);
}

static enum status joint_pdf(struct request *rq, struct err *e)
{
	struct pledge_joint j;
	struct str pdf;
	int64_t id;
	struct arena *a = rq->desk.arena;
	struct paper_letter l = {.heading = "DEKLARASI BERSAMA", .one_sheet = true};
	enum lang lang = rq->lang;
	TRY(rq_segment_id(rq, 0, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_joint_of(&tx, &rq->desk, id, &j, e));
	TRY(docket_letterhead(&tx, &rq->desk, &l, e));
	TRY(tx_commit(&tx, e));
	rq->lang = ID; /* papers are Indonesian */
	l.title = j.row.title;
	l.heading = arena_printf(a, "DEKLARASI BERSAMA\n%s\nNomor %s", j.row.title, j.row.number);
	l.markdown = joint_markdown(rq, &j);
	rq->lang = lang;
	l.check_url = arena_printf(a, "%s/periksa/%s", rq_public_address(rq), j.row.code);
	l.foot = j.row.number, l.made = j.row.made_at;
	TRY(paper_pdf(a, &l, &pdf, e));
	return file_bytes(rq, pdf, "application/pdf", "deklarasi.pdf");
}

static enum status joint_scan(struct request *rq, struct err *e)
{
	struct pledge_joint j;
	struct evidence_file_get_row file;
	struct str bytes;
	int64_t id, party, scan = 0;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(rq_segment_id(rq, 1, &party, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_joint_of(&tx, &rq->desk, id, &j, e));
	for (size_t i = 0; i < j.parties.n; i++)
		if (j.parties.items[i].id == party)
			scan = j.parties.items[i].file;
	if (!scan)
		return FAIL(e, NOT_FOUND, "no scan of that signature");
	TRY(evidence_file_read(&tx, &rq->desk, scan, &bytes, &file, e));
	TRY(tx_commit(&tx, e));
	rq->foreign = true;
	return file_bytes(rq, bytes, file.type, "pindaian");
}

/* ---- By a one-time link ---- */

static enum status door_read(struct request *rq, struct joint_view *v, struct err *e)
{
	int64_t party;
	if (rq->server)
		TRY(rq_limit(rq, "joint link", GUESSES_PER_HOUR, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_joint_door(&tx, &rq->desk, rq->segments[0], &v->j, &party, e));
	TRY(tx_commit(&tx, e));
	lines_put(rq, &v->j, party, &v->lines);
	view_put(rq, v);
	v->token = rq->segments[0];
	for (size_t i = 0; i < v->lines.n; i++)
		if (v->lines.items[i].here) {
			v->name = v->lines.items[i].row.signer, v->office_held = v->lines.items[i].row.position;
			v->institution = v->lines.items[i].row.institution;
			v->has_signed = v->lines.items[i].row.sign != 0, v->my_turn = v->lines.items[i].next;
		}
	return OK;
}

static enum status door_page(struct request *rq, struct joint_view v, struct err *e)
{
	TRY(door_read(rq, &v, e));
	struct page p = page_of(rq, "Deklarasi bersama", "Joint declaration");
	page_joint_sign(rq->out, &p, &v);
	return OK;
}

static enum status door_show(struct request *rq, struct err *e) { return door_page(rq, (struct joint_view){0}, e); }

static enum status door_write(struct request *rq, struct err *e)
{
	int64_t text;
	TRY(rq_form_int(rq, "version", 1, INT64_MAX, &text, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(pledge_joint_sign_link(&tx, &rq->desk, rq->segments[0], text, e));
	return tx_commit(&tx, e);
}

static enum status door_take(struct request *rq, struct err *e)
{
	enum status done = ticked(rq, "read") ? door_write(rq, e) : FAIL_FIELD(e, INVALID, "read", "%s", say(rq, "Baca naskahnya, lalu beri tanda bahwa Anda sudah membacanya.", "Read the text, then tick that you have read it."));
	if (done == OK)
		return rq_redirect(rq, "/ikrar/bersama/%s", rq->segments[0]);
	return shown_again(done) ? door_page(rq, (struct joint_view){.fault = fault_words(rq, e)}, e) : done;
}

/* ---- Checked by anybody: no name of a person ---- */

static enum status check_show(struct request *rq, struct err *e)
{
	struct pledge_joint j;
	struct joint_check_view v = {0};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_joint_checked(&tx, &rq->desk, rq->segments[0], &j, e));
	TRY(tx_commit(&tx, e));
	v.row = j.row, v.text = j.text, v.points = j.points, v.done = j.done;
	v.withdrawn = !instant_is_none(j.row.withdrawn_at);
	v.signs = (int64_t)j.signs, v.parties = (int64_t)j.parties.n;
	lines_put(rq, &j, 0, &v.lines);
	struct page p = page_of(rq, "Deklarasi bersama", "Joint declaration");
	page_joint_check(rq->out, &p, &v);
	return OK;
}

static const struct route routes[] = {
	{GET, "/kerja/deklarasi", RIGHT_SHARES, joints_show, 0, "pencegahan"},
	{POST, "/kerja/deklarasi", RIGHT_PREVENT, joint_new_take, 32 * KIB | ROUTE_ONCE, "pencegahan"},
	{GET, "/kerja/deklarasi/{joint}", RIGHT_SHARES, joint_show, 0, "pencegahan"},
	{GET, "/kerja/deklarasi/{joint}/pdf", RIGHT_SHARES, joint_pdf, 0, "pencegahan"},
	{GET, "/kerja/deklarasi/{joint}/pindaian/{party}", RIGHT_SHARES, joint_scan, 0, "pencegahan"},
	{POST, "/kerja/deklarasi/{joint}/naskah", RIGHT_PREVENT, text_take, 32 * KIB, "pencegahan"},
	{POST, "/kerja/deklarasi/{joint}/penanda", RIGHT_PREVENT, party_take, 8 * KIB | ROUTE_ONCE, "pencegahan"},
	{POST, "/kerja/deklarasi/{joint}/hapus", RIGHT_PREVENT, party_drop_take, 4 * KIB, "pencegahan"},
	{POST, "/kerja/deklarasi/{joint}/tautan", RIGHT_PREVENT, link_take, 4 * KIB, "pencegahan"},
	{POST, "/kerja/deklarasi/{joint}/tinta", RIGHT_PREVENT, ink_take, JOINT_SCAN_MAX + 64 * KIB, "pencegahan"},
	{POST, "/kerja/deklarasi/{joint}/tanda", RIGHT_SHARES, login_take, 4 * KIB, "pencegahan"},
	{POST, "/kerja/deklarasi/{joint}/tarik", RIGHT_PREVENT, withdraw_take, 8 * KIB, "pencegahan"},
	{GET, "/ikrar/bersama/{token}", RIGHT_NONE, door_show, 0, NULL},
	{POST, "/ikrar/bersama/{token}", RIGHT_NONE, door_take, 4 * KIB, NULL},
	{GET, "/ikrar/deklarasi/{code}", RIGHT_NONE, check_show, 0, NULL},
};
const struct route_list pledge_joint_routes = {routes, sizeof routes / sizeof routes[0]};
