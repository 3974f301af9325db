#include "model/disposition.h"
#include "base/text.h"

const char *const disposition_words[] = {"rehost", "replatform", "host", "interface",
	"consolidate", "site_consolidation", "retire", "retain", "held", "excluded", NULL};

const char *const disposition_choices[] = {"rehost", "replatform", "host", "interface",
	"consolidate", "site_consolidation", "retire", "retain", NULL};

enum disposition disposition_of(const char *word)
{
	int found = 0;

	while (disposition_words[found] && !text_equal(disposition_words[found], word))
		found++;
	return (enum disposition)found;
}

bool disposition_moves(enum disposition disposition)
{
	return disposition == DISPOSITION_REHOST;
}

bool disposition_is_eligible(enum disposition disposition)
{
	return disposition == DISPOSITION_REHOST || disposition == DISPOSITION_REPLATFORM;
}

bool disposition_ends(enum disposition disposition)
{
	return disposition == DISPOSITION_RETIRE || disposition == DISPOSITION_CONSOLIDATE ||
	       disposition == DISPOSITION_SITE_CONSOLIDATION;
}
