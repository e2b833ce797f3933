// @ts-check
/** Asks before what cannot be undone, in the page's own dialog; Esc and 不 are the same. */
import { h } from "../dom.js";

/** @param {{title: string, text: string, yes: string, no: string}} words @returns {Promise<boolean>} */
export function confirmed({ title, text, yes, no }) {
  const dialog = /** @type {HTMLDialogElement} */ (document.querySelector("#confirm"));
  return new Promise((resolve) => {
    let agreed = false;
    const keep = h("button", { type: "button", class: "button quiet", click: () => dialog.close() }, no);
    const agree = () => {
      agreed = true;
      dialog.close();
    };
    dialog.querySelector("h2")?.replaceChildren(title);
    dialog
      .querySelector("[data-confirm]")
      ?.replaceChildren(
        h(
          "div",
          { class: "sheet-form" },
          h("p", {}, text),
          h(
            "p",
            { class: "ways" },
            h("button", { type: "button", class: "button primary", click: agree }, yes),
            keep,
          ),
        ),
      );
    dialog.addEventListener("close", () => resolve(agreed), { once: true });
    dialog.showModal();
    // What changes nothing is what Enter does.
    keep.focus();
  });
}
