"""Words that names are put together from, and how people head and write what they tell."""

PROVINCE = "样省"
STEMS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
PLANTS = "松柏槐榆桐枫杨柳桑竹梅兰菊荷"
TOWNSHIPS = {"镇": 0.6, "乡": 0.15, "街道": 0.25}

BODIES = """
发展改革委 教育局 科学技术局 工业信息化局 民族宗教局 公共安全局 民政局 司法局 财政局 人力资源局
自然资源局 生态环境局 住房建设局 交通运输局 水务局 农业农村局 商务局 文化旅游局 卫生健康委
退役军人局 应急管理局 审计局 国有资产委 市场监管局 统计局 体育局 医疗保障局 信访局 林业局
城市管理局 机关事务局 政务服务局 地方金融局 人民防空办 档案馆 地方志办 粮食储备局 扶贫办 外事办
投资促进局 公积金中心 公共资源中心 社会保险中心 就业服务中心 气象服务中心 地震监测中心 园林绿化局
房产管理局 道路运输中心 港航事务中心 水文中心 测绘中心 图书馆 博物馆 疾病预防中心 急救中心 血液中心
招生考试中心 人才服务中心 不动产中心 供销合作社 残疾人服务中心 青少年宫 大数据中心 海洋渔业局
邮政管理局 行政执法局 老龄工作办
""".split()

SUBJECTS = """
公文 审批 档案 人事 资产 预算 执法 信用 统计 监测 预警 投诉 培训 许可 备案 登记 督办 会议 考勤 采购
合同 项目 补贴 救助 稽查 检测 应急 调度 视频 地理信息
""".split()
SYSTEMS = "管理系统 服务平台 业务系统 信息系统 查询系统 监管平台".split()

SCOPES = ("本部门", "全市", "市县两级", "市县镇三级", "社会公众", "本处室")
FREQUENCIES = ("每天", "每周", "每月", "每年", "很少")
FUNDS = ("市级财政", "省级专项", "部门预算", "上级拨款", "自筹")
AUTHORITIES = ("市发展改革委", "市财政局", "市政务服务局", "省主管部门")
COMPANIES = ("软件公司", "信息公司", "系统集成公司")
FUNDING_MODELS = ("政府投资", "合作共建", "购买服务", "财政运维", "其他")
OPERATORS = ("甲网", "乙网", "丙网")
TRAITS = ("数据上报", "业务办理", "视频传输", "支付结算", "实时监测")
COVERAGES = ("市到省", "市到县", "市县镇三级", "本部门各科室")
SECURITY = ("等级保护三级", "等级保护二级", "加密传输", "与互联网隔离")
REASONS = ("上级主管部门要求单独组网", "承载实时控制业务", "尚无替代系统")
ON_CLOUD, ADMIN, PUBLIC = "政务云", "电子政务外网行政服务域", "电子政务外网公共服务域"
ELSEWHERE = ("互联网", "部门局域网")
OTHER_DOMAIN = {ADMIN: PUBLIC, PUBLIC: ADMIN}

VENDORS, PRODUCTS = ("甲厂", "乙厂", "丙厂"), ("R20", "R40", "S1")
# What machines run: the name for people, its id and version, the kernel and the architecture.
SYSTEMS_RUN = (
    ("CentOS Linux 7 (Core)", "centos", "7", "3.10.0-1062.el7.x86_64", "x86_64"),
    ("Debian GNU/Linux 10 (buster)", "debian", "10", "4.19.0-6-amd64", "x86_64"),
    ("openEuler 20.03 (LTS)", "openEuler", "20.03", "4.19.90-2003.4.0.0036.oe1.x86_64", "x86_64"),
    ("UnionTech OS Server 20", "uos", "20", "4.19.0-server-amd64", "x86_64"),
    ("Kylin Linux Advanced Server V10 (Tercel)", "kylin", "V10", "4.19.90-11.ky10.aarch64",
     "aarch64"),
)

