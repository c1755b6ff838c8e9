// 人民调解: the chair takes a dispute from its application to the bound file; a yes before it seals it.

import assert from 'node:assert/strict';

import { expectProblem, journey, login, look, press, settled, TODAY } from './harness.mjs';
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

/** Every party was told her rights and agrees. */
async function consent(page) {
  await press(page, link(page, '征求意愿'));
  await page.getByLabel(/以上已经逐条告知各方/).check();
  for (const party of await page.locator('select[name=consent]').all()) await party.selectOption({ label: '同意' });
  await look(page, 'mediation-2-consent');
  await press(page, button(page, '记下答复'));
  await page.getByText('各方都同意，已受理').waitFor();
}

/** The first of the roster mediates, once she has declared herself. */
async function assign(page) {
  await press(page, link(page, '安排调解员'));
  await page.getByLabel('名册里的人').selectOption({ index: 1 });
  await press(page, button(page, '安排'));
  await page.getByText('没有声明不能调解').first().waitFor();
  await page.getByLabel(/她声明/).check();
  await look(page, 'mediation-3-members');
  await press(page, button(page, '安排'));
}

async function sit(page) {
  await press(page, link(page, '记一次调解').first());
  await page.getByLabel('几点开始').fill('14:30');
  await page.getByLabel('用了多少分钟').fill('60');
  await page.getByLabel('地点').fill('社区调解室');
  await page.getByLabel('记录', { exact: true }).fill('先分开谈，再坐到一起谈，女方愿意退三万元');
  await look(page, 'mediation-4-session');
  await press(page, button(page, '记下这一次'));
  await page.getByText('参加的人都算了').waitFor();
}

/** Four clauses in a form that has room for three; what cannot be is said at its clause. */
async function agree(page) {
  await press(page, link(page, '达成协议'));
  await page.getByLabel('约定什么').nth(0).fill('女方退还彩礼');
  await page.getByLabel('怎样履行').nth(0).fill('当面交付，写收条');
  await page.getByLabel('给多少钱').nth(0).fill('30000.005');
  await page.getByLabel('哪天以前履行').nth(0).fill(TODAY);
  await page.getByLabel('约定什么').nth(1).fill('首饰各自保留');
  await page.getByLabel('怎样履行').nth(1).fill('不用交付');
  await press(page, button(page, '再加一条'));
  await page.getByLabel('约定什么').nth(3).fill('双方解除婚姻关系');
  await page.getByLabel('怎样履行').nth(3).fill('各自办理');
  await press(page, button(page, '去掉第 3 条'));
  assert.equal(await page.getByLabel('约定什么').nth(2).inputValue(), '双方解除婚姻关系', 'what is typed stays in its order');
  await press(page, button(page, '记下协议'));
  await page.getByText('金额最多到分').first().waitFor();
  await look(page, 'mediation-5-agreement');
  await page.getByLabel('给多少钱').nth(0).fill('30000');
  await press(page, button(page, '记下协议'));
  await page.getByText('协议还没有生效').first().waitFor();
  await page.getByText('法院不确认这一条').first().waitFor();
  await look(page, 'mediation-6-unsigned');
}

/** Signed by hand: first without the second party, then by all; then the paper comes back. */
async function sign(page) {
  await press(page, link(page, '签名和盖章'));
  const days = page.locator('input[type=date]');
  assert.equal(await days.first().inputValue(), '', 'no day is filled in for anybody');
  for (const place of [0, 2, 3]) await days.nth(place).fill(TODAY);
  // The field at the end has scrolled the way back under the bar.
  await page.evaluate(() => scrollTo(0, 0));
  await look(page, 'mediation-7-signatures');
  await press(page, button(page, '记下签名'));
  await page.getByText('没有签名（盖章或按指印）').first().waitFor();
  await press(page, link(page, '签名和盖章'));
  await days.nth(1).fill(TODAY);
  await press(page, button(page, '记下签名'));
  await page.getByText('协议已生效').first().waitFor();
  await page.getByText('最后一天是').waitFor();
  await look(page, 'mediation-8-effective');
}

