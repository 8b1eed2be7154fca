/** Text has a contrast of at least 4.5:1 on both backgrounds. No information is in a colour alone. */
export const STYLE = `
:root{--bg:#fff;--fg:#1a1c1f;--soft:#5a6069;--line:#d5d9de;--box:#f4f5f7;--bad:#b3261e;--good:#1b6e3c;--warn:#8a5300;--link:#0b57d0;
--pending:#c9ced6;--pulling:#e0b45c;--starting:#b9a3e3;--running:#58a67b;--stopping:#c98a84;--deployment:#7b93bd}
@media (prefers-color-scheme:dark){:root{--bg:#14161a;--fg:#e7e9ec;--soft:#a3aab4;--line:#3a4048;--box:#1f2329;--bad:#ff8a80;
--good:#7fd6a1;--warn:#ffc15a;--link:#9cc2ff;
--pending:#525a66;--pulling:#a07a28;--starting:#71599f;--running:#3b7d59;--stopping:#96574f;--deployment:#506a98}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;overflow-wrap:anywhere}
main,nav{max-width:64rem;margin:0 auto;padding:1rem}
section+section{border-top:2px solid var(--line);margin-top:2.5rem;padding-top:1.5rem}
h1{font-size:1.45rem;line-height:1.3;margin:.4rem 0 .6rem}
h2{font-size:1.05rem;margin:1.6rem 0 .4rem}
p{margin:.35rem 0}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px}
code,pre{font:.875rem/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre{background:var(--box);border:1px solid var(--line);border-radius:6px;padding:.75rem;margin:0;overflow:auto;max-height:28rem;
white-space:pre}
mark{background:none;color:var(--bad);font-weight:700}mark::before{content:"\\25b6 "}
ul{margin:0;padding-left:1.2rem}
.name{color:var(--soft);font-weight:600}
.status{display:inline-block;border:2px solid currentColor;border-radius:999px;padding:.05rem .75rem;font-weight:700;font-size:.9rem}
.status.failed{color:var(--bad)}.status.healthy{color:var(--good)}.status.in-progress,.status.paused{color:var(--warn)}
.status.unknown{color:var(--soft)}
.cause{color:var(--soft)}
.fix{border-left:4px solid var(--good);background:var(--box);padding:.6rem .9rem;border-radius:0 6px 6px 0;margin:.8rem 0}
.fix strong{color:var(--good);margin-right:.4rem}
.quotes li{font:.875rem/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
figure{margin:0}
figcaption{color:var(--soft);font-size:.9rem;margin-top:.4rem}
.scroll{overflow-x:auto}
svg{font:12px system-ui,-apple-system,"Segoe UI",sans-serif}
.picture{display:grid;grid-template-columns:16rem 1fr;padding-right:1.2rem}.picture svg{display:block;width:100%;overflow:visible}
svg .small{display:none}svg line.diagnosed{stroke:var(--bad);stroke-width:1.5;stroke-dasharray:4 3}svg text.diagnosed{fill:var(--bad);
font-weight:600;paint-order:stroke;stroke:var(--bg);stroke-width:4px}
svg .label{fill:var(--fg)}svg .watched{font-weight:700}svg .tick{fill:var(--soft);text-anchor:middle}svg .grid{stroke:var(--line);
fill:none}
svg .event{stroke:var(--soft);stroke-width:2}svg .x{fill:var(--bad);font-weight:700;font-size:18px;text-anchor:middle;paint-order:stroke;
stroke:var(--bg);stroke-width:4px}
svg .good{fill:var(--good);stroke:var(--bg)}svg .bad{fill:var(--bad);stroke:var(--bg)}svg .other{fill:var(--bg);stroke:var(--soft);
stroke-width:2}
rect.pending{fill:var(--pending)}rect.pulling{fill:var(--pulling)}rect.starting{fill:var(--starting)}rect.running{fill:var(--running)}
rect.stopping{fill:var(--stopping)}rect.deployment{fill:var(--deployment)}
.legend span{white-space:nowrap;margin-left:.6rem;padding-left:1.1rem;
background:linear-gradient(var(--c),var(--c)) left center/.8rem .8rem no-repeat}
.legend .pending{--c:var(--pending)}.legend .pulling{--c:var(--pulling)}.legend .running{--c:var(--running)}
.legend .stopping{--c:var(--stopping)}.legend .starting{--c:var(--starting)}.legend .mark{background:none;padding-left:0}
.legend .bad{color:var(--bad)}.legend .good{color:var(--good)}
details{margin:.6rem 0}summary{cursor:pointer;color:var(--link)}
table{border-collapse:collapse;font-size:.9rem;margin-top:.5rem}th,td{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0;
border-bottom:1px solid var(--line)}th{font-weight:600;white-space:nowrap}
nav p{font-size:1.2rem;font-weight:700;margin:0 0 .5rem}
nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1.5rem}
@media (max-width:40rem){h1{font-size:1.2rem}pre{white-space:pre-wrap}.picture{grid-template-columns:6rem 1fr}
svg .wide,svg .odd{display:none}svg .small{display:inline}svg .label{font-size:11px}svg .task{transform:translateX(-12px)}}
@media print{.scroll{overflow:visible}pre{max-height:none;white-space:pre-wrap}}
`.replace(/\n/g, '');
