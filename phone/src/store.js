// What the phone keeps, in IndexedDB. What waits is sealed to the server (seal.js) and stays through everything; what can
// be read lies under a key that is on the phone only while she is signed in, and goes with it.

import { openDB } from 'idb';

const NAME = 'niangjia-phone';

/**
 * queue: {id, holder, kind, at, envelope, title, state, words, sentAt}; state: waits | sent | stuck
 * drafts: {id, holder, at, sealed}; session: {id: 'kit', key, sealed, endsAt, savedAt, holder}; marks: {id: 'signOut', csrf}
 */
let opening;
export function database() {
  opening ??= openDB(NAME, 1, {
    upgrade(db) {
      for (const store of ['queue', 'drafts', 'session', 'marks']) db.createObjectStore(store, { keyPath: 'id' });
    },
    terminated() {
      opening = undefined;
    },
  });
  return opening;
}

/** Written to the disk before it is said to be kept: a phone that goes dark the next moment still has it. */
export async function put(store, value) {
  const transaction = (await database()).transaction(store, 'readwrite', { durability: 'strict' });
  await Promise.all([transaction.store.put(value), transaction.done]);
}

export async function get(store, id) {
  return (await database()).get(store, id);
}

export async function all(store) {
  return (await database()).getAll(store);
}

export async function remove(store, id) {
  return (await database()).delete(store, id);
}

export async function clear(store) {
  return (await database()).clear(store);
}

/** Asks the browser not to tidy the phone's store away; it may say no. */
export async function keepStore() {
  try {
    await navigator.storage?.persist?.();
  } catch {
    // Then it is kept as long as the browser likes.
  }
}
