/* sitting.c -- see sitting.h. */
#include "desk/handle/sitting.h"

#include "desk/handle/handle_internal.h"

#include <string.h>

static const char *say(const struct desk *d, const char *id, const char *en)
{
	return d->lang == EN ? en : id;
}

static enum status sitting_of(struct tx *tx, const struct desk *d, int64_t id, struct sitting_get_row *ret, struct err *e)
{
	bool found;
	TRY(sitting_get(tx, d->office->id, id, &found, ret, e));
	return found ? OK : FAIL(e, NOT_FOUND, "this office has no such sitting");
}

/* A step of a sitting that stands at @state; INVALID says where it stands instead. */
static enum status sitting_begin(const struct desk *d, int64_t id, const char *state, struct tx *tx, struct sitting_get_row *ret,
				 struct err *e)
{
	static const char *const names[][3] = {{"called", "baru dipanggil", "only called"}, {"open", "sedang berlangsung", "open"},
					       {"closed", "sudah ditutup", "closed"}, {"cancelled", "dibatalkan", "cancelled"}};
	TRY(desk_begin(d, WRITE, tx, e));
	TRY(sitting_of(tx, d, id, ret, e));
	if (text_eq(ret->state, state))
		return OK;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (text_eq(ret->state, names[i][0]))
			return FAIL_FIELD(e, INVALID, "sitting", say(d, "Rapat ini %s.", "This sitting is %s."), names[i][d->lang == EN ? 2 : 1]);
	return FAIL(e, BROKEN, "a sitting in state '%s'", ret->state);
}

static enum status fresh(int64_t changed, struct err *e)
{
	return changed ? OK : FAIL(e, CONFLICT, "somebody else changed this sitting meanwhile");
}

/* ---- the agenda ---- */

static const char *number_of(const struct handle_file *f)
{
	return text_blank(f->number) ? f->row.title : f->number;
}

/* One file more: it is not decided and stands on no other agenda. */
static enum status file_put(struct tx *tx, const struct desk *d, int64_t sitting, struct instant held_at, int64_t case_file, struct err *e)
{
	struct handle_file f;
	struct sitting_of_file_row other;
	bool found;
	TRY(handle_open(tx, d, case_file, &f, e));
	if (f.decided || !instant_is_none(f.row.closed_at))
		return FAIL_FIELD(e, INVALID, "file", say(d, "%s sudah diputus.", "%s is decided already."), number_of(&f));
	TRY(sitting_of_file(tx, case_file, &found, &other, e));
	if (found)
		return FAIL_FIELD(e, INVALID, "file", say(d, "%s sudah ada dalam agenda rapat %s.", "%s stands on the agenda of the sitting of %s."),
				  number_of(&f), instant_words(tx->arena, d, other.held_at));
	TRY(sitting_file_insert(tx, id_new(d->now), sitting, case_file, d->now, d->user, e));
	return docket_note(tx, d, case_file, "note", arena_printf(tx->arena, "Masuk agenda rapat pleno %s.", instant_words(tx->arena, d, held_at)),
			   0, e);
}

enum status handle_sitting_call(const struct desk *d, const struct sitting_new *as, int64_t *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(need_text("place", as->place, 300, "the place", e));
	if (!as->n_files)
		return FAIL_FIELD(e, INVALID, "file", "%s", say(d, "Pilih paling sedikit satu berkas.", "Choose at least one file."));
	if (as->n_files > SITTING_FILES_MAX)
		return FAIL_FIELD(e, TOO_LARGE, "file", say(d, "Paling banyak %d berkas dalam satu rapat.", "At most %d files in one sitting."), SITTING_FILES_MAX);
	*ret = id_new(d->now);
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(sitting_insert(&tx, *ret, d->office->id, as->held_at, as->place, d->now, d->user, e));
	for (size_t i = 0; i < as->n_files; i++)
		TRY(file_put(&tx, d, *ret, as->held_at, as->files[i], e));
	return tx_commit(&tx, e);
}

static enum status room_left(struct tx *tx, const struct desk *d, int64_t sitting, struct err *e)
{
	struct sitting_files_rows files;
	TRY(sitting_files(tx, sitting, &files, e));
	if (files.n >= SITTING_FILES_MAX)
		return FAIL_FIELD(e, TOO_LARGE, "file", say(d, "Paling banyak %d berkas dalam satu rapat.", "At most %d files in one sitting."), SITTING_FILES_MAX);
	return OK;
}

