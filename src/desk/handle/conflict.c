/* conflict.c -- conflict of interest in a file: stated, lifted, and what becomes of the file when too few members are left.
 *
 * What shuts a file is desk/access/conflict.h; here it meets the file: the member lets go of it, the timeline says that
 * something was stated (never the reason: it names somebody's family), and the plenary counts without them. When conflicts
 * leave fewer members than the quorum, the file goes to the office above, by a letter and the law's own event; people
 * press that button, because a wrong statement can be lifted and a letter cannot be called back.
 */
#include "desk/handle/handle_internal.h"
#include "desk/handle/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RECEIVER_MAX 200 /* bytes of the name of an office */

/* ---- stated and lifted ---- */

static enum status member_of(struct tx *tx, const struct desk *d, int64_t user, struct handle_user_row *ret, struct err *e)
{
	bool found = false;
	if (user)
		TRY(handle_user(tx, user, &found, ret, e));
	return found ? OK : FAIL_FIELD(e, INVALID, "user", "%s", d->lang == EN ? "Choose the member of this office whom it concerns." : "Pilih orang kantor ini yang bersangkutan.");
}

enum status handle_conflict_state(const struct desk *d, const struct conflict_new *as, int64_t *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	struct handle_user_row member;
	bool none = text_eq(as->kind, "none");
	int64_t tasks;
	TRY(step_begin(d, as->case_file, &tx, &f, e));
	TRY(member_of(&tx, d, as->user, &member, e));
	/* The line comes first: once it is stated, the file is shut to whoever stated it about themselves. */
	const char *line = none ? arena_printf(d->arena, "Petunjuk benturan kepentingan diperiksa, tidak ada benturan: %s.", member.name)
				: arena_printf(d->arena, "Benturan kepentingan dinyatakan: %s. Berkas tertutup baginya.", member.name);
	TRY(docket_note(&tx, d, as->case_file, "note", line, 0, e));
	TRY(conflict_state(&tx, d, as, ret, e));
	TRY(docket_let_go(&tx, d, as->case_file, e));
	TRY(tasks_let_go(&tx, as->user, &tasks, e));
	return tx_commit(&tx, e);
}

enum status handle_conflict_lift(const struct desk *d, int64_t case_file, int64_t conflict, const char *reason, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	struct handle_user_row member;
	int64_t user;
	TRY(step_begin(d, case_file, &tx, &f, e));
	TRY(conflict_lift(&tx, d, case_file, conflict, reason, &user, e));
	TRY(member_of(&tx, d, user, &member, e));
	TRY(docket_note(&tx, d, case_file, "note", arena_printf(d->arena, "Benturan kepentingan dicabut: %s.", member.name), 0, e));
	return tx_commit(&tx, e);
}

/* ---- the quorum ---- */

enum status handle_quorum(struct tx *tx, const struct desk *d, int64_t case_file, struct handle_quorum *ret, struct err *e)
{
	struct handle_members_rows all, may;
	TRY(handle_members(tx, d->office->id, 0, &all, e));
	TRY(handle_members(tx, d->office->id, case_file, &may, e));
	*ret = (struct handle_quorum){.members = (int64_t)all.n, .may = (int64_t)may.n,
				      .needed = settings_int(d->office->settings, "plenary.quorum")};
	ret->lost = ret->may < ret->needed && ret->may < ret->members;
	return docket_office_above(tx, d->office, &ret->higher, e);
}

#define SHUT_MAX 500 /* files shut to one member that are looked at */

struct shut_list {
	int64_t *items;
	size_t n, cap;
};

