// 件件有回音: what she asks at the door goes up and comes back answered; what she asks without an account is read by her alone.

import assert from 'node:assert/strict';

import { Hand, expectProblem, isPhone, journey, login, look, press, settled } from './harness.mjs';
import { openVisitForm } from './steps.mjs';
import * as s from './selectors.mjs';

const LIST = '/orgs/341881003004/requests';
const HERE = '341881003004';

const main = (page) => page.getByRole('main');
const button = (page, name) => main(page).getByRole('button', { name, exact: true });
const chip = (page, question, word) => main(page).getByRole('group', { name: question }).locator('label', { hasText: word });
const opens = (page, title) => main(page).locator('summary', { hasText: title }).click();
const words = (page, what) => `${what}（${isPhone(page) ? '手机' : '电脑'}）`;

journey('what a visit cannot settle goes up with one button, and comes back answered', async (page) => {
  const said = words(page, '孩子转学，学校说要户口');
  await login(page, s.PEOPLE.member);
  await openVisitForm(page, new Hand(page), 2);
  await page.getByLabel('孩子的事').check();
  await page.getByLabel('一句话').fill(said);
  await look(page, 'requests-1-visit');
  await press(page, page.getByRole('button', { name: '上报' }));
  await settled(page);
  await page.goto(LIST);
  await look(page, 'requests-2-hers');

  await login(page, s.PEOPLE.chair);
  await look(page, 'requests-3-desk');
  await page.goto(`${LIST}?show=mine`);
  await look(page, 'requests-4-list');
  await press(page, main(page).locator('tbody th a').first());
  await page.getByText(said).first().waitFor();
  await look(page, 'requests-5-waiting');
  await press(page, button(page, '接手，由我办'));
  await opens(page, '上报');
  expectProblem(page, /status of 422/);
  await press(page, button(page, '上报'));
  await page.getByText('请写原因').first().waitFor();
  await look(page, 'requests-6-refused');
  await page.getByLabel('为什么上报').fill('学籍归教育局管，社区协调不了');
  await press(page, button(page, '上报'));
  const address = new URL(page.url()).pathname;

  await login(page, s.PEOPLE.street);
  await page.goto(address);
  await press(page, button(page, '接手，由我办'));
  await page.getByLabel('办好了，写答复').fill('教育局同意借读，周一带户口本去报到');
  await look(page, 'requests-7-street');
  await press(page, button(page, '作出答复'));

  await login(page, s.PEOPLE.member);
  await page.goto(address);
  await chip(page, '联系上了没有', '告诉她本人了').click();
  await chip(page, '怎样联系的', '当面').click();
  await page.getByLabel('哪一天').last().fill(await page.getByLabel('哪一天').last().getAttribute('max'));
  await look(page, 'requests-8-tell');
  await press(page, button(page, '记下'));
  await page.getByText('已告知本人').first().waitFor();
  await look(page, 'requests-9-closed');
});

journey('at the counter one form and two buttons; what is missing stands at its field', async (page) => {
  await login(page, s.PEOPLE.chair);
  await page.goto('/requests/new?q=王');
  await look(page, 'requests-10-find');
  await page.goto('/requests/new');
  expectProblem(page, /status of 422/);
  await press(page, button(page, '当场办结'));
  await page.getByText('还没有登记').waitFor();
  await look(page, 'requests-11-missing');
  await page.getByLabel('哪一类').selectOption('labour');
  await page.getByLabel('发生了什么，希望怎么办').fill(words(page, '超市欠两个月工资'));
  await page.getByLabel('怎么称呼她').fill(isPhone(page) ? '路小满' : '路小雪');
  await page.getByLabel('当场办结的：怎么办的、告诉了她什么').fill('打电话给超市，今天下午来领');
  await press(page, button(page, '当场办结'));
  await page.getByText('已办结，记入台账').waitFor();
});

journey('by keyboard alone a call is taken down in less than a minute', async (page) => {
  if (isPhone(page)) return;
  await login(page, s.PEOPLE.chair);
  await page.goto('/requests/new');
  await settled(page);
  const began = Date.now();
  let keys = 0;
  const type = async (text) => {
    for (const sign of text) {
      await page.keyboard.insertText(sign);
      keys += 1;
    }
  };
  const tab = async (times = 1) => {
    for (let time = 0; time < times; time += 1) await page.keyboard.press('Tab');
    keys += times;
  };
  // As a hand does it: the list opens by its first letters or by arrows, the rest by Tab.
  await page.getByLabel('哪一类').focus();
  await page.getByLabel('哪一类').selectOption('social_security');
  keys += 9;
  await tab(2);
  await type('医保断缴一年，问能不能补');
  await tab();
  await type('路小暑');
  await tab();
  await type('13800005678');
  await page.getByLabel('以后怎样答复她').focus();
  await page.keyboard.press('ArrowDown');
  keys += 4;
  assert.equal(await page.getByLabel('以后怎样答复她').inputValue(), 'telephone');
  await button(page, '先登记，我来办').focus();
  keys += 8;
  await page.keyboard.press('Enter');
  await page.getByText('已登记，期限从现在起算').waitFor();
  const seconds = keys / 4 + 2;
  console.log(`a call: ${keys} keys, ${seconds} s at four keys a second, ${Date.now() - began} ms in the browser`);
  assert.ok(seconds < 60, `${seconds} s`);
});

journey('without an account: three taps, a code, and an answer that she alone reads', async (page) => {
  const said = words(page, '药钱没有着落');
  await page.goto(`/help?at=${HERE}`);
  await look(page, 'requests-12-door');
  await press(page, page.getByRole('link', { name: '生活困难、看病' }));
  await look(page, 'requests-13-form');
  await page.getByLabel('发生了什么（可以不写）').fill(said);
  expectProblem(page, /status of 422/);
  await press(page, page.getByRole('button', { name: '交给妇联' }));
  await page.getByText('还没有交出去').waitFor();
  assert.equal(await page.getByLabel('发生了什么（可以不写）').inputValue(), said, 'nothing typed is lost');
  await page.locator('label', { hasText: '不要联系我，我自己凭码来看' }).click();
  await press(page, page.getByRole('button', { name: '交给妇联' }));
  const code = await page.locator('.nj-code').innerText();
  await look(page, 'requests-14-code');

  await login(page, s.PEOPLE.chair);
  await page.goto(`${LIST}?show=mine`);
  const first = main(page).locator('tbody th a').first();
  await press(page, first);
  await page.getByText(said).first().waitFor();
  await press(page, button(page, '接手，由我办'));
  await page.getByLabel('办好了，写答复').fill('大病救助批下来了');
  await press(page, button(page, '作出答复'));

  await page.goto('/help/progress');
  await page.getByLabel('查询码').fill(code.toLowerCase());
  await press(page, page.getByRole('button', { name: '看进度' }));
  await page.getByText('大病救助批下来了').waitFor();
  await look(page, 'requests-15-answer');
});

journey('the way out replaces the page and empties what was typed', async (page) => {
  expectProblem(page, /foreign origin/);
  await page.goto(`/help/new?at=${HERE}&what=violence`);
  await look(page, 'requests-16-danger');
  await page.getByLabel('发生了什么（可以不写）').fill('他又动手了');
  // The neutral site is outside: what matters is that nothing stays here.
  await page.route('**/www.weather.com.cn/**', (route) => route.fulfill({ body: '<title>天气</title>', contentType: 'text/html' }));
  await page.getByRole('link', { name: '快速离开' }).click();
  await page.waitForURL(/weather/);
  await page.goBack().catch(() => null);
  assert.equal(await page.getByText('他又动手了').count(), 0);
});
