/* letter_sign.c -- a letter gets its signature: ink on paper, scanned back, or an electronic one of the signer's own service.
 *
 * The sealed PDF never changes; what comes back is sealed beside it. No transaction is open while the signer thinks. A
 * national number and a passphrase pass through here and are forgotten: no row, no log, no error has them.
 */
#include "desk/docket/docket_internal.h"

#include "bus/esign.h"
#include "desk/access/access.h"
#include "desk/docket/letters_internal.h"
#include "desk/evidence/evidence.h"

#include <ctype.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define NIK_DIGITS     16
#define PASSPHRASE_MAX 200
#define PASSWORD_MAX   256

enum sign_backend docket_sign_backend(const struct office *o)
{
	const char *word = settings_text(o->settings, "sign.backend");
	if (!strcmp(word, "bsre"))
		return SIGN_BSRE;
	return !strcmp(word, "ink") ? SIGN_INK : SIGN_NONE;
}

static enum status letter_of(struct tx *tx, const struct desk *d, int64_t case_file, int64_t letter, struct letter_get_row *ret,
			     struct err *e)
{
	bool en = d->lang == EN;
	TRY(conflict_open(tx, d, case_file, e));
	TRY(letter_get(tx, letter, ret, e));
	if (ret->office != d->office->id || ret->case_file != case_file)
		return FAIL(e, NOT_FOUND, en ? "this paper is not in the file" : "surat ini tidak ada dalam berkas");
	if (!instant_is_none(ret->signed_at))
		return FAIL(e, CONFLICT, en ? "this letter is signed already" : "surat ini sudah ditandatangani");
	return OK;
}

/* Whose name is printed under it. */
static enum status sheet_of(struct tx *tx, int64_t letter, struct paper_letter *ret, struct err *e)
{
	struct letter_print_get_row row;
	bool found;
	*ret = (struct paper_letter){.sign_title = "Ketua,"}; /* of a letter from before this was kept */
	TRY(letter_print_get(tx, letter, &found, &row, e));
	return found ? sheet_read(tx->arena, row.sheet, ret, e) : OK;
}

static enum status meanwhile(const struct desk *d, struct err *e)
{
	return FAIL(e, CONFLICT, d->lang == EN ? "this letter was signed meanwhile" : "surat ini sementara itu sudah ditandatangani");
}

static enum status signed_write(struct tx *tx, const struct desk *d, const struct letter_get_row *l, const char *signer,
				int64_t file, struct err *e)
{
	struct docket_file f;
	int64_t changed;
	TRY(letter_signed_set(tx, l->id, d->now, signer, file, &changed, e));
	if (!changed)
		return meanwhile(d, e);
	TRY(docket_file_get(tx, d, l->case_file, &f, e));
	return docket_line(tx, d, &f, l->form, "letter", arena_printf(tx->arena, "%s ditandatangani: %s.", l->subject, signer), l->id, e);
}

/* "nomor pegawai, tempat klarifikasi": what the letter lacks, by the names of its red marks. */
static enum status lacks_of(struct tx *tx, const struct desk *d, const struct letter_get_row *l, const char **ret, struct err *e)
{
	bool found;
	struct letter_print_get_row print;
	const char *const *labels;
	size_t n;
	*ret = arena_printf(d->arena, d->lang == EN ? "%lld facts" : "%lld isian", (long long)l->missing);
	TRY(letter_print_get(tx, l->id, &found, &print, e));
	if (!found || text_blank(print.lacks))
		return OK;
	TRY(lacks_read(d->arena, print.lacks, &labels, &n, e));
	for (size_t i = 0; i < n; i++)
		*ret = i ? arena_printf(d->arena, "%s, %s", *ret, labels[i]) : labels[i];
	return OK;
}

/* Ink or electronic: whoever signs takes over every word of it, also one that nobody has written yet. */
static enum status nothing_lacks(const struct desk *d, const struct letter_get_row *l, const char *lacks, struct err *e)
{
	if (!l->missing)
		return OK;
	return FAIL(e, INVALID, d->lang == EN ? "'%s' needs what is missing: %s. A letter with red marks on it is not signed"
					      : "Surat '%s' memerlukan yang belum ada: %s. Surat bertanda merah tidak ditandatangani",
		    l->subject, lacks);
}

/* ---- ink ---- */

