// Every word and every place on a page that the journeys know. By role, label and text, as a person finds them:
// when a page changes its words, this is the file to mend.

export const LOGIN_PATH = '/login';
export const START_PATH = '/';

/** The demo people, by the heading they stand under on the login page and the place on their button. */
export const PEOPLE = {
  member: { role: /^执委$/, place: /嵩合社区(?!（)/ },
  colleague: { role: /^执委$/, place: /桥东社区/ },
  neighbour: { role: /^社区主席$/, place: /桥东社区/ },
  farNeighbour: { role: /^社区主席$/, place: /泾县/ },
  chair: { role: /^社区主席$/, place: /嵩合社区/ },
  street: { role: /^街道主席$/, place: /河沥溪街道/ },
  county: { role: /^县级主席$/, place: /宁国市/ },
  city: { role: /^市、省和全国主席$/, place: /宣城市/ },
  province: { role: /^市、省和全国主席$/, place: /安徽省/ },
  nation: { role: /^市、省和全国主席$/, place: /全国/ },
  auditor: { role: /^审计管理员$/, place: /宁国市/ },
};

/** What the demo world says of the member (嵩合社区: 90 key households, nine members). */
export const FAMILIES_OF_A_MEMBER = 10;

export const WORDS = {
  myFamilies: '我的家庭',
  record: '记一笔',
  solved: '当场办结',
  followUp: '需要跟进',
  whichFamily: '给哪一家记一笔？',
  duty: '履职',
  myPoints: /积分/,
  families: '家庭',
  ledger: '走访台账',
  dashboard: '看板',
  provisional: '暂计',
  audit: /审计/,
  overdue: /超期/,
  uncovered: /没有联系人/,
  covered: /重点户有联系人/,
  withoutFamilies: /没有联系家庭的执委/,
  needs: ['低保', /残疾|大病/, '困境儿童'],
  opened: '打开家庭档案',
  recorded: '记录走访',
  chainIntact: /^链条完整，共核验 [\d,]+ 条/,
};

/** What is offered on the form, the first choice of "what it was". */
export const VISIT_KIND = '日常看望';

// ---------------------------------------------------------------- login and finding the way

/** Listed in the demo, and only there: under a heading for each role, one button for each person, with her place. */
export const demoPerson = (page, { role, place }) =>
  page.getByRole('heading', { name: role }).locator('xpath=following-sibling::ul[1]').getByRole('button', { name: place });

/** A way to another page, wherever the shell shows it: side bar, bottom bar or the page itself. */
export const way = (page, name) => page.getByRole('link', { name }).filter({ visible: true });

/** Opens what is folded away on a phone. */
export const menu = (page) => page.getByRole('button', { name: /菜单|更多/ }).or(page.locator('summary', { hasText: /菜单|更多/ })).filter({ visible: true });

/** On every list. */
export const exportButton = (page) => page.getByRole('main').getByRole('button', { name: '导出 Excel' });

export const heading = (page, name) => page.getByRole('heading', { name });
export const headingExactly = (page, name) => page.getByRole('heading', { name, exact: true });
export const text = (page, words) => page.getByRole('main').getByText(words);

// ---------------------------------------------------------------- the member

/** One list item for each family (her needs are a list within it), with a link to the family in it. */
export const familyCards = (page) => page.getByRole('main').getByRole('list', { name: WORDS.myFamilies }).locator('> li');
export const familyLink = (card) => card.getByRole('heading').getByRole('link');
/** On the card: when she was there last, and what is next. */
export const lastContact = (card) => card.getByText('上次 今天');
export const nextDue = (card) => card.getByText(/^(\d+天后到期|(\d{4}-)?\d\d-\d\d 前|已安排 .+)$/);

/** On the family's page. The bar of the shell has one too: the family's own is meant. */
export const recordHere = (page) =>
  page.getByRole('main').getByRole('link', { name: WORDS.record }).or(page.getByRole('main').getByRole('button', { name: WORDS.record }));

export const visitForm = (page) => page.getByRole('main').locator('form').filter({ has: solvedButton(page) });
export const visitKind = (page) => page.getByRole('main').locator('label', { hasText: VISIT_KIND });
export const visitLine = (page) => page.getByRole('main').getByRole('textbox', { name: '一句话' });
export const visitDay = (page) => page.getByRole('main').getByLabel('走访日期');
export const followUpDay = (page) => page.getByRole('main').getByLabel(/^跟进日期/);
export const solvedButton = (page) => page.getByRole('button', { name: WORDS.solved });
export const followUpButton = (page) => page.getByRole('button', { name: WORDS.followUp });

/** `+1 走访 · 规则 2026-1 · 本月第 3 次/上限 5`, and a link to the fact it comes from. */
export const pointsEntry = (page) =>
  page
    .getByRole('main')
    .getByText(/\+\d+ 走访 · 规则 2026-1 · 本月第 \d+ 次\/上限 \d+/)
    .first();
