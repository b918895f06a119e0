"use strict";
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
