/* assets.h -- the files that pages lean on (style, script, API description), embedded in the program.
 *
 * Their address holds the hash of their bytes (/s/<hash>/<name>), so a browser may keep them for ever and a new
 * program gets new addresses.
 */
#ifndef NETRA_WEB_ASSETS_H
#define NETRA_WEB_ASSETS_H

#include "static_files.h"
#include "web/web.h"

const struct embedded *asset_find(const char *name); /* NULL: none */
const char *asset_address(const char *name);         /* static; stops on a name that is not embedded */
void asset_answer(struct request *rq, const struct embedded *file); /* its bytes, as gzip where that is taken */
enum status worker_show(struct request *rq, struct err *e); /* /sw.js: the service worker of the report form */
enum status asset_show(struct request *rq, struct err *e);

#endif
