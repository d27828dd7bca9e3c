/* advice_internal.h -- what the files of this desk share. */
#ifndef NETRA_DESK_ADVICE_INTERNAL_H
#define NETRA_DESK_ADVICE_INTERNAL_H

#include "desk/advice/advice.h"

/* The words of @text anew, as those by which @answer is found. */
MUST_CHECK enum status words_put(struct tx *tx, const struct desk *d, int64_t answer, const char *text, struct err *e);
/* Nine digits or more in a row (phone, staff number, NIK), or a mail address. */
bool text_tells(const char *text);

#endif
