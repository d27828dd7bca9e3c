/* registry.h -- who works where: the register of employees, their accounts, candidates and their terms, regions,
 * agencies. How lists come in, and how the other desks look things up. (Days off are decrees: desk/decree.)
 *
 * A list comes as CSV (base/csv.h). Rows are read one by one; a row that breaks a rule is rejected with its line and
 * reason, the others go on. An import is one transaction: everything that was kept, or nothing. A dry run reports
 * what would change and changes nothing. Religion, ethnicity and marital status are never read into memory as
 * values, whatever the file holds: only the columns named here are taken. Birth day, sex and NIK are read to be held
 * against the number; birth day and sex are kept only where they contradict it, the NIK never.
 *
 * No person is lost for a bad number: it is kept as it was written, marked as not valid, and the report says so with
 * line, field, what was expected and what was kept (`doubts`). A number, class or agency that a later list changes stays
 * in the history (table employee_number).
 */
#ifndef NETRA_DESK_REGISTRY_REGISTRY_H
#define NETRA_DESK_REGISTRY_REGISTRY_H

#include "base/csv.h"
#include "core/identity/identity.h"
#include "core/law/applies.h"
#include "core/screen/screen.h"
#include "desk/office.h"
#include "registry_sql.h"

#define REGISTRY_FILE_MAX ((size_t)4 << 30) /* bytes: 4.7 million rows have 0.7 GB */
#define REJECTS_KEPT 10000		     /* rejected rows listed one by one; all are counted */

/* A place that a text names, held against the office's own area (place.c). A hint: names are not unique. */
struct place_match {
	const char *code, *name; /* the regency or town: "33.25", "Kabupaten Batang" */
	const char *words;       /* as the text has it: "kabupaten batang" */
	bool outside;            /* and nothing in the text lies inside the area of the office */
};
/* Found: only when one place is meant. @place may name a town by its bare name; @text needs a word such as "Kota" before it. */
MUST_CHECK enum status registry_place(struct tx *tx, const struct desk *d, const char *place, const char *text, bool *ret_found,
				      struct place_match *ret, struct err *e);

enum registry_kind { REGISTRY_PEOPLE, REGISTRY_ACCOUNTS, REGISTRY_WATCHLIST, REGISTRY_REGIONS, REGISTRY_AGENCIES };
const char *registry_kind_name(enum registry_kind k); /* "registry", "accounts", ... as on the command line */

struct reject {
	size_t line;
	const char *why;
};
struct import_doubt { /* a row that was kept, and what somebody should look at */
	size_t line;
	const char *field, *expected, *kept;
};
struct import_report {
	const char *kind, *file, *sha256;
	size_t read, kept, rejected, added, changed, same;
	size_t doubtful;	     /* rows kept with a warning */
	struct { struct reject *items; size_t n, cap; } rejects;
	struct { struct import_doubt *items; size_t n, cap; } doubts; /* REJECTS_KEPT at most */
	const char *columns_unknown; /* names, joined; "" when none */
	const char *encoding;	     /* "UTF-8", "Windows-1252" */
	char separator;
	bool dry_run;
};

/* ---- Reading, without a store ---- */

struct registry_reader {
	struct csv csv;
	struct csv_header header;
	enum registry_kind kind;
	struct arena row; /* what one row needs, reset by the next, */
	bool gather;	  /* unless rows are gathered: then their reader resets it */
	struct import_report *report;
	struct arena *arena; /* of the report */
	int64_t number;	     /* of the row, from 1: its reference when there is no store */
	struct day today;
	const struct law *law; /* limits of numbers; registry_open sets a law without any */
};
/* @bytes is borrowed. Fills what the report can know already. @today is for numbers that claim the future. */
MUST_CHECK enum status registry_open(struct registry_reader *r, struct arena *a, enum registry_kind kind, const char *bytes, size_t n,
				     struct day today, struct import_report *report, struct err *e);
void registry_close(struct registry_reader *r); /* for use with scoped() */
/* The next good row; false at the end. Bad ones are counted and noted in the report. */
struct registry_person {
	struct screen_person p;
	const char *front_title, *back_title;
	const char *written;     /* the number as written, when p.nip does not hold it or it is doubtful; else "" */
	const char *written_kind; /* not_valid, old_nip, nik, doubtful; "" */
	const char *former;      /* the number before, by the list's own column: 18 digits, an old NIP, "" */
	unsigned warnings;
	struct day birth;        /* as the list says it, to be held against something and never kept; DAY_NONE: it does not */
	struct day birth_stated; /* only when they contradict the number */
	enum sex sex_stated;
};
bool registry_next_person(struct registry_reader *r, struct registry_person *ret);
bool registry_next_account(struct registry_reader *r, struct screen_account *ret);
bool registry_next_term(struct registry_reader *r, struct screen_term *ret);
void registry_reject(struct registry_reader *r, const char *why); /* the row just read, after all */
void registry_reject_line(struct registry_reader *r, size_t line, const char *why); /* a row read before */
/* Something to look at in the row just read, which is kept. */
void registry_doubt(struct registry_reader *r, const char *field, const char *expected, const char *kept);

/* ---- Importing ---- */

/* Reads @bytes of a file called @file as @kind. One transaction; with @dry_run it is rolled back. */
MUST_CHECK enum status registry_import(const struct desk *d, enum registry_kind kind, const char *file, struct str bytes, bool dry_run,
				       struct import_report *ret, struct err *e);
/* The agency of that name, made when the register has none; 0 for "". */
MUST_CHECK enum status registry_agency(struct tx *tx, const struct desk *d, const char *name, int64_t *ret, struct err *e);
void import_report_text(struct buf *out, const struct import_report *r); /* for a terminal */
void import_report_json(struct buf *out, const struct import_report *r);
void import_doubts_csv(struct buf *out, const struct import_report *r);  /* line,field,expected,kept */
void import_rejects_csv(struct buf *out, const struct import_report *r); /* line,reason */

/* ---- Contests ---- */

/* What the watchlist of a contest does not say. NOT_FOUND when no watchlist has named the contest. */
struct registry_contest {
	const char *code, *title, *kind, *election, *procedure; /* as in the table contest */
	struct day determined_on, voting_on;
	int64_t incumbent; /* number of the pair that holds the office; 0: none stands */
};
MUST_CHECK enum status registry_contest_set(const struct desk *d, const struct registry_contest *as, struct err *e);
/* Which pair holds the office now (0: none stands), said by an officer; kept with its moment. */
MUST_CHECK enum status registry_incumbent_set(const struct desk *d, const char *code, int64_t number, struct err *e);
/* The question of core/law/applies.h for a day, with the contests that this office knows; lives in the desk's arena. */
MUST_CHECK enum status registry_applies_question(const struct desk *d, enum subject_class class, struct day day, struct applies_question *ret,
						 struct err *e);

#endif
