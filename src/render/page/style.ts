/** Of the page and of its drawings. Colours meet WCAG AA on their ground in both schemes. */
export const STYLE = `
:root{--ground:#fff;--ink:#1b1f24;--quiet:#57606a;--line:#d0d7de;--faint:#eceff2;--fault:#f6e3b8;--fault-ink:#6d4a00;--good:#0b6fb8;--good-fill:#bcdcf3;--errors:#b3261e;--offered:#57606a;--backlog:#8d6bb8;--second:#00705a;--pass:#0f6a32;--fail:#b3261e;--link:#0a58a8;--blocked:#d98a00;--free:#fff}
@media (prefers-color-scheme:dark){:root{--ground:#14181d;--ink:#e6e9ec;--quiet:#a3adb8;--line:#3b434c;--faint:#222930;--fault:#453816;--fault-ink:#f0cd7e;--good:#6cbcf5;--good-fill:#1f4f75;--errors:#ff8a80;--offered:#a3adb8;--backlog:#a98bd6;--second:#4fd1b0;--pass:#6fd694;--fail:#ff8a80;--link:#79b8ff;--blocked:#e2a33d;--free:#14181d}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:62rem;padding:1rem 1rem 4rem;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
h1,h2,h3,h4{line-height:1.2;margin:0 0 .5rem;overflow-wrap:anywhere}
h1{font-size:2rem;letter-spacing:-.01em}
h2{font-size:1.35rem;margin-top:2.5rem}
h3{font-size:1.1rem;margin-top:1.8rem}
p{margin:.5rem 0;max-width:46rem;overflow-wrap:anywhere}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,button:focus-visible,input:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--good);outline-offset:2px}
.skip{position:absolute;left:-99rem}
.skip:focus{position:static}
.program{color:var(--quiet);margin:0 0 .25rem;font-size:.875rem}
.question{font-size:1.2rem;margin:.25rem 0 1rem}
.quiet,figcaption{color:var(--quiet);font-size:.875rem}
.note{border-left:4px solid var(--errors);padding-left:.75rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:.75rem 0}
dt{color:var(--quiet)}
dd{margin:0;min-width:0;overflow-wrap:anywhere}
ul{margin:.25rem 0;padding-left:1.2rem;max-width:46rem;overflow-wrap:anywhere}
.fault-chip{background:var(--fault);color:var(--fault-ink);padding:.1rem .5rem;border-radius:3px;font-weight:600}
.lead{font-size:1.35rem;font-weight:600;line-height:1.3;margin:.25rem 0 1rem}
figure{margin:1rem 0}
figure svg{display:block;width:100%;overflow:visible}
figure svg[viewBox]{height:auto}
.bars svg{max-width:36rem}
.timeline .drawings,.spread .drawings,.ledger .drawings{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,21rem),1fr));gap:1.5rem 2rem}
.timeline svg,.spread svg,.ledger svg{max-width:34rem}
.waterfall .drawings{display:grid;gap:1.25rem;max-width:52rem}
.waterfall .drawings svg{overflow:hidden}
.waterfall p{margin:.25rem 0}
.key{display:flex;flex-wrap:wrap;gap:.1rem 1rem;margin-bottom:.35rem}
.key i{display:inline-block;width:24px;height:10px;vertical-align:middle;margin-right:.35rem}
.key .waits,.key .pause{height:2px;background:var(--quiet)}
.key .pause{background:none;border-top:2px dotted var(--quiet)}
.key .queued{height:5px;background:var(--backlog)}
.key .working{background:var(--good)}
.key .blocked{height:8px;background:var(--blocked);outline:1px dashed var(--ink)}
.attempts td:nth-child(-n+3),.attempts td:last-child{text-align:left;white-space:normal}
.attempts th:nth-child(-n+3),.attempts th:last-child{text-align:left}
.attempts tbody th{min-width:5rem}
.ends-yes,.ends-done{color:var(--pass)}
.ends-no{color:var(--errors)}
figcaption{margin-top:.5rem;max-width:46rem}
details{margin:.5rem 0}
summary{cursor:pointer;color:var(--link);font-size:.875rem}
table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums;margin:.25rem 0 .5rem}
caption{text-align:left;font-weight:600;font-size:1rem;padding:.75rem 0 .25rem;white-space:nowrap}
th,td{padding:.2rem .75rem .2rem 0;text-align:right;vertical-align:top;border-top:1px solid var(--faint);white-space:nowrap}
thead th{border-top:0;border-bottom:1px solid var(--line);color:var(--quiet);font-weight:600;vertical-align:bottom}
tbody th{font-weight:400;text-align:left;white-space:normal;min-width:9rem}
thead th:first-child{text-align:left}
.figures tbody th{min-width:12rem}
@media (min-width:48rem){.figures tbody th{min-width:18rem}.figures td,.figures thead th:not(:first-child){min-width:6.5rem}}
th.indented{padding-left:1.25rem}
.heading-row td{text-align:left;padding-top:.5rem}
.note-row td{text-align:left;padding-left:1.25rem;color:var(--quiet);border-top:0;white-space:normal}
.control,${controls()}{color:var(--quiet)}
.worse{color:var(--fail);font-weight:700}
.pass,.fail{font-weight:700}
.pass{color:var(--pass)}
.fail{color:var(--fail)}
.gates td,.gates th{text-align:left;white-space:normal}
.overview thead th[colspan]{text-align:center}
td.winner{font-weight:600}
.scroll{overflow-x:auto;max-width:100%}
code,pre{font:.875rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code{overflow-wrap:anywhere}
pre{overflow:auto;background:var(--faint);padding:.75rem;max-height:30rem}
article{border-top:3px solid var(--ink);margin-top:3rem;padding-top:.5rem}
article>h2{margin-top:0}
svg text{fill:var(--ink);font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
svg .name{font-weight:600;font-size:14px}
svg .value{text-anchor:end;font-weight:600;font-size:14px}
svg .axis text,svg .aside{fill:var(--quiet)}
svg .caption .what{font-weight:600}
svg .fault{fill:var(--fault)}
svg .fault-edge{stroke:var(--fault-ink);stroke-width:1}
svg .fault-name{fill:var(--fault-ink);font-weight:600}
svg .frame{stroke:var(--quiet);stroke-width:1}
svg .grid{stroke:var(--line);stroke-width:.7}
svg .track{fill:var(--faint)}
svg .good{fill:var(--good)}
svg .control{stroke:var(--ink);stroke-width:2}
svg .interval{stroke:var(--ink);stroke-width:3}
svg .good-area{fill:var(--good-fill)}
svg .good-line{fill:none;stroke:var(--good);stroke-width:1.6}
svg .good-key{stroke:var(--good);stroke-width:8}
svg .offered{fill:none;stroke:var(--offered);stroke-width:1.2;stroke-dasharray:2 2}
svg .errors{fill:none;stroke:var(--errors);stroke-width:1.8;stroke-dasharray:6 2}
svg .backlog{fill:var(--backlog)}
svg .response{fill:none;stroke:var(--good);stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
svg .completion{fill:none;stroke:var(--second);stroke-width:1.8;stroke-dasharray:5 3;stroke-linejoin:round}
svg .objective{stroke:var(--quiet);stroke-width:1;stroke-dasharray:1 3}
svg .node{fill:var(--ground);stroke:var(--line)}
svg .node.faulted{fill:var(--fault);stroke:var(--fault-ink)}
svg .what{font-weight:600}
svg .free{fill:var(--free);stroke:var(--quiet);stroke-width:.7}
svg .working{fill:var(--good)}
svg .blocked{fill:var(--blocked);stroke:var(--ink);stroke-width:.7;stroke-dasharray:2 2}
svg .state{font-size:11.5px}
svg .edge{stroke:var(--quiet)}
svg .failing .edge{stroke:var(--errors)}
svg .sign{text-anchor:middle;fill:var(--errors);font-size:14px;font-weight:700;visibility:hidden;paint-order:stroke;stroke:var(--ground);stroke-width:5}
svg .failing .sign{visibility:visible}
.controls:not([hidden]){display:flex;gap:.75rem;align-items:center;flex-wrap:wrap}
.controls input{flex:1 1 14rem;max-width:30rem}
svg .slice{stroke:var(--ground);stroke-width:1;fill:var(--offered)}
svg .slice-key{fill:var(--offered)}
svg .of-good,svg .of-accepted{fill:var(--good)}
svg .of-late{fill:var(--second)}
svg .of-declinedAtOnce,svg .of-declined{fill:var(--line)}
svg .of-declinedLater{fill:var(--backlog)}
svg .of-brokenPromises,svg .of-failed{fill:var(--errors)}
svg .of-orphans,svg .of-timedOut{fill:var(--blocked)}
svg .waits{stroke:var(--quiet);stroke-width:2}
svg .pause{stroke:var(--quiet);stroke-width:2;stroke-dasharray:1 4}
svg .queued{fill:var(--backlog);stroke:var(--backlog)}
.waterfall svg .fault{opacity:.45}
.waterfall svg .working{stroke:var(--good);stroke-width:1}
svg .lanes text{font-weight:600;paint-order:stroke;stroke:var(--ground);stroke-width:2.5}
svg .lanes tspan{font-weight:400;fill:var(--quiet)}
svg .ends-yes,svg .ends-done{fill:var(--pass)}
svg .ends-no{fill:var(--errors)}
svg .ends-yes,svg .ends-no,svg .ends-done{text-anchor:middle;font-size:14px;font-weight:700;paint-order:stroke;stroke:var(--ground);stroke-width:4}
svg .mode-0{--own:var(--errors)}
svg .mode-1{--own:var(--good)}
svg .mode-2{--own:var(--second)}
svg .mode-3{--own:var(--backlog)}
svg .line{fill:none;stroke:var(--own);stroke-width:2}
svg .line.mode-1{stroke-dasharray:8 3}
svg .line.mode-2{stroke-dasharray:3 3}
svg .line.mode-3{stroke-dasharray:10 3 2 3}
svg .band{fill:var(--own);fill-opacity:.18}
svg .of-goodput,svg .of-response{--own:var(--good)}
svg .of-endToEnd{--own:var(--second)}
svg .mark{fill:var(--own)}
.sweep svg{max-width:46rem}
svg .peak{font-weight:600}
@media (max-width:30rem){h1{font-size:1.6rem}.lead{font-size:1.15rem}dl{grid-template-columns:1fr}dt{margin-top:.4rem}}
@page{size:A4;margin:14mm}
@media print{:root{--ground:#fff;--ink:#000;--quiet:#444;--line:#bbb;--faint:#eee;--fault:#f6e3b8;--fault-ink:#6d4a00;--good:#0b6fb8;--good-fill:#bcdcf3;--errors:#b3261e;--offered:#444;--backlog:#8d6bb8;--second:#00705a;--pass:#0f6a32;--fail:#b3261e;--link:#000;--blocked:#d98a00;--free:#fff}body{max-width:none;padding:0;font-size:10.5pt;-webkit-print-color-adjust:exact;print-color-adjust:exact}figure,tr,caption,.lead{break-inside:avoid}h2,h3{break-after:avoid}details:not([open]),.skip,.up,.controls.controls.controls{display:none}.scroll{overflow:visible}table{font-size:8.5pt}th,td{padding-right:.4rem}.timeline .drawings,.spread .drawings,.ledger .drawings{grid-template-columns:repeat(2,1fr);gap:1rem}article{break-before:page}}
`;

/** The cells of control runs, behind those of so many modes. A class on each of them would be a tenth of a page. */
function controls(): string {
  const counts = [1, 2, 3, 4, 5, 6, 7, 8];
  return counts.map((modes) => `.modes-${modes} td:nth-child(n+${modes + 2})`).join();
}
