/* commands.h -- what `netra` can do from a terminal. The help text is this table: a new command is a line here
 * and a file beside it. */
#ifndef NETRA_CLI_COMMANDS_H
#define NETRA_CLI_COMMANDS_H

#include "cli/cli.h"

/* clang-format off */
#define COMMAND_MAP(X) /* name, function, what it does */                                          \
	X("act", cmd_act, "what the law forbids: one act by its code, or the list") \
	X("backup", cmd_backup, "write everything into one file, while the program runs") \
	X("case", cmd_case, "list, show, event, timeline, print: files from the terminal") \
	X("check-text", cmd_check_text, "may I post this? which act a text could be, by which article") \
	X("clock", cmd_clock, "legal deadlines, with their articles and the sum shown") \
	X("config", cmd_config, "check: read the settings and say what is wrong with them") \
	X("convert", cmd_convert, "posts FILE...: an export of a collection tool to canonical posts") \
	X("demo", cmd_demo, "make the fictitious demonstration office") \
	X("doctor", cmd_doctor, "is this installation in good health? what to do if not") \
	X("help", cmd_help, "this list") \
	X("identity", cmd_identity, "what the digits of a NIP, NI PPPK or NIK claim; nothing is stored") \
	X("import", cmd_import, "registry, accounts, watchlist, posts, holidays, regions, agencies") \
	X("index", cmd_index, "build, info: the screening index as one file") \
	X("intake", cmd_intake, "take FILE..., watch FOLDER: messages of a gateway and saved mails become reports") \
	X("init", cmd_init, "make the data folder, the keys and the office") \
	X("keys", cmd_keys, "custody of the identity vault: status, custody, custodian, rotate, sheets, lost") \
	X("log", cmd_log, "head, key, check: the log of receipts and what its witnesses keep") \
	X("name", cmd_name, "a written name against the register, best first, with its sum") \
	X("package", cmd_package, "check, open FILE: a hand-over as its recipient has it; key NAME: a pair of keys") \
	X("photo", cmd_photo, "FILE...: hash, time and place of pictures, opened in the jail") \
	X("receipt", cmd_receipt, "check FILE: is a receipt genuine, and proven to be in the log?") \
	X("restore", cmd_restore, "make a data folder from a backup") \
	X("route", cmd_route, "who receives a proven case, by class of person and date") \
	X("rulepack", cmd_rulepack, "check, sign, install, list, diff, show rule packs; key, trust, keys: publishers") \
	X("screen", cmd_screen, "canonical posts to alerts, with an index") \
	X("serve", cmd_serve, "answer pages and API requests") \
	X("stance", cmd_stance, "what each text says about which candidate, whoever wrote it") \
	X("stats", cmd_stats, "figures that add up: reports, events, files, persons; --publish keeps an edition") \
	X("user", cmd_user, "add, passwd, role, list, disable, token: the people of the office") \
	X("verify", cmd_verify, "walk the chain of evidence and name whatever was changed") \
	X("version", cmd_version, "version of the program and of its rule pack")
/* clang-format on */

#define X(name, function, text) int function(struct cli *cli, int argc, const char **argv);
COMMAND_MAP(X)
#undef X

struct command {
	const char *name;
	int (*run)(struct cli *cli, int argc, const char **argv);
	const char *text;
};
extern const struct command commands[];
extern const size_t commands_n;

#endif
