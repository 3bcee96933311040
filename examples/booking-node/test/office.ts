/** Offices of mockod, one for each test, and what commands the world around them. */

import { randomUUID } from "node:crypto";
import type { TestContext } from "node:test";
import createClient from "openapi-fetch";
import type { components, paths } from "../generated/control-plane.js";
import { OpenDental } from "../src/open-dental.js";

type Schemas = components["schemas"];
type Json = "application/json" | "application/problem+json";

const ROOT = process.env.MOCKOD_URL ?? "http://127.0.0.1:30222";
const control = createClient<paths, Json>({ baseUrl: `${ROOT}/_mockod` });

export class Office {
  /** The customer key: one office is one key. */
  readonly #key = randomUUID();
  readonly #query = { office: this.#key };

  /** An office of its own for a test, forgotten after it. It is Monday 2026-03-02, 07:00, and the clock stands. */
  static async open(t: TestContext, options: Partial<Schemas["OfficeBody"]> = {}): Promise<Office> {
    const office = new Office();
    const clock = { mode: "frozen", now: "2026-03-02 07:00:00" } as const;
    told(await control.POST("/offices", { body: { practice: "demo", clock, ...options, office: office.#key } }));
    t.after(async () => told(await control.DELETE("/offices", { params: { query: office.#query } })));
    return office;
  }

  /** The API's client. Its waiting takes no time: it advances the office's clock. */
  client(): OpenDental {
    return new OpenDental(`${ROOT}/api/v1`, `ODFHIR any-developer/${this.#key}`, (seconds) => this.advance(seconds));
  }

  async advance(seconds: number): Promise<Schemas["ClockAdvanced"]> {
    return told(await control.POST("/clock/advance", { params: { query: this.#query }, body: { seconds } }));
  }

  async addFault(fault: Schemas["FaultBody"]): Promise<Schemas["FaultOrdered"]> {
    return told(await control.POST("/faults", { params: { query: this.#query }, body: fault }));
  }

  /** Merges rows into the office, or takes some away. */
  async seed(fragment: Schemas["Fragment"]): Promise<Schemas["Seeded"]> {
    return told(await control.POST("/seed", { params: { query: this.#query }, body: fragment }));
  }

  /** The office's last requests. */
  async requests(): Promise<Schemas["JournalEntry"][]> {
    return told(await control.GET("/requests", { params: { query: this.#query } }));
  }

  /** Throws where the requests were not as expected, with what differs. */
  async verify(...calls: Schemas["CallBody"][]): Promise<void> {
    const found = told(await control.POST("/verify", { params: { query: this.#query }, body: { calls } }));
    if (!found.verified) throw new Error(JSON.stringify(found.failures, null, 2));
  }

  /** Mistakes of the client that its requests show. */
  async lint(): Promise<Schemas["Finding"][]> {
    return told(await control.GET("/lint", { params: { query: this.#query } }));
  }
}

/** What the control plane answers. Throws its words where it refuses. */
function told<T>(answer: { data?: T; error?: Schemas["Problem"] }): NonNullable<T> {
  if (answer.data == null) throw new Error(answer.error?.detail);
  return answer.data;
}
