// What every browser journey needs: the demo world, a fresh browser at phone and desktop size, and the checks that
// hold on every page. Nothing in here knows a word of the product; those are in selectors.mjs.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import axeCore from 'axe-core';
import { chromium } from 'playwright-core';

import * as selectors from './selectors.mjs';
import { artefacts, startServer } from './server.mjs';

export { TODAY } from './server.mjs';

export const SIZES = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  desktop: { viewport: { width: 1280, height: 900 } },
};

// ---------------------------------------------------------------- the server

// run.mjs starts one server for all files. A file run by itself starts its own.
let server;
export const origin = () => server.origin;

before(async () => {
  server = process.env.NIANGJIA_ORIGIN ? { origin: process.env.NIANGJIA_ORIGIN, stop() {} } : await startServer();
});
after(async () => {
  await server?.stop();
});

// ---------------------------------------------------------------- the browser

/** What was seen of a page: its size by name, and what must not have happened. */
const seen = new WeakMap();

/**
 * Opens Chromium and notes what must not happen. With a fresh profile, or with `profile`, which is then kept; at the server,
 * or `at` another address of it.
 */
export async function openBrowser(sizeName, { profile: kept, at = origin() } = {}) {
  const profile = kept ?? (await mkdtemp(join(tmpdir(), 'niangjia-browser-')));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Not one byte from elsewhere, whatever a page asks for.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
    ...SIZES[sizeName],
    baseURL: at,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(10_000);
  const record = { size: sizeName, problems: [], expected: [], pending: new Set() };
  const own = new URL(at).host;
  const foreign = (url) => /^(https?|wss?):/.test(url) && new URL(url).host !== own;

  context.on('request', (request) => {
    if (foreign(request.url())) record.problems.push(`asked a foreign origin: ${request.url()}`);
    if (request.resourceType() !== 'eventsource') record.pending.add(request);
  });
  context.on('requestfinished', (request) => record.pending.delete(request));
  context.on('requestfailed', (request) => record.pending.delete(request));
  context.on('response', (response) => {
    if (response.status() >= 500) record.problems.push(`${response.status()} from ${response.url()}`);
  });
  context.on('console', (message) => {
    if (message.type() === 'error') record.problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => record.problems.push(`script error: ${error.error().message}`));
  const watch = (page) => seen.set(page, record);
  context.pages().forEach(watch);
  context.on('page', watch);

  const page = context.pages()[0] ?? (await context.newPage());
  return {
    context,
    page,
    profile,
    async close() {
      await context.close();
      if (!kept) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
    problems: () => record.problems.filter((problem) => !record.expected.some((pattern) => pattern.test(problem))),
  };
}

/** A test that runs once at each size, each time in a fresh browser. */
export function journey(title, body) {
  for (const size of Object.keys(SIZES)) {
    test(`${title} (${size})`, { timeout: 180_000 }, async () => {
      const browser = await openBrowser(size);
      try {
        await body(browser.page, size);
        assert.deepEqual(browser.problems(), [], 'what must not happen on any page');
      } catch (error) {
        await shot(browser.page, 'failed').catch(() => {});
        const problems = browser.problems();
        if (problems.length) error.message += `\nalso seen: ${problems.join('\n')}`;
        throw error;
      } finally {
        await browser.close();
      }
    });
  }
}

export const isPhone = (page) => seen.get(page).size === 'phone';

/** A problem this journey provokes: a form that is refused, for instance. */
export function expectProblem(page, ...patterns) {
  seen.get(page).expected.push(...patterns);
}

/** Signs in as one of the demo people (PEOPLE in selectors.mjs), whoever was signed in before. */
export async function login(page, person) {
  await page.context().clearCookies();
  await page.goto(selectors.LOGIN_PATH);
  const button = selectors.demoPerson(page, person);
  assert.ok((await button.count()) > 0, `the demo login page lists ${person.place} under ${person.role}`);
  await press(page, button.first());
  await page.waitForURL((url) => !url.pathname.startsWith(selectors.LOGIN_PATH));
}

/** One tap with a finger, or one click with a mouse. What it sets going, a page or a part of one, is waited for. */
export async function press(page, locator) {
  let asked;
  const note = (request) => (asked ??= request);
  page.on('request', note);
  const navigated = page.waitForEvent('framenavigated').catch(() => undefined);
  await (isPhone(page) ? locator.tap() : locator.click());
  for (let waited = 0; !asked && waited < 300; waited += 20) await page.waitForTimeout(20);
  page.off('request', note);
  if (!asked) return;
  await (asked.isNavigationRequest() ? navigated : asked.response());
  await settled(page);
}

/** Counts what a hand does. Words typed or spoken are not counted, the tap into the field is. */
export class Hand {
  taps = 0;

  constructor(page) {
    this.page = page;
  }

  async tap(locator) {
    this.taps += 1;
    await press(this.page, locator);
  }

  async type(locator, words) {
    await this.tap(locator);
    await locator.fill(words);
  }

  /** Opening the list and choosing from it. */
  async choose(locator, option) {
    this.taps += 2;
    await locator.selectOption(option);
  }
}

// ---------------------------------------------------------------- what holds on every page

/** Looks at a page: nothing runs over its edge, nothing bars anybody, and a screenshot for our own eyes. */
export async function look(page, name) {
  await settled(page);
  await shot(page, name);
  await noSidewaysScroll(page);
  await axe(page);
  if (isPhone(page)) await largeTargets(page);
}

/** Nothing is on its way any more, and what came is painted. */
export async function settled(page) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await page.waitForLoadState('load');
      const { pending } = seen.get(page);
      for (let quiet = 0, waited = 0; quiet < 60 && waited < 10_000; waited += 20) {
        quiet = pending.size === 0 ? quiet + 20 : 0;
        await page.waitForTimeout(20);
      }
      await page.evaluate(async () => {
        await document.fonts.ready;
        for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
      });
      return;
    } catch (error) {
      // The page went on to another while we looked.
      if (attempt === 3 || !/context was destroyed|navigat/i.test(error.message)) throw error;
    }
  }
}

