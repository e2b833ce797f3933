// @ts-check
/**
 * 企业举报疑似恶意索赔: the address says what is shown (`places.js`); the report that is being written is one session.
 *
 * @typedef {import("./places.js").Place} Place
 */
import { h } from "../dom.js";
import { Cancelled, Refusal } from "../policies/client.js";
import { confirmed } from "../policies/confirm.js";
import { failureView, skeleton } from "../policies/states.js";
import { Claims } from "./api.js";
import { DraftSession } from "./draft_session.js";
import { refill } from "./field_views.js";
import { SUBMITTED, find as findDraft } from "./found.js";
import { KeptDraft } from "./kept.js";
import { addressOf, placeOf } from "./places.js";
import { questionnaireView } from "./questionnaire_view.js";
import { receiptView } from "./receipt_view.js";
import { statusView } from "./status_view.js";
import { welcomeView } from "./welcome_view.js";
import { wizardView } from "./wizard_view.js";
import { NEEDS, OTHER, PAGE, WELCOME, WIZARD } from "./words.js";

/** @template {HTMLElement} T @param {string} selector @returns {T} */
const find = (selector) => /** @type {T} */ (document.querySelector(selector));

const claims = new Claims();
const kept = new KeptDraft();
const saved = h("p", { class: "saved hint" });
/** @type {DraftSession|null} */
let session = null;
let left = new AbortController();
let drawn = false;

/** @param {string} words */
const say = (words) => (find("[data-live]").textContent = words);

/** @param {HTMLElement} view @param {string} [focus] */
function show(view, focus = "") {
  find("[data-view-body]").replaceChildren(view);
  // The first view of a visit is read from the top of the page.
  if (focus && drawn)
    /** @type {HTMLElement|null} */ (view.querySelector(focus))?.focus({ preventScroll: true });
  if (drawn) window.scrollTo(0, 0);
  drawn = true;
}

/** @param {Partial<Place>} place */
function go(place) {
  const address = addressOf(place);
  if (address !== location.pathname + location.search) history.pushState(null, "", address);
  arrive();
}

function newSession() {
  saved.textContent = "";
  return new DraftSession(claims, kept, {
    saving: (state, holds) => {
      const failed = session?.problem || (holds ? WIZARD.failed : WIZARD.blocked);
      saved.textContent = state === "failed" ? failed : WIZARD[state];
      saved.dataset.state = state;
    },
    say,
    refill: () => session && refill(find("[data-view-body]"), session.values),
  });
}

