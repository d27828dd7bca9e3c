/* gateway.c -- messages of one sender become a report, or go on with one; each exactly once. See gateway.h.
 *
 * What makes it exactly once: the keyed hash of each message's id is written in the transaction that takes it, and the
 * column is unique. What makes the answer repeatable: the code is drawn from the first message's id with the office's key.
 */
#include "desk/intake/intake_internal.h"

#include "desk/intake/gateway.h"
#include "desk/vault/vault.h"
#include "gateway_sql.h"

#include <string.h>

#define MINUTE_US      (60 * SECOND_US)
#define FORM_FILES_MAX 10 /* files in one sending; the rest follows in the same transaction */
#define LONG_NAME      "pesan-lengkap.txt"
#define ORIGINAL_NAME  "surel-asli.tersegel"

/* Messages of one sender on their way in. */
struct taking {
	const struct desk *d;
	struct desk reporter; /* nobody is logged in: the reporter alone */
	const struct gateway_message *all;
	size_t n_all;
	const struct gateway_message **fresh; /* those that were not taken before */
	size_t n_fresh;
	struct hash sender;
	const struct gateway_message *lead; /* from whose id the receipt is drawn: taken before, or the first of the fresh */
	bool lead_before;
	int64_t report; /* the report it goes on with; 0: a new one */
	const char *text;
	struct intake_file *files;
	size_t n_files;
	struct gateway_answer *ret;
};

static struct hash key_of(const struct desk *d, const char *what, const char *channel, const char *text)
{
	const char *whole = arena_printf(d->arena, "gateway %s|%s|%s", what, channel, text);
	return hash_keyed(d->office->lookup_key, whole, strlen(whole));
}

static const char *once_of(const struct desk *d, const struct gateway_message *m)
{
	struct hash key = key_of(d, "once", m->channel, m->id);
	return hash_hex(d->arena, key);
}

static const char *reply_id(const struct desk *d, const struct gateway_message *m)
{
	struct hash key = key_of(d, "reply", m->channel, m->id);
	return hex_text(d->arena, key.bytes, 16);
}

/* What is new of it, and which report it went into when some of it is not. */
static enum status look_back(struct taking *t, struct tx *tx, struct err *e)
{
	for (size_t i = 0; i < t->n_all; i++) {
		struct hash key = key_of(t->d, "message", t->all[i].channel, t->all[i].id);
		struct gateway_seen_row seen;
		bool found;
		TRY(gateway_seen(tx, hash_str(&key), &found, &seen, e));
		if (!found) {
			t->fresh[t->n_fresh++] = &t->all[i];
			continue;
		}
		t->report = seen.report;
		if (seen.first)
			t->lead = &t->all[i], t->lead_before = true;
	}
	return OK;
}

static enum status by_code(struct taking *t, struct tx *tx, bool *ret_alone, struct err *e)
{
	bool alone = true;
	for (size_t i = 0; i < t->n_fresh && !t->report; i++) {
		bool one;
		const char *typed = gateway_code(tx->arena, t->fresh[i]->text, &one), *code;
		struct err none;
		if (typed && intake_find(tx, t->d, typed, &t->report, &code, &none) != OK)
			t->report = 0; /* sixteen digits of something else: a NIK, an account */
		alone &= one && !t->fresh[i]->n_files && !t->fresh[i]->missing;
	}
	*ret_alone = t->report && alone && t->n_fresh == 1;
	return OK;
}

/* It answers a message of a report that this very sender is telling. */
static enum status by_reply(struct taking *t, struct tx *tx, struct err *e)
{
	for (size_t i = 0; i < t->n_fresh && !t->report; i++) {
		if (text_blank(t->fresh[i]->reply_to))
			continue;
		struct hash key = key_of(t->d, "message", t->fresh[i]->channel, t->fresh[i]->reply_to);
		struct gateway_seen_row seen;
		struct gateway_thread_of_row thread;
		bool found, own = false;
		TRY(gateway_seen(tx, hash_str(&key), &found, &seen, e));
		if (found)
			TRY(gateway_thread_of(tx, t->d->office->id, hash_str(&t->sender), seen.report, &own, &thread, e));
		t->report = own ? seen.report : 0;
	}
	return OK;
}