enum status handle_sitting_agenda(const struct desk *d, int64_t sitting, int64_t case_file, bool on, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct sitting_get_row row;
	int64_t changed;
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(sitting_of(&tx, d, sitting, &row, e));
	TRY(conflict_open(&tx, d, case_file, e));
	if (!instant_is_none(row.ended_at))
		return FAIL_FIELD(e, INVALID, "sitting", "%s", say(d, "Rapat ini sudah berakhir.", "This sitting is over."));
	if (on) {
		TRY(room_left(&tx, d, sitting, e));
		TRY(file_put(&tx, d, sitting, row.held_at, case_file, e));
		return tx_commit(&tx, e);
	}
	TRY(sitting_file_drop(&tx, sitting, case_file, d->now, &changed, e));
	if (!changed)
		return FAIL_FIELD(e, INVALID, "file", "%s", say(d, "Berkas itu tidak ada dalam agenda, atau sudah diputus.", "That file is not on the agenda, or is decided."));
	TRY(docket_note(&tx, d, case_file, "note", "Dikeluarkan dari agenda rapat pleno.", 0, e));
	return tx_commit(&tx, e);
}

/* ---- who is there ---- */

static bool among(const int64_t *list, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == id)
			return true;
	return false;
}

/* Writes what is new about each member; everybody named must be one. */
static enum status presence_write(struct tx *tx, const struct desk *d, int64_t sitting, const int64_t *present, size_t n, bool first,
				  size_t *ret_there, struct err *e)
{
	struct sitting_members_rows members;
	*ret_there = 0;
	TRY(sitting_members(tx, d->office->id, sitting, &members, e));
	for (size_t i = 0; i < members.n; i++) {
		bool here = among(present, n, members.items[i].id);
		*ret_there += here;
		if (first || here != members.items[i].present)
			TRY(sitting_presence_insert(tx, id_new(d->now), sitting, members.items[i].id, here, d->now, d->user, e));
	}
	for (size_t i = 0; i < n; i++) {
		bool known = false;
		for (size_t k = 0; k < members.n; k++)
			known |= members.items[k].id == present[i];
		if (!known)
			return FAIL_FIELD(e, INVALID, "present", "%s", say(d, "Hanya anggota pleno yang dihitung hadir.", "Only members of the plenary are counted."));
	}
	return OK;
}

enum status handle_sitting_open(const struct desk *d, int64_t sitting, struct instant held_at, const int64_t *present, size_t n, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct sitting_get_row row;
	size_t there;
	int64_t quorum = settings_int(d->office->settings, "plenary.quorum"), changed;
	const char *number;
	TRY(sitting_begin(d, sitting, "called", &tx, &row, e));
	if (held_at.us > d->now.us)
		return FAIL_FIELD(e, INVALID, "day", "%s", say(d, "Waktu itu belum tiba: rapat dibuka saat dimulai.", "That moment is still to come: a sitting is opened when it begins."));
	TRY(presence_write(&tx, d, sitting, present, n, true, &there, e));
	if ((int64_t)there < quorum || !there)
		return FAIL_FIELD(e, INVALID, "present", say(d, "Kuorum tidak tercapai: %zu hadir, diperlukan %lld.", "No quorum: %zu present, %lld are needed."),
				  there, (long long)quorum);
	TRY(docket_number(&tx, d, PILKADA, "plenary", NULL, &number, e));
	TRY(sitting_open_set(&tx, sitting, row.version, held_at, number, d->now, &changed, e));
	TRY(fresh(changed, e));
	return tx_commit(&tx, e);
}

enum status handle_sitting_present(const struct desk *d, int64_t sitting, const int64_t *present, size_t n, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct sitting_get_row row;
	size_t there;
	TRY(sitting_begin(d, sitting, "open", &tx, &row, e));
	TRY(presence_write(&tx, d, sitting, present, n, false, &there, e));
	return tx_commit(&tx, e);
}

/* ---- a decision in it ---- */

static enum status voters_there(struct tx *tx, const struct desk *d, int64_t sitting, const struct handle_plenary_new *as, struct err *e)
{
	struct sitting_members_rows members;
	TRY(sitting_members(tx, d->office->id, sitting, &members, e));
	for (size_t i = 0; i < as->n_votes; i++)
		for (size_t k = 0; k < members.n; k++)
			if (members.items[k].id == as->votes[i].member && !members.items[k].present && !text_eq(as->votes[i].vote, "absent"))
				return FAIL_FIELD(e, INVALID, "vote", say(d, "%s tidak hadir dalam rapat ini dan tidak dapat memberi suara.",
									  "%s is not in this sitting and cannot vote."), members.items[k].name);
	return OK;
}

