// Adds to pages that work without it: copying, items that turn at once and
// outlive the network, time on an item, a guard against sending twice, and a
// quick way out.
(() => {
  'use strict';
  const doc = document;
  const said = doc.getElementById('kept') || doc.getElementById('said');

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
    if (event.persisted && doc.querySelector('[data-live]')) location.reload();
  });

  // Saving: what waits for the server, by place. It is never written down.
  const waiting = new Map();
  let busy = false;
  let tries = 0;
  let timer = 0;
  let gone = false; // this page is being left on purpose
  let then = ''; // where to go once all is saved
  const go = (address) => {
    gone = true;
    location.assign(address);
  };
  const send = async (words) => {
    clearTimeout(timer);
    if (busy) return;
    const [first] = waiting;
    if (!first) {
      if (then) go(then);
      return;
    }
    const [place, body] = first;
    let status = 0;
    busy = true;
    try {
      status = (await fetch(`/take/${place + 1}`, {
        method: 'POST',
        headers: { Accept: 'application/json' },
        body: new URLSearchParams(body),
        keepalive: true,
        signal: AbortSignal.timeout(10000),
      })).status;
    } catch { /* the network is away: tried again below */ }
    busy = false;
    if (gone) return;
    if (status === 204) {
      if (waiting.get(place) === body) waiting.delete(place);
      if (!waiting.size) said.textContent = words.saved;
      tries = 0;
      send(words);
    } else if (status && status < 500 && status !== 429) {
      // Finished in another tab, erased, or over: the server's page says which.
      go(location.href);
    } else {
      said.textContent = then ? words.last : words.unsaved;
      timer = setTimeout(send, Math.min(1000 * 2 ** tries++, 15000), words);
    }
  };

  // The two waves, as the server draws them; see package figure.
  const tuned = (sign, phase) => {
    const at = (x) => {
      const lead = sign * (1 - phase) * (1 - x) ** 2 * Math.PI / 2;
      return 80 + 55 * (1 - .35 * x) * Math.sin(2 * Math.PI / .3 * x + lead);
    };
    let path = '';
    for (let i = 0; i <= 120; i++) {
      const x = .01 + .98 * i / 120;
      path += `${i ? 'L' : 'M'}${(x * 1000).toFixed(1)} ${at(x).toFixed(1)}`;
    }
    return path;
  };

  // Items: all of them came with the page, and turn without a request.
  const paper = () => {
    const form = doc.getElementById('item');
    const { items, sets, first } = JSON.parse(doc.getElementById('paper').textContent);
    const words = form.dataset;
    const find = (selector) => doc.querySelector(selector);
    const [options, heading, hint, back] = ['.options', 'h1', '#hint', '.back a'].map(find);
    const auto = doc.getElementById('auto');
    const checking = Boolean(form.elements.from);
    let place = first;
    let turned = -1000; // when the page last turned by itself or by a tap
    let touched = false; // something was chosen since
    let pointer = false; // the last act was a pointer's
    let later = 0;

    const radios = () => [...form.querySelectorAll('input[type=radio]')];
    const fill = (text) => text.replace('{n}', place + 1);
    const blame = (wrong) => {
      find('.trouble')?.remove();
      doc.title = (wrong ? `${words.prefix} ` : '') + fill(words.title);
      if (!wrong) return;
      find('.back').after(doc.getElementById('blame').content.cloneNode(true));
      find('.trouble').focus();
    };
    const draw = () => {
      const item = items[place];
      heading.textContent = item.s;
      hint.textContent = item.v === 'declined' ? words.declined : words.hint;
      find('.count').textContent = fill(words.count);
      form.action = `/take/${place + 1}`;
      doc.querySelectorAll('[name=to]').forEach((to) => { to.value = `/take/${place + 1}`; });
      if (!checking) {
        back.href = place ? `/take/${place}` : '/';
        back.textContent = place ? words.back : words.start;
      }
      const label = options.firstElementChild;
      options.replaceChildren(...sets[item.o].map(([value, text], i) => {
        const one = label.cloneNode(true);
        const radio = one.firstElementChild;
        radio.id = i ? '' : 'r1';
        radio.value = value;
        radio.checked = item.v === String(value);
        one.lastElementChild.textContent = text;
        return one;
      }));
      doc.querySelectorAll('main > .waves path').forEach((path, i) =>
        path.setAttribute('d', tuned(i ? 1 : -1, place / items.length)));
      blame(false);
    };
    const turn = (to) => {
      place = to;
      seen = 0;
      since = performance.now();
      turned = since;
      touched = false;
      then = '';
      draw();
      heading.focus({ preventScroll: true });
      scrollTo(0, 0);
    };
    const keep = () => {
      clearTimeout(later);
      const item = items[place];
      waiting.delete(place);
      waiting.set(place, { response: item.v === 'declined' ? '' : item.v,
        decline: item.v === 'declined' ? 1 : '', elapsed: item.ms + spent() });
      send(words);
    };
    const settle = () => {
      clearTimeout(later);
      if (touched) keep();
      items[place].ms += spent();
      seen = 0;
      since = performance.now();
    };
    const forward = (decline) => {
      const item = items[place];
      const chosen = radios().find((r) => r.checked);
      if (decline) item.v = 'declined';
      else if (chosen) item.v = chosen.value;
      if (!item.v) {
        blame(true);
        return;
      }
      keep();
      touched = false;
      settle();
      if (checking || place + 1 === items.length) {
        then = '/check';
        send(words);
        return;
      }
      said.textContent = tries ? words.unsaved : '';
      history.pushState(null, '', `/take/${place + 2}`);
      turn(place + 1);
    };
    // The second half of a double tap is not meant for the page that it meets.
    const stray = () => !touched && performance.now() - turned < 500;

    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!stray() && !then) forward(event.submitter?.name === 'decline');
    });
    form.addEventListener('click', (event) => {
      if (auto.checked && event.detail && stray() && options.contains(event.target)) event.preventDefault();
    });
    doc.addEventListener('pointerdown', () => { pointer = true; });
    doc.addEventListener('keydown', (event) => {
      pointer = false;
      const radio = doc.activeElement;
      if (radio.name !== 'response' || event.ctrlKey || event.altKey || event.metaKey) return;
      const picked = /^[1-9]$/.test(event.key) && radios()[event.key - 1];
      if (!picked) return;
      picked.focus();
      picked.click();
    });
    options.addEventListener('change', (event) => {
      touched = true;
      items[place].v = event.target.value;
      if (auto.checked && pointer) forward();
      else later = setTimeout(keep, pointer ? 0 : 700); // arrows pass by others
    });
    auto.addEventListener('change', () => {
      said.textContent = auto.checked ? words.on : words.off;
    });
    back.addEventListener('click', (event) => {
      if (checking || !place || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      settle();
      history.pushState(null, '', `/take/${place}`);
      turn(place - 1);
    });
    addEventListener('popstate', () => {
      const to = location.pathname.slice(6) - 1;
      if (to === place || !items[to]) return;
      settle();
      turn(to);
    });
    addEventListener('pagehide', () => { if (touched && !gone) keep(); });
    addEventListener('online', () => send(words));
    addEventListener('beforeunload', (event) => {
      if (waiting.size && !gone) event.preventDefault();
    });
    auto.closest('p').hidden = false;
  };
  if (doc.getElementById('paper')) paper();

  // Out: cover first, then leave nothing to come back to in this entry.
  const exit = doc.getElementById('exit');
  const leave = () => {
    gone = true;
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
