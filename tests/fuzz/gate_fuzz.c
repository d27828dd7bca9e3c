/* gate_fuzz.c -- tickets and solutions that strangers bring to the gate (first line the ticket, the rest the proof): none
 * that the gate did not give opens it, and of its own the proof decides. */
#include "web/gate.h"

#include "base/arena.h"
#include "base/str.h"

#include <assert.h>
#include <string.h>

static const unsigned char source[32] = {1};

static bool enter(struct gate *g, const char *ticket, const char *proof, struct gate_answer *ret)
{
	struct gate_ask ask = {.ticket = ticket, .proof = proof, .per_hour = 0, .flood_per_minute = 1000};
	return gate_report(g, source, &ask, 5000, ret);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct gate *g;
	struct gate_answer own, other;
	if (n > 1024)
		return 0;
	if (!g)
		g = gate_new();
	struct arena a = {0};
	struct str rest = {(const char *)bytes, n}, line = {"", 0};
	str_split(&rest, '\n', &line);
	const char *ticket = arena_strndup(&a, line.s, line.n), *proof = arena_strndup(&a, rest.s, rest.n);
	assert(!enter(g, ticket, proof, &own));
	assert(own.wait > 0 && own.wait <= GATE_WAIT_MAX && own.zeros >= GATE_ZEROS_FIRST && own.zeros <= GATE_ZEROS_MOST);
	assert(strlen(own.ticket) < GATE_TICKET_MAX && strlen(own.puzzle) == 16);
	bool good = gate_proof_good(own.puzzle, proof, own.zeros);
	assert(!good || (strlen(proof) < GATE_PROOF_MAX && strspn(proof, "0123456789") == strlen(proof)));
	assert(enter(g, own.ticket, proof, &other) == good);
	arena_free(&a);
	return 0;
}
