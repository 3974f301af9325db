#include "ssh/facts.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "ssh/frr.h"
#include "ssh/lldp.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum part {
	PART_CLOCK,
	PART_BOOT_ID,
	PART_MACHINE_ID,
	PART_OS,
	PART_KERNEL,
	PART_HOSTNAME,
	PART_ARCHITECTURE,
	PART_BYTE_ORDER,
	PART_CPUS,
	PART_PROCESSOR,
	PART_MEMORY,
	PART_LOAD,
	PART_UPTIME,
	PART_ADDRESSES4,
	PART_ADDRESSES6,
	PART_SETTINGS6,
	PART_SOCKETS,
	PART_LISTENING4,
	PART_LISTENING6,
	PART_LINKS,
	PART_FIRMWARE,
	PART_DISKS,
	PART_MOUNTS,
	PART_SPACE,
	PART_ROUTES4,
	PART_ROUTES6,
	PART_RESOLVERS,
	PART_LOGINS,
	PART_TOOLS,
	PART_FRR,
	PART_LLDP,
	PARTS
};

static const char *const part_names[PARTS] = {
	[PART_CLOCK] = "clock",
	[PART_BOOT_ID] = "boot_id",
	[PART_MACHINE_ID] = "machine_id",
	[PART_OS] = "os",
	[PART_KERNEL] = "kernel",
	[PART_HOSTNAME] = "hostname",
	[PART_ARCHITECTURE] = "architecture",
	[PART_BYTE_ORDER] = "byte_order",
	[PART_CPUS] = "cpus",
	[PART_PROCESSOR] = "processor",
	[PART_MEMORY] = "memory",
	[PART_LOAD] = "load",
	[PART_UPTIME] = "uptime",
	[PART_ADDRESSES4] = "addresses4",
	[PART_ADDRESSES6] = "addresses6",
	[PART_SETTINGS6] = "settings6",
	[PART_SOCKETS] = "sockets",
	[PART_LISTENING4] = "listening4",
	[PART_LISTENING6] = "listening6",
	[PART_LINKS] = "links",
	[PART_FIRMWARE] = "firmware",
	[PART_DISKS] = "disks",
	[PART_MOUNTS] = "mounts",
	[PART_SPACE] = "space",
	[PART_ROUTES4] = "routes4",
	[PART_ROUTES6] = "routes6",
	[PART_RESOLVERS] = "resolvers",
	[PART_LOGINS] = "logins",
	[PART_TOOLS] = "tools",
	[PART_FRR] = "frr",
	[PART_LLDP] = "lldp",
};

/* What every host has; in order of name. */
static const char *const expected[] = {"addresses", "architecture", "cpus", "disks",
	"filesystems", "firmware_date", "kernel", "last_logins", "links", "listening",
	"machine_id", "memory", "os", "processor", "product", "resolvers", "routes", "serial",
	"tools", "uuid", "vendor"};

static bool is_name(struct span span)
{
	if (span.size == 0 || span.size > 63 || span.data[0] == '.' || span.data[0] == '-')
		return false;
	for (size_t i = 0; i < span.size; i++)
		if (span.data[i] == '\0' || strchr("._-", span.data[i]) == NULL)
			if (!isascii(span.data[i]) || !isalnum(span.data[i]))
				return false;
	return true;
}

static bool is_hexadecimal(struct span span, size_t size)
{
	for (size_t i = 0; i < span.size; i++)
		if (span.data[i] == '\0' || strchr("0123456789abcdef", span.data[i]) == NULL)
			return false;
	return span.size == size;
}

void facts_text(struct json_object *object, const char *name, struct span span)
{
	json_set(object, name, json_object_new_string_len(span.data, (int)span.size));
}

static void read_printable(
	struct json_object *facts, const char *name, const struct section *section)
{
	struct span text = span_trim(section->content);

	if (section->known && span_printable(text, 256))
		facts_text(facts, name, text);
}

static void read_architecture(struct json_object *facts, const struct section *section)
{
	struct span text = span_trim(section->content);

	if (section->known && is_name(text))
		facts_text(facts, "architecture", text);
}

static void read_machine_id(struct json_object *facts, const struct section *section)
{
	struct span text = span_trim(section->content);

	if (section->known && is_hexadecimal(text, 32))
		facts_text(facts, "machine_id", text);
}

/*
 * Takes the quotes of os-release(5) off, which are those of a shell. `out` is as large as
 * `value`.
 */
static struct span unquote(struct span value, char *out)
{
	char quote =
		value.size >= 2 && strchr("\"'", value.data[0]) != NULL ? value.data[0] : '\0';
	struct span result = {out, 0};

