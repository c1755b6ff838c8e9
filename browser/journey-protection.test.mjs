// 保密事项: she comes to a member, is reported for, reached safely, and protected by an order; the chair finds nothing.

import assert from 'node:assert/strict';

import { expectProblem, journey, login, look, press } from './harness.mjs';
import * as s from './selectors.mjs';

const main = (page) => page.getByRole('main');
const chip = (page, question, word) => main(page).getByRole('group', { name: question }).locator('label', { hasText: word });
const button = (page, name) => main(page).getByRole('button', { name, exact: true });
const IN_CHARGE = { role: /^保密事项负责人$/, place: /宁国市/ };

/** A member takes the case and lives it on to an order in force; gives its address. */
async function untilProtected(page) {
  await page.goto('/protection/new');
  await press(page, button(page, '记下，我先负责'));
  await s.text(page, '还没有记下').waitFor();
  await look(page, 'protection-1-new');
  await chip(page, '是哪一种', '家里有人打她').click();
  await page.getByLabel('她说了什么').fill('他昨晚又动手了');
  await page.getByLabel('怎么称呼她').fill('路小荷');
  await press(page, button(page, '记下，我先负责'));
  await s.text(page, '您是首接人').waitFor();
  assert.ok(!(await page.title()).includes('路小荷'), 'the title tells nothing');
  await look(page, 'protection-2-case');
  const address = new URL(page.url()).pathname;

  await chip(page, '报告给了谁', '公安机关').click();
  await chip(page, '怎样报告的', '电话').first().click();
  await page.getByLabel('今天几点').fill('00:00');
  await press(page, button(page, '已经报告'));
  await page.goto(`${address}/contact`);
  await chip(page, '能给她打电话吗', /^能打$/).click();
  await page.getByLabel('打哪个号码').fill('19900001234');
  await page.getByLabel('几点以后').fill('9');
  await page.getByLabel('几点以前').fill('11');
  await chip(page, '能发短信吗', '什么都不能发').click();
  await look(page, 'protection-3-contact');
  await press(page, button(page, '记下'));
  await page.goto(`${address}/assessment`);
  await chip(page, '有过的都点上', '掐过脖子').click();
  await chip(page, '您定为', '加强关注').click();
  await look(page, 'protection-4-assessment');
  await press(page, button(page, '记下'));
  await s.text(page, '评估记下了').waitFor();

  await press(page, main(page).getByRole('link', { name: '人身安全保护令' }));
  await page.getByLabel('哪个单位').fill('宁国市人民法院');
  await page.getByLabel('被申请人', { exact: true }).fill('李某');
  await main(page).locator('label', { hasText: '禁止被申请人实施家庭暴力' }).click();
  await page.getByLabel('事实和理由').fill('昨晚在家里动手，邻居听见');
  await main(page).locator('label', { hasText: '她的陈述' }).click();
  await look(page, 'protection-5-order-form');
  await press(page, button(page, '记下'));
  await look(page, 'protection-6-order');
  const order = new URL(page.url()).pathname;
  await page.goto(`${order}/paper`);
  await look(page, 'protection-7-paper');
  await page.goto(order);
  for (const step of [/^已申请$/, '法院已受理', '已作出', '已送达']) {
    await chip(page, '下一步', step).click();
    if (step === '已作出') {
      const on = new Date(`${await page.getByLabel('哪一天').inputValue()}T00:00:00Z`);
      on.setUTCDate(on.getUTCDate() + 90);
      await page.getByLabel('有效期到').fill(on.toISOString().slice(0, 10));
    }
    await press(page, button(page, '记下'));
  }
  await page.goto(address);
  await s.text(page, '有保护措施').first().waitFor();
  await look(page, 'protection-8-protected');
  return address;
}

/** One step of an order, with its last day where the court sets one. */
async function turn(page, step, days) {
  await chip(page, '下一步', step).click();
  if (days) {
    const on = new Date(`${await page.getByLabel('哪一天').inputValue()}T00:00:00Z`);
    on.setUTCDate(on.getUTCDate() + days);
    await page.getByLabel('有效期到').fill(on.toISOString().slice(0, 10));
  }
  await press(page, button(page, '记下'));
}

