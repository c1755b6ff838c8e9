// 录入走访卡 by keyboard: Enter goes on, a digit goes on, a card says at once whose it is. Nothing that was typed leaves the page
// before the server has it: without network it stays where it is, and after a lost session the form goes the way of every form.

const formNow = () => document.querySelector('form[data-batch]');
const fields = () => [...formNow().querySelectorAll('input:not([type=hidden])')];

const goOn = (field) => {
  const all = fields();
  const next = all[all.indexOf(field) + 1];
  // The day of a follow-up is asked for where there is one.
  const skipped = next?.name === 'follow_up_day' && !['2', '２'].includes(formNow().elements.outcome.value.trim()) && next.value === '';
  const target = skipped ? all[all.indexOf(next) + 1] : next;
  target?.focus();
  target?.select();
};

const parsed = async (response) => new DOMParser().parseFromString(await response.text(), 'text/html');

/** Puts the part of another page that has this id in place of ours. */
const take = (page, selector) => {
  const [theirs, ours] = [page.querySelector(selector), document.querySelector(selector)];
  if (theirs && ours) ours.replaceWith(document.adoptNode(theirs));
};

const offline = (yes) => {
  document.getElementById('offline').hidden = !yes;
};

let asked = '';
/** Whose card it is; where it is nobody's, the sentence stands at the field and the hand stays there. */
const whose = async (field) => {
  const typed = field.value.trim();
  if (typed === '' || typed === asked) return true;
  let page;
  try {
    const response = await fetch(`${formNow().action}?card=${encodeURIComponent(typed)}`);
    // Who is not signed in any more finds out when she sends: then her words are kept.
    if (!response.ok) return true;
    page = await parsed(response);
    offline(false);
  } catch {
    return true;
  }
  if (field.value.trim() !== typed) return true;
  take(page, '#whose');
  const box = field.closest('.nj-field');
  const theirs = page.getElementById('card');
  box.querySelector('.nj-error')?.remove();
  const error = theirs.closest('.nj-field').querySelector('.nj-error');
  field.classList.toggle('is-invalid', Boolean(error));
  field.setAttribute('aria-describedby', theirs.getAttribute('aria-describedby'));
  if (error) {
    box.append(document.adoptNode(error));
    field.setAttribute('aria-invalid', 'true');
    field.select();
    return false;
  }
  field.removeAttribute('aria-invalid');
  field.value = theirs.value;
  asked = theirs.value;
  return true;
};

let sending = false;
const send = async (form) => {
  if (sending) return;
  sending = true;
  form.classList.add('is-sending');
  let response;
  try {
    response = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'follow' });
  } catch {
    offline(true);
    return;
  } finally {
    sending = false;
    form.classList.remove('is-sending');
  }
  if (response.status === 401 || ![200, 422].includes(response.status)) {
    // The sign-in page keeps her words; so does the page of an error.
    form.submit();
    return;
  }
  const page = await parsed(response);
  const main = page.querySelector('main');
  if (!main?.querySelector('form[data-batch]')) {
    form.submit();
    return;
  }
  document.querySelector('main').replaceWith(document.adoptNode(main));
  begin();
};

const begin = () => {
  asked = formNow().querySelector('#whose').textContent.trim() ? formNow().elements.card.value.trim() : '';
  const wrong = formNow().querySelector('[aria-invalid]');
  const first = wrong ?? formNow().elements.card;
  first.focus();
  first.select();
};

document.addEventListener('keydown', async (event) => {
  const field = event.target;
  // Enter also ends what an input method composes: that is not hers to send.
  if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229 || !field.matches?.('form[data-batch] input')) return;
  // What was asked about is answered at the card: the form is whole.
  const told = field.name === 'card' && formNow().elements.all_the_same.value !== '' && asked === field.value.trim();
  if (field.name === 'words' || told) return;
  event.preventDefault();
  if (field.name !== 'card' || (await whose(field))) goOn(field);
});

document.addEventListener('input', (event) => {
  const field = event.target;
  if (field.matches?.('[data-digit]') && !event.isComposing && /^[1-9１-９]$/.test(field.value)) goOn(field);
});

document.addEventListener('change', (event) => {
  if (event.target.matches?.('form[data-batch] #card')) void whose(event.target);
});

document.addEventListener('submit', (event) => {
  if (!event.target.matches('form[data-batch]')) return;
  event.preventDefault();
  void send(event.target);
});

begin();
