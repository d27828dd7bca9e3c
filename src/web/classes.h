/* classes.h -- "I am ...": the classes of persons that public forms offer. */
#ifndef NETRA_WEB_CLASSES_H
#define NETRA_WEB_CLASSES_H

#include "web/web.h"

struct class_choice {
	const char *code, *name;
	bool chosen;
};
struct class_choices {
	struct class_choice *items;
	size_t n;
};
struct class_choices classes_offered(const struct request *rq, enum subject_class chosen);
struct class_choices classes_all(const struct request *rq, enum subject_class chosen);

#endif
