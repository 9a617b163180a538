#!/usr/bin/env python3
"""Every link of a built site leads to a file of it, and every fragment to an id of that file. Looks at no other host."""

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    """The ids and links of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if value is None:
                continue
            if name == "id":
                self.ids.add(value)
            elif name in ("href", "src", "action"):
                self.links.append(value)


def read(path: Path) -> Page:
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def main() -> int:
    root = Path(sys.argv[1]).resolve()
    pages = {path: read(path) for path in sorted(root.rglob("*.html"))}
    broken = 0
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            base = root if parts.path.startswith("/") else path.parent
            target = (base / unquote(parts.path).lstrip("/")).resolve() if parts.path else path
            if target.is_dir():
                target /= "index.html"
            fragment = unquote(parts.fragment)
            known = target.is_file() and target.is_relative_to(root)
            if not known or (fragment and target in pages and fragment not in pages[target].ids):
                print(f"{path.relative_to(root)}: {link}")
                broken += 1
    print(f"{len(pages)} pages, {sum(len(page.links) for page in pages.values())} links, {broken} broken")
    return 1 if broken or not pages else 0


if __name__ == "__main__":
    sys.exit(main())
