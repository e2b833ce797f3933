// @ts-check
/** The look of the cards of an application and of a report, and of the ratings. */
export const ERRANDS_CSS = `
.case-state { font-size: 1.12em; font-weight: 700; color: var(--primary); }
.card .section-body { padding-block-start: .8em; } .case > * + .section-body { border-block-start: 1px solid var(--line); }
.stages { display: flex; flex-direction: column; }
.stages > li { position: relative; display: flex; flex-direction: column; gap: .1em; padding: .1em 0 .9em 2em; }
.stages > li::before { content: ""; position: absolute; inset: .3em auto auto .2em; inline-size: .95em; block-size: .95em; border: .16em solid var(--edge); border-radius: 50%; background: var(--surface); z-index: 1; }
.stages > li:not(:last-child)::after { content: ""; position: absolute; inset: .9em auto -.3em .72em; inline-size: 2px; background: var(--line); }
.stages > [data-stage="done"]::before { border-color: var(--good); background: var(--good); }
.stages > [data-stage="current"]::before { border-color: var(--accent); background: var(--surface); box-shadow: 0 0 0 .25em var(--accent-soft); }
.stage-said { font-size: var(--small); } [data-stage="done"] .stage-said { color: var(--good); } [data-stage="current"] .stage-said { color: var(--accent); font-weight: 600; } [data-stage="next"] { color: var(--muted); }
.case .action { align-self: flex-start; }
.signs-form, .rate form { display: flex; flex-direction: column; align-items: flex-start; gap: .6em; margin-block-start: .6em; }
.signs { inline-size: 7em; min-block-size: var(--target); padding: .3em .7em; border: 1px solid var(--edge); border-radius: .6em; background: var(--surface); color: var(--ink); font: inherit; letter-spacing: .2em; }

.answers { display: flex; flex-direction: column; }
.answers > li { display: flex; align-items: center; justify-content: space-between; gap: .8em; padding: .5em 1.2em; border-block-end: 1px solid var(--line); }
.answer { display: flex; flex-direction: column; min-inline-size: 0; overflow-wrap: anywhere; }
.answers .chip { flex: none; }
.wrong { color: var(--accent); font-weight: 600; }
.receipt dd { font-size: 1.3em; font-weight: 700; letter-spacing: .06em; color: var(--primary); overflow-wrap: anywhere; user-select: all; }

.rate { align-self: flex-start; max-inline-size: 100%; }
.rate > summary { display: inline-flex; min-block-size: var(--target); padding: 0 .6em; gap: .4em; border-radius: .6em; color: var(--muted); font-size: var(--small); outline-offset: 0 !important; }
.rate[open] > summary { color: var(--ink); }
.rate-levels { display: flex; flex-wrap: wrap; gap: .4em; min-inline-size: 0; margin: 0; padding: 0; border: 0; }
.rate-level { display: inline-flex; align-items: center; gap: .45em; min-block-size: var(--target); padding: .2em .8em; border: 1px solid var(--line); border-radius: 1.4em; cursor: pointer; }
.rate-level:has(:checked) { border-color: var(--primary); background: var(--sea-soft); }
.rate-level input { inline-size: 1.15em; block-size: 1.15em; accent-color: var(--primary); }
`;
