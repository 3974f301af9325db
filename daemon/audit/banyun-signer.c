/*
 * banyun-signer: the process that holds the key of the audit log. Started by banyund, with
 * which it speaks over descriptor 3; as root it becomes the user of --user before it reads
 * anything.
 */
#include <errno.h>
#include <getopt.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/signer.h"
#include "base/error.h"
#include "base/language.h"
#include "base/log.h"

#define SOCKET 3

struct options {
	const char *folder, *origin, *user;
};

static int usage(FILE *out)
{
	fputs(_("Usage: banyun-signer --folder FOLDER --origin NAME [--user USER]\n"
		"Signs the audit log; started by banyund, not by hand. See banyun-audit(7).\n"),
		out);
	return out == stdout ? 0 : 2;
}

/* Returns -1 when the program shall go on, or the exit status. */
static int read_options(int count, char **words, struct options *options)
{
	static const struct option known[] = {{"folder", required_argument, NULL, 'f'},
		{"origin", required_argument, NULL, 'o'},
		{"user", required_argument, NULL, 'u'}, {"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'v'}, {0}};
	int letter;

	while ((letter = getopt_long(count, words, "", known, NULL)) != -1) {
		if (letter == 'f')
			options->folder = optarg;
		else if (letter == 'o')
			options->origin = optarg;
		else if (letter == 'u')
			options->user = optarg;
		else if (letter == 'v')
			return puts("banyun-signer " PACKAGE_VERSION) < 0;
		else
			return usage(letter == 'h' ? stdout : stderr);
	}
	return optind == count && options->folder && options->origin ? -1 : usage(stderr);
}

/*
 * The folder is given to the user first; afterwards this process can do nothing that the user
 * cannot.
 */
static int become(const char *user, const char *folder, struct error *error)
{
	const struct passwd *entry = getpwnam(user);

	if (!entry || entry->pw_uid == 0)
		return error_set(error, ERROR_FAILED, user,
			"The signer needs a user of its own that exists and is not root.");
	if ((mkdir(folder, 0700) < 0 && errno != EEXIST) ||
		lchown(folder, entry->pw_uid, entry->pw_gid) < 0)
		return error_set(error, ERROR_FAILED, folder,
			"The signer's folder cannot be given to %s: %s.", user,
			strerror(errno));
	if (setgroups(0, NULL) < 0 ||
		setresgid(entry->pw_gid, entry->pw_gid, entry->pw_gid) < 0 ||
		setresuid(entry->pw_uid, entry->pw_uid, entry->pw_uid) < 0)
		return error_set(error, ERROR_FAILED, user,
			"The signer cannot become its own user: %s.", strerror(errno));
	return 0;
}

/* The key is in this memory: it goes to no disk and to no debugger. */
static int shield(struct error *error)
{
	const struct rlimit no_core = {0};

	umask(077);
	if (prctl(PR_SET_DUMPABLE, 0) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
		setrlimit(RLIMIT_CORE, &no_core) == 0)
		return 0;
	return error_set(error, ERROR_FAILED, NULL, "The signer cannot shield its memory: %s.",
		strerror(errno));
}

/* Until banyund closes its end. */
static int serve(struct signer *signer, struct error *error)
{
	static uint8_t message[SIGNER_MESSAGE + 1];
	ssize_t got;

	while ((got = recv(SOCKET, message, sizeof(message), 0)) > 0 ||
		(got < 0 && errno == EINTR)) {
		AUTO_TEXT struct text answer = {0};
		if (got < 0)
			continue;
		if (signer_answer(signer, message, (size_t)got, &answer, error) < 0)
			return -1;
		if (send(SOCKET, answer.data, answer.size, MSG_NOSIGNAL) < 0)
			return 0;
	}
	if (got == 0 || errno == ECONNRESET)
		return 0;
	return error_set(error, ERROR_FAILED, NULL,
		"The signer is started by banyund, which gives it a socket as descriptor 3: "
		"%s.",
		strerror(errno));
}

static int run(const struct options *options, struct error *error)
{
	static struct signer signer;

	if (options->user && geteuid() == 0 &&
		become(options->user, options->folder, error) < 0)
		return -1;
	if (shield(error) < 0)
		return -1;
	if (mlock(&signer, sizeof(signer)) < 0)
		log_debug("signer", NULL, "The key may be swapped out: %s.", strerror(errno));
	int result = signer_open(&signer, options->folder, options->origin, error);
	if (result == 0)
		result = serve(&signer, error);
	signer_close(&signer);
	return result;
}

int main(int count, char **words)
{
	struct options options = {0};
	struct error error = {0};

	language_start();
	int status = read_options(count, words, &options);
	if (status >= 0)
		return status;
	if (run(&options, &error) == 0)
		return 0;
	log_error("signer", error.object[0] ? error.object : NULL, "%s", error.text);
	return 1;
}
