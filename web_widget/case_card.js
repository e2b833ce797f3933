// @ts-check
/**
 * The card of an application: its stages against the promised limit, what comes next, whom to ask; urging and rating by one tap.
 *
 * @typedef {import("./types.js").CaseCard} CaseCard
 * @typedef {import("./progress/records.js").Application} Application
 * @typedef {import("./rate_view.js").Rating} Rating
 *
 * @typedef {object} CaseHost What the card asks of the one who shows it; both give what the service says.
 * @property {string} base
 * @property {(number: string, signs: string, submitId: string) => Promise<string>} urge
 * @property {(number: string, signs: string, rating: Rating) => Promise<string>} rateCase
 * @property {() => Promise<import("./rate_view.js").Level[]>} levels
 */
import { h, icon } from "./dom.js";
import { pageLink } from "./match_card.js";
import { limitOf } from "./progress/limit.js";
import { rateView } from "./rate_view.js";
import { telephone } from "./records.js";
import { newAskId } from "./state.js";
import { withSigns } from "./signs_view.js";
import { CARD, CASE, dayText } from "./strings.js";

/** @param {CaseCard} card @param {CaseHost} host */
export function caseCardView(card, host) {
  const { application } = card;
  return h(
    "article",
    { class: "card case", part: "card", "aria-label": `${CASE.badge}：${application.item_name}` },
    headView(card),
    stagesView(application),
    contactView(application),
    urgeView(application, host),
    card.rated !== null && h("p", { class: "gaps" }, CASE.rated),
    application.can_rate && card.rated === null && ratingView(application, host),
    card.path && h("footer", { class: "card-foot" }, pageLink(CASE.page, card.path, host.base)),
  );
}

/** @param {CaseCard} card */
function headView({ application, sample }) {
  const limit = limitOf(application);
  return h(
    "header",
    { class: "card-head" },
    h(
      "p",
      { class: "badges" },
      h("span", { class: "badge" }, CASE.badge),
      sample && h("span", { class: "badge quiet" }, CARD.sample),
    ),
    h("h3", { class: "card-title", tabindex: "-1" }, application.item_name || application.number),
    h(
      "p",
      { class: "muted" },
      [application.number, application.applicant, application.department].filter(Boolean).join(" · "),
    ),
    h("p", { class: "case-state" }, application.state_text),
    h("p", { class: "card-summary" }, [limit.words, limit.promise, limit.due].filter(Boolean).join("；")),
  );
}

/** @param {Application} application */
const stagesView = ({ stages, next_text }) =>
  h(
    "section",
    { class: "section-body case-stages" },
    h("h4", { class: "section-title" }, CASE.stages),
    h("ol", { class: "stages" }, stages.map(stageView)),
    next_text && h("p", {}, h("b", {}, CASE.after), next_text),
  );

/** @param {import("./progress/records.js").Stage} stage */
function stageView({ name, status, at, due_on, note }) {
  const when = at ? dayText(at.slice(0, 10)) : status !== "done" && due_on ? `期限${dayText(due_on)}` : "";
  return h(
    "li",
    { "data-stage": status, "aria-current": status === "current" ? "step" : null },
    h("b", {}, name),
    h("span", { class: "stage-said" }, [CASE[status], when].filter(Boolean).join("，")),
    note && h("span", { class: "muted" }, note),
  );
}

/** @param {Application} application */
function contactView({ contact: { department, place, phone, hours } }) {
  const href = telephone(phone);
  const words = [department, place, hours].filter(Boolean).join("，");
  return (
    (words || phone) &&
    h(
      "section",
      { class: "section-body" },
      h("h4", { class: "section-title" }, CASE.contact),
      words && h("p", {}, words),
      href ? h("a", { class: "phone", href }, icon("phone"), phone) : phone && h("p", {}, phone),
    )
  );
}

/** Why it cannot be urged, or the button; one name for one urge, so that a lost answer counts once. @param {Application} application @param {CaseHost} host */
function urgeView({ number, can_urge, urge_reason, urges }, host) {
  if (!can_urge) return urge_reason ? h("p", { class: "gaps" }, urge_reason) : null;
  const status = h(
    "p",
    { class: "muted", role: "status" },
    urges.count > 0 && `${CASE.urged}${urges.count}次`,
  );
  const place = h("div", {});
  const submitId = newAskId();
  const button = h("button", {
    type: "button",
    class: "action primary",
    click: () => withSigns(number, place, urge),
  });
  button.append(CASE.urge);
  /** @param {string} signs */
  const urge = async (signs) => {
    button.disabled = true;
    status.replaceChildren(CASE.urging);
    try {
      status.replaceChildren((await host.urge(number, signs, submitId)) || CASE.urgeDone);
    } catch (error) {
      button.disabled = false;
      status.replaceChildren(error instanceof Error ? error.message : CASE.failed);
    }
  };
  return h("section", { class: "section-body" }, button, place, status);
}

/** @param {Application} application @param {CaseHost} host */
function ratingView({ number }, host) {
  const place = h("div", {});
  /** @param {Rating} rating @returns {Promise<string>} */
  const send = (rating) =>
    new Promise((resolve, reject) =>
      withSigns(number, place, (signs) => host.rateCase(number, signs, rating).then(resolve, reject)),
    );
  return h("section", { class: "section-body" }, rateView(CASE.rate, host.levels, send), place);
}
