/* receive.c -- a report arrives: checked for size only, written whole, numbered, sealed, receipted.
 *
 * UU 1/2015 Ps 134 and UU 7/2017 Ps 454 say what a report should hold and by when; whether it does is weighed
 * later (regulation.md C.3). Here everything is received, as Bawaslu Kota Pasuruan said in public: no report
 * may be refused.
 */
#include "desk/intake/intake_internal.h"

#include "desk/evidence/receipts.h"
#include "desk/vault/vault.h"

#include <string.h>

#define TRIES 3 /* of a transaction that met another writer */

/* One report on its way in. */
struct arrival {
	struct desk desk;
	struct intake_form kept;
	const struct desk *d; /* both: the two above */
	const struct intake_form *form;
	const struct intake_file
		*files; /* as they will be kept: without the place, when that was asked for */
	const char *content, *once, *code;
	struct hash code_key, once_key;
	struct intake_contest contest;
	int64_t report, case_file;
	const char *number, *check_code;
	struct receipt line;
	struct instant window_end, received; /* received: by law; d->now unless it is keyed in later */
	struct instant review_by;
	bool late, again; /* again: the same had been sent before */
};

static enum status limit(const char *field, const char *text, size_t max, struct err *e)
{
	if (text && strlen(text) > max)
		return FAIL_FIELD(e, INVALID, field, "at most %zu bytes", max);
	return OK;
}

static enum status persons_check(const struct intake_form *f, struct err *e)
{
	if (f->n_persons > INTAKE_PERSONS_MAX)
		return FAIL_FIELD(e, INVALID, "reported_name", "at most %d people", INTAKE_PERSONS_MAX);
	for (size_t i = 0; i < f->n_persons; i++) {
		bool witness = text_eq(f->persons[i].role, "saksi");
		TRY(limit(witness ? "witness" : "reported_name", f->persons[i].name, INTAKE_NAME_MAX, e));
		TRY(limit("reported_position", f->persons[i].position, INTAKE_NAME_MAX, e));
	}
	return OK;
}

static enum status links_check(const struct intake_form *f, struct err *e)
{
	if (f->links.n > INTAKE_LINKS_MAX)
		return FAIL_FIELD(e, INVALID, "link", "at most %d links", INTAKE_LINKS_MAX);
	for (size_t i = 0; i < f->links.n; i++)
		TRY(limit("link", f->links.items[i], INTAKE_LINK_MAX, e));
	return OK;
}

enum status files_check(const struct office *o, const struct intake_file *files, size_t n, struct err *e)
{
	size_t most = (size_t)settings_int(o->settings, "intake.files_max");
	size_t mib = (size_t)settings_int(o->settings, "intake.file_max_mib");
	if (n > most)
		return FAIL_FIELD(e, TOO_LARGE, "file", "at most %zu files at once", most);
	for (size_t i = 0; i < n; i++)
		if (files[i].bytes.n > mib << 20)
			return FAIL_FIELD(e, TOO_LARGE, "file", "a file may have at most %zu MiB", mib);
	return OK;
}

enum status intake_form_check(const struct office *o, const struct intake_form *form, struct err *e)
{
	if (text_blank(form->text) && !form->links.n && !form->n_files && !form->files_to_follow)
		return FAIL_FIELD(e, INVALID, "text", "text, a link or a file: one of them must be there");
	TRY(limit("text", form->text, (size_t)settings_int(o->settings, "intake.text_max"), e));
	TRY(limit("place", form->place, INTAKE_PLACE_MAX, e));
	TRY(limit("contact", form->contact, INTAKE_CONTACT_MAX, e));
	TRY(limit("date", form->said_when, INTAKE_NAME_MAX, e));
	TRY(limit("once", form->once, INTAKE_ONCE_MAX, e));
	TRY(limit("received_how", form->received_how, INTAKE_NAME_MAX, e));
	TRY(persons_check(form, e));
	TRY(links_check(form, e));
	return files_check(o, form->files, form->n_files, e);
}

enum status intake_contest_now(struct tx *tx, const struct desk *d, struct intake_contest *ret, struct err *e)
{
	bool found;
	struct contest_for_row row;
	TRY(contest_for(tx, d->office->id, d->office->region, day_of_instant(d->now, d->office->zone), &found,
			&row, e));
	*ret = found ? (struct intake_contest){row.id, docket_procedure(row.procedure), row.election}
		     : (struct intake_contest){0, PILKADA, ""};
	return OK;
}

bool intake_window(const struct desk *d, const struct intake_contest *contest, struct day known_on, struct day event_on,
		   struct deadline *ret)
{
	const struct office *o = d->office;
	const struct law *law = desk_law_for(d, contest->election, contest->procedure);
	const struct law_clock *clock = law_clock_of(law, contest->procedure, "REPORT");
	struct day start = day_is_none(known_on) ? event_on : known_on;
	return clock && !day_is_none(start) &&
	       clock_due(d->arena, law, clock, o->calendar, start, INSTANT_NONE, o->zone, ret, NULL) == OK;
}

