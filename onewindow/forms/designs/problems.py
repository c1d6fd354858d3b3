"""What keeps a design from being published, all at once, in words for who designs it."""

from onewindow.forms.building import BadForm
from onewindow.forms.designs.editing import Told
from onewindow.forms.designs.files import built
from onewindow.forms.designs.uses import FormUse


def problems(told: Told, uses: list[FormUse]) -> list[str]:
    """Return the problems, nothing when the form can be asked by every item that uses it."""
    pages = told["ui"]["pages"]
    found = [] if pages else ["表单还没有页。请先加一页。"]
    found += [f"页“{page['title']}”还没有填写项。" for page in pages if not page["fields"]]
    fields = [one for page in pages for one in page["fields"]]
    found += [
        f"重复组“{one['label']}”还没有填写项。"
        for one in fields
        if one["widget"] == "group" and not one.get("fields")
    ]
    if found:
        return found
    try:
        built(told)
    except BadForm as fault:
        return [str(fault)]
    return [
        f"“{one['label']}”对应材料 {one['material']}，但是“{use.name}”第 {use.number} 版的指南里没有。"
        for one in fields
        for use in uses
        if one.get("material") and one["material"] not in use.materials
    ]
