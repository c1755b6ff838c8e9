// The form of a visit, and the form of a need that was found. The fields are those of the page.

import { draftOf, dropDraft, saveDraft } from './drafts.js';
import { plus, today } from './days.js';
import { element, icon, note } from './dom.js';
import { freshId } from './identity.js';
import { draftKey, lock } from './own.js';
import { small } from './photo.js';
import { enqueue } from './queue.js';

/** Both forms of a family. `done(words)` when something was kept. */
export async function form(kit, family, kind, done) {
  const place = `${kind}:${family.key}`;
  const draft = (await draftOf(kit, place)) ?? {};
  const state = { id: draft.id ?? freshId(), fields: draft.fields ?? {}, dayChosen: draft.dayChosen ?? false, photo: undefined };
  const problems = element('div', {});
  const fields = kind === 'need' ? needFields(kit, state) : visitFields(kit, family, state);
  const shown = element('form', { class: 'nj-form', novalidate: true, autocomplete: 'off' }, fields);
  const gather = () => {
    state.fields = { ...Object.fromEntries([...new FormData(shown)].filter(([, value]) => typeof value === 'string')) };
  };
  shown.addEventListener('input', async (event) => {
    if (event.target.name === 'on_day') state.dayChosen = true;
    gather();
    await saveDraft(kit, place, { id: state.id, fields: state.fields, dayChosen: state.dayChosen });
  });
  shown.addEventListener('submit', async (event) => {
    event.preventDefault();
    gather();
    if (event.submitter?.name) state.fields[event.submitter.name] = event.submitter.value;
    const wrong = kind === 'need' ? wrongNeed(kit, state.fields) : wrongVisit(kit, family, state.fields);
    problems.replaceChildren(...wrong.map((sentence) => note('late', 'alert-circle', sentence)));
    if (wrong.length > 0) return problems.scrollIntoView({ block: 'center' });
    await keepWritten(kit, family, kind, state);
    await dropDraft(kit, place);
    done(kind === 'need' ? '已锁好留在手机里：发现的需求' : '已锁好留在手机里');
  });
  const other = kind === 'need' ? ['visit', '改记走访'] : ['need', '发现新的需求'];
  return [
    element('p', {}, element('a', { class: 'btn', href: '#/' }, icon('arrow-back-up'), '回到家庭')),
    element('div', { class: 'nj-head' }, element('div', {}, element('h1', {}, kind === 'need' ? '发现的需求' : '记一笔'), element('p', {}, `${family.name} · ${family.place}`))),
    draft.id && note('done', 'circle-check', '上次没记完的还在，接着写就行。'),
    problems,
    shown,
    element('p', {}, element('a', { class: 'btn', href: `#/${other[0]}/${family.key}` }, other[1])),
  ];
}

/** Seals and keeps: from here on nothing on the phone can be read of it, and nothing is lost. */
export async function keepWritten(kit, family, kind, { id, fields, dayChosen, photo }) {
  const { envelope: seal } = await import('./seal.js');
  const written = {
    id,
    form: kit.form,
    kind,
    household: family.key,
    family: family.name,
    known_at: kit.now,
    written_at: Date.now(),
    day_chosen: dayChosen,
    fields,
  };
  const envelope = await seal(kit, written, photo);
  const title = await lock(await draftKey(kit), kind === 'need' ? `${family.name} · 发现的需求` : family.name);
  await enqueue({ id, holder: kit.holder, kind, envelope, title, at: Date.now() - (kit.wrongBy ?? 0) });
}

