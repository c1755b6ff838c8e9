// 接访和 12338: a roster is drawn, turns change hands, a call comes and ends as a request; her own calendar reads her turns.

import assert from 'node:assert/strict';

import { expectProblem, isPhone, journey, login, look, origin, press, settled } from './harness.mjs';
import * as s from './selectors.mjs';

const ROSTER = '/orgs/341881003004/roster';
const COLLEAGUE = { role: /^执委$/, place: /另联系金桥湾/ };

const main = (page) => page.getByRole('main');
const button = (page, name) => main(page).getByRole('button', { name, exact: true });
const words = (page, what) => `${what}（${isPhone(page) ? '手机' : '电脑'}）`;

/** Chooses by what stands in the list: names come with more beside them. */
async function choose(page, label, text) {
  const list = page.getByLabel(label, { exact: true });
  const value = await list.locator('option', { hasText: text }).first().getAttribute('value');
  await list.selectOption(value);
}

journey('a chair draws the roster, and puts a stand-in where she is told on the telephone', async (page) => {
  await login(page, s.PEOPLE.chair);
  await page.goto(`${ROSTER}/duties`);
  await look(page, 'reception-1-duties');
  expectProblem(page, /status of 422/);
  await page.getByLabel('几点开始').fill('17:30');
  await page.getByLabel('几点结束').fill('8:30');
  await press(page, button(page, '加上这一条'));
  await page.getByText('结束时间要比开始时间晚').waitFor();
  assert.equal(await page.getByLabel('几点开始').inputValue(), '17:30', 'nothing typed is lost');
  await page.goto(`${ROSTER}?month=${isPhone(page) ? '2027-01' : '2027-02'}`);
  await look(page, 'reception-2-empty');
  await press(page, main(page).getByRole('button', { name: /^排.*的班$/ }));
  await page.getByText(/排好了 \d+ 班/).waitFor();
  await look(page, 'reception-3-drawn');
  await press(page, main(page).locator('tbody td a').first());
  // Whoever is free: the one who has the turn is not offered.
  await page.getByLabel('由谁来值', { exact: true }).selectOption({ index: 1 });
  await look(page, 'reception-4-turn');
  await press(page, button(page, '换成她'));
  await page.goto(`${ROSTER}?month=2026-11`);
  await look(page, 'reception-5-this-month');
});

journey('a member asks another to take her turn, and it is hers until the other says yes', async (page) => {
  await login(page, s.PEOPLE.member);
  await page.goto('/turns');
  await look(page, 'reception-6-own');
  await press(page, main(page).locator('.nj-list a').last());
  const turn = new URL(page.url()).pathname;
  await choose(page, '请谁来值', '陈玉莲');
  await press(page, button(page, '问她'));
  await page.getByText('等她答复').first().waitFor();
  await look(page, 'reception-7-asked');
  await login(page, COLLEAGUE);
  await page.goto('/families');
  await page.getByText('请答复').first().waitFor();
  await page.goto(turn);
  await look(page, 'reception-8-answer');
  await press(page, button(page, '我来值'));
  await page.goto(turn);
  await page.getByText('原来排的是 吴美霞').waitFor();
});

journey('her calendar reads her own turns behind a link, until she ends it', async (page) => {
  await login(page, s.PEOPLE.member);
  await page.goto('/turns');
  await press(page, main(page).getByRole('button', { name: /做一个链接/ }));
  const link = await page.getByLabel('复制到手机或电脑日历的“订阅日历”里').inputValue();
  await look(page, 'reception-9-link');
  const read = () => fetch(new URL(new URL(link).pathname, origin()));
  const answer = await read();
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type'), /text\/calendar/);
  const text = await answer.text();
  assert.match(text, /BEGIN:VEVENT/);
  assert.doesNotMatch(text, /吴美霞|陈玉莲/, 'nobody is named');
  await press(page, button(page, '作废链接'));
  await page.getByText('日历链接已作废').waitFor();
  assert.equal((await read()).status, 404);
});

journey('a call comes: the script and an article at hand, and one entry by keyboard', async (page) => {
  await login(page, s.PEOPLE.chair);
  await page.goto('/script');
  await look(page, 'reception-10-script');
  await page.goto('/knowledge?q=法律援助');
  await look(page, 'reception-11-knowledge');
  await page.goto('/requests/new?channel=hotline');
  await settled(page);
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  const said = words(page, '婆婆住院，夜里睡不着，想找心理咨询');
  let keys = 0;
  await page.getByLabel('发生了什么，希望怎么办').focus();
  for (const sign of said) {
    await page.keyboard.insertText(sign);
    keys += 1;
  }
  await page.getByText('宁国市示例心理服务站').first().waitFor();
  await look(page, 'reception-12-suggested');
  const found = main(page).locator('#suggested summary').first();
  await found.focus();
  await page.keyboard.press('Enter');
  await page.getByText('看全文（另开一页）').first().waitFor();
  assert.ok(asked.every((url) => !decodeURIComponent(url).includes('心理咨询')), 'what she says stands in no address');
  await page.getByLabel('哪一类').selectOption('feelings');
  await page.getByLabel('怎么称呼她').fill(isPhone(page) ? '路小寒' : '路大寒');
  await page.getByLabel('以后怎样答复她').selectOption('comes_by');
  await button(page, '先登记，我来办').focus();
  await page.keyboard.press('Enter');
  keys += 40;
  await page.getByText('已登记，期限从现在起算').waitFor();
  assert.ok(keys / 4 < 60, `${keys / 4} s at four keys a second`);
  await page.goto('/orgs/341881003004/requests');
  await page.getByText(isPhone(page) ? '路小寒' : '路大寒').first().waitFor();
});
