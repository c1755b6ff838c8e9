// What the journeys without network share: browsers with profiles that outlive them, behind a network that can go.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { SIZES, expectProblem, login, openBrowser, origin, shot } from './harness.mjs';
import { startNetwork } from './network.mjs';
import * as s from './selectors.mjs';

/** What a browser says when there is no network; the page says it in our words. */
const NO_NETWORK = [/ERR_(CONNECTION|EMPTY|FAILED|INTERNET|NETWORK|SOCKET)/, /status of 40[13]/];

/** A journey with a network that can go, in browsers with profiles that outlive them. */
export function journey(title, body) {
  for (const size of Object.keys(SIZES)) {
    test(`${title} (${size})`, { timeout: 240_000 }, async () => {
      const network = await startNetwork(origin());
      const [browsers, profiles] = [[], []];
      const open = async (profile) => {
        const kept = profile ?? (await mkdtemp(join(tmpdir(), 'niangjia-phone-')));
        if (!profile) profiles.push(kept);
        const browser = await openBrowser(size, { profile: kept, at: network.origin });
        expectProblem(browser.page, ...NO_NETWORK);
        browsers.push(browser);
        return browser;
      };
      try {
        await body({ open, network, size });
        for (const browser of browsers) assert.deepEqual(browser.problems(), [], 'what must not happen on any page');
      } catch (error) {
        for (const [at, { page }] of browsers.entries()) await shot(page, `offline-failed-${at}`).catch(() => {});
        throw error;
      } finally {
        for (const browser of browsers) await browser.close().catch(() => {});
        for (const profile of profiles) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
        await network.stop();
      }
    });
  }
}

/** The page has drawn itself. */
export async function drawn(page) {
  await page.locator('body[data-ready]').waitFor();
}

/** Signs in and lets the phone take the families along. */
export async function takeAlong(page, person = s.PEOPLE.member) {
  await login(page, person);
  await page.goto(s.OFFLINE_PATH);
  await s.offlineFamilies(page).first().waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

/** Writes a visit down on the page that works without network. */
export async function write(page, { which = 0, line, photo }) {
  await s.recordOffline(page, which).click();
  await s.solvedButton(page).waitFor();
  await s.visitKind(page).click();
  await s.visitLine(page).fill(line);
  if (photo) {
    await s.foldOfPhoto(page).click();
    await s.photoField(page).setInputFiles({ name: '看望.png', mimeType: 'image/png', buffer: photo });
    await s.photoAdded(page).waitFor();
  }
  await s.solvedButton(page).click();
  await s.solvedButton(page).waitFor({ state: 'hidden' });
}

/** Taps the button that sends, unless the page has sent by itself meanwhile. */
export async function send(page) {
  await s.sendNow(page).click({ timeout: 2_000 }).catch(() => {});
}

export const familyName = (page, which = 0) => s.offlineFamilies(page).nth(which).getByRole('heading').innerText();

/** Everything that can be read of the phone's store without a key: texts of all records. */
export const readable = (page) =>
  page.evaluate(async () => {
    const open = indexedDB.open('niangjia-phone');
    const db = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)));
    const found = [];
    for (const name of db.objectStoreNames) {
      const asked = db.transaction(name).objectStore(name).getAll();
      const rows = await new Promise((resolve) => (asked.onsuccess = () => resolve(asked.result)));
      for (const row of rows) {
        for (const [key, value] of Object.entries(row)) {
          const bytes = value instanceof Uint8Array ? value : value instanceof ArrayBuffer ? new Uint8Array(value) : undefined;
          found.push(`${name}.${key}: ${bytes ? new TextDecoder('utf-8', { fatal: false }).decode(bytes) : JSON.stringify(value)}`);
        }
      }
    }
    db.close();
    return found;
  });

/** A photo of 2,000 × 1,500 pixels, drawn in the browser. */
export async function picture(page) {
  const data = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 2000, height: 1500 });
    const pen = canvas.getContext('2d');
    for (let at = 0; at < 400; at += 1) {
      pen.fillStyle = `hsl(${at * 37} 60% ${30 + (at % 50)}%)`;
      pen.fillRect((at * 97) % 2000, (at * 61) % 1500, 180, 140);
    }
    return canvas.toDataURL('image/png').split(',')[1];
  });
  return Buffer.from(data, 'base64');
}
