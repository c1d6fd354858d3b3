"""Answers of the demonstration people to the seven newer pilots: who is granted, who goes to an officer."""

DOCTOR = {
    "certificate_number": "110459900000303",
    "category": "临床",
    "scope": "内科",
    "new_institution_code": "459900000003",
    "mobile": "19900000021",
    "declaration": True,
}
CONSTRUCTOR = {
    "registration_number": "桂245000000327",
    "new_uscc": "91459900MA0DEM048N",
    "mobile": "19900000023",
    "declaration": True,
}
SAFETY = {
    "category": "C",
    "certificate_number": "桂建安C20230000327",
    "employer_uscc": "91459900MA0DEM048N",
    "mobile": "19900000023",
    "declaration": True,
}
QUALIFICATION = {
    "certificate_number": "D24500000048",
    "new_name": "南宁桂建示例建筑工程有限公司",
    "new_address": "广西南宁市青秀区示例大道18号",
    "new_representative": "邓红梅",
    "representative_id": "459900197201300388",
    "mobile": "19900000031",
    "declaration": True,
}
PHARMACIST = {
    "kind": "first",
    "certificate_number": "20184500000341",
    "employer_uscc": "91459900MA0DEM0802",
    "health": True,
    "mobile": "19900000025",
    "declaration": True,
}
SEED = {
    "source_permit": "LZ4500000064",
    "species": "杉木",
    "quantity": "1500",
    "plot_region": "450102001003",
    "quarantine_number": "JY4500000064",
    "mobile": "19900000033",
    "declaration": True,
}
RIDE = {
    "file_number": "459900000362",
    "work_region": "450102001003",
    "mobile": "19900000027",
    "declaration": True,
}
ANSWERS: dict[str, dict[str, object]] = {
    "doctor-change": DOCTOR,
    "constructor-change": CONSTRUCTOR,
    "safety-officer-renewal": SAFETY,
    "qualification-change": QUALIFICATION,
    "pharmacist-registration": PHARMACIST,
    "forest-seed": SEED,
    "ride-driver": RIDE,
}
GRANTED = {
    "doctor-change": "weiqimin",
    "constructor-change": "lijianfang",
    "safety-officer-renewal": "lijianfang",
    "qualification-change": "guijian",
    "pharmacist-registration": "suyating",
    "forest-seed": "lvyuan",
    "ride-driver": "luzhifang",
}
TO_PEOPLE: dict[str, tuple[str, dict[str, object], int]] = {
    "doctor-change": (
        "huangzhipeng",
        {"certificate_number": "110459900000313", "scope": "外科"},
        15,
    ),
    "constructor-change": ("tangwenhai", {"registration_number": "桂245000000338"}, 11),
    "safety-officer-renewal": (
        "tangwenhai",
        {
            "category": "B",
            "certificate_number": "桂建安B20230000338",
            "employer_uscc": "91459900MA0DEM056H",
        },
        11,
    ),
    "qualification-change": (
        "longhong",
        {
            "certificate_number": "D24500000056",
            "new_name": "柳州龙宏示例建筑工程有限公司",
            "new_address": "广西柳州市鱼峰区示例路66号",
            "new_representative": "蒋世杰",
            "representative_id": "459900197606110398",
        },
        11,
    ),
    "pharmacist-registration": (
        "liaominghui",
        {"kind": "change", "certificate_number": "20154500000354"},
        7,
    ),
    "forest-seed": (
        "qingshan",
        {
            "source_permit": "LZ4500000072",
            "species": "桉树",
            "plot_region": "451002001001",
            "quarantine_number": "JY4500000072",
        },
        7,
    ),
    "ride-driver": ("xieguoqing", {"file_number": "459900000370"}, 10),
}
"""Whom the rules send to an officer: what differs in the answers, and the rule that is not met."""
