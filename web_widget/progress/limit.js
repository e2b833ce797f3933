// @ts-check
/**
 * How a case stands against its promised limit, in words and as shares of a bar. Working days are the service's; here
 * nothing is counted, only said. Pure.
 *
 * @typedef {import("./records.js").Application} Application
 * @typedef {"none"|"paused"|"within"|"soon"|"over"|"finished"} Standing `paused`: the clock has not begun or stands still.
 * @typedef {{standing: Standing, words: string, due: string, used: number, promised: number, over: number}} Limit
 */
import { dayOf } from "../policies/figures.js";
import { RESULT } from "./words.js";

/** Two working days before the end it is said more plainly. */
const SOON = 2;

const ENDED = new Set(["approved", "rejected", "withdrawn"]);

/** Whether nothing more will happen. @param {Application} application */
export const isFinished = ({ state, can_rate, rating }) => ENDED.has(state) || can_rate || rating !== null;

/** @param {Application} application @returns {Limit} */
export function limitOf(application) {
  const { promised_days, days_used, days_left } = application;
  const promised = promised_days ?? 0;
  const used = days_used ?? 0;
  const over = Math.max(0, days_left !== null ? -days_left : promised_days !== null ? used - promised : 0);
  const standing = standingOf(application, over);
  return {
    standing,
    words: wordsOf(application, standing, over),
    due: dueOf(application),
    used,
    promised,
    over,
  };
}

/** @param {Application} application @param {number} over @returns {Standing} */
function standingOf(application, over) {
  if (isFinished(application)) return "finished";
  if (application.overdue || over > 0) return "over";
  if (application.promised_days === null) return "none";
  // A clock that stands still has no day on which it ends.
  if (application.days_left === null || application.due_on === "") return "paused";
  return application.days_left <= SOON ? "soon" : "within";
}

/** @param {Application} application @param {Standing} standing @param {number} over */
function wordsOf(application, standing, over) {
  if (standing === "finished") return finishedText(application);
  if (standing === "over") return over ? `已经超过承诺时限 ${over} 个工作日` : "已经超过承诺时限";
  if (standing === "none") return RESULT.noLimit;
  if (standing === "paused") return pausedText(application);
  return application.days_left === 0 ? "今天是最后一个工作日" : `还剩 ${application.days_left} 个工作日`;
}

/** @param {Application} application */
const pausedText = ({ days_left }) =>
  days_left === null ? RESULT.paused : `还剩 ${days_left} 个工作日，${RESULT.standing}`;

/** @param {Application} application */
function finishedText({ state, state_text, days_used, promised_days }) {
  if (state === "withdrawn" || days_used === null) return state_text;
  const took = `用了 ${days_used} 个工作日`;
  if (promised_days === null || promised_days === days_used) return took;
  return days_used < promised_days
    ? `${took}，比承诺的早 ${promised_days - days_used} 个工作日`
    : `${took}，比承诺的晚 ${days_used - promised_days} 个工作日`;
}

/** @param {Application} application */
function dueOf(application) {
  if (!application.due_on || isFinished(application)) return "";
  const lead = application.due_is_estimate ? "预计 " : application.overdue ? "应在 " : "";
  return `${lead}${dayOf(application.due_on)} 前办好`;
}

/** Widths in a hundred: used within the limit, what is left, what is over it. @param {Limit} limit */
export function shares({ used, promised, over, standing }) {
  const whole = Math.max(promised, promised + over, 1);
  const within = Math.min(used, promised);
  const per = (/** @type {number} */ days) => Math.round((days / whole) * 1000) / 10;
  const late = standing === "finished" ? Math.max(0, used - promised) : over;
  return { used: per(within), left: per(Math.max(0, promised - within)), over: per(late) };
}
