// Writes generated/control-plane.ts: the types of mockod's control plane, from the document that the server at MOCKOD_URL gives.

import { mkdir, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const url = process.env.MOCKOD_URL ?? "http://127.0.0.1:30222";
const types = astToString(await openapiTS(new URL("/_mockod/openapi.json", url)));

const folder = new URL("../generated/", import.meta.url);
await mkdir(folder, { recursive: true });
await writeFile(new URL("control-plane.ts", folder), types);
