/* change.c -- see change.h. */
#include "web/change.h"

enum status rq_change(struct request *rq, change make, struct err *e)
{
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(make(rq, &tx, id, e));
	return tx_commit(&tx, e);
}

struct fault rq_fault_said(struct request *rq, const struct err *e, const struct fault_words *words, size_t n)
{
	struct fault fault = rq_fault(rq, e);
	for (size_t i = 0; i < n; i++)
		if (text_eq(fault.field, words[i].field) && (words[i].status == OK || words[i].status == e->status)) {
			fault.text = rq->lang == EN ? words[i].en : words[i].id;
			return fault;
		}
	return fault;
}
