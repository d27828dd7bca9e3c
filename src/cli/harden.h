/* harden.h -- what a process that handles identities leaves behind when it is looked at from outside: as little as can be.
 *
 * No core is written (RLIMIT_CORE 0) and no other process of the same user may read this one's memory
 * (PR_SET_DUMPABLE 0). Memory that is given back to the allocator is overwritten at once, so that a contact, a passphrase or
 * an opened identity is gone when its request is over, whichever library held it: bodies, pages, trees of JSON.
 *
 * The limit, said plainly: while a request is at work its content is in memory; the kernel's own buffers and a page that was
 * swapped out are beyond a process (operations.md: no swap, or encrypted swap); root can read everything that is there.
 */
#ifndef NETRA_CLI_HARDEN_H
#define NETRA_CLI_HARDEN_H

void harden_start(void);

#endif
