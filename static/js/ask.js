"use strict";
// Answered questions like the one that is typed, below its field: read out politely, and in nobody's way.
const field = document.querySelector("[data-near]");
const box = document.createElement("div");
const said = document.createElement("p");
const list = document.createElement("ul");
const MOST = 3;
let timer;
let asked = 0;

list.className = "offered";
said.setAttribute("role", "status");
box.append(said, list);
field.parentElement.after(box);

function show(questions) {
  list.replaceChildren(...questions.slice(0, MOST).map(({ title, url, is_sample: isSample }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.textContent = title;
    link.href = url;
    link.target = "_blank";
    link.rel = "noopener";
    item.append(link);
    if (isSample) {
      const mark = document.createElement("span");
      mark.className = "tag warn";
      mark.textContent = "Sample";
      item.append(" ", mark);
    }
    return item;
  }));
  const words = questions.length ? "Asked before, and answered (opens beside this page):" : "";
  if (said.textContent !== words) said.textContent = words;
  box.classList.toggle("near", questions.length > 0);
}

async function ask() {
  const words = field.value.trim().slice(0, 300);
  const mine = ++asked;
  try {
    if (words.length < 8) return show([]);
    const response = await fetch(field.dataset.near + encodeURIComponent(words));
    const { questions } = response.ok ? await response.json() : { questions: [] };
    if (mine === asked) show(questions);
  } catch {
    if (mine === asked) show([]);
  }
}

field.addEventListener("input", () => {
  clearTimeout(timer);
  asked++;
  timer = setTimeout(ask, 400);
});
