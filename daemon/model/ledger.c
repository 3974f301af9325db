#include "model/ledger.h"

#include "base/text.h"
#include "model/survey.h"
#include <string.h>

/* Every kind has it: what is classified must be found whatever it is. */
#define CLASSIFIED                                                                             \
	{                                                                                      \
		LEDGER_CLASSIFIED,                                                             \
			"是否涉密|涉密|密级|涉密等级|涉密级别|保密级别|涉密情况|秘密等级",     \
			"classified|classification|secrecy|secret"                             \
	}

static const struct ledger_column department_columns[] = {
	{"name", "部门名称|单位名称|部门|单位|名称|责任单位", "department|name|unit"},
	{"level", "层级|级别|行政层级|所属层级", "level"},
	{"parent", "上级单位|主管部门|上级部门|所属区县", "parent|belongs to"},
	{"information_centre", "是否有信息中心|信息中心|有无信息中心", "information centre"},
	{"responsible_person", "责任人|负责人|联系人", "responsible person|contact"},
	{"pause_ms", "可中断时间|可中断时间（毫秒）|允许中断时间（毫秒）", "pause ms"},
	CLASSIFIED,
	{0},
};

static const struct ledger_column system_columns[] = {
	{"name", "系统名称|信息系统名称|名称|应用系统名称|业务系统名称|应用名称|系统",
		"system|system name|name|application"},
	{"department", "责任单位|部门名称|部门|单位|单位名称|主管部门|建设单位|使用单位",
		"department|unit|owner"},
	{"function", "功能|系统功能|主要功能|功能描述", "function", .expected = true},
	{"usage_scope", "使用范围|应用范围", "usage scope|scope", .expected = true},
	{"usage_frequency", "使用频度|使用频率|使用频次", "usage frequency|frequency",
		.expected = true},
	{"approving_authority", "审批部门|审批单位|立项审批部门",
		"approving authority|approved by", .expected = true},
	{"approved", "审批时间|审批日期|批复时间|立项时间",
		"approved|approval date|approval time", .expected = true},
	{"funding_source", "经费来源|资金来源", "funding source|funding", .expected = true},
	{"build_contractor", "承建单位|承建商|开发单位", "build contractor|contractor",
		.expected = true},
	{"om_contractor", "运维单位|运维商|维护单位", "om contractor|o&m contractor",
		.expected = true},
	{"network", "使用网络|所在网络|部署网络|网络", "network", .expected = true},
	{"cleaned", "是否清理|已清理|清理情况", "cleaned", .expected = true},
	{"funding_model", "建设方式|投资方式|建设模式", "funding model"},
	{"owner_level", "所属层次|以处室名义|名义", "owner level"},
	{"vertical_level", "垂直层级|垂直系统层级|是否垂直系统|垂直系统", "vertical level"},
	{"mlps_level", "等级保护|等保级别|等保等级|等级保护级别|安全等级", "mlps level|mlps"},
	{"project", "项目批复文号|立项文号|项目审批|批复文号", "project|project reference"},
	{"om_funding", "运维经费|运维费用", "om funding|o&m funding"},
	{"machines", "虚拟机|服务器|主机|虚拟机名称|服务器名称", "machines|servers|vms",
		LEDGER_LIST},
	{"data", "数据内容|主要数据|数据资源", "data|data held"},
	{"maintained", "是否维护更新|维护更新|是否维护", "maintained"},
	{"out_of_step", "是否与业务脱节|与业务脱节|脱节", "out of step"},
	{"replaceable", "功能可被替代|可被替代|是否可替代", "replaceable"},
	{"recovery_copy", "最近备份时间|备份时间|最近备份日期", "recovery copy|last backup"},
	{"recovery_place", "备份地点|备份位置|异地备份地点", "recovery place|backup place"},
	{"recovery_verified", "恢复演练时间|备份验证时间|恢复验证时间",
		"recovery verified|restore trial"},
	{"demand_mbps", "带宽需求|带宽需求（Mbps）|所需带宽", "demand mbps|demand (mbit/s)"},
	{"demand_delay_ms", "时延要求|时延要求（毫秒）|时延要求（ms）", "demand delay ms"},
	{"demand_loss_permille", "丢包要求|丢包率要求（‰）|丢包要求（‰）",
		"demand loss permille"},
	{"pause_ms", "可中断时间|可中断时间（毫秒）|允许中断时间（毫秒）", "pause ms"},
	{"offline", "是否停机迁移|停机迁移", "offline"},
	{"spread", "部署要求|主机分布要求", "spread"},
	CLASSIFIED,
	{0},
};

