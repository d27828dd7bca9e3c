/* receipts.h -- the log of receipts: what was once received cannot be made to disappear unseen.
 *
 * Every accepted report is one leaf, with the next index of its office, in the transaction that accepts it. The leaf is
 * the hash of the signed line on the receipt ("netra2|office|number|time|content|index"), whose content is a salted
 * hash: the line and the leaf tell that something was received, and nothing of what. The leaves make a Merkle tree
 * (core/chain/tree.h). Once a day its head is signed, published on /log and sent to witnesses; a head carries the proof
 * that the head before it is its beginning. So
 *
 *   - a citizen with the line, the inclusion proof and a head proves that the report is in the register, to anybody who
 *     has the office's public key, without asking the office;
 *   - a witness who kept an older head proves that nothing before it was changed, removed or moved.
 *
 * A head is never signed that contradicts the head before it: then the store was changed by hand, evidence_head_make
 * answers BROKEN, and `netra verify` names the place.
 */
#ifndef NETRA_DESK_EVIDENCE_RECEIPTS_H
#define NETRA_DESK_EVIDENCE_RECEIPTS_H

#include "core/chain/note.h"
#include "desk/evidence/evidence.h"
#include "receipts_sql.h"

/* Takes the next index for @report's receipt, signs it (netra2) and appends its leaf. In the WRITE transaction that
 * adds the report; @r holds office, number, moment and salted content. Two small rows, no reading of the tree. */
MUST_CHECK enum status evidence_log_add(struct tx *tx, const struct desk *d, int64_t report, struct receipt *r,
					struct err *e);
/* The leaf of a netra2 receipt. */
struct hash evidence_log_leaf(const struct receipt *r);

MUST_CHECK enum status evidence_log_size(struct tx *tx, const struct desk *d, int64_t *ret, struct err *e);
/* INVALID when the numbers are not within the log; BROKEN when leaves are missing. */
MUST_CHECK enum status evidence_log_inclusion(struct tx *tx, const struct desk *d, int64_t index, int64_t size,
					      struct merkle_proof *ret, struct err *e);
MUST_CHECK enum status evidence_log_consistency(struct tx *tx, const struct desk *d, int64_t from, int64_t to,
						struct merkle_proof *ret, struct err *e);

struct evidence_head {
	int64_t id;
	struct instant at;
	struct day day;                /* DAY_NONE: made on demand */
	struct note_head note;         /* size, root, signature */
	struct note_consistency since; /* from the head before it; from 0: it is the first */
};
struct evidence_heads {
	struct evidence_head *items;
	size_t n;
};
/* Signs how far the log has come and asks for the mails to the witnesses. @daily: at most one a day of the office; the
 * day's head when there is one already (@ret_made false). On demand the last one again when nothing came since. */
MUST_CHECK enum status evidence_head_make(struct tx *tx, const struct desk *d, bool daily, struct evidence_head *ret,
					  bool *ret_made, struct err *e);
MUST_CHECK enum status evidence_head_last(struct tx *tx, const struct desk *d, bool *ret_found,
					  struct evidence_head *ret, struct err *e);
MUST_CHECK enum status evidence_head_by_id(struct tx *tx, const struct desk *d, int64_t id, bool *ret_found,
					   struct evidence_head *ret, struct err *e);
/* The first head whose tree holds leaf @index. */
MUST_CHECK enum status evidence_head_covering(struct tx *tx, const struct desk *d, int64_t index, bool *ret_found,
					      struct evidence_head *ret, struct err *e);
/* The newest first, made before head @before (INT64_MAX: from the newest). */
MUST_CHECK enum status evidence_heads_latest(struct tx *tx, const struct desk *d, int64_t before, int64_t max,
					     struct evidence_heads *ret, struct err *e);
/* In the order of the tree, the first of at least @size receipts. */
MUST_CHECK enum status evidence_heads_from(struct tx *tx, const struct desk *d, int64_t size, int64_t max,
					   struct evidence_heads *ret, struct err *e);
/* As a text to keep: the consistency proof since the head before, then the signed head. */
void evidence_head_put(struct buf *b, const struct evidence_head *h);
bool evidence_head_good(const unsigned char sign_public[static 32], const struct note_head *h);

/* The file that a citizen keeps: words, the signed line, and once a head holds it (@ret_proven) the inclusion proof with
 * that head. @index -1: a receipt from before the log. */
MUST_CHECK enum status evidence_receipt_file(struct tx *tx, const struct desk *d, const char *line, int64_t index,
					     struct buf *b, bool *ret_proven, struct err *e);

/* Is the log as it was signed? Adds to the faults of evidence_verify (verify.c calls it). */
MUST_CHECK enum status evidence_log_verify(struct tx *tx, const struct desk *d, struct arena *a,
					   struct verify_report *report, struct err *e);

/* -- what outsiders keep, judged with nothing but the office's public key (judge.c) -- */

enum receipt_inclusion {
	INCLUSION_NOT_SHOWN, /* no proof is there: the signed line alone promises it */
	INCLUSION_PROVEN,
	INCLUSION_FALSE,     /* a proof is there and does not lead to the signed head */
	INCLUSION_BROKEN     /* a head that was signed a day and more after the receipt does not reach its index */
};
enum heads_agree {
	HEADS_ALONE,     /* there is only one head, or none */
	HEADS_AGREE,     /* each head that was given continues, or is continued by, the first */
	HEADS_UNLINKED,  /* good heads, but no proof between them was given */
	HEADS_FALSE,     /* a proof between them was given and does not hold */
	HEADS_DISAGREE   /* the office signed two histories: what was in one is not in the other */
};
struct receipt_judged {
	bool has_line, line_good;
	struct receipt line;
	enum receipt_inclusion inclusion;
	enum heads_agree heads;
	bool head_forged;                      /* a head bears no good signature of this key */
	const struct note_head *head;          /* that the inclusion proof leads to; NULL */
	const struct note_head *first, *other; /* heads that agree, are unlinked or disagree */
};
/* INVALID only when a line is there that is no receipt. */
MUST_CHECK enum status evidence_judge(struct arena *a, const unsigned char sign_public[static 32],
				      const struct note_papers *papers, struct receipt_judged *ret, struct err *e);
bool evidence_judged_good(const struct receipt_judged *j);

/* -- witnesses by mail (witness.c) -- */

/* Asks for one mail a witness; in the transaction that adds the head. */
MUST_CHECK enum status evidence_witness_ask(struct tx *tx, const struct desk *d, int64_t head, struct err *e);
/* Sends what was asked for, a few mails a turn; opens its own transactions. */
MUST_CHECK enum status evidence_witness_send(const struct desk *d, int *ret_sent, struct err *e);

#endif
