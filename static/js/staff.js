"use strict";
// Public pages are the same for everybody; by this mark staff's own browsers add a link to where each is edited.
try {
  if (document.currentScript.dataset.staff) localStorage.setItem("staff", "1");
  else localStorage.removeItem("staff");
} catch { /* Refused: there is no link then. */ }
