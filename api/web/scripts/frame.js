// The transport of frames, which have neither cookie nor storage, neither form
// submission nor popups: pages come by fetch from under the frame's address,
// responses go to /v1, and the token lives in memory alone.
const root = doc.documentElement;
const { base, instrument } = root.dataset;
const secret = /[?&]secret=([\w-]+)/.exec(location.hash)?.[1]; // of WordPress
let pass = {}; // id and token of the attempt
let at = (location.pathname.slice(base.length) || '/') + location.search; // the page that is shown
let host; // who embeds: its origin, and the id that it gave this frame
let loads = 0;
let answered = 0;
let acted = false; // somebody turned a page
let used; // what was clicked last

const tell = (type, detail, more) => {
  if (host) parent.postMessage({ v: 1, id: host.id, type, detail: { instrument, attempt: pass.id, ...detail }, ...more }, host.origin);
};
const measure = () => {
  const height = Math.ceil(root.getBoundingClientRect().height);
  tell('resize', { height: Math.min(height, 20000) });
  if (!secret) return;
  // WordPress does as it is told: until somebody acts it is told what it has,
  // so that its page stands still, unless that is too little to read.
  const kept = innerHeight < 600 ? Math.max(height, innerHeight) : innerHeight;
  parent.postMessage({ message: 'height', value: Math.min(Math.max(acted ? height : kept, 200), 1000), secret }, '*');
};
// Says something beside what was used, for a frame may be higher than a screen.
const remark = (words) => {
  say(words);
  const near = used?.closest('p, form, li');
  if (!near) return;
  let note = near.nextElementSibling;
  if (!note?.matches('.remark')) {
    note = doc.createElement('p');
    note.className = 'note remark';
    near.after(note);
  }
  note.textContent = words;
};
// Scrolls the frame where it scrolls, and the host where that does.
const reveal = (node) => {
  acted = true;
  for (const box of [node.closest('details'), node.querySelector(':scope > details')]) if (box) box.open = true;
  tell('scroll', {}, { top: node === root ? 0 : node.getBoundingClientRect().top });
  if (node === root) scrollTo(0, 0);
  else node.scrollIntoView();
};
const focus = (node) => {
  if (!node.hasAttribute('tabindex')) node.tabIndex = -1;
  node.focus({ preventScroll: true });
};

const ask = (address, bearer, options) => fetch(address, {
  ...options,
  credentials: 'omit',
  headers: { ...(pass.token && { Authorization: `Bearer ${bearer}` }), ...options?.headers },
});
// A host lets a frame be only so high: what a result can spare at first is
// folded up.
const folded = '#body, #mechanisms, #focus, #audience, #topic, #phrases, #worksheets, #faq, #region, #keep';
const fold = (section) => {
  const heading = section.querySelector(':scope > h2');
  if (!heading) return;
  const box = doc.createElement('details');
  const summary = doc.createElement('summary');
  summary.append(heading);
  box.append(summary, ...section.childNodes);
  section.append(box);
};
// Renews the parts that a reply is about, where the page has them.
const renew = (page, parts) => {
  const fresh = parts.map((id) => page.getElementById(id));
  if (!fresh.length || !fresh.every((part) => part && doc.getElementById(part.id))) return false;
  fresh.forEach((part) => doc.getElementById(part.id).replaceWith(part));
  focus(fresh[0].querySelector('button') || fresh[0]);
  return true;
};
const draw = (path, html, parts) => {
  const page = new DOMParser().parseFromString(html, 'text/html');
  if (renew(page, parts)) return;
  const [where, mark] = path.split('#');
  at = where;
  then = '';
  root.lang = page.documentElement.lang;
  root.dir = page.documentElement.dir;
  doc.title = page.title;
  doc.body.replaceChildren(...page.body.childNodes);
  if (find('.page-result')) doc.querySelectorAll(folded).forEach(fold);
  restart();
  start();
  const goal = mark && doc.getElementById(mark);
  reveal(goal || root);
  focus(find('.trouble') || goal || find('h1'));
};
const keepFile = (name, body) => {
  const link = doc.createElement('a');
  link.href = URL.createObjectURL(body);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  // A sandboxed frame cannot know whether it may save a file.
  if (origin === 'null') remark(root.dataset.unsaved);
};
const load = async (path, options, parts = []) => {
  const mine = ++loads;
  try {
    const res = await ask(base + path.split('#')[0], `${pass.id}.${pass.token}`, options);
    const to = res.headers.get('Location');
    if (to) {
      if (res.status === 201) pass = await res.json();
      if (path === '/begin') tell('started');
      if (path === '/check' && to === '/safety') tell('completed');
      return load(to, {}, parts);
    }
    const name = /filename="(.+?)"/.exec(res.headers.get('Content-Disposition'))?.[1];
    if (name) return keepFile(name, await res.blob());
    const html = await res.text();
    if (res.status > 499) tell('error');
    if (mine === loads && !gone) draw(path, html, parts);
  } catch {
    remark(root.dataset.away);
    tell('error');
  }
};

