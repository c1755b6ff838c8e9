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

// What its address names by its content.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && addresses.has(url.pathname + url.search),
  async ({ request, url }) => (await matchPrecache(url.pathname + url.search)) ?? fetch(request),
);

self.addEventListener('sync', (event) => {
  if (event.tag === 'send') event.waitUntil(sendAll().then(({ reached }) => reached || Promise.reject(new Error('not reached'))));
});
