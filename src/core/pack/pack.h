/* pack.h -- a rule pack as a paper that travels: who vouches for it, which of two is newer, what differs.
 *
 * A *publisher* (the national office, a law firm it asks) signs the exact bytes of a pack with an Ed25519 key; the
 * signature stands in a file of its own beside the pack (FILE.sig). It covers the moment and the words of the signer
 * too, so that neither can be changed later. A key is named by its id, the first 16 hex digits of the SHA-256 of its
 * public half; people compare the whole fingerprint when they trust it.
 *
 * Pure: bytes in, values out. A pack that carries a good signature may still be nonsense; core/law checks that.
 */
#ifndef NETRA_CORE_PACK_PACK_H
#define NETRA_CORE_PACK_PACK_H

#include "base/day.h"
#include "base/id.h"
#include "base/json.h"

#define PACK_SEAL_MAX  ((size_t)4096) /* bytes of FILE.sig and of a key file */
#define PACK_WORDS_MAX 400            /* bytes of what a signer says, and of names; one line */
#define PACK_KEY_ID    17             /* 16 hex digits and a NUL */

struct pack_key {
	const char *name; /* of the publisher */
	char id[PACK_KEY_ID];
	unsigned char public_key[32];
	unsigned char secret_key[64]; /* zeros when only the public half is known */
	bool secret;
};
struct pack_seal {
	char key_id[PACK_KEY_ID];
	struct hash content; /* SHA-256 of the pack's bytes */
	struct instant signed_at;
	const char *words; /* "Paket Pilkada 2031, diperiksa biro hukum" */
	unsigned char signature[64];
};

void pack_key_make(const char *name, struct pack_key *ret);
void pack_key_forget(struct pack_key *key);                  /* wipes the secret half; for use with scoped() */
void pack_key_id(const unsigned char public_key[static 32], char ret[static PACK_KEY_ID]);
char *pack_fingerprint(struct arena *a, const unsigned char public_key[static 32]); /* "3F2A 91C0 ..." to be read aloud */
/* The text of a key file; @secret: with the secret half. */
char *pack_key_text(struct arena *a, const struct pack_key *key, bool secret);
MUST_CHECK enum status pack_key_read(struct arena *a, const char *text, size_t n, struct pack_key *ret, struct err *e);

MUST_CHECK enum status pack_seal_make(const struct pack_key *key, struct str pack, struct instant now, const char *words,
				      struct pack_seal *ret, struct err *e);
char *pack_seal_text(struct arena *a, const struct pack_seal *seal); /* what FILE.sig holds */
MUST_CHECK enum status pack_seal_read(struct arena *a, const char *text, size_t n, struct pack_seal *ret, struct err *e);
/* BROKEN when the bytes are not those that were signed, FORBIDDEN when the key is not @public_key's. */
MUST_CHECK enum status pack_seal_check(const struct pack_seal *seal, const unsigned char public_key[static 32],
				       struct str pack, struct err *e);

/* "2026.10" is newer than "2026.2": numbers part by part. Below 0, 0, above 0 as strcmp. */
int pack_version_compare(const char *a, const char *b);

/* -- what differs -- */

struct pack_field {
	const char *key;            /* "length" */
	const char *before, *after; /* as text; "" when it is not there */
};
enum pack_change_kind { ROW_ADDED, ROW_REMOVED, ROW_CHANGED };
struct pack_change {
	enum pack_change_kind kind;
	const char *table, *name; /* "clock", "PK-HANDLE"; for the pack itself: "pack" and its name */
	const char *code;         /* what other tables call it: "PK-HANDLE", also where name says more ("pilkada summons") */
	const char *in_force;     /* first day of this version of the row; "" when it has none */
	const char *unit;         /* of a deadline: "working_day"; "" else */
	const char *title, *basis; /* name_id and articles of the row, the newer if there are two; "" if none */
	struct pack_field *items;  /* of a changed row: what is not the same; else all it says */
	size_t n, cap;
};
struct pack_diff {
	struct pack_change *items; /* table by table, in the order of the newer pack; what was removed comes last */
	size_t n, cap;
	size_t added, removed, changed;
};
/* Both texts must have passed law_read. */
MUST_CHECK enum status pack_diff(struct arena *a, struct str before, struct str after, struct pack_diff *ret, struct err *e);
const char *pack_change_word(enum pack_change_kind kind, enum lang lang); /* "diubah", "changed" */
const char *pack_table_name(const char *table, enum lang lang);           /* "tenggat", "deadline"; else the word itself */
const char *pack_field_name(const char *key, enum lang lang);             /* "lamanya", "length" */
/* "PK-HANDLE: lamanya 3 -> 5 hari kalender (UU 1/2015 Ps 134 (5))", one line for a person. */
char *pack_change_words(struct arena *a, const struct pack_change *c, enum lang lang);

/* One row of a pack as TOML, as a lawyer would correct it in law/. NULL when there is no such row. */
char *pack_row_toml(struct arena *a, const struct json *pack, const char *table, const char *name);
/* The rows of @pack that nobody saw in their source ("known", "unsure"). */
struct pack_doubt {
	const char *table, *name, *title, *basis, *note;
	bool unsure;
	struct pack_field *items; /* all it says */
	size_t n, cap;
};
struct pack_doubts {
	struct pack_doubt *items;
	size_t n, cap;
	size_t rows; /* of the whole pack */
};
void pack_doubts(struct arena *a, const struct json *pack, struct pack_doubts *ret);

#endif