static struct instant moment_of(const struct desk *d, const struct gateway_message *m)
{
	bool known = !instant_is_none(m->at) && m->at.us <= d->now.us && m->at.us > d->now.us - RECEIVED_DAYS * DAY_US;
	return known ? m->at : d->now;
}

static enum status by_thread(struct taking *t, struct tx *tx, struct err *e)
{
	int64_t minutes = settings_int(t->d->office->settings, "gateway.join_minutes");
	struct instant first = moment_of(t->d, t->fresh[0]), last = moment_of(t->d, t->fresh[t->n_fresh - 1]);
	struct instant since = {first.us - minutes * MINUTE_US}, until = {last.us + minutes * MINUTE_US};
	struct gateway_thread_live_row thread;
	bool found;
	TRY(gateway_thread_live(tx, t->d->office->id, hash_str(&t->sender), since, until, &found, &thread, e));
	if (found)
		t->report = thread.report;
	return OK;
}

/* Into which report it goes. */
static enum status place(struct taking *t, bool *ret_stage_only, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	*ret_stage_only = false;
	TRY(desk_begin(t->d, READ, &tx, e));
	TRY(look_back(t, &tx, e));
	if (t->n_fresh && !t->report)
		TRY(by_code(t, &tx, ret_stage_only, e));
	if (t->n_fresh && !t->report)
		TRY(by_reply(t, &tx, e));
	if (t->n_fresh && !t->report)
		TRY(by_thread(t, &tx, e));
	return tx_commit(&tx, e);
}

/* All texts as one, and all files. */
static void gather(struct taking *t)
{
	struct arena *a = t->d->arena;
	size_t n = 0;
	t->text = "";
	for (size_t i = 0; i < t->n_fresh; i++) {
		const char *text = gateway_blank(a, t->fresh[i]->text, t->fresh[i]);
		if (!text_blank(text))
			t->text = *t->text ? arena_printf(a, "%s\n\n%s", t->text, text) : text;
		n += t->fresh[i]->n_files;
		t->ret->missing += t->fresh[i]->missing;
	}
	t->files = arena_array(a, struct intake_file, n + 1);
	for (size_t i = 0; i < t->n_fresh; i++)
		for (size_t k = 0; k < t->fresh[i]->n_files; k++)
			t->files[t->n_files++] = t->fresh[i]->files[k];
}

/* A text longer than one field may be goes along whole as a file. */
static void shorten(struct taking *t, size_t max)
{
	struct arena *a = t->d->arena;
	if (strlen(t->text) <= max)
		return;
	struct intake_file *files = arena_array(a, struct intake_file, t->n_files + 2);
	files[0] = (struct intake_file){.name = LONG_NAME, .bytes = str_of(t->text)};
	if (t->n_files)
		memcpy(files + 1, t->files, t->n_files * sizeof *files);
	t->files = files;
	t->n_files++;
	t->text = arena_printf(a, "%s\n\n(" LONG_NAME ")", text_clip(a, t->text, max - 40));
}

static enum status seen_put(struct tx *tx, const struct taking *t, int64_t report, bool opens, struct err *e)
{
	const struct desk *d = t->d;
	int64_t office = d->office->id, message = 0;
	struct gateway_message_last_row last;
	bool found = false;
	if (!opens)
		TRY(gateway_message_last(tx, report, &found, &last, e));
	message = found ? last.id : 0;
	for (size_t i = 0; i < t->n_fresh; i++) {
		struct hash key = key_of(d, "message", t->fresh[i]->channel, t->fresh[i]->id);
		TRY(gateway_message_add(tx, id_new(d->now), office, hash_str(&key), report, message, opens && !i, d->now, e));
	}
	if (!opens)
		return OK;
	struct hash reply = key_of(d, "message", t->fresh[0]->channel, reply_id(d, t->fresh[0]));
	return gateway_message_add(tx, id_new(d->now), office, hash_str(&reply), report, 0, false, d->now, e);
}

