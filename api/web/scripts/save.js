// Saving: what waits for the server, by place. It is never written down.
const waiting = new Map();
let busy = false;
let tries = 0;
let timer = 0;
let then = ''; // where to go once all is saved
const send = async (words) => {
  clearTimeout(timer);
  if (busy) return;
  const [first] = waiting;
  if (!first) {
    if (then) way.go(then);
    return;
  }
  const [place, given] = first;
  let status = 0;
  busy = true;
  try {
    status = await way.save(place, given, AbortSignal.timeout(10000));
  } catch { /* the network is away: tried again below */ }
  busy = false;
  if (gone) return;
  if (status >= 200 && status < 300) {
    if (waiting.get(place) === given) waiting.delete(place);
    if (!waiting.size) say(words.saved);
    tries = 0;
    send(words);
  } else if (status && status < 500 && status !== 429) {
    // Finished in another tab, erased, or over: the server's page says which.
    way.again();
  } else {
    say(then ? words.last : words.unsaved);
    timer = setTimeout(send, Math.min(1000 * 2 ** tries++, 15000), words);
  }
};
