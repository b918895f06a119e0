// Keeps what somebody has typed into a staff form in this tab until it is saved: a session may end meanwhile.
(() => {
  const PREFIX = 'typed:';
  const saved = document.querySelector('ul.messagelist li.success');
  // What was sent last is what was saved; other forms may have been sent and refused before.
  const LAST_SENT = 'last-sent';
  if (saved) {
    sessionStorage.removeItem(sessionStorage.getItem(LAST_SENT));
    sessionStorage.removeItem(LAST_SENT);
  }

  const opened = document.querySelector('form [name="opened"]');
  if (!opened || !document.querySelector('[name="_save"], [name="_continue"], [name="_draft"]')) return;
  const form = opened.form;
  const key = PREFIX + location.pathname;
  const token = form.querySelector('[name="csrfmiddlewaretoken"]');
  const fields = () => [...new FormData(form)].filter(
    ([name, value]) => name !== token.name && !name.includes('__prefix__') && typeof value === 'string',
  );
  const text = () => JSON.stringify(fields());
  const wasSentBack = 'sentBack' in opened.dataset;
  let before = null;
  let leaving = false;
  // The admin's own scripts set up their rows when the page is ready; what they do is no change.
  const start = () => { before = before ?? text(); };
  const isChanged = () => wasSentBack || (before !== null && text() !== before);

  function keep() {
    if (!isChanged()) return;
    try {
      sessionStorage.setItem(key, JSON.stringify({ fields: fields() }));
    } catch {
      // A full or forbidden store: the question on leaving is still asked.
    }
  }

  function sent() {
    try {
      sessionStorage.setItem(LAST_SENT, key);
    } catch {
      // Nothing is kept then either.
    }
  }

  function putBack(kept) {
    const back = document.createElement('form');
    back.method = 'post';
    [...kept.fields, [token.name, token.value], ['_look', 'yes']].forEach(([name, value]) => {
      const field = document.createElement('textarea');
      field.name = name;
      field.value = value;
      back.append(field);
    });
    back.hidden = true;
    document.body.append(back);
    leaving = true;
    back.submit();
  }

  function offer(kept) {
    const box = document.createElement('div');
    box.className = 'kept-text';
    box.setAttribute('role', 'status');
    const words = document.createElement('p');
    words.textContent = 'You wrote something here that was not saved. It is still in this browser tab.';
    const take = document.createElement('button');
    take.type = 'button';
    take.className = 'button';
    take.textContent = 'Put my text back';
    take.addEventListener('click', () => putBack(kept));
    const drop = document.createElement('button');
    drop.type = 'button';
    drop.className = 'button';
    drop.textContent = 'Throw it away';
    drop.addEventListener('click', () => { sessionStorage.removeItem(key); box.remove(); });
    box.append(words, take, drop);
    form.before(box);
  }

  const kept = sessionStorage.getItem(key);
  if (kept && !wasSentBack) offer(JSON.parse(kept));
  if (document.readyState === 'complete') start();
  else addEventListener('load', () => setTimeout(start));
  let waiting;
  ['input', 'change', 'click', 'dragend'].forEach((what) => form.addEventListener(what, () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 500);
  }));
  form.addEventListener('focusin', start);
  form.addEventListener('submit', (event) => {
    clearTimeout(waiting);
    keep();
    // A preview opens beside the form, which stays.
    if (event.submitter?.formTarget) return;
    leaving = true;
    sent();
  });
  addEventListener('beforeunload', (event) => {
    if (leaving || !isChanged()) return;
    keep();
    event.preventDefault();
  });
})();
