/* parcels.c -- the one file of a package: put together from what was sealed with the letter, piece by piece, once.
 *
 * Making it holds no transaction: the reader below is asked for the next bytes and goes from file to file as it needs. The
 * result is kept by content like all evidence and then named by the package's row. Two who make it at once make two; the
 * first to commit is the package's, the other stays as an unused file.
 */
#include "desk/access/access.h"
#include "desk/forward/forward_internal.h"
#include "desk/forward/parcels.h"

#include <stdio.h>
#include <string.h>

enum status parcel_find(struct tx *tx, const struct desk *d, int64_t handover, struct parcel_last_row *ret, struct err *e)
{
	bool found;
	TRY(parcel_last(tx, handover, &found, ret, e));
	if (!found || ret->office != d->office->id)
		return FAIL(e, NOT_FOUND, "this hand-over has no package of one file");
	return OK;
}

/* What the making reads from, and where it stands. */
struct making {
	const struct desk *d;
	struct parcel_last_row row;
	struct parcel_files_rows files;
	struct recipient_key_get_row key; /* of a sealed one */
	struct parcel_public to;
	struct parcel_writer *writer;
	struct buf out, sent; /* @sent: what was handed out last; it must live until the next is asked for */
	struct evidence_pieces pieces;
	size_t at;
	bool reading, ended;
};

static void making_end(struct making **m)
{
	parcel_writer_free(&(*m)->writer);
	evidence_pieces_end(&(*m)->pieces);
	buf_free(&(*m)->out);
	buf_free(&(*m)->sent);
}

static enum status file_begin(struct making *m, struct err *e)
{
	const struct parcel_files_row *f = &m->files.items[m->at];
	TRY(parcel_write_file(m->writer, f->name, f->size, e));
	TRY(evidence_pieces_begin(&m->pieces, m->d, f->sha256, f->size, e));
	m->reading = true;
	return OK;
}

static enum status bytes_on(struct making *m, struct err *e)
{
	struct str bytes;
	TRY(evidence_pieces_next(&m->pieces, &bytes, e));
	if (bytes.n)
		return parcel_write_bytes(m->writer, bytes, e);
	evidence_pieces_end(&m->pieces);
	m->reading = false;
	m->at++;
	return OK;
}

static enum status step(struct making *m, struct err *e)
{
	if (m->reading)
		return bytes_on(m, e);
	if (m->at < m->files.n)
		return file_begin(m, e);
	m->ended = true;
	return parcel_write_end(m->writer, e);
}

static enum status next(void *context, struct str *ret, struct err *e)
{
	struct making *m = context;
	while (!m->out.n && !m->ended)
		TRY(step(m, e));
	TRY(buf_done(&m->out, e));
	struct buf empty = m->sent;
	m->sent = m->out;
	m->out = empty;
	buf_clear(&m->out);
	*ret = (struct str){m->sent.s, m->sent.n};
	return OK;
}

static enum status key_of(struct tx *tx, struct making *m, struct err *e)
{
	if (!m->row.recipient_key)
		return OK;
	TRY(recipient_key_get(tx, m->d->office->id, m->row.recipient_key, &m->key, e));
	if (!instant_is_none(m->key.revoked_at))
		return FAIL_FIELD(e, INVALID, "key", m->d->lang == EN ? "the key %s was revoked before the package was made: %s"
								     : "kunci %s dicabut sebelum paket dibuat: %s",
				  m->key.print, m->key.revoked_why ? m->key.revoked_why : "");
	if (m->key.public.n != sizeof m->to.point)
		return FAIL(e, BROKEN, "the row of a recipient's key is damaged");
	memcpy(m->to.point, m->key.public.s, sizeof m->to.point);
	snprintf(m->to.print, sizeof m->to.print, "%s", m->key.print);
	return OK;
}

static enum status look(struct making *m, int64_t handover, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(m->d, READ, &tx, e));
	TRY(parcel_find(&tx, m->d, handover, &m->row, e));
	if (m->row.file)
		return OK;
	TRY(parcel_files(&tx, m->row.id, &m->files, e));
	return key_of(&tx, m, e);
}

static enum status keep(struct making *m, struct file_kept *kept, struct err *e)
{
	const struct desk *d = m->d;
	scoped(tx_rollback) struct tx tx = {0};
	int64_t file, changed;
	bool sealed = m->row.recipient_key != 0;
	struct file_new as = {.name = arena_printf(d->arena, "paket-%s-%lld.%s", d->office->code, (long long)m->row.id, sealed ? "netra" : "zip"),
			      .origin = "letter"};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(evidence_file_link(&tx, d, kept, &as, &file, e));
	TRY(parcel_made(&tx, m->row.id, file, &changed, e));
	return changed ? tx_commit(&tx, e) : OK; /* somebody else was quicker */
}

enum status parcel_make(const struct desk *d, int64_t handover, struct err *e)
{
	scoped(making_end) struct making *m = arena_new(d->arena, struct making);
	struct file_kept kept;
	*m = (struct making){.d = d, .pieces.fd = -1};
	TRY(look(m, handover, e));
	if (m->row.file)
		return OK;
	TRY(parcel_write_begin(d->arena, m->row.recipient_key ? &m->to : NULL, d->office->code, m->row.at, &m->out, &m->writer, e));
	TRY(evidence_file_keep(d, next, m, &kept, e));
	return keep(m, &kept, e);
}

enum status parcel_take(const struct desk *d, int64_t handover, int *ret_fd, struct parcel_file_of_row *ret, struct err *e)
{
	struct parcel_last_row row;
	TRY(parcel_make(d, handover, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(parcel_find(&tx, d, handover, &row, e));
	TRY(parcel_file_of(&tx, row.id, ret, e));
	TRY(access_note(&tx, d, "parcel_taken", "parcel", row.id, row.way, e));
	TRY(tx_commit(&tx, e));
	return evidence_file_fd(d, ret->sha256, ret->size, ret_fd, e);
}
