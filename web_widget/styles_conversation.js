// @ts-check
/** The look of the conversation: bubbles, sources, chips, failure, and the field to write in. */
export const CONVERSATION_CSS = `
.log { flex: 1; min-block-size: 0; overflow: hidden auto; overscroll-behavior: contain; outline-offset: -3px; scrollbar-width: thin; scrollbar-color: var(--edge) transparent; }
.column { display: flex; flex-direction: column; gap: 1.3em; min-block-size: 100%; max-inline-size: 46em; margin-inline: auto; padding: 1.3em 1.2em 1.6em; }
.messages, .end { display: contents; }
.message { min-inline-size: 0; max-inline-size: 100%; }
.words { display: flex; flex-direction: column; gap: .45em; unicode-bidi: isolate; text-wrap: pretty; }
.words ul, .words ol { display: flex; flex-direction: column; gap: .3em; padding-inline-start: 1.5em; }
.words ul { list-style: disc; } .words ol { list-style: decimal; }
.words blockquote { padding: .5em .9em; border-inline-start: .2em solid var(--edge); border-radius: 0 .5em .5em 0; background: var(--raised); }
.words li::marker { color: var(--accent); font-weight: 600; }
.greeting .words p:first-child { font-size: 1.18em; font-weight: 600; line-height: 1.55; }

.citizen { align-self: flex-end; max-inline-size: min(100%, 34em); padding-inline-start: 2.5em; }
.bubble { inline-size: fit-content; margin-inline-start: auto; padding: .55em 1em; border-radius: 1.15em 1.15em .3em 1.15em; background: var(--primary); color: var(--on-primary); white-space: pre-wrap; unicode-bidi: isolate; line-height: 1.6; }
.undelivered { margin-block-start: .2em; color: var(--accent); font-size: var(--small); text-align: end; }

.assistant { display: flex; flex-direction: column; gap: .8em; }
.label { color: var(--muted); font-size: var(--small); }
.sources { display: flex; flex-wrap: wrap; align-items: baseline; gap: .1em .6em; }
.sources ul { display: flex; flex-wrap: wrap; gap: .1em .8em; min-inline-size: 0; }
.source { display: inline-flex; align-items: center; gap: .35em; min-block-size: var(--target); padding: .2em 0; border: 0; background: none; color: var(--primary); font-size: var(--small); line-height: 1.45; text-align: start; text-decoration: underline; text-underline-offset: .25em; text-decoration-thickness: 1px; }
.source:hover { text-decoration-thickness: 2px; }
.sources .placed { flex-basis: 100%; }
.origin { display: flex; flex-wrap: wrap; align-items: center; gap: 0 .8em; color: var(--muted); font-size: var(--small); line-height: 1.6; overflow-wrap: anywhere; }
.original { display: inline-flex; align-items: center; min-block-size: 44px; color: var(--primary); text-underline-offset: .25em; }
.actions { display: flex; flex-wrap: wrap; gap: .6em; }
.action { display: inline-flex; align-items: center; gap: .5em; min-block-size: var(--target); padding: .35em 1.1em; border: 1px solid var(--primary); border-radius: .7em; background: var(--surface); color: var(--primary); line-height: 1.4; text-align: start; text-decoration: none; }
.action:hover { background: var(--sea-soft); }
.action.primary { background: var(--primary); color: var(--on-primary); }
.action:disabled { opacity: 1; background: var(--raised); border-color: var(--edge); color: var(--muted); cursor: default; }
.card-slot:empty { display: none; }

.suggestions { display: flex; flex-direction: column; gap: .45em; }
.chips { display: flex; flex-wrap: wrap; gap: .55em; }
.chip { min-block-size: var(--target); padding: .35em 1em; border: 1px solid var(--line); border-radius: 1.4em; background: var(--raised); color: var(--ink); line-height: 1.4; text-align: start; }
.chip:hover { border-color: var(--primary); background: var(--sea-soft); }
.chip:active { background: var(--line); }
.chip-text { display: block; }
.chip-hint { display: block; color: var(--muted); font-size: var(--small); line-height: 1.45; }
.choices { display: flex; flex-direction: column; gap: .5em; counter-reset: choice; }
.choices > li { display: flex; counter-increment: choice; }
.choices .chip { position: relative; flex: 1; min-inline-size: 0; padding: .5em 1em; border-radius: .8em; }
ol.choices .chip { padding-inline-start: 3.2em; }
ol.choices .chip::before { content: counter(choice); position: absolute; inset: 0 auto 0 .75em; display: grid; place-content: center; block-size: 1.75em; inline-size: 1.75em; margin-block: auto; border-radius: 50%; background: var(--sea-soft); color: var(--primary); font-weight: 700; line-height: 1; }
.choices .chip-text { font-weight: 600; color: var(--primary); }

[data-outcome="crisis"], .failure { padding: 1.1em 1.2em; border: 1px solid var(--line); border-inline-start: .35em solid var(--accent); border-radius: .8em; background: var(--accent-soft); }
.failure { display: flex; flex-direction: column; gap: .8em; }
.urgent { display: flex; flex-direction: column; gap: .8em; }
.message:not([data-outcome="crisis"]) > .urgent { padding: .9em 1em; border: 1px solid var(--line); border-inline-start: .35em solid var(--accent); border-radius: .8em; background: var(--accent-soft); }
.message:not([data-outcome="crisis"]) > .urgent .words { padding: 0; border: 0; }
[data-outcome="crisis"] .words { font-size: 1.08em; }
.urgent .call, [data-outcome="handover"] .call { flex: 1 1 12em; justify-content: center; min-block-size: 60px; font-size: 1.12em; font-weight: 600; }
.urgent .call { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
[data-outcome="handover"] .call { background: var(--primary); color: var(--on-primary); }
.urgent .call:hover, [data-outcome="handover"] .call:hover { text-decoration: underline; text-underline-offset: .25em; }
[data-outcome="refused"] .words, [data-outcome="abuse"] .words, [data-outcome="out_of_scope"] .words, [data-outcome="error"] .words { padding-inline-start: .9em; border-inline-start: .2em solid var(--edge); }
[data-outcome="clarify"] .words, [data-outcome="suggested"] .words { padding-inline-start: .9em; border-inline-start: .2em solid var(--accent); }

.streaming { align-items: flex-start; }
.pending { flex-direction: row; align-items: center; color: var(--muted); }
.dots { display: inline-flex; gap: .3em; }
.dots i { inline-size: .5em; block-size: .5em; border-radius: 50%; background: var(--accent); }

.notes { flex: none; padding-inline: 1.2em; }
.note:empty { display: none; }
.note { max-inline-size: 43.6em; margin: 0 auto .4em; padding: .4em .9em; border-radius: .6em; background: var(--sea-soft); font-size: var(--small); line-height: 1.5; }
.composer { position: relative; flex: none; padding: .3em 1.2em max(.5em, env(safe-area-inset-bottom)); }
.field { display: flex; align-items: flex-end; gap: .4em; max-inline-size: 43.6em; margin-inline: auto; padding: .3em; border: 1.5px solid var(--edge); border-radius: 1.75em; background: var(--surface); }
.field:focus-within { border-color: var(--primary); outline: 3px solid var(--focus); outline-offset: 1px; }
textarea { flex: 1; min-inline-size: 0; min-block-size: var(--target); max-block-size: 8.5em; padding: .55em .4em .55em .9em; border: 0; outline: none; background: none; line-height: 1.5; resize: none; overflow-y: auto; }
textarea:placeholder-shown { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
textarea:focus-visible { outline: none; }
textarea::placeholder { color: var(--muted); opacity: 1; overflow: hidden; text-overflow: ellipsis; }
.send { flex: none; display: grid; place-items: center; inline-size: var(--target); block-size: var(--target); border: 0; border-radius: 50%; background: var(--primary); color: var(--on-primary); }
.send:hover { background: var(--primary-strong); }
.send[aria-disabled="true"] { background: var(--raised); color: var(--muted); cursor: default; }
.composer::before { content: ""; position: absolute; inset: auto 0 100%; block-size: 1.4em; background: linear-gradient(transparent, var(--surface)); pointer-events: none; }
.hint { max-inline-size: 43.6em; margin: .35em auto 0; padding-inline: .9em; color: var(--muted); font-size: 16px; line-height: 1.45; }
.hint.warning { color: var(--accent); font-weight: 600; }

@container (max-width: 30em) {
  .column { padding-inline: .9em; } .composer, .notes { padding-inline: .7em; } .citizen { padding-inline-start: 1.5em; }
}
`;
