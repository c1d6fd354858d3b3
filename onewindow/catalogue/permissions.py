"""The verbs of the catalogue with the policies they ask, for the permission table."""

from onewindow.catalogue import policies
from onewindow.kernel.public import Actor, permissions

TITLE = "事项目录"
BODY, REGION, PROVINCE = "本机构的事项", "本地区", "自治区本级"
SAMPLES = "导入的样例；本区的事项经两项审核后由系统发布"


def _in_region(role: str) -> permissions.Judge:
    """Ask about a row of the actor's own region."""
    return permissions.passes(
        lambda by: policies.require_role_here(by, role, by.region_prefix.ljust(12, "0"))
    )


def _drafts(by: Actor) -> None:
    policies.require_drafter(by, int(by.agency or 0))


def _own(by: Actor) -> tuple[int, str]:
    """Return the body and the region of the actor's own items."""
    return int(by.agency or 0), by.region_prefix.ljust(12, "0")


def _reviews(by: Actor) -> bool:
    return _in_region(policies.STAFFING)(by) or _in_region(policies.LEGALITY)(by)


KEEP, MAINTAIN = permissions.passes(policies.require_keeper), permissions.passes(policies.require_maintainer)
TRANSFER = permissions.passes(lambda by: policies.require_transferrer(by, [_own(by)]))
UNREVIEWED = permissions.passes(lambda by: policies.require_unreviewed(by, ["示例"]))
STOP = permissions.passes(lambda by: policies.require_item_keeper(by, *_own(by)))
DRAFT, PUBLISH = permissions.passes(_drafts), _in_region(policies.DRAFTER)
Permission = permissions.Permission
VERBS = (
    Permission("start_proposal", "起草事项变更", DRAFT, BODY),
    Permission("start_standard", "起草标准要素", DRAFT, BODY),
    Permission("save_proposal", "修改草稿", DRAFT, BODY, hides=True),
    Permission("submit_proposal", "提交审核", DRAFT, BODY, hides=True),
    Permission("withdraw_proposal", "收回草稿", DRAFT, BODY, hides=True),
    Permission("review_proposal", "审核事项变更", _reviews, REGION + "；不是起草人，按环节", hides=True),
    Permission("publish_proposal", "发布事项变更", PUBLISH, REGION + "；不是起草人", hides=True),
    Permission("publish_standard", "发布标准要素", PUBLISH, REGION),
    Permission("publish_versions", "批量发布版本", UNREVIEWED, SAMPLES),
    Permission("publish_version", "发布版本", UNREVIEWED, SAMPLES),
    Permission("suspend_item", "暂停事项", STOP, BODY),
    Permission("resume_item", "恢复事项", STOP, BODY),
    Permission("cancel_item", "取消事项", UNREVIEWED, SAMPLES),
    Permission("transfer_authority", "划转审批权", TRANSFER, "目录管理岗限本机构的事项；编制审核岗限本地区"),
    Permission("import_items", "导入事项", MAINTAIN, PROVINCE),
    Permission("take_in", "导入导出包", permissions.roles(policies.DRAFTER), BODY, hides=True),
    Permission("import_laws", "导入法规", MAINTAIN, PROVINCE),
    Permission("repeal_statute", "登记法规失效", MAINTAIN, PROVINCE),
    Permission("publish_edition", "直接发布清单", MAINTAIN, PROVINCE),
    Permission("start_list", "起草清单新版本", MAINTAIN, PROVINCE),
    Permission("change_list", "修改清单草稿", MAINTAIN, PROVINCE),
    Permission("publish_list", "公布清单新版本", MAINTAIN, PROVINCE + "；不是起草人"),
    Permission("withdraw_list", "撤回清单草稿", MAINTAIN, PROVINCE),
    Permission("keep_entry", "修改材料目录", KEEP),
    Permission("add_entry", "增加材料目录", KEEP),
    Permission("merge_entry", "合并材料目录", KEEP),
    Permission("split_name", "拆分材料名称", KEEP),
    Permission("attach_sheet", "上传空白表格", KEEP),
    Permission("withdraw_sheet", "撤下空白表格", KEEP),
    Permission("collect_power", "登记权责事项", DRAFT, BODY),
    Permission("allocate_power", "分解权责环节", DRAFT, BODY),
    Permission("review_power", "审核权责事项", _reviews, REGION + "；按环节"),
    Permission("publish_power", "公布权责事项", PUBLISH, REGION),
    Permission("end_power", "取消权责事项", PUBLISH, REGION),
    Permission("open_adjustment", "提出动态调整", PUBLISH, REGION),
    Permission("close_adjustment", "办结动态调整", _in_region(policies.LEGALITY), REGION),
    Permission("renew", "批量换新版本", None, "由发布标准要素等动词调用"),
    Permission("require_in_guide", "核对是否超出指南", None, "由要材料的动词调用，越界留痕"),
)
