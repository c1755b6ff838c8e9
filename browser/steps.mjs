// What several journeys do.

import assert from 'node:assert/strict';

import { Hand, isPhone, login, look, press, settled } from './harness.mjs';
import * as s from './selectors.mjs';

/** Goes to a page by the word a person looks for; on a phone it may be behind the menu. */
export async function goTo(page, word) {
  await settled(page);
  if ((await s.way(page, word).count()) === 0 && (await s.menu(page).count()) > 0) {
    await press(page, s.menu(page).first());
  }
  assert.ok((await s.way(page, word).count()) > 0, `${page.url()} shows a way to ${word}`);
  await press(page, s.way(page, word).first());
  await settled(page);
}

/** From the start page to the form of one family. */
export async function openVisitForm(page, hand, which = 0) {
  const card = s.familyCards(page).nth(which);
  await card.waitFor();
  const family = (await s.familyLink(card).innerText()).trim().split('\n')[0].trim();
  await hand.tap(s.familyLink(card));
  await hand.tap(s.recordHere(page).first());
  await s.solvedButton(page).waitFor();
  return family;
}

/** Records a visit as the member who is signed in, and returns the taps it took. */
export async function recordVisit(page, { line, which = 0, followUp }) {
  await page.goto(s.START_PATH);
  const hand = new Hand(page);
  const family = await openVisitForm(page, hand, which);
  await hand.tap(s.visitKind(page));
  await hand.type(s.visitLine(page), line);
  if (followUp) {
    await hand.type(s.followUpDay(page), followUp);
    await hand.tap(s.followUpButton(page));
  } else {
    await hand.tap(s.solvedButton(page));
  }
  await s.visitLine(page).waitFor({ state: 'hidden' });
  await settled(page);
  return { family, taps: hand.taps };
}

/** How many things the form asks for: radio buttons of one name are one field. */
export async function fieldsOf(form) {
  return form.evaluate((element) => {
    const shown = [...element.querySelectorAll('input:not([type=hidden]):not([type=submit]), select, textarea')].filter((field) =>
      (field.labels?.[0] ?? field).checkVisibility({ visibilityProperty: true }),
    );
    return [...new Set(shown.map((field) => field.name || field.id))];
  });
}

/** The browser's own bubbles aside: the server must answer in our words. */
export async function withoutBrowserChecks(page) {
  await page.evaluate(() => document.querySelectorAll('form').forEach((form) => (form.noValidate = true)));
}

/** Her points: a tab on the phone, beside the record of her work at a desk. */
export async function goToPoints(page) {
  if ((await s.way(page, s.WORDS.myPoints).count()) === 0) await goTo(page, s.WORDS.duty);
  await goTo(page, s.WORDS.myPoints);
}

/** Opens a figure of the dashboard down to its rows, and returns how many it says there are. */
export async function openFigure(page, words, number, rows) {
  const figure = s.figure(page, words);
  const said = number.exec((await figure.innerText()).replaceAll(',', ''));
  assert.ok(said, `${words} has a number: ${await figure.innerText()}`);
  await press(page, s.figureLink(figure));
  await s.rowsLink(page, rows).first().waitFor();
  await press(page, s.rowsLink(page, rows).first());
  return Number(said[1]);
}

/** The number of visits on the dashboard of `person`. */
export async function visitsSeenBy(page, person) {
  await login(page, s.PEOPLE[person]);
  await goTo(page, s.WORDS.dashboard);
  const figure = s.visitsFigure(page);
  await figure.waitFor();
  const words = (await figure.innerText()).replaceAll(',', '');
  const number = /走访\D*?(\d+)/s.exec(words);
  assert.ok(number, `the figure for visits has a number: ${words}`);
  return Number(number[1]);
}

/** Opens the file of the first family on the register of somebody above, who must say what for. */
export async function openFileFromAbove(page, why) {
  await goTo(page, s.WORDS.families);
  const link = s.rows(page).getByRole('rowheader').getByRole('link').nth(isPhone(page) ? 0 : 1);
  const family = (await link.innerText()).trim();
  await press(page, link);
  await press(page, s.purpose(page, '抽查核实'));
  await s.purposeLine(page).fill(why);
  await look(page, 'street-5-gate');
  await press(page, s.openFile(page));
  await s.openFile(page).waitFor({ state: 'hidden' });
  return family;
}

/** How long it takes at most until what is recorded is in the sums: a round a minute, and the round itself. */
export const SUMMED_UP_SECONDS = 90;

/** The visits on the dashboard of `person` that are in all branches but one: the same round counted both. */
export async function visitsElsewhere(page, person, branch) {
  const all = await visitsSeenBy(page, person);
  const words = (await s.visitsOfBranch(page, branch).innerText()).replaceAll(',', '');
  assert.match(words, /^\d+$/, `${branch} has a number`);
  return all - Number(words);
}

/** A line nobody else wrote, so that it is found again. */
export const ownLine = (what, page) => `${what}${isPhone(page) ? '甲' : '乙'}${process.hrtime.bigint() % 100000n}`;

/** Asks again until the answer is the expected one; after so many seconds it has to be. */
export async function within(seconds, ask, expected, what) {
  const until = Date.now() + seconds * 1000;
  let answer = await ask();
  while (answer !== expected && Date.now() < until) {
    await new Promise((done) => setTimeout(done, 2000));
    answer = await ask();
  }
  assert.equal(answer, expected, what);
}