	if (quote == '\0' || value.data[value.size - 1] != quote)
		return value;
	for (size_t i = 1; i + 1 < value.size; i++) {
		if (quote == '"' && value.data[i] == '\\' && i + 2 < value.size)
			i++;
		out[result.size++] = value.data[i];
	}
	return result;
}

/* A line of os-release(5) that sets `key`, which ends in "=". */
static void read_release(
	struct json_object *facts, const char *name, const char *key, struct span line)
{
	char buffer[512];

	if (!span_starts(line, key) || json_string(facts, name))
		return;
	struct span value = {line.data + strlen(key), line.size - strlen(key)};
	value = span_trim(value);
	if (value.size > sizeof(buffer))
		return;
	value = unquote(value, buffer);
	if (span_printable(value, 256))
		facts_text(facts, name, value);
}

static void read_os(struct json_object *facts, const struct section *section)
{
	struct span rest = section->content, line;

	while (section->known && span_line(&rest, &line)) {
		read_release(facts, "os", "PRETTY_NAME=", line);
		read_release(facts, "os_id", "ID=", line);
		read_release(facts, "os_version", "VERSION_ID=", line);
	}
}

static void read_cpus(struct json_object *facts, const struct section *parts)
{
	unsigned long long count;
	char model[257];

	if (parts[PART_CPUS].known && facts_cpus(parts[PART_CPUS].content, &count))
		json_set_integer(facts, "cpus", (int64_t)count);
	if (parts[PART_PROCESSOR].known &&
		facts_processor(parts[PART_PROCESSOR].content, model, sizeof(model)))
		json_set_string(facts, "processor", model);
}

/* A line of /proc/meminfo: "MemTotal:  16314236 kB". */
static void read_memory_line(
	struct span line, const char *key, struct json_object *into, const char *name)
{
	struct span word, unit;
	unsigned long long kibibytes;

	if (!span_word(&line, &word) || !span_is(word, key))
		return;
	if (!span_word(&line, &word) ||
		!span_number(word, 10, JSON_INTEGER_MOST / 1024, &kibibytes))
		return;
	if (span_word(&line, &unit) && span_is(unit, "kB"))
		json_set_integer(into, name, (int64_t)kibibytes * 1024);
}

static void read_memory(
	struct json_object *facts, struct json_object *measures, const struct section *section)
{
	struct span rest = section->content, line;

	while (section->known && span_line(&rest, &line)) {
		read_memory_line(line, "MemTotal:", facts, "memory");
		read_memory_line(line, "MemAvailable:", measures, "memory_available");
	}
}

/* "0.52 0.58 0.59 1/389 12345": the first is 520 thousandths. */
static void read_load(struct json_object *measures, const struct section *section)
{
	struct span rest = section->content, word;
	unsigned long long whole, hundredths;

	if (!section->known || !span_word(&rest, &word) || word.size < 4)
		return;
	struct span left = {word.data, word.size - 3}, right = {word.data + word.size - 2, 2};
	if (word.data[word.size - 3] == '.' && span_number(left, 10, 1000000, &whole) &&
		span_number(right, 10, 99, &hundredths))
		json_set_integer(
			measures, "load_milli", (int64_t)(whole * 1000 + hundredths * 10));
}

/* "32591.29 43848.82": seconds since the start, and idle ones. */
static void read_uptime(struct json_object *measures, const struct section *section)
{
	struct span rest = section->content, word;
	unsigned long long seconds;

	if (!section->known || !span_word(&rest, &word))
		return;
	const char *point = memchr(word.data, '.', word.size);
	if (point && span_number((struct span){word.data, (size_t)(point - word.data)}, 10,
			     JSON_INTEGER_MOST, &seconds))
		json_set_integer(measures, "uptime", (int64_t)seconds);
}

/* 36 characters, in lower case. */
static bool is_uuid(struct span text)
{
	static const char hyphens[] = {8, 13, 18, 23};

	if (text.size != 36)
		return false;
	for (size_t i = 0; i < text.size; i++) {
		bool hyphen = memchr(hyphens, (int)i, sizeof(hyphens)) != NULL;
		if (hyphen ? text.data[i] != '-'
			   : !is_hexadecimal((struct span){text.data + i, 1}, 1))
			return false;
	}
	return true;
}

static void read_boot(struct json_object *measures, const struct section *section)
{
	struct span text = span_trim(section->content);

	if (section->known && is_uuid(text))
		json_set_integer(
			measures, "boot", (int64_t)digest_number(text.data, text.size));
}