# kind: its title, and the headings that people write over each fact.
TABLES = {
    "department": ("部门登记表", {
        "name": "部门名称|单位名称", "level": "层级|级别|行政层级", "parent": "上级单位|上级部门",
        "information_centre": "是否有信息中心|有无信息中心", "responsible_person": "责任人|联系人"}),
    "system": ("信息系统调查表", {
        "name": "系统名称|信息系统名称|应用系统名称|业务系统名称|应用名称|名称",
        "department": "责任单位|部门名称|部门|单位|主管部门|建设单位|使用单位",
        "function": "功能|系统功能|主要功能|功能描述",
        "usage_scope": "使用范围|应用范围", "usage_frequency": "使用频度|使用频率|使用频次",
        "approving_authority": "审批部门|审批单位|立项审批部门",
        "approved": "审批时间|审批日期|批复时间|立项时间", "funding_source": "经费来源|资金来源",
        "build_contractor": "承建单位|承建商|开发单位",
        "om_contractor": "运维单位|运维商|维护单位",
        "network": "使用网络|所在网络|部署网络", "cleaned": "是否清理|已清理|清理情况",
        "funding_model": "建设方式|投资方式|建设模式", "owner_level": "所属层次|以处室名义",
        "vertical_level": "垂直层级|垂直系统层级|是否垂直系统",
        "mlps_level": "等级保护|等保级别|等保等级|安全等级",
        "project": "项目批复文号|立项文号|批复文号", "om_funding": "运维经费|运维费用",
        "machines": "虚拟机|服务器|主机|服务器名称"}),
    "room": ("机房调查表", {
        "name": "机房名称|机房", "department": "责任单位|部门|单位", "area": "面积|机房面积|建筑面积",
        "racks": "机柜数|机柜数量", "backup": "是否备份机房|备份机房|灾备机房"}),
    "dedicated_network": ("业务专网调查表", {
        "name": "专网名称|业务专网名称|网络名称", "department": "责任单位|主管部门|单位名称",
        "vertical_level": "垂直层级|纵向层级", "traits": "业务特点", "coverage": "覆盖范围|覆盖",
        "security_needs": "安全需求|安全要求", "prefixes": "地址段|IP地址段|网段",
        "domain": "所在域|网络域", "classified": "是否涉密|涉密"}),
    "leased_line": ("专线调查表", {
        "name": "专线名称|线路名称|线路", "department": "租用单位|责任单位|单位",
        "network": "所属网络", "from": "起点|甲端|本端|A端", "to": "终点|乙端|对端|Z端",
        "operator": "运营商|线路运营商", "nominal": "带宽|线路带宽|速率"}),
    "internet_exit": ("互联网出口调查表", {
        "name": "出口名称|互联网出口名称|互联网出口", "department": "责任单位|部门|单位名称",
        "operator": "运营商|出口运营商", "nominal": "带宽|出口带宽",
        "nat_range": "公网地址|NAT地址|公网IP"}),
    "retention": ("保留审批表", {
        "name": "保留对象|保留名称", "department": "申请单位|责任单位", "subject": "对象类型|类型",
        "approved": "批准时间|备案时间", "expires": "到期时间|有效期至", "reason": "保留理由|保留原因",
        "data_link": "是否数据对接|数据对接"}),
    "baseline": ("资产基数表", {
        "name": "资产类别|资产名称", "department": "责任单位|单位名称", "count": "数量|总数|基数",
        "as_of": "基准日期|统计时间"}),
}
# Facts that not every department has a column for.
OPTIONAL = {"cleaned", "funding_model", "owner_level", "project", "om_funding", "machines",
            "om_contractor", "usage_frequency"}
# Headings that mean nothing to anybody else.
NUMBER, REMARK = "序号", "备注"
SUMS = ("合计", "总计")

WRITTEN = {
    "level": {"city": ("市级", "市本级"), "county": ("县级", "区县"), "township": ("镇级", "乡镇")},
    "vertical_level": {"national": ("国家", "国家级", "国垂"), "provincial": ("省", "省垂", "省级"),
                       "city": ("市级", "市垂"), "departmental": ("部门", "部门级", "自建")},
    "owner_level": {"department": ("部门", "部门级"), "division": ("处室", "科室")},
    "subject": {"system": ("系统", "信息系统"), "network": ("网络", "业务专网")},
    "domain": {"admin": ("行政服务域", "行政域"), "public": ("公共服务域", "公共域")},
}
ANSWERS = (("是", "否"), ("有", "无"), ("√", "×"))
DAYS = ("{:04d}-{:02d}-{:02d}", "{}/{}/{}", "{:04d}{:02d}{:02d}", "{}年{}月{}日", "{}.{}.{}",
        "{} 年 {} 月 {} 日")
GRADES = ("{}级", "第{}级", "等保{}级")
AREAS = ("{}", "{:,} ㎡", "{} 平方米", "{}平米")
LISTS = ("、", "，", " ")
VAGUE = ("{} 年 {} 月底前", "{}年{}月前", "{} 年 {} 月", "{}年{}月底")

TRADITIONAL = dict("""
财財 务務 统統 业業 监監 办辦 县縣 区區 门門 电電 网網 设設 应應 运運 输輸 资資 产產 环環 规規 划劃
医醫 卫衛 发發 动動 农農 档檔 馆館 标標 护護 审審 执執 检檢 测測 项項 补補 贴貼 险險 会會 议議 调調
视視 频頻 询詢 级級 机機 备備 线線 专專 许許 预預 录錄 训訓 购購 约約 报報 数數 据據 传傳 时時 实實
个個 责責 单單 对對 从從
""".split())
SOUNDS = {"区": "qū", "县": "xiàn", "财": "cái", "务": "wù", "统": "tǒng", "业": "yè", "监": "jiān",
          "办": "bàn", "网": "wǎng", "设": "shè", "应": "yīng", "运": "yùn", "资": "zī", "产": "chǎn",
          "审": "shěn", "执": "zhí", "检": "jiǎn", "测": "cè", "项": "xiàng", "会": "huì",
          "调": "diào", "档": "dàng", "机": "jī", "专": "zhuān", "级": "jí", "线": "xiàn"}
