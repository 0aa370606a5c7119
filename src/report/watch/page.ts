import { html } from '../page/markup.ts';
import { STYLE } from '../page/style.ts';

/** The style of the live page: that of a run's page, and what only the live page has. */
export const WATCH_STYLE = `${STYLE}
.margin { font-size: 1.2rem }
.hosts .past { border-style: dashed } .past strong::after { content: " (past)"; font-weight: normal }
.backends, .messages { list-style: none; margin: .3rem 0 0; padding: 0 }
.hosts .backends li { border: 0; padding: 0 }
.frame { background: var(--block); font-size: .875rem; padding: .75rem }
.frame .inside { padding-left: 2rem } .frame .running { font-weight: bold }
.lost { color: var(--bad); font-weight: bold }
`;

/** Replaces the sections of the page by the markup that the program sends, in which it has escaped all text. */
export const WATCH_SCRIPT = `const connection = document.getElementById('connection');
const source = new EventSource('/events');
const say = (text, lost) => {
  connection.textContent = text;
  connection.className = lost ? 'lost' : 'soft';
};
source.onopen = () => say('live', false);
source.onerror = () => say('no connection to quorate watch; the page shows the last state', true);
for (const id of ['hosts', 'run'])
  source.addEventListener(id, ({ data }) => {
    document.getElementById(id).innerHTML = data;
  });
`;

/** Renders the page. Its sections are empty until the first events arrive. */
export function renderWatchPage(cluster: string): string {
  const page = html`<meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${cluster}</title>
    <link rel="stylesheet" href="/style.css" />
    <script src="/script.js" defer></script>
    <main>
      <h1>${cluster}</h1>
      <p id="connection" class="soft" role="status">connecting</p>
      <h2>Hosts</h2>
      <div id="hosts"><p>Reading the hosts.</p></div>
      <h2>Newest run</h2>
      <div id="run"></div>
    </main>`;
  return `<!doctype html>\n<html lang="en">\n${page.text}\n</html>\n`;
}

/** The answer that exchanges the token. It opens the page itself, so that a link from elsewhere also sends the cookie. */
export function renderEntryPage(): string {
  const page = html`<meta charset="utf-8" />
    <meta http-equiv="refresh" content="0;url=/" />
    <title>quorate watch</title>
    <main>
      <p><a href="/">Open the page</a></p>
    </main>`;
  return `<!doctype html>\n<html lang="en">\n${page.text}\n</html>\n`;
}