/* The uuid in lower case, whichever the firmware writes; not the ones that say "none". */
static void read_uuid(struct json_object *facts, struct span text)
{
	char lower[37] = "";

	if (text.size != 36)
		return;
	for (size_t i = 0; i < text.size; i++)
		lower[i] = (char)tolower((unsigned char)text.data[i]);
	if (is_uuid((struct span){lower, 36}) && strspn(lower, "0-") < 36 &&
		strspn(lower, "f-") < 36)
		json_set_string(facts, "uuid", lower);
}

/* "04/01/2014", as the firmware writes it, as "2014-04-01". */
static void read_date(struct json_object *facts, struct span text)
{
	char date[11];

	if (text.size != 10 || text.data[2] != '/' || text.data[5] != '/')
		return;
	snprintf(date, sizeof(date), "%.4s-%.2s-%.2s", text.data + 6, text.data, text.data + 3);
	if (clock_is_date(date))
		json_set_string(facts, "firmware_date", date);
}

/* Lines "product_uuid UUID", "sys_vendor QEMU" and so on, as far as they could be read. */
static void read_firmware(struct json_object *facts, const struct section *section)
{
	static const char *const names[][2] = {{"sys_vendor", "vendor"},
		{"product_name", "product"}, {"product_serial", "serial"}};
	struct span rest = section->content, line, word;

	while (section->known && span_line(&rest, &line)) {
		if (!span_word(&line, &word))
			continue;
		line = span_trim(line);
		if (span_is(word, "product_uuid"))
			read_uuid(facts, line);
		if (span_is(word, "bios_date"))
			read_date(facts, line);
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (span_is(word, names[i][0]) && span_printable(line, 128))
				facts_text(facts, names[i][1], line);
	}
}

/* Nanoseconds since 1970, or only seconds where date(1) knows no %N and leaves it standing. */
static bool read_time(struct span text, int64_t *time, int64_t *doubt)
{
	unsigned long long number, high = JSON_INTEGER_MOST / 1000000;

	text = span_trim(text);
	*doubt = 0;
	if (text.size == 19 && span_number(text, 10, INT64_MAX, &number)) {
		*time = (int64_t)(number / 1000);
		return true;
	}
	while (text.size > 0 && memchr("%N", text.data[text.size - 1], 2) != NULL)
		text.size--;
	if (!span_number(text, 10, high, &number))
		return false;
	*doubt = 500000;
	*time = (int64_t)number * 1000000 + *doubt;
	return true;
}

static void read_clock(struct json_object *measures, const struct facts_input *input,
	const struct section *section)
{
	int64_t half = (input->received - input->sent) / 2, time, doubt;

	if (!section->known || !read_time(section->content, &time, &doubt))
		return;
	json_set_integer(measures, "clock_skew_ms", (time - input->sent - half) / 1000);
	json_set_integer(measures, "clock_error_ms", (half + doubt) / 1000 + 1);
}

/* A list that could not be read stays out. */
static void set_list(struct json_object *facts, const char *name, struct json_object *list)
{
	if (list != NULL)
		json_set(facts, name, list);
}

static void read_addresses(struct json_object *facts, const struct section *parts)
{
	const struct section *trie = &parts[PART_ADDRESSES4], *inet6 = &parts[PART_ADDRESSES6];

	if (trie->known && inet6->known)
		set_list(facts, "addresses", facts_addresses(trie->content, inet6->content));
}

static void read_names(struct json_object *facts, const struct section *parts)
{
	const struct section *host = &parts[PART_HOSTNAME], *resolvers = &parts[PART_RESOLVERS];
	char name[FACTS_NAME];

	if (host->known &&
		facts_hostname(host->content,
			resolvers->known ? resolvers->content : (struct span){0}, name))
		json_set_string(facts, "hostname", name);
}

static void read_ipv6(struct json_object *facts, const struct section *parts)
{
	const struct section *settings = &parts[PART_SETTINGS6],
			     *inet6 = &parts[PART_ADDRESSES6];

	if (settings->known && inet6->known)
		set_list(facts, "ipv6", facts_ipv6(settings->content, inet6->content));
}

/* The script has printed the bytes 1 and 0 as one number. False when it is neither. */
static bool read_order(const struct section *parts, bool *little)
{
	struct span order = span_trim(parts[PART_BYTE_ORDER].content);

	*little = span_is(order, "1");
	return parts[PART_BYTE_ORDER].known && (*little || span_is(order, "256"));
}

/* Returns whether the programs that listen are known, as far as any does. */
static bool read_listening(
	struct json_object *facts, struct json_object *measures, const struct section *parts)
{
	const struct section *tcp = &parts[PART_LISTENING4], *tcp6 = &parts[PART_LISTENING6];
	bool little, programs = false;

