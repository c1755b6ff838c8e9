// Leaflet under the name by which its drawing tools look for it.

import L from 'leaflet';

import 'leaflet/dist/leaflet.css';

window.L = L;

export default L;
