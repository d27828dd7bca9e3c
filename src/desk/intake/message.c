/* message.c -- messages both ways: what a reporter adds by code, what the office asks and tells. */
#include "desk/intake/intake_internal.h"

#include <string.h>

#define TOGETHER_US HOUR_US /* uploads that follow each other within it are one message */

/* The law lets a file be completed only in its state and time; a completion that comes later is a message
 * still. */
static enum status completed(struct tx *tx, const struct desk *d, const struct intake_stage *stage,
			     struct err *e)
{
	struct case_facts facts = {.in_time = true};
	struct err why = {0};
	enum status status = docket_event(tx, d, stage->case_file, "completed", &facts,
					  "Pelapor mengirim kelengkapan", &why);
	if (status == INVALID)
		return docket_note(tx, d, stage->case_file, "talk",
				   "Kelengkapan dari pelapor datang setelah batas waktunya", 0, e);
	if (status != OK && e)
		*e = why;
	return status;
}

/* The last word of the same side, said again: an impatient thumb, not a second message. */
static enum status said_before(struct tx *tx, int64_t report, bool office, const struct intake_message *as,
			       bool *ret, struct err *e)
{
	struct messages_of_rows all;
	TRY(messages_of(tx, report, &all, e));
	const struct messages_of_row *last = all.n ? &all.items[all.n - 1] : NULL;
	*ret = last && !as->n_files && last->from_office == office && text_eq(last->body, as->text) &&
	       text_eq(last->kind, as->kind);
	return OK;
}

/* An upload was counted when it was opened (desk/intake/upload.c); what it brought is not turned away at its end. */
static enum status files_count_check(struct tx *tx, const struct desk *d, int64_t report, const struct intake_message *as,
				     struct err *e)
{
	struct report_files_count_row files;
	int64_t most = settings_int(d->office->settings, "intake.files_per_report");
	if (!as->n_files || as->files[0].kept)
		return OK;
	TRY(report_files_count(tx, report, &files, e));
	if (files.n + (int64_t)as->n_files > most)
		return FAIL_FIELD(e, TOO_LARGE, "file", "at most %lld files in one report", (long long)most);
	return OK;
}

/* The message that the reporter's last upload made, when this one follows it at once; 0 else. */
static enum status files_together(struct tx *tx, const struct desk *d, int64_t report, const struct intake_message *as,
				  int64_t *ret, struct err *e)
{
	struct messages_of_rows all;
	*ret = 0;
	if (!text_eq(as->kind, "files") || d->user || !text_blank(as->text))
		return OK;
	TRY(messages_of(tx, report, &all, e));
	const struct messages_of_row *last = all.n ? &all.items[all.n - 1] : NULL;
	if (last && !last->from_office && text_eq(last->kind, "files") && d->now.us - last->at.us < TOGETHER_US)
		*ret = last->id;
	return OK;
}

/* What the sending of a form is known by; NULL: it came without a key. Another text or file under the same key (somebody
 * went back and changed it) is another message. */
static struct str message_key(struct tx *tx, const struct desk *d, int64_t report, const struct intake_message *as)
{
	if (text_blank(as->once))
		return (struct str){NULL, 0};
	scoped(buf_free) struct buf b = {0};
	buf_printf(&b, "message|%lld|%lld|%s|", (long long)report, (long long)d->user, as->kind);
	for (size_t i = 0; i < as->n_files; i++)
		buf_printf(&b, "%s|", hash_hex(tx->arena, hash_of(as->files[i].bytes.s, as->files[i].bytes.n)));
	buf_text(&b, as->text ? as->text : "");
	struct hash key = once_key(d->office, as->once, b.s);
	return (struct str){arena_memdup(tx->arena, key.bytes, HASH_SIZE), HASH_SIZE};
}

/* Sent before: the same form again (a reload, a second press), or the same words. */
static enum status sent_before(struct tx *tx, const struct desk *d, int64_t report, const struct intake_message *as,
			       struct str key, bool *ret, struct err *e)
{
	struct message_by_once_row row;
	*ret = false;
	if (key.s)
		TRY(message_by_once(tx, key, ret, &row, e));
	return *ret ? OK : said_before(tx, report, d->user != 0, as, ret, e);
}

static enum status message_check(const struct desk *d, const struct intake_message *as, struct err *e)
{
	if (text_blank(as->text) && !as->n_files)
		return FAIL_FIELD(e, INVALID, "text", "a message needs words or a file");
	if (as->text && strlen(as->text) > INTAKE_MESSAGE_MAX)
		return FAIL_FIELD(e, INVALID, "text", "at most %d bytes", INTAKE_MESSAGE_MAX);
	return files_check(d->office, as->files, as->n_files, e);
}

static enum status message_new(struct tx *tx, const struct desk *d, int64_t report, const struct intake_message *as,
			       struct str key, struct err *e)
{
	struct intake_stage stage;
	int64_t id = id_new(d->now);
	bool office = d->user != 0;
	TRY(intake_stage_of(tx, d, report, ID, &stage, e));
	TRY(message_add(tx, id, report, d->now, office, d->user, as->kind, as->text ? as->text : "", key, e));
	TRY(files_keep(tx, d, report, id, as->files, as->n_files, e));
	if (!office && text_eq(as->kind, "completion") && stage.may_complete)
		return completed(tx, d, &stage, e);
	return docket_note(tx, d, stage.case_file, "talk",
			   office ? "Pesan kepada pelapor" : "Pesan dari pelapor", id, e);
}

enum status intake_message_add(struct tx *tx, const struct desk *d, int64_t report,
			       const struct intake_message *as, struct err *e)
{
	int64_t together;
	bool again;
	struct intake_message kept = *as;
	TRY(message_check(d, as, e));
	kept.files = files_as_kept(tx->arena, as->files, as->n_files);
	struct str key = message_key(tx, d, report, &kept);
	TRY(sent_before(tx, d, report, &kept, key, &again, e));
	if (again)
		return OK;
	TRY(files_count_check(tx, d, report, &kept, e));
	TRY(files_together(tx, d, report, &kept, &together, e));
	if (together)
		return files_keep(tx, d, report, together, kept.files, kept.n_files, e);
	return message_new(tx, d, report, &kept, key, e);
}
