// The network between a phone and the server: it can go, come back, be slow, or swallow an answer. And a phone that goes
// dark in the middle.

import { readFileSync, readdirSync } from 'node:fs';
import { createServer, connect } from 'node:net';

/** A way to the server at an address of its own. */
export async function startNetwork(origin) {
  const target = new URL(origin);
  const state = { cut: false, swallow: undefined, bytesPerSecond: Infinity, latency: 0 };
  const open = new Set();
  let bytes = 0;
  // One road for all connections: when it is free again.
  let free = 0;

  const server = createServer((client) => {
    if (state.cut) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(target.port), target.hostname);
    open.add(client);
    open.add(upstream);
    let swallows = false;
    const end = () => {
      for (const socket of [client, upstream]) {
        socket.destroy();
        open.delete(socket);
      }
    };
    client.on('data', (chunk) => {
      swallows ||= state.swallow !== undefined && chunk.includes(state.swallow);
      setTimeout(() => upstream.write(chunk), state.latency);
    });
    upstream.on('data', (chunk) => {
      // The server has done it, and the answer never arrives.
      if (swallows) {
        state.swallow = undefined;
        state.cut = true;
        end();
        state.swallowed();
        return;
      }
      bytes += chunk.length;
      free = Math.max(free, Date.now()) + (chunk.length / state.bytesPerSecond) * 1000;
      setTimeout(() => !client.destroyed && client.write(chunk), free - Date.now());
    });
    upstream.on('end', () => setTimeout(end, Math.max(0, free - Date.now()) + 20));
    for (const socket of [client, upstream]) socket.on('error', end).on('close', () => open.delete(socket));
    client.on('end', end);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    /** No network: what is open breaks, nothing new gets through. */
    cut() {
      state.cut = true;
      for (const socket of open) socket.destroy();
    },
    restore() {
      state.cut = false;
    },
    /** The next request with this in it is done by the server; its answer, and the network, are lost. Resolves when they are. */
    swallowAnswerOf(path) {
      const lost = new Promise((resolve) => (state.swallowed = resolve));
      state.swallow = path;
      state.cut = false;
      // A connection that is kept open may be in the middle of another.
      for (const socket of open) socket.destroy();
      return lost;
    },
    /** As on a village road: bits per second down, and milliseconds on the way up. */
    slow(bitsPerSecond, latency) {
      state.bytesPerSecond = bitsPerSecond / 8;
      state.latency = latency;
    },
    /** Bytes that came from the server so far. */
    bytes: () => bytes,
    stop() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The phone goes dark: the browser that was started with this profile is killed without a word. */
export async function goDark(browser) {
  const asked = `--user-data-dir=${browser.profile}`;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    let words = [];
    try {
      words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    } catch {
      continue;
    }
    if (words.includes(asked) && !words.some((word) => word.startsWith('--type='))) process.kill(Number(pid), 'SIGKILL');
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  await browser.context.close().catch(() => {});
}
