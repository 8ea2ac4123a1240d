"""Checks that a webhook came from the Attune server whose secret you hold.

Needs the standard library alone: copy this file into your program.
"""

import base64
import hashlib
import hmac
import re
import time

# How far a webhook's time may lie from ours, in seconds, so that nobody can
# send us an old one again.
TOLERANCE = 300


def verify(secrets, headers, body, now=None):
    """Raise ValueError unless one of the secrets, each "whsec_…", signed the body
    at about this time.

    The body must be the bytes as they came; headers maps names in lower case.
    """
    now = time.time() if now is None else now
    identity, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not identity or not re.fullmatch(r"[0-9]{1,12}", at):
        raise ValueError("not a webhook: a header is missing or malformed")
    if abs(now - int(at)) > TOLERANCE:
        raise ValueError("the webhook is too old or too new")
    signatures = headers.get("webhook-signature", "").encode().split(b" ")
    for secret in secrets:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        if not key:
            raise ValueError("a secret is malformed")
        digest = hmac.new(key, f"{identity}.{at}.".encode() + body, hashlib.sha256).digest()
        want = b"v1," + base64.b64encode(digest)
        if any([hmac.compare_digest(signature, want) for signature in signatures]):
            return
    raise ValueError("no signature matches")
