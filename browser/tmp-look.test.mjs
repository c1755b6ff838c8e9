import { journey, login, look, press, isPhone, shot } from './harness.mjs';
import * as s from './selectors.mjs';
journey('look', async (page) => {
  await login(page, s.PEOPLE.chair);
  await page.goto('/orgs/341881003004/visit-cards');
  await look(page, 'tmp-1-batch');
  const id = await page.locator('#member option').first().getAttribute('value');
  await page.goto('/visit-cards/print?member=' + id);
  await look(page, 'tmp-2-unnumbered');
  const b = page.getByRole('button', { name: '编号', exact: true });
  if (await b.count()) await press(page, b);
  await look(page, 'tmp-3-cards');
  if (!isPhone(page)) { await page.pdf({ path: 'browser/artefacts/tmp-cards.pdf', preferCSSPageSize: true }); }
  await page.goto('/orgs/341881003004/grids');
  await look(page, 'tmp-4-grids');
  await login(page, s.PEOPLE.member);
  await page.goto('/families');
  await look(page, 'tmp-5-families');
  await page.goto('/visit-cards/print');
  await shot(page, 'tmp-6-own');
});