#define WINDOW_DAYS_MAX 64 /* no law gives longer to report */

static bool in_time(const struct desk *d, const struct intake_contest *contest, int32_t known_on)
{
	struct deadline due;
	return intake_window(d, contest, (struct day){known_on}, DAY_NONE, &due) && d->now.us <= due.last.us;
}

/* A later start never ends earlier (clock.h), so the first day that is still in time is found by halving. All readers of
 * one day get the same answer: the last one is tried first. */
struct day intake_in_time_since(const struct desk *d, const struct intake_contest *contest)
{
	static _Atomic int32_t found;
	int32_t today = day_of_instant(d->now, d->office->zone).n, over = today - WINDOW_DAYS_MAX, open = today, kept = found;
	if (kept > over && kept <= today && in_time(d, contest, kept) && !in_time(d, contest, kept - 1))
		return (struct day){kept};
	if (!in_time(d, contest, today))
		return DAY_NONE;
	while (open - over > 1) {
		int32_t half = over + (open - over) / 2;
		*(in_time(d, contest, half) ? &open : &over) = half;
	}
	found = open;
	return (struct day){open};
}

/* When the report reached the office. */
static struct instant received_of(const struct desk *d, const struct intake_form *f)
{
	return f->received_at.us > 0 && f->received_at.us < d->now.us ? f->received_at : d->now;
}

static void elements_count(struct intake_elements *x)
{
	x->of = 7;
	x->have = x->text + (x->place && x->date) + x->in_window + x->proof + x->person + x->witness +
		  x->identity;
}

static bool any_role(const struct intake_form *f, const char *role)
{
	for (size_t i = 0; i < f->n_persons; i++)
		if (text_eq(f->persons[i].role, role))
			return true;
	return false;
}

static bool any_other_role(const struct intake_form *f, const char *role)
{
	for (size_t i = 0; i < f->n_persons; i++)
		if (!text_eq(f->persons[i].role, role))
			return true;
	return false;
}

struct intake_elements intake_elements_of(const struct desk *d, const struct intake_contest *contest, const struct intake_form *f)
{
	struct deadline due;
	struct intake_elements x = {
		.text = !text_blank(f->text),
		.place = !text_blank(f->place),
		.date = !day_is_none(f->event_on),
		.in_window = intake_window(d, contest, f->known_on, f->event_on, &due) && received_of(d, f).us <= due.last.us,
		.proof = f->links.n || f->n_files,
		.person = any_role(f, "terlapor"),
		.witness = any_role(f, "saksi"),
		.identity = !text_blank(f->contact),
	};
	elements_count(&x);
	return x;
}

static void persons_json(struct json_out *j, const struct intake_form *f)
{
	jout_key(j, "persons");
	jout_array(j);
	for (size_t i = 0; i < f->n_persons; i++) {
		jout_object(j);
		jout_put_text(j, "role", f->persons[i].role);
		jout_put_text(j, "name", f->persons[i].name);
		jout_put_text(j, "position", f->persons[i].position);
		jout_end(j, '}');
	}
	jout_end(j, ']');
}

/* The same fields in the same order, always: whoever kept a copy of what was sent can compute it again. */
const char *content_hash(struct arena *a, const struct intake_form *f, struct err *e)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_text(&j, "text", f->text ? f->text : "");
	jout_put_text(&j, "place", f->place ? f->place : "");
	jout_put_day(&j, "date", f->event_on);
	jout_put_day(&j, "known", f->known_on);
	jout_put_text(&j, "said_when", f->said_when ? f->said_when : "");
	jout_key(&j, "links");
	jout_array(&j);
	for (size_t i = 0; i < f->links.n; i++)
		jout_text(&j, f->links.items[i]);
	jout_end(&j, ']');
	persons_json(&j, f);
	jout_key(&j, "files");
	jout_array(&j);
	for (size_t i = 0; i < f->n_files; i++)
		jout_text(&j, hash_hex(a, hash_of(f->files[i].bytes.s, f->files[i].bytes.n)));
	jout_end(&j, ']');
	jout_end(&j, '}');
	return hash_hex(a, hash_of(b.s, b.n));
}

/* Neutral words for lists: what came and when it happened, no name and no place. */
static const char *title_of(struct arena *a, const struct intake_form *f)
{
	char day[DAY_TEXT_MAX];
	const char *what = text_blank(f->text) ? (f->n_files ? "berkas" : "tautan") : "tulisan";
	const char *more = text_blank(f->text) ? ""
			   : f->n_files        ? " dan berkas"
			   : f->links.n        ? " dan tautan"
					       : "";
	if (day_is_none(f->event_on))
		return arena_printf(a, "Laporan warga: %s%s", what, more);
	return arena_printf(a, "Laporan warga: %s%s, peristiwa %s", what, more,
			    day_short(f->event_on, ID, day));
}

