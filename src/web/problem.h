/* problem.h -- what a reader is told when something did not work: in plain words, with what to do next. */
#ifndef NETRA_WEB_PROBLEM_H
#define NETRA_WEB_PROBLEM_H

#include "web/web.h"

struct problem_view {
	int http;
	const char *title, *text; /* in the reader's language */
	const char *detail;       /* what exactly, or "" */
	bool ours, login;         /* our fault; logging in would help */
};

#endif
