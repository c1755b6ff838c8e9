// Builds what runs on the phone into crates/web/assets/phone, where the program embeds it; see bundling.mjs.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { bundled, common } from './bundling.mjs';

const here = dirname(fileURLToPath(import.meta.url));

const programs = async (out) => {
  await build({ ...common(here), entryPoints: ['src/offline.js', 'src/page.js'], outdir: join(out, 'app'), splitting: true, chunkNames: 'part-[hash]' });
  const define = { 'process.env.NODE_ENV': '"production"' };
  await build({ ...common(here), format: 'iife', entryPoints: ['src/worker.js'], outfile: join(out, 'worker.js'), define });
};

await bundled({ name: 'phone', here, programs, single: ['worker.js'] });
