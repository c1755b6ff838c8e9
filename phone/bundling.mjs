// What every folder of browser code does with its sources: build them into the assets that the program embeds, with the licences
// of what is built in; with --check aside, and compare: what is in the repository is what the sources give.

import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Common settings of esbuild. */
export const common = (here) => ({
  absWorkingDir: here,
  bundle: true,
  minify: true,
  format: 'esm',
  // What the browsers of phones since 2020 can do, WeChat's among them.
  target: 'es2020',
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'warning',
});

/** The licences of what is built in. */
const licences = async (here, out) => {
  const { packages } = JSON.parse(await readFile(join(here, 'package-lock.json'), 'utf8'));
  const names = Object.keys(packages).filter((name) => name && !packages[name].dev);
  const texts = await Promise.all(
    names.map(async (name) => {
      const file = (await readdir(join(here, name))).find((one) => /^licen[cs]e/i.test(one));
      const text = file ? (await readFile(join(here, name, file), 'utf8')).replaceAll('\r\n', '\n').trim() : packages[name].license;
      return `${name.replace(/^.*node_modules\//, '')} ${packages[name].version}\n\n${text}\n`;
    }),
  );
  await writeFile(join(out, 'LICENSES'), texts.join('\n---\n\n'));
};

/**
 * Builds the programs of the folder `here` into `crates/web/assets/NAME`. `programs(out)` writes them there; `single` are the
 * files beside the folder `app`.
 */
export async function bundled({ name, here, programs, single = [] }) {
  const assets = join(here, '..', 'crates', 'web', 'assets', name);
  const check = process.argv.includes('--check');
  const out = check ? await mkdtemp(join(tmpdir(), `niangjia-${name}-`)) : assets;
  const listing = async (folder) => ['LICENSES', ...single, ...(await readdir(join(folder, 'app'))).sort().map((file) => `app/${file}`)];
  try {
    if (!check) await rm(join(out, 'app'), { recursive: true, force: true });
    await programs(out);
    await licences(here, out);
    if (!check) return;
    const [built, known] = [await listing(out), await listing(assets)];
    const differs = [...new Set([...built, ...known])].filter((file) => !built.includes(file) || !known.includes(file));
    for (const file of built.filter((one) => known.includes(one))) {
      if (!(await readFile(join(out, file))).equals(await readFile(join(assets, file)))) differs.push(file);
    }
    if (differs.length > 0) {
      console.error(`crates/web/assets/${name} is not what ${name}/src builds to: ${differs.join(', ')}. Run: (cd ${name} && npm ci && npm run build)`);
      process.exitCode = 1;
    } else {
      console.log(`crates/web/assets/${name} is what ${name}/src builds to (${built.length} files)`);
    }
  } finally {
    if (check) await rm(out, { recursive: true, force: true });
  }
}
