// A release's text goes into the empty field above it, to be edited there. Without this it is copied by hand.
document.querySelectorAll('[data-copy-from]').forEach((button) => {
  const field = document.getElementById(button.dataset.copyTo);
  if (!field) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    const from = document.getElementById(button.dataset.copyFrom);
    const text = [...from.children].map((part) => part.innerText.trim()).join('\n\n');
    field.value = field.value.trim() ? `${field.value.trim()}\n\n${text}` : text;
    ['input', 'change'].forEach((what) => field.dispatchEvent(new Event(what, { bubbles: true })));
    field.focus();
  });
});
