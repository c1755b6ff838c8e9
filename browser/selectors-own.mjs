// The words of 本人查阅 and 本人请求 as they stand on the pages.

export const REGISTER = '/orgs/341881003004/households?show=all';
export const CLAIMS = '/orgs/341881003004/claims';

const main = (page) => page.getByRole('main');

/** The families of a register, each with its page. */
export const families = (page) =>
  main(page)
    .locator('a[href^="/households/"]')
    .evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute('href')))]);

export const inspectLink = (page) => main(page).getByRole('link', { name: '本人查阅' });
/** A chip of a question. */
export const chip = (page, question, word) => main(page).getByRole('group', { name: question }).locator('label', { hasText: word });
/** Everybody entered in the household, as the form names them. */
export const people = (page) => main(page).getByRole('group', { name: '查的是谁的' }).locator('label');
export const safe = (page) => main(page).locator('label', { hasText: '问过她了，是的' });
export const openSheet = (page) => page.getByRole('button', { name: '打开查阅单' });
export const sheet = (page) => page.getByRole('article');
export const turnScreen = (page) => page.getByRole('button', { name: '退出登录，请她看屏幕' });
export const closeScreen = (page) => page.getByRole('link', { name: '看完了，关上' });
export const claimWords = (page) => page.getByLabel('她的原话');
export const claimButton = (page) => page.getByRole('button', { name: /^记下，/ });
export const endButton = (page) => page.getByRole('button', { name: '办结' });
export const answer = (page) => page.getByLabel('给她的答复');
export const phoneField = (page) => page.getByLabel('手机号', { exact: true });
export const toldButton = (page) => page.getByRole('button', { name: '已经告诉本人' });
export const claimRows = (page) => main(page).getByRole('row');