const way = {
  go: load,
  again() { load(at); },
  async save(place, { id, value, ms }, signal) {
    const res = await ask(`/v1/attempts/${pass.id}/responses`, pass.token, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ responses: { [id]: value === 'declined' ? null : +value }, elapsed_ms: { [id]: ms } }),
      signal,
    });
    if (res.ok) {
      const progress = await res.json();
      if (progress.answered !== answered) tell('progress', progress);
      answered = progress.answered;
    }
    return res.status;
  },
  turned(n) { at = `/take/${n}`; },
  top() { reveal(root); },
  unprinted() { remark(root.dataset.unprinted); },
  leave(address) {
    pass = {};
    doc.body.replaceChildren();
    tell('exit');
    try {
      top.location.replace(address);
    } catch { /* a sandboxed frame moves nobody but itself */ }
    setTimeout(() => {
      doc.body.textContent = root.dataset.close;
      root.classList.remove('covered');
    }, 500);
  },
};

const follow = (event, link) => {
  const to = link.getAttribute('href');
  if (/^(tel|mailto|blob):/.test(to)) return;
  event.preventDefault();
  if (to[0] === '#') {
    const goal = doc.getElementById(to.slice(1));
    reveal(goal);
    focus(goal);
  } else if (to[0] === '?') {
    const url = new URL(at, location);
    new URLSearchParams(to).forEach((value, key) => url.searchParams.set(key, value));
    load(url.pathname + url.search);
  } else if (to[0] === '/' && !link.target) {
    load(to);
  } else {
    const tab = window.open(link.href);
    if (tab) tab.opener = null;
    else if (!link.dataset.told) {
      link.dataset.told = 1;
      link.after(` ${link.href}`);
    }
  }
};
const submit = (form, button) => {
  const to = form.getAttribute('action');
  const data = new FormData(form, button);
  if (form.elements.ms) data.set('ms', spent());
  const flat = new URLSearchParams(data);
  if (form.method === 'get') load(`${to}?${flat}`);
  else load(to.split('#')[0], { method: 'POST', body: form.enctype === 'multipart/form-data' ? data : flat }, form.dataset.swap?.split(' '));
};
doc.addEventListener('click', ({ target }) => { used = target; }, true);
doc.addEventListener('click', (event) => {
  if (event.defaultPrevented) return;
  const hit = event.target.closest('a[href], button');
  if (!hit) return;
  if (hit.matches('a')) follow(event, hit);
  else if (hit.form && hit.type === 'submit') {
    // A sandbox would not even say that a form is submitted.
    event.preventDefault();
    if (hit.form.noValidate || hit.form.reportValidity()) {
      hit.form.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true, submitter: hit }));
    }
  }
});
doc.addEventListener('submit', (event) => {
  if (event.defaultPrevented) return;
  event.preventDefault(); // Firefox submits even for an event that a script made
  submit(event.target, event.submitter);
});
addEventListener('keydown', (event) => {
  if (event.key === 'Escape') tell('close');
});
addEventListener('message', ({ data, source, origin: from }) => {
  if (source !== parent || !data) return;
  if (secret && data.secret === secret) measure();
  if (data.v !== 1 || data.type !== 'ping' || typeof data.id !== 'string') return;
  const known = host?.id === data.id;
  host = { id: data.id, origin: from === 'null' ? '*' : from };
  if (!known) tell('ready', {}, { title: doc.title });
  measure();
});
new ResizeObserver(measure).observe(root);
start();
