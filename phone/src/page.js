// On the ordinary pages: takes the families along for later, keeps what is typed into the form of a visit, puts everything
// readable away at signing out, and sends what waits.

import { draftOf, dropDraft, saveDraft } from './drafts.js';
import { note } from './dom.js';
import { fromHexBytes } from './identity.js';
import { freshKit, keptKit, putAway, tellSignOut } from './kit.js';
import { keepWritten } from './form.js';
import { sendAll, waiting } from './queue.js';
import { RUNGS, rung } from './rung.js';

/** How old the families on the phone may be before they are asked for again, in milliseconds. */
const FRESH_MS = 5 * 60_000;
const VISIT = /^\/households\/([^/]+)\/visits$/;

async function begin() {
  navigator.serviceWorker?.register('/service-worker.js').catch(() => {});
  const step = await rung();
  const visit = [...document.forms].find((form) => VISIT.test(new URL(form.action).pathname));
  if (step === 'paper') {
    if (visit && !navigator.onLine) visit.before(note('late', 'alert-triangle', RUNGS.paper));
    return;
  }
  await tellSignOut().catch(() => {});
  const signIn = [...document.forms].some((form) => new URL(form.action).pathname === '/login');
  if (signIn) {
    await putAway();
    await sayWhatWaits();
    return;
  }
  const signOut = [...document.forms].filter((form) => new URL(form.action).pathname === '/logout');
  signOut.forEach(putAwayFirst);
  let kit = await keptKit();
  // Another person's families, or old ones.
  if (!kit || Date.now() - kit.wrongBy - kit.now > FRESH_MS || kit.csrf !== csrfOf(signOut[0])) kit = (await freshKit()).kit ?? kit;
  if (kit) {
    await dropRecorded(kit);
    if (visit) await keepTyped(kit, visit, step);
  }
  await sendAll();
}

const csrfOf = (form) => form?.elements.csrf?.value;

/** Everything readable is gone before the server is told. */
function putAwayFirst(form) {
  form.addEventListener('submit', async (event) => {
    if (form.dataset.away) return;
    event.preventDefault();
    await putAway().catch(() => {});
    form.dataset.away = 'true';
    form.submit();
  });
}

async function sayWhatWaits() {
  await sendAll();
  const left = (await waiting()).length;
  if (left > 0) document.getElementById('main').prepend(note('soon', 'clock', `这部手机上还有 ${left} 笔等着发送，都锁好了，不登录也会发出，不会丢。`));
}

/** A visit that was taken needs no draft. */
async function dropRecorded(kit) {
  const [, key] = location.pathname.match(/^\/households\/([^/]+)$/) ?? [];
  if (key && new URLSearchParams(location.search).get('recorded')) await dropDraft(kit, `visit:${key}`);
}

/** What is typed is kept, sealed, while it is typed; without network the whole visit is. */
async function keepTyped(kit, form, step) {
  const [, key] = new URL(form.action).pathname.match(VISIT);
  const place = `visit:${key}`;
  const { elements } = form;
  const draft = await draftOf(kit, place);
  const said = [];
  const say = (words) => {
    said.push(words);
    form.before(words);
  };
  const refused = form.querySelector('[aria-invalid=true]');
  if (draft && !refused && !elements.words.value) {
    // The same identity: should it have been taken after all, it is still one visit.
    elements.id.value = `vis_${draft.id}`;
    for (const [name, value] of Object.entries(draft.fields)) if (elements[name]) elements[name].value = value;
    say(note('done', 'circle-check', '上次没记完的还在，已放回来，接着写就行。'));
  }
  // Here while there is a network: without it nothing more can be fetched.
  import('./seal.js').catch(() => {});
  let dayChosen = draft?.dayChosen ?? false;
  const fields = () => Object.fromEntries(['matter', 'words', 'on_day', 'manner', 'follow_up_day'].map((name) => [name, elements[name]?.value ?? '']));
  const id = () => elements.id.value.replace(/^vis_/, '');
  const save = () => saveDraft(kit, place, { id: id(), fields: fields(), dayChosen });
  form.addEventListener('input', ({ target }) => {
    dayChosen ||= target.name === 'on_day';
    return save();
  });
  if (step === 'typing') say(note('none', 'info-circle', RUNGS.typing));
  form.addEventListener('submit', async (event) => {
    if (navigator.onLine || fromHexBytes(id()).length !== 16) return;
    event.preventDefault();
    const family = kit.families.find((one) => one.key === key);
    if (!family || !fields().matter || !fields().words.trim()) {
      say(note('late', 'alert-circle', '请点一个事项，再写一句做了什么、说了什么。'));
      return;
    }
    const outcome = event.submitter?.value ?? 'settled';
    await keepWritten(kit, family, 'visit', { id: id(), fields: { ...fields(), outcome }, dayChosen });
    await dropDraft(kit, place);
    said.forEach((words) => words.remove());
    form.replaceWith(note('done', 'circle-check', '没有网络，这一笔已锁好留在手机里，有网络时自己发出。'));
  });
  addEventListener('online', () => sendAll());
}

begin();
