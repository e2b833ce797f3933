// @ts-check
/** Signing in of a company's staff, in a dialog; the password is kept nowhere. */
import { h } from "../dom.js";
import { Refusal } from "./client.js";

const WORDS = {
  intro: "本企业工作人员登录以后，能按企业自己的数据计算，能申报、看进度。",
  name: "账号",
  password: "密码",
  submit: "登录",
  busy: "正在登录…",
  missing: "请填写账号和密码。",
  help: "没有账号或者忘了密码，请拨打",
};

/**
 * @param {HTMLDialogElement} dialog
 * @param {import("./client.js").Client} client
 * @param {string} reason Why it is asked now; empty when the reader asked for it.
 * @returns {Promise<boolean>} Whether somebody signed in.
 */
export function askToSignIn(dialog, client, reason) {
  return new Promise((resolve) => {
    let done = false;
    const success = () => {
      done = true;
      dialog.close();
    };
    dialog.addEventListener("close", () => resolve(done), { once: true });
    dialog.querySelector("[data-sign-in]")?.replaceChildren(formView(client, reason, success));
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("input")?.focus();
  });
}

/** @param {import("./client.js").Client} client @param {string} reason @param {() => void} success */
function formView(client, reason, success) {
  const error = h("p", { class: "error", id: "sign-in-error", role: "alert" });
  const name = field("name", WORDS.name, "text", "username");
  const password = field("password", WORDS.password, "password", "current-password");
  const button = h("button", { type: "submit", class: "button primary" }, WORDS.submit);
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    if (!name.input.value.trim() || !password.input.value) {
      error.textContent = WORDS.missing;
      return (name.input.value.trim() ? password : name).input.focus();
    }
    busy(button, true);
    error.textContent = "";
    try {
      await client.signIn(name.input.value.trim(), password.input.value);
      success();
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused;
      error.textContent = refused.message;
      password.input.value = "";
      password.input.focus();
    } finally {
      busy(button, false);
    }
  };
  return h(
    "form",
    { class: "sheet-form", novalidate: true, submit },
    h("p", { class: "hint" }, reason || WORDS.intro),
    name.view,
    password.view,
    error,
    button,
    h("p", { class: "hint" }, WORDS.help, " ", h("a", { href: "tel:12345" }, "12345")),
  );
}

/** @param {HTMLElement} button @param {boolean} yes */
function busy(button, yes) {
  button.setAttribute("aria-disabled", String(yes));
  button.textContent = yes ? WORDS.busy : WORDS.submit;
}

/** @param {string} name @param {string} label @param {string} type @param {string} autocomplete */
function field(name, label, type, autocomplete) {
  const id = `sign-in-${name}`;
  const input = h("input", {
    id,
    name,
    type,
    autocomplete,
    autocapitalize: "off",
    spellcheck: "false",
    maxlength: 200,
    required: true,
    "aria-describedby": "sign-in-error",
  });
  return { input, view: h("div", { class: "field" }, h("label", { for: id }, label), input) };
}
