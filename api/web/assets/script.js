// Adds to pages that work without it: copying, time on an item, a guard
// against sending twice, and a quick way out.
(() => {
  'use strict';
  const doc = document;
  const said = doc.getElementById('said');

  // Copy the words beside the button.
  const select = (node) => {
    const range = doc.createRange();
    range.selectNodeContents(node);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return doc.execCommand('copy');
  };
  doc.addEventListener('click', async (event) => {
    const button = event.target.closest('button.copy');
    if (!button) return;
    const words = button.previousElementSibling;
    let done = true;
    try {
      await navigator.clipboard.writeText(words.textContent);
    } catch {
      done = select(words);
    }
    if (!done) return;
    const before = button.textContent;
    button.textContent = said.textContent = button.dataset.copied;
    setTimeout(() => {
      button.textContent = before;
      said.textContent = '';
    }, 2000);
  });

  // Time counts while the page can be seen.
  let seen = 0;
  let since = doc.hidden ? 0 : performance.now();
  doc.addEventListener('visibilitychange', () => {
    if (doc.hidden) seen += performance.now() - since;
    else since = performance.now();
  });
  const spent = () => Math.round(seen + (doc.hidden ? 0 : performance.now() - since));

  // A second tap must not send twice; coming back must let one send again.
  const sent = new Set();
  doc.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.matches('[data-once]')) return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    if (form.elements.ms) form.elements.ms.value = spent();
  });
  addEventListener('pageshow', () => sent.clear());

  // Out: cover first, then leave nothing to come back to in this entry.
  const exit = doc.getElementById('exit');
  const leave = () => {
    doc.documentElement.className = 'covered';
    doc.title = '\u2026';
    location.replace(exit.href);
  };
  exit.addEventListener('click', (event) => {
    event.preventDefault();
    leave();
  });
  let presses = 0;
  let first = 0;
  addEventListener('keydown', (event) => {
    if (event.key !== 'Shift') {
      presses = 0;
      return;
    }
    if (event.repeat) return;
    if (event.timeStamp - first > 2000) presses = 0;
    if (presses++ === 0) first = event.timeStamp;
    if (presses === 3) leave();
  });

  const trouble = doc.querySelector('.trouble');
  if (trouble) trouble.focus();
})();
