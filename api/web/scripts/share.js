// Hands the address of a card to the device's own menu, where there is one.
{
  const shown = navigator.share ? doc.querySelectorAll('[data-share]') : [];
  shown.forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => {
      navigator.share({ url: button.dataset.share }).catch(() => { /* closed without sharing */ });
    });
  });
}
