/* packs.h -- which law counts: the rule packs this process has read, and which of them is in force for whom.
 *
 * A pack is named by the SHA-256 of its text. Each is read once per process and kept, so that whoever holds a
 * `const struct law *` may hold it as long as the office is open. A *regime* is the list of packs that are in force
 * for new files: the one built into the binary counts for everybody, an installed one (desk/rules) from a day on, for
 * every election, for one procedure or for one election; the most particular rule counts, then the newest. A new
 * regime is put in its place as one pointer: a request that began under the old one ends under it.
 *
 * A file that is open keeps the pack with which it started; that is pack_law, not the regime.
 */
#ifndef NETRA_DESK_PACKS_H
#define NETRA_DESK_PACKS_H

#include "core/law/law.h"

struct desk;
struct office;
struct packs; /* the packs that were read; one per office */
struct tx;

struct regime_rule {
	int64_t install;       /* pack_install.id; 0: built in */
	const char *election;  /* "PILKADA-2024"; "": every election */
	const char *procedure; /* "pilkada"; "": both */
	struct day from;       /* DAY_NONE: from ever on */
	const char *hash;
	const struct law *law; /* NULL: its text is damaged or missing here */
};
struct regime {
	const struct regime_rule *items; /* the most particular first, then the newest */
	size_t n;
	int64_t newest, installs; /* by which a change is noticed */
};

/* The rule for a new file. Never NULL: the pack of the binary is the last of the list. */
const struct regime_rule *regime_rule(const struct regime *r, const char *election, const char *procedure,
				      struct day on);

/* The law of today for everything that is not one file: pages, menus, public calculators. */
const struct law *desk_law(const struct desk *d);
/* The same for one procedure, or for one election of it (@election "" or NULL: none in particular). */
const struct law *desk_law_for(const struct desk *d, const char *election, enum procedure p);
/* The pack that a new file gets. NOT_LOADED when the pack in force is damaged: nobody is judged by a guess. */
MUST_CHECK enum status desk_law_new(const struct desk *d, const char *election, enum procedure p,
				    const struct law **ret, struct err *e);

/* The pack with this hash. NOT_LOADED when it is not kept here, BROKEN when its text is not what its name says. */
MUST_CHECK enum status pack_law(struct tx *tx, struct office *o, const char *hash, const struct law **ret,
				struct err *e);
/* Keeps the text of the built-in pack in the store, where files opened under it find it after an upgrade. */
MUST_CHECK enum status pack_keep(struct tx *tx, const struct desk *d, const struct law *law, struct err *e);
/* Looks into the store whether packs were installed meanwhile; then the new regime counts for whoever asks next.
 * Also lets a pack that was installed for a day take over on that day. Cheap when nothing changed. */
MUST_CHECK enum status packs_refresh(struct office *o, bool *ret_changed, struct err *e);

#endif
