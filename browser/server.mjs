// The demo world: the release binary in a fresh folder, on a free port.

import { spawn } from 'node:child_process';
import { createWriteStream, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
export const artefacts = join(here, 'artefacts');

/** The day the demo world stands at. */
export const TODAY = '2026-11-22';

const START_SECONDS = 180;
const ADDRESS = /\b(https?:\/\/(?:127\.0\.0\.1|localhost):([1-9]\d*))/;

/** Starts `niangjia demo` in a fresh folder; resolves when it answers. */
export async function startServer() {
  const binary = process.env.NIANGJIA_BINARY ?? join(here, '..', 'target', 'release', 'niangjia');
  const data = await mkdtemp(join(tmpdir(), 'niangjia-demo-'));
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NIANGJIA_')));
  await mkdir(artefacts, { recursive: true });
  const log = createWriteStream(join(artefacts, 'server.log'));
  const said = [];

  const child = spawn(binary, ['demo', '--data', join(data, 'world'), '--listen', '127.0.0.1:0', '--today', TODAY], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lastResort = () => {
    child.kill('SIGKILL');
    rmSync(data, { recursive: true, force: true });
  };
  process.on('exit', lastResort);
  const gone = new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => resolve(`ended with ${signal ?? `status ${code}`}`));
  });

  const stop = async () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await gone;
      clearTimeout(timer);
    }
    process.off('exit', lastResort);
    log.end();
    await rm(data, { recursive: true, force: true });
  };

  const address = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        log.write(text);
        const lines = (rest + text).replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '').split(/[\r\n]+/);
        rest = lines.pop();
        said.push(...lines);
        said.splice(0, said.length - 40);
        // A line without its end may still grow: a port is not complete before something follows it.
        const found = lines.map((line) => ADDRESS.exec(line)).find(Boolean) ?? /^(?:.*\s)?(https?:\/\/(?:127\.0\.0\.1|localhost):[1-9]\d*)\D/.exec(rest);
        if (found) resolve(found[1]);
      });
    }
  });

  const deadline = Date.now() + START_SECONDS * 1000;
  const answers = (async () => {
    const origin = await address;
    while (Date.now() < deadline) {
      try {
        if ((await fetch(`${origin}/healthz`)).ok) return { origin };
      } catch {
        // not yet
      }
      await sleep(100);
    }
    return { problem: `${origin} does not answer at /healthz` };
  })();
  const timer = new AbortController();
  const outcome = await Promise.race([
    answers,
    gone.then((problem) => ({ problem })),
    sleep(START_SECONDS * 1000, timer.signal).then(() => ({ problem: `said no address within ${START_SECONDS} s` })),
  ]);
  timer.abort();
  if (outcome.problem) {
    await stop();
    throw new Error(`${binary} demo ${outcome.problem}\n${said.join('\n')}`);
  }
  return { origin: outcome.origin, pid: child.pid, stop };
}

function sleep(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => clearTimeout(timer));
  });
}
