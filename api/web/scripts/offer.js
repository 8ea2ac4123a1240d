// What not every browser can do, or may do in a frame: hand the address of a
// card to the device's own menu, and print. It is offered where it can be done.
const offer = () => {
  doc.querySelectorAll('[data-share]').forEach((button) => {
    button.hidden = !navigator.canShare?.({ url: button.dataset.share });
  });
  if (!find('#print')) return;
  find('#print').hidden = false;
  find('#by-hand').hidden = true;
};
const print = () => {
  let printing = false;
  addEventListener('beforeprint', () => { printing = true; }, { once: true });
  globalThis.print();
  if (!printing) way.unprinted?.();
};
doc.addEventListener('click', ({ target }) => {
  const url = target.closest('[data-share]')?.dataset.share;
  if (url) navigator.share({ url }).catch(() => { /* closed without sharing */ });
  if (target.closest('#print button')) print();
});

// What is folded up is printed too; engines differ in what a style can open.
let opened = [];
addEventListener('beforeprint', () => {
  opened = [...doc.querySelectorAll('details:not([open])')];
  opened.forEach((box) => { box.open = true; });
});
addEventListener('afterprint', () => opened.forEach((box) => { box.open = false; }));