function visitFields(kit, family, state) {
  const now = today(kit);
  const { fields } = state;
  return [
    picks('matter', '事项', kit.matters, fields.matter),
    area('words', '一句话', fields.words, kit.longest, '看到什么、她说了什么'),
    field('date', 'on_day', '走访日期', fields.on_day || now, { min: family.since, max: now, required: true }),
    picks('manner', '方式', kit.manners, fields.manner || kit.manners[0].code),
    field('date', 'follow_up_day', '跟进日期（需要跟进时填）', fields.follow_up_day, { min: plus(now, 1) }),
    photoField(kit, state),
    element(
      'div',
      { class: 'nj-actions nj-actions--stick' },
      element('button', { class: 'btn btn-primary', name: 'outcome', value: 'settled' }, icon('circle-check'), '当场办结'),
      element('button', { class: 'btn btn-outline-primary', name: 'outcome', value: 'follow_up' }, icon('calendar-event'), '需要跟进'),
      element('button', { class: 'btn btn-outline-primary', name: 'outcome', value: 'reported' }, icon('upload'), '上报'),
    ),
  ];
}

function needFields(kit, { fields }) {
  const now = today(kit);
  return [
    picks('kind', '需求', kit.needs, fields.kind),
    field('date', 'since', '自', fields.since || now, { max: now, required: true }),
    area('words', '一句话（可不写）', fields.words, kit.longest, '怎么发现的'),
    element('div', { class: 'nj-actions nj-actions--stick' }, element('button', { class: 'btn btn-primary' }, icon('plus'), '交给主席登记')),
  ];
}

function field(type, id, label, value, attributes) {
  return element(
    'div',
    { class: 'nj-field' },
    element('label', { class: 'form-label', for: id }, label),
    element('input', { class: 'form-control', type, id, name: id, value: value ?? '', ...attributes }),
  );
}

function area(id, label, value, maxlength, placeholder) {
  const made = element('textarea', { class: 'form-control', id, name: id, rows: 2, maxlength, placeholder });
  made.value = value ?? '';
  return element('div', { class: 'nj-field' }, element('label', { class: 'form-label', for: id }, label), made);
}

function picks(name, legend, options, chosen) {
  const one = ({ code, label }) =>
    element('label', { class: 'nj-pick' }, element('input', { type: 'radio', name, value: code, checked: code === chosen }), element('span', {}, label));
  return element('fieldset', { class: 'nj-field' }, element('legend', {}, legend), element('div', { class: 'nj-picks' }, options.map(one)));
}

/** Offered, never asked for. */
function photoField(kit, state) {
  const said = element('p', { class: 'nj-hint', role: 'status' }, '可以不加。照片在手机上先缩小，和文字一起锁好。');
  const input = element('input', { class: 'form-control', type: 'file', id: 'photo', accept: 'image/*' });
  input.addEventListener('change', async () => {
    const [file] = input.files;
    state.photo = file && (await small(file, kit.photo_bytes));
    if (file && !state.photo) said.textContent = '这个文件不是照片，或者缩不小，请换一张；不加照片也能记。';
    else if (state.photo) said.textContent = `已加一张，${Math.round(state.photo.length / 1024)} KB。`;
  });
  return element(
    'details',
    { class: 'nj-fold' },
    element('summary', {}, icon('chevron-right'), '加一张照片'),
    element('div', { class: 'nj-field' }, element('label', { class: 'form-label', for: 'photo' }, '照片'), input, said),
  );
}

/** The rules of the page, said at once; the server has the last word. */
function wrongVisit(kit, family, { matter, words, on_day: day, outcome, follow_up_day: follow }) {
  const now = today(kit);
  return [
    !matter && '请点一个事项',
    !words?.trim() && '请写一句做了什么、说了什么',
    !day && '请填走访日期',
    day > now && '日期还没到，走访过了再记',
    day && day < family.since && `您从 ${family.since} 起联系这一户，更早的走访不能由您记`,
    outcome === 'follow_up' && !(follow > now) && '需要跟进的，请选一个今天以后的日子',
  ].filter(Boolean);
}

function wrongNeed(kit, { kind, since }) {
  return [!kind && '请选一项需求', !since && '请填从哪天起有这项需求', since > today(kit) && '日期还没到，从哪天起有这项需求就填哪天'].filter(Boolean);
}
