// Passkeys: asks the browser for one, puts its answer into the form, and sends it.
"use strict";

const sayings = {
  NotAllowedError: "That was not finished. Try again.",
  InvalidStateError: "This device has a passkey for your account already.",
};

const optionsOf = async (form) => {
  const given = document.getElementById("passkey-options");
  if (given) return JSON.parse(given.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) throw new Error(answer.status === 429 ? await answer.text() : "");
  return answer.json();
};

const credentialFor = async (form) => {
  const options = await optionsOf(form);
  if (form.dataset.passkey === "add") {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options.creation_options.publicKey);
    return navigator.credentials.create({ publicKey });
  }
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.request_options.publicKey);
  return navigator.credentials.get({ publicKey });
};

if (window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const said = form.querySelector(".said");
      said.textContent = "Your browser asks for the passkey now.";
      try {
        form.elements.credential.value = JSON.stringify(await credentialFor(form));
        form.submit();
      } catch (error) {
        said.textContent = sayings[error.name] || error.message || "That didn't work. Try again.";
      }
    });
  }
}
