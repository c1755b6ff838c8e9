// 走访卡: printed for a member's families, filled by pen, and typed in at the office: ten cards in two minutes, by keyboard alone.

import assert from 'node:assert/strict';

import { expectProblem, isPhone, journey, login, look, press, settled, shot } from './harness.mjs';
import * as s from './selectors.mjs';

const KEYS_PER_SECOND = 4;
const SECONDS = 120;

/** What stands on ten cards, in her hand, and the keys of the usual input method for the line: its pinyin, and a choice for each part. */
const CARDS = [
  { day: '-1', matter: '1', line: '看望老人，身体很好', keys: 'kanwanglaoren1,shentihenhao1' },
  { matter: '3', line: '送药，血压平稳', keys: 'songyao1,xueyapingwen1' },
  { matter: '2', line: '低保已经发放', keys: 'dibaoyijingfafang1' },
  { matter: '1', line: '家里都好', keys: 'jialidouhao1' },
  { matter: '4', line: '孩子住校，周末回来', keys: 'haizizhuxiao1,zhoumohuilai1' },
  { day: '1120', matter: '6', outcome: '2', followUp: '+7', line: '想找附近的活', keys: 'xiangzhaofujindehuo1' },
  { matter: '7', line: '说了两癌筛查的事', keys: 'shuoleliangaishaichadeshi1' },
  { matter: '1', manner: '2', line: '电话问候，在外打工', keys: 'dianhuawenhou1,zaiwaidagong1' },
  { matter: '5', line: '婆媳和好了', keys: 'poxihehaole1' },
  { matter: '1', line: '帮忙交了医保', keys: 'bangmangjiaoleyibao1' },
];

/** Hands on a keyboard: every key is counted. */
class Keyboard {
  pressed = 0;

  constructor(page) {
    this.page = page;
  }

  async key(name) {
    this.pressed += 1;
    await this.page.keyboard.press(name);
  }

  async type(keys) {
    for (const key of keys) await this.key(key);
  }

  /** Words by an input method: the keys are counted, the words arrive when they are chosen. */
  async compose(words, keys) {
    this.pressed += keys.length;
    await this.page.keyboard.insertText(words);
  }
}

const focused = (page, id) => page.waitForFunction((wanted) => document.activeElement?.id === wanted, id);

/** Types one card in; returns when the next can begin. */
async function typeIn(page, keyboard, number, card, before) {
  await focused(page, 'card');
  await keyboard.type(number.replace('-', ''));
  await keyboard.key('Enter');
  await focused(page, 'on_day');
  if (card.day) await keyboard.type(card.day);
  await keyboard.key('Enter');
  await keyboard.type(card.matter);
  await focused(page, 'manner');
  if (card.manner) await keyboard.type(card.manner);
  else await keyboard.key('Enter');
  await focused(page, 'outcome');
  if (card.outcome) await keyboard.type(card.outcome);
  else await keyboard.key('Enter');
  if (card.followUp) {
    await focused(page, 'follow_up_day');
    await keyboard.type(card.followUp);
    await keyboard.key('Enter');
  }
  await focused(page, 'words');
  await keyboard.compose(card.line, card.keys);
  await keyboard.key('Enter');
  await s.enteredCards(page, before + 1).waitFor();
}

/** The numbers of the cards of one member, printed for her. */
async function printCards(page, member) {
  await page.goto(s.BATCH);
  await s.cardsOf(page).selectOption({ index: member });
  await press(page, s.showCards(page));
  if ((await s.numberCards(page).count()) > 0) {
    await look(page, 'paper-1-unnumbered');
    await press(page, s.numberCards(page));
  }
  const numbers = await s.cardNumbers(page).allInnerTexts();
  return numbers.map((number) => number.trim());
}

