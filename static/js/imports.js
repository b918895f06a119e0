"use strict";
// An import's page shows by itself how far it is; and an upload that is too large is refused before it is sent.
const SECONDS = 3;

async function look() {
  const shown = document.getElementById("progress");
  if (!shown || !shown.dataset.atWork) return;
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById("progress");
    // Signed out, or the server is restarting: the link on the page still leads back here.
    if (now && !now.dataset.atWork) location.reload();
    for (const part of now ? ["[role=status]", ".meter"] : []) {
      const [old, fresh] = [shown, now].map((place) => place.querySelector(part));
      if (old && fresh && old.innerHTML !== fresh.innerHTML) old.innerHTML = fresh.innerHTML;
    }
  } catch { /* The next look may be luckier. */ }
  setTimeout(look, SECONDS * 1000);
}
setTimeout(look, SECONDS * 1000);

for (const form of document.querySelectorAll("form[data-most-mb]")) {
  const box = form.elements.files;
  const { mostMb, mostFiles } = form.dataset;
  box.addEventListener("change", () => {
    const mb = Math.ceil([...box.files].reduce((sum, file) => sum + file.size, 0) / 1048576);
    const tooMany = box.files.length > mostFiles ? `At most ${mostFiles} files are taken at once.` : "";
    box.setCustomValidity(mb > mostMb ? `These files have ${mb} MB together; at most ${mostMb} MB are taken at once.` : tooMany);
    box.reportValidity();
  });
  form.addEventListener("submit", () => { form.querySelector(".sending").hidden = false; });
}
