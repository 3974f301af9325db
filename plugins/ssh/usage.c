/* Who uses a host, and whom it asks for names. */
#include "base/address.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "ssh/facts.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define MOST_ACCOUNTS  64
#define MOST_RESOLVERS 16

/* --- logins --- */

static const char *const months[] = {
	"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static unsigned month_of(struct span word)
{
	for (unsigned i = 0; i < 12; i++)
		if (span_is(word, months[i]))
			return i + 1;
	return 0;
}

/* The first "Nov 20 10:00:00 2026" of a line as "2026-11-20". */
static bool find_day(struct span line, char out[11])
{
	struct span word, day, time, year;
	unsigned long long number, value;

	while (span_word(&line, &word)) {
		struct span rest = line;
		unsigned month = month_of(word);

		if (month && span_word(&rest, &day) && span_word(&rest, &time) &&
			span_word(&rest, &year) && span_number(day, 10, 31, &number) &&
			number > 0 && memchr(time.data, ':', time.size) &&
			span_number(year, 10, 9999, &value) && value >= 1970) {
			snprintf(out, 11, "%04u-%02u-%02u", (unsigned)value, month,
				(unsigned)number);
			return clock_is_date(out);
		}
	}
	return false;
}

/* What last(1) tells beside logins. */
static bool is_account(struct span word)
{
	static const char *const others[] = {"reboot", "shutdown", "runlevel", "wtmp", "btmp"};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (span_is(word, others[i]))
			return false;
	return span_printable(word, 64);
}

static int by_account(const void *left, const void *right)
{
	return strcmp(json_string(*(struct json_object *const *)left, "account"),
		json_string(*(struct json_object *const *)right, "account"));
}

/* The newest login of an account comes first. */
static void add_login(struct json_object *list, struct span account, const char *day)
{
	struct json_object *entry;

	for (size_t i = 0; i < json_length(list); i++)
		if (span_is(account,
			    json_string(json_object_array_get_idx(list, i), "account")))
			return;
	if (json_length(list) == MOST_ACCOUNTS)
		return;
	entry = json_object_new_object();
	facts_text(entry, "account", account);
	json_set_string(entry, "day", day);
	json_object_array_add(list, entry);
}

struct json_object *facts_logins(struct span lines)
{
	struct json_object *list = json_object_new_array();
	struct span line, rest, account;
	char day[11];

	while (span_line(&lines, &line)) {
		rest = line;
		if (span_word(&rest, &account) && is_account(account) && find_day(rest, day))
			add_login(list, account, day);
	}
	json_object_array_sort(list, by_account);
	return list;
}

/* --- resolvers --- */

struct json_object *facts_resolvers(struct span lines)
{
	struct json_object *list = json_object_new_array();
	struct span line, word, address;
	struct address parsed;
	char text[ADDRESS_TEXT];

	while (span_line(&lines, &line) && json_length(list) < MOST_RESOLVERS) {
		if (!span_word(&line, &word) || !span_is(word, "nameserver") ||
			!span_word(&line, &address) || !facts_address(address, &parsed))
			continue;
		address_format(&parsed, text);
		json_object_array_add(list, json_object_new_string(text));
	}
	return list;
}

/* --- the name --- */

/* Appends letters, digits, hyphens, underscores and dots, in lower case. */
static bool add_name(char out[FACTS_NAME], struct span span)
{
	size_t size = strlen(out);

	while (span.size > 0 && span.data[span.size - 1] == '.')
		span.size--;
	if (span.size == 0 || size + span.size >= FACTS_NAME || span.data[0] == '.')
		return false;
	for (size_t i = 0; i < span.size; i++) {
		unsigned char letter = (unsigned char)span.data[i];

		if (!isascii(letter) || (!isalnum(letter) && !strchr("-_.", letter)))
			return false;
		out[size + i] = (char)tolower(letter);
	}
	out[size + span.size] = '\0';
	return true;
}

/* The last line that tells it counts; of that its first domain. */
static bool find_domain(struct span lines, struct span *domain)
{
	struct span line, word, first;
	bool found = false;

	while (span_line(&lines, &line))
		if (span_word(&line, &word) &&
			(span_is(word, "search") || span_is(word, "domain")) &&
			span_word(&line, &first)) {
			*domain = first;
			found = true;
		}
	return found && !span_is(*domain, ".");
}

bool facts_hostname(struct span hostname, struct span resolv, char out[FACTS_NAME])
{
	struct span domain;
	size_t size;

	out[0] = '\0';
	if (!add_name(out, span_trim(hostname)) || text_starts(out, "localhost"))
		return false;
	size = strlen(out);
	if (strchr(out, '.') || size + 1 >= FACTS_NAME || !find_domain(resolv, &domain))
		return true;
	out[size] = '.';
	out[size + 1] = '\0';
	if (!add_name(out, domain))
		out[size] = '\0';
	return true;
}
