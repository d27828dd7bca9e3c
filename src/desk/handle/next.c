/* next.c -- what happens next and by when, in plain words: for the reporter's talk and for the letters.
 *
 * One place for it, so that the paper and the message say the same. The dates are those of the clocks that the event has
 * just started, never numbers of ours.
 */
#include "desk/handle/handle_internal.h"

#include <string.h>

/* "Rabu, 6 November 2024, 23.59 WIB", the end of the running clock @name; "" when none runs. */
static enum status until_of(struct tx *tx, const struct desk *d, const struct handle_file *f, const char *name, enum lang lang,
			    const char **ret, struct err *e)
{
	const struct law_clock *clock = law_clock_of(f->law, f->procedure, name);
	struct case_clocks_rows rows;
	char text[64];
	*ret = "";
	TRY(case_clocks(tx, f->row.id, &rows, e));
	for (size_t i = 0; clock && i < rows.n; i++)
		if (text_eq(rows.items[i].clock, clock->code) && text_eq(rows.items[i].status, "running"))
			*ret = arena_strdup(tx->arena, instant_long(rows.items[i].last_moment, d->office->zone, lang, text));
	return OK;
}

/* "2 hari kalender": how long the law gives for @name. */
static const char *length_of(struct arena *a, const struct handle_file *f, const char *name, enum lang lang)
{
	const struct law_clock *c = law_clock_of(f->law, f->procedure, name);
	const char *unit = !c			       ? ""
			   : c->unit == WORKING_DAY  ? (lang == EN ? "working days" : "hari kerja")
			   : c->unit == CALENDAR_DAY ? (lang == EN ? "calendar days" : "hari kalender")
						     : (lang == EN ? "hours" : "jam");
	return c ? arena_printf(a, "%d %s", c->amount, unit) : "";
}

/* "%U" becomes the date with its comma, or nothing; "%L" the length, "%A" the office's address, "%T" who receives. */
static const char *filled(struct arena *a, const char *format, const char *until, const char *before, const char *length,
			  const char *address, const char *to)
{
	scoped(buf_free) struct buf b = {0};
	for (const char *s = format; *s; s++) {
		if (*s != '%') {
			buf_char(&b, *s);
			continue;
		}
		switch (*++s) {
		case 'U':
			if (*until)
				buf_printf(&b, ", %s %s", before, until);
			break;
		case 'L':
			buf_text(&b, length);
			break;
		case 'A':
			buf_text(&b, address);
			break;
		case 'T':
			buf_text(&b, to);
			break;
		}
	}
	return buf_arena(a, &b);
}

