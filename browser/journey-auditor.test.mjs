// The auditor: who did what, who opened whose file, and whether the chain is intact.

import assert from 'node:assert/strict';

import { journey, look, login } from './harness.mjs';
import * as s from './selectors.mjs';
import { goTo, openFileFromAbove, ownLine, recordVisit } from './steps.mjs';

journey('the auditor reads who did what and that the chain is intact, and nothing of what was said', async (page) => {
  const line = ownLine('不该让审计看见的话', page);
  await login(page, s.PEOPLE.member);
  const { family } = await recordVisit(page, { which: 8, line });

  await login(page, s.PEOPLE.auditor);
  await look(page, 'auditor-1-start');
  if ((await s.auditRows(page).count()) === 0) await goTo(page, s.WORDS.audit);
  const done = s.auditRows(page).filter({ hasText: s.WORDS.recorded }).filter({ hasText: family });
  assert.ok((await done.filter({ hasText: '嵩合社区妇联 执委' }).count()) > 0, 'who did what');
  await s.text(page, s.WORDS.chainIntact).first().waitFor();
  await look(page, 'auditor-2-journal');
  assert.equal(await s.text(page, line).count(), 0, 'the journal does not carry what a woman said');
  assert.equal(await s.way(page, s.WORDS.record).count(), 0, 'the auditor records nothing');
});

journey('the auditor sees who opened whose file', async (page) => {
  const why = ownLine('核对上月走访', page);
  await login(page, s.PEOPLE.street);
  const family = await openFileFromAbove(page, why);

  await login(page, s.PEOPLE.auditor);
  if ((await s.auditRows(page).count()) === 0) await goTo(page, s.WORDS.audit);
  const opened = s.auditRows(page).filter({ hasText: s.WORDS.opened }).filter({ hasText: why });
  assert.equal(await opened.count(), 1, 'who opened whose file');
  const words = await opened.innerText();
  assert.ok(words.includes('河沥溪街道妇联 主席') && words.includes(family), words);
  await look(page, 'auditor-3-opened');
});
