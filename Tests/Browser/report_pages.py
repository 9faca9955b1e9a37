"""Opens the pages of a report in headless Chromium and says what a reader would trip over.

Usage: report_pages.py DIRECTORY [--pictures DIRECTORY]

For each page, at a desktop's and at a phone's width: nothing leaves the file system, the console
stays quiet, the page does not scroll sideways, every figure is named and visible, becomes
interactive where vega.js is beside it, and answers the pointer with a value. With scripts off, each
figure still shows its still picture. Ends with status 1 when something is wrong.
"""

import argparse
import pathlib
import sys

from playwright.sync_api import sync_playwright

WIDTHS = {"desktop": 1280, "phone": 390, "narrow": 360}


def hovered_value(page, figure):
    """Points at the marks of a figure until a tooltip comes up; its text, or None."""
    marks = figure.locator(
        ".live .mark-symbol path, .live .mark-rect path, .live .mark-symbol > *")
    for index in range(min(marks.count(), 40)):
        box = marks.nth(index).bounding_box()
        if not box or box["width"] < 1:
            continue
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        tip = page.locator("#vg-tooltip-element.visible")
        try:
            tip.wait_for(timeout=500)
        except Exception:
            continue
        text = tip.inner_text()
        page.mouse.move(0, 0)
        return text
    return None


def check_interactive(browser, path, name, width, pictures):
    problems, requests = [], []
    page = browser.new_page(viewport={"width": width, "height": 900})
    has_bundle = (path.parent / "vega.js").exists()

    def listen(message):
        # A missing vega.js is no fault of the page, which says so.
        is_known = not has_bundle and "ERR_FILE_NOT_FOUND" in message.text
        if message.type in ("error", "warning") and not is_known:
            problems.append(f"console {message.type}: {message.text}")

    page.on("console", listen)
    page.on("pageerror", lambda e: problems.append(f"script: {e}"))
    page.on("request", lambda r: requests.append(r.url))
    page.goto(path.resolve().as_uri())
    sources = page.locator("script[data-for]").count()
    if sources and has_bundle:
        page.wait_for_function(
            "document.querySelectorAll('[data-ready]').length === "
            "document.querySelectorAll('script[data-for]').length", timeout=20000)
    if sources and not has_bundle and not page.locator("#no-script").is_visible():
        problems.append("the page does not say that vega.js is missing")
    for figure in page.locator("figure").all():
        label = figure.get_attribute("id")
        if not page.locator(f"#{figure.get_attribute('aria-labelledby')}").inner_text().strip():
            problems.append(f"figure {label} has no name")
        if figure.locator("script[data-for]").count() == 0 or not has_bundle:
            continue
        if not figure.locator(".live svg").first.is_visible():
            problems.append(f"figure {label} is not visible")
        figure.scroll_into_view_if_needed()
        text = hovered_value(page, figure)
        if not text or not any(c.isdigit() for c in text):
            problems.append(f"figure {label} shows no value under the pointer: {text!r}")
        inner = figure.locator(".chart").evaluate("e => e.scrollWidth - e.clientWidth")
        if inner > 1 and width >= 700:
            problems.append(f"figure {label} is {inner} pixels too wide")
    for disclosure in page.locator("details").all():
        disclosure.evaluate("e => { e.open = true }")
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if over > 0:
        problems.append(f"the page scrolls sideways by {over} pixels")
    for table in page.locator("main table").all():
        if not table.locator("caption").count():
            problems.append("a table has no caption")
        if table.locator("th:not([scope])").count():
            problems.append("a table has a heading without scope")
    outside = [r for r in requests if not r.startswith(("file:", "data:"))]
    problems += [f"request to {r}" for r in outside]
    if pictures:
        for disclosure in page.locator("details").all():
            disclosure.evaluate("e => { e.open = e.classList.contains('case') }")
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=pictures / f"{path.stem}-{name}.png", full_page=True)
    page.close()
    return problems


def check_still(browser, path, width, pictures):
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(path.resolve().as_uri())
    problems = []
    for figure in page.locator("figure").all():
        still = figure.locator(".still svg").first
        notice = figure.locator(".notice")
        if not (still.count() and still.is_visible()) and not notice.count():
            problems.append(f"figure {figure.get_attribute('id')} is empty without scripts")
    if pictures:
        page.screenshot(path=pictures / f"{path.stem}-still-{width}.png", full_page=True)
    context.close()
    return problems


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--pictures", type=pathlib.Path)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    if options.pictures:
        options.pictures.mkdir(parents=True, exist_ok=True)
    pages = sorted(options.directory.glob("*.html"))
    if not pages:
        sys.exit(f"{options.directory}: no pages")
    found = {}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=options.chromium, args=["--no-sandbox", "--disable-gpu"])
        for path in pages:
            for name, width in WIDTHS.items():
                found[f"{path.name} at {width}"] = check_interactive(
                    browser, path, name, width, options.pictures)
            for width in (1280, 390):
                found[f"{path.name} at {width} without scripts"] = check_still(
                    browser, path, width, options.pictures)
        browser.close()
    for place, problems in found.items():
        for problem in problems:
            print(f"{place}: {problem}", file=sys.stderr)
    wrong = sum(map(len, found.values()))
    print(f"{len(pages)} pages, {len(found)} views, {wrong} problems")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
