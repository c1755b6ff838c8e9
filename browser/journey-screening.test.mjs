// 排查 and 情感困扰: a round from its list to its end, and a trouble from found to revisited, or to a mediation that somebody applied for.

import assert from 'node:assert/strict';

import { expectProblem, isPhone, journey, login, look, press } from './harness.mjs';
import * as s from './selectors.mjs';

const HERE = '/orgs/341881003004';

const main = (page) => page.getByRole('main');
const button = (page, name) => main(page).getByRole('button', { name, exact: true });
const chip = (page, word) => main(page).locator('label.nj-pick', { hasText: word }).first();
const words = (page, what) => `${what}（${isPhone(page) ? '手机' : '电脑'}）`;

/** A trouble as it is written down; its address. */
async function finds(page, name, said) {
  if ((await page.getByLabel('不在上面的，写怎么称呼').count()) > 0) {
    await main(page).locator('fieldset', { hasText: '谁' }).locator('label.nj-pick').first().click();
  } else {
    await page.getByLabel('怎么称呼').fill(name);
  }
  await chip(page, '亲子').click();
  await page.getByLabel('什么事，一句话').fill(said);
  await chip(page, '走访').click();
  await chip(page, '问过，都没有').click();
  await press(page, button(page, '登记'));
  return new URL(page.url()).pathname;
}

journey('a round is over when every family was reached, found in trouble, or explained', async (page) => {
  const numbers = isPhone(page) ? '0031 0032 0033' : '0034 0035 0036';
  await login(page, s.PEOPLE.chair);
  await page.goto(`${HERE}/screenings/new`);
  expectProblem(page, /status of 422/);
  await press(page, button(page, '发起'));
  await look(page, 'screening-1-missing');
  await chip(page, '高风险家庭排查').click();
  await page.getByLabel('开始').fill('2026-11-22');
  await page.getByLabel('结束').fill('2026-12-10');
  await page.getByLabel('点名的家庭').fill(numbers);
  await press(page, button(page, '发起'));
  await look(page, 'screening-2-round');
  const round = new URL(page.url()).pathname;
  const tile = (label) => main(page).locator('.nj-tile', { hasText: label }).first();
  assert.match(await tile('户').innerText(), /3/);

  const lines = () => main(page).locator('li.nj-screen');
  const open = async (line) => {
    const fold = line.locator('> details > summary');
    if ((await fold.count()) > 0) await fold.click();
  };
  await open(lines().nth(0));
  await press(page, lines().nth(0).getByRole('button', { name: /见到了，没事/ }));
  await page.goto(`${round}?show=all`);
  const away = lines().nth(1);
  await open(away);
  await away.locator('summary', { hasText: '没见到' }).click();
  await press(page, away.getByRole('button', { name: /外出，联系不上/ }));
  await page.goto(`${round}?show=all`);
  assert.equal(await button(page, '办完这一轮').count(), 0, 'one family waits');
  const troubled = lines().nth(2);
  await open(troubled);
  await press(page, troubled.getByRole('link', { name: /有困扰/ }));
  await finds(page, '', words(page, '孩子不肯上学'));
  await page.goto(round);
  await look(page, 'screening-3-all-said');
  await press(page, button(page, '办完这一轮'));
  await page.goto(round);
  await page.getByText('办完').first().waitFor();
  await page.goto(`${round}/paper`);
  await look(page, 'screening-4-paper');
  await page.goto(`${HERE}/screenings`);
  await look(page, 'screening-5-rounds');
});

journey('a trouble is helped, resolved and revisited', async (page) => {
  await login(page, s.PEOPLE.chair);
  await page.goto(`${HERE}/troubles/new`);
  expectProblem(page, /status of 422/);
  await press(page, button(page, '登记'));
  await look(page, 'screening-6-trouble-missing');
  const trouble = await finds(page, words(page, '小满'), words(page, '母女俩三个月不说话'));
  await look(page, 'screening-7-found');
  const helps = async (kind, said) => {
    await chip(page, kind).click();
    await page.getByLabel('一句话').fill(said);
    await chip(page, '问过，都没有').click();
    await press(page, button(page, '记下'));
    await page.goto(trouble);
    await page.getByText(said).waitFor();
  };
  await helps('帮了', '陪她们一起吃了顿饭');
  await chip(page, '化解了').click();
  await press(page, button(page, '结束'));
  await page.goto(trouble);
  await look(page, 'screening-8-resolved');
  await helps('回访', '一个月后去看，又说话了');
  await look(page, 'screening-9-revisited');
});

journey('it becomes a dispute when a person applies, and not before', async (page) => {
  await login(page, s.PEOPLE.chair);
  await page.goto(`${HERE}/troubles/new`);
  const trouble = await finds(page, words(page, '小暑'), words(page, '为老人轮流住吵'));
  await press(page, button(page, '申请调解'));
  await page.goto(trouble);
  await look(page, 'screening-10-applied');
  await page.goto(`${HERE}/mediations`);
  await look(page, 'screening-11-mediations');
});
