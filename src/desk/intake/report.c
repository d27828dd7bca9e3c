/* report.c -- a report afterwards: its receipt, its files, who sees what of it, which file carries it on. */
#include "desk/intake/intake_internal.h"

#include "desk/intake/alike.h"

#include <string.h>

#define FILE_NAME_MAX    150 /* bytes shown of a sender's file name */
#define HELD_US          (2 * HOUR_US)
#define HELD_MAX         10

bool file_type_known(const char *type)
{
	/* TRUST 4.4: what may be attached; everything else is kept and offered for download only. */
	static const char *const known[] = {"image/jpeg", "image/png",       "image/webp", "image/heic",
					    "video/mp4",  "video/3gpp",      "audio/mpeg", "audio/ogg",
					    "audio/mp4",  "application/pdf", "text/plain", "text/csv"};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (text_eq(type, known[i]))
			return true;
	return false;
}

/* Names are shown and offered for saving, so what could mislead goes: marks that turn the reading direction ("gpj.exe"),
 * separators of folders, control characters, leading dots. */
static const char *file_name_tame(struct arena *a, const char *name)
{
	char *out = text_clean(a, name, strlen(name)), *to = out;
	for (const char *s = out; *s; s++) {
		const unsigned char *u = (const unsigned char *)s;
		bool turns = u[0] == 0xe2 && ((u[1] == 0x80 && ((u[2] >= 0x8e && u[2] <= 0x8f) || (u[2] >= 0xa8 && u[2] <= 0xae))) ||
					      (u[1] == 0x81 && u[2] >= 0xa6 && u[2] <= 0xa9));
		if (turns)
			s += 2;
		else if (u[0] >= 0x20 && u[0] != 0x7f && !(u[0] == '.' && to == out))
			*to++ = strchr("/\\", *s) ? '_' : *s;
	}
	*to = 0;
	return *out ? text_clip(a, out, FILE_NAME_MAX) : "berkas";
}

enum status files_keep(struct tx *tx, const struct desk *d, int64_t report, int64_t message,
		       const struct intake_file *files, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		int64_t file;
		const char *name = text_blank(files[i].name)
					   ? arena_printf(tx->arena, "berkas-%zu", i + 1)
					   : file_name_tame(tx->arena, files[i].name);
		const struct file_kept *kept = files[i].kept;
		struct file_new as = {.bytes = files[i].bytes, .name = name, .origin = "report"};
		TRY(kept ? evidence_file_link(tx, d, kept, &as, &file, e) : evidence_file_add(tx, d, &as, &file, e));
		const char *type = kept ? kept->type : file_type_of(files[i].bytes);
		bool known = file_type_known(type);
		TRY(report_file_add(tx, id_new(d->now), report, message, file, known, files[i].drop_place && photo_type_cleans(type), e));
	}
	return OK;
}

/* The dates of the file that stand on the receipt: when the initial review is due, and (@notes: it takes reading the sum
 * of the clock) what to say of the counter while reports of the same matter are still in time. */
static enum status dates_put(struct tx *tx, const struct desk *d, int64_t case_file, bool notes, struct intake_receipt *ret,
			     struct err *e)
{
	struct case_clocks_rows clocks;
	struct docket_sum sum;
	ret->review_by = INSTANT_NONE;
	ret->counter_note = "";
	TRY(case_clocks(tx, case_file, &clocks, e));
	for (size_t i = 0; i < clocks.n; i++) {
		const struct case_clocks_row *c = &clocks.items[i];
		if (text_eq(c->status, "running") && text_ends(c->clock, "-REVIEW"))
			ret->review_by = c->last_moment;
		if (notes && text_ends(c->clock, "-REPORT") && d->now.us <= c->last_moment.us &&
		    docket_sum_read(tx->arena, c->sum, &sum, NULL) == OK)
			ret->counter_note = docket_counter_note(d, true, sum.counter_closes, INSTANT_NONE, c->last_moment, sum.zone);
	}
	return OK;
}

