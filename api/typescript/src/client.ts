import createClient, { type Client, type Middleware } from "openapi-fetch";
import type { components, paths } from "./schema.js";

export type Schemas = components["schemas"];
export type { paths };

/** What went wrong, after RFC 9457. The message never holds what was sent. */
export class ProblemError extends Error {
  constructor(readonly problem: Schemas["Problem"]) {
    super(`${problem.status} ${problem.title}: ${problem.detail}`);
    this.name = "ProblemError";
  }
}

/** A client of the server at an address; the token opens one attempt. */
export function attune(baseUrl: string, token?: string): Client<paths> {
  const client = createClient<paths>({ baseUrl });
  if (token !== undefined) client.use(bearer(token));
  return client;
}

function bearer(token: string): Middleware {
  return {
    onRequest({ request }) {
      request.headers.set("Authorization", `Bearer ${token}`);
      return request;
    },
  };
}

/** The answer of a call, or its problem as an exception. */
export async function answer<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  throw new ProblemError((error as Schemas["Problem"] | undefined) ?? {
    type: "about:blank",
    title: response.statusText || "Error",
    status: response.status,
    detail: "The answer has no problem document.",
  });
}
