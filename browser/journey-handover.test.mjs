// 不漏一户: when a member goes, every family of hers has somebody on the same day.

import assert from 'node:assert/strict';

import { expectProblem, isPhone, journey, login, look, press } from './harness.mjs';
import * as s from './selectors.mjs';
import { goTo } from './steps.mjs';

/** Whom other journeys play: they stay. */
const PLAYED = /吴美霞|陈玉莲|胡秀云/;

/** Opens the page of a member of the community who has families and whom no other journey plays. */
async function openSomebody(page, fromTheEnd) {
  await page.goto(s.ROSTER);
  const posts = await s.postsOfRoster(page);
  const able = [];
  for (const href of posts.toReversed()) {
    await page.goto(href);
    const stays = PLAYED.test(await page.getByRole('heading', { level: 1 }).innerText());
    if (!stays && (await s.handOverLink(page).count()) > 0) able.push(href);
    if (able.length > fromTheEnd) break;
  }
  assert.ok(able.length > fromTheEnd, 'there are members with families');
  await page.goto(able.at(-1));
}

journey('her families go to a colleague in one step, and the sheet is ready to sign', async (page) => {
  await login(page, s.PEOPLE.chair);
  expectProblem(page, /status of 422/);
  await openSomebody(page, isPhone(page) ? 0 : 1);
  await look(page, 'handover-1-post');
  await press(page, s.handOverLink(page));
  await press(page, s.handOverButton(page));
  await s.text(page, '还没有交接').waitFor();
  await look(page, 'handover-2-refused');
  await s.everyone(page).selectOption({ index: 2 });
  await press(page, s.handOverButton(page));
  await s.text(page, /^已交接 \d+ 户/).waitFor();
  await s.text(page, /签字/).first().waitFor();
  await look(page, 'handover-3-sheet');
  if (!isPhone(page)) {
    await page.emulateMedia({ media: 'print' });
    await look(page, 'handover-4-paper');
    await page.emulateMedia({ media: 'screen' });
  }
  await press(page, s.leaveNow(page));
  await press(page, s.leaveReason(page, '工作变动'));
  await press(page, s.leaveButton(page));
  await s.text(page, '离任已经办好').waitFor();
});

journey('the families of who died have the chair at once, and a member when she names one', async (page) => {
  await login(page, s.PEOPLE.chair);
  await openSomebody(page, 0);
  await press(page, s.leaveReason(page, '去世'));
  await press(page, s.leaveButton(page));
  await s.text(page, '离任已经办好').waitFor();
  await page.goto(s.START_PATH);
  await look(page, 'caretaker-1-desk');
  await goTo(page, /^代管的家庭 \d+ 户/);
  await look(page, 'caretaker-2-families');
  await s.everyone(page).selectOption({ index: 2 });
  await press(page, s.nameButton(page));
  await s.text(page, '已安排').waitFor();
  await look(page, 'caretaker-3-named');
  await page.goto(s.START_PATH);
  assert.equal(await s.way(page, /^代管的家庭/).count(), 0, 'done, and gone from the desk');
});
