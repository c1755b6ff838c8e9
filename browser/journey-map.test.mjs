// 网格地图 and 网格公示牌: areas are taken from a file or drawn by hand, the map is walked by keyboard, a board hangs for everybody.

import assert from 'node:assert/strict';

import { assertLightFirstLoad, expectProblem, isPhone, journey, login, look, press, settled, shot } from './harness.mjs';
import * as s from './selectors.mjs';

/** Cells of an invented community beside its river, with bent borders. */
const NAMES = ['巫山网格', '程家湾网格', '汪明堂网格', '董家店网格', '陈村网格'];
const corner = (x, y) => [118.98 + x * 0.009 + ((y * 7 + x * 3) % 4) * 0.0008, 30.62 + y * 0.008 + ((x * 5 + y * 2) % 3) * 0.0009].map((n) => Number(n.toFixed(6)));
const cell = (place) => {
  const [x, y] = [place % 3, Math.floor(place / 3)];
  const ring = [corner(x, y), corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1)];
  return { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
};
const file = (features) => JSON.stringify({ type: 'FeatureCollection', features });
const community = () => file(NAMES.map((name, place) => ({ type: 'Feature', properties: { name }, geometry: cell(place) })));

journey('the grids of a file come onto the map, and a wrong file is told what is wrong with it', async (page) => {
  await login(page, s.PEOPLE.chair);
  expectProblem(page, /status of 422/);
  await page.goto(s.MAP);
  await press(page, s.drawLink(page));
  await look(page, 'map-1-edit');
  const swapped = JSON.stringify({ type: 'Polygon', coordinates: [[[30.62, 118.98], [30.62, 118.99], [30.63, 118.99], [30.62, 118.98]]] });
  await s.shapeText(page).fill(swapped);
  await press(page, s.saveShape(page));
  await s.text(page, '写反了').waitFor();
  assert.equal(await s.shapeText(page).inputValue(), swapped, 'what was pasted is there');
  await look(page, 'map-2-refused');

  const buffer = Buffer.from(community());
  await s.shapeFile(page).setInputFiles({ name: '网格.geojson', mimeType: 'application/geo+json', buffer });
  await s.text(page, '已读入').waitFor();
  assert.equal(await s.drawnAreas(page).count(), NAMES.length, 'the file is shown before it is kept');
  await s.whichGrid(page).selectOption('named');
  await look(page, 'map-3-read');
  await press(page, s.saveShape(page));
  await s.text(page, '图已保存').waitFor();
  assert.ok((await s.areasOnMap(page).count()) >= NAMES.length);
  await look(page, 'map-4-map');

  // By keyboard: each area is a link with a name, Enter opens its grid.
  const first = s.areasOnMap(page).first();
  assert.match(await first.getAttribute('aria-label'), /网格，.+ · \d+ 户/);
  await first.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/grids\//);
  await look(page, 'map-5-grid');

  // One over the other is refused, by name.
  await page.goto(`${s.MAP}/edit`);
  await s.whichGrid(page).selectOption({ label: '程家湾网格（已画）' });
  await s.shapeText(page).fill(JSON.stringify(cell(0)));
  await press(page, s.saveShape(page));
  await s.text(page, /重叠了/).waitFor();

  await page.goto(`${s.MAP}?counts=true&paper=a3`);
  await page.emulateMedia({ media: 'print' });
  await shot(page, 'map-6-paper');
  await page.emulateMedia({ media: 'screen' });
  await assertLightFirstLoad(page, s.MAP, 210_000);
});

journey('a grid is drawn with the mouse, and taken away again', async (page) => {
  // A finger draws as well; what is tested is the hand.
  if (isPhone(page)) return;
  await login(page, s.PEOPLE.chair);
  await page.goto(`${s.MAP}/edit`);
  await s.whichGrid(page).selectOption({ label: '张村网格' });
  await settled(page);
  await s.mapBox(page).scrollIntoViewIfNeeded();
  const box = await s.mapBox(page).boundingBox();
  // The cell above on the right is free.
  const at = [[0.82, 0.08], [0.95, 0.08], [0.95, 0.3], [0.82, 0.3]].map(([x, y]) => [box.x + box.width * x, box.y + box.height * y]);
  await s.drawTool(page).click();
  for (const [x, y] of [...at, at[0]]) {
    await page.mouse.move(x, y);
    await page.mouse.click(x, y);
  }
  const drawn = JSON.parse(await s.shapeText(page).inputValue());
  assert.equal(drawn.type, 'Polygon');
  assert.equal(drawn.coordinates[0].length, 5, 'four corners, closed');
  await look(page, 'map-7-drawn');
  await press(page, s.saveShape(page));
  await s.text(page, '图已保存').waitFor();
  assert.equal(await s.areasOnMap(page).count(), NAMES.length + 1);
  await page.goto(`${s.MAP}/edit`);
  await press(page, s.clearShape(page, '张村网格'));
  await s.text(page, '图形已去掉').waitFor();
});

journey('a board is put up, read without signing in, and taken down', async (page) => {
  await login(page, s.PEOPLE.chair);
  expectProblem(page, /status of 404/, /status of 422/);
  await page.goto(s.MAP);
  await press(page, s.gridsOfMap(page).first());
  await press(page, s.boardLink(page));
  await s.officePhone(page).fill('打电话');
  await press(page, s.putUp(page));
  await s.text(page, /请写社区妇联的电话/).waitFor();
  await s.officePhone(page).fill('0563-4012345');
  await s.supervisionPhone(page).fill('12345');
  await press(page, s.putUp(page));
  await s.text(page, '已公示').first().waitFor();
  await look(page, 'board-1-up');
  if (!isPhone(page)) {
    await page.emulateMedia({ media: 'print' });
    await shot(page, 'board-2-paper');
    await page.emulateMedia({ media: 'screen' });
  }
  const board = page.url();
  const notice = await s.noticeLink(page).getAttribute('href');
  await page.context().clearCookies();
  await page.goto(notice);
  await s.text(page, '0563-4012345').waitFor();
  assert.equal(await page.getByText(/户$/).count(), 0, 'nothing of families');
  await look(page, 'board-3-public');
  await login(page, s.PEOPLE.chair);
  await page.goto(board);
  await press(page, s.takeDown(page));
  await s.text(page, '公示已经撤下').waitFor();
  await page.context().clearCookies();
  await page.goto(notice);
  await s.text(page, '这块公示牌没有公示').waitFor();
  await look(page, 'board-4-down');
});