/** The newest is the first; at the cap it says so instead of counting on. */
export const newestPoints = (page) => page.getByRole('main').getByRole('listitem').filter({ hasText: '规则 2026-1' }).getByRole('link').first();
export const POINTS_OF_A_VISIT = /^(\+1 走访 · 规则 2026-1 · 本月第 \d+ 次\/上限 5|\+0 走访 · 规则 2026-1 · 本月已到上限 5)/;

/** A sentence at the field that was refused. */
export const refusedFields = (page) => page.getByRole('main').locator('[aria-invalid=true]');

// ---------------------------------------------------------------- numbers

/** A figure at the top of a dashboard: its words and its number. */
export const figure = (page, words) => page.getByRole('main').getByRole('listitem').filter({ hasText: words }).filter({ hasText: /\d/ }).first();
/** The figure for visits of the month. */
export const visitsFigure = (page) => figure(page, /^本月走访/);
/** A number that opens is a link: to how it was computed, and from there to its rows where she may see them. */
export const figureLink = (figure) => figure.getByRole('link');
/** The number of visits in the row of a branch. */
export const visitsOfBranch = (page, branch) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: branch }) }).locator('td[data-label="本月走访"]').getByRole('link');
export const rowsLink = (page, name) => page.getByRole('main').getByRole('link', { name });
export const provisional = (page) => page.getByRole('main').getByText(WORDS.provisional).first();

export const rows = (page) => page.getByRole('main').locator('tbody tr');
/** Links that lead to rows with names: registers, ledgers, rosters, files, visits. */
export const linksToRows = (page) =>
  page
    .getByRole('main')
    .locator('a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')).filter((href) => /^\/(households|visits)\/|^\/orgs\/\d+\/./.test(href)));
export const ledgerRow = (page, line) => page.getByRole('main').getByRole('row').filter({ hasText: line });

// ---------------------------------------------------------------- a file opened from above

export const purpose = (page, words) => page.getByRole('main').locator('label', { hasText: words });
export const purposeLine = (page) => page.getByRole('main').getByRole('textbox', { name: '说明' });
export const openFile = (page) => page.getByRole('button', { name: /^打开档案/ });

// ---------------------------------------------------------------- the auditor

export const auditRows = (page) => page.getByRole('main').locator('tbody tr');

// ---------------------------------------------------------------- the month's form

export const FORM_OF_STREET = '/orgs/341881003/forms/monthly';
export const FORM_OF_COUNTY = '/orgs/341881/forms/monthly';

export const waitingForm = (page) => page.getByRole('link', { name: /月报表待上报/ });
export const returnedForm = (page, month) => {
  const [year, number] = month.split('-').map(Number);
  return page.getByRole('link', { name: new RegExp(`${year}年${number}月月报表被退回`) });
};
export const figuresOfForm = (page) => page.getByRole('article').getByRole('link').filter({ visible: true });
export const reason = (page) => page.getByLabel(/原因|改了什么/);
export const handBack = (page) => page.getByRole('button', { name: '退回' });
export const report = (page) => page.getByRole('button', { name: '上报这一版' });

// ---------------------------------------------------------------- without network

export const OFFLINE_PATH = '/offline';
export const SENT_PATH = '/phone';
export const QUESTION = {
  waits: /等着发送/,
  went: /发出后去了哪里/,
  recorded: '已记入台账',
  beside: '同时更新，都已保留',
  toTheChair: '发现的需求已交给社区妇联主席登记',
  signedOut: '登录后可以看家庭',
  keptTyped: /上次没记完的还在/,
  locked: /已锁好留在手机里/,
  somebodyElse: /另一位同事写的一笔/,
  wrongClock: /手机的时间快了 1 天/,
  typing: /这个浏览器关掉网页后，没有网络就打不开/,
  paper: /请先写在纸上/,
  unreadable: /这台服务器打不开这一笔/,
  deskOfChair: /手机离线记录，需要您确认 \d+ 笔/,
};
export const offlineFamilies = (page) => page.getByRole('list', { name: WORDS.myFamilies }).locator('> li');
export const recordOffline = (page, which = 0) => offlineFamilies(page).nth(which).getByRole('link', { name: /记一笔/ });
export const waitingCard = (page) => page.locator('section', { has: page.getByRole('heading', { name: QUESTION.waits }) });
export const wentCard = (page) => page.locator('section', { has: page.getByRole('heading', { name: QUESTION.went }) });
export const sendNow = (page) => page.getByRole('button', { name: /现在发送|再试着发送/ });
export const signOutOffline = (page) => page.getByRole('main').getByRole('button', { name: '退出登录' });
export const foundNeed = (page) => page.getByRole('link', { name: '发现新的需求' });
export const needKind = (page, word) => page.getByRole('main').locator('label', { hasText: word });
export const handToChair = (page) => page.getByRole('button', { name: '交给主席登记' });
export const foldOfPhoto = (page) => page.locator('summary', { hasText: '加一张照片' });
export const photoField = (page) => page.getByLabel('照片', { exact: true });
export const photoAdded = (page) => page.getByText(/已加一张，\d+ KB/);
export const photoOfVisit = (page) => page.getByRole('link', { name: '照片 1 张' });
export const enterNeed = (page) => page.getByRole('button', { name: '登记需求' });