static enum status file_open(struct tx *tx, struct arrival *in, struct err *e)
{
	const struct intake_form *f = in->form;
	struct docket_new as = {
		.kind = "report",
		.procedure = in->contest.procedure,
		.contest = in->contest.id,
		.title = title_of(tx->arena, f),
		.summary = "",
		.event_on = f->event_on,
		.known_on = day_is_none(f->known_on) ? f->event_on : f->known_on,
		.event_place = text_blank(f->place) ? NULL : f->place,
		.received_at = in->received,
		.ret_receipt = &in->number,
		.ret_review = &in->review_by,
	};
	return docket_open(tx, in->d, &as, "report_received", &in->case_file, e);
}

/* What of the content stands on the receipt and in the log: its hash under a salt that only the office can make, so that
 * nobody finds a short text by trying, and two receipts of the same words do not look alike. */
static struct hash content_salted(const struct arrival *in)
{
	scoped(arena_free) struct arena a = {0};
	const char *text = arena_printf(&a, "receipt salt|%lld", (long long)in->report);
	struct hash salt = hash_keyed(in->d->office->lookup_key, text, strlen(text));
	text = arena_printf(&a, "netra-content-2|%s|%s", hash_hex(&a, salt), in->content);
	return hash_of(text, strlen(text));
}

/* Signed, and a leaf of the log of receipts. */
static enum status receipt_signed(struct tx *tx, struct arrival *in, struct err *e)
{
	in->line = (struct receipt){.office_code = in->d->office->code, .number = in->number, .at = in->d->now,
				    .content = content_salted(in)};
	return evidence_log_add(tx, in->d, in->report, &in->line, e);
}

static enum status row_add(struct tx *tx, struct arrival *in, struct err *e)
{
	const struct intake_form *f = in->form;
	TRY(receipt_signed(tx, in, e));
	struct str signature = {(const char *)in->line.signature, sizeof in->line.signature};
	in->check_code = check_code_new(tx->arena);
	return report_add(tx, in->report, in->d->office->id, in->case_file, in->number, in->d->now,
			  f->channel, f->english, f->text ? f->text : "",
			  text_blank(f->place) ? NULL : f->place, f->event_on, f->known_on,
			  text_blank(f->said_when) ? NULL : f->said_when, in->window_end, in->late,
			  !text_blank(f->contact), hash_str(&in->code_key), hash_str(&in->once_key),
			  in->check_code, hash_hex(tx->arena, in->line.content), signature, in->d->user, e);
}

static enum status parts_add(struct tx *tx, const struct arrival *in, struct err *e)
{
	const struct intake_form *f = in->form;
	for (size_t i = 0; i < f->n_persons; i++)
		TRY(report_person_add(tx, id_new(in->d->now), in->report, f->persons[i].role,
				      f->persons[i].name,
				      text_blank(f->persons[i].position) ? NULL : f->persons[i].position, e));
	for (size_t i = 0; i < f->links.n; i++)
		TRY(report_link_add(tx, id_new(in->d->now), in->report, f->links.items[i], e));
	TRY(files_keep(tx, in->d, in->report, 0, in->files, f->n_files, e));
	return text_blank(f->contact) ? OK : vault_seal(tx, in->d, in->report, f->contact, e);
}

/* Keyed in later than it came: the day of receipt stands beside the time of keying, with how it is known. */
static enum status arrival_add(struct tx *tx, const struct arrival *in, struct err *e)
{
	const struct desk *d = in->d;
	if (in->received.us == d->now.us)
		return OK;
	return report_arrival_add(tx, id_new(d->now), d->office->id, in->report, in->received, in->form->received_day_only,
				  in->form->received_how ? in->form->received_how : "", d->now, d->user, e);
}

static enum status traces_add(struct tx *tx, const struct arrival *in, struct err *e)
{
	const struct desk *d = in->d;
	struct hash held = once_key(d->office, in->once, "held");
	TRY(case_report_add(tx, id_new(d->now), in->report, in->case_file, true, d->now, d->user,
			    "laporan diterima", e));
	return held_used(tx, hash_str(&held), e);
}

static enum status receive_new(struct tx *tx, struct arrival *in, struct err *e)
{
	TRY(intake_contest_now(tx, in->d, &in->contest, e));
	struct deadline due;
	bool counted = intake_window(in->d, &in->contest, in->form->known_on, in->form->event_on, &due);
	in->window_end = counted ? due.last : INSTANT_NONE;
	in->received = received_of(in->d, in->form);
	in->late = counted && in->received.us > due.last.us;
	in->report = id_new(in->d->now);
	in->review_by = INSTANT_NONE;
	TRY(file_open(tx, in, e));
	TRY(row_add(tx, in, e));
	TRY(parts_add(tx, in, e));
	TRY(arrival_add(tx, in, e));
	TRY(traces_add(tx, in, e));
	return in->form->also ? in->form->also(tx, in->d, in->report, in->form->context, e) : OK;
}

