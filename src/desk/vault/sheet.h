/* sheet.h -- the text of a recovery sheet. 280 bits are 56 letters, twelve groups of up to five. Pure. */
#ifndef NETRA_DESK_VAULT_SHEET_H
#define NETRA_DESK_VAULT_SHEET_H

#include "base/arena.h"
#include "base/id.h"

const char *vault_sheet_write(struct arena *a, const unsigned char share[static 32]);
/* False for a text that is no sheet or was mistyped. Spaces, dashes and letter case do not matter. */
bool vault_sheet_read(const char *text, unsigned char ret[static 32]);

#endif
