/* paper.c -- the receipt as the law's form (A.3, B.3): printed by an officer, signed in ink.
 *
 * It says that and what kind of report came and what would strengthen it, never what it tells; the reporter's
 * code is not on it, because the office no longer has it.
 */
#include "desk/intake/intake_internal.h"

/* "Senin, 4 November 2024, 09.00 WIB"; of a letter keyed in later also when that was. */
static const char *received_words(struct arena *a, const struct desk *d, const struct intake_receipt *r)
{
	char at[64], came[64], day[DAY_TEXT_MAX];
	enum zone zone = d->office->zone;
	instant_long(r->at, zone, ID, at);
	if (r->received.us == r->at.us)
		return arena_strdup(a, at);
	const char *words = r->received_day_only ? day_long(day_of_instant(r->received, zone), ID, day)
						 : instant_long(r->received, zone, ID, came);
	return arena_printf(a, "%s (dicatat %s)", words, at);
}

static const char *kinds_of(struct arena *a, const struct report_get_row *r, size_t links, size_t files)
{
	return arena_printf(a, "%s%zu tautan, %zu berkas", text_blank(r->body) ? "" : "tulisan, ", links,
			    files);
}

static const char *missing_of(struct arena *a, const struct intake_elements *x)
{
	const struct {
		bool there;
		const char *words;
	} all[] = {{x->text, "uraian kejadian"}, {x->place && x->date, "tempat dan tanggal kejadian"},
		   {x->proof, "bukti"},          {x->person, "nama atau jabatan yang dilaporkan"},
		   {x->witness, "saksi"},        {x->identity, "identitas pelapor (disegel)"}};
	const char *list = "";
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (!all[i].there)
			list = arena_printf(a, "%s- %s\n", list, all[i].words);
	return *list ? list : "- tidak ada lagi";
}

enum status intake_paper(struct tx *tx, const struct desk *d, int64_t report, struct letter_made *ret,
			 struct err *e)
{
	struct report_get_row r;
	struct report_links_rows links;
	struct intake_receipt receipt;
	char until[64];
	struct arena *a = tx->arena;
	struct desk plain = *d; /* the paper is in Indonesian, whoever prints it */
	plain.lang = ID;
	TRY(report_get(tx, d->office->id, report, &r, e));
	TRY(report_links(tx, report, &links, e));
	TRY(intake_receipt_of(tx, &plain, report, "", &receipt, e));
	bool counted = !instant_is_none(r.window_end);
	const struct letter_field fields[] = {
		{.name = "diterima", .value = received_words(a, d, &receipt)},
		{.name = "saluran", .value = intake_channel_name(r.channel, ID)},
		{.name = "yang_diterima", .value = kinds_of(a, &r, links.n, receipt.files)},
		{.name = "batas",
		 .value = counted ? arena_printf(a, "%s%s%s", instant_long(r.window_end, d->office->zone, ID, until),
						 *receipt.counter_note ? ". " : "", receipt.counter_note)
				  : "belum dapat dihitung"},
		{.name = "yang_kurang", .value = missing_of(a, &receipt.elements), .markdown = true},
		{.name = "baris_bukti", .value = receipt.line, .markdown = true},
	};
	const struct letter_new as = {
		.case_file = r.case_file,
		.form = "receipt",
		.subject = "Tanda bukti penyampaian laporan",
		.recipient = "Pelapor",
		.fields = fields,
		.n_fields = sizeof fields / sizeof *fields,
	};
	return docket_letter(tx, d, &as, ret, e);
}