static enum status elements_of_row(struct tx *tx, const struct report_get_row *r, struct intake_elements *x,
				   size_t *ret_files, struct err *e)
{
	struct report_persons_rows persons;
	struct report_links_rows links;
	struct report_files_rows files;
	TRY(report_persons(tx, r->id, &persons, e));
	TRY(report_links(tx, r->id, &links, e));
	TRY(report_files(tx, r->id, &files, e));
	*x = (struct intake_elements){
		.text = !text_blank(r->body),
		.place = !text_blank(r->place),
		.date = !day_is_none(r->event_on),
		.in_window = !instant_is_none(r->window_end) && !r->late,
		.proof = links.n || files.n,
		.identity = r->has_contact,
		.of = 7,
	};
	for (size_t i = 0; i < persons.n; i++)
		*(text_eq(persons.items[i].role, "saksi") ? &x->witness : &x->person) = true;
	x->have = x->text + (x->place && x->date) + x->in_window + x->proof + x->person + x->witness +
		  x->identity;
	*ret_files = files.n;
	return OK;
}

/* The signed line of a report, from what the row keeps. */
static const char *line_of(struct arena *a, const struct office *o, const char *number, struct instant at,
			   const char *content, struct str signature, int64_t position, struct receipt *ret)
{
	*ret = (struct receipt){.office_code = o->code, .number = number, .at = at};
	if (position >= 0)
		ret->version = 2, ret->seq = position;
	hex_bytes(content, ret->content.bytes, HASH_SIZE);
	if (signature.n == sizeof ret->signature)
		memcpy(ret->signature, signature.s, sizeof ret->signature);
	return evidence_receipt_line(a, ret);
}

static enum status received_put(struct tx *tx, struct intake_receipt *ret, struct err *e)
{
	bool found;
	struct report_arrival_of_row arrival;
	TRY(report_arrival_of(tx, ret->report, &found, &arrival, e));
	if (found)
		ret->received = arrival.received_at, ret->received_day_only = arrival.day_only;
	return OK;
}

static enum status receipt_of(struct tx *tx, const struct desk *d, int64_t report, const char *code, bool notes,
			      struct intake_receipt *ret, struct err *e)
{
	struct report_get_row r;
	struct receipt line;
	TRY(report_get(tx, d->office->id, report, &r, e));
	*ret = (struct intake_receipt){
		.report = r.id,
		.case_file = r.case_file,
		.channel = r.channel,
		.number = r.number,
		.code = code,
		.at = r.at,
		.received = r.at,
		.late = r.late,
		.window_end = r.window_end,
		.check_code = r.check_code,
		.content = r.content,
		.line = line_of(tx->arena, d->office, r.number, r.at, r.content, r.signature, r.position, &line),
		.position = r.position,
	};
	if (!text_blank(code))
		code_words(code, ret->words);
	TRY(received_put(tx, ret, e));
	TRY(dates_put(tx, d, r.case_file, notes, ret, e));
	return elements_of_row(tx, &r, &ret->elements, &ret->files, e);
}

enum status intake_receipt_of(struct tx *tx, const struct desk *d, int64_t report, const char *code,
			      struct intake_receipt *ret, struct err *e)
{
	return receipt_of(tx, d, report, code, true, ret, e);
}

enum status receipt_brief(struct tx *tx, const struct desk *d, int64_t report, const char *code,
			  struct intake_receipt *ret, struct err *e)
{
	return receipt_of(tx, d, report, code, false, ret, e);
}

/* The clock of the file that ends first, as the reporter may read it. */
static enum status next_date(struct tx *tx, const struct desk *d, const struct law *law, struct intake_stage *s,
			     enum lang lang, struct err *e)
{
	struct case_clocks_rows clocks;
	s->next = "";
	s->next_at = INSTANT_NONE;
	TRY(case_clocks(tx, s->case_file, &clocks, e));
	for (size_t i = 0; i < clocks.n; i++) {
		const struct law_clock *clock = law_clock(law, clocks.items[i].clock);
		char moment[64];
		if (!text_eq(clocks.items[i].status, "running") || clocks.items[i].person || !clock)
			continue;
		s->next_at = clocks.items[i].last_moment;
		instant_long(s->next_at, d->office->zone, lang, moment);
		s->next = lang == EN
				  ? arena_printf(tx->arena, "%s: at the latest %s", clock->name_en, moment)
				  : arena_printf(tx->arena, "%s: paling lambat %s", clock->name_id, moment);
		struct desk reader = *d;
		reader.lang = lang;
		reader.arena = tx->arena;
		const char *note = docket_left(&reader, law, clock->code, clocks.items[i].status, s->next_at, INSTANT_NONE,
					       clocks.items[i].sum).note;
		if (*note && text_eq(clock->owner, "reporter")) /* of the office's own times the counter says nothing to them */
			s->next = arena_printf(tx->arena, "%s. %s", s->next, note);
		return OK;
	}
	return OK;
}

