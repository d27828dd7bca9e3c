/* code.h -- the one-time code of a room: 12 characters of 32 without those that look alike, in groups of four.
 *
 * Typed with or without dashes and spaces, in either case; O is read as 0, I and L as 1. Kept only as a keyed hash.
 */
#ifndef NETRA_DESK_HANDLE_CODE_H
#define NETRA_DESK_HANDLE_CODE_H

#include "desk/office.h"

#define CODE_CHARACTERS 12 /* 5 bits each: 60 bits */

char *code_make(struct arena *a);
struct hash code_hash(const struct office *o, const char *typed);
struct hash token_hash(const struct office *o, const char *token);

#endif
