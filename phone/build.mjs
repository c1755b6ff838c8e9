// Builds what runs on the phone into crates/web/assets/phone, where the program embeds it. With --check it builds aside and
// compares: what is in the repository is what the sources give.

import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const assets = join(here, '..', 'crates', 'web', 'assets', 'phone');
const check = process.argv.includes('--check');
const out = check ? await mkdtemp(join(tmpdir(), 'niangjia-phone-')) : assets;

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  format: 'esm',
  // What the browsers of phones since 2020 can do, WeChat's among them.
  target: 'es2020',
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'warning',
};
const programs = async () => {
  if (!check) await rm(join(out, 'app'), { recursive: true, force: true });
  await build({ ...common, entryPoints: ['src/offline.js', 'src/page.js'], outdir: join(out, 'app'), splitting: true, chunkNames: 'part-[hash]' });
  const define = { 'process.env.NODE_ENV': '"production"' };
  await build({ ...common, format: 'iife', entryPoints: ['src/worker.js'], outfile: join(out, 'worker.js'), define });
};

/** The licences of what is built in. */
const licences = async () => {
  const { packages } = JSON.parse(await readFile(join(here, 'package-lock.json'), 'utf8'));
  const names = Object.keys(packages).filter((name) => name && !packages[name].dev);
  const texts = await Promise.all(
    names.map(async (name) => {
      const file = (await readdir(join(here, name))).find((one) => /^licen[cs]e/i.test(one));
      return `${name.replace(/^.*node_modules\//, '')} ${packages[name].version}\n\n${(await readFile(join(here, name, file), 'utf8')).trim()}\n`;
    }),
  );
  await writeFile(join(out, 'LICENSES'), texts.join('\n---\n\n'));
};

const listing = async (folder) => ['LICENSES', 'worker.js', ...(await readdir(join(folder, 'app'))).sort().map((name) => `app/${name}`)];

try {
  await programs();
  await licences();
  if (check) {
    const [built, known] = [await listing(out), await listing(assets)];
    const differs = [...new Set([...built, ...known])].filter((name) => !built.includes(name) || !known.includes(name));
    for (const name of built.filter((one) => known.includes(one))) {
      if (!(await readFile(join(out, name))).equals(await readFile(join(assets, name)))) differs.push(name);
    }
    if (differs.length > 0) {
      console.error(`crates/web/assets/phone is not what phone/src builds to: ${differs.join(', ')}. Run: (cd phone && npm ci && npm run build)`);
      process.exitCode = 1;
    } else {
      console.log(`crates/web/assets/phone is what phone/src builds to (${built.length} files)`);
    }
  }
} finally {
  if (check) await rm(out, { recursive: true, force: true });
}
