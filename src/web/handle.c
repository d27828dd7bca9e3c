/* handle.c -- the list of files, the page of one file, its plain events, and its papers.
 *
 * The list bears no names. The page of a file is the place from which every step is taken: what may happen next is
 * read from the law (case_events), each with what it needs and which clock it starts.
 */
#include "desk/access/conflict.h"
#include "desk/docket/list.h"
#include "desk/evidence/evidence.h"
#include "page_case_facts.h"
#include "page_case_file.h"
#include "page_case_list.h"
#include "web/casefile.h"
#include "web/casesum.h"

#include <stdlib.h>
#include <string.h>

#define LIST_MAX 50
#define EVENTS_MAX 32
#define LINES_SHOWN 20 /* newest of the timeline; the rest is one link away */

/* ---- the list ---- */

static const struct {
	const char *code, *id, *en;
} groups[] = {
	{"", "Semua yang terbuka", "All open"}, {"incoming", "Masuk", "Incoming"}, {"info", "Informasi awal", "Preliminary"},
	{"handling", "Ditangani", "In handling"}, {"decided", "Diputus", "Decided"}, {"outside", "Di instansi lain", "With others"},
	{"outcome", "Ada hasil", "With outcome"}, {"ended", "Selesai", "Ended"},
};

static enum status filters_fill(struct request *rq, struct tx *tx, struct case_list_view *v, struct err *e)
{
	struct docket_list_counts counts;
	TRY(docket_list_counts_read(tx, &rq->desk, v->mine ? rq->desk.user : 0, &counts, e));
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
		int64_t n = docket_list_counted(&counts, groups[i].code);
		struct case_filter f = {.code = groups[i].code, .label = rq->lang == EN ? groups[i].en : groups[i].id, .count = n,
					.many = n >= LIST_COUNT_MAX, .on = text_eq(groups[i].code, v->group)};
		if (f.on) {
			v->total = n;
			v->many = f.many;
		}
		ARENA_PUSH(rq->desk.arena, &v->filters, f);
	}
	return OK;
}

static struct case_row line_of(struct tx *tx, struct request *rq, const struct docket_list_line *row)
{
	const struct law *law = docket_law_of(tx, &rq->desk, row->rulepack);
	const struct law_state *state = law_state(law, row->state);
	const struct law_clock *clock = row->clock ? law_clock(law, row->clock) : NULL;
	struct case_row l = {.id = row->id, .number = row->number ? row->number : "", .title = row->title,
			     .kind = docket_kind_name_in(row->kind, rq->lang), .owner = row->owner_name ? row->owner_name : "",
			     .people = row->people, .joined = row->joined, .late = row->late, .opened_at = row->opened_at};
	l.state = state ? (rq->lang == EN ? state->name_en : state->name_id) : row->state;
	l.has_clock = clock && !instant_is_none(row->last_moment);
	if (l.has_clock)
		l.clock = clock_view_of(rq, clock, row->last_moment, INSTANT_NONE, INSTANT_NONE, false);
	return l;
}

static const char *asked(const struct request *rq, const char *name)
{
	const char *value = rq_query(rq, name);
	return value ? value : "";
}

