/* upload_internal.h -- what upload.c, upload_turn.c and upload_keep.c share. */
#ifndef NETRA_DESK_INTAKE_UPLOAD_INTERNAL_H
#define NETRA_DESK_INTAKE_UPLOAD_INTERNAL_H

#include "desk/intake/intake_internal.h"
#include "desk/intake/pieces.h"
#include "desk/intake/upload.h"

/* One upload as its row tells it. */
struct upload_row {
	int64_t id, report, size;
	struct str salt;
	struct instant expires;
	bool finished;
};

struct upload_turn { /* lies on the stack of whoever has it; { 0 } to begin with */
	struct upload_turn *next;
	uint64_t who;
	bool taken;
};
/* CONFLICT (UPLOAD_BUSY) when somebody else still has it after @wait_ms. */
MUST_CHECK enum status upload_turn_take(struct upload_turn *t, struct str id_key, int wait_ms, struct err *e);
void upload_turn_end(struct upload_turn *t); /* for use with scoped() */

/* All with the turn: */
MUST_CHECK enum status upload_row_read(const struct desk *d, struct str id_key, struct upload_row *ret, struct err *e);
/* How far it is; finishes what is whole. @p stays closed when it was finished before. */
MUST_CHECK enum status upload_go_on(const struct desk *d, struct upload_row *r, struct pieces *p, struct err *e);
MUST_CHECK enum status upload_row_end(const struct desk *d, int64_t id, struct err *e); /* the row, then the pieces */

#endif
