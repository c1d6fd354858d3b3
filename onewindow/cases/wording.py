"""The sentences of the papers, made from the case and the numbers of the law."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from onewindow.cases import limits
from onewindow.cases.models import Case, CaseMaterial, CorrectionItem, Hearing, NegativeFiling
from onewindow.cases.models.promise import Promise
from onewindow.cases.notices import REMEDIES
from onewindow.cases.papers import Paper
from onewindow.cases.states import Acceptance, Delivery, Grade
from onewindow.kernel.public import clock
from onewindow.payments.public import Bill

RECORD_BASIS = "《中华人民共和国行政许可法》第四十八条第一款第五项"


def day(on: date | None) -> str:
    """Return a date in Chinese form."""
    return f"{on.year}年{on.month}月{on.day}日" if on else "另行告知之日"


def receipt(case: Case, *, hall: str = "") -> Paper:
    """Return the receipt 接收回执 that the five days begin with; `hall` received it elsewhere (异地收件)."""
    text = (
        f"已收到您关于“{case.item_name}”的申请。"
        f"本机关将在{day(case.receipt_due)}前告知是否受理；需要补正的，届时一次告知全部内容。"
        "逾期不告知的，自收到申请材料之日起即为受理。"
    )
    where = f"本申请由{hall}代为收件，由{case.agency.name}办理；期限从收件之日起计算，不用再到办理地。"
    said = [text, where] if hall else [text]
    return Paper("receipt", "接收回执", "已收件", said, [limits.limit("receipt").basis])


def acceptance(case: Case, *, note: str = "", later: Sequence[Promise] = ()) -> Paper:
    """Return the notice of acceptance 受理通知书 with both limits.

    With materials promised for later it is the 容缺受理通知书: which ones, until when, and what if not.
    """
    about, lenient = f"您关于“{case.item_name}”的申请", bool(later)
    if case.accepted_how == Acceptance.DEEMED:
        lenient = False
        since = clock.local(case.received_at).date() if case.received_at else None
        text = [f"{about}，本机关收到后五个工作日内没有告知，依法自收到之日（{day(since)}）起即为受理。"]
    elif later:
        text = [f"{about}主要材料齐全、符合法定形式，决定容缺受理。"]
    else:
        text = [f"{about}材料齐全、符合法定形式，决定予以受理。"]
    if later:
        text.append("以下材料按您的承诺后补：")
        text += [f"{n}. {one.material}：在{day(one.due_on)}前补交。" for n, one in enumerate(later, 1)]
        text.append(
            "补交的材料应当真实、合法、有效。逾期不补交或者补交的不符合要求的，本次申请终止；"
            "已经作出决定的，依法撤销，并记入信用记录。"
        )
    text.append(note)
    text.append(
        f"本机关承诺在{day(case.promised_due)}前作出决定"
        + (f"，法定期限到{day(case.statutory_due)}为止。" if case.statutory_due else "。")
    )
    title, decision = ("容缺受理通知书", "容缺受理") if lenient else ("受理通知书", "受理")
    bases = ["《中华人民共和国行政许可法》第三十二条", *dict.fromkeys(one.basis for one in later)]
    return Paper("acceptance", title, decision, [t for t in text if t], bases)


def correction(case: Case, items: Iterable[CorrectionItem], note: str) -> Paper:
    """Return the one notice of correction 补正告知书 that lists everything."""
    lines = [f"{n}. {item.name}：{item.problem}" for n, item in enumerate(items, 1)]
    begin = f"您关于“{case.item_name}”的申请，需要补正以下全部内容，请在{day(case.correction_due)}前补正："
    end = "补正内容已经一次全部告知，本机关不再要求补正其他内容。逾期没有补正的，本次申请终止，可以重新申请。"
    return Paper(
        "correction",
        "申请材料补正告知书",
        "补正",
        [begin, *lines, *([note] if note else []), end],
        ["《中华人民共和国行政许可法》第三十二条第一款第四项"],
    )


def special(case: Case, reason: limits.PauseReason, days: int, note: str) -> Paper:
    """Return the paper that tells how long a special procedure takes 特殊程序审查期限告知书."""
    text = [
        f"您关于“{case.item_name}”的申请，依法需要进行{reason.name}，所需时间为{days}个工作日。"
        "这段时间不计算在办理期限内。",
        note,
    ]
    return Paper("special", "特殊程序审查期限告知书", f"{reason.name}，{days}个工作日", text, [reason.basis])


def hearing_right(case: Case, reason: str, until: date) -> Paper:
    """Return the paper that tells of the right to a hearing 听证权利告知书."""
    text = [
        f"您关于“{case.item_name}”的申请，本机关拟作出对您不利的决定。{reason}",
        f"您有要求听证的权利。要求听证的，请在{day(until)}前提出；逾期不提出的，视为不要求听证。"
        "听证不收取任何费用。",
    ]
    return Paper(
        "hearing_right", "听证权利告知书", "告知听证权利", text, [limits.limit("hearing_request").basis]
    )


def hearing_call(case: Case, hearing: Hearing) -> Paper:
    """Return the notice of a hearing 听证通知书: when, where, led by whom."""
    text = [
        f"您关于“{case.item_name}”的申请，定于{hearing.summary}公开举行听证，"
        f"由{hearing.host_name}主持。主持人没有参加本申请的审查。",
        "您认为主持人与本申请有直接利害关系的，有权申请回避。可以委托一至二人代理，可以提出证据，进行申辩和质证。",
    ]
    return Paper("hearing", "听证通知书", "举行听证", text, [limits.limit("hearing_notice").basis])


def hearing_record(case: Case, hearing: Hearing) -> Paper:
    """Return the record of a hearing 听证笔录, with a line to sign on for each who checked it."""
    text = [f"关于“{case.item_name}”的申请，于{hearing.summary}公开举行听证，由{hearing.host_name}主持。"]
    text += [line.strip() for line in (hearing.record or "").splitlines() if line.strip()]
    heard = [name for name in re.split(r"[、，,；;\s]+", hearing.signed_by) if name]
    facts = [("听证时间、地点", hearing.summary), ("主持人", hearing.host_name)]
    return Paper(
        "hearing_record", "听证笔录", "听证已举行，笔录已由参加人核对签名", text, [RECORD_BASIS],
        facts=[*facts, *(("核对笔录", name) for name in heard)],
    )  # fmt: skip


def extension(case: Case, days: int, reason: str) -> Paper:
    """Return the notice of an extension 延长办理期限通知书."""
    text = [
        f"您关于“{case.item_name}”的申请，经本机关负责人批准，办理期限延长{days}个工作日，"
        f"延长后在{day(case.promised_due)}前作出决定。",
        f"理由：{reason}",
    ]
    return Paper(
        "extension", "延长办理期限通知书", f"延长{days}个工作日", text, [limits.limit("decision").basis]
    )


def not_accepted(case: Case, filing: NegativeFiling) -> Paper:
    """Return the notice that an application is not accepted 不予受理通知书."""
    text = [f"您关于“{case.item_name}”的申请，决定不予受理。", f"理由：{filing.reason}"]
    if filing.right_body:
        text.append(f"请向{filing.right_body}申请。")
    return Paper("decline", "不予受理通知书", "不予受理", text, [filing.legal_basis], REMEDIES)


def fee(case: Case, bill: Bill) -> Paper:
    """Return the notice of what is owed 缴费通知书, line by line with the law."""
    lines = [
        f"{n}. {line['name']}：{line['owed']}元"
        + (f"（标准{line['full']}元，{line['reduction']}）" if line["reduction"] else "")
        + f"。依据：{line['basis']}"
        for n, line in enumerate(bill.lines, 1)
    ]
    begin = (
        f"您关于“{case.item_name}”的申请，依法应当缴纳下列费用，合计{bill.total}元（缴费单{bill.number}）："
    )
    end = f"请在{day(bill.due_on)}前缴清。除列出的项目外，不收取其他费用。"
    bases = ["《中华人民共和国行政许可法》第五十八条"]
    return Paper("fee", "缴费通知书", f"应缴{bill.total}元", [begin, *lines, end], bases)


def delivered(case: Case, handed: Sequence[tuple[str, str]], note: str) -> Paper:
    """Return the proof of delivery 送达回证: which papers, by title and number, how, to whom."""
    way = Delivery(case.delivery)
    lines = [f"{n}. {title}（{number}）" for n, (title, number) in enumerate(handed, 1)]
    how = {
        Delivery.ELECTRONIC: "上述文书自即日起可以在网上查看、下载，与纸质文书具有同等效力。",
        Delivery.COUNTER: "上述文书已在窗口当面交付。",
        Delivery.POST: "上述文书已交邮寄送。",
    }[way]
    text = [f"您关于“{case.item_name}”的申请，本机关送达下列文书，送达方式：{way.label}。", *lines, how]
    if note:
        text.append(f"领取人、邮寄单号等：{note}")
    bases = [limits.limit("delivery").basis]
    return Paper("delivery", "送达回证", "已送达", text, bases)


def opened(case: Case, handed: Sequence[tuple[str, str]], at: datetime, who: str) -> Paper:
    """Return the 送达回证 of a decision made at once: when it arrived, when it was opened."""
    lines = [f"{n}. {title}（{number}）" for n, (title, number) in enumerate(handed, 1)]
    text = [
        f"您关于“{case.item_name}”的申请由系统按公布的规则当场办结，"
        f"本机关送达下列文书，送达方式：{Delivery(case.delivery).label}。",
        *lines,
        "上述文书签发时即存入您的网上空间，可以随时查看、下载，与纸质文书具有同等效力。",
        f"存入时间：{_moment(case.delivered_at or at)}。首次打开：{_moment(at)}，{who}。",
    ]
    return Paper("delivery", "送达回证", "已送达", text, [limits.limit("delivery").basis])


def _moment(at: datetime) -> str:
    here = clock.local(at)
    return f"{day(here.date())}{here:%H:%M}"


def ended(case: Case, cause: str, *, own_wish: bool = False) -> Paper:
    """Return the notice that an application ends without a decision 终止办理通知书, and why."""
    text = [f"您关于“{case.item_name}”的申请，终止办理。", f"原因：{cause}", "需要时可以重新申请。"]
    return Paper("ended", "终止办理通知书", "终止办理", text, remedies="" if own_wish else REMEDIES)


def handed_over(case: Case, to: str, reason: str, basis: str, document: str) -> Paper:
    """Return the notice that an application goes on at a platform of another province 移送告知书."""
    text = [
        f"您关于“{case.item_name}”的申请，按照跨省通办移送{to}办理，申请内容和全部材料已经移交，不用重新提交。",
        f"移送理由：{reason}",
        f"移交文件编号：{document}。凭这个编号可以向{to}查询。",
        "本机关没有受理这个申请，不再办理。办理期限由接收的机关自收到之日起计算。",
    ]
    return Paper("moved", "移送告知书", f"移送{to}", text, [basis])


def handover(case: Case, to: str, materials: Iterable[CaseMaterial], reason: str) -> Paper:
    """Return the voucher for what goes along to another body 物料流转凭证, material by material."""
    lines = [f"{n}. {row.name}（{Grade(row.grade).label}）" for n, row in enumerate(materials, 1)]
    begin = f"您关于“{case.item_name}”的办件由{case.agency.name}转至{to}办理，下列材料随办件移交："
    end = "办理过程、已经签发的文书和各项期限一并移交，期限不重新计算。接收机关确认接收后，由其负责到底。"
    return Paper("handover", "物料流转凭证", f"移交{to}", [begin, *lines, f"转办理由：{reason}", end])


def negative(case: Case, filing: NegativeFiling) -> Paper:
    """Return the form of a refusal reported and released by another 否定报备情况表."""
    what = "不予受理" if filing.kind == "not_accepted" else "不予许可（不予办理）"
    filed, answered = (clock.local(at).date() if at else None for at in (filing.filed_at, filing.answered_at))
    text = [
        f"申请人关于“{case.item_name}”的申请，拟作出{what}的决定，依照否定报备制度报备。",
        f"理由：{filing.reason}",
        f"救济途径：{filing.remedy}",
        f"提出报备：{day(filed)}。复核同意：{day(answered)}，提出人与复核人不是同一人。",
    ]
    if filing.right_body:
        text.insert(2, f"已告知申请人向{filing.right_body}申请。")
    return Paper("negative", "否定报备情况表", f"{what}，复核同意", text, [filing.legal_basis])
