// The transport of pages: the browser turns them, the cookie opens them.
const way = {
  go(path) {
    gone = true;
    location.assign(path);
  },
  again() { way.go(location.href); },
  save: async (place, { value, ms }, signal) => (await fetch(`/take/${place + 1}`, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams(value === 'declined' ? { decline: 1, elapsed: ms } : { response: value, elapsed: ms }),
    keepalive: true,
    signal,
  })).status,
  turned(n) { history.pushState(null, '', `/take/${n}`); },
  back(turn, signal) {
    addEventListener('popstate', () => turn(location.pathname.slice(6) - 1), { signal });
  },
  top() { scrollTo({ top: 0, behavior: 'instant' }); }, // a key pressed meanwhile scrolls too
  leave(address) { location.replace(address); },
};

// A second tap must not send twice; coming back must let one send again.
const sent = new Set();
doc.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches('[data-once]')) return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  if (form.elements.ms) form.elements.ms.value = spent();
});
addEventListener('pageshow', (event) => {
  sent.clear();
  if (event.persisted && find('[data-live]')) location.reload();
});
addEventListener('beforeunload', (event) => {
  if (waiting.size && !gone) event.preventDefault();
});
start();
