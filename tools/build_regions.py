"""Write the region table that ships with the project from a CSV of codes and names (bare facts).

The CSV has a header with at least `code` (12 digits) and `name`. Each line of the result is one region: as
many tabs as its depth, the digits it adds to its parent's code, a blank, its name. Run:
    python tools/build_regions.py regions.csv --as-of 2023-06-30 --source "国家统计局 统计用区划代码（2023）"
"""

import argparse
import csv
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "onewindow" / "government" / "data" / "regions.txt"
CUTS = (0, 2, 4, 6, 9, 12)


def depth_of(code: str) -> int:
    """Return 1 for a province down to 5 for a village."""
    return next(n for n in range(1, 6) if set(code[CUTS[n] :]) <= {"0"})


def main() -> int:
    """Read the CSV, check the tree, write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("csv", type=Path)
    parser.add_argument("--as-of", required=True, help="date of the state, YYYY-MM-DD")
    parser.add_argument("--source", required=True, help="who published the codes")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    with given.csv.open(encoding="utf-8-sig", newline="") as file:
        names = {row["code"]: row["name"].strip() for row in csv.DictReader(file)}
    lines = [f"# source: {given.source}", f"# as-of: {given.as_of}", f"# rows: {len(names)}"]
    for code in sorted(names):
        depth = depth_of(code)
        parent = code[: CUTS[depth - 1]].ljust(12, "0")
        if depth > 1 and parent not in names:
            sys.stderr.write(f"{code} {names[code]}: parent {parent} is missing\n")
            return 1
        lines.append("\t" * (depth - 1) + code[CUTS[depth - 1] : CUTS[depth]] + " " + names[code])
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(names)} regions written to {given.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
