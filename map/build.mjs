// Builds the map into crates/web/assets/map, where the program embeds it; see ../phone/bundling.mjs.

import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { bundled, common } from '../phone/bundling.mjs';

const here = dirname(fileURLToPath(import.meta.url));

const programs = async (out) => {
  await mkdir(out, { recursive: true });
  await build({
    ...common(here),
    entryPoints: ['src/view.js', 'src/draw.js'],
    outdir: join(out, 'app'),
    splitting: true,
    chunkNames: 'part-[hash]',
    // The few icons of Leaflet and its drawing tools lie in the styles: nothing is asked for by a path of theirs.
    loader: { '.png': 'dataurl', '.svg': 'dataurl' },
  });
};

await bundled({ name: 'map', here, programs });
