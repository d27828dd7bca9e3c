/* main.c -- the way in: the arguments go to cli, which finds the command and answers with the exit code. */
#include "cli/cli.h"

int main(int argc, char **argv)
{
	return cli_main(argc, (const char **)argv);
}
