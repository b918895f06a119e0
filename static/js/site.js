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
  if (target instanceof HTMLInputElement) target.focus();
}
addEventListener("hashchange", openTarget);
openTarget();

// Browsers that cannot show a closed one on wide screens by style alone.
if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 62rem)").matches)
  for (const narrow of document.querySelectorAll(".narrow")) narrow.open = true;

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
      if (mine === asked && document.activeElement === input) show(answer.suggestions);
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

// Ticks go into the address, and into each link and form that leads to a list, so that its next page has them too.
function keepTicks(bar) {
  const form = document.getElementById("compare");
  const button = bar.querySelector("button");
  const status = bar.querySelector("[role=status]");
  const plain = button.textContent;
  const most = Number(bar.dataset.most);
  const lists = [bar.dataset.list, location.pathname];
  const selected = () => new FormData(form).getAll("c");

  function withTicks(address, slugs) {
    const url = new URL(address);
    url.searchParams.delete("c");
    for (const slug of slugs) url.searchParams.append("c", slug);
    return url.href;
  }

  function carry(slugs) {
    history.replaceState(null, "", withTicks(location.href, slugs));
    for (const link of document.querySelectorAll("main a")) {
      const { slug } = link.dataset;
      if (slug) link.hidden = !slugs.includes(slug);
      if (link.host === location.host && lists.includes(link.pathname) && !link.hash)
        link.href = withTicks(link.href, slugs.filter((other) => other !== slug));
    }
    for (const list of document.querySelectorAll(`main form[action="${bar.dataset.list}"]`)) {
      for (const input of list.querySelectorAll("[type=hidden][name=c]")) input.remove();
      for (const slug of slugs) {
        const input = document.createElement("input");
        Object.assign(input, { type: "hidden", name: "c", value: slug });
        list.append(input);
      }
    }
  }

  function count(slugs) {
    button.textContent = slugs.length ? `Compare ${slugs.length} of ${most}` : plain;
  }

  addEventListener("change", (event) => {
    if (event.target.form !== form) return;
    status.textContent = "";
    if (selected().length > most) {
      event.target.checked = false;
      setTimeout(() => { status.textContent = `You can compare up to ${most} careers. Deselect one first.`; }, 50);
    }
    carry(selected());
    count(selected());
  });
  // The button says how many of how many.
  if (selected().length) status.textContent = "";
  count(selected());
}
for (const bar of document.querySelectorAll(".compare-bar")) keepTicks(bar);
