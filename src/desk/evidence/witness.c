/* witness.c -- the head of each day goes to those who keep it for the day when somebody says that nothing was removed.
 *
 * Settings: witness.mail_to (addresses, with commas between), mail.smtp, mail.from. A job on the bus names the head and,
 * by a hash, the witness; who is no longer in the settings gets no mail. A mail that was not taken comes again (bus.h)
 * under the same Message-ID, so that a witness who gets it twice sees one. Nothing in it is secret.
 */
#include "base/json.h"
#include "base/log.h"
#include "bus/bus.h"
#include "bus/mail.h"
#include "desk/evidence/evidence_internal.h"

#include <stdio.h>
#include <string.h>

#define TOPIC         "witness_mail"
#define MAILS_A_TURN  2  /* each may wait 20 s for the mail server, and the lease of a job is a minute */
#define WITNESSES_MAX 50
#define PASSWORD_MAX  200 /* bytes */

static const char *witness_hash(struct arena *a, const char *address)
{
	return arena_printf(a, "%.16s", hash_hex(a, hash_of(address, strlen(address))));
}

struct witnesses {
	const char *items[WITNESSES_MAX];
	size_t n;
};

static void witnesses_read(struct arena *a, const struct office *o, struct witnesses *ret)
{
	struct str rest = str_of(settings_text(o->settings, "witness.mail_to")), part;
	ret->n = 0;
	while (ret->n < WITNESSES_MAX && str_split(&rest, ',', &part)) {
		part = str_trim(part);
		const char *address = arena_strndup(a, part.s ? part.s : "", part.n);
		if (bus_mail_address_good(address))
			ret->items[ret->n++] = address;
		else if (part.n)
			log_event(LOG_WARN, "witness", "an address in witness.mail_to is none and gets no mail");
	}
}

enum status evidence_witness_ask(struct tx *tx, const struct desk *d, int64_t head, struct err *e)
{
	struct witnesses all;
	if (!*settings_text(d->office->settings, "mail.smtp"))
		return OK;
	witnesses_read(tx->arena, d->office, &all);
	for (size_t i = 0; i < all.n; i++)
		TRY(bus_publish(tx, TOPIC, arena_printf(tx->arena, "{\"head\":%lld,\"to\":\"%s\"}", (long long)head,
							witness_hash(tx->arena, all.items[i])), e));
	return OK;
}

/* -- sending -- */

/* The first line of the file that the settings name; "" when none is named. */
static enum status password_read(struct arena *a, const struct office *o, const char **ret, struct err *e)
{
	const char *path = settings_text(o->settings, "mail.password_file");
	char line[PASSWORD_MAX] = "";
	*ret = "";
	if (!*path)
		return OK;
	FILE *f = fopen(path, "re");
	if (!f || !fgets(line, sizeof line, f)) {
		if (f)
			fclose(f);
		return FAIL(e, UNAVAILABLE, "mail.password_file cannot be read");
	}
	fclose(f);
	line[strcspn(line, "\r\n")] = 0;
	*ret = arena_strdup(a, line);
	return OK;
}

static const char *words_of(const struct desk *d, const struct evidence_head *h, const char *file)
{
	struct arena *a = d->arena;
	const struct office *o = d->office;
	char at[64], at_en[64];
	const char *url = settings_text(o->settings, "serve.public_url");
	const char *page = *url ? arena_printf(a, "%s/log", url) : "/log";
	return arena_printf(a,
		"%s%s\n"
		"Kepala daftar tanda terima, %s: %lld tanda terima.\n"
		"Simpan berkas terlampir. Dengan dua kepala Anda dapat membuktikan bahwa tidak ada yang dihapus di antaranya:\n"
		"    netra log check BERKAS-LAMA BERKAS-BARU --key KUNCI\n"
		"Keterangan dan kunci kantor: %s\n\n"
		"Head of the log of receipts, %s: %lld receipts.\n"
		"Keep the attached file. With two heads you can prove that nothing between them was removed:\n"
		"    netra log check OLDER-FILE NEWER-FILE --key KEY\n"
		"What this is, and the office's key: %s\n\n%s",
		o->name, o->drill ? " (data latihan / training data)" : "", instant_long(h->at, o->zone, ID, at),
		(long long)h->note.size, page, instant_long(h->at, o->zone, EN, at_en), (long long)h->note.size, page, file);
}

