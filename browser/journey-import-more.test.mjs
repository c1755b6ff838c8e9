// Families that are in the register already: their people, needs, links and earlier visits come by Excel; duplicates are
// decided side by side; a whole import is taken back, or says why not; a list leaves with its phones for a reason.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { expectProblem, isPhone, journey, login, look, press, settled } from './harness.mjs';
import * as s from './selectors.mjs';
import { firstSheet, workbook } from './workbook.mjs';

const HOME = '/orgs/341881003004';
/** Both sizes happen in one world: each has a family of its own. */
const FAMILY = { phone: { name: '南宫秀英', number: 901, day: '2024-03-05' }, desktop: { name: '公孙秀英', number: 902, day: '2024-03-06' } };

/** Chooses a file and sends it. */
async function upload(page, name, bytes) {
  await s.fileField(page).setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });
  await press(page, s.uploadButton(page));
  await settled(page);
}

/** Brings a file in as it is understood: the page at the end. */
async function bring(page, of, rows) {
  await page.goto(`${HOME}/${of}/import`);
  await upload(page, `${of}.xlsx`, workbook([{ name: '表', rows }]));
  await press(page, s.tryButton(page));
  await s.text(page, /试算完成/).first().waitFor();
  const go = page.getByRole('button', { name: /^(导入这 \d+ 行|继续，逐对确认)/ });
  if ((await go.count()) > 0) {
    await press(page, go);
    await s.text(page, /已完成/).first().waitFor();
  }
}

const undoFold = (page) => page.getByText('导错了？整体撤回这次导入');
const undoButton = (page) => page.getByRole('button', { name: '撤回这次导入' });

journey('people, needs, links and earlier visits come by Excel, and a wrong row is mended', async (page, size) => {
  const { name, number, day } = FAMILY[size];
  await login(page, s.PEOPLE.chair);
  await page.goto(`${HOME}/visits`);
  await press(page, page.getByRole('main').getByRole('link', { name: '导入往年走访' }));
  await s.heading(page, '导入往年走访').waitFor();
  await look(page, 'import-more-1-upload');

  await bring(page, 'households', [['编号', '户主', '小组', '在册时间'], [number, name, '巫山组', '2022-01-01']]);
  await s.text(page, /新增 1 行/).waitFor();
  await bring(page, 'residents', [['编号', '姓名', '与户主关系', '性别', '出生年月'], [number, '程小雨', '孙女', '女', '2015.3']]);
  await s.text(page, /新增 1 行/).waitFor();
  await bring(page, 'needs', [['编号', '需求', '开始日期', '来源'], [number, '低保', '2022-01-01', '民政低保名单']]);
  await s.text(page, /新增 1 行/).waitFor();
  await bring(page, 'links', [['编号', '联系执委', '开始日期', '结束日期'], [number, '汪海燕', '2023-01-01', '2024-12-31']]);
  await s.text(page, /新增 1 行/).waitFor();

  const visits = (on) => [['编号', '走访日期', '走访人', '走访内容'], [number, day, '汪海燕', '送了过冬的衣服'], [number, on, '汪海燕', '陪她去办了证']];
  await bring(page, 'visits', visits('2025-02-30'));
  await s.text(page, /新增 1 行；1 行有问题/).waitFor();
  await s.text(page, /走访日期：/).waitFor();
  await look(page, 'import-more-2-wrong');
  const file = page.waitForEvent('download');
  await page.getByRole('link', { name: /^下载有问题的行/ }).click();
  const wrong = firstSheet(await readFile(await (await file).path())).find((row) => row.includes('陪她去办了证'));
  assert.match(wrong.at(-1), /走访日期：/);
  await bring(page, 'visits', visits('2024-05-08'));
  await s.text(page, /新增 1 行；1 行已经登记过/).waitFor();
  await page.goto(`${HOME}/visits?month=2024-05`);
  await s.text(page, /陪她去办了证/).first().waitFor();
});

