// Elements without a framework. Texts are texts: nothing that was typed becomes markup.

/** An element with attributes (`on…` are listeners) and children; false and undefined are left out. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.flat(3).filter((child) => child !== undefined && child !== false && child !== ''));
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

/** One symbol of the icons; a word always stands beside it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `${document.body.dataset.icons ?? '/assets/icons.svg'}#i-${name}`);
  svg.append(use);
  return svg;
}

/** One line in a box; `late` is announced at once. */
export function note(kind, iconName, ...text) {
  const role = kind === 'late' ? 'alert' : 'status';
  return element('div', { class: `nj-note nj-note--${kind}`, role }, icon(iconName), element('p', {}, ...text));
}

export function badge(kind, iconName, words) {
  return element('span', { class: `nj-due nj-due--${kind}` }, icon(iconName), words);
}

export function card(title, beside, ...inner) {
  return element('section', { class: 'card' }, element('div', { class: 'card-header' }, element('h2', {}, title), beside), ...inner);
}
