import type { Frame } from './frames.ts';
import type { Span } from './screen.ts';

/** Seconds that a frame is shown, and that the last one is shown in addition. */
const FRAME_SECONDS = 0.6;
const LAST_SECONDS = 6;

const LINE = 18;
const CHARACTER = 8.43;
const MARGIN = 14;
const TITLE = 28;

interface Size {
  readonly columns: number;
  readonly rows: number;
}

/**
 * Draws frames as an animated SVG without scripts. The colors follow the color scheme of the reader. Readers who prefer
 * reduced motion see the last frame.
 */
export function animatedSvg(frames: readonly Frame[], title: string, { columns, rows }: Size): string {
  const width = Math.ceil(columns * CHARACTER + 2 * MARGIN);
  const height = rows * LINE + 2 * MARGIN + TITLE;
  const whole = frames.length * FRAME_SECONDS + LAST_SECONDS;
  const groups = frames.map((frame, index) => groupOf(frame, index, index === frames.length - 1));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(title)}</title>
<style>${styleSheet(whole)}</style>
<rect class="back" width="${width}" height="${height}" rx="8"/>
<text class="dim" x="${width / 2}" y="22" text-anchor="middle">${escaped(title)}</text>
${groups.join('\n')}
</svg>
`;
}

function groupOf(frame: Frame, index: number, isLast: boolean): string {
  const lines = frame.map((spans, row) => lineOf(spans, row)).join('');
  const delay = (index * FRAME_SECONDS).toFixed(1);
  return `<g class="${isLast ? 'f last' : 'f'}" style="animation-delay:${delay}s">${lines}</g>`;
}

function lineOf(spans: readonly Span[], row: number): string {
  if (spans.length === 0) return '';
  const text = spans.map((span) =>
    span.style === 'plain'
      ? escaped(span.text)
      : `<tspan class="${span.style}">${escaped(span.text)}</tspan>`,
  );
  return `<text x="${MARGIN}" y="${TITLE + MARGIN + row * LINE + 12}">${text.join('')}</text>`;
}

function styleSheet(whole: number): string {
  const shown = (seconds: number) => ((100 * seconds) / whole).toFixed(3);
  const keyframes = (name: string, seconds: number) =>
    `@keyframes ${name}{0%{visibility:visible}${shown(seconds)}%,100%{visibility:hidden}}`;
  const light = '--back:#f6f8fa;--text:#1f2328;--dim:#656d76;--red:#cf222e;--green:#1a7f37;--yellow:#9a6700';
  const dark = '--back:#0d1117;--text:#e6edf3;--dim:#8b949e;--red:#ff7b72;--green:#3fb950;--yellow:#d29922';
  return [
    `svg{${light}}@media(prefers-color-scheme:dark){svg{${dark}}}`,
    'text{font:14px ui-monospace,monospace;fill:var(--text);white-space:pre}',
    '.back{fill:var(--back);stroke:var(--dim)}.bold{font-weight:700}',
    ...['dim', 'red', 'green', 'yellow'].map((name) => `.${name}{fill:var(--${name})}`),
    keyframes('f', FRAME_SECONDS),
    keyframes('last', FRAME_SECONDS + LAST_SECONDS),
    `.f{visibility:hidden;animation:f ${whole}s step-end infinite}.last{animation-name:last}`,
    '@media(prefers-reduced-motion:reduce){.f{animation:none}.last{visibility:visible}}',
  ].join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
