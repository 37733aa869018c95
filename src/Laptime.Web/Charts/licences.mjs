// Prints the licences of every package that is in the bundle, by esbuild's own account of what it took.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const work = process.argv[2];
const { inputs } = JSON.parse(readFileSync(join(work, 'meta.json'), 'utf8'));
const packages = new Set();
for (const path of Object.keys(inputs)) {
  const found = path.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//);
  if (found) packages.add(found[1]);
}

// esbuild names paths from where it was started, the root of the repository.
for (const folder of [...packages].sort()) {
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (!file || !existsSync(join(folder, file))) throw new Error(`${about.name} has no licence file`);
  const text = readFileSync(join(folder, file), 'utf8').trim().replace(/\r\n/g, '\n');
  console.log(`${'-'.repeat(80)}\n${about.name} ${about.version} (${about.license})\n\n${text}\n`);
}
