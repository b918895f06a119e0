"use strict";
// Goes on where site.js ends. What it says stands in the page.
const form = document.getElementById("plan");
const file = document.getElementById("plan-file");
const address = new URLSearchParams(location.search);
const asked = address.getAll("c");
const query = address.get("q");
const fields = [...form.elements].filter(({ name, type }) => name && type !== "submit" && type !== "search");
const shown = form.querySelectorAll("[data-career]");
const nameKept = (slug) => kept?.getItem(CAREER + slug)?.replace(/^\d+ /, "");
const everything = () => Object.entries(kept ?? {}).filter(([key]) => key.startsWith(PLAN));
const forget = () => everything().forEach(([key]) => kept.removeItem(key));
document.getElementById("plan-tools").classList.add("ready");
const isNew = "new" in form.dataset;
let isFull = !kept;

function say(what) {
  document.getElementById("said").textContent = document.getElementById(`said-${what}`)?.textContent;
}

function attempt(change) {
  try {
    change();
    return true;
  } catch {
    // From now on the page alone has what is typed, and is neither filled again nor left.
    isFull = true;
    say(kept ? "full" : "blocked");
  }
}

const written = (field) => (field.type === "checkbox" && !field.checked ? "" : field.value);

function write(field) {
  const text = written(field);
  attempt(() => text ? kept.setItem(PLAN + field.name, text) : kept.removeItem(PLAN + field.name));
  field.parentElement.dataset.value = text;
}

function fill() {
  for (const field of fields) {
    const text = kept.getItem(PLAN + field.name) ?? "";
    if (field.type === "checkbox") field.checked = text;
    else if (field.value !== text) field.value = text;
    field.parentElement.dataset.value = text;
  }
  for (const place of form.querySelectorAll("[data-from]")) {
    const text = form.elements[place.dataset.from].value;
    if (place.matches("rect")) place.setAttribute("width", `${text || 0}%`);
    else place.textContent = text;
  }
  form.classList.toggle("has-result", form.elements.quiz_words.value);
  for (const { dataset, lastElementChild: note } of shown) {
    const key = CAREER + dataset.career;
    // From a comparison it came without its name.
    if (nameKept(dataset.career) === "") attempt(() => kept.setItem(key, kept.getItem(key) + dataset.title));
    note.lastElementChild.textContent = nameKept(dataset.career);
    note.hidden = [dataset.title, undefined].includes(nameKept(dataset.career));
  }
  for (const place of form.querySelectorAll("[data-missing]"))
    place.textContent = nameKept(place.dataset.missing) || place.dataset.missing;
}

// The careers' figures come with the address, which goes on naming careers that are not here until they are removed.
function go(what, removed) {
  showPlan();
  if (isFull) return;
  const url = new URL(myPlan.href);
  const isExtra = (slug) => slug !== removed && form.querySelector(`[data-missing="${CSS.escape(slug)}"]`);
  for (const slug of asked.filter(isExtra)) if (!planned().includes(slug)) url.searchParams.append("c", slug);
  if (!what && query) url.searchParams.set("q", query);
  if (!isNew && url.search === location.search) {
    fill();
    return say(what);
  }
  if (!isNew && what) url.hash = what;
  location.replace(url);
}

function sure(what, then) {
  const dialog = document.getElementById(`sure-${what}`);
  dialog.returnValue = "";
  dialog.onclose = () => dialog.returnValue && then();
  dialog.showModal();
}

function replace(entries) {
  const before = everything();
  forget();
  if (attempt(() => entries.forEach(([key, text]) => kept.setItem(key, text)))) {
    isFull = false;
    return go("loaded");
  }
  forget();
  before.forEach(([key, text]) => kept.setItem(key, text));
}

function load(text) {
  const { kind, form: version, plan } = JSON.parse(text);
  if (kind !== "career plan") return say("other");
  if (version > 1) return say("newer");
  const entries = Object.entries(plan);
  if (!entries.every(([key, text]) => key.startsWith(PLAN) && text.trim())) throw plan;
  if (everything().length) sure("load", () => replace(entries));
  else replace(entries);
}

const todo = {
  save() {
    const plan = Object.fromEntries(everything());
    for (const { dataset } of shown) plan[CAREER + dataset.career] ??= `0 ${dataset.title}`;
    for (const [name, text] of new FormData(form)) if (text && name !== "q") plan[PLAN + name] = text;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify({ kind: "career plan", form: 1, plan }, null, 1)]));
    link.download = "my-career-plan.json";
    link.click();
    say("saved");
  },
  load: () => file.click(),
  clear: () => sure("clear", () => {
    forget();
    isFull = !kept;
    go("cleared");
  }),
};
addEventListener("click", ({ target }) => todo[target.dataset.do]?.());

file.addEventListener("change", async () => {
  const [chosen] = file.files;
  if (chosen.size > 5e5) say("large");
  else await chosen.text().then(load).catch(() => say("wrong"));
  file.value = "";
});

form.addEventListener("input", ({ target }) => fields.includes(target) && write(target));
form.addEventListener("submit", (event) => {
  // Where nothing can be kept, what was typed is posted along.
  if (isFull) return;
  event.preventDefault();
  const { name, value, dataset } = event.submitter;
  if (name === "c") attempt(() => go(addToPlan(value, dataset.title) ? "added" : "six"));
  else if (name) {
    kept.removeItem(CAREER + value);
    go("removed", value);
  } else if (form.elements.q?.value) {
    address.set("q", form.elements.q.value);
    location.search = address;
  }
});

addEventListener("storage", ({ key }) => (!key || key.startsWith(PLAN)) && go());
addEventListener("pageshow", ({ persisted }) => persisted && go());

if (isNew) for (const field of fields) if (written(field)) write(field);
// Going back to an address of this plan brings no career back that was removed since.
let said = location.hash.slice(1);
if (!kept) say("blocked");
else if (!history.state) attempt(() => {
  for (const { dataset } of shown) if (!addToPlan(dataset.career, dataset.title)) said = "six";
  history.replaceState("own", "");
});
if (kept) go(said);
