// Adds to the result: replies that take their place without a new page. Without
// it each is a page of its own.

{
  // A form with data-swap names the parts of the page that its reply renews.
  const swap = async (form, button) => {
    const body = new URLSearchParams(new FormData(form, button));
    const reply = await fetch(form.action, { method: 'POST', body });
    if (!reply.ok) throw new Error(reply.status);
    const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
    const parts = form.dataset.swap.split(' ');
    const fresh = parts.map((id) => page.getElementById(id));
    if (!fresh.every(Boolean)) throw new Error('another page');
    parts.forEach((id, i) => {
      const old = doc.getElementById(id);
      fresh[i].style.minHeight = `${old.offsetHeight}px`; // nothing below moves
      old.replaceWith(fresh[i]);
    });
    const next = fresh[0].querySelector('button') || fresh[0];
    if (next === fresh[0]) next.tabIndex = -1;
    next.focus({ preventScroll: true });
  };
  doc.addEventListener('submit', async (event) => {
    const form = event.target;
    const button = event.submitter;
    if (event.defaultPrevented || !form.dataset.swap) return;
    event.preventDefault();
    try {
      await swap(form, button);
    } catch {
      // As without a script: the browser sends it, and shows what comes.
      const value = doc.createElement('input');
      Object.assign(value, { type: 'hidden', name: button.name, value: button.value });
      form.append(value);
      form.submit();
    }
  });
}
