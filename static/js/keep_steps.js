// Keeps what was typed into a step of reviewing while somebody has to sign in again.
(() => {
  const PREFIX = 'step:';
  const stored = () => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
  const typed = (form) => [...form.elements].filter((one) => one.matches('textarea, select, input:not([type="hidden"])'));

  // What was taken needs no keeping, and neither does anything that was sent before it.
  if (document.querySelector('ul.messagelist li.success')) stored().forEach((key) => sessionStorage.removeItem(key));

  function putBack(form, values) {
    typed(form).forEach((field, at) => {
      if (values[at] === undefined) return;
      if (field.matches('[type="checkbox"], [type="radio"]')) field.checked = values[at];
      else field.value = values[at];
    });
    form.closest('details')?.setAttribute('open', '');
    const said = document.createElement('p');
    said.className = 'kept-text';
    said.setAttribute('role', 'status');
    said.textContent = 'This is what you wrote before you signed in again. Nothing was changed yet.';
    form.prepend(said);
  }

  document.querySelectorAll('.reviewing details form[method="post"]').forEach((form) => {
    const answer = form.elements.answer?.value ?? '';
    const key = `${PREFIX}${form.getAttribute('action')} ${answer}`;
    const kept = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    // A step that was refused comes back with its text.
    if (kept && !document.querySelector('.errornote')) putBack(form, JSON.parse(kept));
    form.addEventListener('submit', () => {
      const values = typed(form).map((one) => (one.matches('[type="checkbox"], [type="radio"]') ? one.checked : one.value));
      try {
        sessionStorage.setItem(key, JSON.stringify(values));
      } catch {
        // A full or forbidden store: it is sent all the same.
      }
    });
  });
})();
