// What keeps the states on the start page true while it is open. Served as a file: the page runs nothing inline.

/** Plain JavaScript for the browser. The page is complete without it. */
export const startPageScript = `
const WORDS = { ready: 'Ready', 'not-ready': 'Not ready', unreachable: 'Not running' };
const summary = document.getElementById('summary');

function say(text, state) {
  if (summary.textContent !== text) summary.textContent = text;
  summary.dataset.state = state;
}

function show({ name, state, failing }) {
  const card = document.querySelector('[data-service="' + CSS.escape(name) + '"]');
  if (card === null) return;
  const pill = card.querySelector('.state');
  pill.textContent = WORDS[state];
  pill.dataset.state = state;
  const waiting = card.querySelector('.failing');
  waiting.hidden = failing.length === 0;
  waiting.querySelector('span').textContent = failing.join(', ');
}

async function refresh() {
  try {
    const services = await (await fetch('/status.json')).json();
    services.forEach(show);
    const ready = services.filter(({ state }) => state === 'ready').length;
    const all = services.length;
    if (ready === all) say('All ' + all + ' services are ready.', 'ready');
    else say(ready + ' of ' + all + ' services ' + (ready === 1 ? 'is' : 'are') + ' ready.', services.some(({ state }) => state === 'unreachable') ? 'unreachable' : 'not-ready');
  } catch {
    say('The console does not answer; the states below may be old.', 'unreachable');
  }
}

setInterval(() => { if (!document.hidden) void refresh(); }, 5000);
document.addEventListener('visibilitychange', () => { if (!document.hidden) void refresh(); });
`;