function arrive() {
  left.abort();
  left = new AbortController();
  const place = placeOf(location.search);
  const named = { welcome: PAGE.report, report: PAGE.report, receipt: PAGE.report, status: PAGE.status };
  document.title = `${{ ...named, questionnaire: PAGE.questionnaire }[place.view]} · 泉州市鲤城区`;
  for (const link of document.querySelectorAll("[data-view]")) {
    const here = /** @type {HTMLElement} */ (link).dataset.view;
    const current = here === place.view || (here === "report" && ["welcome", "receipt"].includes(place.view));
    if (current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  void draw(place).catch((error) => {
    if (error instanceof Cancelled) return;
    if (!(error instanceof Refusal)) throw error;
    const again = error.kind === "rejected" ? undefined : arrive;
    show(failureView(error.message, again));
  });
}

/** @param {Place} place */
async function draw(place) {
  if (place.draft) return openLinked(place.draft);
  if (place.view === "status")
    return show(statusView(claims, place.receipt, { say, left: left.signal }), "h2");
  if (place.view === "questionnaire") return drawQuestionnaire();
  if (place.view === "receipt") return drawReceipt();
  if (place.view === "report") return session ? drawStep(place.step) : drawResumed(place.step);
  return drawWelcome();
}

/** @param {string} step */
function drawStep(step) {
  const current = /** @type {DraftSession} */ (session);
  show(
    wizardView(current, step, {
      go: (next) => go({ view: "report", step: next }),
      submit: () => submit(current),
      say,
      saved,
    }),
    "#step-title",
  );
}

/** A link with a draft, as the conversation gives it: the secret leaves the address before anything else. @param {string} id */
async function openLinked(id) {
  history.replaceState(null, "", addressOf({ view: "report" }));
  show(skeleton(PAGE.opening));
  const { draft, receipt } = await found(id);
  if (receipt) return drawSent(receipt);
  if (!draft) {
    history.replaceState(null, "", addressOf({}));
    return drawWelcome(WELCOME.gone);
  }
  const before = kept.read();
  // Only one way to a draft is kept here: another one is not given up unasked.
  if (before && before.id !== id && !(await confirmed(OTHER))) return arrive();
  session = newSession();
  session.resume(draft, before?.id === id ? before : null);
  return drawStep(placeOf("").step);
}

/** Goes on with the kept draft where there is one and it can be had. @param {string} step */
async function drawResumed(step) {
  const before = kept.read();
  if (!before) return drawWelcome();
  const { draft, receipt } = before.id ? await found(before.id) : { draft: null, receipt: null };
  if (receipt) return drawSent(receipt);
  if (!draft && !kept.read()?.unsaved) return drawWelcome();
  session = newSession();
  if (draft) session.resume(draft, before);
  else session.restore(before);
  return drawStep(step);
}

/** @param {string} id */
const found = (id) => findDraft(claims, kept, id, left.signal);

/** @param {import("./records.js").Receipt} receipt */
function drawSent(receipt) {
  session = null;
  history.replaceState(null, "", addressOf({ view: "receipt" }));
  show(receiptView(receipt, say), "h2");
}

/** @param {string} [remark] Said above everything. */
async function drawWelcome(remark = "") {
  const before = kept.read();
  if (!before) return show(welcomeView(null, ports, remark), "h2");
  if (!drawn) show(skeleton(PAGE.opening));
  try {
    const { draft, receipt } = before.id ? await found(before.id) : { draft: null, receipt: null };
    if (receipt) return drawSent(receipt);
    if (draft || kept.read()?.unsaved) return show(welcomeView({ draft, remark: "" }, ports, remark), "h2");
    kept.drop();
    session = null;
    show(welcomeView(null, ports, WELCOME.gone), "h2");
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    show(welcomeView({ draft: null, remark: WELCOME.unreachable }, ports, remark), "h2");
  }
}

const ports = {
  start: () => {
    session = newSession();
    go({ view: "report", step: "who" });
  },
  resume: () => go({ view: "report", step: "who" }),
  retry: () => arrive(),
  restart: async () => {
    const words = {
      title: WELCOME.restartTitle,
      text: WELCOME.restartText,
      yes: WELCOME.restartYes,
      no: WELCOME.restartNo,
    };
    if (!(await confirmed(words))) return;
    // What is on its way must not come back as a new draft.
    await session?.saver.flush();
    session?.saver.stop();
    const before = kept.read();
    try {
      if (before?.id) await claims.discard(before.id);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // Its answer was lost: there is a receipt to be shown, and nothing to delete.
      if (error.code === SUBMITTED) return arrive();
      // One that is no more needs no deleting; anything else was not deleted, and must not seem so.
      if (error.kind !== "rejected") return drawWelcome(WELCOME.notDeleted + error.message);
    }
    kept.drop();
    ports.start();
  },
};

/** @param {DraftSession} current */
async function submit(current) {
  try {
    drawSent(await current.submit());
  } catch (error) {
    if (error instanceof Refusal && error.kind === "rejected" && current.id) {
      const { draft, receipt } = await found(current.id);
      if (receipt) return drawSent(receipt);
      if (draft) current.look(draft);
    }
    throw error;
  }
}

/** A reload of the receipt asks for it under the same name, which the service answers with the same receipt. */
async function drawReceipt() {
  const sent = kept.wasSent();
  if (!sent) return drawWelcome();
  show(skeleton(PAGE.opening));
  show(receiptView(await claims.submit(sent.id, sent.submit_id), say), "h2");
}

async function drawQuestionnaire() {
  show(skeleton(PAGE.opening));
  const asked = await claims.questionnaire(left.signal);
  show(asked ? questionnaireView(claims, asked) : h("p", { class: "notice" }, NEEDS.none), "h2");
}

for (const link of document.querySelectorAll("[data-view]")) {
  link.addEventListener("click", (event) => {
    const click = /** @type {MouseEvent} */ (event);
    if (click.ctrlKey || click.metaKey || click.shiftKey) return;
    click.preventDefault();
    const { view } = placeOf(/** @type {HTMLAnchorElement} */ (link).search);
    go({ view });
  });
}
window.addEventListener("popstate", arrive);
window.addEventListener("beforeunload", (event) => {
  if (session?.endangered) event.preventDefault();
});
window.addEventListener("pagehide", () => session?.leave());
window.addEventListener("online", () => void (session?.saver.dirty && session.saver.flush()));
arrive();
