// Shows the preview in its place while the form stays as it is. Where that fails, the button sends the form as ever.
(() => {
  const place = document.getElementById('look');
  const button = document.querySelector('[name="_look"]');
  if (!place || !button) return;

  async function look() {
    const sent = new FormData(button.form);
    sent.append(button.name, button.value);
    const answer = await fetch(location.pathname, { method: 'POST', body: sent });
    const made = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('look');
    if (!answer.ok || !made || !made.firstElementChild) throw new Error('There is no preview to show.');
    place.replaceChildren(...made.childNodes);
    document.getElementById('looked-at').focus();
  }

  let isFailed = false;
  button.addEventListener('click', (event) => {
    if (isFailed) return;
    event.preventDefault();
    look().catch(() => {
      isFailed = true;
      button.click();
    });
  });
})();
