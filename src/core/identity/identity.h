/* identity.h -- the numbers of persons: NIP of civil servants, NI PPPK, NIK. What they say and what contradicts.
 *
 * A number of the right shape proves nothing. This module says what the digits claim (birth day, sex, month of
 * appointment, area of registration, a hint of the class), names the digits that cannot be right, and warns of what
 * is unusual. Nothing here refuses a person: a number with a fault is kept as it was written, by whoever asked.
 *
 * Words: a **fault** means that the digits cannot be a number of that kind; a **warning** that they can, but that
 * somebody should look; a **doubt** is a warning with two readings that contradict each other, shown side by side.
 *
 * Sources: NIP: Perka BKN 22/2007 and 43/2007; NI PPPK: observed pattern (positions 13-14 above 12); NIK: PP 40/2019
 * art. 31. Limits that are custom rather than law (usual ages, known area codes) are rows of the rule pack
 * (law/identity.toml, law/areas.toml), so that the people who run the system can correct them; a pack without such a
 * row gives no such warning. The class is only ever a hint.
 *
 * Pure: "today" is an argument. No text made here holds more of a number than the digits' places, so it may be logged.
 */
#ifndef NETRA_CORE_IDENTITY_IDENTITY_H
#define NETRA_CORE_IDENTITY_IDENTITY_H

#include "base/day.h"
#include "base/str.h"
#include "core/law/law.h"

enum identity_kind { IDENTITY_NONE, IDENTITY_NIP, IDENTITY_PPPK, IDENTITY_NIK, IDENTITY_OLD_NIP };
enum sex { SEX_UNKNOWN, SEX_MALE, SEX_FEMALE };

/* What a number cannot be: the first and last digit concerned, counted from 1 (0: the number as a whole). */
#define IDENTITY_FAULT_MAP(X)                                                                                      \
	X(FAULT_NONE, 0, 0, "", "")                                                                                 \
	X(FAULT_EMPTY, 0, 0, "nomor belum diisi", "no number was given")                                            \
	X(FAULT_SPREADSHEET, 0, 0, "dirusak lembar sebar (seperti 1,98508E+17); simpan kolomnya sebagai teks",      \
	  "spoilt by a spreadsheet (as 1.98508E+17); store the column as text")                                     \
	X(FAULT_SIGN, 0, 0, "memuat tanda yang bukan angka", "holds a sign that is no digit")                       \
	X(FAULT_LENGTH, 0, 0, "NIP dan NI PPPK 18 angka, NIK 16 angka, NIP lama 9 angka",                           \
	  "a NIP or NI PPPK has 18 digits, a NIK 16, an old NIP 9")                                                 \
	X(FAULT_BIRTH, 1, 8, "bukan tanggal lahir (TTTTBBHH)", "no date of birth (YYYYMMDD)")                       \
	X(FAULT_BIRTH_AHEAD, 1, 8, "tanggal lahir sesudah hari ini", "a date of birth after today")                 \
	X(FAULT_MONTH, 13, 14, "00 bukan bulan dan bukan jumlah perjanjian kerja",                                  \
	  "00 is neither a month nor a count of work agreements")                                                   \
	X(FAULT_APPOINTED_AHEAD, 9, 14, "pengangkatan sesudah hari ini", "an appointment after today")              \
	X(FAULT_SEX, 15, 15, "harus 1 (laki-laki) atau 2 (perempuan)", "must be 1 (male) or 2 (female)")            \
	X(FAULT_SERIAL, 16, 18, "nomor urut tidak boleh 000", "the serial number is never 000")                     \
	X(FAULT_NIK_BIRTH, 7, 12, "bukan tanggal lahir (HHBBTT, perempuan hari + 40) sampai hari ini",              \
	  "no date of birth (DDMMYY, women day + 40) up to today")                                                  \
	X(FAULT_NIK_SERIAL, 13, 16, "nomor urut tidak boleh 0000", "the serial number is never 0000")