async function bring(page, name, content, paper) {
  if (paper) await page.getByLabel('这份材料是').selectOption({ label: paper });
  await page.getByLabel('添一份材料').setInputFiles({ name, mimeType: 'application/pdf', buffer: Buffer.from(content) });
  await press(page, button(page, '上传'));
}

async function scanBack(page, file) {
  assert.equal(await page.getByLabel('这份材料是').inputValue(), 'agreement', 'the paper that is wanted is chosen');
  // The same content under another name is no photograph.
  await bring(page, '协议书.jpg', `%PDF-1.7\n${file}`);
  await page.getByText('内容和文件名说的不是一种文件').first().waitFor();
  await look(page, 'mediation-9-aside');
  await page.goto(file);
  await bring(page, '协议书.pdf', `%PDF-1.7\n${file} signed`, '调解协议书或口头协议登记表');
  await page.goto(file);
  assert.equal(await page.getByText('还没有扫描回来').count(), 0);
  await look(page, 'mediation-10-scanned');
}

async function perform(page, words, clause, note) {
  await press(page, link(page, '记履行情况').first());
  await page.getByLabel('哪一条').selectOption({ index: clause });
  await page.locator('label', { hasText: words }).click();
  if (note) await page.getByLabel('凭证或者情况').fill(note);
  await look(page, 'mediation-11-performance');
  await press(page, button(page, '记下'));
}

async function bind(page, file) {
  await page.goto(`${file}/file`);
  await look(page, 'mediation-14-file');
  await press(page, button(page, '材料齐了，立卷'));
  await page.getByText('还缺“').first().waitFor();
  await look(page, 'mediation-15-missing');
  for (const paper of await page.locator('input[name=pages]').all()) await paper.fill('2');
  await press(page, button(page, '材料齐了，立卷'));
  await page.getByText('已立卷').first().waitFor();
  await press(page, link(page, '归档').first());
  await look(page, 'mediation-16-bound');
  await press(page, button(page, '已交档案室，归档'));
  await page.getByText('已归档').first().waitFor();
}

const PAPERS = 'cover inventory application registration rights identity authority inquiry evidence notice minutes agreement oral performance revisit confirmation report statement back_cover';

journey('a dispute goes from the application to the archived file', async (page) => {
  expectProblem(page, /status of 422/);
  await login(page, s.PEOPLE.chair);
  await begin(page, ['李小梅', '王大强'], '没有');
  await look(page, 'mediation-1-screening');
  await press(page, button(page, '问完了'));
  await consent(page);
  await assign(page);
  await sit(page);
  await agree(page);
  await sign(page);
  const file = new URL(page.url()).pathname;
  await scanBack(page, file);
  await perform(page, '没有履行', 1, '说下个月再给');
  await page.getByText('过期 0 天没有履行').or(page.getByText('没有履行')).first().waitFor();
  await perform(page, '已督促', 1, '电话里催过一次');
  await perform(page, '已履行', 1, '有收条');
  await press(page, link(page, '司法确认').first());
  await page.getByText('法院不会确认').first().waitFor();
  await look(page, 'mediation-12-confirmation');
  await page.locator('label', { hasText: '已共同申请' }).click();
  await page.getByLabel('法院和案号').fill('宁国市人民法院');
  await press(page, button(page, '记下这一步'));
  await press(page, link(page, '回访').first());
  await page.locator('label', { hasText: /^满意$/ }).click();
  await page.getByLabel('回访情况').fill('都履行了，没有新的争议');
  await look(page, 'mediation-13-revisit');
  await press(page, button(page, '记下回访'));
  await bind(page, file);
  await look(page, 'mediation-17-case');
  await page.goto(`${file}/documents`);
  await look(page, 'mediation-18-documents');
  for (const paper of PAPERS.split(' ')) {
    await page.goto(`${file}/document?document=${paper}`);
    await settled(page);
    if (['agreement', 'minutes', 'inventory', 'cover'].includes(paper)) await look(page, `mediation-19-${paper}`);
    const word = await page.request.get(await link(page, '下载 Word').getAttribute('href').then((href) => new URL(href, page.url()).href));
    assert.equal((await word.body()).subarray(0, 2).toString(), 'PK', `${paper} as a document`);
  }
  await page.goto(LIST);
  await look(page, 'mediation-20-list');
  await page.goto('/');
  await look(page, 'mediation-21-desk');
});

