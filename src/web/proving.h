/* proving.h -- somebody without an account proves who they are (desk/registry/roster.h): how often one may be wrong.
 *
 * Wrong tries are limited, not right ones: an office behind one address goes as fast as it can. A source may be wrong
 * WRONG_PER_SOURCE times an hour, and WRONG_PER_RIGHT times more for each right one that came from it; a number may be
 * tried wrongly WRONG_PER_NUMBER times an hour, from wherever. Both are kept in memory only, and all doors (pledges, letters)
 * share them. The answer never says which part was wrong, nor whether anybody has that number.
 */
#ifndef NETRA_WEB_PROVING_H
#define NETRA_WEB_PROVING_H

#include "desk/registry/roster.h"
#include "web/web.h"

#define PROVING_NUMBER_MAX 60

bool proving_may(const struct request *rq, const char *number);
void proving_wrong(const struct request *rq, const char *number);
void proving_right(const struct request *rq, const char *number); /* one number counts once an hour: pressing again buys no tries */
/* Who of a list that is, by what was typed (roster_prove); @birth "": none. Its own transaction. */
MUST_CHECK enum status proving_who(struct request *rq, int64_t roster, const char *takes, const char *number, const char *birth, const char *code,
				   struct roster_proved *ret, struct err *e);
/* In the reader's language. */
const char *proving_words_used(const struct request *rq);
const char *proving_words_wrong(const struct request *rq, bool asks_birth, bool asks_code);
const char *proving_words_rest(const struct request *rq);

#endif
