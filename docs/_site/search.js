// Asks a built site what its own search box would: node docs/_site/search.js build/site "freeze time" "no slots"
// Prints a list of pages for each query, the best first. The page's own worker does the searching.
const { readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");
const vm = require("node:vm");

const [site, ...queries] = process.argv.slice(2);
const workers = join(site, "assets/javascripts/workers");
const file = readdirSync(workers).find((name) => name.startsWith("search.") && name.endsWith(".js"));
const { config, docs } = JSON.parse(readFileSync(join(site, "search/search_index.json"), "utf8"));

let listener;
let answered;
const worker = { console, addEventListener: (_, added) => (listener = added), postMessage: (message) => answered(message) };
worker.self = worker;
vm.runInNewContext(readFileSync(join(workers, file), "utf8"), worker);

/** Sends the worker a message, as the page does, and waits for its answer. */
const ask = (type, data) => new Promise((resolve) => {
  answered = (message) => resolve(message.data);
  listener({ data: { type, data } });
});

(async () => {
  await ask(0, { config, docs, options: { suggest: false } });
  const found = [];
  for (const query of queries) {
    const { items } = await ask(2, query);
    found.push(items.map(([first]) => first.location.split("#")[0]).filter((page, i, all) => all.indexOf(page) === i));
  }
  console.log(JSON.stringify(found));
})();
