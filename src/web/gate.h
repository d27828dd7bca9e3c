/* gate.h -- floods and guessing at the public door: slowed, never refused, and no address kept.
 *
 * A source is the keyed hash of an address (http.c; its key lives an hour, in memory). Past the reports an
 * hour that the settings allow, a sender is asked to send again after some seconds: the page holds all that
 * was typed and a ticket of patience that is good once, from that moment on. A person can always wait; a
 * machine that does not wait gets nowhere. Wrong codes are counted per source and for all together (TRUST
 * R21): 10 and 1,000 an hour.
 *
 * Moments are the machine's steady clock in milliseconds, given as arguments, so that tests can let time
 * pass.
 */
#ifndef NETRA_WEB_GATE_H
#define NETRA_WEB_GATE_H

#include "base/id.h"

#include <stdbool.h>
#include <stdint.h>

#define GATE_CODES_SOURCE 10
#define GATE_CODES_ALL    1000
#define GATE_CODES_ALARM  200
#define GATE_WAIT_MAX     60 /* seconds */
#define GATE_TICKET_MAX   96

struct gate; /* opaque, shared by all threads */
struct gate *gate_new(void);
void gate_free(struct gate *g);
int64_t gate_clock_ms(void); /* the machine's steady clock */

/* May this source try a code now? */
bool gate_code_may(struct gate *g, const unsigned char source[static 32], int64_t now_ms);
/* Counts a wrong one. True just once an hour: when the wrong codes of all sources reach the alarm. */
bool gate_code_wrong(struct gate *g, const unsigned char source[static 32], int64_t now_ms);

/* May a report of this source be taken in now? 0: yes. Else seconds to wait, with the ticket to bring back.
 */
int gate_report(struct gate *g, const unsigned char source[static 32], const char *ticket, int per_hour,
		int64_t now_ms, char ret_ticket[static GATE_TICKET_MAX]);

#endif
