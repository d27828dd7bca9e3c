/* note.h -- the texts that witnesses and citizens keep: heads of a log, and the proofs that go with them.
 *
 * A head is a checkpoint as the C2SP describes it (c2sp.org/tlog-checkpoint on c2sp.org/signed-note), so that witnesses
 * may use tools that are not ours: origin, number of leaves, root, the line "time ..." as an extension, an empty line,
 * and signatures. An inclusion proof is that of c2sp.org/tlog-proof. For two heads of the same log there is a form of
 * our own, in the same manner:
 *
 *     netra/receipts/99.01                               netra/log-consistency@v1
 *     1204                                               from 1130
 *     hWhXk1NBn1c1Qn2W3bq8Ce0mU9Yb7a8u0v1w2x3y4z8=       to 1204
 *     time 2024-11-04T17:00:03Z                          Rm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE=
 *                                                        ...
 *     — netra/receipts/99.01 kQ3V1w...
 *
 * A file may hold any number of these among other words (a mail, a saved page): what begins like one must be whole,
 * everything else is passed over. Pure, and without keys: signatures are read here and judged in desk/evidence.
 */
#ifndef NETRA_CORE_CHAIN_NOTE_H
#define NETRA_CORE_CHAIN_NOTE_H

#include "core/chain/tree.h"

#define NOTE_ORIGIN     "netra/receipts/" /* then the office's code */
#define NOTE_FILE_MAX   ((size_t)8 << 20) /* bytes: the daily heads of ten years with their proofs */
#define NOTE_ORIGIN_MAX 200               /* bytes */
#define NOTE_HEADS_MAX  8000              /* heads in one file, and as many proofs */

struct note_signature { /* Ed25519, by a key of the origin's own name; others are passed over */
	unsigned char key_id[4], bytes[64];
};
struct note_head {
	const char *origin;
	int64_t size;
	struct hash root;
	struct instant at; /* INSTANT_NONE: it has no line "time" */
	struct str text;   /* what was signed; set by note_read */
	struct note_signature *signatures;
	size_t n_signatures;
};
struct note_inclusion {
	int64_t index;
	struct merkle_proof proof;
	size_t head; /* into heads */
};
struct note_consistency {
	int64_t from, to;
	struct merkle_proof proof;
};
struct note_papers { /* what a file holds, in its order */
	const char *line; /* the first signed line of a receipt; NULL: none */
	struct note_heads {
		struct note_head *items;
		size_t n, cap;
	} heads;
	struct note_inclusions {
		struct note_inclusion *items;
		size_t n, cap;
	} inclusions;
	struct note_consistencies {
		struct note_consistency *items;
		size_t n, cap;
	} consistencies;
};

/* INVALID names @file, line and what was expected. Adds to @ret: several files may be read into one. */
MUST_CHECK enum status note_read(struct arena *a, const char *file, struct str text, struct note_papers *ret,
				 struct err *e);

/* What of a head is signed: origin, size, root and time. */
void note_head_text(struct buf *b, const struct note_head *h);
void note_head_put(struct buf *b, const struct note_head *h); /* with its signatures */
/* "c2sp.org/tlog-proof@v1" up to the empty line; the head follows. */
void note_inclusion_put(struct buf *b, const struct note_inclusion *x);
void note_consistency_put(struct buf *b, const struct note_consistency *x); /* with an empty line at its end */

/* First bytes of SHA-256 (name, newline, 1, key): tells keys of one name apart. */
void note_key_id(const char *name, const unsigned char key[static 32], unsigned char ret[static 4]);
/* "netra/receipts/99.01+9144ddd5+AQ...": the public key as witnesses' tools take it. */
void note_key_put(struct buf *b, const char *name, const unsigned char key[static 32]);
/* Reads such a line; false when it is none. */
bool note_key_read(struct str line, unsigned char ret[static 32]);

/* "netra/receipts/99.01"; what a key's name must not hold is percent-encoded. */
char *note_origin(struct arena *a, const char *office_code);
/* "2024-11-04T17:00:03Z": to the second. */
char *note_moment(struct arena *a, struct instant at);

#endif