/* The sender goes on with this report for a while; others' threads that are over are forgotten. */
static enum status thread_put(struct tx *tx, const struct taking *t, int64_t report, struct err *e)
{
	const struct desk *d = t->d;
	struct gateway_thread_of_row thread;
	struct instant at = moment_of(d, t->fresh[t->n_fresh - 1]);
	int64_t days = settings_int(d->office->settings, "gateway.thread_days"), changed;
	bool found;
	TRY(gateway_threads_drop(tx, d->office->id, (struct instant){d->now.us - days * DAY_US}, &changed, e));
	TRY(gateway_thread_of(tx, d->office->id, hash_str(&t->sender), report, &found, &thread, e));
	return found ? gateway_thread_touch(tx, thread.id, at, &changed, e)
		     : gateway_thread_add(tx, id_new(d->now), d->office->id, hash_str(&t->sender), report, at, e);
}

/* The mail as it came, readable with the vault's key only. A box holds text, so a NUL within is written as U+FFFD. */
static enum status original_keep(struct tx *tx, const struct taking *t, int64_t report, const struct gateway_message *m,
				 struct err *e)
{
	if (!m->original.n)
		return OK;
	bool text = !memchr(m->original.s, 0, m->original.n);
	const char *whole = text ? arena_strndup(tx->arena, m->original.s, m->original.n)
				 : text_clean(tx->arena, m->original.s, m->original.n);
	struct file_new as = {.bytes = vault_box_make(tx->arena, t->d->office->vault_public, report, whole),
			      .name = ORIGINAL_NAME, .origin = "report"};
	int64_t file;
	TRY(evidence_file_add(tx, t->d, &as, &file, e));
	return report_file_add(tx, id_new(t->d->now), report, 0, file, false, false, e);
}

/* Says @text and @files in the talk of a report, so many files at a time as one sending may have. */
static enum status say(struct tx *tx, struct taking *t, int64_t report, const char *text, size_t from, const char *kind,
		       struct err *e)
{
	do {
		size_t n = t->n_files - from < FORM_FILES_MAX ? t->n_files - from : FORM_FILES_MAX;
		struct intake_message m = {.kind = kind, .text = text, .files = t->files + from, .n_files = n};
		struct err why = {0};
		enum status status = intake_message_add(tx, &t->reporter, report, &m, &why);
		if (status == TOO_LARGE && n) { /* the report is full: the words still count */
			t->ret->dropped += (int)(t->n_files - from);
			m.n_files = 0;
			from = t->n_files;
			status = text_blank(text) ? OK : intake_message_add(tx, &t->reporter, report, &m, &why);
		}
		if (status != OK) {
			if (e)
				*e = why;
			return status;
		}
		from += n;
		text = "";
		kind = "files";
	} while (from < t->n_files);
	return OK;
}

/* What must stand or fall with the new report. */
static enum status opened(struct tx *tx, const struct desk *d, int64_t report, void *context, struct err *e)
{
	struct taking *t = context;
	TRY(seen_put(tx, t, report, true, e));
	TRY(thread_put(tx, t, report, e));
	for (size_t i = 0; i < t->n_fresh; i++)
		TRY(original_keep(tx, t, report, t->fresh[i], e));
	t->ret->dropped = 0;
	return t->n_files > FORM_FILES_MAX ? say(tx, t, report, "", FORM_FILES_MAX, "files", e) : OK;
}

/* Links are what begins with http in the text. */
static void links_find(struct arena *a, const char *text, struct intake_form *f)
{
	f->links.items = arena_array(a, const char *, INTAKE_LINKS_MAX);
	for (const char *s = text; (s = strstr(s, "http")) && f->links.n < INTAKE_LINKS_MAX; s++) {
		size_t n = strcspn(s, " \t\r\n<>\"");
		if ((text_starts(s, "http://") || text_starts(s, "https://")) && n <= INTAKE_LINK_MAX)
			f->links.items[f->links.n++] = arena_strndup(a, s, n);
	}
}

static const char *contact_of(struct arena *a, const struct gateway_message *m)
{
	const char *name = text_blank(m->name) ? "" : arena_printf(a, ", %s", m->name);
	return text_clip(a, arena_printf(a, "%s %s%s", intake_channel_name(m->channel, ID), m->from, name), INTAKE_CONTACT_MAX);
}

/* Files past their size cannot be kept; the report can. */
static void drop_oversized(struct taking *t)
{
	size_t mib = (size_t)settings_int(t->d->office->settings, "intake.file_max_mib"), n = 0;
	for (size_t i = 0; i < t->n_files; i++)
		if (t->files[i].bytes.n <= mib << 20)
			t->files[n++] = t->files[i];
	t->ret->missing += (int)(t->n_files - n);
	t->n_files = n;
}

