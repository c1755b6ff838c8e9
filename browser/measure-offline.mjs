// How long the page for no network takes on a slow phone: CPU four times slower, 400 kbit/s, 100 ms away. Prints, and fails
// only by its bars: node browser/run.mjs browser/measure-offline.mjs

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { login, openBrowser, origin } from './harness.mjs';
import { startNetwork } from './network.mjs';
import * as s from './selectors.mjs';

const FIRST_BYTES = 150_000;
const FIRST_MS = 5_000;
const LATER_MS = 1_000;

test('the page for no network on a slow phone', { timeout: 120_000 }, async () => {
  const network = await startNetwork(origin());
  const browser = await openBrowser('phone', { at: network.origin });
  try {
    const { page, context } = browser;
    // Signed in without a worker and without anything kept: the first load is the first.
    await login(page, s.PEOPLE.member);
    await page.goto('about:blank');
    const cdp = await context.newCDPSession(page);
    await cdp.send('Storage.clearDataForOrigin', { origin: network.origin, storageTypes: 'indexeddb,service_workers,cache_storage' });
    await cdp.send('Network.enable');
    await cdp.send('Network.clearBrowserCache');
    network.slow(400_000, 100);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    let before = network.bytes();
    const first = await shown(page);
    const bytes = network.bytes() - before;
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    before = network.bytes();
    const later = [];
    for (let turn = 0; turn < 5; turn += 1) later.push(await shown(page));
    network.cut();
    const without = [];
    for (let turn = 0; turn < 5; turn += 1) without.push(await shown(page));
    const middle = (times) => [...times].sort((a, b) => a - b)[2];
    console.log(`first load: ${bytes} bytes, families shown after ${first} ms`);
    console.log(`later loads: ${middle(later)} ms (${later.join(', ')}); without network ${middle(without)} ms (${without.join(', ')})`);
    assert.ok(bytes <= FIRST_BYTES, `${bytes} bytes`);
    assert.ok(first <= FIRST_MS, `${first} ms`);
    assert.ok(middle(later) <= LATER_MS && middle(without) <= LATER_MS, `${later} ${without}`);
  } finally {
    await browser.close();
    await network.stop();
  }
});

/** Milliseconds from the tap to the families. */
async function shown(page) {
  const started = Date.now();
  await page.goto(s.OFFLINE_PATH, { waitUntil: 'commit' });
  await s.offlineFamilies(page).first().waitFor();
  return Date.now() - started;
}
