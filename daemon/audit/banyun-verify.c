/* banyun-verify: whether a published audit log is whole. See banyun-verify(1). */
#include <getopt.h>
#include <stdio.h>

#include "audit/verify_show.h"
#include "base/language.h"

enum { SOUND = 0, UNSOUND = 1, USAGE = 2 };

static void usage(FILE *out)
{
	fputs(_("Usage: banyun-verify [--against CHECKPOINT] [--key VKEY|FILE] [--json] "
		"FOLDER\n"
		"Checks that the audit log in FOLDER is whole. See banyun-verify(1).\n"),
		out);
}

/* Returns -1 when the program shall go on, or the exit status. */
static int read_options(int count, char **words, struct verify_options *options)
{
	static const struct option known[] = {{"against", required_argument, NULL, 'a'},
		{"key", required_argument, NULL, 'k'}, {"json", no_argument, NULL, 'j'},
		{"help", no_argument, NULL, 'h'}, {"version", no_argument, NULL, 'v'}, {0}};
	int letter;

	while ((letter = getopt_long(count, words, "", known, NULL)) != -1) {
		if (letter == 'a')
			options->against = optarg;
		else if (letter == 'k')
			options->key = optarg;
		else if (letter == 'j')
			options->json = true;
		else if (letter == 'v')
			return puts("banyun-verify " PACKAGE_VERSION) < 0;
		else
			return usage(letter == 'h' ? stdout : stderr),
			       letter == 'h' ? SOUND : USAGE;
	}
	if (optind + 1 != count)
		return usage(stderr), USAGE;
	options->folder = words[optind];
	return -1;
}

int main(int count, char **words)
{
	struct verify_options options = {0};

	language_start();
	int status = read_options(count, words, &options);
	return status >= 0 ? status : verify_and_show(&options);
}
