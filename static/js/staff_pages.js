"use strict";
// Django's own pages, for those who do without a mouse or without seeing: no head of nothing, and what scrolls is reached.
for (const head of document.querySelectorAll("thead th")) {
  if (head.childElementCount || head.textContent.trim()) continue;
  const cell = document.createElement("td");
  cell.className = head.className;
  head.replaceWith(cell);
}
const SCROLLING = ".inline-group[data-inline-type=tabular], #changelist .results";
const name = (part) => part.querySelector("h2")?.textContent.trim() || document.querySelector("h1")?.textContent.trim();
const reach = () => {
  for (const part of document.querySelectorAll(SCROLLING)) {
    if (part.scrollWidth > part.clientWidth && !part.hasAttribute("tabindex")) {
      Object.assign(part, { tabIndex: 0, role: "region", ariaLabel: name(part) });
    }
  }
};
reach();
addEventListener("resize", reach);
// Boxes in which several are chosen are made once all is loaded.
addEventListener("load", () => {
  for (const mark of document.querySelectorAll("span.help-tooltip[aria-label]:not([role])")) mark.role = "img";
});
// By keyboard one goes on in a row that was added, and from one that was taken out to the button that adds.
document.addEventListener("formset:added", (event) => {
  const fields = event.target.querySelectorAll?.("input:not([type=hidden]), select, textarea") ?? [];
  [...fields].find((field) => field.checkVisibility())?.focus();
});
document.addEventListener("formset:removed", (event) => {
  document.querySelector(`#${event.detail.formsetName}-group .add-row a`)?.focus();
});
