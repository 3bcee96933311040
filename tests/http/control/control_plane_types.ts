// What a client of the control plane writes with the types that openapi-typescript makes of its document.
import type { components, operations, paths } from "./control_plane";

type Answer<O extends keyof operations, S extends keyof operations[O]["responses"]> =
  operations[O]["responses"][S] extends { content: { "application/json": infer T } } ? T : never;
type Body<O extends keyof operations> =
  NonNullable<operations[O]["requestBody"]> extends { content: { "application/json": infer T } } ? T : never;

async function ask<T>(method: string, path: keyof paths, body?: unknown): Promise<T> {
  const answer = await fetch(`http://localhost:30222/_mockod${path}`, { method, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(((await answer.json()) as components["schemas"]["Problem"]).detail);
  return (await answer.json()) as T;
}

export async function freeze(now: string): Promise<string> {
  const wanted: Body<"set_clock"> = { mode: "frozen", now };
  const clock = await ask<Answer<"set_clock", 200>>("PUT", "/clock", wanted);
  const mode: "frozen" | "running" = clock.mode;
  const touched: number | undefined = clock.offices;
  return `${mode} ${clock.now.slice(0, 10)} ${touched ?? 1}`;
}

export async function anHourLater(): Promise<string[]> {
  const step: Body<"advance_clock"> = { hours: 1 };
  const { fired } = await ask<Answer<"advance_clock", 200>>("POST", "/clock/advance", step);
  return fired.map((event) => `${event.at} ${event.what} ${event.problem ?? event.status ?? ""}`);
}

export async function throttleTwice(): Promise<number> {
  const order: Body<"add_fault"> = { kind: "throttled", times: 2, seconds: [1, 2] };
  const fault = await ask<Answer<"add_fault", 201>>("POST", "/faults", order);
  return fault.number + fault.struck;
}

export async function booked(): Promise<string> {
  const wanted: Body<"verify"> = { calls: [{ method: "POST", path: "appointments", times: { least: 1 } }] };
  const told = await ask<Answer<"verify", 200>>("POST", "/verify", wanted);
  if (told.verified) return told.found.map((call) => call.requests.length).join();
  return told.failures.flatMap((call) => call.nearest.flatMap((near) => near.differences)).join();
}

export async function nullsAndNews(): Promise<number> {
  const order: Body<"add_fault"> = { kind: "respond", merge: { Email: null, New: [1] }, path: "patients/*" };
  const page: Body<"add_fault"> = { kind: "respond", status: 503, body: { problem: { retry: true } } };
  return (await ask<Answer<"add_fault", 201>>("POST", "/faults", order)).number + (page.status ?? 0);
}

export async function bookedThere(): Promise<boolean> {
  const wanted: Body<"verify"> = { calls: [{ path: "appointments", body: { Op: 2, Note: "" } }] };
  return (await ask<Answer<"verify", 200>>("POST", "/verify", wanted)).verified;
}

export async function ownPractice(): Promise<string> {
  const practice = { providers: [{ ProvNum: 1, Abbr: "DOC1" }] };
  const wanted: Body<"create_office"> = { office: "own", practice };
  return (await ask<Answer<"create_office", 201>>("POST", "/offices", wanted)).office;
}

export async function seed(): Promise<number[]> {
  const fragment: Body<"seed"> = { patients: [{ LName: "Neu", FName: "Nora" }] };
  await ask("POST", "/seed", { remove: { schedules: { SchedDate: "tomorrow" }, recalls: "all" } } satisfies Body<"seed">);
  const { added } = await ask<Answer<"seed", 200>>("POST", "/seed", fragment);
  return added["patients"] ?? [];
}

export async function lastRefusal(): Promise<string | undefined> {
  const requests = await ask<Answer<"list_requests", 200>>("GET", "/requests");
  return requests.filter((request) => request.status >= 400).map((request) => request.endpoint).pop();
}

// What is misspelt does not compile.
// @ts-expect-error there is no such mode
export const misspelt: Body<"set_clock"> = { mode: "forzen" };
// @ts-expect-error nor such a fault
export const unknown: Body<"add_fault"> = { kind: "storm" };
