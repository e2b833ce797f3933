// @ts-check
/**
 * How a case stands against its promised limit, as a standing and as shares of a bar. The words and the working days are
 * the service's, so that page and conversation say the same; here nothing is counted. Pure.
 *
 * @typedef {import("./records.js").Application} Application
 * @typedef {"none"|"paused"|"within"|"soon"|"over"|"finished"} Standing `paused`: the clock has not begun or stands still.
 * @typedef {object} Limit
 * @property {Standing} standing
 * @property {string} words
 * @property {string} due
 * @property {string} promise
 * @property {number} used
 * @property {number} promised
 * @property {number} over Working days over the limit, of an open case.
 * @property {number} late The same of a finished one.
 */

/** Two working days before the end it is said more plainly. */
const SOON = 2;

const ENDED = new Set(["approved", "rejected", "withdrawn"]);

/** Whether nothing more will happen. @param {Application} application */
export const isFinished = ({ state, can_rate, rating }) => ENDED.has(state) || can_rate || rating !== null;

/** @param {Application} application @returns {Limit} */
export function limitOf(application) {
  const { promised_days, days_used, days_left, overdue } = application;
  const promised = promised_days ?? 0;
  const used = days_used ?? 0;
  const over = Math.max(0, days_left !== null ? -days_left : promised_days !== null ? used - promised : 0);
  const standing = standingOf(application, over);
  return {
    standing,
    words: application.limit_text || application.state_text,
    due: application.due_text,
    promise: promiseOf(promised_days),
    used,
    promised,
    over,
    // What is taken in on a day off and done on the next working day is not late, whatever the figures say.
    late: overdue ? Math.max(0, used - promised) : 0,
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

/** @param {number|null} days */
function promiseOf(days) {
  if (days === null) return "";
  return days ? `承诺 ${days} 个工作日（周末和放假的日子不算）` : "承诺当天办好";
}

/** Widths in a hundred: used within the limit, what is left, what is over it. @param {Limit} limit */
export function shares({ used, promised, over, late, standing }) {
  const whole = Math.max(promised, promised + over, 1);
  const within = Math.min(used, promised);
  const per = (/** @type {number} */ days) => Math.round((days / whole) * 1000) / 10;
  const beyond = standing === "finished" ? late : over;
  return { used: per(within), left: per(Math.max(0, promised - within)), over: per(beyond) };
}
