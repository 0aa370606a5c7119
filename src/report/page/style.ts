/** The style of the page: one column on a phone, dark if the reader prefers it, black on white on paper. */
export const STYLE = `
:root { color-scheme: light dark; --back: #fff; --text: #1c1c1c; --soft: #595959; --line: #d0d0d0; --block: #f3f3f3;
  --work: #2266aa; --wait: #8a6100; --bad: #b3261e; --good: #1b6e36 }
@media (prefers-color-scheme: dark) { :root { --back: #16181b; --text: #ececec; --soft: #b0b0b0; --line: #44484d;
  --block: #23262a; --work: #79b0ea; --wait: #e0b04a; --bad: #ff9b91; --good: #7fd39a } }
* { box-sizing: border-box }
body { background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif; margin: 0 auto;
  max-width: 75rem; padding: 1rem; overflow-wrap: anywhere }
h1 { font-size: 1.5rem } h2 { font-size: 1.2rem; margin-top: 2rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem } dt { color: var(--soft) } dd { margin: 0 }
pre { background: var(--block); overflow-x: auto; padding: .75rem; white-space: pre-wrap; font-size: .875rem }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { border-bottom: 1px solid var(--line); overflow-wrap: break-word; padding: .3rem .6rem; text-align: left;
  vertical-align: top }
.row { display: grid; grid-template-columns: 9rem 1fr; gap: .5rem; align-items: center; margin: .2rem 0 }
.track { position: relative; height: 1.25rem; background: var(--block) }
.bar { position: absolute; top: 0; height: 100%; min-width: 2px; background: var(--work) }
.bar.waiting { background: repeating-linear-gradient(45deg, var(--wait) 0 4px, transparent 4px 8px) }
.bar.failed { background: var(--bad) }
.bar.critical { box-shadow: inset 0 -4px 0 var(--text) }
.key { display: inline-block; position: relative; width: 2rem; height: .8rem }
.bad { color: var(--bad); font-weight: bold } .good { color: var(--good) } .soft { color: var(--soft) }
.hosts { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .75rem; padding: 0;
  list-style: none }
.hosts li { border: 1px solid var(--line); padding: .5rem .75rem }
@media (max-width: 40rem) { .row { grid-template-columns: 1fr; gap: 0 } dl { grid-template-columns: 1fr }
  thead { display: none } tr { border-bottom: 1px solid var(--line); display: block; padding: .3rem 0 }
  td { border: 0; display: block; padding: 0 } td:empty { display: none } td:first-child { font-weight: bold }
  td:not(:first-child)::before { content: attr(data-head) ": "; color: var(--soft) } }
@media print { :root { color-scheme: light; --back: #fff; --text: #000; --soft: #444; --block: #f3f3f3; --work: #26a;
  --wait: #8a6100; --bad: #b00; --good: #163 } .bar { print-color-adjust: exact } h2 { break-after: avoid }
  details::details-content { content-visibility: visible; block-size: auto } }
`;