static enum status list_page(struct request *rq, struct err *e)
{
	struct case_list_view v = {.group = asked(rq, "kelompok"), .search = asked(rq, "cari"), .after = asked(rq, "sesudah"),
				   .mine = text_eq(rq_query(rq, "milik"), "saya")};
	struct docket_list_ask ask = {.group = v.group, .search = v.search, .after = v.after, .mine = v.mine, .max = LIST_MAX};
	struct docket_list rows;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(filters_fill(rq, &tx, &v, e));
	TRY(docket_list(&tx, &rq->desk, &ask, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		ARENA_PUSH(rq->desk.arena, &v.files, line_of(&tx, rq, &rows.items[i]));
	v.chair = role_may(rq->desk.role, RIGHT_SIGN);
	v.next = rows.next ? rows.next : "";
	v.newest_only = rows.searched_newest;
	if (!text_blank(v.search)) {
		v.total = (int64_t)rows.n;
		v.many = rows.next != NULL;
	}
	struct page p = page_of(rq, "Perkara", "Cases");
	page_case_list(rq->out, &p, &v);
	return OK;
}

/* ---- one file ---- */

static enum status clocks_fill(struct request *rq, struct tx *tx, struct file_view *v, struct err *e)
{
	struct case_clocks_rows rows;
	TRY(case_clocks(tx, v->f.head.id, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct case_clocks_row *c = &rows.items[i];
		const struct law_clock *clock = law_clock(v->f.file.law, c->clock);
		if (!clock || !strcmp(c->status, "switched"))
			continue;
		struct file_clock f = {.id = c->id, .whose = c->person_name ? c->person_name : "", .was = moment_text(rq, c->old_last),
				       .notice = instant_is_none(c->ended_at) ? c->notice : 0};
		struct docket_left left = docket_left(&rq->desk, v->f.file.law, c->clock, c->status, c->last_moment, c->ended_at, c->sum);
		const char *sum = arena_printf(rq->desk.arena, "/kerja/perkara/%lld/tenggat/%lld", (long long)v->f.head.id, (long long)c->id);
		f.clock = clock_view_of_left(rq, &left, sum);
		ARENA_PUSH(rq->desk.arena, &v->clocks, f);
	}
	return OK;
}

/* Who would receive the case of a person of this class and agency: asked once for all who share both. */
static void route_fill(struct request *rq, struct tx *tx, const struct file_view *v, const struct case_people_rows *rows, size_t at,
		       struct file_person *p)
{
	const struct case_people_row *row = &rows->items[at];
	for (size_t i = 0; i < at; i++)
		if (v->people.items[i].reported && text_eq(rows->items[i].class, row->class) && text_eq(rows->items[i].agency, row->agency)) {
			p->route = v->people.items[i].route;
			p->copy = v->people.items[i].copy;
			return;
		}
	struct forward_receiver to;
	struct day on = day_of_instant(rq->desk.now, rq->desk.office->zone);
	if (forward_receiver_of(tx, &rq->desk, v->f.file.law, row->class, row->agency, on, false, &to, NULL) == OK) {
		p->route = to.name;
		p->copy = to.copy;
	}
}

static struct file_person person_of(struct request *rq, const struct file_view *v, const struct docket_proofs *proofs,
				    const struct case_people_row *row)
{
	const struct law_act *act = row->act_code ? law_act(v->f.file.law, row->act_code) : NULL;
	struct file_person p = {.id = row->id, .number = row->number, .name = row->name,
				.role = handle_role_name(row->role, rq->lang), .reported = !strcmp(row->role, "terlapor"),
				.position = row->position ? row->position : row->agency ? row->agency : "",
				.class = row->class, .statement = row->statement ? row->statement : "",
				.act = act ? act->code : "", .route = "", .copy = ""};
	p.outcome = row->outcome ? handle_outcome_name(row->outcome, rq->lang) : "";
	p.confirmed = identity_words(rq, proofs, row, v->f.file.row.event_on, &p.identity);
	return p;
}

/* "5 ke BKN + 4 ke kepala OPD = 9 orang": the sum of the routes, so that nobody is lost. */
static void checksum_fill(struct request *rq, struct file_view *v)
{
	scoped(buf_free) struct buf b = {0};
	for (size_t i = 0; i < v->people.n; i++) {
		const char *route = v->people.items[i].route;
		int64_t n = 0;
		bool first = true;
		for (size_t k = 0; k < v->people.n; k++) {
			bool same = v->people.items[k].reported && !strcmp(v->people.items[k].route, route);
			n += same;
			first &= !(same && k < i);
		}
		if (v->people.items[i].reported && first)
			buf_printf(&b, "%s%lld %s %s", b.n ? " + " : "", (long long)n, rq->lang == EN ? "to" : "ke",
				   *route ? route : "?");
	}
	if (v->reported)
		buf_printf(&b, " = %lld %s", (long long)v->reported, rq->lang == EN ? "persons" : "orang");
	v->checksum = buf_arena(rq->desk.arena, &b);
}

static enum status people_fill(struct request *rq, struct tx *tx, struct file_view *v, struct err *e)
{
	struct case_people_rows rows;
	struct docket_proofs proofs;
	TRY(case_people(tx, v->f.head.id, &rows, e));
	TRY(docket_proofs_read(tx, v->f.head.id, &proofs, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct file_person p = person_of(rq, v, &proofs, &rows.items[i]);
		if (p.reported)
			route_fill(rq, tx, v, &rows, i, &p);
		v->reported += p.reported;
		ARENA_PUSH(rq->desk.arena, &v->people, p);
	}
	checksum_fill(rq, v);
	return OK;
}

static const struct {
	const char *name, *id, *en;
} asks[] = { /* in the order of struct handle_said */
	{"reporter_signed", "Pelapor menandatangani pencabutan", "The reporter signed the withdrawal"},
	{"competent", "Kantor ini berwenang", "This office is competent"},
	{"already_handled", "Peristiwa yang sama sudah ditangani", "The same event is handled already"},
	{"evidence_shown", "Siapa, apa, di mana, kapan, dan bukti sudah ada", "Who, what, where, when and proof are there"},
	{"quorum", "Rapat memenuhi kuorum", "The meeting had a quorum"},
	{"majority", "Mayoritas yang hadir setuju", "A majority of those present agrees"},
	{"gakkumdu_agrees", "Sentra Gakkumdu sepakat", "Gakkumdu agrees"},
	{"in_time", "Masih dalam jangka waktu", "Within its time"},
};

static const char *list_words(struct arena *a, const struct text_list *list)
{
	scoped(buf_free) struct buf b = {0};
	for (size_t i = 0; i < list->n; i++)
		buf_printf(&b, "%s%s", i ? ", " : "", list->items[i]);
	return buf_arena(a, &b);
}

static const char *clocks_words(struct request *rq, const struct handle_file *f, const struct text_list *names)
{
	scoped(buf_free) struct buf b = {0};
	for (size_t i = 0; i < names->n; i++) {
		const struct law_clock *c = law_clock_of(f->law, f->procedure, names->items[i]);
		buf_printf(&b, "%s%s", i ? ", " : "", c ? (rq->lang == EN && c->name_en ? c->name_en : c->name_id) : names->items[i]);
	}
	return buf_arena(rq->desk.arena, &b);
}

/* What the guard of an event asks, for the page; the law's table says it in English. */
static const struct {
	const char *guard, *words;
} guards[] = {
	{"absent_once", "tidak hadir pada undangan pertama"},
	{"absent_twice", "tidak hadir pada undangan kedua"},
	{"already_handled", "peristiwa dan terlapor yang sama sudah ditangani"},
	{"clock_expired", "batas waktu yang ditunggu sudah lewat"},
	{"completed_in_time", "pelapor melengkapi dalam jangka waktu"},
	{"completion_lapsed", "jangka waktu melengkapi lewat dan syarat materiel belum ada"},
	{"crime_agreed", "Sentra Gakkumdu sepakat"},
	{"finding_shown", "pleno sepakat: siapa, apa, di mana, kapan, dan bukti sudah ada"},
	{"first_clock_runs", "diputus sebelum tenggat penanganan pertama berakhir"},
	{"formal_fails", "syarat formal tidak dapat terpenuhi, tetapi peristiwa terurai dan berbukti"},
	{"handling_expired", "tenggat penanganan habis tanpa putusan"},
	{"indication_only", "baru berupa indikasi"},
	{"not_competent", "wilayah atau tingkat lain yang berwenang"},
	{"nothing_suspected", "tidak tersisa dugaan pelanggaran"},
	{"person_heard", "identitas diperiksa; yang menolak sumpah tetap didengar"},
	{"plenary_agrees", "pleno setuju"},
	{"quorum_lost", "terlalu banyak anggota terhalang benturan kepentingan sehingga kuorum tidak tercapai"},
	{"plenary_decides", "kuorum dan mayoritas anggota yang hadir"},
	{"remedy_in_time", "diajukan dalam jangka waktu"},
	{"reporter_signs", "pelapor menandatangani, sebelum registrasi"},
	{"requirements_curable", "ada syarat yang belum terpenuhi dan masih dapat dilengkapi"},
	{"requirements_met", "syarat formal dan materiel lengkap, belum ditangani, kantor berwenang"},
	{"result_written", "hasil ditulis dalam Formulir Model A"},
	{"route_is_bkn", "penerima mengirim rekomendasi kepada PPK"},
	{"route_is_other", "penerima menjatuhkan tindakan sendiri"},
	{"still_suspected", "isi laporan masih menunjukkan dugaan"},
	{"study_signed", "kajian sudah ditandatangani"},
};

static const char *guard_words(const char *guard)
{
	for (size_t i = 0; i < sizeof guards / sizeof *guards; i++)
		if (!strcmp(guard, guards[i].guard))
			return guards[i].words;
	return "";
}

static void events_fill(struct request *rq, struct file_view *v)
{
	const struct handle_file *f = &v->f.file;
	const struct law_transition *next[EVENTS_MAX];
	size_t n = case_events(f->law, f->procedure, f->row.state, next, EVENTS_MAX);
	for (size_t i = 0; i < n; i++) {
		const struct law_transition *t = next[i];
		const struct law_state *to = law_state(f->law, t->to);
		struct file_event ev = {.code = t->event, .condition = rq->lang == EN ? t->condition : guard_words(t->guard),
					.clocks = clocks_words(rq, f, &t->start),
					.papers = list_words(rq->desk.arena, &t->documents)};
		ev.name = to ? (rq->lang == EN ? to->name_en : to->name_id) : t->to;
		const char *page = handle_event_page(t->event);
		ev.page = page ? arena_printf(rq->desk.arena, "/kerja/perkara/%lld/%s", (long long)v->f.head.id, page) : "";
		unsigned bits = handle_event_asks(t);
		for (size_t k = 0; k < sizeof asks / sizeof *asks; k++)
			if (bits >> k & 1)
				option_put(rq, &ev.asks, asks[k].name, rq->lang == EN ? asks[k].en : asks[k].id, NULL);
		v->may_register |= !strcmp(t->to, "REGISTERED");
		ARENA_PUSH(rq->desk.arena, &v->events, ev);
	}
}

static enum status letters_fill(struct request *rq, struct tx *tx, struct file_view *v, struct err *e)
{
	struct letters_of_rows rows;
	TRY(letters_of(tx, v->f.head.id, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct letters_of_row *r = &rows.items[i];
		struct file_letter l = {.id = r->id, .missing = r->missing, .subject = r->subject, .recipient = r->recipient,
					.number = r->number ? r->number : "", .check_code = r->check_code, .made_at = r->made_at};
		l.name = form_name_of(rq, v->f.file.law, v->f.file.procedure, r->form);
		ARENA_PUSH(rq->desk.arena, &v->letters, l);
	}
	return OK;
}

static enum status exhibits_fill(struct request *rq, struct tx *tx, struct file_view *v, struct err *e)
{
	struct handle_exhibits_rows rows;
	struct exhibit_states states;
	TRY(handle_exhibits(tx, v->f.head.id, &rows, e));
	TRY(exhibit_states(tx, &rq->desk, v->f.head.id, &states, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct handle_exhibits_row *x = &rows.items[i];
		const struct exhibit_state *s = exhibit_state_of(&states, x->id);
		struct file_exhibit to = {.id = x->id, .number = x->number, .person = x->person, .description = x->description, .sha256 = x->sha256,
					  .showable = x->showable, .looked = s != NULL, .redacted = s && s->redacted, .version = s ? s->version : 0,
					  .outside = s ? s->description : "", .reasons = s ? s->reasons : ""};
		ARENA_PUSH(rq->desk.arena, &v->exhibits, to);
	}
	v->exhibit_words = v->f.fault.text ? typed(rq, "uraian", "") : "";
	return OK;
}

static enum status conflict_fill(struct request *rq, struct tx *tx, struct file_view *v, struct err *e)
{
	struct handle_quorum quorum;
	struct conflict_shut_users_rows shut;
	TRY(handle_quorum(tx, &rq->desk, v->f.head.id, &quorum, e));
	TRY(conflict_shut_users(tx, v->f.head.id, &shut, e));
	v->quorum_lost = quorum.lost && !v->f.file.decided;
	v->shut_members = (int64_t)shut.n;
	return OK;
}

static enum status file_fill(struct request *rq, struct tx *tx, struct file_view *v, struct err *e)
{
	const struct case_get_row *row = &v->f.file.row;
	v->summary = row->summary;
	v->event_on = day_text(rq, row->event_on);
	v->known_on = day_text(rq, row->known_on);
	v->event_place = row->event_place ? row->event_place : "";
	v->now = moment_text(rq, rq->desk.now);
	v->note = typed(rq, "catatan", "");
	v->notice = typed(rq, "isi", "");
	v->owner = "";
	bool found = false;
	struct handle_user_row owner;
	if (row->owner)
		TRY(handle_user(tx, row->owner, &found, &owner, e));
	v->owner = found ? owner.name : "";
	struct docket_deficiency notice;
	TRY(docket_deficiency(tx, &rq->desk, row->id, &notice, e));
	v->notice_open = notice.asked && !notice.received;
	v->received_on = typed(rq, "received_on", iso_text(rq, day_of_instant(rq->desk.now, rq->desk.office->zone)));
	v->how = typed(rq, "how", "");
	TRY(clocks_fill(rq, tx, v, e));
	TRY(people_fill(rq, tx, v, e));
	events_fill(rq, v);
	TRY(time_fill(rq, tx, &v->f, LINES_SHOWN, &v->time, e));
	TRY(tasks_fill(rq, tx, row->id, &v->tasks, e));
	TRY(letters_fill(rq, tx, v, e));
	TRY(exhibits_fill(rq, tx, v, e));
	TRY(handle_room_items(tx, row->id, 0, &v->room, e));
	TRY(handle_beside(tx, &rq->desk, &v->f.file, &v->beside, e));
	TRY(conflict_fill(rq, tx, v, e));
	TRY(conflict_speaks(tx, &rq->desk, row->id, &v->may_sign, e));
	return v->may_register ? simulation_fill(rq, v, e) : OK;
}

enum status file_show(struct request *rq, const struct fault *fault, struct err *e)
{
	struct file_view v = {0};
	TRY(file_page_open(rq, &v.f, e));
	if (fault)
		v.f.fault = *fault;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(file_fill(rq, &tx, &v, e));
	struct page p = page_of(rq, "Perkara", "Case");
	page_case_file(rq->out, &p, &v);
	return OK;
}

static enum status file_page(struct request *rq, struct err *e) { return file_show(rq, NULL, e); }

static enum status event_do(struct request *rq, struct err *e)
{
	int64_t id;
	const char *event, *text;
	TRY(file_id(rq, &id, e));
	TRY(rq_form_text(rq, "event", 60, true, &event, e));
	TRY(rq_form_text(rq, "text", 4000, false, &text, e));
	struct handle_said said = {
		.reporter_signed = ticked(rq, "reporter_signed"), .competent = ticked(rq, "competent"),
		.already_handled = ticked(rq, "already_handled"), .evidence_shown = ticked(rq, "evidence_shown"),
		.quorum = ticked(rq, "quorum"), .majority = ticked(rq, "majority"),
		.gakkumdu_agrees = ticked(rq, "gakkumdu_agrees"), .in_time = ticked(rq, "in_time"),
	};
	return handle_event(&rq->desk, id, event, &said, text, e);
}

static enum status event_take(struct request *rq, struct err *e)
{
	return file_answer(rq, event_do(rq, e), "", file_show, e);
}

static enum status note_do(struct request *rq, struct err *e)
{
	int64_t id;
	const char *text;
	TRY(file_id(rq, &id, e));
	TRY(rq_form_text(rq, "catatan", 4000, true, &text, e));
	return handle_note(&rq->desk, id, text, e);
}

static enum status note_take(struct request *rq, struct err *e)
{
	return file_answer(rq, note_do(rq, e), "#urut", file_show, e);
}

static enum status notice_do(struct request *rq, struct err *e)
{
	int64_t id;
	const char *text;
	struct letter_made made;
	TRY(file_id(rq, &id, e));
	TRY(rq_form_text(rq, "isi", 4000, true, &text, e));
	return handle_status_notice(&rq->desk, id, text, &made, e);
}

static enum status notice_take(struct request *rq, struct err *e)
{
	return file_answer(rq, notice_do(rq, e), "#surat", file_show, e);
}

static enum status received_do(struct request *rq, struct err *e)
{
	int64_t id;
	const char *how;
	struct day day;
	TRY(file_id(rq, &id, e));
	TRY(rq_form_day(rq, "received_on", true, &day, e));
	TRY(rq_form_text(rq, "how", 300, true, &how, e));
	return handle_notice_received(&rq->desk, id, day, how, e);
}

static enum status received_take(struct request *rq, struct err *e)
{
	return file_answer(rq, received_do(rq, e), "#jam", file_show, e);
}

/* ---- evidence and papers ---- */

static enum status exhibit_do(struct request *rq, struct err *e)
{
	int64_t id, made;
	const char *text;
	TRY(file_id(rq, &id, e));
	TRY(rq_form_text(rq, "uraian", 1000, true, &text, e));
	struct handle_exhibit_new as = {.description = text, .origin = "officer", .showable = ticked(rq, "boleh_dilihat")};
	if (rq->n_uploads)
		as.file = (struct file_name_bytes){rq->uploads[0].bytes, rq->uploads[0].name};
	return handle_exhibit_add(&rq->desk, id, &as, &made, e);
}

static enum status exhibit_take(struct request *rq, struct err *e)
{
	return file_answer(rq, exhibit_do(rq, e), "#bukti", file_show, e);
}

static enum status exhibit_allow_do(struct request *rq, struct err *e)
{
	int64_t id, exhibit;
	TRY(file_id(rq, &id, e));
	TRY(rq_segment_id(rq, 1, &exhibit, e));
	return handle_exhibit_allow(&rq->desk, id, exhibit, text_eq(rq_form(rq, "boleh"), "1"), e);
}

static enum status exhibit_allow_take(struct request *rq, struct err *e)
{
	return file_answer(rq, exhibit_allow_do(rq, e), "#bukti", file_show, e);
}

static enum status exhibit_show(struct request *rq, struct err *e)
{
	int64_t id, exhibit;
	struct str bytes;
	const char *type;
	TRY(file_id(rq, &id, e));
	TRY(rq_segment_id(rq, 1, &exhibit, e));
	TRY(handle_exhibit_read(&rq->desk, id, exhibit, &bytes, &type, e));
	rq->foreign = true;
	return file_bytes(rq, bytes, type, "bukti");
}

static enum status letter_show(struct request *rq, struct err *e)
{
	int64_t id, letter;
	struct file_page f = {0};
	TRY(file_id(rq, &id, e));
	TRY(rq_segment_id(rq, 1, &letter, e));
	TRY(file_page_open(rq, &f, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	struct letter_get_row row;
	TRY(letter_get(&tx, letter, &row, e));
	if (row.case_file != id)
		return FAIL(e, NOT_FOUND, "this paper is not in the file");
	struct str bytes;
	struct evidence_file_get_row file;
	TRY(evidence_file_read(&tx, &rq->desk, row.file, &bytes, &file, e));
	return file_bytes(rq, bytes, "application/pdf", "surat.pdf");
}

/* ---- basic facts ---- */

static enum status facts_choices(struct request *rq, struct facts_view *v, struct err *e)
{
	const struct case_get_row *row = &v->f.file.row;
	struct arena *a = rq->desk.arena;
	const char *contest = typed(rq, "contest", arena_printf(a, "%lld", (long long)row->contest));
	const char *owner = typed(rq, "owner", arena_printf(a, "%lld", (long long)row->owner));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	struct handle_contests_rows contests;
	struct handle_staff_rows staff;
	TRY(handle_contests(&tx, rq->desk.office->id, &contests, e));
	TRY(handle_staff(&tx, rq->desk.office->id, &staff, e));
	option_put(rq, &v->contests, "0", rq->lang == EN ? "not known" : "belum diketahui", contest);
	for (size_t i = 0; i < contests.n; i++)
		option_put(rq, &v->contests, arena_printf(a, "%lld", (long long)contests.items[i].id), contests.items[i].title, contest);
	option_put(rq, &v->owners, "0", rq->lang == EN ? "nobody yet" : "belum ada", owner);
	for (size_t i = 0; i < staff.n; i++)
		option_put(rq, &v->owners, arena_printf(a, "%lld", (long long)staff.items[i].id), staff.items[i].name, owner);
	return OK;
}

static void facts_edits(struct request *rq, struct facts_view *v)
{
	const struct case_get_row *row = &v->f.file.row;
	struct arena *a = rq->desk.arena;
	bool en = rq->lang == EN;
	edit_put(rq, &v->f, "title", en ? "Title" : "Judul", v->title, row->title);
	edit_put(rq, &v->f, "summary", en ? "Summary" : "Uraian", v->summary, row->summary);
	edit_put(rq, &v->f, "event_on", en ? "Day of the event" : "Tanggal peristiwa", v->event_on, iso_text(rq, row->event_on));
	edit_put(rq, &v->f, "event_place", en ? "Place" : "Tempat", v->event_place, row->event_place);
	edit_put(rq, &v->f, "known_on", en ? "Known on" : "Diketahui", v->known_on, iso_text(rq, row->known_on));
	const char *contest = arena_printf(a, "%lld", (long long)row->contest), *owner = arena_printf(a, "%lld", (long long)row->owner);
	edit_put_choice(rq, &v->f, "contest", en ? "Contest" : "Pemilihan", &v->contests, typed(rq, "contest", contest), contest);
	edit_put_choice(rq, &v->f, "owner", en ? "Holder" : "Pemegang", &v->owners, typed(rq, "owner", owner), owner);
}

static enum status facts_show(struct request *rq, const struct fault *fault, struct err *e)
{
	struct facts_view v = {0};
	TRY(file_page_open(rq, &v.f, e));
	const struct case_get_row *row = &v.f.file.row;
	v.title = typed(rq, "title", row->title);
	v.summary = typed(rq, "summary", row->summary);
	v.event_on = typed(rq, "event_on", iso_text(rq, row->event_on));
	v.event_place = typed(rq, "event_place", row->event_place);
	v.known_on = typed(rq, "known_on", iso_text(rq, row->known_on));
	v.version = edit_version(rq, "version", row->version);
	TRY(facts_choices(rq, &v, e));
	if (fault)
		v.f.fault = *fault;
	facts_edits(rq, &v);
	struct page p = page_of(rq, "Keterangan pokok", "Basic facts");
	page_case_facts(rq->out, &p, &v);
	return OK;
}

static enum status facts_page(struct request *rq, struct err *e) { return facts_show(rq, NULL, e); }

static enum status facts_do(struct request *rq, struct err *e)
{
	int64_t id, version, owner;
	struct docket_facts as = {0};
	edit_picks(rq);
	TRY(file_id(rq, &id, e));
	TRY(rq_form_text(rq, "title", 300, true, &as.title, e));
	TRY(rq_form_text(rq, "summary", TEXT_FIELD, false, &as.summary, e));
	TRY(rq_form_text(rq, "event_place", 300, false, &as.event_place, e));
	TRY(rq_form_day(rq, "event_on", false, &as.event_on, e));
	TRY(rq_form_day(rq, "known_on", false, &as.known_on, e));
	TRY(rq_form_int(rq, "contest", 0, INT64_MAX, &as.contest, e));
	TRY(rq_form_int(rq, "owner", 0, INT64_MAX, &owner, e));
	TRY(rq_form_int(rq, "version", 1, INT64_MAX, &version, e));
	return handle_facts_save(&rq->desk, id, &as, owner, version, e);
}

static enum status facts_take(struct request *rq, struct err *e)
{
	return file_answer(rq, facts_do(rq, e), "", facts_show, e);
}

static const struct route routes[] = {
	/* method path                                            who         handler             body limit, menu */
	{GET, "/kerja/perkara", RIGHT_CASE, list_page, 0, "perkara"},
	{GET, "/kerja/perkara/{id}", RIGHT_CASE, file_page, 0, "perkara"},
	{POST, "/kerja/perkara/{id}/peristiwa", RIGHT_CASE, event_take, 32 * KIB, "perkara"},
	{POST, "/kerja/perkara/{id}/catatan", RIGHT_CASE, note_take, 32 * KIB | ROUTE_ONCE, "perkara"},
	{GET, "/kerja/perkara/{id}/linimasa", RIGHT_CASE, time_page, 0, "perkara"},
	{POST, "/kerja/perkara/{id}/tugas", RIGHT_CASE, task_post, 8 * KIB | ROUTE_ONCE, "perkara"},
	{POST, "/kerja/perkara/{id}/tugas/{task}", RIGHT_CASE, task_step_take, 4 * KIB, "perkara"},
	{POST, "/kerja/perkara/{id}/diterima", RIGHT_CASE, received_take, 8 * KIB, "perkara"},
	{POST, "/kerja/perkara/{id}/status", RIGHT_VOTE, notice_take, 32 * KIB | ROUTE_ONCE, "perkara"},
	{GET, "/kerja/perkara/{id}/tenggat/{clock}", RIGHT_CASE, sum_page, 0, "perkara"},
	{POST, "/kerja/perkara/{id}/tenggat/{clock}/jeda", RIGHT_CASE, pause_take, 8 * KIB, "perkara"},
	{POST, "/kerja/perkara/{id}/tenggat/{clock}/lanjut", RIGHT_CASE, resume_take, 4 * KIB, "perkara"},
	{POST, "/kerja/perkara/{id}/tenggat/{clock}/dilihat", RIGHT_CASE, seen_take, 4 * KIB, "perkara"},
	{POST, "/kerja/perkara/{id}/tenggat/{clock}/lampiran", RIGHT_CASE, annex_take, 4 * KIB | ROUTE_ONCE, "perkara"},
	{GET, "/kerja/perkara/{id}/pokok", RIGHT_CASE, facts_page, 0, "perkara"},
	{POST, "/kerja/perkara/{id}/pokok", RIGHT_CASE, facts_take, 192 * KIB, "perkara"},
	{POST, "/kerja/perkara/{id}/bukti", RIGHT_CASE, exhibit_take, 21 * MIB | ROUTE_ONCE, "perkara"},
	{GET, "/kerja/perkara/{id}/bukti/{exhibit}", RIGHT_CASE, exhibit_show, 0, "perkara"},
	{POST, "/kerja/perkara/{id}/bukti/{exhibit}", RIGHT_CASE, exhibit_allow_take, 4 * KIB, "perkara"},
	{GET, "/kerja/perkara/{id}/surat/{letter}", RIGHT_CASE, letter_show, 0, "perkara"},
	{GET, "/kerja/perkara/{id}/orang", RIGHT_CASE, people_page, 0, "perkara"},
	{POST, "/kerja/perkara/{id}/orang", RIGHT_CASE, person_registry_take, 8 * KIB | ROUTE_ONCE, "perkara"},
	{GET, "/kerja/perkara/{id}/orang/{person}", RIGHT_CASE, person_page, 0, "perkara"},
	{POST, "/kerja/perkara/{id}/orang/{person}", RIGHT_CASE, person_take, 192 * KIB | ROUTE_ONCE, "perkara"},
	{POST, "/kerja/perkara/{id}/orang/{person}/identitas", RIGHT_CASE, proof_take, 16 * KIB, "perkara"},
	{GET, "/kerja/perkara/{id}/kajian-awal", RIGHT_CASE, review_page, 0, "perkara"},
	{POST, "/kerja/perkara/{id}/kajian-awal", RIGHT_CASE, review_take, 64 * KIB, "perkara"},
	{POST, "/kerja/perkara/{id}/kajian-awal/selesai", RIGHT_CASE, review_end_take, 32 * KIB, "perkara"},
	{GET, "/kerja/perkara/{id}/undangan", RIGHT_CASE, invite_page, 0, "perkara"},
	{POST, "/kerja/perkara/{id}/undangan", RIGHT_CASE, invite_take, 32 * KIB, "perkara"},
	{POST, "/kerja/perkara/{id}/undangan/{summons}/tidak-hadir", RIGHT_CASE, absent_take, 4 * KIB, "perkara"},
	{POST, "/kerja/perkara/{id}/undangan/{summons}/pindah", RIGHT_CASE, move_take, 32 * KIB, "perkara"},
	{POST, "/kerja/perkara/{id}/undangan/{summons}/kode", RIGHT_CASE, code_take, 4 * KIB, "perkara"},
	{GET, "/kerja/perkara/{id}/klarifikasi", RIGHT_CASE, hearings_page, 0, "perkara"},
	{POST, "/kerja/perkara/{id}/klarifikasi", RIGHT_CASE, hearings_take, 32 * KIB | ROUTE_ONCE, "perkara"},
	{GET, "/kerja/perkara/{id}/klarifikasi/{hearing}", RIGHT_CASE, hearing_page, 0, "perkara"},
	{POST, "/kerja/perkara/{id}/klarifikasi/{hearing}", RIGHT_CASE, hearing_take, 192 * KIB, "perkara"},
	{GET, "/kerja/perkara/{id}/kajian", RIGHT_CASE, study_page, 0, "perkara"},
	{POST, "/kerja/perkara/{id}/kajian", RIGHT_CASE, study_take, 1 * MIB, "perkara"},
	{POST, "/kerja/perkara/{id}/kajian/butir", RIGHT_CASE, point_take, 128 * KIB, "perkara"},
	{POST, "/kerja/perkara/{id}/kajian/kutip", RIGHT_CASE, quote_take, 128 * KIB, "perkara"},
	{POST, "/kerja/perkara/{id}/kajian/selesai", RIGHT_CASE, study_end_take, 4 * KIB, "perkara"},
	{GET, "/kerja/perkara/{id}/pleno", RIGHT_CASE, plenary_page, 0, "perkara"},
	{POST, "/kerja/perkara/{id}/pleno", RIGHT_VOTE, plenary_take, 256 * KIB, "perkara"},
	{GET, "/ruang", RIGHT_NONE, room_door, 0, NULL},
	{POST, "/ruang", RIGHT_NONE, room_enter, 4 * KIB, NULL},
	{GET, "/ruang/{token}", RIGHT_NONE, room_page, 0, NULL},
	{POST, "/ruang/{token}", RIGHT_NONE, room_take, 21 * MIB, NULL},
	{GET, "/ruang/{token}/bukti/{exhibit}", RIGHT_NONE, room_exhibit, 0, NULL},
};
const struct route_list handle_routes = {routes, sizeof routes / sizeof routes[0]};
