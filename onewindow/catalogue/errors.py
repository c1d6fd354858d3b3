"""Refusals of the catalogue."""

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound


class UnknownItem(NotFound):
    """没有找到这个事项，编码可能有误，或者事项已经取消。请按名称查找，或者拨打 12345 咨询。"""

    code = "unknown_item"


class UnknownVersion(NotFound):
    """没有找到这个事项版本。"""

    code = "unknown_item_version"


class ItemNotInForce(Conflict):
    """这个事项暂停办理，目前不能申请。恢复办理的时间请拨打 12345 咨询。"""

    code = "item_not_in_force"


class CannotMaintain(NotAllowed):
    """只有这个机构、这个地区的目录管理岗可以这样做；全区统一的内容由自治区的目录管理岗办理。要修改本机构的事项，请起草调整。"""

    code = "cannot_maintain_catalogue"


class IncompleteItem(Invalid):
    """事项内容不完整，不能发布。请按提示补全后再发布。"""

    code = "incomplete_item"


class UnknownStatute(NotFound):
    """没有找到这部法律法规，可能名称有误，或者还没有收录全文。"""

    code = "unknown_statute"


class RepealBeforeAdoption(Invalid):
    """废止日期早于这部法律法规的通过日期，请核对日期。"""

    code = "repeal_before_adoption"


class UnknownProposal(NotFound):
    """没有找到这份目录调整，可能已经撤回，或者不归您的岗位办理。"""

    code = "unknown_proposal"


class CannotPropose(NotAllowed):
    """您的岗位不能办理这一步。起草由事项所属部门的目录管理岗办理，审核由编制、法制审核岗办理。"""

    code = "cannot_propose"


class OwnProposal(NotAllowed):
    """起草人不能审核或者发布自己起草的调整，请由其他人办理。"""

    code = "own_proposal"


class ProposalMoved(Conflict):
    """这份调整已经不在这一步，请刷新页面查看最新状态。"""

    code = "proposal_moved"


class StaleProposal(Conflict):
    """这份调整刚刚被他人保存过。请打开最新内容，再填写您的修改。"""

    code = "stale_proposal"


class InvalidProposal(Invalid):
    """调整内容有误，请按提示改正。"""

    code = "invalid_proposal"


class NotInGuide(Conflict):
    """办事指南没有列出“{asked}”，不能要求申请人提交。确有需要的，先按程序修改办事指南。"""

    code = "not_in_guide"


class InvalidEdition(Invalid):
    """清单有误，没有发布。请按提示改正后重新导入。"""

    code = "invalid_edition"


class UnknownEdition(NotFound):
    """没有找到这份清单或者这个版本。"""

    code = "unknown_edition"


class UnknownListDraft(NotFound):
    """没有找到这份清单草稿。"""

    code = "unknown_list_draft"


class ListDraftMoved(Conflict):
    """这份清单草稿已经公布、撤回，或者刚刚被他人保存过。请打开最新内容再办理。"""

    code = "list_draft_moved"


class ListDraftOpen(Conflict):
    """这种清单已经有一份草稿，请在那份草稿上修改，或者先撤回它。"""

    code = "list_draft_open"


class UnknownPower(NotFound):
    """没有找到这项权力事项，编码可能有误。"""

    code = "unknown_power"


class InvalidPower(Invalid):
    """权力事项的内容不完整，请按提示补全。"""

    code = "invalid_power"


class PowerMoved(Conflict):
    """这项权力事项已经不在这一步，请刷新页面查看最新状态。"""

    code = "power_moved"


class PowerToBeAdjusted(Conflict):
    """事项“{name}”对应的权力事项正在待调整，调整完成前不能发布新版本。请先在权责清单中完成调整。"""

    code = "power_to_be_adjusted"


class CannotTransfer(NotAllowed):
    """只有事项所属机构的目录管理岗，或者本地区的编制审核岗可以记录权限划转。"""

    code = "cannot_transfer_authority"


class InvalidTransfer(Invalid):
    """权限划转的内容有误，请按提示改正。"""

    code = "invalid_transfer"


class UnknownMaterial(NotFound):
    """材料目录里没有这个材料，编码可能有误。"""

    code = "unknown_material"


class InvalidMaterial(Invalid):
    """材料目录的内容有误，请按提示改正。"""

    code = "invalid_material"


class CannotKeepMaterials(NotAllowed):
    """材料目录全区只有一份，只有自治区的目录管理岗可以修改。"""

    code = "cannot_keep_materials"
