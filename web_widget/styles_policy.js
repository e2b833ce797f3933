// @ts-check
/** The look of the policy view. */
export const POLICY_CSS = `
.standing { align-self: flex-start; margin-block-start: .3em; padding: .3em .8em; border-radius: .5em; border-inline-start: .3em solid var(--edge); background: var(--raised); line-height: 1.55; }
.standing[data-status="in_force"] { border-color: var(--good); color: var(--good); font-weight: 600; }
.standing[data-status="ended"], .standing[data-status="upcoming"] { border-color: var(--accent); background: var(--accent-soft); color: var(--accent); font-weight: 600; }
.labels { padding: .8em 1.2em; border-block-start: 1px solid var(--line); }
.labels dt { min-inline-size: 4.6em; }
.policy > .measures { border-block-start: 1px solid var(--line); }
.measures .section-body { padding: 0; gap: 0; }
.measure { display: flex; flex-direction: column; inline-size: 100%; min-block-size: var(--target); padding: .5em 1.2em; border: 0; border-block-start: 1px dashed var(--line); background: none; line-height: 1.5; text-align: start; outline-offset: -3px; }
button.measure:hover { background: var(--raised); }
button.measure .measure-title { color: var(--primary); text-decoration: underline; text-underline-offset: .25em; text-decoration-thickness: 1px; }
.articles { display: flex; flex-direction: column; gap: .5em; padding: .9em .6em 1.1em; border-block-start: 1px solid var(--line); }
.articles > .muted { padding-inline: .6em; }
.article { display: flex; flex-direction: column; gap: .3em; padding: .4em .6em; border-inline-start: .3em solid transparent; border-radius: .4em; scroll-margin-block: 1em; text-wrap: pretty; }
.article h4 { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2em .7em; font-weight: 700; outline-offset: 2px; }
.article h4.sr-only { display: block; }
.article h4:focus { outline: none; } .article h4:focus-visible { outline: 3px solid var(--focus); }
.article.cited h4:focus-visible { outline: none; }
.article.cited { padding-block: .7em; border-color: var(--accent); background: var(--accent-soft); }
.cited-mark { color: var(--accent); font-size: 16px; font-weight: 600; line-height: 1.5; }
@container (max-width: 30em) { .labels, .measure { padding-inline: .95em; } .articles { padding-inline: .35em; } }
`;
