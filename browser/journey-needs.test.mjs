// 需求与联系: what she wishes is written on a card and answered; the chair keeps needs, levels, contact points.

import assert from 'node:assert/strict';

import { expectProblem, isPhone, journey, login, look, press, settled } from './harness.mjs';
import * as s from './selectors.mjs';

const REGISTER = '/orgs/341881003004/households';

const button = (page, name) => page.getByRole('button', { name });
const link = (page, name) => page.getByRole('link', { name });

/** The family of the register at a place of the list, as its chair opens it. */
async function openFamily(page, which) {
  await page.goto(REGISTER);
  await settled(page);
  await press(page, page.locator('#rows tbody th a').nth(which));
}

journey('a wish that was found at a visit has an answer by its day', async (page) => {
  await login(page, s.PEOPLE.member);
  await page.goto('/families');
  await look(page, 'needs-1-families');
  await press(page, s.familyLink(s.familyCards(page).nth(isPhone(page) ? 0 : 1)));
  await press(page, link(page, '发现需求').first());
  await page.getByLabel('找活就业').check();
  await page.getByLabel('她想要什么').fill('想找一份离家近的活，早上能送孩子');
  expectProblem(page, /status of 422/);
  await press(page, button(page, '记下需求卡'));
  await page.getByText('请写一句答应了她什么').first().waitFor();
  await look(page, 'needs-2-card-refused');
  assert.match(await page.getByLabel('她想要什么').inputValue(), /离家近/, 'nothing typed is lost');
  await page.getByLabel('答应了她什么').fill('这周问一下服装厂');
  await press(page, button(page, '记下需求卡'));
  await page.getByText('需求卡已记下').waitFor();
  await look(page, 'needs-3-file');
  await press(page, link(page, /找活就业/).first());
  await page.getByLabel('已办好').check();
  await page.getByLabel('一句话').fill('服装厂答应让她上八点半的班');
  await press(page, button(page, '了结'));
  await page.getByText('从待办里消失了').waitFor();
  await look(page, 'needs-4-card-done');
});

journey('the chair enters a need with its list, decides a level, and gives a contact point', async (page) => {
  await login(page, s.PEOPLE.chair);
  await look(page, 'needs-5-desk');
  await openFamily(page, isPhone(page) ? 2 : 3);
  const file = page.url();
  await page.goto(`${file}/needs`);
  const taken = await page.locator('tbody th').allInnerTexts();
  // 失业 and 留守 are what a phone without network finds, in the same world.
  const kind = ['独居老人', '单亲', '大病'].find((one) => !taken.includes(one));
  await page.getByLabel('需求', { exact: true }).selectOption({ label: kind });
  expectProblem(page, /status of 422/);
  await press(page, button(page, '登记'));
  await page.getByText('请选这项需求是从哪里知道的').first().waitFor();
  await page.getByLabel('从哪里知道').selectOption({ label: '走访发现' });
  await press(page, button(page, '登记'));
  await page.getByText('已登记').first().waitFor();
  await look(page, 'needs-6-needs');
  await page.goto(`${file}/level`);
  await look(page, 'needs-7-level');
  await page.getByLabel('R1 多留意', { exact: true }).check();
  await page.getByLabel('为什么').fill('刚出院，孩子还小');
  await press(page, button(page, '判定'));
  await page.getByText('已判定').waitFor();
  await page.goto(REGISTER);
  assert.equal(await page.getByText(/R1|多留意/).count(), 0, 'no list tells it');
  const org = REGISTER.replace(/\/households.*/, '');
  await page.goto(`${org}/contacts`);
  await page.getByLabel('基层联系点', { exact: true }).check();
  await page.getByLabel('谁联系').selectOption({ index: 1 });
  await page.getByLabel(/联系点的名称/).fill(isPhone(page) ? '金桥湾妇女之家' : '凤型安置区妇女微家');
  await press(page, button(page, '今天起安排'));
  await page.getByText('已安排，今天起算').waitFor();
  await look(page, 'needs-8-contacts');
  await press(page, page.locator('tbody th a').first());
  await look(page, 'needs-9-contact');
  await page.goto(`${org}/needs`);
  await look(page, 'needs-10-list');
  await page.goto(`${org}/need-cards?show=closed`);
  await look(page, 'needs-11-cards');
  await page.goto(`${REGISTER}?show=out_of_touch`);
  await look(page, 'needs-12-out-of-touch');
});

journey('the street merges two communities only with the document in hand', async (page) => {
  await login(page, s.PEOPLE.street);
  const org = REGISTER.replace(/\/households.*/, '');
  await page.goto(`${org}/merging`);
  expectProblem(page, /status of 422/);
  await press(page, button(page, '今天起合并'));
  await page.getByText('请写批复或通知的文号').first().waitFor();
  await look(page, 'needs-13-merging');
});