static enum status open_new(struct taking *t, struct err *e)
{
	struct arena *a = t->d->arena;
	const struct gateway_message *first = t->fresh[0];
	struct instant at = moment_of(t->d, first);
	shorten(t, (size_t)settings_int(t->d->office->settings, "intake.text_max"));
	struct intake_form f = {
		.once = once_of(t->d, first),
		.code_by_once = true,
		.channel = first->channel,
		.english = first->english,
		.text = text_blank(t->text) && !t->n_files ? "(berkas tidak sampai)" : t->text,
		.contact = contact_of(a, first),
		.event_on = DAY_NONE,
		.known_on = DAY_NONE,
		.files = t->files,
		.n_files = t->n_files < FORM_FILES_MAX ? t->n_files : FORM_FILES_MAX,
		.received_at = at,
		.received_how = first->at_how ? first->at_how
					      : arena_printf(a, "waktu terima gerbang %s", intake_channel_name(first->channel, ID)),
		.also = opened,
		.context = t,
	};
	links_find(a, t->text, &f);
	t->lead = first;
	t->ret->kind = GATEWAY_RECEIPT;
	TRY(intake_receive(&t->reporter, &f, &t->ret->receipt, e));
	t->report = t->ret->receipt.report;
	return OK;
}

static enum status go_on(struct taking *t, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	shorten(t, INTAKE_MESSAGE_MAX);
	TRY(desk_begin(&t->reporter, WRITE, &tx, e));
	TRY(intake_stage_of(&tx, &t->reporter, t->report, ID, &t->ret->stage, e));
	t->ret->dropped = 0;
	if (!text_blank(t->text) || t->n_files)
		TRY(say(&tx, t, t->report, t->text, 0, t->ret->stage.may_complete ? "completion" : "message", e));
	TRY(seen_put(&tx, t, t->report, false, e));
	TRY(thread_put(&tx, t, t->report, e));
	for (size_t i = 0; i < t->n_fresh; i++)
		TRY(original_keep(&tx, t, t->report, t->fresh[i], e));
	return tx_commit(&tx, e);
}

/* The receipt again, or how the report stands. */
static enum status answer_read(struct taking *t, struct err *e)
{
	struct gateway_answer *r = t->ret;
	const struct desk *d = t->d;
	struct report_get_row row;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(report_get(&tx, d->office->id, t->report, &row, e));
	TRY(intake_stage_of(&tx, d, t->report, t->all[0].english ? EN : ID, &r->stage, e));
	r->report = row.id;
	r->number = arena_strdup(d->arena, row.number);
	if (t->lead_before) {
		r->kind = GATEWAY_RECEIPT;
		const char *code = code_of(d->office, d->arena, once_of(d, t->lead), "");
		TRY(intake_receipt_of(&tx, d, t->report, code, &r->receipt, e));
	}
	return tx_commit(&tx, e);
}

enum status gateway_take(const struct desk *d, const struct gateway_message *messages, size_t n, struct gateway_answer *ret,
			 struct err *e)
{
	struct taking t = {.d = d, .reporter = *d, .all = messages, .n_all = n, .ret = ret};
	bool stage_only;
	t.reporter.user = 0;
	t.reporter.role = ROLE_NONE;
	t.reporter.user_name = "";
	t.fresh = arena_array(d->arena, const struct gateway_message *, n + 1);
	t.sender = key_of(d, "sender", messages[0].channel, text_lower(d->arena, messages[0].from));
	*ret = (struct gateway_answer){.kind = GATEWAY_ADDED};
	TRY(place(&t, &stage_only, e));
	ret->again = !t.n_fresh;
	gather(&t);
	drop_oversized(&t);
	if (stage_only)
		ret->kind = GATEWAY_STAGE;
	else if (t.n_fresh && t.report)
		TRY(go_on(&t, e));
	else if (t.n_fresh)
		TRY(open_new(&t, e));
	TRY(answer_read(&t, e));
	ret->id = reply_id(d, t.lead ? t.lead : &messages[0]);
	gateway_words(d, t.lead ? t.lead : &messages[0], ret);
	return OK;
}
