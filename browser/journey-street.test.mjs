// The month's form: it waits on the street's desk, is reported, handed back by the county, reported again.

import assert from 'node:assert/strict';

import { isPhone, journey, look, login, press } from './harness.mjs';
import * as s from './selectors.mjs';

// A month for each size: both run against one world, and a form is reported once.
const months = { phone: '2026-07', desktop: '2026-06' };

journey('the street reports its month, the county hands it back, and the street reports again', async (page) => {
  const month = isPhone(page) ? months.phone : months.desktop;
  const form = `${s.FORM_OF_STREET}?month=${month}`;
  await login(page, s.PEOPLE.street);
  await s.waitingForm(page).waitFor();
  await look(page, 'form-1-desk');
  await press(page, s.waitingForm(page));
  await look(page, 'form-2-due');
  assert.ok((await s.figuresOfForm(page).count()) > 50, 'the form is filled');

  // The month of this size has been reported by the demo; the county asks for another look.
  await login(page, s.PEOPLE.county);
  await page.goto(form);
  await look(page, 'form-3-reported');
  await s.reason(page).fill('请核实走访户次');
  await press(page, s.handBack(page));
  await s.text(page, '已退回').first().waitFor();

  await login(page, s.PEOPLE.street);
  await press(page, s.returnedForm(page, month));
  await s.reason(page).fill('已核实，没有漏记');
  await look(page, 'form-4-returned');
  await press(page, s.report(page));
  await s.text(page, '已上报').first().waitFor();
  await look(page, 'form-5-again');

  await login(page, s.PEOPLE.county);
  await page.goto(`${s.FORM_OF_COUNTY}?month=${month}`);
  await look(page, 'form-6-collected');
  const sum = s.figuresOfForm(page).first();
  await press(page, sum);
  await look(page, 'form-7-cell');
});
