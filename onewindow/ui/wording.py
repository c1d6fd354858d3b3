"""What each kind of refusal says to a person: what happened, and what to do."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Words:
    """The words of one status: a heading, a plain sentence, what to do now."""

    heading: Text
    message: Text
    todo: Text


WORDS: dict[int, Words] = {
    400: Words(
        _("这个请求没有看懂"),
        _("浏览器送来的内容不完整或者格式不对，没有做任何改动。"),
        _("请回到上一页，刷新后再试一次。"),
    ),
    403: Words(
        _("您不能打开这个页面"),
        _("您没有办理这项操作的权限。"),
        _("请确认登录的是不是办这件事的账号；工作人员请联系本单位管理员。"),
    ),
    404: Words(
        _("没有找到这个页面"),
        _("地址可能输错了，或者这个页面已经撤下。"),
        _("请核对地址，或者从首页搜索您要办的事。"),
    ),
    405: Words(
        _("这个地址不能这样打开"),
        _("这个地址只用来提交表单，没有做任何改动。"),
        _("请回到上一页，用页面上的按钮继续。"),
    ),
    409: Words(
        _("内容已经变了"),
        _("在您打开页面之后，这件事的状态已经改变，所以这次操作没有执行。"),
        _("请重新打开页面，看清现在的状态后再决定。"),
    ),
    413: Words(
        _("提交的内容太大"),
        _("这次提交超过了系统一次能接收的大小，没有保存任何内容。"),
        _("请减少文字，或者换一个小一些的文件（单个文件不超过 20 MB），再提交一次。"),
    ),
    422: Words(
        _("填写的内容需要改正"),
        _("填写的内容有误，请改正后再提交。"),
        _("请用浏览器的“后退”回到刚才的页面，改正后再提交；已填的内容还在。"),
    ),
    429: Words(
        _("操作太频繁了"),
        _("短时间内操作次数过多，系统先停一停，没有做任何改动。"),
        _("请等几分钟再试。"),
    ),
    500: Words(
        _("系统出错了"),
        _("这是系统的问题，不是您的操作有误。刚才这一步没有完成。"),
        _("请稍后再试；如果还不行，请拨打 12345，并告诉工作人员下面的参考编号。"),
    ),
    503: Words(
        _("系统暂时不能使用"),
        _("系统正在维护，或者暂时连不上数据库。刚才这一步没有完成，已提交的办件不受影响。"),
        _("请过几分钟再试；急事请到就近的政务服务窗口办理，或拨打 12345。"),
    ),
}


def words(status: int) -> Words:
    """Return the words for a status, falling back to its class."""
    return WORDS.get(status) or WORDS[500 if status >= 500 else 400]
