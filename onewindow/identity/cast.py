"""The demonstration cast: invented people whose numbers cannot exist (the prefix 459900 is unassigned)."""

from dataclasses import dataclass

HEALTH = "广西壮族自治区卫生健康委员会"
MARKET = "广西壮族自治区市场监督管理局"
CIVIL = "广西壮族自治区民政厅"
HOUSING = "广西壮族自治区住房和城乡建设厅"
DRUGS = "广西壮族自治区药品监督管理局"
FORESTRY = "广西壮族自治区林业局"
TRANSPORT = "广西壮族自治区交通运输厅"
DATA = "广西壮族自治区大数据发展局"
STAFFING = "中共广西壮族自治区委员会机构编制委员会办公室"
JUSTICE = "广西壮族自治区司法厅"
SERVICES = "广西壮族自治区政务服务监督管理办公室"
NANNING = "南宁市行政审批局"
ECOLOGY = "南宁市生态环境局"
ENVIRONMENT = "广西壮族自治区生态环境厅"
BUILDING = "南宁市住房和城乡建设局"
LIUZHOU = "柳州市行政审批局"
LIUZHOU_HALL = "柳州市政务服务中心"
NANNING_HALL = "南宁市政务服务中心"
XINGNING_FORESTRY = "南宁市兴宁区林业局"
XINGNING = "南宁市兴宁区行政审批局"
WEATHER = "广西壮族自治区气象局"
POLICE = "南宁市公安局兴宁分局"
MEDICAL = "南宁市医疗保障事业管理中心"
INSURANCE = "南宁市社会保险事业管理中心"
STREET = "南宁市兴宁区人民政府民生街道办事处"
FIRE = "南宁市消防救援支队"
TOBACCO = "南宁市烟草专卖局"
FUND = "南宁住房公积金管理中心"
ESTATE = "南宁市不动产登记中心"
NOTARY = "南宁市公证处"


@dataclass(frozen=True, slots=True)
class CastPerson:
    """A citizen of the demonstration."""

    username: str
    name: str
    resident_id: str
    mobile: str
    level: int
    about: str


@dataclass(frozen=True, slots=True)
class CastFirm:
    """An organisation of the demonstration."""

    username: str
    name: str
    uscc: str
    legal_representative: str
    mobile: str
    about: str


@dataclass(frozen=True, slots=True)
class CastOfficial:
    """An official of the demonstration, in a post of a real agency."""

    username: str
    name: str
    resident_id: str
    agency: str
    title: str
    roles: tuple[str, ...]


