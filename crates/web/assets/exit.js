// 快速离开: away at once to a neutral page, in place of this one, so that the way back does not lead here. What was typed is
// emptied first: some browsers fill a form again. Esc twice does the same.
const away = document.querySelector('[data-exit]');
const leave = () => {
  document.body.hidden = true;
  for (const form of document.forms) {
    for (const field of form.elements) {
      if (field.type !== 'hidden') field.value = '';
    }
  }
  window.location.replace(away.href);
};
if (away) {
  away.addEventListener('click', (event) => {
    event.preventDefault();
    leave();
  });
  let last = -Infinity;
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    if (event.timeStamp - last < 600) leave();
    last = event.timeStamp;
  });
}
