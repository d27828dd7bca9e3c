/* note_fuzz.c -- the files that witnesses and citizens keep: heads, proofs, keys, and the judging of them. */
#include "desk/evidence/receipts.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* What was read is written and read back as the same. */
static void again(struct arena *a, const struct note_papers *p)
{
	scoped(buf_free) struct buf b = {0};
	struct note_papers back = {0};
	for (size_t i = 0; i < p->inclusions.n; i++) {
		note_inclusion_put(&b, &p->inclusions.items[i]);
		note_head_put(&b, &p->heads.items[p->inclusions.items[i].head]);
	}
	for (size_t i = 0; i < p->consistencies.n; i++)
		note_consistency_put(&b, &p->consistencies.items[i]);
	bool all = true;
	for (size_t i = 0; i < p->inclusions.n; i++)
		all &= p->heads.items[p->inclusions.items[i].head].n_signatures > 0; /* else nothing of it may be written */
	if (!all || b.full || !b.n)
		return;
	if (note_read(a, "again", (struct str){b.s, b.n}, &back, NULL) != OK || back.inclusions.n != p->inclusions.n ||
	    back.consistencies.n != p->consistencies.n)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const unsigned char key[32] = {3};
	scoped(arena_free) struct arena a = {0};
	struct note_papers papers = {0};
	struct receipt_judged j;
	unsigned char read[32];
	(void)!note_key_read((struct str){(const char *)bytes, n}, read);
	if (note_read(&a, "fuzz", (struct str){(const char *)bytes, n}, &papers, NULL) != OK)
		return 0;
	again(&a, &papers);
	if (evidence_judge(&a, key, &papers, &j, NULL) == OK && papers.heads.n && evidence_judged_good(&j))
		abort(); /* nobody can sign with this key */
	return 0;
}
