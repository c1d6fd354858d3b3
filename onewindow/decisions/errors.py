"""Refusals of the decisions context."""

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound, Refusal


class DecisionRefusal(Refusal):
    """自动判定的操作不能完成。"""

    code = "decision_refused"


class RuleSetUnknown(NotFound, DecisionRefusal):
    """没有编号为 {rule_set} 的规则集。"""

    code = "rule_set_unknown"


class RecordUnknown(NotFound, DecisionRefusal):
    """办件 {case_number} 没有自动判定的记录。"""

    code = "decision_unknown"


class CannotMaintainRules(NotAllowed, DecisionRefusal):
    """您没有维护规则集的权限。"""

    code = "cannot_maintain_rules"


class SamePerson(NotAllowed, DecisionRefusal):
    """发布人不能是这个版本的起草人，请由另一位有权限的人员发布。"""

    code = "release_by_author"


class NotADraft(Conflict, DecisionRefusal):
    """这个版本不是草稿，不能再发布。"""

    code = "version_not_draft"


class BadRules(DecisionRefusal):
    """规则文件有误：{problem}"""

    code = "bad_rules"


class CasesFail(DecisionRefusal):
    """有 {count} 个用例的结果与预期不符，不能发布：{names}"""

    code = "unit_cases_fail"


class ReasonMissing(DecisionRefusal):
    """请写明停用或恢复的原因。"""

    code = "switch_reason_missing"


class ProofFails(DecisionRefusal):
    """规则没有通过检查，不能发布：{problems}"""

    code = "proof_fails"


class NoUnitCases(DecisionRefusal):
    """这个版本没有用例，不能发布。请先为它写用例。"""

    code = "no_unit_cases"


class NotTheAuthor(NotAllowed, DecisionRefusal):
    """只有起草人可以修改这份草稿，请另起草一个版本。"""

    code = "draft_of_another"


class VersionUnknown(NotFound, DecisionRefusal):
    """没有这个规则版本。"""

    code = "version_unknown"


class ReviewUnknown(NotFound, DecisionRefusal):
    """没有这个复核任务，或者不归您办理。"""

    code = "review_unknown"


class NothingToReview(Conflict, DecisionRefusal):
    """这个办件没有自动作出的决定，由工作人员办理，不需要申请复核。"""

    code = "nothing_to_review"


class ReviewClosed(Conflict, DecisionRefusal):
    """这个复核已经答复，不能再改。"""

    code = "review_answered"


class ReviewInvalid(Invalid, DecisionRefusal):
    """请改正标出的地方。"""

    code = "review_invalid"


class OwnReview(NotAllowed, DecisionRefusal):
    """这是您自己的申请，请由其他人员复核。"""

    code = "review_own"


class ShareTooSmall(DecisionRefusal):
    """抽查比例应是 {least} 到 100 之间的整数。"""

    code = "sample_share"


class SignalUnknown(NotFound, DecisionRefusal):
    """没有这个信号。"""

    code = "signal_unknown"


class SignalSettled(Conflict, DecisionRefusal):
    """这个信号已经处理。"""

    code = "signal_settled"


class LedgerExhausted(Conflict, DecisionRefusal):
    """来源许可的数量只余 {left}，少于申请的 {wanted}，可能刚被其他申请用掉。请改正数量后重新提交。"""

    code = "ledger_exhausted"
