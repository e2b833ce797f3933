// @ts-check
/** The look of the guide card. */
export const CARD_CSS = `
.card { border: 1px solid var(--line); border-radius: .9em; background: var(--surface); overflow: hidden; box-shadow: 0 .15em .7em rgb(16 42 62 / .07); }
.card-head { display: flex; flex-direction: column; gap: .3em; padding: 1.1em 1.2em .9em; border-block-start: .3em solid var(--accent); }
.badges { display: flex; gap: .5em; }
.badge { padding: .05em .6em; border-radius: .35em; background: var(--accent); color: var(--on-accent); font-size: 16px; line-height: 1.55; }
.badge.quiet { background: none; color: var(--muted); box-shadow: inset 0 0 0 1px var(--edge); }
.card-title { font-size: 1.3em; font-weight: 700; line-height: 1.4; text-wrap: balance; scroll-margin-block: 1em; }
.muted { color: var(--muted); font-size: var(--small); line-height: 1.6; }
.card-summary { margin-block-start: .2em; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(7em, 1fr)); gap: 1px; border-block: 1px solid var(--line); background: var(--line); }
.fact { padding: .7em 1.2em; background: var(--surface); }
.fact dt { color: var(--muted); font-size: var(--small); line-height: 1.4; }
.fact dd { font-size: 1.16em; font-weight: 700; line-height: 1.4; color: var(--primary); }
.gaps .phone { margin-inline-start: .4em; }
.gaps { padding: .6em 1.2em; border-block-end: 1px solid var(--line); background: var(--raised); font-size: var(--small); line-height: 1.6; }
.card > .origin { padding: .7em 1.2em; border-block-start: 1px solid var(--line); }

.section + .section { border-block-start: 1px solid var(--line); }
summary { display: flex; align-items: center; justify-content: space-between; gap: .8em; min-block-size: max(44px, 3.1em); padding: .3em 1.2em; cursor: pointer; list-style: none; outline-offset: -3px !important; }
summary::-webkit-details-marker { display: none; }
summary:hover { background: var(--raised); }
summary .icon { color: var(--muted); }
details[open] > summary .icon { rotate: 180deg; }
.section-title { font-weight: 600; font-size: 1.04em; }
.section-body { display: flex; flex-direction: column; gap: .6em; padding: .1em 1.2em 1.1em; }
.section-body > ul:not([class]) { display: flex; flex-direction: column; gap: .35em; padding-inline-start: 1.3em; list-style: disc; }

.checklist { display: flex; flex-direction: column; }
.checklist > li + li { border-block-start: 1px dashed var(--line); }
.material { display: flex; gap: .8em; min-block-size: 44px; padding: .6em 0; cursor: pointer; }
.material input { flex: none; inline-size: 1.45em; block-size: 1.45em; margin: .12em 0 0; accent-color: var(--good); cursor: pointer; }
.material-body { min-inline-size: 0; line-height: 1.6; }
.material-name { font-weight: 600; }
.material input:checked + .material-body .material-name { color: var(--good); text-decoration: line-through; text-decoration-thickness: 1px; }
.need { display: inline-block; padding: 0 .5em; border-radius: .3em; background: var(--accent-soft); color: var(--accent); font-size: 16px; line-height: 1.5; }
.need.optional { background: var(--raised); color: var(--muted); }
.material-form { color: var(--muted); font-size: var(--small); }
.material-note { display: block; color: var(--muted); font-size: var(--small); }
.progress { color: var(--good); font-weight: 600; }

.places { display: flex; flex-direction: column; gap: .9em; }
.places > li { display: flex; flex-direction: column; gap: .2em; padding-inline-start: .9em; border-inline-start: .2em solid var(--accent); }
.rows { display: flex; flex-direction: column; gap: .2em; }
.rows > div { display: flex; gap: .8em; align-items: baseline; }
.rows dt { flex: none; color: var(--muted); font-size: var(--small); }
.rows dd { min-inline-size: 0; }
.phone { display: inline-flex; align-items: center; gap: .35em; min-block-size: 44px; color: var(--primary); font-weight: 600; text-underline-offset: .25em; }
.steps { display: flex; flex-direction: column; gap: .8em; counter-reset: step; }
.steps > li { display: grid; grid-template-columns: 2em 1fr; column-gap: .7em; counter-increment: step; }
.steps > li::before { content: counter(step); grid-row: span 2; display: grid; place-items: center; inline-size: 1.9em; block-size: 1.9em; border-radius: 50%; background: var(--sea-soft); color: var(--primary); font-weight: 700; line-height: 1; }
.steps > li > span { grid-column: 2; min-inline-size: 0; }
.faq { border: 1px solid var(--line); border-radius: .6em; overflow: hidden; }
.faq > summary { padding-inline: .9em; line-height: 1.5; }
.faq > p { padding: .2em .9em .8em; }
.card-foot { display: flex; flex-wrap: wrap; gap: .3em; padding: .5em .6em; border-block-start: 1px solid var(--line); background: var(--raised); }
@container (max-width: 30em) {
  .card-head, .fact, .gaps, .card > .origin, summary { padding-inline: .95em; } .section-body { padding-inline: .95em; } .facts { grid-template-columns: 1fr 1fr; } .fact:last-child:nth-child(odd) { grid-column: 1 / -1; }
}
`;
