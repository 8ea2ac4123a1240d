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
let shown; // ends what listens for the page that was shown before
const paper = () => {
  shown?.abort();
  shown = new AbortController();
  const { signal } = shown;
  if (!find('#paper')) return;
  const form = find('#item');
  const { items, sets, first } = JSON.parse(find('#paper').textContent);
  const words = form.dataset;
  const [options, heading, hint, back, auto] = ['.options', 'h1', '#hint', '.back a', '#auto'].map(find);
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
    doc.title = (wrong ? words.prefix : '') + fill(words.title);
    if (!wrong) return;
    find('.back').after(find('#blame').content.cloneNode(true));
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
      back.setAttribute('href', place ? `/take/${place}` : '/');
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
    restart();
    turned = since;
    touched = false;
    then = '';
    draw();
    heading.focus({ preventScroll: true });
    way.top();
  };
  const keep = () => {
    clearTimeout(later);
    const item = items[place];
    waiting.delete(place);
    waiting.set(place, { id: item.i, value: item.v, ms: item.ms + spent() });
    send(words);
  };
  const settle = () => {
    clearTimeout(later);
    if (touched) keep();
    items[place].ms += spent();
    restart();
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
    say(tries ? words.unsaved : '');
    way.turned(place + 2);
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
  doc.addEventListener('pointerdown', () => { pointer = true; }, { signal });
  doc.addEventListener('keydown', (event) => {
    pointer = false;
    const radio = doc.activeElement;
    if (radio.name !== 'response' || event.ctrlKey || event.altKey || event.metaKey) return;
    const picked = /^[1-9]$/.test(event.key) && radios()[event.key - 1];
    if (!picked) return;
    picked.focus();
    picked.click();
  }, { signal });
  options.addEventListener('change', (event) => {
    touched = true;
    items[place].v = event.target.value;
    if (auto.checked && pointer) forward();
    else later = setTimeout(keep, pointer ? 0 : 700); // arrows pass by others
  });
  auto.addEventListener('change', () => say(auto.checked ? words.on : words.off));
  back.addEventListener('click', (event) => {
    if (checking || !place || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    settle();
    way.turned(place);
    turn(place - 1);
  });
  way.back?.((to) => {
    if (to === place || !items[to]) return;
    settle();
    turn(to);
  }, signal);
  addEventListener('pagehide', () => { if (touched && !gone) keep(); }, { signal });
  addEventListener('online', () => send(words), { signal });
  auto.closest('p').hidden = false;
};

// What is done for each page that is shown.
const start = () => {
  paper();
  offer();
  find('.trouble')?.focus();
};
