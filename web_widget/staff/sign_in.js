// @ts-check
/** Signing in, in the dialog; the password is kept nowhere. */
import { h } from "../dom.js";
import { Refusal } from "./client.js";
import { field, openDialog } from "./ui.js";

/** @param {import("./client.js").Client} client @param {string} reason @returns {Promise<boolean>} Whether somebody signed in. */
export async function askToSignIn(client, reason) {
  const opened = openDialog("登录", (close) => [formView(client, reason, () => close("done"))]);
  /** @type {HTMLInputElement|null} */ (document.querySelector("[data-dialog] input"))?.focus();
  return (await opened) === "done";
}

/** @param {import("./client.js").Client} client @param {string} reason @param {() => void} success */
function formView(client, reason, success) {
  const error = h("p", { class: "error", role: "alert" });
  const name = h("input", {
    type: "text",
    name: "name",
    autocomplete: "username",
    autocapitalize: "off",
    maxlength: 64,
  });
  const password = h("input", {
    type: "password",
    name: "password",
    autocomplete: "current-password",
    maxlength: 200,
  });
  const submit = h("button", { type: "submit", class: "button primary" }, "登录");
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (submit.getAttribute("aria-disabled") === "true") return;
    if (!name.value.trim() || !password.value) {
      error.textContent = "请填写账号和密码。";
      return (name.value.trim() ? password : name).focus();
    }
    submit.setAttribute("aria-disabled", "true");
    error.textContent = "";
    try {
      await client.signIn(name.value.trim(), password.value);
      success();
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused;
      error.textContent = refused.message;
      password.value = "";
      password.focus();
    } finally {
      submit.removeAttribute("aria-disabled");
    }
  };
  return h(
    "form",
    { class: "stack", novalidate: true, submit: send },
    reason && h("p", {}, reason),
    field("账号", name),
    field("密码", password),
    error,
    submit,
  );
}
