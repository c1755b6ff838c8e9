// 网格地图: looked at closely. The drawing of the server stays for paper and for browsers without scripts.

import L from './leaflet.js';
import { label, open, showAll } from './base.js';

const box = document.getElementById('map');
const { map, boundary, areas } = open(box);
box.hidden = false;
document.documentElement.classList.add('has-map');
map.invalidateSize();

const layers = areas.map((area) => L.geoJSON(area.shape, { className: area.members > 0 ? 'nj-area' : 'nj-area nj-area--nobody' }));
// What is drawn before the map knows where it looks has no element yet.
showAll(map, [boundary, ...layers]);

areas.forEach((area, place) => {
  const layer = layers[place].addTo(map);
  const words = document.createElement('span');
  words.append(Object.assign(document.createElement('strong'), { textContent: area.name }), document.createElement('br'), Object.assign(document.createElement('span'), { textContent: area.label }));
  label(layer, words);
  layer.on('click', () => location.assign(area.href));
  layer.eachLayer((part) => {
    const element = part.getElement();
    element.setAttribute('tabindex', '0');
    element.setAttribute('role', 'link');
    element.setAttribute('aria-label', `${area.name}，${area.label}`);
    element.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') location.assign(area.href);
    });
  });
});

/** Where an area has no room for the second line, its name alone stands there. */
const fit = () => {
  for (const layer of layers) {
    const bounds = layer.getBounds();
    const room = map.latLngToLayerPoint(bounds.getSouthEast()).x - map.latLngToLayerPoint(bounds.getNorthWest()).x;
    const words = layer.getTooltip().getElement();
    words.classList.remove('is-short');
    words.classList.toggle('is-short', words.offsetWidth > room);
  }
};
map.on('zoomend', fit);
fit();