journey('ten cards are typed in within two minutes by keyboard alone', async (page) => {
  await login(page, s.PEOPLE.chair);
  const numbers = await printCards(page, isPhone(page) ? 3 : 2);
  assert.ok(numbers.length >= CARDS.length, `a member has ten families: ${numbers.length}`);
  await look(page, 'paper-2-cards');
  if (!isPhone(page)) {
    await page.emulateMedia({ media: 'print' });
    await shot(page, 'paper-3-printed');
    await page.emulateMedia({ media: 'screen' });
  }
  await page.goto(s.BATCH);
  await settled(page);
  const before = await s.countEntered(page);
  const keyboard = new Keyboard(page);
  for (const [place, card] of CARDS.entries()) await typeIn(page, keyboard, numbers[place], card, before + place);
  const seconds = keyboard.pressed / KEYS_PER_SECOND;
  console.log(`ten cards: ${keyboard.pressed} keys, ${seconds} s at ${KEYS_PER_SECOND} keys a second`);
  assert.ok(seconds <= SECONDS, `${keyboard.pressed} keys take ${seconds} s`);
  await page.goto(s.BATCH);
  await look(page, 'paper-4-ten-cards');

  // The visit is the member's, and who typed it in stands beside it.
  await press(page, s.enteredFamilies(page).first());
  await s.text(page, /走访卡 \d+-\d，.+录入/).waitFor();
  await look(page, 'paper-5-visit');
});

journey('what is wrong is said at its field, and nothing that was typed is lost', async (page) => {
  await login(page, s.PEOPLE.chair);
  expectProblem(page, /status of 422/, /status of 401/, /ERR_INTERNET_DISCONNECTED/, /Failed to fetch/);
  // Both sizes share one world: each has families of its own.
  const numbers = await printCards(page, 4);
  const [first, second] = isPhone(page) ? numbers.slice(2) : numbers;
  await page.goto(s.BATCH);
  await settled(page);
  const before = await s.countEntered(page);
  const keyboard = new Keyboard(page);
  // A slip in the number is noticed before anything else is typed.
  const slip = `${first.replace('-', '').slice(0, -1)}${(Number(first.at(-1)) + 1) % 10}`;
  await keyboard.type(slip);
  await keyboard.key('Enter');
  await s.text(page, /有一位打错了/).waitFor();
  await look(page, 'paper-6-slip');
  // The field is selected: she types it again, and a day in words that nobody reads.
  const card = { day: '-1', matter: '1', line: '看望', keys: 'kanwang1' };
  await typeIn(page, keyboard, first, card, before);
  // The same card once more: asked about, and not kept when she goes on to the next.
  await focused(page, 'card');
  await keyboard.type(first.replace('-', ''));
  await keyboard.key('Enter');
  await focused(page, 'on_day');
  await keyboard.key('Enter');
  await keyboard.type('1');
  await keyboard.key('Enter');
  await keyboard.key('Enter');
  await focused(page, 'words');
  await keyboard.compose('看望', 'kanwang1');
  await keyboard.key('Enter');
  await s.text(page, /已经有一笔这一户的走访/).waitFor();
  await look(page, 'paper-7-twice');
  assert.equal(await s.countEntered(page), before + 1);
  // It was meant: Enter once more keeps it, and 撤销 takes it back.
  await focused(page, 'card');
  await keyboard.key('Enter');
  await s.enteredCards(page, before + 2).waitFor();
  await press(page, s.undo(page).first());
  await s.enteredCards(page, before + 1).waitFor();

  // The network goes away while she types.
  await focused(page, 'card');
  await keyboard.type(second.replace('-', ''));
  await keyboard.key('Enter');
  await focused(page, 'on_day');
  await keyboard.compose('昨天', 'zuotian1');
  await keyboard.key('Enter');
  await keyboard.type('1');
  await keyboard.key('Enter');
  await keyboard.key('Enter');
  await keyboard.compose('网断了也不丢', 'wangduanleyebudiu1');
  await page.context().setOffline(true);
  await keyboard.key('Enter');
  await s.text(page, '没有连上').waitFor();
  assert.equal(await s.lineOfCard(page).inputValue(), '网断了也不丢');
  await page.context().setOffline(false);
  // And when it is back, her session is over: she signs in, and her words are there.
  await page.context().clearCookies({ name: 'niangjia_session' });
  await keyboard.key('Enter');
  await s.text(page, '您写的内容已经留好').waitFor();
  await press(page, s.demoPerson(page, s.PEOPLE.chair).first());
  await s.text(page, '网断了也不丢').waitFor();
  await press(page, s.sendAgain(page));
  await s.enteredCards(page, before + 2).waitFor();
});
