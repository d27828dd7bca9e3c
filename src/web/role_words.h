/* role_words.h -- what somebody is in the office, in words for a page. */
#ifndef NETRA_WEB_ROLE_WORDS_H
#define NETRA_WEB_ROLE_WORDS_H

#include "desk/office.h"

const char *role_words(enum role r, enum lang lang); /* "Petugas pencegahan"; "" for the public */

#endif