static enum status ink_check(const struct desk *d, const struct sign_ink *as, const struct letter_get_row *l, struct err *e)
{
	bool en = d->lang == EN;
	const char *type = file_type_of(as->bytes);
	struct day today = day_of_instant(d->now, d->office->zone), made = day_of_instant(l->made_at, d->office->zone);
	if (!as->bytes.n)
		return FAIL_FIELD(e, INVALID, "scan", en ? "choose the scan of the signed paper" : "pilih pindaian surat yang sudah ditandatangani");
	if (strcmp(type, "application/pdf") && strcmp(type, "image/jpeg") && strcmp(type, "image/png"))
		return FAIL_FIELD(e, INVALID, "scan", en ? "a scan is a PDF, JPEG or PNG" : "pindaian berupa PDF, JPEG, atau PNG");
	if (day_is_none(as->on) || as->on.n > today.n || as->on.n < made.n)
		return FAIL_FIELD(e, INVALID, "signed_on", en ? "a day from the letter's until today" : "hari antara tanggal surat dan hari ini");
	return OK;
}

enum status docket_sign_ink(const struct desk *d, int64_t case_file, int64_t letter, const struct sign_ink *as, struct err *e)
{
	if (docket_sign_backend(d->office) == SIGN_NONE)
		return FAIL(e, FORBIDDEN, "sign.backend is none: this office signs elsewhere");
	scoped(tx_rollback) struct tx tx = {0};
	struct letter_get_row l;
	struct paper_letter sheet;
	const char *lacks;
	int64_t file;
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(letter_of(&tx, d, case_file, letter, &l, e));
	TRY(lacks_of(&tx, d, &l, &lacks, e));
	TRY(nothing_lacks(d, &l, lacks, e));
	TRY(ink_check(d, as, &l, e));
	TRY(sheet_of(&tx, letter, &sheet, e));
	const char *signer = !text_blank(as->signer) ? as->signer : !text_blank(sheet.sign_name) ? sheet.sign_name : d->user_name;
	struct file_new new = {.bytes = as->bytes, .name = as->name, .origin = "letter"};
	TRY(evidence_file_add(&tx, d, &new, &file, e));
	TRY(signing_insert(&tx, id_new(d->now), d->office->id, letter, d->now, d->user, "ink", esign_code(ESIGN_SIGNED),
			   arena_printf(d->arena, "tinta basah: %s", signer), as->on, file, e));
	TRY(signed_write(&tx, d, &l, signer, file, e));
	return tx_commit(&tx, e);
}

/* ---- electronic ---- */

static enum status password_read(const struct desk *d, char ret[PASSWORD_MAX], struct err *e)
{
	const char *path = settings_text(d->office->settings, "sign.password_file");
	*ret = '\0';
	if (!*path)
		return OK;
	FILE *f = fopen(path, "re");
	bool good = f && fgets(ret, PASSWORD_MAX, f);
	if (f)
		fclose(f);
	ret[strcspn(ret, "\r\n")] = '\0';
	return good ? OK : FAIL(e, UNAVAILABLE, "sign.password_file cannot be read");
}

static enum status secret_check(const struct desk *d, const char *nik, const char *passphrase, struct err *e)
{
	bool en = d->lang == EN, digits = nik && strlen(nik) == NIK_DIGITS;
	for (const char *s = nik; digits && *s; s++)
		digits &= isdigit((unsigned char)*s) != 0;
	if (!digits)
		return FAIL_FIELD(e, INVALID, "nik", en ? "a NIK has 16 digits" : "NIK terdiri atas 16 angka");
	if (text_blank(passphrase) || strlen(passphrase) > PASSPHRASE_MAX)
		return FAIL_FIELD(e, INVALID, "passphrase", en ? "type your passphrase" : "ketik passphrase Anda");
	return OK;
}

bool docket_sign_may(const struct desk *d, const struct paper_letter *sheet)
{
	if (!sheet->sign_title || text_eq(sheet->sign_title, "Petugas,") || role_may(d->role, RIGHT_SIGN))
		return true;
	/* A member for a chair to whom the file is shut: the one whose name is printed. */
	return role_may(d->role, RIGHT_VOTE) && text_eq(d->user_name, sheet->sign_name);
}

