"""The verbs of decisions with the policies they ask, for the permission table."""

from onewindow.decisions import policies
from onewindow.decisions.reviews.services import open_to
from onewindow.kernel.public import permissions

TITLE = "智能审批"
MAINTAIN = permissions.passes(policies.require_maintainer)
REVIEW = permissions.finds(open_to)
Permission = permissions.Permission
VERBS = (
    Permission("draft_rule_set", "起草规则", MAINTAIN),
    Permission("save_draft", "修改规则草稿", MAINTAIN, "自己的草稿"),
    Permission("release_rule_set", "发布规则", MAINTAIN, "不是起草人"),
    Permission("set_kill_switch", "停用或启用自动审批", MAINTAIN),
    Permission("ask_what_if", "试算规则影响", MAINTAIN),
    Permission("set_sampling", "设定抽查比例", MAINTAIN),
    Permission("settle_signal", "处理异常信号", MAINTAIN),
    Permission("ask_review", "请人复核自动决定", permissions.kinds("person"), "自己的办件", hides=True),
    Permission("open_review", "打开复核", REVIEW, "本机构的复核；查看留痕", hides=True),
    Permission("answer_review", "答复复核", REVIEW, "本机构的复核；不是自己的申请", hides=True),
    Permission("take_for_case", "从台账扣减", None, "由作出决定调用"),
    Permission("record_decision", "记录自动决定", None, "由提交申请调用"),
)
