/* gate.h -- floods and guessing at the public door: slowed, never refused, and no address kept.
 *
 * A source is the keyed hash of an address (http.c; its key lives an hour, in memory). So many reports an hour go in
 * from each source without more (the setting intake.per_hour). Past that a sender gets a ticket, and two ways to use it:
 *
 *   - a puzzle: find a number such that SHA-256("<puzzle>.<number>") begins with so many zero bits, and come at once. The
 *     page's script does it unseen; on a cheap phone it takes a second, and for a machine that sends by the thousand
 *     it is a thousand such seconds.
 *   - patience: come back after some seconds, at most a minute. So a person without script, who solves nothing, gets in
 *     too, whatever a machine behind the same address does that does not wait. Of those that have waited, one every
 *     GATE_PLACE_MS goes in for each source (twelve at once); when more come back they are given places in a queue.
 *
 * Whole cities share one address (carrier-grade NAT), so there is no number past which a source is shut out, and the
 * puzzle is solved whatever others behind the same address do.
 *
 * When more reports a minute come in from all sources together than intake.flood_per_minute, only GATE_FLOOD_FREE an hour
 * from each source go in without more, and puzzles get harder as the rate grows, up to GATE_ZEROS_MOST.
 *
 * Wrong codes are counted per source and for all together (TRUST R21): 10 and 1,000 an hour.
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

#define GATE_FLOOD_FREE  3   /* reports an hour from one source during a flood */
#define GATE_WAIT_MAX    60  /* seconds */
#define GATE_PLACE_MS    5000
#define GATE_QUEUE_MS    600000 /* the queue of a source: 120 places */
#define GATE_ZEROS_FIRST 14  /* bits: some 16,000 hashes */
#define GATE_ZEROS_MOST  20  /* a million: ten seconds on an old phone */
#define GATE_TICKET_MAX  96
#define GATE_PUZZLE_MAX  20
#define GATE_PROOF_MAX   21

struct gate; /* opaque, shared by all threads */
struct gate *gate_new(void);
void gate_free(struct gate *g);
int64_t gate_clock_ms(void); /* the machine's steady clock */

/* May this source try a code now? */
bool gate_code_may(struct gate *g, const unsigned char source[static 32], int64_t now_ms);
/* Counts a wrong one. True just once an hour: when the wrong codes of all sources reach the alarm. */
bool gate_code_wrong(struct gate *g, const unsigned char source[static 32], int64_t now_ms);

struct gate_ask {
	const char *ticket, *proof;     /* as they came; NULL or "": none */
	int per_hour, flood_per_minute; /* the settings */
};
struct gate_answer {
	int wait;  /* 0: go in. Else come back after so many seconds, or at once with the puzzle solved */
	int zeros; /* of the puzzle */
	bool flood; /* not for what this source did, but because all together are many */
	char ticket[GATE_TICKET_MAX], puzzle[GATE_PUZZLE_MAX];
};
/* May a report of this source be taken in now? True: it is counted. */
bool gate_report(struct gate *g, const unsigned char source[static 32], const struct gate_ask *ask, int64_t now_ms,
		 struct gate_answer *ret);

/* Does @proof (1 to 20 digits) solve @puzzle? For tests and clients; the gate asks it of its own tickets only. */
bool gate_proof_good(const char *puzzle, const char *proof, int zeros);

#endif
