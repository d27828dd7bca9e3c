/* letter_kinds.c -- every paper of the procedure: who makes it and when, in the order in which a bundle has them.
 *
 * A form of law/forms.toml without a row here, or a row without a template, fails a test that prints this table
 * (tests/desk/letters_test.c). What the program makes by itself it makes in the step that the law's table asks it of; the
 * others an officer makes from the file's page, with words of their own.
 */
#include "desk/docket/letters.h"

#include <string.h>

const struct letter_kind letter_kinds[] = {
	/* form              part of the procedure    who makes it        when                                        by hand  register */
	{"report", "Penerimaan", "petugas", "laporan diterima lewat loket atau surat; bentuk tertulisnya", true, NULL},
	{"receipt", "Penerimaan", "program", "pelapor atau petugas memintanya, sesudah laporan diterima", false, NULL},
	{"receipt_files", "Penerimaan", "program", "berkas pelengkap atau limpahan diterima", true, NULL},
	{"info", "Penerimaan", "petugas", "informasi awal dicatat", true, NULL},
	{"withdrawal", "Penerimaan", "program", "pelapor mencabut laporan sebelum registrasi", true, NULL},
	{"assignment", "Penelusuran", "program", "penelusuran ditugaskan", false, "letter"},
	{"lhp", "Penelusuran", "program", "hasil pengawasan ditulis", false, "lhp"},
	{"tracing", "Penelusuran", "program", "penelusuran ditutup tanpa petunjuk", false, "letter"},
	{"initial_review", "Kajian awal", "program", "kajian awal selesai, syarat lengkap", false, NULL},
	{"deficiency", "Kajian awal", "program", "syarat belum lengkap", false, "letter"},
	{"transfer", "Kajian awal", "program", "kantor lain yang berwenang", false, "letter"},
	{"takeover", "Kajian awal", "program", "kantor di atasnya mengambil alih", true, "letter"},
	{"finding", "Registrasi", "program", "pleno menetapkan temuan", true, NULL},
	{"registration", "Registrasi", "program", "laporan atau temuan diregistrasi", true, NULL},
	{"summons", "Klarifikasi", "program", "undangan pertama, per orang", false, "letter"},
	{"summons2", "Klarifikasi", "program", "undangan kedua, per orang", false, "letter"},
	{"absence", "Klarifikasi", "program", "tidak hadir dua kali, per orang", false, "letter"},
	{"oath", "Klarifikasi", "program", "sumpah/janji diucapkan, per orang", false, NULL},
	{"oath_expert", "Klarifikasi", "program", "sumpah/janji ahli diucapkan", false, NULL},
	{"minutes", "Klarifikasi", "program", "klarifikasi ditutup, per orang", false, "letter"},
	{"extra_info", "Klarifikasi", "program", "keterangan tambahan diminta", true, "letter"},
	{"study", "Kajian", "program", "kajian ditandatangani", false, NULL},
	{"plenary", "Pleno", "program", "rapat pleno memutus", false, "plenary"},
	{"sitting", "Pleno", "program", "rapat pleno tentang beberapa berkas ditutup", false, "plenary"},
	{"forwarding", "Penerusan", "program", "terbukti: diteruskan ke instansi, per orang", false, "letter"},
	{"forwarding_crime", "Penerusan", "program", "dugaan pidana: dalam 24 jam, per orang", false, "letter"},
	{"forwarding_ethics", "Penerusan", "program", "dugaan pelanggaran etik, per orang", false, "letter"},
	{"recommendation", "Penerusan", "program", "pelanggaran administrasi, per orang", false, "letter"},
	{"status", "Pemberitahuan", "program", "keadaan berkas berubah, atau ketua memberitahukan", false, "letter"},
	{"repair", "Pemberitahuan", "program", "tidak terbukti atau bukan pelanggaran, per orang", false, "letter"},
	{"reminder", "Tindak lanjut", "program", "penerima diam melewati batasnya", false, "letter"},
	{"reminder_superior", "Tindak lanjut", "program", "penerima masih diam sesudah surat permintaan: kepada atasannya", false, "letter"},
	{"silence_report", "Tindak lanjut", "program", "penerima dan atasannya diam: laporan ke tingkat di atas", false, "letter"},
	{"handover_withdrawal", "Tindak lanjut", "program", "pleno meninjau putusan: penerusan ditarik, per orang", false, "letter"},
	{"follow_up", "Tindak lanjut", "petugas", "hasil tindak lanjut dilaporkan", true, "letter"},
	{"circular", "Pencegahan", "program", "surat himbauan atau edaran diterbitkan, tiap versi", false, "letter"},
	{"circular_reminder", "Pencegahan", "program", "penerima surat edaran belum menyatakan membacanya", false, "letter"},
	{"general", "Lain-lain", "petugas", "surat lain dalam berkas", true, "letter"},
	{"clock_sum", "Lain-lain", "program", "hitungan sebuah tenggat dilampirkan", false, NULL},
	{"calendar_change", "Lain-lain", "program", "keputusan libur memindahkan tenggat", false, NULL},
};
const size_t letter_kinds_n = sizeof letter_kinds / sizeof *letter_kinds;

const struct letter_kind *letter_kind_of(const char *form)
{
	for (size_t i = 0; i < letter_kinds_n; i++)
		if (!strcmp(letter_kinds[i].form, form))
			return &letter_kinds[i];
	return NULL;
}
