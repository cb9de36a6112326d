// Engines for Node.js: a job on standard input, times and points on standard output.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const need = createRequire(process.argv[3] + "/");
const job = JSON.parse(readFileSync(0, "utf8"));

const engines = {
  "json-logic-engine": () => {
    const { LogicEngine } = need("json-logic-engine");
    const engine = new LogicEngine();
    const compiled = job.rules.map((rule) =>
      engine.build({
        if: [
          { and: [{ in: [{ var: "tier" }, rule.tiers] }, { ">=": [{ var: "total" }, rule.minimum] }] },
          {
            reduce: [
              { filter: [{ var: "lines" }, { "===": [{ var: "category" }, rule.category] }] },
              { "+": [{ var: "accumulator" }, { "*": [{ var: "current.pieces" }, rule.points] }] },
              0,
            ],
          },
          0,
        ],
      }),
    );
    return (basket) => {
      const facts = { ...basket, tier: job.tier };
      return compiled.reduce((sum, rule) => sum + rule(facts), 0);
    };
  },
  "json-rules-engine": () => {
    const { Engine } = need("json-rules-engine");
    const engine = new Engine();
    for (const rule of job.rules)
      engine.addRule({
        conditions: {
          all: [
            { fact: "category", operator: "equal", value: rule.category },
            { fact: "total", operator: "greaterThanInclusive", value: rule.minimum },
            { fact: "tier", operator: "in", value: rule.tiers },
          ],
        },
        event: { type: "points", params: { points: rule.points } },
      });
    return async (basket) => {
      let points = 0;
      for (const line of basket.lines) {
        const { events } = await engine.run({ category: line.category, total: basket.total, tier: job.tier });
        for (const event of events) points += line.pieces * event.params.points;
      }
      return points;
    };
  },
};

const ask = engines[process.argv[2]]();
let points = [];
let ns = [];
// Everybody is warm when the last round is taken.
for (let round = 0; round < job.rounds; round++) {
  points = [];
  ns = [];
  for (const basket of job.baskets) {
    const began = process.cpuUsage();
    points.push(await ask(basket));
    const { user, system } = process.cpuUsage(began);
    ns.push((user + system) * 1000);
  }
}
console.log(JSON.stringify({ points, ns }));
