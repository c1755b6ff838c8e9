// The auditor: who did what, who opened whose file, and whether the chain is intact.

import assert from 'node:assert/strict';

import { journey, look, login } from './harness.mjs';
import * as s from './selectors.mjs';
import { goTo, ownLine, recordVisit } from './steps.mjs';

journey('the auditor reads who did what and that the chain is intact, and nothing of what was said', async (page) => {
  const line = ownLine('不该让审计看见的话', page);
  await login(page, s.PEOPLE.member);
  await recordVisit(page, { which: 8, line });

  await login(page, s.PEOPLE.auditor);
  await look(page, 'auditor-1-start');
  if ((await s.auditRows(page).count()) === 0) await goTo(page, s.WORDS.audit);
  assert.ok((await s.auditRows(page).filter({ hasText: s.WORDS.recorded }).count()) > 0, 'who did what');
  await s.text(page, s.WORDS.chainIntact).first().waitFor();
  await look(page, 'auditor-2-journal');
  assert.equal(await s.text(page, line).count(), 0, 'the journal does not carry what a woman said');
  assert.equal(await s.way(page, s.WORDS.record).count(), 0, 'the auditor records nothing');
});

journey('the auditor sees who opened whose file', async (page) => {
  await login(page, s.PEOPLE.member);
  await page.goto(s.START_PATH);
  await s.familyLink(s.familyCards(page).first()).click();
  await s.recordHere(page).first().waitFor();

  await login(page, s.PEOPLE.auditor);
  if ((await s.auditRows(page).count()) === 0) await goTo(page, s.WORDS.audit);
  assert.ok((await s.auditRows(page).filter({ hasText: s.WORDS.opened }).count()) > 0, 'who opened whose file');
  await look(page, 'auditor-3-opened');
});
