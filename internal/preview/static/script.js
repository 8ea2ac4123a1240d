// Loads the page again once a file of the content was saved, at the same place
// and with the same choices.
"use strict";

const shown = document.body.dataset.version;
const kept = sessionStorage.getItem("scroll");
if (kept !== null) {
  sessionStorage.removeItem("scroll");
  scrollTo(0, Number(kept));
}

async function look() {
  try {
    const answer = await fetch("/version");
    if (answer.ok && (await answer.text()) !== shown) {
      sessionStorage.setItem("scroll", String(scrollY));
      location.reload();
      return;
    }
  } catch {
    // The preview was stopped. It may come back.
  }
  setTimeout(look, 700);
}
setTimeout(look, 700);

document.querySelector("form")?.addEventListener("change", (event) => event.currentTarget.requestSubmit());
