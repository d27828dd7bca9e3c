/* rights.c -- who may do what, as a table: a row per role. */
#include "desk/access/access.h"

#define MAY(right) (1u << (right))

/* The administrator keeps accounts and settings and sees no case; the custodian opens identities and works none. */
static const unsigned rights[ROLE_N] = {
	[ROLE_NONE] = 0,
	[ROLE_INTAKE] = MAY(RIGHT_STAFF) | MAY(RIGHT_INTAKE),
	[ROLE_HANDLER] = MAY(RIGHT_STAFF) | MAY(RIGHT_INTAKE) | MAY(RIGHT_TRIAGE) | MAY(RIGHT_CASE) | MAY(RIGHT_REGISTRY) |
			 MAY(RIGHT_CALENDAR),
	[ROLE_MEMBER] = MAY(RIGHT_STAFF) | MAY(RIGHT_TRIAGE) | MAY(RIGHT_CASE) | MAY(RIGHT_VOTE) | MAY(RIGHT_CALENDAR),
	[ROLE_CHAIR] = MAY(RIGHT_STAFF) | MAY(RIGHT_INTAKE) | MAY(RIGHT_TRIAGE) | MAY(RIGHT_CASE) | MAY(RIGHT_VOTE) | MAY(RIGHT_SIGN) |
		       MAY(RIGHT_VAULT) | MAY(RIGHT_CALENDAR),
	[ROLE_PATROL] = MAY(RIGHT_STAFF) | MAY(RIGHT_TRIAGE),
	[ROLE_CUSTODIAN] = MAY(RIGHT_STAFF) | MAY(RIGHT_VAULT),
	[ROLE_ADMIN] = MAY(RIGHT_STAFF) | MAY(RIGHT_ADMIN) | MAY(RIGHT_REGISTRY) | MAY(RIGHT_CALENDAR),
};

bool role_may(enum role r, enum right right)
{
	return right == RIGHT_NONE || (r < ROLE_N && (rights[r] & MAY(right)));
}
