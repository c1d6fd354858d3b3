"""Reference data of collaboration: the shipped procedures, published through the verb."""

from pathlib import Path

from onewindow.collaboration.opening import DATA
from onewindow.collaboration.services.opening import add_segment
from onewindow.collaboration.services.procedures import publish_procedure
from onewindow.government import public as government
from onewindow.kernel.public import SYSTEM, yaml_file

PROCEDURES = Path(__file__).parent / "data" / "procedures"


def plant() -> str:
    """Publish every shipped procedure; an unchanged one stays as it is."""
    made = []
    for path in sorted(PROCEDURES.glob("*.yaml")):
        told = yaml_file.read(path)
        row = publish_procedure(by=SYSTEM, told={"key": path.stem, **told})
        made.append(f"{row.key} v{row.number}")
    return f"procedures: {', '.join(made)}"


def plant_segments() -> str:
    """Enter the demonstration's segments of codes, each once."""
    told = yaml_file.read(DATA / "segments.yaml")["segments"]
    for row in told:
        body = government.agency_named(row.pop("body"))
        add_segment(by=SYSTEM, agency_id=body.pk, **row)
    return f"code segments: {len(told)}"
