#include "planning/newest.h"
#include "base/error.h"
#include "base/memory.h"
#include "core/archive.h"
#include <stdlib.h>
#include <string.h>

static int refuse(const char *object, struct error *error)
{
	return error_set(error, ERROR_REFUSED, object,
		"The stored document %s is not of the form that this banyun writes; make it "
		"anew.",
		object);
}

int newest_entry(struct skim *walk, const struct skim_wanted *wanted, struct skim_text *entry,
	struct error *error)
{
	size_t start = walk->at;

	if (!skim_object(walk, wanted))
		return refuse("list", error);
	*entry = (struct skim_text){walk->data + start, walk->at - start, false};
	return 0;
}

/* --- the document --- */

static int read_text(
	struct newest *newest, struct store *store, const char *kind, struct error *error)
{
	if (archive_head(store, kind, newest->digest, error) == 0)
		return archive_read(&newest->text, store, newest->digest, error);
	if (error->code == ERROR_NOT_FOUND)
		error_set(error, ERROR_CONFLICT, NULL,
			"There is no %s yet; run `banyun inventory scan` and `banyun "
			"readiness "
			"check` first.",
			kind);
	return -1;
}

int newest_read(struct newest *newest, struct store *store, const char *kind, const char *list,
	struct error *error)
{
	struct skim_text profile, snapshot, is, schema;
	const struct skim_wanted wanted[] = {{list, &newest->list, true, true},
		{"kind", &is, true}, {"profile", &profile, false},
		{"schema", &schema, true, true}, {"snapshot", &snapshot, false}, {0}};
	struct skim skim;

	if (read_text(newest, store, kind, error) < 0)
		return -1;
	skim = skim_of(newest->text.data, newest->text.size);
	if (!skim_object(&skim, wanted) || !skim_ends(&skim) || !skim_is(&is, kind) ||
		!skim_is(&schema, "1") || newest->list.data[0] != '[')
		return refuse(newest->digest, error);
	newest->profile = skim_take(&profile);
	newest->snapshot = skim_take(&snapshot);
	return 0;
}

void newest_free(struct newest *newest)
{
	text_clear(&newest->text);
	free(newest->snapshot);
	free(newest->profile);
}

struct skim newest_walk(const struct newest *newest)
{
	struct skim walk = skim_of(newest->list.data, newest->list.size);

	skim_enter(&walk, '[');
	return walk;
}
