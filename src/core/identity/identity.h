/* identity.h -- the numbers of persons: NIP of civil servants, NI PPPK, NIK. What they say and what contradicts.
 *
 * A number of the right shape proves nothing. This module says what the digits claim (birth day, sex, month of
 * appointment, a hint of the class), refuses what cannot be a number of that kind, and warns of what is unusual.
 * Sources: NIP: Perka BKN 22/2007 and 43/2007; NI PPPK: observed pattern (positions 13-14 above 12); NIK: PP 40/2019
 * art. 31. The class is only ever a hint.
 *
 * Pure: "today" is an argument.
 */
#ifndef NETRA_CORE_IDENTITY_IDENTITY_H
#define NETRA_CORE_IDENTITY_IDENTITY_H

#include "base/day.h"
#include "base/str.h"

enum identity_kind { IDENTITY_NONE, IDENTITY_NIP, IDENTITY_PPPK, IDENTITY_NIK };
enum sex { SEX_UNKNOWN, SEX_MALE, SEX_FEMALE };

/* What may be odd about a number that has the right shape. */
#define IDENTITY_WARNING_MAP(X)                                                                                    \
	X(WARN_YOUNG, 1, "usia saat pengangkatan di bawah 16 tahun", "younger than 16 at appointment")              \
	X(WARN_AGE, 2, "usia saat pengangkatan di luar 18-40 tahun", "not aged 18 to 40 at appointment")            \
	X(WARN_OLD, 4, "usia saat pengangkatan di atas 60 tahun", "older than 60 at appointment")                   \
	X(WARN_RETIRED, 8, "sudah melewati usia 70 tahun", "past the age of 70")                                    \
	X(WARN_AREA, 16, "kode wilayah tidak dikenal, mungkin wilayah lama", "unknown area code, perhaps an old one") \
	X(WARN_ABROAD, 32, "didaftarkan di luar negeri", "registered abroad")                                       \
	X(WARN_BIRTH_DIFFERS, 64, "tanggal lahir NIP dan NIK berbeda", "birth days of NIP and NIK differ")          \
	X(WARN_SEX_DIFFERS, 128, "jenis kelamin NIP dan NIK berbeda", "sexes of NIP and NIK differ")                \
	X(WARN_AGREEMENTS, 256, "jumlah perjanjian kerja di luar pola yang dikenal", "unusual count of work agreements")
enum identity_warning {
#define X(name, bit, id, en) name = bit,
	IDENTITY_WARNING_MAP(X)
#undef X
};

struct identity {
	enum identity_kind kind;
	char digits[19];
	struct day birth;
	enum sex sex;
	int appointed_year, appointed_month; /* month 0: the number does not say (NI PPPK) */
	int serial;
	char region[9];    /* NIK: "35.79.01" */
	unsigned warnings; /* enum identity_warning, several at once */
	const char *class_hint; /* "PNS", "PPPK" or "" */
};

/* Reads a NIP or NI PPPK: 18 digits, blanks and dots between them allowed. INVALID says which digits are wrong. */
MUST_CHECK enum status identity_read_nip(const char *s, struct day today, struct identity *ret, struct err *e);
/* Reads a NIK: 16 digits. The century of the birth year is the later one that is not after @today. */
MUST_CHECK enum status identity_read_nik(const char *s, struct day today, struct identity *ret, struct err *e);
/* What contradicts between the two: WARN_BIRTH_DIFFERS, WARN_SEX_DIFFERS. */
unsigned identity_cross_check(const struct identity *nip, const struct identity *nik);
/* The sentence of one warning bit. */
const char *identity_warning_text(enum identity_warning w, enum lang lang);

#endif
