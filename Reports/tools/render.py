"""Draws Vega-Lite specifications as SVG, for pages that show figures without scripts.

Reads {"specifications": {NAME: SPECIFICATION}, "bundle": true|false} on standard input and writes
{"pictures": {NAME: SVG}, "problems": {NAME: TEXT}, "versions": {...}, "bundle": SCRIPT|null} on
standard output. The bundle is Vega, Vega-Lite and Vega-Embed as one script. Ends with status 3 and
one line on standard error when vl-convert is missing.
"""

import json
import re
import sys

PINNED = "vl-convert-python==1.9.0.post1"


def shortened(picture):
    """The picture with places of two decimals, which no eye can tell from sixteen."""
    def places(attribute):
        return re.sub(r"\d+\.\d{3,}", lambda n: f"{float(n[0]):.2f}".rstrip("0").rstrip("."), attribute[0])
    return re.sub(r' (?:transform|d|[xy][12]?|width|height)="[^"]*"', places, picture)


def main():
    try:
        import vl_convert
    except ImportError:
        print(f"vl-convert is missing; pip install {PINNED}", file=sys.stderr)
        return 3
    request = json.load(sys.stdin)
    pictures, problems = {}, {}
    for name, specification in request["specifications"].items():
        try:
            pictures[name] = shortened(vl_convert.vegalite_to_svg(specification))
        except Exception as error:
            problems[name] = str(error).strip().splitlines()[0] if str(error).strip() else repr(error)
    versions = {
        "vl-convert": vl_convert.__version__,
        "vega": vl_convert.get_vega_version(),
        "vega-embed": vl_convert.get_vega_embed_version(),
        "vega-lite": max(vl_convert.get_vegalite_versions(), key=lambda v: [*map(int, v.split("."))]),
    }
    bundle = vl_convert.javascript_bundle() if request.get("bundle") else None
    answer = {
        "pictures": pictures, "problems": problems, "versions": versions, "bundle": bundle}
    json.dump(answer, sys.stdout, sort_keys=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
