"use strict";
// Shows a newsletter as a mail while it is written; without this, a button does.
(() => {
  const panel = document.querySelector("[data-preview]");
  const subject = document.getElementById("id_subject");
  const text = document.getElementById("id_text");
  if (!panel || !subject || !text) return;
  const said = panel.querySelector("[data-said]");
  const frame = panel.querySelector("iframe");
  const plain = panel.querySelector("pre");
  const token = text.form.querySelector('[name="csrfmiddlewaretoken"]');
  let waiting;
  let asked = 0;

  async function show() {
    const number = ++asked;
    const sent = new FormData();
    [token, subject, text].forEach((field) => sent.append(field.name, field.value));
    try {
      const response = await fetch(panel.dataset.preview, {
        method: "POST", body: sent, headers: { Accept: "application/json" },
      });
      const mail = await response.json();
      if (number !== asked) return;
      frame.srcdoc = mail.html;
      plain.textContent = mail.text;
      said.textContent = "As you have it now. Nothing is saved yet.";
    } catch {
      if (number === asked) said.textContent = "The preview can't be loaded right now. Your text is still here.";
    }
  }

  said.textContent = "Changes as you write.";
  [subject, text].forEach((field) => field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 400);
  }));
})();
