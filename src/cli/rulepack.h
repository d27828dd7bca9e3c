/* rulepack.h -- what the files of `netra rulepack` share: the words of the command line, and one function each. */
#ifndef NETRA_CLI_RULEPACK_H
#define NETRA_CLI_RULEPACK_H

#include "base/buf.h"
#include "cli/cli.h"
#include "desk/rules/rules.h"

struct rulepack_task {
	struct cli *cli;
	const char **words; /* what stands after the subcommand */
	int n;
	int uncertain, force;
	const char *key, *words_said, *name, *from, *election, *procedure, *reason, *seal;
	struct office *office; /* open only when it was needed; rulepack.c closes it */
};

/* Each answers with an exit code. */
int rulepack_check(struct rulepack_task *t);
int rulepack_key(struct rulepack_task *t);
int rulepack_sign(struct rulepack_task *t);
int rulepack_trust(struct rulepack_task *t);
int rulepack_distrust(struct rulepack_task *t);
int rulepack_keys(struct rulepack_task *t);
int rulepack_install(struct rulepack_task *t);
int rulepack_list(struct rulepack_task *t);
int rulepack_diff(struct rulepack_task *t);
int rulepack_show(struct rulepack_task *t);

MUST_CHECK enum status rulepack_office(struct rulepack_task *t, struct err *e); /* opens it, once */
struct desk rulepack_desk(const struct rulepack_task *t);
const char *rulepack_who(const struct rulepack_task *t); /* "terminal (root)" */
/* CLI_NO: the pack, the key or the scope is refused; CLI_TROUBLE: something could not be read. */
int rulepack_refused(const struct rulepack_task *t, const struct err *e);
/* Bytes of a pack: a file, a hash of one that is kept here, or "built-in". @ret_hash may be NULL. */
MUST_CHECK enum status rulepack_text(struct rulepack_task *t, const char *which, const char **ret_hash, struct str *ret,
				     struct err *e);
struct json_out rulepack_json(struct buf *b);
void rulepack_json_print(struct json_out *j);

#endif
