// 快速离开: what was typed is emptied, and this page is replaced in the history by a neutral one.
for (const way of document.querySelectorAll('[data-leave]')) {
  way.addEventListener('click', (event) => {
    event.preventDefault();
    for (const form of document.forms) {
      for (const field of form.elements) {
        if (field.type !== 'hidden') field.value = '';
      }
    }
    document.body.hidden = true;
    window.location.replace(way.href);
  });
}
