/* gateway_words.c -- what a gateway sends back: code, what happens next, who saw what. Short where a message costs money.
 *
 * The office cannot write first: it no longer knows the address. So each answer says how to come back (by the code, or by
 * answering here), and that the conversation on the phone is best deleted once the code is written down.
 */
#include "desk/intake/gateway.h"

#include <string.h>

static const char *address_of(const struct desk *d)
{
	const char *named = settings_text(d->office->settings, "serve.public_url");
	return *named ? named : arena_printf(d->arena, "http://%s", settings_text(d->office->settings, "serve.listen"));
}

/* Who carried the message saw it: told by name, with what they saw. */
static const char *carrier_words(const char *channel, enum lang lang)
{
	if (text_eq(channel, "sms"))
		return lang == EN ? "Your phone company knows that your number wrote to us, and what."
				  : "Perusahaan telepon Anda tahu bahwa nomor Anda menulis kepada kami, dan isinya.";
	if (text_eq(channel, "email"))
		return lang == EN ? "Your mail provider knows that your address wrote to us, and what."
				  : "Penyedia surel Anda tahu bahwa alamat Anda menulis kepada kami, dan isinya.";
	return lang == EN ? "The messaging service knows that your account wrote to us."
			  : "Layanan pesan itu tahu bahwa akun Anda menulis kepada kami.";
}

static const char *privacy_words(struct arena *a, const char *channel, enum lang lang)
{
	const char *carrier = carrier_words(channel, lang);
	return lang == EN
		       ? arena_printf(a, "%s Here your address is sealed: only two key holders together, for a written reason, can open it. The "
					 "officers read what you wrote, not who you are, and we cannot write to you first. Write the code down, "
					 "then delete this conversation from your phone.",
				      carrier)
		       : arena_printf(a, "%s Di kantor ini alamat Anda disegel: hanya dua pemegang kunci bersama-sama, dengan alasan tertulis, "
					 "yang dapat membukanya. Petugas membaca isi pesan, bukan siapa Anda, dan kami tidak dapat menulis lebih "
					 "dulu kepada Anda. Catat kodenya, lalu hapus percakapan ini dari ponsel.",
				      carrier);
}

static const char *missing_words(struct arena *a, const struct gateway_answer *r, enum lang lang)
{
	int n = r->missing + r->dropped;
	if (!n)
		return "";
	return lang == EN ? arena_printf(a, "%d attachment(s) did not arrive or were too large; please send them again.\n\n", n)
			  : arena_printf(a, "%d lampiran tidak sampai atau terlalu besar; mohon kirim lagi.\n\n", n);
}

static const char *code_words_of(struct arena *a, const struct intake_receipt *r, enum lang lang)
{
	const char *const *w = r->words;
	return arena_printf(a, lang == EN ? "%.4s %.4s %.4s %.4s\nor: %s %s %s %s %s %s" : "%.4s %.4s %.4s %.4s\natau: %s %s %s %s %s %s", r->code,
			    r->code + 4, r->code + 8, r->code + 12, w[0], w[1], w[2], w[3], w[4], w[5]);
}

static const char *next_words(const struct desk *d, const struct intake_receipt *r, enum lang lang)
{
	char until[64];
	struct arena *a = d->arena;
	const char *when = "";
	if (!instant_is_none(r->review_by)) {
		instant_long(r->review_by, d->office->zone, lang, until);
		when = arena_printf(a, lang == EN ? ", at the latest %s" : ", paling lambat %s", until);
	}
	return lang == EN ? arena_printf(a, "Now: we look at what the law asks of a report%s. If something is missing you get the list at %s/lacak "
					    "with your code; nothing is thrown away. You can also answer here.",
					 when, address_of(d))
			  : arena_printf(a, "Sekarang: kami memeriksa syarat laporan%s. Bila ada yang perlu dilengkapi, daftarnya ada di %s/lacak "
					    "dengan kode Anda; tidak ada yang dibuang. Anda juga boleh membalas di sini.",
					 when, address_of(d));
}

