/* role_words.c -- see role_words.h. */
#include "web/role_words.h"

const char *role_words(enum role r, enum lang lang)
{
	static const char *const words[ROLE_N][2] = {
		[ROLE_NONE] = {"", ""},
		[ROLE_INTAKE] = {"Petugas penerima laporan", "Counter officer"},
		[ROLE_HANDLER] = {"Staf penanganan pelanggaran", "Violation-handling staff"},
		[ROLE_MEMBER] = {"Anggota pleno", "Member of the plenary"},
		[ROLE_CHAIR] = {"Ketua", "Chair"},
		[ROLE_PATROL] = {"Petugas patroli", "Patrol officer"},
		[ROLE_CUSTODIAN] = {"Penjaga brankas identitas", "Custodian of the identity vault"},
		[ROLE_ADMIN] = {"Pengelola", "Administrator"},
		[ROLE_PREVENTION] = {"Petugas pencegahan", "Prevention officer"},
		[ROLE_SECRETARY] = {"Sekretaris daerah", "Regional secretary"},
		[ROLE_PERSONNEL] = {"Kepala badan kepegawaian", "Head of the personnel board"},
		[ROLE_UNIT] = {"Kepala perangkat daerah", "Head of a unit"},
	};
	return words[r][lang == EN];
}