static enum status may_sign(const struct desk *d, const struct letter_get_row *l, const char *lacks, const struct paper_letter *sheet,
			    struct err *e)
{
	bool en = d->lang == EN;
	TRY(nothing_lacks(d, l, lacks, e));
	if (!docket_sign_may(d, sheet))
		return FAIL(e, FORBIDDEN, en ? "this letter is signed by the chair, or by the member whose name is on it"
					     : "surat ini ditandatangani ketua, atau anggota yang namanya tercantum");
	return OK;
}

static enum status ask_signer(const struct desk *d, struct str pdf, const char *nik, const char *passphrase,
			      enum esign_outcome *ret, struct str *ret_pdf, struct err *e)
{
	char password[PASSWORD_MAX];
	const struct settings *s = d->office->settings;
	int64_t wait = settings_int(s, "sign.timeout_seconds");
	TRY(password_read(d, password, e));
	struct esign_server server = {.url = settings_text(s, "sign.url"), .user = settings_text(s, "sign.user"), .password = password,
				      .timeout_s = wait < 1 ? 1 : wait > 60 ? 60 : (int)wait};
	struct esign_ask ask = {.pdf = pdf, .name = "surat.pdf", .nik = nik, .passphrase = passphrase};
	enum status status = esign_sign(d->arena, &server, &ask, ret, ret_pdf, e);
	sodium_memzero(password, sizeof password);
	return status;
}

/* What came of it is a row in any case; a letter that was signed by another meanwhile keeps that signature (CONFLICT). */
static enum status outcome_write(const struct desk *d, const struct letter_get_row *asked, const struct paper_letter *sheet,
				 enum esign_outcome outcome, struct str signed_pdf, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct letter_get_row l;
	int64_t file = 0;
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(letter_get(&tx, asked->id, &l, e));
	bool late = !instant_is_none(l.signed_at);
	if (outcome == ESIGN_SIGNED) {
		struct file_new new = {.bytes = signed_pdf, .name = "surat-bertanda-tangan.pdf", .origin = "letter"};
		TRY(evidence_file_add(&tx, d, &new, &file, e));
	}
	TRY(signing_insert(&tx, id_new(d->now), d->office->id, l.id, d->now, d->user, "bsre", esign_code(outcome), esign_words(outcome, false),
			   DAY_NONE, file, e));
	const char *signer = text_blank(sheet->sign_name) ? d->user_name : sheet->sign_name;
	if (outcome == ESIGN_SIGNED && !late)
		TRY(signed_write(&tx, d, &l, arena_printf(d->arena, "%s (elektronik)", signer), file, e));
	TRY(tx_commit(&tx, e));
	return late ? meanwhile(d, e) : OK;
}

static enum status letter_read(const struct desk *d, int64_t case_file, int64_t letter, struct letter_get_row *ret,
			       struct paper_letter *ret_sheet, const char **ret_lacks, struct str *ret_pdf, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(letter_of(&tx, d, case_file, letter, ret, e));
	TRY(sheet_of(&tx, letter, ret_sheet, e));
	TRY(lacks_of(&tx, d, ret, ret_lacks, e));
	return evidence_file_read(&tx, d, ret->file, ret_pdf, NULL, e);
}

enum status docket_sign_electronic(const struct desk *d, int64_t case_file, int64_t letter, const char *nik, const char *passphrase,
				   struct sign_done *ret, struct err *e)
{
	struct letter_get_row l;
	struct paper_letter sheet;
	struct str pdf, signed_pdf = {0};
	const char *lacks;
	enum esign_outcome outcome = ESIGN_REFUSED;
	if (docket_sign_backend(d->office) != SIGN_BSRE)
		return FAIL(e, FORBIDDEN, "sign.backend is not bsre");
	TRY(letter_read(d, case_file, letter, &l, &sheet, &lacks, &pdf, e));
	TRY(secret_check(d, nik, passphrase, e));
	TRY(may_sign(d, &l, lacks, &sheet, e));
	TRY(ask_signer(d, pdf, nik, passphrase, &outcome, &signed_pdf, e));
	if (outcome == ESIGN_SIGNED && signed_pdf.n == pdf.n && !memcmp(signed_pdf.s, pdf.s, pdf.n))
		outcome = ESIGN_REFUSED; /* the same bytes: nothing was signed */
	TRY(outcome_write(d, &l, &sheet, outcome, signed_pdf, e));
	*ret = (struct sign_done){outcome == ESIGN_SIGNED, esign_code(outcome), esign_words(outcome, d->lang == EN)};
	return OK;
}
