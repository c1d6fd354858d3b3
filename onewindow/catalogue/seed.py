"""Reference data of the catalogue: the items people in Guangxi really use."""

from onewindow.catalogue import reference
from onewindow.catalogue.laws.places import short_title
from onewindow.catalogue.models import Accuracy, Citation, LegalBasis
from onewindow.catalogue.queries import lists as reads
from onewindow.catalogue.services import editions, quality
from onewindow.catalogue.services import powers as services_of_powers
from onewindow.catalogue.services import versions as services
from onewindow.catalogue.services.citations import redraw_citations
from onewindow.government.public import agencies_in
from onewindow.kernel.public import SYSTEM, unit


def plant_lists() -> str:
    """Publish the sample lists, and a power for every own power item that has none yet."""
    lists = editions.plant(SYSTEM)
    made = 0
    for version in reads.orphans().items:
        bases = LegalBasis.objects.filter(version=version)
        content = {
            "name": version.name,
            "power_type": version.item_type,
            "bases": [{"short": short_title(b.law), "law": b.law, "article": b.article} for b in bases],
            "supervision": f"监督投诉电话：{version.complaint_phone}",
            "remedies": f"{version.reconsideration}{version.litigation}",
            "items": [version.code],
            "cause": "随示例目录清理",
        }
        if not content["bases"]:
            continue
        with unit.work():
            new = services_of_powers.collect_power(
                by=SYSTEM,
                agency_id=int(version.item.agency_id or 0),
                code=f"Q{version.code}",
                content=content,
            )
            services_of_powers.adopt(new, steps=[_step(step) for step in version.flow])
        made += 1
    return f"lists {lists}, powers {made} new"


def _step(step: dict[str, str]) -> dict[str, str]:
    risk = "高" if "审查" in step["name"] or "决定" in step["name"] else "低"
    post = "审批岗" if risk == "高" else "窗口岗"
    return {"name": step["name"], "post": post, "risk": risk, "measure": "全程留痕，按公布的条件和时限办理"}


def plant() -> str:
    """Publish the shipped items; what is in force already stays as it is."""
    agencies = {a.name: a for a in agencies_in("45")}
    if not Citation.objects.exists():
        redraw_citations()
    done = services.publish_versions(by=SYSTEM, contents=reference.contents(agencies))
    if done.touched or not Accuracy.objects.exists():
        quality.review()
    return f"items {done.new} new, {done.changed} changed, {done.unchanged} as before"
