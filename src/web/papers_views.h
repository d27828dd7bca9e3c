/* papers_views.h -- what the pages about papers are shown: all papers of a file, one letter, the office's templates. */
#ifndef NETRA_WEB_PAPERS_VIEWS_H
#define NETRA_WEB_PAPERS_VIEWS_H

#include "web/casework.h"

struct papers_line {
	int64_t id, number;
	const char *name, *part, *letter_number, *person, *day, *sha256, *lacks; /* lacks: "nomor pegawai, jabatan"; "" */
	const char *signed_by;                                                    /* "" when nobody has */
};
struct papers_lack {
	const char *name, *person, *why;
	bool by_hand;
};
struct papers_view { /* the papers of a file */
	struct file_page f;
	struct { struct papers_line *items; size_t n, cap; } lines;
	struct { struct papers_lack *items; size_t n, cap; } lacks;
	int64_t marks;
	struct option_list forms;
	const char *recipient, *text;
};

struct signing_line {
	const char *when, *who, *words, *sha256;
	bool good;
};
struct letter_view { /* one letter, and its signature */
	struct file_page f;
	int64_t id;
	const char *name, *number, *person, *day, *sha256, *check_code, *template_words, *signer, *lacks;
	bool ink, bsre, is_signed, has_copy;
	bool may_sign; /* electronically; false: it is the chair's, or a member's for the chair */
	const char *signed_by, *signed_at, *today, *typed_signer;
	struct { struct signing_line *items; size_t n, cap; } tries;
};

struct template_line {
	const char *form, *name, *part, *maker, *when, *by;
	int64_t version;
};
struct templates_view {
	struct { struct template_line *items; size_t n, cap; } lines;
};
struct crest_line {
	const char *when, *who, *reason, *name, *sha256, *size; /* name "": the program's own mark */
	bool now;
};
struct crest_view { /* the letterhead */
	struct fault fault;
	const char *office, *address, *contact, *done, *reason;
	bool own, may; /* the program's own mark prints; this user may change it */
	struct { struct crest_line *items; size_t n, cap; } lines;
};
struct template_use {
	int64_t version, printed;
	const char *when, *who, *reason, *sha256;
	bool now;
};
struct template_fact_view {
	const char *name, *label;
};
struct template_fault_view {
	const char *text;
};
struct template_view {
	struct fault fault;
	const char *form, *name, *text, *reason, *done;
	int64_t version, shown, based_on; /* which prints, which is in the editor, and from which it was written on */
	struct { struct template_use *items; size_t n, cap; } uses;
	struct { struct template_fact_view *items; size_t n, cap; } facts;
	struct { struct template_fault_view *items; size_t n, cap; } faults;
};

#endif
