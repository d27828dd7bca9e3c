/* proof.h -- how sure we are that a person of a file is who the file says.
 *
 * A name alone is never enough, and a number of the right shape proves nothing. So each person has a **level**: not
 * confirmed, shape valid (computed from the digits, now), confirmed by the register, by the personnel office (BKD or
 * the contracting office), by BKN. Confirmations are rows that stay: who, when, on what paper; one that was wrong is
 * withdrawn by another row. A confirmation speaks of a name with a number: when the file's own is changed later, it no
 * longer counts. The level forbids nothing (no law asks for it); it is shown wherever the person is judged or
 * handed over.
 */
#ifndef NETRA_DESK_DOCKET_PROOF_H
#define NETRA_DESK_DOCKET_PROOF_H

#include "base/buf.h"
#include "core/identity/identity.h"
#include "desk/docket/docket.h"
#include "proof_sql.h"

#define PROOF_LEVEL_MAP(X) /* from least to most; code, words */                                                   \
	X(PROOF_NONE, "", "belum terkonfirmasi", "not confirmed")                                                   \
	X(PROOF_SHAPE, "shape", "bentuk nomor sah, belum terkonfirmasi", "number of valid shape, not confirmed")    \
	X(PROOF_REGISTRY, "registry", "cocok dengan data pegawai", "confirmed by the register")                     \
	X(PROOF_BKD, "bkd", "dikonfirmasi BKD/instansi kepegawaian", "confirmed by the personnel office")           \
	X(PROOF_BKN, "bkn", "dikonfirmasi BKN", "confirmed by BKN")
enum proof_level {
#define X(name, code, id, en) name,
	PROOF_LEVEL_MAP(X)
#undef X
	PROOF_LEVEL_N
};
const char *proof_level_code(enum proof_level l);
const char *proof_level_name(enum proof_level l, enum lang lang);

/* The person asked about; case_people_row and case_person_get_row both have these. */
struct proof_person {
	int64_t id, employee;
	const char *name, *nip, *class;
	struct day event_on;
};
#define PROOF_PERSON(row, event) ((struct proof_person){(row)->id, (row)->employee, (row)->name, (row)->nip, (row)->class, (event)})

struct proof_line { /* a warning in words; number and other are "" unless two readings contradict */
	const char *text, *number, *other;
};
struct docket_identity {
	enum proof_level level;
	struct identity read; /* what the digits claim */
	bool numbered;        /* a number stands in the file, valid or not */
	const char *fault;    /* "angka ke-15: ...", "" when there is none */
	struct { struct proof_line *items; size_t n, cap; } lines; /* warnings and doubts */
	struct instant at;    /* of the confirmation; INSTANT_NONE */
	const char *who, *reference; /* "" when not confirmed */
	bool changed;         /* there is a confirmation, but of another name or number */
	struct proofs_of_rows history; /* oldest first */
};
/* The words are in @lang; all memory is tx->arena. Reads only. */
MUST_CHECK enum status docket_identity(struct tx *tx, const struct desk *d, const struct proof_person *of, enum lang lang,
				       struct docket_identity *ret, struct err *e);
/* The same of any person of a file of whom all was read at once: a list of fifty persons asks twice, not a hundred times. */
struct docket_proofs {
	struct proofs_of_file_rows proofs;
	struct proofs_register_rows listed;
};
MUST_CHECK enum status docket_proofs_read(struct tx *tx, int64_t case_file, struct docket_proofs *ret, struct err *e);
void docket_identity_of(struct arena *a, const struct desk *d, const struct docket_proofs *all, const struct proof_person *of,
			enum lang lang, struct docket_identity *ret);
/* "dikonfirmasi BKD/instansi kepegawaian, surat 800/12 (3 Nov 2024)" for papers and lists. */
const char *docket_identity_words(struct arena *a, const struct docket_identity *id, enum zone zone, enum lang lang);

/* {"level": "bkd", "number_kind": "nip", "number_valid": true, "fault": null, "confirmed_at", "reference", "warnings": []} */
void docket_identity_json(struct json_out *j, const char *key, const struct docket_identity *id, enum zone zone);

struct docket_proof {
	const char *level; /* registry, bkd, bkn, withdrawn */
	const char *reference, *reason; /* reference may be empty for registry: the list is named */
	int64_t evidence;  /* of the file's exhibits; 0: none */
	const char *nik;   /* held against the number and forgotten; NULL: none */
};
/* Adds a row and a line on the timeline. INVALID: unknown level, no reason, no paper, a register that says something
 * else, nothing to withdraw. */
MUST_CHECK enum status docket_proof_add(struct tx *tx, const struct desk *d, int64_t person, const struct docket_proof *as, struct err *e);
/* A person just taken from the register by an officer: confirmed by it when it has the number. No line of its own. */
MUST_CHECK enum status docket_proof_registry(struct tx *tx, const struct desk *d, int64_t person, struct err *e);

#endif
