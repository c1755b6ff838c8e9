// 本人查阅: a woman comes to the office, sees what is kept about her, has it put right, and is told. Her husband is refused.

import assert from 'node:assert/strict';

import { expectProblem, isPhone, journey, login, look, press } from './harness.mjs';
import * as own from './selectors-own.mjs';
import * as s from './selectors.mjs';
import { goTo } from './steps.mjs';

/** Opens the form of a family in which several people are entered; another one at each size. */
async function openForm(page) {
  await page.goto(own.REGISTER);
  const families = await own.families(page);
  for (const href of families.slice(isPhone(page) ? 20 : 30)) {
    await page.goto(`${href}/inspections/new`);
    if ((await own.people(page).count()) > 1) return href;
  }
  throw new Error('there is a family of several people');
}

/** The name on a chip, without her relation. */
const nameOn = async (chip) => (await chip.innerText()).split('（')[0].trim();

journey('she comes, sees her sheet, has her number put right and is told', async (page) => {
  await login(page, s.PEOPLE.chair);
  expectProblem(page, /status of 422/);
  const family = await openForm(page);
  await page.goto(family);
  await press(page, own.inspectLink(page));
  await press(page, own.openSheet(page));
  await s.text(page, '还没有给看').waitFor();
  await s.text(page, '只凭手机和验证码不行').first().waitFor();
  await look(page, 'own-1-refused-form');
  const [her, other] = [own.people(page).nth(0), own.people(page).nth(1)];
  const [name, another] = [await nameOn(her), await nameOn(other)];
  await her.click();
  await own.chip(page, '来的人是', /^本人$/).click();
  await own.chip(page, '当面核对', '看过身份证').click();
  await own.safe(page).click();
  await look(page, 'own-2-form');
  await press(page, own.openSheet(page));
  const sheet = await own.sheet(page).innerText();
  assert.ok(sheet.includes(name), 'her own sheet');
  assert.ok(!sheet.includes(another), 'and nobody else on it');
  assert.match(sheet, /嵩合社区妇联 主席/);
  await look(page, 'own-3-sheet');
  if (!isPhone(page)) {
    await page.emulateMedia({ media: 'print' });
    await look(page, 'own-4-paper');
    await page.emulateMedia({ media: 'screen' });
  }
  await own.chip(page, '她要', /^更正$/).click();
  await own.claimWords(page).fill('手机号换了');
  await own.chip(page, '怎样答复她才安全', /^当面$/).click();
  await press(page, own.claimButton(page));
  await s.text(page, '已记下').waitFor();
  await own.chip(page, '结果', '已办').click();
  await own.phoneField(page).fill('19911112222');
  await own.answer(page).fill('已经换成新号');
  await look(page, 'own-5-claim');
  await press(page, own.endButton(page));
  await s.text(page, '已办结。请告诉她结果').waitFor();
  await look(page, 'own-6-ended');
  await press(page, own.toldButton(page));
  await s.text(page, '已答复本人').waitFor();
  await page.goto(own.CLAIMS);
  await look(page, 'own-7-claims');
});

journey('her husband is refused in words, and the screen turned to her leads nowhere', async (page) => {
  await login(page, s.PEOPLE.chair);
  expectProblem(page, /status of 401/, /ERR_CACHE_MISS/);
  await openForm(page);
  const form = page.url();
  const name = await nameOn(own.people(page).nth(0));
  await own.people(page).nth(0).click();
  await own.chip(page, '来的人是', /^配偶$/).click();
  await press(page, own.openSheet(page));
  const notice = await own.sheet(page).innerText();
  assert.match(notice, /夫妻之间也不能代查/);
  assert.ok(!notice.includes(name), 'not even her name');
  await look(page, 'own-8-refused');

  await page.goto(form);
  await own.people(page).nth(0).click();
  await own.chip(page, '来的人是', /^本人$/).click();
  await own.chip(page, '当面核对', '看过户口簿').click();
  await own.safe(page).click();
  await press(page, own.openSheet(page));
  const address = page.url();
  await press(page, own.turnScreen(page));
  await own.closeScreen(page).first().waitFor();
  assert.ok((await own.sheet(page).innerText()).includes(name));
  await look(page, 'own-9-screen');
  await page.goto(address);
  assert.ok((await page.getByRole('article').count()) === 0, 'signed out: the sheet does not open again');
  // The browser has nothing to go back to: the answer to the form is in no cache.
  await page.goBack().catch((error) => assert.match(error.message, /ERR_CACHE_MISS/));
  assert.ok(!(await page.locator('body').innerText()).includes(name), 'nor by going back');
});

journey('a claim that is late is on the desk of the street until it is answered', async (page) => {
  await login(page, s.PEOPLE.street);
  await page.goto(s.START_PATH);
  await look(page, 'own-10-street-desk');
  await goTo(page, /^本人请求超期没有答复 \d+ 件/);
  await s.text(page, /已超期 \d+ 天/).first().waitFor();
  await look(page, 'own-11-street-claims');
  const late = own.claimRows(page).filter({ hasText: '已超期' }).first();
  assert.match(await late.innerText(), /\*\*?/, 'names only so far that lines can be told apart');
  await press(page, late.getByRole('link').first());
  await s.text(page, '她的原话只有本社区').waitFor();
  await look(page, 'own-12-street-claim');
});
