#include "readiness/telling.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/spool.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define START "{\"findings\":[" /* its first member, of those in order of name */

static const char *const verdicts[] = {"pass", "warn", "fail", "unknown"};
#define VERDICTS (sizeof(verdicts) / sizeof(verdicts[0]))

struct telling {
	struct spool *output;
	struct digest *digest;
	char *frame;      /* the document without any */
	struct text text; /* of one */
	int64_t all, counts[VERDICTS];
};

static void put(struct telling *telling, const char *data, size_t size)
{
	spool_more(telling->output, data, size);
	digest_add(telling->digest, data, size);
}

struct telling *telling_begin(struct spool *output, struct json_object *findings)
{
	struct telling *telling = mem_alloc(sizeof(*telling));

	telling->output = output;
	telling->digest = digest_begin();
	telling->frame = json_canonical_string(findings);
	assert(text_starts(telling->frame, START "]"));
	spool_begin(output, "findings");
	put(telling, START, strlen(START));
	return telling;
}

void telling_add(struct telling *telling, struct json_object *finding)
{
	struct text *text = &telling->text;
	const char *verdict = json_string(finding, "verdict");

	text_cut(text, 0, text->size);
	text_add(text, telling->all++ ? "," : "");
	json_canonical(text, finding);
	put(telling, text->data, text->size);
	for (size_t i = 0; i < VERDICTS; i++)
		telling->counts[i] += text_equal(verdict, verdicts[i]);
}

struct json_object *telling_end(struct telling *telling, char digest[DIGEST_TEXT])
{
	struct json_object *counts = json_object_new_object();
	const char *rest = telling->frame + strlen(START);

	put(telling, rest, strlen(rest));
	spool_end(telling->output);
	digest_end(telling->digest, digest);
	for (size_t i = 0; i < VERDICTS; i++)
		json_set_integer(counts, verdicts[i], telling->counts[i]);
	text_clear(&telling->text);
	free(telling->frame);
	free(telling);
	return counts;
}
