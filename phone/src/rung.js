// The ladder: what this browser can do without network, each step in one sentence.

import { database } from './store.js';

/** installed | open | typing | paper. */
export async function rung() {
  if (!(await keeps())) return 'paper';
  if (!('serviceWorker' in navigator)) return 'typing';
  try {
    await navigator.serviceWorker.getRegistration();
  } catch {
    return 'typing';
  }
  return matchMedia('(display-mode: standalone)').matches || navigator.standalone ? 'installed' : 'open';
}

/** Whether it seals and keeps: not over plain http, and not where the browser has no room for it. */
async function keeps() {
  if (!globalThis.isSecureContext || !globalThis.crypto?.subtle || !globalThis.indexedDB) return false;
  try {
    await database();
    return true;
  } catch {
    return false;
  }
}

export const RUNGS = {
  installed: '已装到桌面：没有网络也能打开，写下的锁在手机里，有网络自己发出。',
  open: '这个浏览器没有网络也能打开这一页；添加到主屏幕，以后点图标就进来。',
  typing: '这个浏览器关掉网页后，没有网络就打不开；开着这一页照常写，写下的锁在手机里，有网络再发出。',
  paper: '这个浏览器留不住离线内容（要用 https 的地址，不用无痕方式）；没有网络时请先写在纸上，回来再补记。',
};
