/* account.h -- an officer's own account: password, second factor, sessions. */
#ifndef NETRA_WEB_ACCOUNT_H
#define NETRA_WEB_ACCOUNT_H

#include "web/web.h"

struct account_view {
	struct fault fault;
	const char *done; /* what was just done, or "" */
	const char *name, *login, *position, *role;
	bool second_factor;
	const char *secret, *uri; /* to be set up: shown once; "" else */
	struct session_list_rows sessions;
};

extern const struct route_list account_routes;

#endif
