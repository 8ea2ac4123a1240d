// Hands the address of a card to the device's own menu, where there is one.
(() => {
  'use strict';
  if (!navigator.share) return;
  document.querySelectorAll('[data-share]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => {
      navigator.share({ url: button.dataset.share }).catch(() => { /* closed without sharing */ });
    });
  });
})();
