#include "audit/verify_show.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/base64.h"
#include "audit/folder.h"
#include "audit/verify.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/language.h"
#include "base/memory.h"

/* A file of the auditor's own that cannot be read is no fault of the log. */
static int read_own(struct text *file, const char *path, struct error *error)
{
	if (text_read_file(file, path, NOTE_MOST, error) == 0)
		return 0;
	error->code = ERROR_FAILED;
	return -1;
}

static int check_folder(const char *folder, struct error *error)
{
	DIR *list = opendir(folder);

	if (!list)
		return error_set(error, ERROR_FAILED, folder,
			"The folder cannot be opened: %s.", strerror(errno));
	closedir(list);
	return 0;
}

/* A verifier key, or the name of a file that holds one. */
static int read_key(const char *word, struct note_key *key, struct error *error)
{
	AUTO_TEXT struct text file = {0};

	if (note_key_parse(key, word, word, NULL) == 0)
		return 0;
	if (read_own(&file, word, error) < 0)
		return -1;
	return note_key_parse(key, file.size ? file.data : "", word, error);
}

static void say_unknown(const struct verify_options *options)
{
	if (!options->against)
		puts(_("That records were cut off at the end, or that the holder of the key "
		       "rewrote"
		       " the history, cannot be excluded: for this give a checkpoint that was "
		       "kept"
		       " elsewhere with --against."));
	if (!options->key)
		puts(_("The key was taken from the folder itself: compare it with one that was "
		       "kept"
		       " elsewhere, or give that with --key."));
}

/* What could not be read says nothing of the log; a part of it that is missing does. */
static void say_unsound(const struct verify_options *options, const struct error *error)
{
	AUTO_FREE char *line = language_error(error);
	AUTO_FREE char *folder = text_tame(options->folder);

	printf(error->code == ERROR_FAILED
			? _("Whether the audit log in \"%s\" is sound could not be seen.\n")
			: _("The audit log in \"%s\" is not sound.\n"),
		folder);
	puts(line);
}

static void say(const struct verify_options *options, const struct verify_report *report,
	const struct error *error)
{
	AUTO_TEXT struct text key = {0};
	char first[CLOCK_TEXT], last[CLOCK_TEXT];

	if (error->code) {
		say_unsound(options, error);
		return;
	}
	note_key_add(&key, &report->key);
	clock_format(report->first, first);
	clock_format(report->last, last);
	printf(_("The audit log is sound: %llu records, signed with the key %s.\n"),
		(unsigned long long)report->checkpoint.size, key.data);
	if (report->checkpoint.size)
		printf(_("The first is of %s, the last of %s.\n"), first, last);
	if (options->against)
		printf(_("It continues the checkpoint of %llu records that was kept "
			 "elsewhere.\n"),
			(unsigned long long)report->against.size);
	say_unknown(options);
}

static void say_json(const struct verify_options *options, const struct verify_report *report,
	const struct error *error)
{
	AUTO_JSON struct json_object *tree = json_object_new_object();
	AUTO_FREE char *text = NULL;
	AUTO_TEXT struct text root = {0}, key = {0};

	if (report->checkpoint.origin[0])
		base64_add(&root, report->checkpoint.root, TREE_HASH);
	if (report->key.name[0])
		note_key_add(&key, &report->key);
	json_set_boolean(tree, "sound", !error->code);
	json_set_boolean(tree, "cut_back_excluded", !error->code && options->against);
	json_set_boolean(tree, "key_given", options->key);
	json_set_integer(tree, "records", (int64_t)report->checkpoint.size);
	json_set_string(tree, "root", root.size ? root.data : "");
	json_set_string(tree, "key", key.size ? key.data : "");
	if (error->code) {
		json_set_string(tree, "object", error->object);
		json_set_string(tree, "reason", error->text);
	}
	text = json_canonical_string(tree);
	puts(text);
}

static int verify(
	const struct verify_options *options, struct verify_report *report, struct error *error)
{
	struct verify_request request = {
		.source = folder_source(options->folder), .allowance = VERIFY_ALLOWANCE};
	AUTO_TEXT struct text against = {0};
	struct note_key key;

	if (check_folder(options->folder, error) < 0)
		return -1;
	if (options->key) {
		if (read_key(options->key, &key, error) < 0)
			return -1;
		request.key = &key;
	}
	if (options->against) {
		if (read_own(&against, options->against, error) < 0)
			return -1;
		request.against = against.size ? against.data : "";
		request.against_size = against.size;
	}
	return verify_log(&request, report, error);
}

int verify_and_show(const struct verify_options *options)
{
	struct verify_report report = {0};
	struct error error = {0};
	int status = verify(options, &report, &error) < 0 ? 1 : 0;

	if (options->json)
		say_json(options, &report, &error);
	else
		say(options, &report, &error);
	return status;
}