enum identity_fault {
#define X(name, first, last, id, en) name,
	IDENTITY_FAULT_MAP(X)
#undef X
};

/* What may be odd about a number that has the right shape. The bits are stored: a meaning never moves to another. The
 * second column names the row of law/identity.toml whose limits are shown behind the sentence. */
#define IDENTITY_WARNING_MAP(X)                                                                                    \
	X(WARN_YOUNG, 1, "NIP-AGE", "usia saat pengangkatan terlalu muda", "too young at appointment")              \
	X(WARN_AGE, 2, "NIP-AGE-POSTS", "usia saat pengangkatan di luar batas", "outside the age limits at appointment") \
	X(WARN_OLD, 4, "NIP-AGE", "usia saat pengangkatan terlalu tua", "too old at appointment")                   \
	X(WARN_RETIRED, 8, "SERVICE-AGE", "sudah melewati usia kerja", "past the age of service")                   \
	X(WARN_AREA, 16, "", "kode wilayah tidak dikenal, mungkin wilayah lama", "unknown area code, perhaps an old one") \
	X(WARN_ABROAD, 32, "", "didaftarkan di luar negeri", "registered abroad")                                   \
	X(WARN_BIRTH_DIFFERS, 64, "", "tanggal lahir kedua nomor berbeda", "the birth days of the two numbers differ") \
	X(WARN_SEX_DIFFERS, 128, "", "jenis kelamin kedua nomor berbeda", "the sexes of the two numbers differ")    \
	X(WARN_AGREEMENTS, 256, "PPPK-AGREEMENTS", "jumlah perjanjian kerja di luar pola yang dikenal",             \
	  "unusual count of work agreements")                                                                       \
	X(WARN_AGE_POSTS, 512, "NIP-AGE-POSTS", "usia saat pengangkatan hanya lazim untuk jabatan tertentu",        \
	  "an age at appointment that only some posts allow")                                                       \
	X(WARN_EARLY, 1024, "", "tahun pengangkatan terlalu awal", "appointed too long ago")                        \
	X(WARN_CENTURY, 2048, "", "abad tahun lahir tidak pasti", "the century of the birth year is uncertain")     \
	X(WARN_PART_TIME, 4096, "", "pola nomor PPPK paruh waktu belum dipastikan",                                 \
	  "the pattern of part-time PPPK numbers was not verified")                                                 \
	X(WARN_OLD_NIP, 8192, "", "NIP lama sembilan angka; mintalah NIP 18 angka kepada instansi kepegawaian",     \
	  "an old NIP of nine digits; ask the personnel office for the one of 18")                                  \
	X(WARN_CLASS, 16384, "", "golongan yang dicatat berbeda dari petunjuk nomor",                               \
	  "the class on record differs from the number's hint")                                                     \
	X(WARN_NOT_YET, 32768, "", "menurut nomor, belum diangkat pada hari itu",                                   \
	  "by the number, not yet appointed on that day")                                                           \
	X(WARN_STATED_BIRTH, 65536, "", "tanggal lahir yang tertulis berbeda dari nomor",                           \
	  "the written birth day differs from the number")                                                          \
	X(WARN_STATED_SEX, 131072, "", "jenis kelamin yang tertulis berbeda dari nomor",                            \
	  "the written sex differs from the number")                                                                \
	X(WARN_AREA_FORMER, 262144, "", "kode wilayah yang sudah tidak ada; nomornya tetap berlaku",                \
	  "the code of an area that is no more; the number stays valid")                                            \
	X(WARN_NUMBER_DIFFERS, 524288, "", "nomor berbeda dari data pegawai", "the number differs from the register's")
enum identity_warning {
#define X(name, bit, limit, id, en) name = bit,
	IDENTITY_WARNING_MAP(X)
#undef X
};