/* Four short messages at most, and no letter that makes one cost double. */
static const char *receipt_sms(const struct desk *d, const struct gateway_answer *r, enum lang lang)
{
	const struct intake_receipt *x = &r->receipt;
	const char *const *w = x->words;
	const char *format = lang == EN ? "Report received, no %s. CODE %.4s %.4s %.4s %.4s or %s %s %s %s %s %s. Write it down, then delete this SMS. "
					  "News: %s/lacak or reply with the code. Your number is sealed here; your phone company knows you wrote."
					: "Laporan diterima, no %s. KODE %.4s %.4s %.4s %.4s atau %s %s %s %s %s %s. Catat, lalu hapus SMS ini. Kabar: "
					  "%s/lacak atau balas dengan kode. Nomor Anda disegel di sini; operator tahu Anda menulis.";
	const char *text = arena_printf(d->arena, format, x->number, x->code, x->code + 4, x->code + 8, x->code + 12, w[0], w[1], w[2], w[3],
					w[4], w[5], address_of(d));
	return arena_printf(d->arena, "%s%s%s", text, r->missing + r->dropped ? " " : "", missing_words(d->arena, r, lang));
}

static const char *receipt_long(const struct desk *d, const struct gateway_message *to, const struct gateway_answer *r, enum lang lang)
{
	struct arena *a = d->arena;
	const struct intake_receipt *x = &r->receipt;
	const char *late = !x->late ? ""
			   : lang == EN ? "The time for reporting had passed; we receive the report all the same and may trace it as preliminary "
					  "information.\n\n"
					: "Batas penyampaian sudah lewat; laporan tetap kami terima dan dapat ditelusuri sebagai informasi awal.\n\n";
	const char *format = lang == EN ? "Your report is on record at %s.\nNumber: %s\n\nYour code (only you have it):\n%s\n\n%s%s%s\n\n%s"
					: "Laporan Anda sudah tercatat di %s.\nNomor: %s\n\nKode Anda (hanya Anda yang memilikinya):\n%s\n\n%s%s%s\n\n%s";
	return arena_printf(a, format, d->office->name, x->number, code_words_of(a, x, lang), missing_words(a, r, lang), late,
			    next_words(d, x, lang), privacy_words(a, to->channel, lang));
}

static const char *stage_text(const struct desk *d, const struct gateway_answer *r, enum lang lang)
{
	struct arena *a = d->arena;
	const char *next = *r->stage.next ? arena_printf(a, "\n%s.", r->stage.next) : "";
	return arena_printf(a, lang == EN ? "Stage of your report: %s.%s\nMessages for you: %s/lacak" : "Tahap laporan Anda: %s.%s\nPesan untuk Anda: %s/lacak",
			    r->stage.text, next, address_of(d));
}

static const char *added_text(const struct desk *d, const struct gateway_answer *r, enum lang lang)
{
	return arena_printf(d->arena, lang == EN ? "Added to report %s. %s%s" : "Ditambahkan ke laporan %s. %s%s", r->number,
			    missing_words(d->arena, r, lang),
			    lang == EN ? "Your code stays the same." : "Kode Anda tetap yang tadi.");
}

void gateway_words(const struct desk *d, const struct gateway_message *to, struct gateway_answer *r)
{
	enum lang lang = to->english ? EN : ID;
	r->subject = lang == EN ? "Your message" : "Pesan Anda"; /* says nothing to somebody who sees it on the screen */
	r->text = "";
	if (to->automatic)
		return;
	switch (r->kind) {
	case GATEWAY_RECEIPT:
		r->text = text_eq(to->channel, "sms") ? receipt_sms(d, r, lang) : receipt_long(d, to, r, lang);
		break;
	case GATEWAY_ADDED:
		r->text = added_text(d, r, lang);
		break;
	case GATEWAY_STAGE:
		r->text = stage_text(d, r, lang);
		break;
	}
}
