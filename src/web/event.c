/* event.c -- outreach events for those who run and follow them: list, plan, the page of one event. */
#include "web/change.h"
#include "web/event_views.h"

#include "desk/evidence/pictures.h"
#include "paper/paper.h"

#include "page_event_list.h"
#include "page_event_new.h"
#include "page_event_show.h"

#include <string.h>

/* ---- Shared ---- */

const char *event_when(const struct request *rq, const struct outreach_get_row *o)
{
	char day[DAY_TEXT_MAX], from[16], to[16];
	enum zone zone = rq->desk.office->zone;
	return arena_printf(rq->desk.arena, "%s, %s–%s %s", day_long(day_of_instant(o->starts_at, zone), rq->lang, day), instant_clock(o->starts_at, zone, rq->lang, from),
			    instant_clock(o->ends_at, zone, rq->lang, to), zone_name(zone));
}

const char *event_group_name(const struct request *rq, const char *code)
{
	const struct event_group *g = event_group_of(code);
	return !g ? "" : say(rq, g->name_id, g->name_en);
}

const char *event_percent(const struct request *rq, int64_t n, int64_t of)
{
	return of > 0 ? arena_printf(rq->desk.arena, "%lld %%", (long long)((n * 200 + of) / (2 * of))) : "";
}

void event_groups_put(const struct request *rq, struct option_list *list, const char *chosen)
{
	for (size_t i = 0; i < event_groups_n; i++)
		option_put(rq, list, event_groups[i].code, say(rq, event_groups[i].name_id, event_groups[i].name_en), chosen);
}

enum status event_qr(struct request *rq, const char *text, const char *title, const char **ret, struct err *e)
{
	scoped(buf_free) struct buf qr = {0};
	TRY(paper_qr_svg(&qr, text, title, e));
	*ret = buf_arena(rq->desk.arena, &qr);
	return OK;
}

/* How many had so many right, before and after; below it the sum. */
struct drawing event_chart(struct request *rq, const struct event_scores *s)
{
	static const char *const bands[EVENT_BANDS] = {"0–20 %", "21–40 %", "41–60 %", "61–80 %", "81–100 %"};
	struct bar bars[2 * EVENT_BANDS];
	struct arena *a = rq->desk.arena;
	for (size_t i = 0; i < EVENT_BANDS; i++) {
		bars[2 * i] = (struct bar){.label = arena_printf(a, "%s %s", bands[i], say(rq, "sebelum", "before")), .amount = (double)s->before.bands[i]};
		bars[2 * i + 1] = (struct bar){.label = arena_printf(a, "%s %s", bands[i], say(rq, "sesudah", "after")), .amount = (double)s->after.bands[i]};
	}
	return paper_bars(a, say(rq, "Berapa orang menjawab benar, sebelum dan sesudah acara", "How many people had so many right, before and after the event"),
			  bars, 2 * EVENT_BANDS, 0);
}

/* ---- The list ---- */

