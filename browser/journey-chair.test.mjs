// The chair of the community: nobody types again what the member recorded.

import assert from 'node:assert/strict';

import { journey, look, login } from './harness.mjs';
import * as s from './selectors.mjs';
import { goTo, openFigure, ownLine, recordVisit, visitsSeenBy } from './steps.mjs';

journey('a visit stands in the ledger of the community without being typed again', async (page) => {
  const line = ownLine('换季送棉被', page);
  await login(page, s.PEOPLE.member);
  const { family } = await recordVisit(page, { which: 4, line });

  await login(page, s.PEOPLE.chair);
  await look(page, 'chair-1-start');
  await goTo(page, s.WORDS.ledger);
  await s.heading(page, s.WORDS.ledger).first().waitFor();
  const row = s.ledgerRow(page, line);
  assert.equal(await row.count(), 1, 'one row for one visit');
  assert.match(await row.innerText(), new RegExp(family.slice(0, 1)));
  await look(page, 'chair-2-ledger');
});

journey('the dashboard of the community counts the visit in the open month and opens to its rows', async (page) => {
  const before = await visitsSeenBy(page, 'chair');
  await login(page, s.PEOPLE.member);
  await recordVisit(page, { which: 5, line: ownLine('帮忙联系村医', page) });
  const after = await visitsSeenBy(page, 'chair');
  assert.equal(after, before + 1);
  await s.provisional(page).waitFor();
  await look(page, 'chair-3-dashboard');

  const visits = await openFigure(page, /^本月走访/, /(\d+)\s*户次/, s.WORDS.ledger);
  assert.equal(visits, after);
  await s.text(page, `共 ${visits} 次`).waitFor();
  assert.ok((await s.rows(page).count()) > 0, 'the number opens to its rows');
  await look(page, 'chair-4-rows');
});
