// Puts the test on a page: for each <script data-partner> where it stands, and
// for each <attune-quiz partner>, now or later. An iframe inside the element,
// which keeps the room, is taken over as it stands, and so is a link that opens
// a popup. It leaves no globals, may run twice, and changes nothing of the page
// but its own element.
const me = document.currentScript;
const home = new URL(me.src).origin;
const tag = 'attune-quiz';
const make = (name, props, css) => {
  const node = Object.assign(document.createElement(name), props);
  node.style.cssText = css;
  return node;
};
class Quiz extends HTMLElement {
  connectedCallback() {
    if (!this.isConnected || this.hear) return;
    // The parser may still bring the iframe inside.
    if (!this.made && document.readyState === 'loading') {
      this.made = 1;
      document.addEventListener('DOMContentLoaded', () => this.connectedCallback());
      return;
    }
    const get = (key) => this.getAttribute(key) ?? this.getAttribute(`data-${key}`);
    const [label, scheme, card, instrument] = ['label', 'scheme', 'card', 'instrument'].map(get);
    const popup = get('mode') === 'popup';
    const id = `${Math.random()}`;
    const query = new URLSearchParams();
    for (const key of ['topic', 'article', 'locale', 'scheme', 'form']) if (get(key)) query.set(key, get(key));
    const frame = this.querySelector('iframe') || make('iframe', {
      title: label || 'Attune',
      loading: 'lazy',
      referrerPolicy: 'origin',
      allow: 'clipboard-write',
      src: `${home}/embed/${get('partner')}/${instrument}${card ? `/${card}` : ''}?${query}`,
    }, `display:block;height:${card ? 280 : 2900}px`);
    frame.style.cssText += `;width:100%;border:0;color-scheme:${scheme || 'light dark'}`;
    const top = () => frame.getBoundingClientRect().top;

    let box;
    let known; // how high the frame is
    let loaded;
    let acted; // somebody turned a page
    let room; // what the frame does not get less than
    // The frame is ours and tells ids and counts alone.
    const tell = (type, from) => {
      this.dispatchEvent(new CustomEvent(`quiz:${type}`, { bubbles: true, detail: { instrument, ...from } }));
    };
    const ping = (n) => {
      if (known || !frame.isConnected) return;
      if (n > 12) {
        // One that never speaks, as where the page's origin is not listed, keeps no room.
        if (loaded) {
          frame.style.height = '9em';
          tell('error');
        }
        return;
      }
      frame.contentWindow.postMessage({ v: 1, id, type: 'ping' }, '*');
      setTimeout(ping, 99 * n, n + 1);
    };
    frame.onload = () => {
      known = 0;
      loaded = 1;
      ping(1);
    };
    this.hear = ({ data, origin, source }) => {
      if (origin !== home || source !== frame.contentWindow || data?.v !== 1 || data.id !== id) return;
      const { type, detail } = data;
      if (type === 'resize') {
        const h = detail.height;
        if (!(h === +h && h >= 0 && h <= 20000)) return;
        known = 1;
        // Until somebody acts, the room is given up only where nobody sees it.
        if (acted || top() + h > innerHeight) room = h;
        room ??= frame.offsetHeight;
        if (!box) frame.style.height = `${Math.max(h, room)}px`;
      }
      if (type === 'ready') {
        if (!label) frame.title = data.title;
        if (get('autofocus') != null) frame.focus();
      }
      if (type === 'scroll') {
        acted = 1;
        const y = top() + data.top;
        if (!box && (y < 0 || y > innerHeight / 2)) scrollBy(0, y);
      } else if (type === 'close') {
        box?.close();
      } else if (type === 'exit') {
        document.documentElement.remove();
        location.replace(`${home}/exit`);
      } else {
        tell(type, detail);
      }
    };
    addEventListener('message', this.hear);

    if (popup) {
      const opener = this.querySelector('a') || make('button', { type: 'button', textContent: frame.title });
      opener.onclick = (event) => {
        event.preventDefault();
        box.showModal();
      };
      box = make('dialog', { ariaLabel: frame.title, onclose() { opener.focus(); } },
        'width:44rem;max-width:100vw;height:100vh;max-height:none;padding:0;border:0');
      box.append(make('button', {
        type: 'button', textContent: '\u00d7', ariaLabel: get('close'), onclick() { box.close(); },
      }, 'display:block;margin-left:auto;width:3rem;height:3rem;border:0;background:0;font-size:2rem'), frame);
      frame.style.height = 'calc(100% - 3.2rem)';
      this.replaceChildren(opener, box);
    } else if (frame.isConnected) ping(1);
    else this.replaceChildren(frame);
  }

  disconnectedCallback() {
    this.hear = removeEventListener('message', this.hear);
    this.replaceChildren();
  }
}
if (!customElements.get(tag)) customElements.define(tag, Quiz);
if (me.dataset.partner) {
  const quiz = Object.assign(document.createElement(tag), { made: 1 });
  Object.assign(quiz.dataset, me.dataset);
  me.after(quiz);
}
