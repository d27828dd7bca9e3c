/* demo_world.h -- what the files that make the demonstration hand to each other: the office, its people, and which
 * record became of which part of the story. */
#ifndef NETRA_CLI_DEMO_WORLD_H
#define NETRA_CLI_DEMO_WORLD_H

#include "cli/demo_internal.h"
#include "desk/access/access.h"
#include "desk/office.h"

#define DEMO_FILES 58 /* at least as many as there are reports */
#define DEMO_PASSWORD "kawung-teduh-9901" /* of every login: a drill office guards nothing */

enum demo_user {
	DEMO_INTAKE, DEMO_HANDLER, DEMO_HANDLER_2, DEMO_PATROL, DEMO_CHAIR, DEMO_MEMBER_1, DEMO_MEMBER_2,
	DEMO_CUSTODIAN, DEMO_CUSTODIAN_2, DEMO_ADMIN,
	DEMO_PREVENTION, DEMO_SECRETARY, DEMO_PERSONNEL, DEMO_UNIT, DEMO_USERS
};
struct demo_login {
	const char *login, *name, *position;
	enum role role;
	const char *agency; /* of the head of a unit: whose */
};
extern const struct demo_login demo_logins[DEMO_USERS];

struct demo_world {
	struct arena *arena; /* of the command */
	struct arena step;   /* of one step, reset after it */
	struct office *office;
	const struct demo_city *city;
	int64_t users[DEMO_USERS];
	int64_t report[DEMO_FILES], file[DEMO_FILES], person[DEMO_FILES];
	const char *stage[DEMO_FILES];
	const char *code; /* of the first report about the photo */
	size_t posts, alerts, clusters;
};

struct desk demo_desk(struct demo_world *w, enum demo_user user, struct instant now);
MUST_CHECK enum status demo_story_tell(struct demo_world *w, struct err *e);
MUST_CHECK enum status demo_prevention_tell(struct demo_world *w, struct err *e);

#endif