static int id_order(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* Files that are shut to at least @enough of the members. Each member's files are asked for alone: the view is quick for one. */
static enum status shut_to_many(struct tx *tx, const struct handle_members_rows *members, size_t enough, struct shut_list *ret, struct err *e)
{
	struct shut_list all = {0};
	for (size_t i = 0; i < members->n; i++) {
		struct conflict_files_rows files;
		TRY(conflict_files(tx, members->items[i].id, SHUT_MAX, &files, e));
		for (size_t k = 0; k < files.n; k++)
			ARENA_PUSH(tx->arena, &all, files.items[k].case_file);
	}
	if (all.n)
		qsort(all.items, all.n, sizeof *all.items, id_order);
	for (size_t i = 0, n; i < all.n; i += n) {
		for (n = 1; i + n < all.n && all.items[i + n] == all.items[i]; n++)
			;
		if (n >= enough)
			ARENA_PUSH(tx->arena, ret, all.items[i]);
	}
	return OK;
}

static bool may_go_up(struct tx *tx, const struct desk *d, const struct case_get_row *row)
{
	const struct law_transition *next[32];
	size_t n = case_events(docket_law_of(tx, d, row->rulepack), docket_procedure(row->procedure), row->state, next, 32);
	for (size_t i = 0; i < n; i++)
		if (!strcmp(next[i]->event, "quorum_lost"))
			return true;
	return false;
}

/* Undecided, and not with the office above yet. */
static bool still_ours(const struct case_get_row *row)
{
	static const char *const ours[] = {"info", "incoming", "handling"};
	char key[80];
	snprintf(key, sizeof key, ",%s,", row->state);
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		if (strstr(docket_group(ours[i]), key))
			return strcmp(row->state, "TAKEN_OVER") != 0;
	return false;
}

enum status handle_quorums_lost(struct tx *tx, const struct desk *d, struct handle_stuck_list *ret, struct err *e)
{
	struct handle_members_rows members;
	struct shut_list files = {0};
	*ret = (struct handle_stuck_list){.needed = settings_int(d->office->settings, "plenary.quorum")};
	TRY(handle_members(tx, d->office->id, 0, &members, e));
	ret->members = (int64_t)members.n;
	TRY(docket_office_above(tx, d->office, &ret->higher, e));
	int64_t enough = ret->members - ret->needed + 1;
	TRY(shut_to_many(tx, &members, (size_t)(enough < 1 ? 1 : enough), &files, e));
	for (size_t i = 0; i < files.n; i++) {
		struct handle_stuck one = {0};
		struct handle_members_rows may;
		struct conflict_shut_row shut;
		TRY(case_get(tx, files.items[i], &one.row, e));
		if (!still_ours(&one.row))
			continue;
		TRY(handle_members(tx, d->office->id, one.row.id, &may, e));
		TRY(conflict_shut(tx, one.row.id, d->user, &shut, e));
		one.may = (int64_t)may.n;
		one.shut = shut.n > 0;
		one.may_go_up = may_go_up(tx, d, &one.row);
		ARENA_PUSH(tx->arena, ret, one);
	}
	return OK;
}

static enum status elements_put(struct paper *p, struct err *e)
{
	struct handle_marks_rows marks;
	TRY(handle_marks(p->tx, p->file->row.id, &marks, e));
	if (marks.n)
		return marks_write(p, false, e);
	scoped(buf_free) struct buf none = {0};
	buf_text(&none, "- Belum ada unsur yang diperiksa.\n");
	paper_put_list(p, "elements", &none);
	return OK;
}

/* No names: whose kin the members are is nobody's business but the file's. */
static const char *reason_of(const struct desk *d, const struct handle_quorum *q)
{
	return arena_printf(d->arena, "Rapat pleno kantor kami beranggotakan %lld orang dan memerlukan kuorum %lld orang. Karena benturan "
				      "kepentingan, hanya %lld orang yang dapat memutus berkas ini, sehingga kuorum tidak tercapai.",
			    (long long)q->members, (long long)q->needed, (long long)q->may);
}

static enum status letter_put(struct tx *tx, const struct desk *d, int64_t case_file, const struct handle_quorum *q, const char *to,
			      struct letter_made *ret, struct err *e)
{
	struct handle_file f; /* read again: it stands elsewhere now */
	struct paper p;
	TRY(handle_open(tx, d, case_file, &f, e));
	TRY(paper_start(&p, tx, d, &f, e));
	paper_put(&p, "because", "rapat pleno kantor kami tidak dapat mencapai kuorum");
	paper_put(&p, "reason", reason_of(d, q));
	TRY(elements_put(&p, e));
	TRY(paper_make(&p, "transfer", "letter", "Pelimpahan: kuorum tidak tercapai", to, 0, ret, e));
	return tell_next(tx, d, &f, "quorum_lost", to, "Laporan Anda dilimpahkan ke pengawas yang lebih tinggi.", e);
}

static enum status receiver_of(const struct desk *d, const struct handle_quorum *q, const char *to, const char **ret, struct err *e)
{
	*ret = text_blank(to) ? q->higher : to;
	if (text_blank(*ret))
		return FAIL_FIELD(e, INVALID, "to", "%s", d->lang == EN ? "Say which office receives the file: there is none above this one." : "Tulis kantor penerimanya: tidak ada kantor di atas kantor ini.");
	if (strlen(*ret) > RECEIVER_MAX)
		return FAIL_FIELD(e, INVALID, "to", d->lang == EN ? "At most %d bytes." : "Paling panjang %d bita.", RECEIVER_MAX);
	return OK;
}

enum status handle_quorum_lost(const struct desk *d, int64_t case_file, const char *to, struct letter_made *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	struct handle_quorum q;
	struct case_facts facts;
	const char *receiver;
	TRY(step_begin(d, case_file, &tx, &f, e));
	TRY(handle_quorum(&tx, d, case_file, &q, e));
	TRY(receiver_of(d, &q, to, &receiver, e));
	TRY(handle_facts(&tx, &f, NULL, &facts, e));
	facts.quorum_lost = q.lost;
	TRY(docket_event(&tx, d, case_file, "quorum_lost", &facts,
			 arena_printf(d->arena, "Kuorum pleno tidak tercapai karena benturan kepentingan; dilimpahkan ke %s.", receiver), e));
	TRY(letter_put(&tx, d, case_file, &q, receiver, ret, e));
	return tx_commit(&tx, e);
}
