// A list leaves the platform as it is seen, and is found again.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { journey, login, look } from './harness.mjs';
import * as s from './selectors.mjs';
import { ownLine, recordVisit } from './steps.mjs';
import { day, firstSheet } from './workbook.mjs';

const HEADING_ROW = 4;

/** Presses 导出 Excel and waits for the file. */
async function download(page, button) {
  const file = page.waitForEvent('download');
  await button.click();
  const taken = await file;
  return { name: taken.suggestedFilename(), bytes: await readFile(await taken.path()) };
}

journey('a filtered ledger comes out as a workbook with the rows of the page', async (page) => {
  const line = ownLine('=SUM(1) 是她说的', page);
  await login(page, s.PEOPLE.member);
  await recordVisit(page, { which: 6, line, followUp: '2026-11-27' });

  await login(page, s.PEOPLE.chair);
  await page.goto('/orgs/341881003004/visits?outcome=follow_up');
  await s.exportButton(page).waitFor();
  await look(page, 'export-1-ledger');
  const said = Number(/共 ([\d,]+) 次/.exec(await page.getByRole('main').innerText())[1].replaceAll(',', ''));
  const shown = await page.locator('#rows tbody tr').evaluateAll((rows) =>
    rows.map((row) => ({
      on: row.querySelector('time').getAttribute('datetime'),
      member: row.querySelector('[data-label="执委"]').textContent.trim(),
      words: row.querySelector('[data-label="一句话"]').textContent.trim(),
    })),
  );
  assert.ok(shown.some((row) => row.words === line), 'the visit is on the page');

  const file = await download(page, s.exportButton(page));
  assert.match(file.name, /^嵩合社区 走访台账_2026-11-22\.xlsx$/);
  const rows = firstSheet(file.bytes);
  assert.equal(rows[0][0], '嵩合社区 走访台账');
  assert.match(rows[1][0], /范围：需要跟进/);
  const heads = rows[HEADING_ROW];
  const at = (head) => heads.indexOf(head);
  const body = rows.slice(HEADING_ROW + 1, HEADING_ROW + 1 + said);
  assert.equal(body.length, said, 'as many rows as the page says');
  assert.deepEqual(
    body.slice(0, shown.length).map((row) => ({ on: day(row[at('走访日期')]), member: row[at('走访人')], words: row[at('走访内容')] })),
    shown,
  );
  assert.match(rows[HEADING_ROW + 1 + said][0], /填表人：/);

  await page.goto('/transfers');
  await look(page, 'export-2-transfers');
  const again = await download(page, page.getByRole('link', { name: /^下载/ }).first());
  assert.deepEqual(again.bytes, file.bytes, 'the same file again');
});

journey('the button of a list does not crowd the head of the page', async (page, size) => {
  const pages = {
    chair: ['/orgs/341881003004/households', '/orgs/341881003004/members', '/insight/341881003004', '/orgs/341881003004/grids'],
    county: ['/orgs/341881', '/orgs/341881/members-without-families', '/insight/341881/visits'],
    member: ['/families', '/points', '/duty'],
    auditor: ['/audit'],
  };
  for (const [person, addresses] of Object.entries(pages)) {
    await login(page, s.PEOPLE[person]);
    for (const address of addresses) {
      await page.goto(address);
      const button = s.exportButton(page);
      if ((await button.count()) === 0) continue;
      const box = await button.boundingBox();
      assert.ok(size !== 'phone' || box.width < 300, `${address}: the button has the row for itself`);
      assert.ok(box.height >= 44, `${address}: a target of ${box.height} pixels`);
      await look(page, `export-3-${person}${address.replaceAll('/', '-')}`);
    }
  }
});