/** What comes after: the court looks again, the order is made longer, she is visited, a photo is kept, the case is closed. */
async function untilClosed(page, address) {
  await page.goto(address);
  await press(page, main(page).getByRole('link', { name: /人身安全保护令.*已送达/ }));
  const order = new URL(page.url()).pathname;
  await turn(page, '复议中');
  assert.notEqual(await page.getByLabel('有效期到').inputValue(), '', 'its last day is kept while the court looks again');
  await turn(page, '已作出');
  await turn(page, '已送达');
  await turn(page, '已申请延长');
  await turn(page, '已延长', 170);
  await s.text(page, '已延长').first().waitFor();
  await look(page, 'protection-15-extended');

  await page.goto(address);
  await main(page).locator('input[type=file]').setInputFiles({ name: '她的伤.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n') });
  await press(page, button(page, '上传'));
  await press(page, main(page).getByRole('link', { name: /她的伤/ }));
  assert.equal(await page.getByRole('link', { name: '快速离开' }).count(), 1, 'the way out is on the page of a file');
  await look(page, 'protection-16-file');

  await page.goto(address);
  await chip(page, '记什么', '联系、看望').click();
  await chip(page, '找了谁', /^受害人$/).click();
  await chip(page, '怎样找的', '当面').last().click();
  await page.getByLabel('是哪一次回访').selectOption({ index: 1 });
  await page.getByLabel('说了什么、看到什么').fill('她说他没有再来，孩子睡得好');
  await press(page, main(page).locator('#notes').getByRole('button', { name: '记下' }));
  await s.text(page, '孩子睡得好').first().waitFor();
  await main(page).getByText('谁看过（只有您看得到）').click();
  await look(page, 'protection-17-looks');

  await page.goto(order);
  await turn(page, '已结束');
  await page.goto(address);
  await main(page).getByText('可以结案了').click();
  await page.getByLabel('为什么可以结案').fill('半年没有再动手，她说平安');
  await chip(page, '保管多久', /30 年/).click();
  await press(page, button(page, '结案'));
  await s.text(page, '已结案，回访日程排好了').waitFor();
  await look(page, 'protection-18-closed');
}

journey('she comes, is reported for and reached safely, and an order protects her; the chair finds nothing', async (page) => {
  expectProblem(page, /status of 422/, /status of 404/, /weather.com.cn/);
  await login(page, s.PEOPLE.member);
  const address = await untilProtected(page);
  await page.goto('/protection');
  await look(page, 'protection-9-mine');
  assert.ok(!(await main(page).innerText()).includes('路小荷'), 'no name on the list');
  await page.route('https://www.weather.com.cn/**', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>天气</title>' }));
  await page.goto(address);
  await page.getByRole('link', { name: '快速离开' }).click();
  await page.waitForURL('https://www.weather.com.cn/');
  await untilClosed(page, address);

  await login(page, s.PEOPLE.chair);
  const answer = await page.goto(address);
  assert.equal(answer.status(), 404, 'her own chair does not find it');
});

journey('who is in charge adds people, the county sees numbers of past quarters and the glass asks for a reason', async (page) => {
  expectProblem(page, /status of 422/);
  await login(page, IN_CHARGE);
  await page.goto('/protection');
  await look(page, 'protection-10-in-charge');
  await press(page, main(page).locator('a[href*="/protection/"][href*="prot_"]').first());
  await look(page, 'protection-11-case-in-charge');
  await login(page, s.PEOPLE.county);
  await page.goto('/orgs/341881/protection/numbers');
  await s.text(page, '<5').first().waitFor();
  await look(page, 'protection-12-numbers');
  await page.goto('/orgs/341881/protection');
  await look(page, 'protection-13-charges');
  await page.goto('/protection/opening');
  await press(page, button(page, '打开'));
  await s.text(page, '至少 10 个字').waitFor();
  await look(page, 'protection-14-opening');
});
