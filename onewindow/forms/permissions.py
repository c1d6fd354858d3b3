"""The verbs of forms with the policies they ask, for the permission table."""

from onewindow.forms.designs.services import DESIGNERS, RELEASERS
from onewindow.kernel.public import permissions

TITLE = "表单"
Permission = permissions.Permission
VERBS = (
    Permission("start_draft", "开始填写", permissions.with_account, "自己的草稿"),
    Permission("save_page", "保存一页", permissions.with_account, "自己的草稿"),
    Permission("fill_draft", "保存全部页", permissions.with_account, "自己的草稿"),
    Permission("discard_draft", "丢弃草稿", permissions.with_account, "自己的草稿"),
    Permission("claim_draft", "提交草稿", None, "由提交申请调用"),
    Permission("start_design", "开始修改表单", permissions.roles(*DESIGNERS), "目录管理岗"),
    Permission("change_design", "修改表单设计稿", permissions.roles(*DESIGNERS), "目录管理岗"),
    Permission("import_design", "导入表单", permissions.roles(*DESIGNERS), "目录管理岗"),
    Permission("submit_design", "表单送审", permissions.roles(*DESIGNERS), "目录管理岗"),
    Permission("drop_design", "放弃表单设计稿", permissions.roles(*DESIGNERS), "目录管理岗"),
    Permission("return_design", "退回表单设计稿", permissions.roles(*RELEASERS), "送审以后"),
    Permission("publish_design", "发布表单", permissions.roles(*RELEASERS), "送审以后，不是修改或者送审的人"),
    Permission("publish_form", "发布表单版本", None, "由安装时的种子数据调用"),
)
