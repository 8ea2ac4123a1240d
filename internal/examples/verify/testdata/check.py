"""Answers, for each case on standard input, whether verify accepts it."""

import base64
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "python"))
from verify import verify  # noqa: E402


def accepts(case):
    try:
        verify(case["secrets"], case["headers"], base64.b64decode(case["body"]), case["now"])
        return True
    except ValueError:
        return False


print(json.dumps([accepts(case) for case in json.load(sys.stdin)]))
