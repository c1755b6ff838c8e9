// The service worker: keeps the one page that works without network, and nothing about anybody.

import { cleanupOutdatedCaches, matchPrecache, precache } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

import { tellSignOut } from './kit.js';
import { sendAll } from './queue.js';

const kept = self.__NIANGJIA_KEPT;
const addresses = new Set(kept.map(({ url }) => url));

precache(kept);
cleanupOutdatedCaches();
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// The page itself, at once. Every other page comes from the server, and where that cannot be reached, this one does.
registerRoute(
  new NavigationRoute(async ({ request, url }) => {
    if (url.pathname === '/offline') return (await matchPrecache('/offline')) ?? fetch(request);
    try {
      // Signed out without network: before anything is shown, the server is told.
      await tellSignOut();
      return await fetch(request);
    } catch (error) {
      const page = await matchPrecache('/offline');
      if (page) return page;
      throw error;
    }
  }),
);

// A visit typed on an ordinary page while the network went: its words are kept as a draft (page.js), and this page has them.
const VISIT = /^\/households\/([^/]+)\/visits$/;
registerRoute(
  ({ request, url, sameOrigin }) => sameOrigin && request.mode === 'navigate' && VISIT.test(url.pathname),
  async ({ request, url }) => {
    try {
      return await fetch(request);
    } catch {
      return Response.redirect(`/offline#/visit/${url.pathname.match(VISIT)[1]}`, 303);
    }
  },
  'POST',
);

// What its address names by its content.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && addresses.has(url.pathname + url.search),
  async ({ request, url }) => (await matchPrecache(url.pathname + url.search)) ?? fetch(request),
);

async function send() {
  const { went, reached } = await sendAll();
  if (went > 0) for (const page of await self.clients.matchAll()) page.postMessage('sent');
  // The browser tries again later.
  if (!reached) throw new Error('the server cannot be reached');
}

self.addEventListener('sync', (event) => {
  if (event.tag === 'send') event.waitUntil(send());
});
