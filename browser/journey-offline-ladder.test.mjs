// What a browser that can do less, and a phone whose clock is wrong, say to her in one sentence; and what they keep.

import assert from 'node:assert/strict';

import { Hand, login, look, press, settled } from './harness.mjs';
import { drawn, familyName, journey, send, takeAlong, write } from './offline.mjs';
import * as s from './selectors.mjs';
import { openVisitForm, ownLine } from './steps.mjs';

const DAY_MS = 86_400_000;

journey('a browser without service worker keeps what she types and sends it later', async ({ open, network }) => {
  const { page, context } = await open();
  await context.addInitScript(() => delete Navigator.prototype.serviceWorker);
  await login(page, s.PEOPLE.member);
  const family = await openVisitForm(page, new Hand(page), 5);
  await s.text(page, s.QUESTION.typing).waitFor();
  const address = page.url();
  await s.visitKind(page).click();
  const line = ownLine('微信里写的', page);
  await s.visitLine(page).fill(line);
  await page.waitForTimeout(400);
  await look(page, 'offline-ladder-1-typing');

  // The tab is closed, and opened again.
  await page.goto('about:blank');
  await page.goto(address);
  await s.text(page, s.QUESTION.keptTyped).waitFor();
  assert.equal(await s.visitLine(page).inputValue(), line, 'what she typed is still there');

  network.cut();
  await context.setOffline(true);
  await s.solvedButton(page).click();
  await s.text(page, s.QUESTION.locked).waitFor();
  await look(page, 'offline-ladder-2-locked');
  network.restore();
  await context.setOffline(false);
  await page.goto(s.OFFLINE_PATH);
  await s.wentCard(page).getByText(s.QUESTION.recorded).first().waitFor();
  await s.text(page, s.QUESTION.typing).waitFor();
  await page.goto(s.START_PATH);
  await press(page, s.familyLink(s.familyCards(page).filter({ hasText: family }).first()));
  await settled(page);
  assert.equal(await page.getByRole('main').getByText(line).count(), 1, 'one visit');
});

journey('a browser that cannot seal says paper', async ({ open }) => {
  const { page, context } = await open();
  await context.addInitScript(() => Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined }));
  await page.goto(s.OFFLINE_PATH);
  await drawn(page);
  await s.text(page, s.QUESTION.paper).waitFor();
  await look(page, 'offline-ladder-3-paper');
});

journey('what was sealed to another key stays on the phone and says why', async ({ open, network }) => {
  const { page } = await open();
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  const foreign = Buffer.from(await crypto.subtle.exportKey('raw', pair.publicKey)).toString('hex');
  await page.route('**/offline/kit', async (route) => {
    try {
      const kit = await (await route.fetch()).json();
      await route.fulfill({ json: { ...kit, public: foreign } });
    } catch {
      // The page went on to another.
      await route.abort().catch(() => {});
    }
  });
  await takeAlong(page);
  network.cut();
  await write(page, { which: 7, line: ownLine('锁给了别的服务器', page) });
  network.restore();
  await send(page);
  await s.waitingCard(page).getByText(s.QUESTION.unreadable).waitFor();
  await look(page, 'offline-ladder-5-unreadable');
  await page.reload();
  await s.waitingCard(page).getByText(s.QUESTION.unreadable).waitFor();
});

journey('the network goes while she sends a form of a page, and her words are on the page for no network', async ({ open, network }) => {
  const { page } = await open();
  await takeAlong(page);
  await page.goto(s.START_PATH);
  await openVisitForm(page, new Hand(page), 8);
  const line = ownLine('刚要提交就断了', page);
  await s.visitKind(page).click();
  await s.visitLine(page).fill(line);
  await page.waitForTimeout(400);
  network.cut();
  await s.solvedButton(page).click();
  await page.waitForURL(/\/offline#\/visit\//);
  await s.text(page, s.QUESTION.keptTyped).waitFor();
  assert.equal(await s.visitLine(page).inputValue(), line, 'her words');
  await s.solvedButton(page).click();
  await s.waitingCard(page).waitFor();
  network.restore();
  await send(page);
  await s.wentCard(page).getByText(s.QUESTION.recorded).first().waitFor();
});

journey('a phone whose clock is a day ahead says so, and the visit is on the right day', async ({ open, network }) => {
  const { page, context } = await open();
  // The page sends by itself here: the worker's clock cannot be set.
  await context.addInitScript(() => delete globalThis.SyncManager?.prototype.register);
  await page.goto(s.LOGIN_PATH);
  const ahead = DAY_MS - (await wrongBy(page));
  await context.addInitScript((shift) => {
    const Right = Date;
    globalThis.Date = class extends Right {
      constructor(...given) {
        super(...(given.length > 0 ? given : [Right.now() + shift]));
      }
      static now() {
        return Right.now() + shift;
      }
    };
  }, ahead);
  await takeAlong(page);
  await s.text(page, s.QUESTION.wrongClock).waitFor();
  network.cut();
  const family = await familyName(page, 6);
  const line = ownLine('手机快了一天', page);
  await write(page, { which: 6, line });
  await look(page, 'offline-ladder-4-clock');
  network.restore();
  await send(page);
  await s.wentCard(page).getByText(s.QUESTION.recorded).first().waitFor();
  await page.goto(s.START_PATH);
  const card = s.familyCards(page).filter({ hasText: family }).first();
  assert.match(await card.innerText(), /上次 今天/, 'the day of the server, not of the phone');
});

/** By how much this machine's clock is ahead of the demo's, in whole days of milliseconds. */
async function wrongBy(page) {
  const { TODAY } = await import('./server.mjs');
  const here = await page.evaluate(() => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));
  return Date.parse(here) - Date.parse(TODAY);
}
