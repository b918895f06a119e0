"use strict";
// The combobox pattern of the WAI-ARIA Authoring Practices: a list of proposals that the arrow keys walk through.
function propose(input) {
  const list = document.createElement("ul");
  const status = document.createElement("p");
  const { suggest, suggestAdd } = input.dataset;
  const go = ({ slug, url }) => location.assign(suggestAdd ? suggestAdd + slug : url);
  let options = [];
  let current = -1;
  let timer;
  let saying;
  let asked = 0;

  list.id = `${input.id}-proposals`;
  list.className = "proposals";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Careers");
  status.className = "unseen";
  status.setAttribute("role", "status");
  input.parentElement.append(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  // The same words again are only heard when the status was empty in between.
  function say(words) {
    clearTimeout(saying);
    status.textContent = "";
    if (words) saying = setTimeout(() => { status.textContent = words; }, 50);
  }

  function close() {
    clearTimeout(timer);
    // An answer that is still on its way is to open nothing.
    asked++;
    list.hidden = true;
    mark(-1);
    input.setAttribute("aria-expanded", "false");
    say("");
  }

  function show(suggestions) {
    options = suggestions;
    mark(-1);
    list.replaceChildren(...suggestions.map((suggestion, place) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${place}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.textContent = suggestion.title;
      if (suggestion.why) {
        const why = document.createElement("span");
        why.textContent = suggestion.why;
        item.append(why);
      }
      item.addEventListener("pointerdown", (event) => event.preventDefault());
      item.addEventListener("click", () => go(suggestion));
      return item;
    }));
    list.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    const count = suggestions.length === 1 ? "1 suggestion" : `${suggestions.length} suggestions`;
    say(suggestions.length ? `${count}. Use the arrow keys.` : "No suggestions.");
  }

  function mark(place) {
    list.children[current]?.setAttribute("aria-selected", "false");
    current = place;
    const item = list.children[current];
    if (!item) return input.removeAttribute("aria-activedescendant");
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", item.id);
  }

  async function ask() {
    const words = input.value.trim();
    const mine = ++asked;
    if (words.length < 2) return close();
    try {
      const response = await fetch(`${suggest}?q=${encodeURIComponent(words)}`);
      if (!response.ok) throw new Error(response.statusText);
      const answer = await response.json();
      if (mine === asked && document.activeElement === input) show(suggestAdd ? answer.suggestions.filter(({ slug }) => slug) : answer.suggestions);
    } catch {
      if (mine === asked) close();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    // What was proposed for other words can be seen until the answer comes, but is no longer chosen by a key.
    asked++;
    options = [];
    mark(-1);
    timer = setTimeout(ask, 120);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && current >= 0) {
      event.preventDefault();
      go(options[current]);
    } else if (event.key === "ArrowDown" && list.hidden && !options.length) {
      ask();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
      event.preventDefault();
      if (list.hidden) show(options);
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place more than there are proposals: the field itself, with what was typed.
      const places = options.length + 1;
      mark(((current + 1 + step + places) % places) - 1);
    }
  });
}
for (const input of document.querySelectorAll("[data-suggest]")) propose(input);
