/* exhibits.c -- the evidence of a file: B-1, B-2 ... Whether the reported persons may see an exhibit is decided one
 * by one; nothing is shown by default, and nothing before an officer has said what of it must be hidden (redact.h). */
#include "desk/handle/handle_internal.h"
#include "desk/handle/redact.h"

#include <string.h>

#define EXHIBIT_MAX ((size_t)20 * 1024 * 1024) /* bytes of one file */

static bool origin_known(const char *origin)
{
	static const char *const known[] = {"report", "patrol", "room", "officer", "minutes"};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (text_eq(origin, known[i]))
			return true;
	return false;
}

enum status handle_exhibit_put(struct tx *tx, const struct desk *d, int64_t case_file,
			       const struct handle_exhibit_new *as, int64_t *ret, struct err *e)
{
	TRY(need_text("description", as->description, 1000, "what the evidence shows", e));
	if (!origin_known(as->origin))
		return FAIL_FIELD(e, INVALID, "origin", "unknown origin of evidence");
	int64_t file = as->file_id;
	if (!file) {
		if (!as->file.bytes.n)
			return FAIL_FIELD(e, INVALID, "file", "choose a file");
		if (as->file.bytes.n > EXHIBIT_MAX)
			return FAIL_FIELD(e, TOO_LARGE, "file", "at most %zu bytes", EXHIBIT_MAX);
		struct file_new made = {.bytes = as->file.bytes, .name = as->file.name,
					.origin = strcmp(as->origin, "officer") ? as->origin : "import"};
		TRY(evidence_file_add(tx, d, &made, &file, e));
	}
	*ret = id_new(d->now);
	TRY(handle_exhibit_insert(tx, *ret, case_file, file, as->description, as->origin, as->person, as->showable, d->now,
				  d->user, e));
	TRY(docket_note(tx, d, case_file, "evidence", arena_printf(tx->arena, "Bukti ditambahkan: %s", as->description), *ret, e));
	return as->showable ? redact_state_none(tx, d, case_file, *ret, "", e) : OK;
}

/* The words that a room sees are the officer's too: a name in them is a reason to look again. */
static enum status words_check(struct tx *tx, const struct desk *d, int64_t case_file, const struct handle_exhibit_new *as, struct err *e)
{
	const char *names;
	TRY(handle_names_in(tx, d, case_file, as->description, 0, &names, e));
	if (!*names)
		return OK;
	return FAIL_FIELD(e, INVALID, "uraian", d->lang == EN ? "These words name %s, and every room would show them. Save it hidden, then give it other words for outside."
							      : "Uraian ini memuat nama %s dan akan tampil di setiap ruang. Simpan tertutup, lalu beri uraian lain untuk luar.", names);
}

enum status handle_exhibit_add(const struct desk *d, int64_t case_file, const struct handle_exhibit_new *as, int64_t *ret,
			       struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(step_begin(d, case_file, &tx, &f, e));
	if (as->showable)
		TRY(words_check(&tx, d, case_file, as, e));
	TRY(handle_exhibit_put(&tx, d, case_file, as, ret, e));
	return tx_commit(&tx, e);
}

/* No name in it: rooms of others may come to show it. */
static const char *minutes_words(struct arena *a, const struct desk *d, const struct handle_hearing_row *h, const struct case_people_row *person)
{
	char day[DAY_TEXT_MAX];
	return arena_printf(a, "Berita acara klarifikasi %s nomor %lld, %s", handle_role_name(person->role, ID), (long long)person->number,
			    day_long(day_of_instant(h->held_at, d->office->zone), ID, day));
}

static enum status minutes_check(struct tx *tx, const struct desk *d, const struct handle_hearing_row *h, struct err *e)
{
	bool found, en = d->lang == EN;
	struct handle_exhibit_of_letter_row there;
	if (strcmp(h->state, "closed") || !h->letter)
		return FAIL(e, INVALID, "%s", en ? "Minutes become evidence once they are read back, closed and printed."
						 : "Berita acara menjadi bukti setelah dibacakan, ditutup, dan dicetak.");
	TRY(handle_exhibit_of_letter(tx, h->case_file, h->letter, &found, &there, e));
	return found ? FAIL(e, CONFLICT, en ? "These minutes are B-%lld already." : "Berita acara ini sudah menjadi B-%lld.", (long long)there.number) : OK;
}

enum status handle_exhibit_of_hearing(const struct desk *d, int64_t hearing, int64_t *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_hearing_row row;
	struct handle_file f;
	struct case_people_row person;
	struct handle_letter_file_row paper;
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(handle_hearing(&tx, hearing, &row, e));
	TRY(handle_open(&tx, d, row.case_file, &f, e));
	TRY(minutes_check(&tx, d, &row, e));
	TRY(person_of(&tx, row.case_file, row.person, &person, e));
	TRY(handle_letter_file(&tx, row.case_file, row.letter, &paper, e));
	struct handle_exhibit_new as = {.file_id = paper.file, .origin = "minutes", .description = minutes_words(tx.arena, d, &row, &person)};
	TRY(handle_exhibit_put(&tx, d, row.case_file, &as, ret, e));
	return tx_commit(&tx, e);
}

static enum status looked_at(struct tx *tx, const struct desk *d, int64_t exhibit, struct err *e)
{
	struct redaction_last_row last;
	bool found;
	TRY(redaction_last(tx, exhibit, &found, &last, e));
	return found ? OK : FAIL_FIELD(e, INVALID, "bukti", "%s",
				       d->lang == EN ? "First hide what others may not see, or state that nothing has to be hidden."
						     : "Samarkan dulu yang tidak boleh dilihat orang lain, atau nyatakan tidak ada yang perlu disamarkan.");
}

enum status handle_exhibit_allow(const struct desk *d, int64_t case_file, int64_t exhibit, bool showable, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(step_begin(d, case_file, &tx, &f, e));
	struct handle_exhibit_row row;
	TRY(handle_exhibit(&tx, case_file, exhibit, &row, e));
	if (showable)
		TRY(looked_at(&tx, d, exhibit, e));
	int64_t changed;
	TRY(handle_exhibit_show(&tx, case_file, exhibit, showable, &changed, e));
	const char *text = arena_printf(tx.arena, "B-%lld %s terlapor di ruang klarifikasi.", (long long)row.number,
					showable ? "boleh dilihat" : "tidak lagi diperlihatkan kepada");
	TRY(docket_note(&tx, d, case_file, "evidence", text, exhibit, e));
	return tx_commit(&tx, e);
}

enum status handle_exhibit_read(const struct desk *d, int64_t case_file, int64_t exhibit, struct str *ret,
				const char **ret_type, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	struct handle_file f;
	struct exhibit_copy copy;
	TRY(handle_open(&tx, d, case_file, &f, e));
	TRY(exhibit_bytes(&tx, d, case_file, exhibit, READER_STAFF, &copy, ret, e));
	TRY(access_note(&tx, d, "exhibit_original", "exhibit", exhibit, "", e));
	*ret_type = copy.type;
	return tx_commit(&tx, e);
}