static enum status mail_out(const struct desk *d, const struct evidence_head *h, const char *to, struct err *e)
{
	const struct settings *s = d->office->settings;
	struct arena *a = d->arena;
	struct bus_mail_server server = {.url = settings_text(s, "mail.smtp"), .user = settings_text(s, "mail.user")};
	scoped(buf_free) struct buf file = {0};
	char day[DAY_TEXT_MAX];
	TRY(password_read(a, d->office, &server.password, e));
	evidence_head_put(&file, h);
	const char *name = day_iso(day_of_instant(h->at, d->office->zone), day);
	const char *from = settings_text(s, "mail.from");
	struct bus_mail m = {
		.from = *from ? from : d->office->email,
		.to = to,
		.subject = arena_printf(a, "Kepala daftar tanda terima %s, %s: %lld", d->office->code, name, (long long)h->note.size),
		.message_id = arena_printf(a, "<netra-head-%lld-%s@%s>", (long long)h->id, witness_hash(a, to), "netra.invalid"),
		.file_name = arena_printf(a, "kepala-%s-%lld.txt", name, (long long)h->note.size),
		.file = file.s,
		.text = words_of(d, h, file.s),
	};
	return bus_mail_send(&server, &m, e);
}

/* The head and the address that a job names; no address when the witness left. */
static enum status job_read(const struct desk *d, const struct job *job, bool *ret_found, struct evidence_head *head,
			    const char **ret_to, struct err *e)
{
	struct witnesses all;
	const struct json *body;
	scoped(tx_rollback) struct tx tx = {0};
	*ret_to = NULL;
	TRY(json_read(d->arena, "job", job->body, strlen(job->body), 1024, &body, e));
	witnesses_read(d->arena, d->office, &all);
	for (size_t i = 0; i < all.n; i++)
		if (text_eq(witness_hash(d->arena, all.items[i]), json_get_text(body, "to", "")))
			*ret_to = all.items[i];
	TRY(desk_begin(d, READ, &tx, e));
	TRY(evidence_head_by_id(&tx, d, json_get_int(body, "head", 0), ret_found, head, e));
	return tx_commit(&tx, e);
}

static enum status job_do(const struct desk *d, const struct job *job, struct err *e)
{
	struct evidence_head head;
	const char *to;
	bool found;
	TRY(job_read(d, job, &found, &head, &to, e));
	return found && to ? mail_out(d, &head, to, e) : OK;
}

static enum status job_end(const struct desk *d, const struct job *job, enum status status, const struct err *why, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	if (status == OK)
		TRY(bus_done(&tx, job, e));
	else
		TRY(bus_retry(&tx, job, why->why, e));
	return tx_commit(&tx, e);
}

static enum status jobs_take_some(const struct desk *d, struct job_list *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(bus_fetch(&tx, TOPIC, MAILS_A_TURN, ret, e));
	return tx_commit(&tx, e);
}

enum status evidence_witness_send(const struct desk *d, int *ret_sent, struct err *e)
{
	struct job_list jobs;
	*ret_sent = 0;
	if (!*settings_text(d->office->settings, "mail.smtp"))
		return OK;
	TRY(jobs_take_some(d, &jobs, e));
	for (size_t i = 0; i < jobs.n; i++) {
		struct err why = {0};
		enum status status = job_do(d, &jobs.items[i], &why);
		if (status == OK)
			++*ret_sent;
		else
			log_err("witness_mail", &why);
		TRY(job_end(d, &jobs.items[i], status, &why, e));
	}
	return OK;
}
