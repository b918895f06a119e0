"use strict";
// Staff's boxes in which a row is chosen while typing have no name of their own: they take it from their field's label.
django.jQuery(($) => {
  // The sign that takes out all that is chosen stands in a list, and is no part of one.
  const makePart = (box) => {
    for (const sign of box.querySelectorAll("ul > .select2-selection__clear")) {
      const part = document.createElement("li");
      sign.replaceWith(part);
      part.append(sign);
    }
  };
  const nameOne = (_, select) => {
    const label = document.querySelector(`label[for="${select.id}"]`) ?? select;
    const box = select.nextElementSibling;
    if (!box || select.dataset.isNamed) return;
    select.dataset.isNamed = "yes";
    makePart(box);
    new MutationObserver(() => makePart(box)).observe(box, { childList: true, subtree: true });
    label.id ||= `${select.id}_label`;
    for (const part of box.querySelectorAll("[role=combobox], [role=textbox], input")) {
      const chosen = part.getAttribute("aria-labelledby") ?? "";
      part.setAttribute("aria-labelledby", `${label.id} ${chosen}`.trim());
    }
  };
  const nameAll = () => $("select.admin-autocomplete").each(nameOne);
  nameAll();
  document.addEventListener("formset:added", nameAll);
});
