// What she has begun and not finished, by family. It survives a closed tab and a logout; it is readable only for her.

import { draftKey, lock, unlock } from './own.js';
import { all, get, put, remove } from './store.js';

const name = (kit, household) => `${kit.holder} ${household}`;

export async function saveDraft(kit, household, draft) {
  const sealed = await lock(await draftKey(kit), { ...draft, household });
  await put('drafts', { id: name(kit, household), holder: kit.holder, at: Date.now(), sealed });
}

export async function draftOf(kit, household) {
  const found = await get('drafts', name(kit, household));
  return found && unlock(await draftKey(kit), found.sealed);
}

/** The households of everything she has begun. */
export async function begun(kit) {
  const key = await draftKey(kit);
  const own = (await all('drafts')).filter(({ holder }) => holder === kit.holder);
  const opened = await Promise.all(own.map(({ sealed }) => unlock(key, sealed)));
  return opened.filter(Boolean);
}

export async function dropDraft(kit, household) {
  await remove('drafts', name(kit, household));
}
