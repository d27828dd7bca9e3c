/* rights.c -- who may do what, as a table: a row per role. */
#include "desk/access/access.h"

#define MAY(right) (1u << (right))
#define STAFF      (MAY(RIGHT_LOGIN) | MAY(RIGHT_STAFF))
#define PREVENT    (MAY(RIGHT_PREVENT) | MAY(RIGHT_SHARES))

/* A three-staff office shares prevention among its handlers; a partner is let in to boards and lists only.
 * The administrator keeps accounts and settings and sees no case; the custodian opens identities and works none. */
static const unsigned rights[ROLE_N] = {
	[ROLE_NONE] = 0,
	[ROLE_INTAKE] = STAFF | MAY(RIGHT_INTAKE),
	[ROLE_HANDLER] = STAFF | MAY(RIGHT_INTAKE) | MAY(RIGHT_TRIAGE) | MAY(RIGHT_CASE) | MAY(RIGHT_REGISTRY) |
			 MAY(RIGHT_CALENDAR) | MAY(RIGHT_ROSTER) | PREVENT,
	[ROLE_MEMBER] = STAFF | MAY(RIGHT_TRIAGE) | MAY(RIGHT_CASE) | MAY(RIGHT_VOTE) | MAY(RIGHT_CALENDAR) | PREVENT,
	[ROLE_CHAIR] = STAFF | MAY(RIGHT_INTAKE) | MAY(RIGHT_TRIAGE) | MAY(RIGHT_CASE) | MAY(RIGHT_VOTE) | MAY(RIGHT_SIGN) |
		       MAY(RIGHT_VAULT) | MAY(RIGHT_CALENDAR) | PREVENT,
	[ROLE_PATROL] = STAFF | MAY(RIGHT_TRIAGE),
	[ROLE_CUSTODIAN] = STAFF | MAY(RIGHT_VAULT),
	[ROLE_ADMIN] = STAFF | MAY(RIGHT_ADMIN) | MAY(RIGHT_REGISTRY) | MAY(RIGHT_CALENDAR),
	[ROLE_PREVENTION] = STAFF | MAY(RIGHT_ROSTER) | PREVENT,
	[ROLE_SECRETARY] = MAY(RIGHT_LOGIN) | MAY(RIGHT_SHARES),
	[ROLE_PERSONNEL] = MAY(RIGHT_LOGIN) | MAY(RIGHT_SHARES) | MAY(RIGHT_ROSTER) | MAY(RIGHT_REFUSAL),
	[ROLE_UNIT] = MAY(RIGHT_LOGIN) | MAY(RIGHT_SHARES) | MAY(RIGHT_UNIT),
};

bool role_may(enum role r, enum right right)
{
	return right == RIGHT_NONE || (r < ROLE_N && (rights[r] & MAY(right)));
}

bool role_partner(enum role r)
{
	return r == ROLE_SECRETARY || r == ROLE_PERSONNEL || r == ROLE_UNIT;
}
