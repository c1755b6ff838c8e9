// Starts one demo world, runs every journey against it, and stops it again.
// With file names as arguments only those: node browser/run.mjs journey-member.test.mjs

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { startServer } from './server.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const chosen = process.argv.slice(2);
const files = chosen.length
  ? chosen.map((file) => resolve(file))
  : readdirSync(here)
      .filter((file) => file.endsWith('.test.mjs'))
      .sort()
      .map((file) => join(here, file));

let server;
let tests;
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    tests?.kill(signal);
    await server?.stop();
    process.exit(1);
  });
}
server = await startServer();

// The files share one world, so they run one after another.
tests = spawn(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files], {
  env: { ...process.env, NIANGJIA_ORIGIN: server.origin },
  stdio: 'inherit',
});
const status = await new Promise((done) => tests.once('exit', (code) => done(code ?? 1)));
if (!stopping) {
  await server.stop();
  process.exitCode = status;
}