static enum status list_show(struct request *rq, struct err *e)
{
	struct events_view v = {.may_make = role_may(rq->desk.role, RIGHT_PREVENT)};
	struct outreach_list_rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(outreach_list(&tx, rq->desk.office->id, &rows, e));
	TRY(tx_commit(&tx, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct outreach_list_row *r = &rows.items[i];
		struct outreach_get_row o = {.starts_at = r->starts_at, .ends_at = r->ends_at};
		ARENA_PUSH(rq->desk.arena, &v.lines, ((struct event_line){.id = r->id, .title = r->title, .place = r->place, .invited = r->invited,
									     .present = r->present, .waiting = r->waiting, .when = event_when(rq, &o)}));
	}
	struct page p = page_of(rq, "Sosialisasi", "Outreach");
	page_event_list(rq->out, &p, &v);
	return OK;
}

/* ---- A new one ---- */

static const char *expected_field(struct arena *a, const char *code) { return arena_printf(a, "n_%s", code); }

static bool group_ticked(const struct request *rq, const char *code)
{
	const char *values[8];
	size_t n = rq_form_list(rq, "group", values, sizeof values / sizeof *values);
	for (size_t i = 0; i < n; i++)
		if (text_eq(values[i], code))
			return true;
	return false;
}

static enum status new_page(struct request *rq, const struct fault *fault)
{
	struct event_new_view v = {.title = typed(rq, "title", ""), .purpose = typed(rq, "purpose", ""), .place = typed(rq, "place", ""),
				   .speaker = typed(rq, "speaker", ""), .day = typed(rq, "day", ""), .starts = typed(rq, "starts", "09.00"),
				   .ends = typed(rq, "ends", "12.00"), .questions = typed(rq, "questions", "10")};
	for (size_t i = 0; i < event_groups_n; i++) {
		const struct event_group *g = &event_groups[i];
		struct event_choice c = {.code = g->code, .name = say(rq, g->name_id, g->name_en), .on = group_ticked(rq, g->code)};
		c.expected = typed(rq, expected_field(rq->desk.arena, g->code), "");
		ARENA_PUSH(rq->desk.arena, &v.groups, c);
	}
	if (fault)
		v.fault = *fault;
	struct page p = page_of(rq, "Acara baru", "New event");
	page_event_new(rq->out, &p, &v);
	return OK;
}

static enum status new_show(struct request *rq, struct err *e)
{
	(void)e;
	return new_page(rq, NULL);
}

static enum status groups_read(struct request *rq, struct event_new *as, struct err *e)
{
	for (size_t i = 0; i < event_groups_n; i++) {
		const char *code = event_groups[i].code, *field = expected_field(rq->desk.arena, code);
		int64_t n = 0;
		if (!group_ticked(rq, code))
			continue;
		if (!text_blank(typed(rq, field, "")))
			TRY(rq_form_int(rq, field, 0, 100000, &n, e));
		as->groups[as->n_groups].code = code;
		as->groups[as->n_groups++].expected = n;
	}
	return OK;
}

static enum status new_make(struct request *rq, int64_t *ret, struct err *e)
{
	struct event_new as = {.title = typed(rq, "title", ""), .purpose = typed(rq, "purpose", ""), .place = typed(rq, "place", ""), .speaker = typed(rq, "speaker", "")};
	TRY(form_moment(rq, "day", "starts", &as.starts_at, e));
	TRY(form_moment(rq, "day", "ends", &as.ends_at, e));
	TRY(rq_form_int(rq, "questions", 5, 20, &as.questions, e));
	TRY(groups_read(rq, &as, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(event_make(&tx, &rq->desk, &as, ret, e));
	return tx_commit(&tx, e);
}

/* What the desk found wrong, in the reader's words. */
struct fault event_fault(struct request *rq, const struct err *e)
{
	static const struct {
		const char *field, *id, *en;
	} words[] = {
		{"title", "Tulis judul acara, paling panjang 200 huruf.", "Write the event's title, at most 200 characters."},
		{"purpose", "Tulis untuk apa acara ini.", "Say what the event is for."},
		{"place", "Tulis tempatnya.", "Write the place."},
		{"speaker", "Tulis narasumbernya.", "Name the speaker."},
		{"ends", "Acara selesai sesudah dimulai, pada hari yang sama.", "The event ends after it begins, on the same day."},
		{"questions", "5 sampai 20 soal.", "5 to 20 questions."},
		{"groups", "Pilih paling sedikit satu kelompok.", "Choose at least one group."},
		{"roster", "Pilih daftar. Satu acara memuat paling banyak 5.000 undangan.", "Choose a list. An event takes at most 5,000 invitations."},
		{"lines", "Paling banyak 1.000 baris sekali kirim.", "At most 1,000 lines at once."},
		{"rows", "Tulis paling sedikit satu baris, paling banyak 1.000.", "Write at least one row, at most 1,000."},
		{"sheet", "Tulis lembar mana ini, misalnya \"Lembar 1\".", "Say which sheet it is, such as \"Sheet 1\"."},
		{"door", "Beri nama pintu yang belum dipakai di acara ini.", "Give the door a name that this event does not have yet."},
		{"file", "Pilih berkas, paling besar 16 MiB; foto harus berupa gambar.", "Choose a file of at most 16 MiB; a photo has to be a picture."},
		{"file_title", "Beri judul berkas ini.", "Give the file a title."},
		{"minutes", "Tulis notulen, paling panjang 20.000 huruf.", "Write the minutes, at most 20,000 characters."},
		{"duty_who", "Tulis siapa yang berjanji.", "Say who promised."},
		{"duty_audience", "Tulis kepada siapa diteruskan.", "Say to whom it is passed on."},
		{"duty_what", "Tulis apa yang diteruskan.", "Say what is passed on."},
		{"done_note", "Tulis bagaimana janji itu dipenuhi.", "Say how the promise was kept."},
		{"done_on", "Hari yang sudah tiba; janji yang sudah dicatat selesai tidak dicatat lagi.", "A day that has come; a promise noted as kept is not noted again."},
		{"reason", "Tulis alasannya; ia tersimpan tetap.", "Write the reason; it stays in the record."},
		{"name", "Tulis nama orangnya.", "Write the person's name."},
		{"group", "Pilih kelompoknya.", "Choose the group."},
		{"entry", "Orang ini sudah dihitung, atau entrinya sudah begitu.", "This person is counted already, or the entry stands so already."},
		{"bundle", "Berkas ini bukan berkas entri pintu, atau lebih besar dari 256 KiB.", "This is no file of a door's entries, or it is larger than 256 KiB."},
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
		return rq_redirect(rq, "/kerja/sosialisasi/%lld", (long long)id);
	if (status_http(status) >= 500)
		return status;
	struct fault fault = event_fault(rq, e);
	return new_page(rq, &fault);
}

/* ---- One event ---- */

static struct event_count *count_of(struct request *rq, struct event_view *v, const char *code)
{
	const char *name = event_group_name(rq, code);
	for (size_t i = 0; i < v->groups.n; i++)
		if (text_eq(v->groups.items[i].name, name))
			return &v->groups.items[i];
	ARENA_PUSH(rq->desk.arena, &v->groups, ((struct event_count){.name = name, .before = "", .after = ""}));
	return &v->groups.items[v->groups.n - 1];
}

static enum status counts_fill(struct request *rq, struct tx *tx, struct event_view *v, struct err *e)
{
	struct outreach_groups_rows planned;
	struct outreach_invited_counts_rows invited;
	struct outreach_counts_rows came;
	TRY(outreach_groups(tx, v->o.id, &planned, e));
	TRY(outreach_invited_counts(tx, v->o.id, &invited, e));
	TRY(outreach_counts(tx, v->o.id, &came, e));
	for (size_t i = 0; i < planned.n; i++)
		count_of(rq, v, planned.items[i].code)->expected = planned.items[i].expected, v->expected += planned.items[i].expected;
	for (size_t i = 0; i < invited.n; i++)
		count_of(rq, v, invited.items[i].grp)->invited = invited.items[i].n, v->invited += invited.items[i].n;
	for (size_t i = 0; i < came.n; i++) {
		const struct outreach_counts_row *r = &came.items[i];
		struct event_count *c = count_of(rq, v, r->grp);
		c->scanned = r->scanned, c->walkins = r->walkins, c->paper = r->paper, c->present = r->scanned + r->walkins + r->paper;
		v->scanned += r->scanned, v->walkins += r->walkins, v->paper += r->paper;
	}
	v->present = v->scanned + v->walkins + v->paper;
	return OK;
}

static enum status states_fill(struct tx *tx, struct event_view *v, struct err *e)
{
	struct outreach_states_rows rows;
	TRY(outreach_states(tx, v->o.id, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct outreach_states_row *r = &rows.items[i];
		if (text_eq(r->state, "double"))
			v->doubles = r->n;
		else if (text_eq(r->state, "foreign"))
			v->foreign = r->n;
		else if (text_eq(r->state, "dropped"))
			v->dropped = r->n;
		else if (!text_eq(r->state, "counted"))
			v->waiting += r->n;
	}
	return OK;
}

static const char *shown_percent(struct request *rq, const struct event_part_sum *s)
{
	return s->n >= EVENT_SMALL ? event_percent(rq, s->score, s->asked) : "";
}

static enum status scores_fill(struct request *rq, struct tx *tx, struct event_view *v, struct err *e)
{
	struct event_scores s;
	TRY(event_scores_of(tx, v->o.id, &s, e));
	v->n_before = s.before.n, v->n_after = s.after.n;
	v->before = shown_percent(rq, &s.before), v->after = shown_percent(rq, &s.after);
	v->quiz_small = s.before.n < EVENT_SMALL || s.after.n < EVENT_SMALL;
	for (size_t i = 0; i < s.groups.n; i++) {
		struct event_count *c = count_of(rq, v, s.groups.items[i].group->code);
		c->asked = true;
		c->before = s.groups.items[i].hide_before ? "" : shown_percent(rq, &s.groups.items[i].before);
		c->after = s.groups.items[i].hide_after ? "" : shown_percent(rq, &s.groups.items[i].after);
	}
	if (v->quiz_small)
		return OK;
	scoped(buf_free) struct buf b = {0};
	struct drawing chart = event_chart(rq, &s);
	drawing_svg(&b, &chart);
	v->chart = buf_arena(rq->desk.arena, &b);
	return OK;
}

static enum status files_fill(struct request *rq, struct tx *tx, struct event_view *v, struct err *e)
{
	struct outreach_files_rows rows;
	TRY(outreach_files(tx, v->o.id, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct outreach_files_row *r = &rows.items[i];
		struct event_file_line l = {.id = r->id, .number = r->number, .size = r->size, .title = r->title, .sha256 = r->sha256, .type = r->type,
					    .when = moment_text(rq, r->at), .photo = text_eq(r->kind, "photo")};
		ARENA_PUSH(rq->desk.arena, l.photo ? &v->photos : text_eq(r->kind, "material") ? &v->material : &v->sheets, l);
	}
	return OK;
}

static enum status doors_fill(struct request *rq, struct tx *tx, struct event_view *v, struct err *e)
{
	struct outreach_doors_rows rows;
	TRY(outreach_doors(tx, v->o.id, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct event_door_line l = {.row = rows.items[i], .qr = ""};
		const char *url = arena_printf(rq->desk.arena, "%s/hadir/%s", rq_public_address(rq), l.row.token);
		if (instant_is_none(l.row.closed_at))
			TRY(event_qr(rq, url, l.row.name, &l.qr, e));
		ARENA_PUSH(rq->desk.arena, &v->doors, l);
	}
	return OK;
}

static void fields_fill(struct request *rq, struct event_view *v)
{
	const char *part = event_quiz_part(&v->o, rq->desk.now);
	v->when = event_when(rq, &v->o);
	v->url = arena_printf(rq->desk.arena, "%s/sosialisasi/%s", rq_public_address(rq), v->o.token);
	v->may_prevent = role_may(rq->desk.role, RIGHT_PREVENT);
	v->over = rq->desk.now.us > v->o.ends_at.us;
	v->can_open_after = text_eq(part, "before") && rq->desk.now.us >= v->o.starts_at.us;
	v->part = text_eq(part, "before") ? say(rq, "kuis pertama terbuka", "the first quiz is open")
		  : text_eq(part, "after") ? say(rq, "kuis kedua terbuka", "the second quiz is open")
					   : say(rq, "kuis tertutup", "the quiz is closed");
	v->minutes_typed = typed(rq, "minutes", v->has_minutes ? v->minutes.text : "");
	v->duty_who = typed(rq, "duty_who", ""), v->duty_audience = typed(rq, "duty_audience", "");
	v->duty_what = typed(rq, "duty_what", ""), v->duty_due = typed(rq, "duty_due", "");
	v->door_typed = typed(rq, "door", ""), v->file_title = typed(rq, "file_title", "");
	v->today = iso_text(rq, day_of_instant(rq->desk.now, rq->desk.office->zone));
}

static enum status event_page(struct request *rq, struct event_view v, struct err *e)
{
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(event_of(&tx, &rq->desk, id, &v.o, e));
	TRY(counts_fill(rq, &tx, &v, e));
	TRY(states_fill(&tx, &v, e));
	TRY(scores_fill(rq, &tx, &v, e));
	TRY(files_fill(rq, &tx, &v, e));
	TRY(doors_fill(rq, &tx, &v, e));
	TRY(outreach_minutes_now(&tx, id, &v.has_minutes, &v.minutes, e));
	TRY(outreach_duties(&tx, id, &v.duties, e));
	TRY(tx_commit(&tx, e));
	fields_fill(rq, &v);
	TRY(event_qr(rq, v.url, say(rq, "Tautan acara", "Link of the event"), &v.qr, e));
	struct page p = page_of(rq, v.o.title, v.o.title);
	page_event_show(rq->out, &p, &v);
	return OK;
}

static enum status event_show(struct request *rq, struct err *e) { return event_page(rq, (struct event_view){.fault_at = ""}, e); }

/* Ends a POST of the event's page. */
static enum status event_done(struct request *rq, enum status done, const char *at, struct err *e)
{
	if (done == OK)
		return rq_redirect(rq, "/kerja/sosialisasi/%s#%s", rq->segments[0], at);
	if (status_http(done) >= 500 || done == NOT_FOUND)
		return done;
	struct event_view v = {.fault_at = at, .fault = event_fault(rq, e)};
	return event_page(rq, v, e);
}

static enum status door_change(struct request *rq, struct tx *tx, int64_t id, struct err *e)
{
	int64_t door;
	if (!rq_form(rq, "close"))
		return event_door_open(tx, &rq->desk, id, typed(rq, "door", ""), e);
	TRY(rq_form_int(rq, "close", 1, INT64_MAX, &door, e));
	return event_door_close(tx, &rq->desk, id, door, e);
}

static enum status minutes_change(struct request *rq, struct tx *tx, int64_t id, struct err *e)
{
	return event_minutes_put(tx, &rq->desk, id, typed(rq, "minutes", ""), e);
}

static enum status duty_change(struct request *rq, struct tx *tx, int64_t id, struct err *e)
{
	struct event_duty as = {.who = typed(rq, "duty_who", ""), .audience = typed(rq, "duty_audience", ""), .what = typed(rq, "duty_what", ""), .due_on = DAY_NONE};
	struct day on;
	int64_t done;
	if (!rq_form(rq, "done")) {
		TRY(rq_form_day(rq, "duty_due", true, &as.due_on, e));
		return event_duty_add(tx, &rq->desk, id, &as, e);
	}
	TRY(rq_form_int(rq, "done", 1, INT64_MAX, &done, e));
	TRY(rq_form_day(rq, "done_on", true, &on, e));
	return event_duty_done(tx, &rq->desk, id, done, on, typed(rq, "done_note", ""), e);
}

/* Only between the start and the end: at the end it opens by itself. */
static enum status after_open(struct request *rq, struct tx *tx, int64_t id, struct err *e)
{
	struct outreach_get_row o;
	TRY(event_of(tx, &rq->desk, id, &o, e));
	if (rq->desk.now.us < o.starts_at.us || !text_eq(event_quiz_part(&o, rq->desk.now), "before"))
		return FAIL_FIELD(e, CONFLICT, "after", "%s", say(rq, "Kuis kedua dibuka selama acara, sekali.", "The second quiz is opened during the event, once."));
	TRY(outreach_after_open(tx, id, rq->desk.now, e));
	return access_note(tx, &rq->desk, "event_quiz_after", "event", id, NULL, e);
}

static enum status door_take(struct request *rq, struct err *e) { return event_done(rq, rq_change(rq, door_change, e), "pintu", e); }
static enum status minutes_take(struct request *rq, struct err *e) { return event_done(rq, rq_change(rq, minutes_change, e), "notulen", e); }
static enum status duty_take(struct request *rq, struct err *e) { return event_done(rq, rq_change(rq, duty_change, e), "tugas", e); }
static enum status after_take(struct request *rq, struct err *e) { return event_done(rq, rq_change(rq, after_open, e), "kuis", e); }

/* ---- Files ---- */

static enum status file_keep(struct request *rq, const char *kind, int64_t *ret_file, struct err *e)
{
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	struct event_file_new as = {.kind = kind, .title = typed(rq, "file_title", "")};
	if (rq->n_uploads) {
		as.bytes = rq->uploads[0].bytes;
		as.name = text_clean(rq->desk.arena, rq->uploads[0].name, strlen(rq->uploads[0].name));
	}
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(event_file_add(&tx, &rq->desk, id, &as, ret_file, e));
	return tx_commit(&tx, e);
}

static enum status file_take(struct request *rq, struct err *e)
{
	const char *said = typed(rq, "kind", ""), *kind = text_eq(said, "photo") ? "photo" : text_eq(said, "sheet") ? "sheet" : "material";
	struct picture_of_row opened;
	struct err jail = {0};
	int64_t file;
	enum status status = file_keep(rq, kind, &file, e);
	if (status == OK && text_eq(kind, "photo") && picture_open(&rq->desk, file, &opened, &jail) != OK)
		(void)jail; /* no child could be started: the picture waits, its page says so */
	return event_done(rq, status, "berkas", e);
}

static enum status file_show(struct request *rq, struct err *e)
{
	struct outreach_get_row o;
	struct outreach_file_get_row row;
	struct evidence_file_get_row file;
	struct str bytes;
	int64_t id, which;
	bool found, small = rq_query(rq, "gambar") != NULL;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(rq_segment_id(rq, 1, &which, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(event_of(&tx, &rq->desk, id, &o, e));
	TRY(outreach_file_get(&tx, which, id, &found, &row, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "no such file of this event");
	if (small) {
		TRY(picture_read(&tx, &rq->desk, row.file, false, &bytes, e));
		return file_bytes(rq, bytes, "image/jpeg", "foto.jpg");
	}
	TRY(evidence_file_read(&tx, &rq->desk, row.file, &bytes, &file, e));
	buf_raw(rq->out, bytes.s, bytes.n);
	rq->content_type = file.type;
	rq->download = file.name;
	rq->foreign = true;
	return OK;
}

static const struct route routes[] = {
	/* method path                                who            handler       body limit, menu */
	{GET, "/kerja/sosialisasi", RIGHT_SHARES, list_show, 0, "pencegahan"},
	{GET, "/kerja/sosialisasi/baru", RIGHT_PREVENT, new_show, 0, "pencegahan"},
	{POST, "/kerja/sosialisasi/baru", RIGHT_PREVENT, new_take, 16 * KIB | BODY_LISTS | ROUTE_ONCE, "pencegahan"},
	{GET, "/kerja/sosialisasi/{event}", RIGHT_SHARES, event_show, 0, "pencegahan"},
	{POST, "/kerja/sosialisasi/{event}/pintu", RIGHT_PREVENT, door_take, 8 * KIB, "pencegahan"},
	{POST, "/kerja/sosialisasi/{event}/notulen", RIGHT_PREVENT, minutes_take, 64 * KIB, "pencegahan"},
	{POST, "/kerja/sosialisasi/{event}/tugas", RIGHT_PREVENT, duty_take, 16 * KIB | ROUTE_ONCE, "pencegahan"},
	{POST, "/kerja/sosialisasi/{event}/kuis", RIGHT_PREVENT, after_take, 4 * KIB, "pencegahan"},
	{POST, "/kerja/sosialisasi/{event}/berkas", RIGHT_PREVENT, file_take, EVENT_FILE_MAX + 64 * KIB, "pencegahan"},
	{GET, "/kerja/sosialisasi/{event}/berkas/{file}", RIGHT_PREVENT, file_show, 0, "pencegahan"},
};
const struct route_list event_routes = {routes, sizeof routes / sizeof routes[0]};
