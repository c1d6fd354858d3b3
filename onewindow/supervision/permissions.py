"""The verbs of supervision with the policies they ask, for the permission table."""

from onewindow.kernel.public import Actor, permissions
from onewindow.supervision import policies
from onewindow.supervision.models import Signal

TITLE = "电子监察"


def _own(by: Actor) -> Signal:
    """Return a signal about the actor's own body and no particular person."""
    return Signal(agency_id=int(by.agency or 0), region_code=f"{by.region_prefix:0<12}")


SUPERVISES = permissions.passes(policies.require_supervisor)
RULES = permissions.passes(policies.require_ruler)
ANSWERS = permissions.passes(lambda by: policies.require_watched(by, _own(by)))
HEADS = permissions.passes(lambda by: policies.require_head(by, int(by.agency or 0)))
Permission = permissions.Permission
REGION, BODY = "本辖区，不涉及本人", "本机构，涉及本人的；负责人可以办理本机构全部"
VERBS = (
    Permission("explain_signal", "说明", ANSWERS, BODY),
    Permission("appeal_signal", "对认定申诉", ANSWERS, f"{BODY}，期限内一次"),
    Permission("correct_signal", "报告整改", ANSWERS, BODY),
    Permission("confirm_signal", "认定红黄牌", SUPERVISES, REGION),
    Permission("revoke_signal", "撤销红黄牌", SUPERVISES, REGION),
    Permission("answer_appeal", "答复申诉", SUPERVISES, f"{REGION}，不是认定的那一位"),
    Permission("close_signal", "核实整改", SUPERVISES, REGION),
    Permission("propose_accountability", "提起责任追究", SUPERVISES, f"{REGION}，认定了的红牌"),
    Permission("decide_accountability", "决定责任追究", SUPERVISES, f"{REGION}，不是提起的那一位"),
    Permission("appeal_accountability", "对责任追究申诉", HEADS, "机构负责人，或者本人"),
    Permission(
        "answer_accountability_appeal", "答复责任追究申诉", SUPERVISES, f"{REGION}，前两步都没有经手的"
    ),
    Permission("carry_out_accountability", "执行责任追究", SUPERVISES, REGION),
    Permission("recommend", "发出监察建议书", SUPERVISES, "本辖区的机构"),
    Permission("answer_recommendation", "答复监察建议书", HEADS, "机构负责人"),
    Permission("close_recommendation", "办结监察建议书", SUPERVISES, "本辖区的机构"),
    Permission("draft_rule", "拟定监察规则", RULES, "全区的监察岗位"),
    Permission("ask_trial", "试算监察规则", RULES, "全区的监察岗位"),
    Permission("release_rule", "发布监察规则", RULES, "全区的监察岗位，不是拟定的那一位"),
    Permission("drop_rule", "放弃拟定的规则", RULES, "全区的监察岗位"),
)
