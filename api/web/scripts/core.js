// What pages and frames share: copying, time on an item, what is said aloud.
// A transport, which is page.js or frame.js, brings "way": how to save, turn
// to a page and leave.
const doc = document;
const find = (selector) => doc.querySelector(selector);
const say = (words) => { (find('#kept') || find('#said')).textContent = words; };

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
  const before = button.textContent;
  button.textContent = done ? button.dataset.copied : button.dataset.selected;
  say(button.textContent);
  setTimeout(() => {
    button.textContent = before;
    say('');
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
const restart = () => {
  seen = 0;
  since = performance.now();
};

// Out: cover first, then leave nothing to come back to.
let gone = false; // this page is being left on purpose
const leave = () => {
  gone = true;
  doc.documentElement.classList.add('covered');
  doc.title = '\u2026';
  way.leave(find('#exit').href);
};
doc.addEventListener('click', (event) => {
  if (!event.target.closest('#exit')) return;
  event.preventDefault();
  leave();
});
let presses = 0;
let firstPress = 0;
addEventListener('keydown', (event) => {
  if (event.key !== 'Shift') {
    presses = 0;
    return;
  }
  if (event.repeat) return;
  if (event.timeStamp - firstPress > 2000) presses = 0;
  if (presses++ === 0) firstPress = event.timeStamp;
  if (presses === 3) leave();
});
