/* papers.h -- what `netra receipt` and `netra log` share: keys, files of heads and proofs, and what is said of them. */
#ifndef NETRA_CLI_PAPERS_H
#define NETRA_CLI_PAPERS_H

#include "cli/cli.h"
#include "desk/evidence/receipts.h"

/* The office's public key: 32 raw bytes, or a line as /log/kunci.txt gives it. @path NULL: that of the data folder. */
MUST_CHECK enum status papers_key(struct cli *cli, const char *path, unsigned char ret[static 32], struct err *e);
/* UNAVAILABLE when it cannot be read at all. */
MUST_CHECK enum status papers_check_file(const char *path, struct err *e);
/* Reads heads and proofs into @ret; INVALID when the file holds none. */
MUST_CHECK enum status papers_add(struct cli *cli, const char *path, struct note_papers *ret, struct err *e);

/* What is said of the heads, in both languages; nothing when there was only one. */
void papers_heads_say(const struct receipt_judged *j);
void papers_heads_json(struct json_out *o, const struct receipt_judged *j); /* "forged", "heads", "first", "other", "head" */

#endif
