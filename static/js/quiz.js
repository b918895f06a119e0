"use strict";
// One touch an activity: who chooses by keyboard moves through the answers, and is not to be moved on by it.
const form = document.querySelector("[data-quick]");
let touched = false;
form.addEventListener("pointerdown", () => { touched = true; });
form.addEventListener("keydown", () => { touched = false; });
form.addEventListener("change", () => { if (touched) form.requestSubmit(form.querySelector("[value=next]")); });
for (const note of form.querySelectorAll(".needs-script")) note.classList.add("ready");
