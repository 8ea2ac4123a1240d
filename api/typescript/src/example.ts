// Takes the short test from beginning to result and erases it:
// BASE=http://127.0.0.1:8080 node dist/example.js
import { answer, attune, ProblemError, type Schemas } from "./client.js";

const base = process.env["BASE"] ?? "http://127.0.0.1:8080";

/** Begins an attempt and returns a client that owns it. */
async function begin(locale: string) {
  const open = attune(base);
  const instrument = await answer(
    open.GET("/v1/instruments/{id}", { params: { path: { id: "relationship" }, query: { locale, form: "short" } } }),
  );
  const begun = await answer(
    open.POST("/v1/attempts", {
      params: { header: { "Idempotency-Key": crypto.randomUUID() } },
      body: {
        instrument: instrument.id, form: instrument.form, locale,
        consent: instrument.consent.version, // shown to the visitor, who said yes
        age_ok: true,
      },
    }),
  );
  return { begun, own: attune(base, begun.token) };
}

/** The middle of each item's options, except for the last, which is declined. */
function responses(begun: Schemas["Begun"]): Record<string, number | null> {
  const given: Record<string, number | null> = {};
  begun.items.forEach((item, n) => {
    const options = begun.option_sets[item.options] ?? [];
    given[item.id] = n + 1 < begun.items.length ? options[Math.floor(options.length / 2)]?.value ?? null : null;
  });
  return given;
}

const { begun, own } = await begin("en");
const params = { path: { id: begun.id } };
const progress = await answer(own.PUT("/v1/attempts/{id}/responses", { params, body: { responses: responses(begun) } }));
console.log(`answered ${progress.answered} of ${progress.total}`);

const profile = await answer(own.POST("/v1/attempts/{id}/finish", { params }));
for (const [scale, { score, low, high }] of Object.entries(profile.scales)) {
  console.log(`${scale}: ${score === null ? "not scored" : `${score.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`}`);
}
console.log(`style: ${profile.style?.state ?? "none"}`);

const playbook = await answer(own.GET("/v1/attempts/{id}/playbook", { params }));
console.log(`tonight: ${playbook.tonight?.title}`);

await answer(own.DELETE("/v1/attempts/{id}", { params }));
try {
  await answer(own.GET("/v1/attempts/{id}", { params }));
  throw new Error("an erased attempt is still there");
} catch (e) {
  if (!(e instanceof ProblemError) || e.problem.status !== 404) throw e;
  console.log("erased");
}