/** Full-page screenshot into browser/artefacts/. */
export async function shot(page, name) {
  await page.screenshot({ path: join(artefacts, `${name}-${seen.get(page).size}.png`), fullPage: true });
}

export async function noSidewaysScroll(page) {
  const { width } = page.viewportSize();
  const wide = await page.evaluate((limit) => {
    const root = document.documentElement;
    if (Math.max(root.scrollWidth, document.body.scrollWidth) <= limit) return [];
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > limit + 1)
      .slice(0, 5)
      .map((element) => element.cloneNode(false).outerHTML)
      .concat(`the page is ${root.scrollWidth} px wide`);
  }, width);
  assert.deepEqual(wide, [], `${page.url()} scrolls sideways at ${width} px`);
}

/** No violation of WCAG 2.2 A and AA. */
export async function axe(page) {
  // Evaluated, not added as a script: the page's own strict CSP stays in force.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeCore.source);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, {
      runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
      resultTypes: ['violations'],
    }),
  );
  const readable = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `  ${node.target.join(' ')}  ${node.html.slice(0, 160)}`).join('\n')}`,
  );
  assert.deepEqual(readable, [], `axe-core at ${page.url()}`);
}

/** Whatever a finger must hit is at least 44 px high and wide; links within a line of text are not counted. */
export async function largeTargets(page, least = 44) {
  const small = await page.evaluate((limit) => {
    const targets = 'button, [role=button], summary, select, textarea, input:not([type=hidden]), nav a, a.btn, a.card, a.list-group-item';
    return [...document.querySelectorAll(targets)]
      .map((element) => (element.matches('input[type=radio], input[type=checkbox]') ? (element.labels?.[0] ?? element) : element))
      .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      // Out of sight until it has the focus, like a skip link.
      .filter(({ box }) => box.width > 1 && box.height > 1 && box.bottom > 0 && box.right > 0)
      .filter(({ box }) => box.width < limit - 0.5 || box.height < limit - 0.5)
      .map(({ element, box }) => `${Math.round(box.width)}x${Math.round(box.height)} ${element.cloneNode(false).outerHTML.slice(0, 160)} ${element.textContent.trim().slice(0, 20)}`);
  }, least);
  assert.deepEqual(small, [], `targets under ${least} px at ${page.url()}`);
}

/**
 * Bytes over the wire (headers and compressed bodies) for `path` with an empty cache.
 * Returns the sum and, largest first, what it is made of.
 */
export async function firstLoadBytes(page, path) {
  const cdp = await page.context().newCDPSession(page);
  const urls = new Map();
  const parts = [];
  await cdp.send('Network.enable');
  await cdp.send('Network.clearBrowserCache');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  cdp.on('Network.requestWillBeSent', ({ requestId, request, redirectResponse }) => {
    if (redirectResponse) parts.push({ url: redirectResponse.url, bytes: redirectResponse.encodedDataLength });
    urls.set(requestId, request.url);
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    parts.push({ url: urls.get(requestId), bytes: encodedDataLength });
  });
  await page.goto(path);
  await settled(page);
  await cdp.detach();
  parts.sort((a, b) => b.bytes - a.bytes);
  return { bytes: parts.reduce((sum, part) => sum + part.bytes, 0), parts };
}

/** 150 kB compressed on a phone (experience.md). */
export async function assertLightFirstLoad(page, path, limit = 150_000) {
  const { bytes, parts } = await firstLoadBytes(page, path);
  assert.ok(parts.length > 0, `${path} loaded nothing`);
  assert.ok(bytes <= limit, `the first load of ${path} takes ${bytes} bytes:\n${parts.map((part) => `  ${part.bytes} ${part.url}`).join('\n')}`);
}
