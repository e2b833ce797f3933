// @ts-check
/** Before the form: what this is and is not, what to have at hand, and going on with what was begun. */
import { h } from "../dom.js";
import { WELCOME, keptText } from "./words.js";

/**
 * @typedef {{draft: import("./records.js").Draft|null, remark: string}|null} Begun A draft that can be gone on with, or why
 *   it cannot; null where none was begun.
 * @param {Begun} begun
 * @param {{start: () => void, resume: () => void, restart: () => void, retry: () => void}} ports
 * @param {string} [remark] What the reader must know first.
 */
export const welcomeView = (begun, ports, remark = "") =>
  h(
    "section",
    { class: "welcome", "aria-labelledby": "welcome-title" },
    h("h2", { id: "welcome-title", tabindex: "-1" }, WELCOME.title),
    h("p", {}, WELCOME.lead),
    remark && h("p", { class: "notice gone", role: "status" }, remark),
    begun && begunView(begun, ports),
    h(
      "section",
      { class: "panel", "aria-labelledby": "know-title" },
      h("h3", { id: "know-title" }, WELCOME.know),
      h(
        "ul",
        {},
        WELCOME.points.map((point) => h("li", {}, point)),
      ),
    ),
    h(
      "section",
      { class: "panel", "aria-labelledby": "ready-title" },
      h("h3", { id: "ready-title" }, WELCOME.ready),
      h(
        "ul",
        {},
        WELCOME.papers.map((paper) => h("li", {}, paper)),
      ),
    ),
    !begun &&
      h(
        "p",
        {},
        h("button", { type: "button", class: "button primary large", click: ports.start }, WELCOME.start),
      ),
  );

/** @param {NonNullable<Begun>} begun @param {{start: () => void, resume: () => void, restart: () => void, retry: () => void}} ports */
const begunView = ({ draft, remark }, { resume, restart, retry }) =>
  h(
    "div",
    { class: "notice begun" },
    h("h3", {}, WELCOME.resumeTitle),
    h("p", {}, remark || keptText(draft?.saved_at ?? "", draft?.expires_on ?? "")),
    h(
      "p",
      { class: "ways" },
      h(
        "button",
        { type: "button", class: "button primary large", click: remark ? retry : resume },
        remark ? "再试一次" : WELCOME.resume,
      ),
      h("button", { type: "button", class: "button quiet", click: restart }, WELCOME.restart),
    ),
  );