enum status sitting_for(struct tx *tx, const struct desk *d, const struct handle_plenary_new *as, struct sitting_of_file_row *ret, struct err *e)
{
	bool found;
	struct sitting_of_file_row row;
	*ret = (struct sitting_of_file_row){0};
	TRY(sitting_of_file(tx, as->case_file, &found, &row, e));
	if (!found)
		return OK;
	if (!text_eq(row.state, "open"))
		return FAIL_FIELD(e, INVALID, "agenda", say(d, "Berkas ini ada dalam agenda rapat pleno %s. Buka rapat itu dahulu, atau keluarkan berkas ini dari agendanya.",
							    "This file stands on the agenda of the sitting of %s. Open that sitting first, or take the file off."),
				  instant_words(tx->arena, d, row.held_at));
	*ret = row;
	return voters_there(tx, d, row.id, as, e);
}

/* ---- the minutes ---- */

/* Also of those who came later or left earlier: each vote in the minutes is of somebody who was there. */
static const char *attendance_words(const struct sitting_members_row *m)
{
	if (!m->came)
		return "tidak hadir";
	if (m->late)
		return m->present ? "hadir, datang setelah rapat dibuka" : "hadir di tengah rapat, meninggalkan rapat sebelum ditutup";
	return m->present ? "hadir" : "hadir, meninggalkan rapat sebelum ditutup";
}

static void attendance_put(struct paper *p, const struct sitting_members_rows *members)
{
	scoped(buf_free) struct buf b = {0};
	for (size_t i = 0; i < members->n; i++) {
		buf_text(&b, "- ");
		markdown_text(&b, members->items[i].name);
		buf_printf(&b, ", %s: %s\n", members->items[i].position, attendance_words(&members->items[i]));
	}
	paper_put_list(p, "attendance", &b);
}

static void rule_put(struct paper *p, const struct desk *d)
{
	const struct settings *s = d->office->settings;
	const char *tie = settings_bool(s, "plenary.chair_breaks_tie") ? "; bila imbang, suara ketua menentukan" : "";
	paper_put(p, "quorum_rule", arena_printf(p->tx->arena, "Kuorum %lld anggota. Putusan diambil bila yang setuju lebih dari %lld%% dari yang hadir dan memutus berkas itu%s.",
						 (long long)settings_int(s, "plenary.quorum"), (long long)settings_int(s, "plenary.majority"), tie));
}

/* Members who were there and did not decide this file. */
static enum status kept_out(struct tx *tx, const struct sitting_members_rows *members, int64_t case_file, struct buf *b, struct err *e)
{
	struct conflict_shut_users_rows shut;
	size_t n = 0;
	TRY(conflict_shut_users(tx, case_file, &shut, e));
	for (size_t i = 0; i < members->n; i++)
		for (size_t k = 0; k < shut.n; k++)
			if (members->items[i].came && shut.items[k].id == members->items[i].id) {
				buf_text(b, n++ ? ", " : " Tidak ikut memutus karena benturan kepentingan: ");
				markdown_text(b, members->items[i].name);
			}
	buf_text(b, n ? "." : "");
	return OK;
}

static enum status agenda_put(struct paper *p, const struct sitting_files_rows *files, const struct sitting_members_rows *members, struct err *e)
{
	scoped(buf_free) struct buf b = {0};
	for (size_t i = 0; i < files->n; i++) {
		const struct sitting_files_row *r = &files->items[i];
		const struct law_state *state = law_state(docket_law_of(p->tx, p->d, r->rulepack), r->state);
		buf_printf(&b, "- Butir %lld: berkas **", (long long)r->number); /* as the part of the file calls it */
		markdown_text(&b, r->file_number ? r->file_number : r->title);
		if (r->plenary)
			buf_printf(&b, "**: %s; %lld setuju, %lld berbeda pendapat.", state ? state->name_id : r->state, (long long)r->agree, (long long)r->dissent);
		else
			buf_text(&b, "**: tidak diputus dalam rapat ini, menunggu rapat berikutnya.");
		TRY(kept_out(p->tx, members, r->case_file, &b, e));
		buf_char(&b, '\n');
	}
	if (!files->n)
		buf_text(&b, "Tidak ada berkas dalam agenda.\n");
	paper_put_list(p, "agenda_files", &b);
	return OK;
}

