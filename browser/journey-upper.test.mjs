// Street and county see the tree under them, with names where it is theirs to act; above, numbers only.

import assert from 'node:assert/strict';

import { journey, look, login, press } from './harness.mjs';
import * as s from './selectors.mjs';
import { goTo, openFigure, ownLine, recordVisit, SUMMED_UP_SECONDS, visitsElsewhere, visitsSeenBy, within } from './steps.mjs';

for (const person of ['street', 'county']) {
  journey(`the chair of the ${person} sees need, gaps and overdue visits under her, each opening to its rows`, async (page) => {
    await login(page, s.PEOPLE[person]);
    await look(page, `${person}-1-start`);
    await goTo(page, s.WORDS.dashboard);
    for (const words of [...s.WORDS.needs, s.WORDS.covered, s.WORDS.uncovered, s.WORDS.overdue, s.WORDS.withoutFamilies]) {
      assert.ok((await s.text(page, words).count()) > 0, `the dashboard says ${words}`);
    }
    await look(page, `${person}-2-dashboard`);

    const figures = [
      [s.WORDS.uncovered, /(\d+) 户没有联系人/, '没有联系人的'],
      [/^超期未走访/, /(\d+)\s*户/, '超期名单'],
    ];
    for (const [index, [words, number, rows]] of figures.entries()) {
      await goTo(page, s.WORDS.dashboard);
      const families = await openFigure(page, words, number, rows);
      assert.ok(families > 0, `the demo world has some: ${words}`);
      assert.equal(await s.rows(page).count(), families, `${words} is a list of as many names`);
      assert.ok((await s.rows(page).getByRole('link', { name: /家$/ }).count()) === families, `${words} is a list of names`);
      await look(page, `${person}-${index + 3}-rows`);
    }
  });
}

const COUNTED_OUT_OF_ROWS = ['street', 'county'];
/** Above the county numbers are summed up once a minute: each level, and the branch of it in which the visit is. */
const SUMMED_UP = [
  ['city', '宁国市'],
  ['province', '宣城市'],
  ['nation', '安徽省'],
];

journey('one visit counts once on every level up to the nation', async (page) => {
  const before = {};
  for (const person of COUNTED_OUT_OF_ROWS) before[person] = await visitsSeenBy(page, person);
  const elsewhere = {};
  for (const [person, branch] of SUMMED_UP) elsewhere[person] = await visitsElsewhere(page, person, branch);
  await login(page, s.PEOPLE.member);
  await recordVisit(page, { which: 6, line: ownLine('节前看望', page) });
  for (const person of COUNTED_OUT_OF_ROWS) {
    assert.equal(await visitsSeenBy(page, person), before[person] + 1, `the dashboard of the ${person}`);
    await s.provisional(page).waitFor();
  }
  let visits = before.county + 1;
  for (const [person, branch] of SUMMED_UP) {
    visits += elsewhere[person];
    await within(SUMMED_UP_SECONDS, () => visitsSeenBy(page, person), visits, `the dashboard of the ${person}`);
    assert.equal(await visitsElsewhere(page, person, branch), elsewhere[person], 'nowhere else does it count');
    await s.provisional(page).waitFor();
  }
});

for (const person of ['city', 'province', 'nation']) {
  journey(`the chair of the ${person} sees numbers and no family`, async (page) => {
    const line = ownLine('只有社区看得见的话', page);
    await login(page, s.PEOPLE.member);
    const { family } = await recordVisit(page, { which: 7, line });

    await login(page, s.PEOPLE[person]);
    await goTo(page, s.WORDS.dashboard);
    await s.visitsFigure(page).waitFor();
    await look(page, `${person}-1-dashboard`);
    assert.equal(await s.text(page, line).count(), 0);
    assert.equal(await s.text(page, family).count(), 0);
    assert.equal(await s.way(page, s.WORDS.ledger).count(), 0, 'no way to the ledger of a community');
    assert.deepEqual(await s.linksToRows(page), [], 'numbers only');

    await press(page, s.figureLink(s.visitsFigure(page)));
    await look(page, `${person}-2-visits`);
    assert.deepEqual(await s.linksToRows(page), [], 'a number explains itself and opens to no rows');
    assert.equal(await s.text(page, family).count(), 0);
  });
}
