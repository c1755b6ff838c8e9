// The page that works without network.

import { begun } from './drafts.js';
import { element, note } from './dom.js';
import { form } from './form.js';
import { home } from './home.js';
import { freshKit, keptKit, signOutHere, tellSignOut } from './kit.js';
import { queued, sendAll, waiting } from './queue.js';
import { RUNGS, rung } from './rung.js';

const AGAIN_MS = 30_000;

const app = document.getElementById('app');
/** How many were shown as waiting. */
let shownWaiting = 0;
const state = { kit: undefined, line: navigator.onLine ? 'on' : 'off', rung: 'paper', said: '', install: undefined };

async function show() {
  const [, view, key] = location.hash.match(/^#\/(visit|need)\/(.+)$/) ?? [];
  const family = state.kit?.families.find((one) => one.key === key);
  const inner = family ? await form(state.kit, family, view, kept) : await first();
  app.replaceChildren(...inner.flat().filter(Boolean));
  document.getElementById('line').textContent = state.line === 'off' ? '没有网络' : '';
  document.body.dataset.ready = 'true';
}

async function first() {
  const entries = await queued();
  shownWaiting = entries.filter((entry) => entry.state !== 'sent').length;
  const drafts = state.kit ? await begun(state.kit) : [];
  const unfinished = new Set(drafts.map(({ household }) => household.replace(/^\w+:/, '')));
  const shown = await home({ ...state, entries, unfinished }, { send: () => send({ stuck: true }), signOut, install: state.install });
  return state.said ? [note('done', 'circle-check', state.said), ...shown] : shown;
}

async function kept(words) {
  state.said = `${words}。${state.line === 'off' ? '有网络时自己发出。' : '正在发出。'}`;
  location.hash = '#/';
  await show();
  window.scrollTo(0, 0);
  await send();
}

/** Sends what waits, and says where it went. */
async function send({ stuck = false } = {}) {
  const before = (await waiting()).length;
  if (before === 0) {
    // The worker or another tab was faster.
    if (shownWaiting !== 0) await renewAndShow();
    return;
  }
  const { went, reached } = await sendAll({ stuck });
  state.line = reached ? 'on' : 'off';
  if (went > 0) {
    state.said = `发出了 ${went} 笔，去了哪里写在下面。`;
    await renew();
  } else if (!reached) {
    state.said = `还没有网络，${before} 笔都锁在手机里，有网络时自己发出。`;
  } else if (stuck) {
    state.said = '';
  }
  if (!typing()) await show();
}

/** Asks for the families again; what she is typing is not disturbed. */
async function renew() {
  const { kit, signedOut } = await freshKit();
  if (kit) [state.kit, state.line] = [kit, 'on'];
  else if (signedOut) [state.kit, state.line] = [undefined, 'on'];
  else state.line = 'off';
}

async function renewAndShow() {
  await renew();
  if (!typing()) await show();
}

const typing = () => state.kit && location.hash.startsWith('#/') && location.hash.length > 2;

async function signOut() {
  await signOutHere(state.kit.csrf);
  state.kit = undefined;
  state.said = '已退出，手机上看不到家庭了。等着发送的还锁在手机里，不会丢。';
  location.hash = '#/';
  await show();
  await tellSignOut().catch(() => {});
}

async function begin() {
  state.rung = await rung();
  if (state.rung === 'paper') {
    app.replaceChildren(element('h1', {}, '没有网络时'), note('late', 'alert-triangle', RUNGS.paper));
    document.body.dataset.ready = 'true';
    return;
  }
  state.kit = await keptKit();
  await show();
  await tellSignOut().catch(() => {});
  await renew();
  if (!typing()) await show();
  await send({ stuck: true });
}

addEventListener('hashchange', () => {
  if (typing()) state.said = '';
  show().then(() => document.getElementById('main').focus());
});
navigator.serviceWorker?.addEventListener('message', () => renewAndShow());
addEventListener('online', async () => {
  await renew();
  await send();
  if (!typing()) await show();
});
addEventListener('offline', async () => {
  state.line = 'off';
  if (!typing()) await show();
});
addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  state.install = async () => {
    await event.prompt();
    state.install = undefined;
  };
});
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && send());
setInterval(async () => {
  // What may be read goes when the session would have ended, also while the page is open.
  if (state.kit && !(await keptKit())) {
    state.kit = undefined;
    await show();
  }
  if (state.line === 'off' && !typing()) {
    await renew();
    await show();
  }
  await send();
}, AGAIN_MS);
navigator.serviceWorker?.register('/service-worker.js').catch(() => {});
begin();
