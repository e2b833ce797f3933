// @ts-check
/**
 * The widget's look, as one constructable sheet shared by all its instances. Everything is measured in em of
 * `--qq-font-size`, so that larger text (16 to 30 px) enlarges the whole; nothing is ever below 16 px.
 *
 * Colours: the sea of the Maritime Silk Road, and the red brick set in grey granite (出砖入石) of Quanzhou's walls. Each
 * pair of text and ground has a contrast of at least 4.5 : 1 (WCAG 2.2 AA), in both schemes.
 */
import { CARD_CSS } from "./styles_card.js";
import { CONVERSATION_CSS } from "./styles_conversation.js";
import { ERRANDS_CSS } from "./styles_errands.js";
import { POLICY_CSS } from "./styles_policy.js";

const LIGHT = `
  color-scheme: light;
  --primary: var(--qq-primary, #0b4a6f); --on-primary: var(--qq-on-primary, #fff); --primary-strong: #07354f;
  --accent: var(--qq-accent, #a23a22); --accent-soft: #fbeee8; --on-accent: #fff;
  --surface: var(--qq-surface, #fff); --raised: #f5f2ec; --sea-soft: #e9f1f5;
  --ink: var(--qq-ink, #1a2732); --muted: #51606d; --line: #ddd7cb; --edge: #7d8790;
  --good: #1d6b46; --focus: #b4540a; --shadow: 0 .6em 2em rgb(16 42 62 / .16);
`;
const DARK = `
  color-scheme: dark;
  --primary: var(--qq-primary, #8cc4e8); --on-primary: var(--qq-on-primary, #06202f); --primary-strong: #b5dcf4;
  --accent: var(--qq-accent, #f2a58d); --accent-soft: #3a241f; --on-accent: #2a0f08;
  --surface: var(--qq-surface, #13202b); --raised: #1c2c39; --sea-soft: #17364a;
  --ink: var(--qq-ink, #e9eef2); --muted: #adbbc6; --line: #304656; --edge: #8296a5;
  --good: #86d5ac; --focus: #ffc56b; --shadow: 0 .6em 2em rgb(0 0 0 / .5);
`;

const SHELL_CSS = `
/* The page may say anything about this element, even "* { all: unset }": what is needed is said with force, inside. */
:host { display: block !important; }
:host([mode="float"]) { display: contents !important; }
:host([hidden]) { display: none !important; }

.root { all: initial; ${LIGHT} }
@media (prefers-color-scheme: dark) { :host(:not([theme="light"])) .root { ${DARK} } }
:host([theme="dark"]) .root { ${DARK} }

.root {
  direction: ltr; unicode-bidi: isolate; display: block; block-size: var(--qq-height, 40rem);
  container-type: inline-size; color: var(--ink);
  font: 400 var(--qq-font-size, 17px)/1.75 var(--qq-font, "PingFang SC", "HarmonyOS Sans SC", "MiSans", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif);
  --small: max(16px, .94em); --radius: var(--qq-radius, 1em); --target: max(44px, 2.6em);
  text-size-adjust: 100%; -webkit-text-size-adjust: 100%; -webkit-font-smoothing: antialiased;
  line-break: strict; overflow-wrap: anywhere; text-autospace: normal; text-spacing-trim: normal;
}
.root *, .root *::before, .root *::after { box-sizing: border-box; }
:host([mode="float"]) .root { block-size: auto; container-type: normal; }
[hidden] { display: none !important; }
h2, h3, h4, p, blockquote, ul, ol, dl, dd { margin: 0; padding: 0; font-size: inherit; font-weight: inherit; }
ul, ol { list-style: none; }
button, textarea, input { font: inherit; color: inherit; letter-spacing: inherit; }
button { cursor: pointer; touch-action: manipulation; }
b, .strong { font-weight: 600; }
.icon { flex: none; inline-size: 1.3em; block-size: 1.3em; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.sr-only { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.message:focus, .card-title:focus { outline: none; }
.card-title:focus-visible { outline: 3px solid var(--focus); outline-offset: 4px; border-radius: .2em; }

.panel { position: relative; display: flex; flex-direction: column; block-size: 100%; min-block-size: 0; overflow: hidden; background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); }
.head { flex: none; display: flex; align-items: center; gap: .7em; padding: .6em .9em; border-block-end: 1px solid var(--line); }
.portrait { flex: none; inline-size: 2.7em; block-size: 2.7em; border-radius: 50%; background: var(--sea-soft); }
.names { flex: 1; min-inline-size: 0; line-height: 1.35; }
.name { font-size: 1.12em; font-weight: 700; letter-spacing: .06em; white-space: nowrap; }
.tagline { color: var(--muted); font-size: var(--small); }
.tool { display: inline-flex; align-items: center; justify-content: center; gap: .35em; min-block-size: var(--target); min-inline-size: var(--target); padding: 0 .8em; border: 1px solid transparent; border-radius: 999px; background: none; color: var(--primary); font-size: var(--small); white-space: nowrap; }
.tool:hover { background: var(--sea-soft); }
.close { display: none; padding: 0; }

.launcher { position: fixed; inset-block-end: max(1rem, env(safe-area-inset-bottom)); inset-inline-end: 1rem; z-index: var(--qq-z-index, 2147483000); display: none; align-items: center; gap: .5em; min-block-size: 60px; padding: .4em 1.2em .4em .5em; border: 0; border-radius: 999px; background: var(--primary); color: var(--on-primary); font-weight: 600; box-shadow: var(--shadow); }
.launcher-portrait { inline-size: 48px; block-size: 48px; border-radius: 50%; background: #fff; }
:host([mode="float"]) .launcher { display: inline-flex; }
:host([mode="float"]) .close { display: inline-flex; }
:host([mode="float"]) .panel { position: fixed; inset-block-end: 1rem; inset-inline-end: 1rem; z-index: var(--qq-z-index, 2147483000); container-type: inline-size; inline-size: min(27em, 100vw - 2rem); block-size: min(44em, 100dvh - 2rem); box-shadow: var(--shadow); }
@media (max-width: 520px), (max-height: 480px) {
  :host([mode="float"]) .panel { inset: 0; inline-size: auto; block-size: auto; border: 0; border-radius: 0; }
}
@container (max-width: 26em) { .tagline { display: none; } }
@container (max-width: 13em) { .portrait { display: none; } }

@media (prefers-reduced-motion: no-preference) {
  .log { scroll-behavior: smooth; }
  .messages > .message:not(.settled) { animation: rise .25s ease-out; }
  .dots i { animation: beat 1.2s ease-in-out infinite; }
  .dots i:nth-child(2) { animation-delay: .15s; } .dots i:nth-child(3) { animation-delay: .3s; }
  .section > summary .icon, .faq > summary .icon { transition: rotate .15s; }
  @keyframes rise { from { opacity: 0; translate: 0 .4em; } }
  @keyframes beat { 0%, 60%, 100% { translate: 0 0; } 30% { translate: 0 -.25em; } }
}
@media (forced-colors: active) { .panel, .card, .chip, .bubble, .action { border: 1px solid CanvasText; } }
`;

/** @type {CSSStyleSheet|null} */
let sheet = null;

/** Gives a shadow root the sheet, made once; works under a policy without inline styles. @param {ShadowRoot} root */
export function adoptStyles(root) {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(SHELL_CSS + CONVERSATION_CSS + CARD_CSS + POLICY_CSS + ERRANDS_CSS);
  }
  root.adoptedStyleSheets = [sheet];
}
