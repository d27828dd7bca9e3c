/* squeeze.h -- pages as gzip, for readers on a poor signal.
 *
 * A page is pressed once and remembered: while it does not change, an answer costs a comparison and two copies.
 *
 * What is never compressed: anything behind a log-in, anything whose address carries a part of its own (tickets,
 * codes) or a query, and every answer to a POST. There a secret and words of a stranger could share a page, and the
 * length of what is sent would tell, guess by guess, how much of the one the other repeats (BREACH). The one value
 * of a public form that is new on each view (the hidden "once", from which a receipt's code is drawn) lies between
 * the compressed parts as it is, so that no length depends on it.
 */
#ifndef NETRA_WEB_SQUEEZE_H
#define NETRA_WEB_SQUEEZE_H

#include "web/web.h"

/* Does "Accept-Encoding: @accepted" take gzip? */
bool squeeze_accepted(const char *accepted);
/* Presses what @rq is about to answer, when its rules above allow it; sets rq->gzip then. */
void squeeze_answer(struct request *rq);
/* The gzip of @page with its holes left as they are, made anew each time: what squeeze_answer remembers. For tests. */
void squeeze_page(struct buf *page);

#endif
