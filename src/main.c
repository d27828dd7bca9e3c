/* main.c -- wiring: the arguments go to cli, which opens the office and runs one command. */
#include <stdio.h>

int main(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	puts("netra " NETRA_VERSION);
	return 0;
}