struct identity {
	enum identity_kind kind; /* IDENTITY_NONE: too long, too short, or no digits */
	enum identity_fault fault; /* FAULT_NONE: the shape is valid */
	char digits[19];  /* what was read of them */
	struct day birth; /* DAY_NONE: the number does not say */
	enum sex sex;
	int appointed_year, appointed_month; /* 0: the number does not say (the month of an NI PPPK) */
	int agreements;			     /* NI PPPK: positions 13-14 */
	int serial;
	char region[12];   /* NIK: "35.79.01"; registered abroad: "99.360.1", country and mission */
	unsigned warnings; /* enum identity_warning, several at once */
	enum subject_class class_hint; /* PNS, PPPK or CLASS_UNKNOWN */
};

/* Reads a number of any kind; blanks, dots and hyphens between its digits are passed over. Always fills @ret: what
 * cannot be a number has a fault. @law may lack the rows of limits. The century of a NIK's birth year is the one that
 * gives a plausible age on @today. */
void identity_read(const struct law *law, const char *s, struct day today, struct identity *ret);
static inline bool identity_valid(const struct identity *id) { return id->fault == FAULT_NONE && id->kind != IDENTITY_OLD_NIP; }

/* Two readings that contradict each other, each in words: "lahir 17 Agu 1985 (angka 1-8)". */
#define IDENTITY_READING_MAX 80
struct identity_doubt {
	enum identity_warning what;
	char number[IDENTITY_READING_MAX], other[IDENTITY_READING_MAX];
};
#define IDENTITY_DOUBTS_MAX 8
struct identity_doubts {
	struct identity_doubt items[IDENTITY_DOUBTS_MAX];
	size_t n;
};
/* Each adds what it finds. Numbers with a fault, and old NIP, say nothing to compare.
 * Two numbers of one person; of a NIK's birth year only the two digits count. */
void identity_against(const struct identity *id, const struct identity *other, enum lang lang, struct identity_doubts *add);
/* The class on record on the day @at (DAY_NONE: not known): a daily worker then may have been appointed since. Any
 * pattern will do for a part-time PPPK, with a warning for as long as @law has the row PPPK-PART-TIME. */
void identity_against_class(const struct law *law, const struct identity *id, enum subject_class stated, struct day at,
			    enum lang lang, struct identity_doubts *add);
/* What a list writes beside the number; DAY_NONE and SEX_UNKNOWN: nothing. */
void identity_against_stated(const struct identity *id, struct day birth, enum sex sex, enum lang lang, struct identity_doubts *add);

/* What kind of place a Kemendagri code PP.KK.CC.DDDD names. */
enum area_kind { AREA_UNKNOWN, AREA_PROVINCE, AREA_REGENCY, AREA_CITY, AREA_DISTRICT, AREA_WARD, AREA_VILLAGE };
enum area_kind identity_area_kind(const struct law *law, const char *code, struct day at);
const char *area_kind_code(enum area_kind k); /* "kabupaten", "kota", ...; "" for none */
/* The row of the longest known part of @code, NULL when not even its province is known. */
const struct law_area *identity_area(const struct law *law, const char *code);
/* The row of law/identity.toml in force on @at; NULL: none. */
const struct law_identity *identity_limit(const struct law *law, const char *code, struct day at);

/* Words for people. */
const char *identity_kind_name(enum identity_kind k, enum lang lang); /* "NIP", "NI PPPK", "NIP lama", ... */
const char *identity_kind_code(enum identity_kind k);			/* "nip", "ni_pppk", "nik", "old_nip", "none" */
const char *identity_sex_name(enum sex s, enum lang lang);
#define IDENTITY_TEXT_MAX 200
/* "angka ke-9 sampai 14: pengangkatan sesudah hari ini" */
const char *identity_fault_text(enum identity_fault f, enum lang lang, char ret[static IDENTITY_TEXT_MAX]);
/* The sentence of one warning bit. */
const char *identity_warning_text(enum identity_warning w, enum lang lang);
/* The same with the limits of the pack behind it: "... di luar batas (18-40)". */
const char *identity_warning_words(const struct law *law, struct day at, enum identity_warning w, enum lang lang,
				   char ret[static IDENTITY_TEXT_MAX]);

#endif