static const struct ledger_column room_columns[] = {
	{"name", "机房名称|机房|名称", "room|room name|name"},
	{"department", "责任单位|部门|单位|部门名称|单位名称", "department|unit"},
	{"area", "面积|机房面积|建筑面积", "area", LEDGER_AREA, true},
	{"racks", "机柜数|机柜数量|机柜", "racks"},
	{"backup", "是否备份机房|备份机房|灾备机房", "backup room|backup"},
	CLASSIFIED,
	{0},
};

static const struct ledger_column dedicated_network_columns[] = {
	{"name", "专网名称|业务专网名称|网络名称|业务专网|名称",
		"dedicated network|network name|name"},
	{"department", "责任单位|部门|单位|部门名称|单位名称|主管部门",
		"department|unit|owner"},
	{"vertical_level", "垂直层级|层级|纵向层级", "vertical level", .expected = true},
	{"traits", "业务特点|业务", "traits|business traits", .expected = true},
	{"coverage", "覆盖范围|覆盖", "coverage", .expected = true},
	{"security_needs", "安全需求|安全要求", "security needs|security", .expected = true},
	{"prefixes", "地址段|IP地址段|网段|地址", "prefixes|address blocks", LEDGER_LIST},
	{"gateways", "网关|网关地址|默认网关", "gateways|gateway", LEDGER_LIST},
	{"zone", "DNS区域|域名区域|DNS域", "zone|dns zone"},
	{"domain", "所在域|网络域|域", "domain"},
	CLASSIFIED,
	{0},
};

static const struct ledger_column leased_line_columns[] = {
	{"name", "专线名称|线路名称|专线|线路|专线号|名称", "leased line|line|name"},
	{"department", "责任单位|部门|单位|部门名称|单位名称|租用单位", "department|unit"},
	{"network", "所属专网|所属网络|网络", "network"},
	{"from", "起点|甲端|本端|A端", "from"},
	{"to", "终点|乙端|对端|Z端", "to"},
	{"operator", "运营商|线路运营商", "operator|carrier"},
	{"nominal", "带宽|线路带宽|速率", "bandwidth|rate|nominal", LEDGER_RATE, true},
	CLASSIFIED,
	{0},
};

static const struct ledger_column internet_exit_columns[] = {
	{"name", "出口名称|互联网出口名称|互联网出口|出口|名称", "internet exit|exit|name"},
	{"department", "责任单位|部门|单位|部门名称|单位名称", "department|unit"},
	{"operator", "运营商|出口运营商", "operator|carrier", .expected = true},
	{"nominal", "带宽|出口带宽|速率", "bandwidth|rate|nominal", LEDGER_RATE, true},
	{"nat_range", "公网地址|NAT地址|公网IP|地址段", "nat range|public addresses"},
	CLASSIFIED,
	{0},
};