/* The report, or the number of the same one sent before. */
enum status intake_write(struct tx *tx, struct arrival *in, struct err *e)
{
	struct report_by_once_row row;
	TRY(report_by_once(tx, in->d->office->id, hash_str(&in->once_key), &in->again, &row, e));
	if (!in->again)
		return receive_new(tx, in, e);
	in->report = row.id;
	return OK;
}

static enum status receive_once(struct arrival *in, struct intake_receipt *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(in->d, WRITE, &tx, e));
	TRY(intake_write(&tx, in, e));
	TRY(intake_receipt_of(&tx, in->d, in->report, in->code, ret, e));
	TRY(tx_commit(&tx, e));
	ret->again = in->again;
	return OK;
}

/* As the rows of the report show them. */
static struct intake_elements elements_kept(const struct arrival *in)
{
	const struct intake_form *f = in->form;
	struct intake_elements x = {
		.text = !text_blank(f->text),
		.place = !text_blank(f->place),
		.date = !day_is_none(f->event_on),
		.in_window = !instant_is_none(in->window_end) && !in->late,
		.proof = f->links.n || f->n_files,
		.person = any_other_role(f, "saksi"),
		.witness = any_role(f, "saksi"),
		.identity = !text_blank(f->contact),
	};
	elements_count(&x);
	return x;
}

/* The receipt of a report that was just written, from what was written. */
static void receipt_new(const struct arrival *in, struct intake_receipt *ret)
{
	const struct intake_form *f = in->form;
	*ret = (struct intake_receipt){
		.report = in->report,
		.case_file = in->case_file,
		.channel = f->channel,
		.number = in->number,
		.code = in->code,
		.at = in->d->now,
		.received = in->received,
		.received_day_only = in->received.us != in->d->now.us && f->received_day_only,
		.late = in->late,
		.window_end = in->window_end,
		.counter_note = "",
		.review_by = in->review_by,
		.elements = elements_kept(in),
		.check_code = in->check_code,
		.content = hash_hex(in->d->arena, in->line.content),
		.line = evidence_receipt_line(in->d->arena, &in->line),
		.position = in->line.seq,
		.files = f->n_files,
	};
	code_words(in->code, ret->words);
}

enum status intake_receipt_read(const struct arrival *in, struct intake_receipt *ret, struct err *e)
{
	if (!in->again && !in->form->also) {
		receipt_new(in, ret);
		return OK;
	}
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(in->d, READ, &tx, e));
	TRY(receipt_brief(&tx, in->d, in->report, in->code, ret, e));
	ret->again = in->again;
	return tx_commit(&tx, e);
}

const char *intake_ticket(const struct arrival *in)
{
	return ticket_make(in->d, in->report, in->code);
}

/* Those of an upload in pieces are kept already. */
const struct intake_file *files_as_kept(struct arena *a, const struct intake_file *files, size_t n)
{
	struct intake_file *kept = arena_array(a, struct intake_file, n + 1);
	for (size_t i = 0; i < n; i++) {
		kept[i] = files[i];
		if (kept[i].drop_place && !kept[i].kept)
			kept[i].bytes = photo_without_metadata(a, kept[i].bytes);
	}
	return kept;
}

enum status intake_prepare(const struct desk *d, const struct intake_form *form, struct arrival **ret,
			   struct err *e)
{
	TRY(intake_form_check(d->office, form, e));
	struct arrival *in = *ret = arena_new(d->arena, struct arrival);
	in->desk = *d;
	in->kept = *form;
	in->kept.files = in->files = files_as_kept(d->arena, form->files, form->n_files);
	in->d = &in->desk;
	in->form = &in->kept;
	in->once = text_blank(form->once) ? random_hex(d->arena, 16) : form->once;
	in->content = content_hash(d->arena, in->form, e);
	in->code = code_of(d->office, d->arena, in->once, form->code_by_once ? "" : in->content);
	in->code_key = code_key(d->office, in->code);
	in->once_key = once_key(d->office, in->once, in->content);
	return OK;
}

enum status intake_receive(const struct desk *d, const struct intake_form *form, struct intake_receipt *ret,
			   struct err *e)
{
	struct arrival *in;
	TRY(intake_prepare(d, form, &in, e));
	enum status status = CONFLICT;
	for (int i = 0; i < TRIES && status == CONFLICT; i++)
		status = receive_once(in, ret, e);
	return status;
}
