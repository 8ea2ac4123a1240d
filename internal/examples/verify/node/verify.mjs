// Checks that a webhook came from the Attune server whose secret you hold.
// Needs Node alone: copy this file into your program.
import { createHmac, timingSafeEqual } from "node:crypto";

// How far a webhook's time may lie from ours, in seconds, so that nobody can
// send us an old one again.
const tolerance = 300;

// Throws unless the body was signed with one of the secrets, each "whsec_…", at
// about this time. The body must be the bytes as they came, a Buffer; headers
// are those of Node's request, in lower case.
export function verify(secrets, headers, body, now = Date.now() / 1000) {
  const id = headers["webhook-id"];
  const at = headers["webhook-timestamp"];
  if (!id || !/^\d{1,12}$/.test(at ?? "")) throw new Error("not a webhook: a header is missing or malformed");
  if (Math.abs(now - Number(at)) > tolerance) throw new Error("the webhook is too old or too new");
  const signatures = (headers["webhook-signature"] ?? "").split(" ");
  for (const secret of secrets) {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    if (key.length === 0) throw new Error("a secret is malformed");
    const digest = createHmac("sha256", key).update(`${id}.${at}.`).update(body).digest("base64");
    const want = Buffer.from(`v1,${digest}`);
    for (const signature of signatures) {
      const got = Buffer.from(signature);
      if (got.length === want.length && timingSafeEqual(got, want)) return;
    }
  }
  throw new Error("no signature matches");
}
