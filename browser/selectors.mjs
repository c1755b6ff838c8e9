// Every word and every place on a page that the journeys know. By role, label and text, as a person finds them:
// when a page changes its words, this is the file to mend.

export const LOGIN_PATH = '/login';
export const START_PATH = '/';

/** The demo people, by the heading they stand under on the login page and the place on their button. */
export const PEOPLE = {
  member: { role: /执委/, place: /嵩合社区/ },
  chair: { role: /(?<!副)主席/, place: /嵩合社区/ },
  street: { role: /(?<!副)主席/, place: /河沥溪街道(?!.*(社区|村))/ },
  county: { role: /(?<!副)主席/, place: /宁国市(?!.*(街道|镇|乡|社区|村))/ },
  city: { role: /(?<!副)主席/, place: /宣城市(?!.*(街道|区|县|宁国))/ },
  province: { role: /(?<!副)主席/, place: /安徽省(?!.*[市县])/ },
  nation: { role: /(?<!副)主席/, place: /全国|中华/ },
  auditor: { role: /审计/, place: /./ },
};

/** What the demo world says of the member (嵩合社区: 90 key households, nine members). */
export const FAMILIES_OF_A_MEMBER = 10;

export const WORDS = {
  myFamilies: '我的家庭',
  record: '记一笔',
  solved: '当场办结',
  followUp: '需要跟进',
  myPoints: /积分/,
  ledger: '走访台账',
  dashboard: '看板',
  provisional: '暂计',
  audit: /审计/,
  overdue: /超期/,
  uncovered: /未覆盖|缺联系/,
  covered: /覆盖/,
  withoutFamilies: /没有联系家庭|未联系家庭/,
  needs: ['低保', /残疾|大病/, '困境儿童'],
  opened: /查阅|打开/,
  recorded: /记录|登记|走访/,
  chainIntact: /(链|记录).*(完整|完好)/,
};

/** What is offered on the form, the first choice of "what it was". */
export const VISIT_KIND = /走访|看望/;

// ---------------------------------------------------------------- login and finding the way

/** Listed in the demo, and only there: under a heading for each role, one button for each person, with her place. */
export const demoPerson = (page, { role, place }) =>
  page.getByRole('heading', { name: role }).locator('xpath=following-sibling::ul[1]').getByRole('button', { name: place });

/** A way to another page, wherever the shell shows it: side bar, bottom bar or the page itself. */
export const way = (page, name) => page.getByRole('link', { name }).filter({ visible: true });

/** Opens what is folded away on a phone. */
export const menu = (page) => page.getByRole('button', { name: /菜单|更多/ }).or(page.locator('summary', { hasText: /菜单|更多/ })).filter({ visible: true });

export const heading = (page, name) => page.getByRole('heading', { name });
export const text = (page, words) => page.getByRole('main').getByText(words);

// ---------------------------------------------------------------- the member

/** One list item for each family, with a link to the family in it. */
export const familyCards = (page) =>
  page.getByRole('main').getByRole('list', { name: WORDS.myFamilies }).getByRole('listitem');
export const familyLink = (card) => card.getByRole('link').first();
/** On the card: when she was there last, and what is next. */
export const lastContact = (card) => card.getByText(/今天|11-22|2026年11月22日/);
export const nextDue = (card) => card.getByText(/下次|应访|跟进/);

/** On the family's page. The bar of the shell has one too: the family's own is meant. */
export const recordHere = (page) =>
  page.getByRole('main').getByRole('link', { name: WORDS.record }).or(page.getByRole('main').getByRole('button', { name: WORDS.record }));

export const visitForm = (page) => page.getByRole('main').locator('form').filter({ has: solvedButton(page) });
export const visitKind = (page) => page.getByRole('main').getByText(VISIT_KIND, { exact: false }).and(page.locator('label'));
export const visitLine = (page) => page.getByRole('main').getByRole('textbox', { name: /一句|内容|情况|说明/ });
export const visitDay = (page) => page.getByRole('main').getByLabel(/走访日期|哪天|日期/).first();
export const followUpDay = (page) => page.getByRole('main').getByLabel(/跟进日期|下次|跟进时间/);
export const solvedButton = (page) => page.getByRole('button', { name: WORDS.solved });
export const followUpButton = (page) => page.getByRole('button', { name: WORDS.followUp });

/** `+1 走访 · 规则 2026-1 · 本月第 3 次/上限 5`, and a link to the fact it comes from. */
export const pointsEntry = (page) =>
  page
    .getByRole('main')
    .getByText(/\+\d+ 走访 · 规则 2026-1 · 本月第 \d+ 次\/上限 \d+/)
    .first();
export const pointsLinks = (page) => page.getByRole('main').getByRole('listitem').filter({ hasText: '规则 2026-1' }).getByRole('link');

/** A sentence at the field that was refused. */
export const refusedFields = (page) => page.getByRole('main').locator('[aria-invalid=true]');

// ---------------------------------------------------------------- numbers

/** The figure for visits: a row, item or figure that says 走访 and its number. */
export const visitsFigure = (page) =>
  page
    .getByRole('main')
    .locator('tr, li, dl > div, [role=group]')
    .filter({ hasText: /走访/ })
    .filter({ hasText: /\d/ })
    .first();
/** A number that opens to its rows is a link. */
export const figureLink = (figure) => figure.getByRole('link').filter({ hasText: /\d/ }).first();
export const provisional = (page) => page.getByRole('main').getByText(WORDS.provisional).first();

export const rows = (page) => page.getByRole('main').locator('tbody tr, ol > li, ul > li');
export const ledgerRow = (page, line) => page.getByRole('main').getByRole('row').filter({ hasText: line });

// ---------------------------------------------------------------- the auditor

export const auditRows = (page) => page.getByRole('main').getByRole('row');
