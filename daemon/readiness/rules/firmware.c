/*
 * What firmware and TPM remember. QEMU sends the flash that UEFI writes its variables to with
 * the memory, and writes it out on the other side; what lies elsewhere it does not send.
 */
#include "readiness/rules/rules.h"

/* Says it when the TPM keeps the machine. */
static bool say_tpm(const struct judged *judged, const struct readiness_rule *rule)
{
	const char *tpm = json_string(judged->machine, "tpm");

	if (!tpm)
		judge_say(judged, rule, "unknown", "Whether it has a TPM was not read.");
	else if (text_equal(tpm, "emulator"))
		judge_say(judged, rule, "unknown",
			"Its emulated TPM goes along where the target has swtpm, which was not "
			"read.");
	else if (!text_equal(tpm, "none"))
		judge_say(judged, rule, "fail",
			"Its TPM (%s) is its host's own, and what it seals stays there.", tpm);
	else
		return false;
	return true;
}

static void judge_variables(const struct judged *judged, const struct readiness_rule *rule)
{
	const char *nvram = json_string(judged->machine, "nvram");

	if (!nvram)
		judge_say(
			judged, rule, "unknown", "Where its UEFI variables are was not read.");
	else if (text_equal(nvram, "none"))
		judge_say(judged, rule, "pass", "Its UEFI firmware keeps no variables.");
	else if (!text_equal(nvram, "file"))
		judge_say(judged, rule, "fail",
			"Its UEFI variables are not in a file, but of the kind %s.", nvram);
	else if (!text_equal(json_string(judged->machine, "state"), "running"))
		judge_say(judged, rule, "fail",
			"Its UEFI variables go along only while it runs, and it does not.");
	else
		judge_say(judged, rule, "pass", "Its UEFI variables go along with its memory.");
}

void machine_firmware(const struct judged *judged, const struct readiness_rule *rule)
{
	const char *firmware = json_string(judged->machine, "firmware");

	if (say_tpm(judged, rule))
		return;
	if (!firmware)
		judge_say(judged, rule, "unknown", "Its firmware was not read.");
	else if (text_equal(firmware, "efi"))
		judge_variables(judged, rule);
	else
		judge_say(judged, rule, "pass", "Its firmware is %s, which keeps nothing.",
			firmware);
}