PERSONS = (
    CastPerson("weixiaolan", "韦晓兰", "459900199005120020", "19900000001", 3, "护士，条件齐全"),
    CastPerson("qinzhiyuan", "覃志远", "459900198803210018", "19900000002", 3, "护士，注册被暂停"),
    CastPerson("huangguifang", "黄桂芳", "459900194401080048", "19900000003", 2, "82 岁"),
    CastPerson("moguoqiang", "莫国强", "459900194709150030", "19900000004", 2, "79 岁"),
    CastPerson("dilinuer", "迪丽努尔·买买提", "45990019410620006X", "19900000005", 2, "人口信息查不到"),
    CastPerson("luzihao", "罗子豪", "459900200104180075", "19900000006", 1, "只有 L1，先提高等级"),
    CastPerson("luxiaoyan", "陆小燕", "459900198507300086", "19900000007", 3, "壮乡味公司法定代表人"),
    CastPerson("heyong", "何勇", "459900199204050096", "19900000008", 3, "壮乡味公司经办人"),
    CastPerson(
        "liangxiulan", "梁秀兰", "459900194611080468", "19900000029", 2, "刚满 80 岁，收到免申即享邀请"
    ),
    CastPerson("weiqimin", "韦启敏", "459900198306140303", "19900000021", 3, "医师，要换医院"),
    CastPerson("huangzhipeng", "黄志鹏", "459900197909270313", "19900000022", 3, "医师，定期考核不合格"),
    CastPerson("lijianfang", "李建芳", "459900198503100327", "19900000023", 3, "二级建造师、安全员"),
    CastPerson("tangwenhai", "唐文海", "459900198111220338", "19900000024", 3, "有在建项目和事故责任"),
    CastPerson("suyating", "苏雅婷", "459900199108180341", "19900000025", 3, "执业药师，首次注册"),
    CastPerson("liaominghui", "廖明辉", "459900198704050354", "19900000026", 3, "执业药师，原单位没有解除"),
    CastPerson("luzhifang", "卢志芳", "459900198807260362", "19900000027", 3, "想开网约车"),
    CastPerson("xieguoqing", "谢国庆", "459900197502190370", "19900000028", 3, "背景核查没有通过"),
)
CHILD = CastPerson("", "韦小满", "459900201806010286", "", 3, "韦晓兰的孩子，没有账号")
FIRMS = (
    CastFirm(
        "zhuangxiangwei",
        "南宁壮乡味食品经营有限公司",
        "91459900MA0DEM0134",
        "陆小燕",
        "19900000011",
        "条件齐全",
    ),
    CastFirm(
        "baguitian",
        "桂林八桂甜食品商贸有限公司",
        "91459900MA0DEM021Y",
        "农文斌",
        "19900000012",
        "负责人被禁止从业",
    ),
    CastFirm("longchengxian", "柳州龙城鲜便利店", "91459900MA0DEM03XN", "周福生", "19900000013", "备用"),
    CastFirm(
        "guijian",
        "南宁桂建示例建筑工程有限公司",
        "91459900MA0DEM048N",
        "邓红梅",
        "19900000031",
        "搬了地址",
    ),
    CastFirm(
        "longhong",
        "柳州龙宏示例建筑工程有限公司",
        "91459900MA0DEM056H",
        "蒋世杰",
        "19900000032",
        "法定代表人失信",
    ),
    CastFirm("lvyuan", "南宁绿源示例苗木有限公司", "91459900MA0DEM064C", "林秀珍", "19900000033", "卖树种"),
    CastFirm(
        "qingshan", "百色青山示例种苗有限公司", "91459900MA0DEM0727", "班永福", "19900000034", "地点在疫区"
    ),
)
OFFICIALS = (
    CastOfficial("menglihua", "蒙丽华", "459900198202140122", HEALTH, "审批岗", ("review", "approve")),
    CastOfficial("liangjianguo", "梁建国", "459900197608090116", MARKET, "审批岗", ("review", "approve")),
    CastOfficial("lufang", "陆芳", "459900199205180300", MARKET, "审查岗", ("review",)),
    CastOfficial("nongxiaoming", "农小明", "459900199009230315", MARKET, "审查岗", ("review",)),
    CastOfficial("lumin", "卢敏", "459900198901270145", CIVIL, "审批岗", ("review", "approve")),
    CastOfficial("zhouhaiyan", "周海燕", "459900199302110208", HEALTH, "窗口岗", ("window",)),
    CastOfficial("ganlu", "甘露", "459900199106030163", HEALTH, "监察岗", ("supervise",)),
    CastOfficial("tanjing", "谭静", "459900198709160181", HEALTH, "目录管理岗", ("catalogue",)),
    CastOfficial("wujianhua", "吴建华", "459900198005180192", DATA, "安全管理岗", ("security",)),
    CastOfficial("lanxiaomei", "蓝小梅", "459900198611230225", DATA, "安全管理岗", ("security",)),
    CastOfficial("weisiyuan", "韦思远", "459900198503190262", DATA, "系统管理岗", ("admin",)),
    CastOfficial("nongxiuying", "农秀英", "459900198807250279", DATA, "审计管理岗", ("audit",)),
    CastOfficial("mojianping", "莫建平", "459900198604170287", DATA, "数据管理岗", ("data",)),
    CastOfficial("qinweidong", "覃卫东", "459900197903140235", STAFFING, "编制审核岗", ("staffing",)),
    CastOfficial("huangyaqin", "黄雅琴", "459900198311220244", JUSTICE, "法制审核岗", ("legality",)),
    CastOfficial("luzhiqiang", "陆志强", "459900198902050259", SERVICES, "目录管理岗", ("catalogue",)),
    CastOfficial("weizhengping", "韦正平", "459900197911050619", SERVICES, "监察岗", ("supervise",)),
    CastOfficial("tanqiuyue", "谭秋月", "459900198307180622", SERVICES, "监察岗", ("supervise",)),
    CastOfficial("panjianjun", "潘建军", "459900197703220636", SERVICES, "监察岗", ("supervise",)),
    CastOfficial("nongzhiping", "农志平", "459900197003120271", HEALTH, "首席代表岗", ("chief",)),
    CastOfficial("weimeiling", "韦美玲", "459900197111050282", MARKET, "首席代表岗", ("chief",)),
    CastOfficial("huangzhengming", "黄正明", "459900196908200298", CIVIL, "首席代表岗", ("chief",)),
    CastOfficial("qinxuemei", "覃雪梅", "459900198403200427", HOUSING, "审批岗", ("review", "approve")),
    CastOfficial("luowenjun", "罗文军", "459900198607150433", DRUGS, "审批岗", ("review", "approve")),
    CastOfficial("huangshanlin", "黄杉琳", "459900198110090447", FORESTRY, "审批岗", ("review", "approve")),
    CastOfficial("panhaitao", "潘海涛", "459900197808260458", TRANSPORT, "审批岗", ("review", "approve")),
    CastOfficial("lufengqin", "卢凤琴", "459900197403120107", HOUSING, "首席代表岗", ("chief",)),
    CastOfficial("huangmeizhen", "黄美珍", "459900198305060707", NANNING, "审批岗", ("review", "approve")),
    CastOfficial("weiguohua", "韦国华", "459900197508090901", NANNING, "首席代表岗", ("chief",)),
    CastOfficial("qinliping", "覃丽萍", "459900198601151101", ECOLOGY, "审批岗", ("review", "approve")),
    CastOfficial("lulvzhou", "陆绿洲", "459900198304153100", ENVIRONMENT, "审批岗", ("review", "approve")),
    CastOfficial("qinqinglan", "覃青兰", "459900197909284205", ENVIRONMENT, "首席代表岗", ("chief",)),
    CastOfficial("weiliujiang", "韦柳江", "459900199006074409", LIUZHOU_HALL, "窗口岗", ("window",)),
    CastOfficial("nongjianmin", "农建民", "45990019780416117X", NANNING_HALL, "首席代表岗", ("chief",)),
    CastOfficial("maojianjun", "毛建军", "459900197909021309", BUILDING, "审批岗", ("review", "approve")),
    CastOfficial("liushuilian", "柳水莲", "459900198812081705", LIUZHOU, "审批岗", ("review", "approve")),
    CastOfficial(
        "nongshulin", "农树林", "459900198107041900", XINGNING_FORESTRY, "审批岗", ("review", "approve")
    ),
    CastOfficial("lumeifang", "陆美芳", "45990019900210210X", XINGNING, "审批岗", ("review", "approve")),
    CastOfficial("tanqixiang", "谭气象", "459900198406182308", WEATHER, "审批岗", ("review", "approve")),
    CastOfficial("weihuji", "韦护吉", "459900198703252501", POLICE, "审批岗", ("review", "approve")),
    CastOfficial("huangyibao", "黄怡宝", "459900198511282706", MEDICAL, "审批岗", ("review", "approve")),
    CastOfficial("nongshebao", "农社宝", "45990019820905290X", INSURANCE, "审批岗", ("review", "approve")),
    CastOfficial("mominsheng", "莫敏生", "459900198904073104", STREET, "审批岗", ("review", "approve")),
    CastOfficial("luxiaofang", "陆晓方", "459900198010033306", FIRE, "审批岗", ("review", "approve")),
    CastOfficial("qinyancao", "覃延草", "45990019780611350X", TOBACCO, "审批岗", ("review", "approve")),
    CastOfficial("huanggongji", "黄功积", "459900199108083701", FUND, "审批岗", ("review", "approve")),
    CastOfficial("weibudong", "韦步东", "459900197712013903", ESTATE, "审批岗", ("review", "approve")),
    CastOfficial("tangzheng", "唐证", "459900198609274106", NOTARY, "审批岗", ("review", "approve")),
)
