"use strict";
for (const button of document.querySelectorAll("[data-print]")) {
  button.classList.add("ready");
  button.addEventListener("click", () => window.print());
}
// A page that the browser fetched ahead is viewed only now.
if (performance.getEntriesByType("navigation")[0]?.deliveryType === "navigational-prefetch")
  fetch(location.pathname, { method: "HEAD", cache: "no-store" }).catch(() => {});
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

// My career plan is kept in this browser alone, each field under its own key: two tabs never write over each other.
const PLAN = "plan.";
const CAREER = "plan.c.";
const MOST_PLANNED = 6;
const myPlan = document.getElementById("my-plan");
let kept;
try { kept = localStorage; } catch { /* Refused: the plan is then a page to print. */ }

// Only staff's browsers have this mark, by their own pages. A preview's frame holds the page as visitors see it.
if (kept?.getItem("staff") && window === top) {
  const edit = document.createElement("a");
  edit.href = `/admin/edit${location.pathname}`;
  edit.textContent = "Edit";
  document.querySelector(".top nav").append(edit);
}

// A value begins with the time when the career was added.
const planned = () => Object.entries(kept ?? {}).filter(([key]) => key.startsWith(CAREER))
  .sort((one, other) => (one[1] < other[1] ? -1 : 1)).map(([key]) => key.slice(CAREER.length));

// Whether there was room.
function addToPlan(slug, title) {
  const slugs = planned();
  if (slugs.includes(slug)) return true;
  if (slugs.length >= MOST_PLANNED) return false;
  kept.setItem(CAREER + slug, `${Date.now() + slugs.length} ${title}`);
  return true;
}

const links = [...document.querySelectorAll(".to-plan")];
const wanted = (link) => new URLSearchParams(link.search).getAll("c");

function showPlan() {
  const slugs = planned();
  myPlan.hidden = !slugs.length;
  myPlan.textContent = `My plan (${slugs.length})`;
  myPlan.search = new URLSearchParams(slugs.map((slug) => ["c", slug]));
  for (const link of links) if (wanted(link).every((slug) => slugs.includes(slug))) {
    link.textContent = "In my plan: open it";
    link.href = myPlan.href;
  }
}
for (const event of ["storage", "pageshow"]) addEventListener(event, showPlan);
showPlan();

for (const link of links) link.addEventListener("click", (event) => {
  if (link.href === myPlan.href) return;
  try {
    const fits = wanted(link).map((slug) => addToPlan(slug, link.dataset.title)).every(Boolean);
    event.preventDefault();
    showPlan();
    if (!fits) {
      link.textContent = `My plan is full (${MOST_PLANNED} careers): open it`;
      link.href = myPlan.href;
    }
    document.getElementById("plan-said").textContent = fits ? "Added to my plan." : link.textContent;
  } catch { /* The link leads to a plan to print. */ }
});
