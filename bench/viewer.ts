import { argv, stdin, stdout } from "node:process";

// Looks at one page after another until its stdin ends, and writes how many milliseconds each took. A process of
// its own: what else the bench does is no part of what a reader waits for.

const [cookie = "", ...addresses] = argv.slice(2);
let over = false;
stdin.once("end", () => {
  over = true;
});
stdin.resume();

for (let i = 0; !over; i += 1) {
  const began = performance.now();
  const answer = await fetch(addresses[i % addresses.length] ?? "", { headers: { cookie } });
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`${answer.url}: ${answer.status}`);
  stdout.write(`${performance.now() - began}\n`);
}
