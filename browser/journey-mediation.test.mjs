// 人民调解: the chair takes a dispute from its application to the bound file; a yes before it seals it.

import assert from 'node:assert/strict';

import { expectProblem, journey, login, look, press, settled } from './harness.mjs';
import * as s from './selectors.mjs';

const LIST = '/orgs/341881003004/mediations';

const button = (page, name) => page.getByRole('button', { name });
const link = (page, name) => page.getByRole('link', { name });

/** Registers a dispute of two people and answers the questions before it. */
async function begin(page, [first, second], answer) {
  await page.goto(LIST);
  await press(page, link(page, '登记纠纷'));
  await page.getByLabel('纠纷类型').selectOption({ label: '彩礼、婚约财产' });
  await page.getByLabel('纠纷简要情况').fill('订婚以后不结婚了，为彩礼退多少争执');
  await page.getByLabel('姓名').nth(0).fill(first);
  await page.getByLabel('姓名').nth(1).fill(second);
  await page.getByLabel('联系方式').nth(0).fill('13900001111');
  await press(page, button(page, '登记'));
  await page.getByText('已登记。下一步').waitFor();
  await press(page, link(page, '做筛查'));
  const questions = page.locator('select[name=answer]');
  for (let at = 0; at < (await questions.count()); at += 1) {
    await questions.nth(at).selectOption({ label: at === 0 ? answer : '没有' });
  }
}

journey('a dispute goes from the application to the bound file', async (page) => {
  await login(page, s.PEOPLE.chair);
  await begin(page, ['李小梅', '王大强'], '没有');
  await look(page, 'mediation-1-screening');
  await press(page, button(page, '问完了'));
  await press(page, link(page, '征求意愿'));
  expectProblem(page, /status of 422/);
  await press(page, button(page, '记下答复'));
  await page.getByText('请先逐条告知权利义务').first().waitFor();
  await page.getByLabel(/以上已经逐条告知各方/).check();
  for (const party of await page.locator('select[name=consent]').all()) await party.selectOption({ label: '同意' });
  await look(page, 'mediation-2-consent');
  await press(page, button(page, '记下答复'));
  await page.getByText('各方都同意，已受理').waitFor();
  await press(page, link(page, '安排调解员'));
  await page.getByLabel('名册里的人').selectOption({ index: 1 });
  expectProblem(page, /status of 422/);
  await press(page, button(page, '安排'));
  await page.getByText('没有声明不能调解').first().waitFor();
  await page.getByLabel(/她声明/).check();
  await look(page, 'mediation-3-members');
  await press(page, button(page, '安排'));
  await press(page, link(page, '记一次调解').first());
  await page.getByLabel('几点开始').fill('14:30');
  await page.getByLabel('用了多少分钟').fill('60');
  await page.getByLabel('地点').fill('社区调解室');
  await page.getByLabel('记录', { exact: true }).fill('先分开谈，再坐到一起谈，女方愿意退三万元');
  await look(page, 'mediation-4-session');
  await press(page, button(page, '记下这一次'));
  await page.getByText('参加的人都算了').waitFor();
  await press(page, link(page, '达成协议'));
  await page.getByLabel('约定什么').nth(0).fill('女方退还彩礼三万元');
  await page.getByLabel('怎样履行').nth(0).fill('当面交付，写收条');
  await look(page, 'mediation-5-agreement');
  await press(page, button(page, '记下协议'));
  await page.getByText('协议还没有生效').first().waitFor();
  await look(page, 'mediation-6-unsigned');
  await press(page, link(page, '签名和盖章'));
  assert.equal(await page.locator('input[type=date]').first().inputValue(), '', 'no day is filled in for anybody');
  const file = page.url().replace('/signatures', '');
  await page.goto(`${file}/documents`);
  await look(page, 'mediation-7-documents');
  for (const paper of ['agreement', 'minutes', 'registration', 'inventory', 'cover', 'rights']) {
    await page.goto(`${file}/document?document=${paper}`);
    await settled(page);
    await look(page, `mediation-8-${paper}`);
  }
  await page.goto(file);
  await look(page, 'mediation-9-case');
  await page.goto(LIST);
  await look(page, 'mediation-10-list');
  await page.goto('/');
  await look(page, 'mediation-11-desk');
});

journey('a yes before a mediation seals it', async (page) => {
  await login(page, s.PEOPLE.chair);
  await begin(page, ['赵小云', '赵大海'], '有');
  await page.getByLabel('听到、看到的情况').fill('上个月被打过两次');
  await press(page, button(page, '问完了'));
  await page.getByText('这一件不调解').waitFor();
  await look(page, 'mediation-12-diverted');
  assert.equal(await page.getByText('赵小云').count(), 0, 'not a word of it is left');
  await page.goto(`${LIST}?party=${encodeURIComponent('赵小云')}`);
  await page.getByText('没有这样的调解').waitFor();
  await look(page, 'mediation-13-not-found');
});
