"""Reference data of the catalogue: the items people in Guangxi really use."""

from onewindow.catalogue import reference
from onewindow.catalogue.models import Accuracy, Citation
from onewindow.catalogue.services import quality
from onewindow.catalogue.services import versions as services
from onewindow.catalogue.services.citations import redraw_citations
from onewindow.government.public import agencies_in
from onewindow.kernel.public import SYSTEM


def plant() -> str:
    """Publish the shipped items; what is in force already stays as it is."""
    agencies = {a.name: a for a in agencies_in("45")}
    if not Citation.objects.exists():
        redraw_citations()
    done = services.publish_versions(by=SYSTEM, contents=reference.contents(agencies))
    if done.touched or not Accuracy.objects.exists():
        quality.review()
    return f"items {done.new} new, {done.changed} changed, {done.unchanged} as before"
