#include "definition.h"

#include "base/memory.h"
#include "fence.h"
#include "mark.h"
#include "xml.h"
#include <string.h>

static char *tidy(const char *text, struct error *error)
{
	AUTO_XML xmlDocPtr document = NULL;

	if (xml_parse(&document, text, error) < 0)
		return NULL;
	mark_strip(document);
	fence_strip(document);
	return xml_write(document);
}

static bool holds_ours(const char *text)
{
	return strstr(text, MARK_NAMESPACE) || strstr(text, FENCE_ALIAS);
}

/* What a mark that was taken out by others left behind goes too. */
static bool is_odd(const struct elements *tree)
{
	const struct element *metadata = element_first(tree->root, "metadata");

	return tree->odd || (metadata && !metadata->children);
}

/* Most have nothing of ours and nothing odd: they are read once, and written as they are. */
int definition_read(struct elements *tree, char **raw, const char *text, struct error *error)
{
	AUTO_FREE char *tidied = holds_ours(text) ? tidy(text, error) : NULL;

	if (holds_ours(text) && !tidied)
		return -1;
	if (elements_read(tree, tidied ? tidied : text, error) < 0)
		return -1;
	if (!raw)
		return 0;
	if (!tidied)
		tidied = is_odd(tree) ? tidy(text, error) : elements_write(tree);
	*raw = mem_take(&tidied);
	return *raw ? 0 : -1;
}
