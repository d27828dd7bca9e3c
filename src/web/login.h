/* login.h -- staff come and go. */
#ifndef NETRA_WEB_LOGIN_H
#define NETRA_WEB_LOGIN_H

#include "web/web.h"

struct login_view {
	struct fault fault;
	const char *login; /* as typed */
	const char *back;  /* where to go afterwards: an address of ours, or "" */
};

enum status login_show(struct request *rq, struct err *e);
enum status login_take(struct request *rq, struct err *e);
enum status logout_take(struct request *rq, struct err *e);

#endif
