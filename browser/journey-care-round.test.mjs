// 排查 and 情感困扰: a round is begun, a member sees families with two taps each, a trouble is found, helped and resolved; she is
// asked by somebody else, on a phone, without signing in.

import assert from 'node:assert/strict';

import { expectProblem, Hand, journey, login, look, press, settled } from './harness.mjs';
import * as s from './selectors.mjs';

const COMMUNITY = '/orgs/341881003004';
const button = (page, name) => page.getByRole('button', { name });
const link = (page, name) => page.getByRole('link', { name });

journey('a round reaches the phones of the members, and a trouble that was found is helped and resolved', async (page) => {
  await login(page, s.PEOPLE.chair);
  await page.goto(`${COMMUNITY}/screenings`);
  await look(page, 'screening-1-rounds');
  await press(page, link(page, '发起排查').first());
  expectProblem(page, /status of 422/);
  await page.getByLabel('点名的家庭').fill('0001 9999');
  await press(page, button(page, '发起'));
  await page.getByText('台账里没有这些编号：9999').waitFor();
  await look(page, 'screening-2-refused');
  assert.equal(await page.getByLabel('点名的家庭').inputValue(), '0001 9999', 'nothing typed is lost');
  await page.getByLabel('点名的家庭').fill('');
  await page.getByLabel('婚姻家庭排查').check();
  await page.getByLabel('全部重点户').check();
  await press(page, button(page, '发起'));
  await page.getByText('名单已经分到').waitFor();
  await look(page, 'screening-3-round');
  const round = new URL(page.url()).pathname;

  await login(page, s.PEOPLE.member);
  await page.goto('/');
  await look(page, 'screening-4-desk');
  await page.goto(round);
  await settled(page);
  const waiting = await button(page, /见到了，没事/).count();
  assert.ok(waiting > 1, 'she has families of the round');
  const hand = new Hand(page);
  await hand.tap(button(page, /见到了，没事/).first());
  await page.getByText('已记下').waitFor();
  assert.equal(hand.taps, 1, 'one tap for a family that is on the screen');
  assert.equal(await button(page, /见到了，没事/).count(), waiting - 1);

  await press(page, link(page, /：有困扰$/).first());
  await page.getByLabel('怎么称呼').or(page.getByLabel('不在上面的，写怎么称呼')).fill('小汪');
  await page.getByLabel('夫妻矛盾').check();
  await page.getByLabel('什么事，一句话').fill('为了钱天天拌嘴');
  await press(page, button(page, '登记'));
  await page.getByText('请点这几个问题问过没有').waitFor();
  await look(page, 'screening-5-questions');
  assert.match(await page.getByLabel('什么事，一句话').inputValue(), /拌嘴/, 'nothing typed is lost');
  await page.getByLabel('问过，都没有').check();
  await press(page, button(page, '登记'));
  await page.getByText('已登记').waitFor();
  await look(page, 'screening-6-trouble');
  await page.getByLabel('一句话', { exact: true }).fill('分别听了两个人的，劝他们把账摊开说');
  await page.getByLabel('问过，都没有').check();
  await press(page, page.getByRole('button', { name: '记下', exact: true }));
  await page.getByText('把账摊开说').first().waitFor();
  await page.getByLabel('化解了').check();
  await press(page, page.getByRole('button', { name: '结束', exact: true }));
  await page.getByText('已化解').first().waitFor();
  await look(page, 'screening-7-resolved');
  await page.goto(`${COMMUNITY}/troubles`);
  await look(page, 'screening-8-troubles');
});

journey('she answers from her own phone, without signing in, once', async (page) => {
  await login(page, s.PEOPLE.chair);
  await page.goto(`${COMMUNITY}/survey-calls`);
  await look(page, 'survey-1-calls');
  await page.goto(`${COMMUNITY}/survey-slips`);
  await look(page, 'survey-2-slips');
  const address = /https?:\/\/\S+\/s\/\d+\.[0-9a-z]{26}/.exec(await page.locator('main').innerText());
  assert.ok(address, 'a slip says where it is answered');
  await page.context().clearCookies();
  await page.goto(new URL(address[0]).pathname);
  await look(page, 'survey-3-question');
  assert.ok(!(await page.locator('body').innerText()).includes('困扰'), 'the page does not say what it was about');
  await page.getByLabel('满意', { exact: true }).check();
  await page.getByLabel('还想说一句').fill('说话耐心');
  await press(page, button(page, '交上去'));
  await page.getByText('收到了，谢谢您').waitFor();
  await look(page, 'survey-4-thanks');
  expectProblem(page, /status of 404/);
  await page.goto(new URL(address[0]).pathname);
  await page.getByText('这里没有要回答的').waitFor();
  await login(page, s.PEOPLE.chair);
  await page.goto(`${COMMUNITY}/satisfaction`);
  await look(page, 'survey-5-results');
});
