/* main.c -- the way in: the arguments go to cli, which finds the command and answers with the exit code. The program
 * also starts itself as the child that opens pictures (src/jail), which must not touch anything else first. */
#include "cli/cli.h"
#include "jail/jail.h"

int main(int argc, char **argv)
{
	if (jail_asked(argc, argv))
		return jail_main();
	return cli_main(argc, (const char **)argv);
}
