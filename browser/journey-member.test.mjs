// The committee member: a neighbour with a phone and ten families.

import assert from 'node:assert/strict';

import { Hand, assertLightFirstLoad, expectProblem, journey, look, login, press, settled } from './harness.mjs';
import * as s from './selectors.mjs';
import { fieldsOf, goToPoints, openVisitForm, ownLine, recordVisit, withoutBrowserChecks } from './steps.mjs';

journey('a committee member sees her families and records a visit in six taps', async (page) => {
  await page.goto(s.LOGIN_PATH);
  await look(page, 'member-1-login');
  await login(page, s.PEOPLE.member);
  await s.heading(page, s.WORDS.myFamilies).first().waitFor();
  assert.equal(await s.familyCards(page).count(), s.FAMILIES_OF_A_MEMBER);
  await look(page, 'member-2-families');

  const trying = new Hand(page);
  await openVisitForm(page, trying);
  await look(page, 'member-3-form');
  const fields = await fieldsOf(s.visitForm(page));
  assert.ok(fields.length >= 1 && fields.length <= 5, `at most five fields: ${fields.join(', ')}`);

  const { family, taps } = await recordVisit(page, { line: ownLine('送药上门，身体好转', page) });
  assert.ok(taps <= 6, `at most six taps, took ${taps}`);
  await look(page, 'member-4-recorded');

  await page.goto(s.START_PATH);
  const card = s.familyCards(page).filter({ hasText: family });
  await s.lastContact(card).first().waitFor();
  await s.nextDue(card).first().waitFor();
});

journey('a visit with a follow-up says so on the card', async (page) => {
  await login(page, s.PEOPLE.member);
  const { family, taps } = await recordVisit(page, { which: 1, line: ownLine('低保复核材料还缺一样', page), followUp: '2026-11-29' });
  assert.ok(taps <= 6, `at most six taps, took ${taps}`);
  await page.goto(s.START_PATH);
  const card = s.familyCards(page).filter({ hasText: family });
  await card.getByText(/11-29|11月29日|7天/).first().waitFor();
  await look(page, 'member-5-follow-up');
});

journey('记一笔 asks which family and opens its form', async (page) => {
  await login(page, s.PEOPLE.member);
  await press(page, s.way(page, s.WORDS.record).and(page.locator('a[href*="record=1"]')).first());
  await s.heading(page, s.WORDS.whichFamily).waitFor();
  await look(page, 'member-10-which');
  const card = s.familyCards(page).nth(9);
  const family = await s.familyLink(card).innerText();
  await press(page, s.familyLink(card));
  await s.solvedButton(page).waitFor();
  await s.text(page, family).first().waitFor();
});

journey('her points explain themselves and lead to the visit', async (page) => {
  await login(page, s.PEOPLE.member);
  const line = ownLine('陪同就医', page);
  await recordVisit(page, { which: 2, line });
  await look(page, 'member-5-recorded');
  await goToPoints(page);
  await s.pointsEntry(page).waitFor();
  assert.match((await s.newestPoints(page).innerText()).trim(), s.POINTS_OF_A_VISIT);
  await look(page, 'member-6-points');
  await press(page, s.newestPoints(page));
  await settled(page);
  await s.text(page, line).first().waitFor();
  await look(page, 'member-7-fact');
});

journey('an empty line and a visit in the future are refused at their field, and nothing is lost', async (page) => {
  expectProblem(page, /status of 422/);
  await login(page, s.PEOPLE.member);
  await openVisitForm(page, new Hand(page), 3);

  await withoutBrowserChecks(page);
  await press(page, s.solvedButton(page));
  await s.refusedFields(page).first().waitFor();
  await look(page, 'member-8-empty-line');

  const line = ownLine('家中老人摔了一跤', page);
  await s.visitLine(page).fill(line);
  await s.visitDay(page).fill('2026-12-01');
  await withoutBrowserChecks(page);
  await press(page, s.solvedButton(page));
  await s.refusedFields(page).first().waitFor();
  assert.equal(await s.visitLine(page).inputValue(), line, 'what she typed is still there');
  await look(page, 'member-9-future');
});

journey('the first load is light', async (page) => {
  await assertLightFirstLoad(page, s.LOGIN_PATH);
  await login(page, s.PEOPLE.member);
  await assertLightFirstLoad(page, s.START_PATH);
});
