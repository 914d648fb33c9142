// Starts the web application: who is signed in and the texts are asked for at once, then it is shown.
import { createRoot } from 'react-dom/client';
import './design/styles.js';
import { App } from './app.js';
import { startTexts } from './i18n/i18n.js';
import { askSession, watchSession } from './session/session.js';

const root = document.getElementById('root');
if (root === null) throw new Error('the document has no root');
// Without an answer the application still starts, and says on its pages what it can't reach.
await Promise.all([startTexts(), askSession().catch(() => undefined)]);
watchSession();
createRoot(root).render(<App />);
