// 转介: a request is handed to a partner with her consent, and is never in the air.

import assert from 'node:assert/strict';

import { expectProblem, isPhone, journey, login, look, press } from './harness.mjs';
import * as s from './selectors.mjs';

const LAWYER = { role: /^合作单位$/, place: /法律援助/ };
const LISTENER = { role: /^合作单位$/, place: /心理服务/ };

const main = (page) => page.getByRole('main');
const button = (page, name) => main(page).getByRole('button', { name, exact: true });
const chip = (page, word) => main(page).locator('label.nj-pick', { hasText: word }).first();
const words = (page, what) => `${what}（${isPhone(page) ? '手机' : '电脑'}）`;

/** A request taken down by the chair; its address. */
async function request(page, said) {
  await page.goto('/requests/new');
  await page.getByLabel('哪一类').selectOption('labour');
  await page.getByLabel('发生了什么，希望怎么办').fill(said);
  await page.getByLabel('怎么称呼她').fill(said.slice(0, 3) + (isPhone(page) ? '甲' : '乙'));
  await page.getByLabel('以后怎样答复她').selectOption('comes_by');
  await press(page, button(page, '先登记，我来办'));
  await page.getByText('已登记，期限从现在起算').waitFor();
  return new URL(page.url()).pathname;
}

/** Refers what the page shows; the referral's number and address. */
async function refer(page, partner, asked) {
  await press(page, main(page).getByRole('link', { name: '转介给合作单位' }));
  const list = page.getByLabel('合作单位');
  await list.selectOption(await list.locator('option', { hasText: partner }).first().getAttribute('value'));
  await page.getByRole('textbox', { name: '请对方办什么' }).fill(asked);
  await chip(page, '本人单独同意').click();
  await page.getByRole('textbox', { name: '姓名' }).fill('路某');
  await page.getByRole('textbox', { name: '怎样联系她才安全' }).fill('上午打她手机');
  await page.getByRole('textbox', { name: '情况和材料' }).fill('仲裁书复印件一份');
  return async () => {
    await page.getByLabel('哪天同意的').fill('2026-11-22');
    await chip(page, '签了字').click();
    await press(page, button(page, '转出'));
    const number = /转介〔\d+〕\d+号/.exec(await main(page).locator('h1').innerText())[0];
    return { number, address: new URL(page.url()).pathname };
  };
}

journey('with her consent to legal aid: accepted, a result, and she is told', async (page) => {
  const asked = words(page, '请指派律师');
  await login(page, s.PEOPLE.chair);
  await request(page, words(page, '饭店欠薪不给'));
  const send = await refer(page, '法律援助', asked);
  expectProblem(page, /status of 422/);
  await press(page, button(page, '转出'));
  await page.getByText('请写她哪天同意的').waitFor();
  await look(page, 'referral-1-no-consent');
  assert.equal(await page.getByRole('textbox', { name: '请对方办什么' }).inputValue(), asked, 'nothing typed is lost');
  const { number, address } = await send();
  await look(page, 'referral-2-sent');

  await login(page, LAWYER);
  await look(page, 'referral-3-partner');
  await press(page, main(page).getByRole('link', { name: number }));
  await page.getByText(asked).waitFor();
  await look(page, 'referral-4-partner-reads');
  await press(page, button(page, '接受'));
  await page.getByRole('textbox', { name: '结果' }).fill('律师已接手，下周二开庭');
  await press(page, button(page, '写好了'));

  await login(page, s.PEOPLE.chair);
  await page.getByText('有结果了，请告诉本人').first().waitFor();
  await look(page, 'referral-5-desk');
  await page.goto(address);
  await page.getByLabel('哪天、怎样告诉的，她怎么说').fill('今天当面说的，她同意');
  await press(page, button(page, '已经告诉本人'));
  await page.goto(address);
  await page.getByText('今天当面说的').waitFor();
  await look(page, 'referral-6-told');
});

journey('sent back with its reason it goes on to another, on paper', async (page) => {
  await login(page, s.PEOPLE.chair);
  const matter = await request(page, words(page, '夜里总睡不着'));
  const { number, address } = await (await refer(page, '心理服务', words(page, '请安排咨询')))();
  await login(page, LISTENER);
  await press(page, main(page).getByRole('link', { name: number }));
  expectProblem(page, /status of 422/);
  await press(page, button(page, '退回'));
  await page.getByText('退回请写原因').waitFor();
  await page.getByRole('textbox', { name: '说明' }).fill('这两周排满了');
  await press(page, button(page, '退回'));

  await login(page, s.PEOPLE.chair);
  await page.goto(address);
  await page.getByText('这两周排满了').waitFor();
  await look(page, 'referral-7-refused');
  await press(page, main(page).getByRole('link', { name: '转给别的单位' }));
  const list = page.getByLabel('合作单位');
  await list.selectOption(await list.locator('option', { hasText: '民政' }).first().getAttribute('value'));
  await chip(page, '本人单独同意').click();
  await page.getByLabel('哪天同意的').fill('2026-11-22');
  await chip(page, '签了字').click();
  await press(page, button(page, '转出'));
  const onward = new URL(page.url()).pathname;
  await page.goto(`${onward}/letter`);
  await look(page, 'referral-8-letter');
  await page.goto(onward);
  await page.getByRole('textbox', { name: '说明' }).fill('民政社工来接');
  await press(page, button(page, '接受'));
  await page.getByRole('textbox', { name: '结果' }).fill('社工上门两次，安排了互助小组');
  await press(page, button(page, '写好了'));
  await page.goto(matter);
  await page.getByText('有结果，等告诉本人').first().waitFor();
});

journey('what is late is seen by its sender and by those above, without a word of the matter', async (page) => {
  await login(page, s.PEOPLE.chair);
  await page.getByText('对方超期没有答复，请催问').first().waitFor();
  await page.goto('/referrals');
  await look(page, 'referral-9-list');
  await login(page, s.PEOPLE.street);
  await page.getByText(/转介超期 \d+ 件，请督办/).waitFor();
  await page.goto('/orgs/341881003/referrals');
  await look(page, 'referral-10-street');
  assert.equal(await page.getByText('工资').count(), 0);
  await login(page, s.PEOPLE.county);
  await page.goto('/orgs/341881/partners');
  await look(page, 'referral-11-partners');
});