static const struct ledger_column retention_columns[] = {
	{"name", "保留对象|保留系统|保留网络|保留名称|名称", "retained|retention|name"},
	{"department", "责任单位|部门|单位|部门名称|单位名称|申请单位", "department|unit"},
	{"subject", "对象类型|类型", "subject|type"},
	{"approved", "批准时间|审批时间|备案时间", "approved|approval date", .expected = true},
	{"expires", "到期时间|有效期至|有效期|截止时间", "expires|valid until",
		.expected = true},
	{"reason", "保留理由|理由|原因|保留原因", "reason", .expected = true},
	{"data_link", "是否数据对接|数据对接|数据交换", "data link"},
	{"two_way", "双向联通验证时间|双向联通时间|联通验证时间", "two way|two-way check"},
	CLASSIFIED,
	{0},
};

static const struct ledger_column quota_columns[] = {
	{"name", "配额名称|资源配额|批复文号|配额|名称", "quota|grant|name"},
	{"department", "责任单位|部门|单位|部门名称|单位名称|申请单位", "department|unit"},
	{"target", "目标云|云平台|所在云", "target|cloud"},
	{"vcpus", "核数|CPU核数|vCPU|虚拟CPU", "vcpus|cpus", .expected = true},
	{"memory", "内存|内存配额|内存容量", "memory", LEDGER_BYTES, true},
	{"storage", "存储|存储配额|磁盘|存储容量", "storage|disk", LEDGER_BYTES, true},
	{"granted", "批准时间|批复时间|授予时间", "granted|approval date", .expected = true},
	{"from", "生效时间|起始时间|生效日期", "from"},
	{"until", "失效时间|到期时间|有效期至", "until|valid until"},
	CLASSIFIED,
	{0},
};

static const struct ledger_column baseline_columns[] = {
	{"name", "资产类别|资产名称|资产|类别", "asset|asset kind"},
	{"department", "责任单位|部门|单位|部门名称|单位名称", "department|unit"},
	{"count", "数量|总数|基数", "count|number"},
	{"as_of", "基准日期|基准时间|统计时间|截至时间", "as of|date", .expected = true},
	CLASSIFIED,
	{0},
};

const struct ledger_kind ledger_kinds[] = {
	{"department", "部门", "departments", survey_department_fields, department_columns},
	{"system", "信息系统", "systems", survey_system_fields, system_columns},
	{"room", "机房", "rooms", survey_room_fields, room_columns},
	{"dedicated_network", "业务专网", "dedicated networks", survey_dedicated_network_fields,
		dedicated_network_columns},
	{"leased_line", "专线", "leased lines", survey_leased_line_fields, leased_line_columns},
	{"internet_exit", "互联网出口", "internet exits", survey_internet_exit_fields,
		internet_exit_columns},
	{"retention", "保留", "retentions", survey_retention_fields, retention_columns},
	{"quota", "配额", "quotas", survey_quota_fields, quota_columns},
	{"baseline", "基数", "baseline", survey_baseline_fields, baseline_columns},
	{0},
};

const struct ledger_kind *ledger_kind(const char *kind)
{
	for (const struct ledger_kind *one = ledger_kinds; one->kind; one++)
		if (text_equal(one->kind, kind))
			return one;
	return NULL;
}

const struct shape_field *ledger_field(const struct ledger_kind *kind, const char *fact)
{
	for (const struct shape_field *field = kind->fields; field->name; field++)
		if (text_equal(field->name, fact))
			return field;
	return NULL;
}

int64_t ledger_expected(const struct ledger_kind *kind)
{
	int64_t count = 0;

	for (const struct ledger_column *column = kind->columns; column->fact; column++)
		count += column->expected;
	return count;
}

struct json_object *ledger_missing(const struct ledger_kind *kind, struct json_object *facts)
{
	struct json_object *list = json_object_new_array();

	for (const struct ledger_column *column = kind->columns; column->fact; column++)
		if (column->expected && !json_member(facts, column->fact))
			json_object_array_add(list, json_object_new_string(column->fact));
	return list;
}

bool ledger_in_scope(struct json_object *facts)
{
	return !text_equal(json_string(facts, "funding_model"), "other");
}