journey('what may be known already is decided side by side', async (page, size) => {
  const { name, number } = FAMILY[size];
  await login(page, s.PEOPLE.chair);
  await bring(page, 'households', [
    ['编号', '户主', '小组', '住址'],
    [number + 50, name, '巫山组', '巫山组 9 号'],
    [number + 60, name, '巫山组', '别处'],
  ]);
  await s.text(page, /2 行可能和已登记的是同一个/).waitFor();
  await look(page, 'import-more-3-asks');
  await page.getByRole('link', { name: /^逐对确认/ }).click();
  await s.heading(page, '逐对确认').waitFor();
  await s.text(page, '不同').first().waitFor();
  await look(page, 'import-more-4-pairs');
  const same = page.getByRole('button', { name: '同一户', exact: true }).first();
  await press(page, same);
  await s.text(page, /还有 1 行等您看/).waitFor();
  await press(page, page.getByRole('button', { name: '稍后再看' }).first());
  await page.goto('/');
  await s.text(page, /有 1 行等您确认是不是同一个/).first().waitFor();
  await page.getByRole('link', { name: /1 行等您确认/ }).first().click();
  await press(page, page.getByRole('button', { name: '不是同一户' }).first());
  await s.text(page, '都确认好了').waitFor();
  await look(page, 'import-more-5-decided');
});

journey('a whole import is taken back, and one that was built on says on what', async (page, size) => {
  expectProblem(page, /422/);
  const { number } = FAMILY[size];
  await login(page, s.PEOPLE.chair);
  const rows = [['编号', '走访日期', '走访人', '走访内容'], [number, '2024-07-01', '汪海燕', `导错的走访 ${size}`]];
  await bring(page, 'visits', rows);
  await undoFold(page).click();
  await page.getByLabel('为什么撤回').fill('导成了去年的表');
  await look(page, 'import-more-6-undo');
  await press(page, undoButton(page));
  await s.text(page, '已撤回').first().waitFor();
  await page.goto(`${HOME}/visits?month=2024-07`);
  assert.equal(await s.text(page, `导错的走访 ${size}`).count(), 0);
  await bring(page, 'visits', rows);
  await s.text(page, /新增 1 行/).waitFor();

  await bring(page, 'links', [['编号', '联系执委', '开始日期', '结束日期'], [number, '汪海燕', '2022-02-01', '2022-12-31']]);
  const links = page.url();
  await bring(page, 'visits', [['编号', '走访日期', '走访人', '走访内容'], [number, '2022-03-01', '汪海燕', '那一年的走访']]);
  await page.goto(links);
  await undoFold(page).click();
  await page.getByLabel('为什么撤回').fill('再想想');
  await press(page, undoButton(page));
  await page.getByLabel('为什么撤回').fill('日期写错了一年');
  await press(page, undoButton(page));
  await s.text(page, /^不能整体撤回：/).waitFor();
  await look(page, 'import-more-7-refused');
  await page.getByRole('link', { name: /2022年3月1日/ }).first().click();
  await s.text(page, /那一年的走访/).first().waitFor();
});

journey('a list leaves with phones masked, and whole for a reason that those who supervise can read', async (page) => {
  expectProblem(page, /422/);
  await login(page, s.PEOPLE.chair);
  await page.goto(`${HOME}/households`);
  const masked = page.waitForEvent('download');
  await s.exportButton(page).click();
  const heads = firstSheet(await readFile(await (await masked).path())).find((row) => row.includes('家庭'));
  assert.ok(heads.includes('电话（已遮盖）'));
  await page.getByRole('link', { name: /^连同电话、住址导出/ }).click();
  await page.getByLabel('用途').fill('工作');
  await page.getByRole('button', { name: '记下用途并导出' }).click();
  await s.text(page, /至少 4 个字/).waitFor();
  await look(page, 'import-more-8-reason');
  await page.getByLabel('用途').fill('中秋上门慰问');
  const whole = page.waitForEvent('download');
  await page.getByRole('button', { name: '记下用途并导出' }).click();
  const rows = firstSheet(await readFile(await (await whole).path()));
  assert.ok(rows.find((row) => row.includes('家庭')).includes('电话'));
  await page.goto('/transfers');
  await page.getByRole('link', { name: '谁导出过什么' }).click();
  await s.text(page, /中秋上门慰问/).first().waitFor();
  await look(page, 'import-more-9-exports');
  if (isPhone(page)) return;
  await login(page, s.PEOPLE.auditor);
  await page.goto('/exports');
  await s.text(page, /中秋上门慰问/).first().waitFor();
});
