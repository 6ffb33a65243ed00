"""`python -m web.widget [ADDRESS]` prints the lines that put the widget on a page."""

import argparse
import gzip
import sys

from web.widget.routes import SOURCE, make_bundle


def main(arguments: list[str] | None = None) -> int:
    """Print the short and the pinned embedding; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m web.widget", description=__doc__)
    parser.add_argument("address", nargs="?", default="https://chat.school.example")
    address = parser.parse_args(arguments).address.rstrip("/")
    bundle = make_bundle(SOURCE)
    kilobytes = len(gzip.compress(bundle.content, 9)) / 1000
    print(f"Version {bundle.version}, {kilobytes:.1f} kB gzipped\n")
    print("Always the newest version:\n")
    print(f'<script src="{address}/widget.js" defer></script>\n<school-chat></school-chat>\n')
    print("Exactly this version, checked by the browser:\n")
    print(
        f'<script src="{address}/widget/{bundle.version}/widget.js"\n'
        f'        integrity="{bundle.integrity}"\n'
        '        crossorigin="anonymous" defer></script>\n<school-chat></school-chat>'
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