/* Who signs for all: the chair, else a member who is there and to whom no file of the agenda is shut. */
static enum status signer_of(struct tx *tx, const struct sitting_files_rows *files, const struct sitting_members_rows *members,
			     struct letter_new *as, struct err *e)
{
	for (size_t i = 0; i < members->n; i++) {
		const struct sitting_members_row *m = &members->items[i];
		int64_t shut = 0;
		for (size_t k = 0; k < files->n && m->present; k++) {
			struct conflict_shut_row row;
			TRY(conflict_shut(tx, files->items[k].case_file, m->id, &row, e));
			shut += row.n;
		}
		if (!m->present || shut)
			continue;
		as->sign_name = m->name;
		as->sign_title = strcmp(m->role, "chair") ? "a.n. Ketua," : "Ketua,";
		return OK;
	}
	return OK; /* everybody is kept out of some file: the chair of the office, who signs without reading the parts */
}

static enum status minutes_make(struct tx *tx, const struct desk *d, const struct sitting_get_row *row, const char *note,
				struct letter_made *ret, struct err *e)
{
	struct paper p = {.tx = tx, .d = d};
	struct sitting_files_rows files;
	struct sitting_members_rows members;
	TRY(sitting_files(tx, row->id, &files, e));
	TRY(sitting_members(tx, d->office->id, row->id, &members, e));
	paper_put(&p, "held_at", instant_words(tx->arena, d, row->held_at));
	paper_put(&p, "closed_at", instant_words(tx->arena, d, d->now));
	paper_put(&p, "place", row->place);
	paper_put(&p, "note", text_blank(note) ? "Tidak ada." : note);
	attendance_put(&p, &members);
	rule_put(&p, d);
	TRY(agenda_put(&p, &files, &members, e));
	struct letter_new as = {.form = "sitting", .number = row->number, .subject = "Berita acara rapat pleno", .recipient = "Berkas",
				.fields = p.fields, .n_fields = p.n};
	TRY(signer_of(tx, &files, &members, &as, e));
	return docket_letter(tx, d, &as, ret, e);
}

/* In the file of each that was not decided; the writer may be one to whom it is shut. */
static enum status put_off(struct tx *tx, const struct desk *d, const struct sitting_get_row *row, struct err *e)
{
	struct sitting_files_rows files;
	struct desk program = *d;
	program.user = 0;
	TRY(sitting_files(tx, row->id, &files, e));
	for (size_t i = 0; i < files.n; i++)
		if (!files.items[i].plenary)
			TRY(docket_note(tx, &program, files.items[i].case_file, "note",
					arena_printf(tx->arena, "Tidak diputus dalam rapat pleno %s; menunggu rapat berikutnya.", row->number), 0, e));
	return OK;
}

enum status handle_sitting_close(const struct desk *d, int64_t sitting, const char *note, struct letter_made *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct sitting_get_row row;
	int64_t changed;
	TRY(sitting_begin(d, sitting, "open", &tx, &row, e));
	if (note && strlen(note) > SITTING_NOTE_MAX)
		return FAIL_FIELD(e, TOO_LARGE, "note", "at most %d bytes", SITTING_NOTE_MAX);
	TRY(minutes_make(&tx, d, &row, note, ret, e));
	TRY(put_off(&tx, d, &row, e));
	TRY(sitting_end_set(&tx, sitting, row.version, "closed", note ? note : "", d->now, ret->id, &changed, e));
	TRY(fresh(changed, e));
	return tx_commit(&tx, e);
}

enum status handle_sitting_cancel(const struct desk *d, int64_t sitting, const char *reason, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct sitting_get_row row;
	int64_t changed;
	TRY(need_text("note", reason, SITTING_NOTE_MAX, say(d, "Alasannya", "The reason"), e));
	TRY(sitting_begin(d, sitting, "called", &tx, &row, e));
	TRY(sitting_end_set(&tx, sitting, row.version, "cancelled", reason, d->now, 0, &changed, e));
	TRY(fresh(changed, e));
	return tx_commit(&tx, e);
}

enum status handle_sitting_minutes(const struct desk *d, int64_t sitting, struct str *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct sitting_get_row row;
	struct sitting_files_rows files;
	struct letter_get_row letter;
	struct evidence_file_get_row file;
	TRY(desk_begin(d, READ, &tx, e));
	TRY(sitting_of(&tx, d, sitting, &row, e));
	TRY(sitting_files(&tx, sitting, &files, e));
	for (size_t i = 0; i < files.n; i++)
		TRY(conflict_open(&tx, d, files.items[i].case_file, e));
	if (!row.letter)
		return FAIL(e, NOT_FOUND, "the sitting is not closed: there are no minutes yet");
	TRY(letter_get(&tx, row.letter, &letter, e));
	return evidence_file_read(&tx, d, letter.file, ret, &file, e);
}
