/* turns.h -- a thread beside `netra serve` that works in turns and rests after each, until it is told to stop.
 *
 * Signals are not for it: the one that ends the program is taken by the thread that waits for it (web/http.c), also when
 * it comes before that thread waits.
 */
#ifndef NETRA_CLI_TURNS_H
#define NETRA_CLI_TURNS_H

struct turns; /* opaque */

/* One turn; returns how many milliseconds to rest after it. */
typedef int (*turns_work)(void *context);

struct turns *turns_start(turns_work work, void *context); /* the first turn begins at once */
void turns_stop(struct turns *t);                          /* waits for the turn at work */

#endif