/* "Diterima; tanda bukti terbit"; a state that says nothing to reporters is "being handled" to them. */
static const char *reporter_words(const struct law_state *state, enum lang lang)
{
	if (!state || text_blank(state->reporter_id))
		return lang == EN ? "Being handled" : "Sedang ditangani";
	return lang == EN ? state->name_en : state->reporter_id;
}

/* Asked to complete, and the office's message about it has come; but nothing shows yet that it was seen. */
static enum status notice_to_read(struct tx *tx, const struct desk *d, int64_t report, struct intake_stage *s,
				  struct err *e)
{
	struct docket_deficiency now;
	struct messages_of_rows talk;
	TRY(docket_deficiency(tx, d, s->case_file, &now, e));
	if (!now.asked || now.received)
		return OK;
	TRY(messages_of(tx, report, &talk, e));
	for (size_t i = 0; i < talk.n; i++)
		s->to_read |= talk.items[i].from_office && talk.items[i].at.us >= now.asked_at.us;
	return OK;
}

enum status intake_stage_of(struct tx *tx, const struct desk *d, int64_t report, enum lang lang,
			    struct intake_stage *ret, struct err *e)
{
	struct report_stage_row r;
	TRY(report_stage(tx, report, &r, e));
	const char *code = r.joined ? r.joined_state : r.own_state;
	const struct law *law = docket_law_of(tx, d, r.rulepack);
	const struct law_state *state = law_state(law, code);
	*ret = (struct intake_stage){
		.case_file = r.joined ? r.joined : r.own,
		.code = code,
		.name = state ? (lang == EN ? state->name_en : state->name_id) : code,
		.text = reporter_words(state, lang),
		.joined = r.joined != 0,
		.terminal = state && state->terminal,
		.may_complete = text_eq(code, "DEFICIENT"),
	};
	if (ret->may_complete)
		TRY(notice_to_read(tx, d, report, ret, e));
	return next_date(tx, d, law, ret, lang, e);
}

enum status intake_notice_read(const struct desk *d, int64_t report, struct err *e)
{
	struct intake_stage stage;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(intake_stage_of(&tx, d, report, ID, &stage, e));
	if (stage.to_read)
		TRY(docket_notice_received(&tx, d, stage.case_file, d->now,
					   "Pemberitahuan kelengkapan dibaca pelapor dengan kodenya", e));
	return tx_commit(&tx, e);
}

enum status intake_view(struct tx *tx, const struct desk *d, int64_t report, struct intake_view *ret,
			struct err *e)
{
	TRY(report_get(tx, d->office->id, report, &ret->row, e));
	TRY(report_arrival_of(tx, report, &ret->keyed_later, &ret->arrival, e));
	TRY(report_persons(tx, report, &ret->persons, e));
	TRY(report_links(tx, report, &ret->links, e));
	TRY(report_files(tx, report, &ret->files, e));
	TRY(messages_of(tx, report, &ret->messages, e));
	TRY(intake_seen_through(tx, report, &ret->seen_through, e));
	TRY(intake_names_earlier(tx, d, &ret->row, &ret->earlier, e));
	TRY(intake_stage_of(tx, d, report, ID, &ret->stage, e));
	return contacts_beside(tx, ret->stage.case_file, report, &ret->beside, e);
}

static enum status join(struct tx *tx, const struct desk *d, int64_t report, int64_t into, const char *reason,
			struct err *e)
{
	struct report_get_row r;
	struct case_get_row own;
	TRY(report_get(tx, d->office->id, report, &r, e));
	TRY(case_get(tx, r.case_file, &own, e));
	if (into == r.case_file)
		return FAIL(e, INVALID, "a report cannot be joined to its own file");
	if (into == own.joined_to)
		return OK;
	TRY(docket_join(tx, d, r.case_file, into, own.version, e));
	if (own.joined_to)
		TRY(case_report_add(tx, id_new(d->now), report, own.joined_to, false, d->now, d->user, reason,
				    e));
	if (into)
		TRY(case_report_add(tx, id_new(d->now), report, into, true, d->now, d->user, reason, e));
	return alike_recount(tx, d, report, e);
}

enum status intake_attach(struct tx *tx, const struct desk *d, int64_t report, int64_t case_file,
			  const char *reason, struct err *e)
{
	return join(tx, d, report, case_file, reason, e);
}

enum status intake_detach(struct tx *tx, const struct desk *d, int64_t report, const char *reason,
			  struct err *e)
{
	return join(tx, d, report, 0, reason, e);
}