	if (parts[PART_SOCKETS].known)
		set_list(facts, "listening",
			facts_sockets(parts[PART_SOCKETS].content, measures, &programs));
	else if (tcp->known && tcp6->known && read_order(parts, &little))
		set_list(facts, "listening",
			facts_listening(tcp->content, tcp6->content, little));
	return programs || json_length(json_member(facts, "listening")) == 0;
}

static void read_storage(
	struct json_object *facts, struct json_object *measures, const struct section *parts)
{
	const struct section *mounts = &parts[PART_MOUNTS], *space = &parts[PART_SPACE];

	if (parts[PART_DISKS].known)
		set_list(facts, "disks", facts_disks(parts[PART_DISKS].content));
	if (mounts->known && space->known)
		set_list(facts, "filesystems",
			facts_filesystems(mounts->content, space->content, measures));
}

static void name_one_unknown(struct json_object *facts, const char *name)
{
	struct json_object *list = json_member(facts, "unknown");

	if (!list)
		json_set(facts, "unknown", list = json_object_new_array());
	json_object_array_add(list, json_object_new_string(name));
}

/* What a host has and did not say, with the programs that listen. */
static void name_unknown(struct json_object *facts, bool programs)
{
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		if (!json_member(facts, expected[i]))
			name_one_unknown(facts, expected[i]);
	if (!programs)
		name_one_unknown(facts, "listening programs");
}

static void read_routes(struct json_object *facts, const struct section *parts)
{
	const struct section *four = &parts[PART_ROUTES4], *six = &parts[PART_ROUTES6];
	bool little;

	if (four->known && six->known && read_order(parts, &little))
		set_list(facts, "routes", facts_routes(four->content, six->content, little));
}

static void read_tools(struct json_object *facts, const struct section *section)
{
	struct span rest = section->content, line;
	AUTO_JSON struct json_object *list = json_object_new_array();

	if (!section->known)
		return;
	while (span_line(&rest, &line)) {
		if (!is_name(line) || json_object_array_length(list) == 64)
			return;
		json_object_array_add(
			list, json_object_new_string_len(line.data, (int)line.size));
	}
	json_set(facts, "tools", mem_take(&list));
}

/* Only a router has these sections. What it lets its user not read is no fact, but unknown. */
static void read_router(
	struct json_object *facts, struct json_object *measures, const struct section *parts)
{
	const struct section *frr = &parts[PART_FRR], *lldp = &parts[PART_LLDP];

	if (frr->content.data && !(frr_read(frr->content, facts, measures) && frr->known))
		name_one_unknown(facts, "router");
	if (lldp->content.data && !(lldp->known && lldp_read(lldp->content, facts)))
		name_one_unknown(facts, "lldp");
}

int facts_parse(const struct facts_input *input, struct json_object *facts,
	struct json_object *measures, struct error *error)
{
	struct section parts[PARTS];
	bool programs;

	if (sections_parse(parts, part_names, PARTS, input->boundary, input->text, error) < 0)
		return -1;
	read_os(facts, &parts[PART_OS]);
	read_printable(facts, "kernel", &parts[PART_KERNEL]);
	read_architecture(facts, &parts[PART_ARCHITECTURE]);
	read_machine_id(facts, &parts[PART_MACHINE_ID]);
	read_cpus(facts, parts);
	read_memory(facts, measures, &parts[PART_MEMORY]);
	read_addresses(facts, parts);
	read_ipv6(facts, parts);
	read_names(facts, parts);
	programs = read_listening(facts, measures, parts);
	if (parts[PART_LINKS].known)
		set_list(facts, "links", facts_links(parts[PART_LINKS].content));
	read_firmware(facts, &parts[PART_FIRMWARE]);
	read_storage(facts, measures, parts);
	read_routes(facts, parts);
	if (parts[PART_RESOLVERS].known)
		set_list(facts, "resolvers", facts_resolvers(parts[PART_RESOLVERS].content));
	if (parts[PART_LOGINS].known)
		set_list(facts, "last_logins", facts_logins(parts[PART_LOGINS].content));
	read_tools(facts, &parts[PART_TOOLS]);
	read_router(facts, measures, parts);
	name_unknown(facts, programs);
	read_boot(measures, &parts[PART_BOOT_ID]);
	read_clock(measures, input, &parts[PART_CLOCK]);
	read_load(measures, &parts[PART_LOAD]);
	read_uptime(measures, &parts[PART_UPTIME]);
	return 0;
}
