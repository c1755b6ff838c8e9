// What only she reads: AES-GCM under a key of hers.

import { fromHexBytes } from './identity.js';

/** A key that can be used and not read out. */
export function freshKey() {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** Her key for what she has not finished: it comes with the kit, and is the same at every signing in. */
export function draftKey(kit) {
  return crypto.subtle.importKey('raw', fromHexBytes(kit.drafts), 'AES-GCM', false, ['encrypt', 'decrypt']);
}

export async function lock(key, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  return { iv, text: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain) };
}

/** What was locked; undefined where it was locked with another key. */
export async function unlock(key, locked) {
  try {
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: locked.iv }, key, locked.text);
    return JSON.parse(new TextDecoder().decode(plain));
  } catch {
    return undefined;
  }
}
