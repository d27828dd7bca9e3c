/* mask.h -- taking other people out of a text: what goes to a recipient about one person names nobody else.
 *
 * Looked for are the others' names as written (in any case, with or without titles), single parts of a name when the text
 * writes them with a capital, their numbers also with blanks or dots in them, their accounts, and the words that an officer
 * hid in an exhibit of the file. A part of a name that is
 * also part of this person's own stays, and so does a common word of law and office ("Agung" after "Mahkamah"). Rather one
 * word too many than one name too few: the original stays sealed, and how much was taken out is shown.
 */
#ifndef NETRA_DESK_FORWARD_MASK_H
#define NETRA_DESK_FORWARD_MASK_H

#include "base/buf.h"

#define MASK_WORD "[disamarkan]"

struct mask;
struct mask *mask_new(struct arena *a, const char *own_name);
void mask_name(struct mask *m, const char *name);
void mask_number(struct mask *m, const char *number); /* NULL: nothing */
void mask_handle(struct mask *m, const char *handle);
void mask_words(struct mask *m, const char *words); /* unless they are this person's own name */
/* The text without them, @text itself when nothing was found (NULL stays NULL). Adds to @found. */
const char *mask_text(struct mask *m, const char *text, int64_t *found);

#endif
