// The map both pages begin with: the areas that there are, tiles below them where the office has configured some.

import L from './leaflet.js';

/** Where somebody begins who has nothing yet: the whole country. */
const CHINA = [
  [18, 73],
  [54, 135],
];

const read = (box) => ({
  areas: JSON.parse(box.dataset.areas),
  boundary: box.dataset.boundary ? JSON.parse(box.dataset.boundary) : undefined,
  around: JSON.parse(box.dataset.around ?? '[]'),
  tiles: box.dataset.tiles,
  attribution: box.dataset.attribution,
});

/** Opens the map in `box`; the words of its controls are Chinese. */
export function open(box) {
  const said = read(box);
  const map = L.map(box, { zoomSnap: 0.25, attributionControl: Boolean(said.tiles), zoomControl: false, minZoom: 3, maxZoom: 19 });
  L.control.zoom({ zoomInTitle: '放大', zoomOutTitle: '缩小' }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  if (said.tiles) {
    map.attributionControl.setPrefix(false);
    L.tileLayer(said.tiles, { attribution: said.attribution, maxZoom: 19 }).addTo(map);
  }
  const boundary = said.boundary && L.geoJSON(said.boundary, { interactive: false, className: 'nj-area__boundary' }).addTo(map);
  return { map, boundary, ...said };
}

/** Shows all of these layers, or the country where there is none. */
export function showAll(map, layers) {
  const bounds = L.latLngBounds([]);
  for (const layer of layers.filter(Boolean)) bounds.extend(layer.getBounds());
  map.fitBounds(bounds.isValid() ? bounds.pad(0.06) : CHINA, { animate: false });
}

/** Puts a name on an area. */
export function label(layer, words) {
  layer.bindTooltip(words, { permanent: true, direction: 'center', className: 'nj-area__label' });
}
