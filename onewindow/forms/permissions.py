"""The verbs of forms with the policies they ask, for the permission table."""

from onewindow.kernel.public import permissions

TITLE = "表单"
Permission = permissions.Permission
VERBS = (
    Permission("start_draft", "开始填写", permissions.with_account, "自己的草稿"),
    Permission("save_page", "保存一页", permissions.with_account, "自己的草稿"),
    Permission("discard_draft", "丢弃草稿", permissions.with_account, "自己的草稿"),
    Permission("claim_draft", "提交草稿", None, "由提交申请调用"),
    Permission("publish_form", "发布表单版本", None, "由安装时的种子数据调用"),
)
