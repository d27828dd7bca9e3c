/* ages.h -- how long receivers take, as a picture for pages: public and of the office. */
#ifndef NETRA_WEB_AGES_H
#define NETRA_WEB_AGES_H

#include "desk/figures/figures.h"
#include "web/web.h"

/* An SVG with a bar for every receiver that has enough hand-overs; "" when none has. */
const char *ages_picture(const struct request *rq, const struct figures_ages *ages);

#endif