enum status intake_attach_triaged(const struct desk *d, int64_t case_file, const int64_t *reports, size_t n, struct err *e)
{
	if (!case_file || !n)
		return OK;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	for (size_t i = 0; i < n; i++)
		TRY(intake_attach(&tx, d, reports[i], case_file, "Menceritakan peristiwa yang sama (triase).", e));
	return tx_commit(&tx, e);
}

enum status intake_detach_undone(const struct desk *d, const struct review_undone *undone, struct err *e)
{
	if (!undone->case_file || text_eq(undone->decision, "attach"))
		return OK;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	struct reports_of_case_rows rows;
	TRY(reports_of_case(&tx, undone->case_file, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (!rows.items[i].own)
			TRY(intake_detach(&tx, d, rows.items[i].id, "Pembukaan berkas diurungkan.", e));
	return tx_commit(&tx, e);
}

enum status intake_hold(const struct desk *d, const char *once, const struct intake_file *files, size_t n,
			struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct hash key = once_key(d->office, once, "held");
	struct held_names_rows names;
	int64_t dropped;
	TRY(files_check(d->office, files, n, e));
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(held_drop(&tx, (struct str){"", 0}, (struct instant){d->now.us - HELD_US}, &dropped, e));
	TRY(held_names(&tx, hash_str(&key), &names, e));
	for (size_t i = 0; i < n && names.n + i < HELD_MAX; i++)
		TRY(held_add(&tx, id_new(d->now), hash_str(&key), d->now, files[i].name ? files[i].name : "",
			     files[i].bytes, e));
	return tx_commit(&tx, e);
}

enum status intake_held(const struct desk *d, const char *once, struct held_files_rows *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct hash key = once_key(d->office, once, "held");
	TRY(desk_begin(d, READ, &tx, e));
	TRY(held_files(&tx, hash_str(&key), ret, e));
	return tx_commit(&tx, e);
}

enum status intake_check_code(struct tx *tx, const struct desk *d, const char *check_code,
			      struct paper_check *ret, struct err *e)
{
	const struct office *o = d->office;
	bool found;
	struct report_by_check_row r;
	struct letter_by_code_row l;
	*ret = (struct paper_check){.office = o->name, .drill = o->drill, .signed_at = INSTANT_NONE, .position = -1};
	TRY(report_by_check(tx, o->id, check_code, &found, &r, e));
	if (found) {
		struct receipt line;
		ret->line = line_of(tx->arena, o, r.number, r.at, r.content, r.signature, r.position, &line);
		ret->good = evidence_receipt_good(o->sign_public, &line);
		ret->kind = "receipt", ret->name = "Tanda bukti penyampaian laporan", ret->number = r.number;
		ret->sha256 = r.content, ret->at = r.at, ret->position = r.position, ret->check_code = check_code;
		return OK;
	}
	TRY(letter_by_code(tx, check_code, &found, &l, e));
	if (!found)
		return FAIL_FIELD(e, NOT_FOUND, "code", "no paper of this office has this code");
	ret->kind = "letter", ret->name = l.form, ret->number = l.number ? l.number : "",
	ret->office = l.office_name;
	ret->sha256 = l.sha256, ret->at = l.made_at, ret->signed_at = l.signed_at, ret->drill = l.drill,
	ret->line = "";
	return OK;
}

enum status intake_check_line(struct tx *tx, const struct desk *d, const char *line, struct paper_check *ret,
			      struct err *e)
{
	const struct office *o = d->office;
	struct receipt r;
	bool found;
	struct report_by_number_row row;
	TRY(evidence_receipt_parse(tx->arena, line, &r, e));
	const char *content = hash_hex(tx->arena, r.content);
	TRY(report_by_number(tx, o->id, r.number, content, &found, &row, e));
	*ret = (struct paper_check){
		.kind = "receipt",
		.name = "Tanda bukti penyampaian laporan",
		.number = r.number,
		.office = text_eq(r.office_code, o->code) ? o->name : r.office_code,
		.sha256 = content,
		.at = r.at,
		.signed_at = INSTANT_NONE,
		.drill = o->drill,
		.good = found && evidence_receipt_good(o->sign_public, &r) && row.position == (r.version == 2 ? r.seq : -1),
		.line = line,
		.position = found ? row.position : -1,
		.check_code = found ? row.check_code : "",
	};
	return OK;
}
