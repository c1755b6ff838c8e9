// The kit: her families, the choices of the form, whom to seal to. On the phone only while she is signed in.

import { freshKey, lock, unlock } from './own.js';
import { all, clear, get, keepStore, put, remove } from './store.js';

const WAIT_MS = 8_000;

/** The kit of the phone, if she is still signed in as far as the phone can know. */
export async function keptKit() {
  const session = await get('session', 'kit');
  if (!session) return undefined;
  const now = Date.now();
  // A clock that was set back does not make a session longer.
  if (now >= session.endsAt || now < session.savedAt - 60_000) {
    await putAway();
    return undefined;
  }
  return unlock(session.key, session.sealed);
}

/** Asks the server. {kit}, {signedOut: true}, or {} where it cannot be reached. */
export async function freshKit() {
  let response;
  try {
    response = await fetch('/offline/kit', {
      headers: { accept: 'application/json' },
      cache: 'no-store',
      signal: AbortSignal.timeout?.(WAIT_MS),
    });
  } catch {
    return {};
  }
  if (response.status === 401 || response.status === 404) {
    // Signed out, or signed in as somebody who has no families here.
    await putAway();
    return { signedOut: true };
  }
  if (!response.ok) return {};
  const kit = await response.json();
  kit.wrongBy = Date.now() - kit.now;
  await keep(kit);
  return { kit };
}

async function keep(kit) {
  const key = await freshKey();
  const savedAt = Date.now();
  const sealed = await lock(key, kit);
  await put('session', { id: 'kit', key, sealed, savedAt, endsAt: savedAt + (kit.until - kit.now), holder: kit.holder });
  await remove('marks', 'signOut');
  await keepStore();
}

/** Puts away everything that can be read. What waits stays, sealed. */
export async function putAway() {
  await clear('session');
}

/** Signing out without network: the server is told as soon as it can be reached. */
export async function signOutHere(csrf) {
  await putAway();
  await put('marks', { id: 'signOut', csrf });
}

/** Tells the server of a signing out that happened without network, before anything else is asked of it. */
export async function tellSignOut() {
  const mark = (await all('marks')).find(({ id }) => id === 'signOut');
  if (!mark) return;
  const response = await fetch('/logout', {
    method: 'POST',
    body: new URLSearchParams({ csrf: mark.csrf }),
    redirect: 'manual',
  });
  // Refused (403) means that this session is another one: nothing is left of the old.
  if (response.type === 'opaqueredirect' || response.status < 500) await remove('marks', 'signOut');
}
