/* pack.h -- opens a rule pack for a command: the one in the binary, or a file. */
#ifndef NETRA_CLI_PACK_H
#define NETRA_CLI_PACK_H

#include "core/law/law.h"

#define PACK_LIMIT ((size_t)8 << 20) /* bytes of a rule pack file; ours has a quarter of one MiB */

/* @file NULL: the pack in the binary. Also checks that every guard is a function of core/cases. */
MUST_CHECK enum status pack_open(struct arena *a, const char *file, const struct law **ret, struct err *e);
/* The same, but with up to @max faults of the pack; then @ret is NULL. */
MUST_CHECK enum status pack_open_all(struct arena *a, const char *file, size_t max, const struct law **ret,
				     struct law_faults *ret_faults, struct err *e);

#endif
