#include "core/limits.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "base/log.h"

#define FILES_EACH     3   /* of one worker */
#define FILES_ELSE     256 /* for clients, visits, clerks and moves */
#define PROCESSES_EACH 4   /* with its threads, and who makes its way through a jump host */
#define PROCESSES_ELSE 128

void limits_raise(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) < 0)
		return;
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
}

static uint64_t soft_limit(int what)
{
	struct rlimit limit;

	return getrlimit((__rlimit_resource_t)what, &limit) < 0 ||
			       limit.rlim_cur == RLIM_INFINITY
		       ? UINT64_MAX
		       : limit.rlim_cur;
}

/* systemd's TasksMax is a limit of the unit's cgroup. */
static uint64_t cgroup_limit(void)
{
	char line[512], path[600];
	FILE *file = fopen("/proc/self/cgroup", "re");
	unsigned long long limit = 0;
	int read = 0;

	if (!file)
		return UINT64_MAX;
	if (fgets(line, sizeof(line), file) && strncmp(line, "0::/", 4) == 0) {
		line[strcspn(line, "\n")] = '\0';
		snprintf(path, sizeof(path), "/sys/fs/cgroup%s/pids.max", line + 3);
		file = freopen(path, "re", file);
		read = file ? fscanf(file, "%llu", &limit) : 0;
	}
	if (file)
		fclose(file);
	return read == 1 ? limit : UINT64_MAX;
}

static unsigned fitting(uint64_t limit, uint64_t others, uint64_t each, unsigned most)
{
	uint64_t room = limit > others ? (limit - others) / each : 0;

	return room < most ? (unsigned)room : most;
}

unsigned limits_staying(unsigned most)
{
	uint64_t files = soft_limit(RLIMIT_NOFILE), processes = soft_limit(RLIMIT_NPROC);
	uint64_t tasks = cgroup_limit();
	unsigned by_files = fitting(files, FILES_ELSE, FILES_EACH, most), by_processes;

	processes = tasks < processes ? tasks : processes;
	by_processes = fitting(processes, PROCESSES_ELSE, PROCESSES_EACH, most);
	if (by_files < most && by_files <= by_processes)
		log_warning("limits", NULL,
			"Of %u logins only %u can stay, for banyund may have %llu files open: "
			"raise LimitNOFILE in its unit, or ulimit -n.",
			most, by_files, (unsigned long long)files);
	else if (by_processes < most)
		log_warning("limits", NULL,
			"Of %u logins only %u can stay, for banyund's user may have %llu "
			"processes: raise TasksMax in its unit, or ulimit -u.",
			most, by_processes, (unsigned long long)processes);
	return by_files < by_processes ? by_files : by_processes;
}

const char *limits_reason(int reason)
{
	if (reason == EMFILE)
		return "banyund may have no more files open; raise LimitNOFILE in its unit, or "
		       "ulimit -n";
	if (reason == EAGAIN)
		return "banyund's user may have no more processes; raise TasksMax in its unit, "
		       "or ulimit -u";
	return strerror(reason);
}
