// The committee member where there is no network: she sees her families, writes down, and nothing is lost.

import assert from 'node:assert/strict';

import { login, look, press, settled } from './harness.mjs';
import { goDark } from './network.mjs';
import { drawn, familyName, journey, picture, readable, send, takeAlong, write } from './offline.mjs';
import * as s from './selectors.mjs';
import { ownLine } from './steps.mjs';

journey('without network, through a killed browser and a logout, a visit arrives', async ({ open, network }) => {
  const first = await open();
  let { page } = first;
  await takeAlong(page);
  await look(page, 'offline-1-with-network');

  network.cut();
  await page.goto(s.START_PATH);
  await drawn(page);
  assert.equal(await s.offlineFamilies(page).count(), s.FAMILIES_OF_A_MEMBER, 'her families, without network');
  const family = await familyName(page);
  await look(page, 'offline-2-families');
  const line = ownLine('没有信号的山坳里看望', page);
  await s.recordOffline(page).click();
  await s.solvedButton(page).waitFor();
  await look(page, 'offline-3-form');
  await s.visitLine(page).fill('写到一半');
  await page.waitForTimeout(300);

  await goDark(first);
  ({ page } = await open(first.profile));
  await page.goto(s.OFFLINE_PATH);
  await drawn(page);
  await s.recordOffline(page).click();
  await s.text(page, s.QUESTION.keptTyped).waitFor();
  assert.equal(await s.visitLine(page).inputValue(), '写到一半', 'what she had begun is still there');
  await page.goto(s.OFFLINE_PATH);
  await drawn(page);
  await write(page, { line });
  await s.waitingCard(page).getByText(family).waitFor();
  await look(page, 'offline-4-waits');
  const kept = (await readable(page)).join('\n');
  for (const word of [line, family, family.replace(/家$/, '')]) assert.ok(!kept.includes(word), `${word} can be read:\n${kept}`);

  await s.signOutOffline(page).click();
  await s.text(page, s.QUESTION.signedOut).waitFor();
  await s.waitingCard(page).waitFor();
  assert.ok(!(await page.locator('body').innerText()).includes(family), 'a found phone shows nothing');
  assert.ok(!(await readable(page)).some((row) => row.startsWith('session.')), 'and has no key');
  await look(page, 'offline-5-signed-out');

  network.restore();
  await page.reload();
  await s.waitingCard(page).waitFor({ state: 'hidden' });
  await page.goto(s.START_PATH);
  assert.ok(await page.getByRole('heading', { name: '登录' }).first().isVisible(), 'the server was told that she signed out');
  await login(page, s.PEOPLE.member);
  await page.goto(s.SENT_PATH);
  await settled(page);
  await look(page, 'offline-6-where-it-went');
  await s.rowsLink(page, s.QUESTION.recorded).first().click();
  await s.text(page, line).waitFor();
});

journey('an answer that is lost after the commit makes no second visit', async ({ open, network }) => {
  const { page } = await open();
  await takeAlong(page);
  network.cut();
  const line = ownLine('回答丢在半路', page);
  const family = await familyName(page, 1);
  await write(page, { which: 1, line });
  await s.waitingCard(page).waitFor();

  const lost = network.swallowAnswerOf('/offline/envelopes');
  await send(page);
  await lost;
  await s.text(page, /都锁在手机里/).waitFor();
  await s.waitingCard(page).getByText(family).waitFor();

  network.restore();
  await send(page);
  await s.wentCard(page).getByText(s.QUESTION.recorded).first().waitFor();
  await look(page, 'offline-7-went');
  await page.goto(s.START_PATH);
  await press(page, s.familyLink(s.familyCards(page).filter({ hasText: family }).first()));
  await settled(page);
  assert.equal(await page.getByRole('main').getByText(line).count(), 1, 'one visit');
});

journey('visits from two phones to one family are both kept, a photo with one', async ({ open, network }) => {
  const [mother, daughter] = [await open(), await open()];
  const lines = [];
  for (const [at, { page }] of [mother, daughter].entries()) {
    await takeAlong(page);
    lines.push(ownLine(`第${at + 1}部手机写的`, page));
  }
  network.cut();
  const photo = await picture(mother.page);
  await write(mother.page, { which: 2, line: lines[0], photo });
  await write(daughter.page, { which: 2, line: lines[1] });
  network.restore();
  const { page } = mother;
  const family = await familyName(page, 2);
  // Whichever finds the network first is first: each sends by itself as well.
  const said = [];
  for (const phone of [page, daughter.page]) {
    await send(phone);
    await s.wentCard(phone).waitFor();
    const words = await s.wentCard(phone).innerText();
    said.push(words.includes(s.QUESTION.beside) ? 'beside' : words.includes(s.QUESTION.recorded) ? 'recorded' : words);
    await look(phone, `offline-8-two-phones-${said.at(-1)}`);
  }
  assert.deepEqual(said.sort(), ['beside', 'recorded'], 'both are kept, and the second says so');
  await page.goto(s.START_PATH);
  await press(page, s.familyLink(s.familyCards(page).filter({ hasText: family }).first()));
  await settled(page);
  for (const line of lines) assert.equal(await page.getByRole('main').getByText(line).count(), 1, line);
  await s.photoOfVisit(page).first().click();
  await page.waitForURL(/\/phone\/photos\//);
  await page.waitForFunction(() => document.querySelector('main img').naturalWidth === 1280);
  await look(page, 'offline-14-photo');
});

journey('a need that she found comes to the chair, who enters it', async ({ open, network, size }) => {
  const { page } = await open();
  await takeAlong(page);
  network.cut();
  await s.recordOffline(page, 3).click();
  await s.foundNeed(page).click();
  // Both sizes share one world: a need is entered once.
  await s.needKind(page, size === 'phone' ? '失业' : '留守').click();
  await look(page, 'offline-9-need');
  await s.handToChair(page).click();
  await s.waitingCard(page).waitFor();
  network.restore();
  await send(page);
  await s.wentCard(page).getByText(s.QUESTION.toTheChair).first().waitFor();

  await login(page, s.PEOPLE.chair);
  await page.goto(s.START_PATH);
  await look(page, 'offline-10-desk-of-the-chair');
  await press(page, page.getByRole('link', { name: s.QUESTION.deskOfChair }));
  await look(page, 'offline-11-questions');
  await press(page, page.getByRole('main').getByRole('link', { name: /她发现了一项需求/ }).first());
  await look(page, 'offline-12-question');
  await press(page, s.enterNeed(page));
  await s.text(page, '需求已登记').waitFor();
});

journey('a colleague at the same phone sees a time and no more', async ({ open, network }) => {
  const { page } = await open();
  await takeAlong(page);
  network.cut();
  const family = await familyName(page, 4);
  await write(page, { which: 4, line: ownLine('同事的手机', page) });
  await s.signOutOffline(page).click();
  await s.waitingCard(page).waitFor();
  // Her envelope is held back, so that the colleague meets it.
  await page.route('**/offline/envelopes*', (route) => route.abort());
  network.restore();
  await takeAlong(page, s.PEOPLE.colleague);
  await s.text(page, s.QUESTION.somebodyElse).waitFor();
  assert.ok(!(await s.waitingCard(page).innerText()).includes(family), 'not even the family');
  await look(page, 'offline-13-colleague');
  await page.unroute('**/offline/envelopes*');
  await send(page);
  await s.waitingCard(page).waitFor({ state: 'hidden' });
  await page.goto(s.SENT_PATH);
  assert.equal(await page.getByText(family).count(), 0, 'it is not among hers');
});