static const struct {
	const char *event, *clock, *id, *en;
} nexts[] = {
	{"requirements_met", "HANDLE",
	 "Selanjutnya: laporan ditangani%U. Anda mungkin diminta memberi keterangan; kabarnya ada di sini, dengan kode Anda.",
	 "Next: the report is handled%U. You may be asked for a statement; news is here, under your code."},
	{"requirements_missing", "COMPLETE",
	 "Waktu Anda: %L, dihitung sejak hari sesudah Anda membaca pesan ini; tanggal terakhirnya langsung tertulis di halaman ini. Kirim lewat "
	 "halaman ini dengan kode Anda, atau datang ke %A. Nama Anda boleh tetap tidak disebut kepada orang lain; ia disegel. Bila tidak "
	 "dilengkapi, laporan tidak diregistrasi sebagai perkara, tetapi yang Anda ceritakan tidak dibuang: kami dapat menelusurinya "
	 "sebagai informasi awal.",
	 "Your time: %L, counted from the day after you read this message; its last day then stands on this page. Send it here with your code, "
	 "or come to %A. Your name need not be told to others; it is sealed. If nothing comes, the report is not registered as a case, "
	 "but what you told us is not thrown away: we may trace it as preliminary information."},
	{"formal_fails_material_ok", "TRACE",
	 "Artinya: laporan tidak diregistrasi sebagai perkara, tetapi isinya kami telusuri sendiri%U. Anda tidak perlu berbuat apa-apa. Yang "
	 "Anda tahu masih boleh ditambahkan di sini. Bila penelusuran menemukan dugaan pelanggaran, kami mencatatnya sebagai temuan.",
	 "It means: the report is not registered as a case, but we trace what it tells ourselves%U. You need not do anything. What else "
	 "you know can still be added here. If tracing finds a suspected violation, we record it as a finding."},
	{"lapsed_to_info", "TRACE",
	 "Kelengkapan belum kami terima sampai batas waktunya, jadi laporan tidak diregistrasi sebagai perkara. Yang Anda ceritakan tidak "
	 "dibuang: kami mencatatnya sebagai informasi awal dan menelusurinya%U. Yang menyusul masih boleh dikirim di sini.",
	 "What we asked for had not come by its last day, so the report is not registered as a case. What you told us is not thrown away: we "
	 "record it as preliminary information and trace it%U. What comes later can still be sent here."},
	{"completion_lapsed", NULL,
	 "Kelengkapan belum kami terima sampai batas waktunya, jadi laporan tidak diregistrasi. Isinya tetap tersimpan dan kode Anda tetap "
	 "berlaku. Bila ada bukti baru, kirim di sini atau laporkan lagi; tidak ada laporan yang ditolak.",
	 "What we asked for had not come by its last day, so the report is not registered. It is kept, and your code stays valid. If there is "
	 "new proof, send it here or report again; no report is refused."},
	{"other_level_competent", NULL,
	 "Artinya: yang berwenang adalah %T. Berkasnya kami kirim ke sana tanpa identitas Anda. Nomor dan kode Anda tetap berlaku di "
	 "sini, dan Anda boleh juga bertanya langsung ke sana dengan nomor laporan ini.",
	 "It means: %T is competent. We send the file there without your identity. Your number and code stay valid here, and you may "
	 "also ask there, with the number of this report."},
	{"quorum_lost", "HANDLE",
	 "Artinya: yang memutus laporan ini %T, bukan kantor kami, agar tidak ada yang memutus perkara orang dekatnya. Berkasnya kami kirim "
	 "ke sana tanpa identitas Anda, dan waktu penanganannya tetap berjalan%U. Nomor dan kode Anda tetap berlaku di sini.",
	 "It means: %T decides about this report, not our office, so that nobody decides the case of somebody close. We send the file there "
	 "without your identity, and the time of handling runs on%U. Your number and code stay valid here."},
	{"same_event_handled", NULL,
	 "Artinya: peristiwa ini sudah ditangani dalam perkara lain. Laporan Anda tetap tersimpan, tanda terima dan kodenya tetap berlaku.",
	 "It means: this event is handled in another case already. Your report is kept; its receipt and code stay valid."},
	{"assign_tracing", "TRACE", "Selanjutnya: petugas menelusuri%U. Hasilnya dikabarkan di sini.",
	 "Next: officers trace it%U. The result is told here."},
	{"trace_positive", NULL, "Penelusuran menemukan dugaan pelanggaran. Rapat pleno memutuskan apakah menjadi temuan; kabarnya ada di sini.",
	 "Tracing found a suspected violation. The plenary decides whether it is a finding; news is here."},
	{"trace_negative_or_lapsed", NULL,
	 "Penelusuran selesai dan belum menemukan cukup petunjuk. Catatannya tetap tersimpan; bila Anda tahu lebih banyak, kirim di sini.",
	 "Tracing is over and has not found enough. The record is kept; if you know more, send it here."},
};

enum status next_words(struct tx *tx, const struct desk *d, const struct handle_file *f, const char *event, const char *to,
		       enum lang lang, const char **ret, struct err *e)
{
	const char *until = "", *length = "";
	struct arena *a = tx->arena;
	*ret = "";
	for (size_t i = 0; i < sizeof nexts / sizeof *nexts; i++) {
		if (strcmp(nexts[i].event, event) != 0)
			continue;
		if (nexts[i].clock) {
			TRY(until_of(tx, d, f, nexts[i].clock, lang, &until, e));
			length = length_of(a, f, nexts[i].clock, lang);
		}
		if (text_blank(to))
			to = lang == EN ? "another office" : "kantor lain";
		*ret = filled(a, lang == EN ? nexts[i].en : nexts[i].id, until, lang == EN ? "at the latest" : "paling lambat", length,
			      d->office->address, to);
	}
	return OK;
}
