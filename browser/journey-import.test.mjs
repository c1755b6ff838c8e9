// The office's own file: uploaded as it is, looked at, tried, taken; what was wrong comes back with its reason.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { expectProblem, isPhone, journey, login, look, press, settled } from './harness.mjs';
import * as s from './selectors.mjs';
import { firstSheet, workbook } from './workbook.mjs';

const REGISTER = '/orgs/341881003004/households';
const ROSTER = '/orgs/341881003004/members';

/** The heads of families, one pair for each size: both journeys happen in one world. */
const NAMES = { phone: ['欧阳秀珍', '司马桂香', '诸葛兰芳'], desktop: ['上官秀珍', '慕容桂香', '令狐兰芳'] };

const ledger = ([first, second, third]) =>
  workbook([
    { name: '填表说明', rows: [['请各社区 11 月 25 日前报送，联系电话务必核对。']] },
    {
      name: '重点户',
      rows: [
        ['河沥溪街道嵩合社区重点户台账'],
        ['填报单位：嵩合社区', '', '', '', '', '2026年11月'],
        ['序号', '户主', '居民小组', '住址', '联系电话', '困难类型', '联系执委', '姓名', '与户主关系', '性别', '出生年月', '备注'],
        [1, first, '巫山组', '巫山组 21 号', '１３９００００００２１', '低保户、残疾人', '汪海燕', first, '本人', '女', '1956.3', '老户'],
        ['', '', '', '', '', '', '', '程小雨', '孙女', '女', '2015年', ''],
        [2, second, '程家湾小组', '', '', '无', '汪海燕', '', '', '', '', ''],
        [3, third, '程家湾小组', '', '0563-4020188', '特困', '王不认识', '', '', '', '', ''],
      ],
      merged: ['A1:L1', 'B4:B5', 'C4:C5', 'D4:D5', 'E4:E5', 'F4:F5', 'G4:G5'],
    },
  ]);

/** Chooses a file and sends it. */
async function upload(page, name, bytes) {
  await s.fileField(page).setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });
  await press(page, s.uploadButton(page));
  await settled(page);
}

journey('a ledger with a title, merged cells and wrong rows is taken in, and the wrong rows come back', async (page, size) => {
  const names = NAMES[size];
  await login(page, s.PEOPLE.chair);
  await page.goto(REGISTER);
  await press(page, s.importButton(page));
  await s.heading(page, '导入重点户台账').waitFor();
  await look(page, 'import-1-upload');

  await upload(page, '重点户台账.xlsx', ledger(names));
  await s.heading(page, '核对各列').waitFor();
  await look(page, 'import-2-columns');
  await press(page, s.tryButton(page));
  await s.text(page, /将新增 2 行/).waitFor();
  await s.text(page, /将补充 1 行/).waitFor();
  await s.text(page, /1 行有问题/).waitFor();
  await s.text(page, /“特困”看不懂/).waitFor();
  await look(page, 'import-3-tried');

  await press(page, s.takeButton(page));
  await s.text(page, /新增 2 行；补充 1 行/).waitFor();
  await look(page, 'import-4-done');
  const file = page.waitForEvent('download');
  await page.getByRole('link', { name: /^下载有问题的行/ }).click();
  const rows = firstSheet(await readFile(await (await file).path()));
  const heads = rows.find((row) => row.includes('户主'));
  assert.equal(heads.at(-1), '没有导入的原因');
  const wrong = rows.find((row) => row.includes(names[2]));
  assert.match(wrong.at(-1), /手机号：.*需求：“特困”看不懂.*联系执委：嵩合社区的现任执委里没有“王不认识”/);

  await page.goto(`${REGISTER}?show=all&page=99`);
  assert.equal(await page.getByRole('link', { name: `${names[0]}家` }).count(), 1);

  await page.goto(`${REGISTER}/import`);
  await upload(page, '重点户台账.xlsx', ledger(names));
  await press(page, s.tryButton(page));
  await s.text(page, /3 行已经登记过，没有变化/).waitFor();
  assert.equal(await s.takeButton(page).count(), 0, 'nothing is left to take');
});

journey('a file that is none is refused in words, and a roster says what it is understood as', async (page) => {
  expectProblem(page, /422/);
  await login(page, s.PEOPLE.chair);
  await page.goto(ROSTER);
  await press(page, s.importButton(page));
  await upload(page, '名册.xlsx', Buffer.from('%PDF-1.7 \n...'));
  await s.text(page, /它是 PDF。请上传原来的 Excel 表格/).waitFor();
  await look(page, 'import-5-refused');
  await press(page, page.getByRole('main').getByRole('link', { name: '重新上传' }));
  const none = workbook([{ name: '名册', rows: [['甲', '乙'], ['丙', '丁']] }]);
  await upload(page, '名册.xlsx', none);
  await s.text(page, /没有找到表头/).waitFor();
  await look(page, 'import-6-no-heading');
  await page.goto('/me');
  await press(page, page.getByRole('main').getByRole('link', { name: '导入导出' }));
  await look(page, 'import-7-transfers');
  if (isPhone(page)) return;
  const empty = page.waitForEvent('download');
  await page.goto(`${ROSTER}/import`);
  await page.getByRole('link', { name: '下载一张空表' }).click();
  const heads = firstSheet(await readFile(await (await empty).path())).find((row) => row.includes('姓名'));
  assert.ok(heads.includes('政治面貌'));
});