// ---------------------------------------------------------------- files of the office

export const importButton = (page) => page.getByRole('main').getByRole('link', { name: '导入 Excel' }).first();
export const fileField = (page) => page.getByRole('main').getByLabel('Excel 文件');
export const uploadButton = (page) => page.getByRole('button', { name: '上传并读取' });
export const tryButton = (page) => page.getByRole('button', { name: /^下一步：试算/ });
export const takeButton = (page) => page.getByRole('button', { name: /^导入这 \d+ 行$/ });

// ---------------------------------------------------------------- handing over

export const ROSTER = '/orgs/341881003004/members';
/** The posts of the roster: executive members, each with her page. */
export const postsOfRoster = (page) =>
  page
    .getByRole('main')
    .locator('a[href^="/posts/"]')
    .evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute('href')))]);
export const handOverLink = (page) => page.getByRole('main').getByRole('link', { name: /办交接$/ });
export const handOverButton = (page) => page.getByRole('button', { name: '交接，出交接单' });
export const everyone = (page) => page.getByRole('main').getByLabel('都交给');
export const leaveNow = (page) => page.getByRole('link', { name: '接着办离任' });
export const leaveReason = (page, words) => page.getByRole('main').locator('label', { hasText: words });
export const leaveButton = (page) => page.getByRole('button', { name: '办离任' });
export const nameButton = (page) => page.getByRole('button', { name: '安排选了的家庭' });

// ---------------------------------------------------------------- a family that lives elsewhere

export const NEW_FAMILY = '/orgs/341881003004/households/new';
export const field = (page, label) => page.getByRole('main').getByLabel(label, { exact: true });
export const livesElsewhere = (page) => page.getByRole('main').getByRole('group', { name: /住在别处|人户分离/ }).locator('label', { hasText: '是' });
export const enterFamily = (page) => page.getByRole('button', { name: /^登记/ });
export const askThere = (page) => page.getByRole('button', { name: '请那里安排联系人' });
/** The line of a family on a list of work. */
export const lineOf = (page, family) => page.getByRole('main').getByRole('listitem').filter({ hasText: family });
export const answerFold = (line) => line.locator('summary');
export const answerMember = (line) => line.getByLabel('执委');
export const nameMember = (line) => line.getByRole('button', { name: '安排' });
export const giveBackReason = (line) => line.getByLabel('为什么退回');
export const giveBack = (line) => line.getByRole('button', { name: '退回户籍地' });

// ---------------------------------------------------------------- visit cards on paper

export const BATCH = '/orgs/341881003004/visit-cards';
export const cardsOf = (page) => page.getByLabel('给哪位执委');
export const showCards = (page) => page.getByRole('button', { name: '看卡' });
export const numberCards = (page) => page.getByRole('button', { name: '编号', exact: true });
export const cardNumbers = (page) => page.locator('.nj-visitcard__code b');
const entered = (page) => page.getByRole('region', { name: '今天录入的' });
export const countEntered = async (page) => Number(/(\d+) 张/.exec(await entered(page).innerText())[1]);
export const enteredCards = (page, count) => entered(page).getByText(new RegExp(`^${count} 张$`));
export const enteredFamilies = (page) => entered(page).getByRole('rowheader').getByRole('link');
export const undo = (page) => entered(page).getByRole('button', { name: /撤销/ });
export const lineOfCard = (page) => page.getByLabel('一句话', { exact: true });
export const sendAgain = (page) => page.getByRole('button', { name: /再试一次|接着提交|提交/ });

// ---------------------------------------------------------------- the map and the boards

export const MAP = '/orgs/341881003004/map';
export const drawLink = (page) => page.getByRole('main').getByRole('link', { name: '画网格' }).first();
export const whichGrid = (page) => page.getByLabel('画哪一个');
export const shapeText = (page) => page.getByLabel(/^图形/);
export const shapeFile = (page) => page.getByLabel('GeoJSON 文件');
export const drawTool = (page) => page.getByRole('button', { name: '绘制多边形' });
export const saveShape = (page) => page.getByRole('button', { name: '保存' });
export const mapBox = (page) => page.locator('#map');
export const areasOnMap = (page) => mapBox(page).getByRole('link');
export const drawnAreas = (page) => mapBox(page).locator('path.nj-area--drawn');
export const clearShape = (page, name) => page.getByRole('button', { name: `去掉${name}的图形` });
export const gridsOfMap = (page) => page.getByRole('region', { name: '网格' }).getByRole('rowheader').getByRole('link');
export const boardLink = (page) => page.getByRole('main').getByRole('link', { name: '公示牌' });
export const officePhone = (page) => page.getByLabel('社区妇联的电话');
export const supervisionPhone = (page) => page.getByLabel('监督电话');
export const putUp = (page) => page.getByRole('main').getByRole('button', { name: /^(重新)?公示$/ });
export const takeDown = (page) => page.getByRole('button', { name: '撤下公示' });
export const noticeLink = (page) => page.getByRole('main').getByRole('link', { name: '公示页' });
