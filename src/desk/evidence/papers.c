/* papers.c -- the small text file that a citizen keeps: the signed line, the proof that it is in the log, and the head that
 * the proof leads to. Whoever has the office's public key checks it without us (judge.c). Nothing in it tells what was
 * reported, and the reporter's code is not in it. */
#include "desk/evidence/evidence_internal.h"

static void put_words(struct buf *b, const struct office *o, bool proven)
{
	buf_printf(b,
		   "Bukti tanda terima -- %s%s\n"
		   "Simpan berkas ini. Isi laporan tidak ada di dalamnya.\n"
		   "Siapa pun yang memegang kunci umum kantor dapat memeriksanya tanpa internet:\n"
		   "    netra receipt check BERKAS-INI --key KUNCI\n\n"
		   "Proof of a receipt. Keep this file; what was reported is not in it.\n"
		   "Anybody who has the office's public key can check it offline with the command above.\n\n",
		   o->name, o->drill ? " (data latihan / training data)" : "");
	if (!proven)
		buf_text(b, "Baris di bawah sudah ditandatangani; kepala daftar yang memuatnya terbit paling lambat besok.\n"
			    "Unduh berkas ini sekali lagi sesudah itu, agar buktinya lengkap.\n"
			    "The line below is signed; the head of the log that holds it comes within a day. Fetch this file\n"
			    "once more then, to have the whole proof.\n\n");
}

enum status evidence_receipt_file(struct tx *tx, const struct desk *d, const char *line, int64_t index, struct buf *b,
				  bool *ret_proven, struct err *e)
{
	struct evidence_head head;
	struct note_inclusion x = {.index = index};
	*ret_proven = false;
	if (index >= 0)
		TRY(evidence_head_covering(tx, d, index, ret_proven, &head, e));
	if (*ret_proven)
		TRY(evidence_log_inclusion(tx, d, index, head.note.size, &x.proof, e));
	put_words(b, d->office, *ret_proven || index < 0);
	buf_printf(b, "%s\n\n", line);
	if (*ret_proven) {
		note_inclusion_put(b, &x);
		note_head_put(b, &head.note);
	}
	return OK;
}
