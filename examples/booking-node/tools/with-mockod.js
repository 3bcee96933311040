// Runs a command with MOCKOD_URL set, to a server that is started for it and stopped after it:
//
//   node tools/with-mockod.js npm run checks
//
// Where MOCKOD_URL is set already, the server there is used.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const COMMAND = "mockod";
const OPTIONS = ["serve", "--port", "0", "--log-format", "json"];

const HINT = `Put the command mockod into your PATH (activate the environment that it is installed in),
or set MOCKOD_URL to where it runs: MOCKOD_URL=http://127.0.0.1:30222 npm test`;

/** Starts mockod on a free port. The first line of its log tells where. */
async function startMockod() {
  const server = spawn(COMMAND, OPTIONS, { stdio: ["ignore", "inherit", "pipe"] });
  const log = createInterface(server.stderr);
  const failed = once(server, "error").then(([error]) => {
    throw new Error(`mockod does not start: ${error.message}\n${HINT}`);
  });
  const [line] = await Promise.race([once(log, "line"), failed]);
  if (!line.startsWith("{")) throw new Error(line);
  log.on("line", () => {}); // the rest of the log is read, and passed over
  return { server, url: new URL(JSON.parse(line).url).origin };
}

/**
 * Runs a command, and gives its exit code.
 * @param {string} command
 * @param {string} url
 */
async function run(command, url) {
  const child = spawn(command, { shell: true, stdio: "inherit", env: { ...process.env, MOCKOD_URL: url } });
  process.once("SIGTERM", () => child.kill());
  const [code] = await once(child, "exit");
  return code ?? 1;
}

const command = process.argv.slice(2).join(" ");
if (process.env.MOCKOD_URL) {
  process.exitCode = await run(command, process.env.MOCKOD_URL);
} else {
  const { server, url } = await startMockod();
  try {
    process.exitCode = await run(command, url);
  } finally {
    server.kill();
  }
}
