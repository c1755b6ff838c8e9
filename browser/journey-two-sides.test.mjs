// 人户分离: a family is registered here and lives there; both sides look after it, and one visit counts once.

import assert from 'node:assert/strict';

import { expectProblem, isPhone, journey, login, look, press, settled } from './harness.mjs';
import * as s from './selectors.mjs';
import { goTo } from './steps.mjs';

/** The chair of 嵩合社区 enters a family that lives in another community, and asks that one for somebody. */
async function enterAndAsk(page, name, area) {
  await login(page, s.PEOPLE.chair);
  await page.goto(s.NEW_FAMILY);
  await s.field(page, '联系人姓名').fill(name);
  await s.field(page, '居民（村民）小组').fill('巫山');
  await press(page, s.livesElsewhere(page));
  await s.field(page, '住在哪里').fill('新区 3 幢');
  await s.field(page, '居住地区划代码').fill(area);
  await press(page, s.enterFamily(page));
  await settled(page);
  const family = new URL(page.url()).pathname;
  await goTo(page, '安排');
  await look(page, 'two-sides-1-links');
  await goTo(page, '居住地协助');
  await s.field(page, '居住地的村社区').fill('341881');
  expectProblem(page, /status of 422/);
  await press(page, s.askThere(page));
  await s.text(page, /没有找到这个村社区的妇联/).waitFor();
  await look(page, 'two-sides-2-refused');
  await s.field(page, '居住地的村社区').fill(area);
  await press(page, s.askThere(page));
  await s.text(page, /^已请居住地协助/).waitFor();
  await look(page, 'two-sides-3-asked');
  return family;
}

journey('a family that lives in the next community is looked after from both sides, and a visit counts once', async (page) => {
  const name = isPhone(page) ? '桂香甲' : '桂香乙';
  const family = await enterAndAsk(page, name, '341881003001');

  await login(page, s.PEOPLE.neighbour);
  await look(page, 'two-sides-4-desk');
  await goTo(page, /^住在这里、户籍在别处的家庭 \d+ 户没有联系人/);
  await look(page, 'two-sides-5-list');
  const line = s.lineOf(page, `${name}家`);
  assert.match(await line.innerText(), /户籍 嵩合社区/);
  if (!(await s.answerMember(line).isVisible())) await press(page, s.answerFold(line));
  await s.answerMember(line).selectOption({ label: '俞小芹' });
  await press(page, s.nameMember(line));
  await s.text(page, /^已安排/).waitFor();
  await look(page, 'two-sides-6-named');

  await login(page, s.PEOPLE.colleague);
  await page.goto('/families');
  const card = s.familyCards(page).filter({ hasText: `${name}家` });
  assert.match(await card.innerText(), /嵩合社区/);
  await press(page, s.familyLink(card));
  await look(page, 'two-sides-7-thin-card');
  assert.equal(await s.headingExactly(page, '需求').count(), 0, 'why it is looked after is the owner’s');
  await press(page, s.recordHere(page).first());
  await press(page, s.visitKind(page));
  await s.visitLine(page).fill('帮她把老年证办好了');
  await press(page, s.solvedButton(page));
  await settled(page);

  await login(page, s.PEOPLE.neighbour);
  await page.goto('/orgs/341881003001/assisted-visits');
  await s.ledgerRow(page, `${name}家`).waitFor();
  await look(page, 'two-sides-8-assisted');
  await page.goto('/orgs/341881003001/visits');
  assert.equal(await s.ledgerRow(page, `${name}家`).count(), 0, 'never added where it was helped');

  await login(page, s.PEOPLE.chair);
  await page.goto(family);
  await s.text(page, '帮她把老年证办好了').waitFor();
  await s.text(page, /俞小芹（桥东社区）/).waitFor();
  await look(page, 'two-sides-9-owner');
});

journey('a community of another county gives a family back with a reason, and its owner reads it', async (page) => {
  const name = isPhone(page) ? '水莲甲' : '水莲乙';
  await enterAndAsk(page, name, '341823100004');
  await login(page, s.PEOPLE.farNeighbour);
  await goTo(page, /^住在这里、户籍在别处的家庭 \d+ 户没有联系人/);
  const line = s.lineOf(page, `${name}家`);
  if (!(await s.giveBackReason(line).isVisible())) await press(page, s.answerFold(line));
  await s.giveBackReason(line).fill('查无此户');
  await press(page, s.giveBack(line));
  await s.text(page, /^已退回/).waitFor();
  await login(page, s.PEOPLE.chair);
  await goTo(page, /^居住地退回 \d+ 户/);
  await look(page, 'two-sides-10-given-back');
  await goTo(page, new RegExp(`^${name}家`));
  await s.text(page, /查无此户/).waitFor();
  await look(page, 'two-sides-11-reason');
});
