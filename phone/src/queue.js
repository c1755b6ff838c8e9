// What waits, and sending it. Whoever is signed in, or nobody: an envelope carries its writer's pass inside.

import { all, put, remove } from './store.js';

const KEPT_DAYS = 30;
const WAIT_MS = 30_000;

/** Keeps a sealed envelope; after this it survives a closed tab, a dark phone and a logout. */
export async function enqueue({ id, holder, kind, envelope, title, at }) {
  await put('queue', { id, holder, kind, envelope, title, at, state: 'waits', words: '' });
  try {
    const registration = await navigator.serviceWorker?.ready;
    await registration?.sync?.register('send');
  } catch {
    // Not every browser sends by itself; the page does when it is open.
  }
}

export async function queued() {
  const entries = await all('queue');
  return entries.sort((a, b) => b.at - a.at);
}

/** How many wait, and since when, without a word of what. */
export async function waiting() {
  return (await queued()).filter(({ state }) => state !== 'sent');
}

/**
 * Sends everything that waits, the oldest first. Says how many went, and whether the server could be reached.
 * Two tabs do not send at once; if they did, the server would take each envelope once. What a server could not open is
 * tried again only where `stuck` says so.
 */
export async function sendAll({ stuck = false } = {}) {
  const work = async () => {
    let went = 0;
    await forgetOld();
    for (const entry of (await waiting()).reverse().filter(({ state }) => stuck || state === 'waits')) {
      const said = await send(entry);
      if (!said) return { went, reached: false };
      went += said.taken ? 1 : 0;
    }
    return { went, reached: true };
  };
  return typeof navigator.locks === 'object' ? navigator.locks.request('niangjia-send', work) : work();
}

async function send(entry) {
  let said;
  try {
    const response = await fetch(`/offline/envelopes?at=${Date.now()}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', accept: 'application/json' },
      body: entry.envelope,
      credentials: 'omit',
      signal: AbortSignal.timeout?.(WAIT_MS),
    });
    if (!response.ok) return undefined;
    said = await response.json();
  } catch {
    return undefined;
  }
  // The envelope goes only after the server has said that it has it.
  const rest = said.taken ? { ...entry, envelope: undefined, state: 'sent' } : { ...entry, state: 'stuck' };
  await put('queue', { ...rest, words: said.words, became: said.became, sentAt: Date.now() });
  return said;
}

async function forgetOld() {
  const before = Date.now() - KEPT_DAYS * 86_400_000;
  const old = (await all('queue')).filter(({ state, sentAt }) => state === 'sent' && sentAt < before);
  await Promise.all(old.map(({ id }) => remove('queue', id)));
}