journey('a mediation is extended by consent, and a party stops it', async (page) => {
  expectProblem(page, /status of 422/);
  await login(page, s.PEOPLE.chair);
  await begin(page, ['周小燕', '周建国'], '没有');
  await press(page, button(page, '问完了'));
  await consent(page);
  await assign(page);
  await press(page, link(page, '延长期限'));
  await page.getByLabel('延长几天').fill('10');
  await page.getByLabel('为什么').fill('男方出差，月底才能谈');
  await press(page, button(page, '延长'));
  await page.getByText('各方').first().waitFor();
  await look(page, 'mediation-22-extension');
  await page.getByLabel('哪几方同意').fill('双方');
  await press(page, button(page, '延长'));
  await page.getByText('期限已延长').waitFor();
  await press(page, link(page, '终止'));
  await page.getByLabel('为什么终止').selectOption({ index: 1 });
  await press(page, button(page, '终止'));
  await page.getByText('请先告诉各方').first().waitFor();
  await look(page, 'mediation-23-ending');
  await page.getByLabel(/已经告诉各方/).check();
  await press(page, button(page, '终止'));
  await page.getByText('已终止').first().waitFor();
  await look(page, 'mediation-24-stopped');
  assert.equal(await link(page, '记一次调解').count(), 0, 'nobody sits any more');
});

journey('a dispute of a whole family has as many parties as it needs', async (page) => {
  await login(page, s.PEOPLE.chair);
  await page.goto(`${LIST}/new`);
  await page.getByLabel('纠纷简要情况').fill('兄弟姐妹五人为老房子怎样分有分歧');
  for (let party = 0; party < 3; party += 1) await press(page, button(page, '再加一方'));
  const names = page.getByLabel('姓名');
  assert.equal(await names.count(), 5);
  for (let party = 0; party < 5; party += 1) await names.nth(party).fill(`汪家${'甲乙丙丁戊'[party]}`);
  await page.getByLabel('是哪一边的').first().selectOption({ label: '申请人' });
  await press(page, button(page, '去掉第 4 方'));
  assert.equal(await names.nth(3).inputValue(), '汪家戊');
  await look(page, 'mediation-25-parties');
  await page.getByLabel('纠纷类型').selectOption({ label: '继承、分家析产' });
  await press(page, button(page, '登记'));
  await page.getByText('汪家丙').first().waitFor();
  assert.equal(await page.getByText('汪家丁').count(), 0);
  await look(page, 'mediation-26-family');
});

journey('a yes before a mediation seals it', async (page) => {
  await login(page, s.PEOPLE.chair);
  await begin(page, ['赵小云', '赵大海'], '有');
  await page.getByLabel('听到、看到的情况').fill('上个月被打过两次');
  await press(page, button(page, '问完了'));
  await page.getByText('这一件不调解').waitFor();
  assert.equal(await page.getByText('转介').count(), 0, 'it is handed to nobody from here');
  await link(page, '件事等您处理').waitFor();
  await look(page, 'mediation-27-diverted');
  assert.equal(await page.getByText('赵小云').count(), 0, 'not a word of it is left');
  await page.goto(`${LIST}?party=${encodeURIComponent('赵小云')}`);
  await page.getByText('没有这样的调解').waitFor();
  await look(page, 'mediation-28-not-found');
});
