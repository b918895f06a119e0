"use strict";
// Rows of a form's lists are moved by buttons too; without this script a list of one text each is put in order as lines.
addEventListener("load", () => {
  const renumber = (rows) => rows.forEach((row, place) => { row.querySelector("input._reorder_").value = place + 1; });
  const rowsOf = (body) => [...body.querySelectorAll("tr.has_original")];
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  document.getElementById("content").append(said);

  function move(row, by) {
    const body = row.parentElement;
    const at = rowsOf(body).indexOf(row);
    const other = rowsOf(body)[at + by];
    if (other) {
      if (by < 0) other.before(row);
      else other.after(row);
      renumber(rowsOf(body));
    }
    said.textContent = `Row ${rowsOf(body).indexOf(row) + 1} of ${rowsOf(body).length}`;
  }

  function button(row, name, by, sign, way) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "move";
    made.textContent = sign;
    made.setAttribute("aria-label", `Move ${name} ${way}`);
    made.addEventListener("click", () => { move(row, by); made.focus(); });
    return made;
  }

  document.querySelectorAll("fieldset.sortable th.original").forEach((head) => {
    head.innerHTML = '<span class="visually-hidden">Row</span>';
  });
  document.querySelectorAll("fieldset.sortable tr.has_original").forEach((row) => {
    if (!row.querySelector("input._reorder_")) return;
    const field = row.querySelector("textarea, input[type=text], select");
    const shown = field && field.tagName === "SELECT" ? field.selectedOptions[0]?.textContent : field?.value;
    const name = (shown || "this row").slice(0, 80);
    row.querySelector("td.delete").append(button(row, name, -1, "↑", "up"), button(row, name, 1, "↓", "down"));
  });
});
