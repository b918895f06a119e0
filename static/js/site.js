"use strict";
for (const button of document.querySelectorAll("[data-print]")) {
  button.classList.add("ready");
  button.addEventListener("click", () => window.print());
}
const errors = document.querySelector(".errors");
if (errors) errors.focus();

function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
}
addEventListener("hashchange", openTarget);
openTarget();
