// Answers, for each case on standard input, whether verify accepts it.
import { readFileSync } from "node:fs";
import { verify } from "../node/verify.mjs";

const answers = JSON.parse(readFileSync(0, "utf8")).map(({ secrets, headers, body, now }) => {
  try {
    verify(secrets, headers, Buffer.from(body, "base64"), now);
    return true;
  } catch {
    return false;
  }
});
console.log(JSON.stringify(answers));
