/* inside.c -- see inside.h. */
#include "desk/handle/inside.h"

#include "desk/handle/handle_internal.h"

static const char *say(const struct desk *d, const char *id, const char *en) { return d->lang == EN ? en : id; }

enum status handle_note(const struct desk *d, int64_t case_file, const char *text, struct err *e)
{
	TRY(need_text("text", text, TEXT_MAX, "the note", e));
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(step_begin(d, case_file, &tx, &f, e));
	int64_t id = id_new(d->now);
	TRY(note_add(&tx, id, d->office->id, case_file, d->now, d->user, text, e));
	TRY(docket_note(&tx, d, case_file, "note", "Catatan internal ditulis.", id, e));
	return tx_commit(&tx, e);
}

/* Somebody of this office who may work on files, and to whom this one is not shut. */
static enum status may_have(struct tx *tx, const struct desk *d, int64_t case_file, int64_t user, struct err *e)
{
	struct task_staff_rows staff;
	struct conflict_shut_row shut;
	if (!user || user == d->user)
		return OK;
	TRY(task_staff(tx, d->office->id, &staff, e));
	TRY(conflict_shut(tx, case_file, user, &shut, e));
	for (size_t i = 0; i < staff.n && !shut.n; i++)
		if (staff.items[i].id == user)
			return OK;
	return FAIL_FIELD(e, INVALID, "untuk", "%s", say(d, "Orang ini tidak dapat diberi tugas.", "This person cannot be given a task."));
}

enum status handle_task_add(const struct desk *d, int64_t case_file, const char *text, int64_t user, struct day until, struct err *e)
{
	TRY(need_text("tugas", text, TASK_BYTES, "the task", e));
	if (!day_is_none(until) && until.n < day_of_instant(d->now, d->office->zone).n)
		return FAIL_FIELD(e, INVALID, "sampai", "%s", say(d, "Hari ini sudah lewat.", "This day is over."));
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(step_begin(d, case_file, &tx, &f, e));
	TRY(may_have(&tx, d, case_file, user, e));
	TRY(task_add(&tx, id_new(d->now), d->office->id, case_file, text, user, until, d->now, d->user, e));
	return tx_commit(&tx, e);
}

enum status account_disputed(struct tx *tx, const struct desk *d, int64_t case_file, const struct case_people_row *before, const char *account_owned,
			     struct err *e)
{
	if (!text_eq(account_owned, "disputed") || text_eq(before->account_owned, "disputed"))
		return OK;
	const char *task = arena_printf(tx->arena,
					"Periksa kepemilikan akun orang ke-%lld, yang mengatakan akunnya dibajak atau bukan miliknya: minta bukti (surel dan nomor pemulihan, "
					"riwayat masuk, laporan ke platform), tanyakan siapa lagi yang memegangnya, lalu catat hasilnya pada data orang.",
					(long long)before->number);
	TRY(task_add(tx, id_new(d->now), d->office->id, case_file, task, 0, DAY_NONE, d->now, d->user, e));
	return docket_note(tx, d, case_file, "note", arena_printf(tx->arena, "Pemeriksaan kepemilikan akun orang ke-%lld dibuka.", (long long)before->number),
			   before->id, e);
}

static enum status task_open(struct tx *tx, const struct desk *d, int64_t case_file, int64_t task, struct task_get_row *ret, struct err *e)
{
	struct handle_file f;
	bool found;
	TRY(step_begin(d, case_file, tx, &f, e));
	TRY(task_get(tx, task, &found, ret, e));
	return found && ret->case_file == case_file ? OK : FAIL(e, NOT_FOUND, "this task is not in the file");
}

static enum status task_moved(const struct desk *d, struct err *e)
{
	return FAIL(e, CONFLICT, "%s", say(d, "Petugas lain baru saja mengubah tugas ini.", "Another officer has just changed this task."));
}

enum status handle_task_done(const struct desk *d, int64_t case_file, int64_t task, bool done, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct task_get_row row;
	int64_t changed;
	TRY(task_open(&tx, d, case_file, task, &row, e));
	if (done == !instant_is_none(row.done_at))
		return FAIL(e, CONFLICT, "%s", done ? say(d, "Tugas ini sudah selesai.", "This task is done already.")
						   : say(d, "Tugas ini masih terbuka.", "This task is open already."));
	TRY(task_done(&tx, task, row.version, done ? d->now : INSTANT_NONE, done ? d->user : 0, &changed, e));
	return changed ? tx_commit(&tx, e) : task_moved(d, e);
}

enum status handle_task_take(const struct desk *d, int64_t case_file, int64_t task, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct task_get_row row;
	int64_t changed;
	TRY(task_open(&tx, d, case_file, task, &row, e));
	if (row.app_user && row.app_user != d->user)
		return FAIL(e, CONFLICT, "%s", say(d, "Tugas ini sudah ada yang mengerjakan.", "Somebody has this task already."));
	TRY(task_take(&tx, task, row.version, d->user, &changed, e));
	return changed ? tx_commit(&tx, e) : task_moved(d, e);
}
