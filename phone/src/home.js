// The first view: her families, what waits, where it went.

import { ago, due, moment, today, wrongClock } from './days.js';
import { badge, card, element, icon, note } from './dom.js';
import { draftKey, unlock } from './own.js';
import { RUNGS } from './rung.js';

const JUST_NOW_MS = 10 * 60_000;
/** The rest is on the page 手机上记的. */
const MOST_SHOWN = 10;

const STATES = {
  waits: ['soon', 'clock', '等着发送'],
  stuck: ['late', 'alert-circle', '还在手机里'],
  recorded: ['done', 'circle-check', '已记入'],
  beside: ['done', 'users', '都已保留'],
  asked: ['soon', 'user-question', '要确认'],
};

/** Everything of the first view. `actions`: {send, signOut, install}. */
export async function home({ kit, entries, unfinished, rung, line }, actions) {
  const waits = entries.filter(({ state }) => state !== 'sent');
  return [
    head(kit, waits, line),
    kit && wrongClock(kit) && note('soon', 'clock', wrongClock(kit)),
    waits.length > 0 && (await queueCard(kit, waits, line, actions)),
    await wentCard(kit, entries, true),
    kit ? families(kit, unfinished) : signedOut(line),
    await wentCard(kit, entries, false),
    note('none', 'info-circle', RUNGS[rung]),
    element(
      'div',
      { class: 'nj-actions' },
      actions.install && element('button', { class: 'btn', type: 'button', onclick: actions.install }, icon('download'), '装到桌面'),
      kit && element('a', { class: 'btn', href: '/phone' }, icon('history'), '手机上记的'),
      kit && element('button', { class: 'btn', type: 'button', onclick: actions.signOut }, icon('logout'), '退出登录'),
    ),
  ];
}

function head(kit, waits, line) {
  const said = line === 'off' ? '现在没有网络，写下的锁在手机里，有网络自己发出' : '有网络，写下的马上发出';
  const below = kit ? `${kit.name} · ${said}` : said;
  return element('div', { class: 'nj-head' }, element('div', {}, element('h1', {}, kit ? '我的家庭' : '没有网络也能记'), element('p', {}, below)));
}

function signedOut(line) {
  const text =
    line === 'off'
      ? '手机上没有家庭名单。退出登录或满 12 小时后名单会收起，这样捡到手机的人什么也看不到。有网络时登录一次，没有网络也能看、能记。'
      : '登录后，家庭名单会带到手机上，没有网络也能看、能记。';
  return element(
    'div',
    { class: 'card' },
    element('div', { class: 'nj-empty' }, icon('lock'), element('h2', {}, '登录后可以看家庭'), element('p', {}, text), element('a', { class: 'btn btn-primary', href: '/login' }, '登录')),
  );
}

function families(kit, unfinished) {
  if (kit.families.length === 0) {
    return element('div', { class: 'card' }, element('div', { class: 'nj-empty' }, icon('home-heart'), element('h2', {}, '还没有联系的家庭'), element('p', {}, '社区妇联主席给您安排家庭后，这里会出现她们。')));
  }
  const now = today(kit);
  return element('ul', { class: 'nj-fams', 'aria-label': '我的家庭' }, kit.families.map((family) => familyCard(family, now, unfinished.has(family.key))));
}

function familyCard(family, now, begun) {
  const state = due(family, now);
  return element(
    'li',
    { class: 'nj-fam' },
    element('h2', {}, element('a', { class: 'stretched-link', href: `#/visit/${family.key}` }, family.name)),
    state && badge(state.kind, state.icon, state.words),
    element('span', { class: 'nj-fam__where' }, `${family.place} · ${family.number}`),
    family.needs.length > 0 && element('ul', { class: 'nj-tags', 'aria-label': '需求' }, family.needs.map((need) => element('li', { class: 'nj-tag' }, need))),
    element('span', { class: 'nj-fam__last nj-soft' }, begun ? '有没记完的，点开接着写' : family.last ? `上次 ${ago(family.last, now)}` : '还没有走访过'),
    element('a', { class: 'btn btn-outline-primary', href: `#/visit/${family.key}`, 'aria-label': `给${family.name}记一笔` }, icon('pencil-plus'), '记一笔'),
  );
}

/** What waits. Somebody else's at this phone, and hers after signing out: the time and nothing more. */
async function queueCard(kit, waits, line, actions) {
  const lines = await Promise.all(waits.map((entry) => entryLine(kit, entry)));
  return card(
    '等着发送',
    badge('soon', 'clock', `${waits.length} 笔`),
    element('ul', { class: 'nj-list' }, lines),
    element('div', { class: 'card-body' }, element('button', { class: 'btn btn-primary', type: 'button', onclick: actions.send }, icon('upload'), line === 'off' ? '再试着发送' : '现在发送')),
  );
}

/** What went just now stands above the families, what went before below them. */
async function wentCard(kit, entries, justNow) {
  const own = entries.filter(({ state, holder }) => state === 'sent' && kit && holder === kit.holder);
  const went = own.filter(({ sentAt }) => Date.now() - sentAt < JUST_NOW_MS === justNow).slice(0, MOST_SHOWN);
  if (went.length === 0) return undefined;
  const lines = await Promise.all(went.map((entry) => entryLine(kit, entry)));
  return card(justNow ? '发出后去了哪里' : '以前发出的', badge('done', 'circle-check', `${went.length} 笔`), element('ul', { class: 'nj-list' }, lines));
}

async function entryLine(kit, entry) {
  const own = kit && entry.holder === kit.holder;
  const title = own ? await unlock(await draftKey(kit), entry.title) : undefined;
  const [kind, iconName, word] = STATES[entry.state === 'sent' ? entry.became : entry.state] ?? STATES.waits;
  const who = own || !kit ? `${moment(entry.at)} 写的一笔` : `${moment(entry.at)} 另一位同事写的一笔，会以她的名义发出`;
  const small = [title && moment(entry.at), entry.words].filter(Boolean).join(' · ');
  return element(
    'li',
    {},
    element('div', { class: 'nj-row' }, element('span', { class: 'nj-row__main' }, title ?? who, small && element('small', {}, small)), badge(kind, iconName, word)),
  );
}