const char *ledger_words(const char *fact, const char *choice)
{
	static const struct {
		const char *fact, *choice, *words;
	} table[] = {
		{"level", "province", "省级|省|省本级"},
		{"level", "city", "市级|市|市本级|地市"},
		{"level", "county", "县级|县|区县|区|县区|区级|县市区"},
		{"level", "township", "镇级|镇|乡镇|乡|街道|镇街|乡级"},
		{"level", "village", "村级|村|社区"},
		{"owner_level", "department", "部门|单位|否|部门级"},
		{"owner_level", "division", "处室|科室|是|处室级"},
		{"vertical_level", "national", "国家|国家级|部委|国垂|国家部委|国家垂直"},
		{"vertical_level", "provincial", "省|省级|省垂|省厅|省级垂直|省垂直"},
		{"vertical_level", "city", "市|市级|市垂|市级垂直|市垂直"},
		{"vertical_level", "departmental", "部门|部门级|自建|否|无"},
		{"funding_model", "government", "政府投资|财政投资|自建|政府自建|财政全额"},
		{"funding_model", "joint", "政企共建|合作共建|与企业合建|合建"},
		{"funding_model", "service", "购买服务|政府购买服务|租用|租赁"},
		{"funding_model", "government_om", "财政运维|政府运维"},
		{"funding_model", "other", "其他|其它"},
		{"spread", "apart", "分散|分开|互斥|不同宿主机"},
		{"spread", "together", "集中|同机|同一宿主机"},
		{"subject", "system", "系统|信息系统|业务系统"},
		{"subject", "network", "网络|专网|业务专网|专线"},
		{"domain", "admin_service_domain", "行政服务域|行政域"},
		{"domain", "public_service_domain", "公共服务域|公共域"},
		{"domain", "egov_intranet", "电子政务内网|内网"},
		{"domain", "internet", "互联网"},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (text_equal(table[i].fact, fact) && text_equal(table[i].choice, choice))
			return table[i].words;
	return NULL;
}

static bool is_word_of(const char *words, const char *word)
{
	size_t size = strlen(word);

	for (; words; words = strchr(words, '|') ? strchr(words, '|') + 1 : NULL)
		if (strncmp(words, word, size) == 0 && (words[size] == '|' || !words[size]))
			return true;
	return false;
}

const char *ledger_domain(const char *called)
{
	const struct ledger_kind *kind = ledger_kind("dedicated_network");
	const char *const *domain = ledger_field(kind, "domain")->choices;

	for (; called && *called && *domain; domain++)
		if (text_equal(called, *domain) ||
			is_word_of(ledger_words("domain", *domain), called))
			return *domain;
	return NULL;
}

static const struct shape_field written_item = {"", SHAPE_STRING, .high = 32768};

static const struct shape_field origin_fields[] = {
	{"file", SHAPE_STRING, .required = true, .low = 1, .high = 512},
	{"sheet", SHAPE_STRING, .high = 256},
	{"row", SHAPE_INTEGER, .required = true, .low = 1, .high = INT64_MAX},
	{"written", SHAPE_OBJECT, .item = &written_item,
		.help = "by fact: the cell as it was, where its value is not the same text"},
	{0},
};

static const struct shape_field any_fact = {"", SHAPE_ANY};

const struct shape_field ledger_entry_fields[] = {
	{"key", SHAPE_STRING, .required = true, .low = 1, .high = 512,
		.help = "what it is known by, the same however it is written"},
	{"facts", SHAPE_OBJECT, .required = true, .item = &any_fact,
		.help = "of the shape of its kind"},
	{"origin", SHAPE_OBJECT, .required = true, .fields = origin_fields,
		.help = "where in which file it was told"},
	{0},
};

const struct shape_field ledger_classified_fields[] = {
	{"department", SHAPE_OWNER, .required = true},
	{"count", SHAPE_INTEGER, .required = true, .low = 0, .high = 1000000},
	{0},
};
