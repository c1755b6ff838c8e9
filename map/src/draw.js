// Drawing a grid: what is drawn becomes the text that is sent, and what is pasted or read from a file is shown. The text is the truth.

import L from './leaflet.js';
import '@geoman-io/leaflet-geoman-free';
import '@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.css';

import { label, open, showAll } from './base.js';

/** What the form takes, in characters; the server has the last word. */
const LONGEST = 200_000;

const box = document.getElementById('map');
const target = document.getElementById('target');
const text = document.getElementById('shape');
const file = document.getElementById('file');
const said = document.getElementById('file-said');

box.hidden = false;
const { map, boundary, areas, around } = open(box);
map.pm.setLang('zh');
map.pm.setGlobalOptions({ snappable: true, snapDistance: 15, allowSelfIntersection: false });
map.pm.setPathOptions({ className: 'nj-area nj-area--drawn' });
map.pm.addControls({
  position: 'topleft',
  drawMarker: false,
  drawCircleMarker: false,
  drawPolyline: false,
  drawRectangle: true,
  drawPolygon: true,
  drawCircle: false,
  drawText: false,
  cutPolygon: false,
  rotateMode: false,
});

// The tools say what they are on hovering only; who does not see them hears it.
for (const button of box.querySelectorAll('.leaflet-buttons-control-button')) {
  button.setAttribute('aria-label', button.closest('[title]')?.title ?? '');
}

const neighbours = L.geoJSON(around, { interactive: false, className: 'nj-area__neighbour' }).addTo(map);
const others = L.featureGroup().addTo(map);
const drawn = L.featureGroup().addTo(map);

/** Every polygon of a GeoJSON, whatever it is wrapped in. */
const polygons = (shape) => {
  if (Array.isArray(shape?.features)) return shape.features.flatMap(polygons);
  if (shape?.geometry) return polygons(shape.geometry);
  if (Array.isArray(shape?.geometries)) return shape.geometries.flatMap(polygons);
  if (shape?.type === 'Polygon') return [shape.coordinates];
  return shape?.type === 'MultiPolygon' ? shape.coordinates : [];
};

const rounded = (value) => (Array.isArray(value) ? value.map(rounded) : Math.round(value * 1e6) / 1e6);

/** The text says what is drawn. */
const write = () => {
  const parts = drawn.getLayers().flatMap((layer) => polygons(layer.toGeoJSON()));
  if (parts.length === 0) text.value = '';
  else if (parts.length === 1) text.value = JSON.stringify({ type: 'Polygon', coordinates: rounded(parts[0]) });
  else text.value = JSON.stringify({ type: 'MultiPolygon', coordinates: rounded(parts) });
};

const watch = (layer) => {
  drawn.addLayer(layer);
  layer.on('pm:edit pm:dragend pm:rotateend', write);
};

/** Shows what the text says, as far as it can be drawn. */
const read = () => {
  drawn.clearLayers();
  try {
    for (const coordinates of polygons(JSON.parse(text.value))) {
      watch(L.polygon(L.GeoJSON.coordsToLatLngs(coordinates, 1), { className: 'nj-area nj-area--drawn' }));
    }
  } catch {
    // What it is, the server says in a sentence.
  }
};

const chosen = () => areas.find((area) => area.id === target.value);

/** The others are in sight while one is drawn; hers begins with what is kept of it, unless something was typed. */
let kept = '';
const choose = () => {
  others.clearLayers();
  for (const area of areas.filter((one) => one.shape && one.id !== target.value)) {
    const layer = L.geoJSON(area.shape, { interactive: false, pmIgnore: true, className: 'nj-area__other' });
    label(layer, area.name);
    others.addLayer(layer);
  }
  if (text.value === kept) {
    const shape = chosen()?.shape;
    kept = shape ? JSON.stringify(shape) : '';
    text.value = kept;
  }
  read();
};

map.on('pm:create', ({ layer }) => {
  watch(layer);
  write();
});
map.on('pm:remove', ({ layer }) => {
  drawn.removeLayer(layer);
  write();
});
target.addEventListener('change', choose);
text.addEventListener('input', () => {
  read();
  if (drawn.getLayers().length > 0) showAll(map, [drawn]);
});
file.addEventListener('change', async () => {
  const [one] = file.files;
  if (!one) return;
  if (one.size > LONGEST) {
    said.textContent = `文件有 ${Math.round(one.size / 1000)} KB，太大了：最多 ${LONGEST / 1000} KB。请只导出本社区的网格，坐标保留六位小数。`;
    return;
  }
  said.textContent = `已读入 ${one.name}，看一看图上对不对，再保存。`;
  text.value = await one.text();
  text.dispatchEvent(new Event('input'));
});

const pointer = document.getElementById('pointer');
map.on('mousemove', ({ latlng }) => {
  pointer.textContent = `经度 ${latlng.lng.toFixed(6)}，纬度 ${latlng.lat.toFixed(6)}`;
});

choose();
const seen = [boundary, ...(drawn.getLayers().length > 0 ? [drawn] : []), ...(others.getLayers().length > 0 ? [others] : [])];
showAll(map, seen.some(Boolean) ? seen : neighbours.getLayers().length > 0 ? [neighbours] : []);
